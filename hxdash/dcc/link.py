"""dcc.Link: a link within the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page
from hxdash.ids import Id
from hxdash.markup import element, safe_url


class Link(Component):
    """A link within the app. On a page with a dcc.Location it changes the address without loading the page anew; else, and with
    Ctrl, another target or without JavaScript, it is a plain link.

    Args:
        children: what stands there; by default the address.
        href: str, where it leads; an address that is a script is left out.
        target: "_blank", "_self" ...: in which window.
        refresh: True: always load the page anew.
        title: str, shown on hover.
        id, className, style: of the link; aria-* and data-* too.
        loading_state: has no effect.

    Source: dcc.Link of Dash 4.4.1.
    """

    required_props: ClassVar[tuple[str, ...]] = ("href",)
    needs: ClassVar[frozenset[str]] = frozenset({"className"})
    wildcards: ClassVar[bool] = True  # not in Dash; a navigation needs aria-current
    attribute_of: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "target": ("target",), "title": ("title",), "refresh": ("data-refresh",), "loading_state": (),
    }  # fmt: skip

    children: Any = None
    href: str | None = None
    target: str | None = None
    refresh: bool = False
    title: str | None = None
    className: str | None = None
    style: Mapping[str, Any] | None = None
    id: Id | None = None
    loading_state: Any = None

    def outer(self) -> dict[str, Any]:
        href = safe_url(str(self.href)) if self.href is not None else None
        own = {name: value for name, value in self.props.items() if name[:5] in ("data-", "aria-")}
        return {**super().outer(), "href": href, "target": self.target, "title": self.title, "hx-link": True, "data-refresh": bool(self.refresh)} | own

    def markup(self, page: Page) -> str:
        # Its script is that of dcc.Location: without one on the page it is a plain link.
        return element("a", self.outer(), page.node(self.href if self.children is None else self.children))
