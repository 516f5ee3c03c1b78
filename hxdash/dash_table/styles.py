"""Conditional styles: which of a table's style_* settings apply to a cell, as the text of its style attribute."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hxdash.dash_table.columns import Column
from hxdash.dash_table.filter_language import BadFilter, Node, parse
from hxdash.dash_table.filter_rows import test_row
from hxdash.markup import style_text

_UPPER = re.compile(r"[A-Z]")
Rule = tuple[Mapping[str, Any], dict[str, Any]]  # condition and style


def rules(table: Any, *names: str) -> list[Rule]:
    """The styles of a table in the order in which they override each other.

    Args:
        table: anything with `prop`.
        names: props, plain styles and lists of conditional ones.
    """
    out: list[Rule] = []
    for name in names:
        value = table.prop(name)
        for style in ([value] if isinstance(value, Mapping) else value or ()):
            condition = style.get("if") or {}
            out.append((condition, {_css_name(k): v for k, v in style.items() if k != "if"}))
    return out


def _css_name(name: str) -> str:
    """textAlign, text-align and text_align are all the same to Dash."""
    return name if name.startswith("--") else _UPPER.sub(lambda m: "-" + m[0].lower(), name).replace("_", "-")


def matches_column(condition: Mapping[str, Any], column: Column) -> bool:
    """Whether a condition holds for a column, as far as columns go."""
    wanted = condition.get("column_id")
    if wanted is not None and (column.id not in map(str, wanted) if isinstance(wanted, (list, tuple)) else str(wanted) != column.id):
        return False
    if condition.get("column_type") is not None and condition["column_type"] != column.type:
        return False
    return condition.get("column_editable") is None or bool(condition["column_editable"]) == column.editable


def matches_index(wanted: Any, index: int) -> bool:
    """Whether a row's number is meant: a number, a list of them, "odd" or "even"."""
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return index % 2 == (1 if wanted == "odd" else 0)
    return index in wanted if isinstance(wanted, (list, tuple)) else index == wanted


class CellStyles:
    """The styles of the cells of one column.

    Args:
        rules: of the table, weakest first.
        column: the column.
    """

    def __init__(self, rules: Sequence[Rule], column: Column) -> None:
        self._rules: list[tuple[Callable[[int, Mapping[str, Any]], bool] | None, dict[str, Any]]] = []
        for condition, style in rules:
            if "header_index" in condition or "state" in condition or not matches_column(condition, column):
                continue
            self._rules.append((_row_test(condition), style))
        self._tests = [test for test, _ in self._rules if test is not None]
        self._texts: dict[tuple[bool, ...], str | None] = {}

    def text(self, index: int, row: Mapping[str, Any]) -> str | None:
        """The style of one cell.

        Args:
            index: of the row on the page.
            row: its values.
        """
        good = tuple([test(index, row) for test in self._tests])
        if good not in self._texts:
            left, style = list(good), {}
            for test, one in self._rules:
                if test is None or left.pop(0):
                    style.update(one)
            self._texts[good] = style_text(style)
        return self._texts[good]


def _row_test(condition: Mapping[str, Any]) -> Callable[[int, Mapping[str, Any]], bool] | None:
    """What of a condition depends on the row; None if nothing does."""
    wanted, query = condition.get("row_index"), condition.get("filter_query")
    if wanted is None and query is None:
        return None
    tree: Node | None = None
    if query is not None:
        try:
            tree = parse(query)
        except BadFilter:
            return lambda index, row: False

    def holds(index: int, row: Mapping[str, Any]) -> bool:
        return matches_index(wanted, index) and test_row(tree, row)

    return holds


def header_style(rules: Sequence[Rule], column: Column, level: int | None) -> str | None:
    """The style of a header cell, or of a filter (`level` None)."""
    style: dict[str, Any] = {}
    for condition, one in rules:
        if {"row_index", "filter_query", "state"} & condition.keys() or (level is None and "header_index" in condition):
            continue
        if matches_column(condition, column) and (level is None or matches_index(condition.get("header_index"), level)):
            style.update(one)
    return style_text(style)


def state_rules(table: Any, columns: Sequence[Column]) -> list[dict[str, str]]:
    """CSS rules for cells that are active or selected: {"selector", "rule"}, as in the prop `css`."""
    out = []
    for condition, style in rules(table, "style_data_conditional"):
        name = {"active": "focused", "selected": "cell--selected"}.get(str(condition.get("state")))
        text = style_text(style)
        if name is None or not text or {"row_index", "filter_query", "header_index"} & condition.keys():
            continue
        places = [f"td.{name}.column-{i}" for i, c in enumerate(columns) if matches_column(condition, c)]
        if places:
            out.append({"selector": f"td.{name}" if len(places) == len(columns) else ", ".join(places), "rule": text.replace(";", " !important;") + " !important"})
    return out
