"""What static/persistence.js does: a browser that keeps what is set in components with persistence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from hxdash.persistence import LIMIT, LONGEST, Entries, read_entries, write_entries
from hxdash.testing.document import STYLES, Document
from hxdash.testing.events import sent_values
from hxdash.testing.tree import Node


@dataclass
class Storage:
    """What a browser keeps beyond a page.

    Args:
        origin: of the app.
        cookies: its cookies.
        texts: localStorage and sessionStorage, by name.
    """

    origin: str
    cookies: httpx.Cookies
    texts: dict[str, str] = field(default_factory=dict)


class Keeper:
    """Keeps what is set on one page.

    Args:
        storage: of the browser.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._memory: Entries = {}
        self._kept: dict[str, list[str]] = {}

    @property
    def headers(self) -> dict[str, str]:
        """What every request says of that which is only on the page."""
        return {"HX-Persist": write_entries(self._memory)} if self._memory else {}

    def arrive(self, document: Document, *, whole: bool) -> list[Node]:
        """Look at what came with a page or an answer.

        Returns:
            Fields in which something was put back.
        """
        came = [n for n in document.nodes() if n.tag == "i" and "/persistence." in n.get("hx-script")]
        document.remove(came)
        new = [n for n in document.nodes() if "hx-persist" in n.attributes and "hx-kept" not in n.attributes] if came or whole else []
        for node in new:
            node.attributes["hx-kept"] = ""
        return [one for node in new for one in self._look(document, node)]

    def keep(self, document: Document, node: Node) -> None:
        """Keep what a component has now."""
        for mark in _marks(document, node):
            self._keep(mark)

    def _look(self, document: Document, node: Node) -> Iterator[Node]:
        for mark in _marks(document, node):
            old = self._kept.get(mark.name) or json.loads(self._storage.texts.get(mark.name, "[]"))
            if mark.is_news:
                self._keep(mark)
            elif mark.key not in self._seen(mark) and old and old[0] == mark.values[0] and old != mark.values:
                STYLES["value"](document, node, old[1:])
                yield next(iter(document.named(mark.field)), node)

    def _seen(self, mark: Mark) -> Entries:
        """What the server sees."""
        if not mark.start:
            return self._memory
        request = httpx.Request("GET", mark.url(self._storage.origin))
        self._storage.cookies.set_cookie_header(request)
        chunks = [chunk.strip() for chunk in request.headers.get("cookie", "").split(";")]
        return read_entries(next((c.removeprefix(mark.start) for c in chunks if c.startswith(mark.start)), ""))

    def _keep(self, mark: Mark) -> None:
        entries = dict(self._seen(mark))
        entries.pop(mark.key, None)
        if len(urlencode({"values": ",".join(mark.values)})) < LONGEST:
            entries[mark.key] = mark.values
        while len(write_entries(entries)) > LIMIT:
            del entries[next(iter(entries))]
        self._kept[mark.name] = mark.values
        if not mark.start:
            self._memory = entries
            return
        header = {"Set-Cookie": f"{mark.start}{write_entries(entries)}{mark.end}"}
        request = httpx.Request("GET", mark.url(self._storage.origin))
        self._storage.cookies.extract_cookies(httpx.Response(200, headers=header, request=request))
        self._storage.texts[mark.name] = json.dumps(mark.values)


@dataclass
class Mark:
    """What an element says of one prop.

    Args:
        start, end: of the cookie.
        key: in it.
        field: name of the fields.
        values: what is to be kept now.
        is_news: at once.
    """

    start: str
    end: str
    key: str
    field: str
    values: list[str]
    is_news: bool

    @property
    def name(self) -> str:
        """Its name in a storage."""
        return self.start + self.key

    def url(self, origin: str) -> str:
        """Where the cookie belongs to."""
        return origin + self.end.partition("Path=")[2].partition(";")[0]


def _marks(document: Document, node: Node) -> Iterator[Mark]:
    start, end, *marks = json.loads(node.get("hx-persist") or '["", ""]')
    for key, over, name, *news in marks:
        texts = [text for _, text in sent_values(document.named(name) or [node], node)]
        yield Mark(start, end, key, name, [over, *texts], bool(news))
