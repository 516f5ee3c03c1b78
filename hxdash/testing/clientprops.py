"""What clientside callbacks set, shown as static/clientside/props.js does."""

from __future__ import annotations

import json
from typing import Any

from hxdash.dcc.options import encode_option
from hxdash.encoding import dumps
from hxdash.markup import classes, style_text
from hxdash.steps import Key
from hxdash.testing.document import STYLES, Document
from hxdash.testing.exchange import Impossible
from hxdash.testing.tree import Node

FIELDS = frozenset({"text", "number", "numbers", "date", "option", "options", "json", "part", "dialog", "address"})


def show(document: Document, key: Key, kind: str, value: Any) -> bool:
    """Show a property as static/clientside/props.js does.

    Args:
        document: the page.
        key: id and prop.
        kind: hxdash.kinds.
        value: plain.

    Returns:
        Whether that can be done without the server.
    """
    node, (way, _, own) = document.by_id(key[0]), kind.partition(" ")
    assert node is not None
    if way == "children":
        return _show_text(document, node, value if isinstance(value, list) else [value])
    if way in ("attr", "word", "url", "image", "class", "style"):
        return _show_attribute(document, node, way, own, value)
    if way == "count":
        STYLES["count"](document, node, {key[1]: value})
    elif way == "figure":
        STYLES["figure"](document, node, {**json.loads(script_of(node).content), **(value or {})})
    elif way in FIELDS:
        _fill(document, node, key, way, value)
    return way != ""


def _show_text(document: Document, node: Node, parts: list[Any]) -> bool:
    if any(isinstance(p, (list, dict)) for p in parts) or any("id" in n.attributes for n in node.walk() if n is not node):
        return False
    node.place(0, [_text(p) for p in parts if p is not None and not isinstance(p, bool)], len(node.children))
    document.changed()
    return True


def _show_attribute(document: Document, node: Node, way: str, own: str, value: Any) -> bool:
    if isinstance(value, (list, dict)) and way != "style":
        return False
    if way == "class":
        own, value = "class", classes(own, value)
    elif way == "style":
        own, value = "style", ";".join(filter(None, (own, style_text(value)))) or None
    is_absent = value is None or (value is False and way != "word")
    STYLES["attrs"](document, node, {own: None if is_absent else value if value is True and way != "word" else _text(value)})
    return True


def _fill(document: Document, node: Node, key: Key, way: str, value: Any) -> None:
    """Write into a field."""
    hidden = [n for n in node.walk() if n.get("name") == f"v:{key[0]}.{key[1]}" and n.type == "hidden"]
    box = document.by_id(f"{key[0]}.{key[1]}") or next(iter(hidden), node)
    if way in ("number", "numbers"):
        STYLES["value"](document, node, [_text(v) for v in (value if isinstance(value, list) else [value])])
    elif way == "options":
        STYLES["value"](document, node, [encode_option(v) for v in value or ()])
    elif way == "option":
        STYLES["value"](document, box, encode_option(value))
    elif way in ("text", "date"):
        STYLES["value"](document, box, "" if value is None else value)
    else:
        raise Impossible(f"hxdash.testing cannot set {key[0]}.{key[1]}")


def _text(value: Any) -> str:
    """A value as JavaScript writes it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else dumps(value)


def script_of(node: Node) -> Node:
    """The script in a chart that holds its figure."""
    return next(n for n in node.walk() if n.tag == "script")
