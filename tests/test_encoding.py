"""Python values to JSON and back. Numbers are those of SEMANTICS.md; the values were seen in Dash 4.4.1 (dash_behaviour 14)."""

from __future__ import annotations

import datetime
import decimal
import enum
import math
import pathlib
import types
import uuid
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from hxdash import html
from hxdash.encoding import NotPlain, dumps, html_json, loads, plain

UTC = datetime.UTC


class Kind(enum.IntEnum):
    ONE = 1


class Word(enum.StrEnum):
    RED = "red"


class Mixin:
    """Something beside the text."""


class Odd(str, Mixin):
    """A text that is something else too."""


class Colour(enum.Enum):
    RED = "red"




PLAIN: dict[str, tuple[Any, Any]] = {
    "atoms": ([None, True, 1, 1.5, "ü"], [None, True, 1, 1.5, "ü"]),
    "nan and infinity": ([math.nan, math.inf, -math.inf, np.nan], [None] * 4),
    "a tuple": ((1, (2,)), [1, [2]]),
    "numpy numbers": ([np.int64(3), np.float32(1.5), np.float64("nan"), np.bool_(True)], [3, 1.5, None, True]),
    "numpy text": ([np.str_("a"), {np.str_("k"): 1}], ["a", {"k": 1}]),
    "numpy arrays": ([np.array([1, 2]), np.array([[1.0, np.nan]])], [[1, 2], [[1.0, None]]]),
    "numpy dates": (np.array(["2020-01-02"], dtype="datetime64[D]"), ["2020-01-02"]),
    "numpy dates in nanoseconds": (
        [np.array(["2020-01-02T03:04:05", "NaT"], dtype="datetime64[ns]"), np.datetime64("2020-01-02", "ns")],
        [["2020-01-02T03:04:05", None], "2020-01-02T00:00:00"],
    ),
    "pandas": ([pd.Series([1, 2]), pd.Index(["a"]), pd.Categorical(["c"])], [[1, 2], ["a"], ["c"]]),
    "pandas' nothing": ([pd.NaT, pd.NA, pd.Series([pd.Timestamp(2020, 1, 2), pd.NaT])], [None, None, ["2020-01-02T00:00:00", None]]),
    "dates": (
        [datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5, 678), datetime.datetime(2020, 1, 2, tzinfo=UTC), datetime.time(1, 2), pd.Timestamp(2020, 1, 2)],
        ["2020-01-02", "2020-01-02T03:04:05.000678", "2020-01-02T00:00:00+00:00", "01:02:00", "2020-01-02T00:00:00"],
    ),
    "a decimal": ([decimal.Decimal("1.10"), decimal.Decimal("NaN")], [1.1, None]),
    "enums": ([Kind.ONE, Word.RED, Colour.RED], [1, "red", "red"]),
    "kinds of text": ([Markup("<b>"), Odd("o")], ["<b>", "o"]),
    "keys": ({1: "a", 2.5: "b", None: "d", np.int64(7): "e", Word.RED: "f"}, {"1": "a", "2.5": "b", "null": "d", "7": "e", "red": "f"}),
    "boolean keys": ({True: 1, False: 2}, {"true": 1, "false": 2}),
    "a mapping": (types.MappingProxyType({"a": (1,)}), {"a": [1]}),
    "a component": (html.Div("x", id="d"), {"props": {"children": "x", "id": "d"}, "type": "Div", "namespace": "dash_html_components"}),
    "a figure": (go.Figure(layout={"title": {"text": "t"}}).to_plotly_json()["layout"]["title"], {"text": "t"}),
}


@pytest.mark.parametrize(("value", "expected"), PLAIN.values(), ids=PLAIN.keys())
def test_plain_gives_what_dash_sends(value: Any, expected: Any) -> None:
    """C77."""
    assert plain(value) == expected
    assert loads(dumps(plain(value))) == expected
    assert "numpy" not in str(type(plain(value)))


@pytest.mark.parametrize(
    "value",
    [{1}, range(3), (i for i in ()), datetime.timedelta(1), uuid.UUID(int=1), b"b", pathlib.Path("p"), 1j, print, object(), pd.DataFrame({"a": [1]}), html.Div],
    ids=lambda value: type(value).__name__,
)
def test_plain_refuses_what_has_no_json_form(value: Any) -> None:
    """C76: and says where in the value it stands."""
    with pytest.raises(NotPlain) as caught:
        plain({"rows": [0, (value,)]})
    assert (caught.value.value, caught.value.path) == (value, ("rows", 1, 0))
    assert str(caught.value) == f"{type(value).__name__} at ['rows', 1, 0]"


def test_plain_refuses_a_key_that_is_no_text() -> None:
    with pytest.raises(NotPlain) as caught:
        plain({"a": {(1, 2): 3}})
    assert (caught.value.value, caught.value.path) == ((1, 2), ("a",))


def test_plain_copies_what_may_be_changed() -> None:
    value = {"a": [1, {"b": []}]}
    copy = plain(value)
    copy["a"][1]["b"].append(2)
    assert value == {"a": [1, {"b": []}]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_json_of_plain_values_comes_back(value: Any) -> None:
    assert plain(value) == value
    assert loads(dumps(value)) == value
    assert loads(html_json(value)) == value


def test_dumps_writes_what_orjson_refuses() -> None:
    assert (dumps([10**20]), dumps({"a": "x\ud800y"})) == ("[100000000000000000000]", '{"a":"x?y"}')


def test_loads_refuses_deep_nesting_and_what_is_no_json() -> None:
    assert loads("[" * 32 + "]" * 32) is not None
    for text in ("[" * 40 + "]" * 40, "[" * 100_000, "{", "", "NaN"):
        with pytest.raises(ValueError):
            loads(text)


def test_html_json_holds_nothing_that_ends_an_element() -> None:
    assert html_json("</script><!--&\u2028\u2029") == '"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029"'
