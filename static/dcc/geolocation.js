// dcc.Geolocation: asks the browser where it is, at first and when a callback says so, and tells the server all it knows in
// one request.
(() => {
const {emit, ready, scheduler, styles} = hxdash, asked = new WeakSet();

function tell(box, values) {
  for (const part in values) {
    const field = box.querySelector(`[data-part=${part}]`), text = JSON.stringify(values[part]);
    if (!field || field.value === text) continue;
    field.value = text;
    scheduler.touch(field.name);
    // All of them go as one request.
    emit(box, part);
  }
}

function fail(box, {code, message}) {
  if (box.hasAttribute('data-alert')) alert(`ERROR(${code}): ${message}`);
  tell(box, {position: null, local_date: null, timestamp: null, position_error: {code, message}});
}

function found(box, {coords, timestamp}) {
  const known = {lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy, alt: coords.altitude, alt_accuracy: coords.altitudeAccuracy, heading: coords.heading, speed: coords.speed};
  const position = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, Number.isNaN(value) ? null : value]));
  tell(box, {position, timestamp, local_date: new Date(timestamp).toLocaleString(), position_error: null});
}

function locate(box) {
  const {age, timeout} = box.dataset, options = {enableHighAccuracy: box.hasAttribute('data-exact')};
  if (age) options.maximumAge = +age;
  if (timeout) options.timeout = +timeout;
  if (!navigator.geolocation) return fail(box, {code: 999, message: 'Your browser does not support Geolocation'});
  navigator.geolocation.getCurrentPosition(position => found(box, position), error => fail(box, error), options);
}

styles.locate = locate;

ready(root => {
  for (const box of [root, ...root.querySelectorAll('[data-geolocation]')]) {
    if (!box.matches('[data-geolocation]') || asked.has(box)) continue;
    asked.add(box);
    locate(box);
  }
});
})();
