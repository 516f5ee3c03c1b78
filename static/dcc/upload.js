// dcc.Upload in the browser. The field lies over the whole box, so choosing and dropping are the browser's own business:
//   <div id class="dash-upload" data-max-size data-min-size data-style-active ...>
//     <input type=file name="f:ID" data-with='["ID.PROP"]'><div id="ID.label">...</div><progress hidden><div role=status></div></div>
// What was chosen is kept here and the field emptied, so that the same file can be chosen again. It travels as
// multipart/form-data with the changes that call a callback which reads it: its own, and those of data-with.
(() => {
const PROPS = ['contents', 'filename', 'last_modified', 'files'];
const BIG = 1e6; // bytes: above, the upload shows how far it is
const chosen = new WeakMap();

const fieldOf = el => el.querySelector(':scope > input[type=file]');
const boxOf = target => target.closest?.('.dash-upload');

// --- What is taken ---

function takes(accept, {name, type}) {
  const wanted = accept.toLowerCase().split(',').map(part => part.trim()).filter(Boolean);
  return !wanted.length || wanted.some(kind => kind[0] === '.' ? name.toLowerCase().endsWith(kind)
    : kind === '*/*' || type === kind || kind.endsWith('/*') && type.startsWith(kind.slice(0, -1)));
}

function problem(el, file) {
  const {accept} = fieldOf(el), {maxSize = Infinity, minSize = 0} = el.dataset;
  if (!takes(accept, file)) return `${file.name} is not of a kind that is taken here (${accept}).`;
  if (file.size > maxSize) return `${file.name} is too large (at most ${size(+maxSize)}).`;
  return file.size < minSize && `${file.name} is too small (at least ${size(+minSize)}).`;
}

function size(bytes) {
  const step = bytes < 1e3 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${+(bytes / 1e3 ** step).toPrecision(3)} ${['bytes', 'kB', 'MB', 'GB'][step]}`;
}

function say(el, text, refused) {
  const box = el.querySelector(':scope > [role=status]');
  box.textContent = text;
  box.toggleAttribute('data-refused', !!refused);
}

addEventListener('change', ({target}) => {
  const el = target.type === 'file' && boxOf(target);
  if (!el || fieldOf(el) !== target) return;
  // A drop does not mind `accept`.
  const all = [...target.files], files = all.filter(file => !problem(el, file));
  const refused = all.map(file => problem(el, file)).filter(Boolean);
  target.value = '';
  say(el, refused.join(' '), true);
  if (!files.length) return;
  chosen.set(el, files);
  // One stands for all.
  const [prop] = el.getAttribute('hx-trigger')?.split(', ') ?? [];
  if (prop) hxdash.emit(el, prop);
});

// --- Held over the box ---

const plain = new WeakMap();

function show(el, state) {
  if (!plain.has(el)) plain.set(el, [el.className, el.style.cssText]);
  const [names, css] = plain.get(el), {[`class${state}`]: more = '', [`style${state}`]: over = ''} = el.dataset;
  el.className = `${names} ${more}`.trim();
  el.style.cssText = `${css};${over}`;
  el.dataset.hxOver = '';
}

function restore(el) {
  if (!plain.has(el)) return;
  [el.className, el.style.cssText] = plain.get(el);
  plain.delete(el);
  delete el.dataset.hxOver;
}

addEventListener('dragover', ({target, dataTransfer}) => {
  const el = boxOf(target), field = el && fieldOf(el);
  if (!field || field.disabled || plain.has(el)) return;
  // Names are not known before the drop, types are.
  const items = [...dataTransfer.items].filter(({kind, type}) => kind === 'file' && type);
  const types = field.accept.split(',').every(kind => kind.includes('/'));
  show(el, items.some(({type}) => types && !takes(field.accept, {name: '', type})) ? 'Reject' : 'Active');
});

for (const type of ['dragleave', 'drop']) addEventListener(type, event => {
  const el = boxOf(event.target);
  if (el && !el.contains(event.relatedTarget)) restore(el);
});

// --- A box in which a button has the look; a box that only takes drops ---

addEventListener('click', event => {
  const el = boxOf(event.target), field = el && fieldOf(el);
  if (!field || field.disabled) return;
  if ('dropOnly' in el.dataset && event.target === field) event.preventDefault();
  else if (event.target.closest('button,.dash-button') && !('dropOnly' in el.dataset)) field.click();
});

// Browsers open the chooser by the space bar only.
addEventListener('keydown', event => {
  const el = event.key === 'Enter' && boxOf(event.target);
  if (!el || fieldOf(el) !== event.target || 'dropOnly' in el.dataset) return;
  event.preventDefault();
  event.target.click();
});

// --- Sent along ---

function isSent(el, triggers) {
  const wanted = [...JSON.parse(fieldOf(el).dataset.with), ...PROPS.map(prop => `${el.id}.${prop}`)];
  return triggers.some(({key}) => wanted.includes('*') || wanted.includes(key) || /\.([<>].*)?$/.test(key));
}

addEventListener('htmx:before:request', ({detail: {ctx}}) => {
  const request = ctx.hxdash;
  if (!request) return;
  const boxes = [...document.querySelectorAll(`.dash-upload[hx-group~="${CSS.escape(request.group)}"]`)]
    .filter(el => chosen.has(el) && isSent(el, request.triggers));
  if (!boxes.length) return;
  const body = new FormData();
  for (const [name, value] of ctx.request.body) body.append(name, value);
  let bytes = 0;
  for (const el of boxes) {
    for (const file of chosen.get(el)) body.append(`m:${el.id}`, Math.max(0, Math.round(file.lastModified)));
    for (const file of chosen.get(el)) {
      body.append(`f:${el.id}`, file, file.webkitRelativePath || file.name);
      bytes += file.size;
    }
  }
  ctx.request.body = body;
  for (const name in ctx.request.headers) if (name.toLowerCase() === 'content-type') delete ctx.request.headers[name];
  // However long it takes to send.
  clearTimeout(ctx.requestTimeout);
  if (bytes > BIG) ctx.fetch = (url, options) => send(url, options, boxes);
});

// What fetch does, but it tells how far it is.
function send(url, {method, headers, body, signal}, boxes) {
  const bars = boxes.map(el => el.querySelector(':scope > progress'));
  const hide = hidden => bars.forEach(bar => bar.hidden = hidden);
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open(method, url);
    for (const name in headers) request.setRequestHeader(name, headers[name]);
    request.responseType = 'blob';
    request.upload.onprogress = ({loaded, total}) => bars.forEach(bar => bar.value = loaded / total);
    request.onload = () => {
      const pairs = request.getAllResponseHeaders().trim().split('\r\n').map(line => line.split(/: (.*)/));
      resolve(new Response(request.response, {status: request.status, headers: pairs.map(([name, value]) => [name, value])}));
    };
    request.onerror = () => reject(new TypeError('network'));
    request.onabort = () => reject(signal.reason ?? new DOMException('aborted', 'AbortError'));
    request.onloadend = () => hide(true);
    signal?.addEventListener('abort', () => request.abort());
    bars.forEach(bar => bar.value = 0);
    hide(false);
    request.send(body);
  });
}

// With attributes of the field; with nothing the choice is taken back.
hxdash.styles.upload = (el, attributes) => {
  restore(el);
  hxdash.styles.attrs(fieldOf(el), attributes);
  if (!Object.keys(attributes).length) chosen.delete(el);
};
})();
