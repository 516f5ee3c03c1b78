"""Every page of the gallery in Chromium: axe in light and dark, at rest and in use; the policy, the console, what is loaded; 390 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import gallery  # isort: skip

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
EXAMPLES = "main > .hx-card"
PAGES = ["", *gallery.PAGES, "nonsense"]
OPEN = "!!document.querySelector(':popover-open, dialog[open]')"
CSV = {"name": "cities.csv", "mimeType": "text/csv", "buffer": b"city,people\nOslo,700\nRome,2800\n"}
UNUSED = """() => {
  const used = selector => (selector.match(/[.]dash-[a-z-]+|[[]data-[a-z-]+/g) ?? []).some(part => document.querySelector(part.replace(/^[[].*/, '$&]')));
  const rules = list => [...list].flatMap(rule => [...(rule.selectorText ? [rule.selectorText] : []), ...rules(rule.cssRules ?? [])]);
  const sheets = [...document.styleSheets].filter(sheet => sheet.href && !/hxdash\\.|gallery\\.css/.test(sheet.href) && !rules(sheet.cssRules).some(used));
  const scripts = [...document.scripts].map(script => script.src).filter(src => /\\/dcc\\//.test(src)).filter(
    src => !document.querySelector(`[hx-script$="${new URL(src).pathname}"]`));
  const plotly = [...document.scripts].filter(script => /plotly/.test(script.src) && !document.querySelector('.dash-graph'));
  return [...sheets.map(sheet => sheet.href), ...scripts, ...plotly.map(script => script.src)];
}"""


@pytest.fixture(scope="module")
def site(chromium: Any) -> Iterator[str]:
    from tests.browser.conftest import Server  # noqa: PLC0415

    server = Server(gallery.app)
    yield server.url
    server.stop()


def check(tab: Any, where: str | None = None) -> None:
    """No violation in the page as it is (or in a part of it): all rules in light, those about colours again in dark."""
    tab.settle()
    grounds = set()
    for scheme, rules in (("light", WCAG), ("dark", COLOURS)):
        tab.page.emulate_media(color_scheme=scheme)
        tab.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        grounds.add(tab.page.evaluate("getComputedStyle(document.body).color"))
        found = Axe().run(tab.page, context=where, options=rules).response
        assert len(found["passes"]) > 0
        assert [(scheme, v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert len(grounds) == 2, "the page looks the same in the dark"


def use_button(tab: Any) -> None:
    tab.page.click("#button-share")
    tab.shows("#button-which", "Share. Clicks so far: 1.")


def use_input(tab: Any) -> None:
    tab.page.fill("#input-years", "0")
    tab.shows("#input-payment", "Please give all three.")


def use_slider(tab: Any) -> None:
    tab.page.locator("#slider-hue input[type=range]").focus()
    tab.page.keyboard.press("ArrowRight")
    tab.until("document.querySelector('#slider-hue input[type=range]').value === '216'")


def use_dropdown(tab: Any) -> None:
    tab.page.click("#dropdown-continents .dash-dropdown-trigger")
    tab.until(OPEN)


def open_calendar(tab: Any) -> None:
    tab.page.locator(".dash-datepicker-open").first.click()
    tab.until(OPEN)


def use_graph(tab: Any) -> None:
    tab.page.locator("#graph-world .point").nth(4).hover(force=True)
    tab.until("!/Iceland/.test(document.querySelector('#graph-country .gtitle')?.textContent ?? 'Iceland')")


def use_table(tab: Any) -> None:
    tab.page.fill("#data-table-countries\\.filter\\.3", "> 80")
    tab.page.keyboard.press("Enter")
    tab.shows("#data-table-found", "13 of 142 countries. Try “> 80” in a column of numbers.")
    tab.page.click("#data-table-orders .dash-cell >> nth=0")


def use_upload(tab: Any) -> None:
    tab.page.set_input_files("#upload-csv input[type=file]", CSV)
    tab.shows("#upload-preview p", "cities.csv: 2 rows, 2 columns")


def use_tabs(tab: Any) -> None:
    tab.page.get_by_role("tab", name="Table").click()
    tab.page.get_by_role("tab", name="Members").click()
    tab.shows("#tabs-content", "Ada, Grace, Alan, Edsger, Barbara")


def use_tooltip(tab: Any) -> None:
    tab.page.locator("#tooltip-graph .point").nth(20).hover(force=True)
    tab.until("!!document.querySelector('#tooltip-box strong')?.checkVisibility()")


def ask(tab: Any) -> None:
    tab.page.click("#confirm-dialog-book")
    tab.until(OPEN)


def ask_first(tab: Any) -> None:
    tab.page.get_by_role("button", name="Delete the oldest").click()
    tab.until(OPEN)


def wait_for_it(tab: Any) -> None:
    tab.page.click("#loading-ask")
    tab.shows("#loading-oracle", "Ask again later.")


def stop(tab: Any) -> None:
    tab.page.click("#interval-stop")
    tab.shows("#interval-stop", "Go on")


USE: dict[str, Callable[[Any], None]] = {
    "button": use_button, "input": use_input, "slider": use_slider, "dropdown": use_dropdown, "date-picker-single": open_calendar,
    "date-picker-range": open_calendar, "graph": use_graph, "data-table": use_table, "upload": use_upload, "tabs": use_tabs,
    "tooltip": use_tooltip, "confirm-dialog": ask, "confirm-dialog-provider": ask_first, "loading": wait_for_it, "interval": stop,
}  # fmt: skip


@pytest.mark.parametrize("address", PAGES, ids=[page or "index" for page in PAGES])
def test_a_page_can_be_used_by_all(address: str, site: str, open_tab: Callable[..., Any]) -> None:
    """open_tab sees to it that the console and the policy had no complaint; of a page with status 404 the console says so."""
    tab = open_tab(f"{site}/{address}", quiet=not address or address in gallery.PAGES, reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    if tab.page.locator(".dash-graph:visible").count():
        tab.until("document.querySelectorAll('.main-svg').length > 0")
    title = gallery.PAGES[address].name if address in gallery.PAGES else "Not found" if address else "Components"
    tab.until(f"document.title === '{title} · hxdash'")
    assert tab.page.evaluate(UNUSED) == []
    if address != "interval":  # a tick may come in between
        check(tab)
    if address in USE:
        USE[address](tab)
        check(tab, EXAMPLES)
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.until("document.documentElement.scrollWidth <= 390")  # once the charts have followed


def test_from_page_to_page_without_loading(site: str, open_tab: Callable[..., Any]) -> None:
    """The list of pages marks the present one, the title follows, Back goes back, and nothing but the new page's scripts is loaded."""
    tab = open_tab(f"{site}/button", viewport={"width": 1280, "height": 900})
    tab.page.evaluate("window.mine = 1")
    tab.page.click(".gallery-nav >> text=Dropdown")
    tab.until("document.title === 'Dropdown · hxdash'")
    assert tab.page.locator("[aria-current=page]").inner_text() == "Dropdown"
    tab.page.click("#dropdown-country .dash-dropdown-trigger")
    tab.until(OPEN)
    tab.page.get_by_label("Japan").click()
    tab.until("/127.5/.test(document.querySelector('#dropdown-fact').textContent)")
    tab.page.go_back()
    tab.until("document.title === 'Button · hxdash'")
    use_button(tab)
    assert tab.page.evaluate("window.mine") == 1


def test_the_list_of_pages_on_a_phone(site: str, open_tab: Callable[..., Any]) -> None:
    tab = open_tab(f"{site}/button", viewport={"width": 390, "height": 844})
    assert not tab.page.get_by_role("link", name="Checklist").is_visible()
    tab.page.click("text=All components")
    tab.page.get_by_role("link", name="Checklist").click()
    tab.until("document.title === 'Checklist · hxdash'")
    assert not tab.page.get_by_role("link", name="Slider", exact=True).is_visible()
    assert tab.page.locator("h1").inner_text() == "Checklist"
