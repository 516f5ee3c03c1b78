"""What a callback writes leaves the elements where they are (K05), and counters count whoever reads them (K01): seen in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, dcc, html

pytestmark = pytest.mark.browser
NEW = {"disabled": True, "hidden": False, "style": {"color": "red"}, "className": "written"}


def controls() -> list[Any]:
    """One of each that has attributes to write."""
    return [
        html.Button("b", id="button"),
        html.Div([dcc.Input(id="inside"), "text"], id="div"),
        dcc.Input(id="input", value="v"),
        dcc.Textarea(id="area", value="v"),
        dcc.Checklist(["a", "b"], ["a"], id="list"),
        dcc.RadioItems(["a", "b"], "a", id="radio"),
        dcc.Dropdown(["a", "b"], "a", id="one"),
        dcc.Slider(0, 10, 1, value=3, id="slider"),
    ]


def test_attributes_do_not_recreate_elements(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """K05: every element is the one it was, with what was typed in it, and the focus stays in its field."""
    app = Dash("attributes", layout=html.Div([dcc.Input(id="go", value=""), *controls()]))
    outputs = [Output(c.id, prop) for c in controls() for prop in NEW if c.has_prop(prop)]

    @app.callback(outputs, Input("go", "value"), prevent_initial_call=True)
    def write(_: str) -> list[Any]:
        return [NEW[output.component_property] for output in outputs]

    tab = open_tab(serve(app).url)
    ids = [c.id for c in controls()]
    tab.page.evaluate("ids => { for (const id of ids) document.getElementById(id).marked = id }", [*ids, "inside"])
    tab.page.locator("#inside").fill("typed")
    tab.page.locator("#go").click()
    tab.page.keyboard.type("x")
    tab.until("document.querySelectorAll('.written').length >= 8")
    tab.settle()
    assert tab.page.evaluate("ids => ids.filter(id => document.getElementById(id).marked !== id)", [*ids, "inside"]) == []
    assert tab.page.evaluate("[document.getElementById('inside').value, document.activeElement.id]") == ["typed", "go"]
    red = [c.id for c in controls() if tab.page.locator(f"#{c.id}").evaluate("e => e.style.color") == "red"]
    assert red == [c.id for c in controls() if c.has_prop("style")]
    assert tab.page.evaluate("['button', 'input', 'area'].filter(id => !document.getElementById(id).disabled)") == []


def test_clicks_that_are_only_state_are_counted(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """K01: nothing is sent for them; they go along with the next request."""
    app = Dash("idle", layout=html.Div([html.Button("go", id="go"), html.Button("b", id="b"), html.Div("d", id="d"), html.P(id="out")]))

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), State("b", "n_clicks"), State("d", "n_clicks"), prevent_initial_call=True)
    def show(_: int, *clicks: int | None) -> str:
        return repr(clicks)

    tab = open_tab(serve(app).url)
    for id in ("b", "d", "d"):
        tab.page.locator(f"#{id}").click()
    tab.settle()
    assert tab.posts == []
    tab.page.locator("#go").click()
    tab.shows("#out", "(1, 2)")


def test_enter_after_an_edit_is_one_call(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """C56. In Dash 4.4.1 Enter in a debounced field is one call, triggered by n_submit and value (dash_behaviour 18)."""
    seen: list[Any] = []
    app = Dash("enter", layout=html.Div([dcc.Input(id="field", debounce=True), html.P(id="out")]))

    @app.callback(Output("out", "children"), Input("field", "value"), Input("field", "n_submit"), prevent_initial_call=True)
    def show(*values: Any) -> str:
        seen.append(values)
        return repr(values)

    tab = open_tab(serve(app).url)
    tab.page.locator("#field").focus()
    tab.page.keyboard.type("ab")
    tab.page.keyboard.press("Enter")
    tab.shows("#out", "('ab', 1)")
    tab.settle()
    assert seen == [("ab", 1)]


def test_field_that_comes_again_shows_its_own_value(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """C31, K03: a callback returns a field with the id of one in which something was typed; its callbacks see the field's own value, so must the reader."""
    app = Dash("again", suppress_callback_exceptions=True)
    app.layout = html.Div([html.Button("Go", id="go"), html.Div(dcc.Input(id="x", value="own"), id="box"), html.P(id="out")])
    app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: dcc.Input(id="x", value="own"))
    app.callback(Output("out", "children"), Input("x", "value"))(lambda value: f"out {value}")
    tab = open_tab(serve(app).url)
    tab.page.fill("#x", "typed")
    tab.shows("#out", "out typed")
    tab.page.click("#go")
    tab.shows("#out", "out own")
    tab.becomes("document.getElementById('x').value", "own")


def test_boxes_that_come_again_show_what_they_hold(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """K03: what was clicked in the old boxes does not stand over what the new ones come with."""
    app = Dash("boxes", suppress_callback_exceptions=True)

    def boxes(some: list[str], one: str) -> list[Any]:
        return [dcc.Checklist(["a", "b", "c"], some, id="some"), dcc.RadioItems(["a", "b", "c"], one, id="one"), html.P(id="out")]

    app.layout = html.Div([html.Button("Go", id="go"), html.Div(boxes(["b"], "b"), id="box")])
    app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: boxes(["a", "b"], "a") if n == 1 else boxes([], "c"))
    app.callback(Output("out", "children"), Input("some", "value"), Input("one", "value"))(lambda *values: repr(values))
    tab = open_tab(serve(app).url)
    for id in ("some", "one"):
        tab.page.locator(f"#{id} label").first.click()
    tab.shows("#out", "(['b', 'a'], 'a')")
    for seen, ticked in (("(['a', 'b'], 'a')", ["a", "b", "a"]), ("([], 'c')", ["c"])):
        tab.page.click("#go")
        tab.shows("#out", seen)
        tab.becomes("[...document.querySelectorAll('#box :checked')].map(box => box.value)", ticked)
