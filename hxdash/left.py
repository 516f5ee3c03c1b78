"""Room 8. Calls that an answer leaves to requests that follow it, and how these name them.

A request knows all components of its own group and what it brings itself. What needs more is left to a request of the group that it
is of. The page sends it once the answer is in its place, with triggers that name calls and not changes:

    ID.>CALLBACK          its first call
    ID.*CALLBACK          its call for Inputs that ID.+CALLBACK:PROP says, and that came with new components
    ID.*CALLBACK:changed  its call for such Inputs, of which some were there before
    ID.<CALLBACK:HEX      as at first, because a list of its Inputs has lost the component whose id is written thus
    ID.?CALLBACK:ROUND    whatever it has to do because this component came, at this time
    ID.!CALLBACK          it led to all this, so it is not called for that again (C61)

CALLBACK is a digest of what it reads and sets, ID a component that it concerns and that is on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hxdash.callback import Callback
from hxdash.dependencies import Input
from hxdash.graph import CallbackGraph

SIGNS = "><*?+!"


@dataclass
class Left:
    """What is left.

    Args:
        graph: all callbacks.
        names: group to the triggers of its request.
        props: id to props that such a trigger names: they must be remembered.
        callbacks: those that are left, and all that is downstream of them.
    """

    graph: CallbackGraph
    names: dict[str, dict[str, None]] = field(default_factory=dict)
    props: dict[str, set[str]] = field(default_factory=dict)
    callbacks: set[Callback] = field(default_factory=set)

    def add(self, sign: str, id: str, callback: Callback, causes: Iterable[Callback] = (), came: Iterable[tuple[str, str]] = (), more: str = "") -> None:
        """Leave a call to a request of its group.

        Args:
            sign: what kind of call.
            id: a component that the callback concerns.
            callback: the callback.
            causes: callbacks that led to it.
            came: ids and props of the Inputs because of which it is called.
            more: what stands behind the callback's name.
        """
        if callback in (causes := frozenset(causes)):
            return
        graph, name = self.graph, self.graph.name_of(callback)
        self.callbacks.update(graph.downstream(callback))
        names = self.names.setdefault(graph.group_of(id) or "", {})
        names[f"{id}.{sign}{name}{more and ':'}{more}"] = None
        for other, prop in came:
            names[f"{other}.+{name}:{prop}"] = None
            self.props.setdefault(other, set()).add(prop)
        names.update(dict.fromkeys(f"{id}.!{graph.name_of(cause)}" for cause in causes))


def split(text: str) -> tuple[str, str, str]:
    """Sign, callback and what else such a name says."""
    name, _, more = text[1:].partition(":")
    return text[0], name, more


def is_possible(graph: CallbackGraph, id: str, text: str) -> bool:
    """Whether an answer of this app may have left a call with this name, of a component that is on the page."""
    sign, name, more = split(text)
    callbacks = graph.named(id, name) if sign != "!" else [c for c in graph.callbacks if graph.name_of(c) == name]
    if sign == "+":
        return any(isinstance(d, Input) and d.component_property == more for c, d in graph._concerning(id) if c in callbacks)
    if sign == "<" and more:
        try:
            return any(c in callbacks for c, _ in graph._concerning(bytes.fromhex(more[:2000]).decode()))
        except ValueError:
            return False
    return bool(callbacks)
