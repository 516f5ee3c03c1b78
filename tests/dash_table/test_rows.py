"""The rows of a table: the same order with numpy and without, edits that share what stays."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hxdash.dash_table import rows as module
from hxdash.dash_table.rows import Rows, sorted_indices

NUMBERS = st.none() | st.integers(-5, 5) | st.floats(-3, 3) | st.booleans() | st.sampled_from([2**53, 2**53 + 1, -(2**60), 10**400, float("inf"), float("nan")])
VALUES = NUMBERS | st.text("ab ", max_size=2) | st.lists(st.integers(0, 2), max_size=2)
COLUMNS = st.lists(st.fixed_dictionaries({"a": NUMBERS, "b": st.none() | st.text("äab\U0001f600", max_size=3), "c": VALUES}), max_size=8)
SORTS = st.lists(st.tuples(st.sampled_from("abcz"), st.booleans(), st.sampled_from([(), (0,), ("a",)])), min_size=1, max_size=3)


def compare(sorts: Any, x: dict[str, Any], y: dict[str, Any]) -> int:
    """Two rows, by the words of the rule: nothing last, numbers before text before all else."""
    for name, down, nulls in sorts:
        a, b = x.get(name), y.get(name)
        a, b = ((None if v is None or (isinstance(v, float) and abs(v) in (float("inf"),)) or v != v or any(v == n and type(v) is type(n) for n in nulls) else v) for v in (a, b))
        if a is None or b is None:
            if (a is None) != (b is None):
                return 1 if a is None else -1
            continue
        kinds = [0 if isinstance(v, (int, float)) else 1 if isinstance(v, str) else 2 for v in (a, b)]
        if kinds[0] != kinds[1]:
            less = kinds[0] < kinds[1]
        elif str(a) == str(b) or a == b:
            continue
        else:
            less = (str(a).replace(" ", "") if kinds[0] == 2 else a) < (str(b).replace(" ", "") if kinds[0] == 2 else b)
        return -1 if less is not down else 1
    return 0


@settings(deadline=None)
@given(COLUMNS, SORTS, st.booleans())
def test_rows_are_sorted_as_the_rule_says(data: list[dict[str, Any]], sorts: Any, without: bool) -> None:
    wanted = sorted(range(len(data)), key=functools.cmp_to_key(lambda i, j: compare(sorts, data[i], data[j])))
    kept = module.np
    module.np = None if without else kept
    try:
        assert [int(i) for i in sorted_indices(Rows(data), sorts)] == wanted
    finally:
        module.np = kept


@settings(deadline=None)
@given(st.lists(st.text("abé\U0001f600z0", max_size=10), min_size=1, max_size=30))
def test_many_texts_are_ranked_as_python_orders_them(texts: list[str]) -> None:
    module_few, module.FEW = module.FEW, 0
    try:
        found = module._text_ranks(texts)
    finally:
        module.FEW = module_few
    order = {t: i for i, t in enumerate(sorted(set(texts)))}
    assert found is not None
    assert list(found) == [order[t] for t in texts]


OPS: list[Any] = [["set", 1, "a", 9], ["delete", 0], ["add", {"a": 5, "c": 6}], ["set", 0, "new", "x"], ["drop", ["b"]]]


@pytest.mark.parametrize("columns", [False, True])
def test_edits_are_done_one_after_the_other(columns: bool) -> None:
    records = [{"a": i, "b": str(i)} for i in range(3)]
    before = Rows(columns={"a": [0, 1, 2], "b": ["0", "1", "2"]}) if columns else Rows(records)
    after = before.changed(OPS)
    assert [[row.get(n) for n in ("a", "b", "c", "new")] for row in after] == [[9, None, None, "x"], [2, None, None, None], [5, None, 6, None]]
    assert [row["a"] for row in before] == [0, 1, 2]
    assert after.origin is before
    assert after.log == OPS


def test_rows_are_a_sequence_of_dicts() -> None:
    rows = Rows([{"a": 1}, {"a": float("nan")}, {"a": 3}])
    assert rows == [{"a": 1}, {"a": None}, {"a": 3}]
    assert (len(rows), rows[-1], rows[1:]) == (3, {"a": 3}, [{"a": None}, {"a": 3}])
    assert rows.take([2, 0]) == [{"a": 3}, {"a": 1}]
    assert rows.take([2]).column("a") == [3]
    with pytest.raises(IndexError):
        _ = rows[3]
    assert repr(Rows([{}] * 9)) == "<9 rows>"
