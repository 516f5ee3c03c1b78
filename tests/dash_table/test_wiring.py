"""How a table is wired: alone, in a pattern, in a layout function, made by a callback, without JavaScript; and all its properties."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest_table import COLUMNS, ROWS, Shown, table

from hxdash import ALL, MATCH, Dash, Input, Output, Patch, State, dash_table, dcc, html
from hxdash.dash_table.data_table import DataTable
from hxdash.dash_table.export import CSV, XLSX
from hxdash.dash_table.export import exported as export
from hxdash.dash_table.view import look
from hxdash.run import Run
from hxdash.testing import Client

Show = Callable[..., Shown]
GIVEN: dict[str, Any] = {
    "data": ROWS, "columns": COLUMNS, "editable": True, "fixed_columns": {"headers": True, "data": 1}, "fixed_rows": {"headers": True, "data": 0}, "column_selectable": "multi",
    "cell_selectable": False, "row_selectable": "single", "row_deletable": True, "active_cell": {"row": 0, "column": 0, "column_id": "city"}, "selected_cells": [{"row": 0, "column": 0}],
    "selected_rows": [1], "selected_columns": ["n"], "selected_row_ids": ["a"], "start_cell": {"row": 0, "column": 0}, "end_cell": {"row": 0, "column": 0}, "data_previous": [], "hidden_columns": ["on"],
    "is_focused": True, "merge_duplicate_headers": True, "data_timestamp": 1, "include_headers_on_copy_paste": True, "export_columns": "all", "export_format": "csv", "export_headers": "display",
    "page_action": "custom", "page_current": 1, "page_count": 9, "page_size": 2, "filter_query": "{n} > 2", "filter_action": "native", "filter_options": {"case": "insensitive"}, "sort_action": "native", "sort_mode": "multi",
    "sort_by": [{"column_id": "n", "direction": "desc"}], "sort_as_null": [0], "dropdown": {"n": {"options": [{"label": "a", "value": 3}]}}, "dropdown_conditional": [{"if": {"column_id": "n"}, "options": []}],
    "dropdown_data": [{}], "tooltip": {"n": "x"}, "tooltip_conditional": [{"if": {}, "value": "x"}], "tooltip_data": [{"n": "x"}], "tooltip_header": {"n": ["x"]}, "tooltip_delay": None, "tooltip_duration": None,
    "locale_format": {"symbol": ["€", ""]}, "style_as_list_view": True, "fill_width": False, "markdown_options": {"link_target": "_self", "html": False}, "css": [{"selector": "td", "rule": "color:red"}],
    "style_table": {"height": 1}, "style_cell": {"a": 1}, "style_data": {"a": 1}, "style_filter": {"a": 1}, "style_header": {"a": 1}, "style_cell_conditional": [{"if": {}, "a": 1}], "style_data_conditional": [{"if": {"state": "selected"}, "a": 1}],
    "style_filter_conditional": [{"if": {}, "a": 1}], "style_header_conditional": [{"if": {"header_index": 0}, "a": 1}], "virtualization": True, "persistence": True, "persisted_props": ["sort_by"], "persistence_type": "local", "loading_state": {},
}  # fmt: skip


def test_every_property_of_dash_is_there() -> None:
    derived = {p for p in DataTable.prop_names if p.startswith("derived_")}
    assert len(derived) == 12
    assert set(DataTable.prop_names) == {*GIVEN, *derived, "id"}


@pytest.mark.parametrize("prop", GIVEN)
def test_a_property_alone_renders_and_changes_in_place(prop: str) -> None:
    app = Dash("props")
    app.layout = html.Div([table(), html.Button("b", id="b")])

    @app.callback(Output("t", prop), Input("b", "n_clicks"), prevent_initial_call=True)
    def change(n: int) -> Any:
        return GIVEN[prop]

    with Client(app) as client:
        page = client.get("/").click("b")
        assert page.errors == []
        assert "Oslo" in page["t"].text or prop in ("page_current", "hidden_columns", "filter_query")
    with Client(_alone(table(**{**{prop: GIVEN[prop]}}))) as client:
        assert client.get("/").errors == []


def _alone(component: Any) -> Dash:
    app = Dash("alone")
    app.layout = html.Div(component)
    return app


def test_all_properties_together(show: Show) -> None:
    shown = show(DataTable(id="t", **{**GIVEN, "page_current": 0}))
    assert shown.page.errors == []
    assert shown.column


def test_a_table_without_callbacks_needs_only_its_own_script(show: Show) -> None:
    shown = show(sort_action="native")
    scripts = [n.get("src") for n in shown.page.document.tags("script")]
    assert [s.split("/")[-1].split(".")[0] for s in scripts] == ["hxdash", "table"]
    assert [s for s in (n.get("href") for n in shown.page.document.tags("link")) if "table" in s]
    assert shown.act("sort", "city").column == ["Bonn", "Lima", "Oslo", "Rome"]
    assert shown.page.calls == []


def test_a_table_without_an_id(show: Show) -> None:
    app = _alone(dash_table.DataTable(data=ROWS, page_size=3))
    with Client(app) as client:
        page = client.get("/")
        id = next(n.get("id") for n in page.document.nodes() if n.get("id").endswith(".next"))
        assert "Bonn" in page.click(id).text


def test_a_layout_function_and_pages_of_it() -> None:
    app = Dash("function")
    app.layout = lambda: html.Div(table(page_size=3, sort_action="native"))
    with Client(app) as client:
        shown = Shown(client.get("/"), [])
        assert shown.act("sort", "city").act("page", "next").column == ["Rome"]


def test_tables_that_callbacks_make_by_pattern() -> None:
    app = Dash("pattern", suppress_callback_exceptions=True)
    app.layout = html.Div([html.Button("b", id="b"), html.Div(id="box"), html.Div(id="all")])

    @app.callback(Output("box", "children"), Input("b", "n_clicks"))
    def make(n: Any) -> Any:
        return [html.Div([table(id={"type": "t", "i": i}, sort_action="native"), html.Div(id={"type": "o", "i": i})]) for i in range((n or 0) + 1)]

    @app.callback(Output({"type": "o", "i": MATCH}, "children"), Input({"type": "t", "i": MATCH}, "derived_virtual_data"))
    def one(data: Any) -> str:
        return str(data[0]["city"])

    @app.callback(Output("all", "children"), Input({"type": "t", "i": ALL}, "sort_by"))
    def count(sorts: Any) -> str:
        return str([len(s or []) for s in sorts])

    with Client(app) as client:
        page = client.get("/").click("b")
        assert page["all"].text == "[0, 0]"
        page.click('{"i":1,"type":"t"}.sort.0')
        assert [page[{"type": "o", "i": i}].text for i in (0, 1)] == ["Oslo", "Bonn"]
        assert page["all"].text == "[0, 1]"


def test_a_patch_of_data(show: Show) -> None:
    app = Dash("patched")
    app.layout = html.Div([table(), html.Button("b", id="b")])

    @app.callback(Output("t", "data"), Input("b", "n_clicks"), prevent_initial_call=True)
    def add(n: int) -> Any:
        patch = Patch()
        patch.append({"city": "Kyiv"})
        patch[0]["city"] = "Ulm"
        return patch

    with Client(app) as client:
        shown = Shown(client.get("/").click("b"), [])
        assert shown.column == ["Ulm", "Rome", "Lima", "Bonn", "Kyiv"]
        shown.page.click("b")
        assert len(shown.column) == 6


def test_a_callback_that_edits_what_was_edited() -> None:
    """The docs' pattern: data in, data out, by way of the same property."""
    app = Dash("circle")
    app.layout = html.Div(table(editable=True))

    @app.callback(Output("t", "data"), Input("t", "data_timestamp"), State("t", "data"), prevent_initial_call=True)
    def double(when: int, rows: Any) -> Any:
        for row in rows:
            row["on"] = None if row["n"] is None else str(row["n"] * 2)
        return rows

    with Client(app) as client:
        shown = Shown(client.get("/"), []).act("set", [[1, "n", "4"]])
        assert [row[2] for row in shown.cells] == ["6", "8", "5.0", "20"]


def test_an_input_beside_it_and_the_table_do_not_lose_each_other() -> None:
    app = Dash("both")
    app.layout = html.Div([dcc.Input(id="i", value=""), table(sort_action="native", page_size=2), html.Div(id="o")])

    @app.callback(Output("t", "filter_query"), Output("t", "filter_action"), Input("i", "value"))
    def search(text: str) -> Any:
        return f'{{city}} contains "{text}"' if text else "", "native"

    @app.callback(Output("o", "children"), Input("t", "derived_virtual_indices"))
    def seen(indices: Any) -> str:
        return str(indices)

    with Client(app) as client:
        shown = Shown(client.get("/"), [])
        assert shown.page["o"].text == "[0, 1, 2, 3]"
        shown.act("sort", "city")
        shown.page["i"].value = "o"
        assert shown.page["o"].text == "[3, 0, 1]"
        assert shown.column == ["Bonn", "Oslo"]


# -- without JavaScript ------------------------------------------------------------------------------------------------


def test_without_javascript_buttons_and_fields_of_a_form_do_it(show: Show) -> None:
    shown = show(sort_action="native", filter_action="native", page_size=2, row_selectable="multi", row_deletable=True, inputs=("selected_rows", "sort_by"), javascript=False)
    page = shown.page
    page.click("t.sort.0").click("t.next")
    assert shown.column == ["Oslo", "Rome"]
    node = next(n for n in page.node("t.body").walk() if n.tag == "input" and n.type == "checkbox")
    node.checked = True
    page.document.changed()
    page.click("t.previous")
    assert shown.seen[-1] == ([0], [{"column_id": "city", "direction": "asc"}])
    page.node("t.filter.0").value = "m"
    page.document.changed()
    page.apply()
    assert shown.column == ["Lima", "Rome"]
    assert page["t.filter.0"].value == "m"


def test_without_javascript_cells_are_edited(show: Show) -> None:
    columns = [{**COLUMNS[0], "presentation": "dropdown"}, COLUMNS[1]]
    options = {"city": {"options": [{"label": c, "value": c} for c in ("Oslo", "Rome", "Lima", "Bonn")]}}
    shown = show(editable=True, columns=columns, dropdown=options, inputs=("data",), javascript=False)
    fields = [n for n in shown.page.node("t.body").walk() if n.get("name") == "v:t._cells"]
    assert len(fields) == 8
    fields[1].value = "33"
    for option in (n for n in fields[2].walk() if n.tag == "option"):
        option.checked = option.value == "2"
    shown.page.document.changed()
    shown.page.apply()
    assert [(r["city"], r["n"]) for r in shown.seen[-1]] == [("Oslo", 33), ("Lima", None), ("Lima", 2.5), ("Bonn", 10)]
    before = len(shown.seen)
    shown.page.apply()
    assert len(shown.seen) == before  # nothing has changed


def test_without_javascript_a_page_number(show: Show) -> None:
    shown = show(page_size=1, javascript=False)
    shown.page.node("t.page").value = "3"
    shown.page.document.changed()
    shown.page.apply()
    assert shown.column == ["Lima"]


# -- streamed ----------------------------------------------------------------------------------------------------------


def test_a_slow_sort_is_streamed_and_a_refusal_in_a_stream_is_told(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Run.finished

    async def finished(self: Run, seconds: float | None = None) -> bool:
        self.start()
        return await real(self) if seconds is None else False

    monkeypatch.setattr(Run, "finished", finished)
    shown = show(sort_action="native", inputs=("derived_virtual_indices",))
    shown.act("sort", "n")
    assert shown.column == ["Lima", "Oslo", "Bonn", "Rome"]
    assert shown.seen[-1] == [2, 0, 3, 1]
    assert "HX-Stream" in shown.page.last.headers
    shown.act("delete", 0)
    assert len(shown.cells) == 4
    assert "could not be updated" in shown.page.errors[0]


# -- export --------------------------------------------------------------------------------------------------------------


def fetched(shown: Shown, name: str) -> bytes:
    """The file that the browser is sent to fetch."""
    file = shown.act("export").page.download("t")
    assert (file.name, file.type) == (name, CSV if name == "Data.csv" else XLSX)
    assert len(shown.page.last.text) < 500  # it is no part of the answer
    return bytes(file.content)


def exported(shown: Shown) -> str:
    return fetched(shown, "Data.csv").decode()


def test_csv_is_what_is_seen_in_its_order(show: Show) -> None:
    shown = show(export_format="csv", sort_action="native", filter_action="native", page_size=1, hidden_columns=["on"])
    shown.act("sort", "city").act("filter", ["o", ""])
    assert exported(shown) == "city,n\r\nBonn,10\r\nOslo,3\r\nRome,\r\n"


def test_csv_headers_and_all_columns(show: Show) -> None:
    columns = [{"id": "city", "name": ["A", "City"]}, {"id": "n", "name": ["A", "N"]}]
    assert exported(show(export_format="csv", export_headers="names", columns=columns)).splitlines()[:3] == ["A,A", "City,N", "Oslo,3"]
    assert exported(show(export_format="csv", export_headers="none", export_columns="all", hidden_columns=["n"], columns=columns)).splitlines()[0] == "Oslo,3"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_csv_runs_no_formula(show: Show, text: str) -> None:
    lines = exported(show(export_format="csv", data=[{"a": text, "b": -1}], columns=None))
    assert "'" + text in lines
    assert ",-1" in lines


def test_xlsx(show: Show) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    columns = [{"id": "city", "name": ["A", "City"]}, {"id": "n", "name": ["A", "N"]}]
    shown = show(export_format="xlsx", export_headers="display", merge_duplicate_headers=True, columns=columns, data=[{"city": "=1", "n": 2}])
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(shown, "Data.xlsx"))).active
    assert [str(cells) for cells in sheet.merged_cells.ranges] == ["A1:B1"]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [["A", None], ["City", "N"], ["=1", 2]]
    assert sheet["A3"].data_type == "s"


def test_xlsx_without_openpyxl_says_so(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.dash_table.head.HAS_XLSX", False)
    button = next(n for n in show(export_format="xlsx").page.node("t.menu").walk() if "export" in n.get("class"))
    assert "disabled" in button.attributes
    assert "openpyxl" in button.get("title")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_large_export_is_written_row_by_row(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HXDASH_SPOOL", str(tmp_path))
    rows = 20_000 if kind == "csv" else 4_000
    big = DataTable(id="t", data=[{"n": i, "text": f"text of {i} " * 4} for i in range(rows)], export_format=kind)
    view = look(big)
    small = export(DataTable(id="t", data=[{"n": 1}], export_format=kind), look(DataTable(data=[{"n": 1}])))  # what is loaded once
    for column in view.columns:
        view.rows.column(column.id)
    tracemalloc.start()
    made = export(big, view)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert small.path.stat().st_size < made.path.stat().st_size
    assert peak < (200_000 if kind == "csv" else 700_000)
    if kind == "csv":
        assert made.path.stat().st_size > 1_000_000


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.dash_table.export.MOST_ROWS", 3)
    with pytest.raises(ValueError, match=r"an xlsx sheet holds 3 rows, not 5; use export_format='csv'"):
        export(table(export_format="xlsx"), look(table()))
