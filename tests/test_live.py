"""The page while callbacks run: what the browser has, under what has been set since."""

from __future__ import annotations

from typing import Any

import pytest
from engine import Engine

from hxdash import dcc, html
from hxdash.component import survey
from hxdash.graph import CallbackGraph
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.places import ancestors


@pytest.fixture
def live() -> Live:
    """A page: root > box > (inner > deep), x; and a Store."""
    inner = html.Div(html.P("p", id="deep"), id="inner")
    layout = Layout([html.Div([html.Div([inner], id="box"), dcc.Input(id="x", value="v")], id="root"), dcc.Store(id="s", data=[1])])
    return Live(PageState("/", layout, CallbackGraph([])))


def put(live: Live, id: str, value: Any, prop: str = "children") -> list[str]:
    """Set a prop that holds components, as a run does."""
    found: Any = []
    return live.set(id, prop, survey(value, found), found)


def test_untouched_page_is_the_layout(live: Live) -> None:
    assert live.ids() == ["root", "box", "inner", "deep", "x", "s"]
    assert (live.value("x", "value"), live.value("s", "data"), live.value("x", "placeholder")) == ("v", [1], None)
    assert (live.component("x") is live.page.layout.by_id["x"], live.is_fixed(), live.has("no")) == (True, True, False)


def test_set_prop_lies_over_the_layout(live: Live) -> None:
    assert put(live, "x", "w", "value") == []
    assert (live.value("x", "value"), live.component("x").prop("value"), live.page.layout.by_id["x"].prop("value")) == ("w", "w", "v")
    assert (live.changed, live.is_fixed()) == ({"x": {"value": "w"}}, True)


def test_value_is_a_copy(live: Live) -> None:
    live.value("s", "data").append(2)
    assert live.value("s", "data") == [1]


def test_new_children_replace_all_that_was_inside(live: Live) -> None:
    assert put(live, "box", [html.B(id="new")]) == ["new"]
    assert [id for id in ("root", "box", "inner", "deep", "new", "x") if live.has(id)] == ["root", "box", "new", "x"]
    assert (live.gone, live.replaced, live.parents, live.is_fixed()) == ({"inner", "deep"}, {"box"}, {"new": "box"}, False)
    assert (live.is_made("new"), live.is_made("box")) == (True, False)
    with pytest.raises(KeyError):
        live.component("deep")


def test_new_children_replace_what_was_made_inside_before(live: Live) -> None:
    put(live, "box", html.Div(html.B(id="one"), id="made"))
    put(live, "one", html.I(id="two"))
    assert live.parents["two"] == "one"
    put(live, "box", "empty")
    assert [live.has(id) for id in ("made", "one", "two")] == [False] * 3
    assert (live.made, live.value("box", "children")) == ({}, "empty")


def test_component_that_comes_again_starts_anew(live: Live) -> None:
    put(live, "deep", "old", "title")
    put(live, "box", html.P("q", id="deep"))
    assert (live.has("deep"), live.value("deep", "title"), live.value("deep", "children"), "deep" in live.gone) == (True, None, "q", False)
    assert live.ids() == ["root", "box", "x", "s", "deep"]


def test_children_without_ids_make_nothing(live: Live) -> None:
    assert put(live, "deep", [html.B("b"), "text"]) == []
    assert (live.made, live.gone, live.replaced) == ({}, set(), set())


def test_children_in_dashs_json_form_are_components(live: Live) -> None:
    assert put(live, "deep", html.B("b", id="j").to_plotly_json()) == ["j"]
    assert live.component("j").type_name == "html.B"


def test_children_as_a_value_are_dashs_json_form(live: Live) -> None:
    """dash_behaviour 9."""
    put(live, "deep", [html.B("b", className="k"), "text", 3])
    assert live.value("deep", "children") == [
        {"props": {"children": "b", "className": "k"}, "type": "B", "namespace": "dash_html_components"},
        "text",
        3,
    ]


def test_component_keeps_what_it_is_when_others_change(live: Live) -> None:
    put(live, "deep", "t", "title")
    put(live, "x", "w", "value")
    assert live.component("deep").prop("children") == "p"
    assert live.type_of("deep").type_name == "html.P"




def test_page_remembers_across_requests_what_came_and_what_left() -> None:
    made = iter([html.Div(dcc.Input(id="i", value="1"), id="d"), html.Div(id="fixed"), "nothing"])
    page = Engine(html.Button(id="go"), html.Div(html.Div(id="fixed"), id="box"), html.Div(id="out"))
    page.add("box", "go.n_clicks -> box.children", gives=lambda _: next(made), prevent_initial_call=True)
    page.add("out", "i.value | go.n_clicks, fixed.title -> out.children", optional=True)
    page.load()
    seen = []
    for n in (1, 2, 3):
        live = page.change({"go.n_clicks": n}).live
        seen.append([id for id in ("fixed", "d", "i") if live.has(id)])
    assert seen == [["d", "i"], ["fixed"], []]


def test_value_of_an_inserted_control_is_what_the_browser_has() -> None:
    page = Engine(html.Button(id="go"), html.Div(id="box"), html.Div(id="out"))
    page.add("box", "go.n_clicks -> box.children", gives=lambda _: dcc.Input(id="i", value=5, type="number"), prevent_initial_call=True)
    page.add("out", "i.value | go.n_clicks -> out.children", gives=lambda i, _: i, prevent_initial_call=True)
    page.load()
    assert page.change({"go.n_clicks": 1})["out.children"] == 5
    assert page.change({"i.value": "7"})["out.children"] == 7


def test_nearest_wired_component_around_a_made_one(live: Live) -> None:
    page = Engine(html.Div(id="box"))
    page.add("f", "box.title -> box.children")
    live = Live(PageState("/", page.layout, page.graph))
    put(live, "box", html.Div(html.Div(html.B(id="b"), id="unwired"), id="unwired2"))
    assert [ancestors(id, live.around(), page.graph) for id in ("b", "box")] == [["box"], []]
