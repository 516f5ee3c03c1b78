"""Patches in a real browser: what they do not name stays as the reader has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from hxdash import ALL, Dash, Input, Output, Patch, State, dcc, html

pytestmark = pytest.mark.browser
PLOT = "document.querySelector('.js-plotly-plot')"
RANGE = f"{PLOT}._fullLayout.xaxis.range"


def chart(layout: dict[str, Any] | None = None) -> Dash:
    """A graph to which each button does something else; its arrays are packed, and nothing names a uirevision."""
    figure = go.Figure(go.Scatter(x=np.array([1.0, 2, 3, 4]), y=np.array([1.0, 4, 9, 16]), name="a"), layout=layout)
    buttons = [html.Button(id, id=id) for id in ("point", "title", "trace", "range")]
    app = Dash("chart", layout=html.Div([*buttons, dcc.Graph(figure=figure, id="graph"), html.P(id="out")]))
    outputs = Output("graph", "figure", allow_duplicate=True), Output("out", "children", allow_duplicate=True)

    @app.callback(*outputs, Input("point", "n_clicks"), prevent_initial_call=True)
    def point(n: int) -> tuple[Patch, str]:
        p = Patch()
        p.data[0].x.append(4 + n)
        p.data[0].y.append(20)
        return p, f"point {n}"

    @app.callback(*outputs, Input("title", "n_clicks"), prevent_initial_call=True)
    def title(n: int) -> tuple[Patch, str]:
        p = Patch()
        p.layout.title.text = f"Title {n}"
        p.layout.xaxis.title.text = "Axis"
        return p, f"title {n}"

    @app.callback(*outputs, Input("trace", "n_clicks"), prevent_initial_call=True)
    def trace(n: int) -> tuple[Patch, str]:
        p = Patch()
        p.data.append(go.Box(x=[1, 2, 3], name="b"))
        return p, f"trace {n}"

    @app.callback(*outputs, Input("range", "n_clicks"), prevent_initial_call=True)
    def range_(n: int) -> tuple[Patch, str]:
        p = Patch()
        p.layout.xaxis.range = [0, 10]
        p.layout.xaxis.autorange = False
        return p, f"range {n}"

    return app


def zoom(tab: Any) -> list[float]:
    """Zoom in with the mouse; the range that the x axis has then."""
    tab.until("document.querySelectorAll('path.point, .trace .js-line').length > 0")
    box, mouse = tab.page.locator(".nsewdrag").bounding_box(), tab.page.mouse
    mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7, steps=5)
    mouse.up()
    tab.until(f"{RANGE}[0] > 1.5 && {RANGE}[1] < 3.5")
    return list(tab.page.evaluate(RANGE))


def click(tab: Any, id: str, text: str) -> None:
    tab.page.locator(f"#{id}").click()
    tab.shows("#out", text)
    tab.settle()


@pytest.mark.parametrize("layout", [None, {"xaxis": {"title": {"text": "x"}}}, {"uirevision": 1, "title": "t"}])
def test_a_patched_figure_stays_zoomed(layout: Any, open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(chart(layout)).url)
    zoomed = zoom(tab)
    click(tab, "point", "point 1")
    click(tab, "title", "title 1")
    click(tab, "point", "point 2")
    assert tab.page.evaluate(f"[...{PLOT}._fullData[0].x]") == [1, 2, 3, 4, 5, 6]
    assert tab.page.evaluate(RANGE) == zoomed
    assert tab.page.locator(".gtitle").text_content() == "Title 1"
    assert tab.page.locator("#graph").get_attribute("aria-label") == "Title 1"
    click(tab, "trace", "trace 1")
    tab.until(f"{PLOT}._fullData.length === 2 && {PLOT}._fullData[1].type === 'box'")  # with a bigger bundle
    assert tab.page.evaluate(RANGE) == zoomed
    assert not any("bdata" in post for post in tab.posts)
    if layout is None or "uirevision" not in layout:  # else what the reader did counts for more, as plotly has it
        click(tab, "range", "range 1")
        assert tab.page.evaluate(RANGE) == [0, 10]


def rows() -> Dash:
    """A list in which the reader works while it changes."""

    def row(n: int) -> html.Div:
        return html.Div([dcc.Input(id={"row": n}, value=f"v{n}"), html.B(f"row {n}")])

    buttons = [html.Button(id, id=id) for id in ("add", "first", "middle", "drop", "turn", "texts", "plot")]
    app = Dash("rows", layout=html.Div([*buttons, html.Div([row(1), row(2), row(3)], id="box"), html.P(id="out"), html.P(id="all")]))
    ready: dict[str, Callable[[Patch, int], Any]] = {
        "add": lambda p, n: p.append(row(10 + n)),
        "first": lambda p, n: p.prepend(row(20 + n)),
        "middle": lambda p, n: p.insert(2, row(30 + n)),
        "drop": lambda p, n: p.__delitem__(0),
        "turn": lambda p, n: p.reverse(),
        "texts": lambda p, n: p.insert(1, "0"),
        "plot": lambda p, n: p.append(dcc.Graph(figure={"data": [{"y": [1, 2]}]})),
    }
    for id, change in ready.items():

        @app.callback(
            Output("box", "children", allow_duplicate=True), Output("out", "children", allow_duplicate=True), Input(id, "n_clicks"), prevent_initial_call=True
        )
        def patch(n: int, id: str = id, change: Callable[[Patch, int], Any] = change) -> tuple[Patch, str]:
            p = Patch()
            change(p, n)
            return p, f"{id} {n}"

    @app.callback(Output("all", "children"), Input("out", "children"), Input({"row": ALL}, "value"), State("box", "title"))
    def together(_: Any, values: list[str], __: Any) -> str:
        return " ".join(values)

    return app


def test_what_is_not_patched_keeps_focus_and_text(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(rows()).url)
    field = "[id='{\"row\":2}']"
    tab.page.locator(field).fill("typed")
    tab.shows("#all", "v1 typed v3")
    tab.page.evaluate("window.kept = document.querySelector(`" + field + "`)")
    for id in ("add", "first", "middle", "drop"):
        # Clicked by script: the focus is where the reader works.
        tab.page.locator(field).focus()
        tab.page.evaluate("window.kept.setSelectionRange(1, 3)")
        tab.page.evaluate(f"document.getElementById('{id}').click()")
        tab.shows("#out", f"{id} 1")
        tab.settle()
        assert tab.page.evaluate("kept.isConnected && document.activeElement === kept && [kept.value, kept.selectionStart, kept.selectionEnd]") == ["typed", 1, 3]
    assert tab.text("#box") == "row 1 row 31 row 2 row 3 row 11"
    tab.shows("#all", "v1 v31 typed v3 v11")
    tab.page.evaluate("document.getElementById('turn').click()")
    tab.shows("#all", "v11 v3 typed v31 v1")
    assert tab.text("#box") == "row 11 row 3 row 2 row 31 row 1"
    assert tab.page.locator(field).input_value() == "typed"
    tab.page.locator("[id='{\"row\":11}']").fill("new one is wired")
    tab.shows("#all", "new one is wired v3 typed v31 v1")
    for id in ("texts", "texts", "turn"):
        tab.page.locator(f"#{id}").click()
        tab.settle()
    assert tab.text("#box") == "row 1 row 31 row 2 row 3 00 row 11"
    tab.page.locator("#plot").click()
    tab.until("document.querySelectorAll('#box > .dash-graph .main-svg').length > 0")
