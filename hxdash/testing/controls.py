"""Controls: the Python value that one holds, and setting it as a user does, or saying why a user could not."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from hxdash.dcc.options import decode_option, encode_option
from hxdash.testing.exchange import Impossible
from hxdash.testing.tree import TYPED, Node, sanitized
from hxdash.testing.widgets import bar_of, show_tab, tab_of

_clicks = itertools.count(1)


def controls(node: Node, prop: str = "value") -> list[Node]:
    """The fields that hold a prop of a component: its own element, or those inside that are not another component's."""
    if node.tag in TYPED:
        return [node]
    inside = [f for f in _named(node, prop) if not _is_mark(f)]
    return [f for f in inside if f.type == "range"] or inside


def untouched(node: Node, prop: str = "value") -> list[Node]:
    """The marks, still set, of a component whose value nobody has touched: hidden check boxes, cleared by its script."""
    return [] if node.tag in TYPED else [f for f in _named(node, prop) if _is_mark(f) and f.checked]


def _named(node: Node, prop: str) -> Iterator[Node]:
    return (f for f in node.walk() if f.tag in TYPED and f.get("name").endswith(f".{prop}") and _owner(f, node) is node)


def _is_mark(control: Node) -> bool:
    return control.type == "checkbox" and "hidden" in control.attributes


def _owner(control: Node, node: Node) -> Node:
    """`node`, unless a component between it and the control owns that; parts of a component have ids such as ID.list."""
    id = node.get("id")
    return next((n for n in control.upward() if n is node or (n.get("id") and not n.get("id").startswith(id + "."))), node)


def in_order(boxes: list[Node], node: Node | None) -> list[Node]:
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
    if fields[0].type == "hidden":
        return decode_option(fields[0].value)
    if fields[0].type == "radio":
        return next((decode_option(f.value) for f in fields if f.checked), None)
    if fields[0].type == "checkbox":
        return [decode_option(f.value) for f in in_order([f for f in fields if f.checked], node)]
    values = [_typed(f) for f in fields]
    return values[0] if len(values) == 1 and "dash-rangeslider" not in node.get("class").split() else values


def _typed(control: Node) -> Any:
    if control.tag == "select":
        chosen = [decode_option(option.value) for option in chosen_options(control)]
        return chosen if "multiple" in control.attributes else next(iter(chosen), None)
    if control.type in ("number", "range"):
        number = float(control.value) if control.value else None
        return int(control.value) if control.value.lstrip("-").isdigit() else number
    return control.value


def chosen_options(select: Node) -> list[Node]:
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
    if bar := bar_of(node):
        return _press(bar, fields[0], value, force)
    if not force:
        check_usable(node)
        for part in [n for n in node.walk() if (n is fields[0] and not n.is_choice) or "popovertarget" in n.attributes]:
            check_usable(part, repr(node.get("id")))
    if fields[0] is node and node.type == "checkbox":
        return _check([node], {node.value} if value else set(), [node.value])
    if fields[0].is_choice:
        return _choose(node, fields, value, force)
    if fields[0].tag == "select":
        return _select(node, fields[0], value, force)
    return _write(node, fields, value, force)


def _press(bar: Node, control: Node, value: Any, force: bool) -> list[Node]:
    text = tab_of(bar, value, force).get("value")
    if not force:
        check_usable(bar)
    changed = [control] if control.value != text else []
    control.value = text
    show_tab(bar)
    return changed


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
            check_usable(known[text], f"The option {wanted!r} of {node.get('id')!r}")
    needed = not several or "data-required" in node.attributes
    if not texts and needed and not force and any(f.checked for f in fields):
        raise Impossible(f"Nobody can take back a choice in {node.get('id')!r}.")
    for text in texts:
        if text not in known:
            known[text] = _forged(fields[0], text)
    return _check(list(known.values()), set(texts), texts)


def _check(fields: list[Node], wanted: set[str], order: list[str]) -> list[Node]:
    before = [f.value for f in in_order([f for f in fields if f.checked], fields[0].closest("hx-order"))]
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
        if not force:
            check_usable(options[text], f"The option {decode_option(text)!r} of {node.get('id')!r}")
        if text not in options:
            options[text] = Node("option", {"value": text, "data-forged": ""})
            control.place(0, [options[text]])
    changed = [o.value for o in chosen_options(control)] != texts
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


def show_hits(options: Node, hits: list[Node | str]) -> None:
    """Put the hits of a search into a list; what is chosen stays in it."""
    found = [n for n in hits if isinstance(n, Node)]
    chosen = {box.value: label for label in options.children if isinstance(label, Node) for box in label.walk() if box.is_choice and box.checked}
    new: list[Node | str] = []
    for label in found:
        value = next((box.value for box in label.walk() if box.is_choice), None)
        new.append(chosen.pop(value, label) if value is not None else label)
    options.place(0, [*chosen.values(), *new], len(options.children))


def is_disabled(node: Node) -> bool:
    return "disabled" in node.attributes or any(n.tag == "fieldset" and "disabled" in n.attributes for n in node.upward())


def check_usable(node: Node, name: str = "") -> None:
    """Refuse what is disabled, read-only or hidden."""
    name = name or repr(node.get("id") or node.get("name"))
    if node.tag == "input" and node.type == "hidden":
        raise Impossible(f"{name} is hidden.")
    if "readonly" in node.attributes:
        raise Impossible(f"{name} is read-only.")
    if is_disabled(node):
        raise Impossible(f"{name} is disabled.")
    for around in node.upward():
        if ("hidden" in around.attributes and "popover" not in around.attributes) or re.search(r"display\s*:\s*none", around.get("style")):
            raise Impossible(f"{name} is hidden" + (f" in {around.get('id')!r}." if around is not node and around.get("id") else "."))
