"""Ready number formats for columns: money and percentage."""

from __future__ import annotations

from hxdash.dash_table.Format import Format, Group, Scheme, Sign, Symbol


def money(decimals: int, sign: str = Sign.default) -> Format:
    """Dollars with thousands separated: money(2) writes $1,234.50."""
    return Format(group=Group.yes, precision=decimals, scheme=Scheme.fixed, sign=sign, symbol=Symbol.yes)


def percentage(decimals: int, rounded: bool = False) -> Format:
    """Per cent: percentage(1) writes 0.123 as 12.3%; `rounded` counts significant digits instead of decimals."""
    if not isinstance(rounded, bool):
        raise TypeError("expected rounded to be a boolean")
    return Format(scheme=Scheme.percentage_rounded if rounded else Scheme.percentage, precision=decimals)
