"""Room 6. Clientside callbacks: a JavaScript function where a callback has a Python one (SEMANTICS 1k).

    app.clientside_callback("function(n) { return 2 * n; }", Output("out", "children"), Input("in", "value"))
    app.clientside_callback(ClientsideFunction("ns", "double"), Output("out", "children"), Input("in", "value"))

They are part of the callback graph like any other callback; static/clientside.js runs them, the server never does.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
from dataclasses import dataclass, fields
from typing import Any

from hxdash.callback import GLOBAL_REGISTRY, Callback, Registry, declare
from hxdash.dependencies import ClientsideFunction, Output
from hxdash.encoding import describe
from hxdash.exceptions import CallbackException, IncorrectTypeException

_PYTHON_ONLY = frozenset(
    "running background on_error progress progress_default manager cancel interval cache_by cache_args_to_ignore cache_ignore_triggered "
    "api_endpoint websocket persistent long".split()
)

_NEST = re.compile(r"[\[{(][^\[\]{}()]*[\]})]")
_SET_PROPS = re.compile(r"""set_props\(\s*(["'`])([^"'`.{]+)\1\s*,\s*\{((?:[^{}]|\{[^{}]*\})*)\}""")
_PROP = re.compile(r"""(?:^|,)\s*["']?([A-Za-z_]\w*)["']?\s*(?=[:,]|$)""")


@dataclass(frozen=True, eq=False)
class ClientsideCallback(Callback):
    """One declared clientside callback.

    Args:
        source: JavaScript of the function; empty if the assets have it.
        function: its name in the assets.
    """

    source: str = ""
    function: ClientsideFunction | None = None
    is_client = True

    @functools.cached_property
    def name(self) -> str:
        """What it is called in messages."""
        return str(self.function or "clientside callback")

    @functools.cached_property
    def mentioned(self) -> tuple[Output, ...]:  # type: ignore[override]
        """What its source sets by `set_props("id", {prop: ...})`, if it says so in so many words."""
        found = [(m[2], prop) for m in _SET_PROPS.finditer(self.source) for prop in _PROP.findall(_NEST.sub("", m[3]))]
        return tuple(Output(id, prop) for id, prop in dict.fromkeys(found))

    @functools.cached_property
    def key(self) -> str:
        """What names its source among all sources."""
        return hashlib.sha256(self.source.encode("utf-8", "replace")).hexdigest()[:12]

    @functools.cached_property
    def signature(self) -> str:
        """A digest of what goes in and out, other than that of a Python callback with the same."""
        text = repr([[type(d).__name__, str(d)] for d in (*self.outputs, *self.arguments, *self.mentioned)])
        return hashlib.sha256(b"browser" + text.encode()).hexdigest()


def register(registry: Registry, function: str | ClientsideFunction, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Add a clientside callback to a registry.

    Args:
        registry: of an app, or the one for callbacks that are declared before there is an app.
        function: source, or name.
        args: Outputs, then Inputs and States, as for any callback.
        kwargs: output, inputs, state, prevent_initial_call, optional, hidden.

    Raises:
        IncorrectTypeException: it is no JavaScript, or something else stands where a dependency is due.
        CallbackException: an argument that only Python callbacks have (C179).
    """
    where = _caller()
    if not (isinstance(function, ClientsideFunction) or (isinstance(function, str) and function.strip())):
        raise IncorrectTypeException(
            f"clientside_callback({describe(function)}, ...) has no JavaScript.",
            where=where,
            fix='write "function(value) { return ...; }" or ClientsideFunction("namespace", "name")',
        )
    if given := [name for name in sorted(_PYTHON_ONLY & kwargs.keys()) if kwargs.pop(name)]:
        raise CallbackException(
            f"clientside_callback({given[0]}=...): only a callback in Python has this.",
            where=where,
            fix="leave it out, or write the callback in Python" if given[0] != "on_error" else "catch the error in the function itself",
        )
    made = declare(args, kwargs)(_in_the_browser, len(registry.callbacks))
    if not (made.outputs or made.arguments):
        raise CallbackException("The clientside callback has no Output, Input or State.", where=where, fix="give it at least one")
    record = {f.name: getattr(made, f.name) for f in fields(made)} | {"where": where}
    source, name = (function, None) if isinstance(function, str) else ("", function)
    registry.add(ClientsideCallback(**record, source=source, function=name))


def clientside_callback(function: str | ClientsideFunction, *args: Any, **kwargs: Any) -> None:
    """Declare a clientside callback before an app exists; the app takes it over when it starts.

    Args:
        function: source of a JavaScript function, or its name in the assets.
        *args: Outputs, then Inputs and States, flat or in lists; a last bool is prevent_initial_call.
        **kwargs: output, inputs, state (any nesting), prevent_initial_call, optional.

    Raises:
        IncorrectTypeException: something else stands where a function or a dependency is due.
        CallbackException: an argument that only Python callbacks have.
    """
    register(GLOBAL_REGISTRY, function, args, kwargs)


def _in_the_browser(*args: Any, **kwargs: Any) -> Any:
    raise CallbackException("A clientside callback was called on the server.")


def _caller() -> str:
    """file:line of the author's code that called us."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("hxdash."):
        frame = frame.f_back
    path = frame.f_code.co_filename
    return f"{os.path.relpath(path) if path.startswith(os.getcwd()) else path}:{frame.f_lineno}"
