"""dcc.Tooltip in a browser: where it stands, and what it says while its content is computed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
BOX = "(e => { const {left, right, top, bottom, width} = e.getBoundingClientRect(); return {left, right, top, bottom, width} })(document.querySelector('.dash-tooltip'))"


def make(x: float, direction: str, go_on: threading.Event | None = None) -> Dash:
    around = html.Div([html.P("content"), dcc.Tooltip(id="t", direction=direction)], style={"position": "relative", "height": 300, "marginTop": 100})
    app = Dash("tooltip", layout=[html.Button("Go", id="go"), html.Button("Slow", id="slow"), around])

    @app.callback(Output("t", "bbox"), Output("t", "show"), Input("go", "n_clicks"), prevent_initial_call=True)
    def go(clicks: int) -> Any:
        return {"x0": x, "x1": x + 10, "y0": 100, "y1": 110}, clicks % 2 == 1

    @app.callback(Output("t", "children"), Input("slow", "n_clicks"))
    async def content(clicks: int | None) -> Any:
        while clicks and go_on and not go_on.is_set():
            await asyncio.sleep(0.005)
        return html.B(f"about {clicks}")

    return app


@pytest.mark.parametrize(
    ("x", "direction", "side"), [(300, "right", "right"), (300, "left", "left"), (300, "top", "top"), (300, "bottom", "bottom"), (750, "right", "left"), (5, "left", "right")]
)
def test_it_stands_beside_the_place_and_turns_where_there_is_no_room(x: float, direction: str, side: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make(x, direction)).url, viewport={"width": 800, "height": 600})
    assert not tab.page.locator(".dash-tooltip").is_visible()
    tab.page.locator("#go").click()
    tab.until("document.querySelector('.dash-tooltip').checkVisibility()")
    box = tab.page.evaluate(BOX)
    place = tab.page.evaluate(BOX.replace(".dash-tooltip", ".dash-tooltip-anchor"))
    assert place["width"] == 10
    ends = {"right": box["left"] - place["right"], "left": place["left"] - box["right"], "top": place["top"] - box["bottom"], "bottom": box["top"] - place["bottom"]}
    assert 0 <= ends[side] < 20
    assert box["right"] <= 800
    assert box["left"] >= 0
    tab.page.locator("#go").click()
    tab.until("!document.querySelector('.dash-tooltip').checkVisibility()")


def test_it_says_that_it_is_loading(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    go_on = threading.Event()
    tab = open_tab(serve(make(100, "right", go_on)).url)
    tab.page.locator("#go").click()
    tab.until("document.querySelector('.dash-tooltip').checkVisibility()")
    tab.shows(".dash-tooltip", "about None")
    tab.page.locator("#slow").click()
    tab.shows(".dash-tooltip", "Loading...")
    go_on.set()
    tab.shows(".dash-tooltip", "about 1")
