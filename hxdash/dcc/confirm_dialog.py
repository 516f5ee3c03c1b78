"""dcc.ConfirmDialog and dcc.ConfirmDialogProvider: a question with OK and Cancel, in a <dialog>.

confirm.js makes it modal. Without JavaScript it is shown as a box, whose buttons send the page's form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import attributes, element

_COUNTERS = frozenset({"submit_n_clicks", "submit_n_clicks_timestamp", "cancel_n_clicks", "cancel_n_clicks_timestamp"})
_WORDS = {"cancel": "Cancel", "submit": "OK"}
_EVENTS = {"submit_n_clicks": "submit_n_clicks", "cancel_n_clicks": "cancel_n_clicks", "displayed": "displayed"}


class Confirm(Component, abstract=True):
    """What the two have in common."""

    browser_props: ClassVar[frozenset[str]] = _COUNTERS | {"displayed"}
    counters: ClassVar[frozenset[str]] = _COUNTERS
    kinds: ClassVar[Mapping[str, str]] = {"displayed": "dialog"}
    pressed: ClassVar[Mapping[str, Any]] = {"displayed": False}

    def decode(self, prop: str, texts: list[str]) -> Any:
        if prop != "displayed":
            return super().decode(prop, texts)
        if not texts:
            return self.props.get("displayed")
        if len(texts) > 1 or texts[0] not in ("true", "false", ""):
            raise RequestRefused(422, "a dialog is displayed or not")
        return {"true": True, "false": False, "": None}[texts[0]]

    def encode(self, prop: str, value: Any) -> str:
        return {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""

    def _wiring(self, page: Page) -> dict[str, Any]:
        """The attributes of the element that counts the answers."""
        return {**page.wire(self, _EVENTS, "count"), "data-confirm": True, **page.script("confirm")}

    def _dialog(self, page: Page, outer: Mapping[str, Any]) -> str:
        base = page.part(self, "") or page.name(self, "displayed")["name"]
        name = page.name(self, "displayed")
        field = {"type": "hidden", **name, "value": self.encode("displayed", self.prop("displayed")), "autocomplete": "off"}
        hidden = f"<input{attributes(field)}>" if "form" in name else ""
        text = self.prop("message")
        message = element("p", {"id": f"{base}.message", "class": "dash-confirm-message"}, page.node(None if text is None else str(text)))
        buttons = "".join(self._button(page, answer, outer.get("id") or base) for answer in ("cancel", "submit"))
        shown = bool(self.prop("displayed"))  # `open` is not for a script: a morph leaves it as it is
        pairs = {**outer, "id": outer.get("id") or base, "class": "dash-confirm", "role": "alertdialog", "aria-labelledby": f"{base}.message", "open": shown, "data-open": shown}
        return element("dialog", pairs, page.sheet("confirm") + hidden + message + element("div", {"class": "dash-confirm-buttons"}, buttons))

    def _button(self, page: Page, answer: str, dialog: str) -> str:
        """OK or Cancel. Without JavaScript it sends the form if its presses are counted, else it closes the dialog."""
        name = page.name(self, f"{answer}_n_clicks")
        pairs: dict[str, Any] = {"type": "button", "commandfor": dialog, "command": "close"}
        if any("form" in page.name(self, prop) for prop in (f"{answer}_n_clicks", f"{answer}_n_clicks_timestamp", "displayed")):
            count = self.props.get(f"{answer}_n_clicks")
            pairs = {"type": "submit", "form": "hx", "name": "n" + name["name"][1:], "value": "" if count is None else count}
        look = "dash-button hx-primary" if answer == "submit" else "dash-button"
        return element("button", {**pairs, "class": look, "data-answer": answer}, _WORDS[answer])

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if "children" in changed:
            out.append(Swap("innerMorph", page.node(self.prop("children")), ".child"))
        if "message" in changed:
            text = self.prop("message")
            out.append(Swap("innerMorph", page.node(None if text is None else str(text)), ".message"))
        if counts := {p: self.prop(p) for p in sorted(changed & self.counters)}:
            out.append(Swap("count", counts))
        if "displayed" in changed:
            out.append(Swap("dialog", bool(self.prop("displayed"))))
        return out


class ConfirmDialog(Confirm):
    """A question with OK and Cancel; a callback shows it. Escape is Cancel.

    Args:
        id: string or dict.
        message: str, the question; lines are kept.
        submit_n_clicks, cancel_n_clicks: ints, how often each was pressed; with their _timestamp in milliseconds since 1970.
        displayed: True shows it; it is False again when it has been answered.

    Source: dcc.ConfirmDialog of Dash 4.4.1.
    """

    node_props: ClassVar[tuple[str, ...]] = ()

    id: Id | None = None
    message: str | None = None
    submit_n_clicks: int = 0
    submit_n_clicks_timestamp: int = -1
    cancel_n_clicks: int = 0
    cancel_n_clicks_timestamp: int = -1
    displayed: bool | None = None

    def markup(self, page: Page) -> str:
        return self._dialog(page, {"id": page.part(self, ""), **self._wiring(page)})


class ConfirmDialogProvider(Confirm):
    """Asks before a click on what it holds: OK counts `submit_n_clicks`; the click itself reaches nobody.

    Args:
        children: usually a button.
        id: string or dict.
        message: str, the question; lines are kept.
        submit_n_clicks, cancel_n_clicks: ints, how often each was pressed; with their _timestamp in milliseconds since 1970.
        displayed: True shows it; it is False again when it has been answered.

    Source: dcc.ConfirmDialogProvider of Dash 4.4.1.
    """

    children: Any = None
    id: Id | None = None
    message: str | None = None
    submit_n_clicks: int = 0
    submit_n_clicks_timestamp: int = -1
    cancel_n_clicks: int = 0
    cancel_n_clicks_timestamp: int = -1
    displayed: bool | None = None

    def markup(self, page: Page) -> str:
        dialog = page.part(self, ".dialog") or page.name(self, "displayed")["name"] + ".dialog"
        opens = attributes({"commandfor": dialog, "command": "show-modal"})  # that is how it works without JavaScript
        child = re.sub(r"\A<button\b", lambda found: found[0] + opens, page.node(self.children))
        inner = element("span", {"id": page.part(self, ".child"), "class": "dash-confirm-child"}, child)
        around = {"id": page.part(self, ""), "class": "dash-confirm-provider", **self._wiring(page)}
        return element("div", around, inner + self._dialog(page, {"id": dialog}))
