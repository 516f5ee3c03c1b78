"""dcc.Slider: a number out of a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hxdash.dcc.handles import Handles, single
from hxdash.dcc.scale import Number, Scale
from hxdash.ids import Id


class Slider(Handles):
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

    def numbers(self, value: Any) -> list[Number]:
        return single(value)

    def read(self, numbers: list[Number], scale: Scale) -> Number:
        return numbers[0]
