// Persistence: what a user, or a callback, sets in a component is there again when the page is made anew. An element says
// hx-persist='["NAME=", ";ATTRIBUTES", [KEY, OVER, FIELD, 1]]': in which cookie (or "", only on the page) and under which key
// to keep what the fields of the name FIELD hold; with a 1 if that must be done at once (hxdash/persistence.py). The cookie
// holds KEY=OVER&KEY=TEXT ... of what was set last and is short; the server reads it. Of what is only on the page it is told
// by a header. All is in localStorage or sessionStorage as well: from there comes back what the server did not see.
(() => {
const {styles, ready} = hxdash, kept = {};
let memory = '';

const isMemory = jar => !jar || !navigator.cookieEnabled;
const seen = jar => new URLSearchParams(isMemory(jar) ? memory
  : document.cookie.split('; ').find(one => one.startsWith(jar))?.slice(jar.length));
const storage = jar => window[jar.match(/local|session/) + 'Storage'];

function keep(jar, attributes, key, values) {
  const entries = seen(jar);
  entries.delete(key);
  if (`${new URLSearchParams({values})}`.length < 1000) for (const text of values) entries.append(key, text);
  for (const oldest of new Set(entries.keys())) if (`${entries}`.length > 1750) entries.delete(oldest);
  if (isMemory(jar)) memory = `${entries}`;
  else document.cookie = jar + entries + attributes + (location.protocol === 'https:' ? ';Secure' : '');
  kept[jar + key] = values;
  try {
    if (jar) storage(jar)[jar + key] = JSON.stringify(values);
  } catch (error) {
    if (memory || !entries.has(key)) console.error('Only this page remembers', values, error);
  }
}

function stored(jar, key) {
  try {
    return kept[jar + key] ?? JSON.parse(storage(jar)[jar + key]);
  } catch {
    return [];
  }
}

// An element changes (`type` says how), or it has come.
function look({currentTarget: el, type}) {
  const [jar, attributes, ...marks] = JSON.parse(el.getAttribute('hx-persist')) ?? [];
  // What the browser has, or the server sent; as it is posted, boxes in the order in which they were ticked.
  const [checked, value] = type ? ['checked', 'value'] : ['defaultChecked', 'defaultValue'];
  const order = one => one.place ?? el.getAttribute('hx-order')?.indexOf(JSON.stringify(one.value)) ?? 0;
  for (const [key, over, field, isNews] of marks) {
    const named = document.getElementsByName(field), fields = [...named.length ? named : [el]];
    const values = [over, ...fields.filter(one => one[checked] || !/radio|checkbox/.test(one.type))
      .sort((a, b) => order(a) - order(b)).map(one => one[value])];
    const [under, ...old] = stored(jar, key);
    if (type || isNews) keep(jar, attributes, key, values);
    else if (!seen(jar).has(key) && under === over && `${[over, ...old]}` !== `${values}`) {
      styles.value(fields[1] ? el : fields[0], old);
      // While the page loads, the core tells the server itself of what is not as it came.
      for (const type of document.readyState === 'complete' ? ['input', 'change'] : []) {
        fields[0].dispatchEvent(new Event(type, {bubbles: true}));
      }
    }
  }
}

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash, request}}}) => {
  if (hxdash && memory) request.headers['HX-Persist'] = memory;
});

// An answer that brings such elements, or draws them anew, ends with one that brings this script.
ready(root => {
  if (!root.matches('body,#hx-state > i')) return;
  document.querySelectorAll('#hx-state > i').forEach(el => el.remove());
  for (const el of document.querySelectorAll('[hx-persist]:not([hx-kept])')) {
    el.setAttribute('hx-kept', '');
    for (const type of ['input', 'change', 'hx:value']) el.addEventListener(type, look, true);
    look({currentTarget: el});
  }
});
})();
