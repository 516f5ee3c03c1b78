"""dcc.Input: one line of text, or a number."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import attributes

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_LINE_ENDS = re.compile(r"[\r\n]+")
Texts = list[str]  # inside the class, `list` is the name of a prop
Swaps = list[Swap]
_ATTRIBUTES = {
    "type": "type", "placeholder": "placeholder", "disabled": "disabled", "readOnly": "readonly", "required": "required",
    "autoComplete": "autocomplete", "autoFocus": "autofocus", "inputMode": "inputmode", "list": "list", "max": "max", "min": "min",
    "step": "step", "maxLength": "maxlength", "minLength": "minlength", "multiple": "multiple", "pattern": "pattern", "size": "size",
    "spellCheck": "spellcheck", "name": "name",
}  # fmt: skip


def parse_number(text: str) -> int | float | None:
    """A number as a browser posts it: int if it is whole, as in Dash, else float; None for empty text.

    Raises:
        RequestRefused: 422 for anything else.
    """
    text = text.strip()
    if not text:
        return None
    if len(text) > 400 or not _NUMBER.match(text):
        raise RequestRefused(422, f"{text[:40]!r} is not a number")
    if text.lstrip("+-").isdigit():
        return int(text)
    number = float(text)
    if number.is_integer() and abs(number) < 2**53:
        return int(number)
    return number if math.isfinite(number) else None


class Input(Component):
    """One line of text, or a number.

    Args:
        value: str; with type="number" int, float, or None where the field is empty or the number not allowed.
        type: "text", "number", "password", "email", "range", "search", "tel", "url" or "hidden".
        debounce: False: every key calls back; True: leaving the field or Enter does; a number: seconds without a key.
        placeholder: shown while it is empty.
        n_submit, n_blur: how often Enter was pressed, the field was left; with their _timestamp in milliseconds since 1970.
        disabled, readOnly, required: as in HTML.
        min, max, step: limits of a number; one outside them reaches callbacks as None.
        minLength, maxLength, pattern: limits of a text; a text outside them reaches callbacks as None.
        autoComplete, autoFocus, inputMode, list, multiple, size, spellCheck: as in HTML.
        name: for a form of the author's; where a callback reads the field it is ours.
        persistence, persisted_props, persistence_type: keep what the user typed.
        id, className, style: of the field.

    Source: dcc.Input of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset({"value", "n_submit", "n_submit_timestamp", "n_blur", "n_blur_timestamp"})
    counters: ClassVar[frozenset[str]] = browser_props - {"value"}
    needs: ClassVar[frozenset[str]] = frozenset({"type", "min", "max", "step", "minLength", "maxLength", "pattern"})
    node_props: ClassVar[tuple[str, ...]] = ()
    wildcards: ClassVar[bool] = True
    attribute_of: ClassVar[Mapping[str, tuple[str, ...]]] = {prop: (name,) for prop, name in _ATTRIBUTES.items() if prop != "type"}

    value: Any = None
    type: str = "text"
    debounce: bool | float = False
    placeholder: str | None = None
    n_submit: int = 0
    n_submit_timestamp: int = -1
    inputMode: str | None = None
    autoComplete: str | None = None
    readOnly: bool | str | None = None
    required: bool | str | None = None
    autoFocus: bool | str | None = None
    disabled: bool | str | None = None
    list: str | None = None
    multiple: bool | None = None
    spellCheck: bool | str | None = None
    name: str | None = None
    min: float | str | None = None
    max: float | str | None = None
    step: float | str | None = None
    minLength: int | str | None = None
    maxLength: int | str | None = None
    pattern: str | None = None
    selectionStart: str | None = None
    selectionEnd: str | None = None
    selectionDirection: str | None = None
    n_blur: int = 0
    n_blur_timestamp: int = -1
    size: int | str | None = None
    style: Mapping[str, Any] | None = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("value",)
    persistence_type: str | None = "local"
    id: Id | None = None

    def decode(self, prop: str, texts: Texts) -> Any:
        if prop != "value":
            return super().decode(prop, texts)
        if len(texts) > 1:
            raise RequestRefused(400, "a field was sent twice")
        text = texts[0] if texts else ""
        if text == _LINE_ENDS.sub("", self.encode("value", self.value)):  # a browser shows no line ends
            return _whole(self.value)  # nobody has typed: as the app gave it, text or number (K02)
        if self.type in ("number", "range"):
            number = parse_number(text)
            return number if number is not None and self._is_allowed(number) else None
        return text if text == "" or self._fits(text) else None

    def _is_allowed(self, number: float) -> bool:
        low, high = _limit(self.min), _limit(self.max)
        if (low is not None and number < low) or (high is not None and number > high):
            return False
        step = None if self.step == "any" else _limit(self.step)
        if not step:
            return True
        steps = (number - (low or 0)) / step
        return math.isclose(steps, round(steps), abs_tol=1e-9 * max(1.0, abs(steps)))

    def _fits(self, text: str) -> bool:
        if self.minLength is not None and len(text) < int(self.minLength):
            return False
        if self.maxLength is not None and len(text) > int(self.maxLength):
            return False
        return self.pattern is None or _full_match(self.pattern, text)

    def encode(self, prop: str, value: Any) -> str:
        return "" if value is None else str(value)

    def kind(self, prop: str) -> str:
        return "number" if prop == "value" and self.type in ("number", "range") else super().kind(prop)

    def own_class(self) -> str:
        return "dash-input-element"

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        own = self.props
        pairs["type"] = self.type
        for prop, name in _ATTRIBUTES.items():
            if prop in own:
                pairs[name] = own[prop]
        for name, value in own.items():
            if name[:5] in ("data-", "aria-"):
                pairs[name] = value
        for name in ("disabled", "readonly", "required", "autofocus"):
            if name in pairs:
                pairs[name] = bool(pairs[name]) or None
        if isinstance(pairs.get("spellcheck"), bool):
            pairs["spellcheck"] = str(pairs["spellcheck"]).lower()  # "true" and "false" are words here
        if self.type == "number" and pairs.get("step") is None:
            pairs["step"] = "any"
        return pairs

    def markup(self, page: Page) -> str:
        pairs = self.outer()
        pairs["value"] = self.encode("value", self.value) or None
        pairs.update(self._wiring(page))
        return f"<input{attributes(pairs)}>"

    def _wiring(self, page: Page) -> dict[str, Any]:
        return page.wire(self, {"value": self._event(), "n_submit": "n_submit", "n_blur": "n_blur"})

    def _event(self) -> str:
        if self.debounce is True:
            return "change"
        return f"input delay:{round(float(self.debounce) * 1000)}ms" if self.debounce else "input"

    def swaps(self, changed: frozenset[str], page: Page) -> Swaps:
        ours = {"name"} & self._wiring(page).keys()
        # limits first: a browser clamps a value to the limits that are there when it is set
        return sorted(super().swaps(changed - ours, page), key=lambda swap: swap.style == "value")


def _whole(value: Any) -> Any:
    """8.0 as 8: so it comes from a number field as well."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _limit(value: Any) -> float | None:
    try:
        return None if value is None or value == "" else float(value)
    except (TypeError, ValueError):
        return None


def _full_match(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:
        return True  # a pattern of JavaScript's that Python does not know: the browser alone judges
