// dcc.Store with storage_type local or session: the browser keeps the text that the server sealed, and brings it back:
//   <span id hidden hx-group data-store="local" data-key="hxdash BASE ID" data-token>
// What is kept goes as k:ID with the requests of the group until one was answered; then the page has it.
(() => {
const waiting = new Map(); // element -> text that the page does not have yet
const seen = new WeakSet();

const storage = el => window[el.dataset.store + 'Storage'];

function keep(el, token) {
  waiting.delete(el);
  try {
    if (token) storage(el).setItem(el.dataset.key, token);
    else storage(el).removeItem(el.dataset.key);
  } catch (error) {
    console.error('Only this page remembers', el.id, error);
  }
}

// Calls that the page leaves to its first request: that one brings it anyhow (unless they are clientside callbacks, and
// no request comes of them).
const {content = '{}'} = document.querySelector('[name=hx-follow]') ?? {};
const follow = document.querySelector('[name=hx-values]') ? {} : JSON.parse(content);

function bring(el, token, isFirst) {
  waiting.set(el, token);
  const [prop] = el.getAttribute('hx-trigger')?.split(', ') ?? [];
  if (prop && !(isFirst && el.getAttribute('hx-group') in follow)) hxdash.emit(el, prop);
}

hxdash.styles.store = keep;

// Another tab has changed it.
addEventListener('storage', ({key, newValue, storageArea}) => {
  for (const el of newValue ? document.querySelectorAll('[data-store]') : []) {
    if (el.dataset.key === key && storage(el) === storageArea) bring(el, newValue);
  }
});

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash: request, request: {body}}}}) => {
  if (!request) return;
  request.brought = [...waiting].filter(([el]) => el.isConnected && el.getAttribute('hx-group') === request.group);
  for (const [el, token] of request.brought) body.append('k:' + el.id, token);
});

addEventListener('htmx:finally:request', ({detail: {ctx: {hxdash: request}}}) => {
  if (request?.outcome !== 'ok') return;
  for (const [el, token] of request.brought ?? []) if (waiting.get(el) === token) waiting.delete(el);
});

hxdash.ready(root => {
  for (const el of [root, ...root.querySelectorAll('[data-store]')]) {
    if (!el.matches('[data-store]') || seen.has(el)) continue;
    seen.add(el);
    if (el.dataset.token) {
      keep(el, el.dataset.token);
      continue;
    }
    let token;
    try {
      token = storage(el).getItem(el.dataset.key);
    } catch {}
    if (token) bring(el, token, document.readyState !== 'complete');
  }
});
})();
