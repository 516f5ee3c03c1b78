"""What a page of random_apps should do: a plain, slow interpreter of SEMANTICS 1b to 1i, checked against Dash 4.4.1. It shares no code with hxdash.

Callbacks that do not depend on each other may run in any order, so the oracle does not choose one: it follows. It is told of every
call that was made, says whether that call was due now and right, and does to its own page what the call should do.

    oracle = Oracle(app)
    oracle.load()
    for call in calls: oracle.see(call)         # raises Wrong
    oracle.rest()                               # raises Wrong if something should have been called and was not
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from random_apps import ALL, MATCH, NO_UPDATE, SMALLER, App, Called, Dep, Ops, Outcome, Part, Spec, Tree, id_text

Key = tuple[str, str]
Name = tuple[int, Any]  # a callback and what MATCH stands for in it


class Wrong(AssertionError):
    """A call that should not have been made, not like this, or that is missing."""


@dataclass
class Call:
    """A callback with the ids that its patterns stand for now."""

    spec: Spec
    match: Any
    outputs: list[str | list[str]]
    inputs: list[str | list[str]]
    states: list[str | list[str]]

    @property
    def name(self) -> Name:
        """What tells it from other calls."""
        return self.spec.number, self.match

    def keys(self, deps: list[Dep], ids: list[str | list[str]]) -> list[Key]:
        """The properties that dependencies stand for."""
        return [(id, dep.prop) for dep, found in zip(deps, ids, strict=True) for id in (found if isinstance(found, list) else [found])]

    def __post_init__(self) -> None:
        self.writes = self.keys(self.spec.outputs, self.outputs)
        self.triggers = self.keys(self.spec.inputs, self.inputs)
        self.reads = {*self.triggers, *self.keys(self.spec.states, self.states)}
        self.singles = [i for i in (*self.outputs, *self.inputs, *self.states) if isinstance(i, str)]
        self.is_multi = all(isinstance(i, list) for i in self.inputs)  # C43; also if there is no Input


@dataclass
class Wait:
    """A call that is due, or may be: it waits for what is upstream (C51)."""

    changed: dict[Key, frozenset[int]] = field(default_factory=dict)  # each with the callbacks that led to its last change
    group: int | None = None  # the arrival of components, or the page load, that asked for it
    led: frozenset[int] = frozenset()  # the callbacks that led to arrivals that asked for it
    is_free: bool = False  # nothing upstream was due any more at some moment: it may be called from then on

    @property
    def before(self) -> frozenset[int]:
        """The callbacks that led to it."""
        return self.led.union(*self.changed.values())


@dataclass
class Group:
    """What the calls of one page load or one arrival might have set, and did set (C33)."""

    able: set[Key] = field(default_factory=set)
    did: set[Key] = field(default_factory=set)


class Oracle:
    """A page of an app.

    Args:
        app: as data.

    Attributes:
        nodes: what is on the page, by id, in document order.
        set: the properties that callbacks have set since the last action.
        failures: how many calls went wrong since the last action.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.root = Part("Div", None, {}, copy.deepcopy(app.parts))
        self.waiting: dict[Name, Wait] = {}
        self.groups: list[Group] = []
        self.set: set[Key] = set()
        self.failures = 0
        self._look()

    # -- what is on the page -------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Find again what is there; after each change of structure."""
        self.nodes = {id_text(p.id): p for p in walk([self.root]) if p.id is not None}
        self._rows: dict[str, list[tuple[Any, str]]] = {}
        for text, part in self.nodes.items():
            if isinstance(part.id, dict):
                self._rows.setdefault(part.id["t"], []).append((part.id["i"], text))
        self.calls = {call.name: call for spec in self.app.specs for call in self._calls(spec)}
        self._reach: dict[tuple[Name, frozenset[int]], set[Key]] = {}

    def _calls(self, spec: Spec) -> Iterator[Call]:
        """One call for each thing that MATCH may stand for (C124, C125)."""
        asked = next((deps for deps in (spec.outputs, spec.inputs) if any(_wild(d) == MATCH for d in deps)), [])
        found = dict.fromkeys(i for d in asked if _wild(d) == MATCH for i, _ in self._rows.get(d.id["t"], ()))  # type: ignore[index]
        for match in found if asked else [None]:
            call = Call(spec, match, *([self._find(d, match) for d in deps] for deps in (spec.outputs, spec.inputs, spec.states)))
            if not spec.outputs or any(id in self.nodes for id, _ in call.writes):
                yield call

    def _find(self, dep: Dep, match: Any) -> str | list[str]:
        """The ids that a dependency stands for, in document order (C122, C128)."""
        wild = _wild(dep)
        if wild is None:
            return id_text(dep.id)
        assert isinstance(dep.id, dict)
        if wild == MATCH:
            return id_text({**dep.id, "i": match})
        rows = self._rows.get(dep.id["t"], [])
        return [text for i, text in rows if wild == ALL or i < match]

    def value(self, key: Key) -> Any:
        """A property as callbacks see it; None if it is not there."""
        part = self.nodes.get(key[0])
        if part is None:
            return None
        if key[1] == "id":
            return part.id
        if key[1] != "children":
            return part.props.get(key[1])
        return ["#" if isinstance(c, Part) else c for c in part.children] if isinstance(part.children, list) else part.children

    # -- what happens --------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Open the page: all are due that do not prevent it (C30, C35)."""
        self._begin()
        self._ask({call.name: () for call in self.calls.values() if not self._prevents(call.spec)}, frozenset())

    def change(self, values: dict[Key, Any]) -> None:
        """Let the user change properties, all in one event (C50, C56)."""
        self._begin()
        for (id, prop), value in values.items():
            self.nodes[id].props[prop] = value
        for key in values:
            self._changed(key, frozenset())

    def next_request(self) -> None:
        """What is still due was left to requests that follow: hxdash's own, in Dash every call is a request.

        They know which callbacks led to them, but no longer which calls of a group were silent, nor what has changed in components that left.
        """
        self.groups.append(Group())
        led = frozenset(number for wait in self.waiting.values() for number in wait.before)
        for wait in self.waiting.values():
            wait.led |= led
            wait.group = None if wait.group is None else len(self.groups) - 1
            wait.changed = {key: led for key in wait.changed if key[0] in self.nodes}

    def see(self, called: Called) -> None:
        """Follow a call.

        Raises:
            Wrong: it was not due, or not like this.
        """
        self._settle()
        call = next((c for c in self.calls.values() if (c.spec.number, c.outputs, c.inputs) == (called.number, called.outputs, called.inputs)), None)
        if call is None or call.name not in self.waiting:
            found = [(c.outputs, c.inputs) for c in self.calls.values() if c.spec.number == called.number]
            raise Wrong(f"called, but not due: {called}\ndue: {self._due()}\nwhat it stands for: {found}")
        wait = self._take(call.name, called)
        arguments = self.arguments(call)
        if called.arguments != arguments:
            raise Wrong(f"called with wrong arguments: {called}\nthey are: {arguments}")
        triggered = {f"{id}.{prop}" for id, prop in wait.changed}
        if set(called.triggered) != triggered or len(called.triggered) != len(triggered):
            raise Wrong(f"called with wrong triggers: {called}\nthey are: {sorted(triggered)}")
        self._apply(call, wait, call.spec.outcome(arguments, call.outputs))
        self._settle()

    def see_broken(self, name: Name) -> None:
        """Follow a call that was not made, because something that it reads or sets is not there (C42).

        Raises:
            Wrong: it was not due, or nothing is missing.
        """
        self._settle()
        if name not in self.waiting or all(id in self.nodes for id in self.calls[name].singles):
            raise Wrong(f"said to be broken: {name}\ndue: {self._due()}")
        wait = self._take(name, name)
        self.failures += 1
        self._note(self.calls[name], wait, [])
        self._settle()

    def _take(self, name: Name, what: Any) -> Wait:
        while name in self.waiting and not self.waiting[name].is_free and self._drop_broken():
            pass
        if name not in self.waiting or not self.waiting[name].is_free:
            raise Wrong(f"called too early: {what}\nfirst: {self._due()}")
        return self.waiting.pop(name)

    def _drop_broken(self) -> bool:
        """Take out a call whose turn it is and that cannot be made; whether there was one. What it lacks may have been there when it was asked for (C63)."""
        for name, wait in self.waiting.items():
            if wait.is_free and any(id not in self.nodes for id in self.calls[name].singles):
                self._note(self.calls[name], self.waiting.pop(name), [])
                self._settle()
                return True
        return False

    def arguments(self, call: Call) -> list[Any]:
        """What a call is given."""
        deps, found = [*call.spec.inputs, *call.spec.states], [*call.inputs, *call.states]
        return [[self.value((i, d.prop)) for i in ids] if isinstance(ids, list) else self.value((ids, d.prop)) for d, ids in zip(deps, found, strict=True)]

    def rest(self) -> None:
        """All has been told.

        Raises:
            Wrong: a call is missing.
        """
        self._settle()
        while self._drop_broken():
            pass
        if self.waiting:
            raise Wrong(f"not called: {self._due()}")

    # -- who is due ----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        assert not self.waiting
        self.groups, self.set, self.failures = [], set(), 0

    def _prevents(self, spec: Spec) -> bool:
        return (self.app.prevent if spec.prevent is None else spec.prevent) is True

    def _ask(self, found: dict[Name, Iterable[Key]], before: frozenset[int], *, came: bool = True) -> None:
        """Let the calls wait that a page load, an arrival of components or their leaving asks for, each with the Inputs that came.

        Where they came, those of which all Inputs are missing are left out, and then those of which all Inputs are Outputs of such (C42).
        """
        self.groups.append(Group())
        hollow: set[Key] = set()
        while came and (out := [n for n in found if not self.calls[n].is_multi and all(k in hollow or k[0] not in self.nodes for k in self.calls[n].triggers)]):
            hollow.update(k for n in out for k in self.calls[n].writes)
            found = {n: c for n, c in found.items() if n not in out}
        for name, changed in found.items():
            self._wait(name, tuple(changed), before, len(self.groups) - 1)

    def _changed(self, key: Key, before: frozenset[int]) -> None:
        """Let the readers of a property wait (C50, C54)."""
        for name, call in self.calls.items():
            if key in call.triggers:
                self._wait(name, [key], before, None)

    def _wait(self, name: Name, changed: Iterable[Key], before: frozenset[int], group: int | None) -> None:
        if name[0] in before:
            return  # C61
        wait = self.waiting.setdefault(name, Wait(group=group))  # C57
        if changed or not wait.changed:  # what has a trigger is of the group of that, if of any
            wait.group = group if not wait.changed or group is not None else wait.group
        if group is None:
            wait.changed.update(dict.fromkeys(changed, before))
        else:
            wait.led |= before
            wait.changed = {**dict.fromkeys(changed, frozenset()), **wait.changed}

    def _is_free(self, call: Call) -> bool:
        """Whether nothing that waits may still set what it reads (C51, C52)."""
        reads = call.reads.difference(call.writes)
        return not any(name != call.name and reads & self._downstream(name, wait.before) for name, wait in self.waiting.items())

    def _downstream(self, name: Name, before: frozenset[int]) -> set[Key]:
        """All that a call and those after it may set, which are not those before it."""
        found = self._reach.get((name, before))
        if found is None:
            found, todo = set(), [name]
            while todo:
                new = set(self.calls[todo.pop()].writes) - found
                found |= new
                todo += [n for n, c in self.calls.items() if n[0] not in before and new & set(c.triggers)]
            self._reach[name, before] = found
        return found

    def _settle(self) -> None:
        """Note who is free to be called; take out those that have come to their turn and are silenced, one after another."""
        again = True
        while again:
            again = False
            for name, wait in list(self.waiting.items()):
                if not wait.is_free and self._is_free(self.calls[name]):
                    wait.is_free = True
                    if self._is_silenced(name):
                        del self.waiting[name]
                        again = True

    def _is_silenced(self, name: Name) -> bool:
        """All its Inputs are Outputs of calls of its group, and none of them was set (C33, C34, and for what came with components)."""
        call, wait = self.calls[name], self.waiting[name]
        if wait.group is None or call.is_multi or not call.outputs:  # without Outputs none is dropped (seen in Dash 4.4.1)
            return False
        group, here = self.groups[wait.group], {k for k in call.triggers if k[0] in self.nodes}
        return bool(here) and here <= group.able and not here & group.did

    def _due(self) -> list[str]:
        return [f"{n} {[f'{i}.{p}' for i, p in w.changed]}" for n, w in self.waiting.items() if w.is_free]

    # -- what a call does ----------------------------------------------------------------------------------------------

    def _apply(self, call: Call, wait: Wait, outcome: Outcome) -> None:
        self.failures += outcome.what == "raise"
        before, given = wait.before | {call.spec.number}, []
        for dep, ids, value in zip(call.spec.outputs, call.outputs, outcome.values, strict=False):
            if isinstance(ids, list) and value is not NO_UPDATE:
                given += [((id, dep.prop), one) for id, one in zip(ids, value, strict=True) if one is not NO_UPDATE]  # C122
            elif value is not NO_UPDATE:
                given.append(((ids, dep.prop), value))
        self._note(call, wait, [key for key, _ in given])
        given, there = [*given, *(((id, prop), value) for id, prop, value in outcome.side)], set(self.calls)
        for key, value in given:
            if key[0] in self.nodes:
                self._put(key, value, before)
        for key, _ in given:  # what the same answer set counts for what it brought, unless that has a MATCH
            for name in [n for n, c in self.calls.items() if n not in there and n[1] is None and key in c.triggers]:
                self._wait(name, [key], before, None)

    def _note(self, call: Call, wait: Wait, did: list[Key]) -> None:
        if wait.group is not None:
            self.groups[wait.group].able.update(call.writes)
            self.groups[wait.group].did.update(did)

    def _put(self, key: Key, value: Any, before: frozenset[int]) -> None:
        """Set a property, and let its readers wait."""
        self.set.add(key)
        self._changed(key, before)
        part = self.nodes[key[0]]
        if isinstance(value, Tree):
            self._replace(part, copy.deepcopy(value.children), before)
        elif isinstance(value, Ops) and key[1] == "children":
            self._replace(part, patched(part.children, value), before)
            self.set |= {(id_text(part.children[path[0]].id), path[2]) for _, path, _ in value.steps if path[1:2] == ("props",)}
        elif isinstance(value, Ops):
            part.props[key[1]] = patched(part.props[key[1]], value)
        elif key[1] == "children":
            part.children = value
        else:
            part.props[key[1]] = value

    def _replace(self, box: Part, children: Any, before: frozenset[int]) -> None:
        """Give a component other children; what they bring, and what their going asks for (C31, C39, C40, C63, C129)."""
        old, there = self.calls, {id(p): id_text(p.id) for p in walk([box]) if p.id is not None and p is not box}
        box.children = children
        self._look()
        new = {id_text(p.id) for p in walk([box]) if p.id is not None and p is not box and id(p) not in there}
        here = {id(p) for p in self.nodes.values()}
        lost = {text for part, text in there.items() if part not in here}  # what a Patch left alone is not lost, though it is in there
        gone = lost - self.nodes.keys()
        self.waiting = {n: w for n, w in self.waiting.items() if n in self.calls}
        came: dict[Name, Iterable[Key]] = {}
        for name, call in self.calls.items():
            inside = [id in new for id, _ in call.writes if id in self.nodes]
            keys = [] if all(inside) else [k for k in call.triggers if k[0] in new]
            if keys or (any(inside) and not self._prevents(call.spec)):
                came[name] = keys
        self._ask(came, before)
        left: dict[Name, Iterable[Key]] = {}
        for name, call in old.items():
            if name in self.calls and any(i in gone for ids in call.inputs if isinstance(ids, list) for i in ids) and not {id for id, _ in call.writes} <= lost:
                left[name] = ()
        self._ask(left, before, came=False)


def _wild(dep: Dep) -> str | None:
    return None if isinstance(dep.id, str) or dep.id["i"] not in (ALL, MATCH, SMALLER) else dep.id["i"]


def walk(children: Any) -> Iterator[Part]:
    """All components in children, in document order."""
    for child in children if isinstance(children, Iterable) and not isinstance(children, str) else ():
        if isinstance(child, Part):
            yield child
            yield from walk(child.children)


def patched(value: Any, ops: Ops) -> Any:
    """A value after a Patch; what was in it stays the same object."""
    value = list(value) if isinstance(value, list) else copy.deepcopy(value)
    for what, path, operand in ops.steps:
        operand = copy.deepcopy(operand)
        if path[1:2] == ("props",):
            value[path[0]].props[path[2]] = operand
            continue
        where = value
        for key in path if what in ("append", "prepend", "extend", "clear", "reverse") else path[:-1]:
            where = where[key]
        if what == "append":
            where.append(operand)
        elif what in ("prepend", "insert"):
            where.insert(0 if what == "prepend" else path[-1], operand)
        elif what == "extend":
            where.extend(operand)
        elif what in ("clear", "reverse"):
            getattr(where, what)()
        elif what == "set":
            where[path[-1]] = operand
        elif what == "add":
            where[path[-1]] += operand
        else:
            del where[path[-1]]
    return value
