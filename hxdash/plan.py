"""Room 8, plan: which callbacks a change concerns, and which of them must wait for which.

The plan of a request is the set of steps that may run: those whose Inputs changed or that are due at first sight, and all that lies
downstream of them. Whether a step does run is decided while running: at least one of its Inputs must have changed (C50-C56).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hxdash.callback import Callback
from hxdash.dependencies import Input, Output
from hxdash.graph import CallbackGraph, has_list
from hxdash.ids import ALLSMALLER, captured, filled, parse_id
from hxdash.steps import Key, Step, StepKey, View, has_some_input, matches, rank, resolve, step_key

KEPT_PLANS = 4096


@dataclass
class Plan:
    """The steps that a request may run.

    Args:
        graph: all callbacks.
        steps: in order of discovery; by callback and what MATCH stands for.
        initial: steps that are due because the page or a part of it is new.
        changed: properties that have changed already.
        came: Inputs of steps that came with new components.
        silent: properties that first calls in the browser might have set and did not.
        is_kept: other requests use it too.
        chain: kept by those who ask whether the steps are one.
    """

    graph: CallbackGraph
    steps: dict[StepKey, Step] = field(default_factory=dict)
    initial: set[Step] = field(default_factory=set)
    changed: dict[Key, None] = field(default_factory=dict)
    came: dict[StepKey, tuple[Key, ...]] = field(default_factory=dict)
    silent: set[Key] = field(default_factory=set)
    is_kept: bool = False
    chain: list[Step] | None = None
    _order: Order | None = field(default=None, repr=False)

    def add(self, callback: Callback, match: Mapping[str, Any], view: View) -> Step | None:
        """The step of a callback, made if it is new, and everything downstream; None if it concerns nothing on this page."""
        key = step_key(callback, match)
        if key in self.steps:
            return self.steps[key]
        step = resolve(callback, match, view)
        if step is None:
            return None
        self.steps[key] = step
        self._order = None
        for id, prop in step.writes:
            self.follow(id, prop, view)
        return step

    def follow(self, id: str, prop: str, view: View) -> None:
        """Add every step that has this property as Input."""
        for callback, match in self.graph.readers(id, prop):
            for full in matches(callback, match, view):
                self.add(callback, full, view)

    def upstream(self) -> dict[Step, set[Step]]:
        """For each step those that must be finished before it starts."""
        writers: dict[Key, list[Step]] = defaultdict(list)
        for step in self.steps.values():
            for key in step.writes:
                writers[key].append(step)
        out = {s: {w for key in s.reads for w in writers.get(key, ()) if w is not s} for s in self.steps.values()}
        _loosen(out)
        return out

    def order(self) -> Order:
        """Who waits for whom; worked out once."""
        if self._order is None:
            upstream = self.upstream()
            downstream: dict[Step, list[Step]] = {s: [] for s in upstream}
            readers: dict[Key, list[Step]] = defaultdict(list)
            for step in upstream:
                for key in step.inputs:
                    readers[key].append(step)
            for step, before in upstream.items():
                for up in before:
                    downstream[up].append(step)
            self._order = Order({s: len(before) for s, before in upstream.items()}, downstream, readers)
        return self._order

    def replace(self, step: Step) -> None:
        """Put a step in the place of the one with its key."""
        self.steps[step.key] = step
        self._order = None

    def copy(self) -> Plan:
        """One to be extended, while this one is kept for other requests."""
        return Plan(self.graph, dict(self.steps), set(self.initial), dict(self.changed), dict(self.came))


@dataclass(frozen=True, slots=True)
class Order:
    """Who waits for whom.

    Args:
        waits: step to the number of steps that must be finished before it starts.
        downstream: step to those that wait for it.
        readers: property to the steps that have it as Input.
    """

    waits: Mapping[Step, int]
    downstream: Mapping[Step, list[Step]]
    readers: Mapping[Key, list[Step]]


def _loosen(upstream: dict[Step, set[Step]]) -> None:
    """Let steps that wait for each other through States start in order of registration."""
    waiting = {s: set(u) for s, u in upstream.items()}
    while waiting:
        free = [s for s, u in waiting.items() if not u & waiting.keys()]
        if not free:
            first = next((s for s in waiting if not _hard(s, waiting.keys())), next(iter(waiting)))
            upstream[first] -= waiting.keys()
            free = [first]
        for s in free:
            del waiting[s]


def _hard(step: Step, others: Iterable[Step]) -> bool:
    inputs = set(step.inputs)
    return any(key in inputs for other in others if other is not step for key in other.writes)


def for_change(graph: CallbackGraph, view: View, triggers: tuple[Key, ...], prevent: bool | str = False) -> Plan:
    """The plan of a change; kept for the next one like it where the page is as the fixed layout says."""
    if not view.is_fixed():
        return update(graph, view, triggers, prevent)
    plan = graph.plans.get(triggers)
    if plan is None:
        plan = update(graph, view, triggers, prevent)
        if len(graph.plans) < KEPT_PLANS:
            graph.plans[triggers], plan.is_kept = plan, True
    return plan


def for_load(graph: CallbackGraph, view: View, prevent: bool | str) -> Plan:
    """The plan of a page's first sight; kept for the next load where the layout is fixed."""
    if not view.is_fixed():
        return first(graph, view, prevent)
    plan = graph.plans.get("load")
    if plan is None:
        plan = graph.plans["load"] = first(graph, view, prevent)
    return plan


def update(graph: CallbackGraph, view: View, triggers: Iterable[Key], prevent: bool | str = False) -> Plan:
    """The plan of a change: everything that the triggers concern.

    A trigger without a prop says that the component has come. A sign before the prop speaks of calls that an earlier answer left to this
    request: ">" first calls of what sets it, "<" other calls of what sets it, "+" it has changed for those calls, and for nothing else; "@N:PROP"
    that one callback is called because of PROP. "=PROP": what a script has set is to be drawn, "~PROP": first calls there did not set it.
    """
    plan, came, left = Plan(graph), list[str](), list[Key]()
    calls: dict[StepKey, tuple[Key, ...]] = {}
    for id, prop in triggers:
        if not prop:
            came.append(id)
            continue
        if prop[0] in "<>+":
            left.append((id, prop))
            continue
        if prop[0] == "@":
            _call(plan, view, id, prop, calls)
            continue
        if prop[0] == "~":
            plan.silent.add((id, prop[1:]))
            continue
        if prop[0] == "=":
            came += view.drawings[id, prop[1:]]
            continue
        plan.changed[(id, prop)] = None
        plan.follow(id, prop, view)
    plan.changed.update(dict.fromkeys((id, prop[1:]) for id, prop in left if prop[0] == "+"))
    for id, prop in left:
        _begin(plan, view, id, prop, prevent)
    if came:
        plan.came = {arrival.step.key: arrival.came for arrival in insert(plan, view, came, prevent)}
    for key, inputs in calls.items():
        plan.came[key] = tuple(dict.fromkeys((*plan.came.get(key, ()), *inputs)))
    return plan


def first(graph: CallbackGraph, view: View, prevent: bool | str) -> Plan:
    """The plan of a page's first sight: every callback whose Outputs exist is due, less those that prevent it (C30-C38).

    Args:
        graph: all callbacks.
        view: the page.
        prevent: the app's prevent_initial_callbacks.
    """
    plan = Plan(graph)
    own = [c for id, callbacks in graph.own.items() if view.has(id) for c in callbacks] if graph.own else []
    for callback in [*graph.callbacks, *own]:
        for match in matches(callback, {}, view):
            if is_prevented(callback, prevent):
                continue
            step = plan.add(callback, match, view)
            if step is not None and has_some_input(step, view):
                plan.initial.add(step)
    return plan


def _begin(plan: Plan, view: View, id: str, prop: str, prevent: bool | str) -> None:
    """Add the calls that an earlier answer left to this request: those of the callbacks that set a property."""
    sign, prop = prop[0], prop[1:]
    for callback, dependency in plan.graph._concerning(id) if sign != "+" else ():
        if not isinstance(dependency, Output) or dependency.component_property != prop or (sign == ">" and is_prevented(callback, prevent)):
            continue
        for match in matches(callback, captured(dependency.id, parse_id(id)) or {}, view):
            step = plan.add(callback, match, view)
            if step is None or not has_some_input(step, view):
                continue
            is_shorter = sign == "<" and any(has_list(d.id) for d in callback.inputs)
            if sign == ">" or (is_shorter and not any(key in plan.changed for key in step.inputs)):
                plan.initial.add(step)


def _call(plan: Plan, view: View, id: str, prop: str, calls: dict[StepKey, tuple[Key, ...]]) -> None:
    """Add the calls of one callback that concern an id: because of one of its Inputs, or without one as first calls."""
    number, _, name = prop[1:].partition(":")
    group = plan.graph.group_of(id)
    callback = plan.graph.member(group or "", number)
    if callback is None:
        return
    for dependency in (*callback.outputs, *callback.arguments):
        match = captured(dependency.id, parse_id(id))
        if match is None or (name and not (isinstance(dependency, Input) and dependency.component_property == name)):
            continue
        for full in matches(callback, match, view):
            step = plan.add(callback, full, view)
            if step is None or not has_some_input(step, view):
                continue
            if name:
                calls[step.key] = (*calls.get(step.key, ()), (id, name))
            else:
                plan.initial.add(step)


def left(step: Step, triggered: list[Key], prevent: bool | str) -> list[str]:
    """The triggers by which a later request makes a call that this one cannot make, and those of what sets the same.

    Args:
        step: is to be called.
        triggered: Inputs that changed; empty for a first call.
        prevent: the app's prevent_initial_callbacks.
    """
    sign = ">" if not triggered and not is_prevented(step.callback, prevent) else "<"
    calls = [f"{id}.{sign}{prop}" for id, prop in step.writes]
    return calls + [f"{id}.{'+' if calls else ''}{prop}" for id, prop in triggered]


def call_names(step: Step, triggered: list[Key], graph: CallbackGraph, quiet: list[Key] | None) -> list[str]:
    """The triggers by which the browser, or a later request, makes this call and no other.

    Args:
        step: is to be called.
        triggered: Inputs that changed.
        graph: all callbacks.
        quiet: None if it is not an initial call; else its Inputs that other initial calls might have set and did not.
    """
    _, number = graph.place_of(step.callback)
    names = [f"{id}.@{number}:{prop}" for id, prop in triggered]
    if triggered and quiet is None:
        return names
    ids = [i for found in (*step.outputs, *step.arguments) for i in (found if isinstance(found, list) else [found])]
    roles = (*step.callback.outputs, *step.callback.arguments)
    telling = (i for i in ids for d in roles if (captured(d.id, parse_id(i)) or {}).keys() >= step.match.keys())
    return [*names, f"{next(telling, ids[0])}.@{number}:", *(f"{id}.~{prop}" for id, prop in quiet or ())]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A step that new components make due.

    Args:
        step: the step.
        first: it is its initial call (C31).
        came: Inputs that came although an Output was there before; they count as changed (C40).
    """

    step: Step
    first: bool
    came: tuple[Key, ...]


def insert(plan: Plan, view: View, new: list[str], prevent: bool | str) -> list[Arrival]:
    """Extend a plan by what new components bring: their initial calls, and calls for Inputs that came (C31, C39, C40).

    Returns:
        The steps that are due because of it; those that were in the plan before too.
    """
    fresh, found = set(new), {}
    for id in new:
        for callback, dependency in plan.graph._concerning(id):
            match = captured(dependency.id, parse_id(id)) or {}
            for full in matches(callback, match, view):
                step = plan.add(callback, full, view)
                now = resolve(callback, full, view)  # it may have been added when less was there
                if step is None or now is None or step in found or not has_some_input(now, view):
                    continue
                inside = [i in fresh for i, _ in now.writes]
                first = any(inside) and not is_prevented(callback, prevent)
                came = () if all(inside) else tuple(key for key in now.inputs if key[0] in fresh)
                if first or came:
                    found[step] = Arrival(step, first, came)
    plan.initial.update(a.step for a in found.values() if a.first)
    return list(found.values())


def withdraw(plan: Plan, view: View, left: list[str], new: list[str]) -> list[Step]:
    """The steps that are due because something has left that one of their lists of Inputs held (C129): as first calls, prevented or not.

    Args:
        plan: is extended.
        view: the page without what has left.
        left: ids of what has left.
        new: ids of what has come in its place.
    """
    found: dict[Step, None] = {}
    for id in left:
        for callback, dependency in plan.graph._concerning(id):
            if not (isinstance(dependency, Input) and has_list(dependency.id) and callback.outputs):
                continue
            for full in matches(callback, captured(dependency.id, parse_id(id)) or {}, view):
                if _holds(dependency.id, full, parse_id(id)):
                    step = plan.add(callback, full, view)
                    if step is not None and _is_outside(step, new):
                        found[step] = None
    plan.initial.update(found)
    return list(found)


def _holds(pattern: Any, match: Mapping[str, Any], id: Any) -> bool:
    """Whether a list of Inputs holds an id, given what MATCH stands for."""
    small = [k for k, v in pattern.items() if v is ALLSMALLER]
    return captured(filled(pattern, match), id) is not None and all(k in match and rank(id[k]) < rank(match[k]) for k in small)


def _is_outside(step: Step, new: list[str]) -> bool:
    """Whether all that a step sets is on the page, and not all of it is new."""
    return not any(isinstance(d, Output) for d in step.missing) and not {i for i, _ in step.writes} <= set(new)


def is_prevented(callback: Callback, prevent: bool | str) -> bool:
    """Whether a callback makes no initial call of its own."""
    own = prevent if callback.prevent_initial_call is None else callback.prevent_initial_call
    return own is True
