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
// It calls now() in ms, random() in 0..1, wake(fn, ms), online(), report(request), and send(request). That one sets
// request.abort and, when all is over, request.outcome, and calls request.done(); or it returns false: nothing to send.
// Outcomes: "ok"; "busy": nothing ran, try again, request.retryAfter seconds from now; "refused": it will not run;
// "lost": nobody knows.

function hxScheduler({now, random, wake, online, send, report}) {
  const groups = Object.create(null), edited = Object.create(null);
  let seq = 0;

  function newGroup(group) {
    let waiting = [], flight, since, fails = 0, paused;

    function add(trigger) {
      keep([trigger]);
      if (flight && trigger.kind === 'value' && mayReplace(flight, trigger)) {
        flight.dropped = true;
        flight.abort();
      }
      pump();
    }

    // A request older than 150 ms of which nothing has landed may be replaced by a newer edit of the same control (so
    // never a click: its key is not that of an edit). But not for ever: who types on and on sees an answer after 2 s,
    // plus the time of one answer.
    function mayReplace({landed, dropped, triggers, sentAt}, {key}) {
      return !landed && !dropped && triggers.some(trigger => trigger.key === key)
        && now() - sentAt > 150 && now() - since < 2000;
    }

    // Let triggers wait, oldest first. All clicks count; of the edits or ticks of one key the oldest stands for all.
    function keep(triggers) {
      const seen = new Set();
      waiting = [...waiting, ...triggers].sort((a, b) => a.seq - b.seq)
        .filter(({kind, key}) => kind === 'click' || !seen.has(key) && seen.add(key));
    }

    // Send, if this group may: all edits and ticks that wait, or a click if that is the oldest.
    function pump() {
      while (waiting.length && !flight && !paused && online()) {
        const click = waiting[0].kind === 'click';
        const triggers = click ? waiting.slice(0, 1) : waiting.filter(({kind}) => kind !== 'click');
        waiting = waiting.filter(trigger => !triggers.includes(trigger));
        flight = {group, triggers, click, seq: ++seq, sentAt: now(), done};
        since ??= flight.sentAt;
        if (send(flight) === false) flight = null;
      }
    }

    function done() {
      const request = flight, {outcome, click, dropped} = request;
      const failed = !dropped && (outcome === 'busy' || outcome === 'lost');
      flight = null;
      if (dropped || failed && !(click && outcome === 'lost')) keep(request.triggers);
      else if (outcome !== 'ok') report(request);
      if (failed) {
        // 0.5, 1, 2, 4 ... 30 seconds, with jitter, on top of what the server asked for.
        paused = true;
        wake(resume, (request.retryAfter * 1000 || 0) + Math.min(30000, 500 * 2 ** fails++) * (1 + random()) / 2);
      } else if (!dropped) {
        fails = since = null;
      }
      pump();
    }

    function resume() {
      paused = false;
      pump();
    }

    return {add, resume};
  }

  function add(name, trigger) {
    trigger.seq = ++seq;
    groups[name] ??= newGroup(name);
    groups[name].add(trigger);
  }

  // The connection has come back: do not wait any longer.
  function resume() {
    for (const name in groups) groups[name].resume();
  }

  return {
    add,
    resume,
    // The user changed the control `key`, whether or not that triggers anything.
    touch: key => edited[key] = ++seq,
    // Is the control `key` newer than what this request has sent?
    overtaken: (request, key) => edited[key] > request.seq,
    // An answer, or a part of one, is here. False: the request was replaced, the answer must not touch the page.
    land: request => request.landed = !request.dropped,
  };
}
