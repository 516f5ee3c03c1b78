"""dcc.Slider: a number out of a range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.dcc.choices import readable
from hxdash.dcc.input import parse_number
from hxdash.encoding import plain
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import classes, element, escape, style_text

WIDTH = 330  # px, the width that Dash assumes while it does not know it
MAX_MARKS = 500
MAX_DOTS = 100
UNTOUCHED = ""  # posted beside the number while nobody has moved a slider without value
_PREFIXES = "yzafpnµm kMGTPEZY"
_TOLERANCE = 1e-6  # of a step, for sums of decimal fractions
Number = int | float


class Slider(Component):
    """A number out of a range. Arrow keys move it by one step.

    Args:
        min, max: int or float, the ends; unless given: those of the marks, or 0 and 1.
        step: distance of two values. None: only the marks can be chosen. Unless given: 1 between whole ends, else about a hundredth.
        marks: dict of position to text or {"label", "style"}; None: no marks; unless given: about as many as fit.
        value: int or float (a number without decimal point comes back as int). None until the user moves it, if none is given.
        drag_value: the number while it is moved.
        disabled: it cannot be moved.
        dots: a dot at every step (of more than 1, up to 100 of them).
        included: fill the track up to the handle.
        reverse: the low end is at the right, or at the top.
        tooltip: {"always_visible", "placement", "template", "style"}; {value} in the template stands for the number.
        updatemode: "mouseup": value changes when the handle is let go; "drag": while it moves.
        vertical, verticalHeight: stand upright, px high.
        allow_direct_input: a field to type the number in; not if vertical or if step is None.
        id, className: of the whole.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.Slider of Dash 4.4.1.
    """

    template_file: ClassVar[str] = "dcc/slider.html"
    browser_props: ClassVar[frozenset[str]] = frozenset({"value", "drag_value"})
    node_props: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[frozenset[str]] = frozenset(
        "min max step marks value disabled dots included reverse tooltip updatemode vertical verticalHeight allow_direct_input className".split()
    )

    min: float | None = None
    max: float | None = None
    step: float | None = None
    marks: Any = None
    value: float | None = None
    drag_value: float | None = None
    disabled: bool | None = None
    dots: bool | None = None
    included: bool | None = None
    reverse: bool | None = None
    tooltip: Mapping[str, Any] | None = None
    updatemode: str = "mouseup"
    vertical: bool | None = None
    verticalHeight: float = 400
    allow_direct_input: bool = True
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("value",)
    persistence_type: str | None = "local"
    id: Id | None = None

    # -- the wire ------------------------------------------------------------------------------------------------------

    def field(self, prop: str) -> str:
        return "value"

    def decode(self, prop: str, texts: list[str]) -> Any:
        numbers = [text for text in texts if text != UNTOUCHED]
        if len(numbers) > 1 or len(texts) > 2:
            raise RequestRefused(400, "a slider was sent twice")
        number = parse_number(numbers[0]) if numbers else None
        if number is None:
            return self.value
        scale = Scale.of(self)
        if UNTOUCHED in texts and number == scale.low:
            return None  # moved without a script, it would be elsewhere
        return scale.check(number)

    def encode(self, prop: str, value: Any) -> list[str]:
        value = plain(value)
        return [number_text(Scale.of(self).low), UNTOUCHED] if value is None else [number_text(value)]

    # -- the page ------------------------------------------------------------------------------------------------------

    def own_class(self) -> str | None:
        looks = {"dash-slider-vertical": self.vertical, "dash-slider-reverse": self.reverse, "dash-slider-unfilled": self.included is False}
        return classes("dash-slider", "dash-slider-container", *(name for name, on in looks.items() if on))

    def outer(self) -> dict[str, Any]:
        return {**super().outer(), "style": f"--height:{self.verticalHeight}px" if self.vertical else None}

    def variables(self, page: Page) -> dict[str, Any]:
        scale, value, marks = Scale.of(self), plain(self.value), read_marks(self)
        name = page.name(self, "value")
        moved = "input" if self.updatemode == "drag" else "change"
        label = readable(self.id) if self.id is not None else "Slider"
        limits = {
            "min": number_text(scale.low),
            "max": number_text(scale.high),
            "step": "any" if scale.step is None else number_text(scale.step),
            "value": number_text(scale.low if value is None else value),
            "disabled": bool(self.disabled),
        }
        spoken = next((mark.label for mark in marks if mark.position == value and mark.label != label_text(mark.position)), None)
        has_field = self.allow_direct_input and not self.vertical and scale.step is not None
        return {
            "outer": {**self.outer(), **page.wire(self, {"value": moved, "drag_value": "input"}, "wrapper"), **page.script("slider")},
            "track": {"class": "dash-slider-wrapper", "dir": "rtl" if self.reverse and not self.vertical else None},
            "range": {"type": "range", **name, **limits, "aria-label": label, "aria-valuetext": spoken},
            "untouched": {"type": "checkbox", **name, "value": UNTOUCHED, "checked": True, "hidden": True} if value is None else None,
            "tooltip": page.safe(self._tooltip(scale, value)),
            "marks": page.safe("".join(mark.markup(scale) for mark in marks) + self._dots(scale)),
            "field": {**_field(scale), **limits, "aria-label": f"{label}, number"} if has_field else None,
        }

    def _tooltip(self, scale: Scale, value: Number | None) -> str:
        if self.tooltip is None:
            return ""
        value = scale.low if value is None else value
        template = self.tooltip.get("template") or "{value}"
        pairs = {
            "class": classes("dash-slider-tooltip", bool(self.tooltip.get("always_visible")) and "always-visible"),
            "style": ";".join(filter(None, [f"--at:{scale.place(value)}", style_text(self.tooltip.get("style"))])),
            "aria-hidden": "true",
            "data-placement": (self.tooltip.get("placement") or "top").lower(),
            "data-template": template if template != "{value}" else None,
        }
        return element("output", pairs, escape(template.replace("{value}", label_text(value))))

    def _dots(self, scale: Scale) -> str:
        step = scale.step
        if not self.dots or step is None or step <= 1 or (scale.high - scale.low) / step >= MAX_DOTS:
            return ""
        count = int((scale.high - scale.low) / step + _TOLERANCE) + 1
        return "".join(element("i", {"class": "dash-slider-dot", "style": f"--at:{scale.place(scale.low + i * step)}"}) for i in range(count))

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if changed - {"value", "drag_value", "className"} or ("value" in changed and self.value is None):
            out.append(Swap("outerMorph", self.markup(page)))
        elif "className" in changed:
            out.append(Swap("attrs", {"class": self.outer()["class"]}))
        if changed - {"drag_value", "className"}:
            # after the limits: a browser clamps a value to the limits that are there when it is set
            out.append(Swap("value", self.encode("value", self.value)))
        return out


def _field(scale: Scale) -> dict[str, Any]:
    """The field to type the number in, as wide as the longest number. It is not posted: the script moves the handle."""
    decimals = _decimals(scale.step or 1)
    chars = max(len(number_text(math.floor(end))) for end in (scale.low, scale.high)) + (min(decimals + 1, 3) if decimals else 0)
    return {"type": "number", "class": "dash-range-slider-input dash-range-slider-max-input", "style": f"--chars:{chars}"}


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
    def of(cls, slider: Slider) -> Scale:
        """The scale of a slider, with what is not given made up as in Dash."""
        marks = [mark.position for mark in given_marks(slider.marks)]
        low, high = plain(slider.min), plain(slider.max)
        bottom = (min(marks) if marks else 0) if low is None else low
        top = (max(marks) if marks else 1) if high is None else high
        inside = tuple(p for p in marks if bottom <= p <= top)
        step = plain(slider.step)
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
        if abs(steps - round(steps)) > _TOLERANCE:
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


def read_marks(slider: Slider) -> list[Mark]:
    """The marks to draw: the author's between the ends, or made-up ones."""
    if "marks" in slider.props and slider.marks is None:
        return []
    scale = Scale.of(slider)
    inside = [mark for mark in given_marks(slider.marks) if scale.low <= mark.position <= scale.high]
    return inside or auto_marks(scale.low, scale.high, abs(plain(slider.step) or 1))


def auto_marks(low: Number, high: Number, step: Number) -> list[Mark]:
    """As many marks as fit, on steps, at round distances, and one at each end.

    Args:
        low, high: the ends.
        step: distance of two values.

    Source: utils/computeSliderMarkers.ts of Dash 4.4.1, at a width of 330 px.
    """
    places = [low]
    gap, digits = _gap(low, high, step), max(_decimals(low), _decimals(step))
    while gap and (place := low + len(places) * gap) < high - _TOLERANCE * gap:
        places.append(round(place, digits))
    if len(places) > 2 and high - places[-2] <= gap * 1.5 + _TOLERANCE * gap:
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


def _decimals(number: Number) -> int:
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
