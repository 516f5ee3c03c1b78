"""The tree of elements: HTML as a browser has it, and what a user has done to its controls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from math import isclose
from typing import Any

from hxdash.markup import VOID, element, escape

_BLOCKS = frozenset(
    "address article aside blockquote body br dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main nav ol option p pre section summary table tr ul".split()
)
_UNSEEN = frozenset({"script", "style", "template", "title"})
TYPED = frozenset({"input", "textarea", "select"})


class Node:
    """An element of the page: what HTML says of it, and what a user has done to it.

    Args:
        tag: lower-case name; "" for a fragment.
        attributes: name to text; "" where the name stands alone.
    """

    __slots__ = ("attributes", "checked", "children", "parent", "rank", "tag", "touched", "value")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Node | str] = []
        self.parent: Node | None = None
        self.value = attributes.get("value", "")
        self.checked = "checked" in attributes or "selected" in attributes
        self.touched = False  # whether `checked` no longer follows the attribute
        self.rank = 0  # when it was checked, for the order of clicks

    def get(self, name: str) -> str:
        """An attribute, or "" where there is none."""
        return self.attributes.get(name, "")

    @property
    def type(self) -> str:
        """The type of a control, as a browser has it."""
        return (self.get("type") or {"input": "text", "button": "submit"}.get(self.tag, self.tag)).lower()

    @property
    def is_choice(self) -> bool:
        """Whether it is a radio button or check box."""
        return self.tag == "input" and self.type in ("radio", "checkbox")

    def walk(self) -> Iterator[Node]:
        """This element and all inside, in document order."""
        todo: list[Any] = [self]
        while todo:
            node = todo.pop()
            yield node
            if node.children:
                todo += [child for child in reversed(node.children) if type(child) is not str]

    def upward(self) -> Iterator[Node]:
        """This element and all around it, innermost first."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def closest(self, attribute: str) -> Node | None:
        """The innermost of these that has an attribute."""
        return next((node for node in self.upward() if attribute in node.attributes), None)

    def place(self, index: int, new: Sequence[Node | str], replaced: int = 0) -> None:
        """Put children in at an index, over so many of those there."""
        self.children[index : index + replaced] = new
        for child in new:
            if isinstance(child, Node):
                child.parent = self

    def become(self, other: Node) -> None:
        """Take over all that another one of its tag has; what knows this one still finds it."""
        self.attributes, self.value, self.checked, self.touched, self.rank = other.attributes, other.value, other.checked, other.touched, other.rank
        self.place(0, other.children, len(self.children))

    @property
    def content(self) -> str:
        """All text inside, as it is."""
        return "".join(child if isinstance(child, str) else child.content for child in self.children)

    @property
    def text(self) -> str:
        """The text as it reads: each block on a line of its own, cells of a table parted by tabs, nothing of what is hidden."""
        return re.sub(r"\s*\0[\s\0]*", "\n", self._marked_text()).strip("\n")

    def _marked_text(self) -> str:
        if self.tag in _UNSEEN:
            return ""
        inner = "".join(c if isinstance(c, str) else "" if c._is_closed else c._marked_text() for c in self.children)
        if self.tag in ("td", "th"):
            return inner + "\t" if self.parent is not None and self.parent.children[-1] is not self else inner
        return f"\0{inner}\0" if self.tag in _BLOCKS else inner

    @property
    def _is_closed(self) -> bool:
        return "hidden" in self.attributes or "popover" in self.attributes or (self.tag == "dialog" and "open" not in self.attributes)

    @property
    def html(self) -> str:
        """Its markup, itself included."""
        raw = self.tag in ("script", "style")
        inner = "".join((child if raw else escape(child)) if isinstance(child, str) else child.html for child in self.children)
        return element(self.tag, self.attributes, inner) if self.tag else inner


class _Parser(HTMLParser):
    """HTML as hxdash writes it: every end tag that may be there is there."""

    def __init__(self, javascript: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self._open, self._javascript = [self.root], javascript

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in reversed(attrs)})  # the first of two counts
        node.attributes = dict(reversed(node.attributes.items()))
        self._open[-1].place(len(self._open[-1].children), [node])
        if tag in VOID:
            _settle(node)
        else:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if any(node.tag in ("svg", "math") for node in self._open):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        depth = len(self._open) - 1
        while depth and self._open[depth].tag != tag:
            depth -= 1
        if not depth:
            return
        for node in self._open[depth:]:
            _settle(node)
            if node.tag == "noscript" and self._javascript:
                node.children.clear()
        del self._open[depth:]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def updatepos(self, i: int, j: int) -> int:
        return j  # nobody asks for line numbers, and counting them is a tenth of the work


def parse(html: str, javascript: bool = True) -> Node:
    """A tree of markup; what stands in <noscript> is left out if there is JavaScript."""
    parser = _Parser(javascript)
    parser.feed(html)
    parser.close()
    return parser.root


def _settle(node: Node) -> None:
    """The value with which a control starts."""
    if node.tag == "textarea":
        node.value = node.content.removeprefix("\n")
    elif node.tag == "option" and "value" not in node.attributes:
        node.value = node.content.strip()
    elif node.is_choice and "value" not in node.attributes:
        node.value = "on"
    elif node.tag == "input":
        node.value = sanitized(node, node.value)


_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_DATE = re.compile(r"\d{4,}-\d\d-\d\d\Z", re.ASCII)


def sanitized(node: Node, text: str) -> str:
    """What an <input> holds after someone has entered a text.

    Source: HTML standard, value sanitization algorithm.
    """
    if node.type == "number":
        return text if _NUMBER.match(text) else ""
    if node.type == "date":
        return text if _DATE.match(text) else ""
    if node.type == "range":
        return _on_scale(node, text)
    return text.replace("\r", "").replace("\n", "") if node.type != "hidden" else text


def _on_scale(node: Node, text: str) -> str:
    """The nearest place on the scale of a slider; its middle for what is no number."""
    low, high, step = (float(node.get(name)) if _NUMBER.match(node.get(name)) else 0.0 for name in ("min", "max", "step"))
    high = high if node.get("max") else 100.0
    number = float(text) if _NUMBER.match(text) else (low + high) / 2
    if node.get("step") != "any":
        step = step or 1.0
        number = low + round((min(max(number, low), high) - low) / step) * step
        number -= step if number > high and not isclose(number, high) else 0
    number = min(max(number, low), high)
    if _NUMBER.match(text) and isclose(number, float(text), abs_tol=1e-12):
        return text
    return str(int(number)) if number.is_integer() else repr(round(number, 12))
