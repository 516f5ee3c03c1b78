"""A page without HTTP and HTML: what the engine tests share.

    page = Engine(dcc.Input(id="x", value="a"), html.Div(id="d"))
    page.add("D", "x.value -> d.children", gives=str.upper)
    page.load()["d.children"]                  # "A"
    page.change({"x.value": "b"}).calls        # [("D", ("b",), ["x.value"])]

Wiring is written `inputs | states -> outputs`, each a list of `id.prop`. The engine keeps what a browser would keep, fields and
sealed snapshots, so every turn goes through decode, plan and run as a real request does.
"""

from __future__ import annotations

import asyncio
import atexit
import re
from collections.abc import Callable, Container, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from hxdash import dcc, html
from hxdash.callback import Registry
from hxdash.context import ctx
from hxdash.dependencies import Dependency, Input, Output, State
from hxdash.fragments import snapshots
from hxdash.graph import CallbackGraph
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.page_state import PageState, decode
from hxdash.plan import Plan, first, for_change
from hxdash.render import Renderer
from hxdash.run import Changes, Run
from hxdash.signing import Signer
from hxdash.snapshots import page_token
from hxdash.threads import Threads

SIGNER = Signer([b"k" * 40], "engine")
THREADS = Threads()
_RUNNER = asyncio.Runner()
atexit.register(_RUNNER.close)

Seen = tuple[str, tuple[Any, ...], list[str]]


def wait(job: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine."""
    return _RUNNER.run(asyncio.wait_for(job, 20))


def wiring(text: str) -> list[Dependency]:
    """The dependencies that `inputs | states -> outputs` stands for."""
    read, _, written = text.partition("->")
    inputs, _, states = read.partition("|")
    pairs = [(Output, written), (Input, inputs), (State, states)]
    return [kind(*name.strip().rsplit(".", 1)) for kind, names in pairs for name in names.split(",") if name.strip()]


def without_lines(text: str) -> str:
    """A message in which folder and line of Python files are left out."""
    return re.sub(r"[^\s(]*/(\w+\.py):\d+", r"\1", text)


@dataclass
class Turn:
    """What one load or change did.

    Args:
        calls: name, arguments and ctx.triggered_prop_ids of each call, in order of their starts.
        changes: what the run noted.
        live: the page after it.
    """

    calls: list[Seen]
    changes: Changes
    live: Live

    def __getitem__(self, name: str) -> Any:
        return self.live.value(*name.rsplit(".", 1))

    @property
    def triggers(self) -> dict[str, list[str]]:
        """What triggered each call; empty for an initial one."""
        return {name: triggered for name, _, triggered in self.calls}

    @property
    def names(self) -> list[str]:
        """The callbacks that were called, in order."""
        return [name for name, _, _ in self.calls]

    @property
    def errors(self) -> list[str]:
        """What failed callbacks raised, as type and text."""
        return [f"{type(f.error).__name__}: {without_lines(str(f.error))}" for f in self.changes.failures]


class Engine:
    """One page of one app."""

    def __init__(self, *layout: Any, prevent: bool | str = False, on_error: Callable[[Exception], Any] | None = None) -> None:
        self.layout = Layout(list(layout))
        self.prevent, self.on_error = prevent, on_error
        self.registry = Registry()
        self.callback = self.registry.callback
        self.calls: list[Seen] = []
        self.fields: dict[str, list[str]] = {"_p": [page_token("/", SIGNER)]}
        self.tokens: dict[str, tuple[list[str], str]] = {}
        self._graph: CallbackGraph | None = None

    @property
    def graph(self) -> CallbackGraph:
        """The callbacks, as they are when it is first asked for."""
        if self._graph is None:
            self._graph = CallbackGraph(self.registry.callbacks)
        return self._graph

    def add(self, name: str, wires: str | list[Dependency], gives: Any = None, **options: Any) -> None:
        """Declare a callback that notes its calls.

        Args:
            name: its name.
            wires: `inputs | states -> outputs`, or dependencies.
            gives: what it returns; an exception is raised; a function is called with the arguments, on the loop if it is async.
            options: of the decorator.
        """

        def note(values: tuple[Any, ...]) -> None:
            self.calls.append((name, values, list(ctx.triggered_prop_ids)))

        def plainly(*values: Any) -> Any:
            note(values)
            if isinstance(gives, Exception):
                raise gives
            return gives(*values) if callable(gives) else gives

        async def on_loop(*values: Any) -> Any:
            note(values)
            return await gives(*values)

        function = on_loop if asyncio.iscoroutinefunction(gives) else plainly
        function.__qualname__ = name
        dependencies = wiring(wires) if isinstance(wires, str) else wires
        self.callback(*dependencies, **options)(function)

    @classmethod
    def of(cls, *rows: tuple[Any, ...], **options: Any) -> Engine:
        """A page with a component for each id that the rows mention: an Input for x, y, z, a Store for s, else a Div.

        Args:
            rows: name, wiring, what it gives, and options of the callback if any.
            options: of the app.
        """
        ids = dict.fromkeys(re.findall(r"(\w+)\.", " ".join(row[1] for row in rows)))
        kinds = {"x": dcc.Input, "y": dcc.Input, "z": dcc.Input, "s": dcc.Store}
        page = cls(*(kinds.get(id, html.Div)(id=id) for id in ids), **options)
        for name, wires, *rest in rows:
            page.add(name, wires, rest[0] if rest else f"{name}!", **(rest[1] if len(rest) > 1 else {}))
        return page

    # -- turns ---------------------------------------------------------------------------------------------------------

    def load(self) -> Turn:
        """Open the page."""
        live = Live(PageState("/", self.layout, self.graph))
        turn = self._turn(first(self.graph, live, self.prevent), live)
        for id in self.layout.by_id:
            self._hold(id, live)
        return turn

    def change(self, values: Mapping[str, Any]) -> Turn:
        """Change some props in the browser, all in one event."""
        for name, value in values.items():
            kind = "n:" if f"n:{name}" in self.fields else "v:"
            self.fields[kind + name] = ["" if value is None else str(value)]
        return self.send(list(values))

    def send(self, triggers: list[str]) -> Turn:
        """Post the group of these triggers."""
        page = decode(self._form(triggers), self.layout, self.graph, SIGNER)
        live = Live(page)
        return self._turn(for_change(self.graph, live, page.triggers, self.prevent), live)

    def _form(self, triggers: list[str]) -> dict[str, list[str]]:
        group = self.graph.group_of(triggers[0].rsplit(".", 1)[0])
        assert group is not None
        form = {"_g": [group], "_t": triggers, "_p": self.fields["_p"]}
        for name, texts in self.fields.items():
            if name[1] == ":" and self.graph.group_of(name[2:].rsplit(".", 1)[0]) == group:
                form[name] = texts
        form.update({f"s:{id}": [token] for id, (groups, token) in self.tokens.items() if group in groups})
        return form

    def _turn(self, plan: Plan, live: Live) -> Turn:
        self.calls.clear()
        changes = wait(self._finish(plan, live))
        for id in live.gone:
            self._drop(id)
        for id in [*live.changed, *live.made]:
            self._hold(id, live, None if id in live.made else live.changed[id])
        for id, sealed in snapshots([*changes.props, *changes.joined], live, SIGNER, Renderer(live)).items():
            if sealed is not None:
                self.tokens.pop(id, None)  # to the end, as in a browser
                self.tokens[id] = sealed[0].split(), sealed[1]
        return Turn(list(self.calls), changes, live)

    async def _finish(self, plan: Plan, live: Live) -> Changes:
        run = Run(plan, live, THREADS, {"path": "/"}, self.prevent, self.on_error)
        await run.finished()
        return run.take()

    # -- what the browser keeps ----------------------------------------------------------------------------------------

    def _drop(self, id: str) -> None:
        self.tokens.pop(id, None)
        for name in [n for n in self.fields if n[1] == ":" and n[2:].rsplit(".", 1)[0] == id]:
            del self.fields[name]

    def _hold(self, id: str, live: Live, props: Container[str] | None = None) -> None:
        wired = self.graph.wired(id)
        if wired is None or not live.has(id):
            return
        component = live.component(id)
        for prop in [p for p in wired.read & component.browser_props if props is None or p in props]:
            value = live.value(id, prop)
            text = ("" if value is None else str(value)) if prop in component.counters else component.encode(prop, value)
            self.fields[f"{'n' if prop in component.counters else 'v'}:{id}.{prop}"] = [text]


@dataclass
class Recorder:
    """An exception handler that remembers what it was given."""

    gives: Any = None
    errors: list[Exception] = field(default_factory=list)

    def __call__(self, error: Exception) -> Any:
        self.errors.append(error)
        return self.gives
