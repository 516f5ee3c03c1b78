"""dcc.Geolocation: where the reader's device is. Only a page that shows one from the start may ask (Permissions-Policy)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.encoding import dumps, loads
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import attributes

_PARTS = ("position", "position_error", "local_date", "timestamp")
MAX_LENGTH = 2000  # characters of a value
_NUMBERS = frozenset({"lat", "lon", "accuracy", "alt", "alt_accuracy", "heading", "speed"})


class Geolocation(Component):
    """Where the reader's device is. The browser asks the reader; it needs JavaScript and https (or this machine).

    Args:
        id: string or dict.
        position: {"lat", "lon" in degrees, "accuracy" in m, and where known "alt", "alt_accuracy" in m, "heading" in degrees, "speed" in m/s}.
        position_error: {"code": 1 denied, 2 unknown or 3 too late, "message"}, or None.
        timestamp: number, milliseconds since 1970 of the position.
        local_date: str, the same as the reader writes it.
        update_now: True asks once more.
        high_accuracy: True: as exact as can be, if slower.
        maximum_age: ms that a position may be old.
        timeout: ms to wait; None: no end.
        show_alert: errors are shown as an alert.

    Source: dcc.Geolocation of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset(_PARTS)
    kinds: ClassVar[Mapping[str, str]] = dict.fromkeys(_PARTS, "json")
    node_props: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[frozenset[str]] = frozenset({"high_accuracy", "maximum_age", "timeout", "show_alert"})

    id: Id | None = None
    local_date: str | None = None
    timestamp: float | None = None
    position: dict[str, Any] | None = None
    position_error: dict[str, Any] | None = None
    show_alert: bool = False
    update_now: bool = False
    high_accuracy: bool = False
    maximum_age: float = 0
    timeout: float | None = None

    def decode(self, prop: str, texts: list[str]) -> Any:
        if not texts:
            return self.props.get(prop)
        if len(texts) > 1 or len(texts[0]) > MAX_LENGTH:
            raise RequestRefused(422, f"{prop} is too much")
        try:
            value = loads(texts[0])
        except ValueError:
            raise RequestRefused(422, f"{prop} is no JSON") from None
        if value is not None and not _FITS[prop](value):
            raise RequestRefused(422, f"this is no {prop} of a device")
        return value

    def encode(self, prop: str, value: Any) -> str:
        return dumps(value)

    def _rules(self) -> dict[str, Any]:
        """What the script goes by."""
        limits = {"data-age": self.maximum_age, "data-timeout": self.timeout}
        finite = {name: str(v) if isinstance(v, (int, float)) and math.isfinite(v) else None for name, v in limits.items()}
        flags = {"data-exact": self.high_accuracy, "data-alert": self.show_alert}
        return {**finite, **{name: "" if on else None for name, on in flags.items()}}

    def markup(self, page: Page) -> str:
        fields = []
        for part in _PARTS:
            name = page.name(self, part)
            if "form" in name:
                pairs = {"type": "hidden", "id": page.part(self, f".{part}"), **name, "value": dumps(self.prop(part)), "data-part": part, "autocomplete": "off"}
                fields.append(f"<input{attributes(pairs)}>")
        wiring = page.wire(self, {part: part for part in _PARTS}, "count")
        pairs = {"id": page.part(self, ""), "hidden": True, **wiring, **page.script("geolocation"), "data-geolocation": True, **self._rules()}
        return f"<span{attributes(pairs)}>{''.join(fields)}</span>"

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = [Swap("value", self.encode(part, self.prop(part)), f".{part}") for part in _PARTS if part in changed]
        if changed - {*_PARTS, "update_now"}:
            out.append(Swap("attrs", self._rules()))
        if "update_now" in changed and self.update_now:
            out.append(Swap("locate", True))
        return out


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_position(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= _NUMBERS and {"lat", "lon"} <= value.keys() and all(v is None or _is_number(v) for v in value.values())


def _is_error(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"code", "message"} and _is_number(value["code"]) and isinstance(value["message"], str)


_FITS = {"position": _is_position, "position_error": _is_error, "local_date": lambda v: isinstance(v, str), "timestamp": _is_number}
