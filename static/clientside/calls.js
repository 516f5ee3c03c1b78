// Clientside callbacks. They stand between the events of the page and the scheduler. The file that is served ends with
// hxClientside([...]): the callbacks of all groups that have clientside ones, as hxdash/handover.py writes them.
//
// A step is a callback with what MATCH stands for. A call is a step with the properties that call it; with none it is a
// first call. Calls wait in their group until nothing that is still to be done, here or on the server, leads to what
// they read (C51, C52). Those of the server then go into one request:
//   _t=ID.PROP      everything on the server that has it as Input
//   _t=ID.@N:PROP   number N of the group and nothing else; if it is a clientside callback: it waits here
//   _t=ID.=PROP     draw what has been set here (component trees, options)
//   _t=ID.~PROP     first calls here might have set it, and did not (C33)
// What has been set and the server must know travels as c:ID.PROP, as JSON.
function hxClientside(callbacks) {
const {scheduler, styles, props: {kinds, values, byId, split, get, set, isField}} = hxdash, {add} = scheduler;
const {parse, fit, find, matches} = hxdash.wild ?? {
  parse: text => text, fit: (pattern, id) => pattern === id && {}, find: id => id, matches: (callback, match) => [match]};
const {nonce, src} = document.currentScript;
const groups = {}, homes = {};
const isShared = name => callbacks.some(({g}) => g === name.split('.')[0]);

// Per group: due calls and running promises by the name of their step; handed: triggers that the scheduler has; flight:
// the steps of the request under way; told: which calls wait here, as that request says; left: what its answer leaves to
// do; draws: keys that the server must draw; later: what is set when it has; raw: triggers that only the server
// understands; silent: what first calls might have set and did not.
function group(name) {
  return groups[name] ??= {name, due: new Map(), running: new Map(), handed: new Set(), flight: [], told: new Set(), left: [],
    draws: new Set(), later: [], raw: [], silent: new Set()};
}

// --- Steps, and who reads what: remembered until an event or an answer may have changed the page ---

let known, paths;
const forget = () => [known, paths] = [{}, {}];
const keysOf = (dependencies, found) => dependencies.flatMap(([, prop], i) => [found[i]].flat().map(id => `${id}.${prop}`));
const nameFor = ({callback}, key = '') => split(key).join(`.@${callback.n}:`);
const onServer = ({callback}) => !callback.f;

function stepsOf(callback, some) {
  return matches(callback, some).flatMap(match => {
    const name = callback.g + callback.n + JSON.stringify(match);
    if (known[name]) return known[name];
    const [o, i] = [callback.o, callback.i].map(all => all.map(([id]) => find(id, match)));
    if (o.length && !o.flat().some(byId)) return [];
    const inputs = keysOf(callback.i, i.map((id, k) => callback.i[k][2] ? id : []));
    return known[name] = {callback, name, match, o, i, inputs, reads: keysOf(callback.i, i), writes: keysOf(callback.o, o)};
  });
}

function readers(key) {
  const [id, prop] = split(key);
  return known[key] ??= [...new Set(callbacks.flatMap(callback => callback.i.flatMap(([pattern, name, isInput]) => {
    const match = isInput && name === prop && fit(pattern, id);
    return match ? stepsOf(callback, match) : [];
  })))];
}

// All that may come to be set because of a step: by itself, and by what lies downstream of it.
function ahead(step) {
  if (!paths[step.name]) {
    const keys = paths[step.name] = new Set(), todo = new Set([step]);
    for (const {writes} of todo) for (const key of writes) {
      keys.add(key);
      readers(key).forEach(reader => todo.add(reader));
    }
  }
  return paths[step.name];
}

// --- Running a step ---

const api = {
  no_update: {description: 'Return it to leave an Output as it is.'},
  PreventUpdate: {description: 'Throw it to leave all Outputs as they are.'},
  clean_url(url, fallback = 'about:blank') {
    const bare = String(url).replace(/&(tab|newline);/gi, '').replace(/&#(\w+);?/g, (all, code) => String.fromCharCode(code));
    return /^\W*(javascript|vbscript)/i.test(bare.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')) ? fallback : url;
  },
  set_props(id, news) {
    if (typeof id !== 'string') id = JSON.stringify(id, Object.keys(id).sort());
    for (const prop in news) {
      const key = `${id}.${prop}`, g = byId(id) && homes[key] && group(homes[key]);
      if (!g) throw Error('set_props: ' + (byId(id) ? `${key} must be an Output of a clientside callback` : `${id} is not on the page`));
      change(g, key, news[prop]);
      setTimeout(pump, 0, g);
    }
  },
  ...hxdash.Patch && {Patch: hxdash.Patch},
};
const dash = () => Object.assign(window.dash_clientside ??= {}, api);
dash();
hxdash.functions = {};

const nested = (shape, flat) => typeof shape === 'number' ? flat[shape] : Array.isArray(shape) ? shape.map(inner => nested(inner, flat))
  : Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, nested(inner, flat)]));

// callback_context, as in Dash: for a wildcard a list in the list.
function context({callback, o, i}, keys) {
  const entries = (ids, property, also) => Array.isArray(ids) ? ids.map(id => entries(id, property, also))
    : {id: parse(ids), property, ...also && {value: get(`${ids}.${property}`)}};
  const listed = wanted => callback.i.flatMap(([, prop, isInput], k) => !isInput === wanted ? [] : [entries(i[k], prop, true)]);
  const flat = wanted => Object.fromEntries(keysOf(callback.i, i.map((id, k) => !callback.i[k][2] === wanted ? [] : id)).map(key => [key, get(key) ?? null]));
  const outputs = callback.o.map(([, prop], k) => entries(o[k], prop));
  return {
    triggered: keys.map(key => ({prop_id: key, value: get(key)})),
    triggered_id: keys.length ? parse(split(keys[0])[0]) : undefined,
    inputs_list: listed(true), inputs: flat(true), states_list: listed(false), states: flat(false),
    outputs_list: callback.r === 0 ? outputs[0] : outputs,
  };
}

function functionOf(f, here) {
  const found = typeof f === 'string' ? hxdash.functions[f] : here[f[0]]?.[f[1]];
  if (typeof found === 'function') return found;
  throw Error(typeof f === 'string' ? 'the source is no JavaScript function' : `no function dash_clientside.${f.join('.')}`);
}

function run(g, {step, keys, first}) {
  const {callback, i, name} = step, here = dash(), value = (id, prop) => Array.isArray(id) ? id.map(one => value(one, prop)) : get(`${id}.${prop}`);
  if (first && !keys.size) step.writes.forEach(key => g.silent.add(key));
  document.querySelectorAll('.hx-error').forEach(box => box.step === name && box.remove());
  g.running.delete(name);
  let result;
  try {
    const missing = i.find((id, k) => typeof id === 'string' && !byId(id) && !callback.i[k][3]);
    if (missing) throw Error(`${missing}: no such component is on the page now`);
    const args = callback.i.map(([, prop], k) => byId(i[k]) || Array.isArray(i[k]) ? value(i[k], prop) : null);
    here.callback_context = context(step, [...keys.keys()]);
    result = functionOf(callback.f, here)(...[callback.a ? nested(callback.a, args) : args].flat(Array.isArray(callback.a ?? []) ? 1 : 0));
  } catch (error) {
    return fail(g, step, error);
  } finally {
    delete here.callback_context;
  }
  if (typeof result?.then !== 'function') return land(g, step, result);
  // A newer call of the same step makes this one void.
  const call = {step, keys, first};
  g.running.set(name, call);
  const end = how => value => {
    if (g.running.get(name) !== call) return;
    g.running.delete(name);
    how(g, step, value);
    pump(g);
  };
  result.then(end(land), end(fail));
}

function land(g, step, result) {
  const {o, r} = step.callback, {no_update} = api, flat = [], news = [];
  const spread = (shape, value) => {
    if (typeof shape === 'number') flat[shape] = value;
    else for (const key in shape) spread(shape[key], value === no_update ? value : value[key]);
  };
  try {
    if (o.length) spread(r, result);
    o.forEach(([, prop], k) => [step.o[k]].flat().forEach((id, at) => {
      const value = Array.isArray(step.o[k]) && flat[k] !== no_update ? flat[k][at] : flat[k];
      // What a list is too short for stays as it is, as in Dash.
      if (value !== no_update && byId(id) && (value !== undefined || step.writes.length === 1)) news.push([`${id}.${prop}`, value]);
    }));
    // What is in fields comes last: the options that it belongs to may be among the rest.
    news.sort(([a], [b]) => isField(a) - isField(b)).forEach(([key, value]) => change(g, key, value, step));
  } catch (error) {
    fail(g, step, error);
  }
}

function fail(g, {callback: {w}, name, writes}, error) {
  if (error === api.PreventUpdate) return;
  const box = document.createElement('div');
  console.error(error);
  styles.attrs(box, {class: 'hx-error', 'hx-group': g.name});
  box.textContent = w ? `${error} (clientside callback for ${writes}, ${w})` : 'This part could not be updated.';
  box.step = name;
  byId('hx-errors').append(box);
}

// Set a property, and call what reads it.
function change(g, key, value, by) {
  if (isField(key) && [...g.draws].some(drawn => split(drawn)[0] === split(key)[0])) return g.later.push([key, value, by]);
  g.silent.delete(key);
  if (!set(g.name, key, value?.__dash_patch_update ? hxdash.patched(get(key), value) : value)) g.draws.add(key);
  tell(g, key, by);
  if (isMarked(key, '+')) g.raw.push({key});
}

// "+": its change calls a step of the component's own. "*": an event says that only the server can read what it is.
const isMarked = (key, mark) => (kinds[key] ?? '').slice(0, 2).includes(mark);

// --- Who is called when ---

function want(g, step, key, trigger) {
  const call = g.due.get(step.name) ?? {keys: new Map()};
  g.due.set(step.name, Object.assign(call, {step}));
  if (key) call.keys.set(key, trigger ?? call.keys.get(key));
}

function tell(g, key, by, trigger) {
  for (const step of readers(key)) if (step.name !== by?.name) want(g, step, key, trigger);
}

// What the server has to do yet: the scheduler has it, or it is under way. An answer that leaves a call to us says that
// nothing of its own request leads there any more.
function away({handed, flight}, clear) {
  return [...[...handed].filter(({all}) => all.some(({id}) => byId(id))).flatMap(({steps}) => steps), ...clear === flight ? [] : flight];
}

const leadTo = (others, step) => others.some(other => other.name !== step.name && step.reads.some(key => ahead(other).has(key)));

// On the server steps wait for each other by themselves.
function isBlocked(g, {step, clear}) {
  const here = [...g.due.values(), ...g.running.values()].map(call => call.step);
  return leadTo(onServer(step) ? here.filter(other => !onServer(other)) : [...here, ...away(g, clear)], step);
}

// A first call all of whose Inputs might have been set by other first calls, and were not (C33).
function isIdle({silent}, {step: {callback, inputs, i}, keys}) {
  return !keys.size && callback.o.length && inputs.every(key => silent.has(key)) && callback.i.some(([, , isInput], k) => isInput && !Array.isArray(i[k]));
}

// Take the calls out that can be made now.
function take(g, there) {
  const calls = [...g.due.values()].filter(call => onServer(call.step) === there);
  let free = calls, count;
  do {
    count = free.length;
    const stuck = there ? calls.filter(call => !free.includes(call)).map(call => call.step) : [];
    free = free.filter(call => !isBlocked(g, call) && !leadTo(stuck, call.step));
  } while (free.length < count);
  free.forEach(({step}) => g.due.delete(step.name));
  return free;
}

function pump(g) {
  for (;;) {
    const free = take(g, false), [stuck] = g.due.values();
    // If all wait for each other's States somebody must begin.
    if (!free.length && stuck && !g.running.size && !away(g).length && [...g.due.values()].every(call => isBlocked(g, call))) {
      const first = [...g.due.values()].find(({step}) => !onServer(step));
      g.due.delete(first.step.name);
      free.push(first);
    }
    if (!free.length) break;
    for (const call of free) if (!isIdle(g, call)) run(g, call);
  }
  // A promise that is kept soon makes one request of two.
  clearTimeout(g.timer);
  if (g.running.size) g.timer = setTimeout(handOver, 20, g);
  else handOver(g);
}

// Give the scheduler what the server has to do: one trigger with all of them inside.
function handOver(g) {
  const calls = take(g, true), ready = calls.filter(call => !isIdle(g, call)), triggers = new Map(), steps = ready.map(({step}) => step);
  const isWhole = key => readers(key).every(step => !onServer(step) || ready.some(call => call.step === step && call.keys.has(key)));
  const put = (key, trigger) => triggers.has(key) || triggers.set(key, {kind: 'value', ...trigger, key, id: split(key)[0]});
  for (const {step, keys, first} of ready) {
    for (const [key, trigger] of keys) put(isWhole(key) ? key : nameFor(step, key), trigger);
    if (!first) continue;
    put(firstCall(step));
    for (const key of step.inputs) if (g.silent.has(key)) put(split(key).join('.~'));
  }
  g.draws.forEach(key => put(split(key).join('.=')));
  g.raw.splice(0).forEach(trigger => put(trigger.key, trigger));
  g.draws.clear();
  // What waited for one that is not due goes on.
  if (ready.length < calls.length) setTimeout(pump, 0, g);
  const all = [...triggers.values()], lead = all.find(({kind}) => kind === 'click') ?? all[0];
  if (!lead) return;
  const trigger = {...lead, all, steps, key: all.map(({key}) => key).join()};
  g.handed.add(trigger);
  scheduler.add(g.name, trigger);
}

function firstCall(step) {
  const {callback: {o, i}, match} = step, ids = [...step.o, ...step.i].flat();
  const telling = ids.find(id => [...o, ...i].some(([pattern]) => Object.keys(match).every(key => key in (fit(pattern, id) || {}))));
  return nameFor(step, `${telling ?? ids[0]}.`);
}

// An event.
function hear(name, trigger) {
  const g = group(name);
  forget();
  for (const one of trigger.all ?? [trigger]) {
    const {key, id, prop, kind} = one, keys = [key, key + '_timestamp'].filter(key => readers(key).length);
    if (!keys.length || isMarked(key, '+') || isMarked(key, '*')) g.raw.push(one);
    if (isMarked(key, '*')) continue;
    // A count that is read here rises at once, not when it is sent.
    if (kind !== 'value' && byId(id) && !keys.every(key => readers(key).every(onServer))) {
      styles.count(byId(id), {[prop]: +hxdash.counters(byId(id)).get(prop) + 1, [prop + '_timestamp']: Date.now()});
      one.counted = true;
    }
    keys.forEach(each => tell(g, each, null, one));
  }
  pump(g);
}

// What an answer leaves to do, or the page from the start. What its request has told the server is no news.
function absorb(g) {
  forget();
  if (!g.due.size && !g.running.size) g.silent.clear();
  for (const key of g.left.splice(0)) {
    const [id, prop] = split(key), [, number, name] = prop.match(/^@(\d+):(.*)/) ?? [];
    if (!number) {
      if (prop[0] === '~') g.silent.add(key.replace('.~', '.'));
      else if (/^\w/.test(prop)) tell(g, key);
      else g.raw.push({key});
      continue;
    }
    const callback = callbacks.find(({g: base, n}) => base === g.name.split('.')[0] && n === +number);
    for (const step of new Set([...callback.o, ...callback.i].flatMap(([pattern]) => fit(pattern, id) || []).flatMap(match => stepsOf(callback, match)))) {
      if (!g.told.has(key)) want(g, step, name && `${id}.${name}`);
      const call = g.due.get(step.name);
      if (call) Object.assign(call, {clear: g.flight, first: call.first || !name});
    }
  }
}

// --- Between the page and the scheduler ---

let isOpen;
const early = [], whenOpen = fn => isOpen ? fn() : early.push(fn);

scheduler.add = (name, trigger) => {
  if (trigger.steps || !isShared(name)) add(name, trigger);
  else whenOpen(() => hear(name, trigger));
};

const {follow} = styles;
styles.follow = (box, told) => {
  for (const name in told) {
    if (!isShared(name)) {
      follow(box, {[name]: told[name]});
      continue;
    }
    const g = group(name);
    g.left.push(...told[name]);
    // When all is in its place, if the answer has not ended by then.
    setTimeout(() => whenOpen(() => {
      if (!g.left.length) return;
      absorb(g);
      pump(g);
    }));
  }
};

styles.values = (box, told) => {
  for (const name in told) {
    const {k = {}, v = {}, x = []} = told[name], {handed} = group(name);
    for (const key of [...x, ...Object.keys(k)]) {
      // Unless it has been set again meanwhile.
      if (![...handed].some(({all}) => all.some(one => one.key === split(key).join('.=')))) document.getElementsByName('c:' + key)[0]?.remove();
    }
    for (const key in k) {
      homes[key] = name;
      delete values[key];
    }
    Object.assign(kinds, k);
    Object.assign(values, v);
  }
};
styles.values(null, JSON.parse(document.querySelector('[name=hx-values]').content));

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash: request, request: {body}}}}) => {
  const g = request && groups[request.group];
  if (!g) return;
  const {done, triggers} = request, flight = g.flight = [];
  forget();
  for (const trigger of triggers) {
    flight.push(...trigger.steps ?? []);
    // The scheduler keeps but one of those that are alike.
    for (const other of g.handed) if (other === trigger || (other.key === trigger.key && other.kind !== 'click')) g.handed.delete(other);
  }
  // The server must not pass by what waits or runs here.
  const held = [...g.due.values(), ...g.running.values()].filter(({step}) => !onServer(step));
  g.told = new Set(held.flatMap(({step, keys, first}) => [...[...keys.keys()].map(key => nameFor(step, key)), ...first ? [firstCall(step)] : []]));
  g.told.forEach(key => body.append('_t', key));
  request.done = () => {
    const {dropped, outcome, click} = request;
    absorb(g);
    g.flight = [];
    // The scheduler will try again.
    if (dropped || outcome === 'busy' || (outcome === 'lost' && !click)) triggers.forEach(trigger => trigger.steps && g.handed.add(trigger));
    // A first call that the server has not given back is not due (C33).
    if (outcome === 'ok') for (const {step, keys, clear} of held) if (!keys.size && clear !== flight) g.due.delete(step.name);
    if (!g.handed.size) g.later.splice(0).forEach(([key, value, by]) => change(g, key, value, by));
    pump(g);
    done();
  };
});

// What was set on a component that has left the page goes with it.
addEventListener('htmx:finally:swap', () => {
  forget();
  for (const field of document.querySelectorAll('[name^="c:"]')) if (!byId(split(field.name.slice(2))[0])) field.remove();
});

// All scripts have run. If one of the sources is no JavaScript their file is nothing; then each comes by itself.
addEventListener('DOMContentLoaded', async () => {
  const absent = new Set(callbacks.flatMap(({f}) => typeof f === 'string' && !hxdash.functions[f] ? f : []));
  await Promise.all([...absent].map(key => new Promise(end => {
    const script = {nonce, src: new URL(`functions/${key}.js`, src), onload: end, onerror: end};
    document.head.append(Object.assign(document.createElement('script'), script));
  })));
  isOpen = true;
  early.forEach(fn => fn());
});
}
