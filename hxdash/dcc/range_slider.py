"""dcc.RangeSlider: several numbers out of a range, most often its two ends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Page
from hxdash.dcc.choices import readable
from hxdash.dcc.handles import Handles
from hxdash.dcc.scale import TOLERANCE, Number, Scale, decimals, number_text
from hxdash.encoding import plain
from hxdash.ids import Id
from hxdash.markup import classes


class RangeSlider(Handles):
    """Several numbers out of a range, in ascending order. Arrow keys move the handle that has the focus by one step.

    Args:
        min, max, step, marks: as for Slider.
        value: list of int or float, one for each handle. None until the user moves the one handle, if none is given.
        drag_value: the numbers while a handle is moved.
        allowCross: False: a handle stops at the next one. Else it passes, and the numbers stay in order.
        pushable: a handle pushes the others before it; a number is the least distance of two, True stands for one step.
        count: accepted; there are as many handles as numbers in `value`.
        disabled, dots, reverse, tooltip, updatemode, vertical, verticalHeight: as for Slider.
        included: fill the track between the outermost handles.
        allow_direct_input: fields to type the numbers in, for up to two handles; not if vertical or if step is None.
        id, className: of the whole.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.RangeSlider of Dash 4.4.1.
    """

    kinds: ClassVar[Mapping[str, str]] = {"value": "numbers", "drag_value": "numbers"}
    needs: ClassVar[frozenset[str]] = Handles.needs | {"allowCross", "pushable"}

    min: float | None = None
    max: float | None = None
    step: float | None = None
    marks: Any = None
    value: Any = None
    drag_value: Any = None
    allowCross: bool | None = None
    pushable: float | bool | None = None
    disabled: bool | None = None
    count: float | None = None
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

    def numbers(self, value: Any) -> list[Number]:
        return [] if value is None else list(plain(value))

    def read(self, numbers: list[Number], scale: Scale) -> list[Number]:
        given = self.numbers(self.value)
        return given if numbers == given else self._spread(sorted(numbers), scale)

    def _distance(self, scale: Scale) -> Number:
        """The least distance of two handles: 0 if they do not push each other."""
        if not self.pushable or scale.step is None:
            return 0
        wanted = scale.step if self.pushable is True else plain(self.pushable)
        return max(0, math.ceil(wanted / scale.step - TOLERANCE)) * scale.step

    def _spread(self, numbers: list[Number], scale: Scale) -> list[Number]:
        """The numbers with the least distance between them, as near to the given ones as the ends allow."""
        distance, digits = self._distance(scale), max(decimals(scale.low), decimals(scale.step or 1))
        if not distance or (len(numbers) - 1) * distance > scale.high - scale.low:
            return numbers
        for i in range(1, len(numbers)):
            numbers[i] = max(numbers[i], round(numbers[i - 1] + distance, digits))
        limit = scale.high
        for i in reversed(range(len(numbers))):
            numbers[i] = min(numbers[i], limit)
            limit = round(numbers[i] - distance, digits)
        return [int(n) if float(n).is_integer() else n for n in numbers]

    # -- the page ------------------------------------------------------------------------------------------------------

    def own_class(self) -> str | None:
        return classes(super().own_class(), "dash-rangeslider")

    def outer(self) -> dict[str, Any]:
        name = {"role": "group", "aria-label": readable(self.id)} if self.id is not None else {}
        return {**super().outer(), **name}

    def track(self, drawn: list[Number], scale: Scale) -> dict[str, Any]:
        ends = f"--from:{scale.place(min(drawn)) if len(drawn) > 1 else 0};--to:{scale.place(max(drawn))}"
        distance = self._distance(scale)
        rules = {"data-push": number_text(distance) if distance else None, "data-cross": "no" if self.allowCross is False else None}
        return {**super().track(drawn, scale), "style": ends, **rules}

    def handle_names(self, count: int) -> list[str]:
        return ["Value"] if count == 1 else ["Minimum", "Maximum"] if count == 2 else [f"Value {i} of {count}" for i in range(1, count + 1)]

    def variables(self, page: Page) -> dict[str, Any]:
        return {**super().variables(page), "sheet": page.safe(page.sheet("range_slider"))}

    def is_rebuilt(self) -> bool:
        return True  # the page may have another number of handles
