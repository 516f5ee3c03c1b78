// The scheduler decides when which change is sent. It knows no DOM, no network and no clock: all of that comes in
// as functions, so that node can try it on random schedules (tests/scheduler.test.js).
//
// A trigger is {key, kind, ...}: key is "ID.PROP", kind is "value" (an edit), "tick" (an Interval) or "click" (any
// other counter). A request is {group, triggers, click, seq, sentAt, landed, dropped}. For each group by itself:
//   - one request is in flight; edits and ticks that come meanwhile are joined into one next request;
//   - an edit waits until its answer has landed: after a failure it is sent again;
//   - a click is a request of its own, in the order of the events. It is never sent again if the server may have run
//     it, but reported; after "busy" nothing ran, so it waits and goes out again;
//   - an answer to a request that was replaced never touches the page.
//
// It calls now() in ms, random() in 0..1, wake(fn, ms), report(request), and send(request). That sets request.abort
// and, when the request is over, its outcome, and calls done(request); or it returns false: nothing left to send.
// Outcomes: "ok"; "busy": nothing ran, try again, after request.retryAfter seconds; "refused": it will not run;
// "lost": nobody knows.

function hxScheduler({now, random, wake, send, report}) {
  // A request this old (ms) that still waits for its answer may be replaced by a newer edit of the same control,
  const REPLACE_AFTER = 150;
  // but not for ever: who types on and on sees an answer at least this often (ms, plus the time of one answer).
  const PATIENCE = 2000;
  const groups = new Map(), edited = new Map();
  let seq = 0, offline = false;

  // The user changed the control `key`, whether or not that triggers anything.
  const touch = key => edited.set(key, ++seq);

  // Is the control `key` newer than what this request has sent?
  const overtaken = (request, key) => edited.get(key) > request.seq;

  function add(name, trigger) {
    if (!groups.has(name)) groups.set(name, {name, waiting: [], fails: 0});
    const group = groups.get(name);
    trigger.seq = ++seq;
    keep(group, [trigger]);
    if (trigger.kind === 'value') replace(group, touch(trigger.key) && trigger.key);
    pump(group);
  }
}
