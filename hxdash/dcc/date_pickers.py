"""What DatePickerSingle and DatePickerRange share: native date inputs, a field to type in, and a calendar.

The native inputs are what is posted, always as YYYY-MM-DD; without JavaScript (and on a touch screen, where they are better than any
calendar) they are what is seen. A script shows the other field and the calendar in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.dcc.choices import readable
from hxdash.dcc.dates import DISPLAY, day_text, display, read_day
from hxdash.encoding import plain
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import classes, style_text

_SAMPLE = date(2026, 9, 30)  # Wednesday, September 30th: as wide as a day gets


class DatePicker(Component, abstract=True):
    """One date or two."""

    template_file: ClassVar[str] = "dcc/datepicker.html"
    node_props: ClassVar[tuple[str, ...]] = ()
    date_props: ClassVar[tuple[str, ...]] = ()
    months_shown: ClassVar[int] = 1
    needs: ClassVar[frozenset[str]] = frozenset(
        "min_date_allowed max_date_allowed disabled_days placeholder initial_visible_month clearable reopen_calendar_on_clear display_format month_format "
        "first_day_of_week show_outside_days stay_open_on_select calendar_orientation number_of_months_shown with_portal with_full_screen_portal day_size "
        "is_RTL disabled style className".split()
    )

    if TYPE_CHECKING:  # each class has them in its own order
        min_date_allowed: Any
        max_date_allowed: Any
        disabled_days: Any
        initial_visible_month: Any
        clearable: bool
        reopen_calendar_on_clear: bool
        display_format: str | None
        month_format: str | None
        first_day_of_week: int
        show_outside_days: bool
        stay_open_on_select: bool
        calendar_orientation: str
        number_of_months_shown: int | None
        with_portal: bool
        with_full_screen_portal: bool
        day_size: float
        is_RTL: bool
        disabled: bool
        style: Mapping[str, Any] | None
        className: str | None
        id: Id | None

    # -- the wire ------------------------------------------------------------------------------------------------------

    def decode(self, prop: str, texts: list[str]) -> Any:
        if len(texts) > 1:
            raise RequestRefused(400, "a field was sent twice")
        given = plain(self.prop(prop))
        if not texts or texts[0] == day_text(given):
            return given  # nobody has changed it, so it keeps its time of day
        day = read_day(texts[0])
        if texts[0] and (day is None or texts[0] != day.isoformat()):
            raise RequestRefused(422, f"{texts[0][:80]!r} is no date (YYYY-MM-DD)")
        if day is not None and not self.is_allowed(day):
            raise RequestRefused(422, f"{texts[0]} cannot be chosen")
        return texts[0] or None

    def is_allowed(self, day: date) -> bool:
        """Whether a day can be chosen."""
        low, high = read_day(self.min_date_allowed), read_day(self.max_date_allowed)
        if (low is not None and day < low) or (high is not None and day > high):
            return False
        return day.isoformat() not in self._disabled()

    def _disabled(self) -> list[str]:
        return [text for value in plain(self.disabled_days) or () if (text := day_text(value))]

    def encode(self, prop: str, value: Any) -> str:
        return day_text(value)

    # -- the page ------------------------------------------------------------------------------------------------------

    def own_class(self) -> str | None:
        return classes(
            "dash-datepicker",
            self.with_full_screen_portal and "dash-datepicker-fullscreen",
            self.with_portal and not self.with_full_screen_portal and "dash-datepicker-portal",
            self.calendar_orientation == "vertical" and "dash-datepicker-upright",
        )

    def outer(self) -> dict[str, Any]:
        size = style_text({"--day-size": f"{self.day_size}px"}) if self.day_size != type(self).day_size else None
        pairs = {**super().outer(), "style": ";".join(filter(None, (size, style_text(self.style)))) or None}
        name = {"role": "group", "aria-label": readable(self.id)} if self.id is not None else {}
        return {**pairs, **name, "dir": "rtl" if self.is_RTL else None}

    def settings(self) -> dict[str, Any]:
        """What the script must know, where it is not as always."""
        months = self.number_of_months_shown or self.months_shown
        return {
            "data-format": self.display_format if self.display_format and self.display_format != DISPLAY else None,
            "data-month-format": self.month_format,
            "data-disabled": " ".join(self._disabled()) or None,
            "data-visible": day_text(self.initial_visible_month) or None,
            "data-week": self.first_day_of_week or None,
            "data-months": int(months) if months > 1 else None,
            "data-outside": bool(self.show_outside_days),
            "data-stays": bool(self.stay_open_on_select),
            "data-reopens": bool(self.reopen_calendar_on_clear),
        }

    def is_plain(self) -> bool:
        """Whether native inputs are as good."""
        return not (self.disabled_days or self.display_format)

    def names(self) -> list[tuple[str, str | None, str]]:
        """For each date what stands in its empty field, the id of that field, and what a screen reader calls it."""
        raise NotImplementedError

    def variables(self, page: Page) -> dict[str, Any]:
        sheet, content, disabled = page.sheet("datepicker"), page.part(self, ".calendar") or page.name(self, "calendar")["name"], bool(self.disabled)
        fields = [self._field(page, prop, *names) for prop, names in zip(self.date_props, self.names(), strict=True)]
        opens = {"type": "button", "class": "dash-datepicker-open", "aria-label": "Open calendar", "popovertarget": content, "disabled": disabled}
        clears = {"type": "button", "class": "dash-datepicker-clear", "aria-label": "Clear", "disabled": disabled}
        calendar = {"id": content, "class": "dash-datepicker-content", "popover": True, "role": "dialog", "aria-label": "Calendar", **page.keep()}
        return {
            "outer": {**self.outer(), **self.settings(), "data-plain": self.is_plain(), **page.script("datepicker")},
            "sheet": page.safe(sheet),
            "fields": fields,
            "opens": opens,
            "clears": clears if self.clearable else None,
            "calendar": calendar,
        }

    def _field(self, page: Page, prop: str, placeholder: str, id: str | None, label: str) -> dict[str, dict[str, Any]]:
        """The native input of a date, and the one to type it in as it is displayed."""
        native = {
            "type": "date",
            "id": page.part(self, f".{prop}"),
            "class": "dash-datepicker-native",
            "style": "--chars:13",
            **page.wire(self, {prop: "change"}),
            "min": day_text(self.min_date_allowed) or None,
            "max": day_text(self.max_date_allowed) or None,
            "value": day_text(self.prop(prop)) or None,
            "autocomplete": "off",
            "disabled": bool(self.disabled),
            "aria-label": label,
        }
        text = {
            "type": "text",
            "id": id or page.part(self, f".{prop}.text"),
            "class": f"dash-datepicker-input dash-datepicker-{'start' if prop == 'start_date' else 'end'}-date",
            "value": display(self.prop(prop), self.display_format) or None,
            "placeholder": placeholder or " ",  # by it the look knows that it is empty
            "style": f"--chars:{max(len(display(_SAMPLE, self.display_format)), len(placeholder))}",
            "autocomplete": "off",
            "disabled": bool(self.disabled),
            "aria-label": label,
        }
        return {"native": native, "text": text}

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out, dates = [], changed & set(self.date_props)
        names = {"className": "class", "style": "style"}
        if others := changed - dates - names.keys():
            out.append(Swap("outerMorph", self.markup(page)))
        elif names.keys() & changed:
            now = self.outer()
            out.append(Swap("attrs", {name: now[name] for prop, name in sorted(names.items()) if prop in changed}))
        # also where nothing but a rule has changed: it makes the script draw what is open anew
        out += [Swap("value", self.encode(p, self.prop(p)), f".{p}") for p in self.date_props if others or p in dates]
        return out
