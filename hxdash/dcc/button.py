"""dcc.Button: html.Button with the look of the other controls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.ids import Id
from hxdash.markup import element, safe_url

_ATTRIBUTES = {
    "autoFocus": "autofocus", "disabled": "disabled", "form": "form", "formAction": "formaction", "formEncType": "formenctype",
    "formMethod": "formmethod", "formNoValidate": "formnovalidate", "formTarget": "formtarget", "name": "name", "value": "value",
    "accessKey": "accesskey", "contentEditable": "contenteditable", "dir": "dir", "draggable": "draggable", "hidden": "hidden",
    "lang": "lang", "role": "role", "spellCheck": "spellcheck", "tabIndex": "tabindex", "title": "title", "type": "type",
}  # fmt: skip
_BOOLEANS = ("autofocus", "disabled", "formnovalidate", "hidden")
_WORDS = ("contenteditable", "draggable", "spellcheck")  # here "true" and "false" are words
_COUNTERS = frozenset({"n_blur", "n_blur_timestamp", "n_clicks", "n_clicks_timestamp"})


class Button(Component):
    """A button. Where a callback counts its clicks it works without JavaScript too.

    Args:
        children: text, number, component, or a list of these.
        n_clicks, n_blur: how often it was clicked, left; with their _timestamp in milliseconds since 1970.
        type: "button", "submit" or "reset".
        disabled, form, formAction, formMethod, autoFocus, title, tabIndex ...: as in HTML.
        name, value, form: for a form of the author's; where clicks are counted they are ours.
        id, className, style: of the button.
        persistence, persisted_props, persistence_type: keep its counters.

    Source: dcc.Button of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = _COUNTERS
    counters: ClassVar[frozenset[str]] = _COUNTERS
    wildcards: ClassVar[bool] = True
    needs: ClassVar[frozenset[str]] = frozenset({"className"})
    attribute_of: ClassVar[Mapping[str, tuple[str, ...]]] = {prop: (name,) for prop, name in _ATTRIBUTES.items()}

    children: Any = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = None
    persistence_type: str | None = None
    id: Id | None = None
    type: str | None = "button"
    autoFocus: bool | None = None
    disabled: bool | None = None
    form: str | None = None
    formAction: str | None = None
    formEncType: str | None = None
    formMethod: str | None = None
    formNoValidate: bool | None = None
    formTarget: str | None = None
    name: str | None = None
    value: Any = None
    accessKey: str | None = None
    contentEditable: bool | None = None
    dir: str | None = None
    draggable: bool | None = None
    hidden: bool | None = None
    lang: str | None = None
    role: str | None = None
    spellCheck: bool | None = None
    style: Mapping[str, Any] | None = None
    tabIndex: int | None = None
    title: str | None = None
    n_blur: int = 0
    n_blur_timestamp: int = -1
    n_clicks: int = 0
    n_clicks_timestamp: int = -1

    def own_class(self) -> str:
        return "dash-button"

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        for prop, name in _ATTRIBUTES.items():
            pairs[name] = self.prop(prop)
        for name in _BOOLEANS:
            pairs[name] = bool(pairs[name])
        for name in _WORDS:
            if isinstance(pairs[name], bool):
                pairs[name] = str(pairs[name]).lower()
        if pairs["formaction"] is not None:
            pairs["formaction"] = safe_url(str(pairs["formaction"]))
        pairs.update({n: v for n, v in self.props.items() if n[:5] in ("data-", "aria-")})
        return pairs

    def _wiring(self, page: Page) -> dict[str, Any]:
        return page.wire(self, {"n_clicks": "click", "n_blur": "n_blur"}, "button")

    def markup(self, page: Page) -> str:
        pairs, wiring = self.outer(), self._wiring(page)
        if "name" in wiring and pairs["type"] in (None, "button"):
            pairs["type"] = "submit"  # to the page's own form, which is there without JavaScript only
        return element("button", {**pairs, **wiring}, page.node(self.children))

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        ours = {"name", "value", "form", "type"} if "name" in self._wiring(page) else set()
        return super().swaps(changed - ours, page)
