"""Room 6. What a browser has kept of components beyond their page (dcc.Store), sealed: it comes back as part of their snapshots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from hxdash.component import Component
from hxdash.exceptions import RequestRefused
from hxdash.graph import Wired
from hxdash.layout import Layout
from hxdash.signing import BadToken, Signer


def restore(id: str, texts: list[str], snapshots: dict[str, Mapping[str, Any]], signer: Signer, layout: Layout) -> bool:
    """Put what the browser has kept of a component over its snapshot; False if it is of another key, app or component.

    Raises:
        RequestRefused: 400 for a component of which nothing is kept.
    """
    snapshot = snapshots.get(id, {})
    kind = Component.known_types[snapshot["k"]] if "k" in snapshot else type(layout.by_id.get(id))
    if len(texts) != 1 or not getattr(kind, "stored", None):
        raise RequestRefused(400, f"nothing is kept of {id[:80]!r}")
    try:
        props = orjson.loads(signer.verify(texts[0], "store", id))
    except BadToken:
        return False
    snapshots[id] = {**snapshot, "p": {**snapshot.get("p", {}), **props}}
    return True


def changed(
    restored: Mapping[str, bool], has: Callable[[str], bool], wired: Callable[[str], Wired | None], component: Callable[[str], Component]
) -> list[tuple[str, str]]:
    """The properties that have changed because the browser brought what it had kept."""
    found = {id: wired(id) for id, is_good in restored.items() if is_good and has(id)}
    return [(id, prop) for id, w in found.items() if w is not None for prop in sorted(w.inputs & component(id).stored)]
