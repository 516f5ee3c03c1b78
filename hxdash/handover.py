"""Room 11. What static/clientside.js is given: the callbacks of its groups, the sources, and how to read and show properties.

    scripts   the program with the callbacks of the app, and the sources of the functions, all below /_hx/static/
    values    {GROUP: {"k": {ID.PROP: kind}, "v": {ID.PROP: value}, "x": [ID.PROP]}}, with the page and with every answer that changes
              something of it. Kinds: hxdash.kinds, with "!" in front where the server must know what the browser has set, "+"
              where a change calls a step of the component's own, "*" where an event says that the browser had kept a value that only
              the server can read. "x": what the browser had set has been set here since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hxdash.callback import Callback
from hxdash.changes import Changes
from hxdash.clientside import ClientsideCallback
from hxdash.component import Component
from hxdash.dependencies import Dependency, Input
from hxdash.encoding import NotPlain, dumps, loads
from hxdash.files import STATIC
from hxdash.graph import CallbackGraph, Wired
from hxdash.kinds import kind_of
from hxdash.live import Live
from hxdash.static_files import StaticFile, lean
from hxdash.steps import match_keys

_PROGRAM = ("ids", "patch", "props", "calls")  # static/clientside/; the first two where they are wanted
Values = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Script(StaticFile):
    """A script that an app's callbacks make.

    Args:
        content: its bytes.
    """

    content: bytes = b""

    @property
    def body(self) -> bytes:
        """Its bytes."""
        return self.content


# -- scripts -----------------------------------------------------------------------------------------------------------


def scripts(graph: CallbackGraph, assets: Iterable[StaticFile], *, debug: bool) -> dict[str, Script]:
    """The scripts of an app by name: first those that each of its pages loads, in order; none if it has no clientside callbacks.

    The sources come in one file. If one of them is no JavaScript that file is nothing at all; then each is loaded from a file of its
    own, which the others survive.

    Args:
        graph: the app's callbacks.
        assets: its scripts, which may use what is only there on demand.
        debug: tell the browser where callbacks are declared.
    """
    if not graph.has_client:
        return {}
    own = [c for c in graph.callbacks if isinstance(c, ClientsideCallback)]
    sources = {c.key: c.source for c in own if c.source}
    mentions = [*sources.values(), *(file.body.decode("utf-8", "replace") for file in assets if file.name.endswith(".js"))]
    told = [_callback(c, graph, debug=debug) for members in graph.members.values() if any(c.is_client for c in members) for c in members]
    wanted = {"ids": any("m" in c or not isinstance(d[0], str) for c in told for d in (*c["o"], *c["i"])), "patch": any("Patch" in text for text in mentions)}
    program = "\n".join(lean((STATIC / "clientside" / f"{name}.js").read_text("utf-8"), "text/javascript") for name in _PROGRAM if wanted.get(name, True))
    made = [_script("clientside", f"{program}\nhxClientside({dumps(told)});\n")]
    if sources:
        made.append(_script("functions", "".join(_assignment(key, source) for key, source in sources.items())))
    parts = [Script(f"functions/{key}.js", "text/javascript", (), _assignment(key, source).encode("utf-8", "replace")) for key, source in sources.items()]
    return {script.name: script for script in (*made, *parts)}


def _script(stem: str, text: str) -> Script:
    content = text.encode("utf-8", "replace")
    return Script(f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.js", "text/javascript", (), content)


def _assignment(key: str, source: str) -> str:
    return f'hxdash.functions["{key}"] =\n{source}\n;\n'


def _callback(callback: Callback, graph: CallbackGraph, *, debug: bool) -> dict[str, Any]:
    """A callback as the browser knows it.

    g, n: group and place in it. o, i: outputs, arguments. m: keys of MATCH. Of a clientside callback also f: key of its source, or names
    in the assets; a, r: how arguments and results are nested, if they are; w: where it is declared.
    """
    group, place = graph.place_of(callback)
    out: dict[str, Any] = {"g": group, "n": place, "o": [_dependency(d) for d in callback.outputs], "i": [_dependency(d) for d in callback.arguments]}
    if keys := sorted(match_keys(callback)):
        out["m"] = keys
    if isinstance(callback, ClientsideCallback):
        function = callback.function
        out["f"] = [function.namespace, function.function_name] if function else callback.key
        if not callback.is_flat:
            out["a"] = callback.input_shape
        out["r"] = callback.output_shape
        out["w"] = callback.where if debug else ""
    return out


def _dependency(dependency: Dependency) -> list[Any]:
    """[id, property], and of an argument whether it is an Input and whether it may be missing."""
    id = loads(dependency.text) if dependency.text.startswith("{") else dependency.text
    out = [id, dependency.component_property, int(isinstance(dependency, Input)), int(dependency.allow_optional)]
    while not out[-1]:
        out.pop()
    return out


# -- values ------------------------------------------------------------------------------------------------------------


def values(live: Live) -> Values:
    """What a page tells of all components that clientside callbacks know."""
    out: Values = {}
    if live.page.graph.has_client:
        for id in live.ids():
            _tell(id, live, out)
    return out


def news(changes: Changes, live: Live, restored: Iterable[str] = ()) -> Values:
    """What an answer tells: what changed, what came, and what the browser itself had kept (`restored`: ids), which only the server can read."""
    out: Values = {}
    graph = live.page.graph
    for id in restored:
        if (wired := graph.wired(id)) is not None and live.has(id):
            for prop in sorted(wired.told):
                _tell_value(id, prop, live, wired, out)
    for id in dict.fromkeys(changes.joined):
        if live.has(id):
            _tell(id, live, out)
    for id, props in changes.props.items():
        wired = graph.wired(id)
        if wired is None or not live.has(id) or id in changes.joined:
            continue
        for prop in props:
            if prop in wired.told:
                _tell_value(id, prop, live, wired, out)
            if prop in wired.brought:
                out.setdefault(wired.group, {}).setdefault("x", []).append(f"{id}.{prop}")
    return out


def _tell(id: str, live: Live, out: Values) -> None:
    """Add kinds and values of one component."""
    wired = live.page.graph.wired(id)
    if wired is None or not (wired.told or wired.brought):
        return
    component = live.component(id)
    for prop in sorted(wired.told | wired.brought):
        out.setdefault(wired.group, {}).setdefault("k", {})[f"{id}.{prop}"] = _kind(id, component, prop, wired, live.page.graph)
        if prop in wired.told:
            _tell_value(id, prop, live, wired, out)


def _tell_value(id: str, prop: str, live: Live, wired: Wired, out: Values) -> None:
    """Add the value of a property, if it has one that the browser does not hold by itself."""
    component = live.component(id)
    if prop not in component.computed and (prop in component.browser_props or kind_of(component, prop) == "figure" or prop not in component.props):
        return
    try:
        out.setdefault(wired.group, {}).setdefault("v", {})[f"{id}.{prop}"] = live.value(id, prop)
    except NotPlain:
        return


def _kind(id: str, component: Component, prop: str, wired: Wired, graph: CallbackGraph) -> str:
    """How the browser reads and shows a property, and what it must do besides."""
    told = prop in wired.brought and prop not in component.browser_props and (prop in wired.served or prop in graph.keeps(id, type(component)))
    acts, kept = graph.own and graph.is_own_input(id, prop), component.is_stored and prop in component.stored
    return ("!" if told else "") + ("+" if acts else "*" if kept else "") + kind_of(component, prop)
