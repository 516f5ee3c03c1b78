"""Room 8. A callback with concrete ids: what its wildcards stand for on a page (SEMANTICS 1g)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any, Protocol

from hxdash.callback import Callback
from hxdash.dependencies import Dependency, Input, Output
from hxdash.exceptions import NonExistentIdException, closest
from hxdash.graph import CallbackGraph, has_list
from hxdash.ids import ALLSMALLER, MATCH, captured, filled, id_text, parse_id

Key = tuple[str, str]  # id text and prop
StepKey = tuple[Any, ...]  # callback, and what MATCH stands for


class View(Protocol):
    """What a plan must know of a page: which components it has."""

    def has(self, id: str) -> bool:
        """Whether the component is there."""

    def ids(self) -> list[str]:
        """All ids."""

    def in_order(self, ids: list[str]) -> list[str]:
        """Some of them, in document order."""

    def is_fixed(self) -> bool:
        """Whether it has just the components of the fixed layout."""

    @property
    def drawings(self) -> Mapping[Key, list[str]]:
        """What a script has set and cannot draw, and the ids of the components that came with it."""
    def is_elsewhere(self, callback: Callback) -> bool:
        """Whether not all components of a callback need be known."""


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


def resolve(callback: Callback, match: Mapping[str, Any], view: View) -> Step | None:
    """A callback with concrete ids; None if it has outputs and none of them is on the page."""
    missing: list[Dependency] = []
    outputs = [_resolve(d, match, view, missing) for d in callback.outputs]
    if callback.outputs and not any(bool(o) if isinstance(o, list) else view.has(o) for o in outputs):
        return None
    arguments = [_resolve(d, match, view, missing) for d in callback.arguments]
    return Step(callback, match, outputs, arguments, missing)


def is_whole(graph: CallbackGraph, callback: Callback, known: Mapping[str, Any], view: View) -> bool:
    """Whether all components of a callback that is elsewhere are certainly known, and of those downstream of it.

    Args:
        graph: all callbacks.
        callback: is of another group than the request.
        known: what MATCH stands for, as far as that is known.
        view: the page.
    """
    todo, seen = [(callback, known)], set[StepKey]()
    while todo:
        one, match = todo.pop()
        if step_key(one, match) in seen:
            continue
        seen.add(step_key(one, match))
        if one.patches or any(has_list(d.id) for d in (*one.outputs, *one.arguments)) or not match_keys(one) <= match.keys():
            return False
        step = resolve(one, match, view)
        if step is None or step.missing:
            return False
        todo += [reader for key in step.writes for reader in graph.readers(*key)]
    return True


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
    """Ids on the page that fit ALL and ALLSMALLER, in document order (C122, C128)."""
    small = [k for k, v in pattern.items() if v is ALLSMALLER]
    found = []
    for text in view.ids():
        if text.startswith("{"):
            id = parse_id(text)
            if captured(pattern, id) is not None and all(rank(id[k]) < rank(match[k]) for k in small):
                found.append(text)
    return view.in_order(found)


def rank(value: Any) -> tuple[int, Any]:
    """Order of values in ids: numbers, then booleans, then strings (C128)."""
    if isinstance(value, bool):
        return (1, value)
    return (0, value) if isinstance(value, (int, float)) else (2, str(value))


def matches(callback: Callback, known: Mapping[str, Any], view: View) -> list[dict[str, Any]]:
    """What MATCH may stand for in a callback, given what is known of it from one of its ids."""
    keys = match_keys(callback)
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


def match_keys(callback: Callback) -> frozenset[str]:
    """The keys that MATCH stands at: those of the Outputs, or of the Inputs and States if no Output has it."""
    source = callback.outputs if any(_has_match(o) for o in callback.outputs) else callback.arguments
    return frozenset(k for d in source if isinstance(d.id, dict) for k, v in d.id.items() if v is MATCH)


def _has_match(dependency: Dependency) -> bool:
    return isinstance(dependency.id, dict) and any(v is MATCH for v in dependency.id.values())


def has_some_input(step: Step, view: View, hollow: Container[Key] = ()) -> bool:
    """Whether a step is of this page: it has no Input, or one of them is here, or all are wildcards (C40b, C42, C43).

    An optional one that is missing does not count (C19, seen in Dash 4.4.1), nor does one that is in `hollow`.
    """
    inputs = [(d.component_property, i) for d, i in zip(step.callback.arguments, step.arguments, strict=True) if isinstance(d, Input)]
    here = [i for prop, ids in inputs for i in (ids if isinstance(ids, list) else [ids]) if view.has(i) and (i, prop) not in hollow]
    return bool(here) or all(isinstance(i, list) for _, i in inputs)


def missing(step: Step, view: View) -> NonExistentIdException:
    """What is to be said of a step that reads or sets what is not on the page (C42)."""
    dependency, ids = step.missing[0], view.ids()
    hint = closest(dependency.text, ids)
    return NonExistentIdException(
        f"{type(dependency).__name__}({dependency.text!r}, {dependency.component_property!r}): no such component is on the page now.",
        where=str(step.callback),
        fix=f"{hint + ' ' if hint else ''}Ids on the page: {', '.join(sorted(ids)[:12])}",
    )
