// dcc.Download in the browser: a link is made, or found in the first page, and followed at once.
(() => {
function fetchFile(attributes) {
  const link = document.createElement('a');
  hxdash.styles.attrs(link, attributes);
  link.click();
}

hxdash.styles.fetch = (el, attributes) => fetchFile(attributes);
hxdash.ready(root => {
  for (const el of [root, ...root.querySelectorAll('.dash-download')]) {
    const link = el.matches('.dash-download') && el.querySelector(':scope > a');
    if (!link) continue;
    fetchFile({href: link.getAttribute('href'), download: link.download});
    link.remove();
    el.hidden = true;
  }
});
})();
