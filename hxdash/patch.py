"""Room 3. `Patch`: changes of a property without its old value (C140-C148).

    patched = Patch()
    patched["layout"]["title"]["text"] = "New"        # or patched.layout.title.text = "New"
    patched["data"][0]["y"].extend([4, 5])
    return patched

A Patch only notes what is to be done. `apply` does it to a value that the server knows; in all other places the notes themselves
travel to the browser.
"""

from __future__ import annotations

import array
import base64
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypedDict

from hxdash.encoding import NotPlain, plain

MISSING: Final = type("Missing", (), {"__repr__": lambda _: "nothing"})()
_DONE: Final = object()  # what `x += y` leaves behind once it is noted


class Operation(TypedDict):
    """One thing to do, in Dash's form.

    Args:
        operation: Assign, Delete, Append ...
        location: keys and indexes that lead to the place.
        params: {"value"} and, for Insert, {"index"}.
    """

    operation: str
    location: list[str | int]
    params: dict[str, Any]


class CannotPatch(ValueError):
    """Raised by `apply` where a value has no such place, or one that is of another kind.

    Args:
        what: one sentence.
        fix: what to do about it.
    """

    def __init__(self, what: str, fix: str = "give it a value in the layout, or return a whole value first") -> None:
        super().__init__(what)
        self.fix = fix


class Patch:
    """Changes of a property, noted in the order in which they are written down; write-only.

    Items and attributes are places: assign to them, `del` them, or call append, prepend, insert, extend, remove, clear, reverse
    (lists), update (dicts), += -= *= /= (numbers) and |= (dicts) on them.

    Source: dash.Patch of Dash 4.4.1.
    """

    _location: list[str | int]
    _operations: list[Operation]

    def __init__(self, location: list[str | int] | None = None, parent: Patch | None = None) -> None:
        self.__dict__["_location"] = location if location is not None else parent._location if parent is not None else []
        self.__dict__["_operations"] = parent._operations if parent is not None else []

    def _note(self, operation: str, *more: str | int, **params: Any) -> None:
        self._operations.append({"operation": operation, "location": [*self._location, *more], "params": params})

    # -- places --------------------------------------------------------------------------------------------------------

    def __getitem__(self, key: str | int) -> Patch:
        return Patch([*self._location, _key(key)], self)

    def __setitem__(self, key: str | int, value: Any) -> None:
        if value is not _DONE:
            self._note("Assign", _key(key), value=value)

    def __delitem__(self, key: str | int) -> None:
        self._note("Delete", _key(key))

    def __getattr__(self, name: str) -> Patch:
        if name[:2] == "__" or name == "tolist":  # asked of any value that is to become JSON or a copy
            raise AttributeError(name)
        return self[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        del self[name]

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    # -- numbers and dicts ---------------------------------------------------------------------------------------------

    def _done(self) -> Any:
        return _DONE if self._location else self

    def __iadd__(self, other: Any) -> Any:
        if isinstance(other, (list, tuple)):
            self.extend(other)
        else:
            self._note("Add", value=other)
        return self._done()

    def __isub__(self, other: Any) -> Any:
        self._note("Sub", value=other)
        return self._done()

    def __imul__(self, other: Any) -> Any:
        self._note("Mul", value=other)
        return self._done()

    def __itruediv__(self, other: Any) -> Any:
        self._note("Div", value=other)
        return self._done()

    def __ior__(self, other: Any) -> Any:
        self.update(other)
        return self._done()

    def update(self, E: Any = None, **F: Any) -> None:
        """Merge a dict, or keyword arguments, into a dict."""
        self._note("Merge", value={**dict(E or {}), **F})

    # -- lists ---------------------------------------------------------------------------------------------------------

    def append(self, item: Any) -> None:
        """Add an item at the end of a list."""
        self._note("Append", value=item)

    def prepend(self, item: Any) -> None:
        """Add an item at the start of a list."""
        self._note("Prepend", value=item)

    def insert(self, index: int, item: Any) -> None:
        """Add an item before the one at an index; at the end if there is no such index."""
        self._note("Insert", value=item, index=index)

    def extend(self, item: Any) -> None:
        """Add all items of a list or tuple at the end of a list.

        Raises:
            TypeError: it is neither.
        """
        if not isinstance(item, (list, tuple)):
            raise TypeError(f"{item!r:.60} should be a list or tuple")
        self._note("Extend", value=list(item))

    def remove(self, item: Any) -> None:
        """Take out all items that equal this one."""
        self._note("Remove", value=item)

    def clear(self) -> None:
        """Take out all items."""
        self._note("Clear")

    def reverse(self) -> None:
        """Turn a list round."""
        self._note("Reverse")

    def sort(self) -> None:
        """Not to be had, as in Dash."""
        raise KeyError("sort is reserved for future use, use brackets to access this key on your object")

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("Patch objects are write-only, you cannot iterate them.")

    def __repr__(self) -> str:
        return f"<write-only hxdash.Patch object at {self._location}>"

    def to_plotly_json(self) -> dict[str, Any]:
        """As Dash writes it."""
        return {"__dash_patch_update": "__dash_patch_update", "operations": self._operations}


def _key(key: Any) -> str | int:
    if isinstance(key, slice):
        raise TypeError("a slice is not a valid index for patch")
    return key  # type: ignore[no-any-return]


def operations(patch: Patch) -> list[Operation]:
    """What a Patch has noted, in order."""
    return patch._operations


def of(noted: list[Operation]) -> Patch:
    """A Patch of these operations."""
    made = Patch()
    made._operations.extend(noted)
    return made


def at(operation: Operation, location: list[str | int]) -> Operation:
    """The same operation at another place."""
    return {**operation, "location": location}


def wire(patch: Patch) -> list[list[Any]]:
    """The operations as the browser gets them: [name, location, value, index], as far as each has these.

    Raises:
        NotPlain: a value has no JSON form.
    """
    return [[o["operation"], plain(o["location"]), *plain(list(o["params"].values()))] for o in operations(patch)]


def unwire(rows: list[list[Any]]) -> Patch:
    """The Patch that `wire` wrote."""
    return of([{"operation": o, "location": place, "params": dict(zip(("value", "index"), given, strict=False))} for o, place, *given in rows])


# -- doing it ----------------------------------------------------------------------------------------------------------


def apply(value: Any, patch: Patch) -> Any:
    """A plain value as a Patch changes it; the value itself stays as it is.

    Raises:
        CannotPatch: it has no such place, or something of another kind is there.

    Source: dash-renderer 4.4.1, actions/patch.ts and ramda's assocPath (which makes the dicts and lists that are missing on the
    way to what is assigned).
    """
    if value is MISSING:
        raise CannotPatch("Cannot patch undefined")
    for noted in operations(patch):
        value = _apply_one(value, noted)
    return value


def _apply_one(value: Any, noted: Operation) -> Any:
    name, place, given = noted["operation"], noted["location"], noted["params"]
    if name == "Assign":
        return _within(value, place, lambda _: given["value"], creates=True)
    if name == "Delete":
        try:
            return _within(value, place[:-1], functools.partial(_without, key=place[-1]), creates=False)
        except CannotPatch:  # what is not there need not be deleted
            return value
    return _within(value, place, functools.partial(_ON_VALUES[name], **given), creates=name == "Merge")


def _within(value: Any, place: list[str | int], change: Callable[[Any], Any], creates: bool) -> Any:
    """The value with what stands at a place changed; only what is on the way there is copied."""
    if not place:
        return change(value)
    key, rest = place[0], place[1:]
    if is_array(value):
        value = _unpacked(value)
    if not isinstance(value, (list, dict)):
        if not creates:
            raise CannotPatch(f"Cannot patch undefined: there is nothing with a {key!r} at this place, but {_short(value)}")
        value = [] if isinstance(key, int) else {}
    if isinstance(value, dict):
        name = key if isinstance(key, str) else str(key)
        return {**value, name: _within(value.get(name, MISSING), rest, change, creates)}
    index = index_in(value, key)
    if index == len(value) and creates:
        return [*value, _within(MISSING, rest, change, creates)]
    if index >= len(value):
        raise CannotPatch(f"the list has {len(value)} items, none at {key!r}")
    return [*value[:index], _within(value[index], rest, change, creates), *value[index + 1 :]]


def index_in(items: list[Any], key: Any) -> int:
    """The index that a key stands for; negative ones count from the end.

    Raises:
        CannotPatch: it is none, or before the start.
    """
    if not isinstance(key, int) or isinstance(key, bool):
        raise CannotPatch(f"a list has no {key!r}")
    index = key + len(items) if key < 0 else key
    if index < 0:
        raise CannotPatch(f"the list has {len(items)} items, none at {key!r}")
    return index


def insert_index(items: list[Any], index: int) -> int:
    """Where Insert puts an item: before the one at an index, else at the end (as ramda does)."""
    place = index + len(items) if index < 0 else index
    return place if 0 <= place <= len(items) else len(items)


def same(a: Any, b: Any) -> bool:
    """Whether two plain values are equal as JSON (true is not 1)."""
    if isinstance(a, bool) is not isinstance(b, bool):
        return False
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(v, b[k]) for k, v in a.items())
    return bool(a == b)


def _without(value: Any, key: str | int) -> Any:
    """A dict or list less one entry."""
    if isinstance(value, dict) and not is_array(value):
        return {k: v for k, v in value.items() if k != (key if isinstance(key, str) else str(key))}
    items = _list(value)
    index = index_in(items, key)
    return [*items[:index], *items[index + 1 :]]


def _list(value: Any) -> list[Any]:
    if is_array(value):
        return _unpacked(value)
    if not isinstance(value, list):
        raise CannotPatch(f"Cannot patch undefined: a list is due at this place, not {_short(value)}")
    return value


def _number(value: Any) -> Any:
    if not isinstance(value, (int, float)):
        raise CannotPatch(f"Cannot patch undefined: a number is due at this place, not {_short(value)}")
    return value


def _short(value: Any) -> str:
    return f"{value!r:.40}" if isinstance(value, (str, int, float)) or value in (None, MISSING) else f"a {type(value).__name__}"


def _remove(old: Any, value: Any) -> list[Any]:
    try:
        value = plain(value)
    except NotPlain:
        return _list(old)
    return [item for item in _list(old) if not same(plain(item), value)]


def _insert(old: Any, value: Any, index: int) -> list[Any]:
    items = _list(old)
    place = insert_index(items, index)
    return [*items[:place], value, *items[place:]]


def _merge(old: Any, value: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(old, list):
        raise CannotPatch("Cannot patch undefined: a dict is due at this place, not a list")
    return {**(old if isinstance(old, dict) else {}), **{k if isinstance(k, str) else str(k): v for k, v in value.items()}}


def _add(old: Any, value: Any) -> Any:
    return old + value if isinstance(old, str) and isinstance(value, str) else _number(old) + _number(value)


def _divide(old: Any, value: Any) -> Any:
    if not _number(value):
        raise CannotPatch("division by zero")
    return _number(old) / value


def _emptied(old: Any) -> Any:
    return {} if isinstance(old, dict) and not is_array(old) else "" if isinstance(old, str) else _list(old)[:0]


_ON_VALUES: Final[Mapping[str, Callable[..., Any]]] = {
    "Append": lambda old, value: [*_list(old), value],
    "Prepend": lambda old, value: [value, *_list(old)],
    "Insert": _insert,
    "Extend": lambda old, value: [*_list(old), *value],
    "Remove": _remove,
    "Clear": _emptied,
    "Reverse": lambda old: old[::-1] if isinstance(old, str) else _list(old)[::-1],
    "Merge": _merge,
    "Add": _add,
    "Sub": lambda old, value: _number(old) - _number(value),
    "Mul": lambda old, value: _number(old) * _number(value),
    "Div": _divide,
}


# -- plotly's packed arrays: {"dtype": "f8", "bdata": base64} -------------------------------------------------------------

_CODES = {"f8": "d", "f4": "f", "i4": "i", "u4": "I", "i2": "h", "u2": "H", "i1": "b", "u1": "B", "i8": "q", "u8": "Q"}


def is_array(value: Any) -> bool:
    """Whether a value is a packed array of one dimension, as plotly writes numpy's."""
    return isinstance(value, dict) and value.keys() == {"dtype", "bdata"} and value["dtype"] in _CODES


def _unpacked(value: dict[str, str]) -> list[Any]:
    return list(array.array(_CODES[value["dtype"]], base64.b64decode(value["bdata"])))


__all__ = ["MISSING", "CannotPatch", "Patch", "apply", "operations", "unwire", "wire"]
