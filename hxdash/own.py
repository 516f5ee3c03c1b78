"""Room 6. The steps that a component brings along for itself, as callbacks like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hxdash.acting import OwnStep
from hxdash.callback import Callback
from hxdash.dependencies import Dependency, Input, Output, State, no_update
from hxdash.ids import Id


def own_callbacks(id: Id, steps: Sequence[OwnStep]) -> tuple[Callback, ...]:
    """The steps of one component.

    Args:
        id: of the component.
        steps: what it does.
    """
    return tuple(_callback(id, step) for step in steps)


def _callback(id: Id, step: OwnStep) -> Callback:
    arguments: list[Dependency] = [*(Input(id, prop) for prop in step.inputs), *(State(id, prop) for prop in step.states)]
    return Callback(
        func=_function(step.func, step.outputs),
        outputs=tuple(Output(id, prop, allow_duplicate=True) for prop in step.outputs),
        arguments=tuple(arguments),
        output_shape=list(range(len(step.outputs))),
        input_shape=list(range(len(arguments))),
        prevent_initial_call=not step.initial,
        own=True,
    )


def _function(func: Callable[[Any], Mapping[str, Any]], outputs: Sequence[str]) -> Callable[[Any], list[Any] | None]:
    def call(component: Any) -> list[Any] | None:
        changes = func(component)
        return [changes.get(prop, no_update) for prop in outputs] if outputs else None

    return call
