"""DatePickers by keyboard and pointer, as Dash 4.4.1 does it, and what answers leave alone (WIDGETS.md 3.5, trap 15; K04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
FOCUS = "document.activeElement.dataset.date ?? document.activeElement.id"
OPEN = "!!document.querySelector(':popover-open')"
MARCH = {"min_date_allowed": "2026-03-10", "max_date_allowed": "2026-03-20", "disabled_days": ["2026-03-17"]}


@pytest.fixture
def start(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> Callable[..., Any]:
    def start(single: dict[str, Any] | None = None, range: dict[str, Any] | None = None, **options: Any) -> Any:
        app = Dash("dates")
        app.layout = html.Div([
            dcc.DatePickerSingle(id="day", date="2026-03-15", **(single or {})), html.Pre(id="day-out"),
            dcc.DatePickerRange(id="days", start_date="2026-03-10", end_date="2026-03-15", **(range or {})), html.Pre(id="days-out"),
            dcc.Input(id="move", value=""),
        ])  # fmt: skip
        app.callback(Output("day-out", "children"), Input("day", "date"))(lambda value: f"{value!r}")
        app.callback(Output("days-out", "children"), Input("days", "start_date"), Input("days", "end_date"))(lambda *values: repr(values))

        @app.callback(Output("day", "date"), Output("day", "style"), Output("days", "max_date_allowed"), Input("move", "value"), prevent_initial_call=True)
        def move(value):
            return "2027-01-02", {"color": "red"}, "2026-12-31"

        return open_tab(serve(app).url, **options)

    return start


def field(tab: Any, name: str) -> Any:
    return tab.page.locator(f'[id="{name}.text"]')


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.page.keyboard.press(key)


def day(tab: Any, text: str) -> None:
    tab.page.locator(f':popover-open td[data-date="{text}"]').click()


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("19/03/2026", "'2026-03-19'", "19/03/2026"),
        ("2026-03-12", "'2026-03-12'", "12/03/2026"),
        ("3/12/2026", "'2026-03-15'", "15/03/2026"),
        ("garbage", "'2026-03-15'", "15/03/2026"),
        ("17/03/2026", "'2026-03-15'", "15/03/2026"),
        ("21/03/2026", "'2026-03-15'", "15/03/2026"),
        ("", "None", ""),
    ],
)
@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_typed_text_is_read_as_it_is_displayed_and_reverts_if_it_is_wrong(start, text, value, shown, key):
    tab = start({**MARCH, "display_format": "DD/MM/YYYY"})
    field(tab, "day.date").focus()
    press(tab, "Control+a")
    tab.page.keyboard.insert_text(text) if text else press(tab, "Delete")
    press(tab, key)
    tab.settle()
    tab.shows("#day-out", value)
    assert field(tab, "day.date").input_value() == shown
    assert len(tab.posts) == (value != "'2026-03-15'"), "trap 15: one request, however many keys"


@pytest.mark.parametrize(
    ("form", "text"),
    [("MMMM Do, YYYY", "april 2nd, 2026"), ("D MMM YY", "2 Apr 26"), ("[on] dddd D. M. YYYY", "on Thursday 2. 4. 2026"), ("YYYY-MM-DD", "4/2/2026")],
)
def test_formats_are_understood(start, form, text):
    tab = start({"display_format": form})
    before = field(tab, "day.date").input_value()
    field(tab, "day.date").fill(text)
    press(tab, "Tab")
    tab.shows("#day-out", "'2026-04-02'")
    assert field(tab, "day.date").input_value() != before
    field(tab, "day.date").fill("2026-03-15")
    press(tab, "Tab")
    tab.shows("#day-out", "'2026-03-15'")
    assert field(tab, "day.date").input_value() == before, "script and server write a date alike"


def test_keys_of_the_calendar(start):
    tab = start()
    field(tab, "day.date").focus()
    press(tab, "ArrowDown")
    steps = {
        "": "2026-03-15", "ArrowRight": "2026-03-16", "ArrowDown": "2026-03-23", "PageDown": "2026-04-23", "Home": "2026-04-19", "End": "2026-04-25",
        "PageUp": "2026-03-25", "ArrowLeft": "2026-03-24", "ArrowUp": "2026-03-17", "Shift+PageDown": "2027-03-17", "Shift+PageUp": "2026-03-17",
    }  # fmt: skip
    for key, expected in steps.items():
        press(tab, *filter(None, [key]))
        assert tab.page.evaluate(FOCUS) == expected, key
    press(tab, "Escape")
    assert not tab.page.evaluate(OPEN) and tab.page.evaluate(FOCUS) == "day.date.text" and tab.posts == []
    for key in ("Enter", " "):
        press(tab, "ArrowDown", "ArrowRight", key)
        tab.settle()
        assert not tab.page.evaluate(OPEN) and tab.page.evaluate(FOCUS) == "day.date.text"
    tab.shows("#day-out", "'2026-03-17'")
    assert len(tab.posts) == 2


def test_days_that_cannot_be_chosen(start):
    tab = start({**MARCH, "stay_open_on_select": True, "first_day_of_week": 1})
    tab.page.locator("#day .dash-datepicker-open").click()
    assert tab.page.evaluate(FOCUS) == "2026-03-15"
    press(tab, "ArrowRight", "ArrowRight", "Enter", "ArrowDown", "Enter")
    assert tab.page.evaluate(FOCUS) == "2026-03-24"
    press(tab, "Home", "ArrowUp", "Enter")
    tab.shows("#day-out", "'2026-03-16'")
    assert tab.page.evaluate(OPEN) and len(tab.posts) == 1
    off = tab.page.eval_on_selector_all("td[aria-disabled]", "cells => cells.filter(c => c.dataset.date.startsWith('2026-03')).length")
    assert off == 31 - 11 + 1
    assert tab.page.locator("th").first.inner_text() == "Mo"


def test_range_is_picked_in_either_order_and_a_new_start_takes_the_end_away(start):
    tab = start()
    field(tab, "days.start_date").click()
    day(tab, "2026-03-20")
    tab.shows("#days-out", "('2026-03-20', None)")
    assert tab.page.evaluate(OPEN)
    day(tab, "2026-03-12")
    tab.shows("#days-out", "('2026-03-12', '2026-03-20')")
    assert not tab.page.evaluate(OPEN) and len(tab.posts) == 2, "C56: two dates, one request"
    assert "_t=days.start_date&_t=days.end_date" in tab.posts[1]


def test_bothdates_sends_no_half_and_nights_are_kept_on_both_sides(start):
    tab = start(range={"updatemode": "bothdates", "minimum_nights": 3, "clearable": True})
    field(tab, "days.end_date").click()
    day(tab, "2026-03-20")
    assert field(tab, "days.start_date").input_value() == "2026-03-20" and field(tab, "days.end_date").input_value() == ""
    off = tab.page.eval_on_selector_all("td[aria-disabled]", "cells => cells.map(c => c.dataset.date.slice(8)).join()")
    assert off == "18,19,20,21,22"
    press(tab, "Escape")
    tab.becomes("document.getElementById('days.end_date.text').value", "2026-03-15")
    assert tab.posts == [], "given up"
    field(tab, "days.end_date").click()
    day(tab, "2026-03-20")
    day(tab, "2026-03-17")
    tab.shows("#days-out", "('2026-03-17', '2026-03-20')")
    tab.page.locator("#days .dash-datepicker-clear").click()
    tab.shows("#days-out", "(None, None)")
    assert len(tab.posts) == 2


def test_same_day_twice_without_minimum_nights(start):
    tab = start(range={"minimum_nights": 0})
    field(tab, "days.start_date").click()
    day(tab, "2026-03-20")
    day(tab, "2026-03-20")
    tab.shows("#days-out", "('2026-03-20', '2026-03-20')")


def test_months_and_years_by_the_controls(start):
    tab = start(range={"number_of_months_shown": 2})
    tab.page.locator("#days .dash-datepicker-open").click()
    captions = "[...document.querySelectorAll(':popover-open caption')].map(c => c.textContent).join()"
    assert tab.page.evaluate(captions) == "March 2026,April 2026"
    tab.page.locator(":popover-open .dash-datepicker-next").click()
    assert tab.page.evaluate(captions) == "April 2026,May 2026"
    assert "dash-datepicker-next" in tab.page.evaluate("document.activeElement.className")
    tab.page.locator(":popover-open select").select_option("12")
    tab.page.locator(":popover-open .dash-datepicker-year").fill("2030")
    press(tab, "Tab")
    assert tab.page.evaluate(captions) == "December 2030,January 2031"


def test_k04_a_date_from_the_server_moves_the_open_calendar_and_leaves_the_focus(start):
    tab = start({"display_format": "D.M.YYYY"})
    tab.page.locator("#day .dash-datepicker-open").click()
    tab.page.evaluate("{ const e = document.querySelector('#move'); e.value = 'x'; e.dispatchEvent(new Event('input', {bubbles: true})) }")
    tab.shows("#day-out", "'2027-01-02'")
    assert tab.page.evaluate(OPEN) and tab.page.evaluate(FOCUS) == "2027-01-02"
    assert field(tab, "day.date").input_value() == "2.1.2027"
    press(tab, "Escape")
    assert tab.page.locator('[id="days.start_date"]').get_attribute("max") == "2026-12-31"


def test_what_somebody_types_is_not_overwritten(start):
    tab = start()
    field(tab, "day.date").focus()
    press(tab, "End", "Backspace")
    tab.page.evaluate("{ const e = document.querySelector('#move'); e.value = 'x'; e.dispatchEvent(new Event('input', {bubbles: true})) }")
    tab.shows("#day-out", "'2027-01-02'")
    assert field(tab, "day.date").input_value() == "2026-03-1" and tab.page.evaluate(FOCUS) == "day.date.text"


def test_on_a_touch_screen_the_native_input_is_there(start):
    tab = start(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    native = tab.page.locator('[id="day.date"]')
    assert native.is_visible() and not field(tab, "day.date").is_visible()
    native.fill("2026-03-18")
    tab.shows("#day-out", "'2026-03-18'")
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_months_speak_the_language_of_the_page(serve, open_tab):
    app = Dash("jours")
    app.layout = dcc.DatePickerSingle(id="day", date="2026-03-15", display_format="D MMMM YYYY")
    tab = open_tab(serve(app).url)
    tab.page.evaluate("document.documentElement.lang = 'fr'")
    field(tab, "day.date").fill("2 février 2026")
    press(tab, "Tab")
    assert field(tab, "day.date").input_value() == "2 février 2026"
