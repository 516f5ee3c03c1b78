"""Patch: what it notes, what it does to plain values, and what reaches a page (SEMANTICS 1h, C140-C148)."""

from __future__ import annotations

import base64
import copy
import functools
import json
import pickle
import re
import struct
import subprocess
from collections.abc import Callable
from shutil import which
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hxdash
from hxdash import ALL, MATCH, Dash, Input, Output, Patch, State, dcc, html, set_props
from hxdash.callback import Registry
from hxdash.component import Component, revive
from hxdash.dcc.graph import bundle_for
from hxdash.files import STATIC
from hxdash.fragments import child_of
from hxdash.markup import escape
from hxdash.mentions import mentions_patch
from hxdash.outline import items_of, read, write
from hxdash.patch import MISSING, CannotPatch, apply, operations, unwire, wire
from hxdash.testing import Client, Page
from hxdash.testing.tree import parse

KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU"
VALUE = {"a": {"b": [1, 2, 3], "c": "x"}, "n": 4, "l": [[1], {"k": 2}, 5]}


def patched(value: Any, *changes: Callable[[Patch], Any]) -> Any:
    """The value after changes, each given the same Patch."""
    patch = Patch()
    for change in changes:
        change(patch)
    before = copy.deepcopy(value)
    after = apply(value, patch)
    assert value == before, "the old value was changed"
    return after


def done(code: str, value: Any = VALUE) -> Any:
    """The value after statements about `p`."""

    def change(p: Patch) -> None:
        exec(code, {"p": p})

    return patched(value, change)


# -- what is noted, and what it does to plain values --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("p['a']['b'][0] = 9", {**VALUE, "a": {"b": [9, 2, 3], "c": "x"}}),
        ("p.a.b[-1] = 9", {**VALUE, "a": {"b": [1, 2, 9], "c": "x"}}),
        ("p['l'][1]['k'] = {'z': 1}", {**VALUE, "l": [[1], {"k": {"z": 1}}, 5]}),
        ("p.new = 1", {**VALUE, "new": 1}),
        ("p.a.b[3] = 4", {**VALUE, "a": {"b": [1, 2, 3, 4], "c": "x"}}),
        ("p.x.y.z = 1", {**VALUE, "x": {"y": {"z": 1}}}),  # as ramda's assocPath
        ("p.x[0].z = 1", {**VALUE, "x": [{"z": 1}]}),
        ("p.a.c.text = 'y'", {**VALUE, "a": {"b": [1, 2, 3], "c": {"text": "y"}}}),  # a title that was only text
        ("del p['a']['b'][-2]", {**VALUE, "a": {"b": [1, 3], "c": "x"}}),
        ("del p.a.c", {**VALUE, "a": {"b": [1, 2, 3]}}),
        ("del p.nothing", VALUE),
        ("del p.l[7]", VALUE),
    ],
)
def test_assign_and_del_at_any_depth(code: str, expected: Any) -> None:
    """C140."""
    assert done(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("p.append(9)", [1, 2, 3, 2, 9]),
        ("p.prepend(9)", [9, 1, 2, 3, 2]),
        ("p.insert(1, 9)", [1, 9, 2, 3, 2]),
        ("p.insert(-1, 9)", [1, 2, 3, 9, 2]),
        ("p.insert(40, 9)", [1, 2, 3, 2, 9]),
        ("p.insert(-40, 9)", [1, 2, 3, 2, 9]),  # as ramda's insert
        ("p.extend([8, 9])", [1, 2, 3, 2, 8, 9]),
        ("p.extend((8, 9))", [1, 2, 3, 2, 8, 9]),
        ("p += [8, 9]", [1, 2, 3, 2, 8, 9]),
        ("p.clear()", []),
        ("p.reverse()", [2, 3, 2, 1]),
        ("p.remove(2)", [1, 3]),
        ("p.remove(True)", [1, 2, 3, 2]),
        ("p.append(4); p.reverse(); del p[0]", [2, 3, 2, 1]),  # C143: in order
    ],
)
def test_list_operations(code: str, expected: Any) -> None:
    """C141, C143."""
    assert done(code, [1, 2, 3, 2]) == expected
    assert done(re.sub(r"\bp\b", "p['k'][0]", code), {"k": [[1, 2, 3, 2]]}) == {"k": [expected]}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("p.n += 2", {"n": 6, "d": {"a": 1}, "t": "x"}),
        ("p['n'] -= 2", {"n": 2, "d": {"a": 1}, "t": "x"}),
        ("p.n *= 2.5", {"n": 10.0, "d": {"a": 1}, "t": "x"}),
        ("p.n /= 8", {"n": 0.5, "d": {"a": 1}, "t": "x"}),
        ("p.t += '!'", {"n": 4, "d": {"a": 1}, "t": "x!"}),
        ("p.d.update({'b': 2}, c=3)", {"n": 4, "d": {"a": 1, "b": 2, "c": 3}, "t": "x"}),
        ("p.d.update(a=3)", {"n": 4, "d": {"a": 3}, "t": "x"}),
        ("p.d |= {'b': 2}", {"n": 4, "d": {"a": 1, "b": 2}, "t": "x"}),
        ("p |= {'n': 5}", {"n": 5, "d": {"a": 1}, "t": "x"}),
        ("p.e.f.update(a=1)", {"n": 4, "d": {"a": 1}, "t": "x", "e": {"f": {"a": 1}}}),
        ("p.d.clear(); p.t.clear()", {"n": 4, "d": {}, "t": ""}),
        ("p.t += 'y'; p.t.reverse()", {"n": 4, "d": {"a": 1}, "t": "yx"}),
    ],
)
def test_numbers_and_dicts(code: str, expected: Any) -> None:
    """C142."""
    assert done(code, {"n": 4, "d": {"a": 1}, "t": "x"}) == expected


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
def test_arithmetic_on_the_whole_value(sign: str) -> None:
    assert done(f"p {sign}= 2", 8) == eval(f"8 {sign} 2")


def test_write_only() -> None:
    """C144."""
    p = Patch()
    with pytest.raises(TypeError, match="write-only, you cannot iterate"):
        list(p)
    with pytest.raises(TypeError, match="not iterable"):
        assert 1 in p.a
    for slicing in (lambda: p[1:2], lambda: p.__setitem__(slice(1), 2), lambda: p.__delitem__(slice(1))):
        with pytest.raises(TypeError, match="a slice is not a valid index for patch"):
            slicing()
    with pytest.raises(KeyError, match="sort is reserved for future use"):
        p.sort()
    for wrong in ("abc", 1, {"a": 1}):
        with pytest.raises(TypeError, match="should be a list or tuple"):
            p.a.extend(wrong)
    assert operations(p) == []
    assert repr(p.a[0]) == "<write-only hxdash.Patch object at ['a', 0]>"


def test_update_leaves_the_given_dict_alone() -> None:
    given, p = {"a": 1}, Patch()
    p.update(given, b=2)
    assert given == {"a": 1}


def test_patch_survives_pickle_and_copy() -> None:
    """C145."""
    p = Patch()
    p.data[0].y.append(5)
    for twin in (pickle.loads(pickle.dumps(p)), copy.copy(p), copy.deepcopy(p)):
        assert operations(twin) == operations(p)
    part = pickle.loads(pickle.dumps(p.data))
    part.clear()
    assert operations(part)[-1] == {"operation": "Clear", "location": ["data"], "params": {}}


def test_json_form_is_that_of_dash() -> None:
    p = Patch()
    p.a.insert(1, "x")
    del p[-1]
    expected = [
        {"operation": "Insert", "location": ["a"], "params": {"value": "x", "index": 1}},
        {"operation": "Delete", "location": [-1], "params": {}},
    ]
    assert p.to_plotly_json() == {"__dash_patch_update": "__dash_patch_update", "operations": expected}
    assert operations(unwire(json.loads(json.dumps(wire(p))))) == expected
    with pytest.raises(AttributeError):
        p.tolist  # noqa: B018  (asked by whoever writes JSON)


@pytest.mark.parametrize(
    ("code", "value", "message"),
    [
        ("p.append(1)", MISSING, "Cannot patch undefined"),
        ("p.x.append(1)", {}, "Cannot patch undefined: a list is due at this place, not nothing"),
        ("p.x.append(1)", {"x": None}, "Cannot patch undefined: a list is due at this place, not None"),
        ("p.x.y.append(1)", {}, "Cannot patch undefined: there is nothing with a 'y' at this place, but nothing"),
        ("p.x.append(1)", {"x": {}}, "a list is due at this place, not a dict"),
        ("p.x += 1", {"x": []}, "a number is due at this place, not a list"),
        ("p.x /= 0", {"x": 1}, "division by zero"),
        ("p.x.update(a=1)", {"x": []}, "a dict is due at this place"),
        ("p[3].append(1)", [[]], "the list has 1 items, none at 3"),
        ("p[5] = 1", [[]], "the list has 1 items, none at 5"),
        ("p[-2] = 1", [[]], "the list has 1 items, none at -2"),
        ("p['a'] = 1", [[]], "a list has no 'a'"),
        ("p[True] = 1", [[]], "a list has no True"),
    ],
)
def test_missing_places_are_refused(code: str, value: Any, message: str) -> None:
    """C140, C147."""
    with pytest.raises(CannotPatch, match=re.escape(message)):
        done(code, value)


def test_packed_arrays_are_unpacked_where_they_change() -> None:
    packed = {"dtype": "f8", "bdata": base64.b64encode(struct.pack("<3d", 1, 2.5, 3)).decode()}
    assert done("p.y.append(4)", {"x": packed, "y": packed}) == {"x": packed, "y": [1, 2.5, 3, 4]}
    assert done("p.y[1] = 2; p.y.clear()", {"y": packed}) == {"y": []}
    assert done("del p.y[0]", {"y": packed}) == {"y": [2.5, 3]}


LEAVES = st.none() | st.integers(-5, 5) | st.text("abc", max_size=2)
PLAIN = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3), max_leaves=10)


def places(value: Any) -> list[tuple[list[Any], Any]]:
    """All containers in a value, with their places."""
    out: list[tuple[list[Any], Any]] = [([], value)]
    pairs = enumerate(value) if isinstance(value, list) else value.items()
    return out + [([k, *place], found) for k, v in pairs if isinstance(v, (list, dict)) for place, found in places(v)]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Any, Patch, Any]:
    """A value, a Patch, and the value after the same was done to a copy by hand."""
    start = draw(st.lists(PLAIN, max_size=4) | st.dictionaries(st.sampled_from("abcd"), PLAIN, max_size=4))
    value, patch = copy.deepcopy(start), Patch()
    for _ in range(draw(st.integers(1, 6))):
        place, box = draw(st.sampled_from(places(value)))
        spot: Any = functools.reduce(lambda p, key: p[key], place, patch)
        new = draw(PLAIN)
        if isinstance(box, dict):
            by_hand(draw, box, spot, new)
        else:
            by_hand_list(draw, box, spot, new)
    return start, patch, value


def two(value: Any) -> tuple[Any, Any]:
    """Two copies: what is noted is not what is changed by hand."""
    return copy.deepcopy(value), copy.deepcopy(value)


def by_hand(draw: st.DrawFn, box: dict[str, Any], spot: Any, new: Any) -> None:
    key = draw(st.sampled_from("abcd"))
    what = draw(st.sampled_from(["assign", "del", "update", "clear", "add"]))
    if what == "assign":
        box[key], spot[key] = two(new)
    elif what == "del":
        box.pop(key, None)
        del spot[key]
    elif what == "update":
        a, b = two({key: new})
        box.update(a)
        spot.update(b)
    elif what == "clear":
        box.clear()
        spot.clear()
    elif isinstance(box.get(key), int):
        box[key] += 3
        spot[key] += 3


def by_hand_list(draw: st.DrawFn, box: list[Any], spot: Any, new: Any) -> None:
    index = draw(st.integers(-len(box), len(box) - 1)) if box else 0
    what = draw(st.sampled_from("append prepend insert extend clear reverse remove assign del".split()))
    if what == "append":
        a, b = two(new)
        box.append(a)
        spot.append(b)
    elif what in ("prepend", "insert"):
        at = 0 if what == "prepend" else index
        a, b = two(new)
        box.insert(at, a)
        spot.prepend(b) if what == "prepend" else spot.insert(at, b)
    elif what == "extend":
        box.extend(two(new))
        spot.extend(two(new))
    elif what in ("clear", "reverse"):
        getattr(box, what)()
        getattr(spot, what)()
    elif what == "remove":
        unwanted = box[index] if box else new
        box[:] = [v for v in box if v != unwanted]
        spot.remove(copy.deepcopy(unwanted))
    elif box and what == "assign":
        box[index], spot[index] = two(new)
    elif box:
        del box[index]
        del spot[index]


@settings(deadline=None, max_examples=400)
@given(histories())
def test_random_operations_do_what_the_same_do_by_hand(history: tuple[Any, Patch, Any]) -> None:
    start, patch, expected = history
    before = copy.deepcopy(start)
    assert apply(start, unwire(json.loads(json.dumps(wire(patch))))) == expected
    assert start == before


@pytest.mark.skipif(which("node") is None, reason="no node")
def test_browser_does_the_same_to_a_figure() -> None:
    """The code of static/dcc/graph.js, on a few hundred random histories."""
    text = (STATIC / "dcc" / "graph.js").read_text()
    code = text[text.index("const DTYPES") : text.index("function change(")]
    cases: list[Any] = []

    @settings(deadline=None, max_examples=300, database=None)
    @given(histories())
    def note(history: tuple[Any, Patch, Any]) -> None:
        cases.append([history[0], wire(history[1]), history[2]])

    note()
    packed = {"dtype": "f8", "bdata": base64.b64encode(struct.pack("<2d", 1, 2.5)).decode()}
    cases.append([{"y": packed, "x": packed}, [["Append", ["y"], 3]], {"y": [1, 2.5, 3], "x": packed}])
    cases.append([{}, [["Assign", ["title", "text"], "T"]], {"title": {"text": "T"}}])
    cases.append([{"title": "S"}, [["Assign", ["title", "text"], "T"]], {"title": {"text": "T"}}])
    cases.append([[1, 2], [["Insert", [], 9, -40]], [1, 2, 9]])
    program = f"""{code}
    const assert = require('assert');
    for (const [start, patch, expected] of JSON.parse(require('fs').readFileSync(0))) {{
      const before = JSON.stringify(start);
      assert.deepStrictEqual(patch.reduce(patched, start), expected, before + JSON.stringify(patch));
      assert.strictEqual(JSON.stringify(start), before);
    }}"""
    subprocess.run(["node", "-e", program], input=json.dumps(cases).encode(), check=True, capture_output=True)
