"""The small components together: axe finds nothing, light and dark, closed and open; nothing is wider than a phone; no page loads
what it does not use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
BBOX = {"x0": 100, "x1": 120, "y0": 20, "y1": 30}


def tabs(id: str, **props: Any) -> dcc.Tabs:
    labels = ("Overview", "Sales by region", "Customers", "A disabled one", "Settings")
    return dcc.Tabs([dcc.Tab(html.P(f"{label}: content"), label=label, disabled="disabled" in label) for label in labels], id=id, **props)


def make() -> Dash:
    buttons = html.Div([dcc.Button("Save", id="save", className="hx-primary"), dcc.Button("Reset", disabled=True), dcc.Button("Delete", className="hx-danger")], className="hx-row")
    spinners = [html.Div(dcc.Loading(html.P("Some content that is being computed."), type=kind, display="show"), className="hx-card") for kind in ("default", "circle", "dot", "graph", "cube")]
    body = [
        html.H1("Small ones"),
        buttons,
        tabs("tabs"),
        tabs("upright", vertical=True),
        tabs("coloured", colors={"border": "grey", "primary": "green", "background": "var(--hx-fill)"}, mobile_breakpoint=600),
        html.P([dcc.Link("A link", href="/other"), " and ", html.Code("text"), dcc.Clipboard(content="x", title="Copy the text")]),
        html.Div(spinners, className="hx-grid", style={"--hx-min": "11rem"}),
        html.Div([html.P("What a tooltip points at"), dcc.Tooltip([html.B("1,234"), html.Div("visitors in May")], bbox=BBOX, direction="bottom")], style={"position": "relative", "minHeight": 120}),
        dcc.ConfirmDialogProvider(dcc.Button("Delete all", id="delete"), "confirm", "Delete all 12 rows?\nThis cannot be undone."),
        dcc.Location("url"),
        html.P(id="out"),
    ]
    app = Dash("small", layout=html.Main(body), title="Small ones")

    @app.callback(Output("out", "children"), Input("tabs", "value"), Input("url", "pathname"), Input("confirm", "submit_n_clicks"), Input("save", "n_clicks"))
    def out(*values: Any) -> str:
        return " ".join(map(str, values))

    return app


def check(tab: Any) -> None:
    found = Axe().run(tab.page, options=RULES).response
    assert len(found["passes"]) > 10
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_can_be_used_by_all(scheme: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url, color_scheme=scheme, reduced_motion="reduce")
    tab.settle()
    check(tab)
    tab.page.locator("#delete").click()
    tab.until("!!document.querySelector(':modal')")
    tab.until("document.getAnimations().every(a => a.animationName)")
    check(tab)


def test_they_fit_on_a_phone(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390
    wide = tab.page.evaluate("[...document.querySelectorAll('#coloured [role=tab]')].map(t => t.getBoundingClientRect().width)")
    assert min(wide) > 300
    tab.page.locator("#delete").click()
    tab.until("!!document.querySelector(':modal')")
    assert tab.page.evaluate("document.querySelector(':modal').getBoundingClientRect().right") <= 390


@pytest.mark.parametrize(
    ("component", "files"),
    [
        (dcc.Button("x", id="x"), set()),
        (dcc.Tabs(id="x"), {"tabs.js", "tabs.css"}),
        (dcc.Link("x", "/x"), set()),
        (dcc.Loading("x"), {"loading.js", "loading.css"}),
        (dcc.Tooltip("x"), {"loading.js", "tooltip.css"}),
        (dcc.ConfirmDialog("x"), {"confirm.js", "confirm.css"}),
        (dcc.Clipboard("x"), {"clipboard.js", "clipboard.css"}),
    ],
    ids=lambda v: type(v).__name__,
)
def test_a_page_loads_what_it_uses(component: Any, files: set[str], open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(Dash("one", layout=component)).url)
    loaded = {".".join(url.rpartition("/")[2].split(".")[::2]) for url in tab.requests if "/static/dcc/" in url}
    assert loaded == files
