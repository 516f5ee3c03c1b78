"""The choices of a cell with presentation "dropdown": of its column, on a condition, or of this one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hxdash.dash_table.columns import Column
from hxdash.dash_table.filter_language import BadFilter, parse
from hxdash.dash_table.filter_rows import test_row
from hxdash.dash_table.styles import matches_column
from hxdash.dcc.options import Option, read_options


class Dropdowns:
    """The dropdowns of a table.

    Args:
        table: anything with `prop`.
    """

    def __init__(self, table: Any) -> None:
        self._columns = table.prop("dropdown") or {}
        self._rows = table.prop("dropdown_data") or ()
        self._conditional = []
        for one in table.prop("dropdown_conditional") or ():
            condition = one.get("if") or {}
            try:
                tree = parse(condition.get("filter_query") or "")
            except BadFilter:
                continue
            self._conditional.append((condition, tree, one))

    def of(self, column: Column, index: int, row: Mapping[str, Any]) -> tuple[list[Option], bool] | None:
        """The options of a cell and whether it can be cleared; None if it has no choices.

        Args:
            column: of the cell.
            index: of the row in the data.
            row: its values.
        """
        found = (self._rows[index] or {}).get(column.id) if index < len(self._rows) else None
        if not found:
            fits = (one for condition, tree, one in reversed(self._conditional) if matches_column(condition, column) and test_row(tree, row))
            found = next(fits, None) or self._columns.get(column.id)
        if not found or not found.get("options"):
            return None
        return read_options(found["options"]), found.get("clearable") is not False
