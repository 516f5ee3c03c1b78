"""Numbers as text by a specifier of d3-format: `$,.2f`, `.1%`, `~s`, `+08d`.

    [[fill]align][sign][symbol][0][width][,][.precision][~][type]

Source: the documentation of d3-format, https://d3js.org/d3-format; dash_table of Dash 4.4.1 for locale, prefix and nully.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

_SPECIFIER = re.compile(r"(?:(.)?([<>=^]))?([+\-( ])?([$#])?(0)?(\d+)?(,)?(\.\d+)?(~)?([a-z%])?\Z", re.I | re.S)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)  # digits: every float is exact in it
_PREFIXES = ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"]
LOCALE = {"symbol": ["$", ""], "decimal": ".", "group": ",", "grouping": [3], "percent": "%", "separate_4digits": True, "numerals": None}


@dataclass(frozen=True)
class Specifier:
    """A specifier taken apart; `kind` is its type."""

    fill: str
    align: str
    sign: str
    symbol: str
    width: int
    comma: bool
    precision: int | None
    trim: bool
    kind: str


@functools.lru_cache(maxsize=256)
def read(text: str) -> Specifier:
    """A specifier taken apart.

    Raises:
        ValueError: it is none.
    """
    found = _SPECIFIER.match(text)
    if found is None:
        raise ValueError(f"{text!r} is no number format; one is like ',.2f' (d3-format)")
    fill, align, sign, symbol, zero, width, comma, precision, trim, kind = found.groups()
    if zero or (fill == "0" and align == "="):
        fill, align = "0", "="
    kind = kind or ""
    group = bool(comma) or kind == "n"
    kind = "g" if kind == "n" else kind
    digits = int(precision[1:]) if precision else None
    if not kind or kind not in "efgrs%pbodxXc":
        kind, digits, trim = "g", 12 if digits is None else digits, "~"
    return Specifier(fill or " ", align or ">", sign or "-", symbol or "", min(int(width or 0), 1000), group, digits, bool(trim), kind)


def formatter(specifier: str, locale: Mapping[str, Any] | None = None, si: float | None = None) -> Callable[[float], str]:
    """A function from a number to its text.

    Args:
        specifier: of d3-format.
        locale: what differs from LOCALE.
        si: write every number in units of the SI prefix of this one (d3's formatPrefix).

    Raises:
        ValueError: the specifier is none.
    """
    own = {**LOCALE, **(locale or {})}
    spec = read(specifier)
    if not si:
        return lambda value: _format(value, spec, own)
    exponent = max(-8, min(8, _exponent(Decimal(repr(float(si)))) // 3)) * 3
    plain = Specifier(**{**spec.__dict__, "kind": "f"})
    return lambda value: _format(float(Decimal(repr(float(value))).scaleb(-exponent)), plain, own, _PREFIXES[8 + exponent // 3])


def _format(value: float, spec: Specifier, locale: Mapping[str, Any], unit: str = "") -> str:
    symbol = locale["symbol"]
    before = symbol[0] if spec.symbol == "$" else f"0{spec.kind.lower()}" if spec.symbol == "#" and spec.kind in "boxX" else ""
    after = symbol[1] if spec.symbol == "$" else locale["percent"] if spec.kind in "%p" else ""
    if spec.kind == "c":
        text, suffix, negative = "", str(value) + after, False
    else:
        negative = value < 0 or (value == 0 and math.copysign(1, value) < 0)
        digits, own = _digits(abs(value), spec)
        digits = _trimmed(digits) if spec.trim else digits
        if negative and spec.sign != "+" and not re.search(r"[1-9a-zA-Z]", digits):
            negative = False
        before = (("(" if spec.sign == "(" else "-") if negative else spec.sign if spec.sign not in "-(" else "") + before
        whole, mark, rest = _split(digits)
        text = whole
        suffix = (locale["decimal"] + rest[1:] if mark else rest) + own + unit + after + (")" if negative and spec.sign == "(" else "")
    if spec.comma and not (spec.fill == "0" and spec.align == "="):
        text = _grouped(text, locale, 0)
    length = len(before) + len(text) + len(suffix)
    padding = spec.fill * max(0, spec.width - length)
    if spec.comma and spec.fill == "0" and spec.align == "=":
        text, padding = _grouped(padding + text, locale, spec.width - len(suffix) if padding else 0), ""
    out = {
        "<": before + text + suffix + padding,
        "=": before + padding + text + suffix,
        "^": padding[: len(padding) // 2] + before + text + suffix + padding[len(padding) // 2 :],
    }.get(spec.align, padding + before + text + suffix)
    numerals = locale.get("numerals")
    return re.sub(r"\d", lambda m: str(numerals[int(m[0])]), out) if numerals else out


def _split(digits: str) -> tuple[str, bool, str]:
    """Whole digits, whether a decimal point follows, and the rest."""
    for i, c in enumerate(digits):
        if not "0" <= c <= "9":
            return digits[:i], c == ".", digits[i:]
    return digits, False, ""


def _grouped(text: str, locale: Mapping[str, Any], width: float) -> str:
    """Digits in groups from the right; `width` limits them where zeros fill up."""
    sizes, out, end, length = locale["grouping"] or [3], [], len(text), 0
    width = width or math.inf
    i = 0
    while end > 0 and sizes[i] > 0:
        size = sizes[i]
        if length + size + 1 > width:
            size = int(max(1, width - length))
        out.append(text[max(0, end - size) : end])
        end -= size
        length += size + 1
        if length > width:
            break
        i = (i + 1) % len(sizes)
    return str(locale["group"]).join(reversed(out))


def _digits(value: float, spec: Specifier) -> tuple[str, str]:
    """The digits of a number that is not negative, and its SI prefix."""
    kind, precision = spec.kind, 6 if spec.precision is None else spec.precision
    if kind in "gprs":
        precision = max(1, min(21, precision))
    else:
        precision = max(0, min(20, precision))
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity", ""
    exact = Decimal(value)
    if kind == "%":
        return _fixed(Decimal(value * 100), precision), ""
    if kind == "f":
        return _fixed(exact, precision), ""
    if kind == "e":
        return _exponential(exact, precision), ""
    if kind in ("d", "b", "o", "x", "X"):
        whole = int(exact.quantize(Decimal(1), ROUND_HALF_UP, _WIDE))
        return {"d": str(whole), "b": f"{whole:b}", "o": f"{whole:o}", "x": f"{whole:x}", "X": f"{whole:X}"}[kind], ""
    if kind == "p":
        return _rounded(Decimal(value * 100) if abs(value) < 1e300 else Decimal(value) * 100, precision), ""
    if kind == "r":
        return _rounded(exact, precision), ""
    if kind == "s":
        return _si(exact, precision)
    return _general(exact, precision), ""


def _exponent(value: Decimal) -> int:
    return value.adjusted() if value else 0


def _significant(value: Decimal, precision: int) -> Decimal:
    if not value:
        return value
    rounded = value.quantize(Decimal(1).scaleb(_exponent(value) - precision + 1), ROUND_HALF_UP, _WIDE)
    if _exponent(rounded) > _exponent(value):  # 9.99 became 10.0
        rounded = rounded.quantize(Decimal(1).scaleb(_exponent(rounded) - precision + 1), ROUND_HALF_UP, _WIDE)
    return rounded


def _fixed(value: Decimal, precision: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP, _WIDE):f}" if value < Decimal("1e21") else str(float(value))


def _exponential(value: Decimal, precision: int) -> str:
    rounded = _significant(value, precision + 1)
    exponent = _exponent(rounded)
    return f"{rounded.scaleb(-exponent).quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP, _WIDE):f}e{'-' if exponent < 0 else '+'}{abs(exponent)}"


def _rounded(value: Decimal, precision: int) -> str:
    if not value:
        return "0" if precision == 1 else "0." + "0" * (precision - 1)
    return f"{_significant(value, precision):f}"


def _general(value: Decimal, precision: int) -> str:
    rounded = _significant(value, precision)
    exponent = _exponent(rounded)
    if -7 < exponent < precision:
        return _rounded(value, precision)
    return _exponential(value, precision - 1)


def _si(value: Decimal, precision: int) -> tuple[str, str]:
    rounded = _significant(value, precision)
    exponent = max(-8, min(8, _exponent(rounded) // 3)) * 3
    return _rounded(value.scaleb(-exponent), precision) if value else _rounded(value, precision), _PREFIXES[8 + exponent // 3]


def _trimmed(digits: str) -> str:
    """Without zeros at the end of the fraction: 1.500e+3 becomes 1.5e+3."""
    return re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", digits).replace(".e", "e").removesuffix(".") if "." in digits else digits
