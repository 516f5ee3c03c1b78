"""Room 5. Who reads what travels in a way of its own: files that users send, and what browsers keep of a Store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hxdash.callback import Callback
from hxdash.dependencies import Dependency, Output
from hxdash.ids import overlaps
from hxdash.uploads import PROPS

STORED = ("data", "modified_timestamp")


def takes_files(callbacks: Iterable[Callback]) -> bool:
    """Whether any callback may read files that a user sends."""
    return any(d.component_property in PROPS for c in callbacks for d in c.arguments)


def updates_stores(callbacks: Iterable[Callback]) -> bool:
    """Whether any callback may read the data of a Store in order to write it anew."""
    return any({d.text for d in c.arguments if d.component_property in STORED} & {o.text for o in c.outputs} for c in callbacks)


def causes(text: str, props: Sequence[str], callbacks: Sequence[Callback], concerning: Callable[[str], list[tuple[Any, Dependency]]]) -> list[str]:
    """What, when it changes, calls callbacks that read some of these props of a component: "ID.PROP" each.

    Args:
        text: the component's id.
        props: of it.
        callbacks: all of the app.
        concerning: gives the callbacks and dependencies that an id plays a part in.

    Returns:
        Its own props are left out; ["*"] where patterns name more than can be said.
    """
    todo: list[Callback] = [c for c, d in concerning(text) if not isinstance(d, Output) and d.component_property in props]
    seen: set[Callback] = set()
    found: set[str] = set()
    while todo:
        callback = todo.pop()
        if callback in seen:
            continue
        seen.add(callback)
        for i in callback.inputs:
            found.add("*" if i.is_pattern else f"{i.text}.{i.component_property}")
            todo += [w for w in callbacks for o in w.outputs if o.component_property == i.component_property and overlaps(o.id, i.id)]
    return ["*"] if "*" in found else sorted(found - {f"{text}.{prop}" for prop in props})
