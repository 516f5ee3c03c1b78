"""Decode undoes encode: what a component is given comes back from the page that shows it, untouched, as the same value of the same type (K01, K02).

A value is rendered, the fields are read as a browser posts them (by script, and as a plain form), and decoded.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specimens import renderer_of

from hxdash import dash_table, dcc, html
from hxdash.component import Component
from hxdash.encoding import plain
from hxdash.testing.document import Document, counters
from hxdash.testing.events import sent_values
from hxdash.testing.widgets import show_tabs

# Every character that HTML can carry; a lone surrogate cannot be sent, and NUL is no character in HTML.
CHARACTERS = st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")
LINES = st.text(CHARACTERS, max_size=30)
LINE = LINES.map(lambda text: text.replace("\r", "").replace("\n", ""))
UNIX = LINES.map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n"))
NUMBERS = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False).filter(lambda n: not n.is_integer()))
OPTIONS = st.one_of(LINES, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.sampled_from(["1", "1.0", "true", "null", "None", "", " x", "[]", '"', "a\nb", "\x85", "-0"]))
JSON = st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | UNIX, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(UNIX, inner, max_size=3), max_leaves=8)
DATES = st.one_of(st.none(), st.dates(), st.datetimes(), st.dates().map(datetime.date.isoformat))
COUNTS = st.one_of(st.none(), st.integers(0, 10**12))
PATH = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)
CELL = st.fixed_dictionaries({"row": st.integers(0, 10**6), "column": st.integers(0, 100), "column_id": UNIX}, optional={"row_id": st.one_of(UNIX, st.integers(-(2**53), 2**53))})
POINTS = st.fixed_dictionaries({"points": st.lists(st.dictionaries(UNIX, JSON, max_size=3), max_size=3)}, optional={"range": JSON})
PLACES = st.dictionaries(st.sampled_from(["accuracy", "alt", "heading", "speed"]), st.none() | NUMBERS).map(lambda more: {"lat": 52.5, "lon": -13, **more})


@dataclass(frozen=True)
class Value:
    """Values of a property.

    Args:
        make: the component with a value.
        values: from which to choose.
        wanted: what comes back; by default the value itself, as JSON has it.
    """

    make: Callable[[Any], Component]
    values: st.SearchStrategy[Any]
    wanted: Callable[[Any], Any] = plain


def options(kind: Any, *, several: bool = False, **more: Any) -> Value:
    """A choice out of options of all types, and the value that is chosen."""
    lists = st.lists(OPTIONS, min_size=1, max_size=6, unique_by=lambda value: (type(value), str(value)))
    chosen = lists.flatmap(lambda all: st.tuples(st.just(all), st.permutations(all).flatmap(lambda order: st.integers(0, len(order)).map(lambda n: order[:n])) if several else st.none() | st.sampled_from(all)))
    return Value(lambda pair: kind(pair[0], pair[1], id="it", **more), chosen, lambda pair: pair[1])


def counts(kind: Any, prop: str, **more: Any) -> Value:
    return Value(lambda value: kind(id="it", **{prop: value}, **more), COUNTS if not prop.endswith("timestamp") else st.integers(-1, 2**45))


def on_scale(low: float, step: float, count: int) -> st.SearchStrategy[Any]:
    return st.integers(0, count).map(lambda i: round(low + i * step, 6)).map(lambda n: int(n) if float(n).is_integer() else n)


def json_of(kind: Any, prop: str, values: st.SearchStrategy[Any]) -> Value:
    return Value(lambda value: kind(id="it", **{prop: value}), st.none() | values)


CONFIRMS = {f"{kind.__name__}.{prop}": counts(kind, prop) for kind in (dcc.ConfirmDialog, dcc.ConfirmDialogProvider) for prop in sorted(kind.counters)}
VALUES: dict[str, Value] = {
    "Input.value": Value(lambda value: dcc.Input(value, id="it"), st.none() | LINES | NUMBERS),
    "Input.value of numbers": Value(lambda value: dcc.Input(value, "number", id="it"), st.none() | NUMBERS),
    "Input.value with limits": Value(lambda value: dcc.Input(value, "number", id="it", min=-5, max=5, step=0.25), st.none() | on_scale(-5, 0.25, 40)),
    "Textarea.value": Value(lambda value: dcc.Textarea(value, id="it"), st.none() | UNIX),
    "RadioItems.value": options(dcc.RadioItems),
    "Checklist.value": options(dcc.Checklist, several=True),
    "Dropdown.value": options(dcc.Dropdown),
    "Dropdown.value of several": options(dcc.Dropdown, several=True, multi=True),
    "Dropdown.search_value": Value(lambda value: dcc.Dropdown(["a"], id="it", search_value=value), st.none() | LINE.filter(bool)),
    "Tabs.value": Value(lambda value: dcc.Tabs([dcc.Tab(value=value)], value, id="it"), OPTIONS),
    "Slider.value": Value(lambda value: dcc.Slider(-3, 7, 0.1, value=value, id="it"), st.none() | on_scale(-3, 0.1, 100)),
    "Slider.value of marks": Value(lambda value: dcc.Slider(step=None, marks={0: "a", 2.5: "b", 9: "c"}, value=value, id="it"), st.sampled_from([None, 0, 2.5, 9])),
    "RangeSlider.value": Value(lambda value: dcc.RangeSlider(0, 100, 0.5, value=value, id="it"), st.none() | st.lists(on_scale(0, 0.5, 200), min_size=1, max_size=5).map(sorted)),
    "DatePickerSingle.date": Value(lambda value: dcc.DatePickerSingle(value, id="it"), DATES),
    "DatePickerRange.start_date": Value(lambda value: dcc.DatePickerRange(value, id="it"), DATES),
    "DatePickerRange.end_date": Value(lambda value: dcc.DatePickerRange(end_date=value, id="it"), DATES),
    "Geolocation.position": json_of(dcc.Geolocation, "position", PLACES),
    "Geolocation.position_error": json_of(dcc.Geolocation, "position_error", st.fixed_dictionaries({"code": st.integers(1, 3), "message": UNIX})),
    "Geolocation.local_date": json_of(dcc.Geolocation, "local_date", UNIX),
    "Geolocation.timestamp": json_of(dcc.Geolocation, "timestamp", NUMBERS),
    **{f"Graph.{prop}": json_of(dcc.Graph, prop, POINTS) for prop in ("clickData", "hoverData", "selectedData")},
    **{f"Graph.{prop}": json_of(dcc.Graph, prop, st.dictionaries(UNIX.filter(lambda name: name != "points"), JSON, max_size=4)) for prop in ("relayoutData", "clickAnnotationData")},
    "Graph.restyleData": json_of(dcc.Graph, "restyleData", st.tuples(st.dictionaries(UNIX, JSON, max_size=3), st.lists(st.integers(0, 9), max_size=3)).map(list)),
    "Graph.figure": Value(lambda value: dcc.Graph(id="it", figure=value), st.none() | st.fixed_dictionaries({"data": st.lists(st.dictionaries(UNIX, JSON, max_size=3), max_size=2), "layout": st.dictionaries(UNIX, JSON, max_size=3)})),
    "Location.pathname": json_of(dcc.Location, "pathname", PATH.map(lambda text: f"/{text}")),
    "Location.search": Value(lambda value: dcc.Location(id="it", search=value), st.just("") | PATH.map(lambda text: f"?{text}")),
    "Location.hash": Value(lambda value: dcc.Location(id="it", hash=value), st.just("") | PATH.map(lambda text: f"#{text}")),
    "Location.href": json_of(dcc.Location, "href", PATH.map(lambda text: f"https://x/{text}")),
    "ConfirmDialog.displayed": Value(lambda value: dcc.ConfirmDialog(id="it", displayed=value), st.none() | st.booleans()),
    "ConfirmDialogProvider.displayed": Value(lambda value: dcc.ConfirmDialogProvider("x", id="it", displayed=value), st.none() | st.booleans()),
    **CONFIRMS,
    **{f"{kind.__name__}.{prop}": counts(kind, prop) for kind in (dcc.Button, dcc.Input, dcc.Textarea, dcc.Clipboard, dcc.Interval) for prop in sorted(kind.counters)},
    **{f"html.{kind.__name__}.{prop}": counts(kind, prop) for kind in (html.Button, html.Div) for prop in sorted(kind.counters)},
    **{f"DataTable.{prop}": Value(lambda value, prop=prop: dash_table.DataTable([{"a": 1}], id="it", **{prop: value}), st.none() | CELL) for prop in ("active_cell", "start_cell", "end_cell")},  # type: ignore[misc]
    "DataTable.selected_cells": Value(lambda value: dash_table.DataTable([{"a": 1}], id="it", selected_cells=value), st.lists(CELL, max_size=3)),
}  # fmt: skip
OTHERS = {
    **dict.fromkeys(("Upload.contents", "Upload.filename", "Upload.last_modified", "Upload.files"), "files come, and never go back"),
    **dict.fromkeys(("Slider.drag_value", "RangeSlider.drag_value"), "shares the field of value"),
    **{f"DataTable.{prop}": "worked out of the rest" for prop in dash_table.DataTable.computed},
}


def test_every_property_that_a_browser_sends_is_here() -> None:
    kinds = [kind for kind in vars(dcc).values() if isinstance(kind, type) and issubclass(kind, Component)]
    wanted = {f"{kind.__name__}.{prop}" for kind in (*kinds, dash_table.DataTable) for prop in kind.browser_props | kind.edited if prop[0] != "_"}
    wanted |= {f"html.{kind.__name__}.{prop}" for kind in (html.Button, html.Div) for prop in kind.browser_props}
    assert wanted == {name.partition(" ")[0] for name in VALUES} | OTHERS.keys()


def posted(component: Component, prop: str, *, script: bool) -> list[str]:
    """What a browser posts of the untouched field."""
    document = Document(f"<main>{renderer_of(component).node(component)}</main>", script)
    show_tabs(document.nodes() if script else ())
    if prop in component.counters:
        named = next((n for n in document.nodes() if prop in counters(n)), None)
        return [counters(named)[prop]] if named is not None else []
    name, owner = f"v:it.{component.field(prop)}", document.by_id("it")
    sent = sent_values([n for n in document.nodes() if n.tag in ("input", "textarea", "select") and n.get("name") == name], owner if script else None)
    return [text if script else text.replace("\r\n", "\n").replace("\n", "\r\n") for _, text in sent]


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal, of the same types all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return len(a) == len(b) and all(map(same, a, b)) if isinstance(a, list) else bool(a == b)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("name", VALUES)
@settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_it_comes_back(name: str, script: bool, data: Any) -> None:
    one, prop = VALUES[name], name.partition(" ")[0].rpartition(".")[2]
    value = data.draw(one.values)
    component, wanted = one.make(value), one.wanted(value)
    got = plain(component.decode(prop, posted(component, prop, script=script)))
    if not script and isinstance(wanted, list) and prop == "value":
        got, wanted = sorted(got, key=repr), sorted(wanted, key=repr)  # the order of the clicks is not known
    assert same(got, wanted), (got, wanted)
