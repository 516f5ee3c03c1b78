"""What a browser keeps beyond a page for a Store (static/dcc/store.js)."""

from __future__ import annotations

from hxdash.testing.document import STYLES, Document
from hxdash.testing.events import Trigger, triggers
from hxdash.testing.exchange import Fields
from hxdash.testing.tree import Node


class Kept:
    """The storage of one browser, as one page sees it.

    Args:
        storage: "local" and "session" to key to text; all pages of a browser share it.
    """

    def __init__(self, storage: dict[str, dict[str, str]]) -> None:
        self._storage = storage
        self._seen: set[Node] = set()
        self._waiting: dict[str, str] = {}  # id to what the page does not have yet

    def look(self, document: Document) -> list[Trigger]:
        """Take in the Stores that have come; what their coming triggers."""
        heard: list[Trigger] = []
        for node in [n for n in document.nodes() if "data-store" in n.attributes and n not in self._seen]:
            self._seen.add(node)
            text = self._storage[node.get("data-store")].get(node.get("data-key"))
            if node.get("data-token"):
                self.keep(node, node.get("data-token"))
            elif text:
                self._waiting[node.get("id")] = text
                for prop in [p.strip() for p in node.get("hx-trigger").split(",") if p][:1]:
                    heard += triggers(node, prop)
        return heard

    def keep(self, node: Node, text: str | None) -> None:
        """Keep what an answer says."""
        self._waiting.pop(node.get("id"), None)
        if text:
            self._storage[node.get("data-store")][node.get("data-key")] = text
        else:
            self._storage[node.get("data-store")].pop(node.get("data-key"), None)

    def bring(self, document: Document, group: str) -> Fields:
        """What goes along with the next request of a group."""
        ids = [id for id in self._waiting if (node := document.by_id(id)) is not None and node.get("hx-group") == group]
        return [(f"k:{id}", self._waiting[id]) for id in ids]

    def brought(self, fields: Fields) -> None:
        """A request with these fields was answered."""
        for name, text in fields:
            if name.startswith("k:") and self._waiting.get(name[2:]) == text:
                del self._waiting[name[2:]]


def _keep(document: Document, node: Node, text: str | None) -> None:
    if document.kept is not None:
        document.kept.keep(node, text)


STYLES["store"] = _keep
