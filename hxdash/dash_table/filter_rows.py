"""What a filter says of rows: values compared as JavaScript does, because that is what Dash's filters mean."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

from hxdash.dash_table.dates import normal_date
from hxdash.dash_table.filter_language import NUMBER, Node, Operand, is_numeric, number
from hxdash.dash_table.rows import Rows


def test_row(node: Node | None, row: Any) -> bool:
    """Whether a row (anything with `get`) passes."""
    if node is None:
        return True
    if node.kind == "&&":
        return test_row(node.left, row) and test_row(node.right, row)
    if node.kind == "||":
        return test_row(node.left, row) or test_row(node.right, row)
    if node.kind == "!":
        return not test_row(node.left, row)
    if node.kind == "()":
        return test_row(node.left, row)
    left = row.get(node.left.value) if node.left.is_column else node.left.value
    if node.kind == "is":
        return KINDS[node.operator](left)
    right = row.get(node.right.value) if node.right.is_column else node.right.value
    return comparison(node)(left, right)


test_row.__test__ = False  # type: ignore[attr-defined]


def passing(node: Node | None, rows: Rows) -> list[int]:
    """The indices of the rows that pass, in order."""
    if node is None:
        return list(range(len(rows)))
    return [i for i, good in enumerate(_mask(node, rows)) if good]


def _mask(node: Node, rows: Rows) -> list[bool]:
    """Column by column: many times quicker than row by row."""
    if node.kind in ("&&", "||"):
        left, right = _mask(node.left, rows), _mask(node.right, rows)
        return [a and b for a, b in zip(left, right, strict=True)] if node.kind == "&&" else [a or b for a, b in zip(left, right, strict=True)]
    if node.kind == "!":
        return [not a for a in _mask(node.left, rows)]
    if node.kind == "()":
        return _mask(node.left, rows)
    if node.kind == "is":
        return list(map(KINDS[node.operator], _values(node.left, rows)))
    if not node.right.is_column and node.left.is_column:
        quick = _quick(node, rows.column(node.left.value))
        if quick is not None:
            return quick
    return list(map(comparison(node), _values(node.left, rows), _values(node.right, rows)))


def _values(operand: Operand, rows: Rows) -> Sequence[Any]:
    return rows.column(operand.value) if operand.is_column else [operand.value] * len(rows)


def _quick(node: Node, values: list[Any]) -> list[bool] | None:
    """The mask of a column of one type against a value of that type, where Python's operators mean what JavaScript's do."""
    wanted, kinds, operator = node.right.value, set(map(type, values)), node.operator
    if operator == "contains" and kinds == {str}:
        text = js_text(wanted)
        return [text.upper() in v.upper() for v in values] if node.case == "i" else [text in v for v in values]
    if isinstance(wanted, (int, float)) and kinds <= {int, float} and node.case != "i":
        w: Any = wanted
        return _by_operator(operator, values, w)
    if isinstance(wanted, str) and kinds == {str} and not is_numeric(wanted):
        if node.case == "i":
            values, wanted = [v.upper() for v in values], wanted.upper()
        return _by_operator(operator, values, wanted)
    return None


def _by_operator(operator: str, values: list[Any], w: Any) -> list[bool] | None:
    if operator == "=":
        return [v == w for v in values]
    if operator == "!=":
        return [v != w for v in values]
    if operator == "<":
        return [v < w for v in values]
    if operator == "<=":
        return [v <= w for v in values]
    if operator == ">":
        return [v > w for v in values]
    return [v >= w for v in values] if operator == ">=" else None


def comparison(node: Node) -> Callable[[Any, Any], bool]:
    """The test of two values that an operator stands for."""
    fold = node.case == "i"
    if node.operator == "contains":
        return functools.partial(_contains, fold)
    if node.operator == "datestartswith":
        return _date_starts_with
    if node.operator == "=":
        return functools.partial(_equal, fold)
    return functools.partial(_ordered, node.operator, fold)


def js_text(value: Any) -> str:
    """A value as JavaScript writes it: true, 5 for 5.0, [object Object]."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if isinstance(value, list):
        return ",".join("" if v is None else js_text(v) for v in value)
    return "[object Object]" if isinstance(value, dict) else str(value)


def _contains(fold: bool, left: Any, right: Any) -> bool:
    if left is None or right is None or not (isinstance(left, str) or isinstance(right, str)):
        return False
    left, right = js_text(left), js_text(right)
    return right.upper() in left.upper() if fold else right in left


def _date_starts_with(left: Any, right: Any) -> bool:
    a, b = (normal_date(js_text(v) if isinstance(v, (int, float)) and not isinstance(v, bool) else v, short_years=True) for v in (left, right))
    return a is not None and b is not None and a.startswith(b)


def _equal(fold: bool, left: Any, right: Any) -> bool:
    if is_numeric(left) and is_numeric(right):
        return bool(number(left) == number(right))
    if left is None or right is None:
        return left is right
    if fold:
        return js_text(left).upper() == js_text(right).upper()
    return _same(left, right)


def _same(left: Any, right: Any) -> bool:
    """JavaScript's ===; lists and dicts are only ever the same as themselves."""
    if isinstance(left, (list, dict)):
        return left is right
    return isinstance(left, bool) == isinstance(right, bool) and isinstance(left, str) == isinstance(right, str) and bool(left == right)


def _ordered(operator: str, fold: bool, left: Any, right: Any) -> bool:
    if fold and (left is None or right is None):
        return False
    if fold:
        left, right = js_text(left).upper(), js_text(right).upper()
    if operator == "!=":
        return not _same(left, right)
    if not (isinstance(left, str) and isinstance(right, str)):
        left, right = _js_number(left), _js_number(right)
        if left is None or right is None:
            return False
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right) if operator == ">" else bool(left >= right)


def _js_number(value: Any) -> int | float | None:
    """JavaScript's Number(value); None where it is no number."""
    if value is None:
        return 0  # what a table has no value for comes as null
    if isinstance(value, (int, float)):
        return None if math.isnan(value) else value
    if isinstance(value, str):
        return number(value) if NUMBER.match(value) else 0 if not value.strip() else None
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_prime(value: Any) -> bool:
    if not _is_number(value) or value != int(value) or value < 2:
        return False
    n = int(value)
    if n > 10**12:
        return False  # nobody waits for that
    return n == 2 or (n % 2 == 1 and all(n % d for d in range(3, int(n**0.5) + 1, 2)))


KINDS: dict[str, Callable[[Any], bool]] = {
    "blank": lambda v: v is None or v == "",
    "bool": lambda v: isinstance(v, bool),
    "even": lambda v: _is_number(v) and v % 2 == 0,
    "nil": lambda v: v is None,
    "num": _is_number,
    "object": lambda v: isinstance(v, (list, dict)),
    "odd": lambda v: _is_number(v) and v > 0 and v % 2 == 1,
    "prime": _is_prime,
    "str": lambda v: isinstance(v, str),
}
