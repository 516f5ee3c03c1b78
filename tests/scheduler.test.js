// The scheduler against a small model of page, network and server: `node --test tests/`.
// Everything is random and repeatable: a failure names its seed; `SEED=n node --test tests/` runs that one alone.
'use strict';
const {test} = require('node:test');
const assert = require('node:assert');
const {readFileSync} = require('node:fs');
const {runInThisContext} = require('node:vm');

// The scheduler is a classic script for the browser: it declares one global function.
const file = process.env.SCHEDULER ?? `${__dirname}/../static/scheduler.js`;
runInThisContext(readFileSync(file, 'utf8'), {filename: file});
const {hxScheduler} = globalThis;

const SCHEDULES = +(process.env.SCHEDULES ?? 100000);

function prng(seed) {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6D2B79F5 | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}

class Clock {
  now = 0;
  #events = [];

  at(time, fn) {
    let i = this.#events.length;
    while (i > 0 && this.#events[i - 1].time > time) i--;
    this.#events.splice(i, 0, {time, fn});
  }

  after(ms, fn) {
    this.at(this.now + ms, fn);
  }

  run(until = Infinity) {
    while (this.#events.length && this.#events[0].time <= until) {
      const {time, fn} = this.#events.shift();
      this.now = time;
      fn();
    }
  }
}

// What each output is made of. "s" is a control that is only State; "n" counts ticks, "c" counts clicks.
const OUTPUTS = {oa: ['a'], oab: ['a', 'b'], on: ['n', 'b'], oc: ['c']};
const compute = (output, fields) => OUTPUTS[output].map(key => fields[key]).join('|');

// One group of one page: its controls and outputs, and the server that answers it over a bad network.
class Group {
  fields = {a: 0, b: 0, s: 0, n: 0, c: 0};
  typed = {a: 0, b: 0, s: 0};
  outputs = {oa: '0', oab: '0|0', on: '0|0', oc: '0'};
  open = 0;
  clicks = [];
  sends = [];
  refused = new Set();
  waiting = new Map();

  constructor(world, name, seed) {
    this.world = world;
    this.name = name;
    this.random = prng(seed);
    this.edits = 0;
    this.order = 0;
  }

  // --- what the user does ---

  edit(key) {
    this.fields[key] = this.typed[key] = ++this.edits;
    this.world.scheduler.touch(key + this.name);
    if (key !== 's') this.trigger('value', key);
  }

  click() {
    const click = {number: 0, runs: 0, confirmed: 0, reported: 0};
    this.clicks.push(click);
    this.trigger('click', 'c', click);
  }

  trigger(kind, key, trigger = {}) {
    Object.assign(trigger, {kind, key: key + this.name, field: key, order: ++this.order});
    if (kind !== 'click') {
      this.refused.delete(key);
      if (!this.waiting.has(key)) this.waiting.set(key, trigger.order);
    }
    this.world.scheduler.add(this.name, trigger);
  }

  // --- what the scheduler asks for ---

  send(request) {
    const {world, random} = this;
    assert.ok(!world.offline, 'sent while offline');
    assert.strictEqual(++this.open, 1, 'two requests in flight in one group');
    request.abort = () => this.abort(request);
    const click = request.triggers.find(trigger => trigger.kind === 'click');
    assert.strictEqual(!!click, request.click);
    if (click) {
      assert.strictEqual(request.triggers.length, 1, 'a click shares its request');
      for (const order of this.waiting.values()) assert.ok(order > click.order, 'a click overtook an older edit');
    }
    for (const trigger of request.triggers) {
      if (trigger.kind !== 'value' && !trigger.counted) this.fields[trigger.field]++;
      trigger.counted = true;
      if (!click) this.waiting.delete(trigger.field);
    }
    if (click) {
      click.number ||= this.fields.c;
      assert.strictEqual(click.number, this.fields.c, 'a click was sent with the number of another');
    }
    this.sends.push(world.clock.now + ':' + request.triggers.map(trigger => trigger.field));
    const body = {...this.fields}, keys = request.triggers.map(trigger => trigger.field);
    const fate = world.healthy ? 'ok' : this.fate();
    const there = random() * 200, back = there + random() * (random() < .2 ? 600 : 100);
    const finish = outcome => () => this.finish(request, outcome, click);
    if (fate === 'vanished') return world.clock.after(there, finish('lost'));
    if (fate === 'busy') return world.clock.after(there, finish('busy'));
    if (fate === 'refused') return world.clock.after(there, finish('refused'));
    if (click) world.clock.after(there, () => click.runs++);
    const parts = this.answer(body, keys);
    const landing = fate === 'cut' ? Math.floor(random() * parts.length) : parts.length;
    const gap = random() < .5 ? 0 : random() * 100;
    for (let i = 0; i < landing; i++) world.clock.after(back + i * gap, () => this.land(request, parts[i], fate));
    world.clock.after(back + landing * gap, finish(fate === 'cut' ? 'lost' : 'ok'));
  }

  fate() {
    const roll = this.random();
    return roll < .07 ? 'vanished' : roll < .14 ? 'cut' : roll < .19 ? 'busy' : roll < .22 ? 'refused' : 'ok';
  }

  // Replaced: the browser lets go soon, but what is under way may still come in.
  abort(request) {
    assert.ok(!request.click, 'a click was aborted');
    assert.ok(!request.landed, 'aborted after a part had landed');
    if (this.random() < .5) this.world.clock.after(this.random() * 5, () => this.finish(request, 'lost'));
  }

  // --- what the server answers: outputs of the triggered inputs only, and the values that it was sent ---

  answer(body, keys) {
    const parts = Object.keys(OUTPUTS).filter(output => OUTPUTS[output].some(key => keys.includes(key)))
      .map(output => page => page.outputs[output] = compute(output, body));
    if (!keys.includes('c')) parts.push((page, request) => {
      for (const key of ['a', 'b', 's']) {
        if (!page.world.scheduler.overtaken(request, key + page.name)) page.fields[key] = body[key];
      }
    });
    return parts;
  }

  land(request, part) {
    const {over, dropped} = request;
    if (!this.world.scheduler.land(request)) return assert.ok(over || dropped, 'a good answer was thrown away');
    assert.ok(!over && !dropped, 'an answer to a replaced request landed');
    part(this, request);
    this.world.lastLanding = this.world.clock.now;
  }

  finish(request, outcome, click) {
    if (request.over) return;
    request.over = true;
    this.open--;
    request.outcome = outcome;
    if (outcome === 'busy' && this.random() < .5) request.retryAfter = 2;
    if (click && outcome === 'ok') click.confirmed++;
    if (!request.click && (outcome === 'lost' || outcome === 'busy' || request.dropped)) {
      for (const trigger of request.triggers) this.waiting.set(trigger.field, trigger.order);
    }
    request.done();
  }

  report({triggers, outcome}) {
    for (const trigger of triggers) {
      if (trigger.kind === 'click') trigger.reported++;
      else assert.strictEqual(outcome, 'refused', 'an edit was given up'), this.refused.add(trigger.field);
    }
  }

  // --- what must hold when all is quiet ---

  check() {
    assert.strictEqual(this.open, 0, 'a request never ended');
    assert.strictEqual(this.waiting.size, 0, 'an edit was lost: ' + [...this.waiting.keys()]);
    for (const key of ['a', 'b', 's']) {
      assert.strictEqual(this.fields[key], this.typed[key], `an old answer overwrote what was typed in ${key}`);
    }
    for (const output of ['oa', 'oab', 'on']) {
      if (OUTPUTS[output].some(key => this.refused.has(key))) continue;
      assert.strictEqual(this.outputs[output], compute(output, this.fields), `${output} is not the truth`);
    }
    for (const click of this.clicks) {
      assert.ok(click.runs <= 1, 'a click ran twice');
      assert.strictEqual(click.confirmed + click.reported, 1, 'a click must be confirmed or reported, once');
      assert.ok(click.confirmed <= click.runs, 'a click was confirmed and never ran');
    }
    const done = this.clicks.filter(click => click.confirmed).at(-1);
    if (done && done === this.clicks.at(-1)) assert.strictEqual(this.outputs.oc, String(this.fields.c));
  }
}

class World {
  clock = new Clock();
  offline = false;
  healthy = false;

  constructor(seed, names, jitter = .5) {
    this.scheduler = hxScheduler({
      now: () => this.clock.now,
      random: () => jitter,
      online: () => !this.offline,
      wake: (fn, ms) => this.clock.after(ms, fn),
      send: request => this.groups[request.group].send(request),
      report: request => this.groups[request.group].report(request),
    });
    this.groups = {};
    for (const name of names) this.groups[name] = new Group(this, name, seed * 31 + name.charCodeAt(0));
  }

  setOnline(online) {
    this.offline = !online;
    if (online) this.scheduler.resume();
  }
}

// A random user at each group, then a healthy network until all is quiet.
function play(seed, names) {
  const world = new World(seed, names, prng(seed ^ 0x5bd1)());
  const weather = prng(seed + 0.5 * 2 ** 31);
  for (const group of Object.values(world.groups)) {
    const {random} = group, pace = random() < .3 ? 40 : 250;
    let time = 0;
    for (let i = 2 + random() * 12; i > 0; i--) {
      time += random() * pace;
      const roll = random();
      world.clock.at(time, () => roll < .6 ? group.edit('abs'[Math.floor(roll * 5)])
        : roll < .8 ? group.click() : group.trigger('tick', 'n'));
    }
  }
  if (weather() < .3) {
    const start = weather() * 1000;
    world.clock.at(start, () => world.setOnline(false));
    world.clock.at(start + weather() * 1000, () => world.setOnline(true));
  }
  world.clock.at(3500, () => world.healthy = true);
  world.clock.run(200000);
  return world;
}

test(`${SCHEDULES} random schedules end in the truth`, () => {
  const first = +(process.env.SEED ?? 0), last = process.env.SEED ? first : SCHEDULES - 1;
  for (let seed = first; seed <= last; seed++) {
    try {
      const world = play(seed, seed % 4 ? ['G'] : ['G', 'H']);
      for (const group of Object.values(world.groups)) {
        group.check();
        assert.ok(group.sends.length < 80, 'livelock');
      }
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
});

test('groups do not wait for each other', () => {
  for (let seed = 0; seed < Math.min(SCHEDULES, 3000); seed++) {
    const together = play(seed, ['G', 'H']).groups.G.sends;
    assert.deepStrictEqual(together, play(seed, ['G']).groups.G.sends, `seed ${seed}`);
  }
});

// --- Single rules, one table: what is sent, and when ---

// A page that only writes down what it is asked to do. The control `gone` has left it.
function record({send, abort} = {}) {
  const log = [], clock = new Clock();
  const scheduler = hxScheduler({
    now: () => clock.now,
    random: () => 1,
    online: () => r.online,
    wake: (fn, ms) => clock.after(ms, fn),
    send: request => {
      if (request.triggers[0].key === 'gone') return false;
      log.push(clock.now + ' send ' + request.triggers.map(trigger => trigger.key));
      r.last = request;
      request.abort = () => log.push(clock.now + ' abort') && abort?.(r, request);
      send?.(r, request);
    },
    report: request => log.push(clock.now + ' report ' + request.outcome),
  });
  const add = (kind, key) => scheduler.add('G', {kind, key});
  const r = {
    log, clock, scheduler,
    online: true,
    edit: key => add('value', key),
    click: key => add('click', key),
    tick: key => add('tick', key),
    done: (outcome, retryAfter) => end(r.last, outcome, retryAfter),
  };
  return r;
}

function end(request, outcome, retryAfter) {
  Object.assign(request, {outcome, retryAfter}).done();
}

const at = (r, time, fn) => r.clock.at(time, fn);

const RULES = {
  'edits in flight are joined, in the order of the events': [r => {
    r.edit('a');
    r.edit('b'); r.edit('c'); r.edit('b');
    r.done('ok');
  }, ['0 send a', '0 send b,c']],
  'three fast clicks are three requests': [r => {
    r.click('x'); r.click('x'); r.click('x');
    r.done('ok'); r.done('ok'); r.done('ok');
  }, ['0 send x', '0 send x', '0 send x']],
  'an edit before a click goes first, one after it later': [r => {
    r.edit('a'); r.edit('a'); r.click('x'); r.edit('b');
    r.done('ok'); r.done('ok');
  }, ['0 send a', '0 send a,b', '0 send x']],
  'a young request is not replaced': [r => {
    r.edit('a');
    at(r, 150, () => r.edit('a'));
  }, ['0 send a']],
  'an old request is replaced by an edit of the same control': [r => {
    r.edit('a');
    at(r, 151, () => r.edit('a'));
    at(r, 152, () => r.done('lost'));
  }, ['0 send a', '151 abort', '152 send a']],
  'an old request is not replaced by another control': [r => {
    r.edit('a');
    at(r, 200, () => r.edit('b'));
  }, ['0 send a']],
  'a request whose answer lands is not replaced': [r => {
    r.edit('a');
    at(r, 100, () => r.scheduler.land(r.last));
    at(r, 200, () => r.edit('a'));
  }, ['0 send a']],
  'a tick joins and never replaces': [r => {
    r.tick('n');
    at(r, 200, () => r.tick('n'));
    at(r, 300, () => r.tick('n'));
    at(r, 400, () => r.done('ok'));
    at(r, 500, () => r.done('ok'));
  }, ['0 send n', '400 send n']],
  'a lost edit is sent again with longer and longer pauses': [r => {
    r.edit('a');
    for (const time of [1, 502, 1503, 3504, 7505, 15506, 31507, 61508]) at(r, time, () => r.done('lost'));
  }, [0, 501, 1502, 3503, 7504, 15505, 31506, 61507, 91508].map(time => `${time} send a`)],
  'a lost click is reported and not sent again': [r => {
    r.click('x'); r.click('y');
    r.done('lost');
  }, ['0 send x', '0 report lost', '500 send y']],
  'after 503 a click waits and goes again, before the next one': [r => {
    r.click('x'); r.click('y');
    r.done('busy', 3);
    at(r, 3600, () => r.done('ok'));
  }, ['0 send x', '3500 send x', '3600 send y']],
  'a refused change is reported and forgotten': [r => {
    r.edit('a');
    r.done('refused');
  }, ['0 send a', '0 report refused']],
  'offline holds, online sends at once': [r => {
    r.online = false;
    r.edit('a'); r.click('x');
    at(r, 4000, () => r.scheduler.resume());
    at(r, 5000, () => {
      r.online = true;
      r.scheduler.resume();
    });
  }, ['5000 send a']],
  'online ends a pause': [r => {
    r.edit('a');
    r.done('lost');
    at(r, 10, () => r.scheduler.resume());
  }, ['0 send a', '10 send a']],
  'what has left the page is skipped': [r => {
    r.click('gone'); r.click('x');
  }, ['0 send x']],
};

for (const [name, [play, log]] of Object.entries(RULES)) {
  test(name, () => {
    const r = record();
    play(r);
    r.clock.run(100000);
    assert.deepStrictEqual(r.log, log);
  });
}

test('an answer to a replaced request does not land', () => {
  const r = record();
  r.edit('a');
  const first = r.last;
  at(r, 200, () => r.edit('a'));
  r.clock.run();
  assert.strictEqual(r.scheduler.land(first), false);
  r.done('ok');
  assert.notStrictEqual(r.last, first);
  assert.strictEqual(r.scheduler.land(r.last), true);
});

test('who types on and on still sees answers', () => {
  const answers = [];
  const r = record({
    send: ({clock, scheduler}, request) => clock.after(400, () => {
      if (!scheduler.land(request)) return;
      answers.push(clock.now);
      end(request, 'ok');
    }),
    abort: ({clock}, request) => clock.after(1, () => end(request, 'lost')),
  });
  for (let time = 0; time < 30000; time += 180) at(r, time, () => r.edit('a'));
  r.clock.run();
  for (let i = 1; i < answers.length; i++) assert.ok(answers[i] - answers[i - 1] < 3000, `silence until ${answers[i]}`);
  assert.ok(answers.length > 10);
});
