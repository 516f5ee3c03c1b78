"""Values keep their types through the wire, and what a callback writes leaves the rest alone (SEMANTICS, end of section 3: K01-K06).

What Dash 4.4.1 gives was measured for every row (dash_behaviour 6, 7, 9 and a page with all of them); where hxdash gives something else, the
row or the test says so.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from recorded import Recorded, components

from hxdash import Input, Output, State, dcc, html
from hxdash.testing import Client

PREVENT = {"prevent_initial_call": True}
MIXED = [1, 1.5, True, "1", "b", None, "true", ""]
SOME = [1, 1.5, True, "1", "b", "true", False]


def number(value: Any, **more: Any) -> dcc.Input:
    return dcc.Input(value=value, type="number", id="it", **more)


# control, what callbacks get at the load, and after another event; what the user sets, and what they get then. 8.0 as 8: see the last tests.
CONTROLS: dict[str, tuple[Any, Any, Any, Any]] = {
    "text": (dcc.Input(value="a", id="it"), "a", "12", "12"),
    "text, nothing": (dcc.Input(id="it"), None, "x", "x"),
    "text, cleared": (dcc.Input(value="a", id="it"), "a", "", ""),
    "text that is a number": (dcc.Input(value=5, id="it"), 5, "6", "6"),
    "text that looks like JSON": (dcc.Input(value="null", id="it"), "null", "[1]", "[1]"),
    "number": (number(5), 5, 7.5, 7.5),
    "number, nothing": (number(None), None, 7, 7),
    "number, cleared": (number(5), 5, None, None),
    "number, a whole one": (number(0.5), 0.5, "8.0", 8),
    "number, zeros before it": (number(0), 0, "007", 7),
    "number, given as text": (number("5"), "5", 7, 7),
    "number, beyond its limit": (number(50, max=10), 50, 11, None),
    "number, tiny": (number(0.1), 0.1, "1e-7", 1e-07),
    "several lines": (dcc.Textarea(value="a\nb", id="it"), "a\nb", "1\n\n2", "1\n\n2"),
    "several lines, nothing": (dcc.Textarea(id="it"), None, "x", "x"),
    "slider, whole steps": (dcc.Slider(0, 10, 1, value=3, id="it"), 3, 4, 4),
    "slider, half steps": (dcc.Slider(0, 10, 0.5, value=3.5, id="it"), 3.5, 4, 4),
    "slider, tenths": (dcc.Slider(0, 1, 0.1, value=0.5, id="it"), 0.5, 0.7, 0.7),
    "slider, nothing": (dcc.Slider(0, 10, 1, id="it"), None, 1, 1),
    **{f"radio {value!r}": (dcc.RadioItems(MIXED, "b", id="it"), "b", value, value) for value in MIXED if value not in ("b", None)},
    **{f"radio, at first {value!r}": (dcc.RadioItems(MIXED, value, id="it"), value, "b", "b") for value in MIXED if value != "b"},
    **{f"dropdown {value!r}": (dcc.Dropdown(SOME, "b", id="it"), "b", value, value) for value in SOME if value != "b"},
    "dropdown, cleared": (dcc.Dropdown(SOME, True, id="it"), True, None, None),
    "dropdown, several": (dcc.Dropdown(SOME, ["b", 1], multi=True, id="it"), ["b", 1], ["b", 1, True, "1"], ["b", 1, True, "1"]),
    "dropdown, several, none": (dcc.Dropdown(SOME, ["b"], multi=True, id="it"), ["b"], [], []),
    "dropdown, several, not given": (dcc.Dropdown(SOME, multi=True, id="it"), None, [1.5], [1.5]),
    "checklist, in the order of the clicks": (dcc.Checklist([3, "b", False, 1.5], ["b", 3], id="it"), ["b", 3], ["b", 3, 1.5, False], ["b", 3, 1.5, False]),
    "checklist, none": (dcc.Checklist([3, "b"], [3], id="it"), [3], [], []),
    "checklist, not given": (dcc.Checklist([3, "b"], id="it"), None, ["b"], ["b"]),  # untouched, it is [] at a later event; in Dash None
    "checklist of a dict": (dcc.Checklist({"a": "A", "1": "one"}, ["1"], id="it"), ["1"], ["1", "a"], ["1", "a"]),
}


@pytest.mark.parametrize(("control", "given", "entered", "after"), CONTROLS.values(), ids=CONTROLS.keys())
def test_control_keeps_the_type_of_its_value(control: Any, given: Any, entered: Any, after: Any) -> None:
    """K01, K02: as Input and as State: at the load, untouched at a later event, and when the user has set it."""
    seen: list[str] = []
    site = Recorded(control, *components("go a b"))
    site.add("I", "it.value -> a.children", lambda v: seen.append(repr(v)) or "")
    site.add("S", "go.n_clicks | it.value -> b.children", lambda _, v: seen.append(repr(v)) or "", **PREVENT)
    with site.open() as page:
        page.click("go")
        page.set("it", entered)
        page.click("go")
    assert seen == [repr(given), repr([] if isinstance(control, dcc.Checklist) and given is None else given), repr(after), repr(after)]


JSON = {"int": 8, "float": 1.5, "true": True, "none": None, "text": "8", "list": [3, 1, 2], "nested": {"a": [{"b": [None, False, 0, ""]}]}, "unicode": "ü\u2028<>&\"'"}


@pytest.mark.parametrize("value", [JSON, [], {}, 0, False, "", "0", None, 2**60, -0.5, [[[]]]], ids=repr)
def test_store_keeps_its_value(value: Any) -> None:
    """K01, K02: given in the layout, set by a callback, read by the next and in a later request."""
    seen: list[str] = []
    site = Recorded(dcc.Store(id="given", data=value), dcc.Store(id="set"), *components("go a b"))
    site.add("A", "go.n_clicks | given.data -> set.data", lambda _, v: seen.append(repr(v)) or v, **PREVENT)
    site.add("B", "set.data -> a.children", lambda v: seen.append(repr(v)) or "", **PREVENT)
    site.add("C", "a.n_clicks | set.data given.data -> b.children", lambda _, *both: seen.extend(map(repr, both)) or "", **PREVENT)
    with site.open() as page:
        page.click("go")
        page.click("a")
    assert seen == [repr(value)] * 4


DATES = {
    "date": (datetime.date(2020, 1, 2), "2020-01-02"),
    "datetime": (datetime.datetime(2020, 1, 2, 3, 4, 5, 678), "2020-01-02T03:04:05.000678"),
    "aware": (datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC), "2020-01-02T00:00:00+00:00"),
    "time": (datetime.time(1, 2), "01:02:00"),
}


@pytest.mark.parametrize(("value", "text"), DATES.values(), ids=DATES.keys())
def test_dates_are_iso_text(value: Any, text: str) -> None:
    """K02, C77: in a Store, in a field, as an option, in a list."""
    seen: list[Any] = []
    site = Recorded(*components("go a"), dcc.Store(id="s"), dcc.Input(id="f"), dcc.RadioItems([value], id="r"))
    site.add("A", "go.n_clicks -> s.data f.value a.children", lambda _: [[value], value, value], **PREVENT)
    site.add("B", "a.n_clicks | s.data f.value r.value a.children -> a.title", lambda _, *values: seen.extend(values) or "", **PREVENT)
    with site.open() as page:
        page.click("go")
        page.set("r", text)
        assert (page["a"].text, page["f"].value) == (text, text)
        page.click("a")
    assert seen == [[text], text, text, text]


@pytest.mark.parametrize(("given", "clicks"), [({}, [None, 1, 2]), ({"n_clicks": None}, [None, 1, 2]), ({"n_clicks": 0}, [0, 1, 2]), ({"n_clicks": 3}, [3, 4, 5])])
@pytest.mark.parametrize("kind", [html.Button, html.Div, html.A])
def test_clicks_start_as_given(kind: Any, given: dict[str, Any], clicks: list[Any]) -> None:
    """K03."""
    seen: list[Any] = []
    site = Recorded(kind("x", id="b", **given), *components("a"))
    site.add("T", "b.n_clicks -> a.children", lambda n: seen.append(n) or "")
    with site.open() as page:
        page.click("b").click("b")
    assert seen == clicks


def test_clicks_start_over_when_the_button_comes_anew() -> None:
    """K03. Measured: the button that came calls with None, as an Input that has changed."""
    site = Recorded(*components("go box[gone] a"))
    site.add("box", "go.n_clicks -> box.children", lambda _: html.Button(id="gone"), **PREVENT)
    site.add("T", "gone.n_clicks -> a.children")
    with site.open() as page:
        for id in ("gone", "gone", "go", "gone"):
            page.click(id)
        assert [call for call in site.take() if call[0] == "T"] == ["T(-) .", "T(1) gone.n_clicks", "T(2) gone.n_clicks", "T(-) gone.n_clicks", "T(1) gone.n_clicks"]


def everything() -> list[Any]:
    """Components, and what is read of them as State."""
    return [
        html.Button(id="b"),
        dcc.Input(id="t", value="a", n_submit=0),
        dcc.Slider(0, 10, 1, value=3, id="s", updatemode="drag"),
        dcc.Dropdown(["x", "y"], "x", id="d"),
        html.Div([html.B("bold", className="k"), "text", 3, None], id="box", style={"color": "red"}, **{"data-x": "1"}),
        dcc.Graph(id="g", figure={"data": [{"y": [1, 2.5]}], "layout": {"title": {"text": "t"}}}),
        dcc.Checklist([1, {"label": "z", "value": "z"}], id="k"),
    ]


BOLD = {"props": {"children": "bold", "className": "k"}, "type": "B", "namespace": "dash_html_components"}
STATES: dict[str, tuple[Any, Any]] = {
    "b.n_clicks": (None, 1),
    "t.value": ("a", "typed"),
    "s.value": (3, 5),
    "d.value": ("x", "y"),
    "d.search_value": (None, "que"),
    "d.options": (["x", "y"], ...),
    "k.options": ([1, {"label": "z", "value": "z"}], ...),
    "box.children": ([BOLD, "text", 3, None], ...),
    "box.style": ({"color": "red"}, ...),
    "box.data-x": ("1", ...),
    "box.id": ("box", ...),
    "box.title": (None, ...),
    "d.multi": (None, ...),
    "g.figure": ({"data": [{"y": [1, 2.5]}], "layout": {"title": {"text": "t"}}}, ...),
    "g.config": (None, ...),
}


@pytest.mark.parametrize(("name", "before", "after"), [(name, *values) for name, values in STATES.items()], ids=STATES.keys())
def test_any_prop_may_be_state(name: str, before: Any, after: Any) -> None:
    """K01: also one that was not given (None, never the default), and one that the user changed though nobody is called for it."""
    seen: list[Any] = []
    site = Recorded(*everything(), *components("go a"))
    site.app.callback(Output("a", "children"), Input("go", "n_clicks"), State(*name.rsplit(".", 1)), prevent_initial_call=True)(lambda _, v: seen.append(v) or "")
    with site.open() as page:
        page.click("go").click("b").set("t", "typed").set("s", 5).set("d", "y")
        page.set("d", "que", prop="search_value") if "search" in name else page.click("go")
        page.click("go")
    assert (seen[0], seen[-1]) == (before, before if after is ... else after)
    assert type(seen[0]) is type(before)


@pytest.mark.parametrize(("name", "count"), [("t.n_submit", 1), ("t.n_blur", 1), ("clock.n_intervals", None)])
def test_counter_that_is_only_state_counts(name: str, count: int | None) -> None:
    """K01. An Interval that calls nothing does not tick; in Dash it does."""
    seen: list[Any] = []
    site = Recorded(dcc.Input(id="t"), dcc.Interval(id="clock"), *components("go a"))
    site.add("T", f"go.n_clicks | {name} -> a.children", lambda _, v: seen.append(v) or "", **PREVENT)
    with site.open() as page:
        page.submit("t").blur("t").tick("clock").click("go")
    assert seen == [count]


def test_value_that_a_callback_sets_triggers_its_readers_and_leaves_other_fields() -> None:
    """K04: what is typed elsewhere stays, sent or not; the focus is for tests/browser/test_focus.py."""
    site = Recorded(*components("go x1 x2 a"))
    site.add("S", "go.n_clicks -> x1.value", lambda n: f"set {n}", **PREVENT)
    site.add("T", "x1.value -> a.children", lambda v: v, **PREVENT)
    with site.open() as page:
        page.set("x2", "typed").click("go")
        assert (site.take(), page["x1"].value, page["x2"].value, page["a"].text) == (["S(1) go.n_clicks", "T(set 1) x1.value"], "set 1", "typed", "set 1")


PARTS = [
    html.Button(id="it"),
    html.Div("text", id="it"),
    dcc.Input(id="it", value="v"),
    dcc.Textarea(id="it", value="v"),
    dcc.Checklist(["a"], ["a"], id="it"),
    dcc.RadioItems(["a"], "a", id="it"),
    html.Details([html.Summary("s"), "text"], id="it"),
]
NEW = {"disabled": True, "hidden": True, "style": {"color": "red"}, "className": "k"}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.type_name)
def test_attributes_are_set_in_place(part: Any) -> None:
    """K05: the answer holds attributes and no markup of the element; that the element stays is seen in tests/browser."""
    props = [prop for prop in NEW if part.has_prop(prop)]
    site = Recorded(part, html.Button(id="set"))
    site.add("T", [*(Output("it", prop) for prop in props), Input("set", "n_clicks")], [NEW[prop] for prop in props], **PREVENT)
    with site.open() as page:
        page.click("set")
        assert set(re.findall(r'hx-swap="(\w+)"', page.last.text)) <= {"attrs", "state"}
        attributes = page["it"].attributes
        assert ("color: red" in attributes["style"].replace(":red", ": red"), "k" in attributes["class"].split()) == (True, True)
        assert all(prop in attributes for prop in props if prop in ("disabled", "hidden"))


@pytest.mark.parametrize("kind", [dcc.RadioItems, dcc.Checklist, dcc.Dropdown])
def test_component_in_a_label_is_written_in_place(kind: Any) -> None:
    """K06: the label changes, the choice beside it stays."""
    control = kind([{"label": html.Span("one", id="one"), "value": 1}, {"label": "two", "value": 2}], id="it")
    site = Recorded(control, *components("go a"))
    site.add("T", "go.n_clicks -> one.children", lambda n: f"clicked {n}", **PREVENT)
    site.add("V", "it.value one.children -> a.children", lambda *values: repr(values))
    with site.open() as page:
        chosen = 1 if kind is dcc.RadioItems or kind is dcc.Dropdown else [1]
        page.set("it", chosen).click("go")
        assert (page["one"].text, page["it"].value, page["a"].text) == ("clicked 1", chosen, repr((chosen, "clicked 1")))


# -- what differs ----------------------------------------------------------------------------------------------------------------------------


def test_whole_float_stays_a_float_where_the_app_gives_it() -> None:
    """K02. In Dash 8.0 is 8 after its way through JSON, always; here only once a control has sent it. An option keeps it."""
    seen: list[str] = []
    site = Recorded(number(8.0), dcc.Store(id="s", data=8.0), dcc.RadioItems([2.0, 1], 1, id="r"), *components("go a b"))
    site.add("A", "go.n_clicks | it.value s.data r.value -> a.children", lambda _, *values: seen.append(repr(values)) or 4.0)
    site.add("B", "a.children -> b.children", lambda v: seen.append(repr(v)) or "", **PREVENT)
    with site.open() as page:
        assert page["a"].text == "4.0"
        page.set("r", 2.0).click("go")
    assert seen == ["(8.0, 8.0, 1)", "4.0", "(8, 8.0, 2.0)", "4.0"]


def test_number_that_a_callback_writes_into_a_text_field_comes_back_as_text() -> None:
    """K02. In Dash it stays a number until somebody types; here the field has what it shows. In the same request it is what was set."""
    seen: list[str] = []
    site = Recorded(dcc.Input(id="t"), *components("go a b"))
    site.add("A", "go.n_clicks -> t.value", lambda _: 5, **PREVENT)
    site.add("B", "t.value -> a.children", lambda v: seen.append(repr(v)) or "", **PREVENT)
    site.add("C", "a.n_clicks | t.value -> b.children", lambda _, v: seen.append(repr(v)) or "", **PREVENT)
    with site.open() as page:
        page.click("go").click("a")
    assert seen == ["5", "'5'"]


def test_without_javascript_types_are_the_same() -> None:
    """K02: one form, the same values; only the order of the clicks is not known (README)."""
    seen: list[str] = []
    site = Recorded(number(5), dcc.RadioItems(MIXED, True, id="r"), dcc.Checklist([3, "b", 1.5], ["b", 3], id="k"), dcc.Input(id="t", value=7), *components("go a"))
    site.add("A", "go.n_clicks | it.value r.value k.value t.value -> a.children", lambda _, *values: seen.append(repr(values)) or "")
    with Client(site.app) as client:
        page = client.get("/", javascript=False)
        page.click("go").set("it", 6.5).set("r", "1").set("k", ["b", 3, 1.5]).click("go")
    assert (seen[0], seen[-2], seen[-1]) == ("(5, True, ['b', 3], 7)", "(5, True, ['b', 3], 7)", "(6.5, '1', [3, 'b', 1.5], 7)")
