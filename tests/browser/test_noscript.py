"""The six apps with JavaScript switched off: plain forms, whole pages."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from typing import Any

import graph_with_slider
import multiple_inputs
import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(open_tab: Callable[..., Any], examples: Any) -> Callable[[str], Any]:
    """Open one of the six without JavaScript."""
    return lambda name: open_tab(f"{examples.url}/{name}/", java_script_enabled=False)


def apply(tab: Any) -> None:
    """Press Apply, and wait for the page that comes back."""
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="Apply").click()


def figure(tab: Any, id: str) -> dict[str, Any]:
    """The figure in the page."""
    return dict(json.loads(tab.page.locator(f"#{id} > script").text_content()))


def numbers(packed: Any) -> list[float]:
    """The numbers of a packed array, or of a list."""
    if isinstance(packed, list):
        return packed
    raw = base64.b64decode(packed["bdata"])
    kind = {"f8": "d", "i4": "i", "i2": "h", "f4": "f"}[packed["dtype"]]
    return list(struct.unpack(f"<{len(raw) // struct.calcsize(kind)}{kind}", raw))


def test_a_text_is_applied(visit: Callable[[str], Any]) -> None:
    tab = visit("basic-input")
    assert tab.text("#my-output") == "Output: initial value"
    tab.page.locator("#my-input").fill("<plain> & ünicode")
    apply(tab)
    assert (tab.text("#my-output"), len(tab.posts)) == ("Output: <plain> & ünicode", 1)
    assert tab.page.locator("#my-input").input_value() == "<plain> & ünicode"


def test_enter_in_a_field_applies(visit: Callable[[str], Any]) -> None:
    tab = visit("basic-input")
    tab.page.locator("#my-input").fill("entered")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    assert tab.text("#my-output") == "Output: entered"


def test_a_number_gives_five_results(visit: Callable[[str], Any]) -> None:
    tab = visit("multiple-outputs")
    for number, table in ((7, "x2 49 x3 343 2x 128 3x 2187 xx 823543"), (3, "x2 9 x3 27 2x 8 3x 27 xx 27")):
        tab.page.locator("#num-multi").fill(str(number))
        apply(tab)
        assert tab.text("table") == table


def test_a_chain_runs_to_its_end(visit: Callable[[str], Any]) -> None:
    tab = visit("chained-callbacks")
    tab.page.get_by_label("Canada").check()
    apply(tab)
    assert tab.text("#display-selected-values") == "Montréal is a city in Canada"
    assert tab.text("#cities-radio") == "Montréal Toronto Ottawa"
    tab.page.get_by_label("Toronto").check()
    apply(tab)
    assert tab.text("#display-selected-values") == "Toronto is a city in Canada"
    assert tab.page.get_by_label("Toronto").is_checked()


def test_a_button_counts_its_clicks(visit: Callable[[str], Any]) -> None:
    tab = visit("state")
    tab.page.locator("#input-1-state").fill("Oslo")
    for clicks in (1, 2, 3):
        with tab.page.expect_navigation():
            tab.page.locator("#submit-button-state").click()
        assert tab.text("#output-state") == f'The Button has been pressed {clicks} times, Input 1 is "Oslo", and Input 2 is "Canada"'


def test_a_slider_draws_another_year(visit: Callable[[str], Any]) -> None:
    tab = visit("graph-with-slider")
    tab.page.locator("[type=range]").focus()
    tab.page.keyboard.press("End")
    apply(tab)
    drawn = [y for trace in figure(tab, "graph-with-slider")["data"] for y in numbers(trace["y"])]
    assert sorted(drawn) == pytest.approx(sorted(graph_with_slider.df.query("year == 2007")["lifeExp"]))
    assert tab.page.locator("[type=range]").input_value() == "2007"


def test_a_dropdown_opens_and_is_applied(visit: Callable[[str], Any]) -> None:
    tab, name = visit("multiple-inputs"), multiple_inputs.indicators[0]
    tab.page.locator("#xaxis-column .dash-dropdown-trigger").click()
    option = tab.page.locator("#xaxis-column .dash-dropdown-option", has_text=name)
    assert option.is_visible()
    option.click()
    tab.page.keyboard.press("Escape")
    tab.page.locator("#yaxis-type").get_by_label("Log").check()
    apply(tab)
    layout = figure(tab, "indicator-graphic")["layout"]
    assert (layout["xaxis"]["title"]["text"], layout["xaxis"]["type"], layout["yaxis"]["type"]) == (name, "linear", "log")
    assert tab.text("#xaxis-column .dash-dropdown-trigger") == name
