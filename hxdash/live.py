"""Room 9. The page while callbacks run: what the browser has, under what has been set since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from hxdash import outline, places
from hxdash.callback import Callback
from hxdash.component import Component, Found, descendants
from hxdash.dcc.location import Location
from hxdash.edit import Edit, edit
from hxdash.encoding import plain
from hxdash.graph import Wired
from hxdash.ids import id_text
from hxdash.outline import Item
from hxdash.page_state import PageState
from hxdash.patch import MISSING, CannotPatch, Patch, apply, of, operations
from hxdash.persistence import Stored, over, persisted


class Live:
    """An overlay over a PageState, which itself never changes.

    Args:
        page: what the browser has.
        stored: what it has kept of components that have persistence.
    """

    def __init__(self, page: PageState, stored: Stored | None = None) -> None:
        self.page, self.stored = page, stored
        self.address: Mapping[str, str] = {}  # for Locations that join a page which is being loaded: prop to value
        self.changed: dict[str, dict[str, Any]] = {}  # id to prop to new value, in order of change
        self.made: dict[str, Component] = {}  # components that callbacks (or a layout function) made, by id
        self.places: dict[str, int] = {}  # id of a made component to its place among those that came with it
        self.parents: dict[str, str] = {}  # id of a made component to that of the nearest one with an id around it
        self._around: dict[str, str] | None = None  # parents, those of earlier requests too
        self.gone: set[str] = set()
        self._left: list[str] = []  # what has left since somebody asked
        self.followed: dict[str, set[str]] = {}  # props that must be remembered for a request that follows
        self.replaced: set[str] = set()  # components of the fixed layout whose children were replaced
        self.outlines: dict[str, list[Item]] = {}  # children that were patched, by id of what they are in
        self.taken: dict[str, list[str]] = {}  # id to components of the fixed layout that were taken out of it
        self.asked: dict[str, dict[str, None]] = {}  # id to props that must be remembered though no declaration says so
        self.brought = page.restored  # what the browser brought, until it was told
        self.keepers: dict[str, str] = {}  # id to the group that remembers them
        self.restored: dict[tuple[str, str], Any] = {}  # id and prop to what the browser had kept
        self.drawings = {(id, p[1:]): self._draw(id, p[1:]) for id, p in page.triggers if p[:1] == "="} if page.brought else {}  # set by scripts that cannot draw it, and what came with it

    def has(self, id: str) -> bool:
        """Whether the component is on the page now."""
        return id in self.made or (id not in self.gone and self.page.has(id))

    def ids(self) -> list[str]:
        """All ids on the page now, in any order."""
        return [*(i for i in self.page.ids() if i not in self.gone and i not in self.made), *self.made]

    def in_order(self, ids: list[str]) -> list[str]:
        """Some of the ids, in document order; they are in that of the fixed layout."""
        snapshots = self.page.snapshots
        earlier = [i for i, s in snapshots.items() if "c" in s and i not in self.outlines]
        if len(ids) < 2 or not (self.made or self.page.has_made or self.outlines or earlier):
            return ids
        outlines = {**self.outlines, **{i: self.items(i) for i in earlier}}
        layout, away = self.page.layout, self.gone | self.page.gone
        fixed = {i: n for i, n in layout.places.items() if i not in away} if away else layout.places
        made = {**{i: s.get("n", 0) for i, s in snapshots.items() if "k" in s}, **self.places}
        return outline.in_order(
            ids, fixed, made, outlines, self.around(), lambda id: layout.inside(id) if id in layout.by_id and id not in self.made else []
        )

    def is_elsewhere(self, callback: Callback) -> bool:
        """Whether a callback is of another group, of whose components this request need not know all."""
        return self.page.group is not None and not self.page.graph.is_of(callback, self.page.group)

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
        value, component = self.page.value(id, prop), self.page.component(id)
        return component.argument(prop, value) if prop in component.passing else plain(value)

    def type_of(self, id: str) -> type[Component]:
        """The class of a component."""
        return type(self.made[id] if id in self.made else self.page.component(id))

    def set(self, id: str, prop: str, value: Any, found: Found) -> list[str]:
        """Set a prop; what was inside the old value leaves the page, the components found in the new one join it.

        Returns:
            The ids that joined.
        """
        if isinstance(value, Edit):
            return self._edit(id, prop, value, found)
        if prop in self.type_of(id).node_props and not self._is_leaf(id):
            self._remove_inside(id, self.component(id).prop(prop))
        if prop == "children":
            self.outlines.pop(id, None)
        self.changed.setdefault(id, {})[prop] = value
        return self.join(found, id) if found else []

    def put(self, id: str, prop: str, value: Any) -> bool:
        """Set a prop to what a callback returned, if that moves no component; whether it was done."""
        kind = self.type_of(id)
        if isinstance(value, Patch) or (prop in kind.node_props and not self._is_leaf(id)):
            return False
        found: Found = []
        try:
            accepted = kind.accept(prop, value, found)
        except Exception:  # what is wrong with it is told where it is set in full
            return False
        if found or (prop in kind.leading and self.led(id, prop, accepted)):
            return False
        self.changed.setdefault(id, {})[prop] = accepted
        return True

    def _draw(self, id: str, prop: str) -> list[str]:
        """Set a prop to what a script has set it to already."""
        found: Found = []
        joined = self.set(id, prop, self.type_of(id).accept(prop, self.page.brought[id][prop], found), found)
        self.departed()
        return joined

    def join(self, found: Found, container: str | None) -> list[str]:
        """Let components join the page, inside the one with the id `container`."""
        new = []
        self._around = None
        for place, (component, parent) in enumerate(found):
            text = id_text(component.__dict__["id"])
            if component.acts:
                self.page.graph.meet(text, type(component))
            self.made[text] = component
            self.places[text] = place
            self.changed.pop(text, None)
            self.gone.discard(text)
            around = id_text(parent.__dict__["id"]) if parent is not None else container
            if around is not None:
                self.parents[text] = around
            if "persistence" in component.__dict__:
                self.restore(component)
            if self.address and isinstance(component, Location):
                self.changed[text] = dict(self.address)
            new.append(text)
        return new

    def departed(self) -> list[str]:
        """The components that have left the page since the last question, and have not come again."""
        left, self._left = self._left, []
        return [id for id in left if not self.has(id)]

    def _is_leaf(self, id: str) -> bool:
        """Whether certainly no component with an id is inside: one of the fixed layout that has none, on a page like it."""
        layout = self.page.layout
        return not self.made and not self.page.has_made and id in layout.by_id and not layout.inside(id)

    def _remove_inside(self, id: str, old: Any) -> None:
        leaving: set[str] = set()
        if id not in self.page.layout.by_id or id in self.made:
            leaving = {id_text(c.__dict__["id"]) for c in descendants(old) if c.__dict__.get("id") is not None} if old is not None else set()
        elif inside := self.page.layout.inside(id):
            leaving = {i for i in inside if i not in self.page.gone and not self.is_made(i)}
            self.replaced.add(id)
        self._leave({i for i in leaving if self.has(i)}, (id,))

    def _leave(self, top: Iterable[str], around: Iterable[str] = ()) -> None:
        """Let components leave the page, with all that was made inside them or `around`, in this request or an earlier one."""
        leaving = {*top}
        parents = self.around()
        grown = True
        while grown:
            more = {i for i, p in parents.items() if p in leaving or p in around} - leaving
            leaving |= more
            grown = bool(more)
        self._left += [i for i in leaving if self.has(i)]
        for text in leaving:
            self.gone.add(text)
            self.made.pop(text, None)
            self.changed.pop(text, None)
            self.outlines.pop(text, None)

    def led(self, id: str, prop: str, value: Any) -> Mapping[str, Any]:
        """What changes with a prop that is about to be set, as far as anybody minds."""
        component, wired = self.component(id), self.page.graph.wired(id)
        is_same = prop in component.props and self._is_known(id, prop) and component.props[prop] == value
        more = component.led(prop, value, is_same=is_same)
        return {name: new for name, new in more.items() if component.is_stored or name == prop or (wired is not None and name in wired.read)}

    def awaits_stored(self, reads: Iterable[tuple[str, str]], writes: Iterable[tuple[str, str]]) -> bool:
        """Whether a call reads what the browser may have kept beyond the page, in order to write it anew."""
        if not self.page.graph.updates_stores:
            return False
        both = {id for id, _ in writes} & {id for id, prop in reads if id and self.has(id) and prop in self.type_of(id).stored}
        return any(self.component(id).is_stored for id in both)

    # -- patches -------------------------------------------------------------------------------------------------------

    def accept(self, id: str, prop: str, value: Any) -> tuple[Any, Found]:
        """A value that a callback gave for a prop, as it is to be set, and the components in it.

        Raises:
            NotPlain: it has no JSON form.
            CannotPatch: it is a Patch of what is not there or not known.
        """
        found: Found = []
        kind = self.type_of(id)
        if not isinstance(value, Patch):
            return kind.accept(prop, value, found), found
        if prop not in kind.in_place:
            self.asked.setdefault(id, {})[prop] = None
            return kind.accept(prop, apply(self._base(id, prop), value), found), found
        if prop == "children":
            return self._patched_children(id, value)
        whole = kind.accept(prop, apply(self._base(id, prop), value), found) if self._is_known(id, prop) else MISSING
        return Edit(whole, of(operations(value))), found

    def remember(self, id: str, prop: str, group: str) -> None:
        """Keep what set_props gave a prop, for a Patch to come.

        Args:
            id, prop: what was set.
            group: of the callback that set it.
        """
        self.asked.setdefault(id, {})[prop] = None
        self.keepers[id] = group

    def kept(self, id: str) -> tuple[Wired | None, frozenset[str]]:
        """What callbacks do with a component, and which of its props are remembered whatever they do."""
        wired = self.page.graph.wired(id)
        if wired is None and id in self.keepers:
            nothing: frozenset[str] = frozenset()
            wired = Wired(self.keepers[id], nothing, nothing, nothing, nothing)
        earlier = self.page.snapshots.get(id, {}).get("p", {}) if id not in self.made else {}
        return wired, frozenset(self.asked.get(id, {}).keys() - self.type_of(id).in_place) | earlier.keys() | self.followed.get(id, frozenset())

    def _patched_children(self, id: str, patch: Patch) -> tuple[Edit, Found]:
        items = self.items(id)
        if not items and not self._is_list(id):
            raise CannotPatch("Cannot patch undefined")
        return edit(items, self._is_list(id), patch, self.is_wired)

    def is_wired(self, id: str) -> bool:
        """Whether a component that a callback made can be found again by its id in a later request."""
        return self.page.graph.wired(id) is not None

    def is_nameable(self, id: str) -> bool:
        """The same for one that is where the fixed layout has it."""
        return id in self.page.layout.by_id or self.is_wired(id)

    def _is_list(self, id: str) -> bool:
        """Whether the children of a component are a list; where that is not known they are taken for one."""
        if self._is_known(id, "children"):
            return isinstance(self._given(id, "children"), (list, tuple))
        return id in self.outlines or not (self._is_bare(id) or isinstance(self.page.snapshots.get(id, {}).get("c"), dict))

    def _is_bare(self, id: str) -> bool:
        """Whether a component that was made earlier certainly had no children."""
        snapshot, wired = self.page.snapshots.get(id, {}), self.page.graph.wired(id)
        return "k" in snapshot and "c" not in snapshot and wired is not None and "children" in wired.patched

    def _base(self, id: str, prop: str) -> Any:
        """The plain value that a Patch starts from."""
        if not self._is_known(id, prop):
            fix = f"build the Patch in the callback's own function, or give the callback State({id!r}, {prop!r})"
            raise CannotPatch("the server does not know the value that the page has now", fix)
        if prop in self.type_of(id).browser_props:
            return self.value(id, prop)
        return plain(given) if (given := self._given(id, prop)) is not MISSING else MISSING

    def _given(self, id: str, prop: str) -> Any:
        """The value of a prop as it is now, or the default of its class; MISSING if there is none."""
        component = self.component(id)
        value = component.props.get(prop, MISSING)
        default = component.defaults.get(prop)
        if default is None and value is MISSING:
            default = component.prop(prop)
        return default if value in (None, MISSING) and default is not None else value

    def _is_known(self, id: str, prop: str) -> bool:
        """Whether the server knows what a prop is now."""
        page = self.page
        if id in self.made or prop in self.changed.get(id, ()) or prop in page.brought.get(id, ()):
            return True
        snapshot, wired = page.snapshots.get(id, {}), page.graph.wired(id)
        component = page.component(id)
        if page.group is None:  # a first load, or a page without JavaScript, which tells all
            return True
        if prop in component.browser_props:
            return wired is not None and prop in wired.read and page._is_sent(id)
        if prop in snapshot.get("p", ()):
            return True
        if prop == "children":
            left_alone = wired is None or prop in wired.patched or prop not in wired.outputs
            return left_alone and not ({"c", "x", "k"} & snapshot.keys()) and id not in self.outlines
        if prop in page.graph.keeps(id, type(component)) or ("k" in snapshot and prop in component.needs):
            return True
        return "k" not in snapshot and (wired is None or prop not in wired.outputs)

    def items(self, id: str) -> list[Item]:
        """The children of a component, as far as they are known."""
        items = self.outlines.get(id)
        if items is not None:
            return items
        if self._is_known(id, "children"):
            value = self._given(id, "children")
            as_fixed = not (self.is_made(id) or "children" in self.changed.get(id, ()))
            return [] if value in (None, MISSING) else outline.items_of(value, self.is_nameable if as_fixed else self.is_wired)
        return [] if self._is_bare(id) else outline.read(self.page.snapshots.get(id, {}).get("c"))

    def _edit(self, id: str, prop: str, changes: Edit, found: Found) -> list[str]:
        """Do in place what a Patch says."""
        if prop == "children" and list(map(hash, changes.before)) == list(map(hash, changes.after)):
            return []  # nothing but properties of the children
        if changes.value is not MISSING:
            self.changed.setdefault(id, {})[prop] = changes.value
        else:
            self.changed.get(id, {}).pop(prop, None)
        if prop != "children":
            return []
        leaving = {i for item in changes.gone for i in item.ids}
        for item in changes.gone:
            if item.value is not MISSING:
                leaving.update(id_text(c.props["id"]) for c in descendants([item.value]) if c.props.get("id") is not None)
        layout = self.page.layout
        if any(item.atoms is None for item in changes.gone):
            self._remove_inside(id, None)
        fixed = {i for i in leaving if i in layout.by_id and i not in self.made and i not in self.gone}
        inside = {i for top in fixed for i in layout.inside(top)}
        self.taken.setdefault(id, []).extend(sorted(fixed - inside))
        leaving |= inside
        self._leave(leaving)
        self.outlines[id] = changes.after
        return self.join(found, id)

    def outline(self, id: str) -> tuple[bool, Any]:
        """Whether the outline of a component's children must be remembered, and it, as JSON."""
        wired, earlier = self.page.graph.wired(id), self.page.snapshots.get(id, {})
        asked = wired is not None and "children" in wired.patched and "children" in self.type_of(id).in_place
        changed = id in self.outlines or "children" in self.changed.get(id, ()) or ("c" in earlier and id not in self.made)
        if id in self.outlines or "children" in self.asked.get(id, ()) or ("c" in earlier and changed) or (asked and (changed or (self.is_made(id) and self._has_children(id)))):
            return True, outline.write(self.items(id), self._is_list(id))
        return False, None

    def _has_children(self, id: str) -> bool:
        return self._given(id, "children") not in (None, MISSING)

    def around(self) -> Mapping[str, str]:
        """The component around each made one; of those of earlier requests around a wired one the nearest wired one."""
        if self._around is None:
            self._around = places.around(self.page.snapshots, self.made, self.parents)
        return self._around

    def is_inside(self, id: str, boxes: Collection[str]) -> bool:
        """Whether a component is within one of some others, as far as this request knows."""
        layout, around = self.page.layout, self.around()
        if id not in self.made and any(box in layout.by_id and id in layout.inside(box) for box in boxes):
            return True
        while (outer := around.get(id)) is not None and outer not in boxes:
            id = outer
        return outer is not None

    def is_plain(self, id: str) -> bool:
        """Whether a component is of the fixed layout, and nothing but its props has changed in this request or an earlier one."""
        wired = self.page.graph.wired(id)
        earlier = self.page.snapshots.get(id)
        if wired is None or wired.patched or id in self.made or (earlier is not None and not earlier.keys() <= {"p"}):
            return False
        return not (id in self.replaced or id in self.outlines or id in self.taken or id in self.asked or id in self.followed)

    def is_made(self, id: str) -> bool:
        """Whether the component is not of the fixed layout."""
        return id in self.made or "k" in self.page.snapshots.get(id, ())

    # -- persistence ---------------------------------------------------------------------------------------------------

    def restore(self, component: Component) -> None:
        """Give a component that comes now what its user had set in it (C202)."""
        if self.stored is not None:
            id = id_text(component.__dict__["id"])
            for prop, value in self.stored.values(component).items():
                self.changed.setdefault(id, {})[prop] = self.restored[id, prop] = value

    def original(self, id: str, prop: str) -> Any:
        """What the app itself gave a prop, whatever the user and callbacks made of it since."""
        snapshot = self.page.snapshots.get(id, {})
        if id not in self.made and "k" in snapshot:
            return snapshot.get("o", {}).get(prop)
        base = self.made.get(id) or self.page.layout.by_id.get(id)
        return plain(base.__dict__.get(prop)) if base is not None else None

    def originals(self, id: str) -> dict[str, Any]:
        """What the app itself gave the props of a component that a browser may be asked to keep."""
        kind = self.type_of(id)
        return {prop: self.original(id, prop) for prop in sorted((kind.browser_props - kind.counters) | {n.partition(".")[0] for n in kind.kept_as})}

    def switched(self, id: str, before: Component) -> dict[str, Any]:
        """What becomes of props of a component whose `persistence` has just changed (C203).

        Args:
            id: of the component.
            before: the component as it was.

        Returns:
            prop to new value: what was kept under the new key; else the app's own, if it was kept under another one.
        """
        old, new = persisted(before), persisted(self.component(id))
        out: dict[str, Any] = {}
        for prop in {**old, **new}:
            if old.get(prop) == new.get(prop):
                continue
            first, now = self.original(id, prop), plain(before.__dict__.get(prop))
            value = first if prop in old else now
            if prop in new and self.stored is not None and over(value) == over(first):
                value = self.stored.values(self.component(id).replaced({prop: first})).get(prop, first)
            if over(value) != over(now) or not self._is_known(id, prop):
                out[prop] = self.restored[id, prop] = value
        return out
