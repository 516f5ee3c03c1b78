"""Room 5. What a Patch does to a property in place: to children, which of them stay, come and go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hxdash.component import Component, Found, descendants, survey
from hxdash.encoding import plain
from hxdash.ids import id_text
from hxdash.outline import IsNameable, Item, atoms_of
from hxdash.patch import MISSING, CannotPatch, Operation, Patch, apply, at, index_in, insert_index, of, operations, same


@dataclass
class Edit:
    """What a Patch does to a property in place.

    Args:
        value: the whole new value; MISSING if it is not known.
        patch: what is done, for the browser; None for children.
        before, after: the children.
        others: changes of other components' properties that come with it.
    """

    value: Any = MISSING
    patch: Patch | None = None
    before: list[Item] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)
    others: list[tuple[str, str, Any]] = field(default_factory=list)

    @property
    def gone(self) -> list[Item]:
        """The children that leave."""
        kept = set(map(id, self.after))
        return [item for item in self.before if id(item) not in kept]


@dataclass
class _Children:
    """Children while they are patched."""

    before: list[Item]
    items: list[Item]
    is_nameable: IsNameable
    is_list: bool
    others: list[tuple[str, str, Any]] = field(default_factory=list)

    def apply(self, noted: Operation) -> None:
        name, place, given = noted["operation"], list(noted["location"]), noted["params"]
        if place[:1] == ["props"] and not self.is_list:  # the one child itself
            place.insert(0, 0)
        if not place:
            if name == "Add" and not self.is_list:
                self._replace(0, apply(self._known(self.items[0]), of([noted])))
            else:
                self._on_list(name, **given)
        elif len(place) == 1 and name in ("Assign", "Delete"):
            self._on_item(name, self.index(place[0]), **given)
        else:
            self._inside(self.index(place[0]), at(noted, place[1:]))

    def _on_list(self, name: str, value: Any = None, index: int = 0) -> None:
        items, self.is_list = self.items, True
        if name == "Append":
            items.append(self.new(value))
        elif name == "Prepend":
            items.insert(0, self.new(value))
        elif name == "Extend":
            items += map(self.new, value)
        elif name == "Insert":
            place = insert_index(items, index)
            items.insert(self._reach(place, index, place if index < 0 else place - 1), self.new(value))
        elif name == "Clear":
            items.clear()
        elif name == "Reverse":
            self._need_all(name)
            items.reverse()
        elif name == "Remove":
            self._need_all(name)
            unwanted = plain(value)
            self.items[:] = [item for item in items if not same(self._comparable(item, unwanted), unwanted)]
        else:
            raise CannotPatch(f"{name} cannot be done to children")

    def _on_item(self, name: str, index: int, value: Any = None) -> None:
        if name == "Assign":
            self._replace(index, value)
        elif index < len(self.items):
            self._let_go(index)
            del self.items[index]

    def _inside(self, index: int, noted: Operation) -> None:
        """Do something within a child: to a property of the component that it is, or of one in it."""
        if index >= len(self.items):
            raise CannotPatch(f"there are {len(self.items)} children, none at {index}")
        item = self.items[index]
        place = noted["location"]
        if not any(item is old for old in self.before):
            self._replace(index, apply(plain(item.value), of([noted])))
        elif found := _owner(item, place):
            id, prop, rest = found
            whole = not rest and noted["operation"] in ("Assign", "Delete")
            self.others.append((id, prop, noted["params"].get("value") if whole else of([at(noted, rest)])))
        elif item.value is not MISSING and not _holds_ids(item.value):
            self._replace(index, apply(plain(item.value), of([noted])))
        else:
            raise CannotPatch(f"nothing says where {'.'.join(map(str, place))} of the child at {index} is", "give the child an id that a callback names, and set the property of that")

    def new(self, value: Any) -> Item:
        """A child that was not there before."""
        return Item([], value)

    def _replace(self, index: int, value: Any) -> None:
        if index > len(self.items):
            raise CannotPatch(f"there are {len(self.items)} children, none at {index}")
        if index < len(self.items):
            self._let_go(index)
        self.items[index : index + 1] = [self.new(value)]

    def _let_go(self, index: int) -> None:
        """Refuse to take out a text between children that are not known: nothing says where it stands."""
        if self._is_open() and any(isinstance(atom, str) for atom in self.items[index].atoms or ()):
            raise self._not_known()

    # -- what is known --

    def _is_open(self) -> bool:
        return any(item.atoms is None for item in self.items)

    def index(self, key: str | int) -> int:
        """The index that a key stands for, if the children up to there are known."""
        index = index_in(self.items, key)
        return self._reach(index, key, index)

    def _reach(self, index: int, key: str | int, last: int) -> int:
        """Refuse to count over children that are not known."""
        for place, item in enumerate(self.items):
            if item.atoms is None and (last <= place if isinstance(key, int) and key < 0 else last >= place):
                raise self._not_known()
        return index

    def _need_all(self, name: str) -> None:
        if self._is_open():
            raise self._not_known()

    @staticmethod
    def _not_known() -> CannotPatch:
        return CannotPatch("the server does not know which children there are now", "build the Patch in the callback's own function, so that its outputs are kept")

    def _known(self, item: Item) -> Any:
        if item.value is not MISSING:
            return item.value
        if item.atoms is not None and len(item.atoms) == 1 and isinstance(item.atoms[0], str):
            return item.atoms[0]
        raise self._not_known()

    def _comparable(self, item: Item, other: Any) -> Any:
        """A child as plain JSON; of one that is not known no more than is needed to see that it is another."""
        if item.value is not MISSING:
            return plain(item.value)
        if not isinstance(other, (dict, list)):
            text = item.atoms[0] if item.atoms and len(item.atoms) == 1 else None
            return (other if text == str(other) else text) if isinstance(text, str) else None if not item.atoms else MISSING
        id = other.get("props", {}).get("id") if isinstance(other, dict) else None
        if not item.atoms or isinstance(item.atoms[0], str) or (item.own_id and id_text(id or "") != item.own_id):
            return MISSING
        raise self._not_known()


def _owner(item: Item, place: Sequence[str | int]) -> tuple[str, str, list[str | int]] | None:
    """The innermost component with an id on the way to a place in a child: its id, the property, and the rest of the way."""
    found = None
    node: Any = item.value
    for step, key in enumerate(place[:-1]):
        if key == "props" and (step == 0 or isinstance(node, Component)):
            id = node.props.get("id") if isinstance(node, Component) else item.own_id or None
            if id is not None:
                found = id_text(id), str(place[step + 1]), list(place[step + 2 :])
            node = node.props if isinstance(node, Component) else None
        elif isinstance(node, Mapping):
            node = node.get(key)
        elif isinstance(node, list) and isinstance(key, int) and -len(node) <= key < len(node):
            node = node[key]
        else:
            break
    return found


def _holds_ids(value: Any) -> bool:
    return any(c.props.get("id") is not None for c in descendants([value]))


def edit(items: list[Item], is_list: bool, patch: Patch, is_nameable: IsNameable) -> tuple[Edit, Found]:
    """What a Patch does to children.

    Args:
        items: the children as they are.
        is_list: False for a single child, which a list operation makes the first of a list.
        patch: what is to be done.
        is_nameable: which ids can be found again.

    Returns:
        It, and the components that come.

    Raises:
        CannotPatch: it cannot be done.
        NotPlain: a new child cannot be shown.
    """
    children = _Children(items, [*items], is_nameable, is_list)
    for noted in operations(patch):
        children.apply(noted)
    found: Found = []
    old = set(map(id, items))
    for index, item in enumerate(children.items):
        if id(item) not in old:
            item.value = survey(item.value, found, (index,))
            item.atoms = atoms_of(item.value, is_nameable)
    value: Any = MISSING
    if all(item.value is not MISSING for item in children.items):
        value = [item.value for item in children.items] if children.is_list else children.items[0].value
    return Edit(value, None, items, children.items, children.others), found


__all__ = ["Edit", "edit"]
