"""Ids, their text, and wildcards. Numbers are those of SEMANTICS.md."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from hxdash.exceptions import InvalidComponentIdError
from hxdash.ids import ALL, ALLSMALLER, MATCH, captured, check_id, filled, id_text, is_pattern, overlaps, parse_id

TEXTS: dict[str, tuple[Any, str]] = {
    "text": ("a-b_c", "a-b_c"),
    "C120 sorted keys": ({"type": "t", "i": 1}, '{"i":1,"type":"t"}'),
    "values keep their types": ({"a": True, "b": 1, "c": 1.5, "d": "1"}, '{"a":true,"b":1,"c":1.5,"d":"1"}'),
    "beyond ASCII": ({"k": "ü\"'<"}, '{"k":"ü\\"\'<"}'),
}


@pytest.mark.parametrize(("id", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_id_has_one_text_and_comes_back_from_it(id: Any, text: str) -> None:
    assert (id_text(id), parse_id(text)) == (text, id)


def test_wildcards_are_written_as_dash_writes_them() -> None:
    assert id_text({"i": ALL, "j": MATCH, "k": ALLSMALLER}) == '{"i":["ALL"],"j":["MATCH"],"k":["ALLSMALLER"]}'


def test_wildcards_stay_themselves_when_pickled() -> None:
    assert all(pickle.loads(pickle.dumps(w)) is w for w in (ALL, MATCH, ALLSMALLER))
    assert repr(ALL) == "<ALL>"


@pytest.mark.parametrize("text", ["{", "{}x", '{"a":'])
def test_text_that_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_id(text)


TEXT_FIX = "  fix:   use letters, digits, '-' and '_'; for structured ids use a dict"
DICT_FIX = "  fix:   use keys that are non-empty strings, and values that are str, int, float or bool"
KIND_FIX = "  fix:   an id is a string or a dict; several children go into one list: html.Div([a, b])"
BAD: dict[str, tuple[Any, str]] = {
    "C121 a dot": ("a.b", f"The id 'a.b' holds '.' or '{{', or is empty.\n{TEXT_FIX}"),
    "C121 a brace": ("a{b", f"The id 'a{{b' holds '.' or '{{', or is empty.\n{TEXT_FIX}"),
    "empty": ("", f"An id is empty.\n{TEXT_FIX}"),
    "V20 an empty dict": ({}, f"The id {{}} is not a flat dict of strings, numbers and booleans.\n{DICT_FIX}"),
    "C120 an empty key": ({"": 1}, f"The id {{'': 1}} is not a flat dict of strings, numbers and booleans.\n{DICT_FIX}"),
    "C120 a key that is no text": ({1: 1}, f"The id {{1: 1}} is not a flat dict of strings, numbers and booleans.\n{DICT_FIX}"),
    "C120 a nested value": ({"a": {"b": 1}}, f"The id {{'a': {{'b': 1}}}} is not a flat dict of strings, numbers and booleans.\n{DICT_FIX}"),
    "C120 None": ({"a": None}, f"The id {{'a': None}} is not a flat dict of strings, numbers and booleans.\n{DICT_FIX}"),
    "C134 a wildcard in a component": ({"a": ALL}, f"The id {{'a': <ALL>}} is not a flat dict of strings, numbers and booleans.\n{DICT_FIX}"),
    "a number": (5, f"int cannot be an id: 5.\n{KIND_FIX}"),
    "a list": (["a"], f"list cannot be an id: ['a'].\n{KIND_FIX}"),
}


@pytest.mark.parametrize(("id", "text"), BAD.values(), ids=BAD.keys())
def test_id_is_refused(id: Any, text: str) -> None:
    with pytest.raises(InvalidComponentIdError) as caught:
        check_id(id)
    assert str(caught.value) == text


def test_dependency_may_hold_wildcards() -> None:
    check_id({"a": ALL, "b": "x"}, wildcards=True)
    assert (is_pattern({"a": ALL}), is_pattern({"a": 1}), is_pattern("a")) == (True, False, False)


MATCHES: dict[str, tuple[Any, Any, dict[str, Any] | None]] = {
    "the same text": ("a", "a", {}),
    "another text": ("a", "b", None),
    "text and dict": ("a", {"a": 1}, None),
    "the same dict": ({"a": 1}, {"a": 1}, {}),
    "C132 more keys": ({"a": 1}, {"a": 1, "b": 2}, None),
    "C132 fewer keys": ({"a": ALL, "b": ALL}, {"a": 1}, None),
    "ALL": ({"t": "x", "i": ALL}, {"t": "x", "i": 3}, {}),
    "ALL of another type": ({"t": "x", "i": ALL}, {"t": "y", "i": 3}, None),
    "MATCH": ({"t": "x", "i": MATCH, "j": MATCH}, {"t": "x", "i": 3, "j": "q"}, {"i": 3, "j": "q"}),
    "one is not True": ({"i": 1}, {"i": True}, None),
    "nor is it text": ({"i": 1}, {"i": "1"}, None),
}


@pytest.mark.parametrize(("pattern", "id", "expected"), MATCHES.values(), ids=MATCHES.keys())
def test_pattern_fits_an_id(pattern: Any, id: Any, expected: dict[str, Any] | None) -> None:
    assert captured(pattern, id) == expected
    assert overlaps(pattern, id) is overlaps(id, pattern) is (expected is not None)


OVERLAPS: dict[str, tuple[Any, Any, bool]] = {
    "two wildcards": ({"t": "x", "i": MATCH}, {"t": "x", "i": ALL}, True),
    "wildcards at other keys": ({"t": ALL, "i": 1}, {"t": "x", "i": ALL}, True),
    "a fixed value apart": ({"t": "x", "i": ALL}, {"t": "y", "i": ALL}, False),
}


@pytest.mark.parametrize(("a", "b", "expected"), OVERLAPS.values(), ids=OVERLAPS.keys())
def test_patterns_overlap_if_some_id_fits_both(a: Any, b: Any, expected: bool) -> None:
    """C90."""
    assert overlaps(a, b) is overlaps(b, a) is expected


def test_filled_pattern_has_values_for_match_only() -> None:
    assert filled({"i": MATCH, "j": ALL, "k": MATCH, "t": "x"}, {"i": 1, "j": 2}) == {"i": 1, "j": ALL, "k": MATCH, "t": "x"}
    assert filled("a", {"i": 1}) == "a"
