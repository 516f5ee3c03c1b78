"""Room 9. Why and when a step is called: what changed, what came, and its last call."""

from __future__ import annotations

from typing import NamedTuple

from hxdash.callback import Callback
from hxdash.steps import Key

Causes = frozenset[Callback]
NOBODY: Causes = frozenset()


class Change(NamedTuple):
    """A property that changed.

    Args:
        clock: when; 0 if the user did it.
        causes: the callbacks that led to it.
        order: its place in ctx.triggered.
    """

    clock: int
    causes: Causes
    order: int


class Came(NamedTuple):
    """Inputs of a step that came with new components.

    Args:
        keys: the Inputs.
        causes: the callbacks that brought them.
        order: their place in ctx.triggered.
    """

    keys: tuple[Key, ...] = ()
    causes: Causes = NOBODY
    order: float = 0


class Called(NamedTuple):
    """When a step was last called.

    Args:
        clock: when; only later changes concern it.
        causes: the callbacks that led to the call.
        initial: the round of initial calls that it was of.
    """

    clock: int
    causes: Causes
    initial: int | None


NONE_CAME = Came()
