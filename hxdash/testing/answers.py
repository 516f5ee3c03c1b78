"""An answer lands on a page."""

from __future__ import annotations

from hxdash.testing.document import Document
from hxdash.testing.exchange import Exchange
from hxdash.testing.tree import Node, parse
from hxdash.testing.widgets import show_tabs


def land(document: Document, exchange: Exchange, group: str) -> list[Node]:
    """Put the pieces of an answer in their places.

    Returns:
        Elements whose value, which the browser keeps, was set.
    """
    document.remove(n for n in document.nodes() if n.get("class") == "hx-error" and n.get("hx-group") == group)
    kept = []
    for part in exchange.parts:
        pieces = [p for p in parse(part).children if isinstance(p, Node) and p.tag == "hx-partial"]
        for piece, targets in [(p, document.targets(p)) for p in pieces]:  # as in htmx: all found before anything is changed
            for target in targets:
                document.swap(target, piece.get("hx-swap"), piece)
                if piece.get("hx-swap") == "value" and (keeper := target.closest("hx-persist")):
                    kept.append(keeper)
    _drop_orphans(document)
    show_tabs(document.nodes())
    return kept


def _drop_orphans(document: Document) -> None:
    """The snapshot of a component that has left the page goes with it."""
    names = [(n, n.get("name")) for n in document.nodes() if n.tag == "input"]
    document.remove(n for n, name in names if name.startswith("s:") and not document.by_id(name[2:]))


def report(document: Document, exchange: Exchange, group: str) -> None:
    """Show that a request was refused, or that the server failed."""
    text = f"{'This change was refused' if exchange.status < 500 else 'The server failed'} ({exchange.status})."
    box = Node("div", {"class": "hx-error", "hx-group": group})
    box.children.append(text)
    if errors := document.by_id("hx-errors"):
        document.append(errors, box)
