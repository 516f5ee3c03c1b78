"""What a browser keeps of a table (persistence): how it was sorted, filtered, paged and selected, which columns are hidden, how they are called.

It rides in one field, "_kept". All of it comes back from a cookie, where anything may stand: each is checked against the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hxdash.dash_table.view import given_columns, look

FIELD = "_kept"
NAMES = ("columns.name", "filter_query", "hidden_columns", "page_current", "selected_columns", "selected_rows", "sort_by")  # all that Dash keeps unless told otherwise


def part(name: str, value: Any) -> Any:
    """What is kept of a prop: of columns how they are called."""
    if name != "columns.name" or value is None:
        return value
    return [[str(column["id"]), column.get("name", column["id"])] for column in value]


def regained(table: Any, name: str, value: Any) -> dict[str, Any]:
    """The props of a table that what was kept gives it.

    Raises:
        ValueError: it cannot be of this table.
    """
    changes = _READ[name](table, value)
    if name == "selected_rows":
        rows = look(table).rows
        changes["selected_row_ids"] = [rows.row(i).get("id") for i in value]
    return changes


def _need(good: bool) -> None:
    if not good:
        raise ValueError("this is nothing of this table")


def _are(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(type(one) is kind for one in value)


def _columns(prop: str) -> Callable[[Any, Any], dict[str, Any]]:
    def read(table: Any, value: Any) -> dict[str, Any]:
        _need(_are(value, str) and set(value) <= {c.id for c in look(table).columns})
        return {prop: value}

    return read


def _names(table: Any, value: Any) -> dict[str, Any]:
    given = given_columns(table, look(table).rows)
    _need(isinstance(value, list) and len(value) == len(given))
    out = []
    for pair, column in zip(value, given, strict=True):
        _need(isinstance(pair, list) and len(pair) == 2 and pair[0] == str(column["id"]))
        own, new = column.get("name", column["id"]), pair[1]
        _need(_are(new, str) and len(new) == len(own) if isinstance(own, (list, tuple)) else isinstance(new, str))
        out.append({**column, "name": new})
    return {"columns": out}


def _query(table: Any, value: Any) -> dict[str, Any]:
    _need(isinstance(value, str))
    return {"filter_query": value}


def _page(table: Any, value: Any) -> dict[str, Any]:
    _need(type(value) is int and 0 <= value < 2**53)
    return {"page_current": value}


def _rows(table: Any, value: Any) -> dict[str, Any]:
    _need(_are(value, int) and all(0 <= i < len(look(table).rows) for i in value))
    return {"selected_rows": value}


def _sorts(table: Any, value: Any) -> dict[str, Any]:
    ids = {c.id for c in look(table).columns}
    _need(_are(value, dict) and all(s.keys() == {"column_id", "direction"} and s["column_id"] in ids and s["direction"] in ("asc", "desc") for s in value))
    return {"sort_by": value}


_READ: Mapping[str, Callable[[Any, Any], dict[str, Any]]] = {
    "columns.name": _names, "filter_query": _query, "hidden_columns": _columns("hidden_columns"), "page_current": _page,
    "selected_columns": _columns("selected_columns"), "selected_rows": _rows, "sort_by": _sorts,
}  # fmt: skip


def props(names: Sequence[str]) -> set[str]:
    """The props that names of what is kept stand for."""
    return {name.partition(".")[0] for name in names}


__all__ = ["FIELD", "NAMES", "part", "props", "regained"]
