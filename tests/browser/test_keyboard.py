"""The six apps by keyboard alone, and a focus that can be seen at every stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import multiple_inputs
import pytest

pytestmark = pytest.mark.browser
# What has the focus: the label of a choice, else the id or class.
FOCUS = "(e => e.labels?.[0]?.innerText.trim() || e.id || e.className || e.parentElement.parentElement.id)(document.activeElement)"
CHART = "document.querySelector('.js-plotly-plot')?._fullLayout"
SEARCHING = "document.activeElement.matches('.dash-dropdown-search')"
STOPS = {  # app to the number of stops of the Tab key at least
    "basic-input": 1,
    "graph-with-slider": 1,
    "multiple-inputs": 5,
    "multiple-outputs": 1,
    "chained-callbacks": 2,
    "state": 3,
}


@pytest.fixture
def visit(open_tab: Callable[..., Any], examples: Any) -> Callable[[str], Any]:
    """Open one of the six."""
    return lambda name: open_tab(f"{examples.url}/{name}/")


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.page.keyboard.press(key)


def tab_to(tab: Any, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(20):
        press(tab, "Tab")
        if tab.page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"Tab does not come to {selector}")


@pytest.mark.parametrize(("name", "stops"), STOPS.items())
def test_focus_can_be_seen(name: str, stops: int, visit: Callable[[str], Any]) -> None:
    tab, seen = visit(name), []
    if "graph" in name or name == "multiple-inputs":
        tab.until("document.querySelectorAll('path.point').length > 100")
    for _ in range(20):
        press(tab, "Tab")
        element = tab.page.evaluate_handle("document.activeElement").as_element()
        if tab.page.evaluate("document.activeElement === document.body"):
            break
        box = element.bounding_box()
        clip = {"x": max(0, box["x"] - 6), "y": max(0, box["y"] - 6), "width": box["width"] + 12, "height": box["height"] + 12}
        focused = tab.page.screenshot(clip=clip, animations="disabled")
        tab.page.evaluate("window.last = document.activeElement; last.blur()")
        assert focused != tab.page.screenshot(clip=clip, animations="disabled"), element.evaluate("e => e.outerHTML")
        tab.page.evaluate("last.focus()")
        seen.append(tab.page.evaluate(FOCUS))
    assert len(seen) >= stops, seen


def test_typing(visit: Callable[[str], Any]) -> None:
    tab = visit("basic-input")
    tab_to(tab, "#my-input")
    press(tab, "Control+a")
    tab.page.keyboard.type("by key")
    tab.shows("#my-output", "Output: by key")


def test_a_number_by_arrows(visit: Callable[[str], Any]) -> None:
    tab = visit("multiple-outputs")
    tab_to(tab, "#num-multi")
    press(tab, "ArrowUp", "ArrowUp", "ArrowDown")
    tab.shows("#square", "36")


def test_radios_by_arrows(visit: Callable[[str], Any]) -> None:
    tab = visit("chained-callbacks")
    tab_to(tab, "#countries-radio input")
    press(tab, "ArrowDown")
    tab.shows("#display-selected-values", "Montréal is a city in Canada")
    tab_to(tab, "#cities-radio input")
    press(tab, "ArrowDown")
    tab.shows("#display-selected-values", "Toronto is a city in Canada")
    press(tab, "Shift+Tab", "ArrowUp")
    tab.shows("#display-selected-values", "New York City is a city in America")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_button(key: str, visit: Callable[[str], Any]) -> None:
    tab = visit("state")
    tab_to(tab, "#input-2-state")
    tab.page.keyboard.type("Peru")
    tab_to(tab, "#submit-button-state")
    press(tab, key)
    tab.shows("#output-state", 'The Button has been pressed 1 times, Input 1 is "Montréal", and Input 2 is "Peru"')


def test_a_slider_stops_at_every_mark(visit: Callable[[str], Any]) -> None:
    tab = visit("graph-with-slider")
    tab_to(tab, "[type=range]")
    for key, year in (("ArrowRight", 1957), ("ArrowUp", 1962), ("PageUp", 1967), ("ArrowLeft", 1962), ("End", 2007), ("Home", 1952)):
        press(tab, key)
        tab.until(f"document.activeElement.value === '{year}'")
        tab.settle()
        assert tab.posts[-1].endswith(f"year-slider.value={year}")


def test_a_dropdown_with_search(visit: Callable[[str], Any]) -> None:
    tab, new = visit("multiple-inputs"), multiple_inputs.indicators[0]
    tab_to(tab, "#xaxis-column .dash-dropdown-trigger")
    press(tab, "Enter")
    tab.until(SEARCHING)
    tab.page.keyboard.type(new)
    press(tab, "Enter")
    tab.until(f"{CHART}?.xaxis.title.text === {new!r}")
    tab.until("document.activeElement.matches('.dash-dropdown-trigger') && !document.querySelector(':popover-open')")
    tab.settle()
    assert len(tab.posts) == 1


def test_a_dropdown_by_arrows_and_escape(visit: Callable[[str], Any]) -> None:
    tab, (first, second, *_) = visit("multiple-inputs"), multiple_inputs.indicators
    tab_to(tab, "#yaxis-column .dash-dropdown-trigger")
    press(tab, "ArrowDown")
    tab.until(SEARCHING)
    press(tab, "ArrowDown", "ArrowDown")
    tab.becomes(FOCUS, second)
    tab.settle()
    assert tab.posts == []  # arrows do not choose
    press(tab, "Escape")
    tab.until("document.activeElement.matches('.dash-dropdown-trigger') && !document.querySelector(':popover-open')")
    tab.settle()
    assert tab.posts == []
    press(tab, "Space")
    tab.until(SEARCHING)
    press(tab, "ArrowDown", "Enter")
    tab.until(f"{CHART}?.yaxis.title.text === {first!r}")
    assert len(tab.posts) == 1


def test_the_other_inputs_of_five(visit: Callable[[str], Any]) -> None:
    tab = visit("multiple-inputs")
    tab_to(tab, "#xaxis-type input")
    press(tab, "ArrowRight")
    tab.until(f"{CHART}?.xaxis.type === 'log'")
    tab_to(tab, "[type=range]")
    press(tab, "ArrowLeft")
    tab.until("document.activeElement.value === '2002'")
    tab.settle()
    assert len(tab.posts) == 2
