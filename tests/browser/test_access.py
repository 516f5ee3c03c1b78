"""axe finds nothing to say of the six apps, light and dark, as they load and in their other states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from hxdash import Dash, dcc, html

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
APPS = ["", "basic-input/", "graph-with-slider/", "multiple-inputs/", "multiple-outputs/", "chained-callbacks/", "state/"]
SCHEMES = ["light", "dark"]


def check(tab: Any) -> None:
    """No violation in the page as it is."""
    tab.settle()
    found = Axe().run(tab.page, options=WCAG).response
    assert len(found["passes"]) > 5
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("app", APPS)
def test_a_page_can_be_used_by_all(app: str, scheme: str, open_tab: Callable[..., Any], examples: Any) -> None:
    tab = open_tab(f"{examples.url}/{app}", color_scheme=scheme)
    if tab.page.locator(".dash-graph").count():
        tab.until("document.querySelectorAll('path.point').length > 100")
    check(tab)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_open_dropdown_can_be_used_by_all(scheme: str, open_tab: Callable[..., Any], examples: Any) -> None:
    tab = open_tab(f"{examples.url}/multiple-inputs/", color_scheme=scheme)
    tab.page.locator("#xaxis-column .dash-dropdown-trigger").click()
    tab.until("!!document.querySelector(':popover-open')")
    check(tab)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_banner_and_error_box_can_be_used_by_all(scheme: str, open_tab: Callable[..., Any], examples: Any) -> None:
    tab = open_tab(f"{examples.url}/chained-callbacks/", color_scheme=scheme, quiet=False)
    tab.page.locator("#cities-radio input").nth(1).evaluate("e => { e.value = 'null0'; e.click() }")
    tab.until("!!document.querySelector('.hx-error')")
    tab.page.context.set_offline(True)
    tab.until("document.querySelector('.hx-banner').checkVisibility()")
    tab.page.context.set_offline(False)
    tab.page.evaluate("document.querySelector('.hx-banner').hidden = false")
    check(tab)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pickers_can_be_used_by_all(scheme: str, open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """Handles and dates: closed, open, disabled, with several months and days that cannot be chosen."""
    app = Dash("pickers")
    off = {"disabled": True}
    app.layout = html.Div([
        dcc.RangeSlider(0, 10, value=[3, 7], id="two", tooltip={"always_visible": True}), dcc.RangeSlider(0, 10, value=[1, 5, 7], vertical=True, id="three"),
        dcc.RangeSlider(0, 10, value=[3, 7], id="off", **off), dcc.DatePickerSingle(date="2026-03-15", id="day", clearable=True, disabled_days=["2026-03-17"]),
        dcc.DatePickerRange(start_date="2026-03-11", end_date="2026-04-02", id="days", month_format="MMM YY"), dcc.DatePickerSingle(id="none", **off),
    ])  # fmt: skip
    tab = open_tab(serve(app).url, color_scheme=scheme)
    check(tab)
    for id in ("day", "days"):
        tab.page.locator(f"#{id} .dash-datepicker-open").click()
        tab.until("!!document.querySelector(':popover-open')")
        check(tab)
        tab.page.keyboard.press("Escape")
