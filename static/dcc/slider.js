// dcc.Slider: tooltip and number field follow the handle, the handle follows the number field and keeps to the marks
// where only these can be chosen. Without this file the handle moves and posts all the same.
(() => {
// The last number of each handle that the page has heard of.
const known = new WeakMap();

const rangeOf = box => box.querySelector('[type=range]');
const fieldOf = box => box.querySelector('.dash-range-slider-input');
const marksOf = box => [...box.querySelectorAll('.dash-slider-mark')];

function on(type, fn, capture = false) {
  document.addEventListener(type, event => {
    const box = event.target.closest?.('.dash-slider-container:has(> .dash-slider-wrapper)');
    if (box) fn(event, box, event.target);
  }, capture);
}

// Show where the handle is.
function show(box) {
  const range = rangeOf(box), field = fieldOf(box), tip = box.querySelector('.dash-slider-tooltip');
  if (field && field !== document.activeElement) field.value = range.value;
  if (tip) {
    tip.style.setProperty('--at', (range.value - range.min) / (range.max - range.min || 1));
    tip.textContent = (tip.dataset.template ?? '{value}').replace('{value}', +range.value);
  }
  const mark = marksOf(box).find(mark => +mark.dataset.value === +range.value);
  const spoken = mark && mark.textContent !== String(+range.value);
  if (spoken) range.setAttribute('aria-valuetext', mark.textContent);
  else range.removeAttribute('aria-valuetext');
}

function snap(box, range) {
  const off = mark => Math.abs(mark.dataset.value - range.value);
  const nearest = marksOf(box).reduce((a, b) => off(b) < off(a) ? b : a);
  range.value = nearest.dataset.value;
}

// Move the handle as if the user had done it. The browser itself keeps to min, max and step.
function move(box, value, types = ['input', 'change']) {
  const range = rangeOf(box);
  range.value = value;
  for (const type of types) range.dispatchEvent(new Event(type, {bubbles: true}));
}

// While it is captured, that is, before anything is sent.
on('input', (event, box, target) => {
  if (target === fieldOf(box)) {
    // This one is not for the server.
    event.stopImmediatePropagation();
    if (target.value && target.validity.valid) move(box, target.value, ['input']);
  } else if (target === rangeOf(box)) {
    if (target.step === 'any') snap(box, target);
    if (target.value === (known.get(target) ?? target.defaultValue)) event.stopImmediatePropagation();
    known.set(target, target.value);
    for (const mark of box.querySelectorAll('.dash-slider-wrapper > [type=checkbox]')) mark.checked = false;
    show(box);
  }
}, true);

on('change', (event, box, target) => {
  if (target !== fieldOf(box)) return;
  event.stopImmediatePropagation();
  if (target.value) move(box, target.value);
  target.value = rangeOf(box).value;
}, true);

// Where only marks can be chosen, a key goes to the next one.
on('keydown', (event, box, range) => {
  const {key} = event;
  if (range.step !== 'any' || range.disabled || !/^(Arrow|Page)/.test(key)) return;
  event.preventDefault();
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight';
  const turned = box.matches('.dash-slider-reverse') && sideways !== box.matches('.dash-slider-vertical');
  const more = /Up|Right/.test(key) !== turned;
  const ahead = marksOf(box).map(mark => +mark.dataset.value).filter(value => more ? value > range.value : value < range.value);
  if (ahead.length) move(box, more ? Math.min(...ahead) : Math.max(...ahead));
});

on('click', (event, box, target) => {
  if (target.matches('.dash-slider-mark') && !rangeOf(box).disabled) move(box, target.dataset.value);
});

// The server has set the value or the limits.
on('hx:value', (event, box) => {
  known.set(rangeOf(box), rangeOf(box).value);
  show(box);
}, true);
})();
