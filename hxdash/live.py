"""Room 9. The page while callbacks run: what the browser has, under what has been set since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hxdash.component import Component, Found, descendants
from hxdash.encoding import plain
from hxdash.ids import id_text, parse_id
from hxdash.page_state import PageState


class Live:
    """An overlay over a PageState, which itself never changes.

    Args:
        page: what the browser has.
    """

    def __init__(self, page: PageState) -> None:
        self.page = page
        self.changed: dict[str, dict[str, Any]] = {}  # id to prop to new value, in order of change
        self.made: dict[str, Component] = {}  # components that callbacks (or a layout function) made, by id
        self.parents: dict[str, str] = {}  # id of a made component to that of the nearest one with an id around it
        self.gone: set[str] = set()
        self.kept: dict[str, set[str]] = {}  # props that must be remembered for a request that follows
        self.replaced: set[str] = set()  # components of the fixed layout whose children were replaced

    def has(self, id: str) -> bool:
        """Whether the component is on the page now."""
        return id in self.made or (id not in self.gone and self.page.has(id))

    def ids(self) -> list[str]:
        """All ids on the page now."""
        return [*(i for i in self.page.ids() if i not in self.gone and i not in self.made), *self.made]

    def knows(self, keys: list[tuple[str, str]]) -> bool:
        """Whether this request has the values of these properties: of its own group, set in it, or never set by anybody."""
        page = self.page
        for id, prop in keys:
            wired = page.graph.wired(id)
            if wired is None or wired.group == page.group or not self.has(id):
                continue
            own = id in self.made or prop in self.changed.get(id, ())
            if not own and (prop in wired.outputs or prop in self.type_of(id).browser_props):
                return False
        return True

    def is_fixed(self) -> bool:
        """Whether the page has just the components of the fixed layout."""
        return not (self.made or self.gone or self.page.gone or self.page.has_made)

    def component(self, id: str) -> Component:
        """The component as it is now.

        Raises:
            KeyError: it is not on the page.
        """
        base = self.made.get(id)
        if base is None:
            if id in self.gone:
                raise KeyError(id)
            base = self.page.component(id)
            if held := self.page.held(id):
                base = base.replaced(held)
        changes = self.changed.get(id)
        return base.replaced(changes) if changes else base

    def value(self, id: str, prop: str) -> Any:
        """The plain value of a prop as it is now."""
        changes = self.changed.get(id)
        if changes and prop in changes:
            value = changes[prop]
            return value if type(value) is str else plain(value)
        if id in self.made:
            return plain(self.made[id].props.get(prop))
        return plain(self.page.value(id, prop))

    def type_of(self, id: str) -> type[Component]:
        """The class of a component."""
        return type(self.made[id] if id in self.made else self.page.component(id))

    def set(self, id: str, prop: str, value: Any, found: Found) -> list[str]:
        """Set a prop; what was inside the old value leaves the page, the components found in the new one join it.

        Returns:
            The ids that joined.
        """
        if prop in self.type_of(id).node_props and not self._is_leaf(id):
            self._remove_inside(id, self.component(id).prop(prop))
        self.changed.setdefault(id, {})[prop] = value
        return self.join(found, id) if found else []

    def join(self, found: Found, container: str | None) -> list[str]:
        """Let components join the page, inside the one with the id `container`."""
        new = []
        for component, parent in found:
            text = id_text(component.__dict__["id"])
            self.made[text] = component
            self.changed.pop(text, None)
            self.gone.discard(text)
            around = id_text(parent.__dict__["id"]) if parent is not None else container
            if around is not None:
                self.parents[text] = around
            new.append(text)
        return new

    def _is_leaf(self, id: str) -> bool:
        """Whether certainly no component with an id is inside: one of the fixed layout that has none, on a page like it."""
        layout = self.page.layout
        return not self.made and not self.page.has_made and id in layout.by_id and not layout.inside(id)

    def _remove_inside(self, id: str, old: Any) -> None:
        leaving = {id_text(c.__dict__["id"]) for c in descendants(old) if c.__dict__.get("id") is not None} if old is not None else set()
        fixed = id in self.page.layout.by_id and id not in self.made
        if fixed and (inside := self.page.layout.inside(id)):
            leaving.update(inside)
            self.replaced.add(id)
        grown = True
        while grown:  # and what was made inside those that leave, in this request or an earlier one
            around = leaving | {id}
            more = {i for i, p in self._all_parents().items() if p in around} - leaving
            leaving |= more
            grown = bool(more)
        for text in leaving:
            self.gone.add(text)
            self.made.pop(text, None)
            self.changed.pop(text, None)

    def _all_parents(self) -> Mapping[str, str]:
        earlier = {i: s["i"] for i, s in self.page.snapshots.items() if "i" in s and i not in self.made}
        return {**earlier, **self.parents}

    def is_made(self, id: str) -> bool:
        """Whether the component is not of the fixed layout."""
        return id in self.made or "k" in self.page.snapshots.get(id, ())

    def parent(self, id: str) -> str | None:
        """The nearest wired component around a made one."""
        found = self._all_parents().get(id)
        while found is not None and self.page.graph.wired(found) is None:
            found = self._all_parents().get(found)
        return found


__all__ = ["Live", "parse_id"]
