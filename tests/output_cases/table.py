"""The table of outputs: DataTable."""

from __future__ import annotations

from typing import Any

from hxdash import dash_table
from hxdash.dash_table.view import DERIVED
from output_cases.case import NO_FOCUS, TEXT, Case, Row, at, told, type_into, unseen

ROWS = [{"id": f"r{i}", "city": f"City {i}", "n": i, "kind": "ab"[i % 2]} for i in range(60)]
COLUMNS = [{"id": "city", "name": ["Place", "City"], "hideable": True, "selectable": True}, {"id": "n", "name": ["Place", "N"], "type": "numeric", "selectable": True}, {"id": "kind", "name": ["", "Kind"]}]
FRAME = {"height": 160, "width": 120, "overflow": "auto"}


def go_to_cell(tab: Any) -> None:
    tab.page.locator("#c tbody td.column-1").nth(8).focus()
    tab.page.keyboard.press("ArrowDown")
    tab.page.evaluate("Object.assign(document.querySelector('.dash-table-container'), {scrollTop: 140, scrollLeft: 20})")


ACTIVE = "JSON.parse(document.getElementById('c.cell').value || '{}').active_cell"
IN_TABLE = {
    "cell": f"JSON.stringify({ACTIVE}?.row) + {ACTIVE}?.column_id",
    "marked": "q('td.focused')?.className.match(/column-\\d/)?.[0] + [...e.querySelectorAll('tbody tr')].indexOf(q('td.focused')?.parentElement)",
    "scrolled": "[q('.dash-table-container').scrollTop, q('.dash-table-container').scrollLeft]",
}
FIRST = "q('tbody td.column-0')"
HEAD = "q('th.column-0')"
CONDITION = {"if": {"column_id": "city"}}
CELL = {"row": 3, "column": 1, "column_id": "n", "row_id": "r3"}
ABOVE = {"scrolled": "the head is higher; the browser keeps what is in view there"}
MOVES = {"cell": "it is the cell", "marked": "it is the cell"}


def styled(prop: str, where: str, number: int) -> dict[str, Row]:
    """A style and its conditional one: other letter spacings, so that each is seen."""
    return {
        prop: Row({"letterSpacing": f"0.0{number}px"}, f"{where}.style.letterSpacing === '0.0{number}px'"),
        f"{prop}_conditional": Row([{**CONDITION, "wordSpacing": f"0.0{number}px"}], f"{where}.style.wordSpacing === '0.0{number}px'"),
    }


LIGHT = {
    "data": Row([{**row, "city": f"Town {row['n']}"} for row in ROWS], f"{FIRST}.innerText === 'Town 0'"),
    "page_size": Row(40, "e.querySelectorAll('tbody tr').length === 40"),
    "page_current": Row(1, f"{FIRST}.innerText === 'Town 40'", {"scrolled": "the page is shorter"}),
    "page_count": unseen(9, "it counts where the app itself brings the pages; a later row"),
    "sort_action": Row("native", "!!q('.column-header--sort')"),
    "filter_action": Row("native", "!!q('.dash-filter input')", ABOVE),
    "sort_by": Row([{"column_id": "n", "direction": "desc"}], f"{FIRST}.innerText === 'Town 19'"),
    "filter_query": Row("{n} < 50", f"{FIRST}.innerText === 'Town 9'"),
    **styled("style_cell", FIRST, 2),
    **styled("style_data", FIRST, 1),
    "tooltip_data": Row([{"city": f"tip {i}"} for i in range(60)], f"{FIRST}.title === 'tip 9'"),
    "editable": Row(True, f"{FIRST}.classList.contains('dash-editable')"),
    "dropdown": unseen({"kind": {"options": [{"label": "A", "value": "a"}]}}, "no column has presentation dropdown; the next case"),
}
FULL = {
    "selected_rows": Row([9], "q('tr[data-row=\"9\"]').ariaSelected === 'true'"),
    "selected_columns": Row(["city"], f"{FIRST}.className.includes('selected') || e.outerHTML.includes('selected-column')"),
    "selected_row_ids": told(["r9"]),
    "hidden_columns": Row(["kind"], "e.querySelectorAll('tbody tr:first-child td').length === 2", {"scrolled": "it is less wide"}),
    "columns": Row([{**column, "name": [column["name"][0], column["name"][1] + "!"]} for column in COLUMNS], "e.querySelector('thead').innerText.includes('City!')"),
    "tooltip": Row({"n": "about n"}, "q('tbody td.column-1').title === 'about n'"),
    "tooltip_conditional": Row([{"if": {"column_id": "n"}, "value": "on a condition"}], "q('tbody td.column-1').title === 'on a condition'"),
    "tooltip_header": Row({"city": "the city"}, f"{HEAD}.title === 'the city'"),
    "tooltip_delay": unseen(5, "it concerns tooltips with times of their own; tests/dash_table"),
    "tooltip_duration": unseen(500, "it concerns tooltips with times of their own; tests/dash_table"),
    **styled("style_header", HEAD, 3),
    **styled("style_filter", "q('td.dash-filter')", 4),
    "filter_options": Row({"placeholder_text": "find"}, "q('.dash-filter input').placeholder === 'find'"),
    "sort_mode": unseen("multi", "it concerns the next click on a header; tests/dash_table"),
    "sort_as_null": unseen(["x"], "nothing like it is in the data; tests/dash_table"),
    "style_as_list_view": Row(True, "e.classList.contains('dash-list-view')"),
    "fill_width": Row(False, "!!q('table.dash-narrow')"),
    "style_table": Row({**FRAME, "outlineOffset": "3px"}, "q('.dash-table-container').style.outlineOffset === '3px'"),
    "css": Row([{"selector": "td", "rule": "outline-offset: 5px"}], f"getComputedStyle({FIRST}).outlineOffset === '5px'"),
    "merge_duplicate_headers": Row(True, "!!q('th[colspan]')"),
    "include_headers_on_copy_paste": at("data-headers", True, ""),
    "export_format": Row("csv", "!!q('.export')"),
    "export_columns": unseen("all", "it concerns the next export; tests/dash_table"),
    "export_headers": unseen("ids", "it concerns the next export; tests/dash_table"),
    "locale_format": unseen({"decimal": ","}, "no column has a format; the next case"),
    "markdown_options": unseen({"html": True}, "no column has markdown; the next case"),
    "dropdown_conditional": unseen([], "no column has presentation dropdown; the next case"),
    "dropdown_data": unseen([], "no column has presentation dropdown; the next case"),
    "fixed_rows": Row({"headers": True}, "!!q('.dash-fixed-rows')"),
    "fixed_columns": Row({"headers": True, "data": 1}, "!!q('td.dash-fixed')"),
    "row_selectable": Row("multi", "!!q('tbody input[type=checkbox]')"),
    "row_deletable": Row(True, "!!q('.dash-delete-cell')"),
    "column_selectable": Row("multi", "!!q('th input[type=checkbox]')", ABOVE),
    "page_action": Row("none", "!q('.next-page')"),
    "virtualization": unseen(True, "it is accepted; what is not on the page is never sent"),
    "loading_state": unseen({}, "it has no effect"),
    "is_focused": told(True),
    "data_previous": told([{"n": 1}]),
    "data_timestamp": told(5),
    "active_cell": Row(CELL, "q('td.focused') === q('tbody').rows[3].querySelector('.column-1')", {**MOVES, "focus": "it goes with the cell"}),
    "start_cell": told(CELL),
    "end_cell": told(CELL),
    "selected_cells": Row([CELL], "e.querySelectorAll('td.cell--selected').length === 1 && !!q('tbody').rows[3].querySelector('.cell--selected')", MOVES),
    **{prop: unseen(value, "nothing of a table is kept yet") for prop, value in (("persistence", True), ("persistence_type", "session"), ("persisted_props", []))},
    "cell_selectable": Row(False, "!('cells' in e.dataset)", {**NO_FOCUS, **MOVES}),
}


def make(**more: Any) -> dash_table.DataTable:
    return dash_table.DataTable(**{"id": "c", "data": ROWS, "columns": COLUMNS, "style_table": FRAME, "page_size": 50, **more})


TABLE = Case(make(), go_to_cell, IN_TABLE, {**LIGHT, **FULL})
FILTER = Case(
    make(filter_action="native"),
    type_into("#c .dash-filter input", "tow", back=2),
    TEXT,
    {prop: row for prop, row in {**LIGHT, **FULL}.items() if prop in ("data", "style_data", "style_header", "hidden_columns", "css", "export_format", "row_selectable")}
    | {"tooltip_data": Row([{"city": "tip"}], f"{FIRST}.title === 'tip'")},
)
CASES = {"DataTable": TABLE, "DataTable, filter": FILTER}
__all__ = ["CASES", "DERIVED"]
