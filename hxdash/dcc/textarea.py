"""dcc.Textarea: several lines of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import LINE_ENDS, attributes, escape

_ATTRIBUTES = {
    "autoFocus": "autofocus", "cols": "cols", "disabled": "disabled", "form": "form", "maxLength": "maxlength", "minLength": "minlength",
    "name": "name", "placeholder": "placeholder", "readOnly": "readonly", "required": "required", "rows": "rows", "wrap": "wrap",
    "accessKey": "accesskey", "contentEditable": "contenteditable", "contextMenu": "contextmenu", "dir": "dir", "draggable": "draggable",
    "hidden": "hidden", "lang": "lang", "spellCheck": "spellcheck", "tabIndex": "tabindex", "title": "title",
}  # fmt: skip
_WORDS = ("contenteditable", "draggable", "spellcheck")  # here "true" and "false" are words
_COUNTERS = frozenset({"n_blur", "n_blur_timestamp", "n_clicks", "n_clicks_timestamp"})


class Textarea(Component):
    """Several lines of text; every key calls back.

    Args:
        value: str, lines separated by newline characters.
        n_blur, n_clicks: how often it was left, clicked; with their _timestamp in milliseconds since 1970.
        rows, cols: ints, size in characters.
        name, form: for a form of the author's; where a callback reads the field they are ours.
        placeholder, disabled, readOnly, required, maxLength, minLength, wrap, spellCheck ...: as in HTML.
        id, className, style: of the field.
        persistence, persisted_props, persistence_type: keep what the user typed.

    Source: dcc.Textarea of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = _COUNTERS | {"value"}
    counters: ClassVar[frozenset[str]] = _COUNTERS
    node_props: ClassVar[tuple[str, ...]] = ()
    wildcards: ClassVar[bool] = True
    attribute_of: ClassVar[Mapping[str, tuple[str, ...]]] = {prop: (name,) for prop, name in _ATTRIBUTES.items()}

    value: str | None = None
    autoFocus: str | None = None
    cols: int | str | None = None
    disabled: bool | str | None = None
    form: str | None = None
    maxLength: int | str | None = None
    minLength: int | str | None = None
    name: str | None = None
    placeholder: str | None = None
    readOnly: bool | str | None = None
    required: bool | str | None = None
    rows: int | str | None = None
    wrap: str | None = None
    accessKey: str | None = None
    contentEditable: bool | str | None = None
    contextMenu: str | None = None
    dir: str | None = None
    draggable: bool | str | None = None
    hidden: bool | str | None = None
    lang: str | None = None
    spellCheck: bool | str | None = None
    style: Mapping[str, Any] | None = None
    tabIndex: int | str | None = None
    title: str | None = None
    n_blur: int = 0
    n_blur_timestamp: int = -1
    n_clicks: int = 0
    n_clicks_timestamp: int = -1
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("value",)
    persistence_type: str | None = "local"
    id: Id | None = None

    def decode(self, prop: str, texts: list[str]) -> Any:
        if prop != "value":
            return super().decode(prop, texts)
        if len(texts) > 1:
            raise RequestRefused(400, "a field was sent twice")
        text = texts[0].replace("\r\n", "\n") if texts else ""  # forms post CRLF
        if self._is_too_long(text):
            raise RequestRefused(422, f"the text is longer than {self.maxLength} characters")
        return None if text == "" and self.value is None else text

    def _is_too_long(self, text: str) -> bool:
        """Whether nobody can have typed it; what the app itself gives may be as long as it likes."""
        most = str(self.maxLength if self.maxLength is not None else "")
        return most.isdigit() and len(text.encode("utf-16-le", "surrogatepass")) // 2 > int(most) and text != self.value  # as browsers count

    def own_class(self) -> str:
        return "dash-textarea"

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        for prop, name in _ATTRIBUTES.items():
            pairs[name] = self.prop(prop)
        for name in ("disabled", "readonly", "required", "autofocus", "hidden"):
            pairs[name] = bool(pairs[name]) or None
        for name in _WORDS:
            if isinstance(pairs[name], bool):
                pairs[name] = str(pairs[name]).lower()
        pairs.update({n: v for n, v in self.props.items() if n[:5] in ("data-", "aria-")})
        return pairs

    def _wiring(self, page: Page) -> dict[str, Any]:
        return page.wire(self, {"value": "input", "n_clicks": "click", "n_blur": "n_blur"})

    def markup(self, page: Page) -> str:
        pairs = {**self.outer(), **self._wiring(page)}
        text = escape(self.encode("value", self.value))
        return f"<textarea{attributes(pairs)}>{chr(10) if text[:1] in LINE_ENDS else ''}{text}</textarea>"

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        return super().swaps(changed - ({"name", "form"} & self._wiring(page).keys()), page)  # under ours it is sent
