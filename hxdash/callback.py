"""Room 5. The declaration of a callback: from `@callback(Output, Input, State)` to one checked, frozen record.

    @callback(Output("out", "children"), Input("in", "value"), State("name", "value"))
    def update(value, name): ...

Arguments may also be lists, or `output=`, `inputs=`, `state=` with any nesting of dicts, lists and tuples (C01-C08).
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hxdash.dependencies import Dependency, Input, NoUpdate, Output, State
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
)
from hxdash.mentions import mentions_patch

Function = TypeVar("Function", bound=Callable[..., Any])
Shape = Any  # nested dict, list or tuple whose leaves are positions in the flat sequence


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


def leaves(shape: Shape) -> list[int]:
    """The positions in a shape, in order."""
    if isinstance(shape, int):
        return [shape]
    return [leaf for inner in (shape.values() if isinstance(shape, dict) else shape) for leaf in leaves(inner)]


def fill(shape: Shape, values: Sequence[Any]) -> Any:
    """Values nested as a shape says."""
    if isinstance(shape, int):
        return values[shape]
    if isinstance(shape, dict):
        return {key: fill(inner, values) for key, inner in shape.items()}
    filled = [fill(inner, values) for inner in shape]
    return tuple(filled) if isinstance(shape, tuple) else filled


class Registry:
    """The callbacks of an app, or those declared before there is an app (C09)."""

    def __init__(self) -> None:
        self.callbacks: list[Callback] = []

    def add(self, callback: Callback) -> None:
        """Append a callback."""
        self.callbacks.append(callback)

    def callback(self, *args: Any, **kwargs: Any) -> Callable[[Function], Function]:
        """The decorator `@callback(...)`."""
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


_OPTIONS = frozenset(
    "background interval progress progress_default running cancel manager cache_args_to_ignore cache_ignore_triggered cache_by api_endpoint "
    "hidden mcp_enabled mcp_expose_docstring websocket persistent _allow_dynamic_callbacks long config_prevent_initial_callbacks".split()
)


_NOT_BUILT = frozenset("background progress api_endpoint websocket persistent long _allow_dynamic_callbacks".split())
logger = logging.getLogger("hxdash.callback")


def declare(args: Sequence[Any], kwargs: dict[str, Any]) -> Callable[[Callable[..., Any], int], Callback]:
    """Check a declaration; what comes back makes the record once the function is known."""
    kwargs = dict(kwargs)
    prevent = kwargs.pop("prevent_initial_call", None)
    args = list(args)
    if args and isinstance(args[-1], bool):
        legacy = args.pop()
        prevent = legacy if prevent is None else prevent
    output_shape, outputs, rest = _outputs(args, kwargs)
    input_shape, arguments = _arguments(rest, kwargs)
    on_error, optional = kwargs.pop("on_error", None), kwargs.pop("optional", False)
    if unknown := kwargs.keys() - _OPTIONS:
        raise TypeError(f"callback() has no argument {sorted(unknown)[0]!r}")
    for name in sorted(_NOT_BUILT & kwargs.keys()):
        if kwargs[name]:
            logger.warning("callback(%s=...) is accepted but not built yet: it does nothing.", name)
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


def _outputs(args: list[Any], kwargs: dict[str, Any]) -> tuple[Shape, tuple[Output, ...], list[Any]]:
    if "output" in kwargs:
        given = kwargs.pop("output")
        flat: list[Any] = []
        shape = _shape(given, flat)
        for found in flat:
            if not isinstance(found, Output):
                raise IncorrectTypeException(f"output= holds {describe(found)}, which is not an Output.", fix="use Output(id, property)")
        return shape, tuple(flat), args
    if args and isinstance(args[0], (list, tuple)) and all(isinstance(a, Output) for a in args[0]):
        return list(range(len(args[0]))), tuple(args[0]), args[1:]
    n = 0
    while n < len(args) and isinstance(args[n], Output):
        n += 1
    if n == 1:
        return 0, (args[0],), args[1:]
    return list(range(n)), tuple(args[:n]), args[n:]


def _arguments(rest: list[Any], kwargs: dict[str, Any]) -> tuple[Shape, tuple[Dependency, ...]]:
    flat: list[Any] = []
    if "inputs" in kwargs:
        if rest:
            raise IncorrectTypeException(f"{describe(rest[0])} stands beside inputs=.", fix="put every Input and State into inputs= and state=")
        inputs, state = kwargs.pop("inputs"), kwargs.pop("state", None)
        shape: Shape = _shape(_listed(inputs), flat)
        if state is not None:
            more = _shape(_listed(state), flat)
            if isinstance(shape, dict) is not isinstance(more, dict):
                raise ValueError("inputs= and state= must both be dicts, or both be lists.")
            shape = {**shape, **more} if isinstance(shape, dict) else [*shape, *more]
        if isinstance(shape, dict) and (bad := [k for k in shape if not str(k).isidentifier()]):
            raise IncorrectTypeException(f"The key {bad[0]!r} of inputs= is no Python name.", fix="keys become the names of the function's arguments")
    elif "state" in kwargs:
        raise ValueError("state= needs inputs= beside it.")
    else:
        for item in rest:
            flat.extend(item if isinstance(item, (list, tuple)) else [item])
        shape = list(range(len(flat)))
    for found in flat:
        if isinstance(found, Output):
            raise IncorrectTypeException(f"The Output {found} stands after an Input or State.", fix="write Outputs first, then Inputs, then States")
        if not isinstance(found, (Input, State)):
            raise IncorrectTypeException(f"{describe(found)} is not an Input or State.", fix='write Input("some-id", "value")')
    return shape, tuple(flat)


def _listed(given: Any) -> Any:
    return [given] if isinstance(given, Dependency) else given


def _shape(given: Any, flat: list[Any]) -> Shape:
    if isinstance(given, dict):
        return {key: _shape(inner, flat) for key, inner in given.items()}
    if isinstance(given, tuple):
        return tuple(_shape(inner, flat) for inner in given)
    if isinstance(given, list):
        return [_shape(inner, flat) for inner in given]
    flat.append(given)
    return len(flat) - 1


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
