// dcc.ConfirmDialog and dcc.ConfirmDialogProvider: the dialog is modal, its buttons and Escape are counted, and a click on
// what a Provider holds opens it instead.
(() => {
const {emit, ready, scheduler, styles} = hxdash;
const dialogOf = owner => owner.matches('dialog') ? owner : owner.querySelector(':scope > dialog');

function set(owner, open) {
  const dialog = dialogOf(owner), field = dialog.querySelector(':scope > [type=hidden]');
  if (field) {
    field.value = open;
    scheduler.touch(field.name);
  }
  if (open && dialog.matches(':modal')) return;
  dialog.close();
  if (open) dialog.showModal();
}

function answer(owner, word) {
  const prop = word + '_n_clicks', heard = (owner.getAttribute('hx-trigger') ?? '').split(', ');
  set(owner, false);
  if (heard.includes(prop)) emit(owner, prop);
  else styles.count(owner, {[prop]: +new URLSearchParams(owner.getAttribute('hx-count')).get(prop) + 1, [prop + '_timestamp']: Date.now()});
  emit(owner, 'displayed');
}

// Before anybody else hears of it.
addEventListener('click', event => {
  const {target} = event, owner = target.closest?.('[data-confirm]'), word = target.closest?.('[data-answer]')?.dataset.answer;
  if (!owner || target.closest('dialog') && !word) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (word) answer(owner, word);
  else set(owner, true);
}, true);

// Escape.
addEventListener('cancel', event => {
  const owner = event.target.matches('.dash-confirm') && event.target.closest('[data-confirm]');
  if (!owner) return;
  event.preventDefault();
  answer(owner, 'cancel');
}, true);

styles.dialog = set;

// The server wants it open.
ready(root => {
  for (const dialog of [root, ...root.querySelectorAll('[data-open]')]) {
    if (!dialog.matches('[data-open]')) continue;
    dialog.removeAttribute('data-open');
    set(dialog.closest('[data-confirm]'), true);
  }
});
})();
