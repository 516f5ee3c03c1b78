"""Numbers as d3-format writes them (values of its documentation and tests), and Dash's Format objects."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hxdash.dash_table import FormatTemplate
from hxdash.dash_table.columns import complete
from hxdash.dash_table.Format import Align, Format, Group, Padding, Prefix, Scheme, Sign, Symbol, Trim
from hxdash.dash_table.number_format import formatter


@pytest.mark.parametrize(
    ("specifier", "value", "wanted"),
    [
        (".0%", 0.123, "12%"), ("($.2f", -3.5, "($3.50)"), ("+20", 42, "                 +42"), (".^20", 42, ".........42........."), (".2s", 42e6, "42M"), ("#x", 48879, "0xbeef"), (",.2r", 4223, "4,200"),
        (",", 1234567.5, "1,234,567.5"), (",.2f", 1234.5, "1,234.50"), ("$,.2f", 1234.5, "$1,234.50"), ("$,.2f", -1234.5, "-$1,234.50"), (".0f", 0.5, "1"), (".0f", 2.5, "3"), (".2f", 1.005, "1.00"), (".1f", -0.04, "0.0"),
        ("d", 42.7, "43"), (",d", 1000000, "1,000,000"), ("08d", 42, "00000042"), ("08,d", 12345, "0,012,345"), ("b", 10, "1010"), ("o", 8, "10"), ("X", 255, "FF"), ("#X", 255, "0xFF"),
        ("e", 12345, "1.234500e+4"), (".2e", 0.00012, "1.20e-4"), ("g", 0.000001, "0.00000100000"), ("g", 1e-7, "1.00000e-7"), (".3g", 1234567, "1.23e+6"), ("~g", 1.5, "1.5"), ("r", 123456789, "123457000"), (".3r", 0, "0.00"),
        ("s", 1500, "1.50000k"), ("~s", 1500, "1.5k"), (".3s", 0.000015, "15.0µ"), ("~s", 0, "0"), (".1~f", 2.0, "2"), ("~f", 1.5, "1.5"), ("p", 0.12345, "12.3450%"), (".2%", 1.5, "150.00%"), ("+.1f", 1, "+1.0"), (" .1f", 1, " 1.0"),
        ("", 1234.5, "1234.5"), ("", 0.1 + 0.2, "0.3"), ("c", "A", "A"), ("<6", 1, "1     "), ("=+6d", 1, "+    1"), (".2f", float("inf"), "Infinity"), ("n", 1234567, "1.23457e+6"), ("x^7d", 1, "xxx1xxx"),
    ],
)  # fmt: skip
def test_specifier(specifier: str, value: Any, wanted: str) -> None:
    assert formatter(specifier)(value).replace("−", "-") == wanted


def test_locale_and_si_prefix() -> None:
    german = {"decimal": ",", "group": ".", "symbol": ["", " €"], "grouping": [3]}
    assert formatter("$,.2f", german)(1234567.891) == "1.234.567,89 €"
    assert formatter(",d", {"grouping": [3, 2, 2, 2]})(123456789) == "12,34,56,789"
    assert formatter(".1f", {"numerals": list("٠١٢٣٤٥٦٧٨٩")})(12) == "١٢.٠"
    assert formatter(",.0", None, 1e-6)(0.00042) == "420µ"
    assert formatter(".2f", None, 10**3)(1500) == "1.50k"


def test_a_specifier_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no number format"):
        formatter("five digits")


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(0, 8))
def test_fixed_and_grouped_read_back_as_the_rounded_number(value: float, digits: int) -> None:
    text = formatter(f",.{digits}f")(value)
    if abs(value) < 1e15:
        assert abs(float(text.replace(",", "")) - value) <= 0.5 * 10**-digits * (1 + 1e-6) + 1e-6


def show(column: dict[str, Any], value: Any, **table: Any) -> str:
    return complete([{"id": "a", **column}], editable=False, options=None, nulls=None, locale=table.get("locale_format"))[0].show(value)


def test_format_objects_write_what_dash_writes() -> None:
    assert Format(precision=2, scheme=Scheme.fixed, group=Group.yes, symbol=Symbol.yes).to_plotly_json() == {"locale": {}, "nully": "", "prefix": None, "specifier": "$,.2f"}
    full = Format().align(Align.center).fill("*").padding(Padding.yes).padding_width(9).sign(Sign.positive).trim(Trim.yes).group(True).precision(1).scheme("f")
    assert full.to_plotly_json()["specifier"] == "*^+09,.1~f"
    own = Format(decimal_delimiter=",", group_delimiter=".", groups=[2], symbol_prefix="a", symbol_suffix="b", nully="none", si_prefix=Prefix.kilo).to_plotly_json()
    assert own == {"locale": {"decimal": ",", "group": ".", "grouping": [2], "symbol": ["a", "b"]}, "nully": "none", "prefix": 1000, "specifier": ""}


@pytest.mark.parametrize("wrong", [{"precision": -1}, {"precision": "2"}, {"fill": "ab"}, {"scheme": "z"}, {"groups": [0]}, {"colour": 1}, {"symbol_prefix": 3}, {"si_prefix": 7}])
def test_format_refuses_what_is_no_format(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        Format(**wrong)


def test_templates_in_columns() -> None:
    assert show({"type": "numeric", "format": FormatTemplate.money(2)}, 1234.5) == "$1,234.50"
    assert show({"type": "numeric", "format": FormatTemplate.percentage(1)}, 0.1234) == "12.3%"
    assert show({"type": "numeric", "format": {"specifier": ",.0f", "locale": {"separate_4digits": False}}}, 9999) == "9999"
    assert show({"type": "numeric", "format": {"specifier": ",.0f", "locale": {"separate_4digits": False}}}, 10000) == "10,000"
    assert show({"type": "numeric", "format": {"specifier": ".1f", "nully": "N/A"}}, None) == "N/A"
    assert show({"type": "numeric", "format": {"specifier": ".1f"}}, "text") == "text"
    assert show({"type": "numeric", "format": {"specifier": "$.1f"}}, 1, locale_format={"symbol": ["£", ""]}) == "£1.0"
    assert show({"format": {"specifier": ".1f"}}, 1) == "1"  # formats are for numeric columns


@settings(deadline=None)
@given(st.floats(), st.sampled_from([*"efgrs%pdboxXn", ""]), st.none() | st.integers(0, 30), st.booleans(), st.sampled_from([None, 1e-24, 1, 1e3, 1e24]))
def test_any_number_can_be_written(value: float, kind: str, precision: int | None, comma: bool, si: float | None) -> None:
    assert formatter(f"{',' if comma else ''}{'' if precision is None else f'.{precision}'}~{kind}", None, si)(value)
