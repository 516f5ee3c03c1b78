// dcc.Clipboard: copies on a click; if a callback hears the click, when that has answered.
(() => {
// Ids of buttons to those who wait for the answers to their clicks.
const waiting = new Map();

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash: request}}}) => {
  for (const {id, prop} of request?.triggers ?? []) {
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

async function copy(button, ready) {
  const status = button.nextElementSibling;
  let word = 'Copied';
  try {
    // A promise: in some browsers only a write that begins with the click is allowed.
    const parts = {}, later = ready.then(() => read(button));
    for (const type in read(button)) parts[type] = later.then(found => new Blob([found[type] ?? ''], {type}));
    await navigator.clipboard.write([new ClipboardItem(parts)]);
    button.setAttribute('data-copied', '');
  } catch (error) {
    word = 'Could not be copied';
  }
  if (status?.matches('.dash-clipboard-status')) status.textContent = word;
  clearTimeout(button.dashCopied);
  button.dashCopied = setTimeout(() => {
    button.removeAttribute('data-copied');
    if (status) status.textContent = '';
  }, 1000);
}

addEventListener('click', ({target}) => {
  const button = target.closest?.('.dash-clipboard');
  if (!button) return;
  const heard = /click/.test(button.getAttribute('hx-trigger'));
  copy(button, new Promise(done => heard ? waiting.set(button.id, [...waiting.get(button.id) ?? [], done]) : done()));
}, true);
})();
