"""The panel of a failed callback in debug mode: readable light, dark and on a phone, folded and opened by keyboard, no script (C182)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def failing() -> Dash:
    app = Dash("panel", title="Panel", debug=True, layout=html.Main([html.Label(["Value ", dcc.Input(id="in", value="0")]), html.P(id="out"), html.P(id="long")]))

    @app.callback(Output("out", "children"), Input("in", "value"))
    def divide(value: str) -> float:
        return 1 / int(value)

    @app.callback(Output("long", "children"), Input("in", "value"))
    def unbroken(value: str) -> str:
        try:
            raise KeyError("x" * 300)
        except KeyError as error:
            raise LookupError("y" * 300) from error

    return app


@pytest.mark.parametrize(("scheme", "width"), [("light", 1100), ("dark", 1100), ("light", 390), ("dark", 390)])
def test_the_panel_can_be_used_by_all(scheme: str, width: int, open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(failing()).url, color_scheme=scheme, viewport={"width": width, "height": 844})
    tab.page.evaluate("document.querySelectorAll('.hx-error details').forEach(d => d.open = true)")
    tab.settle()
    found = Axe().run(tab.page, options=WCAG).response
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.page.evaluate("document.querySelector('#hx-errors').scrollWidth <= document.querySelector('#hx-errors').clientWidth")


def test_the_panel_is_folded_by_keyboard_and_leaves_the_page_free(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(failing()).url)
    page = tab.page
    summaries = page.locator(".hx-error > details > summary")
    assert summaries.count() == 2
    before = page.evaluate("document.querySelector('#hx-errors').getBoundingClientRect().height")
    for i in range(2):
        summaries.nth(i).focus()
        page.keyboard.press("Enter")
    tab.until("!document.querySelector('.hx-error > details[open]')")
    assert page.evaluate("document.querySelector('#hx-errors').getBoundingClientRect().height") < before / 2
    assert summaries.nth(0).inner_text() == "ZeroDivisionError division by zero"


def test_the_panel_follows_the_callback(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(failing()).url)
    tab.page.locator("#in").fill("x")
    tab.until("document.querySelector('.hx-error summary').textContent.startsWith('ValueError')")
    tab.becomes("document.querySelectorAll('.hx-error').length", 2)
    tab.page.locator("#in").fill("4")
    tab.shows("#out", "0.25")
    tab.becomes("document.querySelectorAll('.hx-error').length", 1)
    assert tab.violations() == []
