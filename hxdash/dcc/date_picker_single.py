"""dcc.DatePickerSingle: one day, typed or picked from a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.dcc.choices import readable
from hxdash.dcc.date_pickers import DatePicker
from hxdash.ids import Id


class DatePickerSingle(DatePicker):
    """One day, typed or picked from a calendar. Arrow keys move in it by days and weeks, Page keys by months (with Shift by years).

    Args:
        date: ISO text, date or datetime; None: none. It comes back as given until it is changed, then as "YYYY-MM-DD".
        min_date_allowed, max_date_allowed: the first and last day that can be chosen.
        disabled_days: list of days between them that cannot.
        placeholder: shown while there is no date.
        initial_visible_month: a day in the month that opens first; unless given: that of the date, else of the first day allowed.
        clearable: offer to take the date away.
        reopen_calendar_on_clear: open the calendar then.
        display_format: how the date is shown and typed, in moment.js's letters; an ISO date is always understood.
        month_format: the same for the heading of a month.
        first_day_of_week: 0 is Sunday, 6 is Saturday.
        show_outside_days: show the days of the months before and after, where there is room.
        stay_open_on_select: leave the calendar open after a choice.
        calendar_orientation: several months stand side by side ("horizontal") or one below the other ("vertical").
        number_of_months_shown: at the same time.
        with_portal, with_full_screen_portal: the calendar comes in the middle of the screen, or fills it.
        day_size: px of a day in the calendar.
        is_RTL: days go from right to left.
        disabled: it cannot be changed.
        id, className, style: of the whole.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.DatePickerSingle of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset({"date"})
    kinds: ClassVar[Mapping[str, str]] = {"date": "date"}
    date_props: ClassVar[tuple[str, ...]] = ("date",)
    needs: ClassVar[frozenset[str]] = DatePicker.needs | {"date"}

    date: Any = None
    min_date_allowed: Any = None
    max_date_allowed: Any = None
    disabled_days: Any = None
    placeholder: str = "Select Date"
    initial_visible_month: Any = None
    clearable: bool = False
    reopen_calendar_on_clear: bool = False
    display_format: str | None = None
    month_format: str | None = None
    first_day_of_week: int = 0
    show_outside_days: bool = True
    stay_open_on_select: bool = False
    calendar_orientation: str = "horizontal"
    number_of_months_shown: int | None = None
    with_portal: bool = False
    with_full_screen_portal: bool = False
    day_size: float = 34
    is_RTL: bool = False
    disabled: bool = False
    style: Mapping[str, Any] | None = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("date",)
    persistence_type: str | None = "local"
    id: Id | None = None

    def names(self) -> list[tuple[str, str | None, str]]:
        return [(self.placeholder or "", None, readable(self.id) if self.id is not None else "Date")]
