"""The table of outputs: sliders, dates, dropdowns and tabs."""

from __future__ import annotations

from typing import Any

from hxdash import dcc
from output_cases.case import NO_FOCUS, TEXT, Case, Row, at, look, persistence, told, type_into, unseen
from output_cases.controls import focus

MOVED = {"handles": "[...e.querySelectorAll('[type=range]')].map(r => +r.value).join()"}


def slide(tab: Any) -> None:
    tab.page.locator("#c [type=range]").first.focus()
    tab.page.keyboard.press("ArrowRight")


SCALE = {
    "className": look()["className"],
    "min": at("min", -5, of="q('[type=range]')"),
    "max": at("max", 20, of="q('[type=range]')"),
    "step": at("step", 0.5, of="q('[type=range]')"),
    "marks": Row({0: "zero", 9: "nine"}, "e.innerText.includes('nine')"),
    "dots": unseen(True, "the steps are too short for dots; the next case"),
    "included": Row(False, "e.className.includes('unfilled')"),
    "reverse": Row(True, "q('.dash-slider-wrapper').dir === 'rtl'"),
    "tooltip": Row({"always_visible": True}, "!!q('.dash-slider-tooltip.always-visible')"),
    "updatemode": Row("drag", "e.getAttribute('hx-trigger').startsWith('input') || e.getAttribute('hx-props')?.includes('input:value')"),
    "allow_direct_input": Row(False, "!q('[type=number]')"),
    "vertical": Row(True, "e.className.includes('vertical')"),
    "verticalHeight": Row(222, "e.style.getPropertyValue('--height') === '222px'"),
    **persistence("handles"),
    "drag_value": told(5),
    "disabled": at("disabled", True, "", of="q('[type=range]')", changes=NO_FOCUS),
}
SLIDER = Case(
    dcc.Slider(0, 10, 1, value=3, id="c"), slide, MOVED,
    {**SCALE, "value": Row(7, "q('[type=range]').value === '7'", {"handles": "it is the value"})},
)  # fmt: skip
DOTS = Case(dcc.Slider(0, 100, 10, value=30, id="c"), slide, MOVED, {"dots": Row(True, "!!q('.dash-slider-dot')")})
TYPED_NUMBER = Case(
    dcc.Slider(0, 100, 1, value=30, id="c"),
    type_into("#c [type=number]", "4"),
    {"text": "window.held.value"},
    {prop: SCALE[prop] for prop in ("className", "min", "max", "marks", "included", "tooltip")},
)
RANGE_SLIDER = Case(
    dcc.RangeSlider(0, 10, 1, value=[3, 6], id="c"), slide, MOVED,
    {
        "allowCross": at("data-cross", False, "no", of="q('.dash-slider-wrapper')"), "pushable": at("data-push", 1, of="q('.dash-slider-wrapper')"),
        "count": unseen(3, "there are as many handles as numbers in the value"),
        **SCALE, "drag_value": told([5, 6]), "value": Row([2, 5, 8], "e.querySelectorAll('[type=range]').length === 3", {"handles": "it is the value"}),
    },
)  # fmt: skip

# -- dates -------------------------------------------------------------------------------------------------------------


def open_calendar(tab: Any) -> None:
    tab.until("!!document.querySelector('#c .dash-datepicker-input')?.checkVisibility()")
    tab.page.locator("#c .dash-datepicker-input").first.focus()
    tab.page.keyboard.press("ArrowDown")
    tab.until("document.activeElement.dataset.date > ''")
    tab.page.keyboard.press("ArrowRight")


IN_CALENDAR = {"focus": "document.activeElement.dataset.date", "open": "!!q(':popover-open')", "dates": "[...e.querySelectorAll('[type=date]')].map(i => i.value).join()"}
CALENDAR = {
    "min_date_allowed": at("min", "2026-01-10", of="q('[type=date]')"),
    "max_date_allowed": at("max", "2026-12-20", of="q('[type=date]')"),
    "disabled_days": Row(["2026-03-03"], "q('[data-date=\"2026-03-03\"]').ariaDisabled === 'true'"),
    "initial_visible_month": at("data-visible", "2026-05-01"),
    "clearable": Row(True, "!!q('.dash-datepicker-clear')"),
    "reopen_calendar_on_clear": at("data-reopens", True, ""),
    "display_format": Row("D/M/YYYY", "/^15.3.2026$/.test(q('.dash-datepicker-input').value)"),
    "month_format": Row("MM YY", "q('caption')?.textContent === '03 26'"),
    "first_day_of_week": Row(1, "q('th').abbr === 'Monday'"),
    "stay_open_on_select": at("data-stays", True, ""),
    "calendar_orientation": Row("vertical", "e.className.includes('upright')"),
    "number_of_months_shown": Row(3, "e.querySelectorAll('[role=grid]').length === 3"),
    "with_portal": Row(True, "e.className.includes('portal')"),
    "with_full_screen_portal": Row(True, "e.className.includes('fullscreen')"),
    "day_size": Row(50, "e.style.getPropertyValue('--day-size') === '50px'"),
    "is_RTL": at("dir", True, "rtl"),
    **look(),
    "disabled": at("disabled", True, "", of="q('[type=date]')", changes={**NO_FOCUS, "open": "it does not open"}),
}
DATE = Case(
    dcc.DatePickerSingle(id="c", date="2026-03-15"),
    open_calendar,
    IN_CALENDAR,
    {
        **CALENDAR,
        "placeholder": at("placeholder", "When", of="q('.dash-datepicker-input')"),
        "show_outside_days": Row(False, "!q('.dash-datepicker-calendar-date-outside')"),
        **persistence("dates"),
        "date": Row("2026-03-20", "q('[type=date]').value === '2026-03-20'", {"dates": "it is the date", "focus": "the calendar goes there, as in Dash"}),
    },
)
RANGE = Case(
    dcc.DatePickerRange(id="c", start_date="2026-03-15", end_date="2026-03-25"),
    open_calendar,
    IN_CALENDAR,
    {
        **CALENDAR,
        "show_outside_days": Row(True, "!!q('.dash-datepicker-calendar-date-outside')"),
        "minimum_nights": at("data-nights", 2),
        "updatemode": at("data-both", "bothdates", ""),
        "start_date_placeholder_text": at("placeholder", "From", of="q('.dash-datepicker-input')"),
        "end_date_placeholder_text": at("placeholder", "To", of="q('.dash-datepicker-end-date')"),
        "start_date_id": Row("from", "q('.dash-datepicker-input').id === 'from'"),
        "end_date_id": Row("to", "q('.dash-datepicker-end-date').id === 'to'"),
        "placeholder": unseen("When", "the two fields have their own"),
        **persistence("dates"),
        "start_date": Row("2026-03-12", "q('[type=date]').value === '2026-03-12'", {"dates": "it is the date", "focus": "the calendar goes there, as in Dash"}),
        "end_date": Row("2026-03-28", "q('.dash-datepicker-end-date').previousElementSibling.value === '2026-03-28'", {"dates": "it is the date", "focus": "the calendar goes there, as in Dash"}),
    },
)
# What one types is left alone; the date that is sent is what it was.
HALF_TYPED = {prop: row for prop, row in CALENDAR.items() if prop not in ("disabled_days", "display_format", "month_format", "first_day_of_week", "number_of_months_shown", "disabled")}
TYPED_DATE = Case(
    dcc.DatePickerSingle(id="c", date="2026-03-15"), type_into("#c .dash-datepicker-input", "2026-04-", back=1), TEXT,
    {**HALF_TYPED, "placeholder": DATE.rows["placeholder"], "disabled_days": at("data-disabled", ["2026-03-03"], "2026-03-03")},
)  # fmt: skip

# -- dropdowns ---------------------------------------------------------------------------------------------------------
CITIES = ["Rome", "Oslo", "Cairo", "Porto", "Lima", "Bonn", *(f"Town {i}o" for i in range(30))]


def search(tab: Any) -> None:
    if not tab.page.evaluate("!!document.querySelector('#c :popover-open')"):
        tab.page.locator("#c .dash-dropdown-trigger").click()
    tab.until("!!document.querySelector('#c :popover-open')")
    type_into("#c .dash-dropdown-search", "to", back=1)(tab)
    tab.until("![...document.querySelectorAll('#c .dash-dropdown-option')].find(o => o.textContent === 'Rome').checkVisibility()")
    tab.page.evaluate("document.querySelector('#c .dash-dropdown-options').scrollTop = 50")


IN_LIST = {
    **TEXT,
    "open": "!!q(':popover-open')",
    "hits": "[...e.querySelectorAll('.dash-dropdown-option')].filter(o => o.checkVisibility()).map(o => o.textContent).join()",
    "chosen": "[...e.querySelectorAll('.dash-dropdown-option :checked')].map(i => i.value).join()",
    "button": "q('.dash-dropdown-trigger').innerText",
}
LIST = {
    "options": Row([*CITIES, "Toronto"], "e.querySelectorAll('.dash-dropdown-option').length === 37", {"hits": "there is one more"}),
    "placeholder": at("data-placeholder", "Where"),
    "closeOnSelect": Row(False, "'stays' in e.dataset"),
    "optionHeight": Row(40, "e.innerHTML.includes('--option-height:40px')"),
    "maxHeight": Row(120, "e.innerHTML.includes('--list-height:120px')"),
    "labels": Row({"no_options_found": "Nothing"}, "q('.dash-dropdown-empty').textContent === 'Nothing'"),
    "debounce": Row(True, "'debounce' in e.dataset"),
    "search_order": Row("original", "e.dataset.order === 'original'", {"scrolled": "they are in another order"}),
    **look(),
    **persistence("chosen", "button"),
    "clearable": Row(False, "!q('.dash-dropdown-clear')"),
}
DROPDOWN = Case(
    dcc.Dropdown(CITIES, "Oslo", id="c"),
    search,
    {**IN_LIST, "scrolled": "q('.dash-dropdown-options').scrollTop"},
    {
        **LIST,
        "value": Row("Porto", "q('.dash-dropdown-value').innerText === 'Porto'", {"chosen": "it is the value", "button": "it is the value"}),
        "multi": Row(True, "q('.dash-dropdown-option input').type === 'checkbox'"),
        "search_value": Row("bo", "q('.dash-dropdown-search').value === 'bo'", {"text": "it is the text", "hits": "they follow", "scrolled": "they follow"}),
        "searchable": Row(False, "!q('.dash-dropdown-search')", {**NO_FOCUS, "text": "the field is gone", "caret": "the field is gone", "hits": "they follow", "scrolled": "they follow"}),
        "disabled": Row(True, "q('.dash-dropdown-trigger').disabled", {"open": "it does not open", **NO_FOCUS, "text": "it is closed", "caret": "it is closed", "hits": "it is closed", "scrolled": "it is closed"}),
    },
)
MULTI = Case(
    dcc.Dropdown(CITIES, ["Oslo", "Town 3o"], id="c", multi=True), search, {**IN_LIST, "scrolled": "q('.dash-dropdown-options').scrollTop"},
    {**{k: v for k, v in LIST.items() if k != "closeOnSelect"}, "value": Row(["Porto"], "q('.dash-dropdown-value').innerText === 'Porto'", {"chosen": "it is the value", "button": "it is the value"})},
)  # fmt: skip

# -- tabs --------------------------------------------------------------------------------------------------------------


def tabs(*, last: str = "Three") -> list[dcc.Tab]:
    return [dcc.Tab(dcc.Input(id="typed"), label="One", value="one"), dcc.Tab("two", label="Two", value="two"), dcc.Tab("three", label=last, value="three")]


def go_to_two(tab: Any) -> None:
    tab.page.locator("[role=tab]").first.click()
    tab.page.fill("#typed", "typed")
    tab.page.locator("[role=tab]").first.click()
    tab.page.keyboard.press("ArrowRight")


IN_TABS = {"chosen": "document.querySelector('[role=tab][aria-selected=true]').innerText", "panel": "document.querySelector('[role=tabpanel]:not([hidden])').innerText", "typed": "document.querySelector('#typed').value"}
TABS = Case(
    dcc.Tabs(tabs(), id="c"),
    go_to_two,
    IN_TABS,
    {
        "className": Row("mine", "q('[role=tablist]').classList.contains('mine')"),
        "style": Row({"margin": 3}, "q('[role=tablist]').style.margin === '3px'"),
        "parent_className": Row("p", "e.classList.contains('p')"),
        "parent_style": Row({"margin": 3}, "e.style.margin === '3px'"),
        "content_className": Row("c", "q('.tab-content').classList.contains('c')"),
        "content_style": Row({"margin": 3}, "q('.tab-content').style.margin === '3px'"),
        "colors": Row({"primary": "red"}, "q('[role=tablist]').style.getPropertyValue('--hx-accent') === 'red'"),
        "mobile_breakpoint": Row(300, "q('[role=tablist]').className.includes('stack')"),
        "vertical": Row(True, "q('[role=tablist]').ariaOrientation === 'vertical'"),
        **persistence("chosen", "panel"),
        "children": Row(tabs(last="Drei"), "e.innerText.includes('Drei')", {"typed": "a field that comes again starts anew (C31)"}),
        "value": Row("three", "q('[role=tab][aria-selected=true]').value === 'three'", {"chosen": "it is the value", "panel": "it is the value"}),
    },
)
PANEL = "document.getElementById(e.getAttribute('aria-controls'))"
TAB = Case(
    dcc.Tab("three", label="Three", id="c", value="three"),
    go_to_two,
    IN_TABS,
    {
        "children": Row("drei", f"{PANEL}.textContent === 'drei'"),
        "label": Row("Drei", "e.innerText === 'Drei'"),
        "value": Row("drei", "e.value === 'drei'"),
        "width": Row(222, "e.style.width === '222px'"),
        "selected_className": at("data-class", "on"),
        "selected_style": at("data-chosen-style", {"margin": 3}, "width:222px;margin:3px"),
        "className": look()["className"],
        "style": look()["style"],
        "disabled": Row(True, "e.disabled"),
        "disabled_className": unseen("off", "it is not disabled any more; the next case"),
        "disabled_style": unseen({"margin": 4}, "it is not disabled any more; the next case"),
        **{prop: unseen(value, "it has no effect, as in Dash") for prop, value in (("persistence", True), ("persistence_type", "session"), ("persisted_props", []))},
    },
    around=lambda tab: dcc.Tabs([*tabs()[:2], tab]),
)
TAB_OFF = Case(
    dcc.Tab("three", label="Three", id="c", value="three", disabled=True),
    go_to_two,
    IN_TABS,
    {"disabled_className": Row("off", "e.classList.contains('off')"), "disabled_style": Row({"margin": 4}, "e.style.margin === '4px'"), "disabled": Row(False, "!e.disabled")},
    around=TAB.around,
)
TAB_CHOSEN = Case(
    dcc.Tab("two", label="Two", id="c", value="two"),
    go_to_two,
    IN_TABS,
    {
        "label": Row("Zwei", "e.innerText === 'Zwei'", {"chosen": "it is called so now"}),
        "children": Row("zwei", f"{PANEL}.textContent === 'zwei'", {"panel": "it says that now"}),
        "selected_className": Row("on", "e.classList.contains('on')"),
        "selected_style": Row({"margin": 3}, "e.style.margin === '3px'"),
        "className": look()["className"],
        "style": Row({"outlineOffset": "3px"}, "e.style.outlineOffset === '3px' && e.style.margin === '3px'"),
        "disabled": Row(True, "e.disabled", NO_FOCUS),
    },
    around=lambda tab: dcc.Tabs([tabs()[0], tab, tabs()[2]]),
)
CASES = {
    "Slider": SLIDER, "Slider, dots": DOTS, "Slider, number": TYPED_NUMBER, "RangeSlider": RANGE_SLIDER, "DatePickerSingle": DATE, "DatePickerRange": RANGE,
    "DatePickerSingle, typed": TYPED_DATE, "Dropdown": DROPDOWN, "Dropdown, multi": MULTI, "Tabs": TABS, "Tab": TAB, "Tab, disabled": TAB_OFF, "Tab, chosen": TAB_CHOSEN,
}  # fmt: skip
__all__ = ["CASES", "focus"]
