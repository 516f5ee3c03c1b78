"""What a table shows: which rows pass the filter, in what order, and which of them are on the page."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hxdash.dash_table.column_filter import column_texts
from hxdash.dash_table.columns import Column, complete
from hxdash.dash_table.filter_language import BadFilter, parse, structure
from hxdash.dash_table.filter_rows import passing
from hxdash.dash_table.rows import Rows, sorted_indices
from hxdash.encoding import dumps, plain

KEPT = 8  # orders that are remembered per set of rows
PAGE = 250  # rows, Dash's own default
_LOCK = threading.Lock()


@dataclass(frozen=True)
class View:
    """What a table shows.

    Args:
        rows: all rows.
        columns: all columns.
        shown: those that are not hidden.
        order: indices of the rows that pass the filter, in order.
        window: indices of those on the page.
        page: number of the page, from 0.
        pages: how many there are; None if nobody knows; 1 if there is but one.
        size: rows per page.
    """

    rows: Rows
    columns: Sequence[Column]
    shown: Sequence[Column]
    order: Sequence[int]
    window: Sequence[int]
    page: int
    pages: int | None
    size: int

    @property
    def header_height(self) -> int:
        """How many header rows there are."""
        return len(self.columns[0].names) if self.columns else 1


def look(table: Any) -> View:
    """What a table shows.

    Args:
        table: a DataTable; anything whose `prop(name)` gives its props.

    Raises:
        TypeError, ValueError: its data or columns cannot be used.
    """
    rows = Rows.of(table.prop("data"))
    columns = columns_of(table, rows)
    hidden = set(table.prop("hidden_columns") or ())
    shown = [c for c in columns if c.id not in hidden]
    order = _order(table, rows, columns)
    action, size = table.prop("page_action") or "native", max(1, int(table.prop("page_size") or PAGE))
    page = max(0, int(table.prop("page_current") or 0))
    if action == "none" and table.prop("virtualization"):
        action = "native"  # what is not seen is not sent; pages stand in for a scroll bar of a million rows
    if action == "native":
        pages: int | None = max(1, math.ceil(len(order) / size))
        assert pages is not None
        page = min(page, pages - 1)
        window: Sequence[int] = [int(i) for i in order[page * size : (page + 1) * size]]
    else:
        pages = (int(table.prop("page_count")) if table.prop("page_count") else None) if action == "custom" else 1
        window = [int(i) for i in order]
    return View(rows, columns, shown, order, window, page, pages, size)


def columns_of(table: Any, rows: Rows) -> list[Column]:
    """The columns of a table, those of its data if it names none."""
    return complete(
        given_columns(table, rows), editable=bool(table.prop("editable")), options=table.prop("filter_options"), nulls=table.prop("sort_as_null"), locale=table.prop("locale_format")
    )


def given_columns(table: Any, rows: Rows) -> list[Mapping[str, Any]]:
    """The columns as the author wrote them; `format` objects as dicts."""
    given = table.prop("columns")
    if given is None:
        return [{"id": name, "name": name, **_guessed(rows, name)} for name in rows.names() if name != "id"]
    return [c if isinstance(c, dict) and not hasattr(c.get("format"), "to_plotly_json") else plain(c) for c in given]


def _guessed(rows: Rows, name: str) -> dict[str, str]:
    """The type of a column that nobody described, by its first value: only numbers are told apart (for how they look)."""
    first = next((v for v in rows.column(name)[:100] if v is not None), None) if len(rows) else None
    return {"type": "numeric"} if isinstance(first, (int, float)) and not isinstance(first, bool) else {}


def filter_action(table: Any) -> tuple[str, str]:
    """Who filters ("native", "custom" or "none"), and what joins the columns ("&&" or "||")."""
    given = table.prop("filter_action") or "none"
    if isinstance(given, Mapping):
        return str(given.get("type") or "none"), "||" if given.get("operator") == "or" else "&&"
    return str(given), "&&"


def filter_texts(table: Any, columns: Sequence[Column]) -> dict[str, str]:
    """What stands in the filters above the columns."""
    cases = {c.id: c.case for c in columns}
    return column_texts(table.prop("filter_query"), {c.id: c.type for c in columns}, lambda id: cases.get(id, "sensitive"), filter_action(table)[1])


def sorts_of(table: Any) -> list[tuple[str, bool]]:
    """What the rows are sorted by: columns, each with whether it descends."""
    return [(str(s["column_id"]), s.get("direction") == "desc") for s in table.prop("sort_by") or () if isinstance(s, Mapping) and "column_id" in s]


def _order(table: Any, rows: Rows, columns: Sequence[Column]) -> Sequence[int]:
    """The rows that pass the filter, in order; worked out once for each filter and order."""
    query = (table.prop("filter_query") or "") if filter_action(table)[0] == "native" else ""
    nulls = {c.id: c.nulls for c in columns}
    sorts = [(id, down, nulls.get(id, ())) for id, down in sorts_of(table)] if table.prop("sort_action") == "native" else []
    kept = _filtered(rows, query)
    if not sorts:
        return range(len(rows)) if kept is None else kept
    key = (query, dumps(plain(sorts)))
    found: Sequence[int] | None = rows.views.get(key)
    if found is None:
        found = sorted_indices(rows, sorts, kept)
        _remember(rows, key, found)
    return found


def _filtered(rows: Rows, query: str) -> list[int] | None:
    """The rows that pass a filter; None for all. A filter that cannot be read lets all pass, as in Dash."""
    found: list[int] | None = rows.views.get(query)
    if found is not None:
        return found
    try:
        tree = parse(query)
    except BadFilter:
        return None
    if tree is None:
        return None
    found = passing(tree, rows)
    _remember(rows, query, found)
    return found


def _remember(rows: Rows, key: Any, found: Any) -> None:
    with _LOCK:
        while len(rows.views) >= KEPT:
            rows.views.pop(next(iter(rows.views)), None)
        rows.views[key] = found


# -- the properties that follow from the others ------------------------------------------------------------------------

DERIVED = (
    "derived_filter_query_structure", "derived_viewport_data", "derived_viewport_indices", "derived_viewport_row_ids",
    "derived_viewport_selected_columns", "derived_viewport_selected_rows", "derived_viewport_selected_row_ids",
    "derived_virtual_data", "derived_virtual_indices", "derived_virtual_row_ids", "derived_virtual_selected_rows", "derived_virtual_selected_row_ids",
)  # fmt: skip


def derived(table: Any, prop: str, view: View | None = None) -> Any:
    """The value of one of DERIVED: of all rows that pass the filter ("virtual"), or of those on the page ("viewport")."""
    if prop == "derived_filter_query_structure":
        return structure(table.prop("filter_query"))
    view = view or look(table)
    if prop == "derived_viewport_selected_columns":
        chosen = table.prop("selected_columns") or ()
        return [c.id for c in view.shown if c.id in chosen]
    indices = view.window if prop.startswith("derived_viewport") else view.order
    what = prop.removeprefix("derived_viewport_").removeprefix("derived_virtual_")
    if what == "data":
        return view.rows if isinstance(indices, range) and len(indices) == len(view.rows) else view.rows.take(indices)
    if what == "indices":
        return [int(i) for i in indices]
    ids = view.rows.column("id")
    if what == "row_ids":
        return [ids[int(i)] for i in indices]
    selected = set(table.prop("selected_rows") or ())
    places = [(place, int(i)) for place, i in enumerate(indices) if int(i) in selected] if selected else []
    return [place for place, _ in places] if what == "selected_rows" else [ids[i] for _, i in places]
