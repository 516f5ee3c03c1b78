"""Tooltips of cells and headers: per column, on a condition, per cell, per header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hxdash.dash_table.columns import Column
from hxdash.dash_table.filter_language import BadFilter, parse
from hxdash.dash_table.filter_rows import test_row
from hxdash.dash_table.styles import matches_column, matches_index
from hxdash.dcc.markdown import render_markdown
from hxdash.markup import attribute, attributes


class Tooltips:
    """The tooltips of a table.

    Args:
        table: anything with `prop`.
    """

    def __init__(self, table: Any) -> None:
        self._static = table.prop("tooltip") or {}
        self._data = table.prop("tooltip_data") or ()
        self._header = table.prop("tooltip_header") or {}
        self._delay, self._duration = table.prop("tooltip_delay"), table.prop("tooltip_duration")
        self._conditional = []
        for one in table.prop("tooltip_conditional") or ():
            try:
                self._conditional.append((one.get("if") or {}, parse((one.get("if") or {}).get("filter_query") or ""), one))
            except BadFilter:
                continue

    def for_column(self, column: Column) -> Callable[[int, Mapping[str, Any]], str] | None:
        """A function from a row's number in the data and the row to the attributes of its cell; None where there are none at all."""
        static = self._static.get(column.id)
        if static is not None and isinstance(static, Mapping) and static.get("use_with") == "header":
            static = None
        conditional = [(c, tree, one) for c, tree, one in self._conditional if matches_column(c, column)]
        if not self._data and static is None and not conditional:
            return None

        def of(index: int, row: Mapping[str, Any]) -> str:
            own = (self._data[index] or {}).get(column.id) if index < len(self._data) else None
            if own is None:
                fits = (one for c, tree, one in conditional if matches_index(c.get("row_index"), index) and test_row(tree, row))
                own = next(fits, static)
            return self._written(own)

        return of

    def header(self, column: Column, level: int) -> str:
        """The attributes of a header cell."""
        own = self._header.get(column.id)
        if isinstance(own, (list, tuple)):
            own = own[level] if level < len(own) else None
        if own is None:
            own = self._static.get(column.id)
            if isinstance(own, Mapping) and own.get("use_with") not in (None, "both", "header"):
                own = None
        return self._written(own)

    def _written(self, tip: Any) -> str:
        """Text is the browser's own tooltip until the script takes it over; markdown needs the script."""
        if not tip:
            return ""
        if not isinstance(tip, Mapping):
            return attribute("title", str(tip))
        delay, duration = tip.get("delay", self._delay), tip.get("duration", self._duration)
        times = attributes({"data-delay": _time(delay, 350), "data-duration": _time(duration, 2000)})
        if tip.get("type") == "markdown":
            return attribute("data-tip", render_markdown(str(tip.get("value") or ""))) + times
        return attribute("title", str(tip.get("value") or "")) + times


def _time(given: Any, default: int) -> Any:
    """Milliseconds as the script reads them where they are not as always; None is a word of its own: at once, or for ever."""
    return None if given == default else "null" if given is None else given
