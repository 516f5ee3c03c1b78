"""Random callback graphs against a naive interpreter of SEMANTICS 1b and 1c.

The interpreter below shares no code with hxdash: it walks the callbacks one after another in an order that is known to be right,
because every graph is made so that callback i reads only what callbacks before it (or itself) set.
"""

from __future__ import annotations

import asyncio
import logging
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from engine import Engine, Seen, Turn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hxdash import Dash, dcc, html, no_update
from hxdash.dependencies import Input, Output, State
from hxdash.exceptions import PreventUpdate
from hxdash.testing import Client, Page

Prop = tuple[str, str]

KINDS = {"value": "text", "placeholder": "text", "children": "text", "title": "text", "n_submit": "count", "n_clicks": "count", "data": "json"}
PROPS: list[Prop] = [
    *((f"i{n}", prop) for n in range(3) for prop in ("value", "n_submit", "placeholder")),
    *((f"d{n}", prop) for n in range(4) for prop in ("children", "title", "n_clicks")),
    *((f"s{n}", "data") for n in range(2)),
]
BY_USER = {"value", "n_submit", "n_clicks"}
MODES = ("all", "all", "all", "equal", "some", "none", "prevent", "raise")


@dataclass(frozen=True)
class Spec:
    """One callback, as data.

    Args:
        number: its place in an order that respects all dependencies.
        outputs, inputs, states: properties.
        modes: what it may do; which one depends on its arguments.
        prevent: its prevent_initial_call.
        is_async: it runs on the loop.
        listed: it is declared with a list of Outputs.
    """

    number: int
    outputs: list[Prop]
    inputs: list[Prop]
    states: list[Prop]
    modes: list[str]
    prevent: bool | str | None
    is_async: bool
    listed: bool

    def outcome(self, arguments: tuple[Any, ...]) -> str | list[Any]:
        """ "prevent", "raise", "none", or one value for each output, where no_update stands for none."""
        digest = zlib.crc32(repr((self.number, arguments)).encode())
        mode = self.modes[digest % len(self.modes)]
        if mode in ("prevent", "raise", "none"):
            return mode
        fresh = 0 if mode == "equal" else digest // 8 % 3
        values = [_value(prop, fresh) for _, prop in self.outputs]
        return [no_update if mode == "some" and (digest >> k) & 1 else v for k, v in enumerate(values)]


def _value(prop: str, n: int) -> Any:
    return {"text": f"t{n}", "count": n, "json": {"n": [n]}}[KINDS[prop]]


@dataclass(frozen=True)
class App:
    """Callbacks, the layout's values, and the app's prevent_initial_callbacks."""

    specs: list[Spec]
    values: dict[Prop, Any]
    prevent: bool | str
    order: list[int]


def make_app(rnd: random.Random, size: int) -> App:
    """A random app without cycles.

    Args:
        rnd: where chance comes from.
        size: how many callbacks.
    """
    free, outputs = rnd.sample(PROPS, len(PROPS)), []
    for _ in range(size):
        outputs.append([free.pop() for _ in range(rnd.choice((0, 1, 1, 1, 2, 3))) if len(free) > 3])
    owner = {prop: i for i, props in enumerate(outputs) for prop in props}
    specs = []
    for i, props in enumerate(outputs):
        readable = [p for p in PROPS if owner.get(p, -1) <= i]
        upstream = [p for p in readable if owner.get(p, i) < i]
        pool = readable + upstream * 3  # chains are what we are after
        inputs = list(dict.fromkeys(rnd.choice(pool) for _ in range(rnd.choice((0, 1, 1, 2, 3)))))
        states = list(dict.fromkeys(rnd.choice(pool) for _ in range(rnd.choice((0, 0, 0, 1, 2)))))
        prevent = rnd.choice((None, None, None, None, True, False, "initial_duplicate"))
        if not inputs and prevent is True:
            prevent = None  # refused at start-up
        modes = [rnd.choice(MODES) for _ in range(2)]
        specs.append(Spec(i, props, inputs, states, modes, prevent, rnd.random() < 0.4, len(props) > 0 and rnd.random() < 0.2))
    values = {p: _value(p[1], rnd.randint(0, 1)) for p in PROPS if rnd.random() < 0.5}
    return App(specs, values, rnd.choice((False, False, False, True, "initial_duplicate")), rnd.sample(range(len(specs)), len(specs)))


# -- the interpreter ---------------------------------------------------------------------------------------------------


@dataclass
class Expected:
    """What a load or a change should do: arguments and triggers of each call by callback, what was set, how many failed."""

    calls: dict[int, tuple[tuple[Any, ...], set[str]]]
    set: set[Prop]
    failures: int


def interpret(app: App, values: dict[Prop, Any], changed: list[Prop], *, load: bool) -> Expected:
    """Run all callbacks in turn; `values` becomes what they are afterwards."""
    fresh, silent = set(changed), set()
    expected = Expected({}, set(), 0)
    for spec in app.specs:
        own = app.prevent if spec.prevent is None else spec.prevent
        initial = load and own is not True
        triggered = [p for p in spec.inputs if p in fresh]
        dropped = bool(spec.inputs and spec.outputs) and all(p in silent for p in spec.inputs)  # C33
        if not triggered and (not initial or dropped):
            continue
        arguments = tuple(values.get(p) for p in (*spec.inputs, *spec.states))
        expected.calls[spec.number] = arguments, {f"{id}.{prop}" for id, prop in triggered}
        outcome = spec.outcome(arguments)
        expected.failures += outcome == "raise"
        given = {} if isinstance(outcome, str) else {p: v for p, v in zip(spec.outputs, outcome, strict=True) if v is not no_update}
        values.update(given)
        fresh |= given.keys()
        expected.set |= given.keys()
        if initial and not triggered:  # with a trigger it is a call like any other (seen in Dash 4.4.1)
            silent |= set(spec.outputs) - given.keys()
    return expected


# -- the real thing ----------------------------------------------------------------------------------------------------


def build(app: App) -> Engine:
    """The app as an engine."""
    kinds = {"i": dcc.Input, "d": html.Div, "s": dcc.Store}
    ids = dict.fromkeys(id for id, _ in PROPS)
    layout = [kinds[id[0]](id=id, **{p: v for (i, p), v in app.values.items() if i == id}) for id in ids]
    engine = Engine(*layout, prevent=app.prevent)
    for place in app.order:
        spec = app.specs[place]
        outputs = [Output(*p) for p in spec.outputs]
        arguments = [*(Input(*p) for p in spec.inputs), *(State(*p) for p in spec.states)]
        engine.add(str(spec.number), [outputs, *arguments] if spec.listed else [*outputs, *arguments], gives=function(spec), prevent_initial_call=spec.prevent)
    return engine


def function(spec: Spec) -> Any:
    """A callback's function."""

    def plainly(*arguments: Any) -> Any:
        outcome = spec.outcome(arguments)
        if outcome == "prevent":
            raise PreventUpdate
        if outcome == "raise":
            raise ValueError(spec.number)
        if isinstance(outcome, str):
            return no_update
        if len(outcome) > 1 or spec.listed:
            return tuple(outcome)
        return outcome[0] if outcome else None

    async def on_loop(*arguments: Any) -> Any:
        await asyncio.sleep(0)
        return plainly(*arguments)

    return on_loop if spec.is_async else plainly


def check(app: App, turn: Turn, expected: Expected, values: dict[Prop, Any], changed: list[str]) -> None:
    """Compare a turn with what the interpreter says."""
    assert sorted(map(int, turn.names)) == sorted(expected.calls)
    for name, arguments, triggered in turn.calls:
        assert (arguments, set(triggered)) == expected.calls[int(name)]
        by_user = [t for t in changed if t in triggered]
        assert triggered[: len(by_user)] == by_user
    assert {(id, prop) for id, props in turn.changes.props.items() for prop in props} == expected.set
    assert {p: turn.live.value(*p) for p in expected.set} == {p: values[p] for p in expected.set}
    assert len(turn.changes.failures) == expected.failures
    check_order(app, [int(name) for name in turn.names])


def check_order(app: App, names: list[int]) -> None:
    """Every callback starts after those that set what it reads (C51)."""
    place = {name: i for i, name in enumerate(names)}
    for name in names:
        spec = app.specs[name]
        for other in app.specs[:name]:
            if other.number in place and set(other.outputs) & {*spec.inputs, *spec.states}:
                assert place[other.number] < place[name]


def choose_changes(rnd: random.Random, app: App, engine: Engine, values: dict[Prop, Any]) -> dict[str, Any]:
    """What the user does next: changes of one event, all in one group of the page."""
    possible = [p for p in PROPS if p[1] in BY_USER and any(p in spec.inputs for spec in app.specs)]
    if not possible:
        return {}
    group = engine.graph.group_of(rnd.choice(possible)[0])
    together = [p for p in possible if engine.graph.group_of(p[0]) == group]
    out = {}
    for id, prop in rnd.sample(together, min(len(together), rnd.choice((1, 1, 1, 2, 3)))):
        new = rnd.choice(("u", "t0", "t1")) if prop == "value" else (values.get((id, prop)) or 0) + 1
        values[(id, prop)] = out[f"{id}.{prop}"] = new
    return out


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """Callbacks fail on purpose here; nobody needs the tracebacks."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@settings(max_examples=2000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 12), st.integers(0, 2**32))  # the rest comes from a seed: drawing it all from Hypothesis takes three times as long
def test_run_does_what_a_naive_interpreter_does(size: int, seed: int) -> None:
    rnd = random.Random(seed)
    app = make_app(rnd, size)
    engine, values = build(app), dict(app.values)
    expected = interpret(app, values, [], load=True)
    check(app, engine.load(), expected, values, [])
    for _ in range(rnd.randint(1, 3)):
        changes = choose_changes(rnd, app, engine, values)
        if changes:
            keys: list[Prop] = [tuple(name.split(".")) for name in changes]  # type: ignore[misc]
            expected = interpret(app, values, keys, load=False)
            check(app, engine.change(changes), expected, values, list(changes))


# -- over HTTP and HTML ------------------------------------------------------------------------------------------------


def serve(app: App) -> tuple[Dash, list[Seen]]:
    """The same app for a browser, and the list in which its calls are noted."""
    engine = build(app)
    dash = Dash(layout=list(engine.layout.by_id.values()), prevent_initial_callbacks=app.prevent)
    dash._registry = engine.registry
    return dash, engine.calls


def look(page: Page, values: dict[Prop, Any]) -> None:
    """What there is to see is what the interpreter says."""
    for (id, prop), value in values.items():
        if prop == "children":
            assert page[id].text == value
        elif prop in ("title", "placeholder"):
            assert page[id].attributes[prop] == value
        elif prop == "value":
            assert page[id].value == value


def act(rnd: random.Random, app: App, page: Page, engine_groups: Any, values: dict[Prop, Any]) -> list[Prop]:
    """Do something on the page; what it changed."""
    possible = [p for p in PROPS if p[1] in BY_USER and any(p in spec.inputs for spec in app.specs)]
    if not possible:
        return []
    id, prop = rnd.choice(possible)
    if prop == "value":
        group = engine_groups(id)
        fields = [p for p in possible if p[1] == "value" and engine_groups(p[0]) == group]
        new = {p: rnd.choice(("u", "t0", "t1")) for p in rnd.sample(fields, rnd.randint(1, len(fields)))}
        page.set_many([(p[0], text) for p, text in new.items()])
        changed = [p for p, text in new.items() if values.get(p) != text]  # C55
    else:
        page.click(id) if prop == "n_clicks" else page.submit(id)
        new = {(id, prop): (values.get((id, prop)) or 0) + 1}
        changed = list(new)
    values.update(new)
    return changed


def compare(page: Page, calls: list[Seen], expected: Expected, values: dict[Prop, Any]) -> None:
    """The calls and the page are as the interpreter says."""
    assert {int(name): (arguments, set(triggered)) for name, arguments, triggered in calls} == expected.calls
    assert len(calls) == len(expected.calls)
    look(page, values)
    calls.clear()


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 12), st.integers(0, 2**32))
def test_page_does_what_a_naive_interpreter_does(size: int, seed: int) -> None:
    rnd = random.Random(seed)
    app = make_app(rnd, size)
    dash, calls = serve(app)
    values = dict(app.values)
    with Client(dash) as client:
        expected = interpret(app, values, [], load=True)
        page = client.get("/")
        compare(page, calls, expected, values)
        for _ in range(rnd.randint(1, 4)):
            changed = act(rnd, app, page, dash.graph.group_of, values)
            compare(page, calls, interpret(app, values, changed, load=False), values)
