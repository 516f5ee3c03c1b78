"""RangeSlider by keyboard and pointer, and what answers leave alone (WIDGETS.md 3.4, trap 13; K04, K05)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> Any:
    app = Dash("ranges")
    app.layout = html.Div([
        *[html.Div([slider, html.Pre(id=f"{slider.id}-out")], style={"width": 400}) for slider in (
            dcc.RangeSlider(0, 10, value=[3, 7], id="free"),
            dcc.RangeSlider(0, 10, value=[3, 7], allowCross=False, id="stops"),
            dcc.RangeSlider(0, 10, value=[3, 5, 7], pushable=2, id="push"),
            dcc.RangeSlider(step=None, marks={0: "a", 3: "b", 10: "c"}, value=[0, 3], id="marks"),
        )],
        html.Button("more", id="more"),
    ])  # fmt: skip
    for id in ("free", "stops", "push", "marks"):
        app.callback(Output(f"{id}-out", "children"), Input(id, "value"))(repr)

    @app.callback(Output("free", "value"), Output("free", "className"), Input("push", "value"), prevent_initial_call=True)
    def copy(value):
        return value, f"n{value[0]}"

    @app.callback(Output("stops", "max"), Output("stops", "value"), Input("more", "n_clicks"), prevent_initial_call=True)
    def more(n):
        return 100, [20, 80]

    return open_tab(serve(app).url)


def press(tab: Any, id: str, handle: int, *keys: str) -> None:
    tab.page.locator(f"#{id} [type=range]").nth(handle).focus()
    for key in keys:
        tab.page.keyboard.press(key)
    tab.settle()


@pytest.mark.parametrize(
    ("id", "handle", "keys", "text"),
    [
        ("free", 0, ["ArrowRight"] * 6, "[7, 9]"),
        ("free", 1, ["Home"], "[0, 3]"),
        ("stops", 0, ["ArrowRight"] * 6, "[7, 7]"),
        ("stops", 1, ["Home"], "[3, 3]"),
        ("push", 0, ["ArrowRight"] * 3, "[6, 8, 10]"),
        ("push", 2, ["Home"], "[0, 2, 4]"),
        ("push", 0, ["End"], "[6, 8, 10]"),
        ("marks", 1, ["ArrowRight"], "[0, 10]"),
        ("marks", 0, ["ArrowRight", "ArrowRight"], "[3, 10]"),
    ],
)
def test_keys(tab, id, handle, keys, text):
    press(tab, id, handle, *keys)
    tab.shows(f"#{id}-out", text)
    tab.becomes(f"[...document.querySelectorAll('#{id} [type=range]')].map(e => +e.value).toString()", text[1:-1].replace(" ", ""))


def test_two_handles_at_one_end_can_be_separated_by_pointer(tab):
    press(tab, "stops", 0, "End")
    press(tab, "stops", 1, "End")
    press(tab, "stops", 0, "End")
    tab.shows("#stops-out", "[10, 10]")
    box = tab.page.locator("#stops .dash-slider-wrapper").bounding_box()
    x, y = box["x"] + box["width"] - 12, box["y"] + 12
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x - 200, y, steps=5)
    tab.page.mouse.up()
    tab.until("document.querySelector('#stops-out').textContent.match(/^.[0-5], 10/)")


def test_track_brings_the_nearest_handle_and_a_drag_is_one_change(tab):
    box = tab.page.locator("#free .dash-slider-wrapper").bounding_box()
    at = lambda part: box["x"] + 12 + part * (box["width"] - 24)  # noqa: E731
    tab.page.mouse.move(at(0.1), box["y"] + 12)
    tab.page.mouse.down()
    tab.page.mouse.move(at(0.5), box["y"] + 12, steps=5)
    tab.page.mouse.up()
    tab.shows("#free-out", "[5, 7]")
    tab.settle()
    assert len(tab.posts) == 1


def test_mark_and_number_fields_move_the_handle(tab):
    tab.page.locator("#free .dash-slider-mark[data-value='10']").click()
    tab.shows("#free-out", "[3, 10]")
    tab.page.locator("#free .dash-range-slider-min-input").fill("6")
    tab.page.keyboard.press("Tab")
    tab.shows("#free-out", "[6, 10]")


def test_k04_a_value_with_more_handles_comes_without_moving_the_focus(tab):
    press(tab, "push", 0, "ArrowRight")
    tab.shows("#free-out", "[4, 6, 8]")
    tab.settle()
    assert tab.page.evaluate("document.activeElement.closest('[id]').id") == "push"
    assert tab.page.locator("#free [type=range]").count() == 3 and "n4" in tab.page.locator("#free").get_attribute("class")


def test_trap11_limits_and_value_in_one_answer(tab):
    tab.page.locator("#stops [type=range]").first.focus()
    tab.page.evaluate("document.querySelector('#more').click()")
    tab.shows("#stops-out", "[20, 80]")
    tab.becomes("[...document.querySelectorAll('#stops [type=range]')].map(e => e.value).toString()", "20,80")
    assert tab.page.evaluate("document.activeElement.type") == "range"
