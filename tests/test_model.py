"""5,000 random apps with six actions each do what a naive interpreter of the semantics says (oracle.py).

Change what a failure prints to see it again: `follow(make_app(random.Random(seed), size), random.Random(seed))`.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Any

import pytest
from engine import SIGNER, Engine, wait
from oracle import Key, Oracle, Wrong, walk
from random_apps import App, Called, Spec, build, describe, make_app, told

import hxdash
import hxdash.run
from hxdash.checks import check
from hxdash.live import Live
from hxdash.page_state import decode
from hxdash.patch import MISSING
from hxdash.steps import missing

Action = dict[Key, Any]
ACTIONS = 6
KIND = 17
UNKNOWN = object()


SEEN: list[list[Any]] = []  # where what happens is noted

def note_broken(step: Any, view: Any) -> Exception:
    """What stands for hxdash.steps.missing: a call is not made because something that it reads or sets is not there."""
    SEEN[0].append((int(step.callback.name[1:]), next(iter(step.match.values()), None)))
    return missing(step, view)


class NotAnApp(Exception):
    """Refused at start-up."""


class Driven(Engine):
    """The page of a random app; a request that another group has to make follows at once, as in a browser."""

    def __init__(self, app: App) -> None:
        self.seen: list[Any] = []
        SEEN[:] = [self.seen]
        layout, callbacks = build(app, hxdash, self.seen.append)
        super().__init__(*layout, prevent=app.prevent)
        for dependencies, options, function in callbacks:
            self.callback(*dependencies, **options)(function)
        self.turns: list[Any] = []
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


def possible(app: App, oracle: Oracle) -> list[Key]:
    """What the user can change: what somebody reads, and the fields that nobody reads."""
    inputs = {(d.id if isinstance(d.id, str) else d.id["t"], d.prop) for s in app.specs for d in s.inputs}
    out = []
    for text, part in oracle.nodes.items():
        name = part.id if isinstance(part.id, str) else part.id["t"]
        out += [(text, p) for p in ("value", "n_submit") if part.kind == "Input" and (p == "value" or (name, p) in inputs)]
        out += [(text, "n_clicks")] * (part.kind in ("Button", "Div") and (name, "n_clicks") in inputs)
    return out


def choose(rnd: random.Random, app: App, oracle: Oracle) -> Action:
    able = possible(app, oracle)
    if not able:
        return {}
    read = [k for k in able if any(k in c.triggers for c in oracle.calls.values())]
    key = rnd.choice(read if read and rnd.random() < 0.9 else able)
    return {key: after(oracle.value(key), key[1], rnd.randrange(3))}


def after(value: Any, prop: str, n: int) -> Any:
    if prop != "value":
        return (value or 0) + 1
    return next(v for v in (["u", "t0", "t1"] * 2)[n:] if v != value)


def compare(engine: Driven, oracle: Oracle) -> None:
    """Follow what the engine does, and see that the page is as it should be."""
    told_of = 0
    while True:
        for event in engine.seen[told_of:]:
            oracle.see(event) if isinstance(event, Called) else oracle.see_broken(event)
        told_of = len(engine.seen)
        if not engine.go_on(oracle.nodes):
            break
        oracle.next_request()
    oracle.rest()
    engine.seen.clear()
    set_: dict[Key, Any] = {}
    for turn in engine.turns:
        for id in turn.changes.joined:  # what was there before under this id is another component
            for key in [k for k in set_ if k[0] == id]:
                set_[key] = turn
        set_.update({(id, prop): turn for id, props in turn.changes.props.items() for prop in props})
    here = {k for k in set_ if k[0] in oracle.nodes}
    if here != {k for k in oracle.set if k[0] in oracle.nodes}:
        raise Wrong(f"set: {sorted(here)}\nshould be: {sorted(oracle.set)}")
    for key in here:
        value = shown(engine, set_[key], key)
        if value is not UNKNOWN and value != oracle.value(key):
            raise Wrong(f"{key} is {value!r}, should be {oracle.value(key)!r}")
    failures = [f for turn in engine.turns for f in turn.changes.failures]
    if len(failures) != oracle.failures:
        raise Wrong(f"{len(failures)} failures, should be {oracle.failures}: {[f.error for f in failures]}")


def shown(engine: Driven, turn: Any, key: Key) -> Any:
    """A property as the server knows it, which is not always all: of children that were patched that there are components and texts."""
    id, prop = key
    wired = engine.graph.wired(id)
    if prop == "children" and wired is not None and prop in wired.patched:
        return [atom if isinstance(atom, str) else "#" for item in turn.live.items(id) for atom in item.atoms or ("?",)]
    edits = turn.changes.edits.get(key)
    return UNKNOWN if edits and edits[-1].value is MISSING else told(turn.live.value(id, prop))


def follow(app: App, rnd: random.Random | None = None, script: list[Action] | None = None) -> list[Action]:
    """Run an app."""
    done: list[Action] = []
    oracle = Oracle(app)
    engine = Driven(app)
    errors = check(engine.graph, engine.layout, ids_known=False, prevent=app.prevent)
    if errors:
        raise NotAnApp(errors)
    oracle.load()
    try:
        engine.begin()
        compare(engine, oracle)
        for n in range(ACTIONS if script is None else len(script)):
            action = choose(rnd, app, oracle) if script is None else script[n]
            done.append(action)
            if not action or any(k[0] not in oracle.nodes for k in action):
                continue
            oracle.change(action)
            engine.act(action)
            compare(engine, oracle)
    except Exception as error:
        error.done = done
        raise
    return done


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
    for spec in app.specs:
        yield app.without(spec.number), script
    for n in range(len(script)):
        yield app, [*script[:n], *script[n + 1 :]]
    for n, spec in enumerate(app.specs):
        for smaller in smaller_specs(spec):
            yield replace(app, specs=[*app.specs[:n], smaller, *app.specs[n + 1 :]]), script
    for n in range(len(app.parts)):
        yield replace(app, parts=[*app.parts[:n], *app.parts[n + 1 :]]), script
    for changes in ({"prevent": False}, {"is_async": False}, {"order": sorted(app.order)}):
        if any(getattr(app, k) != v for k, v in changes.items()):
            yield replace(app, **changes), script


def smaller_specs(spec: Spec) -> Iterator[Spec]:
    for name in ("inputs", "states", "outputs"):
        deps = getattr(spec, name)
        for n in range(len(deps) - (name == "states" and spec.patch and spec.box is not None)):
            if not (name == "outputs" and spec.box):
                yield replace(spec, **{name: [*deps[:n], *deps[n + 1 :]]})
    for changes in ({"prevent": None}, {"listed": False}, {"side": ()}, {"modes": ["all", "all"]}, {"modes": spec.modes[:1] * 2}, {"modes": spec.modes[1:] * 2}):
        if any(getattr(spec, k) != v for k, v in changes.items()):
            yield replace(spec, **changes)
