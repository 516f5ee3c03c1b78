// dcc.Clipboard: copies on a click; if a callback hears the click, when that has answered.
(() => {
// Ids of Clipboards to those who wait for the answers to their clicks.
const waiting = new Map();

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash: request}}}) => {
  for (const {id, prop} of request?.triggers.flatMap(one => one.all ?? one) ?? []) {
    const answered = prop === 'n_clicks' && waiting.get(id)?.shift();
    if (!answered) continue;
    const {done} = request;
    request.done = () => {
      done();
      answered();
    };
  }
});

function textOf(id) {
  const el = document.getElementById(id), field = el?.matches('input,textarea,select') ? el : el?.querySelector(':scope > input:not([type=hidden],[type=radio],[type=checkbox])');
  return field?.value ?? el?.innerText ?? '';
}

// What is to be copied, now.
function read({dataset: {target, content, html}}) {
  const text = target ? textOf(target) : content ?? '';
  return {'text/plain': text, ...!target && html != null && {'text/html': html}};
}

async function copy(box, ready) {
  const [button, status] = box.querySelectorAll('.dash-clipboard-button,.dash-clipboard-status');
  let word = 'Copied';
  try {
    // A promise: in some browsers only a write that begins with the click is allowed.
    const parts = {}, later = ready.then(() => read(box));
    for (const type in read(box)) parts[type] = later.then(found => new Blob([found[type] ?? ''], {type}));
    await navigator.clipboard.write([new ClipboardItem(parts)]);
    button.setAttribute('data-copied', '');
  } catch (error) {
    word = 'Could not be copied';
  }
  status.textContent = word;
  clearTimeout(box.dashCopied);
  box.dashCopied = setTimeout(() => {
    button.removeAttribute('data-copied');
    status.textContent = '';
  }, 1000);
}

addEventListener('click', ({target}) => {
  const box = target.closest?.('.dash-clipboard-button')?.closest('.dash-clipboard');
  if (!box) return;
  const heard = /click/.test(box.getAttribute('hx-trigger'));
  copy(box, new Promise(done => heard ? waiting.set(box.id, [...waiting.get(box.id) ?? [], done]) : done()));
}, true);
})();
