// dcc.Dropdown: keys, search, "select all", and the text on the button. Without this file the list opens, chooses and
// posts all the same. All listeners are on the document, so a dropdown that comes later needs no set-up.
(() => {
const STEPS = {ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity};
// Changes that a dropdown with debounce keeps to itself until its list closes.
const held = new WeakMap();

const part = (box, name) => box.querySelector('.dash-dropdown-' + name);
const isOpen = box => part(box, 'content').matches(':popover-open');
const labels = box => [...part(box, 'options').querySelectorAll(':scope > label')];
const inputs = box => labels(box).map(label => label.firstElementChild);
const wordsOf = text => text.toLowerCase().split(/\s+/).filter(Boolean);
const isOption = el => el.matches('.dash-dropdown-content > label > input, .dash-dropdown-options > label > input');

function on(type, fn, capture = false) {
  document.addEventListener(type, event => {
    const box = event.target.closest?.('.dash-dropdown:has(> .dash-dropdown-content)');
    if (box) fn(event, box, event.target);
  }, capture);
}

function open(box, yes) {
  part(box, 'content').togglePopover(yes);
}

// The options that can be reached, as they are seen.
function stops(box) {
  const place = input => input.parentElement.style.order || 0;
  return inputs(box).filter(input => !input.disabled && !input.parentElement.hidden).sort((a, b) => place(a) - place(b));
}

// Every word must occur in the label, the option's search text or its value. Labels that start with what is searched for
// come first, then those with a word that does.
function filter(box) {
  const words = wordsOf(part(box, 'search')?.value ?? ''), whole = words.join(' ');
  for (const label of labels(box)) {
    const name = wordsOf(label.textContent).join(' '), input = label.firstElementChild;
    const text = [name, label.dataset.search, input.value].join(' ').toLowerCase();
    const rank = !whole || box.dataset.order || name.startsWith(whole) ? 0 : name.includes(' ' + whole) ? 1 : 2;
    label.hidden = !words.every(word => text.includes(word));
    label.style.order = label.first ? -1 : rank || '';
  }
}

// --- A long list: only the options that are chosen and the first hits are here, the server knows the others ---

// The questions under way: {timer, abort, answered}.
const questions = new WeakMap();

// Search: here, or on the server a moment after the last key.
function find(box) {
  const url = part(box, 'more')?.dataset.ask, earlier = questions.get(box);
  if (!url) return filter(box);
  clearTimeout(earlier?.timer);
  earlier?.abort.abort();
  const question = {abort: new AbortController()};
  questions.set(box, question);
  question.answered = new Promise(done => question.timer = setTimeout(() => ask(box, url, question.abort.signal).then(done), 100));
  question.answered.then(() => questions.get(box) === question && questions.delete(box));
}

async function ask(box, url, signal) {
  const state = document.getElementsByName('s:' + box.id)[0], body = new URLSearchParams();
  body.append('_p', document.getElementsByName('_p')[0].value);
  body.append('q:' + box.id, part(box, 'search').value);
  if (state) body.append(state.name, state.value);
  try {
    const answer = await fetch(url, {method: 'POST', body, signal, headers: {'HX-Request': 'true'}});
    if (!answer.ok || answer.redirected) return;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    if (!signal.aborted) replace(box, template.content);
  } catch (error) {
    // The next key asks again.
    if (error.name !== 'AbortError') console.warn(error);
  }
}

// Show the hits. What is chosen stays in the list, so that it is sent; unless it is a hit too, nobody sees it.
function replace(box, hits) {
  const chosen = new Map(labels(box).filter(label => label.firstElementChild.checked).map(label => [label.firstElementChild.value, label]));
  for (const label of [...hits.children]) {
    const input = label.firstElementChild, old = chosen.get(input?.value);
    if (!old) continue;
    label.replaceWith(old);
    old.hidden = false;
    chosen.delete(input.value);
  }
  for (const label of chosen.values()) label.hidden = !!part(box, 'search').value.trim();
  const list = part(box, 'options'), focus = document.activeElement;
  list.replaceChildren(...chosen.values(), hits);
  if (list.contains(focus)) focus.focus();
  list.scrollTop = 0;
}

// Write on the button what is chosen, in the order in which it will be sent.
function relabel(box) {
  const order = box.getAttribute('hx-order') ?? '';
  const place = input => input.place ?? order.indexOf(JSON.stringify(input.value));
  const chosen = inputs(box).filter(input => input.checked).sort((a, b) => place(a) - place(b));
  const value = part(box, 'value');
  value.classList.toggle('dash-dropdown-placeholder', !chosen.length);
  value.replaceChildren(...chosen.length ? chosen.map(item) : [box.dataset.placeholder]);
  part(box, 'value-count')?.remove();
  if (chosen.length < 2) return;
  value.insertAdjacentHTML('afterend', '<span class="dash-dropdown-value-count"></span>');
  part(box, 'value-count').textContent = box.dataset.count.replace('{num_selected}', chosen.length);
}

function item(input) {
  const span = document.createElement('span');
  span.className = 'dash-dropdown-value-item';
  span.append(...[...input.parentElement.cloneNode(true).childNodes].slice(1));
  for (const el of span.querySelectorAll('[id]')) el.removeAttribute('id');
  return span;
}

// Check or uncheck several boxes. Each says so, for the order of choice; only the last one is heard as a change.
function check(some, checked) {
  some = some.filter(input => input.checked !== checked);
  for (const input of some) input.checked = checked;
  const last = some.at(-1);
  for (const input of some) for (const type of ['input', 'change']) {
    input.dispatchEvent(new Event(type, {bubbles: input === last}));
  }
}

function clear(box) {
  const none = part(box, 'none')?.firstElementChild;
  if (none) none.click();
  else check(inputs(box), false);
}

function onTriggerKey(event, box) {
  const {key} = event, search = part(box, 'search');
  const types = key.length === 1 && key !== ' ' && search && !(event.ctrlKey || event.metaKey || event.altKey);
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    event.preventDefault();
    open(box, true);
  } else if (types) {
    // The letter goes into the field that has the focus when the key is through.
    open(box, true);
    search.focus();
  } else if ((key === 'Delete' || key === 'Backspace') && part(box, 'clear')) {
    event.preventDefault();
    clear(box);
  }
}

function onListKey(event, box, target) {
  const {key} = event, search = part(box, 'search'), all = stops(box);
  if (key === 'Enter' && (target === search || isOption(target))) {
    event.preventDefault();
    if (target !== search) target.click();
    else if (search.value) (questions.get(box)?.answered ?? Promise.resolve()).then(() => stops(box)[0]?.click());
  } else if (key in STEPS && !(target === search && STEPS[key] ** 2 === Infinity)) {
    event.preventDefault();
    const least = search ? -1 : 0, most = all.length - 1, at = all.indexOf(target) + STEPS[key];
    const wraps = key.startsWith('Arrow');
    const next = at > most ? (wraps ? least : most) : at < least ? (wraps ? most : least) : at;
    (next < 0 ? search : all[next])?.focus();
  } else if (key.length === 1 && key !== ' ' && isOption(target) && !(event.ctrlKey || event.metaKey || event.altKey)) {
    search?.focus();
  } else if (key === 'Escape') {
    // A search field would take the first one to empty itself.
    event.preventDefault();
    open(box, false);
  }
}

on('keydown', (event, box, target) => {
  if (event.isComposing) return;
  if (target === part(box, 'trigger')) onTriggerKey(event, box);
  else if (part(box, 'content').contains(target)) onListKey(event, box, target);
});

on('click', (event, box, target) => {
  if (target === part(box, 'clear')) {
    clear(box);
    part(box, 'trigger').focus();
  } else if (target.matches('.dash-dropdown-action-button')) {
    check(stops(box), target.value === 'all');
  } else if (isOption(target)) {
    if ('required' in box.dataset && !inputs(box).some(input => input.checked)) event.preventDefault();
    if (!('stays' in box.dataset)) open(box, false);
  }
});

on('input', (event, box, target) => {
  if (target === part(box, 'search')) find(box);
});

// While it is captured, that is, before anything is sent.
on('change', (event, box, target) => {
  if (!isOption(target) || !event.bubbles) return;
  const mark = box.querySelector('.dash-dropdown-content > [type=checkbox]');
  if (mark) mark.checked = false;
  relabel(box);
  if ('debounce' in box.dataset && isOpen(box)) {
    event.stopImmediatePropagation();
    held.set(box, target);
  }
}, true);

on('toggle', (event, box) => {
  const search = part(box, 'search');
  if (event.newState === 'open') {
    for (const input of inputs(box)) {
      const label = input.parentElement;
      label.first = input.type === 'checkbox' && input.checked;
      // Who types fast has searched by now.
      if (label.first || !search?.value) label.style.order = label.first ? -1 : '';
    }
    const list = part(box, 'options'), first = inputs(box).find(input => input.checked)?.parentElement;
    list.scrollTop = first && !first.style.order ? first.offsetTop - list.clientHeight / 2 : 0;
    if (!part(box, 'content').contains(document.activeElement)) (search ?? stops(box)[0])?.focus();
    return;
  }
  if (search?.value) {
    search.value = '';
    search.dispatchEvent(new Event('input', {bubbles: true}));
  }
  held.get(box)?.dispatchEvent(new Event('change', {bubbles: true}));
  held.delete(box);
}, true);

on('focusout', ({relatedTarget}, box) => {
  if (relatedTarget && !box.contains(relatedTarget) && isOpen(box)) open(box, false);
});

// The server has set the value, or sent other options.
on('hx:value', (event, box) => {
  if (!part(box, 'more') || part(box, 'search')?.value) find(box);
  relabel(box);
}, true);
})();
