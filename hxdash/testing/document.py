"""A page's document, and the swap styles by which pieces of an answer change it: htmx's own, and those of static/hxdash.js."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from hxdash.patch import apply, unwire
from hxdash.testing.files import Chosen, is_sent
from hxdash.testing.tree import TYPED, Node, parse, sanitized
from hxdash.testing.widgets import show_dialog

_CHILD = re.compile(r'\[id="((?:[^"\\]|\\.)*)"\]>:nth-(last-)?child\((\d+)\)\Z', re.S)


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
        self.files: dict[str, list[Chosen]] = {}  # what the user has chosen, by id of the Upload
        self.kept: Any = None  # what the browser keeps for Stores (hxdash.testing.storage)
        self.downloads: dict[str, str] = {}  # where the newest file of a Download or table is, by its id
        self.follow: dict[str, list[str]] = {}  # what other groups have to send because of an answer
        self.moves: list[tuple[Node, dict[str, Any]]] = []  # Locations, and what an answer set of the address
        self.kinds: dict[str, str] = {}  # how clientside callbacks read and show "ID.PROP"
        self.values: dict[str, Any] = {}  # what they are told of it

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

    def sent_files(self, group: str, keys: list[str]) -> list[tuple[str, list[Chosen]]]:
        """What was chosen in Uploads of a group, as far as it travels with these triggers."""
        boxes = {id: node for id in self.files if (node := self.by_id(id)) is not None and node.get("hx-group") == group}
        return [(id, self.files[id]) for id, node in boxes.items() if is_sent(node, keys)]

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

    def targets(self, piece: Node) -> list[Node]:
        """What a piece of an answer is for.

        Raises:
            NotImplementedError: for a selector other than those that hxdash writes.
        """
        selector = piece.get("hx-target")
        if not selector:
            found = self.by_id(piece.get("id"))
            return [found] if found is not None else []
        match = _CHILD.match(selector)
        if match is None:
            raise NotImplementedError(f"hxdash.testing cannot find {selector!r}")
        id = re.sub(r"\\(?:([0-9a-f]+) |(.))", lambda m: chr(int(m[1], 16)) if m[1] else m[2], match[1])
        around = self.by_id(id)
        elements = [c for c in around.children if isinstance(c, Node)] if around is not None else []
        place = int(match[3])
        return (elements[-place:][:1] if place <= len(elements) else []) if match[2] else elements[place - 1 : place]

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
    if style == "outerMorph":  # what comes again as somebody's children starts anew
        _keep_typed(target, new)
    if style == "outerMorph" and len(new) == 1 and isinstance(new[0], Node) and new[0].tag == target.tag:
        target.become(new[0])
        return
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
    before = {_identity(node): node for node in old.walk() if node.tag in TYPED}
    for node in (n for child in new if isinstance(child, Node) for n in child.walk()):
        was = before.get(_identity(node)) if node.tag in TYPED else None
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


# -- styles with a JSON payload -----------------------------------------------------------------------------------------


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
    fields = [node] if node.tag in TYPED else [f for f in node.walk() if f.tag == "input" and f.type in ("checkbox", "radio", "range")]
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
    script = next(child for child in node.walk() if child.tag == "script")
    kept = json.loads(script.content)["layout"].get("uirevision")
    script.children[:] = [json.dumps(figure)]
    if not kept or kept != figure["layout"].get("uirevision"):
        _set_events(document, node, {"figure": ""})


def _set_events(document: Document, node: Node, events: Mapping[str, str]) -> None:
    for prop, text in events.items():
        for control in (n for n in node.walk() if n.tag == "input" and n.get("name") == f"v:{node.get('id')}.{prop}"):
            control.value = text


def _add_points(document: Document, node: Node, points: Mapping[str, Any]) -> None:
    """`extendTraces` and `prependTraces` of plotly.js."""
    script = next(child for child in node.walk() if child.tag == "script")
    figure = json.loads(script.content)
    for name, added in points["data"].items():
        for trace, values in zip(points["traces"], added, strict=True):
            most = points["most"][name][trace] if isinstance(points["most"], dict) else points["most"]
            old = figure["data"][trace].get(name) or []
            both = [*values, *old] if points["before"] else [*old, *values]
            figure["data"][trace][name] = both if most is None or most < 0 else both[:most] if points["before"] else both[-most or len(both) :]
    script.children[:] = [json.dumps(figure)]


def _patch_figure(document: Document, node: Node, change: Mapping[str, Any]) -> None:
    script = next(child for child in node.walk() if child.tag == "script")
    figure = json.loads(script.content)
    parts = {"data": [], "layout": {}, **figure}
    bundles = [figure.get("bundle", "basic"), change["bundle"]]
    script.children[:] = [json.dumps({**apply(parts, unwire(change["patch"])), "bundle": max(bundles, key=_BUNDLES.index)})]


_BUNDLES = ["basic", "cartesian", "strict"]


def _set_order(document: Document, node: Node, parts: list[int | str]) -> None:
    old = [child for child in node.children if isinstance(child, Node)]
    node.place(0, [part if isinstance(part, str) else old[part] for part in parts], len(node.children))


def _set_tab(document: Document, node: Node, look: Mapping[str, Any]) -> None:
    _set_attributes(document, node, look)  # the page shows then which is chosen


def _set_address(document: Document, node: Node, change: dict[str, Any]) -> None:
    document.moves.append((node, change))  # the page goes there


def _set_title(document: Document, node: Node, title: str) -> None:
    for found in document.tags("title"):
        found.children[:] = [title]


def _set_upload(document: Document, node: Node, changes: Mapping[str, Any]) -> None:
    """`upload` of static/dcc/upload.js: what the field takes; with nothing said, the choice is taken back."""
    if not changes:
        document.files.pop(node.get("id"), None)
    for control in (n for n in node.walk() if n.tag == "input" and n.type == "file" and n.parent is node):
        _set_attributes(document, control, changes)


def _set_download(document: Document, node: Node, link: Mapping[str, str]) -> None:
    document.downloads[node.get("id")] = link["href"]


def _set_follow(document: Document, box: Node, groups: dict[str, list[str]]) -> None:
    for group, names in groups.items():
        document.follow[group] = [*document.follow.get(group, ()), *names]


def _set_values(document: Document, box: Node | None, told: Mapping[str, Mapping[str, Any]]) -> None:
    for group in told.values():
        for key in (*group.get("x", ()), *group.get("k", ())):
            document.remove(document.named(f"c:{key}"))
        for key in group.get("k", ()):
            document.values.pop(key, None)
        document.kinds.update(group.get("k", {}))
        document.values.update(group.get("v", {}))


STYLES: dict[str, Callable[[Document, Node, Any], None]] = {
    "attrs": _set_attributes,
    "value": _set_value,
    "count": _set_counters,
    "state": _set_state,
    "figure": _set_figure,
    "figurepatch": _patch_figure,
    "fetch": _set_download,
    "graphdata": _set_events,
    "upload": _set_upload,
    "graphpoints": _add_points,
    "order": _set_order,
    "tab": _set_tab,
    "dialog": lambda document, owner, is_open: show_dialog(owner, is_open),
    "location": _set_address,
    "title": _set_title,
    "follow": _set_follow,
    "download": _set_download,
    "loading": _set_attributes,
    "locate": lambda document, box, data: None,
    "due": lambda document, box, data: None,
    "values": _set_values,
    "flow": lambda document, box, data: None,  # the client waits for the end of every answer
    "running": lambda document, box, data: None,
}
