// Calls that the page did not wait for: it asks for them as soon as it is there.
(() => {
const awaited = document.querySelector('[name=hx-follow]');
hxdash.styles.follow(document.body, JSON.parse(awaited.content));
addEventListener('htmx:after:request', () => awaited.remove(), {once: true});
})();
