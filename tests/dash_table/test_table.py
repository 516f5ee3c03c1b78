"""dash_table.DataTable over the wire: what is shown, what users do, what callbacks get (SEMANTICS section 3; WIDGETS 3.14, trap 22)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from conftest_table import COLUMNS, ROWS, Shown, table

from hxdash import Dash, Input, Output, State, dash_table, html
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client, Refused

Show = Callable[..., Shown]
EDITED = [{**c, "editable": True} for c in COLUMNS]


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_a_list_of_dicts_and_its_columns(show: Show) -> None:
    shown = show()
    assert shown.cells == [["Oslo", "3", "2020-01-02"], ["Rome", "", "2019"], ["Lima", "2.5", "2020-02"], ["Bonn", "10", ""]]
    assert [n.text.strip() for n in shown.page.node("t.head").walk() if n.tag == "th"] == ["City", "N", "On"]
    assert all(n.get("scope") == "col" for n in shown.page.node("t.head").walk() if n.tag == "th")


def test_a_data_frame_without_columns(show: Show) -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [0.5, None], "when": pd.to_datetime(["2020-01-01", None]), "c": ["x", "y"]})
    shown = show(dash_table.DataTable(frame, id="t", sort_action="native"))
    assert shown.cells == [["1", "0.5", "2020-01-01T00:00:00", "x"], ["2", "", "", "y"]]
    assert shown.act("sort", "a").act("sort", "a").column == ["2", "1"]


def test_a_data_frame_from_a_callback(show: Show) -> None:
    app = Dash("frames")
    app.layout = html.Div([html.Button("b", id="b"), table(sort_action="native")])

    @app.callback(Output("t", "data"), Input("b", "n_clicks"), prevent_initial_call=True)
    def other(n: int) -> Any:
        return pd.DataFrame({"city": ["x", "z", "y"]})

    with Client(app) as client:
        shown = Shown(client.get("/").click("b"), [])
        assert shown.column == ["x", "z", "y"]
        assert shown.act("sort", "city").column == ["x", "y", "z"]


def test_data_that_is_no_table_is_refused_at_the_authors_line() -> None:
    with pytest.raises(TypeError, match="list of dicts or a DataFrame"):
        dash_table.DataTable(data="rows")
    with pytest.raises(ValueError, match="one of any, numeric, text, datetime"):
        dash_table.DataTable(data=[], columns=[{"id": "a", "name": "A", "type": "number"}])
    with pytest.raises(TypeError, match="has no argument 'pagesize'"):
        dash_table.DataTable(data=[], pagesize=5)


def test_an_empty_table_says_so(show: Show) -> None:
    assert show(data=[]).page.node("t.body").text.strip() == "No rows"
    assert show(filter_action="native", filter_query="{n} > 1000").page.node("t.body").text.strip() == "No rows match the filter"


def test_numbers_stand_to_the_right_and_are_formatted(show: Show) -> None:
    columns = [COLUMNS[0], {**COLUMNS[1], "format": dash_table.FormatTemplate.money(1)}]
    shown = show(columns=columns)
    assert [row[1] for row in shown.cells] == ["$3.0", "", "$2.5", "$10.0"]
    assert "num" in next(n for n in shown.page.node("t.body").walk() if n.get("data-dash-column") == "n").get("class")


def test_markdown_is_cleaned(show: Show) -> None:
    shown = show(dash_table.DataTable(id="t", data=[{"a": "**x** <script>alert(1)</script> [l](javascript:1)"}], columns=[{"id": "a", "name": "A", "presentation": "markdown"}]))
    html_text = shown.page["t"].html
    assert "<strong>x</strong>" in html_text
    assert "<script" not in html_text
    assert 'href="javascript' not in html_text


@pytest.mark.parametrize("text", ['<img src=x onerror=alert(1)>', '"><script>', "'&lt;", "</td></table>", "a\nb"])
def test_content_cannot_inject(show: Show, text: str) -> None:
    shown = show(
        dash_table.DataTable(id="t", data=[{text: text, "id": text}], columns=[{"id": text, "name": [text, text], "editable": True, "deletable": True, "renamable": True, "hideable": True}],
                             sort_action="native", filter_action="native", tooltip={text: text}, filter_query=f"{{{text}}} = 'x'" if "'" not in text else "", css=[{"selector": text, "rule": text}]),
    )  # fmt: skip
    nodes = list(shown.page.node("t").walk())
    assert not [n for n in nodes if n.tag in ("script", "img")]
    assert not [a for n in nodes for a in n.attributes if a.startswith("on")]


def test_merged_headers(show: Show) -> None:
    columns = [{"id": "city", "name": ["", "City"]}, {"id": "n", "name": ["Data", "N"]}, {"id": "on", "name": ["Data", "On"]}]
    heads = [(n.text.strip(), n.get("colspan"), n.get("scope")) for n in show(columns=columns, merge_duplicate_headers=True).page.node("t.head").walk() if n.tag == "th"]
    assert heads == [("", "", "col"), ("Data", "2", "colgroup"), ("City", "", "col"), ("N", "", "col"), ("On", "", "col")]
    assert len([n for n in show(columns=columns).page.node("t.head").walk() if n.tag == "th"]) == 6


def styles(shown: Shown) -> list[list[str]]:
    rows = [n for n in shown.page.node("t.body").walk() if n.tag == "tr"]
    return [[c.get("style") for c in row.walk() if c.tag == "td"] for row in rows]


def test_styles_in_the_order_of_dash(show: Show) -> None:
    shown = show(
        columns=COLUMNS[:2], style_cell={"textAlign": "left", "padding": 5}, style_data={"color": "black"},
        style_cell_conditional=[{"if": {"column_id": "n"}, "text-align": "right"}],
        style_data_conditional=[{"if": {"row_index": "odd"}, "color": "grey"}, {"if": {"filter_query": "{n} > 2.6", "column_id": ["n"]}, "font_weight": "bold"}, {"if": {"column_type": "text", "row_index": [3]}, "color": "red"}],
    )  # fmt: skip
    left, right = "text-align:left;padding:5px;color:", "text-align:right;padding:5px;color:"
    assert styles(shown) == [[left + "black", right + "black;font-weight:bold"], [left + "grey", right + "grey"], [left + "black", right + "black"], [left + "red", right + "grey;font-weight:bold"]]


def test_header_and_filter_styles(show: Show) -> None:
    shown = show(filter_action="native", style_header={"color": "red"}, style_header_conditional=[{"if": {"column_id": "n"}, "color": "blue"}], style_filter={"color": "green"}, style_filter_conditional=[{"if": {"column_id": "on"}, "color": "teal"}], style_table={"overflowX": "auto"})
    assert [n.get("style") for n in shown.page.node("t.head").walk() if n.tag == "th"] == ["color:red", "color:blue", "color:red"]
    assert [n.get("style") for n in shown.page.node("t.head").walk() if "dash-filter" in n.get("class").split()] == ["color:green", "color:green", "color:teal"]
    assert any(n.get("style") == "overflow-x:auto" for n in shown.page.node("t").walk())


def test_tooltips_by_priority(show: Show) -> None:
    shown = show(
        tooltip={"city": "column", "n": {"value": "head", "use_with": "header"}}, tooltip_data=[{"city": {"value": "cell"}}], tooltip_header={"on": "H"},
        tooltip_conditional=[{"if": {"filter_query": "{n} = 10"}, "value": "ten"}], tooltip_delay=0,
    )  # fmt: skip
    body = [[c.get("title") for c in row.walk() if c.tag == "td"] for row in shown.page.node("t.body").walk() if row.tag == "tr"]
    assert body == [["cell", "", ""], ["column", "", ""], ["column", "", ""], ["ten", "ten", "ten"]]
    assert [n.get("title") for n in shown.page.node("t.head").walk() if n.tag == "th"] == ["column", "head", "H"]


def test_fixed_columns_and_rows_css_and_list_view(show: Show) -> None:
    shown = show(fixed_columns={"headers": True, "data": 2}, fixed_rows={"headers": True}, style_cell={"width": "80px"}, style_as_list_view=True, fill_width=False, css=[{"selector": ".x", "rule": "a:b"}])
    first = [n.get("style") for n in shown.page.node("t.body").walk() if n.tag == "td"][:3]
    assert first == ["width:80px;inset-inline-start:0px", "width:80px;inset-inline-start:calc(0px + 80px)", "width:80px"]
    box = shown.page["t"]
    assert "dash-list-view" in box.attributes["class"]
    assert json.loads(box.attributes["data-css"]) == [{"selector": ".x", "rule": "a:b"}]
    assert "dash-fixed-rows" in box.html
    assert "dash-narrow" in box.html


# -- sort, filter, page ------------------------------------------------------------------------------------------------


def test_sort_goes_up_down_and_back_and_nothing_comes_last(show: Show) -> None:
    shown = show(sort_action="native", inputs=("sort_by",), page_current=0)
    assert shown.act("sort", "n").column == ["Lima", "Oslo", "Bonn", "Rome"]
    assert shown.page.node("t.head").html.count('aria-sort="ascending"') == 1
    assert shown.act("sort", "n").column == ["Bonn", "Oslo", "Lima", "Rome"]
    assert shown.act("sort", "n").column == ["Oslo", "Rome", "Lima", "Bonn"]
    assert shown.seen == [[], [{"column_id": "n", "direction": "asc"}], [{"column_id": "n", "direction": "desc"}], []]


def test_sort_by_several_columns_and_values_that_count_as_nothing(show: Show) -> None:
    data = [{"a": "x", "b": 2}, {"a": "y", "b": 1}, {"a": "x", "b": 1}, {"a": "-", "b": 3}]
    shown = show(data=data, columns=[{"id": "a", "name": "a"}, {"id": "b", "name": "b"}], sort_action="native", sort_mode="multi", sort_as_null=["-"])
    assert shown.act("sort", "a").act("sort", "b").cells == [["x", "1"], ["x", "2"], ["y", "1"], ["-", "3"]]
    assert shown.act("sort", "a").cells == [["y", "1"], ["x", "1"], ["x", "2"], ["-", "3"]]


def test_sort_of_mixed_types_is_an_order(show: Show) -> None:
    data = [{"a": v} for v in ["b", 2, None, "a", True, 10, 1.5, [1], "10"]]
    shown = show(data=data, columns=None, sort_action="native")
    assert shown.act("sort", "a").column == ["true", "1.5", "2", "10", "10", "a", "b", "[1]", ""]


def test_custom_sort_is_the_callbacks(show: Show) -> None:
    app = Dash("custom")
    app.layout = html.Div(table(sort_action="custom", page_action="custom", page_count=7, page_size=2))

    @app.callback(Output("t", "data"), Input("t", "sort_by"), Input("t", "page_current"), State("t", "page_size"))
    def rows(sort_by: Any, page: int, size: int) -> Any:
        return [{"city": f"{page} {size} {sort_by}"}]

    with Client(app) as client:
        shown = Shown(client.get("/"), [])
        assert shown.column == ["0 2 []"]
        assert shown.act("sort", "city").column == ["0 2 [{'column_id': 'city', 'direction': 'asc'}]"]
        assert shown.page.calls == ["rows"]
        assert shown.act("page", "next").column[0].startswith("1 2")
        assert "Page 2 of 7" in shown.page["t.pages"].text
        assert shown.act("page", "last").column[0].startswith("6 2")
        assert len(shown.page.requests) == 3


def test_native_filter_and_its_page(show: Show) -> None:
    shown = show(filter_action="native", page_size=1, page_current=3, inputs=("filter_query", "page_current"))
    shown.act("filter", ["", "> 2", ""])
    assert shown.seen[-1] == ("{n} s> 2", 0)
    assert shown.column == ["Oslo"]
    assert "of 3" in shown.page["t.pages"].text
    assert shown.page["t.filter.1"].value == "> 2"
    assert shown.act("filter", ["o", "> 2", "2020"]).seen[-1] == ("{city} scontains o && {n} s> 2 && {on} datestartswith 2020", 0)


def test_a_filter_that_cannot_be_read_is_marked_and_does_nothing(show: Show) -> None:
    shown = show(filter_action="native").act("filter", ["(", "", ""])
    assert len(shown.cells) == 4
    assert shown.page["t.filter.0"].attributes["aria-invalid"] == "true"
    assert shown.page["t.filter.0"].value == "("


def test_filter_options_and_operator(show: Show) -> None:
    shown = show(filter_action={"type": "native", "operator": "or"}, filter_options={"case": "insensitive", "placeholder_text": "find"})
    assert shown.page["t.filter.0"].attributes["placeholder"] == "find"
    assert shown.act("filter", ["OS", "10", ""]).column == ["Oslo", "Bonn"]


def test_custom_filter_gives_its_structure(show: Show) -> None:
    shown = show(filter_action="custom", inputs=("derived_filter_query_structure",), states=("filter_query",))
    shown.act("filter", ["x", "", ""])
    assert shown.seen[-1][0]["subType"] == "contains"
    assert shown.seen[-1][1] == "{city} scontains x"
    assert len(shown.cells) == 4


def test_a_filter_set_by_a_callback_shows_above_the_columns(show: Show) -> None:
    assert show(filter_action="native", filter_query="{city} contains o && {n} > 2").page["t.filter.1"].value == "> 2"


def test_paging_stops_at_both_ends(show: Show) -> None:
    shown = show(page_size=3, inputs=("page_current",))
    assert shown.column == ["Oslo", "Rome", "Lima"]
    assert shown.act("page", "next").column == ["Bonn"]
    assert shown.act("page", "next").act("page", 99).act("page", "first").act("page", "previous").column == ["Oslo", "Rome", "Lima"]
    assert shown.seen == [0, 1, 0]
    assert "disabled" in shown.page["t.first"].attributes


def test_a_page_beyond_the_end_shows_the_last(show: Show) -> None:
    assert show(page_size=3, page_current=9).column == ["Bonn"]


def test_without_paging_all_rows_are_there_and_no_buttons(show: Show) -> None:
    shown = show(page_action="none", page_size=2)
    assert len(shown.cells) == 4
    assert shown.page["t.pages"].text.strip() == ""


def test_virtualization_never_sends_all(show: Show) -> None:
    assert len(show(page_action="none", virtualization=True, page_size=2).cells) == 2


# -- selecting ---------------------------------------------------------------------------------------------------------


def test_rows_are_selected_in_the_order_of_the_clicks(show: Show) -> None:
    shown = show(row_selectable="multi", data=[{**r, "id": r["city"][0]} for r in ROWS], inputs=("selected_rows", "selected_row_ids"))
    shown.act("select", 2, True).act("select", 0, True).act("select", 2, False)
    assert shown.seen == [([], []), ([2], ["L"]), ([2, 0], ["L", "O"]), ([0], ["O"])]


def test_one_row_at_a_time(show: Show) -> None:
    shown = show(row_selectable="single", inputs=("selected_rows",)).act("select", 2, True).act("select", 0, True)
    assert shown.seen[-1] == [0]


def test_columns_are_selected(show: Show) -> None:
    columns = [{**c, "selectable": True} for c in COLUMNS]
    shown = show(columns=columns, column_selectable="multi", hidden_columns=["on"], inputs=("selected_columns", "derived_viewport_selected_columns"))
    shown.act("select_column", ["n"], True).act("select_column", ["on"], True)
    assert shown.seen[-1] == (["n", "on"], ["n"])


def test_derived_properties_follow(show: Show) -> None:
    names = ("derived_virtual_indices", "derived_viewport_indices", "derived_virtual_selected_rows", "derived_viewport_selected_rows", "derived_virtual_row_ids", "derived_viewport_row_ids", "derived_virtual_selected_row_ids", "derived_viewport_selected_row_ids")
    shown = show(data=[{**r, "id": r["city"][0]} for r in ROWS], sort_action="native", page_size=2, row_selectable="multi", selected_rows=[2], inputs=names)
    assert shown.seen == [([0, 1, 2, 3], [0, 1], [2], [], ["O", "R", "L", "B"], ["O", "R"], ["L"], [])]
    shown.act("sort", "n")
    assert shown.seen[-1] == ([2, 0, 3, 1], [2, 0], [0], [0], ["L", "O", "B", "R"], ["L", "O"], ["L"], ["L"])


def test_derived_data_as_state_is_of_this_moment(show: Show) -> None:
    shown = show(sort_action="native", page_size=1, inputs=("sort_by",), states=("derived_virtual_data", "derived_viewport_data"))
    shown.act("sort", "n")
    assert [r["city"] for r in shown.seen[-1][1]] == ["Lima", "Oslo", "Bonn", "Rome"]
    assert shown.seen[-1][2] == [{"city": "Lima", "n": 2.5, "on": "2020-02"}]


def test_derived_data_does_not_travel(show: Show) -> None:
    shown = show(data=[{"a": "text " * 10, "b": i} for i in range(2000)], columns=None, page_size=5, sort_action="native", inputs=("derived_virtual_data", "sort_by"))
    shown.act("sort", "b")
    assert len(shown.page.last.text) < 9000
    assert sum(len(v) for _, v in shown.page.last.fields) < 2000


# -- editing -----------------------------------------------------------------------------------------------------------


def test_an_edit_changes_data_and_says_what_was_before(show: Show) -> None:
    shown = show(editable=True, inputs=("data",), states=("data_previous", "data_timestamp"))
    shown.act("set", [[1, "n", "4"]])
    data, before, when = shown.seen[-1]
    assert (data[1]["n"], before[1]["n"]) == (4, None)
    assert when > 10**12
    assert shown.cells[1][1] == "4"
    shown.act("set", [[0, "city", "Ulm"]])
    assert [r["city"] for r in shown.seen[-1][0]] == ["Ulm", "Rome", "Lima", "Bonn"]
    assert shown.seen[-1][0][1]["n"] == 4


def test_only_the_edit_travels_not_the_data(show: Show) -> None:
    shown = show(data=[{"a": "text " * 20, "b": i} for i in range(5000)], columns=None, editable=True, page_size=5)
    shown.act("set", [[4999, "b", "7"]]).act("set", [[3, "b", "8"]])
    assert len(shown.page.document.named("s:t")[0].value) < 400
    assert shown.cells[3][1] == "8"


@pytest.mark.parametrize(
    ("column", "typed", "wanted"),
    [
        ({"type": "numeric"}, "1e3", 1000.0), ({"type": "numeric"}, "x", 3), ({"type": "numeric"}, "", 3), ({"type": "numeric", "validation": {"allow_null": True}}, "", None),
        ({"type": "numeric", "on_change": {"failure": "accept"}}, "x", "x"), ({"type": "numeric", "on_change": {"failure": "default"}, "validation": {"default": -1}}, "x", -1),
        ({"type": "numeric", "on_change": {"action": "none"}}, "x", "x"), ({"type": "numeric", "on_change": {"action": "validate"}}, "5", 3), ({"type": "text"}, "5", "5"), ({"type": "any"}, "5", "5"),
        ({"type": "datetime"}, "2020-1-2 3:04", "2020-01-02 03:04"), ({"type": "datetime"}, "2020-13-01", 3), ({"type": "datetime"}, "2021-02-29", 3), ({"type": "datetime", "validation": {"allow_YY": True}}, "99-1", "1999-01"),
        ({"type": "datetime", "on_change": {"action": "validate"}}, " 2020-1 ", "2020-1"),
    ],
)  # fmt: skip
def test_what_is_typed_is_coerced_or_validated(show: Show, column: dict[str, Any], typed: str, wanted: Any) -> None:
    shown = show(data=[{"a": 3}], columns=[{"id": "a", "name": "A", "editable": True, **column}], inputs=("data",))
    shown.act("set", [[0, "a", typed]])
    value = shown.seen[-1][0]["a"]
    assert (value, type(value)) == (wanted, type(wanted))
    assert shown.page.last.status == 200


def test_a_choice_in_a_cell_keeps_its_type(show: Show) -> None:
    columns = [{"id": "n", "name": "N", "presentation": "dropdown", "editable": True}, {"id": "city", "name": "City"}]
    dropdown = {"n": {"options": [{"label": "three", "value": 3}, {"label": "yes", "value": True}], "clearable": False}}
    conditional = [{"if": {"column_id": "n", "filter_query": "{city} = Lima"}, "options": [{"label": "lima", "value": "L"}]}]
    shown = show(columns=columns, dropdown=dropdown, dropdown_conditional=conditional, dropdown_data=[{}, {"n": {"options": [{"label": "own", "value": 9}]}}], inputs=("data",))
    shown.act("choose", 0, "n", 1).act("choose", 1, "n", 0).act("choose", 2, "n", 0)
    assert [r["n"] for r in shown.seen[-1]] == [True, 9, "L", 10]
    with pytest.raises(Refused, match="cannot be cleared"):
        shown.act("choose", 3, "n", None)


def test_paste_grows_the_table_at_its_end(show: Show) -> None:
    shown = show(editable=True, inputs=("data",))
    shown.act("paste", 3, "city", [["a", "1", "2020"], ["b", "x"]])
    assert shown.seen[-1][3:] == [{"city": "a", "n": 1, "on": "2020"}, {"city": "b", "n": "", "on": ""}]


def test_paste_goes_by_what_is_shown(show: Show) -> None:
    shown = show(editable=True, sort_action="native", inputs=("data",)).act("sort", "city")
    shown.act("paste", 3, "city", [["A"], ["B"], ["C"], ["D"], ["E"]])
    assert [r["city"] for r in shown.seen[-1]] == ["C", "D", "B", "A"]


def test_a_row_goes_and_the_selection_moves_up(show: Show) -> None:
    shown = show(row_deletable=True, row_selectable="multi", selected_rows=[0, 2], inputs=("data", "selected_rows", "data_previous"))
    shown.act("delete", 0)
    assert [r["city"] for r in shown.seen[-1][0]] == ["Rome", "Lima", "Bonn"]
    assert shown.seen[-1][1] == [1]
    assert len(shown.seen[-1][2]) == 4
    assert shown.act("delete", 2).act("delete", 0).column == ["Lima"]


def test_columns_are_hidden_shown_renamed_cleared_and_deleted(show: Show) -> None:
    columns = [{**c, "hideable": True, "renamable": True, "clearable": True, "deletable": "last"} for c in COLUMNS]
    shown = show(columns=columns, inputs=("columns", "hidden_columns", "data"))
    assert shown.act("hide", ["n"]).cells[0] == ["Oslo", "2020-01-02"]
    assert shown.act("show", ["n"]).cells[0][1] == "3"
    shown.act("rename", ["n"], 0, "Number")
    assert shown.seen[-1][0][1]["name"] == "Number"
    assert shown.act("clear", ["n"]).cells[0] == ["Oslo", "", "2020-01-02"]
    assert shown.act("remove", ["on"]).cells[0] == ["Oslo", ""]
    assert [c["id"] for c in shown.seen[-1][0]] == ["city", "n"]
    assert shown.seen[-1][2][0] == {"city": "Oslo"}


def test_a_merged_header_is_renamed_over_all_its_columns(show: Show) -> None:
    columns = [{"id": c, "name": ["Top", c], "renamable": "first"} for c in ("city", "n")]
    shown = show(columns=columns, merge_duplicate_headers=True, inputs=("columns",)).act("rename", ["city", "n"], 0, "New")
    assert [c["name"] for c in shown.seen[-1]] == [["New", "city"], ["New", "n"]]


def test_cells_that_are_selected_are_state(show: Show) -> None:
    shown = show(inputs=("sort_by",), states=("active_cell", "selected_cells", "start_cell", "end_cell"), sort_action="custom")
    cell = {"row": 1, "column": 0, "column_id": "city"}
    shown.page.node("t.cell").value = json.dumps({"active_cell": cell, "selected_cells": [cell], "start_cell": cell, "end_cell": cell})
    shown.page.document.changed()
    shown.act("sort", "n")
    assert shown.seen == [([], None, [], None, None), ([{"column_id": "n", "direction": "asc"}], None, [], None, None)]  # a sort clears the selection, as in Dash


# -- refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        ["sort", "n"], ["filter", ["x"]], ["select", 0, True], ["select_column", ["n"], True], ["set", [[0, "n", "1"]]], ["choose", 0, "n", 0], ["paste", 0, "n", [["1"]]], ["delete", 0],
        ["hide", ["n"]], ["remove", ["n"]], ["clear", ["n"]], ["rename", ["n"], 0, "x"], ["export"], ["fly"], ["page"], ["page", "up"], ["page", None], ["set", 5], ["set", [[1]]], [1], [], 5, {"a": 1}, ["show", "n"],
    ],
)  # fmt: skip
def test_what_the_table_does_not_allow_is_refused(show: Show, action: Any) -> None:
    shown = show()
    with pytest.raises(Refused) as refused:
        shown.act(*action) if isinstance(action, list) and action and isinstance(action[0], str) else raw(shown, json.dumps(action))
    assert refused.value.status == 422
    assert len(shown.cells) == 4


def raw(shown: Shown, text: str) -> None:
    button = shown.page.node("t")
    made = type(button)("button", {"id": "made-up", "name": "v:t._act", "value": text})
    button.place(0, [made])
    shown.page.document.changed()
    shown.page.click("made-up")


@pytest.mark.parametrize("action", [["set", [[9, "n", "1"]]], ["set", [[-1, "n", "1"]]], ["set", [[True, "n", "1"]]], ["set", [[0, "nn", "1"]]], ["delete", 99], ["delete", "0"], ["select", 4, True], ["sort", "x"], ["filter", ["x"] * 9]])
def test_what_is_not_there_is_refused(show: Show, action: Any) -> None:
    with pytest.raises(Refused) as refused:
        show(editable=True, row_deletable=True, row_selectable="multi", sort_action="native", filter_action="native").act(*action)
    assert refused.value.status == 422


@pytest.mark.parametrize("text", ["{", "[1", '{"active_cell":5}', '{"active_cell":{"row":"1","column":0}}', '{"selected_cells":[{"row":1,"column":1,"x":2}]}', "[]"])
def test_forged_cells_are_refused(show: Show, text: str) -> None:
    shown = show(inputs=("active_cell", "selected_cells"), sort_action="native")
    shown.page.node("t.cell").value = text
    shown.page.document.changed()
    with pytest.raises(Refused) as refused:
        shown.act("sort", "n")
    assert refused.value.status == 422


def test_the_refusal_is_the_tables_not_the_apps_error_handler() -> None:
    with pytest.raises(RequestRefused):
        from hxdash.dash_table.actions import apply  # noqa: PLC0415

        apply(table(), [["delete", 0]], {})
