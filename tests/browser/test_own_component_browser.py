"""A component that is not hxdash's own, in a browser: by keys, by name, with its style sheet, under the page's own policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from star_rating import StarRating

from hxdash import Dash, Input, Output, html

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_stars_by_keys(scheme: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    app = Dash("stars", layout=html.Main([html.Button("Go", id="go"), html.Div(id="box"), html.P(id="out")]), title="Stars", suppress_callback_exceptions=True)
    app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: StarRating(id="stars", label="Yours", value=1))
    app.callback(Output("out", "children"), Input("stars", "value"), prevent_initial_call=True)(repr)
    tab = open_tab(serve(app).url, color_scheme=scheme)
    assert not any("/own/" in url for url in tab.requests)
    tab.page.locator("#go").focus()
    tab.page.keyboard.press("Enter")
    tab.page.get_by_role("group", name="Yours").wait_for()
    tab.page.keyboard.press("Tab")
    tab.becomes("document.activeElement.ariaLabel", "1 of 5")
    for stars in ("2", "3"):
        tab.page.keyboard.press("ArrowRight")
        tab.shows("#out", stars)
    colours = "[...document.querySelectorAll('#stars label')].map(e => getComputedStyle(e).color)"
    tab.until(f"new Set({colours}.slice(0, 4)).size === 1 && {colours}[3] !== {colours}[4]")  # its style sheet is there
    assert len(tab.posts) == 3
    assert Axe().run(tab.page, options=WCAG).response["violations"] == []
