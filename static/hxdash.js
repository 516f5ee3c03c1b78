// The htmx extension of hxdash: it fills requests, reads answers and applies them to the page. When a request is sent
// is decided by the scheduler (scheduler.js, served joined in front of this file). The wire contract, in short:
//   request   _p page token, _g group, _t triggers (ID.PROP), v: values, n: counters, s: snapshots of one group
//   answer    <hx-partial id=ID hx-swap=STYLE>PAYLOAD</hx-partial>..., in parts if HX-Stream is set
//
// Component scripts use `window.hxdash`:
//   styles.NAME = fn  fn(element, data) applies partials with hx-swap=NAME; data is the parsed JSON payload
//   ready(fn)         fn(root) is called for the page now and for what is inserted later; it must bear repetition
//   emit(el, type)    dispatch a custom event that el's hx-trigger names
//   load(url)         load a script once; gives a promise
(() => {
const {nonce} = document.currentScript;
const byId = id => document.getElementById(id);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

function element(tag, attributes, text = '') {
  const el = document.createElement(tag);
  styles.attrs(el, attributes);
  el.textContent = text;
  return el;
}

// --- Counters: hx-count="PROP=2&PROP2=0", or a button's value if its name is n:ID.PROP ---

const buttonProp = el => el.name?.startsWith('n:') && el.name.slice(el.id.length + 3);

function counters(el) {
  const counts = new URLSearchParams(el.getAttribute('hx-count') ?? '');
  if (buttonProp(el)) counts.set(buttonProp(el), el.value);
  return counts;
}

function raise(el, prop) {
  styles.count(el, {[prop]: +counters(el).get(prop) + 1, [prop + '_timestamp']: Date.now()});
}

// --- From an event to a trigger ---

function onEvent(el, {type, target}) {
  const counts = counters(el);
  let prop = {click: 'n_clicks', every: 'n_intervals'}[type] ?? type;
  if (!counts.has(prop)) prop = el.getAttribute('hx-props')?.match(type + ':(\\S+)')?.[1];
  // Without a property the name of the control says it; what bubbles out of another control in here is not ours.
  const key = prop ? `${el.id}.${prop}` : target.closest('[hx-post]') === el && (target.name ?? el.name)?.slice(2);
  if (!key || +counts.get(prop) >= (el.getAttribute('hx-max') ?? Infinity)) return;
  const kind = !counts.has(prop) ? 'value' : type === 'every' ? 'tick' : 'click';
  scheduler.add(el.getAttribute('hx-group'), {key, kind, prop, id: el.id});
}

// --- The request body: the whole group, as it is at this moment ---

function collect({group: {name}, triggers}) {
  const body = new URLSearchParams({_p: document.querySelector('[name=_p]').value, _g: name});
  for (const {key} of triggers) body.append('_t', key);
  for (const owner of findAll(`[hx-group~="${CSS.escape(name)}"]`)) {
    for (const [prop, count] of counters(owner)) body.append(`n:${owner.id}.${prop}`, count);
    for (const field of [owner, ...findAll('[name]', owner)]) {
      if (field.closest('[hx-group]') === owner) appendField(body, field);
    }
  }
  return body;
}

// Disabled fields too: a callback may read them as State.
function appendField(body, {name, type, value, checked, selectedOptions}) {
  if (!name || value == null || /button|submit|file/.test(type) || /checkbox|radio/.test(type) && !checked) return;
  for (const option of selectedOptions ?? [{value}]) body.append(name, option.value);
}

// --- The scheduler's door to the browser ---

const scheduler = hxScheduler({
  now: Date.now,
  random: Math.random,
  wake: setTimeout,
  send,
  report,
  connected,
});

function send(request) {
  // What has left the page meanwhile triggers nothing any more.
  request.triggers = request.triggers.filter(({id}) => byId(id));
  const source = byId(request.triggers[0]?.id);
  if (!source) return false;
  htmx.ajax('POST', source.getAttribute('hx-post'), {source, hxdash: request}).catch(console.error)
    .then(() => scheduler.done(request, request.outcome ?? 'ok', request.retryAfter));
}

function report({group, status}, outcome) {
  // Out of date: reload, but not again and again.
  const reloaded = performance.getEntriesByType('navigation')[0].type === 'reload' && performance.now() < 10000;
  if (status === 409 && !reloaded) return location.reload();
  const text = outcome === 'lost' ? 'The connection broke. Your click was not confirmed.'
    : `${status < 500 ? 'This change was refused' : 'The server failed'} (${status}).`;
  byId('hx-errors').append(element('div', {class: 'hx-error', 'hx-group': group.name}, text));
}

function connected(yes) {
  const banner = document.querySelector('.hx-banner');
  if (yes) banner?.remove();
  else if (!banner) document.body.append(element('div', {class: 'hx-banner', role: 'status'},
    'You are offline. Your changes are kept and sent when the connection is back.'));
}

// --- The answer ---

// After 429 and 503 nothing ran; a proxy that lost its server (502, 504) knows no more than a broken connection.
const OUTCOMES = {429: 'busy', 503: 'busy', 502: 'lost', 504: 'lost'};

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

// --- Swap styles with a JSON payload ---

const styles = {
  attrs(el, attributes) {
    for (const name in attributes) {
      const value = attributes[name];
      if (name === 'style') el.style.cssText = value ?? '';
      else if (value == null) el.removeAttribute(name);
      else el.setAttribute(name, value === true ? '' : value);
      if (name === 'checked') el.checked = value != null;
      if (name.startsWith('hx-')) htmx.process(el, true);
    }
  },
  value(el, value) {
    const values = [value].flat();
    valueFields(el).forEach((field, i) => {
      if (/checkbox|radio/.test(field.type)) field.checked = value === true || values.includes(field.value);
      else setText(field, String(values[i] ?? ''));
    });
    el.dispatchEvent(new Event('hx:value'));
  },
  count(el, changes) {
    const counts = counters(el);
    for (const prop in changes) if (counts.has(prop)) counts.set(prop, changes[prop] ?? '');
    el.setAttribute('hx-count', counts);
    if (buttonProp(el)) el.value = counts.get(buttonProp(el));
  },
  state(box, fields) {
    for (const id in fields) {
      const name = 's:' + id, [group, value] = fields[id] ?? [];
      document.getElementsByName(name)[0]?.remove();
      if (group) box.append(element('input', {type: 'hidden', name, value, form: 'hx', autocomplete: 'off', 'hx-group': group}));
    }
  },
  title(el, title) {
    document.title = title;
  },
};

// The fields that style "value" writes.
function valueFields(el) {
  return 'value' in el ? [el] : findAll('[name^="v:"]', el).filter(({type}) => /checkbox|radio|range/.test(type));
}

// Focus and caret stay, and 1.50 is not rewritten to 1.5.
function setText(field, text) {
  const {value, valueAsNumber, selectionStart, selectionEnd} = field;
  if (value === text || valueAsNumber === parseFloat(text)) return;
  field.value = text;
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

function emit(el, type) {
  wire(el);
  el.dispatchEvent(new CustomEvent(type));
}

const scripts = JSON.parse(document.querySelector('meta[name=hx-scripts]')?.content ?? '{}');
const loading = {};
const readers = [];

function load(src) {
  return loading[src] ??= new Promise((onload, onerror) => {
    if (document.querySelector(`script[src="${CSS.escape(src)}"]`)) return onload();
    document.head.append(Object.assign(element('script', {src, nonce}), {onload, onerror}));
  });
}

function inserted(root) {
  for (const el of [root, ...findAll('[hx-script]', root)]) {
    const src = scripts[el.getAttribute('hx-script')];
    if (src) load(src);
  }
  for (const fn of readers) fn(root);
}

// --- The extension. `ctx.hxdash` is the request of ours that ctx belongs to; other requests pass untouched. ---

htmx.registerExtension('hxdash', {
  // Elements that wait for their event are wired when it comes.
  htmx_before_init: el => el === wanted || !el.hasAttribute('hx-group')
    || /\b(load|every|revealed|intersect)\b/.test(el.getAttribute('hx-trigger')),

  htmx_after_process(root) {
    if (!wanted) inserted(root);
  },

  // An event on a control goes to the scheduler; only the scheduler's own requests pass.
  htmx_config_request(el, {ctx}) {
    if (ctx.hxdash || !el.hasAttribute('hx-group')) return;
    onEvent(el, ctx.sourceEvent);
    return false;
  },

  htmx_before_request(el, {ctx: {hxdash: request, request: fetch}}) {
    if (!request) return;
    for (const trigger of request.triggers) {
      // A trigger that is sent again keeps its number.
      if (trigger.kind !== 'value' && !trigger.counted) raise(byId(trigger.id), trigger.prop);
      trigger.counted = true;
    }
    request.outcome = 'lost';
    request.abort = fetch.abort;
    fetch.body = collect(request);
  },

  htmx_before_response(el, {ctx}) {
    const request = ctx.hxdash, {status, headers, redirected, body} = ctx.response.raw;
    if (!request) return;
    // A redirect ends on some other page (say, a login), never in an answer of ours.
    if (status >= 400 || redirected) {
      request.status = status;
      request.outcome = OUTCOMES[status] ?? 'refused';
      request.retryAfter = +headers.get('Retry-After') || 0;
      body?.cancel();
      return false;
    }
    const mark = headers.get('HX-Stream');
    if (!mark) return;
    clearTimeout(ctx.requestTimeout);
    ctx.extensionPromise = readStream(ctx, mark);
    return false;
  },

  // A plain answer is here as a whole: whatever happens to the page now, it must not be sent again.
  htmx_after_request(el, {ctx: {hxdash: request}}) {
    if (request) request.outcome = 'ok';
  },

  htmx_before_swap(el, {ctx: {hxdash: request}, tasks}) {
    if (!request) return;
    const first = !request.landed;
    if (!scheduler.land(request)) return false;
    for (const box of first ? findAll('#hx-errors > *') : []) {
      if (box.getAttribute('hx-group') === request.group.name) box.remove();
    }
    // Nothing but our own partials is trusted (no hx-swap-oob), and no value is written over a newer edit.
    const stale = ({name}) => scheduler.overtaken(request, name.slice(2));
    tasks.splice(0, Infinity, ...tasks.filter(({type, target, swapSpec}) => type === 'partial' && target
      && !(swapSpec.style === 'value' && valueFields(target).some(stale))));
  },

  // The snapshot of an element that has left the page goes with it.
  htmx_finally_swap() {
    for (const field of findAll('#hx-state [name^="s:"]')) if (!byId(field.name.slice(2))) field.remove();
  },

  handle_swap(style, el, fragment) {
    if (style === 'error') return el.append(fragment), [];
    const script = scripts[el.getAttribute('hx-script')];
    if (!styles[style] && !script) return;
    const data = JSON.parse(fragment.textContent);
    // The style may come with the element's own script, which is still on its way.
    if (styles[style]) styles[style](el, data);
    else load(script).then(() => styles[style](el, data));
    return [];
  },
});

// --- Events of the page ---

for (const type of ['focusin', 'input', 'change', 'click']) {
  document.addEventListener(type, ({target}) => {
    wire(target);
    if (/input|change/.test(type)) scheduler.touch(target.name?.slice(2));
  }, true);
}

document.addEventListener('keydown', ({target, key, isComposing}) => {
  // Later, so that the browser's own `change` comes first.
  if (key === 'Enter' && !isComposing && counters(target).has('n_submit')) setTimeout(emit, 0, target, 'n_submit');
});

document.addEventListener('focusout', ({target}) => {
  if (counters(target).has('n_blur')) emit(target, 'n_blur');
});

for (const type of ['online', 'offline']) addEventListener(type, () => scheduler.setOnline(navigator.onLine));

// The browser has put back what the user had typed (Back, or typing before this script ran): tell the server.
addEventListener('pageshow', ({persisted}) => {
  for (const field of persisted ? [] : findAll('input[name^="v:"],textarea[name^="v:"]')) {
    if (field.value === field.defaultValue && field.checked === field.defaultChecked) continue;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, {bubbles: true}));
  }
});

window.hxdash = {
  load,
  emit,
  styles,
  ready(fn) {
    readers.push(fn);
    fn(document.body);
  },
};
inserted(document.body);
})();
