"""dash_table.DataTable in Chromium: the mouse, the keys, the clipboard, focus; no complaint of the page's policy."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from hxdash import Dash, Input, Output, State, dash_table, html

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SHOTS = os.environ.get("HXDASH_SHOTS")
ROWS = [{"id": f"r{i}", "city": name, "n": n} for i, (name, n) in enumerate([("Oslo", 3), ("Rome", 1), ("Lima", 2), ("Bonn", 5), ("Kyiv", 4)])]
COLUMNS = [{"id": "city", "name": "City"}, {"id": "n", "name": "N", "type": "numeric"}]
CELLS = "[...document.querySelectorAll('#t tbody tr')].map(r => [...r.querySelectorAll('.dash-cell')].map(c => c.innerText.trim()))"


def table(**more: Any) -> dash_table.DataTable:
    return dash_table.DataTable(**{"id": "t", "data": ROWS, "columns": COLUMNS, "page_size": 3, **more})


def app_of(component: Any, *extra: Any) -> Dash:
    app = Dash(__name__)
    app.layout = html.Div([component, *extra, html.Div(id="out")])
    return app


@pytest.fixture
def show(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> Callable[..., Any]:
    """A tab with an app in it."""

    def show(app: Dash, **options: Any) -> Any:
        return open_tab(serve(app).url, **options)

    return show


def until_cells(tab: Any, wanted: list[list[str]]) -> None:
    """Wait until the cells show that."""
    tab.becomes(CELLS, wanted)


def until_focused(tab: Any, wanted: str) -> None:
    """Wait until what shows that, or has that id, has the focus."""
    tab.becomes("document.activeElement.innerText?.trim() || document.activeElement.id || document.activeElement.className", wanted)


def test_sort_filter_and_page_by_mouse_keep_the_focus(show: Any) -> None:
    tab = show(app_of(table(sort_action="native", filter_action="native")))
    tab.page.click("#t\\.sort\\.1")
    until_cells(tab, [["Rome", "1"], ["Lima", "2"], ["Oslo", "3"]])
    tab.becomes("document.activeElement.id", "t.sort.1")
    tab.becomes("document.querySelector('th.column-1').ariaSort", "ascending")
    tab.page.click("#t\\.next")
    until_cells(tab, [["Kyiv", "4"], ["Bonn", "5"]])
    tab.page.fill("#t\\.filter\\.0", "m")
    tab.page.keyboard.press("Enter")
    until_cells(tab, [["Rome", "1"], ["Lima", "2"]])
    tab.becomes("document.activeElement.id", "t.filter.0")
    assert tab.page.input_value("#t\\.filter\\.0") == "m"


def test_two_quick_clicks_are_two_pages(show: Any) -> None:
    tab = show(app_of(table(page_size=1)))
    tab.page.evaluate("() => { const b = document.getElementById('t.next'); b.click(); b.click(); b.click(); }")
    until_cells(tab, [["Bonn", "5"]])


def test_arrows_tab_and_shift_move_and_select(show: Any) -> None:
    app = app_of(table())

    @app.callback(Output("out", "children"), Input("t", "active_cell"), State("t", "selected_cells"))
    def seen(active: Any, selected: Any) -> str:
        return f"{active and (active['row'], active['column'], active['column_id'], active['row_id'])} {len(selected or [])}"

    tab = show(app)
    tab.page.click("#t tbody tr:first-child td.column-0")
    tab.shows("#out", "(0, 0, 'city', 'r0') 1")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("ArrowRight")
    tab.shows("#out", "(1, 1, 'n', 'r1') 1")
    tab.page.keyboard.press("Shift+ArrowDown")
    tab.page.keyboard.press("Shift+ArrowLeft")
    tab.shows("#out", "(1, 1, 'n', 'r1') 4")
    tab.page.keyboard.press("Tab")
    tab.shows("#out", "(2, 0, 'city', 'r2') 1")
    tab.page.keyboard.press("Shift+Tab")
    tab.shows("#out", "(1, 1, 'n', 'r1') 1")
    tab.page.keyboard.press("Escape")
    tab.shows("#out", "None 0")


def test_moving_sends_nothing_where_nobody_listens(show: Any) -> None:
    tab = show(app_of(table()))
    tab.page.click("#t tbody tr:first-child td.column-0")
    for key in ("ArrowDown", "ArrowRight", "ArrowUp"):
        tab.page.keyboard.press(key)
    tab.settle()
    assert tab.posts == []
    until_focused(tab, "3")


def editing_app(**more: Any) -> Dash:
    app = app_of(table(editable=True, **more))

    @app.callback(Output("out", "children"), Input("t", "data"))
    def seen(data: Any) -> str:
        return " ".join(f"{row['city']}={row['n']!r}" for row in data)

    return app


def test_typing_edits_and_enter_goes_down(show: Any) -> None:
    tab = show(editing_app())
    tab.page.click("#t tbody tr:first-child td.column-1")
    tab.page.keyboard.type("7")
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.type("8")
    tab.page.keyboard.press("Enter")
    tab.shows("#out", "Oslo=7 Rome=8 Lima=2 Bonn=5 Kyiv=4")
    until_focused(tab, "2")


def test_escape_keeps_the_old_value_and_a_wrong_one_is_not_taken(show: Any) -> None:
    tab = show(editing_app())
    tab.page.dblclick("#t tbody tr:first-child td.column-1")
    tab.page.keyboard.type("9")
    tab.page.keyboard.press("Escape")
    tab.settle()
    assert tab.posts == []
    tab.page.keyboard.type("x")
    tab.page.keyboard.press("Tab")
    tab.settle()
    until_cells(tab, [["Oslo", "3"], ["Rome", "1"], ["Lima", "2"]])
    until_focused(tab, "Rome")


def test_delete_clears_the_selected_cells(show: Any) -> None:
    tab = show(editing_app())
    tab.page.click("#t tbody tr:first-child td.column-0")
    tab.page.keyboard.press("Shift+ArrowDown")
    tab.page.keyboard.press("Delete")
    tab.shows("#out", "=3 =1 Lima=2 Bonn=5 Kyiv=4")


def test_copy_and_paste_a_block(show: Any) -> None:
    tab = show(editing_app(page_size=5), permissions=["clipboard-read", "clipboard-write"])
    tab.page.click("#t tbody tr:first-child td.column-0")
    tab.page.keyboard.press("Shift+ArrowDown")
    tab.page.keyboard.press("Shift+ArrowRight")
    tab.page.keyboard.press("Control+c")
    tab.becomes("navigator.clipboard.readText()", "Oslo\t3\nRome\t1")
    tab.page.click("#t tbody tr:nth-child(4) td.column-0")
    tab.page.keyboard.press("Control+v")
    tab.shows("#out", "Oslo=3 Rome=1 Lima=2 Oslo=3 Rome=1")


def test_what_is_being_typed_survives_an_answer(show: Any) -> None:
    app = app_of(table(editable=True), html.Button("go", id="go"))

    @app.callback(Output("t", "page_size"), Input("go", "n_clicks"), prevent_initial_call=True)
    def larger(n: int) -> int:
        return 5

    tab = show(app)
    tab.page.dblclick("#t tbody tr:nth-child(2) td.column-0")
    tab.page.keyboard.type("Ro")
    tab.page.evaluate("document.getElementById('go').click()")
    tab.until("document.querySelectorAll('#t tbody tr').length === 5")
    tab.settle()
    tab.becomes("document.activeElement.value", "Ro")
    tab.page.keyboard.type("ma")
    tab.page.keyboard.press("Enter")
    tab.settle()
    tab.becomes(f"({CELLS})[1]", ["Roma", "1"])


def test_rows_are_selected_and_deleted(show: Any) -> None:
    app = app_of(table(row_selectable="multi", row_deletable=True))

    @app.callback(Output("out", "children"), Input("t", "selected_rows"), Input("t", "data"))
    def seen(selected: Any, data: Any) -> str:
        return f"{selected} {len(data)}"

    tab = show(app)
    tab.page.check("#t tbody tr:nth-child(3) input")
    tab.page.check("#t tbody tr:nth-child(1) input")
    tab.shows("#out", "[2, 0] 5")
    tab.page.evaluate("() => { for (let i = 0; i < 2; i++) document.querySelector('#t .dash-delete-cell button').click(); }")
    tab.shows("#out", "[0] 3")
    until_cells(tab, [["Lima", "2"], ["Bonn", "5"], ["Kyiv", "4"]])
    tab.becomes("document.querySelector('#t tbody tr:nth-child(1) input').checked", True)
    tab.becomes("document.querySelector('#t tbody tr:nth-child(2) input').checked", False)


def test_ticks_do_not_stay_where_another_row_stands(show: Any) -> None:
    tab = show(app_of(table(row_selectable="multi")))
    tab.page.check("#t tbody tr:nth-child(1) input")
    tab.page.click("#t\\.next")
    until_cells(tab, [["Bonn", "5"], ["Kyiv", "4"]])
    tab.becomes("document.querySelector('#t tbody tr:nth-child(1) input').checked", False)
    tab.page.click("#t\\.previous")
    until_cells(tab, [["Oslo", "3"], ["Rome", "1"], ["Lima", "2"]])
    tab.becomes("document.querySelector('#t tbody tr:nth-child(1) input').checked", True)


def test_a_choice_in_a_cell(show: Any) -> None:
    columns = [{"id": "city", "name": "City", "presentation": "dropdown"}, {"id": "n", "name": "N"}]
    options = {"city": {"options": [{"label": c, "value": c} for c in ("Oslo", "Rome", "Lima", "Bonn", "Kyiv")]}}
    tab = show(editing_app(columns=columns, dropdown=options))
    tab.page.select_option("#t tbody tr:first-child select", label="Kyiv")
    tab.shows("#out", "Kyiv=3 Rome=1 Lima=2 Bonn=5 Kyiv=4")


def test_export_tooltip_styles_and_renaming(show: Any) -> None:
    columns = [{"id": "city", "name": "City", "renamable": True}, {"id": "n", "name": "N", "hideable": True}]
    more = {
        "export_format": "csv", "columns": columns, "tooltip": {"n": {"value": "a **number**", "type": "markdown", "delay": None}},
        "css": [{"selector": ".dash-header", "rule": "letter-spacing: 7px"}],
        "style_data_conditional": [{"if": {"state": "active"}, "color": "rgb(1, 2, 3)"}],
    }  # fmt: skip
    tab = show(app_of(table(**more)))
    with tab.page.expect_download() as waiting:
        tab.page.click("#t .export")
    with open(waiting.value.path(), newline="") as file:
        assert file.read().splitlines()[:2] == ["city,n", "Oslo,3"]
    assert waiting.value.suggested_filename == "Data.csv"
    assert tab.page.evaluate("getComputedStyle(document.querySelector('#t th')).letterSpacing") == "7px"
    tab.page.click("#t tbody tr:first-child td.column-1")
    assert tab.page.evaluate("getComputedStyle(document.querySelector('#t td.focused')).color") == "rgb(1, 2, 3)"
    tab.until("document.querySelector('.dash-table-tooltip:popover-open strong')?.innerText === 'number'")
    tab.page.once("dialog", lambda dialog: dialog.accept("Town"))
    tab.page.click("#t .column-header--edit")
    tab.shows("#t th.column-0 .column-header-name", "Town")
    tab.page.click("#t .column-header--hide")
    tab.until("document.querySelectorAll('#t th').length === 1")


FULL: dict[str, Any] = {
    "columns": [{"id": "city", "name": ["Place", "City"], "hideable": True, "deletable": True, "renamable": True, "clearable": True, "selectable": True}, {"id": "n", "name": ["Data", "N"], "type": "numeric", "presentation": "dropdown"}, {"id": "note", "name": ["Data", "Note"], "presentation": "markdown"}],
    "data": [{**row, "note": f"**{row['city']}** [more](https://example.org/{row['n']})"} for row in ROWS], "merge_duplicate_headers": True, "sort_action": "native", "filter_action": "native", "filter_query": "{city} contains o || {n} > 0", "page_size": 3, "sort_by": [{"column_id": "n", "direction": "asc"}],
    "row_selectable": "multi", "selected_rows": [1], "row_deletable": True, "column_selectable": "multi", "editable": True, "dropdown": {"n": {"options": [{"label": str(i), "value": i} for i in range(6)]}}, "export_format": "csv", "tooltip": {"city": "where"},
    "active_cell": {"row": 0, "column": 0, "column_id": "city"}, "selected_cells": [{"row": 0, "column": 0, "column_id": "city"}, {"row": 1, "column": 0, "column_id": "city"}],
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("more", [{}, FULL, {"data": []}, {"cell_selectable": False, "sort_action": "native"}], ids=["plain", "full", "empty", "static"])
def test_axe_has_nothing_to_say(show: Any, scheme: str, more: dict[str, Any]) -> None:
    tab = show(app_of(html.Main([html.H1("Table"), table(**more)])), color_scheme=scheme)
    found = Axe().run(tab.page, options=WCAG).response
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    if SHOTS:
        tab.page.screenshot(path=f"{SHOTS}/table-{len(more)}-{scheme}.png")
        tab.page.set_viewport_size({"width": 390, "height": 700})
        tab.page.screenshot(path=f"{SHOTS}/table-{len(more)}-{scheme}-390.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_at_390_px(show: Any, scheme: str) -> None:
    wide = [{f"column {i}": i * 1000 for i in range(20)}] * 30
    tab = show(app_of(table(data=wide, columns=None, page_size=10, sort_action="native", filter_action="native", fixed_rows={"headers": True})), viewport={"width": 390, "height": 800}, color_scheme=scheme)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_cells_are_edited_by_form(show: Any) -> None:
    tab = show(editing_app(sort_action="native"), java_script_enabled=False, quiet=False)
    tab.page.fill("#t tbody tr:nth-child(2) td.column-1 input", "9")
    with tab.page.expect_navigation():
        tab.page.click(".hx-apply")
    assert tab.page.inner_text("#out") == "Oslo=3 Rome=9 Lima=2 Bonn=5 Kyiv=4"
    with tab.page.expect_navigation():
        tab.page.click("#t\\.sort\\.1")
    assert tab.page.input_value("#t tbody tr:nth-child(1) td.column-1 input") == "2"
    assert tab.page.inner_text("#out") == "Oslo=3 Rome=9 Lima=2 Bonn=5 Kyiv=4"


def test_a_million_rows_leave_the_browser_as_it_is(show: Any) -> None:
    """Fifty pages and a sort of a million rows: no more nodes and listeners than after five pages, and no more memory."""
    rows = pd.DataFrame({"n": np.arange(1_000_000), "square": np.arange(1_000_000) ** 2})
    tab = show(app_of(table(data=rows, columns=None, page_size=50, sort_action="native")))
    debugger = tab.page.context.new_cdp_session(tab.page)
    debugger.send("Performance.enable")

    def turn(pages: range) -> dict[str, float]:
        """Turn to each page, and say what the browser holds then."""
        for page in pages:
            tab.page.click("#t\\.next")
            tab.becomes("document.querySelector('#t tbody .column-0').innerText.trim()", str(page * 50))
        tab.settle()
        debugger.send("HeapProfiler.collectGarbage")
        debugger.send("HeapProfiler.collectGarbage")
        return {row["name"]: row["value"] for row in debugger.send("Performance.getMetrics")["metrics"]}

    before = turn(range(1, 6))
    tab.page.click("#t\\.sort\\.0")
    tab.becomes("document.querySelector('th.column-0').ariaSort", "ascending")
    tab.page.click("#t\\.sort\\.0")
    tab.becomes("document.querySelector('#t tbody .column-0').innerText.trim()", "999749")
    tab.page.click("#t\\.sort\\.0")
    tab.becomes("document.querySelector('#t tbody .column-0').innerText.trim()", "250")
    after = turn(range(6, 56))
    assert after["Nodes"] == pytest.approx(before["Nodes"], rel=0.02, abs=20)
    assert after["JSEventListeners"] == pytest.approx(before["JSEventListeners"], abs=20)
    assert after["JSHeapUsedSize"] < before["JSHeapUsedSize"] + 1_000_000
