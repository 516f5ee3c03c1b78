"""Every property that a user can change reaches its callback typed, with JavaScript and, where that can be, in a plain form (K01, K02).

ROWS is the table: what the user does, what the callback is given before and after, and what works without JavaScript or why it cannot.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dash_table, dcc, html
from hxdash.component import Component
from hxdash.testing import Client, Page
from hxdash.testing.events import triggers
from hxdash.testing.tree import Node
from hxdash.uploads import File

Does = Callable[[Page], Any]
SCRIPT = "only a script sees that"
WORKS = ""


@dataclass(frozen=True)
class Row:
    """What a user does with one property of a component.

    Args:
        part: the component, with the id "it".
        does: what the user does; without JavaScript the form is applied afterwards unless this sends it.
        before, after: what the callback is given at the load, and then; a type stands for any value of it.
        plain: without JavaScript: WORKS, or why it cannot.
        there: what it gives without JavaScript where that is not `after`.
        form: what the user does without JavaScript, if it is something else.
    """

    part: Callable[[], Component]
    does: Does
    before: Any
    after: Any
    plain: str = WORKS
    there: Any = ...
    form: Does | None = None


def sets(value: Any, prop: str = "value") -> Does:
    return lambda page: page.set("it", value, prop=prop)


def clicks(id: str = "it") -> Does:
    return lambda page: page.click(id)


def asks(ok: bool) -> Does:
    return lambda page: page.answer("it", ok)


def confirms(ok: bool) -> Does:
    return lambda page: page.click("inner").answer("it", ok)


def acts(*action: Any) -> Does:
    """What the script of a table posts."""

    def act(page: Page) -> None:
        box, button = page.node("it"), Node("button", {"id": "made-up", "name": "v:it._act", "value": json.dumps(action), "type": "button"})
        box.place(0, [button])
        page.document.changed()
        page.click("made-up")

    return act


def picks(**cells: Any) -> Does:
    """Cells of a table, which its script writes into a field."""

    def pick(page: Page) -> None:
        page.node("it.cell").value = json.dumps(cells)
        page._do(page._send_all(list(triggers(page.node("it"), "cell")), force=False))

    return pick


def writes(prop: str, index: int, value: str) -> Does:
    """Without JavaScript: type into a field of a table, or tick it."""

    def write(page: Page) -> None:
        field = [n for n in page.node("it").walk() if n.tag in ("input", "select") and n.get("name").endswith(f".{prop}")][index]
        field.value, field.checked = value, True
        page.document.changed()

    return write


def choice(kind: Any, value: Any, **more: Any) -> Callable[[], Component]:
    return lambda: kind([1, "1", 1.5, True, "b", {"label": "No", "value": False}], value, id="it", **more)


def slider(**more: Any) -> Callable[[], Component]:
    return lambda: dcc.Slider(0, 10, 0.5, value=3, id="it", **more)


def two(**more: Any) -> Callable[[], Component]:
    return lambda: dcc.RangeSlider(0, 10, 0.5, value=[2, 3.5], id="it", **more)


def chart() -> Component:
    return dcc.Graph(id="it", figure={"data": [{"y": [1, 2]}], "layout": {}})


def dialog(**more: Any) -> Callable[[], Component]:
    return lambda: dcc.ConfirmDialog(id="it", message="Sure?", displayed=True, **more)


def provider() -> Component:
    return dcc.ConfirmDialogProvider(html.Button("go", id="inner"), id="it", message="Sure?")


def box(**more: Any) -> Callable[[], Component]:
    return lambda: dcc.Upload("Drop", id="it", **more)


def uploads(page: Page) -> Any:
    return page.upload("it", ("a.txt", b"abc"))


def table(**more: Any) -> Callable[[], Component]:
    rows = [{"id": "o", "city": "Oslo", "n": 3}, {"id": "r", "city": "Rome", "n": None}, {"id": "l", "city": "Lima", "n": 2.5}]
    columns = [{"id": "city", "name": "City", "type": "text", "renamable": True, "hideable": True, "selectable": True}, {"id": "n", "name": "N", "type": "numeric"}]
    return lambda: dash_table.DataTable([dict(row) for row in rows], columns, id="it", **more)


EDITED = [{"id": "o", "city": "Oslo", "n": 3}, {"id": "r", "city": "Rome", "n": 7}, {"id": "l", "city": "Lima", "n": 2.5}]
ORIGINAL = [{**row, "n": None} if row["id"] == "r" else row for row in EDITED]
SORTED = [{"column_id": "n", "direction": "asc"}]
CELL = {"row": 1, "column": 1, "column_id": "n", "row_id": "r"}
edits = acts("set", [[1, "n", "7"]])
POSITION = {"lat": 52.5, "lon": 13.4, "accuracy": 10}

ROWS: dict[str, Row] = {
    "html.Button.n_clicks": Row(lambda: html.Button(id="it"), clicks(), None, 1),
    "html.Button.n_clicks_timestamp": Row(lambda: html.Button(id="it"), clicks(), None, int),
    "html.Div.n_clicks": Row(lambda: html.Div(id="it"), clicks(), None, 1, "a form is sent by a button"),
    "html.Div.n_clicks_timestamp": Row(lambda: html.Div(id="it"), clicks(), None, int, "a form is sent by a button"),
    "Button.n_clicks": Row(lambda: dcc.Button(id="it"), clicks(), None, 1),
    "Button.n_clicks_timestamp": Row(lambda: dcc.Button(id="it"), clicks(), None, int),
    "Button.n_blur": Row(lambda: dcc.Button(id="it"), lambda page: page.blur("it"), None, 1, SCRIPT),
    "Button.n_blur_timestamp": Row(lambda: dcc.Button(id="it"), lambda page: page.blur("it"), None, int, SCRIPT),
    "Checklist.value": Row(choice(dcc.Checklist, ["b"]), sets([True, "1", 1.5]), ["b"], [True, "1", 1.5], there=["1", 1.5, True]),
    "Clipboard.n_clicks": Row(lambda: dcc.Clipboard(id="it", content="x"), clicks(), None, 1, "no browser copies without a script"),
    "ConfirmDialog.submit_n_clicks": Row(dialog(), asks(True), None, 1),
    "ConfirmDialog.submit_n_clicks_timestamp": Row(dialog(), asks(True), None, int),
    "ConfirmDialog.cancel_n_clicks": Row(dialog(), asks(False), None, 1),
    "ConfirmDialog.cancel_n_clicks_timestamp": Row(dialog(), asks(False), None, int),
    "ConfirmDialog.displayed": Row(dialog(), asks(False), True, False),
    "ConfirmDialogProvider.submit_n_clicks": Row(provider, confirms(True), None, 1),
    "ConfirmDialogProvider.submit_n_clicks_timestamp": Row(provider, confirms(True), None, int),
    "ConfirmDialogProvider.cancel_n_clicks": Row(provider, confirms(False), None, 1),
    "ConfirmDialogProvider.cancel_n_clicks_timestamp": Row(provider, confirms(False), None, int),
    "ConfirmDialogProvider.displayed": Row(provider, confirms(True), None, False),
    "DatePickerSingle.date": Row(lambda: dcc.DatePickerSingle(id="it", date=datetime.datetime(2026, 3, 1, 5)), sets("2026-03-15", "date"), "2026-03-01T05:00:00", "2026-03-15"),
    "DatePickerRange.start_date": Row(lambda: dcc.DatePickerRange(id="it", end_date="2026-04-01"), sets("2026-03-15", "start_date"), None, "2026-03-15"),
    "DatePickerRange.end_date": Row(lambda: dcc.DatePickerRange(id="it", end_date=datetime.date(2026, 4, 1)), sets(None, "end_date"), "2026-04-01", None),
    "Dropdown.value": Row(choice(dcc.Dropdown, 1.5), sets(True), 1.5, True),
    "Dropdown.search_value": Row(choice(dcc.Dropdown, "b"), lambda page: page.search("it", "o"), None, "o"),
    "Geolocation.position": Row(lambda: dcc.Geolocation(id="it"), lambda page: page.locate("it", position=POSITION), None, POSITION, SCRIPT),
    "Geolocation.position_error": Row(
        lambda: dcc.Geolocation(id="it"), lambda page: page.locate("it", position_error={"code": 1, "message": "no"}), None, {"code": 1, "message": "no"}, SCRIPT
    ),
    "Geolocation.local_date": Row(lambda: dcc.Geolocation(id="it"), lambda page: page.locate("it", local_date="1/2/26"), None, "1/2/26", SCRIPT),
    "Geolocation.timestamp": Row(lambda: dcc.Geolocation(id="it"), lambda page: page.locate("it", timestamp=1234.5), None, 1234.5, SCRIPT),
    **{
        f"Graph.{prop}": Row(chart, lambda page, prop=prop, value=value: page.plot("it", **{prop: value}), None, value, "a chart is drawn by a script")  # type: ignore[misc]
        for prop, value in {
            "clickData": {"points": [{"x": 1, "y": 2.5, "customdata": ["a", None, True]}]}, "hoverData": {"points": [{"x": "a"}]}, "selectedData": {"points": []},
            "relayoutData": {"xaxis.range[0]": 1.5, "autosize": True}, "restyleData": [{"visible": ["legendonly"]}, [0]], "clickAnnotationData": {"index": 0, "annotation": {"text": "x"}},
        }.items()
    },
    "Graph.figure": Row(
        chart, lambda page: page.plot("it", figure={"layout": {"xaxis.range": [0, 1]}}), {"data": [{"y": [1, 2]}], "layout": {}}, {"data": [{"y": [1, 2]}], "layout": {"xaxis.range": [0, 1]}},
        "a chart is drawn by a script",
    ),
    "Input.value": Row(lambda: dcc.Input(5, "number", id="it"), sets(7.5), 5, 7.5),
    "Input.n_submit": Row(lambda: dcc.Input(id="it"), lambda page: page.submit("it"), None, 1, "Enter sends the form, nobody counts it"),
    "Input.n_submit_timestamp": Row(lambda: dcc.Input(id="it"), lambda page: page.submit("it"), None, int, "Enter sends the form, nobody counts it"),
    "Input.n_blur": Row(lambda: dcc.Input(id="it"), lambda page: page.blur("it"), None, 1, SCRIPT),
    "Input.n_blur_timestamp": Row(lambda: dcc.Input(id="it"), lambda page: page.blur("it"), None, int, SCRIPT),
    "Interval.n_intervals": Row(lambda: dcc.Interval(id="it"), lambda page: page.tick("it"), None, 1, "nothing ticks without a script"),
    "Location.pathname": Row(lambda: dcc.Location(id="it"), lambda page: page.go("/b?c=d#e"), "/", "/b"),
    "Location.search": Row(lambda: dcc.Location(id="it"), lambda page: page.go("/b?c=d#e"), "", "?c=d"),
    "Location.href": Row(lambda: dcc.Location(id="it"), lambda page: page.go("/b?c=d#e"), "http://localhost/", "http://localhost/b?c=d#e", there="http://localhost/b?c=d"),
    "Location.hash": Row(lambda: dcc.Location(id="it"), lambda page: page.go("/b?c=d#e"), "", "#e", "no browser tells the server of a hash"),
    "RadioItems.value": Row(choice(dcc.RadioItems, "1"), sets(False), "1", False),
    "RangeSlider.value": Row(two(), sets([2.5, 4]), [2, 3.5], [2.5, 4]),
    "RangeSlider.drag_value": Row(two(), lambda page: page.drag("it", [2.5, 4]), None, [2.5, 4], form=sets([2.5, 4])),
    "Slider.value": Row(slider(), sets(7.5), 3, 7.5),
    "Slider.drag_value": Row(slider(), lambda page: page.drag("it", 4), None, 4, form=sets(4)),
    "Tabs.value": Row(lambda: dcc.Tabs([dcc.Tab(label="a", value="a"), dcc.Tab(label="b", value="b")], id="it"), sets("b"), "a", "b"),
    "Textarea.value": Row(lambda: dcc.Textarea(id="it", value="a\nb"), sets("1\n\n2 "), "a\nb", "1\n\n2 "),
    "Textarea.n_clicks": Row(lambda: dcc.Textarea(id="it"), clicks(), None, 1, SCRIPT),
    "Textarea.n_clicks_timestamp": Row(lambda: dcc.Textarea(id="it"), clicks(), None, int, SCRIPT),
    "Textarea.n_blur": Row(lambda: dcc.Textarea(id="it"), lambda page: page.blur("it"), None, 1, SCRIPT),
    "Textarea.n_blur_timestamp": Row(lambda: dcc.Textarea(id="it"), lambda page: page.blur("it"), None, int, SCRIPT),
    "Upload.contents": Row(box(), uploads, None, "data:text/plain;base64,YWJj"),
    "Upload.filename": Row(box(multiple=True), uploads, None, ["a.txt"]),
    "Upload.last_modified": Row(box(), uploads, None, float, there=None),
    "Upload.files": Row(box(), uploads, None, [File]),
    "DataTable.sort_by": Row(table(sort_action="native"), clicks("it.sort.1"), [], SORTED),
    "DataTable.page_current": Row(table(page_size=2), clicks("it.next"), 0, 1),
    "DataTable.filter_query": Row(table(filter_action="native"), acts("filter", ["", "> 2.6"]), "", "{n} s> 2.6", form=writes("_filter", 1, "> 2.6")),
    "DataTable.selected_rows": Row(table(row_selectable="multi"), acts("select", 1, True), [], [1], form=writes("_rows", 1, "1")),
    "DataTable.selected_row_ids": Row(table(row_selectable="multi"), acts("select", 1, True), [], ["r"], form=writes("_rows", 1, "1")),
    "DataTable.selected_columns": Row(table(column_selectable="multi"), acts("select_column", ["city"], True), [], ["city"], form=writes("_columns", 0, '["city"]')),
    "DataTable.hidden_columns": Row(table(), acts("hide", ["city"]), None, ["city"], form=lambda page: page.click(_button(page, "hide"))),
    "DataTable.columns": Row(table(), acts("rename", ["city"], 0, "Town"), list, list, "a header is typed into with a script"),
    "DataTable.data": Row(table(editable=True), edits, ORIGINAL, EDITED, form=writes("_cells", 3, "7")),
    "DataTable.data_previous": Row(table(editable=True), edits, None, ORIGINAL, form=writes("_cells", 3, "7")),
    "DataTable.data_timestamp": Row(table(editable=True), edits, None, int, form=writes("_cells", 3, "7")),
    "DataTable.active_cell": Row(table(), picks(active_cell=CELL), None, CELL, "cells are moved among with a script"),
    "DataTable.start_cell": Row(table(), picks(start_cell=CELL), None, CELL, "cells are moved among with a script"),
    "DataTable.end_cell": Row(table(), picks(end_cell=CELL), None, CELL, "cells are moved among with a script"),
    "DataTable.selected_cells": Row(table(), picks(selected_cells=[CELL]), [], [CELL], "cells are moved among with a script"),
    "DataTable.derived_virtual_data": Row(table(sort_action="native"), clicks("it.sort.1"), ORIGINAL, [ORIGINAL[2], ORIGINAL[0], ORIGINAL[1]]),
    "DataTable.derived_virtual_indices": Row(table(sort_action="native"), clicks("it.sort.1"), [0, 1, 2], [2, 0, 1]),
    "DataTable.derived_virtual_row_ids": Row(table(sort_action="native"), clicks("it.sort.1"), ["o", "r", "l"], ["l", "o", "r"]),
    "DataTable.derived_virtual_selected_rows": Row(table(row_selectable="multi"), acts("select", 1, True), [], [1], form=writes("_rows", 1, "1")),
    "DataTable.derived_virtual_selected_row_ids": Row(table(row_selectable="multi"), acts("select", 1, True), [], ["r"], form=writes("_rows", 1, "1")),
    "DataTable.derived_viewport_data": Row(table(page_size=2), clicks("it.next"), ORIGINAL[:2], ORIGINAL[2:]),
    "DataTable.derived_viewport_indices": Row(table(page_size=2), clicks("it.next"), [0, 1], [2]),
    "DataTable.derived_viewport_row_ids": Row(table(page_size=2), clicks("it.next"), ["o", "r"], ["l"]),
    "DataTable.derived_viewport_selected_rows": Row(table(row_selectable="multi"), acts("select", 1, True), [], [1], form=writes("_rows", 1, "1")),
    "DataTable.derived_viewport_selected_row_ids": Row(table(row_selectable="multi"), acts("select", 1, True), [], ["r"], form=writes("_rows", 1, "1")),
    "DataTable.derived_viewport_selected_columns": Row(
        table(column_selectable="multi"), acts("select_column", ["city"], True), [], ["city"], form=writes("_columns", 0, '["city"]')
    ),
    "DataTable.derived_filter_query_structure": Row(table(filter_action="native"), acts("filter", ["", "> 2.6"]), None, dict, form=writes("_filter", 1, "> 2.6")),
}  # fmt: skip
# What users change in a table through its own steps, besides browser_props.
CHANGED = {"sort_by", "page_current", "filter_query", "selected_rows", "selected_row_ids", "selected_columns", "hidden_columns", "columns", "data", "data_previous", "data_timestamp"}


def _button(page: Page, word: str) -> str:
    """A button of the table that does something, by an id for it."""
    found = next(n for n in page.node("it").walk() if n.tag == "button" and n.value.startswith(f'["{word}"'))
    found.attributes.setdefault("id", "found")
    page.document.changed()
    return found.get("id")


def test_every_input_has_a_row() -> None:
    wanted = {f"{name}.{prop}" for name, kind in vars(dcc).items() if isinstance(kind, type) and issubclass(kind, Component) for prop in kind.browser_props | kind.edited}
    wanted |= {f"DataTable.{prop}" for prop in dash_table.DataTable.browser_props | CHANGED if prop[0] != "_"}
    wanted |= {f"html.{kind.__name__}.{prop}" for kind in (html.Button, html.Div) for prop in kind.browser_props}
    assert wanted == ROWS.keys()


def fits(value: Any, wanted: Any) -> bool:
    """Whether a value is as wanted, of the same type all the way down."""
    if isinstance(wanted, type):
        return type(value) is wanted or (wanted is File and isinstance(value, File)) or (wanted is float and isinstance(value, (int, float)))
    if isinstance(wanted, (list, dict)) and type(value) is type(wanted) and len(value) == len(wanted):
        pairs = zip(value.items(), wanted.items(), strict=True) if isinstance(wanted, dict) else zip(value, wanted, strict=True)
        return all(fits([*a], [*b]) if isinstance(wanted, dict) else fits(a, b) for a, b in pairs)
    return type(value) is type(wanted) and bool(value == wanted)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("name", ROWS)
def test_it_reaches_the_callback(name: str, javascript: bool) -> None:
    row, seen, prop = ROWS[name], list[Any](), name.rpartition(".")[2]
    app = Dash("inputs", layout=[row.part(), html.Div(id="out")])

    @app.callback(Output("out", "children"), Input("it", prop))
    def note(value: Any) -> str:
        kept = list(value) if name.startswith("DataTable.") and type(value).__name__ == "Rows" else value
        seen.append(kept)
        return str(len(seen))

    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        assert fits(seen[-1], row.before), seen
        if not javascript and row.plain:
            return
        if not javascript and name.startswith("Location."):
            page = client.get("/b?c=d", javascript=False)
        else:
            loaded = page.last
            (row.does if javascript or row.form is None else row.form)(page)
            if not javascript and page.last is loaded:
                page.apply()
        assert page.errors == []
    wanted = row.after if javascript or row.there is ... else row.there
    assert fits(seen[-1], wanted), seen
