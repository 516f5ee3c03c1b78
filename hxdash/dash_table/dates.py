"""Dates as a table of Dash has them: text of any precision, from the year to the fraction of a second."""

from __future__ import annotations

import datetime
import re
from typing import Any

_DATE = re.compile(
    r"\s*(-?\d{4}|\d{2})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ Tt]([01]?\d|2[0-3])(?::([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?(?:Z|z|[+-]\d{2}:?\d{2})?)?)?)?)?\s*\Z", re.A
)


def normal_date(value: Any, *, short_years: bool = False) -> str | None:
    """A date in its normal form, `YYYY-MM-DD HH:MM:SS.f` cut where it was cut; None for what is no date.

    Args:
        value: text.
        short_years: take a year of two digits, as one of the seventy before or thirty from now.

    Source: dash_table of Dash 4.4.1, datetime columns. A time zone is read and dropped.
    """
    found = _DATE.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = found.groups()
    if len(year) == 2:
        if not short_years:
            return None
        first = datetime.datetime.now(tz=datetime.UTC).year - 70
        year = str((int(year) + 2000 - first) % 100 + first)
    try:
        # 2000 and 1999 are a leap year and none: what counts is whether the day is in the month
        datetime.date(2000 if _is_leap(int(year)) else 1999, int(month or 1), int(day or 1))
    except ValueError:
        return None
    out = year
    if month:
        out += f"-{int(month):02}"
    if day:
        out += f"-{int(day):02}"
    if hour:
        out += f" {int(hour):02}"
    if minute:
        out += f":{minute}"
    if second:
        out += f":{second[:12]}"
    return out


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
