"""Room 6. The callback graph of an app, built once: says what an id is wired to and which group it is of."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hxdash import readers
from hxdash.callback import Callback
from hxdash.component import Component
from hxdash.dependencies import Dependency, Input, Output
from hxdash.ids import ALL, ALLSMALLER, MATCH, Id, captured, overlaps, parse_id
from hxdash.layout import EMPTY, Layout
from hxdash.own import own_callbacks

MET = 4096  # components with steps of their own, beside those of the fixed layout, that are known at a time


@dataclass(frozen=True)
class Wired:
    """What callbacks do with one component.

    Args:
        group: name of its group.
        inputs, states, outputs: props that are Input, State or Output of some callback.
        kept: props whose last value a callback may need although nothing has just set it.
        patched: props that a callback may Patch, which is to read them as well.
        told, brought: props that a clientside callback reads, and those that it sets.
        served: props that a Python callback reads.
    """

    group: str
    inputs: frozenset[str]
    states: frozenset[str]
    outputs: frozenset[str]
    kept: frozenset[str]
    patched: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    brought: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()

    @functools.cached_property
    def read(self) -> frozenset[str]:
        """Props that some callback reads, or whose old value it needs for a Patch."""
        return self.inputs | self.states | self.patched


class CallbackGraph:
    """All callbacks of an app and how they hang together.

    Args:
        callbacks: in order of registration.
        layout: the fixed layout, if there is one; what can never leave it need not be remembered for the case that it comes again.
    """

    def __init__(self, callbacks: Sequence[Callback], layout: Layout = EMPTY) -> None:
        self.callbacks = tuple(callbacks)
        self._roles: dict[str, list[tuple[Callback, Dependency]]] = defaultdict(list)  # by id text, patterns included
        self._patterns: dict[frozenset[str], list[str]] = defaultdict(list)  # texts of patterns, by their keys
        for callback in self.callbacks:
            for dependency in (*callback.outputs, *callback.arguments, *callback.mentioned):
                self._add(callback, dependency)
        self.has_lists = any(has_list(d.id) for c in self.callbacks for d in c.inputs)
        self.has_generators = any(c.is_generator for c in self.callbacks)
        self.has_running = any(c.running for c in self.callbacks)
        self.takes_files = readers.takes_files(self.callbacks)
        self.updates_stores = readers.updates_stores(self.callbacks)
        self._lasting = self._find_lasting(layout)
        self.has_client = any(c.is_client for c in self.callbacks)
        self._group_names, self._split_keys = self._find_groups()
        self.wired = functools.lru_cache(maxsize=65536)(self._wired)
        self._kept: dict[tuple[str, type[Component]], frozenset[str]] = {}
        self.readers = functools.lru_cache(maxsize=65536)(self._readers)
        self.name_of = functools.lru_cache(maxsize=65536)(self._name_of)
        self.downstream = functools.lru_cache(maxsize=4096)(self._downstream)
        self.plans: dict[Any, Any] = {}  # plans of changes of a page that is as the fixed layout says, by triggers
        self.own: dict[str, tuple[Callback, ...]] = {}  # steps of components' own, by id
        self._meeting, self._lasting_own = threading.Lock(), 0
        for text, component in layout.by_id.items():
            if component.acts:
                self.meet(text, type(component))
        self._lasting_own = len(self.own)

    def _add(self, callback: Callback, dependency: Dependency) -> None:
        text = dependency.text
        if text not in self._roles and dependency.is_pattern:
            self._patterns[frozenset(dependency.id)].append(text)
        self._roles[text].append((callback, dependency))

    def meet(self, text: str, kind: type[Component]) -> None:
        """Take in the steps of its own that a component brings; once for each id."""
        with self._meeting:
            if text in self.own:
                return
            roles = self._concerning(text)
            read = frozenset(d.component_property for _, d in roles if not isinstance(d, Output))
            group = self._group(*roles[0], text) if roles else f"t{_short(text)}"
            while len(self.own) >= MET and len(self.own) > self._lasting_own:
                self._forget(list(self.own)[self._lasting_own])
            made = own_callbacks(parse_id(text), kind.own_steps(read))
            for callback in made:
                self._group_names[callback] = group
                for dependency in (*callback.outputs, *callback.arguments):
                    self._roles[text].append((callback, dependency))
            self.own[text] = made
            self.wired.cache_clear()  # all that was worked out before
            self.readers.cache_clear()
            self._kept.clear()
            self.plans.clear()

    def _forget(self, text: str) -> None:
        for callback in self.own.pop(text):
            self._group_names.pop(callback, None)
        self._roles[text] = [role for role in self._roles[text] if not role[0].own]

    # -- what concerns one id ----------------------------------------------------------------------------------------

    def _concerning(self, text: str) -> list[tuple[Callback, Dependency]]:
        """Every callback and dependency that a concrete id plays a part in."""
        found = list(self._roles.get(text, ()))
        if text.startswith("{") and self._patterns:
            id = parse_id(text)
            for pattern in self._patterns.get(frozenset(id), ()):
                role = self._roles[pattern]
                if overlaps(role[0][1].id, id):
                    found += role
        return found

    def _wired(self, text: str) -> Wired | None:
        """What callbacks do with the component of this id; None if nothing."""
        roles = self._concerning(text)
        if not roles:
            return None
        props: dict[str, set[str]] = {"Input": set(), "State": set(), "Output": set()}
        kept, patched, served = set(), set(), set()
        told, brought = set[str](), set[str]()
        for callback, dependency in roles:
            kind, prop = type(dependency).__name__, dependency.component_property
            props[kind].add(prop)
            if callback.is_client:
                (brought if kind == "Output" else told).add(prop)
                continue
            if kind != "Output":
                served.add(prop)
            if kind == "State" or (kind == "Input" and self._may_be_old(callback, dependency)):
                kept.add(prop)
            elif kind == "Output" and callback.patches:
                patched.add(prop)
        return Wired(
            self._group(roles[0][0], roles[0][1], text),
            frozenset(props["Input"]),
            frozenset(props["State"]),
            frozenset(props["Output"]),
            frozenset(kept | (patched & (props["Input"] | props["State"]))),
            frozenset(patched),
            frozenset(told),
            frozenset(brought),
            frozenset(served),
        )

    def keeps(self, text: str, kind: type[Component]) -> frozenset[str]:
        """The props of a component that its snapshot must hold if they differ from the layout's."""
        found = self._kept.get((text, kind))
        if found is None:
            wired = self.wired(text)
            found = frozenset() if wired is None else (wired.kept | (wired.patched - kind.in_place)) - kind.browser_props
            if wired is not None and (wired.outputs or wired.read & kind.browser_props):
                found |= kind.needs
            if wired is not None and kind.edited:
                found |= (wired.inputs | wired.states) & kind.edited
            if len(self._kept) < 65536:
                self._kept[(text, kind)] = found
        return found

    def _readers(self, text: str, prop: str) -> tuple[tuple[Callback, dict[str, Any]], ...]:
        """The callbacks that have this property as Input, each with what MATCH stands for."""
        found = []
        for callback, dependency in self._concerning(text):
            if isinstance(dependency, Input) and dependency.component_property == prop:
                found.append((callback, captured(dependency.id, parse_id(text)) or {}))
        return tuple(found)

    def makers(self, text: str, prop: str) -> list[Callback]:
        """The callbacks of the app that set a property."""
        return [c for c, d in self._concerning(text) if isinstance(d, Output) and d.component_property == prop and not c.own]

    def is_own_input(self, text: str, prop: str) -> bool:
        """Whether a change of a property calls a step of the component's own."""
        return any(callback.own for callback, _ in self.readers(text, prop))

    def _find_lasting(self, layout: Layout) -> frozenset[str]:
        """The ids of the fixed layout that no callback can replace together with what is around them."""
        outputs = [o for c in self.callbacks for o in c.outputs]
        boxes = self.boxes = set[str]()  # those of the fixed layout whose children a callback may replace
        for output in outputs:
            for text in layout.by_id if output.is_pattern else [output.text]:
                component = layout.by_id.get(text)
                if component is not None and output.component_property in component.node_props and overlaps(output.id, parse_id(text)):
                    boxes.add(text)
        return frozenset(layout.by_id) - {inner for box in boxes for inner in layout.inside(box)}

    def _may_be_old(self, callback: Callback, dependency: Dependency) -> bool:
        """Whether a callback may be called though this Input has not just changed: for another one, or because its Output came (C31)."""
        if len(callback.inputs) > 1 or dependency.is_pattern:
            return True
        return any(o.text != dependency.text and o.text not in self._lasting for o in callback.outputs)

    def causes(self, text: str, props: Sequence[str]) -> list[str]:
        """What, when it changes, calls callbacks that read some of these props of a component; see `readers.causes`."""
        return readers.causes(text, props, self.callbacks, self._concerning)

    # -- groups ------------------------------------------------------------------------------------------------------

    def _find_groups(self) -> tuple[dict[Callback, str], dict[str, tuple[str, ...]]]:
        """Connected components of the callbacks over the ids they share, and those that split by the values of MATCH."""
        parent: dict[Any, Any] = {}

        def root(x: Any) -> Any:
            while parent.setdefault(x, x) != x:
                parent[x] = parent[parent[x]]
                x = parent[x]
            return x

        for text, role in self._roles.items():
            for callback, _ in role:
                parent[root(callback)] = root(text)
        for texts in self._patterns.values():
            concrete = [t for t in self._roles if t.startswith("{")]
            for a in texts:
                for b in concrete:
                    if overlaps(self._roles[a][0][1].id, self._roles[b][0][1].id):
                        parent[root(a)] = root(b)
        members: dict[Any, list[Callback]] = defaultdict(list)
        for callback in self.callbacks:
            members[root(callback)].append(callback)
        names, split = {}, {}
        for callbacks in members.values():
            name = _short("".join(sorted(c.signature for c in callbacks)))
            names.update(dict.fromkeys(callbacks, name))
            if keys := _splitting_keys(callbacks):
                split[name] = keys
        return names, split

    def _group(self, callback: Callback, dependency: Dependency, text: str) -> str:
        name = self._group_names[callback]
        keys = self._split_keys.get(name)
        if not keys:
            return name
        values = captured(dependency.id, parse_id(text)) or {}
        tail = ".".join(str(values[k]) for k in keys)
        return f"{name}.{tail}" if all(c.isalnum() or c in "-_." for c in tail) and tail.isascii() else f"{name}.{_short(repr(values))}"

    @functools.cached_property
    def members(self) -> dict[str, tuple[Callback, ...]]:
        """The callbacks of each group (less what MATCH stands for), in an order that is the same as long as the group's name is."""
        members: dict[str, list[Callback]] = defaultdict(list)
        for callback in sorted(self.callbacks, key=lambda c: c.signature):
            members[self._group_names[callback]].append(callback)
        return {name: tuple(callbacks) for name, callbacks in members.items()}

    def member(self, group: str, number: str) -> Callback | None:
        """The callback of a group that has this place in it, as posted."""
        found = self.members.get(group.partition(".")[0], ())
        return found[int(number)] if number.isdecimal() and number.isascii() and len(number) < 6 and int(number) < len(found) else None

    def is_shared(self, callback: Callback) -> bool:
        """Whether it is the app's, and clientside callbacks are in its group."""
        return not callback.own and any(c.is_client for c in self.members[self._group_names[callback]])

    def place_of(self, callback: Callback) -> tuple[str, int]:
        """The group of a callback (less what MATCH stands for) and its place in it."""
        name = self._group_names[callback]
        return name, self.members[name].index(callback)

    def _name_of(self, callback: Callback) -> str:
        """A short digest of what a callback reads and sets."""
        return _short(callback.signature)

    def named(self, text: str, name: str) -> list[Callback]:
        """The callbacks with a name that a component plays a part in."""
        return [c for c in dict.fromkeys(c for c, _ in self._concerning(text)) if self.name_of(c) == name]

    def is_listed(self, text: str) -> bool:
        """Whether a component is one of a list that some callback reads or sets."""
        return any(has_list(d.id) for _, d in self._concerning(text))

    def _downstream(self, callback: Callback) -> frozenset[Callback]:
        """A callback and all that read what it sets, or what these set, and so on."""
        found, todo = {callback}, [callback]
        while todo:
            outputs = todo.pop().outputs
            new = [c for c in self.callbacks if c not in found and any(a.component_property == o.component_property and overlaps(a.id, o.id) for o in outputs for a in c.arguments)]
            found.update(new)
            todo += new
        return frozenset(found)

    def is_of(self, callback: Callback, group: str) -> bool:
        """Whether a callback is of a group, or of one that differs only in what MATCH stands for."""
        return self._group_names.get(callback) == group.partition(".")[0]

    def group_of(self, text: str) -> str | None:
        """The name of an id's group."""
        wired = self.wired(text)
        return wired.group if wired else None


def has_list(id: Id) -> bool:
    """Whether a dependency's id stands for a list of components."""
    return isinstance(id, dict) and any(v is ALL or v is ALLSMALLER for v in id.values())


def _short(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while len(out) < 5:
        number, rest = divmod(number, 36)
        out += digits[rest]
    return out


def _splitting_keys(callbacks: Iterable[Callback]) -> tuple[str, ...]:
    """The MATCH keys by which a group falls apart into independent sets; empty where something joins them."""
    common: set[tuple[str, ...]] = set()
    for callback in callbacks:
        for dependency in (*callback.outputs, *callback.arguments):
            id = dependency.id
            if isinstance(id, str) or has_list(id):
                return ()
            common.add(tuple(sorted(k for k, v in id.items() if v is MATCH)))
    return common.pop() if len(common) == 1 else ()
