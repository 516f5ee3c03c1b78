// dcc.Location and dcc.Link: the hidden fields of a Location follow the browser's address, and what changed is told the
// server. A Link changes the address without loading the page, if there is a Location to tell.
(() => {
const PARTS = ['pathname', 'search', 'hash', 'href'];
const [base] = new URL(document.currentScript.src).pathname.split('/_hx/static/');
const boxes = () => [...document.querySelectorAll('[data-location]')];
const {scheduler, styles} = hxdash;

// Bring the fields up to date; the parts that were not.
function read(box) {
  return PARTS.filter(part => {
    const field = box.querySelector(`[data-part=${part}]`), value = window.location[part];
    if (!field || field.value === value) return false;
    field.value = value;
    scheduler.touch(field.name);
    return true;
  });
}

// What changed at once goes as one request.
function tell(box, parts) {
  for (const part of parts) hxdash.emit(box, part);
}

function update() {
  for (const box of boxes()) tell(box, read(box));
}

addEventListener('popstate', update);
addEventListener('hashchange', update);

addEventListener('click', event => {
  const link = event.target.closest?.('a[hx-link]');
  if (!link?.href || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.hasAttribute('data-refresh') || !['', '_self'].includes(link.target) || !boxes().length) return;
  const {origin, pathname, search, hash, href} = new URL(link.href), here = window.location;
  if (origin !== here.origin || !(pathname + '/').startsWith(base + '/')) return;
  // Within the page the browser goes by itself.
  if (hash && pathname === here.pathname && search === here.search) return;
  event.preventDefault();
  history[href === here.href ? 'replaceState' : 'pushState']({}, '', href);
  update();
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
});

// A callback changes the address.
styles.location = (box, {refresh, href, ...parts}) => {
  const here = window.location, url = new URL(href || here.href, here.href);
  if (!href) Object.assign(url, parts);
  if (url.href === here.href || !/^https?:$/.test(url.protocol)) return;
  if (refresh === true || url.origin !== here.origin) return here.assign(url);
  history.pushState({}, '', url);
  for (const other of boxes()) {
    const set = other === box ? [...Object.keys(parts), href && 'href'] : [];
    const changed = read(other).filter(part => !set.includes(part));
    if (refresh) tell(other, changed);
  }
};

// At first the hash is news, and all if a callback has brought the Location.
hxdash.ready(root => {
  for (const box of [root, ...root.querySelectorAll('[data-location]')]) if (box.matches('[data-location]')) tell(box, read(box));
});
})();
