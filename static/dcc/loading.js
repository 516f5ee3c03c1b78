// dcc.Loading, and the text of a dcc.Tooltip that is being computed. The header HX-Due of a streamed answer, and style
// "due" in its parts, say which properties ("ID.PROP") are still to come.
(() => {
const {styles, ready} = hxdash;
// Number of a request to what it is to bring.
const busy = new Map(), states = new WeakMap();
let count = 0;

function concerns(box, key) {
  const dot = key.lastIndexOf('.'), id = key.slice(0, dot), el = document.getElementById(id);
  if (!el || !box.contains(el)) return false;
  const targets = box.dataset.targets, props = targets ? JSON.parse(targets)[id] : '*';
  return props === '*' || [props].flat().includes(key.slice(dot + 1));
}

function paint(box, on, keys) {
  const content = box.querySelector(':scope > .dash-loading-content'), debug = box.querySelector(':scope > * > .dash-loading-debug');
  if (on) box.setAttribute('aria-busy', true);
  else box.removeAttribute('aria-busy');
  if (!content) return;
  content.style.cssText = on ? box.dataset.overlay ?? '' : '';
  box.querySelector(':scope > .dash-loading-status').textContent = on ? 'Loading' : '';
  if (debug) debug.textContent = on ? keys.join(' ') : '';
}

function update() {
  const all = [...busy.values()].flat();
  for (const box of document.querySelectorAll('[data-loading]')) {
    const {display, delayShow, delayHide, initial} = box.dataset, keys = all.filter(key => concerns(box, key.replace('.>', '.')));
    const on = display ? display === 'show' : keys.length > 0;
    const state = states.get(box) ?? {on: false};
    const atOnce = display || on && initial != null && keys.some(key => key.includes('.>'));
    const show = () => {
      state.shown = on;
      paint(box, on, keys);
    };
    states.set(box, state);
    if (state.on !== on) {
      clearTimeout(state.timer);
      const delay = atOnce ? 0 : on ? delayShow : delayHide;
      state.timer = delay > 0 ? setTimeout(show, delay) : show();
    } else if (on && state.shown) {
      // What is around it may have been written anew.
      show();
    }
    state.on = on;
  }
}

function set(number, keys) {
  if (!busy.has(number)) return;
  busy.set(number, keys);
  update();
}

addEventListener('htmx:config:request', ({detail: {ctx}}) => {
  const request = ctx.hxdash, number = ++count;
  if (!request) return;
  // First calls that the page did not wait for name what they bring.
  busy.set(number, request.triggers.flatMap(one => one.all ?? one).map(({key}) => key).filter(key => key.includes('.>')));
  const {done} = request;
  request.done = () => {
    busy.delete(number);
    update();
    done();
  };
  ctx.request.headers['HX-Loading'] = number;
  ctx.fetch = async (...request) => {
    const answer = await fetch(...request);
    set(number, JSON.parse(decodeURIComponent(answer.headers.get('HX-Due') ?? '[]')));
    return answer;
  };
  update();
});

styles.due = (box, {number, keys}) => set(number, keys);

styles.loading = (box, rules) => {
  styles.attrs(box, rules);
  update();
};

ready(update);
})();
