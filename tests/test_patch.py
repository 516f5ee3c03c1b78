"""Patch: what it notes, what it does to plain values, and what reaches a page (SEMANTICS 1h, C140-C148)."""

from __future__ import annotations

import asyncio
import base64
import copy
import functools
import json
import pickle
import re
import shutil
import struct
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import playwright
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hxdash
from hxdash import ALL, MATCH, Dash, Input, Output, Patch, State, dcc, html, set_props
from hxdash.callback import Registry
from hxdash.component import Component, Swap
from hxdash.edit import edit
from hxdash.files import STATIC
from hxdash.fragments import child_of
from hxdash.mentions import mentions_patch
from hxdash.moves import swaps
from hxdash.outline import Item, items_of, read, write
from hxdash.patch import MISSING, CannotPatch, apply, operations, unwire, wire
from hxdash.testing import Client, Page
from hxdash.testing.tree import parse

NODE = shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")  # playwright brings its own
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
        p.tolist  # asked by whoever writes JSON


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
    done = subprocess.run([NODE, "-e", program], input=json.dumps(cases).encode(), check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-2000:]


# -- on a page ----------------------------------------------------------------------------------------------------------


def app_of(*layout: Any, **settings: Any) -> Dash:
    return Dash(__name__, secret_key=KEY, layout=html.Div(list(layout)), **settings)


def on_click(app: Dash, *outputs: Output, id: str = "go", states: tuple[State, ...] = ()) -> Callable[[Any], Any]:
    """A callback that a click on a button calls."""
    return app.callback(*outputs, Input(id, "n_clicks"), *states, prevent_initial_call=True)


def styles(page: Page) -> list[tuple[str, str]]:
    """Which places the last answer changed, and how; without the snapshots."""
    pieces = [p for part in page.last.parts for p in parse(part).children if not isinstance(p, str) and p.tag == "hx-partial"]
    return [(p.get("id") or p.get("hx-target"), p.get("hx-swap")) for p in pieces if p.get("id") != "hx-state"]


def test_appended_children_make_their_initial_calls() -> None:
    """C146, C31: over several requests; what was there is not sent again."""
    app = app_of(html.Button("Add", id="go"), html.Div([html.P("first")], id="box"), html.P(id="all"))

    @on_click(app, Output("box", "children"))
    def add(n: int) -> Patch:
        p = Patch()
        p.append(html.Div([dcc.Input(id={"in": n}, value=f"v{n}"), html.B(id={"in": n, "out": True})]))
        return p

    @app.callback(Output({"in": MATCH, "out": True}, "children"), Input({"in": MATCH}, "value"))
    def one(value: str) -> str:
        return value.upper()

    @app.callback(Output("all", "children"), Input({"in": ALL}, "value"))
    def together(values: list[str]) -> str:
        return ",".join(values)

    with Client(app) as client:
        page = client.get("/")
        for n in (1, 2, 3):
            page.click("go")
            assert sorted(page.calls) == ["add", "one", "together"]
            assert styles(page) == [("all", "innerMorph")]  # the list is known to its own group, in a request that follows
            assert page[{"in": n, "out": True}].text == f"V{n}"
            page.set({"in": n}, f"w{n}")
        assert (page["all"].text, page["box"].text.split("\n")) == ("w1,w2,w3", ["first", "W1", "W2", "W3"])


def todo() -> Dash:
    """The to-do list of Dash's documentation: deletes by index what other requests have added."""
    app = app_of(dcc.Input(id="new"), html.Button(id="add"), html.Button(id="clear"), html.Button(id="turn"), html.Div([], id="box"))

    @on_click(app, Output("box", "children"), id="add", states=(State("new", "value"),))
    def add(n: int, text: str) -> Patch:
        p = Patch()
        tick = dcc.Checklist([{"label": "", "value": "done"}], [], id={"index": n, "type": "done"})
        p.append(html.Div([tick, html.Div([text], id={"index": n, "type": "text"})]))
        return p

    @on_click(app, Output("box", "children", allow_duplicate=True), id="clear", states=(State({"index": ALL, "type": "done"}, "value"),))
    def clear(n: int, state: list[list[str]]) -> Patch:
        p = Patch()
        for i in [i for i, value in enumerate(state) if value][::-1]:
            del p[i]
        return p

    @on_click(app, Output("box", "children", allow_duplicate=True), id="turn")
    def turn(n: int) -> Patch:
        p = Patch()
        p.reverse()
        return p

    @app.callback(Output({"index": MATCH, "type": "text"}, "style"), Input({"index": MATCH, "type": "done"}, "value"))
    def strike(value: list[str]) -> dict[str, str]:
        return {"textDecoration": "line-through"} if value else {}

    return app


def test_children_of_other_requests_are_deleted_by_index() -> None:
    """C140, C148: with allow_duplicate, the order of ALL being that on the page."""
    with Client(todo()) as client:
        page = client.get("/")
        for text in "abcde":
            page.set("new", text).click("add")
        page.set({"index": 2, "type": "done"}, ["done"]).set({"index": 5, "type": "done"}, ["done"]).click("clear")
        assert page["box"].text.split("\n") == ["a", "c", "d"]
        assert styles(page) == [('[id="box"]>:nth-child(2)', "delete"), ('[id="box"]>:nth-child(5)', "delete")]
        page.click("turn")
        assert (page["box"].text.split("\n"), styles(page)) == (["d", "c", "a"], [("box", "order")])
        page.set({"index": 4, "type": "done"}, ["done"]).click("clear")
        assert page["box"].text.split("\n") == ["c", "a"]
        assert page.errors == []


def echo_of(patch: Callable[[Patch], Any], *children: Any, **props: Any) -> Dash:
    """A box whose children are patched by a click; there may be inputs in it, which are shown in their order."""
    app = app_of(html.Button(id="go"), html.Div(*children, id="box", **props), html.P(id="all"))

    @on_click(app, Output("box", "children"))
    def go(n: int) -> Patch:
        p = Patch()
        patch(p)
        return p

    @app.callback(Output("all", "children"), Input({"in": ALL}, "value"))
    def together(values: list[str]) -> str:
        return ",".join(values)

    return app


def box(n: Any) -> dcc.Input:
    return dcc.Input(id={"in": n}, value=f"v{n}")


@pytest.mark.parametrize(
    ("code", "expected", "ways"),
    [
        ("p.append(B(9))", "1 2 3 9", ["beforeend"]),
        ("p.prepend(B(9))", "9 1 2 3", ["afterbegin"]),
        ("p.extend([B(8), 'x', B(9)])", "1 2 3 8 x 9", ["beforeend"]),
        ("p += [B(8)]", "1 2 3 8", ["beforeend"]),
        ("p.insert(0, B(9))", "9 1 2 3", ["afterbegin"]),
        ("p.insert(2, B(9))", "1 2 9 3", ["afterend"]),
        ("p.insert(-1, B(9))", "1 2 9 3", ["afterend"]),
        ("p.insert(99, 'x')", "1 2 3 x", ["beforeend"]),
        ("del p[1]", "1 3", ["delete"]),
        ("del p[-1]; del p[0]", "2", ["delete", "delete"]),
        ("del p[7]", "1 2 3", []),
        ("p[1] = B(9)", "1 9 3", ["outerMorph"]),
        ("p[3] = B(9)", "1 2 3 9", ["beforeend"]),
        ("p[1] = 'x'", "1 x 3", ["afterend", "delete"]),
        ("p[1] = [B(8), B(9)]", "1 8 9 3", ["afterend", "delete"]),
        ("p.reverse()", "3 2 1", ["order"]),
        ("p.append(B(9)); p.reverse()", "9 3 2 1", ["beforeend", "order"]),
        ("p.clear()", "", ["delete", "delete", "delete"]),
        ("p.clear(); p.append(B(9))", "9", ["beforeend", "delete", "delete", "delete"]),
        ("p.append(B(9)); p[-1].props.children = 'y'", "1 2 3 y", ["beforeend"]),
        ("p.append(B(9)); p[3]['props']['children'] += 'y'", "1 2 3 9y", ["beforeend"]),
        ("p.remove(B(2))", "1 3", ["delete"]),
        ("p.append(None)", "1 2 3", []),
        ("p[1].props.children = 'y'", "1 y 3", ["outerMorph"]),
        ("p[1].props.style = {'color': 'red'}", "1 2 3", ["outerMorph"]),
    ],
)
def test_children_change_by_the_fewest_swaps(code: str, expected: str, ways: list[str]) -> None:
    """C141, C146."""
    app = echo_of(lambda p: exec(code, {"p": p, "B": lambda n: html.B(str(n))}), [html.B("1"), html.B("2"), html.B("3")])
    with Client(app) as client:
        page = client.get("/").click("go")
        assert " ".join(re.findall(r">([^<>]+)<", page["box"].html)) == expected
        assert [way for _, way in styles(page)] == ways
        assert page.errors == []


def test_insertion_finds_a_neighbour_that_is_an_element() -> None:
    for children, code, ways in [
        (["a", html.B("b")], "p.insert(1, html.I('x'))", ["beforebegin"]),
        (["a", html.B("b")], "p.insert(1, 'x')", ["beforebegin"]),
        ([html.B("b"), "a", "c"], "p.insert(2, html.I('x'))", ["beforeend", "order"]),
        (["a", html.B("b"), "c"], "del p[2]", ["order"]),
        (["a", html.B("b"), "c"], "del p[1]", ["delete"]),
        (["a", html.B("b"), "c"], "p.remove('a')", ["order"]),
        ([html.B("a"), None, html.B("b")], "p.insert(2, 'x')", ["afterend"]),
        ([[html.B("a"), html.B("b")], html.B("c")], "del p[0]", ["delete", "delete"]),
        ([[html.B("a"), "b"], html.B("c")], "p.reverse()", ["order"]),
    ]:
        app = echo_of(lambda p, code=code: exec(code, {"p": p, "html": html}), children)  # type: ignore[misc]
        with Client(app) as client:
            page = client.get("/").click("go")
            assert [way for _, way in styles(page)] == ways, code


def test_single_child_becomes_the_first_of_a_list() -> None:
    for child in ("old", html.B("old")):
        with Client(echo_of(lambda p: p.append(html.I("new")), child)) as client:
            page = client.get("/")
            assert page.click("go")["box"].text == "oldnew"
            assert page.click("go")["box"].text == "oldnewnew"


def test_text_grows_over_several_requests() -> None:
    app = app_of(html.Button(id="go"), html.Div("a", id="box"), dcc.Markdown("*a*", id="text"))

    @on_click(app, Output("box", "children"), Output("text", "children"))
    def go(n: int) -> tuple[Patch, Patch]:
        p, q = Patch(), Patch()
        p += "b"
        q += " **b**"
        return p, q

    with Client(app) as client:
        page = client.get("/").click("go").click("go")
        assert (page["box"].text, page["text"].text) == ("abb", "a b b")


def test_a_property_of_an_old_child_is_that_component_s() -> None:
    """A Patch that goes into a child changes the component there, and calls what depends on it."""
    app = app_of(html.Button(id="go"), html.Div([box(1), html.B("x", id="b"), html.P([html.I("y", id="i")])], id="box"), html.P(id="all"))

    @on_click(app, Output("box", "children"))
    def go(n: int) -> Patch:
        p = Patch()
        p[0].props.value = f"new{n}"
        p[1].props.style.color = "red"
        p[2]["props"]["children"][0]["props"]["children"] = "z"
        del p[1].props.className
        return p

    @app.callback(Output("all", "children"), Input({"in": ALL}, "value"))
    def together(values: list[str]) -> str:
        return ",".join(values)

    layout = app.layout
    layout["b"].style = {"margin": "0"}
    with Client(app) as client:
        page = client.get("/").click("go")
        assert (page[{"in": 1}].value, page["all"].text, page["i"].text) == ("new1", "new1", "z")
        assert page["b"].html == '<b id="b" style="margin:0;color:red">x</b>'
        page.click("go")
        assert (page["all"].text, page.errors) == ("new2", [])


def test_what_cannot_be_found_is_an_error() -> None:
    def go(p: Patch) -> None:
        p[0].props.children[1].props.title = "x"

    app = echo_of(go, [html.Div([html.B(id="b"), html.I()])])
    with Client(app) as client:
        page = client.get("/").click("go")
        assert len(page.errors) == 1
    for code, children in [("p[5].props.title = 'x'", []), ("p[5] = 'x'", []), ("p.update(a=1)", []), ("p['a'] = 1", [])]:
        with Client(echo_of(lambda p, code=code: exec(code, {"p": p}), children)) as client:  # type: ignore[misc]
            assert len(client.get("/").click("go").errors) == 1, code


ENTRY = st.sampled_from(["text", "bold", "wired", "none", "pair", "mixed", "deep"])
STEP = st.tuples(st.sampled_from("append prepend insert extend del assign clear reverse remove".split()), st.integers(-4, 4), ENTRY)


def entry(kind: str, n: int) -> Any:
    return {
        "text": f"t{n}", "bold": html.B(f"b{n}"), "wired": box(n), "none": None, "pair": [html.I(f"i{n}"), html.I(f"j{n}")],
        "mixed": [f"m{n}", html.I(f"i{n}")], "deep": html.Div([html.P([box(n)]), "x"]),
    }[kind]  # fmt: skip


def play(steps: list[Any], p: Any, children: list[Any], number: int) -> None:
    """Do steps to a Patch and to a list."""
    for i, (what, index, kind) in enumerate(steps):
        new = entry(kind, 10 * number + i)
        at = max(-len(children), min(index, len(children) - 1))
        if what == "append":
            children.append(new)
            p.append(new)
        elif what == "prepend":
            children.insert(0, new)
            p.prepend(new)
        elif what == "insert":
            children.insert(at, new)
            p.insert(at, new)
        elif what == "extend":
            children += [new, "e"]
            p.extend([new, "e"])
        elif what in ("clear", "reverse"):
            getattr(children, what)()
            getattr(p, what)()
        elif what == "remove":
            children[:] = [c for c in children if c != "e"]
            p.remove("e")
        elif children and what == "assign":
            children[at] = p[at] = new
        elif children:
            del children[at]
            del p[at]


def rendered(component: Component) -> Any:
    """The element that a component alone makes."""
    with Client(app_of(component)) as client:
        return client.get("/").node("box")


def seen(node: Any) -> list[Any]:
    """What is to be seen: tags, ids and texts."""
    out: list[Any] = []
    for child in node.children:
        if not isinstance(child, str):
            out.append((child.tag, child.get("id"), seen(child)))
        elif out and isinstance(out[-1], str):
            out[-1] += child
        elif child:
            out.append(child)
    return out


@settings(deadline=None, max_examples=120)
@given(st.lists(ENTRY, max_size=4), st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=1, max_size=4), st.sampled_from(["layout", "load", "made"]))
def test_random_patches_of_children_over_several_requests(start: list[str], requests: list[list[Any]], origin: str) -> None:
    """Whatever came from the layout, a callback at load, or inside of what a callback made: the page shows what the list holds."""
    children = [entry(kind, n) for n, kind in enumerate(start)]
    todo = iter(enumerate(requests, 1))
    around = {"layout": html.Div(children[:], id="box"), "load": html.Div(id="box"), "made": html.Div(id="outer")}[origin]
    app = app_of(html.Button(id="go"), around, html.P(id="all"), suppress_callback_exceptions=True)

    @on_click(app, Output("box", "children", allow_duplicate=True))
    def go(n: int) -> Patch:
        number, steps = next(todo)
        p = Patch()
        play(steps, p, children, number)
        return p

    if origin == "load":

        @app.callback(Output("box", "children"), Input("box", "title"))
        def fill(_: Any) -> list[Any]:
            return children[:]

    if origin == "made":

        @app.callback(Output("outer", "children"), Input("outer", "title"))
        def make(_: Any) -> Any:
            return html.Div(children[:], id="box")

    @app.callback(Output("all", "children"), Input("go", "n_clicks"), State({"in": ALL}, "value"), Input("box", "children"))
    def together(n: int, values: list[str], _: Any) -> str:
        return ",".join(values)

    with Client(app) as client:
        page = client.get("/")
        for _ in requests:
            page.click("go")
            assert page.errors == []
            wanted: Any = rendered(html.Div(children, id="box"))
            assert seen(page.node("box")) == seen(wanted)
            assert page["all"].text == ",".join(node.value for node in wanted.walk() if node.tag == "input")


def test_two_callbacks_patch_the_same_children_in_one_request() -> None:
    """C148: their changes are shown as one, whatever the order of the callbacks."""
    app = app_of(html.Button(id="go"), html.Div([html.B("1"), html.B("2"), html.B("3")], id="box"), html.P(id="mid"))

    @on_click(app, Output("box", "children"), Output("mid", "children"))
    def first(n: int) -> tuple[Patch, int]:
        p = Patch()
        del p[0]
        p.append(html.B("4"))
        return p, n

    @app.callback(Output("box", "children", allow_duplicate=True), Input("mid", "children"), prevent_initial_call=True)
    def second(n: int) -> Patch:
        p = Patch()
        del p[0]
        p[-1] = html.I("5")
        return p

    with Client(app) as client:
        page = client.get("/").click("go")
        assert page["box"].html == '<div id="box"><b>3</b><i>5</i></div>'
        assert [way for _, way in styles(page)] == ["delete", "delete", "beforeend", "innerMorph"]
        assert page.click("go")["box"].html == '<div id="box"><i>5</i></div>'


def test_patch_after_a_whole_value_of_the_same_request() -> None:
    app = app_of(html.Button(id="go"), html.Div(id="box"), html.P(id="mid"))

    @on_click(app, Output("box", "children"), Output("mid", "children"))
    def first(n: int) -> tuple[list[Any], int]:
        return [html.B("1")], n

    @app.callback(Output("box", "children", allow_duplicate=True), Input("mid", "children"), prevent_initial_call=True)
    def second(n: int) -> Patch:
        p = Patch()
        p.append(html.I("2"))
        return p

    with Client(app) as client:
        page = client.get("/").click("go")
        assert (page["box"].text, styles(page)) == ("12", [("box", "innerMorph"), ("mid", "innerMorph")])


def test_patches_in_the_parts_of_a_stream(monkeypatch: pytest.MonkeyPatch, part_made: Callable[[str], threading.Event]) -> None:
    first_part = part_made('id="mid"')
    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", 0)
    app = app_of(html.Button(id="go"), html.Div([html.B("1"), html.B("2")], id="box"), html.P(id="mid"))

    @on_click(app, Output("box", "children"), Output("mid", "children"))
    def first(n: int) -> tuple[Patch, int]:
        p = Patch()
        del p[0]
        return p, n

    @app.callback(Output("box", "children", allow_duplicate=True), Input("go", "n_clicks"), prevent_initial_call=True)
    async def second(n: int) -> Patch:
        while not first_part.is_set():
            await asyncio.sleep(0)
        p = Patch()
        del p[0]
        p.append(html.I("3"))
        return p

    with Client(app) as client:
        page = client.get("/").click("go")
        assert len(page.last.parts) == 2
        assert page["box"].html == '<div id="box"><i>3</i></div>'


def test_fixed_components_that_were_taken_out_are_gone_for_good() -> None:
    app = app_of(html.Button(id="go"), html.Div([html.P(box(1)), box(2)], id="box"), html.Button(id="ask"), html.P(id="all"), dcc.Input(id="other"))

    @on_click(app, Output("box", "children"))
    def go(n: int) -> Patch:
        p = Patch()
        del p[0]
        return p

    @on_click(app, Output("all", "children"), id="ask", states=(State({"in": ALL}, "value"), State("box", "className")))
    def ask(n: int, values: list[str], _: Any) -> str:
        return ",".join(values)

    with Client(app) as client:
        page = client.get("/")
        assert page.click("ask")["all"].text == "v1,v2"
        assert page.click("go").click("ask")["all"].text == "v2"
        assert page.click("go").click("ask")["all"].text == ""


def test_clearing_what_is_not_known() -> None:
    """A helper out of sight may hide that a callback patches; what needs no old value still works, the rest says what to do."""
    source: dict[str, Any] = {}
    exec(compile("from hxdash import Patch as Hidden\ndef make(): return Hidden()", "/usr/lib/site-packages/hidden.py", "exec"), source)
    todo: list[str] = []
    app = app_of(html.Button(id="fill"), html.Button(id="go"), html.Div(id="box"))
    make = source["make"]

    @on_click(app, Output("box", "children"), id="fill")
    def fill(n: int) -> list[Any]:
        return [html.B("1"), html.B("2")]

    @on_click(app, Output("box", "children", allow_duplicate=True))
    def go(n: int) -> Any:
        p = make()
        exec(todo.pop(0), {"p": p, "html": html})
        return p

    def click(code: str) -> str:
        todo.append(code)
        return page.click("go")["box"].text

    with Client(app) as client:
        page = client.get("/").click("fill")
        assert click("p.append(html.I('3')); p.prepend(html.I('0'))") == "0123"
        assert click("p.append(html.I('4')); del p[-1]") == "0123"
        assert page.errors == []
        for code in ("del p[0]", "p.reverse()", "p.remove('x')", "p.insert(1, 'x')", "p[-1].props.title = 'x'", "p.insert(-1, 'x')"):
            assert click(code) == "0123"
            assert len(page.errors) == 1, code
        assert click("p.clear(); p.append('x')") == "x"
        assert click("p.append(html.I('y')); del p[0]") == "y"
        assert page.errors == []


def test_remove_compares_with_what_is_known_of_a_child() -> None:
    for code, expected in [
        ("p.remove('x')", ["a", "b", ""]),
        ("p.remove(box(1))", ["x", "a", "b", ""]),  # as it was made, a child with another id
        ("p.remove(None)", ["x", "a", "b"]),
        ("p.remove(5)", ["x", "a", "b", ""]),
        ("p.remove([])", ["x", "a", "b", ""]),
        ("p.remove(html.B('c'))", None),
        ("p.remove(dcc.Input(id={'in': 7}, value='v7'))", None),
        ("p.remove([html.B('c')])", None),
        ("p.remove(object())", None),
    ]:
        todo = ["p.extend(['x', 5, dcc.Input(id={'in': 7}, value='a'), dcc.Input(id={'in': 8}, value='b'), None])", code]
        if "html" in code:
            todo[0] = "p.append(html.B('b'))"
        app = echo_of(lambda p, todo=todo: exec(todo.pop(0), {"p": p, "html": html, "dcc": dcc, "box": box}), [])  # type: ignore[misc]
        with Client(app) as client:
            page = client.get("/").click("go").click("go")
            assert (page.errors == []) is (expected is not None), code
            assert expected is None or ("x" in page["box"].text, "5" in page["box"].text) == ("x" in expected, "5" not in code)


def test_a_single_child_is_patched_by_its_props() -> None:
    app = echo_of(lambda p: p.props.children.append("!"), html.P(["a"]))
    with Client(app) as client:
        assert client.get("/").click("go")["box"].html == '<div id="box"><p>a!</p></div>'


def test_old_value_that_is_not_known_is_an_error_with_a_way_out(caplog: pytest.LogCaptureFixture) -> None:
    hidden: dict[str, Any] = {}
    exec(compile("from hxdash import Patch as Hidden\ndef make(): return Hidden()", "/usr/lib/site-packages/hidden.py", "exec"), hidden)
    app = app_of(html.Button(id="go"), html.Div(id="x", style={}), html.Div([html.B("1")], id="box"))
    make = hidden["make"]

    @on_click(app, Output("box", "title"), Output("x", "style"))
    def go(n: int) -> Any:
        p, q = make(), make()
        p.append("x")
        del p[0], p[-1]
        set_props("nobody", {"style": p})
        q.color = "red"
        return "", q

    with Client(app) as client:
        page = client.get("/").click("go")
    text = "\n".join(r.getMessage() for r in caplog.records)
    assert "go has a Patch for x.style: the server does not know the value that the page has now." in text
    assert "fix:   build the Patch in the callback's own function, or give the callback State('x', 'style')" in text
    assert len(page.errors) == 1


def test_set_props_with_an_impossible_patch_is_an_error() -> None:
    app = app_of(html.Button(id="go"), html.Div(id="box"), html.P(id="out"))

    @on_click(app, Output("out", "children"))
    def go(n: int) -> str:
        p = Patch()
        p.append(1)
        set_props("box", {"children": p})
        return "set"

    with Client(app) as client:
        page = client.get("/").click("go")
        assert (page["out"].text, len(page.errors)) == ("set", 1)


def test_texts_at_the_edge_of_what_is_not_known() -> None:
    text, rest, new = Item(["t"], "t"), Item(None), Item([[""]], "new")

    class Shown:
        def node(self, content: Any) -> str:
            return "".join(content)

    assert swaps([text, rest], [text, new, rest], Shown()) == [Swap("afterbegin", "new")]  # type: ignore[arg-type]
    children, _ = edit([rest, text], True, Patch(), lambda id: True)
    assert children.gone == []
    p = Patch()
    del p[-1]
    with pytest.raises(CannotPatch, match="does not know which children"):
        edit([rest, text], True, p, lambda id: True)


# -- figures ------------------------------------------------------------------------------------------------------------

FIGURE = {"data": [{"type": "scatter", "x": [1, 2], "y": [3, 4]}], "layout": {"title": {"text": "Old"}, "height": 300}}


def held(page: Page, id: str = "graph") -> dict[str, Any]:
    """The figure that the browser has."""
    text = next(node.content for node in page.node(id).walk() if node.tag == "script")
    return json.loads(text)  # type: ignore[no-any-return]


@pytest.mark.parametrize("figure", [FIGURE, go.Figure(FIGURE)], ids=["dict", "Figure"])
@pytest.mark.parametrize("is_read", [False, True])
def test_figure_patch_sends_only_what_is_done(figure: Any, is_read: bool) -> None:
    """C146: over several requests; a callback that reads the figure gets the whole new one."""
    app = app_of(html.Button(id="go"), dcc.Graph(figure=figure, id="graph"), html.P(id="seen"))

    @on_click(app, Output("graph", "figure"))
    def add(n: int) -> Patch:
        p = Patch()
        p["data"][0]["y"].append(n)
        p.layout.title.text = f"New {n}"
        return p

    if is_read:

        @app.callback(Output("seen", "children"), Input("graph", "figure"))
        def show(now: Any) -> str:
            return f"{now['data'][0]['y']} {now['layout']['title']['text']}"

    with Client(app) as client:
        page = client.get("/").click("go").click("go")
        assert held(page)["data"][0]["y"] == [3, 4, 1, 2]
        assert held(page)["layout"]["title"] == {"text": "New 2"}
        assert page["seen"].text == ("[3, 4, 1, 2] New 2" if is_read else "")
        sent = '{"patch":[["Append",["data",0,"y"],2],["Assign",["layout","title","text"],"New 2"]],"bundle":"basic"}'
        assert f'<hx-partial id="graph" hx-swap="figurepatch">{sent}</hx-partial>' in page.last.text
        assert ("s:graph" in page.last.text) is False
        assert ('"graph":[' in page.last.text) is is_read


def test_figure_patch_after_a_whole_figure_of_the_same_request() -> None:
    app = app_of(html.Button(id="go"), dcc.Graph(id="graph"), html.P(id="mid"))

    @on_click(app, Output("graph", "figure"), Output("mid", "children"))
    def whole(n: int) -> tuple[Any, int]:
        return go.Figure(FIGURE), n

    @app.callback(Output("graph", "figure", allow_duplicate=True), Input("mid", "children"), prevent_initial_call=True)
    def part(n: int) -> Patch:
        p = Patch()
        p["data"].append(go.Heatmap(z=[[1]]))
        return p

    with Client(app) as client:
        page = client.get("/").click("go")
        assert ("graph", "figure") in styles(page)
        assert ([t["type"] for t in held(page)["data"]], held(page)["bundle"]) == (["scatter", "heatmap"], "cartesian")


def test_figure_patch_asks_for_the_bundle_that_it_needs() -> None:
    for code, bundle in [
        ("p.data[0].type = 'bar'", "basic"),
        ("p['data'][0]['type'] = 'histogram'", "cartesian"),
        ("p.data.append(go.Heatmap())", "cartesian"),
        ("p.data = [{'type': 'surface'}]", "strict"),
        ("p.data.extend([go.Bar(), go.Box()])", "cartesian"),
        ("p.data[0].update(type='box')", "cartesian"),
        ("p.layout.title = 'x'", "basic"),
    ]:
        app = app_of(html.Button(id="go"), dcc.Graph(figure=FIGURE, id="graph"))

        @on_click(app, Output("graph", "figure"))
        def change(n: int, code: str = code) -> Patch:
            p = Patch()
            exec(code, {"p": p, "go": go})
            return p

        with Client(app) as client:
            page = client.get("/").click("go")
            assert f'"bundle":"{bundle}"' in page.last.text, code
            assert held(page)["bundle"] == bundle


def test_empty_graph_can_be_patched() -> None:
    """Dash's Graph has an empty figure by default."""
    app = app_of(html.Button(id="go"), dcc.Graph(id="graph"), html.P(id="seen"))

    @on_click(app, Output("graph", "figure"))
    def add(n: int) -> Patch:
        p = Patch()
        p["data"].append({"y": [n]})
        return p

    @app.callback(Output("seen", "children"), Input("graph", "figure"), prevent_initial_call=True)
    def show(figure: Any) -> str:
        return str(figure["data"])

    with Client(app) as client:
        page = client.get("/").click("go").click("go")
        assert [t["y"] for t in held(page)["data"]] == [[1], [2]]
        assert page["seen"].text == "[{'y': [1]}, {'y': [2]}]"


def test_initial_callback_may_patch() -> None:
    app = app_of(dcc.Graph(figure=FIGURE, id="graph"), html.Div([html.B("1")], id="box"))

    @app.callback(Output("graph", "figure"), Output("box", "children"), Input("graph", "id"))
    def start(_: str) -> tuple[Patch, Patch]:
        p, q = Patch(), Patch()
        p.data[0].y[0] = 9
        q.prepend(html.B("0"))
        return p, q

    with Client(app) as client:
        page = client.get("/")
        assert (held(page)["data"][0]["y"], page["box"].text) == ([9, 4], "01")


# -- all other props ----------------------------------------------------------------------------------------------------


def test_patches_of_any_prop_add_up_over_requests() -> None:
    """C140, C143: several Patches in one return are independent; what is patched is kept, whoever reads it."""
    app = app_of(
        html.Button(id="go"),
        dcc.Store(id="store", data={"list": [], "n": 0}),
        dcc.Dropdown(["a"], "a", id="choice"),
        dcc.Checklist(["a", "b"], ["a"], id="list"),
        html.Div(id="styled", style={"margin": "0"}),
        html.P(id="seen"),
    )

    @on_click(app, Output("store", "data"), Output("choice", "options"), Output("list", "value"), Output("styled", "style"))
    def go(n: int) -> tuple[Patch, ...]:
        data, options, value, style = Patch(), Patch(), Patch(), Patch()
        data["list"].append(n)
        data.n += 10
        options.append(f"o{n}")
        value.append("b")
        value.remove("a")
        style[f"--x{n}"] = "1px"
        return data, options, value, style

    @app.callback(Output("seen", "children"), Input("store", "data"))
    def show(data: Any) -> str:
        return json.dumps(data)

    with Client(app) as client:
        page = client.get("/").click("go").click("go")
        assert page["seen"].text == '{"list": [1, 2], "n": 20}'
        assert page.node("styled").get("style") == "margin:0;--x1:1px;--x2:1px"
        assert [o for o in ("o1", "o2") if o in page["choice"].html] == ["o1", "o2"]
        assert page["list"].value == ["b"]
        assert page.errors == []


def test_patch_of_a_value_starts_from_what_the_user_has_set() -> None:
    app = app_of(html.Button(id="go"), dcc.Checklist(["a", "b", "c"], ["a"], id="list"))

    @on_click(app, Output("list", "value"))
    def go(n: int) -> Patch:
        p = Patch()
        p.append("c")
        return p

    with Client(app) as client:
        page = client.get("/")
        assert page.set("list", ["a", "b"]).click("go")["list"].value == ["a", "b", "c"]


def test_set_props_takes_patches() -> None:
    """C145: of components that no callback names as well, and their values add up."""
    app = app_of(html.Button(id="go"), html.Div([], id="box"), html.Div(id="styled", style={"margin": "0"}), dcc.Graph(figure=FIGURE, id="graph"))

    @app.callback(Input("go", "n_clicks"), prevent_initial_call=True)
    def go(n: int) -> None:
        p, q, r = Patch(), Patch(), Patch()
        p.prepend(html.B(str(n)))
        if n > 2:
            del p[1]
        q[f"--x{n}"] = "1px"
        r.data[0].y[0] = n
        set_props("box", {"children": p})
        set_props("styled", {"style": q})
        set_props("graph", {"figure": r})

    with Client(app) as client:
        page = client.get("/").click("go").click("go")
        assert (page["box"].text, held(page)["data"][0]["y"]) == ("21", [2, 4])
        assert page.node("styled").get("style") == "margin:0;--x1:1px;--x2:1px"
        assert page.click("go")["box"].text == "31"
        assert page.errors == []


def test_patch_of_nothing_is_an_error() -> None:
    """C147: in the words of Dash, with where and what to do; the other outputs of other callbacks are set."""
    for component, prop in [(html.Div(id="x"), "children"), (dcc.Store(id="x"), "data"), (html.Div(id="x"), "style")]:
        app = app_of(html.Button(id="go"), component, html.P(id="other"))

        @on_click(app, Output("x", prop))
        def change(n: int) -> Patch:
            p = Patch()
            p.append(1)
            return p

        @on_click(app, Output("other", "children"))
        def other(n: int) -> int:
            return n

        with Client(app) as client:
            page = client.get("/").click("go")
            assert page["other"].text == "1"
            assert len(page.errors) == 1


def test_error_says_what_where_and_how(caplog: pytest.LogCaptureFixture) -> None:
    app = app_of(html.Button(id="go"), html.Div(id="x"))

    @on_click(app, Output("x", "children"))
    def change(n: int) -> Patch:
        p = Patch()
        p.append(1)
        set_props("x", {"title": p})
        return p

    with Client(app) as client:
        client.get("/").click("go")
    text = re.sub(r":\d+", "", "\n".join(r.getMessage() for r in caplog.records if r.name == "hxdash.run"))
    assert "change has a Patch for x.children: Cannot patch undefined.\n  where: " in text
    assert "tests/test_patch.py, outputs x.children\n  fix:   give it a value in the layout, or return a whole value first" in text


def test_patch_within_a_value_is_an_error() -> None:
    for value in ([Patch()], html.Div([Patch()]), {"a": Patch()}):
        app = app_of(html.Button(id="go"), dcc.Store(id="x"))

        @on_click(app, Output("x", "data"))
        def change(n: int, value: Any = value) -> Any:
            return value

        with Client(app) as client:
            assert len(client.get("/").click("go").errors) == 1


def test_patch_of_several_components_by_wildcard() -> None:
    app = app_of(html.Button(id="go"), html.Div("a", id={"n": 1}, style={}), html.Div("b", id={"n": 2}, style={}))

    @on_click(app, Output({"n": ALL}, "style"))
    def change(n: int) -> list[Any]:
        p = Patch()
        p.color = "red"
        return [p, hxdash.no_update]

    with Client(app) as client:
        page = client.get("/").click("go")
        assert ("color:red" in page[{"n": 1}].html, "color:red" in page[{"n": 2}].html) == (True, False)


def test_patch_without_javascript() -> None:
    app = app_of(html.Button("Go", id="go"), html.Div([html.B("0")], id="box"), dcc.Graph(figure=FIGURE, id="graph"), dcc.Store(id="s", data=[]), html.P(id="out"))

    @on_click(app, Output("box", "children"), Output("graph", "figure"), Output("s", "data"))
    def go(n: int) -> tuple[Patch, Patch, Patch]:
        p, q, r = Patch(), Patch(), Patch()
        p.append(html.B(str(n)))
        q.data[0].y.append(n)
        r.append(n)
        return p, q, r

    @app.callback(Output("out", "children"), Input("s", "data"))
    def show(data: Any) -> str:
        return str(data)

    with Client(app) as client:
        page = client.get("/", javascript=False).click("go").click("go")
        assert (page["box"].text, page["out"].text) == ("012", "[1, 2]")
        assert held(page)["data"][0]["y"] == [3, 4, 1, 2]


# -- the parts ----------------------------------------------------------------------------------------------------------


def helper() -> Patch:
    return Patch()


class Maker:
    def __call__(self) -> Any:
        return helper()

    def method(self) -> Any:
        return helper()


def test_functions_that_may_patch_are_found() -> None:
    def directly() -> Any:
        return Patch()

    def by_module() -> Any:
        return hxdash.Patch()

    def by_helper() -> Any:
        return [helper() for _ in range(1)]

    def by_default(make: Any = helper) -> Any:
        return make()

    kept = Patch()

    def ready_made() -> Any:
        return kept

    def imports() -> Any:
        from hxdash import Patch as P  # noqa: PLC0415

        return P()

    @functools.wraps(directly)
    def wrapped() -> Any:
        return directly()

    for function in (directly, by_module, by_helper, by_default, ready_made, imports, wrapped, functools.partial(directly), Maker(), Maker().method):
        assert mentions_patch(function), function

    def recursive(n: int = 0) -> Any:
        return recursive(n) + json.loads("1") + len(str(later))

    assert not mentions_patch(recursive)
    later = 1
    assert not mentions_patch(Registry.add)
    assert not mentions_patch(len)
    assert not mentions_patch(lambda: later)


def test_callbacks_that_do_not_patch_cost_nothing() -> None:
    app = app_of(html.Button(id="go"), html.Div(id="box"), html.Div(id="styled"))

    @on_click(app, Output("box", "children"), Output("styled", "style"))
    def plainly(n: int) -> tuple[list[Any], dict[str, str]]:
        return [html.B("1")], {"color": "red"}

    with Client(app) as client:
        assert "hx-state" not in client.get("/").click("go").last.text


def test_outline_survives_json() -> None:
    children = ["a", html.B("b"), None, [html.B("c"), "d"], dcc.Input(id="x"), html.Div([html.P(dcc.Input(id={"n": 1}))]), 5, ""]
    written = write(items_of(children, lambda id: True), True)
    assert written == ["a", 1, {"": []}, {"": [1, "d"]}, ["x"], ["", {"n": 1}], "5", ""]
    assert [i.atoms for i in read(json.loads(json.dumps(written)))] == [i.atoms for i in items_of(children, lambda id: True)]
    assert write(items_of("a", lambda id: True), False) == {"one": "a"}
    assert write(read(None), True) is None


def test_selector_of_a_child_is_quoted() -> None:
    id = '{"a":"]\\\\\\"\n>*,"}'
    assert child_of(id, -2) == '[id="{\\"a\\":\\"]\\\\\\\\\\\\\\"\\a >*,\\"}"]>:nth-last-child(2)'


@pytest.mark.parametrize("name", sorted(n for n in Component.known_types if n.startswith("dcc.")))
def test_every_component_makes_one_element(name: str) -> None:
    """So the place of a child is the number of those before it; and it is what carries the id."""
    kind = Component.known_types[name]
    made = kind(**{prop: "x" for prop in ("id", *kind.required_props) if prop in kind.prop_names})
    elements = seen(rendered(html.Div(made, id="box")))
    assert [element[1] for element in elements] == ["x"]
