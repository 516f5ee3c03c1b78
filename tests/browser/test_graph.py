"""A chart in a real browser: what plotly.js reports, and what stays as the reader has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from hxdash import Dash, Input, Output, State, dcc, html

pytestmark = pytest.mark.browser
PLOT = "document.querySelector('.js-plotly-plot')"
RANGE = f"{PLOT}._fullLayout.xaxis.range"
DRAWN = "document.querySelectorAll('path.point').length > 0"


def watching(*props: str, **more: Any) -> Dash:
    """A chart and, for each of its properties, what a callback got of it."""
    figure = go.Figure([go.Scatter(x=np.array([1.0, 2, 3]), y=np.array([1.0, 4, 9]), mode="markers", marker_size=30, customdata=["a", "b", "c"]), go.Bar(x=[1], y=[2])])
    figure.update_layout(annotations=[{"x": 2.2, "y": 5.5, "text": "note", "captureevents": True, "showarrow": False}], width=600, height=400, showlegend=True)
    app = Dash("watching", layout=html.Div([dcc.Graph(id="g", figure=figure, **more), html.Button("go", id="go"), *(html.P(id=p) for p in props), html.P(id="state")]))

    def watch(prop: str) -> None:
        @app.callback(Output(prop, "children"), Input("g", prop), prevent_initial_call=True)
        def seen(data: Any) -> str:
            return json.dumps(data)

    for prop in props:
        watch(prop)

    @app.callback(Output("state", "children"), Input("go", "n_clicks"), State("g", "figure"), prevent_initial_call=True)
    def state(n: int, figure: Any) -> str:
        return json.dumps([n, figure["layout"].get("xaxis", {}).get("range"), figure["data"][1].get("visible")])

    return app


def told(tab: Any, selector: str) -> Any:
    """What the callback of a property got last, as soon as it is there."""
    tab.until(f"document.querySelector('{selector}').textContent !== ''")
    return json.loads(tab.page.locator(selector).text_content())


def at(tab: Any, x: float, y: float) -> tuple[float, float]:
    """The place on the screen of a point of the chart."""
    box = tab.page.locator(".nsewdrag").first.bounding_box()
    left, top = tab.page.evaluate(f"[{PLOT}._fullLayout.xaxis.l2p({x}), {PLOT}._fullLayout.yaxis.l2p({y})]")
    return box["x"] + left, box["y"] + top


def test_a_click_on_the_same_point_counts_again(open_tab: Callable[..., Any], serve: Callable[[Any], Any], calls: list[str]) -> None:
    tab = open_tab(serve(watching("clickData", "hoverData", clear_on_unhover=True)).url)
    tab.until(DRAWN)
    tab.page.mouse.move(*at(tab, 2, 4))
    assert told(tab, "#hoverData")["points"][0]["customdata"] == "b"
    tab.page.mouse.click(*at(tab, 2, 4))
    first = told(tab, "#clickData")
    assert (first["points"][0]["x"], first["points"][0]["pointNumber"]) == (2, 1)
    tab.page.wait_for_timeout(350)  # else plotly takes it for a double click
    tab.page.mouse.click(*at(tab, 2, 4))
    tab.until(f"JSON.parse(document.querySelector('#clickData').textContent).timestamp > {first['timestamp']}")
    tab.page.mouse.move(1, 1)
    tab.shows("#hoverData", "null")


def test_another_config_leaves_the_figure_and_its_events(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    """K04: the figure that is there, also if a callback has set it, is drawn with the other config; what the reader does is told as before."""
    app = watching("clickData")
    app.layout.children += [html.Button("title", id="title"), html.Button("config", id="config")]
    app.callback(Output("g", "figure"), Input("title", "n_clicks"), State("g", "figure"), prevent_initial_call=True)(lambda n, f: {**f, "layout": {**f["layout"], "title": {"text": "New"}}})
    app.callback(Output("g", "config"), Input("config", "n_clicks"), prevent_initial_call=True)(lambda n: {"displaylogo": True})
    tab = open_tab(serve(app).url)
    tab.until(DRAWN)
    tab.page.locator("#title").click()
    tab.until(f"{PLOT}._fullLayout.title.text === 'New'")
    tab.page.locator("#config").click()
    tab.until(f"{PLOT}._context.displaylogo === true && {DRAWN}")
    assert tab.page.evaluate(f"{PLOT}._fullLayout.title.text") == "New"
    tab.page.mouse.click(*at(tab, 2, 4))
    assert told(tab, "#clickData")["points"][0]["x"] == 2


def test_zoom_legend_and_annotation_are_told_and_in_the_figure(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(watching("relayoutData", "restyleData", "clickAnnotationData")).url)
    tab.until(DRAWN)
    (x0, y0), (x1, y1) = at(tab, 1.5, 7), at(tab, 2.5, 2)
    tab.page.mouse.move(x0, y0)
    tab.page.mouse.down()
    tab.page.mouse.move(x1, y1, steps=5)
    tab.page.mouse.up()
    zoomed = told(tab, "#relayoutData")
    assert zoomed["xaxis.range[0]"] == pytest.approx(1.5, abs=0.05)
    tab.page.locator(".legendtoggle").nth(1).click()
    assert told(tab, "#restyleData") == [{"visible": ["legendonly"]}, [1]]
    tab.page.locator(".annotation-text-g").click()
    assert told(tab, "#clickAnnotationData")["annotation"]["text"] == "note"
    tab.page.locator("#go").click()
    n, range_, visible = told(tab, "#state")
    assert (n, range_, visible) == (1, [zoomed["xaxis.range[0]"], zoomed["xaxis.range[1]"]], "legendonly")


def test_other_colours_are_no_news(open_tab: Callable[..., Any], serve: Callable[[Any], Any], calls: list[str]) -> None:
    tab = open_tab(serve(watching("relayoutData")).url)
    tab.until(DRAWN)
    tab.page.emulate_media(color_scheme="dark")
    tab.until(f"{PLOT}._fullLayout.font.color !== '#444'")
    tab.settle()
    assert "seen" not in calls


def growing(**more: Any) -> Dash:
    """A chart to which a button adds a point, and another gives new values."""
    figure = go.Figure(go.Scatter(x=np.array([1.0, 2, 3]), y=np.array([1.0, 4, 9]), mode="markers"))
    app = Dash("growing", layout=html.Div([html.Button("add", id="add"), html.Button("move", id="move"), dcc.Graph(id="g", figure=figure, **more)]))

    @app.callback(Output("g", "extendData"), Output("g", "prependData"), Input("add", "n_clicks"), prevent_initial_call=True)
    def add(n: int) -> Any:
        return {"x": [[3 + n]], "y": [[10 + n]]}, [{"x": [[-n]], "y": [[0]]}, [0], 5]

    @app.callback(Output("g", "figure"), Input("move", "n_clicks"), prevent_initial_call=True)
    def move(n: int) -> Any:
        return {"data": [{"x": [1, 2, 3], "y": [n, n, n], "mode": "markers"}], "layout": {}}

    return app


def test_added_points_leave_the_zoom_alone(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(growing()).url)
    tab.until(DRAWN)
    (x0, y0), (x1, y1) = at(tab, 1.5, 7), at(tab, 2.5, 2)
    tab.page.mouse.move(x0, y0)
    tab.page.mouse.down()
    tab.page.mouse.move(x1, y1, steps=5)
    tab.page.mouse.up()
    tab.until(f"{RANGE}[0] > 1.4")
    before = tab.page.evaluate(RANGE)
    tab.page.locator("#add").click()
    tab.until(f"[...{PLOT}._fullData[0].x].join() === '-1,1,2,3,4'")
    tab.page.locator("#add").click()
    tab.until(f"[...{PLOT}._fullData[0].x].join() === '-2,-1,1,2,3'")  # prepended with room for five
    assert tab.page.evaluate(RANGE) == before


def test_a_figure_moves_to_the_next(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(growing(animate=True, animation_options={"frame": {"duration": 60, "redraw": False}, "transition": {"duration": 50}})).url)
    tab.until(DRAWN)
    tab.page.evaluate(f"window.moved = 0; {PLOT}.on('plotly_animated', () => window.moved++)")
    tab.page.locator("#move").click()
    tab.until(f"[...{PLOT}._fullData[0].y].join() === '1,1,1' && window.moved > 0")


def test_who_wants_less_motion_gets_none(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(growing(animate=True)).url, reduced_motion="reduce")
    tab.until(DRAWN)
    tab.page.evaluate(f"window.moved = 0; {PLOT}.on('plotly_animating', () => window.moved++)")
    tab.page.locator("#move").click()
    tab.until(f"[...{PLOT}._fullData[0].y].join() === '1,1,1'")
    assert tab.page.evaluate("window.moved") == 0
