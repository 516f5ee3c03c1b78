// Calls that the page did not wait for: it asks for them as soon as it is there.
hxdash.styles.follow(document.body, JSON.parse(document.querySelector('[name=hx-follow]').content));
