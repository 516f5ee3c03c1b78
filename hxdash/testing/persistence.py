"""What static/persistence.js does: a browser that keeps what is set in components with persistence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_plus

import httpx

from hxdash.persistence import LIMIT, LONG, LONGEST, Entries, read_entries, write_entries
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
        self._storage, self._base = storage, ""
        self._memory: Entries = {}
        self._kept: dict[str, list[str]] = {}

    @property
    def headers(self) -> dict[str, str]:
        """What every request says of that which only the page remembers."""
        return {"HX-Persist": write_entries(self._memory)} if self._memory else {}

    def arrive(self, document: Document, *, whole: bool) -> list[Node]:
        """Look at what came with a page or an answer.

        Returns:
            Fields in which something was put back.
        """
        bringers = [n for n in document.nodes() if "/_hx/static/persistence." in n.get("hx-script") + n.get("src")]
        if bringers:
            self._base = (bringers[0].get("hx-script") or bringers[0].get("src")).split("/_hx/")[0]
        came = [n for n in bringers if n.tag == "i"]
        document.remove(came)
        marked = [n for n in document.nodes() if "hx-persist" in n.attributes] if came or whole else []
        return [one for node in marked for one in self._look(document, node)]

    def keep(self, document: Document, node: Node) -> None:
        """Keep what a component has now."""
        for place, key, values, _, _ in self._marks(document, node):
            self._keep(place, key, values)

    def _look(self, document: Document, node: Node) -> Iterator[Node]:
        for place, key, values, is_news, name in self._marks(document, node):
            text = self._storage.texts.get(self._jar(place) + key, "[]")
            old = self._kept.get(self._jar(place) + key) or json.loads(text)
            if is_news:
                self._keep(place, key, values)
            elif key not in self._shown(place) and old and old[0] == values[0] and old != values:
                STYLES["value"](document, node, old[1:])
                yield next(iter(document.named(name)), node)

    def _marks(self, document: Document, node: Node) -> Iterator[tuple[str, str, list[str], bool, str]]:
        place, *marks = json.loads(node.get("hx-persist") or '[""]')
        for key, over, name, *news in marks:
            texts = [text for _, text in sent_values(document.named(name) or [node], node)]
            yield place, key, [over, *texts], bool(news), name

    def _jar(self, place: str) -> str:
        return f"hx-{place}" + "".join(c if c.isalnum() or c == "_" else "-" for c in self._base) + "="

    def _shown(self, place: str) -> Entries:
        if place == "memory":
            return self._memory
        request = httpx.Request("GET", f"{self._storage.origin}{self._base or '/'}")
        self._storage.cookies.set_cookie_header(request)
        chunks = [chunk.strip() for chunk in request.headers.get("cookie", "").split(";")]
        return read_entries(next((c.removeprefix(self._jar(place)) for c in chunks if c.startswith(self._jar(place))), ""))

    def _keep(self, place: str, key: str, values: list[str]) -> None:
        entries = dict(self._shown(place))
        entries.pop(key, None)
        if len(quote_plus(",".join(values))) + len("values=") < LONGEST:
            entries[key] = values
        while len(write_entries(entries)) > LIMIT:
            del entries[next(iter(entries))]
        self._kept[self._jar(place) + key] = values
        if place == "memory":
            self._memory = entries
            return
        cookie = f"{self._jar(place)}{write_entries(entries)};Path={self._base or '/'};SameSite=Lax" + (f";Max-Age={LONG}" if place == "local" else "")
        request = httpx.Request("GET", f"{self._storage.origin}{self._base or '/'}")
        self._storage.cookies.extract_cookies(httpx.Response(200, headers={"Set-Cookie": cookie}, request=request))
        self._storage.texts[self._jar(place) + key] = json.dumps(values)
