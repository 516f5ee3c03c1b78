"""What a user does to a table, applied to it: each action is a list, the word for it and what it is done to.

    ["sort", column]              ["page", number | "next" | "previous" | "first" | "last"]
    ["filter", [texts]]           ["select", row, bool]        ["select_column", [columns], bool]
    ["set", [[row, column, text], ...]]   ["choose", row, column, option]   ["paste", row, column, [[texts], ...]]
    ["delete", row]               ["hide" | "show" | "remove" | "clear", [columns]]
    ["rename", [columns], header row, text]       ["export"]
    ["form"]                      what stands in the fields of a page without JavaScript

Rows are numbers in the data, not on the page. Every action is checked against what the table allows: a browser can send anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hxdash.dash_table.column_filter import column_query
from hxdash.dash_table.columns import Column, as_text, choosers, renamed, taken
from hxdash.dash_table.dropdowns import Dropdowns
from hxdash.dash_table.export import exported
from hxdash.dash_table.filter_language import BadFilter
from hxdash.dash_table.rows import Op, Rows
from hxdash.dash_table.view import View, columns_of, filter_action, filter_texts, given_columns, look
from hxdash.dcc.options import same
from hxdash.encoding import dumps
from hxdash.exceptions import RequestRefused

CLEARED: dict[str, Any] = {"active_cell": None, "start_cell": None, "end_cell": None, "selected_cells": []}
MAX_CELLS = 20_000  # in one action


class Table:
    """A table while actions are applied to it: what they have changed lies over its props.

    Args:
        component: the DataTable.
    """

    def __init__(self, component: Any) -> None:
        self._component = component
        self.changes: dict[str, Any] = {}

    def prop(self, name: str) -> Any:
        """The value of a prop as it is now."""
        return self.changes[name] if name in self.changes else self._component.prop(name)

    def set(self, **changes: Any) -> None:
        """Change props."""
        self.changes.update(changes)

    def unselect(self) -> None:
        """Forget which cells are selected: they are no longer where they were."""
        self.changes.update({name: value for name, value in CLEARED.items() if self.prop(name)})

    def rows(self) -> Rows:
        """The rows as they are now."""
        return Rows.of(self.prop("data"))

    def columns(self) -> list[Column]:
        """The columns as they are now."""
        return columns_of(self, self.rows())

    def column(self, id: Any) -> Column:
        """One of the columns."""
        for column in self.columns():
            if column.id == id:
                return column
        raise refused(f"the table has no column {id!r:.80}")

    def edit(self, ops: Sequence[Op]) -> None:
        """Change rows."""
        if not ops:
            return
        before = self.rows()
        now = int(time.time() * 1000)
        self.set(data=before.changed(ops), data_timestamp=now)
        self.changes.setdefault("data_previous", before)


def apply(component: Any, actions: Sequence[Sequence[Any]], fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """Apply what a user did.

    Args:
        component: the DataTable.
        actions: in order.
        fields: what stands in the fields of a page without JavaScript: "_filter", "_rows", "_columns", "_cells", "_page".

    Returns:
        The props that it changed.

    Raises:
        RequestRefused: 422 for what the table does not allow.
    """
    table = Table(component)
    for action in actions:
        if action and action[0] == "form":
            _form(table, fields)
            continue
        try:
            ACTIONS[action[0]](table, *action[1:])
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise refused(f"{str(action)[:80]} is nothing that can be done to a table") from error
    return table.changes


def refused(what: str) -> RequestRefused:
    """The refusal of an action."""
    return RequestRefused(422, what)


def _need(allowed: Any, what: str) -> None:
    if not allowed:
        raise refused(f"this table cannot be {what}")


# -- sort, filter, page ------------------------------------------------------------------------------------------------


def _sort(table: Table, id: str) -> None:
    """The next order of a column: ascending, descending, none."""
    _need(table.prop("sort_action") in ("native", "custom"), "sorted")
    table.column(id)
    now = [dict(s) for s in table.prop("sort_by") or ()]
    mine = next((s for s in now if s.get("column_id") == id), None)
    follows = {None: "asc", "asc": "desc", "desc": None}[mine.get("direction") if mine else None]
    if table.prop("sort_mode") == "multi":
        if mine is None:
            now.append({"column_id": id, "direction": follows})
        elif follows is None:
            now.remove(mine)
        else:
            mine["direction"] = follows
    else:
        now = [{"column_id": id, "direction": follows}] if follows else []
    table.set(sort_by=now)
    table.unselect()


def _page(table: Table, where: int | str) -> None:
    _need(table.prop("page_action") != "none" or table.prop("virtualization"), "paged")
    view = look(table)
    steps = {"next": view.page + 1, "previous": view.page - 1, "first": 0, "last": (view.pages or 1) - 1}
    page = steps[where] if isinstance(where, str) else int(where)
    page = max(0, page if view.pages is None else min(page, view.pages - 1))
    if page != (table.prop("page_current") or 0):
        table.set(page_current=page)
        table.unselect()


def _filter(table: Table, texts: Sequence[str]) -> None:
    action, operator = filter_action(table)
    _need(action != "none", "filtered")
    columns, parts, bad = look(table).shown, [], {}
    if len(texts) > len(columns):
        raise refused("there are more filters than columns")
    for column, text in zip(columns, texts, strict=False):
        try:
            parts.append(column_query(column.id, str(text), column.type, column.case))
        except BadFilter:
            bad[column.id] = str(text)
    query = f" {operator} ".join(p for p in parts if p)
    table.set(_bad=bad)
    if query != (table.prop("filter_query") or ""):
        table.set(filter_query=query, page_current=0)
        table.unselect()


# -- selecting ---------------------------------------------------------------------------------------------------------


def _select(table: Table, row: int, on: bool) -> None:
    mode = table.prop("row_selectable")
    _need(mode in ("single", "multi"), "selected from")
    _row(table, row)
    rest = [i for i in table.prop("selected_rows") or () if i != row]
    _set_selected(table, [row] if mode == "single" else [*rest, row] if on else rest)


def _set_selected(table: Table, rows: list[int]) -> None:
    data = table.rows()
    table.set(selected_rows=rows, selected_row_ids=[data.row(i).get("id") for i in rows if 0 <= i < len(data)])


def _select_column(table: Table, ids: Sequence[str], on: bool) -> None:
    mode = table.prop("column_selectable")
    _need(mode in ("single", "multi"), "selected from")
    _allowed(table, ids, "selectable")
    rest = [c for c in table.prop("selected_columns") or () if c not in ids]
    table.set(selected_columns=(list(ids) if on else []) if mode == "single" else [*rest, *ids] if on else rest)


def _row(table: Table, row: Any) -> int:
    if not isinstance(row, int) or isinstance(row, bool) or not 0 <= row < len(table.rows()):
        raise refused(f"the table has no row {row!r:.40}")
    return row


# -- editing -----------------------------------------------------------------------------------------------------------


def _set(table: Table, cells: Sequence[Sequence[Any]]) -> None:
    if len(cells) > MAX_CELLS:
        raise refused(f"more than {MAX_CELLS} cells at once")
    columns, ops = {c.id: c for c in table.columns()}, []
    for row, id, text in cells:
        column = columns[id]
        if not column.editable:
            raise refused(f"the column {id!r:.80} cannot be edited")
        op = _written(table, _row(table, row), column, text)
        ops += [op] if op else []
        if op is None:
            table.set(_bad=table.prop("_bad") or {})  # the cell shows what was typed: it must be drawn again
    table.edit(ops)


def _written(table: Table, row: int, column: Column, value: Any) -> Op | None:
    """The change of a cell; None if the value is not taken or nothing changes."""
    if column.presentation == "dropdown":
        found = Dropdowns(table).of(column, row, table.rows().row(row))
        if found is not None:  # pasted or deleted: what is typed must be one of the choices
            options, clearable = found
            match = [o.value for o in options if str(o.value) == str(value) or str(o.label) == str(value)]
            if not match and not (clearable and value in ("", None)):
                return None
            return ["set", row, column.id, match[0] if match else None]
    good, new = taken(value, column)
    return ["set", row, column.id, new] if good and not same(table.rows().row(row).get(column.id), new) else None


def _choose(table: Table, row: int, id: str, option: int | None) -> None:
    column = table.column(id)
    found = Dropdowns(table).of(column, _row(table, row), table.rows().row(row))
    if not column.editable or column.presentation != "dropdown" or found is None:
        raise refused(f"nothing can be chosen in the column {id!r:.80}")
    options, clearable = found
    if option is None and not clearable:
        raise refused("this choice cannot be cleared")
    if option is not None and not 0 <= option < len(options):
        raise refused("there is no such choice")
    table.edit([["set", row, id, None if option is None else options[option].value]])


def _paste(table: Table, row: int, id: str, values: Sequence[Sequence[str]]) -> None:
    """A block of text over the cells from one on, as rows and columns are shown; new rows at the end, unless sorted or filtered."""
    if sum(map(len, values)) > MAX_CELLS:
        raise refused(f"more than {MAX_CELLS} cells at once")
    view = look(table)
    places, names = list(view.order), [c.id for c in view.shown]
    at, left = [int(i) for i in places].index(_row(table, row)), names.index(id)
    if not any(c.editable for c in view.shown[left:]):
        raise refused("these columns cannot be edited")
    may_grow = len(places) == len(view.rows) and not table.prop("sort_by") and not table.prop("filter_query")
    added: list[Op] = []
    if may_grow:
        added = [["add", dict.fromkeys(names, "")] for _ in range(max(0, at + len(values) - len(places)))]
        places += range(len(view.rows), len(view.rows) + len(added))
    table.edit(added)
    ops = []
    for texts, index in zip(values, places[at:], strict=False):
        for column, text in zip(view.shown[left:], texts, strict=False):
            op = _written(table, int(index), column, text) if column.editable else None
            ops += [op] if op else []
    table.edit(ops)


def _delete(table: Table, row: int) -> None:
    _need(table.prop("row_deletable"), "shortened")
    _row(table, row)
    selected = table.prop("selected_rows")
    table.edit([["delete", row]])
    if selected:
        _set_selected(table, [i - (i > row) for i in selected if i != row])
    table.unselect()


# -- columns -----------------------------------------------------------------------------------------------------------


def _allowed(table: Table, ids: Sequence[str], flag: str) -> None:
    """Refuse what the columns do not allow in any header row."""
    if not isinstance(ids, list) or not ids:
        raise refused("no column is named")
    for id in ids:
        column = table.column(id)
        height = len(column.names)
        if not any(column.flag(flag, level, height) for level in range(height)):
            raise refused(f"the column {id!r:.80} is not {flag}")


def _hide(table: Table, ids: Sequence[str]) -> None:
    _allowed(table, ids, "hideable")
    hidden = list(table.prop("hidden_columns") or ())
    table.set(hidden_columns=[*hidden, *(id for id in ids if id not in hidden)])
    table.unselect()


def _show(table: Table, ids: Sequence[str]) -> None:
    _allowed(table, ids, "hideable")
    table.set(hidden_columns=[id for id in table.prop("hidden_columns") or () if id not in ids])
    table.unselect()


def _remove(table: Table, ids: Sequence[str]) -> None:
    _allowed(table, ids, "deletable")
    columns = [dict(c) for c in given_columns(table, table.rows()) if str(c["id"]) not in ids]
    table.edit([["drop", list(ids)]])
    table.set(columns=columns)
    table.unselect()


def _clear(table: Table, ids: Sequence[str]) -> None:
    _allowed(table, ids, "clearable")
    columns = [dict(c) for c in given_columns(table, table.rows())]  # before they have lost what tells their types
    table.edit([["drop", list(ids)]])
    if table.prop("columns") is None:
        table.set(columns=columns)
    table.unselect()


def _rename(table: Table, ids: Sequence[str], level: int, text: str) -> None:
    _allowed(table, ids, "renamable")
    if not 0 <= level < len(table.columns()[0].names) or not isinstance(text, str) or len(text) > 500:
        raise refused("this header cannot have this text")
    table.set(columns=renamed(given_columns(table, table.rows()), ids, level, text))


def _export(table: Table) -> None:
    _need(table.prop("export_format") in ("csv", "xlsx"), "exported")
    made = exported(table, look(table))
    table.set(_file={"key": made.key, "name": made.filename})


# -- a page without JavaScript -------------------------------------------------------------------------------------------


def _form(table: Table, fields: Mapping[str, list[str]]) -> None:
    """What stands in the fields of the page, as far as it differs from the table."""
    view = look(table)
    _typed(table, view, fields.get("_cells", []))
    if table.prop("row_selectable") in ("single", "multi"):
        _ticked(table, view, {int(text) for text in fields.get("_rows", []) if text.isascii() and text.isdigit()})
    if table.prop("column_selectable") in ("single", "multi"):
        _picked(table, view, fields.get("_columns", []))
    texts, now = fields.get("_filter", []), filter_texts(table, view.shown)
    if filter_action(table)[0] != "none" and texts and [now.get(c.id, "") for c in view.shown] != texts:
        _filter(table, texts)
    pages = [text for text in fields.get("_page", []) if text.isascii() and text.isdigit()]
    if pages and int(pages[-1][:9]) - 1 != view.page:
        _page(table, int(pages[-1][:9]) - 1)


def _ticked(table: Table, view: View, ticked: set[int]) -> None:
    """The rows of this page are selected as ticked, the others as before."""
    here, before = set(view.window), list(table.prop("selected_rows") or ())
    if table.prop("row_selectable") == "single":
        after = [i for i in before if i not in here] if not ticked & here else sorted(ticked & here)[:1]
    else:
        after = [i for i in before if i not in here or i in ticked] + [i for i in sorted(ticked & here) if i not in before]
    if after != before:
        _set_selected(table, after)


def _picked(table: Table, view: View, texts: Sequence[str]) -> None:
    """The columns are selected as their boxes are ticked."""
    before, ticked = table.prop("selected_columns") or (), set(texts)
    for ids in choosers(view.shown, bool(table.prop("merge_duplicate_headers"))):
        was = all(id in before for id in ids)
        if (dumps(ids) in ticked) is not was:
            _select_column(table, ids, not was)


def _typed(table: Table, view: View, texts: Sequence[str]) -> None:
    """The texts of all fields in cells, row by row as they were shown."""
    cells = [(row, column) for row in view.window for column in view.shown if column.editable]
    if len(texts) != len(cells):
        return  # rows came or went meanwhile
    dropdowns = Dropdowns(table)
    for (row, column), text in zip(cells, texts, strict=True):
        values = view.rows.row(row)
        found = dropdowns.of(column, row, values) if column.presentation == "dropdown" else None
        if found is not None:
            chosen = next((str(i) for i, o in enumerate(found[0]) if same(o.value, values.get(column.id))), "")
            if text != chosen and (text == "" or text.isdigit()):
                _choose(table, row, column.id, int(text) if text else None)
        elif text.replace("\r\n", "\n") != as_text(values.get(column.id)):
            _set(table, [[row, column.id, text]])


ACTIONS: dict[str, Callable[..., None]] = {
    "sort": _sort, "page": _page, "filter": _filter, "select": _select, "select_column": _select_column, "set": _set,
    "choose": _choose, "paste": _paste, "delete": _delete, "hide": _hide, "show": _show, "remove": _remove, "clear": _clear,
    "rename": _rename, "export": _export,
}  # fmt: skip
