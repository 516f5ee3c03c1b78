"""The scale of Slider and RangeSlider: which numbers there are between the ends, and which marks are drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hxdash.component import Component
from hxdash.encoding import plain
from hxdash.exceptions import RequestRefused
from hxdash.markup import element, escape, style_text

WIDTH = 330  # px, the width that Dash assumes while it does not know it
MAX_MARKS = 500
_PREFIXES = "yzafpnµm kMGTPEZY"
TOLERANCE = 1e-6  # of a step, for sums of decimal fractions
Number = int | float


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark.

    Args:
        position: in units of the value.
        label: text.
        style: camelCase CSS of the label.
    """

    position: Number
    label: str
    style: Mapping[str, Any] | None = None

    def markup(self, scale: Scale) -> str:
        style = ";".join(filter(None, [f"--at:{scale.place(self.position)}", style_text(self.style)]))
        pairs = {"class": "dash-slider-mark", "data-value": number_text(self.position), "style": style}
        return element("span", pairs, escape(self.label))


@dataclass(frozen=True, slots=True)
class Scale:
    """What numbers a slider can have.

    Args:
        low, high: the ends.
        step: distance of two numbers, from the low end on; None if only `positions` can be chosen.
        positions: of the marks between the ends.
    """

    low: Number
    high: Number
    step: Number | None
    positions: tuple[Number, ...]

    @classmethod
    def of(cls, slider: Component) -> Scale:
        """The scale of a slider, with what is not given made up as in Dash."""
        marks = [mark.position for mark in given_marks(slider.prop("marks"))]
        low, high = plain(slider.prop("min")), plain(slider.prop("max"))
        bottom = (min(marks) if marks else 0) if low is None else low
        top = (max(marks) if marks else 1) if high is None else high
        inside = tuple(p for p in marks if bottom <= p <= top)
        step = plain(slider.prop("step"))
        if step:
            step = abs(step)
        elif "step" in slider.props and step is None:
            step = None if inside else 1
        else:
            step = 1 if low is None or high is None or (_is_whole(low) and _is_whole(high)) else nice_step((top - bottom) / 100)
        return cls(bottom, max(bottom, top), step, inside)

    def check(self, number: Number) -> Number:
        """The number, or the mark nearest to it if only marks can be chosen (without a script the browser does not keep to them).

        Raises:
            RequestRefused: 422 for a number beyond the ends or between two steps.
        """
        if not self.low <= number <= self.high:
            raise RequestRefused(422, "a number beyond the ends of its slider")
        if self.step is None:
            return min(self.positions, key=lambda position: abs(position - number))
        steps = (number - self.low) / self.step
        if abs(steps - round(steps)) > TOLERANCE:
            raise RequestRefused(422, "a number between two steps of its slider")
        return number

    def place(self, number: Number) -> str:
        """Where a number stands between the ends, from 0 to 1, as CSS has it."""
        at = (number - self.low) / (self.high - self.low) if self.high > self.low else 0
        return f"{min(max(at, 0), 1):.5f}".rstrip("0").rstrip(".")


def given_marks(given: Any) -> list[Mark]:
    """The author's marks in the order of their positions; too many count as none, as in Dash."""
    if not isinstance(given, Mapping) or len(given) > MAX_MARKS:
        return []
    marks = []
    for key, mark in given.items():
        position = _tidy(float(key))
        label = mark.get("label") if isinstance(mark, Mapping) else mark
        style = mark.get("style") if isinstance(mark, Mapping) else None
        marks.append(Mark(position, label_text(position) if label is None or label == "" else str(plain(label)), style))
    return sorted(marks, key=lambda mark: mark.position)


def read_marks(slider: Component) -> list[Mark]:
    """The marks to draw: the author's between the ends, or made-up ones."""
    if "marks" in slider.props and slider.prop("marks") is None:
        return []
    scale = Scale.of(slider)
    inside = [mark for mark in given_marks(slider.prop("marks")) if scale.low <= mark.position <= scale.high]
    return inside or auto_marks(scale.low, scale.high, abs(plain(slider.prop("step")) or 1))


def auto_marks(low: Number, high: Number, step: Number) -> list[Mark]:
    """As many marks as fit, on steps, at round distances, and one at each end.

    Args:
        low, high: the ends.
        step: distance of two values.

    Source: utils/computeSliderMarkers.ts of Dash 4.4.1, at a width of 330 px.
    """
    places = [low]
    gap, digits = _gap(low, high, step), max(decimals(low), decimals(step))
    while gap and (place := low + len(places) * gap) < high - TOLERANCE * gap:
        places.append(round(place, digits))
    if len(places) > 2 and high - places[-2] <= gap * 1.5 + TOLERANCE * gap:
        places.pop()  # it would touch the label at the end
    return [Mark(_tidy(place), mark_text(_tidy(place), low, high)) for place in ([*places, high] if high > low else places)]


def _gap(low: Number, high: Number, step: Number) -> Number:
    """The distance of two made-up marks; 0 if only the ends have room."""
    room = 10 * max(len(mark_text(low, low, high)), len(mark_text(high, low, high))) + 20
    count = min(max(WIDTH // room + 1, 3), 50)
    wanted = (high - low) / (count - 1) / step
    if wanted <= 0:
        return 0
    power = 10.0 ** math.floor(math.log10(wanted))
    limits = ((1.5, 1), (2.25, 2), (3.5, 2.5), (5, 5))
    factor = next((nice for limit, nice in limits if wanted / power <= limit), 10)
    return _tidy(math.floor(max(1, factor * power) + 0.5) * step)


def nice_step(wanted: float) -> Number:
    """1, 2 or 5 times a power of ten, whichever is nearest."""
    if wanted <= 0:
        return 1
    power = math.floor(math.log10(wanted))
    return _tidy(min((float(f"{digit}e{power}") for digit in (1, 2, 5)), key=lambda step: abs(step - wanted)))


def mark_text(number: Number, low: Number, high: Number) -> str:
    """A made-up label: the number, or with a prefix (k, M, µ ...) if it is very large or small."""
    if number == 0 or 0.001 < abs(number) < 10_000:
        return label_text(number)
    power = math.floor(math.log10((abs(low) + abs(high)) / 2 or abs(number)) / 3)
    power = min(max(power, -8), 8)
    return f"{number / 10.0 ** (3 * power):,.0f}{_PREFIXES[power + 8].strip()}"


def label_text(number: Number) -> str:
    """A number as JavaScript writes it: 3.0 is 3."""
    return number_text(_tidy(number))


def number_text(number: Number) -> str:
    """A number as a number field takes it."""
    return str(number)


def _tidy(number: Number) -> Number:
    return int(number) if _is_whole(number) else number


def _is_whole(number: Number) -> bool:
    return isinstance(number, int) or number.is_integer()


def decimals(number: Number) -> int:
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
