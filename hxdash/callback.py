"""Room 5. The declaration of a callback: from `@callback(Output, Input, State)` to one checked, frozen record.

    @callback(Output("out", "children"), Input("in", "value"), State("name", "value"))
    def update(value, name): ...

Arguments may also be lists, or `output=`, `inputs=`, `state=` with any nesting of dicts, lists and tuples (C01-C08).
"""

from __future__ import annotations

import contextvars
import functools
import hashlib
import inspect
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from hxdash.dependencies import Dependency, Input, NoUpdate, Output
from hxdash.encoding import NotPlain, describe, plain
from hxdash.exceptions import (
    CallbackException,
    DuplicateCallback,
    IncorrectTypeException,
    InvalidCallbackReturnValue,
    SchemaKeysValidationError,
    SchemaLengthValidationError,
    SchemaTypeValidationError,
    WildcardInLongCallback,
    closest,
)
from hxdash.mentions import mentions_patch, mentions_response
from hxdash.shapes import Shape, fill, leaves, read_arguments, read_outputs

Function = TypeVar("Function", bound=Callable[..., Any])
CURRENT: contextvars.ContextVar[Any] = contextvars.ContextVar("hxdash_call", default=None)  # the context.Call that runs here


@dataclass(frozen=True, eq=False)
class Callback:
    """One declared callback.

    Args:
        func: the author's function, unchanged.
        outputs: what it sets, flat.
        arguments: Inputs and States in the order in which the function gets them, flat.
        output_shape: how the return value nests the outputs.
        input_shape: how the arguments nest.
        prevent_initial_call: True, False, "initial_duplicate", or None for the app's default.
        on_error: called with the exception instead of failing.
        optional: ids need not be in the layout.
        where: file:line of the function.
        number: order of registration within its registry.
        own: it is a step of a component's own, and called with that component.
    """

    func: Callable[..., Any]
    outputs: tuple[Output, ...]
    arguments: tuple[Dependency, ...]
    output_shape: Shape
    input_shape: Shape
    prevent_initial_call: bool | str | None = None
    on_error: Callable[[Exception], Any] | None = None
    optional: bool = False
    where: str = ""
    number: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    own: bool = False
    is_client = False  # it runs in the browser (hxdash.clientside)
    mentioned: ClassVar[Sequence[Output]] = ()  # what it sets besides its Outputs, as far as its source tells

    @functools.cached_property
    def inputs(self) -> tuple[Dependency, ...]:
        """The Inputs among the arguments."""
        return tuple(a for a in self.arguments if isinstance(a, Input))

    @functools.cached_property
    def is_async(self) -> bool:
        """Whether the function runs on the event loop."""
        return inspect.iscoroutinefunction(self.func) or inspect.isasyncgenfunction(self.func)

    @functools.cached_property
    def is_generator(self) -> bool:
        """Whether it yields values, each of which lands at once."""
        return inspect.isgeneratorfunction(self.func) or inspect.isasyncgenfunction(self.func)

    @functools.cached_property
    def running(self) -> tuple[tuple[Output, Any, Any], ...]:
        """What is set while it runs: Output, value for the time being, value afterwards."""
        return tuple(self.options.get("running") or ())

    @functools.cached_property
    def cancel(self) -> tuple[Input, ...]:
        """The Inputs whose change ends a running generator."""
        given = self.options.get("cancel") or ()
        return tuple(given) if isinstance(given, (list, tuple)) else (given,)

    @functools.cached_property
    def patches(self) -> bool:
        """Whether it may return a Patch, as far as its code tells."""
        return mentions_patch(self.func) or (self.on_error is not None and mentions_patch(self.on_error))

    @functools.cached_property
    def responds(self) -> bool:
        """Whether it may ask for cookies or headers, as far as its code tells, so that the answer must wait for it.

        No answer waits for a generator: to be seen while it runs is what it is for.
        """
        if self.is_generator:
            return False
        return mentions_response(self.func) or (self.on_error is not None and mentions_response(self.on_error))

    @functools.cached_property
    def is_flat(self) -> bool:
        """Whether the function simply takes one positional argument per dependency."""
        return bool(self.input_shape == list(range(len(self.arguments))))

    @functools.cached_property
    def name(self) -> str:
        """The function's name."""
        return getattr(self.func, "__qualname__", repr(self.func)).rpartition("<locals>.")[2]

    @functools.cached_property
    def signature(self) -> str:
        """A digest of what goes in and out; it changes when an open page can no longer be understood."""
        text = repr([[type(d).__name__, str(d)] for d in (*self.outputs, *self.arguments)])
        return hashlib.sha256(text.encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.name} ({self.where})"

    def describe_outputs(self) -> str:
        """The outputs, for an error message."""
        return f"outputs {' and '.join(map(str, self.outputs))}" if self.outputs else "no outputs"

    def call(self, values: Sequence[Any]) -> Any:
        """Call the function with flat values; a coroutine function gives its coroutine."""
        if self.is_flat:
            return self.func(*values)
        arguments = fill(self.input_shape, values)
        return self.func(**arguments) if isinstance(arguments, dict) else self.func(*arguments)

    def split(self, returned: Any) -> list[Any]:
        """The values for the outputs, in order, from what the function returned.

        Raises:
            InvalidCallbackReturnValue: its shape is not that of the outputs (C15, C74, C75).
        """
        if isinstance(returned, NoUpdate):
            return [returned] * len(self.outputs)
        if not self.outputs:
            if returned is not None:
                raise self._bad(InvalidCallbackReturnValue, f"{self.name} has no outputs but returned {describe(returned)}.", "return None")
            return []
        if self.output_shape == 0:
            return [returned]
        values: list[Any] = [None] * len(self.outputs)
        self._match(self.output_shape, returned, values, "")
        return values

    def _match(self, shape: Shape, value: Any, values: list[Any], path: str) -> None:
        if isinstance(shape, int):
            values[shape] = value
        elif isinstance(value, NoUpdate):
            for leaf in leaves(shape):
                values[leaf] = value
        elif isinstance(shape, dict):
            if not isinstance(value, dict):
                raise self._bad(SchemaTypeValidationError, f"{self.name} returned {describe(value)}{path} where a dict is due.", f"return a dict with the keys {', '.join(map(str, shape))}")
            if set(value) != set(shape):
                raise self._bad(SchemaKeysValidationError, f"{self.name} returned the keys {sorted(map(str, value))}{path} for the outputs {sorted(map(str, shape))}.", "return exactly these keys; use no_update for one you do not change")
            for key, inner in shape.items():
                self._match(inner, value[key], values, f"{path} at {key!r}")
        else:
            if not isinstance(value, (list, tuple)):
                raise self._bad(SchemaTypeValidationError, f"{self.name} returned {describe(value)}{path} for {_count(len(shape), 'output')}.", "return a list or tuple with one value for each output")
            if len(value) != len(shape):
                raise self._bad(SchemaLengthValidationError, f"{self.name} returned {_count(len(value), 'value')}{path} for {_count(len(shape), 'output')}.", "return one value for each output in their order; use no_update for one you do not change")
            for i, inner in enumerate(shape):
                self._match(inner, value[i], values, f"{path} at [{i}]")

    def _bad(self, kind: type[InvalidCallbackReturnValue], what: str, fix: str) -> InvalidCallbackReturnValue:
        return kind(what, where=f"{self.where}, {self.describe_outputs()}", fix=fix)

    def check_plain(self, output: Output, value: Any) -> Any:
        """A returned value in its JSON form (C76, C77).

        Raises:
            InvalidCallbackReturnValue: it holds something that has none; the message says where in it.
        """
        try:
            return plain(value)
        except NotPlain as error:
            place = "".join(f"[{step!r}]" for step in error.path)
            raise self._bad(
                InvalidCallbackReturnValue,
                f"{self.name} returned a {type(error.value).__name__} for {output}{f' at {place}' if place else ''}: {error.value!r:.80}.",
                "return text, numbers, lists, dicts, components or a figure" + ("; a set becomes a list with sorted(...)" if isinstance(error.value, (set, frozenset)) else ""),
            ) from None


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


class Registry:
    """The callbacks of an app, or those declared before there is an app (C09)."""

    def __init__(self) -> None:
        self.callbacks: list[Callback] = []

    def add(self, callback: Callback) -> None:
        """Append a callback."""
        self.callbacks.append(callback)

    def callback(self, *args: Any, **kwargs: Any) -> Callable[[Function], Function]:
        """The decorator `@callback(...)`."""
        if CURRENT.get() is not None:
            raise CallbackException("A callback is declared while another one runs.", fix=_AT_START)
        declared = declare(args, kwargs)

        def register(func: Function) -> Function:
            made = declared(func, len(self.callbacks))
            self.add(made)
            if made.cancel:  # what ends a generator must be heard of, whether or not another callback listens to it
                self.add(declare(made.cancel, {"prevent_initial_call": True, "hidden": True})(_cancel, len(self.callbacks)))
            return func

        return register


def _cancel(*values: Any) -> None:
    """What runs for an Input of cancel=: nothing; the browser has ended the generator."""


GLOBAL_REGISTRY = Registry()


def callback(*args: Any, **kwargs: Any) -> Callable[[Function], Function]:
    """Declare a callback before an app exists; the app takes it over when it starts.

    Args:
        *args: Outputs, then Inputs and States, flat or in lists; a last bool is prevent_initial_call.
        **kwargs: output, inputs, state (any nesting), prevent_initial_call, on_error, optional.

    Returns:
        A decorator that gives the function back unchanged.

    Raises:
        IncorrectTypeException: something else stands where a dependency is due.
    """
    return GLOBAL_REGISTRY.callback(*args, **kwargs)


_NOT_BUILT = frozenset("background progress websocket persistent long mcp_enabled mcp_expose_docstring".split())
_OPTIONS = _NOT_BUILT | frozenset(
    "interval progress_default running cancel manager cache_args_to_ignore cache_ignore_triggered cache_by api_endpoint hidden "
    "_allow_dynamic_callbacks config_prevent_initial_callbacks".split()
)  # what goes with background= alone is not named apart from it
_AT_START = (
    "declare it when the app starts, with a dict id and MATCH for components that come later: every worker must know every callback, "
    "because no page is tied to one"
)
_KEYWORDS = frozenset("output inputs state prevent_initial_call on_error optional".split())
logger = logging.getLogger("hxdash.callback")


def declare(args: Sequence[Any], kwargs: dict[str, Any]) -> Callable[[Callable[..., Any], int], Callback]:
    """Check a declaration; what comes back makes the record once the function is known."""
    kwargs = dict(kwargs)
    prevent = kwargs.pop("prevent_initial_call", None)
    args = list(args)
    if args and isinstance(args[-1], bool):
        legacy = args.pop()
        prevent = legacy if prevent is None else prevent
    output_shape, outputs, rest = read_outputs(args, kwargs)
    input_shape, arguments = read_arguments(rest, kwargs)
    on_error, optional = kwargs.pop("on_error", None), kwargs.pop("optional", False)
    _check_options(kwargs, prevent, on_error)
    _check_running(kwargs.get("running"))
    _check_cancel(kwargs.get("cancel"))
    seen: set[str] = set()
    for output in outputs:
        if str(output) in seen and not output.is_pattern:
            raise DuplicateCallback(f"The callback has the Output {output} twice.", fix="remove one of them")
        seen.add(str(output))

    def make(func: Callable[..., Any], number: int) -> Callback:
        if not callable(func):
            raise IncorrectTypeException(f"@callback stands over {func!r:.60}, which is not a function.")
        made = Callback(
            func, outputs, arguments, output_shape, input_shape, prevent, on_error, optional, _where(func), number, dict(kwargs)
        )
        _check_signature(made)
        if made.cancel and not made.is_generator:
            logger.warning("callback(cancel=...) of %s does nothing: it ends only generators.", made)
        return made

    return make


def _check_options(options: dict[str, Any], prevent: Any, on_error: Any) -> None:
    """Refuse keywords that mean nothing, and name those that do nothing yet in a warning."""
    if unknown := options.keys() - _OPTIONS:
        name = min(unknown)
        hint = closest(name, _OPTIONS | _KEYWORDS)
        raise TypeError(f"callback() has no argument {name!r}{f'; {hint}' if hint else ''}")
    if prevent not in (True, False, None, "initial_duplicate"):
        raise CallbackException(f"prevent_initial_call is {prevent!r}.", fix='it is True, False or "initial_duplicate"')
    check_handler(on_error)
    if options.get("_allow_dynamic_callbacks"):
        raise CallbackException(
            "_allow_dynamic_callbacks=True asks for callbacks that come while the app serves.",
            fix=_AT_START,
        )
    if not isinstance(options.get("api_endpoint") or "", str):
        raise CallbackException(f"api_endpoint is {options['api_endpoint']!r:.80}.", fix='give it a path, as "/totals"')
    for name in sorted(_NOT_BUILT & options.keys()):
        if options[name]:
            logger.warning("callback(%s=...) is accepted but not built yet: it does nothing.", name)


def check_handler(on_error: Any) -> None:
    """Refuse what cannot be an on_error.

    Raises:
        CallbackException: it is no function, or an async one.
    """
    if on_error is not None and (not callable(on_error) or inspect.iscoroutinefunction(on_error)):
        raise CallbackException(f"on_error is {describe(on_error)}.", fix="give it a plain function (not an async one) that takes the exception")


def _check_running(rows: Any) -> None:
    """Refuse what running= cannot mean."""
    for row in rows or ():
        if not (isinstance(row, (list, tuple)) and len(row) == 3 and isinstance(row[0], Output)):
            raise IncorrectTypeException(f"running= holds {describe(row)}.", fix='write running=[(Output("button", "disabled"), True, False)]: what, while it runs, afterwards')


def _check_cancel(given: Any) -> None:
    """Refuse what cancel= cannot mean."""
    for found in given if isinstance(given, (list, tuple)) else [given] * (given is not None):
        if not isinstance(found, Input):
            raise IncorrectTypeException(f"cancel= holds {describe(found)}, which is not an Input.", fix='write cancel=[Input("stop", "n_clicks")]')
        if found.is_pattern:
            raise WildcardInLongCallback(f"cancel= holds the wildcard {found}.", fix="name one component")


def _where(func: Callable[..., Any]) -> str:
    code = getattr(inspect.unwrap(func), "__code__", None)
    if code is None:
        return getattr(func, "__module__", "") or ""
    path = os.path.relpath(code.co_filename) if code.co_filename.startswith(os.getcwd()) else code.co_filename
    return f"{path}:{code.co_firstlineno}"


def _check_signature(made: Callback) -> None:
    """Refuse a function that could never be called with these arguments."""
    try:
        signature = inspect.signature(made.func)
    except (TypeError, ValueError):
        return
    shape = made.input_shape
    try:
        if isinstance(shape, dict):
            signature.bind(**shape)
        else:
            signature.bind(*shape)
    except TypeError as error:
        names = ", ".join(map(str, made.arguments)) or "nothing"
        raise CallbackException(
            f"{made.name}{signature} cannot take its Inputs and States ({names}): {error}.",
            where=made.where,
            fix="give the function one argument for each Input and State, in their order",
        ) from None


def collect(registries: Iterable[Registry]) -> list[Callback]:
    """All callbacks of several registries, numbered through."""
    return [c for registry in registries for c in registry.callbacks]
