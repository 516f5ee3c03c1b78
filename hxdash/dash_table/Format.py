"""Number formats for columns, as Dash spells them: Format(precision=2, scheme=Scheme.fixed).symbol(Symbol.yes)."""

from __future__ import annotations

from typing import Any, NamedTuple


class _Align(NamedTuple):
    default: str = ""
    left: str = "<"
    right: str = ">"
    center: str = "^"
    right_sign: str = "="


class _Choice(NamedTuple):
    no: str
    yes: str


class _Prefix(NamedTuple):
    yocto: float | None = 10**-24
    zepto: float | None = 10**-21
    atto: float | None = 10**-18
    femto: float | None = 10**-15
    pico: float | None = 10**-12
    nano: float | None = 10**-9
    micro: float | None = 10**-6
    milli: float | None = 10**-3
    none: float | None = None
    kilo: float | None = 10**3
    mega: float | None = 10**6
    giga: float | None = 10**9
    tera: float | None = 10**12
    peta: float | None = 10**15
    exa: float | None = 10**18
    zetta: float | None = 10**21
    yotta: float | None = 10**24


class _Scheme(NamedTuple):
    default: str = ""
    decimal: str = "r"
    decimal_integer: str = "d"
    decimal_or_exponent: str = "g"
    decimal_si_prefix: str = "s"
    exponent: str = "e"
    fixed: str = "f"
    percentage: str = "%"
    percentage_rounded: str = "p"
    binary: str = "b"
    octal: str = "o"
    lower_case_hex: str = "x"
    upper_case_hex: str = "X"
    unicode: str = "c"


class _Sign(NamedTuple):
    default: str = ""
    negative: str = "-"
    positive: str = "+"
    parantheses: str = "("
    space: str = " "


class _Symbol(NamedTuple):
    no: str = ""
    yes: str = "$"
    binary: str = "#b"
    octal: str = "#o"
    hex: str = "#x"


Align, Prefix, Scheme, Sign, Symbol = _Align(), _Prefix(), _Scheme(), _Sign(), _Symbol()
Group, Padding, Trim = _Choice("", ","), _Choice("", "0"), _Choice("", "~")
_ORDER = ("align", "sign", "symbol", "padding", "width", "group", "precision", "trim", "type")


class Format:
    """A number format. Every method can also be given as an argument: Format(precision=2, group=True).

    Each returns the format itself. TypeError or ValueError for a value that is none of those allowed.

    Source: dash_table.Format of Dash 4.4.1.
    """

    def __init__(self, **settings: Any) -> None:
        self._parts: dict[str, str] = {}
        self._locale: dict[str, Any] = {}
        self._fill, self._nully, self._prefix = "", "", None
        known = [name for name in dir(Format) if name[0] != "_" and name != "to_plotly_json"]
        for name, value in settings.items():
            if name not in known:
                raise TypeError(f"{name} is not a format method. Expected one of {known}")
            getattr(self, name)(value)

    def _set(self, name: str, value: Any, allowed: tuple[Any, ...]) -> Format:
        if value not in allowed:
            raise TypeError(f"expected {name} to be one of {list(allowed)}, not {value!r}")
        self._parts[name] = value
        return self

    def _flag(self, name: str, value: Any, choice: _Choice) -> Format:
        return self._set(name, choice[value] if isinstance(value, bool) else value, choice)

    def align(self, value: str) -> Format:
        """Where the text stands in its width: one of Align."""
        return self._set("align", value, Align)

    def fill(self, value: str) -> Format:
        """The character that fills the width up."""
        self._fill = _character(value)
        return self

    def group(self, value: str | bool) -> Format:
        """Separate thousands: True, or one of Group."""
        return self._flag("group", value, Group)

    def padding(self, value: str | bool) -> Format:
        """Fill the width up with zeros: True, or one of Padding."""
        return self._flag("padding", value, Padding)

    def padding_width(self, value: int | None) -> Format:
        """The least width in characters."""
        self._parts["width"] = "" if value is None else str(_count(value))
        return self

    def precision(self, value: int | None) -> Format:
        """Digits: after the point with fixed and percentage, in all with most others."""
        self._parts["precision"] = "" if value is None else f".{_count(value)}"
        return self

    def scheme(self, value: str) -> Format:
        """How a number is written: one of Scheme."""
        return self._set("type", value, Scheme)

    def sign(self, value: str) -> Format:
        """How signs are written: one of Sign."""
        return self._set("sign", value, Sign)

    def symbol(self, value: str) -> Format:
        """Whether the currency stands there: one of Symbol."""
        return self._set("symbol", value, Symbol)

    def trim(self, value: str | bool) -> Format:
        """Leave out zeros at the end: True, or one of Trim."""
        return self._flag("trim", value, Trim)

    def symbol_prefix(self, value: str) -> Format:
        """The currency's text before the number."""
        self._locale.setdefault("symbol", ["", ""])[0] = _text(value)
        return self

    def symbol_suffix(self, value: str) -> Format:
        """The currency's text after the number."""
        self._locale.setdefault("symbol", ["", ""])[1] = _text(value)
        return self

    def decimal_delimiter(self, value: str) -> Format:
        """The decimal point."""
        self._locale["decimal"] = _character(value)
        return self

    def group_delimiter(self, value: str) -> Format:
        """What stands between thousands."""
        self._locale["group"] = _character(value)
        return self

    def groups(self, groups: int | list[int]) -> Format:
        """How many digits are in each group, from the right."""
        sizes = groups if isinstance(groups, list) else [groups]
        if not sizes or not all(isinstance(size, int) and size > 0 for size in sizes):
            raise ValueError(f"expected groups to be whole numbers above 0, not {groups!r}")
        self._locale["grouping"] = sizes
        return self

    def nully(self, value: Any) -> Format:
        """What is shown for None; a number is formatted."""
        self._nully = value
        return self

    def si_prefix(self, value: float | None) -> Format:
        """Write numbers in these units: one of Prefix."""
        if value not in Prefix:
            raise TypeError(f"expected si_prefix to be one of {list(Prefix)}, not {value!r}")
        self._prefix = value  # type: ignore[assignment]
        return self

    def to_plotly_json(self) -> dict[str, Any]:
        """The format as a column's `format`: {"locale", "nully", "prefix", "specifier"}."""
        text = "".join(self._parts.get(name, "") for name in _ORDER)
        fill = self._fill if self._parts.get("align") else ""
        return {"locale": dict(self._locale), "nully": self._nully, "prefix": self._prefix, "specifier": fill + text}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected value to be a string, not {value!r}")
    return value


def _character(value: Any) -> str:
    if len(_text(value)) != 1:
        raise ValueError(f"expected value to be a string of length one, not {value!r}")
    return str(value)


def _count(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"expected value to be an integer, not {value!r}")
    if value < 0:
        raise ValueError(f"expected value to be non-negative, not {value!r}")
    return value
