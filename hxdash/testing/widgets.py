"""What the scripts of single components do that a test must see: Tabs show what is chosen, a Location has the address, a
ConfirmDialog is open or closed, a Geolocation finds out where it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from hxdash.dcc.location import PARTS, parts_of
from hxdash.dcc.options import decode_option, encode_option
from hxdash.encoding import dumps
from hxdash.testing.exchange import Impossible
from hxdash.testing.tree import Node


def bar_of(node: Node) -> Node | None:
    """The row of a dcc.Tabs; None if it is none."""
    return next((n for n in node.children if isinstance(n, Node) and "tab-container" in n.get("class").split()), None)


def tab_of(bar: Node, value: Any, force: bool = False) -> Node:
    """The tab with a value.

    Raises:
        Impossible: there is none, or it is disabled.
    """
    tabs = {node.get("value"): node for node in bar.walk() if node.get("role") == "tab"}
    found = tabs.get(encode_option(value))
    if found is None and force:
        found = Node("button", {"role": "tab", "value": encode_option(value), "data-forged": ""})
        bar.place(len(bar.children), [found])
    if found is None:
        near = get_close_matches(str(value), [str(decode_option(text)) for text in tabs], n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(repr(decode_option(text)) for text in tabs)}"
        raise Impossible(f"{_tabs(bar)} has no tab {value!r}; {hint}")
    if "disabled" in found.attributes and not force:
        raise Impossible(f"The tab {value!r} of {_tabs(bar)} is disabled.")
    return found


def _tabs(bar: Node) -> str:
    return repr(bar.get("id").removesuffix(".bar"))


def show_tabs(nodes: Iterable[Node]) -> None:
    """Let every dcc.Tabs show what is chosen; its tabs are fields no more."""
    for bar in [node for node in nodes if node.get("role") == "tablist"]:
        show_tab(bar)
        for tab in bar.walk():
            if tab.get("role") == "tab":
                tab.attributes.pop("name", None)


def show_tab(bar: Node) -> None:
    """Show what the field of a dcc.Tabs says is chosen, as tabs.js does."""
    field = next((node for node in bar.walk() if node.type == "hidden"), None)
    panels = {node.get("id"): node for node in bar.parent.walk() if node.get("role") == "tabpanel"} if bar.parent else {}
    for tab in [node for node in bar.walk() if node.get("role") == "tab"] if field else []:
        is_chosen = field is not None and tab.get("value") == field.value
        tab.attributes["aria-selected"] = "true" if is_chosen else "false"
        names = [n for n in tab.get("class").split() if n != "tab--selected" and n not in tab.get("data-class").split()]
        tab.attributes["class"] = " ".join([*names, "tab--selected", *tab.get("data-class").split()] if is_chosen else names)
        panel = panels.get(tab.get("aria-controls"))
        if panel is not None and is_chosen:
            panel.attributes.pop("hidden", None)
        elif panel is not None:
            panel.attributes["hidden"] = ""


def is_location(node: Node) -> bool:
    """Whether it is a dcc.Location."""
    return "data-location" in node.attributes


def leads_on(link: Node, nodes: Iterable[Node]) -> bool:
    """Whether a click on a link changes the address without loading a page: it is a dcc.Link and there is a Location."""
    plain = "hx-link" not in link.attributes or "data-refresh" in link.attributes or link.get("target") not in ("", "_self")
    return link.tag == "a" and bool(link.get("href")) and not plain and any(map(is_location, nodes))


def set_address(location: Node, url: str, given: Iterable[str] = ()) -> list[str]:
    """Bring the fields of a Location up to date.

    Returns:
        The parts that changed and trigger something, but for those `given` by a callback.
    """
    parts, heard = parts_of(url), location.get("hx-trigger").split(", ")
    changed = []
    for field in location.walk():
        part = field.get("data-part")
        if part in PARTS and field.value != parts[part]:
            field.value = parts[part]
            changed.append(part)
    return [part for part in changed if part in heard and part not in given]


def given_parts(change: Mapping[str, Any]) -> dict[str, str]:
    """What a callback set of an address."""
    return {part: change[part] for part in PARTS if part in change}


def dialog_of(owner: Node) -> Node | None:
    """The dialog of a dcc.ConfirmDialog or its Provider; None if it is neither."""
    if "data-confirm" not in owner.attributes:
        return None
    return next(node for node in owner.walk() if node.tag == "dialog")


def asks_first(node: Node) -> Node | None:
    """The dcc.ConfirmDialogProvider that a click meets before anything else."""
    owner = node.closest("data-confirm")
    return owner if owner is not None and owner.tag != "dialog" and not any(n.tag == "dialog" for n in node.upward()) else None


def show_dialog(owner: Node, is_open: bool, *, javascript: bool = True) -> None:
    """Open or close a dialog; its field says so."""
    dialog = dialog_of(owner)
    assert dialog is not None
    dialog.attributes.pop("open", None)
    if is_open:
        dialog.attributes["open"] = ""
    for field in [node for node in dialog.walk() if node.type == "hidden"] if javascript else []:
        field.value = "true" if is_open else "false"


def set_parts(box: Node, values: Mapping[str, Any]) -> list[str]:
    """Write the fields of a dcc.Geolocation.

    Returns:
        The props that changed and trigger something.
    """
    heard, changed = box.get("hx-trigger").split(", "), []
    for field in box.walk():
        part = field.get("data-part")
        if part in values and field.value != dumps(values[part]):
            field.value = dumps(values[part])
            changed.append(part)
    return [part for part in changed if part in heard]
