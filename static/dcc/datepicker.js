// dcc.DatePickerSingle and dcc.DatePickerRange: a field that shows and takes the date as the author wants it, and a
// calendar. What is posted are the native inputs beside them; without this file they are all there is.
(() => {
const DAY = 864e5;
// What the calendar of a box shows ({view: a month, focus: a day, pair: dates not yet complete}), what a field last showed, and
// what a native input held then.
const states = new WeakMap(), shown = new WeakMap(), held = new WeakMap();

const nativesOf = box => [...box.querySelectorAll('.dash-datepicker-native')];
const textsOf = box => [...box.querySelectorAll('.dash-datepicker-input')];
const calendarOf = box => box.querySelector('.dash-datepicker-content');
const isOpen = box => calendarOf(box).matches(':popover-open');
const valuesOf = box => states.get(box)?.pair ?? nativesOf(box).map(native => native.value);

function on(type, fn, capture = false) {
  document.addEventListener(type, event => {
    const box = event.target.closest?.('.dash-datepicker:has(> .dash-datepicker-content)');
    if (box) fn(event, box, event.target);
  }, capture);
}

// --- Days are texts YYYY-MM-DD, so they compare as they are ---

const dateOf = day => new Date(day + 'T00:00Z');
const dayOf = date => date.toISOString().slice(0, 10);
const weekday = day => dateOf(day).getUTCDay();
const distance = (a, b) => Math.abs(dateOf(a) - dateOf(b)) / DAY;

function addDays(day, count) {
  return dayOf(new Date(+dateOf(day) + count * DAY));
}

function addMonths(day, count) {
  const date = dateOf(day), wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return dayOf(date);
}

function today() {
  const now = new Date();
  return make(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

// A day from numbers; empty if there is none.
function make(year, month, day) {
  const text = [String(year).padStart(4, 0), ...[month, day].map(part => String(part).padStart(2, 0))].join('-');
  const date = dateOf(text);
  return !isNaN(date) && dayOf(date) === text ? text : '';
}

// --- Formats in moment's letters; dates.py does the same ---

const TOKENS = /\[([^\]]*)\]|YYYY|YY|Q|MMMM|MMM|Mo|MM|M|DDDD|DDD|Do|DD|D|dddd|ddd|dd|d/g;

function word(day, options) {
  const lang = document.documentElement.lang || 'en';
  return new Intl.DateTimeFormat(lang, {...options, timeZone: 'UTC', calendar: 'gregory'}).format(dateOf(day));
}

function ordinal(number) {
  const tens = number % 100, ending = tens > 10 && tens < 14 ? 'th' : {1: 'st', 2: 'nd', 3: 'rd'}[number % 10] ?? 'th';
  return number + ending;
}

function format(day, form) {
  if (!day) return '';
  const [year, month, date] = day.split('-'), ofYear = distance(day, year + '-01-01') + 1;
  const words = {
    YYYY: () => year, YY: () => year.slice(2), Q: () => Math.ceil(month / 3),
    MMMM: () => word(day, {month: 'long'}), MMM: () => word(day, {month: 'short'}), MM: () => month, M: () => +month, Mo: () => ordinal(+month),
    DDDD: () => String(ofYear).padStart(3, 0), DDD: () => ofYear, DD: () => date, D: () => +date, Do: () => ordinal(+date),
    dddd: () => word(day, {weekday: 'long'}), ddd: () => word(day, {weekday: 'short'}), dd: () => word(day, {weekday: 'short'}).slice(0, 2),
    d: () => weekday(day),
  };
  return form.replace(TOKENS, (token, literal) => literal ?? words[token]());
}

const formOf = box => box.dataset.format ?? 'YYYY-MM-DD';

// The day that somebody has typed: as it is displayed, else as the browser understands it; empty if that is none.
function parse(text, form) {
  const found = {}, names = [];
  const escaped = text => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
  let pattern = '', end = 0;
  for (const match of form.matchAll(TOKENS)) {
    const [token, literal] = match;
    pattern += escaped(form.slice(end, match.index));
    end = match.index + token.length;
    if (literal != null) pattern += escaped(literal);
    else {
      names.push(token);
      pattern += token === 'YYYY' ? '(\\d{4})' : token === 'YY' ? '(\\d\\d)' : /^(MMM|d)/.test(token) ? '([^\\d\\s,]+)'
        : /o$/.test(token) ? '(\\d+)\\p{L}*' : '(\\d+)';
    }
  }
  const parts = text.trim().match(new RegExp('^' + pattern + escaped(form.slice(end)) + '$', 'iu'));
  parts?.slice(1).forEach((part, i) => found[names[i][0]] ??= /^MMM/.test(names[i]) ? monthNamed(part) : +part);
  if (names.includes('YY')) found.Y += found.Y > 68 ? 1900 : 2000;
  if (parts && found.Y != null) return make(found.Y, found.M ?? 1, found.D ?? 1);
  const iso = text.match(/^\s*(\d{4})-(\d\d?)-(\d\d?)\s*$/);
  if (iso) return make(+iso[1], +iso[2], +iso[3]);
  const date = /\d{4}/.test(text) ? new Date(text) : NaN;
  return isNaN(date) ? '' : make(date.getFullYear(), date.getMonth() + 1, date.getDate());
}

function monthNamed(text) {
  const start = text.toLowerCase().replace(/\.$/, '').slice(0, 3);
  return 1 + [...Array(12).keys()].findIndex(i => word(make(2026, i + 1, 1), {month: 'long'}).toLowerCase().startsWith(start));
}

// --- What may be chosen, and how it is ---

function isAllowed(box, day) {
  const [{min, max}] = nativesOf(box);
  return !(min && day < min || max && day > max || box.dataset.disabled?.split(' ').includes(day));
}

// The day from which a second one is being chosen.
function anchorOf(box) {
  const values = valuesOf(box), some = values.filter(Boolean);
  return values.length === 2 && some.length === 1 ? some[0] : '';
}

const isTooNear = (box, day, anchor) => anchor && distance(day, anchor) < +(box.dataset.nights ?? 0);

// Take dates over, as if the user had set the native inputs. A range that is not complete may have to wait.
function set(box, values) {
  const natives = nativesOf(box), some = values.filter(Boolean);
  if (some.length === 2) values = values.sort();
  const waits = 'both' in box.dataset && values.length === 2 && some.length === 1;
  states.set(box, {...states.get(box), pair: waits ? values : undefined});
  const changed = waits ? [] : natives.filter((native, i) => native.value !== values[i]);
  if (!waits) natives.forEach((native, i) => native.value = values[i]);
  const tell = (el, type) => el.dispatchEvent(new Event(type, {bubbles: true}));
  for (const native of changed) tell(native, 'input');
  for (const native of changed) tell(native, 'change');
  show(box);
}

function pick(box, day) {
  const anchor = anchorOf(box), isRange = nativesOf(box).length === 2;
  if (!isAllowed(box, day) || isTooNear(box, day, anchor)) return;
  set(box, !isRange ? [day] : anchor ? [anchor, day] : [day, '']);
  if (isRange && !anchor || 'stays' in box.dataset) return;
  close(box, isRange ? 1 : 0);
}

function close(box, at = 0) {
  calendarOf(box).hidePopover();
  textsOf(box)[at].focus();
}

// Somebody has typed. What is no date, or not allowed, goes back to what it was.
function commit(box, at) {
  const text = textsOf(box)[at], values = [...valuesOf(box)];
  if (text.value === shown.get(text)) return;
  const day = text.value.trim() && parse(text.value, formOf(box)), other = values[1 - at];
  const isWrong = text.value.trim() && !(day && isAllowed(box, day) && !isTooNear(box, day, other));
  shown.delete(text);
  if (isWrong) show(box);
  else set(box, values.with(at, day));
}

// Write the dates into the fields, and draw the calendar if it is open. What somebody is typing is left alone.
function show(box) {
  const values = valuesOf(box);
  textsOf(box).forEach((text, i) => {
    const isTyped = text === document.activeElement && shown.has(text) && text.value !== shown.get(text);
    if (isTyped) return;
    text.value = format(values[i], formOf(box));
    shown.set(text, text.value);
  });
  for (const native of nativesOf(box)) held.set(native, native.value);
  if (isOpen(box)) draw(box);
}

// --- The calendar ---

const el = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const name in attributes) if (attributes[name] != null) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
};

const first = day => day.slice(0, 8) + '01';
const months = box => +(box.dataset.months ?? 1);

// Show another day: it can be reached by Tab, and its month is in view.
function look(box, day, focus) {
  if (day < '0001-01-01' || day > '9999-12-31') return;
  const state = states.get(box) ?? {}, last = addMonths(state.view ?? first(day), months(box) - 1);
  const isInView = state.view && day >= state.view && first(day) <= last;
  const view = isInView ? state.view : state.view && day > last ? addMonths(first(day), 1 - months(box)) : first(day);
  states.set(box, {...state, focus: day, view});
  draw(box);
  if (focus) calendarOf(box).querySelector('td[tabindex="0"]')?.focus();
}

function draw(box) {
  const calendar = calendarOf(box), {view} = states.get(box);
  const focused = calendar.contains(document.activeElement) && document.activeElement;
  const key = focused && (focused.matches('td') ? 'td[tabindex="0"]' : '.' + focused.className);
  const [year, month] = view.split('-').map(Number);
  const names = [...Array(12).keys()].map(i => {
    const option = el('option', {value: i + 1}, word(make(2026, i + 1, 1), {month: 'long'}));
    option.selected = i + 1 === month;
    return option;
  });
  const years = el('input', {class: 'dash-datepicker-year', type: 'number', 'aria-label': 'Year', min: 1, max: 9999, value: year});
  const tables = [...Array(months(box)).keys()].map(i => table(box, addMonths(view, i)));
  calendar.replaceChildren(
    el('div', {class: 'dash-datepicker-controls'},
      el('button', {class: 'dash-datepicker-month-nav dash-datepicker-previous', type: 'button', 'aria-label': 'Previous month'}),
      el('select', {class: 'dash-datepicker-month', 'aria-label': 'Month'}, ...names), years,
      el('button', {class: 'dash-datepicker-month-nav dash-datepicker-next', type: 'button', 'aria-label': 'Next month'})),
    el('div', {class: 'dash-datepicker-calendar-container'}, ...tables));
  if (key) calendar.querySelector(key.split(' ').join('.'))?.focus();
}

function table(box, month) {
  const start = +(box.dataset.week ?? 0), before = (weekday(month) - start + 7) % 7, next = addMonths(month, 1);
  const title = format(month, box.dataset.monthFormat ?? 'MMMM YYYY'), isPlain = months(box) === 1 && !box.dataset.monthFormat;
  const days = [...Array(7).keys()].map(i => {
    const day = addDays('2026-03-01', start + i);
    return el('th', {scope: 'col', abbr: word(day, {weekday: 'long'})}, word(day, {weekday: 'short'}).slice(0, 2));
  });
  const body = el('tbody');
  for (let day = addDays(month, -before); day < next; day = addDays(day, 7)) {
    body.append(el('tr', {}, ...[...Array(7).keys()].map(i => cell(box, addDays(day, i), month))));
  }
  return el('table', {class: 'dash-datepicker-calendar', role: 'grid', 'aria-label': title},
    ...isPlain ? [] : [el('caption', {'aria-hidden': true}, title)], el('thead', {}, el('tr', {}, ...days)), body);
}

function cell(box, day, month) {
  const isOutside = day.slice(0, 7) !== month.slice(0, 7), anchor = anchorOf(box), values = valuesOf(box);
  if (isOutside && !('outside' in box.dataset)) return el('td', {class: 'dash-datepicker-calendar-padding'});
  const [from, to] = values, isSelected = values.includes(day), isOff = !isAllowed(box, day) || isTooNear(box, day, anchor);
  const looks = {selected: isSelected, 'in-range': from && to && day > from && day < to, disabled: isOff, today: day === today()};
  const isFocus = !isOutside && day === states.get(box).focus;
  return el('td', {
    class: [isOutside ? 'outside' : 'inside', ...Object.keys(looks).filter(look => looks[look])].map(name => 'dash-datepicker-calendar-date-' + name).join(' '),
    'data-date': day, role: 'gridcell', tabindex: isOutside ? null : isFocus ? 0 : -1, 'aria-selected': isSelected,
    'aria-disabled': isOff || null, 'aria-current': looks.today ? 'date' : null, 'aria-label': word(day, {dateStyle: 'full'}),
  }, String(+day.slice(8)));
}

// Where the calendar opens: at the date, else where the author says, else at what can be chosen.
function startOf(box) {
  const [{min, max}] = nativesOf(box), now = today();
  const nearest = min && now < min ? min : max && now > max ? max : now;
  return valuesOf(box).find(Boolean) || box.dataset.visible || nearest;
}

function openAt(box, day, focus) {
  if (!isOpen(box)) calendarOf(box).showPopover();
  look(box, day || startOf(box), focus);
}

// --- Events ---

on('beforetoggle', (event, box, target) => {
  if (target !== calendarOf(box) || event.newState !== 'open') return;
  // Where nothing is chosen, the author may want another month than that of the day that is chosen next.
  const view = first(!valuesOf(box).some(Boolean) && box.dataset.visible || startOf(box));
  states.set(box, {...states.get(box), view, focus: startOf(box)});
  draw(box);
}, true);

on('toggle', (event, box, target) => {
  const button = box.querySelector('.dash-datepicker-open');
  if (target !== calendarOf(box)) return;
  button.setAttribute('aria-expanded', isOpen(box));
  if (isOpen(box) && document.activeElement === button) look(box, startOf(box), true);
  if (isOpen(box)) return;
  // Half a range is given up.
  states.delete(box);
  show(box);
}, true);

on('click', (event, box, target) => {
  const name = target.classList, {view} = states.get(box) ?? {}, day = target.closest('td')?.dataset.date;
  if (name.contains('dash-datepicker-input') && !isOpen(box)) calendarOf(box).showPopover();
  else if (name.contains('dash-datepicker-clear')) {
    set(box, valuesOf(box).fill(''));
    textsOf(box)[0].focus();
    if ('reopens' in box.dataset) openAt(box);
  } else if (name.contains('dash-datepicker-previous')) turn(box, addMonths(view, -1));
  else if (name.contains('dash-datepicker-next')) turn(box, addMonths(view, 1));
  else if (day) {
    states.set(box, {...states.get(box), focus: day});
    pick(box, day);
  }
});

// Another month, by the controls above it.
function turn(box, view) {
  const {focus} = states.get(box), count = (view.slice(0, 4) - focus.slice(0, 4)) * 12 + (view.slice(5, 7) - focus.slice(5, 7));
  if (view < '0001-01-01' || view > '9999-12-01') return;
  states.set(box, {...states.get(box), view, focus: addMonths(focus, count)});
  draw(box);
}

on('keydown', (event, box, target) => {
  const {key, shiftKey} = event, at = textsOf(box).indexOf(target), day = target.dataset.date;
  if (event.isComposing) return;
  if (at >= 0 && ['ArrowDown', 'ArrowUp', 'Enter'].includes(key)) {
    event.preventDefault();
    commit(box, at);
    openAt(box, valuesOf(box)[at], true);
  } else if (at >= 0 && key === 'Escape' && !isOpen(box)) {
    shown.delete(target);
    show(box);
  } else if (key === 'Escape' && isOpen(box)) {
    event.preventDefault();
    close(box);
  } else if (day) {
    const ahead = target.matches(':dir(rtl)') ? -1 : 1, inWeek = (weekday(day) - (box.dataset.week ?? 0) + 7) % 7;
    const next = {
      ArrowRight: () => addDays(day, ahead), ArrowLeft: () => addDays(day, -ahead), ArrowDown: () => addDays(day, 7), ArrowUp: () => addDays(day, -7),
      PageDown: () => addMonths(day, shiftKey ? 12 : 1), PageUp: () => addMonths(day, shiftKey ? -12 : -1),
      Home: () => addDays(day, -inWeek), End: () => addDays(day, 6 - inWeek),
    }[key];
    if (next) look(box, next(), true);
    else if (key === 'Enter' || key === ' ') pick(box, day);
    else return;
    event.preventDefault();
  }
});

on('change', (event, box, target) => {
  const at = textsOf(box).indexOf(target), {view} = states.get(box) ?? {};
  if (at >= 0) commit(box, at);
  else if (target.matches('.dash-datepicker-month')) turn(box, make(view.slice(0, 4), target.value, 1));
  else if (target.matches('.dash-datepicker-year')) turn(box, make(target.value, view.slice(5, 7), 1) || view);
  else if (nativesOf(box).includes(target)) show(box);
});

on('focusout', ({relatedTarget}, box) => {
  if (relatedTarget && !box.contains(relatedTarget) && isOpen(box)) calendarOf(box).hidePopover();
});

// The server has set a date, or changed what may be chosen.
on('hx:value', (event, box, native) => {
  states.set(box, {...states.get(box), pair: undefined});
  if (isOpen(box) && native.value && native.value !== held.get(native)) look(box, native.value);
  show(box);
}, true);

// Names of months in the language of the page.
hxdash.ready(root => {
  for (const content of root.querySelectorAll('.dash-datepicker-content')) show(content.parentElement);
});
})();
