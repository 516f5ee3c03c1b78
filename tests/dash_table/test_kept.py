"""What a browser keeps of a table (C200-C203): the seven properties of Dash, with and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from conftest_table import ROWS, Shown, table

from hxdash import Dash, Input, Output, dash_table, html
from hxdash.dash_table import kept
from hxdash.persistence import over, persisted
from hxdash.testing import Client

NAMED = [{"id": "city", "name": ["Place", "City"], "renamable": True, "hideable": True, "selectable": True}, {"id": "n", "name": ["Place", "N"], "type": "numeric", "selectable": True}]
MOST = {"sort_action": "native", "filter_action": "native", "row_selectable": "multi", "column_selectable": "multi", "page_size": 1, "columns": NAMED, "persistence": True}
# name: the props that callbacks read, what the user does, what they then are
DONE: dict[str, tuple[str, list[Any], Any]] = {
    "sort_by": ("sort_by", ["sort", "n"], [{"column_id": "n", "direction": "asc"}]),
    "filter_query": ("filter_query", ["filter", ["o", ""]], "{city} scontains o"),
    "page_current": ("page_current", ["page", "next"], 1),
    "hidden_columns": ("hidden_columns", ["hide", ["city"]], ["city"]),
    "selected_columns": ("selected_columns", ["select_column", ["n"], True], ["n"]),
    "selected_rows": ("selected_rows", ["select", 0, True], [0]),
    "columns.name": ("columns", ["rename", ["city"], 1, "Town"], [{**NAMED[0], "name": ["Place", "Town"]}, NAMED[1]]),
}


def app_of(seen: list[Any], prop: str, **more: Any) -> Dash:
    app = Dash("kept", layout=[table(**{**MOST, **more}), html.Div(id="out")])

    @app.callback(Output("out", "children"), Input("t", prop))
    def note(value: Any) -> str:
        seen.append(value)
        return "x"

    return app


def test_the_names_are_dashs() -> None:
    """C200: the default of persisted_props; `data` can be named in Dash, here it is not kept."""
    assert dash_table.DataTable.persisted_props == kept.NAMES == tuple(sorted(DONE))
    assert dash_table.DataTable.persistence_type == "local"


@pytest.mark.parametrize("place", ["local", "session"])
@pytest.mark.parametrize("name", DONE)
def test_c200_what_was_done_is_in_the_next_page(name: str, place: str) -> None:
    """C200, C202: the first callback is called with it, the first HTML shows it."""
    prop, action, value = DONE[name]
    seen: list[Any] = []
    with Client(app_of(seen, prop, persistence_type=place)) as client:
        page = client.get("/")
        before = page["t.body"].html + page["t.head"].html + page["t.menu"].html + page["t.pages"].html
        Shown(page, seen).act(*action)
        assert seen[-1] == value
        shown = page["t.body"].html + page["t.head"].html + page["t.menu"].html + page["t.pages"].html
        page = client.get("/")
        assert (len(seen), seen[-1]) == (3, value)
        again = page["t.body"].html + page["t.head"].html + page["t.menu"].html + page["t.pages"].html
        assert again != before
        assert again.replace("<noscript></noscript>", "") == shown.replace("<noscript></noscript>", "")


def test_c200_without_javascript() -> None:
    seen: list[Any] = []
    with Client(app_of(seen, "sort_by")) as client:
        page = client.get("/", javascript=False).click("t.sort.1").click("t.next")
        assert seen[-1] == DONE["sort_by"][2]
        again = client.get("/", javascript=False)
        assert seen[-1] == DONE["sort_by"][2]
        assert again["t.body"].text == page["t.body"].text == "Oslo\t3"
        again.click("t.sort.1").click("t.sort.1")
        assert client.get("/")["t.body"].text != page["t.body"].text
        assert seen[-1] == []


def test_c200_no_callback_is_needed() -> None:
    app = Dash("kept", layout=[table(**MOST)])
    with Client(app) as client:
        Shown(client.get("/"), []).act("sort", "n").act("page", "next")
        page = client.get("/")
        assert page["t.body"].text == "Oslo\t3"
        Shown(page, []).act("page", "previous").act("sort", "n").act("sort", "n")
        assert client.get("/")["t.body"].text == "Oslo\t3"


def test_c200_selected_rows_bring_their_ids() -> None:
    seen: list[Any] = []
    data = [{**row, "id": f"r{i}"} for i, row in enumerate(ROWS)]
    with Client(app_of(seen, "selected_row_ids", data=data)) as client:
        Shown(client.get("/"), seen).act("select", 2, True)
        client.get("/")
        assert seen[-1] == ["r2"]


def test_c200_persisted_props_choose() -> None:
    seen: list[Any] = []
    with Client(app_of(seen, "sort_by", persisted_props=["page_current"])) as client:
        Shown(client.get("/"), seen).act("sort", "n").act("page", "next")
        page = client.get("/")
        assert seen[-1] == []
        assert page["t.body"].text == "Rome"


def test_c201_only_over_the_same_value_of_the_apps() -> None:
    """C201: each property by itself."""
    seen: list[Any] = []
    app = app_of(seen, "page_current")
    with Client(app) as client:
        Shown(client.get("/"), seen).act("sort", "n").act("page", "next")
        app.layout = [table(**{**MOST, "sort_by": [{"column_id": "city", "direction": "asc"}]}), html.Div(id="out")]
        assert client.get("/")["t.body"].text == "Lima\t2.5"  # the page is kept, the order is the app's
        assert seen[-1] == 1


def test_c203_what_a_callback_sets_is_kept_too() -> None:
    app = Dash("kept", layout=[table(**MOST), html.Button(id="b")])
    app.callback(Output("t", "page_current"), Input("b", "n_clicks"), prevent_initial_call=True)(lambda n: 2)
    with Client(app) as client:
        client.get("/").click("b")
        assert client.get("/")["t.body"].text == "Lima\t2.5"


HOSTILE: list[Any] = [
    {"sort_by": [{"column_id": "x", "direction": "asc"}]}, {"sort_by": [{"column_id": "n", "direction": "up"}]}, {"sort_by": 5}, {"page_current": -1}, {"page_current": "1"}, {"page_current": True}, {"page_current": 10**30},
    {"hidden_columns": ["x"]}, {"hidden_columns": "city"}, {"selected_rows": [9]}, {"selected_rows": [True]}, {"selected_columns": [5]}, {"filter_query": 5}, {"columns.name": [["city", "x"], ["n", "y"]]},
    {"columns.name": [["n", ["a", "b"]]]}, {"columns.name": 5}, {"data": [{}]}, {"editable": True}, [], 5, "x", None,
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=json.dumps)
def test_anything_may_stand_in_a_cookie(value: Any) -> None:
    component = table(**MOST)
    plain = {name: over(kept.part(name, component.props.get(name.partition(".")[0]))) for name in kept.NAMES}
    text = json.dumps({name: [plain.get(name, "x"), one] for name, one in value.items()} if isinstance(value, dict) else value)
    key = persisted(component)[kept.FIELD]
    seen: list[Any] = []
    with Client(app_of(seen, "sort_by"), cookies={"hx-local": urlencode([(key, over(None)), (key, text)])}) as client:
        page = client.get("/")
        assert page.errors == []
        assert (seen, page["t.body"].text) == ([[]], "Oslo\t3")


def test_a_table_without_persistence_pays_nothing(show: Callable[..., Shown]) -> None:
    page = show(sort_action="native", inputs=("sort_by",)).act("sort", "n").page
    assert "persist" not in page.document.root.html
    assert "kept\"" not in page.document.root.html + page.last.text
