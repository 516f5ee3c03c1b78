// dash_clientside.Patch: changes of a part of a property. Loaded where a function mentions it.
//   new dash_clientside.Patch().assign(['layout', 'title', 'text'], 'New').append(['data', 0, 'x'], 4).build()
(() => {
const DONE = {
  assign: (old, {value}) => value,
  merge: (old, {value}) => ({...old, ...value}),
  extend: (old, {value}) => [...old, ...value],
  append: (old, {value}) => [...old, value],
  prepend: (old, {value}) => [value, ...old],
  insert: (old, {index, value}) => old.toSpliced(index, 0, value),
  remove: (old, {value}) => old.filter(item => JSON.stringify(item) !== JSON.stringify(value)),
  clear: old => Array.isArray(old) ? [] : typeof old === 'string' ? '' : {},
  reverse: old => typeof old === 'string' ? [...old].reverse().join('') : old.toReversed(),
  add: (old, {value}) => old + value,
  sub: (old, {value}) => old - value,
  mul: (old, {value}) => old * value,
  div: (old, {value}) => old / value,
};

class Patch {
  operations = [];

  build() {
    return {__dash_patch_update: '__dash_patch_update', operations: this.operations};
  }
}

for (const name of [...Object.keys(DONE), 'delete']) {
  Patch.prototype[name] = function(location, ...given) {
    const params = name === 'insert' ? {index: given[0], value: given[1]} : {value: given[0]};
    this.operations.push({operation: name[0].toUpperCase() + name.slice(1), location, params});
    return this;
  };
}

// Only what is on the way to the place is copied.
function changed(old, [key, ...rest], name, params) {
  if (key === undefined) return DONE[name](old, params);
  const copy = Array.isArray(old) ? [...old] : {...old}, place = Array.isArray(old) && key < 0 ? key + old.length : key;
  if (name !== 'delete' || rest.length) copy[place] = changed(old?.[place], rest, name, params);
  else if (Array.isArray(copy)) copy.splice(place, 1);
  else delete copy[place];
  return copy;
}

// The new value, if the second one is a patch.
hxdash.patched = (old, patch) => {
  if (!patch?.__dash_patch_update) return;
  if (old === undefined) throw Error('Cannot patch undefined');
  return patch.operations.reduce((value, {operation, location, params}) =>
    changed(value, location, operation.toLowerCase(), params), old);
};
hxdash.Patch = Patch;
})();
