// dash_table.DataTable: sends what is done to a table, moves between its cells, edits, copies and pastes. Sorting, filtering
// and paging are the server's; without this file they go by the buttons of a form.
//
// What is done is an action, a list such as ["sort", "column"] (hxdash/dash_table/actions.py). Actions wait in a queue until
// an answer says that they are done: what the server makes of them depends on nothing but the page, so a second try does no harm.
(() => {
const {emit, ready, scheduler, styles} = hxdash;
const all = (root, selector) => [...root.querySelectorAll(selector)];
const queues = new WeakMap(), flights = new WeakMap(), sheets = new Map(), clamp = (n, most) => Math.max(0, Math.min(most, n));
const queue = box => queues.get(box) ?? queues.set(box, []).get(box);
const snapshot = box => document.getElementsByName('s:' + box.id)[0]?.value;

function act(box, ...action) {
  queue(box).push(action);
  emit(box, 'act');
}

addEventListener('htmx:before:request', ({detail: {ctx}}) => {
  const request = ctx.hxdash;
  for (const {key, id} of request?.triggers ?? []) {
    const box = document.getElementById(id);
    if (key !== id + '._act' || !box) continue;
    const sent = [...queue(box)], before = snapshot(box), {done} = request;
    for (const action of sent) ctx.request.body.append(`v:${key}`, JSON.stringify(action));
    flights.set(box, sent);
    request.done = () => {
      const over = !request.dropped && (/ok|refused/.test(request.outcome) || request.landed && snapshot(box) !== before);
      if (over) queues.set(box, queue(box).filter(action => !sent.includes(action)));
      done();
    };
  }
});

// --- Cells: numbers on the page; what is selected stands in a hidden field ---

const rows = box => all(box, 'tbody > tr[data-row]');
const width = box => all(box, 'tbody > tr[data-row]:first-child > .dash-cell').length;
const cellAt = (box, row, column) => rows(box)[row]?.querySelector(`.column-${column}`);
const field = box => document.getElementById(box.id + '.cell');
const state = box => JSON.parse(field(box).value || '{}');
const numberOf = td => +td.className.match(/column-(\d+)/)[1];
const dataRow = td => +td.parentElement.dataset.row;
const rowId = ({dataset: {id}}) => id === undefined ? {} : {row_id: JSON.parse(id)};
const placeOf = (box, td) => ({row: rows(box).indexOf(td.parentElement), column: numberOf(td), column_id: td.dataset.dashColumn, ...rowId(td.parentElement)});

function select(box, td, extend) {
  const now = state(box), place = placeOf(box, td), start = extend && now.start_cell || place;
  const [top, bottom] = [start.row, place.row].sort((a, b) => a - b), [left, right] = [start.column, place.column].sort((a, b) => a - b);
  const cells = [];
  for (let r = top; r <= bottom; r++) for (let c = left; c <= right; c++) cells.push(placeOf(box, cellAt(box, r, c)));
  write(box, {active_cell: extend && now.active_cell || place, start_cell: start, end_cell: place, selected_cells: cells});
  if (!extend && document.activeElement !== td) td.focus();
}

function write(box, value) {
  const input = field(box), text = JSON.stringify(value);
  if (input.value === text) return;
  input.value = text;
  scheduler.touch(input.name);
  paint(box);
  if (/cell:/.test(box.getAttribute('hx-props'))) emit(box, 'cell');
}

// Show what the field says; one cell can be reached by Tab.
function paint(box) {
  if (!('cells' in box.dataset)) return;
  const {active_cell: active, selected_cells: cells = []} = state(box);
  for (const td of all(box, 'td.focused, td.cell--selected, td[tabindex="0"]')) {
    td.classList.remove('focused', 'cell--selected');
    td.tabIndex = -1;
    td.removeAttribute('aria-selected');
  }
  const here = active && cellAt(box, active.row, active.column);
  for (const {row, column} of cells ?? []) {
    const td = cellAt(box, row, column);
    td?.classList.add('cell--selected');
    td?.setAttribute('aria-selected', 'true');
  }
  here?.classList.add('focused');
  const first = here ?? cellAt(box, 0, 0);
  if (first) first.tabIndex = 0;
}

function move(box, td, down, right, extend) {
  const at = extend && state(box).end_cell || placeOf(box, td);
  const next = cellAt(box, clamp(at.row + down, rows(box).length - 1), clamp(at.column + right, width(box) - 1));
  if (!next) return;
  select(box, next, extend);
  next.scrollIntoView({block: 'nearest', inline: 'nearest'});
}

// Tab goes on in the next row; behind the last cell it leaves the table.
function tab(box, td, step) {
  const {row, column} = placeOf(box, td), at = row * width(box) + column + step;
  const next = at >= 0 && cellAt(box, Math.floor(at / width(box)), at % width(box));
  if (next) select(box, next);
  return !!next;
}

// --- Editing ---

function edit(box, td, text) {
  const span = td.querySelector('span'), input = document.createElement('input');
  if (!span || td.querySelector('.dash-cell-input')) return;
  input.className = 'dash-cell-input';
  input.setAttribute('aria-label', all(box, `th[data-dash-column="${CSS.escape(td.dataset.dashColumn)}"]`).at(-1)?.textContent ?? 'Value');
  // A formatted number is edited as it is written here.
  input.value = text ?? span.textContent;
  input.before_ = span.textContent;
  span.hidden = true;
  td.setAttribute('hx-morph-skip', '');
  td.append(input);
  input.focus();
  if (text === undefined) input.select();
}

function leave(box, td, keep) {
  const input = td.querySelector('.dash-cell-input'), span = td.querySelector('span');
  if (!input || input.left) return;
  input.left = true;
  const {value} = input, row = dataRow(td);
  const had = td.contains(document.activeElement);
  if (had) td.focus();
  input.remove();
  span.hidden = false;
  td.removeAttribute('hx-morph-skip');
  if (!keep || value === input.before_) return;
  span.textContent = value;
  act(box, 'set', [[row, td.dataset.dashColumn, value]]);
}

function clear(box) {
  const cells = (state(box).selected_cells ?? []).map(({row, column}) => cellAt(box, row, column)).filter(td => td?.matches('.dash-editable, :has(> select)'));
  if (cells.length) act(box, 'set', cells.map(td => [dataRow(td), td.dataset.dashColumn, '']));
}

const ARROWS = {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Home: [0, -1e6], End: [0, 1e6], PageDown: [10, 0], PageUp: [-10, 0]};

function onCellKey(event, box, td) {
  const {key, shiftKey, ctrlKey, metaKey, altKey} = event, editable = td.matches('.dash-editable'), plain = !ctrlKey && !metaKey && !altKey;
  if (key in ARROWS && plain) move(box, td, ...ARROWS[key], shiftKey);
  else if (key === 'Tab' && plain) return tab(box, td, shiftKey ? -1 : 1) && event.preventDefault();
  else if (key === 'Enter' && !editable && !td.querySelector('select, a')) move(box, td, shiftKey ? -1 : 1, 0);
  else if (key === 'Enter' && td.querySelector('select, a')) td.querySelector('select, a').focus();
  else if ((key === 'Enter' || key === 'F2') && editable) edit(box, td);
  else if (key === 'Delete' || key === 'Backspace') clear(box);
  else if (key === 'Escape') write(box, {}), box.querySelector('.dash-table-container').focus();
  else if (key.length === 1 && plain && editable) edit(box, td, key);
  else return;
  event.preventDefault();
}

function onEditKey(event, box, td) {
  const {key, shiftKey} = event;
  if (key === 'Escape') leave(box, td, false);
  else if (key === 'Enter' || key === 'ArrowDown' || key === 'ArrowUp') {
    leave(box, td, true);
    move(box, td, key === 'ArrowUp' || shiftKey ? -1 : 1, 0);
  } else if (key === 'Tab') {
    leave(box, td, true);
    if (!tab(box, td, shiftKey ? -1 : 1)) return;
  } else return;
  event.preventDefault();
}

// --- Copy and paste: tabs and lines, as spreadsheets do ---

const quote = text => /["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function copied(box) {
  const {selected_cells: cells} = state(box);
  if (!cells?.length) return;
  const lines = Map.groupBy(cells, ({row}) => row), text = ({row, column}) => {
    const td = cellAt(box, row, column), choice = td.querySelector('select');
    return quote(choice ? choice.selectedOptions[0]?.text ?? '' : td.querySelector(':scope > span')?.textContent ?? td.innerText);
  };
  const head = cells.filter(({row}) => row === cells[0].row).map(({column_id: id}) => quote(all(box, `th[data-dash-column="${CSS.escape(id)}"]`).at(-1)?.innerText ?? id));
  return [...'headers' in box.dataset ? [head] : [], ...[...lines.values()].map(line => line.map(text))].map(line => line.join('\t')).join('\n');
}

function pasted(text) {
  const lines = [[]];
  for (const [, quoted, bare, end] of text.replace(/\r\n?/g, '\n').replace(/\n$/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
    lines.at(-1).push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\n') lines.push([]);
    if (!end) break;
  }
  return lines;
}

// --- Events: all on the document, so a table that comes later needs no set-up ---

function on(type, fn, capture = false) {
  document.addEventListener(type, event => {
    const box = event.target.closest?.('.dash-datatable');
    if (box) fn(event, box, event.target, event.target.closest('tbody td.dash-cell'));
  }, capture);
}

on('click', (event, box, target, td) => {
  const button = target.closest('button');
  if (button?.dataset.rename) {
    const [ids, level, text] = JSON.parse(button.dataset.rename), name = prompt('Enter a new column name', text);
    if (name !== null) act(box, 'rename', ids, level, name);
  } else if (button?.dataset.act) {
    act(box, ...JSON.parse(button.dataset.act));
  } else if (button?.closest('.dash-delete-cell')) {
    remove(box, button.closest('tr'));
  } else if (button?.value && /\._act$/.test(button.name)) {
    act(box, ...JSON.parse(button.value));
  }
});

// The row goes at once, and those below move up: what is done to them next is done to the right ones.
function remove(box, tr) {
  const row = +tr.dataset.row, next = tr.nextElementSibling ?? tr.previousElementSibling;
  act(box, 'delete', row);
  next?.querySelector('button')?.focus();
  tr.remove();
  for (const other of rows(box)) if (+other.dataset.row > row) other.dataset.row--;
  paint(box);
}

on('change', (event, box, target, td) => {
  const {name = '', value, checked} = target;
  if (/\._filter$/.test(name)) act(box, 'filter', all(box, '.dash-filter input').map(input => input.value));
  else if (/\._page$/.test(name)) value && act(box, 'page', value - 1);
  else if (/\._rows$/.test(name)) act(box, 'select', +target.closest('tr').dataset.row, checked);
  else if (target.matches('th > input')) act(box, 'select_column', JSON.parse(value), checked);
  else if (target.matches('td > select')) act(box, 'choose', dataRow(td), td.dataset.dashColumn, value ? +value : null);
});

on('pointerdown', (event, box, target, td) => {
  if (!td || !('cells' in box.dataset) || event.button || target.closest('a, input, select, button')) return;
  if (event.shiftKey) event.preventDefault();
  select(box, td, event.shiftKey);
});

on('dblclick', (event, box, target, td) => td?.matches('.dash-editable') && edit(box, td));

on('focusin', (event, box, target, td) => {
  if (td === target && td && !td.matches('.focused')) select(box, td);
});

on('focusout', (event, box, target, td) => {
  if (target.matches('.dash-cell-input') && target.isConnected) leave(box, td, true);
});

on('keydown', (event, box, target, td) => {
  if (!td || event.isComposing) return;
  if (target === td) onCellKey(event, box, td);
  else if (target.matches('.dash-cell-input')) onEditKey(event, box, td);
  else if (event.key === 'Escape' && 'cells' in box.dataset) td.focus();
});

// These go to whatever the browser takes for the place of the text cursor, not to the cell.
const here = () => document.activeElement.closest('.dash-datatable tbody td.dash-cell');

document.addEventListener('copy', event => {
  const td = here(), box = td?.closest('.dash-datatable');
  if (td !== document.activeElement || !box) return;
  const text = copied(box);
  if (text === undefined || state(box).selected_cells.length < 2 && `${getSelection()}`.trim()) return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
});

document.addEventListener('paste', event => {
  const td = here(), box = td?.closest('.dash-datatable');
  if (td !== document.activeElement || !box) return;
  event.preventDefault();
  act(box, 'paste', dataRow(td), td.dataset.dashColumn, pasted(event.clipboardData.getData('text/plain')));
});

// The server has set which cells are selected.
document.addEventListener('hx:value', ({target}) => {
  const box = /\.cell$/.test(target.id) && target.closest('.dash-datatable');
  if (!box) return;
  const had = box.querySelector('td:focus');
  paint(box);
  if (had && !had.isConnected) box.querySelector('td.focused')?.focus();
}, true);

// --- Tooltips: by pointer and by focus ---

let tip, timer, shown;

function showTip(cell) {
  if (cell.title) cell.dataset.title = cell.title, cell.removeAttribute('title');
  const {title, tip: html, delay = 350, duration = 2000} = cell.dataset;
  hideTip();
  if (!title && !html) return;
  shown = cell;
  timer = setTimeout(() => {
    if (!cell.isConnected) return;
    tip ??= document.body.appendChild(Object.assign(document.createElement('div'), {className: 'dash-table-tooltip', popover: 'manual', id: 'dash-table-tooltip', role: 'tooltip'}));
    if (html) tip.innerHTML = html;
    else tip.textContent = title;
    cell.setAttribute('aria-describedby', tip.id);
    tip.showPopover();
    const {left, bottom, top} = cell.getBoundingClientRect(), {width: w, height: h} = tip.getBoundingClientRect();
    tip.style.left = clamp(left, innerWidth - w - 8) + 'px';
    tip.style.top = (bottom + h > innerHeight ? top - h - 4 : bottom + 4) + 'px';
    if (duration !== 'null') timer = setTimeout(hideTip, +duration);
  }, delay === 'null' ? 0 : +delay);
}

function hideTip() {
  clearTimeout(timer);
  if (tip?.matches(':popover-open')) tip.hidePopover();
  shown?.removeAttribute('aria-describedby');
  shown = null;
}

for (const [type, fn] of [['pointerover', showTip], ['focusin', showTip], ['pointerout', hideTip], ['focusout', hideTip]]) {
  on(type, (event, box, target) => {
    const cell = target.closest('td, th');
    if (fn === showTip ? cell && cell !== shown : shown && !shown.contains(event.relatedTarget)) fn(cell);
  });
}
addEventListener('keydown', ({key}) => key === 'Escape' && hideTip());

// --- What comes from the server ---

styles.download = (box, link) => Object.assign(document.createElement('a'), link).click();

// The author's rules for this table; a style element would need the page's policy to allow it.
function restyle(box) {
  const css = box.dataset.css ?? '';
  let sheet = sheets.get(box.id);
  if (!css && !sheet || sheet?.css === css) return;
  if (!sheet) {
    sheets.set(box.id, sheet = new CSSStyleSheet());
    document.adoptedStyleSheets.push(sheet);
  }
  sheet.css = css;
  const text = JSON.parse(css || '[]').map(({selector, rule}) => `${selector} { ${rule} }`).join('\n');
  sheet.replaceSync(`#${CSS.escape(box.id)} { ${text} }`);
}

ready(root => {
  const boxes = new Set(all(root, '.dash-datatable'));
  if (root.closest?.('.dash-datatable')) boxes.add(root.closest('.dash-datatable'));
  for (const box of boxes) {
    restyle(box);
    // A morph leaves boxes as the user ticked them, whatever row they stand in now.
    const waits = queue(box).some(action => !flights.get(box)?.includes(action));
    if (!waits) for (const input of all(box, '.dash-select-cell input, th > input')) input.checked = input.defaultChecked;
    paint(box);
  }
});
})();
