"""dcc.DatePickerRange: two days and what is between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.dcc.date_pickers import DatePicker
from hxdash.dcc.dates import read_day
from hxdash.encoding import plain
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id


class DatePickerRange(DatePicker):
    """Two days and what is between them, typed or picked from a calendar, in either order. A new start takes the end away.

    Args:
        start_date, end_date: ISO text, date or datetime; None: none. They come back as given until changed, then as "YYYY-MM-DD".
        minimum_nights: least number of nights between the two; 0: both may be the same day.
        updatemode: "singledate": each choice calls back; "bothdates": only a range that is complete, or was taken away, does.
        start_date_placeholder_text, end_date_placeholder_text: shown while there is no date.
        start_date_id, end_date_id: ids of the two fields.
        min_date_allowed, max_date_allowed, disabled_days, initial_visible_month, clearable, reopen_calendar_on_clear, display_format, month_format,
            first_day_of_week, show_outside_days, stay_open_on_select, calendar_orientation, number_of_months_shown, with_portal,
            with_full_screen_portal, day_size, is_RTL, disabled: as for DatePickerSingle.
        placeholder: accepted; the two fields have their own.
        id, className, style: of the whole.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.DatePickerRange of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset({"start_date", "end_date"})
    together: ClassVar[frozenset[str]] = browser_props
    kinds: ClassVar[Mapping[str, str]] = {"start_date": "date", "end_date": "date"}
    date_props: ClassVar[tuple[str, ...]] = ("start_date", "end_date")
    months_shown: ClassVar[int] = 2
    needs: ClassVar[frozenset[str]] = DatePicker.needs | {
        "start_date", "end_date", "minimum_nights", "updatemode", "start_date_placeholder_text", "end_date_placeholder_text", "start_date_id", "end_date_id",
    }  # fmt: skip

    start_date: Any = None
    end_date: Any = None
    minimum_nights: int | None = None
    updatemode: str = "singledate"
    start_date_placeholder_text: str = "Start Date"
    end_date_placeholder_text: str = "End Date"
    start_date_id: str | None = None
    end_date_id: str | None = None
    id: Id | None = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("start_date", "end_date")
    persistence_type: str | None = "local"
    disabled: bool = False
    style: Mapping[str, Any] | None = None
    min_date_allowed: Any = None
    max_date_allowed: Any = None
    disabled_days: Any = None
    placeholder: str | None = None
    initial_visible_month: Any = None
    clearable: bool = False
    reopen_calendar_on_clear: bool = False
    display_format: str | None = None
    month_format: str | None = None
    first_day_of_week: int = 0
    show_outside_days: bool = False
    stay_open_on_select: bool = False
    calendar_orientation: str = "horizontal"
    number_of_months_shown: int | None = None
    with_portal: bool = False
    with_full_screen_portal: bool = False
    day_size: float = 34
    is_RTL: bool = False

    def agree(self, values: dict[str, Any]) -> dict[str, Any]:
        given = {prop: plain(self.prop(prop)) for prop in values}
        if values == given:
            return given
        start, end = (read_day(values.get(prop)) for prop in self.date_props)
        if self.updatemode == "bothdates" and len(values) == 2 and (start is None) is not (end is None):
            return given  # without a script half a range can be sent; it does not count yet
        if start is None or end is None:
            return values
        if abs((end - start).days) < (self.minimum_nights or 0):
            raise RequestRefused(422, f"there must be at least {self.minimum_nights} nights between the two dates")
        return values if start <= end else dict(zip(self.date_props, reversed([values[p] for p in self.date_props]), strict=True))

    def settings(self) -> dict[str, Any]:
        return {**super().settings(), "data-nights": self.minimum_nights or None, "data-both": self.updatemode == "bothdates"}

    def is_plain(self) -> bool:
        return super().is_plain() and not self.minimum_nights and self.updatemode != "bothdates"

    def names(self) -> list[tuple[str, str | None, str]]:
        start, end = self.start_date_placeholder_text, self.end_date_placeholder_text
        return [(start or "", self.start_date_id, start or "Start Date"), (end or "", self.end_date_id, end or "End Date")]
