"""dcc.Clipboard: a button that copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.ids import Id, id_text
from hxdash.markup import element

_ICON = (
    '<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" '
    'aria-hidden="true">{}</svg>'
)
_COPY = _ICON.format('<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M3.5 10.5h-.5a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1h6.5a1 1 0 0 1 1 1v.5"/>')
_DONE = _ICON.format('<path d="m3 8.5 3.5 3.5L13 4.5"/>')


class Clipboard(Component):
    """A button that copies a text, or what is in another component. It needs JavaScript and https (or this machine).

    Where a callback reads n_clicks it copies when that has answered: so what is copied can be made on the click.

    Args:
        children: what stands on the button; by default an icon.
        copied_children: shown for a second when it has been copied; by default a check mark.
        target_id: id of the component of which the value, or the text, is copied.
        content: str, the text to copy if there is no target.
        html_content: str, the same as HTML, for programs that take it.
        n_clicks: int, how often it was clicked.
        title: str, shown on hover; the name of the button.
        id, className, style: of the button.

    Source: dcc.Clipboard of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset({"n_clicks"})
    counters: ClassVar[frozenset[str]] = frozenset({"n_clicks"})
    node_props: ClassVar[tuple[str, ...]] = ("children", "copied_children")
    in_place: ClassVar[frozenset[str]] = frozenset()
    needs: ClassVar[frozenset[str]] = frozenset({"className"})
    attribute_of: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "target_id": ("data-target",), "content": ("data-content",), "html_content": ("data-html",),
    }  # fmt: skip

    children: Any = None
    id: Id | None = None
    copied_children: Any = None
    target_id: Id | None = None
    content: str | None = None
    n_clicks: int = 0
    html_content: str | None = None
    title: str | None = None
    style: Mapping[str, Any] | None = None
    className: str | None = None

    def own_class(self) -> str:
        return "dash-clipboard"

    def outer(self) -> dict[str, Any]:
        texts = {"data-content": self.content, "data-html": self.html_content}
        target = id_text(self.target_id) if self.target_id is not None else None
        return {**super().outer(), "data-target": target, **{n: None if v is None else str(v) for n, v in texts.items()}}

    def _names(self) -> dict[str, Any]:
        return {"title": self.title, "aria-label": self.title or ("Copy" if self.children is None else None)}

    def _face(self, page: Page) -> str:
        return _COPY if self.children is None else page.node(self.children)

    def _copied(self, page: Page) -> str:
        return _DONE if self.copied_children is None else page.node(self.copied_children)

    def markup(self, page: Page) -> str:
        pairs = {**self.outer(), **page.wire(self, {"n_clicks": "click"}, "count"), **page.script("clipboard")}
        face = element("span", {"id": page.part(self, ".face"), "class": "dash-clipboard-face"}, self._face(page))
        copied = element("span", {"id": page.part(self, ".copied"), "class": "dash-clipboard-copied"}, self._copied(page))
        button = {"type": "button", "id": page.part(self, ".button"), "class": "dash-clipboard-button", **self._names()}
        status = element("span", {"class": "dash-clipboard-status", "role": "status"})
        return element("span", pairs, page.sheet("clipboard") + element("button", button, face + copied) + status)

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if "children" in changed:
            out.append(Swap("innerMorph", self._face(page), ".face"))
        if "copied_children" in changed:
            out.append(Swap("innerMorph", self._copied(page), ".copied"))
        if changed & {"title", "children"}:
            out.append(Swap("attrs", self._names(), ".button"))
        return out + super().swaps(changed - {"children", "copied_children", "title"}, page)
