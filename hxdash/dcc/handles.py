"""What Slider and RangeSlider share: native range inputs on one track, with marks, tooltips and fields to type the numbers in."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.dcc.choices import readable
from hxdash.dcc.input import parse_number
from hxdash.dcc.scale import TOLERANCE, Mark, Number, Scale, decimals, label_text, number_text, read_marks
from hxdash.encoding import plain
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import classes, element, escape, style_text

MAX_DOTS = 100
UNTOUCHED = ""  # posted beside the numbers while nobody has moved a slider without value
FIELD_PARTS = ("min", "max")  # of what there are two fields for


class Handles(Component, abstract=True):
    """One handle or several on a track."""

    template_file: ClassVar[str] = "dcc/slider.html"
    browser_props: ClassVar[frozenset[str]] = frozenset({"value", "drag_value"})
    kinds: ClassVar[Mapping[str, str]] = {"value": "number", "drag_value": "number"}
    node_props: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[frozenset[str]] = frozenset(
        "min max step marks value disabled dots included reverse tooltip updatemode vertical verticalHeight allow_direct_input className".split()
    )

    if TYPE_CHECKING:  # each class has them in its own order
        min: float | None
        max: float | None
        step: float | None
        marks: Any
        value: Any
        drag_value: Any
        disabled: bool | None
        dots: bool | None
        included: bool | None
        reverse: bool | None
        tooltip: Mapping[str, Any] | None
        updatemode: str
        vertical: bool | None
        verticalHeight: float
        allow_direct_input: bool
        className: str | None
        id: Id | None

    # -- the wire ------------------------------------------------------------------------------------------------------

    @abstractmethod
    def numbers(self, value: Any) -> list[Number]:
        """A value as one number for each handle; empty if nobody has moved any."""

    @abstractmethod
    def read(self, numbers: list[Number], scale: Scale) -> Any:
        """The value of the numbers that were posted, each within the scale."""

    def field(self, prop: str) -> str:
        return "value"

    def decode(self, prop: str, texts: list[str]) -> Any:
        posted, scale = [text for text in texts if text != UNTOUCHED], Scale.of(self)
        drawn = self._drawn(self.value, scale)
        if len(posted) > len(drawn) or len(texts) - len(posted) > 1:
            raise RequestRefused(400, "a slider was sent twice")
        numbers = [number for text in posted if (number := parse_number(text)) is not None]
        if not numbers:
            return self.value
        if len(numbers) < len(drawn):
            raise RequestRefused(422, "a slider has more handles than that")
        if UNTOUCHED in texts and numbers == drawn:
            return self.value  # moved without a script, a handle would be elsewhere
        return self.read([scale.check(number) for number in numbers], scale)

    def encode(self, prop: str, value: Any) -> list[str]:
        numbers = self.numbers(value)
        return [number_text(number) for number in numbers] or [number_text(Scale.of(self).low), UNTOUCHED]

    def _drawn(self, value: Any, scale: Scale) -> list[Number]:
        """Where the handles are drawn."""
        return self.numbers(value) or [scale.low]

    # -- the page ------------------------------------------------------------------------------------------------------

    def own_class(self) -> str | None:
        looks = {"dash-slider-vertical": self.vertical, "dash-slider-reverse": self.reverse, "dash-slider-unfilled": self.included is False}
        return classes("dash-slider", "dash-slider-container", *(name for name, on in looks.items() if on))

    def outer(self) -> dict[str, Any]:
        return {**super().outer(), "style": style_text({"--height": f"{self.verticalHeight}px"}) if self.vertical else None}

    def track(self, drawn: list[Number], scale: Scale) -> dict[str, Any]:
        """The attributes of the element that holds the handles."""
        return {"class": "dash-slider-wrapper", "dir": "rtl" if self.reverse and not self.vertical else None}

    def handle_names(self, count: int) -> list[str]:
        """What a screen reader calls the handles."""
        return [readable(self.id) if self.id is not None else "Slider"]

    def variables(self, page: Page) -> dict[str, Any]:
        scale, marks = Scale.of(self), read_marks(self)
        drawn, name, is_unset = self._drawn(self.value, scale), page.name(self, "value"), not self.numbers(self.value)
        names = self.handle_names(len(drawn))
        moved = "input" if self.updatemode == "drag" else "change"
        has_fields = self.allow_direct_input and not self.vertical and scale.step is not None and len(drawn) <= len(FIELD_PARTS)
        parts = FIELD_PARTS[-len(drawn):] if has_fields else ()
        fields = {
            part: {**_field(scale, part), **self._limits(scale, number), "aria-label": f"{label}, number"}
            for part, number, label in zip(parts, drawn, names, strict=bool(has_fields))
        }
        return {
            "outer": {**self.outer(), **page.wire(self, {"value": moved, "drag_value": "input"}, "wrapper"), **page.script("slider")},
            "sheet": "",
            "track": self.track(drawn, scale),
            "ranges": [
                {"type": "range", **name, **self._limits(scale, number), "aria-label": label, "aria-valuetext": _spoken(marks, number, unset=is_unset)}
                for number, label in zip(drawn, names, strict=True)
            ],
            "untouched": {"type": "checkbox", **name, "value": UNTOUCHED, "checked": True, "hidden": True} if is_unset else None,
            "tooltip": page.safe("".join(self._tooltip(scale, number) for number in drawn)),
            "marks": page.safe("".join(mark.markup(scale) for mark in marks) + self._dots(scale)),
            "low_field": fields.get("min"),
            "field": fields.get("max"),
        }

    def _limits(self, scale: Scale, number: Number) -> dict[str, Any]:
        return {
            "min": number_text(scale.low),
            "max": number_text(scale.high),
            "step": "any" if scale.step is None else number_text(scale.step),
            "value": number_text(number),
            "disabled": bool(self.disabled),
        }

    def _tooltip(self, scale: Scale, number: Number) -> str:
        if self.tooltip is None:
            return ""
        template = self.tooltip.get("template") or "{value}"
        pairs = {
            "class": classes("dash-slider-tooltip", bool(self.tooltip.get("always_visible")) and "always-visible"),
            "style": ";".join(filter(None, [f"--at:{scale.place(number)}", style_text(self.tooltip.get("style"))])),
            "aria-hidden": "true",
            "data-placement": (self.tooltip.get("placement") or "top").lower(),
            "data-template": template if template != "{value}" else None,
        }
        return element("output", pairs, escape(template.replace("{value}", label_text(number))))

    def _dots(self, scale: Scale) -> str:
        step = scale.step
        if not self.dots or step is None or step <= 1 or (scale.high - scale.low) / step >= MAX_DOTS:
            return ""
        count = int((scale.high - scale.low) / step + TOLERANCE) + 1
        return "".join(element("i", {"class": "dash-slider-dot", "style": f"--at:{scale.place(scale.low + i * step)}"}) for i in range(count))

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if changed - {"value", "drag_value", "className"} or ("value" in changed and self.is_rebuilt()):
            out.append(Swap("outerMorph", self.markup(page)))
        elif "className" in changed:
            out.append(Swap("attrs", {"class": self.outer()["class"]}))
        if changed - {"drag_value", "className"}:
            # after the limits: a browser clamps a value to the limits that are there when it is set
            out.append(Swap("value", self.encode("value", self.value)))
        return out

    def is_rebuilt(self) -> bool:
        """Whether the markup that is on the page may lack something for the value that has just been set."""
        return not self.numbers(self.value)


def _spoken(marks: list[Mark], number: Number, *, unset: bool) -> str | None:
    """What is said instead of the number, where a mark has a text."""
    if unset:
        return None
    return next((mark.label for mark in marks if mark.position == number and mark.label != label_text(mark.position)), None)


def _field(scale: Scale, part: str) -> dict[str, Any]:
    """A field to type a number in, as wide as the longest number. It is not posted: the script moves the handle."""
    digits = decimals(scale.step or 1)
    chars = max(len(number_text(math.floor(end))) for end in (scale.low, scale.high)) + (min(digits + 1, 3) if digits else 0)
    return {"type": "number", "class": f"dash-range-slider-input dash-range-slider-{part}-input", "style": f"--chars:{chars}"}


def single(value: Any) -> list[Number]:
    """The number of a value that is one number or None."""
    number = plain(value)
    return [] if number is None else [number]
