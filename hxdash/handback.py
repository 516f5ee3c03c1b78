"""Room 7. What static/clientside.js hands back: what clientside callbacks have set, and calls of single callbacks.

Nothing of it is signed: it may hold whatever a user cares to make up, as a control may, but only for properties that clientside
callbacks set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from hxdash.component import Component, descendants, revive
from hxdash.dependencies import Input
from hxdash.encoding import loads
from hxdash.exceptions import DashException, RequestRefused
from hxdash.graph import CallbackGraph, Wired
from hxdash.ids import check_id, overlaps, parse_id
from hxdash.layout import Layout

Brought = dict[str, dict[str, Any]]


class Page(Protocol):
    """What must be known of the page that posts."""

    @property
    def graph(self) -> CallbackGraph:
        """The app's callbacks."""

    @property
    def layout(self) -> Layout:
        """Index of the fixed layout."""

    @property
    def group(self) -> str | None:
        """That posts."""

    @property
    def brought(self) -> Mapping[str, Mapping[str, Any]]:
        """Id to what clientside callbacks set there."""

    @property
    def snapshots(self) -> Mapping[str, Mapping[str, Any]]:
        """Id to what the page remembers."""

    def has(self, id: str) -> bool:
        """Whether a component is on it."""


def bring(page: Page, sent: Iterable[tuple[str, list[str]]]) -> Brought:
    """Values from c: fields.

    Args:
        page: that posts, without them.
        sent: "ID.PROP" and texts.

    Returns:
        Id to prop to value; components in Dash's JSON form are components again where a prop holds components.

    Raises:
        RequestRefused: 400 for what no clientside callback sets, or what is not JSON or no component.
    """
    out: Brought = {}
    for key, texts in sent:
        id, _, prop = key.rpartition(".")
        wired = page.graph.wired(id) if page.has(id) else None  # a stranger's text is parsed as no id
        kind = _kind_of(page, id) if wired is not None and prop in wired.brought else None
        if kind is None or prop in kind.browser_props or not kind.has_prop(prop):
            raise RequestRefused(400, f"{prop[:80]!r} of {id[:80]!r} is not set by any clientside callback")
        try:
            (text,) = texts
            value = loads(text)
            out.setdefault(id, {})[prop] = kind.accept(prop, _revived(value) if prop in kind.node_props else value, [])
        except (ValueError, TypeError, AttributeError, DashException):
            raise RequestRefused(400, f"{prop[:80]!r} of {id[:80]!r} cannot have this value") from None
    return out


def _kind_of(page: Page, id: str) -> type[Component]:
    made = page.snapshots.get(id, {}).get("k")
    return Component.known_types[made] if made is not None else type(page.layout.by_id[id])


def _revived(value: Any) -> Any:
    """Components in Dash's JSON form as components, their ids checked."""
    value = revive(value)
    for component in descendants([value]):
        if (id := component.props.get("id")) is not None:
            check_id(id)
    return value


def is_known(page: Page, id: str, prop: str) -> bool:
    """Whether the browser sets a prop, or the page remembers what it is."""
    kind = _kind_of(page, id)
    return prop in kind.browser_props or prop in kind.edited or prop in page.snapshots.get(id, {}).get("p", ()) or prop in page.brought.get(id, ())


def is_left(page: Page, wired: Wired, id: str, prop: str) -> bool:
    """Whether a trigger with one of the signs = @ ~ before the prop can be left to a request by a script (hxdash.plan.update)."""
    sign, name = prop[0], prop[1:]
    if sign == "=":
        return name in page.brought.get(id, ())
    return _is_call(page, id, name) if sign == "@" else name in wired.outputs


def has_changed(page: Page, id: str, prop: str) -> bool:
    """Whether a prop may be another one than in the layout."""
    return is_known(page, id, prop) or "k" in page.snapshots.get(id, ())


def _is_call(page: Page, id: str, call: str) -> bool:
    """Whether a component plays a part in one callback; with a prop: whether its change can call that."""
    number, _, name = call.partition(":")
    callback = page.graph.member(page.group or "", number)
    if callback is None:
        return False
    roles = [d for d in (*callback.outputs, *callback.arguments) if overlaps(d.id, parse_id(id))]
    if not name:
        return bool(roles)
    return any(type(d) is Input and d.component_property == name for d in roles) and (callback.is_client or has_changed(page, id, name))
