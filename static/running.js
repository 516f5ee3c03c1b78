// running=: what is shown while callbacks run. The table says for each trigger which pieces to swap in before its request
// is sent, and which when that is over: answered, refused or lost. Requests that overlap share them.
(() => {
const table = JSON.parse(document.querySelector('[name=hx-running]').content), counts = {};
let focus;

hxdash.styles.running = (box, rows) => Object.assign(table, rows);

const show = text => htmx.swap({sourceElement: document.body, target: document.body, swap: 'none', text});

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash: request}}}) => {
  if (!request) return;
  request.rows = request.triggers.flatMap(one => one.all ?? one).flatMap(({key}) => table[key] ?? []);
  for (const [on] of request.rows) {
    counts[on] = (counts[on] ?? 0) + 1;
    if (counts[on] > 1) continue;
    // What is disabled loses the focus.
    focus = document.activeElement;
    show(on);
  }
});

addEventListener('htmx:finally:request', ({detail: {ctx: {hxdash: request}}}) => {
  for (const [on, off] of request?.rows ?? []) if (!--counts[on]) show(off);
  if (document.activeElement === document.body && focus?.isConnected) focus.focus();
  focus = null;
});
})();
