// Answers that go on: what a generator yields. As soon as nothing else is left to do the server says so (style "flow"):
// from then on the group waits no longer, and a change of what the generator was called for ends it.
(() => {
const {scheduler, styles} = hxdash, {add} = scheduler, latest = {}, flows = new Set();

addEventListener('htmx:before:request', ({detail: {ctx: {hxdash: request}}}) => {
  if (request) latest[request.group] = request;
});

styles.flow = (box, {group, ends}) => {
  const request = latest[group];
  request.ends = ends;
  // htmx would queue the next request of the same element behind this one.
  document.getElementById(request.triggers[0].id)._htmx_state.rq = null;
  request.outcome = 'ok';
  request.done();
  request.outcome = 'lost';
  flows.add(request);
  request.done = () => {
    flows.delete(request);
    if (request.outcome !== 'lost' || request.dropped) return;
    const note = Object.assign(document.createElement('div'), {className: 'hx-error', textContent: 'The rest of this answer did not come.'});
    note.setAttribute('hx-group', group);
    document.getElementById('hx-errors').append(note);
  };
};

scheduler.add = (group, trigger) => {
  const keys = (trigger.all ?? [trigger]).map(({key}) => key);
  for (const request of flows) {
    if (!request.ends.some(key => keys.includes(key))) continue;
    request.dropped = true;
    request.abort();
  }
  add(group, trigger);
};
})();
