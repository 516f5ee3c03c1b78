// dcc.Slider and dcc.RangeSlider: tooltips and number fields follow the handles, a handle follows its number field, keeps to
// the marks where only these can be chosen, and respects the other handles. Without this file handles move and post all
// the same.
(() => {
// The last number of each handle that the page has heard of.
const known = new WeakMap();

const rangesOf = box => [...box.querySelectorAll('[type=range]')];
const fieldsOf = box => [...box.querySelectorAll('.dash-range-slider-input')];
const marksOf = box => [...box.querySelectorAll('.dash-slider-mark')];
const trackOf = box => box.querySelector('.dash-slider-wrapper');
const place = range => (range.value - range.min) / (range.max - range.min || 1);
// The handle of a number field; the only one, if there is one.
const handleOf = (box, field) => rangesOf(box)[fieldsOf(box).indexOf(field)];

function on(type, fn, capture = false) {
  document.addEventListener(type, event => {
    const box = event.target.closest?.('.dash-slider-container:has(> .dash-slider-wrapper)');
    if (box) fn(event, box, event.target);
  }, capture);
}

// Show where the handles are.
function show(box) {
  const ranges = rangesOf(box), places = ranges.map(place), fields = fieldsOf(box), track = trackOf(box);
  const tips = box.querySelectorAll('.dash-slider-tooltip');
  ranges.forEach((range, i) => {
    const field = fields[i], tip = tips[i];
    if (field && field !== document.activeElement) field.value = range.value;
    if (tip) {
      tip.style.setProperty('--at', places[i]);
      tip.textContent = (tip.dataset.template ?? '{value}').replace('{value}', +range.value);
    }
    const mark = marksOf(box).find(mark => +mark.dataset.value === +range.value);
    const spoken = mark && mark.textContent !== String(+range.value);
    if (spoken) range.setAttribute('aria-valuetext', mark.textContent);
    else range.removeAttribute('aria-valuetext');
    // Of two at one place the one that has more room lies above.
    if (ranges[1]) range.style.zIndex = places[i] > .5 ? ranges.length - i : i + 1;
  });
  if (!box.matches('.dash-rangeslider')) return;
  track.style.setProperty('--from', ranges[1] ? Math.min(...places) : 0);
  track.style.setProperty('--to', Math.max(...places));
}

function snap(box, range) {
  const off = mark => Math.abs(mark.dataset.value - range.value);
  const nearest = marksOf(box).reduce((a, b) => off(b) < off(a) ? b : a);
  range.value = nearest.dataset.value;
}

// Keep the distance between the handles: the one that moves pushes the others, but not over the end; or it stops.
function respect(box, range) {
  const ranges = rangesOf(box), at = ranges.indexOf(range), {push, cross} = trackOf(box).dataset;
  if (push) {
    const room = (a, b) => push * Math.abs(a - b);
    range.value = Math.max(+range.min + room(0, at), Math.min(range.max - room(at, ranges.length - 1), range.value));
    ranges.forEach((other, i) => {
      const least = +range.value + room(i, at), most = range.value - room(i, at);
      if (i > at && +other.value < least) other.value = least;
      if (i < at && +other.value > most) other.value = most;
    });
  } else if (cross) {
    const low = ranges[at - 1]?.value ?? range.min, high = ranges[at + 1]?.value ?? range.max;
    range.value = Math.max(low, Math.min(high, range.value));
  }
}

// A handle that has passed another one changes places with it, and the focus goes along.
function sort(box) {
  const ranges = rangesOf(box), values = ranges.map(range => range.value).sort((a, b) => a - b);
  if (ranges.every((range, i) => range.value === values[i])) return;
  const active = ranges.find(range => range === document.activeElement), at = values.indexOf(active?.value);
  ranges.forEach((range, i) => {
    range.value = values[i];
    known.set(range, values[i]);
  });
  if (active) ranges[at].focus();
  show(box);
}

// Move a handle as if the user had done it. The browser itself keeps to min, max and step.
function move(range, value, types = ['input', 'change']) {
  range.value = value;
  for (const type of types) range.dispatchEvent(new Event(type, {bubbles: true}));
}

// The handle nearest to a number; of two at one place that which can go there.
function nearest(box, value) {
  const off = range => Math.abs(range.value - value);
  return rangesOf(box).reduce((a, b) => off(b) < off(a) || off(b) === off(a) && value > b.value ? b : a);
}

// While it is captured, that is, before anything is sent.
on('input', (event, box, target) => {
  if (fieldsOf(box).includes(target)) {
    // This one is not for the server.
    event.stopImmediatePropagation();
    if (target.value && target.validity.valid) move(handleOf(box, target), target.value, ['input']);
  } else if (target.type === 'range') {
    if (target.step === 'any') snap(box, target);
    respect(box, target);
    if (target.value === (known.get(target) ?? target.defaultValue)) event.stopImmediatePropagation();
    known.set(target, target.value);
    for (const mark of box.querySelectorAll('.dash-slider-wrapper > [type=checkbox]')) mark.checked = false;
    show(box);
  }
}, true);

on('change', (event, box, target) => {
  if (target.type === 'range') return sort(box);
  if (!fieldsOf(box).includes(target)) return;
  event.stopImmediatePropagation();
  const range = handleOf(box, target);
  if (target.value) move(range, target.value);
  target.value = range.value;
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
  if (ahead.length) move(range, more ? Math.min(...ahead) : Math.max(...ahead));
});

on('click', (event, box, target) => {
  const value = target.dataset.value;
  if (target.matches('.dash-slider-mark') && !rangesOf(box)[0].disabled) move(nearest(box, value), value);
});

// On a track with several handles these lie above each other, so only their thumbs are touched: what is between them is
// ours. The handle that is nearest comes there, and follows the pointer.
on('pointerdown', (event, box, track) => {
  const ranges = rangesOf(box), [{min, max, disabled}] = ranges;
  if (track !== trackOf(box) || !box.matches('.dash-rangeslider') || disabled || event.button) return;
  const upright = box.matches('.dash-slider-vertical'), area = ranges[0].getBoundingClientRect();
  const turned = box.matches('.dash-slider-reverse') || !upright && track.matches(':dir(rtl)');
  const valueAt = ({clientX, clientY}) => {
    const edge = 12, along = upright ? area.bottom - edge - clientY : clientX - area.left - edge;
    const part = Math.max(0, Math.min(1, along / ((upright ? area.height : area.width) - 2 * edge)));
    return +min + (turned ? 1 - part : part) * (max - min);
  };
  const range = nearest(box, valueAt(event)), follow = event => move(range, valueAt(event), ['input']);
  event.preventDefault();
  range.focus();
  track.setPointerCapture(event.pointerId);
  track.addEventListener('pointermove', follow);
  track.addEventListener('lostpointercapture', () => {
    track.removeEventListener('pointermove', follow);
    move(range, range.value, ['change']);
  }, {once: true});
  follow(event);
});

// The server has set the value or the limits.
on('hx:value', (event, box) => {
  for (const range of rangesOf(box)) known.set(range, range.value);
  show(box);
}, true);
})();
