"""Answers land while the reader works: focus, caret, typed text and zoom stay."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, dcc, html

pytestmark = pytest.mark.browser
FIELD = "document.getElementById('field')"
FIGURE = {"data": [{"type": "scatter", "x": [1, 2, 3, 4], "y": [1, 4, 9, 16]}], "layout": {"uirevision": "same"}}
RANGE = "document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range"


def slow_echo() -> Dash:
    """What is typed comes back late, in the middle of the next letters."""
    app = Dash("echo", layout=html.Div([dcc.Input(id="field", value="hello"), dcc.Input(id="note"), html.Div(id="out")]))

    @app.callback(Output("out", "children"), Input("field", "value"))
    async def echo(text: str) -> list[Any]:
        await asyncio.sleep(0.12)
        return ["Got ", html.B(text)]

    return app


def slow_shout() -> Dash:
    """The answer goes into the very field in which is typed."""
    app = Dash("shout", layout=html.Div([dcc.Input(id="field", value="HELLO"), html.Div(id="out")]))

    @app.callback(Output("field", "value"), Output("out", "children"), Input("field", "value"))
    async def shout(text: str) -> tuple[str, str]:
        await asyncio.sleep(0.12)
        return text.upper(), f"Got {text.upper()}"

    return app


def chart() -> Dash:
    """A graph, and text beside it and around it that changes with a field."""
    graph = dcc.Graph(figure=FIGURE, id="graph")
    app = Dash("chart", layout=html.Div([dcc.Input(id="field", value="a"), html.Div(id="out"), html.Div(graph, id="around")]))

    @app.callback(Output("out", "children"), Output("around", "className"), Input("field", "value"), State("graph", "figure"))
    def text(value: str, figure: Any) -> tuple[str, str]:
        return f"{value}: {len(figure['data'])} trace", f"around-{value}"

    return app


def redrawn() -> Dash:
    """A graph whose own figure is sent again, with the same uirevision."""
    app = Dash("redrawn", layout=html.Div([dcc.Input(id="field", value="a"), html.Div(id="out"), dcc.Graph(id="graph")]))

    @app.callback(Output("graph", "figure"), Output("out", "children"), Input("field", "value"))
    def draw(value: str) -> tuple[Any, str]:
        return {**FIGURE, "layout": {**FIGURE["layout"], "title": {"text": value}}}, value

    return app


def moved() -> Dash:
    """The answer writes anew the box in which the reader types."""
    app = Dash("moved", layout=html.Div([html.Button("Go", id="go"), html.Div(id="box")]))

    @app.callback(Output("box", "children"), Input("go", "n_clicks"))
    async def fill(clicks: int | None) -> list[Any]:
        await asyncio.sleep(0.12 if clicks else 0)
        return [html.P(f"{clicks or 0} clicks"), html.P("new") if clicks else "", dcc.Input(id="field"), dcc.Textarea(id="area")]

    return app


def type_slowly(tab: Any, text: str) -> None:
    """Put the caret behind the second letter and type."""
    tab.page.locator("#field").click()
    for key in ("Home", "ArrowRight", "ArrowRight"):
        tab.page.keyboard.press(key)
    tab.page.keyboard.type(text, delay=45)


def caret(tab: Any) -> list[Any]:
    """Id of what has the focus, the text in it, and the two ends of its selection."""
    return list(tab.page.evaluate("(e => [e.id, e.value, e.selectionStart, e.selectionEnd])(document.activeElement)"))


def test_the_caret_stays_while_answers_land(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(slow_echo()).url)
    type_slowly(tab, "-uvwxyz-")
    assert len(tab.posts) > 1  # answers came while keys went in
    tab.shows("#out", "Got he-uvwxyz-llo")
    tab.settle()
    assert caret(tab) == ["field", "he-uvwxyz-llo", 10, 10]


def test_no_letter_is_lost_if_the_answer_is_the_field_itself(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(slow_shout()).url)
    type_slowly(tab, "-uvwxyz-")
    tab.shows("#out", "Got HE-UVWXYZ-LLO")
    tab.until(f"{FIELD}.value === 'HE-UVWXYZ-LLO'")
    tab.settle()
    assert caret(tab) == ["field", "HE-UVWXYZ-LLO", 10, 10]


def test_a_selection_survives_an_answer(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(slow_echo()).url)
    tab.page.locator("#field").press("End")
    tab.page.keyboard.type("!")
    for _ in range(3):
        tab.page.keyboard.press("Shift+ArrowLeft")
    tab.shows("#out", "Got hello!")
    tab.settle()
    assert caret(tab) == ["field", "hello!", 3, 6]


def test_text_in_another_field_survives(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(slow_echo()).url)
    tab.page.locator("#field").fill("x")
    tab.page.locator("#note").click()
    tab.page.keyboard.type("a long note about it", delay=15)
    tab.shows("#out", "Got x")
    tab.settle()
    assert caret(tab) == ["note", "a long note about it", 20, 20]


def test_text_survives_when_the_box_around_it_is_written_anew(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """What is typed while the request is under way; what was there before starts anew."""
    tab = open_tab(serve(moved()).url)
    tab.page.locator("#go").click()
    tab.page.locator("#area").fill("many\nlines")
    type_slowly(tab, "typed meanwhile")
    tab.shows("#box p", "1 clicks")
    tab.settle()
    assert caret(tab) == ["field", "typed meanwhile", 15, 15]
    assert tab.page.locator("#area").input_value() == "many\nlines"


@pytest.mark.parametrize("app", [chart, redrawn])
def test_a_zoomed_graph_stays_zoomed(app: Callable[[], Dash], open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(app()).url)
    tab.until("document.querySelectorAll('path.point, .trace .js-line').length > 0")
    box, mouse = tab.page.locator(".nsewdrag").bounding_box(), tab.page.mouse
    mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7, steps=5)
    mouse.up()
    tab.until(f"{RANGE}[0] > 1.5 && {RANGE}[1] < 3.5")
    zoomed = tab.page.evaluate(RANGE)
    tab.page.locator("#field").fill("b")
    tab.until("document.getElementById('out').textContent.startsWith('b')")
    tab.settle()
    assert tab.page.evaluate(RANGE) == zoomed
