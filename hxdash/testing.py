"""Room 15. Drive a page in process, over HTTP and without a browser: a client that does what static/hxdash.js does.

    with Client(app) as client:
        page = client.get("/")
        page["name"].value = "Ada"  # one request, exactly the one that a browser would send
        assert page["greeting"].text == "Hello, Ada"
        assert page.calls == ["greet"]

What a page holds is real: the answers' pieces are swapped into a tree of elements, hidden state goes along with the next request,
and what a user could not do raises `Impossible`. `get(path, javascript=False)` takes the same page as a plain form. The scripts of single
components (what a Dropdown writes on its button, how Plotly draws) do not run; for these there are browser tests.
`AsyncClient` is the same with `await` before every action.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from abc import abstractmethod
from array import array
from base64 import b64decode
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from html.parser import HTMLParser
from math import isclose
from typing import Any, Generic, Self, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from hxdash.callback import Callback
from hxdash.dcc.options import decode_option, encode_option
from hxdash.exceptions import DashException, closest
from hxdash.ids import Id, id_text
from hxdash.markup import VOID, element, escape
from hxdash.run import OBSERVER

ORIGIN = "http://localhost"
Done = TypeVar("Done")  # what an action gives: the page, or something to await that gives it
Fields: TypeAlias = list[tuple[str, str]]


class Impossible(Exception):
    """Raised for what a user could not do on this page. `force=True` does it all the same."""


class Refused(Exception):
    """Raised for an answer of another status than 200.

    Args:
        status: of the answer.
        text: its body.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text.strip()[:500]}")
        self.status, self.text = status, text


@dataclass(frozen=True)
class Exchange:
    """One request and its answer.

    Args:
        method, url: of the request.
        fields: names and values that were sent, in order.
        status, headers, text: of the answer.
        parts: the pieces in which a streamed answer came; of a plain answer the whole.
        calls: names of the callbacks that it ran, in the order in which they finished.
    """

    method: str
    url: str
    fields: Fields
    status: int
    headers: httpx.Headers
    text: str
    parts: list[str]
    calls: list[str]

    def sent(self, name: str) -> list[str]:
        """The values sent under a name, such as "v:city.value" or "_t"."""
        return [value for key, value in self.fields if key == name]


# -- the tree of elements ----------------------------------------------------------------------------------------------

_clicks = itertools.count(1)
_BLOCKS = frozenset(
    "address article aside blockquote body br dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main nav ol option p pre section summary table tr ul".split()
)
_UNSEEN = frozenset({"script", "style", "template", "title"})
_TYPED = frozenset({"input", "textarea", "select"})
_BUTTONS = frozenset({"button", "submit", "reset", "image"})


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
        return "hidden" in self.attributes or "popover" in self.attributes

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


class Document:
    """A page's tree.

    Args:
        html: the whole page.
        javascript: whether the browser has it.
    """

    def __init__(self, html: str, javascript: bool) -> None:
        self.root = parse(html, javascript)
        self._nodes: list[Node] = []
        self._ids: dict[str, Node] = {}

    def changed(self) -> None:
        """Forget the index: elements came or went."""
        self._nodes, self._ids = [], {}

    def nodes(self) -> list[Node]:
        """All elements, in document order."""
        if not self._nodes:
            self._nodes = list(self.root.walk())
            for node in reversed(self._nodes):
                if "id" in node.attributes:
                    self._ids[node.attributes["id"]] = node  # the first of two counts
        return self._nodes

    def ids(self) -> dict[str, Node]:
        """All elements that have an id."""
        self.nodes()
        return self._ids

    def by_id(self, id: str) -> Node | None:
        """The element with an id."""
        return self.ids().get(id)

    def tags(self, tag: str) -> list[Node]:
        """The elements of a tag."""
        return [node for node in self.nodes() if node.tag == tag]

    def named(self, name: str) -> list[Node]:
        """The elements of a name."""
        return [node for node in self.nodes() if node.get("name") == name]

    def remove(self, unwanted: Iterable[Node]) -> None:
        """Take elements out of the page."""
        for node in list(unwanted):
            if node.parent is not None:
                node.parent.children.remove(node)
                node.parent = None
        self.changed()

    def append(self, box: Node, node: Node) -> None:
        """Put an element at the end of another."""
        box.place(len(box.children), [node])
        self.changed()

    def swap(self, target: Node, style: str, piece: Node) -> None:
        """Put one piece of an answer in its place.

        Raises:
            NotImplementedError: for a style that neither htmx nor `STYLES` has.
        """
        if style in STYLES:
            STYLES[style](self, target, json.loads(piece.content))
        else:
            _insert(target, style, piece.children)
        self.changed()


def _insert(target: Node, style: str, new: list[Node | str]) -> None:
    parent = target.parent
    here = parent.children.index(target) if parent is not None else 0
    if style in ("innerMorph", "outerMorph"):
        _keep_typed(target, new)
    if style in ("innerHTML", "innerMorph"):
        target.place(0, new, len(target.children))
    elif style in ("beforeend", "afterbegin", "error"):
        target.place(0 if style == "afterbegin" else len(target.children), new)
    elif style in ("outerHTML", "outerMorph", "beforebegin", "afterend", "delete") and parent is not None:
        start = here + (style == "afterend")
        parent.place(start, [] if style == "delete" else new, int(style in ("outerHTML", "outerMorph", "delete")))
    elif style != "none":
        raise NotImplementedError(f"hxdash.testing knows no swap style {style!r}; hxdash.testing.STYLES takes new ones")


def _keep_typed(old: Node, new: Iterable[Node | str]) -> None:
    """A morph keeps what was typed where the server's own value is as before, and what was checked by hand."""
    before = {_identity(node): node for node in old.walk() if node.tag in _TYPED}
    for node in (n for child in new if isinstance(child, Node) for n in child.walk()):
        was = before.get(_identity(node)) if node.tag in _TYPED else None
        if was is None:
            continue
        if was.is_choice and was.touched:
            node.checked, node.touched, node.rank = was.checked, True, was.rank
        elif not was.is_choice and _default(was) == _default(node):
            node.value = was.value


def _identity(node: Node) -> tuple[str, ...]:
    return (node.get("id"), node.get("name"), node.type, node.get("value") if node.is_choice else "")


def _default(node: Node) -> str:
    return node.content if node.tag == "textarea" else node.get("value")


# -- swap styles with a JSON payload: STYLES of static/hxdash.js ------------------------------------------------------------


def counters(node: Node) -> dict[str, str]:
    """The counters of an element: prop to digits, or "" for None."""
    counts = dict(parse_qsl(node.get("hx-count"), keep_blank_values=True))
    if prop := _button_prop(node):
        counts[prop] = node.value
    return counts


def _button_prop(node: Node) -> str:
    return node.get("name")[len(node.get("id")) + 3 :] if node.tag == "button" and node.get("name").startswith("n:") else ""


def _set_counters(document: Document, node: Node, changes: Mapping[str, Any]) -> None:
    known = counters(node)
    known.update({prop: "" if count is None else str(count) for prop, count in changes.items() if prop in known})
    if (prop := _button_prop(node)) in known:
        node.value = node.attributes["value"] = known[prop]
    if "hx-count" in node.attributes or any(p != prop for p in known):
        node.attributes["hx-count"] = urlencode(known)


def _set_attributes(document: Document, node: Node, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if value is None:
            node.attributes.pop(name, None)
        else:
            node.attributes[name] = "" if value is True else str(value)
        if name == "checked":
            node.checked, node.touched = value is not None, True


def _set_value(document: Document, node: Node, value: Any) -> None:
    values = value if isinstance(value, list) else [value]
    fields = [node] if node.tag in _TYPED else [f for f in node.walk() if f.tag == "input" and f.type in ("checkbox", "radio", "range")]
    for i, control in enumerate(fields):
        if control.is_choice:
            control.checked, control.touched = value is True or control.value in values, True
            control.rank = values.index(control.value) - len(values) if control.value in values else 0
        else:
            _set_text(control, str(values[i]) if i < len(values) and values[i] is not None else "")


def _set_text(control: Node, text: str) -> None:
    if control.tag == "select":
        for option in control.walk():
            option.checked = option.tag == "option" and option.value == text
    else:
        control.value = sanitized(control, text) if control.tag == "input" else text


def _set_state(document: Document, box: Node, changes: Mapping[str, Any]) -> None:
    for id, entry in changes.items():
        document.remove(document.named(f"s:{id}"))
        if entry:
            pairs = {"type": "hidden", "name": f"s:{id}", "value": entry[1], "form": "hx", "autocomplete": "off", "hx-group": entry[0]}
            document.append(box, Node("input", pairs))


def _set_figure(document: Document, node: Node, figure: Any) -> None:
    next(child for child in node.walk() if child.tag == "script").children[:] = [json.dumps(figure)]


def _set_title(document: Document, node: Node, title: str) -> None:
    for found in document.tags("title"):
        found.children[:] = [title]


STYLES: dict[str, Callable[[Document, Node, Any], None]] = {
    "attrs": _set_attributes,
    "value": _set_value,
    "count": _set_counters,
    "state": _set_state,
    "figure": _set_figure,
    "title": _set_title,
}


# -- controls ----------------------------------------------------------------------------------------------------------


def controls(node: Node, prop: str = "value") -> list[Node]:
    """The fields that hold a prop of a component: its own element, or those inside that are not another component's."""
    if node.tag in _TYPED:
        return [node]
    inside = [f for f in _named(node, prop) if not _is_mark(f)]
    return [f for f in inside if f.type == "range"] or inside


def untouched(node: Node, prop: str = "value") -> list[Node]:
    """The marks, still set, of a component whose value nobody has touched: hidden check boxes, cleared by its script."""
    return [] if node.tag in _TYPED else [f for f in _named(node, prop) if _is_mark(f) and f.checked]


def _named(node: Node, prop: str) -> Iterator[Node]:
    return (f for f in node.walk() if f.tag in _TYPED and f.get("name").endswith(f".{prop}") and _owner(f, node) is node)


def _is_mark(control: Node) -> bool:
    return control.type == "checkbox" and "hidden" in control.attributes


def _owner(control: Node, node: Node) -> Node:
    """`node`, unless a component between it and the control owns that; parts of a component have ids such as ID.list."""
    id = node.get("id")
    return next((n for n in control.upward() if n is node or (n.get("id") and not n.get("id").startswith(id + "."))), node)


def _in_order(boxes: list[Node], node: Node | None) -> list[Node]:
    """Checked boxes in the order of the clicks; before any, in the order that the server gave."""
    given = json.loads(node.get("hx-order") or "[]") if node is not None else []
    place = {text: i for i, text in enumerate(given)}
    return sorted(boxes, key=lambda box: (box.rank, place.get(box.value, len(place))))


def read(node: Node, prop: str = "value") -> Any:
    """The value that a control holds, as Python's."""
    fields = controls(node, prop)
    if not fields:
        raise Impossible(f"{node.get('id')!r} holds no {prop}; its text is {node.text[:40]!r}.")
    if untouched(node, prop):
        return None
    if fields[0] is node and node.type == "checkbox":
        return node.checked
    if fields[0].type == "radio":
        return next((decode_option(f.value) for f in fields if f.checked), None)
    if fields[0].type == "checkbox":
        return [decode_option(f.value) for f in _in_order([f for f in fields if f.checked], node)]
    values = [_typed(f) for f in fields]
    return values[0] if len(values) == 1 else values


def _typed(control: Node) -> Any:
    if control.tag == "select":
        chosen = [decode_option(option.value) for option in _chosen(control)]
        return chosen if "multiple" in control.attributes else next(iter(chosen), None)
    if control.type in ("number", "range"):
        number = float(control.value) if control.value else None
        return int(control.value) if control.value.lstrip("-").isdigit() else number
    return control.value


def _chosen(select: Node) -> list[Node]:
    """The chosen options; a closed list that has none shows its first."""
    options = [n for n in select.walk() if n.tag == "option"]
    chosen = [o for o in options if o.checked]
    return chosen if chosen or "multiple" in select.attributes else options[:1]


def enter(node: Node, prop: str, value: Any, force: bool = False) -> list[Node]:
    """Do what a user does to set a value.

    Returns:
        The fields that changed.

    Raises:
        Impossible: the control cannot take that value.
    """
    fields = controls(node, prop)
    if not fields:
        raise Impossible(f"{node.get('id')!r} is no control: nothing in it has a {prop}.")
    if not force:
        _check_usable(node)
        for part in [n for n in node.walk() if n is fields[0] and not n.is_choice or "popovertarget" in n.attributes]:
            _check_usable(part, repr(node.get("id")))
    if fields[0] is node and node.type == "checkbox":
        return _check([node], {node.value} if value else set(), [node.value])
    if fields[0].is_choice:
        return _choose(node, fields, value, force)
    if fields[0].tag == "select":
        return _select(node, fields[0], value, force)
    return _write(node, fields, value, force)


def _choose(node: Node, fields: list[Node], value: Any, force: bool) -> list[Node]:
    several = fields[0].type == "checkbox"
    if several and not isinstance(value, (list, tuple)):
        raise Impossible(f"{node.get('id')!r} takes a list of values, not {value!r}.")
    texts = [encode_option(v) for v in (value if several else [value])]
    if value is None and not any(f.value == "null" for f in fields):
        texts = []
    known = {f.value: f for f in fields}
    for text, wanted in zip(texts, value if several else [value], strict=False):
        if not force and text not in known:
            raise _no_option(node, wanted, known)
        if not force and not known[text].checked:
            _check_usable(known[text], f"The option {wanted!r} of {node.get('id')!r}")
    needed = not several or "data-required" in node.attributes
    if not texts and needed and not force and any(f.checked for f in fields):
        raise Impossible(f"Nobody can take back a choice in {node.get('id')!r}.")
    for text in texts:
        if text not in known:
            known[text] = _forged(fields[0], text)
    return _check(list(known.values()), set(texts), texts)


def _check(fields: list[Node], wanted: set[str], order: list[str]) -> list[Node]:
    before = [f.value for f in _in_order([f for f in fields if f.checked], fields[0].closest("hx-order"))]
    if before == order and wanted == set(before):
        return []
    for control in fields:
        control.checked, control.touched = control.value in wanted, True
    for text in order:
        for control in fields:
            if control.value == text:
                control.rank = next(_clicks)
    changed = [f for f in fields if (f.value in wanted) != (f.value in before)]
    return changed or [f for f in fields if f.checked][:1]


def _forged(like: Node, text: str) -> Node:
    """An option that is not on the page, for a test of what the server says to it."""
    forged = Node("input", {**like.attributes, "value": text, "data-forged": ""})
    assert like.parent is not None
    like.parent.place(0, [forged])
    return forged


def _no_option(node: Node, wanted: Any, known: Iterable[str]) -> Impossible:
    values = {str(value): value for value in map(decode_option, known)}
    near = get_close_matches(str(wanted), values, n=1)
    hint = f"did you mean {values[near[0]]!r}?" if near else f"they are {', '.join(map(repr, list(values.values())[:20]))}"
    return Impossible(f"{wanted!r} is not among the options of {node.get('id')!r}; {hint}")


def _select(node: Node, control: Node, value: Any, force: bool) -> list[Node]:
    texts = [encode_option(v) for v in (value if isinstance(value, (list, tuple)) else [value])]
    options = {n.value: n for n in control.walk() if n.tag == "option"}
    for text in texts:
        if text not in options and not force:
            raise _no_option(node, decode_option(text), options)
        if text not in options:
            options[text] = Node("option", {"value": text, "data-forged": ""})
            control.place(0, [options[text]])
    changed = [o.value for o in _chosen(control)] != texts
    for option in options.values():
        option.checked = option.value in texts
    return [control] if changed else []


def _write(node: Node, fields: list[Node], value: Any, force: bool) -> list[Node]:
    values = list(value) if isinstance(value, (list, tuple)) else [value]
    if len(values) != len(fields):
        raise Impossible(f"{node.get('id')!r} has {len(fields)} fields, {len(values)} values were given.")
    changed = []
    for control, one in zip(fields, values, strict=True):
        text = "" if one is None else one.isoformat() if hasattr(one, "isoformat") else str(one)
        kept = text if force or control.tag != "input" else sanitized(control, text)
        if not force:
            _check_fits(node, control, text, kept)
        # Text that is no number leaves the field of a number empty, but the browser tells that something was typed.
        if kept != control.value or (control.type == "number" and text and not kept):
            changed.append(control)
        control.value = kept
    return changed


def _check_fits(node: Node, control: Node, text: str, kept: str) -> None:
    id = node.get("id")
    if control.type == "range" and text != kept:
        scale = f"from {control.get('min') or 0} to {control.get('max') or 100} in steps of {control.get('step') or 1}"
        raise Impossible(f"{id!r} cannot stand at {text!r}: it goes {scale}.")
    marks = [m.get("data-value") for m in node.walk() if "data-value" in m.attributes] if control.get("step") == "any" else []
    if control.type == "range" and marks and not any(float(m) == float(kept) for m in marks):
        raise Impossible(f"{id!r} cannot stand at {text!r}: its marks are at {', '.join(marks)}.")
    if control.type == "date" and text and not kept:
        raise Impossible(f"{text!r} is no date (YYYY-MM-DD).")
    if control.get("maxlength").isdigit() and len(text) > int(control.get("maxlength")):
        raise Impossible(f"{id!r} takes {control.get('maxlength')} characters at most, {text!r} has {len(text)}.")


def _check_usable(node: Node, name: str = "") -> None:
    """Refuse what is disabled, read-only or hidden."""
    name = name or repr(node.get("id") or node.get("name"))
    if node.tag == "input" and node.type == "hidden":
        raise Impossible(f"{name} is hidden.")
    if "readonly" in node.attributes:
        raise Impossible(f"{name} is read-only.")
    if "disabled" in node.attributes or any(n.tag == "fieldset" and "disabled" in n.attributes for n in node.upward()):
        raise Impossible(f"{name} is disabled.")
    for around in node.upward():
        if ("hidden" in around.attributes and "popover" not in around.attributes) or re.search(r"display\s*:\s*none", around.get("style")):
            raise Impossible(f"{name} is hidden" + (f" in {around.get('id')!r}." if around is not node and around.get("id") else "."))


# -- from an event to a request ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trigger:
    """What an event on a control means.

    Args:
        group: of the control.
        key: ID.PROP.
        id, prop: of the key, where it is a counter.
        kind: "value", "tick" or "click".
        url: where to post.
    """

    group: str
    key: str
    id: str
    prop: str
    kind: str
    url: str


def triggers(target: Node, event: str) -> Iterator[Trigger]:
    """What hears an event: the element itself and, if it bubbles, those around it."""
    for node in target.upward() if event in ("click", "input", "change") else [target]:
        heard = {part.split()[0] for part in node.get("hx-trigger").split(",") if part.strip()}
        if event in heard and "hx-post" in node.attributes and "hx-group" in node.attributes:
            trigger = _trigger(node, target, event)
            if trigger is not None:
                yield trigger


def _trigger(node: Node, target: Node, event: str) -> Trigger | None:
    """`onEvent` of static/hxdash.js."""
    counts = counters(node)
    prop = {"click": "n_clicks", "every": "n_intervals"}.get(event, event)
    if prop not in counts:
        named = re.search(rf"{event}:(\S+)", node.get("hx-props"))
        prop = named[1] if named else ""
    own = target.closest("hx-post") is node
    key = f"{node.get('id')}.{prop}" if prop else target.get("name")[2:] if own else ""
    limit = node.get("hx-max")
    if not key or (prop in counts and limit and int(counts[prop] or 0) >= int(limit)):
        return None
    kind = "value" if prop not in counts else "tick" if event == "every" else "click"
    return Trigger(node.get("hx-group"), key, node.get("id"), prop, kind, node.get("hx-post"))


def collect(document: Document, group: str, keys: Iterable[str]) -> Fields:
    """The body of a request: the whole group, as it is at this moment; disabled fields too."""
    body = [("_p", document.named("_p")[0].value), ("_g", group), *(("_t", key) for key in keys)]
    for owner in document.nodes():
        if group not in owner.get("hx-group").split():
            continue
        body += [(f"n:{owner.get('id')}.{prop}", count) for prop, count in counters(owner).items()]
        body += _values([f for f in owner.walk() if _is_sent(f) and f.closest("hx-group") is owner], owner)
    return body


def _is_sent(control: Node) -> bool:
    return bool(control.tag in _TYPED and control.get("name") and control.type not in _BUTTONS and control.type != "file")


def _values(fields: list[Node], owner: Node | None = None) -> Fields:
    """Names and values; check boxes in the order of the clicks."""
    ordered = iter(_in_order([f for f in fields if f.type == "checkbox" and f.checked], owner))
    out: Fields = []
    for control in fields:
        if control.tag == "select":
            out += [(control.get("name"), option.value) for option in _chosen(control)]
        elif control.is_choice and not control.checked:
            continue
        else:
            control = next(ordered) if control.type == "checkbox" and owner is not None else control
            out.append((control.get("name"), control.value))
    return out


def form_of(document: Document, node: Node) -> Node | None:
    """The form to which a control belongs."""
    if "form" in node.attributes:
        return document.by_id(node.get("form"))
    return next((n for n in node.upward() if n.tag == "form"), None)


def form_fields(document: Document, form: Node, button: Node | None) -> Fields:
    """What a form posts by itself when a button is pressed.

    Source: HTML standard, constructing the entry list.
    """
    out: Fields = []
    for node in document.nodes():
        pressed = node is button and node.get("name")
        if not (pressed or _is_sent(node)) or form_of(document, node) is not form or "disabled" in node.attributes:
            continue
        out += [(node.get("name"), node.value)] if pressed else _values([node])
    return [(name, value.replace("\n", "\r\n")) for name, value in out]


# -- the page ----------------------------------------------------------------------------------------------------------


class BasePage(Generic[Done]):
    """A page as a user has it. Actions of a `Page` give the page itself, those of an `AsyncPage` are awaited.

    Attributes:
        requests: all that was posted, with the answers.
        last: the newest exchange; at first the one that loaded the page.
        calls: names of the callbacks that the last action (or the load) ran, in the order in which they finished.
    """

    def __init__(self, client: BaseClient, javascript: bool) -> None:
        self._client, self._javascript = client, javascript
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.document = Document("", javascript)
        self.requests: list[Exchange] = []
        self.calls: list[str] = []
        self.last: Exchange

    @abstractmethod
    def _do(self, work: Coroutine[Any, Any, None]) -> Done:
        """Carry an action out."""

    # -- what there is to see --

    def __getitem__(self, id: Id) -> Element:
        """The component with an id.

        Raises:
            Impossible: there is none.
        """
        self.node(id)
        return Element(self, id)

    def __contains__(self, id: Id) -> bool:
        return self.document.by_id(id_text(id)) is not None

    def node(self, id: Id) -> Node:
        """The element with an id.

        Raises:
            Impossible: there is none.
        """
        text = id_text(id)
        found = self.document.by_id(text)
        if found is None:
            known = [i for i in self.document.ids() if not i.startswith("hx-")]
            raise Impossible(f"No element has the id {text!r}; {closest(text, known) or 'there are ' + ', '.join(map(repr, known[:30]))}")
        return found

    @property
    def title(self) -> str:
        """The title of the page."""
        return next((node.content for node in self.document.tags("title")), "")

    @property
    def text(self) -> str:
        """All text of the page as it reads."""
        return next(iter(self.document.tags("body")), self.document.root).text

    @property
    def errors(self) -> list[str]:
        """The texts of the error boxes."""
        box = self.document.by_id("hx-errors")
        return [child.text for child in box.children if isinstance(child, Node)] if box else []

    # -- what there is to do --

    def set(self, id: Id, value: Any, *, prop: str = "value", force: bool = False) -> Done:
        """Set a control, as by typing or choosing, and leave it at that. What does not change it sends nothing.

        Args:
            id: of the component.
            value: as callbacks see it: text, number, an option's value, a list of them in the order of the clicks.
            prop: which one, if it holds several.
            force: send also what a user could not enter; a refusal then does not raise, it is in `last`.

        Raises:
            Impossible: the control cannot take that.
            Refused: the server did not.
        """
        return self._do(self._set([(id, value)], ("input", "change"), prop, force))

    def set_many(self, values: Mapping[str, Any] | Iterable[tuple[Id, Any]], *, force: bool = False) -> Done:
        """Set several controls so quickly that one request tells of them all (one for each group).

        Args:
            values: id to value, or pairs of them.
            force: as for `set`.
        """
        pairs = list(values.items()) if isinstance(values, Mapping) else list(values)
        return self._do(self._set(pairs, ("input", "change"), "value", force))

    def drag(self, id: Id, value: Any, *, prop: str = "value", force: bool = False) -> Done:
        """Move a slider without letting go of it."""
        return self._do(self._set([(id, value)], ("input",), prop, force))

    def click(self, id: Id, *, force: bool = False) -> Done:
        """Click. Without JavaScript only a button of a form can be clicked, and the form is sent."""
        return self._do(self._click(id, force))

    def submit(self, id: Id) -> Done:
        """Press Enter in a field."""
        return self._do(self._emit(id, "n_submit"))

    def blur(self, id: Id) -> Done:
        """Leave a field."""
        return self._do(self._emit(id, "n_blur"))

    def tick(self, id: Id) -> Done:
        """Let the time of an Interval pass once; nothing happens if it is stopped."""
        return self._do(self._emit(id, "every"))

    def apply(self) -> Done:
        """Without JavaScript: press Apply, which sends the whole form."""
        return self._do(self._submit_form(None))

    # -- how it is done --

    async def _set(self, pairs: Iterable[tuple[Id, Any]], events: Sequence[str], prop: str, force: bool) -> None:
        heard: list[Trigger] = []
        self.calls = []
        for id, value in pairs:
            node = self.node(id)
            fresh = untouched(node, prop)
            changed = enter(node, prop, value, force) or (controls(node, prop)[:1] if force or fresh else [])
            if self._javascript:
                for mark in fresh:
                    mark.checked, mark.touched = False, True
            self.document.changed()  # by what was forged
            heard += [trigger for event in events for target in changed for trigger in triggers(target, event)]
        if self._javascript:
            await self._send_all(heard, force)

    async def _click(self, id: Id, force: bool) -> None:
        node = self.node(id)
        self.calls = []
        if not force:
            _check_usable(node)
        if not self._javascript:
            return await self._submit_form(node)
        heard = list(triggers(node, "click"))
        if not heard and node.tag == "a" and node.get("href"):
            raise Impossible(f"{id_text(id)!r} is a link; follow it with client.get({node.get('href')!r})")
        await self._send_all(heard, force)
        return None

    async def _emit(self, id: Id, event: str) -> None:
        node = self.node(id)
        self.calls = []
        if event != "every":
            _check_usable(node)
        if self._javascript:
            await self._send_all(list(triggers(node, event)), force=False)
        elif event == "n_submit":
            await self._submit_form(None)
        elif event == "every":
            raise Impossible("Without JavaScript nothing ticks.")

    async def _send_all(self, heard: list[Trigger], force: bool) -> None:
        """Edits of one group make one request; every click is one of its own."""
        bundles: dict[Any, list[Trigger]] = {}
        for trigger in dict.fromkeys(heard):
            bundles.setdefault((trigger.group, trigger if trigger.kind == "click" else None), []).append(trigger)
        try:
            for together in bundles.values():
                await self._send([t for t in together if self.document.by_id(t.id)], force)
        finally:
            if force:
                self.document.remove(n for n in self.document.nodes() if "data-forged" in n.attributes)

    async def _send(self, together: list[Trigger], force: bool) -> None:
        if not together:
            return
        group = together[0].group
        async with self._locks[group]:
            for trigger in together:
                if trigger.kind != "value":
                    self._raise_counter(trigger)
            body = collect(self.document, group, [t.key for t in together])
            exchange = await self._client._exchange("POST", together[0].url, body, {"HX-Request": "true"})
            self._note(exchange)
            if exchange.status == 200:
                self._land(exchange, group)
            else:
                self._report(exchange, group, force)

    def _raise_counter(self, trigger: Trigger) -> None:
        node = self.node(trigger.id)
        count = int(counters(node)[trigger.prop] or 0) + 1
        _set_counters(self.document, node, {trigger.prop: count, f"{trigger.prop}_timestamp": int(time.time() * 1000)})

    def _note(self, exchange: Exchange) -> None:
        self.last = exchange
        self.requests.append(exchange)
        self.calls = [*self.calls, *exchange.calls]

    def _land(self, exchange: Exchange, group: str) -> None:
        self.document.remove(n for n in self.document.nodes() if n.get("class") == "hx-error" and n.get("hx-group") == group)
        for part in exchange.parts:
            for piece in [p for p in parse(part).children if isinstance(p, Node) and p.tag == "hx-partial"]:
                target = self.document.by_id(piece.get("id"))
                if target is not None:
                    self.document.swap(target, piece.get("hx-swap"), piece)
        self._drop_orphans()

    def _drop_orphans(self) -> None:
        """The snapshot of a component that has left the page goes with it."""
        names = [(n, n.get("name")) for n in self.document.nodes() if n.tag == "input"]
        self.document.remove(n for n, name in names if name.startswith("s:") and not self.document.by_id(name[2:]))

    def _report(self, exchange: Exchange, group: str, force: bool) -> None:
        text = f"{'This change was refused' if exchange.status < 500 else 'The server failed'} ({exchange.status})."
        box = Node("div", {"class": "hx-error", "hx-group": group})
        box.children.append(text)
        if errors := self.document.by_id("hx-errors"):
            self.document.append(errors, box)
        if not force:
            raise Refused(exchange.status, exchange.text)

    async def _submit_form(self, button: Node | None) -> None:
        """Without JavaScript: send a form, and get a whole page."""
        self.calls = []
        if self._javascript:
            raise Impossible("A page with JavaScript has no Apply: every change is sent at once.")
        form = self.document.by_id("hx") if button is None else form_of(self.document, button)
        if form is None or (button is not None and button.type != "submit"):
            name = "This page" if button is None else repr(button.get("id"))
            raise Impossible(f"{name} has no form to send; without JavaScript only a button sends something.")
        url = form.get("action") or self.last.url
        exchange = await self._client._exchange("POST", url, form_fields(self.document, form, button), {}, follow=True)
        self._note(exchange)
        if exchange.status != 200:
            raise Refused(exchange.status, exchange.text)
        self.document = Document(exchange.text, self._javascript)

    async def _load(self, url: str, status: int) -> None:
        self.last = await self._client._exchange("GET", url, [], {}, follow=True)
        self.calls = self.last.calls
        if self.last.status != status:
            raise Refused(self.last.status, self.last.text)
        self.document = Document(self.last.text, self._javascript)


class Page(BasePage["Page"]):
    """A page of a `Client`."""

    _client: Client

    def _do(self, work: Coroutine[Any, Any, None]) -> Page:
        self._client._wait(work)
        return self


class AsyncPage(BasePage[Awaitable["AsyncPage"]]):
    """A page of an `AsyncClient`: every action is awaited."""

    async def _do(self, work: Coroutine[Any, Any, None]) -> AsyncPage:
        await work
        return self


class Element:
    """A component on a page, as it is at each moment: it follows what answers do to it.

    Args:
        page: the page.
        id: of the component.
    """

    __slots__ = ("_id", "_page")

    def __init__(self, page: BasePage[Any], id: Id) -> None:
        self._page, self._id = page, id

    def __repr__(self) -> str:
        return self.html

    @property
    def node(self) -> Node:
        """The element in the tree.

        Raises:
            Impossible: it has left the page.
        """
        return self._page.node(self._id)

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
        if isinstance(self._page, AsyncPage):
            raise TypeError(f"an assignment cannot be awaited; await page.set({self._id!r}, {value!r})")
        self._page.set(self._id, value)

    def read(self, prop: str) -> Any:
        """What the control holds of one of several props, such as start_date."""
        return read(self.node, prop)

    @property
    def options(self) -> list[dict[str, Any]]:
        """The options to choose from: {"label", "value"}, and "disabled": True where one is."""
        node = self._page.document.by_id(id_text(self._id) + ".options") or self.node
        return [_option(n) for n in node.walk() if n.is_choice or n.tag == "option"]

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


# -- the clients -------------------------------------------------------------------------------------------------------


@dataclass
class BaseClient:
    """What the clients share. An exception that the app does not answer comes out of the action that caused it.

    Args:
        app: a Dash app, or any ASGI app.
        path: where the Dash app is mounted in it.
        headers: sent with every request.
        cookies: of the browser, by name; answers may change them.
    """

    app: Callable[..., Awaitable[None]]
    path: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    http: httpx.AsyncClient | None = field(default=None, init=False, repr=False)

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        transport = httpx.ASGITransport(self.app)
        headers = {"Accept-Encoding": "identity", **self.headers}
        async with (
            _lifespan(self.app),
            httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, cookies=dict(self.cookies)) as self.http,
        ):
            yield
        self.http = None

    def _url(self, path: str) -> str:
        return "/" + "/".join(part for part in (self.path.strip("/"), path.lstrip("/")) if part) + ("/" if path == "/" != self.path else "")

    async def _request(self, method: str, url: str, **more: Any) -> httpx.Response:
        if self.http is None:
            raise RuntimeError(f"The client is not open; write: with {type(self).__name__}(app) as client")
        return await self.http.request(method, url, **more)

    async def _exchange(self, method: str, url: str, fields: Fields, headers: dict[str, str], *, follow: bool = False) -> Exchange:
        """Send as a browser sends, and note which callbacks run."""
        calls: list[str] = []
        token = OBSERVER.set(lambda callback: calls.append(_name(callback)))
        more: dict[str, Any] = {}
        if method == "POST":
            headers = {**headers, "Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
            more["content"] = urlencode(fields)
        try:
            response = await self._request(method, url, headers=headers, follow_redirects=follow, **more)
        finally:
            OBSERVER.reset(token)
        text, mark = response.text, response.headers.get("HX-Stream")
        parts = text.split(f"<!--{mark}-->") if mark else [text]
        if mark and parts.pop().strip():
            raise Refused(response.status_code, "the streamed answer was cut off")
        return Exchange(method, str(response.url), fields, response.status_code, response.headers, text, parts, calls)


class Client(BaseClient):
    """A browser for tests.

        with Client(app) as client:
            page = client.get("/")

    The app runs on an event loop of its own thread; no sockets are opened. The arguments are those of `BaseClient`.
    """

    _portal: BlockingPortal | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._portal = stack.enter_context(start_blocking_portal())
            stack.enter_context(self._portal.wrap_async_context_manager(self._running()))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()
        self._portal = None

    def _wait(self, work: Coroutine[Any, Any, Done]) -> Done:
        if self._portal is None:
            work.close()
            raise RuntimeError("The client is not open; write: with Client(app) as client")
        async def run() -> Done:
            return await work

        return self._portal.call(run)

    def get(self, path: str = "/", *, javascript: bool = True, status: int = 200) -> Page:
        """Load a page.

        Args:
            path: within the app, with a query if need be.
            javascript: False: the browser has none, so the page is one form.
            status: what the answer must have.

        Raises:
            Refused: it has another.
        """
        page = Page(self, javascript)
        self._wait(page._load(self._url(path), status))
        return page

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send any request: for files, for routes of your own, for forgeries. `more` is as for httpx."""
        return self._wait(self._request(method, self._url(path), **more))


class AsyncClient(BaseClient):
    """A browser for tests, within the test's own event loop.

        async with AsyncClient(app) as client:
            page = await client.get("/")
            await page.set("name", "Ada")

    The arguments are those of `BaseClient`.
    """

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        await self._stack.enter_async_context(self._running())
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stack.aclose()

    async def get(self, path: str = "/", *, javascript: bool = True, status: int = 200) -> AsyncPage:
        """Load a page; see `Client.get`."""
        page = AsyncPage(self, javascript)
        await page._load(self._url(path), status)
        return page

    async def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send any request; see `Client.request`."""
        return await self._request(method, self._url(path), **more)


def _name(callback: Callback) -> str:
    return callback.name


@asynccontextmanager
async def _lifespan(app: Callable[..., Awaitable[None]]) -> AsyncIterator[None]:
    """Start-up and shutdown of an app, as a server does them.

    Source: ASGI specification, lifespan protocol: an app that raises at once does not take part.
    """
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def life() -> None:
        await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, inbox.get, outbox.put)

    async def tell(event: str) -> None:
        inbox.put_nowait({"type": f"lifespan.{event}"})
        answer = asyncio.create_task(outbox.get())
        await asyncio.wait({task, answer}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
        elif answer.result()["type"].endswith(".failed"):
            await task
            raise RuntimeError(answer.result().get("message") or f"{event} failed")

    task = asyncio.create_task(life())
    await tell("startup")
    if task.done() and isinstance(task.exception(), DashException):
        await task
    yield
    if not task.done():
        await tell("shutdown")
        await task


__all__ = ["STYLES", "AsyncClient", "AsyncPage", "Client", "Element", "Exchange", "Impossible", "Node", "Page", "Refused"]
