"""Room 8, plan: which callbacks a change concerns, and which of them must wait for which.

The plan of a request is the set of steps that may run: those whose Inputs changed or that are due at first sight, and all that lies
downstream of them. Whether a step does run is decided while running: at least one of its Inputs must have changed (C50-C56).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from hxdash.callback import Callback
from hxdash.dependencies import Dependency, Input, Output
from hxdash.graph import CallbackGraph
from hxdash.ids import ALLSMALLER, MATCH, captured, filled, id_text, parse_id

Key = tuple[str, str]  # id text and prop
StepKey = tuple[Any, ...]  # callback, and what MATCH stands for
KEPT_PLANS = 4096


class View(Protocol):
    """What a plan must know of a page: which components it has."""

    def has(self, id: str) -> bool:
        """Whether the component is there."""

    def ids(self) -> list[str]:
        """All ids, in document order."""

    def is_fixed(self) -> bool:
        """Whether it has just the components of the fixed layout."""


class Step:
    """One callback with concrete ids.

    Args:
        callback: the record.
        match: what MATCH stands for.
        outputs, arguments: per dependency an id text, or a list of them for ALL and ALLSMALLER.
        missing: dependencies whose component is not on the page.

    Attributes:
        key: what tells it from other steps, whatever its ids are now.
        writes, reads, inputs: the properties it may set, is given, and runs for.
    """

    __slots__ = ("arguments", "callback", "inputs", "key", "match", "missing", "outputs", "reads", "writes")

    def __init__(
        self,
        callback: Callback,
        match: Mapping[str, Any],
        outputs: list[str | list[str]],
        arguments: list[str | list[str]],
        missing: list[Dependency],
    ) -> None:
        self.callback, self.match, self.outputs, self.arguments, self.missing = callback, match, outputs, arguments, missing
        self.key = step_key(callback, match)
        self.writes = _keys(callback.outputs, outputs)
        self.reads = _keys(callback.arguments, arguments)
        pairs = [(d, i) for d, i in zip(callback.arguments, arguments, strict=True) if isinstance(d, Input)]
        self.inputs = _keys([d for d, _ in pairs], [i for _, i in pairs])


def step_key(callback: Callback, match: Mapping[str, Any]) -> StepKey:
    """What tells a step from others: its callback and what MATCH stands for (where 1 and True are two things)."""
    return (callback, *((name, type(match[name]), match[name]) for name in sorted(match)))


def _keys(dependencies: Iterable[Dependency], ids: Iterable[str | list[str]]) -> list[Key]:
    out: list[Key] = []
    for dependency, found in zip(dependencies, ids, strict=True):
        if isinstance(found, list):
            out.extend((i, dependency.component_property) for i in found)
        else:
            out.append((found, dependency.component_property))
    return out


@dataclass
class Plan:
    """The steps that a request may run.

    Args:
        graph: all callbacks.
        steps: in order of discovery; by callback and what MATCH stands for.
        initial: steps that are due because the page or a part of it is new.
        changed: properties that have changed already.
        came: Inputs of steps that came with new components.
    """

    graph: CallbackGraph
    steps: dict[StepKey, Step] = field(default_factory=dict)
    initial: set[Step] = field(default_factory=set)
    changed: dict[Key, None] = field(default_factory=dict)
    came: dict[StepKey, tuple[Key, ...]] = field(default_factory=dict)
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
            graph.plans[triggers] = plan
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

    A trigger without a prop says that the component has come; one with ">" before the prop that the first calls of what sets it are due.
    """
    plan, came = Plan(graph), []
    for id, prop in triggers:
        if not prop:
            came.append(id)
            continue
        if prop[0] == ">":
            _begin(plan, view, id, prop[1:], prevent)
            continue
        plan.changed[(id, prop)] = None
        plan.follow(id, prop, view)
    if came:
        plan.came = {arrival.step.key: arrival.came for arrival in insert(plan, view, came, prevent)}
    return plan


def first(graph: CallbackGraph, view: View, prevent: bool | str) -> Plan:
    """The plan of a page's first sight: every callback whose Outputs exist is due, less those that prevent it (C30-C38).

    Args:
        graph: all callbacks.
        view: the page.
        prevent: the app's prevent_initial_callbacks.
    """
    plan = Plan(graph)
    for callback in graph.callbacks:
        for match in matches(callback, {}, view):
            if is_prevented(callback, prevent):
                continue
            step = plan.add(callback, match, view)
            if step is not None and _has_some_input(step, view):
                plan.initial.add(step)
    return plan


def _begin(plan: Plan, view: View, id: str, prop: str, prevent: bool | str) -> None:
    """Add the first calls of the callbacks that set a property."""
    for callback, dependency in plan.graph._concerning(id):
        if not isinstance(dependency, Output) or dependency.component_property != prop or is_prevented(callback, prevent):
            continue
        for match in matches(callback, captured(dependency.id, parse_id(id)) or {}, view):
            step = plan.add(callback, match, view)
            if step is not None and _has_some_input(step, view):
                plan.initial.add(step)


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
                if step is None or step in found or not _has_some_input(step, view):
                    continue
                inside = [i in fresh for i, _ in step.writes]
                first = any(inside) and not is_prevented(callback, prevent)
                came = () if all(inside) else tuple(key for key in step.inputs if key[0] in fresh)
                if first or came:
                    found[step] = Arrival(step, first, came)
    plan.initial.update(a.step for a in found.values() if a.first)
    return list(found.values())


def is_prevented(callback: Callback, prevent: bool | str) -> bool:
    """Whether a callback makes no initial call of its own."""
    own = prevent if callback.prevent_initial_call is None else callback.prevent_initial_call
    return own is True


def _has_some_input(step: Step, view: View) -> bool:
    """Whether a step is of this page: it has no Input, or one of them is here, or all are wildcards (C40b, C42, C43)."""
    inputs = [(d, i) for d, i in zip(step.callback.arguments, step.arguments, strict=True) if isinstance(d, Input)]
    here = [bool(i) if isinstance(i, list) else d.allow_optional or view.has(i) for d, i in inputs]
    return any(here) or all(isinstance(i, list) for _, i in inputs)


def resolve(callback: Callback, match: Mapping[str, Any], view: View) -> Step | None:
    """A callback with concrete ids; None if it has outputs and none of them is on the page."""
    missing: list[Dependency] = []
    outputs = [_resolve(d, match, view, missing) for d in callback.outputs]
    if callback.outputs and not any(bool(o) if isinstance(o, list) else view.has(o) for o in outputs):
        return None
    arguments = [_resolve(d, match, view, missing) for d in callback.arguments]
    return Step(callback, match, outputs, arguments, missing)


def renew(step: Step, view: View) -> Step | None:
    """The step with the ids that it has after components came or left.

    Returns:
        None if it can no longer run: all its Outputs or something that it reads have left the page (C63).
    """
    now = resolve(step.callback, step.match, view)
    if now is None or any(d not in step.missing and not isinstance(d, Output) for d in now.missing):
        return None
    now.missing = [d for d in now.missing if d in step.missing]
    return now


def _resolve(dependency: Dependency, match: Mapping[str, Any], view: View, missing: list[Dependency]) -> str | list[str]:
    if not dependency.is_pattern:
        text = dependency.text
    else:
        id = filled(dependency.id, match)
        if any(not isinstance(v, (str, int, float, bool)) for v in id.values()):  # type: ignore[union-attr]
            return _matching(id, match, view)
        text = id_text(id)
    if not view.has(text) and not dependency.allow_optional:
        missing.append(dependency)
    return text


def _matching(pattern: Any, match: Mapping[str, Any], view: View) -> list[str]:
    """Ids on the page that fit ALL and ALLSMALLER, in document order; ALLSMALLER in the order of its values (C122, C128)."""
    small = [k for k, v in pattern.items() if v is ALLSMALLER]
    found = []
    for text in view.ids():
        if text.startswith("{"):
            id = parse_id(text)
            if captured(pattern, id) is not None and all(rank(id[k]) < rank(match[k]) for k in small):
                found.append(text)
    if small:
        found.sort(key=lambda t: [rank(parse_id(t)[k]) for k in small])
    return found


def rank(value: Any) -> tuple[int, Any]:
    """Order of values in ids: numbers, then booleans, then strings (C128)."""
    if isinstance(value, bool):
        return (1, value)
    return (0, value) if isinstance(value, (int, float)) else (2, str(value))


def matches(callback: Callback, known: Mapping[str, Any], view: View) -> list[dict[str, Any]]:
    """What MATCH may stand for in a callback, given what is known of it from one of its ids."""
    keys = _match_keys(callback)
    if not keys:
        return [{}]
    if keys <= known.keys():
        return [{k: known[k] for k in keys}]
    for dependency in (*callback.outputs, *callback.arguments):
        if isinstance(dependency.id, dict) and any(v is MATCH for v in dependency.id.values()):
            pattern = filled(dependency.id, known)
            found = (captured(dependency.id, parse_id(t)) for t in _matching_any(pattern, view))
            return list({step_key(callback, m): m for m in found if m is not None}.values())
    return []


def _matching_any(pattern: Any, view: View) -> list[str]:
    return [t for t in view.ids() if t.startswith("{") and captured(pattern, parse_id(t)) is not None]


def _match_keys(callback: Callback) -> frozenset[str]:
    source = callback.outputs if any(_has_match(o) for o in callback.outputs) else callback.arguments
    return frozenset(k for d in source if isinstance(d.id, dict) for k, v in d.id.items() if v is MATCH)


def _has_match(dependency: Dependency) -> bool:
    return isinstance(dependency.id, dict) and any(v is MATCH for v in dependency.id.values())
