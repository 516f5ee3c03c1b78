"""Dash's filter language: the grammar by cases, the meaning against an oracle that knows no text."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hxdash.dash_table.column_filter import column_query, column_texts, field_text
from hxdash.dash_table.filter_language import BadFilter, parse, structure
from hxdash.dash_table.filter_rows import passing, test_row
from hxdash.dash_table.rows import Rows

ROWS = Rows(
    [
        {"a": 1, "b": "Asia", "d": "2020-01-05", "f": True, "a b": 1},
        {"a": 2, "b": "africa", "d": "2020-02", "f": False, "a b": None},
        {"a": "3", "b": "", "d": "2019-12-31 10:00", "f": None, "a b": 3},
        {"a": None, "b": None, "d": None, "f": [1], "a b": 4},
        {"a": 7.5, "b": "5", "d": 2021, "f": {}, "a b": 5},
        {"a": -3, "b": "As'ia", "d": "x", "f": 0, "a b": 6},
    ]
)

CASES = {
    "{a} = 1": [0], "{a} eq 1": [0], "{a} = '3'": [2], "{a} = 3": [2], "{a} != 1": [1, 2, 3, 4, 5], "{a} ne 1": [1, 2, 3, 4, 5],
    "{a} > 1": [1, 2, 4], "{a} gt 1": [1, 2, 4], "{a} >= 2": [1, 2, 4], "{a} ge 2": [1, 2, 4], "{a} < 1": [3, 5], "{a} lt 1": [3, 5],
    "{a} <= 1": [0, 3, 5], "{a} le 1": [0, 3, 5], "{a}>1": [1, 2, 4], "1 < {a}": [1, 2, 4],
    "{b} contains sia": [0], "{b} contains As": [0, 5], "{b} icontains as": [0, 5], "{b} scontains as": [], "{b} contains 5": [4], "{a} contains 3": [2],
    '{b} contains "As\'ia"': [5], "{b} contains 'As\\'ia'": [5], "{b} contains `As'ia`": [5],
    "{b} i= ASIA": [0], "{b} ieq asia": [0], "{b} = asia": [], "{b} i>= b": [], "{b} i< B": [0, 1, 2, 4, 5],
    "{d} datestartswith 2020": [0, 1], "{d} datestartswith '2020-01'": [0], "{d} datestartswith 2020-1": [0], "{d} datestartswith '2021'": [4], "{d} datestartswith 19": [2],
    "{a} is num": [0, 1, 4, 5], "{a} is str": [2], "{a} is nil": [3], "{b} is blank": [2, 3], "{f} is bool": [0, 1], "{f} is object": [3, 4],
    "{a} is even": [1], "{a} is odd": [0], "{a} is prime": [1], "{a} IS NUM": [0, 1, 4, 5],
    "{a} > 1 && {b} contains a": [1], "{a} > 1 and {b} contains a": [1], "{a} = 1 || {a} = 2": [0, 1], "{a} = 1 or {a} = 2": [0, 1],
    "{a} = 1 || {a} = 2 && {b} = x": [0], "({a} = 1 || {a} = 2) && {b} = Asia": [0], "!{a} is num": [2, 3], "!({a} is num)": [2, 3], "!!{a} is nil": [3], "! {a} > 1": [0, 3, 5],
    "{a b} = 1": [0], "{a} = {a b}": [0, 2], "{a} < {a b}": [3, 5], "{missing} is nil": [0, 1, 2, 3, 4, 5], "": [0, 1, 2, 3, 4, 5], "  ": [0, 1, 2, 3, 4, 5],
}  # fmt: skip


@pytest.mark.parametrize(("query", "wanted"), CASES.items())
def test_a_filter_lets_the_right_rows_pass(query: str, wanted: list[int]) -> None:
    assert passing(parse(query), ROWS) == wanted
    assert [i for i, row in enumerate(ROWS) if test_row(parse(query), row)] == wanted


@pytest.mark.parametrize(
    "query", ["{a}", "1", "{a} =", "= 1", "{a} = 1 &&", "({a} = 1", "{a} = 1)", "{a} like 1", "{} = 1", "{a} = 'x", "{a} is green", "{a} = 1 {b} = 2", "!" * 500 + "{a} is nil", "(" * 5000, "{a} = 1 && " * 3000 + "{a} = 1"]
)
def test_what_is_no_filter_is_refused_and_filters_nothing(query: str) -> None:
    with pytest.raises(BadFilter):
        parse(query)
    assert structure(query) is None


def test_backslashes_take_the_next_character_as_it_is() -> None:
    rows = Rows([{"a}b": 'x"y'}, {"a}b": "z"}])
    assert passing(parse('{a\\}b} = "x\\"y"'), rows) == [0]
    assert field_text("a}b") == "{a\\}b}"


def test_the_structure_is_that_of_dash() -> None:
    field = {"subType": "field", "type": "expression", "value": "a"}
    assert structure("{a} >= 1 && !({a} is nil)") == {
        "subType": "&&", "type": "logical-operator", "value": "&&",
        "left": {"subType": ">=", "type": "relational-operator", "value": ">=", "left": field, "right": {"subType": "value", "type": "expression", "value": 1}},
        "right": {"subType": "!", "type": "unary-operator", "value": "!", "right": {"subType": "()", "type": "open-block", "value": "(", "block": {"type": "unary-operator", "value": "is nil", "left": field}}},
    }  # fmt: skip
    assert structure("") is None
    chain = structure("{a} is nil || {a} is num || {a} is str")
    assert chain is not None
    assert chain["right"]["subType"] == "||"


@pytest.mark.parametrize(
    ("text", "type", "case", "wanted"),
    [
        ("abc", "text", "sensitive", "{c} scontains abc"), ("abc", None, "insensitive", "{c} icontains abc"), ("5", "numeric", "sensitive", "{c} s= 5"),
        ("> 5", "numeric", "sensitive", "{c} s> 5"), ("i> b", "text", "sensitive", "{c} i> b"), ("2020", "datetime", "sensitive", "{c} datestartswith 2020"),
        ("is prime", "numeric", "sensitive", "{c} is prime"), ("a b", "text", "sensitive", '{c} scontains "a b"'), ("'a b'", "text", "sensitive", "{c} scontains 'a b'"),
        ("= {d}", "numeric", "sensitive", "{c} s= {d}"), ("", "text", "sensitive", ""), ("contains x", "numeric", "insensitive", "{c} icontains x"), ("datestartswith 20", None, "sensitive", "{c} datestartswith 20"),
    ],
)  # fmt: skip
def test_what_is_typed_above_a_column(text: str, type: str | None, case: str, wanted: str) -> None:
    query = column_query("c", text, type, case)
    assert query == wanted
    if text:
        shown = column_texts(query, {"c": type}, lambda id: case)["c"]
        assert passing(parse(column_query("c", shown, type, case)), ROWS) == passing(parse(query), ROWS)
        assert column_query("c", shown, type, case).replace('"', "") == query.replace('"', "").replace("'", "").replace("s= {d}", "s= {d}") or "'" in text


@pytest.mark.parametrize("text", ["> ", "'x", "(", "a'b", "{d", "= 'a' b"])
def test_what_cannot_be_typed_above_a_column(text: str) -> None:
    with pytest.raises(BadFilter):
        column_query("c", text)


def test_a_filter_that_no_columns_can_show_shows_in_none() -> None:
    assert column_texts("{a} = 1 || {b} = 2", {"a": None, "b": None}, lambda id: "sensitive") == {}
    assert column_texts("{a} > 1 && {b} is nil", {"a": None, "b": None}, lambda id: "sensitive") == {"a": "> 1", "b": "is nil"}
    assert column_texts("{a} > 1 || {b} is nil", {"a": None, "b": None}, lambda id: "sensitive", "||") == {"a": "> 1", "b": "is nil"}


# -- an oracle: filters made as nested tuples, judged by them, and written as text by three lines ------------------------------

VALUES = st.none() | st.booleans() | st.integers(-20, 20) | st.floats(-9, 9).map(lambda x: round(x, 2)) | st.sampled_from(["", "a", "A", "ab", "7", "-3", " ", "x y"])
FILTER_VALUES = st.integers(-20, 20) | st.text("abAB 7'\"`\\{}()&|!", max_size=4)
COMPARE = st.tuples(st.just("cmp"), st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "contains"]), st.sampled_from(["", "i", "s"]), st.sampled_from("xyz"), FILTER_VALUES)
IS = st.tuples(st.just("is"), st.sampled_from(["nil", "blank", "num", "str", "bool", "even"]), st.sampled_from("xyz"))
TREES = st.recursive(COMPARE | IS, lambda inner: st.tuples(st.sampled_from(["&&", "||"]), inner, inner) | st.tuples(st.just("!"), inner), max_leaves=8)


def written(tree: Any) -> str:
    if tree[0] == "cmp":
        value = tree[4] if isinstance(tree[4], int) else '"' + tree[4].replace("\\", "\\\\").replace('"', '\\"') + '"'
        return f"{{{tree[3]}}} {tree[2]}{tree[1]} {value}"
    if tree[0] == "is":
        return f"{{{tree[2]}}} is {tree[1]}"
    return f"!({written(tree[1])})" if tree[0] == "!" else f"({written(tree[1])}) {tree[0]} ({written(tree[2])})"


def to_number(v: Any) -> float:
    """Number(v) of JavaScript."""
    if v is None:
        return 0.0
    if isinstance(v, str):
        try:
            return float(v) if v.strip() else 0.0
        except ValueError:
            return math.nan
    return float(v)


def js(v: Any) -> str:
    return {True: "true", False: "false"}[v] if isinstance(v, bool) else str(int(v)) if isinstance(v, float) and v == int(v) else str(v)


def judge(tree: Any, row: dict[str, Any]) -> bool:
    if tree[0] in ("&&", "||"):
        sides = judge(tree[1], row), judge(tree[2], row)
        return all(sides) if tree[0] == "&&" else any(sides)
    if tree[0] == "!":
        return not judge(tree[1], row)
    if tree[0] == "is":
        v = row.get(tree[2])
        number = isinstance(v, (int, float)) and not isinstance(v, bool)
        return {"nil": v is None, "blank": v in (None, ""), "num": number, "str": isinstance(v, str), "bool": isinstance(v, bool), "even": number and v % 2 == 0}[tree[1]]
    _, operator, case, name, w = tree
    v = row.get(name)
    if operator == "contains":
        if v is None or not (isinstance(v, str) or isinstance(w, str)):
            return False
        return js(w).upper() in js(v).upper() if case == "i" else js(w) in js(v)
    numeric = all(not isinstance(s, bool) and s is not None and not (isinstance(s, str) and not s.strip()) and not math.isnan(to_number(s)) for s in (v, w))
    same = (type(v) is type(w) and v == w) or (not isinstance(v, (str, bool)) and v is not None and isinstance(w, int) and v == w)
    if operator == "=":
        if numeric:
            return to_number(v) == to_number(w)
        return v is not None and js(v).upper() == js(w).upper() if case == "i" else same
    if case == "i":
        if v is None:
            return False
        left, right = js(v).upper(), js(w).upper()
        return {"!=": left != right, "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]
    if operator == "!=":
        return not same
    if isinstance(v, str) and isinstance(w, str):
        return {"<": v < w, "<=": v <= w, ">": v > w, ">=": v >= w}[operator]
    a, b = to_number(v), to_number(w)
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]


@settings(deadline=None)
@given(TREES, st.lists(st.fixed_dictionaries({}, optional={"x": VALUES, "y": VALUES, "z": VALUES}), max_size=6))
def test_filters_mean_what_the_oracle_says(tree: Any, rows: list[dict[str, Any]]) -> None:
    wanted = [i for i, row in enumerate(rows) if judge(tree, row)]
    node = parse(written(tree))
    assert passing(node, Rows(rows)) == wanted
    assert [i for i, row in enumerate(rows) if test_row(node, row)] == wanted


@settings(deadline=None)
@given(st.text("{}ab'\"`\\()&|!=<> 12.is numandor\t", max_size=30))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    try:
        parse(text)
    except BadFilter:
        return


@settings(deadline=None)
@given(st.text(max_size=12), st.sampled_from(["text", "numeric", "datetime", "any"]), st.sampled_from(["sensitive", "insensitive"]))
def test_what_is_typed_is_a_filter_or_refused(text: str, type: str, case: str) -> None:
    try:
        query = column_query("c", text, type, case)
    except BadFilter:
        return
    parse(query)
    shown = column_texts(query, {"c": type}, lambda id: case).get("c", "")
    assert passing(parse(column_query("c", shown, type, case)), ROWS) == passing(parse(query), ROWS)
