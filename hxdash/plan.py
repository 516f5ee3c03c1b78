"""Room 8, plan: which callbacks a change concerns, and which of them must wait for which.

The plan of a request is the set of steps that may run: those whose Inputs changed or that are due at first sight, and all that lies
downstream of them. Whether a step does run is decided while running: at least one of its Inputs must have changed (C50-C56).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hxdash.callback import Callback
from hxdash.dependencies import Input, Output
from hxdash.graph import CallbackGraph, has_list
from hxdash.ids import ALLSMALLER, captured, filled, parse_id
from hxdash.left import SIGNS, Left, split
from hxdash.steps import Key, Step, StepKey, View, has_some_input, is_whole, matches, rank, resolve, step_key

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
        asked: steps that are due because earlier answers say that something has changed for them.
        causes: callbacks that led to the calls that earlier answers left to this request.
        left: what this request leaves to later ones in turn.
    """

    graph: CallbackGraph
    steps: dict[StepKey, Step] = field(default_factory=dict)
    initial: set[Step] = field(default_factory=set)
    changed: dict[Key, None] = field(default_factory=dict)
    came: dict[StepKey, tuple[Key, ...]] = field(default_factory=dict)
    silent: set[Key] = field(default_factory=set)
    is_kept: bool = False
    chain: list[Step] | None = None
    asked: set[StepKey] = field(default_factory=set)
    causes: frozenset[Callback] = frozenset()
    left: Left = field(init=False)
    _order: Order | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.left = Left(self.graph)

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

    def follow(self, id: str, prop: str, view: View, causes: Iterable[Callback] = ()) -> None:
        """Add every step that has this property as Input.

        Args:
            id, prop: the property.
            view: the page.
            causes: callbacks that led to its change, if it has changed.
        """
        for callback, match in self.graph.readers(id, prop):
            if view.is_elsewhere(callback) and not is_whole(self.graph, callback, match, view):
                self.left.add("*", id, callback, causes, [(id, prop)], "changed")
                continue
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

    def remove(self, step: Step) -> None:
        """Take a step out."""
        del self.steps[step.key]
        self._order = None

    def copy(self) -> Plan:
        """One to be extended, while this one is kept for other requests."""
        return Plan(self.graph, dict(self.steps), set(self.initial), dict(self.changed), dict(self.came), asked=self.asked, causes=self.causes)


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

    A prop that begins with a sign speaks of calls that an earlier answer left to this request (room left). "@N:PROP": that one callback is called
    because of PROP. "=PROP": what a script has set is to be drawn, "~PROP": first calls there did not set it.
    """
    plan, came, left = Plan(graph), list[str](), list[Key]()
    calls: dict[StepKey, tuple[Key, ...]] = {}
    for id, prop in triggers:
        if prop[0] in SIGNS:
            left.append((id, prop))
        elif prop[0] == "@":
            _call(plan, view, id, prop, calls)
        elif prop[0] == "~":
            plan.silent.add((id, prop[1:]))
        elif prop[0] == "=":
            came += view.drawings[id, prop[1:]]
        else:
            plan.changed[(id, prop)] = None
            plan.follow(id, prop, view)
    if left:
        _take_up(plan, view, left, prevent)
    for arrival in insert(plan, view, came, prevent) if came else ():
        plan.came[arrival.step.key] = tuple(dict.fromkeys((*plan.came.get(arrival.step.key, ()), *arrival.came)))
    for key, inputs in calls.items():
        plan.came[key] = tuple(dict.fromkeys((*plan.came.get(key, ()), *inputs)))
    return plan


def _take_up(plan: Plan, view: View, left: list[Key], prevent: bool | str) -> None:
    """Add the calls that earlier answers left to this request."""
    came, asked, calls, causes = defaultdict[Callback, list[Key]](list), defaultdict[Callback, dict[str, list[str]]](dict), list[tuple[str, str, Callback, str]](), set[Callback]()
    for id, text in left:
        sign, name, more = split(text)
        if sign == "!":
            causes.update(c for c in plan.graph.callbacks if plan.graph.name_of(c) == name)
            continue
        for callback in plan.graph.named(id, name):
            if sign == "+":
                came[callback].append((id, more))
            elif sign == "?":
                asked[callback].setdefault(more, []).append(id)
            else:
                calls.append((sign, id, callback, more))
    plan.causes = frozenset(causes)
    for sign, id, callback, more in calls:
        for step in _named(plan, view, id, callback, more if sign == "<" else ""):
            keys = tuple(key for key in came[callback] if key in step.inputs)
            is_due = {"*": bool(keys), "<": any(has_list(d.id) for d in callback.inputs), ">": not is_prevented(callback, prevent)}
            if is_due[sign]:
                plan.came[step.key] = keys or plan.came.get(step.key, ())
                plan.initial.update([step] if sign != "*" else [])
                plan.asked.update([step.key] if sign == "*" and more else [])
    for callback, rounds in asked.items():
        for round in sorted(rounds, key=lambda text: (len(text), text)):
            later = {id for other, ids in rounds.items() if (len(other), other) > (len(round), round) for id in ids}
            for arrival in insert(plan, view, rounds[round], prevent, only=callback, later=later):
                plan.came[arrival.step.key] = tuple(dict.fromkeys([*plan.came.get(arrival.step.key, ()), *arrival.came]))


def _named(plan: Plan, view: View, id: str, callback: Callback, gone: str) -> list[Step]:
    """The steps of a callback that a component plays a part in, or that had in a list what is gone; as far as there is something for them to read."""
    if gone:
        away = parse_id(bytes.fromhex(gone).decode())
        found = [m for d in callback.inputs if has_list(d.id) for m in matches(callback, captured(d.id, away) or {}, view) if _holds(d.id, m, away)]
    else:
        known = [captured(d.id, parse_id(id)) for c, d in plan.graph._concerning(id) if c is callback]
        found = matches(callback, max((match for match in known if match is not None), key=len, default={}), view)
    steps = [plan.add(callback, match, view) for match in found]
    return [step for step in steps if step is not None and has_some_input(step, view)]


def first(graph: CallbackGraph, view: View, prevent: bool | str) -> Plan:
    """The plan of a page's first sight: every callback whose Outputs exist is due, less those that prevent it (C30-C38).

    Args:
        graph: all callbacks.
        view: the page.
        prevent: the app's prevent_initial_callbacks.
    """
    plan = Plan(graph)
    own = [c for id, callbacks in graph.own.items() if view.has(id) for c in callbacks] if graph.own else []
    found = [plan.add(c, match, view) for c in [*graph.callbacks, *own] if not is_prevented(c, prevent) for match in matches(c, {}, view)]
    plan.initial.update(_not_hollow([step for step in found if step is not None], view))
    return plan


def _not_hollow(steps: Iterable[Step], view: View) -> list[Step]:
    """Of the steps that are new on a page those that have some Input there, but not only what others set that have none (C42, seen in Dash 4.4.1)."""
    kept, hollow = list(steps), set[Key]()
    while out := [s for s in kept if not has_some_input(s, view, hollow)]:
        hollow.update(key for step in out for key in step.writes)
        kept = [step for step in kept if step not in out]
    return kept


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


def insert(plan: Plan, view: View, new: list[str], prevent: bool | str, *, causes: Iterable[Callback] = (), round: int | None = None, only: Callback | None = None, later: Container[str] = ()) -> list[Arrival]:
    """Extend a plan by what new components bring: their initial calls, and calls for Inputs that came (C31, C39, C40).

    Args:
        plan: is extended.
        view: the page with the new components.
        new: their ids.
        prevent: the app's prevent_initial_callbacks.
        causes: callbacks that brought them.
        round: look at the callbacks of other groups, instead of those of the group of this request; what is left to them has come in this round.
        only: look at this callback alone.
        later: ids of what has come after these.

    Returns:
        The steps that are due because of it; those that were in the plan before too.
    """
    fresh, found = set(new), dict[StepKey, tuple[Step, Arrival]]()
    for id in new:
        for callback, dependency in plan.graph._concerning(id):
            if view.is_elsewhere(callback) is (round is None) or (only is not None and callback is not only):
                continue
            match = captured(dependency.id, parse_id(id)) or {}
            if round is not None and not _is_for_browser(callback) and (callback in plan.left.callbacks or not is_whole(plan.graph, callback, match, view)):
                if callback.outputs:  # else nothing is asked of it
                    plan.left.add("?", id, callback, causes, more=str(round))
                continue
            for full in matches(callback, match, view):
                step = plan.add(callback, full, view)
                now = resolve(callback, full, view)  # it may have been added when less was there
                if step is None or now is None or step.key in found:
                    continue
                inside = [i in fresh for i, _ in now.writes if view.has(i) and i not in later]
                first = any(inside) and not is_prevented(callback, prevent)
                came = () if all(inside) else tuple(key for key in now.inputs if key[0] in fresh)
                if first or came:
                    found[step.key] = now, Arrival(step, first, came)
    arrivals = [found[now.key][1] for now in _not_hollow([now for now, _ in found.values()], view)]
    plan.initial.update(a.step for a in arrivals if a.first)
    return arrivals


def _is_for_browser(callback: Callback) -> bool:
    return callback.is_client and not any(has_list(o.id) for o in callback.outputs)  # of its lists of Inputs the browser knows all


def withdraw(plan: Plan, view: View, left: list[str], new: list[str], causes: Iterable[Callback] = ()) -> list[Step]:
    """The steps that are due because something has left that one of their lists of Inputs held (C129): as first calls, prevented or not.

    Args:
        plan: is extended.
        view: the page without what has left.
        left: ids of what has left.
        new: ids of what has come in its place.
        causes: callbacks that led to that.
    """
    found: dict[Step, None] = {}
    for id in left:
        for callback, dependency in plan.graph._concerning(id):
            if not (isinstance(dependency, Input) and has_list(dependency.id) and callback.outputs):
                continue
            for full in matches(callback, captured(dependency.id, parse_id(id)) or {}, view):
                if _holds(dependency.id, full, parse_id(id)) and view.is_elsewhere(callback):  # its list is for its own group to know
                    now = resolve(callback, full, view)
                    for out in [i for i, _ in now.writes if view.has(i) and i not in new][:1] if now else ():
                        plan.left.add("<", out, callback, causes, more=id.encode().hex())
                elif _holds(dependency.id, full, parse_id(id)):
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
