"""Room 9. What a run brings: changed props, components that came, callbacks that failed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from hxdash.callback import Callback
from hxdash.edit import Edit
from hxdash.steps import Step


@dataclass(frozen=True)
class Failure:
    """A callback that raised, or a component that cannot be drawn with what a callback gave it.

    Args:
        step: what ran; None if it was drawing that failed.
        error: what was raised.
        id: a component that it concerns.
        reference: shown to the user and written to the log.
    """

    step: Step | None
    error: BaseException
    id: str | None = None
    reference: str = field(default_factory=lambda: secrets.token_hex(4))


@dataclass(slots=True)
class Changes:
    """What happened between two looks at a run.

    Args:
        props: id to the props that changed, in order.
        edits: (id, prop) to what a Patch does there in place, for those of which nothing else is to be shown.
        joined: ids of components that came.
        failures: callbacks that raised.
        calls: the callbacks that ran, in order.
        follow: group to the triggers of a request of its own: what is due there needs what this request did not bring.
    """

    props: dict[str, list[str]] = field(default_factory=dict)
    edits: dict[tuple[str, str], list[Edit]] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    calls: list[Callback] = field(default_factory=list)
    follow: dict[str, list[str]] = field(default_factory=dict)

    def add(self, later: Changes) -> None:
        """Take in what happened afterwards."""
        for id, props in later.props.items():
            mine = self.props.setdefault(id, [])
            for prop in props:
                edits = later.edits.get((id, prop))
                if edits is None:
                    self.edits.pop((id, prop), None)
                elif prop not in mine or (id, prop) in self.edits:
                    self.edits.setdefault((id, prop), []).extend(edits)
                if prop not in mine:
                    mine.append(prop)
        for group, names in later.follow.items():
            self.follow.setdefault(group, []).extend(n for n in names if n not in self.follow[group])
        self.joined += later.joined
        self.failures += later.failures
        self.calls += later.calls
