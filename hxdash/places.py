"""Room 8. Where components stand that callbacks made: what is around them, as far as a request knows."""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import pairwise
from typing import Any

from hxdash.graph import CallbackGraph


def around(snapshots: Mapping[str, Mapping[str, Any]], made: Container[str], parents: Mapping[str, str]) -> dict[str, str]:
    """The component around each made one; of those of earlier requests around a wired one the nearest wired one.

    Args:
        snapshots: what is known of earlier requests.
        made: ids of what this request has made.
        parents: what is around these.
    """
    found: dict[str, str] = {}
    for id, snapshot in snapshots.items():
        if "i" in snapshot and id not in made:
            chain = [id, snapshot["i"]] if isinstance(snapshot["i"], str) else [id, *snapshot["i"]]
            for inner, outer in pairwise(chain):
                found.setdefault(inner, outer)
    return {**found, **parents}


def ancestors(id: str, around: Mapping[str, str], graph: CallbackGraph) -> list[str]:
    """The wired components around a made one, from the inside out."""
    found: list[str] = []
    while (outer := around.get(id)) is not None and outer not in found:
        id = outer
        if graph.wired(id) is not None:
            found.append(id)
    return found
