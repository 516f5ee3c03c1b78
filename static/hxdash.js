// The htmx extension of hxdash: it fills requests, reads answers and applies them to the page. When a request is sent
// is decided by the scheduler (scheduler.js, served joined in front of this file). The wire contract, in short:
//   request   _p page token, _g group, _t triggers (ID.PROP), v: values, n: counters, s: snapshots of one group
//   answer    <hx-partial id=ID hx-swap=STYLE>PAYLOAD</hx-partial>..., in parts if HX-Stream is set; for a child
//             without id hx-target='[id="ID"]>:nth-child(N)' stands in place of id
//
// Component scripts use `window.hxdash`:
//   styles.NAME = fn  fn(element, data) applies partials with hx-swap=NAME; data is the parsed JSON payload
//   ready(fn)         fn(root) is called for the page now and for what is inserted later; it must bear repetition
//   emit(el, type)    dispatch a custom event that el's hx-trigger names
//   load(url)         load a script once; gives a promise
//   scheduler         takes triggers (scheduler.js)
// An element with hx-script=URL brings that script.
(() => {
const {nonce} = document.currentScript;
const byId = id => document.getElementById(id);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
const [token] = findAll('[name=_p]');

// --- Counters: hx-count="PROP=2&PROP2=0", or a button's value if its name is n:ID.PROP ---

function counters(el) {
  const counts = new URLSearchParams(el.getAttribute('hx-count') ?? '');
  if (el.name?.startsWith('n:')) counts.set(el.name.slice(el.id.length + 3), el.value);
  return counts;
}

// --- From an event to a trigger ---

function onEvent(el, {type, target}) {
  const counts = counters(el);
  let prop = {click: 'n_clicks', every: 'n_intervals'}[type] ?? type;
  if (!counts.has(prop)) prop = el.getAttribute('hx-props')?.match(type + ':(\\S+)')?.[1];
  // Without a property the name of the control says it; what bubbles out of another control in here is not ours.
  const keys = prop ? prop.split(',').map(one => `${el.id}.${one}`)
    : [target.closest('[hx-post]') === el && target.name?.slice(2)];
  if (!keys[0] || counts.get(prop) >= parseInt(el.getAttribute('hx-max'))) return;
  const kind = !counts.has(prop) ? 'value' : type === 'every' ? 'tick' : 'click', group = el.getAttribute('hx-group');
  if (!heard.length) setTimeout(flush);
  for (const key of keys) heard.push({key, kind, prop, group, id: el.id});
}

// What one event sets off goes together: clicks of elements inside each other, an edit and the Enter that ends it.
// They are one trigger with all of them inside: a click, if one is among them.
const heard = [];

function flush() {
  const bundles = [];
  for (const trigger of heard.splice(0)) {
    const fits = all => all[0].group === trigger.group && all.every(({key}) => key !== trigger.key);
    (bundles.find(fits) ?? bundles[bundles.push([]) - 1]).push(trigger);
  }
  for (const all of bundles) {
    const lead = all.find(({kind}) => kind === 'click') ?? all[0];
    scheduler.add(lead.group, all[1] ? {...lead, all, key: all.map(({key}) => key).join()} : lead);
  }
}

// All triggers of a request whose elements are still there.
const each = ({triggers}) => triggers.flatMap(one => one.all ?? one).filter(({id}) => byId(id));

// --- Request and answer ---

const online = () => navigator.onLine;
const scheduler = hxScheduler({now: Date.now, random: Math.random, wake: setTimeout, online, send, report});

function send(request) {
  // What has left the page meanwhile triggers nothing any more.
  const source = byId(each(request)[0]?.id);
  if (!source) return false;
  request.outcome = 'ok';
  htmx.ajax('POST', findAll('[hx-group][hx-post]')[0].getAttribute('hx-post'), {source, hxdash: request}).finally(() => {
    if (!request.dropped) connected(request.outcome !== 'lost');
    request.done();
  });
}

// The body: the whole group, as it is at this moment. Disabled fields too: a callback may read them as State.
function collect(request) {
  const {group} = request, body = new URLSearchParams({_p: token.value, _g: group});
  for (const {key} of each(request)) body.append('_t', key);
  for (const owner of findAll(`[hx-group~="${CSS.escape(group)}"]`)) {
    for (const [prop, count] of counters(owner)) body.append(`n:${owner.id}.${prop}`, count);
    for (const field of [owner, ...findAll('[name]', owner)].sort((a, b) => place(a) - place(b))) {
      const sent = field.name && field.matches('select,textarea,:checked,input:not([type=radio],[type=checkbox],[type=file])');
      if (!sent || field.closest('[hx-group]') !== owner) continue;
      for (const {value} of field.selectedOptions ?? [field]) body.append(field.name, value);
    }
  }
  return body;
}

// Boxes are sent in the order in which they were ticked: by the server (hx-order, value), then by the user.
let ticks = 1e6;

function place(field) {
  return field.place ?? field.closest('[hx-order]')?.getAttribute('hx-order').indexOf(JSON.stringify(field.value)) ?? 0;
}

// Apply each part when it has come; what stands behind the last mark was cut off.
async function readStream(ctx, mark) {
  const reader = ctx.response.raw.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value = ''} = await reader.read();
    const parts = (rest + value).split(`<!--${mark}-->`);
    rest = parts.pop();
    for (const part of parts) {
      ctx.text = part;
      await htmx.swap(ctx).catch(console.error);
    }
    if (done) return ctx.hxdash.outcome = rest.trim() ? 'lost' : 'ok';
  }
}

function report(request) {
  const {group, status, outcome} = request;
  // An edit that went with a lost click goes again.
  if (outcome === 'lost') for (const one of each(request)) if (one.kind === 'value') scheduler.add(group, one);
  // Out of date: reload, but not again and again.
  if (status === 409 && performance.now() > 10000) return location.reload();
  const box = document.createElement('div');
  styles.attrs(box, {class: 'hx-error', 'hx-group': group});
  box.textContent = outcome === 'lost' ? 'Your click was not confirmed.'
    : `${status < 500 ? 'This change was refused' : 'The server failed'} (${status}).`;
  byId('hx-errors').append(box);
}

function connected(yes) {
  findAll('.hx-banner').forEach(box => box.hidden = yes);
}

// --- Swap styles with a JSON payload ---

const styles = {
  attrs(el, attributes) {
    for (const name in attributes) {
      const value = attributes[name];
      if (name === 'style') el.style.cssText = value ?? '';
      else if (value == null) el.removeAttribute(name);
      else el.setAttribute(name, value === true ? '' : value);
      if (name === 'checked') el.checked = value != null;
    }
  },
  value(el, value) {
    const values = [value].flat();
    valueFields(el).forEach((field, i) => {
      if (/checkbox|radio/.test(field.type)) field.checked = value === true || (field.place = values.indexOf(field.value)) >= 0;
      else setText(field, String(values[i] ?? ''));
    });
    el.dispatchEvent(new Event('hx:value'));
  },
  count(el, changes) {
    const counts = counters(el);
    for (const prop in changes) if (counts.has(prop)) counts.set(prop, changes[prop] ?? '');
    if (el.name?.startsWith('n:')) el.value = counts.get(el.name.slice(el.id.length + 3));
    el.setAttribute('hx-count', counts);
  },
  state(box, fields) {
    for (const id in fields) {
      const name = 's:' + id, [group, value] = fields[id] ?? [], field = token.cloneNode();
      document.getElementsByName(name)[0]?.remove();
      styles.attrs(field, {name, value, 'hx-group': group});
      if (group) box.append(field);
    }
  },
  // Other groups have something to do because of this answer, once it is in its place.
  follow(box, groups) {
    setTimeout(flush);
    for (const group in groups) for (const key of groups[group]) {
      heard.push({key, group, kind: 'value', id: key.slice(0, key.lastIndexOf('.'))});
    }
  },
  title(el, title) {
    document.title = title;
  },
  // The children anew: old ones by their number, and texts.
  order(el, parts) {
    const old = [...el.children];
    el.replaceChildren(...parts.map(part => part.big ? part : old[part] ?? ''));
  },
};

// The fields that style "value" writes.
function valueFields(el) {
  return 'value' in el ? [el] : findAll('[type=radio],[type=checkbox],[type=range]', el);
}

// Focus and caret stay, and 1.50 is not rewritten to 1.5.
function setText(field, text) {
  const {selectionStart, selectionEnd} = field;
  if (field.value !== text && field.valueAsNumber !== parseFloat(text)) field.value = text;
  if (selectionStart != null && field.matches(':focus')) field.setSelectionRange(selectionStart, selectionEnd);
}

// --- Wiring just in time, scripts on demand ---

let wanted;

function wire(target) {
  for (let el = target.closest?.('[hx-post]'); el; el = el.parentElement.closest('[hx-post]')) {
    if (el._htmx?.initialized) continue;
    wanted = el;
    htmx.process(el);
    wanted = null;
  }
}

// A counter that is only State has nothing to send.
function count(el, type, prop = type) {
  const counts = counters(el);
  if (!counts.has(prop) || el.getAttribute('hx-trigger')?.includes(type)) return;
  styles.count(el, {[prop]: +counts.get(prop) + 1, [prop + '_timestamp']: Date.now()});
}

function emit(el, type) {
  wire(el);
  count(el, type);
  el.dispatchEvent(new Event(type));
}

const loading = {}, readers = [];
// The page brings those that it needs from the start; they have not run yet.
for (const script of findAll('script')) loading[script.getAttribute('src')] = new Promise(done => script.onload = done);

function load(src) {
  return loading[src] ??= new Promise(onload =>
    document.head.append(Object.assign(document.createElement('script'), {src, nonce, onload})));
}

function ready(fn) {
  readers.push(fn);
  fn(document.body);
}

function inserted(root) {
  for (const el of [root, ...findAll('[hx-script]', root)]) {
    const src = el.getAttribute('hx-script');
    if (src) load(src);
  }
  readers.forEach(fn => fn(root));
}

// --- The extension. `ctx.hxdash` is the request of ours that ctx belongs to; other requests pass untouched. ---

htmx.registerExtension('hxdash', {
  // Elements that wait for their event are wired when it comes.
  htmx_before_init: el => el === wanted || !el.hasAttribute('hx-group')
    || /every/.test(el.getAttribute('hx-trigger')),

  htmx_after_process: root => wanted || inserted(root),

  // An event on a control goes to the scheduler; only the scheduler's own requests pass.
  htmx_config_request(el, {ctx}) {
    if (ctx.hxdash || !el.hasAttribute('hx-group')) return;
    onEvent(el, ctx.sourceEvent);
    return false;
  },

  htmx_before_request(el, {ctx}) {
    const request = ctx.hxdash;
    if (!request) return;
    for (const trigger of each(request)) {
      const {id, prop, kind, counted} = trigger, count = +counters(byId(id)).get(prop) + 1;
      // If it is sent again, it keeps its number.
      if (kind !== 'value' && !counted) styles.count(byId(id), {[prop]: count, [prop + '_timestamp']: Date.now()});
      trigger.counted = true;
    }
    request.outcome = 'lost';
    request.abort = ctx.request.abort;
    ctx.request.body = collect(request);
  },

  htmx_before_response(el, {ctx}) {
    const mark = ctx.hxdash && ctx.response.headers.get('HX-Stream');
    if (!mark) return;
    clearTimeout(ctx.requestTimeout);
    ctx.extensionPromise = readStream(ctx, mark);
    return false;
  },

  // A plain answer is here as a whole: whatever happens to the page now, it must not be sent again.
  htmx_after_request(el, {ctx}) {
    const request = ctx.hxdash, {ok, status, headers, redirected} = ctx.response.raw;
    if (!request) return;
    request.status = status;
    request.retryAfter = headers.get('Retry-After');
    // After 429 and 503 nothing ran; a proxy that lost its server (502, 504) knows no more than a broken connection.
    // A redirect ends on some other page (say, a login), never in an answer of ours.
    request.outcome = {429: 'busy', 503: 'busy', 502: 'lost', 504: 'lost'}[status]
      ?? (ok && !redirected ? 'ok' : 'refused');
    return request.outcome === 'ok';
  },

  htmx_before_swap(el, {ctx, tasks}) {
    const request = ctx.hxdash;
    if (!request) return;
    const boxes = request.landed ? [] : findAll(`.hx-error[hx-group="${CSS.escape(request.group)}"]`);
    if (!scheduler.land(request)) return false;
    boxes.forEach(box => box.remove());
    // Nothing but our own partials is trusted (no hx-swap-oob), and no value is written over a newer edit.
    const stale = ({name}) => scheduler.overtaken(request, name);
    for (const task of tasks) {
      const {target, type, swapSpec: {style}} = task;
      if (type !== 'partial' || target && style === 'value' && valueFields(target).some(stale)) task.target = null;
      // What comes again starts anew; a morph would leave in it what was typed before. It skips what a script is at work in.
      else if (style === 'innerMorph') for (const field of findAll('input,textarea', target)) {
        if (stale(field) || field.closest('[hx-morph-skip]')) continue;
        if (field.value !== field.defaultValue) field.value = field.defaultValue;
        field.checked = field.defaultChecked;
      }
    }
  },

  // A box that has been clicked does not mind its attribute any more. One that is newer than the answer differs from it.
  htmx_before_morph_attr(field, {attrName: name, newValue}) {
    if (name === 'checked' && field.checked === field.defaultChecked) field.checked = newValue != null;
  },

  // The snapshot of an element that has left the page goes with it.
  htmx_finally_swap() {
    for (const field of findAll('[name^="s:"]')) if (!byId(field.name.slice(2))) field.remove();
  },

  handle_swap(style, el, fragment) {
    const apply = () => styles[style](el, JSON.parse(fragment.textContent));
    if (style === 'error') el.append(fragment);
    else if (styles[style]) apply();
    // The style comes with the element's own script, which is still on its way.
    else load(el.getAttribute('hx-script')).then(apply);
    return [];
  },
});

// --- Events of the page ---

for (const type of ['focusin', 'input', 'change', 'click']) {
  addEventListener(type, ({target}) => {
    wire(target);
    if (type === 'change') target.place = ++ticks;
    if (type === 'click') for (let el = target; el.getAttribute; el = el.parentNode) count(el, type, 'n_clicks');
    // `change` alone (which a text field also fires when it is left) is news only of a field that a script writes.
    if (type === 'input' || target.type === 'hidden') scheduler.touch(target.name);
  }, true);
}

addEventListener('keydown', ({target, key, isComposing}) => {
  // Later, so that the browser's own `change` comes first.
  if (key === 'Enter' && !isComposing) setTimeout(emit, 0, target, 'n_submit');
});

addEventListener('focusout', ({target}) => emit(target, 'n_blur'));

for (const type of ['online', 'offline']) addEventListener(type, () => {
  connected(online());
  scheduler.resume();
});

// The browser has put back what the user had typed (Back, or typing before this script ran): tell the server.
addEventListener('pageshow', ({persisted}) => {
  for (const field of persisted ? [] : findAll('[name^="v:"]:not(select)')) {
    const box = /checkbox|radio/.test(field.type);
    if (box ? field.checked === field.defaultChecked : field.value === field.defaultValue) continue;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, {bubbles: true}));
  }
});

window.hxdash = {styles, load, emit, ready, scheduler, counters, place};
inserted(document.body);
})();
