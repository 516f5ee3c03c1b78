// Persistence: what a user, or a callback, sets in a component is there again when the page is made anew. An element says
// hx-persist='[PLACE, [KEY, OVER, NAME, 1]]': under which key to keep what the fields of that name hold, with a 1 if that
// must be done at once (hxdash/persistence.py). A cookie holds KEY=OVER&KEY=TEXT ... of what was set last and is short; the
// server reads it. Of PLACE "memory" it is told by a header. All is in localStorage or sessionStorage as well: from there
// this script puts back what the server did not see.
(() => {
const {styles, ready} = hxdash, kept = {};
const base = new URL(document.currentScript.src).pathname.split('/_hx/')[0];
let memory = '';

const jar = place => `hx-${place}${base.replace(/\W/g, '-')}=`;

function shown(place) {
  const cookie = `; ${document.cookie};`.split(`; ${jar(place)}`)[1]?.split(';')[0];
  return new URLSearchParams(place === 'memory' ? memory : cookie);
}

function keep(place, key, values) {
  const entries = shown(place), name = jar(place) + key;
  entries.delete(key);
  if (`${new URLSearchParams({values})}`.length < 1000) for (const text of values) entries.append(key, text);
  for (const oldest of new Set(entries.keys())) if (`${entries}`.length > 1750) entries.delete(oldest);
  kept[name] = values;
  if (place === 'memory') return memory = `${entries}`;
  document.cookie = `${jar(place)}${entries};Path=${base || '/'};SameSite=Lax`
    + (place === 'local' ? ';Max-Age=34560000' : '') + (location.protocol === 'https:' ? ';Secure' : '');
  try {
    window[place + 'Storage'][name] = JSON.stringify(values);
  } catch (error) {
    if (!shown(place).has(key)) console.error('Only this page remembers', values, error);
  }
}

function look({currentTarget: el, type}) {
  const [place, ...marks] = JSON.parse(el.getAttribute('hx-persist')) ?? [];
  const order = one => one.place ?? el.getAttribute('hx-order')?.indexOf(JSON.stringify(one.value)) ?? 0;
  for (const [key, over, name, isNews] of marks) {
    const named = document.getElementsByName(name), fields = [...named.length ? named : [el]];
    // As they are posted: boxes in the order in which they were ticked.
    const values = [over, ...fields.filter(({type, checked}) => checked || !/radio|checkbox/.test(type))
      .sort((a, b) => order(a) - order(b)).map(({value}) => value)];
    if (type || isNews) keep(place, key, values);
    else if (!shown(place).has(key)) putBack(el, fields[0], values, place, jar(place) + key);
  }
}

function putBack(el, field, values, place, name) {
  let old = kept[name];
  try {
    old ??= JSON.parse(window[place + 'Storage'][name]);
  } catch {}
  if (old?.[0] !== values[0] || `${old}` === `${values}`) return;
  styles.value(el, old.slice(1));
  // While the page loads, the core tells the server itself of what is not as it came.
  for (const type of document.readyState === 'complete' ? ['input', 'change'] : []) field.dispatchEvent(new Event(type, {bubbles: true}));
}

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash, request}}}) => {
  if (hxdash && memory) request.headers['HX-Persist'] = memory;
});

// An answer that brings such elements ends with one that brings this script.
ready(root => {
  if (root !== document.body && !root.matches('#hx-state > i')) return;
  document.querySelectorAll('#hx-state > i').forEach(el => el.remove());
  for (const el of document.querySelectorAll('[hx-persist]')) {
    for (const type of ['input', 'change', 'hx:value']) el.addEventListener(type, look, true);
    look({currentTarget: el});
  }
});
})();
