"""An app whose callbacks note their calls, behind a real client: what the tests of SEMANTICS.md share.

    site = Recorded(*components("go x box[i o] out"))
    site.add("T", "x.value, go.n_clicks -> out.children")
    with site.open() as page:
        site.take()                             # ["T(v, -) ."]: its arguments, and what triggered it; "." at an initial call
        page.click("go")
        site.take()                             # ["T(v, 1) go.n_clicks"]

Wiring is written `inputs | states -> outputs`. `o3` is the id "o3"; `o:3` is {"t": "o", "n": 3}, `o:M` {"t": "o", "n": MATCH}, `o:A` with
ALL, `o:S` with ALLSMALLER. `-` is None.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hxdash import ALL, ALLSMALLER, MATCH, Dash, Input, Output, State, ctx, dcc, html
from hxdash.callback import GLOBAL_REGISTRY
from hxdash.dependencies import Dependency
from hxdash.ids import id_text
from hxdash.testing import Client, Page

WILD = {"M": MATCH, "A": ALL, "S": ALLSMALLER}


def id_of(text: str) -> Any:
    """The id that a short text stands for."""
    name, colon, number = text.partition(":")
    return {"t": name, "n": WILD[number] if number in WILD else int(number)} if colon else text


def short(id: Any) -> str:
    """The short text of an id."""
    return f"{id['t']}:{id['n']}" if not isinstance(id, str) and id.keys() == {"t", "n"} else id_text(id)


def components(text: str) -> list[Any]:
    """Components by their ids: go... is a button, i... and x... are inputs that hold "v", all else is a Div. box[a b] has others inside."""
    made: list[Any] = []
    for name, inner in re.findall(r"([\w:]+)(?:\[([^]]*)\])?", text):
        kind = {"g": html.Button, "i": dcc.Input, "x": dcc.Input}.get(name[0], html.Div)
        more = {"value": "v"} if kind is dcc.Input else {"children": components(inner)} if inner else {}
        made.append(kind(id=id_of(name), **more))
    return made


def wiring(text: str, *, duplicate: bool = False, optional: bool = False) -> list[Dependency]:
    """The dependencies that `inputs | states -> outputs` stands for."""
    read, _, written = text.partition("->")
    inputs, _, states = read.partition("|")
    made: list[Dependency] = []
    for kind, names, more in ((Output, written, (duplicate,)), (Input, inputs, (optional,)), (State, states, (optional,))):
        for name in names.replace(",", " ").split():
            id, prop = name.rsplit(".", 1)
            made.append(kind(id_of(id), prop, *more))
    return made


def said(value: Any) -> str:
    """A value in short."""
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        return f"[{' '.join(map(said, value))}]"
    return "-" if value is None else "{}" if isinstance(value, (dict, list)) else str(value)


class Recorded:
    """An app whose callbacks note their calls. What callbacks name need not be in its layout."""

    def __init__(self, *layout: Any, **settings: Any) -> None:
        settings = {"suppress_callback_exceptions": True, **settings}
        self.app = Dash("recorded", layout=list(layout), secret_key="recorded-0123456789-abcdefghijklmnop", **settings)
        self.calls: list[str] = []

    def add(self, name: str, wires: str | list[Dependency], gives: Any = ..., *, late: bool = False, **options: Any) -> None:
        """Declare a callback.

        Args:
            name: its name.
            wires: `inputs | states -> outputs`, or dependencies.
            gives: what it returns; an exception is raised; a function is called with the arguments. By default its name and "!" for each output.
            late: it finishes after those that begin with it.
            options: of the decorator; `duplicate` and `optional` of its dependencies.
        """
        flags = {flag: options.pop(flag) for flag in ("duplicate", "optional") if isinstance(wires, str) and flag in options}
        dependencies = wiring(wires, **flags) if isinstance(wires, str) else wires

        async def noted(*values: Any) -> Any:
            self.note(name, values)
            for _ in range(50 if late else 0):
                await asyncio.sleep(0)
            if isinstance(gives, Exception):
                raise gives
            if gives is not ...:
                return gives(*values) if callable(gives) else gives
            return _filled(ctx.outputs_list, f"{name}!") if any(isinstance(d, Output) for d in dependencies) else None

        noted.__qualname__ = name
        self.app.callback(*dependencies, **options)(noted)

    def note(self, name: str, values: tuple[Any, ...]) -> None:
        """Note the call under way."""
        triggers = [short(id) + prop_id[len(id_text(id)) :] for prop_id, id in ctx.triggered_prop_ids.items()]
        self.calls.append(f"{name}({', '.join(map(said, values))}) {' '.join(triggers) or '.'}")

    def take(self) -> list[str]:
        """The calls since the last look."""
        taken, self.calls[:] = list(self.calls), []
        return taken

    @contextmanager
    def open(self) -> Iterator[Page]:
        """The page, loaded."""
        assert not GLOBAL_REGISTRY.callbacks
        with Client(self.app) as client:
            yield client.get("/")


def _filled(outputs: Any, value: str) -> Any:
    return [_filled(output, value) for output in outputs] if isinstance(outputs, list) else value


__all__ = ["Recorded", "components", "id_of", "said", "short", "wiring"]
