"""Room 7. What can be found wrong with an app without a request: values, ids, properties, wildcards, duplicates, circles (V04-V08, C85-C90)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from hxdash.callback import Callback
from hxdash.component import Component, everything, survey
from hxdash.dependencies import Dependency, Output
from hxdash.encoding import NotPlain
from hxdash.exceptions import (
    CallbackException,
    CircularDependencyException,
    DashException,
    DuplicateCallback,
    InvalidPropException,
    NoLayoutException,
    NonExistentIdException,
    NonExistentPropException,
    WildcardException,
    closest,
)
from hxdash.graph import CallbackGraph
from hxdash.ids import ALLSMALLER, MATCH, Id, overlaps, parse_id
from hxdash.layout import Layout
from hxdash.persistence import mistakes as unkept
from hxdash.values import Fault, fault_between


def check(graph: CallbackGraph, layout: Layout, *, ids_known: bool, prevent: bool | str = False) -> list[CallbackException]:
    """Every mistake that can be found without a request.

    Args:
        graph: the callbacks.
        layout: the page's components, as far as they are known.
        prevent: the app's prevent_initial_callbacks.
        ids_known: an id that is not in the layout is a mistake (False with suppress_callback_exceptions).

    Returns:
        The mistakes; empty if there are none.
    """
    found: list[CallbackException] = []
    for callback in graph.callbacks:
        for dependency in (*callback.outputs, *callback.arguments, *(row[0] for row in callback.running), *callback.cancel):
            if error := _check_dependency(callback, dependency, layout, ids_known and not callback.optional):
                found.append(error)
        if callback.prevent_initial_call is True and not callback.inputs:
            found.append(CallbackException("The callback would never run: it has no Input, and prevent_initial_call=True.", where=str(callback), fix="give it an Input, or leave prevent_initial_call out"))
        found += _check_wildcards(callback)
        found += _check_initial_duplicates(callback, prevent)
    found += _check_duplicates(graph)
    found += _check_cycles(graph)
    return found


def check_values(layout: Layout) -> list[DashException]:
    """What in a layout cannot be shown (V06) or kept (C200).

    Returns:
        Every property with such a value; empty if there are none.
    """
    found: list[DashException] = [*unkept(layout.root)]
    for path, component in everything(layout.root):
        for prop, fault in _faults(component):
            given = f"{prop}={component.props[prop]!r:.60}" if prop else ""
            found.append(InvalidPropException(f"{component.type_name}({given}): {fault.what}.", where=path, fix=fault.fix))
        if _is_bare_dict(component.props.get("children")):
            found.append(InvalidPropException(f"{component.type_name} has a dict among its children.", where=path, fix="children are components, text, numbers, or lists of these"))
    try:
        survey(layout.root, [])
    except NotPlain as error:
        where = "".join(f"[{step!r}]" for step in error.path)
        found.append(NoLayoutException(f"The layout holds a {type(error.value).__name__}: {error.value!r:.80}.", where=where, fix="children are components, text, numbers, or lists of these"))
    return found


def _faults(component: Component) -> Iterator[tuple[str, Fault]]:
    """Props of a component whose values cannot be shown, each with what is wrong; "" for what is wrong between them."""
    checks, given = component.value_checks, component.props
    found = {prop: fault for prop, value in given.items() if value is not None and prop in checks and (fault := checks[prop](value))}
    stray = [prop for prop, value in given.items() if prop not in component.node_props and isinstance(value, Component)]
    yield from found.items()
    yield from ((prop, Fault("a component stands here", "components go into children")) for prop in stray if prop not in found)
    if not found and (together := fault_between(component.type_name, given)):
        yield "", together


def _is_bare_dict(children: Any) -> bool:
    """Whether a dict that is no component in JSON form is among children."""
    if isinstance(children, dict):
        return children.keys() != {"props", "type", "namespace"}
    return isinstance(children, (list, tuple)) and any(_is_bare_dict(child) for child in children)


def _check_dependency(callback: Callback, dependency: Dependency, layout: Layout, ids_known: bool) -> CallbackException | None:
    word, prop = type(dependency).__name__, dependency.component_property
    if dependency.is_pattern:
        components = [c for t, c in layout.by_id.items() if t.startswith("{") and overlaps(dependency.id, parse_id(t))]
    else:
        here = layout.by_id.get(dependency.text)
        components = [here] if here is not None else []
        if here is None and ids_known and not getattr(dependency, "allow_optional", False):
            hint = closest(dependency.text, layout.by_id)
            known = ", ".join(sorted(layout.by_id)[:12]) or "none"
            return NonExistentIdException(
                f"{word}({dependency.text!r}, {prop!r}): no component has this id.",
                where=str(callback),
                fix=f"{hint + ' ' if hint else ''}Ids in the layout: {known}. If a callback makes this component, set suppress_callback_exceptions=True",
            )
    for component in components:
        if not component.has_prop(prop):
            hint = closest(prop, component.prop_names) or f"its properties are {', '.join(component.prop_names)}"
            return NonExistentPropException(
                f"{word}({dependency.text!r}, {prop!r}): {component.type_name} has no such property.", where=str(callback), fix=hint
            )
    return None


def _check_wildcards(callback: Callback) -> list[CallbackException]:
    found: list[CallbackException] = []
    keys = [frozenset(_keys(o.id, MATCH)) for o in callback.outputs]
    if len(set(keys)) > 1:
        found.append(WildcardException("The Outputs have MATCH at different keys.", where=str(callback), fix="use MATCH at the same keys in every Output"))
    known = keys[0] if keys else frozenset()
    for output in callback.outputs:
        if _keys(output.id, ALLSMALLER):
            found.append(WildcardException(f"ALLSMALLER stands in an Output: {output}.", where=str(callback), fix="use it in Inputs and States"))
    for argument in callback.arguments:
        if known and (extra := set(_keys(argument.id, MATCH)) - known):
            found.append(WildcardException(f"{argument} has MATCH at {sorted(extra)[0]!r}, which no Output has.", where=str(callback), fix="give every Output MATCH at this key, or use ALL"))
        if (small := _keys(argument.id, ALLSMALLER)) and not set(small) <= known:
            found.append(WildcardException(f"{argument} has ALLSMALLER at {small[0]!r}, where no Output has MATCH.", where=str(callback), fix="give an Output MATCH at this key"))
    return found


def _keys(id: Id, wildcard: Any) -> list[str]:
    return [] if isinstance(id, str) else [k for k, v in id.items() if v is wildcard]


def _check_initial_duplicates(callback: Callback, prevent: bool | str) -> list[CallbackException]:
    """A second writer of a property must not write at load, where the order of the two is open (C87)."""
    own = prevent if callback.prevent_initial_call is None else callback.prevent_initial_call
    if own is True or own == "initial_duplicate":
        return []
    return [
        DuplicateCallback(
            f"The Output {output} has allow_duplicate=True, but the callback runs when the page is loaded.",
            where=str(callback),
            fix='add prevent_initial_call=True, or "initial_duplicate" if it shall run then all the same',
        )
        for output in callback.outputs
        if output.allow_duplicate
    ]


def _check_duplicates(graph: CallbackGraph) -> list[CallbackException]:
    found: list[CallbackException] = []
    alike: dict[tuple[str, Any], list[tuple[Callback, Output]]] = defaultdict(list)
    for callback in graph.callbacks:
        for output in callback.outputs:
            for other, earlier in alike[_kin(output)]:
                both = output.allow_duplicate or earlier.allow_duplicate
                if not both and overlaps(output.id, earlier.id):
                    same = other is callback
                    found.append(
                        DuplicateCallback(
                            f"The Output {output} is set twice in one callback." if same else f"Two callbacks set {output}" + (f" and {earlier}." if str(output) != str(earlier) else "."),
                            where=str(callback) if same else f"{other}  and  {callback}",
                            fix="let one callback set it, or write Output(..., allow_duplicate=True) in the second with prevent_initial_call=True",
                        )
                    )
            alike[_kin(output)].append((callback, output))
    return found


def _kin(dependency: Dependency) -> tuple[str, Any]:
    """What two dependencies that overlap have in common: few do, so few pairs need a look."""
    return dependency.component_property, dependency.id if isinstance(dependency.id, str) else frozenset(dependency.id)


def _check_cycles(graph: CallbackGraph) -> list[CallbackException]:
    """Callbacks that feed each other through Inputs; a callback may feed itself (C60, C62)."""
    writes: dict[tuple[str, Any], list[tuple[Callback, Output]]] = defaultdict(list)
    for callback in graph.callbacks:
        for output in callback.outputs:
            writes[_kin(output)].append((callback, output))
    upstream = {
        callback: list(dict.fromkeys(
            writer for i in callback.inputs for writer, output in writes[_kin(i)] if writer is not callback and overlaps(output.id, i.id)
        ))
        for callback in graph.callbacks
    }
    done: set[Callback] = set()
    found: list[CallbackException] = []
    for start in graph.callbacks:
        while cycle := _find_cycle(start, upstream, done):
            done.update(cycle)  # other circles through these are not told apart
            names = " → ".join(str(c) for c in [*reversed(cycle), cycle[-1]])
            found.append(
                CircularDependencyException(
                    "Callbacks feed each other in a circle.",
                    where=names,
                    fix="make one callback of them that has the properties both as Output and as Input, or turn one Input into a State",
                )
            )
    return found


def _find_cycle(start: Callback, upstream: dict[Callback, list[Callback]], done: set[Callback]) -> list[Callback]:
    path: list[Callback] = []
    stack: list[tuple[Callback, bool]] = [(start, False)]
    while stack:
        callback, leaving = stack.pop()
        if leaving:
            path.pop()
            done.add(callback)
        elif callback in path:
            return path[path.index(callback):]
        elif callback not in done:
            path.append(callback)
            stack.append((callback, True))
            stack.extend((up, False) for up in reversed(upstream[callback]))
    return []
