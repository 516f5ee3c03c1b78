"""Days: how authors and browsers write them, and moment.js's formats in which DatePickers show them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hxdash.encoding import plain

DISPLAY = "YYYY-MM-DD"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TOKENS = re.compile(r"\[([^\]]*)\]|YYYY|YY|Q|MMMM|MMM|Mo|MM|M|DDDD|DDD|Do|DD|D|dddd|ddd|dd|d")
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()


def read_day(value: Any) -> date | None:
    """The day of a date, datetime or ISO text; None for anything else."""
    text = plain(value)
    if not isinstance(text, str) or not (found := _DAY.match(text)):
        return None
    try:
        return date.fromisoformat(found[0])
    except ValueError:
        return None


def day_text(value: Any) -> str:
    """A day as YYYY-MM-DD; "" for None."""
    day = read_day(value)
    return day.isoformat() if day else ""


def display(value: Any, form: str | None) -> str:
    """A day as people read it; "" for None.

    Args:
        value: date, datetime or ISO text.
        form: moment.js's letters: YYYY YY Q MMMM MMM MM M Mo DDDD DDD DD D Do dddd ddd dd d, and [text].

    Source: https://momentjs.com/docs/#/displaying/format/, which Dash refers to; static/dcc/datepicker.js does the same.
    """
    day = read_day(value)
    return _TOKENS.sub(lambda token: token[1] if token[1] is not None else _word(day, token[0]), form or DISPLAY) if day else ""


def _word(day: date, token: str) -> str:
    month, weekday, of_year = _MONTHS[day.month - 1], _DAYS[day.isoweekday() % 7], day.timetuple().tm_yday
    return {
        "YYYY": f"{day.year:04}", "YY": f"{day.year % 100:02}", "Q": str((day.month + 2) // 3),
        "MMMM": month, "MMM": month[:3], "MM": f"{day.month:02}", "M": str(day.month), "Mo": _ordinal(day.month),
        "DDDD": f"{of_year:03}", "DDD": str(of_year), "DD": f"{day.day:02}", "D": str(day.day), "Do": _ordinal(day.day),
        "dddd": weekday, "ddd": weekday[:3], "dd": weekday[:2], "d": str(day.isoweekday() % 7),
    }[token]  # fmt: skip


def _ordinal(number: int) -> str:
    return f"{number}{'th' if number % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
