"""A component on a page, for a test to look at."""

from __future__ import annotations

import json
from array import array
from base64 import b64decode
from collections.abc import Callable
from typing import Any

from hxdash.dcc.options import decode_option
from hxdash.ids import Id
from hxdash.testing.controls import read
from hxdash.testing.document import counters
from hxdash.testing.exchange import Impossible
from hxdash.testing.tree import Node


class Element:
    """A component on a page, as it is at each moment: it follows what answers do to it.

    Args:
        find: gives the element of an id.
        assign: sets the value of one.
        id: of the component.
    """

    __slots__ = ("_assign", "_find", "_id")

    def __init__(self, find: Callable[[Id], Node], assign: Callable[[Id, Any], None], id: Id) -> None:
        self._find, self._assign, self._id = find, assign, id

    def __repr__(self) -> str:
        return self.html

    @property
    def node(self) -> Node:
        """The element in the tree.

        Raises:
            Impossible: it has left the page.
        """
        return self._find(self._id)

    @property
    def text(self) -> str:
        """The text in it as it reads: each block on a line of its own."""
        return self.node.text

    @property
    def html(self) -> str:
        """Its markup, itself included."""
        return self.node.html

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes by name; "" where a name stands alone."""
        return self.node.attributes

    @property
    def value(self) -> Any:
        """What the control holds, as callbacks see it; set it to enter something."""
        return read(self.node)

    @value.setter
    def value(self, value: Any) -> None:
        self._assign(self._id, value)

    def read(self, prop: str) -> Any:
        """What the control holds of one of several props, such as start_date."""
        return read(self.node, prop)

    @property
    def options(self) -> list[dict[str, Any]]:
        """The options to choose from: {"label", "value"}, and "disabled": True where one is."""
        node = self.node
        part = next((n for n in node.walk() if n.get("id") == node.get("id") + ".options"), node)
        return [_option(n) for n in part.walk() if n.is_choice or n.tag == "option"]

    @property
    def counters(self) -> dict[str, int | None]:
        """How often what was done to it: n_clicks, n_submit and the like."""
        return {prop: int(count) if count else None for prop, count in counters(self.node).items()}

    @property
    def figure(self) -> dict[str, Any]:
        """The figure of a Graph: {"data", "layout", ...}; packed arrays are lists again."""
        script = next((n for n in self.node.walk() if n.tag == "script"), None)
        if script is None:
            raise Impossible(f"{self.node.get('id')!r} is no Graph.")
        return dict(_unpacked(json.loads(script.content)))


def _option(node: Node) -> dict[str, Any]:
    label = node if node.tag == "option" else next((n for n in node.upward() if n.tag == "label"), node)
    out = {"label": label.text, "value": decode_option(node.value)}
    return {**out, "disabled": True} if "disabled" in node.attributes else out


_ARRAYS = {"i1": "b", "u1": "B", "u1c": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q", "f4": "f", "f8": "d"}


def _unpacked(value: Any) -> Any:
    """The value with plotly's packed arrays {"dtype", "bdata", "shape"} as lists.

    Source: plotly.js, src/lib/array.js, decodeTypedArraySpec; little-endian.
    """
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "bdata" not in value or "dtype" not in value:
        return {key: _unpacked(item) for key, item in value.items()}
    items: list[Any] = array(_ARRAYS[value["dtype"]], b64decode(value["bdata"])).tolist()
    shape = [int(n) for n in str(value.get("shape") or "").split(",") if n.strip()]
    for size in reversed(shape[1:]):
        items = [items[i : i + size] for i in range(0, len(items), size)]
    return items
