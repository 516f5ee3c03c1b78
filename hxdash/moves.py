"""Room 5. The fewest swaps that make one list of children another; what stays is not touched, so focus, caret and zoom are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hxdash.component import Component, Page, Swap
from hxdash.outline import Item


def swaps(before: list[Item], after: list[Item], page: Page) -> list[Swap]:
    """The fewest swaps that make one list of children another; what stays is not touched."""
    old, new = [i for i in before if i.atoms != []], [i for i in after if i.atoms != []]  # None and the like show nothing
    stays = set(map(id, old)) & set(map(id, new))
    found = None
    if [i for i in new if id(i) in stays] == [i for i in old if id(i) in stays]:
        found = _in_place(old, new, stays, page)
    if found is None and any(item.atoms is None for item in new):  # a text stands at the edge of what is not known
        return [Swap("afterbegin", page.node([item.value for item in new if id(item) not in stays]))]
    return _rearranged(old, new, page) if found is None else found


@dataclass
class _Gap:
    """What lies between two children that stay."""

    old: list[Item] = field(default_factory=list)
    new: list[Item] = field(default_factory=list)
    end: Item | None = None  # the child that stays behind it


def _in_place(before: list[Item], after: list[Item], stays: set[int], page: Page) -> list[Swap] | None:
    """Swaps that only take out and put in; None if texts are in the way."""
    gaps = [_Gap()]
    for item in before:
        if id(item) in stays:
            gaps[-1].end = item
            gaps.append(_Gap())
        else:
            gaps[-1].old.append(item)
    number = 0
    for item in after:
        if id(item) in stays:
            number += 1
        else:
            gaps[number].new.append(item)
    places = _Places(before)
    out: list[Swap] = []
    last: Item | None = None
    for gap in gaps:
        if (gap.old or gap.new) and not _fill(gap, last, places, page, out):
            return None
        last = gap.end
    return out


def _fill(gap: _Gap, last: Item | None, places: _Places, page: Page, out: list[Swap]) -> bool:
    """Add the swaps of one gap; False if there is no element by which to find it, or texts would have to go."""
    if any(item.atoms is None or any(isinstance(atom, str) for atom in item.atoms) for item in gap.old):
        return False
    if len(gap.old) == len(gap.new) and all(_is_element(i) for i in (*gap.old, *gap.new)):
        out += [places.swap(old, 0, "outerMorph", page.node(new.value)) for old, new in zip(gap.old, gap.new, strict=True)]
        return True
    if markup := page.node([item.value for item in gap.new]):
        if gap.end is None:
            out.append(Swap("beforeend", markup))
        elif last is None:
            out.append(Swap("afterbegin", markup))
        elif last.atoms and isinstance(last.atoms[-1], list):
            out.append(places.swap(last, len(last.atoms) - 1, "afterend", markup))
        elif gap.end.atoms and isinstance(gap.end.atoms[0], list):
            out.append(places.swap(gap.end, 0, "beforebegin", markup))
        else:
            return False
    out += [places.swap(item, n, "delete", "") for item in gap.old for n in range(len(item.atoms or ()))]
    return True


class _Places:
    """Where the elements of children are.

    Args:
        items: the children as the browser has them.
    """

    def __init__(self, items: list[Item]) -> None:
        self._before: dict[int, int] = {}  # per child how many elements are before it: from the end where not all are known
        count = 0
        for item in items:
            if item.atoms is None:
                count = -sum(map(elements, items[items.index(item) :])) - 1
            self._before[id(item)] = count
            count += elements(item)

    def swap(self, item: Item, atom: int, style: str, payload: str) -> Swap:
        """A swap whose target is one of the elements: by its id, else by its place."""
        if item.own_id:
            return Swap(style, payload, id=item.own_id)
        return Swap(style, payload, child=self._before[id(item)] + 1 + sum(isinstance(a, list) for a in (item.atoms or ())[:atom]))


def _is_element(item: Item) -> bool:
    return item.atoms is not None and len(item.atoms) == 1 and isinstance(item.atoms[0], list)


def _rearranged(before: list[Item], after: list[Item], page: Page) -> list[Swap]:
    """New elements at the end, then all in their order; the texts between are written anew."""
    places, count = {}, 0
    for item in before:
        places[id(item)] = count
        count += elements(item)
    markup, order = "", []
    for item in after:
        if id(item) not in places:
            places[id(item)] = count
            count += elements(item)
            markup += page.node(_components(item.value))
        place = places[id(item)]
        for atom in item.atoms or ():
            order.append(atom if isinstance(atom, str) else place)
            place += isinstance(atom, list)
    return [*([Swap("beforeend", markup)] if markup else []), Swap("order", order)]


def _components(child: Any) -> list[Component]:
    """The elements of a child, without the texts."""
    if isinstance(child, (list, tuple)):
        return [found for inner in child for found in _components(inner)]
    return [child] if isinstance(child, Component) else []


def elements(item: Item) -> int:
    """How many elements a child makes."""
    return sum(isinstance(atom, list) for atom in item.atoms or ())


__all__ = ["swaps"]
