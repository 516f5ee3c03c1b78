"""Room 4. The outline of children: what the server must know of them to change some and leave the others alone.

As JSON, one entry per child:

    1               an element            ["x"]         the element of the component x
    "text"          text                  ["", "y"]     an element in which y is the outermost component that can be found by its id
    {"": [...]}     several of these, or none
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hxdash.component import Component, children_of
from hxdash.ids import id_text, parse_id
from hxdash.patch import MISSING

Atom = str | list[str]  # a text, or an element: its own id or "", then the ids inside
IsNameable = Callable[[str], Any]


@dataclass(eq=False, slots=True)
class Item:
    """One child; it is told from others by being this object.

    Args:
        atoms: the texts and elements that it makes; None stands for any number of children that are not known.
        value: the child itself, if it is known.
    """

    atoms: list[Atom] | None
    value: Any = MISSING

    @property
    def ids(self) -> list[str]:
        """The components in it that can be found by their ids, outermost ones only."""
        return [id for atom in self.atoms or () if isinstance(atom, list) for id in atom if id]

    @property
    def own_id(self) -> str:
        """The id of the component that the child is, if it is known."""
        return self.atoms[0][0] if self.atoms and isinstance(self.atoms[0], list) and len(self.atoms) == 1 else ""


def items_of(children: Any, is_nameable: IsNameable) -> list[Item]:
    """The items of a value of children."""
    return [Item(atoms_of(child, is_nameable), child) for child in (children if isinstance(children, (list, tuple)) else [children])]


def unknown() -> list[Item]:
    """Children of which nothing is known."""
    return [Item(None)]


def atoms_of(child: Any, is_nameable: IsNameable) -> list[Atom]:
    if child is None or isinstance(child, bool):
        return []
    if isinstance(child, Component):
        id = child.props.get("id")
        own = "" if id is None or not is_nameable(id_text(id)) else id_text(id)
        return [[own] if own else ["", *_nameable_inside(child, is_nameable)]]
    if isinstance(child, (list, tuple)):
        return [atom for inner in child for atom in atoms_of(inner, is_nameable)]
    return [str(child)]


def _nameable_inside(component: Component, is_nameable: IsNameable) -> Iterable[str]:
    for _, child in children_of(component):
        id = child.props.get("id")
        if id is not None and is_nameable(id_text(id)):
            yield id_text(id)
        else:
            yield from _nameable_inside(child, is_nameable)


def write(items: list[Item], is_list: bool) -> Any:
    """The outline as JSON; None if it is not known, {"one": entry} for a child that is in no list."""
    if any(item.atoms is None for item in items):
        return None
    if not is_list:
        return {"one": write(items, True)[0]}
    return [_short(item.atoms[0]) if item.atoms and len(item.atoms) == 1 else {"": list(map(_short, item.atoms or ()))} for item in items]


def read(outline: Any) -> list[Item]:
    """The items that `write` wrote."""
    if isinstance(outline, dict):
        outline = [outline["one"]]
    return unknown() if outline is None else [Item(list(map(_long, e[""])) if isinstance(e, dict) else [_long(e)]) for e in outline]


def _short(atom: Atom) -> Any:
    return atom if isinstance(atom, str) else 1 if atom == [""] else [parse_id(id) if id else "" for id in atom]


def _long(entry: Any) -> Atom:
    return entry if isinstance(entry, str) else [""] if entry == 1 else [id_text(id) if id else "" for id in entry]


def in_order(ids: list[str], fixed: Mapping[str, int], places: Mapping[str, int], outlines: Mapping[str, list[Item]], parents: Mapping[str, str], inside: Callable[[str], list[str]]) -> list[str]:
    """Some ids in document order; but what came into the fixed layout stands behind it, as in Dash.

    Args:
        ids: the ids.
        fixed: ids of the fixed layout to their places in it.
        places: id of a made component to its place among those that came with it.
        outlines: id to its children, where they were patched.
        parents: id of a made component to the one around it.
        inside: the fixed components in one of them; none in one that is made.
    """
    ranks = {id: (around, n) for around, items in outlines.items() for n, item in enumerate(items) for id in item.ids}
    around = {**{i: id for id in ranks for i in inside(id) if i not in ranks}, **parents}
    keys: dict[str, tuple[int, ...]] = {}

    def key(id: str) -> tuple[int, ...]:
        if id not in keys:
            place = places[id] if id in places else fixed.get(id, len(fixed))  # what is not known stands last
            keys[id] = (place,)  # for the case that they stand in a circle
            if id in ranks:
                container, rank = ranks[id]
                keys[id] = (*key(container), rank, place)
            elif id in around:
                is_behind = id in places and around[id] in fixed and around[id] not in places and around[id] not in ranks
                behind = (len(fixed),) if is_behind else ()
                keys[id] = (*behind, *key(around[id]), place)
        return keys[id]

    return sorted(ids, key=key)


__all__ = ["Atom", "IsNameable", "Item", "atoms_of", "in_order", "items_of", "read", "unknown", "write"]
