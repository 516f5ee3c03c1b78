"""Room 1. What a component says of itself when it does not wait for callbacks: steps of its own, and values that stay on the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OwnStep:
    """A callback that a component brings along for itself.

    Args:
        func: called with the component as it is now; gives the props that it changes.
        inputs, states, outputs: props of the component; it runs when an input changed, after all that sets any of them.
        initial: it also runs when the component comes.
    """

    func: Callable[[Any], Mapping[str, Any]]
    inputs: tuple[str, ...]
    states: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    initial: bool = False


class Lost(KeyError):
    """Raised for a value that a page only names and the server no longer has."""
