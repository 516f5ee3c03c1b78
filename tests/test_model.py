"""Random apps (random_apps.py) do what a naive interpreter of the semantics says (oracle.py): 5,000 of them with six actions each, and some over HTTP.

What goes wrong is made as small as it gets before it is shown. To see one again:

    follow(make_app(random.Random(seed), 1 + seed % SIZES), random.Random(seed))
"""

from __future__ import annotations

import collections
import logging
import random
import time
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Any

import pytest
from engine import Engine, Turn
from oracle import Key, Oracle, Wrong, walk
from random_apps import App, Called, Part, Spec, build, describe, make_app, told

import hxdash
from hxdash.callback import Callback
from hxdash.checks import check
from hxdash.held import Held
from hxdash.patch import MISSING
from hxdash.run import Run
from hxdash.steps import missing
from hxdash.testing import Client, Page

Action = dict[Key, Any]
ACTIONS, SIZES = 6, 10
KIND = 17  # that many letters of a message say what kind of thing is wrong
UNKNOWN = object()
BROKEN: list[list[Any]] = [[]]  # where it is noted that a call could not be made: at its first place


class NotAnApp(Exception):
    """Refused at start-up."""


@pytest.fixture(autouse=True)
def _watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Note what cannot be called; and callbacks fail on purpose here, nobody needs the tracebacks."""
    monkeypatch.setattr("hxdash.run.missing", note_broken)
    monkeypatch.setattr("hxdash.run.SLOW", 1)  # one call after the other, so that they can be followed
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def note_broken(step: Any, view: Any) -> Exception:
    """What stands for hxdash.steps.missing: a call is not made because something that it reads or sets is not there."""
    BROKEN[0].append((int(step.callback.name[1:]), next(iter(step.match.values()), None)))
    return missing(step, view)


# -- what a user does --------------------------------------------------------------------------------------------------


def possible(app: App, oracle: Oracle) -> list[Key]:
    """What the user can change: fields, and the counters that some callback has as Input."""
    inputs = {(d.id if isinstance(d.id, str) else d.id["t"], d.prop) for s in app.specs for d in s.inputs}
    out = []
    for text, part in oracle.nodes.items():
        name = part.id["t"] if isinstance(part.id, dict) else part.id
        out += [(text, p) for p in ("value", "n_submit") if part.kind == "Input" and (p == "value" or (name, p) in inputs)]
        out += [(text, "n_clicks")] * (part.kind in ("Button", "Div") and (name, "n_clicks") in inputs)
    return out


def choose(rnd: random.Random, app: App, oracle: Oracle) -> Action:
    """One action; mostly one that calls something."""
    able = possible(app, oracle)
    read = [k for k in able if any(k in c.triggers for c in oracle.calls.values())]
    pool = read if read and rnd.random() < 0.9 else able
    if not pool:
        return {}
    key = rnd.choice(pool)
    return {key: after(oracle.value(key), key[1], rnd.randrange(3))}


def after(value: Any, prop: str, n: int) -> Any:
    """What a property may be after a user has changed it: another text (C55), or one more."""
    if prop != "value":
        return (value or 0) + 1
    return next(v for v in (["u", "t0", "t1"] * 2)[n:] if v != value)


# -- in the engine -----------------------------------------------------------------------------------------------------


class Driven(Engine):
    """The page of a random app; what an answer leaves to another group follows, as from a browser.

    Attributes:
        seen: the calls, and those that could not be made.
        turns: what each request since the last action did.
    """

    def __init__(self, app: App) -> None:
        self.seen: list[Any] = []
        BROKEN[0] = self.seen
        layout, callbacks = build(app, hxdash, self.seen.append)
        super().__init__(*layout, prevent=app.prevent)
        for dependencies, options, function in callbacks:
            self.callback(*dependencies, **options)(function)
        self.turns: list[Turn] = []
        self.todo: dict[str, list[str]] = {}

    def begin(self) -> None:
        """Open the page."""
        self.turns = [self.load()]

    def act(self, action: Action) -> None:
        """Do what the user does; what is nobody's Input stays in the browser."""
        self.turns, self.todo, names = [], {}, []
        for (id, prop), value in action.items():
            field = next((k + f"{id}.{prop}" for k in ("n:", "v:") if k + f"{id}.{prop}" in self.fields), None)
            if field:
                self.fields[field] = [str(value)]
            wired = self.graph.wired(id)
            if wired and prop in wired.inputs:
                names.append(f"{id}.{prop}")
        if names:
            self._request(names)

    def go_on(self, here: Container[str]) -> bool:
        """Send what an answer left to another group, on a page with these ids; whether there was something."""
        for id in {*self.tokens, *(name[2:].rpartition(".")[0] for name in self.fields if name[1] == ":")}:
            if id not in here:
                self._drop(id)
        while self.todo:
            names = [n for n in self.todo.pop(next(iter(self.todo))) if n.rpartition(".")[0] in here]
            if names:
                self._request(names)
                return True
        return False

    def _request(self, names: list[str]) -> None:
        if len(self.turns) > 12:
            raise Wrong(f"endless requests: {names}")
        self.turns.append(self.send(names))
        for group, more in self.turns[-1].changes.follow.items():
            waiting = self.todo.setdefault(group, [])
            waiting += [n for n in more if n not in waiting]


def follow(app: App, rnd: random.Random | None = None, script: list[Action] | None = None) -> list[Action]:
    """Run an app in the engine, with random actions or these.

    Returns:
        The actions.

    Raises:
        Wrong: it did not do what it should; `done` of any exception is the actions so far.
        NotAnApp: it is refused at start-up.
    """
    oracle, engine, done = Oracle(app), Driven(app), list[Action]()
    if mistakes := check(engine.graph, engine.layout, ids_known=False, prevent=app.prevent):
        raise NotAnApp(mistakes)
    try:
        oracle.load()
        engine.begin()
        compare(engine, oracle)
        for n in range(ACTIONS if script is None else len(script)):
            action = choose(rnd, app, oracle) if rnd is not None else script[n] if script else {}
            done.append(action)
            if action and all(k[0] in oracle.nodes for k in action):
                oracle.change(action)
                engine.act(action)
                compare(engine, oracle)
    except Exception as error:
        error.done = done  # type: ignore[attr-defined]
        raise
    return done


def compare(engine: Driven, oracle: Oracle) -> None:
    """Follow what the engine does, and see that the page is as it should be."""
    known = 0
    while True:
        for event in engine.seen[known:]:
            oracle.see(event) if isinstance(event, Called) else oracle.see_broken(event)
        known = len(engine.seen)
        if not engine.go_on(oracle.nodes):
            break
        oracle.next_request()
    oracle.rest()
    engine.seen.clear()
    compare_values(engine, oracle)
    failures = [f.error for turn in engine.turns for f in turn.changes.failures]
    if len(failures) != oracle.failures:
        raise Wrong(f"{len(failures)} failures, should be {oracle.failures}: {failures}")


def compare_values(engine: Driven, oracle: Oracle) -> None:
    """See that what was set is what should be set, and that it has the right value."""
    changed: dict[Key, Turn] = {}
    for turn in engine.turns:
        changed.update({key: turn for key in changed if key[0] in turn.changes.joined})  # it is another component now
        changed.update({(id, prop): turn for id, props in turn.changes.props.items() for prop in props})
    here, wanted = ({k for k in keys if k[0] in oracle.nodes} for keys in (changed, oracle.set))
    if here != wanted:
        raise Wrong(f"set: {sorted(here)}\nshould be: {sorted(wanted)}")
    for key in here:
        value = shown(engine, changed[key], key)
        if value is not UNKNOWN and value != oracle.value(key):
            raise Wrong(f"{key} is {value!r}, should be {oracle.value(key)!r}")


def shown(engine: Driven, turn: Turn, key: Key) -> Any:
    """A property as the server knows it, which is not always all: of children that were patched that there are components and texts."""
    id, prop = key
    wired = engine.graph.wired(id)
    if prop == "children" and wired is not None and prop in wired.patched:
        return [atom if isinstance(atom, str) else "#" for item in turn.live.items(id) for atom in item.atoms or ("?",)]
    edits = turn.changes.edits.get(key)
    return UNKNOWN if edits and edits[-1].value is MISSING else told(turn.live.value(id, prop))


@pytest.mark.parametrize("part", range(10))
def test_random_apps_do_what_the_oracle_says(part: int) -> None:
    for seed in range(part * 500, (part + 1) * 500):
        rnd = random.Random(seed)
        app = make_app(rnd, 1 + seed % SIZES)
        try:
            follow(app, rnd)
        except Exception as error:
            app, script = shrink(app, error.done)  # type: ignore[attr-defined]
            pytest.fail(f"seed {seed}\n{wrong(app, script)}\n\n{describe(app)}\n{script}", pytrace=False)


# -- over HTTP and HTML ------------------------------------------------------------------------------------------------


def act(page: Page, action: Action) -> None:
    """Do on a page what the user does."""
    for (id, prop), value in action.items():
        if prop == "value":
            page.set(id, value)
        elif prop == "n_submit":
            page.submit(id)
        else:
            page.click(id)


def look(page: Page, oracle: Oracle) -> None:
    """See that the page shows what it should, in this order."""
    there = [id for id in (node.get("id") for node in page.document.nodes()) if id and not id.startswith("hx-")]
    if there != list(oracle.nodes):
        raise Wrong(f"on the page: {there}\nshould be: {list(oracle.nodes)}")
    for id, part in oracle.nodes.items():
        if part.kind == "Store":
            continue
        for prop, value in part.props.items():
            if prop in ("title", "placeholder") and (page[id].attributes.get(prop) or "") != value:
                raise Wrong(f"{id}.{prop} is {page[id].attributes.get(prop)!r}, should be {value!r}")
            if prop == "value" and page[id].value != value:
                raise Wrong(f"{id}.value is {page[id].value!r}, should be {value!r}")
        if not [*walk([part])][1:] and page[id].text != (part.children if isinstance(part.children, str) else ""):
            raise Wrong(f"{id} says {page[id].text!r}, should be {part.children!r}")


def browse(app: App, rnd: random.Random, *, actions: int = ACTIONS, wait: float | None = None) -> None:
    """Run an app over HTTP with random actions, on a page that waits so long (seconds) for its initial callbacks."""
    seen: list[Any] = []
    BROKEN[0] = seen
    layout, callbacks = build(app, hxdash, seen.append)
    site = hxdash.Dash("random", layout=layout, prevent_initial_callbacks=app.prevent, suppress_callback_exceptions=True, initial_wait=wait)
    for dependencies, options, function in callbacks:
        site.callback(*dependencies, **options)(function)
    oracle = Oracle(app)

    def see() -> None:
        for event in seen:
            if event is None:
                oracle.next_request()
            else:
                oracle.see(event) if isinstance(event, Called) else oracle.see_broken(event)
        oracle.rest()
        seen.clear()
        look(page, oracle)

    async def note_request(*args: Any, **options: Any) -> Any:
        if seen:  # a request that follows another one
            seen.append(None)
        return await exchange(*args, **options)

    oracle.load()
    with Client(site, headers={"Sec-Fetch-Mode": "navigate"}) as client:
        exchange = client._exchange
        client._exchange = note_request  # type: ignore[method-assign]
        page = client.get("/")
        see()
        for _ in range(actions):
            if action := choose(rnd, app, oracle):
                oracle.change(action)
                act(page, action)
                see()


@pytest.mark.parametrize("part", range(10))
def test_pages_of_random_apps_do_what_the_oracle_says(part: int) -> None:
    for seed in range(part * 30, (part + 1) * 30):
        rnd = random.Random(seed)
        app = make_app(rnd, 1 + seed % SIZES)
        try:
            browse(app, rnd)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error}\n\n{describe(app)}") from error


def dawdle(rnd: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let callbacks take some time at random, one after the other: the oracle knows of no others beside them."""
    real = Callback.call

    def call(self: Callback, values: Any) -> Any:
        result = real(self, values)
        time.sleep(rnd.choice((0, 0, 0.0005, 0.002)))
        return result

    monkeypatch.setattr(Callback, "call", call)
    monkeypatch.setattr("hxdash.run.SLOW", 10)


def test_pages_that_do_not_wait_for_all_come_to_the_same(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Initial callbacks that a page does not wait for are called once each, and the request that follows brings what they give."""
    caplog.set_level("CRITICAL")
    left = collections.Counter[str]()
    leave, take = Run.leave, Held.take

    def count(self: Run) -> Any:
        calls = leave(self)
        left["pages"] += calls is not None
        left["calls that go on"] += len(calls or ())
        return calls

    def count_taken(self: Held, *args: Any) -> Any:
        left["calls taken up"] += (found := take(self, *args)) is not None
        return found

    monkeypatch.setattr(Run, "leave", count)
    monkeypatch.setattr(Held, "take", count_taken)
    dawdle(random.Random(0), monkeypatch)
    for seed in range(1000, 1400):
        rnd = random.Random(seed)
        app = replace(make_app(rnd, 1 + seed % SIZES), is_async=False)
        for spec in app.specs:  # for those that have patterns a page waits
            if not all(isinstance(d.id, str) for d in (*spec.outputs, *spec.inputs, *spec.states)):
                app = app.without(spec.number)
        try:
            browse(app, rnd, actions=2, wait=rnd.choice((0, 0.001, 0.003)))
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error}\n\n{describe(app)}") from error
    assert left["pages"] > 20, left
    assert left["calls that go on"] >= left["calls taken up"] > 10, left


# -- the smallest app that goes wrong ----------------------------------------------------------------------------------


def wrong(app: App, script: list[Action]) -> str:
    """What goes wrong; nothing if the app is not possible."""
    try:
        follow(app, script=script)
    except NotAnApp:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def shrink(app: App, script: list[Action]) -> tuple[App, list[Action]]:
    """Leave out callbacks, actions, arguments and components as long as the same kind of thing goes wrong."""
    kind, done = wrong(app, script)[:KIND], False
    while not done:
        done = True
        for smaller, less in smaller_ones(app, script):
            if wrong(smaller, less)[:KIND] == kind:
                app, script, done = smaller, less, False
                break
    return app, script


def smaller_ones(app: App, script: list[Action]) -> Iterator[tuple[App, list[Action]]]:
    """The app and the actions, each time less something."""
    for spec in app.specs:
        yield app.without(spec.number), script
    for n in range(len(script)):
        yield app, [*script[:n], *script[n + 1 :]]
    for n, spec in enumerate(app.specs):
        for smaller in smaller_specs(spec):
            yield replace(app, specs=[*app.specs[:n], smaller, *app.specs[n + 1 :]]), script
    for n in range(len(app.parts)):
        yield replace(app, parts=[*app.parts[:n], *app.parts[n + 1 :]]), script
    for name, value in {"prevent": False, "is_async": False, "order": sorted(app.order)}.items():
        if getattr(app, name) != value:
            yield replace(app, **{name: value}), script


def smaller_specs(spec: Spec) -> Iterator[Spec]:
    """The callback, each time less something."""
    for name in ("inputs", "states", "outputs"):
        deps = getattr(spec, name)
        for n in range(len(deps) - (name == "states" and spec.patch and spec.box is not None)):
            if not (name == "outputs" and spec.box):
                yield replace(spec, **{name: [*deps[:n], *deps[n + 1 :]]})
    for name, value in (("prevent", None), ("listed", False), ("side", ()), ("modes", ["all", "all"]), ("modes", spec.modes[:1] * 2), ("modes", spec.modes[1:] * 2)):
        if getattr(spec, name) != value:
            yield replace(spec, **{name: value})


def test_the_oracle_and_the_shrinker_see_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the tests above can fail, and what they then show is small."""
    monkeypatch.setattr("hxdash.agenda.Agenda._note_silence", lambda *_: None)
    found = []
    for seed in range(300):
        rnd = random.Random(seed)
        app = make_app(rnd, 1 + seed % SIZES)
        try:
            follow(app, rnd)
        except Wrong as error:
            found.append(shrink(app, error.done))  # type: ignore[attr-defined]
            if len(found) == 2:
                break
    assert found
    assert all(len(app.specs) == 2 and not script for app, script in found), [describe(app) for app, _ in found]


def test_an_app_reads_well() -> None:
    part = Part("Div", {"t": "row0", "i": 1}, {"title": "v"}, ["t", Part("Input", "x0")])
    assert describe(App([part], [], False, [])).splitlines()[1] == "Div(row0[1], title='v')['t', Input(x0)]"
