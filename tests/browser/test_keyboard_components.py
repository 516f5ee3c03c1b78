"""Each component by keyboard alone: the keys of SEMANTICS.md 3 and the test that presses them, and here the tests that stand nowhere else."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dash_table, dcc, html
from hxdash.component import Component

pytestmark = pytest.mark.browser
HERE = "test_keyboard_components"
KEYS = {  # component to keys, each with the test that presses them
    "Button": {"Enter, Space": "test_keyboard::test_a_button"},
    "Checklist": {"Tab, Space": f"{HERE}::test_boxes_by_tab_and_space"},
    "Clipboard": {"Enter, Space": "test_clipboard::test_by_keys_what_a_callback_makes_on_the_click"},
    "ConfirmDialog": {"Enter, Tab, Escape": "test_confirm_dialog::test_by_keys"},
    "ConfirmDialogProvider": {"Enter, Space, Tab, Escape": "test_confirm_dialog::test_a_provider_by_keys"},
    "DataTable": {
        "arrows, Tab, Shift+arrows, Shift+Tab, Escape": "test_table::test_arrows_tab_and_shift_move_and_select",
        "letters, Enter": "test_table::test_typing_edits_and_enter_goes_down",
        "Escape while editing": "test_table::test_escape_keeps_the_old_value_and_a_wrong_one_is_not_taken",
        "Delete": "test_table::test_delete_clears_the_selected_cells",
        "Control+C, Control+V": "test_table::test_copy_and_paste_a_block",
        "Tab to headers, filters, boxes and pages": f"{HERE}::test_a_table_is_sorted_filtered_paged_and_ticked",
        "Home, End, PageUp, PageDown, F2": f"{HERE}::test_far_keys_and_f2_in_a_table",
    },
    "DatePickerRange": {"typing, arrows, Enter": f"{HERE}::test_a_range_of_days"},
    "DatePickerSingle": {
        "arrows, Page and Shift+Page, Home, End, Space, Enter, Escape": "test_date_pickers::test_keys_of_the_calendar",
        "typing, Enter, Tab": "test_date_pickers::test_typed_text_is_read_as_it_is_displayed_and_reverts_if_it_is_wrong",
    },
    "Dropdown": {
        "letters, Enter": "test_keyboard::test_a_dropdown_with_search",
        "arrows, Space, Escape": "test_keyboard::test_a_dropdown_by_arrows_and_escape",
        "PageUp, PageDown, Home, End": f"{HERE}::test_far_keys_in_a_dropdown",
        "Delete, Backspace, Tab": f"{HERE}::test_a_dropdown_is_cleared_and_left",
        "Space and Enter with several, select all": f"{HERE}::test_several_choices_and_all",
    },
    "Input": {
        "typing": "test_keyboard::test_typing",
        "ArrowUp, ArrowDown in a number": "test_keyboard::test_a_number_by_arrows",
        "Enter": "test_semantics_elements::test_enter_after_an_edit_is_one_call",
    },
    "Link": {"Enter": f"{HERE}::test_a_link"},
    "RadioItems": {"arrows": "test_keyboard::test_radios_by_arrows"},
    "RangeSlider": {"arrows, Home, End": "test_range_slider::test_keys", "typing a number": "test_range_slider::test_mark_and_number_fields_move_the_handle"},
    "Slider": {
        "arrows, PageUp, Home, End on marks": "test_keyboard::test_a_slider_stops_at_every_mark",
        "arrows, Page keys, Home, End, typing a number": f"{HERE}::test_a_slider_by_steps",
    },
    "Tabs": {"arrows, Home, End": "test_tabs::test_tabs_by_keys", "upright": "test_tabs::test_upright_tabs_by_keys"},
    "Textarea": {"typing, Enter": f"{HERE}::test_lines_of_text"},
    "Upload": {"Enter": "test_upload::test_a_click_and_a_key_open_the_chooser"},
}
NO_KEYS = {
    "Download": "nothing to see",
    "Geolocation": "nothing to see",
    "Graph": "plotly.js has no keys (plotly.js#6940)",
    "Interval": "nothing to see",
    "Loading": "nothing to do",
    "Location": "nothing to see",
    "Markdown": "links, as any",
    "Store": "nothing to see",
    "Tab": "with Tabs",
    "Tooltip": "nothing to do; content may be reached as any",
}


def test_every_component_has_its_keys() -> None:
    names = {name for name, kind in [*vars(dcc).items(), *vars(dash_table).items()] if inspect.isclass(kind) and issubclass(kind, Component)}
    assert KEYS.keys() | NO_KEYS.keys() == names
    assert not KEYS.keys() & NO_KEYS.keys()
    for test in {test for keys in KEYS.values() for test in keys.values()}:
        file, name = test.split("::")
        assert re.search(rf"^def {name}\(", (Path(__file__).parent / f"{file}.py").read_text(), re.MULTILINE), test


@pytest.fixture
def show(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> Callable[..., Any]:
    """A tab with a component and what a callback is given of its props; the focus is where the Tab key first brings it."""

    def show(component: Any, *props: str, tabs: int = 1) -> Any:
        app = Dash("keys", layout=html.Main([component, dcc.Input(id="after"), html.Pre(id="out")]))
        app.callback(Output("out", "children"), *(Input("c", prop) for prop in props))(lambda *values: " ".join(map(repr, values)))
        tab = open_tab(serve(app).url)
        press(tab, *["Tab"] * tabs)
        return tab

    return show


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.page.keyboard.press(key)


def focused(tab: Any) -> str:
    """What has the focus: the text of its label, else its id, else its class."""
    return str(tab.page.evaluate("(e => e.labels?.[0]?.innerText.trim() || e.id || e.className)(document.activeElement)"))


def test_boxes_by_tab_and_space(show):
    tab = show(dcc.Checklist(["a", "b", "c"], ["a"], id="c"), "value")
    press(tab, "Tab", "Tab", "Space")
    tab.shows("#out", "['a', 'c']")
    press(tab, "Shift+Tab", "Shift+Tab", "Space")
    tab.shows("#out", "['c']")
    assert focused(tab) == "a"


def test_lines_of_text(show):
    tab = show(dcc.Textarea(id="c"), "value", "n_blur")
    tab.page.keyboard.type("ab\nc")
    tab.shows("#out", r"'ab\nc' None")
    press(tab, "Control+Home", "Delete", "Tab")
    tab.shows("#out", r"'b\nc' 1")


def test_a_slider_by_steps(show):
    tab = show(dcc.Slider(0, 100, 5, value=50, id="c"), "value")
    for key, value in (("ArrowRight", 55), ("ArrowDown", 50), ("PageUp", 60), ("PageDown", 50), ("Home", 0), ("End", 100)):
        press(tab, key)
        tab.shows("#out", str(value))
    press(tab, "Tab")
    assert tab.page.evaluate("document.activeElement.type") == "number"
    press(tab, "Control+a", "7", "5", "Enter")
    tab.shows("#out", "75")


CITIES = [f"City {i}" for i in range(30)]


def test_far_keys_in_a_dropdown(show):
    tab = show(dcc.Dropdown(CITIES, id="c"), "value")
    press(tab, "Enter")
    tab.until("document.activeElement.matches('.dash-dropdown-search')")
    for key, name in (("ArrowDown", "City 0"), ("PageDown", "City 10"), ("End", "City 29"), ("PageUp", "City 19"), ("ArrowUp", "City 18")):
        press(tab, key)
        assert focused(tab) == name
    assert tab.posts == []  # going there chooses nothing
    press(tab, "Enter")
    tab.shows("#out", "'City 18'")
    assert focused(tab) == "c.trigger"
    assert len(tab.posts) == 1


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_a_dropdown_is_cleared_and_left(key, show):
    tab = show(dcc.Dropdown(CITIES, "City 3", id="c"), "value")
    press(tab, key)
    tab.shows("#out", "None")
    press(tab, "ArrowDown")
    tab.until("document.activeElement.matches('.dash-dropdown-search')")
    press(tab, "ArrowDown")
    while tab.page.evaluate("document.querySelector('#c').contains(document.activeElement)"):
        press(tab, "Tab")
    tab.until("!document.querySelector(':popover-open')")
    assert focused(tab) == "after"
    tab.settle()
    tab.shows("#out", "None")


def test_several_choices_and_all(show):
    tab = show(dcc.Dropdown(CITIES, id="c", multi=True), "value")
    tab.page.keyboard.type("city 2")
    tab.until("document.activeElement.value === 'city 2'")
    press(tab, "Enter")  # the first hit
    tab.shows("#out", "['City 2']")
    for keys, shown in (("ArrowDown ArrowDown Space", "'City 20'"), ("ArrowDown Enter", "'City 20', 'City 21'"), ("ArrowUp Space", "'City 21'")):
        press(tab, *keys.split())
        tab.shows("#out", f"['City 2', {shown}]")
    press(tab, "ArrowUp", "ArrowUp")
    assert focused(tab) == "c.search"
    press(tab, "Tab")
    assert tab.page.evaluate("document.activeElement.textContent") == "Select All"
    press(tab, "Enter")
    tab.until("document.querySelector('#out').textContent.split(',').length === 12")
    press(tab, "Tab", "Space")
    tab.shows("#out", "[]")
    press(tab, "Escape")
    assert focused(tab) == "c.trigger"


def test_a_range_of_days(show):
    tab = show(dcc.DatePickerRange(id="c", initial_visible_month="2026-03-01", min_date_allowed="2026-03-02", max_date_allowed="2026-05-31"), "start_date", "end_date")
    tab.until("!!document.querySelector('.dash-datepicker-input')?.checkVisibility()")
    tab.page.keyboard.type("2026-03-15")
    press(tab, "Enter")
    tab.until("document.activeElement.dataset.date === '2026-03-15'")
    tab.shows("#out", "'2026-03-15' None")
    press(tab, "ArrowDown", "ArrowRight", "Enter")
    tab.shows("#out", "'2026-03-15' '2026-03-23'")
    tab.until("!document.querySelector(':popover-open')")
    assert focused(tab) == "c.end_date.text"
    press(tab, "Control+a")
    tab.page.keyboard.type("2026-04-02")
    press(tab, "Tab")
    tab.shows("#out", "'2026-03-15' '2026-04-02'")


def test_a_link(show):
    tab = show(html.Div([dcc.Link("There", href="/there"), dcc.Location(id="c")]), "pathname")
    tab.shows("#out", "'/'")
    press(tab, "Enter")
    tab.shows("#out", "'/there'")
    assert sum("/there" in url for url in tab.requests) == 0, "the page stays"


ROWS = [{"id": name, "city": name, "n": n} for name, n in [("Oslo", 3), ("Rome", 1), ("Lima", 2), ("Bonn", 5), ("Kyiv", 4), ("Riga", 6)]]


def first_column(tab: Any, *names: str) -> None:
    """Wait until the table shows these."""
    tab.until(f"[...document.querySelectorAll('#c tbody td.column-0')].map(td => td.innerText.trim()).join() === '{','.join(names)}'")


def test_a_table_is_sorted_filtered_paged_and_ticked(show):
    table = dash_table.DataTable(ROWS, [{"id": "city", "name": "City"}, {"id": "n", "name": "N"}], id="c", page_size=3, sort_action="native", filter_action="native", row_selectable="multi")
    tab = show(table, "selected_rows", tabs=3)
    assert focused(tab) == "c.sort.1"
    press(tab, "Enter")
    first_column(tab, "Rome", "Lima", "Oslo")
    press(tab, "Space")
    first_column(tab, "Riga", "Bonn", "Kyiv")
    press(tab, "Tab")
    assert focused(tab) == "c.filter.0"
    tab.page.keyboard.type("i")
    press(tab, "Enter")
    first_column(tab, "Riga", "Kyiv", "Lima")
    press(tab, "Control+a", "Delete", "Enter")
    first_column(tab, "Riga", "Bonn", "Kyiv")
    press(tab, "Tab", "Tab", "Space")  # the second filter, the first box
    tab.shows("#out", "[5]")
    while focused(tab) != "c.next":
        press(tab, "Tab")
    press(tab, "Enter")
    first_column(tab, "Oslo", "Lima", "Rome")
    tab.shows("#out", "[5]")


def test_far_keys_and_f2_in_a_table(show):
    table = dash_table.DataTable([{"city": f"c{i}", "n": i} for i in range(30)], [{"id": "city", "name": "City"}, {"id": "n", "name": "N", "type": "numeric"}], id="c", editable=True)
    tab = show(table, "data_timestamp", "active_cell", tabs=2)
    place = "(c => c && [c.row, c.column].join())(JSON.parse(document.getElementById('c.cell').value || '{}').active_cell)"
    for key, cell in (("End", "0,1"), ("PageDown", "10,1"), ("PageDown", "20,1"), ("Home", "20,0"), ("PageUp", "10,0"), ("ArrowRight", "10,1")):
        press(tab, key)
        tab.until(f"{place} === '{cell}'")
    press(tab, "F2", "ArrowRight", "5", "Enter")
    tab.until("document.querySelector('#c tbody').rows[10].querySelector('.column-1').innerText === '105'")
    tab.until(f"{place} === '11,1'")
