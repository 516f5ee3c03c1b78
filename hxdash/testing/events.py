"""From an event to the request that it makes: what hears it, and what is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hxdash.testing.controls import chosen_options, in_order, is_disabled
from hxdash.testing.document import Document, counters
from hxdash.testing.exchange import Fields
from hxdash.testing.tree import TYPED, Node

_BUTTONS = frozenset({"button", "submit", "reset", "image"})


@dataclass(frozen=True)
class Trigger:
    """What an event on a control means.

    Args:
        group: of the control.
        key: ID.PROP.
        id, prop: of the key, where it is a counter.
        kind: "value", "tick" or "click".
        url: where to post.
        field: name and value of the button that was pressed, if they say what it does.
    """

    group: str
    key: str
    id: str
    prop: str
    kind: str
    url: str
    field: tuple[str, str] | None = None


def triggers(target: Node, event: str) -> Iterator[Trigger]:
    """What hears an event: the element itself and, if it bubbles, those around it."""
    if event == "click" and target.tag == "button" and target.get("name").startswith("v:"):
        around = target.closest("hx-post")
        if around is not None:
            key = target.get("name")[2:]
            yield Trigger(around.get("hx-group"), key, around.get("id"), key.rpartition(".")[2], "value", around.get("hx-post"), (target.get("name"), target.value))
        return
    for node in target.upward() if event in ("click", "input", "change") else [target]:
        heard = {part.split()[0] for part in node.get("hx-trigger").split(",") if part.strip()}
        if event in heard and "hx-post" in node.attributes and "hx-group" in node.attributes:
            yield from _triggers(node, target, event)


def _triggers(node: Node, target: Node, event: str) -> Iterator[Trigger]:
    """`onEvent` of static/hxdash.js."""
    counts = counters(node)
    prop = {"click": "n_clicks", "every": "n_intervals"}.get(event, event)
    if prop not in counts:
        named = re.search(rf"{event}:(\S+)", node.get("hx-props"))
        prop = named[1] if named else ""
    own = target.closest("hx-post") is node
    keys = [f"{node.get('id')}.{one}" for one in prop.split(",")] if prop else [target.get("name")[2:] if own else ""]
    limit = node.get("hx-max")
    if not keys[0] or (prop in counts and limit and int(counts[prop] or 0) >= int(limit)):
        return
    kind = "value" if prop not in counts else "tick" if event == "every" else "click"
    for key in keys:
        yield Trigger(node.get("hx-group"), key, node.get("id"), prop, kind, node.get("hx-post"))


def told(node: Node, props: Iterable[str]) -> list[Trigger]:
    """What the script of a component says has changed."""
    id = node.get("id")
    return [Trigger(node.get("hx-group"), f"{id}.{prop}", id, prop, "value", node.get("hx-post")) for prop in props]


def collect(document: Document, group: str, keys: Iterable[str]) -> Fields:
    """The body of a request: the whole group, as it is at this moment; disabled fields too."""
    body = [("_p", document.named("_p")[0].value), ("_g", group), *(("_t", key) for key in keys)]
    for owner in document.nodes():
        if group not in owner.get("hx-group").split():
            continue
        body += [(f"n:{owner.get('id')}.{prop}", count) for prop, count in counters(owner).items()]
        body += sent_values([f for f in owner.walk() if _is_sent(f) and f.closest("hx-group") is owner], owner)
    return body


def _is_sent(control: Node) -> bool:
    return bool(control.tag in TYPED and control.get("name") and control.type not in _BUTTONS and control.type != "file")


def sent_values(fields: list[Node], owner: Node | None = None) -> Fields:
    """Names and values of fields as they are posted; check boxes in the order of the clicks."""
    ordered = iter(in_order([f for f in fields if f.type == "checkbox" and f.checked], owner))
    out: Fields = []
    for control in fields:
        if control.tag == "select":
            out += [(control.get("name"), option.value) for option in chosen_options(control)]
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
        if not (pressed or _is_sent(node)) or form_of(document, node) is not form or is_disabled(node):
            continue
        out += [(node.get("name"), node.value)] if pressed else sent_values([node])
    return [(name, value.replace("\n", "\r\n")) for name, value in out]
