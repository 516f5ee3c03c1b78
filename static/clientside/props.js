// What clientside callbacks read of the page, and what they set on it. The server says how, property by property
// (Component.kind): "text", "attr title", "class dash-input". It also says the values that the page does not hold.
hxdash.props = (() => {
const {styles, counters, place} = hxdash;
const byId = id => document.getElementById(id);
const split = key => [key.slice(0, key.lastIndexOf('.')), key.slice(key.lastIndexOf('.') + 1)];
// By "ID.PROP".
const kinds = {}, values = {};
const wayOf = key => (kinds[key] ?? '').replace(/^[!+*]+/, '').split(' ');

// Texts that could be read as JSON are written as JSON, all others as they are.
const LIKE_JSON = /^(true|false|null|)$|^[\d\s"[{-]|\s$|[\p{C}\p{Zl}\p{Zp}]|[^\S ]/u, isLikeJson = text => LIKE_JSON.test(text);
const encode = value => typeof value === 'string' && !isLikeJson(value) ? value : JSON.stringify(value ?? null);
const decode = ({value}) => isLikeJson(value) ? JSON.parse(value) : value;

// --- Reading ---

function fieldsOf(el, field) {
  return [el, ...el.querySelectorAll('[name]')].sort((a, b) => place(a) - place(b))
    .filter(box => box.name === `v:${el.id}.${field}` && box.matches('select,textarea,:checked,input:not([type=radio],[type=checkbox])'));
}

const readers = {
  text: ([box]) => box?.validity.patternMismatch ? undefined : box?.value || (box?.defaultValue ? '' : undefined),
  // An empty one beside the number says that nobody has moved the slider.
  number: boxes => boxes.every(({value, validity}) => value && validity.valid) && boxes.length ? +boxes[0].value : undefined,
  numbers: boxes => boxes.some(({value}) => !value) ? undefined : boxes.map(({value}) => +value),
  date: ([box]) => box?.value || null,
  option: ([box]) => box ? decode(box) : null,
  options: boxes => boxes.length === 1 && boxes[0].value === 'null' ? null : boxes.map(decode),
  json: ([box]) => box?.value ? JSON.parse(box.value) : null,
  dialog: ([box]) => box?.value ? JSON.parse(box.value) : null,
  address: ([box], prop) => box?.value || (/^(pathname|href)$/.test(prop) ? null : ''),
  part: ([box], prop) => box?.value ? JSON.parse(box.value)[prop] : undefined,
};

function get(key) {
  const [id, prop] = split(key), el = byId(id), [kind, field = prop] = wayOf(key);
  if (kind === 'figure') return hxdash.figure?.(el);
  if (kind === 'count') {
    const count = counters(el).get(prop);
    return count ? +count : undefined;
  }
  return kind in readers ? readers[kind](fieldsOf(el, field), prop) : values[key];
}

// --- Setting. What gives false only the server can show ---

// The field of a property, where a component has several or one that is not to be seen.
const boxOf = (el, prop) => byId(`${el.id}.${prop}`)
  ?? [...el.querySelectorAll('[type=hidden]')].find(({name}) => name === `v:${el.id}.${prop}`) ?? el;
const isPlain = value => value === null || typeof value !== 'object';
const css = name => name.replace(/[A-Z]/g, letter => '-' + letter.toLowerCase());

function attr(el, name, value) {
  if (!isPlain(value)) return false;
  styles.attrs(el, {[name]: value == null || value === false ? null : value === true ? value : String(value)});
}

function address(el, name, value, schemes) {
  let ok;
  try {
    ok = schemes.test(new URL(value, document.baseURI));
  } catch {
  }
  return attr(el, name, ok ? value : null);
}

const writers = {
  children(el, own, value) {
    const parts = [value].flat(Infinity);
    // Components that stand there must be taken leave of.
    if (!parts.every(isPlain) || el.querySelector('[id]')) return false;
    el.replaceChildren(...parts.filter(part => part != null && typeof part !== 'boolean').map(String));
  },
  text: (el, own, value, prop) => styles.value(boxOf(el, prop), value ?? ''),
  number: (el, own, value) => value == null && !el.matches('input') ? false : styles.value(el, [value]),
  numbers: (el, own, value) => value == null ? false : styles.value(el, value),
  option: (el, own, value, prop) => styles.value(boxOf(el, prop), encode(value)),
  options: (el, own, value) => styles.value(el, value ? value.map(encode) : ['null']),
  json: (el, own, value, prop) => styles.value(boxOf(el, prop), JSON.stringify(value ?? null)),
  dialog: (el, own, value) => styles.dialog(el, !!value),
  address: (el, own, value, prop) => styles.location(el, {[prop]: value ?? '', refresh: own === 'True' || own === 'callback-nav' && own}),
  count: (el, own, value, prop) => styles.count(el, {[prop]: value}),
  attr,
  word: (el, own, value) => attr(el, own, value == null ? value : String(value)),
  url: (el, own, value) => address(el, own, value, /^(https?|mailto|tel|sms|ftp):/),
  image: (el, own, value) => address(el, own, value, /^(https?:|ftp:|data:image\/)/),
  class: (el, own, value) => attr(el, 'class', [own, value].filter(Boolean).join(' ') || null),
  style(el, own, value) {
    el.style.cssText = value?.height == null ? own : '';
    for (const name in value) {
      const text = String(value[name] ?? ''), isBare = typeof value[name] !== 'number' || CSS.supports(css(name), text);
      el.style.setProperty(css(name), isBare ? text : text + 'px');
    }
  },
  async figure(el, own, value) {
    await hxdash.load(el.getAttribute('hx-script'));
    styles.figuredata(el, value);
  },
  points(el, own, value, prop) {
    const [data, traces, most] = [value].flat();
    if (data) styles.graphpoints(el, {data, traces: [traces ?? Object.keys(Object.values(data)[0]).map(Number)].flat(), most, before: prop === 'prependData'});
  },
  data() {},
};
writers.date = writers.text;

// Set a property; false: the server has to draw it.
function set(group, key, value) {
  const [id, prop] = split(key), [way, ...own] = wayOf(key);
  values[key] = value;
  const isDrawn = writers[way]?.(byId(id), own.join(' '), value, prop) ?? way in writers;
  if (!isDrawn && way in readers) throw Error(`${key} cannot be set to ${JSON.stringify(value)}`);
  if (isDrawn && !kinds[key].startsWith('!')) return isDrawn;
  const name = 'c:' + key, field = document.getElementsByName(name)[0] ?? document.getElementsByName('_p')[0].cloneNode();
  styles.attrs(field, {name, value: JSON.stringify(value ?? null), 'hx-group': group});
  byId('hx-state').append(field);
  return isDrawn;
}

return {kinds, values, byId, split, get, set, isField: key => wayOf(key)[0] in readers};
})();
