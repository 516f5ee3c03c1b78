"""dcc.Location: the address of the page, for callbacks to read and to change.

The server knows the address from the first request on, all but its hash; location.js keeps the fields in step with the browser's
address from then on, and says which parts of it changed.
"""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit, urlunsplit

from hxdash.component import Component, Page, Swap
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import attributes, safe_url

PARTS = ("pathname", "search", "hash", "href")
MAX_LENGTH = 20_000  # characters of an address


class Location(Component):
    """The address of the page.

    Any path of the app shows the page if its layout has a Location. What a first callback sets (and without JavaScript any, unless
    refresh=False) is a redirect.

    Args:
        id: required.
        pathname: str, "/my/path", percent-encoded as the browser shows it.
        search: str, "?year=2020", or "".
        hash: str, "#here", or "". The server learns of it only when the page is there.
        href: str, the whole address; callbacks may set a relative one.
        refresh: what a callback that sets one of these does: True: it loads the page at the new address; False: only the address
            changes; "callback-nav": so do the other parts, for the callbacks that read them.

    Source: dcc.Location of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset(PARTS)
    node_props: ClassVar[tuple[str, ...]] = ()
    required_props: ClassVar[tuple[str, ...]] = ("id",)
    needs: ClassVar[frozenset[str]] = frozenset({"refresh"})

    id: Id | None = None
    pathname: str | None = None
    search: str | None = None
    hash: str | None = None
    href: str | None = None
    refresh: bool | str = True

    def kind(self, prop: str) -> str:
        return f"address {self.refresh}" if prop in PARTS else ""

    def decode(self, prop: str, texts: list[str]) -> Any:
        if not texts:
            return self.props.get(prop)
        if len(texts) > 1:
            raise RequestRefused(400, "a field was sent twice")
        text = texts[0]
        starts = {"pathname": ("/",), "search": ("?",), "hash": ("#",), "href": ("http://", "https://")}[prop]
        if len(text) > MAX_LENGTH or not text.isprintable() or (text and not text.startswith(starts)):
            raise RequestRefused(422, f"this is no {prop} of an address")
        return text or (None if prop in ("pathname", "href") else "")

    def markup(self, page: Page) -> str:
        fields = []
        for part in PARTS:
            name = page.name(self, part)
            if "form" in name:
                pairs = {"type": "hidden", **name, "value": str(self.prop(part) or ""), "data-part": part, "autocomplete": "off"}
                fields.append(f"<input{attributes(pairs)}>")
        wiring = page.wire(self, {part: part for part in PARTS}, "count")
        pairs = {**super().outer(), "hidden": True, **wiring, **page.script("location"), "data-location": True}
        return f"<span{attributes(pairs)}>{''.join(fields)}</span>"

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        parts = {part: self._safe(part) for part in PARTS if part in changed}
        return [Swap("location", {**parts, "refresh": self.refresh})] if parts else []

    def _safe(self, part: str) -> str:
        value = str(self.prop(part) or "")
        return (safe_url(value) or "") if part == "href" else value


def parts_of(url: str) -> dict[str, str]:
    """An absolute URL as Location's props."""
    at = urlsplit(url)
    search, hash = f"?{at.query}" if at.query else "", f"#{at.fragment}" if at.fragment else ""
    return {"pathname": at.path or "/", "search": search, "hash": hash, "href": url}


def moved(url: str, changes: dict[str, Any]) -> str | None:
    """The address that one becomes by changes of Location's props; None if it stays or may not be gone to.

    Args:
        url: absolute.
        changes: prop to value.
    """
    if changes.get("href"):
        new = urljoin(url, str(changes["href"])) if safe_url(str(changes["href"])) else ""
    else:
        at = urlsplit(url)
        path, query, fragment = (
            str(changes[name] or "").removeprefix(mark) if name in changes else old
            for name, mark, old in (("pathname", "", at.path), ("search", "?", at.query), ("hash", "#", at.fragment))
        )
        new = urlunsplit((at.scheme, at.netloc, path if path.startswith("/") else f"/{path}", query, fragment))
    return new if new.startswith(("http://", "https://")) and new.partition("#")[0] != url.partition("#")[0] else None
