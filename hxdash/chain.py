"""Room 10. The quick way through a plan in which each step waits for the one before it: by far the most.

There is nothing to decide in such a chain, so no agenda is kept. Where something happens that an agenda must know of (components
that come or leave, set_props, an exception) the walk stops there, and the run goes on in full.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hxdash.component import PERSISTENCE
from hxdash.context import CURRENT, Call
from hxdash.dependencies import NoUpdate
from hxdash.exceptions import PreventUpdate
from hxdash.live import Live
from hxdash.plan import Plan
from hxdash.steps import Key, Step


@dataclass(slots=True)
class Stop:
    """Where a walk could not go on.

    Args:
        step: was called, or is to be.
        call: its call; None if its arguments could not be read.
        result: what it returned.
        error: what it raised, or None.
    """

    step: Step
    call: Call | None
    result: Any
    error: BaseException | None


def chain_of(plan: Plan) -> list[Step]:
    """The steps of a plan in their order, if it is a chain; empty if not."""
    order = plan.order()
    waits, free, out = dict(order.waits), [s for s, n in order.waits.items() if not n], list[Step]()
    if plan.initial or plan.came or not all(_is_simple(step) for step in plan.steps.values()):
        return []
    while len(free) == 1:
        out.append(free.pop())
        for down in order.downstream[out[-1]]:
            waits[down] -= 1
            if not waits[down]:
                free.append(down)
    return [] if free else out


def _is_simple(step: Step) -> bool:
    callback = step.callback
    if callback.is_async or callback.is_generator or callback.is_client or callback.patches or step.missing or callback.output_shape != 0:
        return False
    if any(d.allow_optional for d in callback.arguments):
        return False
    if any(o.component_property in PERSISTENCE for o in callback.outputs):  # it changes values as well
        return False
    return all(type(ids) is str for ids in (*step.outputs, *step.arguments))


def walk(
    steps: Sequence[Step], live: Live, changed: Mapping[Key, Any], request: Mapping[str, Any], is_over: Callable[[], bool], context: contextvars.Context
) -> tuple[list[tuple[Step, Key | None]], Stop | None]:
    """Call the steps of a chain, one after the other.

    Args:
        steps: the chain.
        live: the page; receives the changes.
        changed: the properties that changed, in order.
        request: what ctx says of the HTTP request.
        is_over: whether nobody waits for the answer any more.
        context: each step runs in a copy of it.

    Returns:
        The steps that were called, each with what it set, and where it could not go on.
    """
    done: list[tuple[Step, Key | None]] = []
    order = {key: i for i, key in enumerate(changed)}
    for step in steps:
        triggered = [key for key in dict.fromkeys(step.inputs) if key in order]
        if not triggered:
            continue
        if is_over():
            break
        if len(triggered) > 1:
            triggered.sort(key=order.__getitem__)
        try:
            values = [live.value(id, prop) for id, prop in step.reads]
        except Exception:  # it is said in full
            return done, Stop(step, None, None, None)
        call = Call(step.callback, step.arguments, values, step.outputs, triggered, request, is_over)
        try:
            result = context.copy().run(_call, call)
        except PreventUpdate:
            done.append((step, None))
            continue
        except BaseException as error:  # SystemExit too
            return done, Stop(step, call, None, error)
        key, is_silent = step.writes[0], isinstance(result, NoUpdate)
        if call.side or not (is_silent or live.put(*key, result)):
            return done, Stop(step, call, result, None)
        done.append((step, None if is_silent else key))
        if not is_silent:
            order.setdefault(key, len(order))
    return done, None


def _call(call: Call) -> Any:
    CURRENT.set(call)
    return call.callback.call(call.values)
