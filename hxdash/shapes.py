"""Room 4. How dependencies nest in a declaration: the groupings as written, and values nested the same way (C02-C08)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hxdash.dependencies import Dependency, Input, Output, State
from hxdash.encoding import describe
from hxdash.exceptions import IncorrectTypeException

Shape = Any  # nested dict, list or tuple whose leaves are positions in the flat sequence


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


def read_outputs(args: list[Any], kwargs: dict[str, Any]) -> tuple[Shape, tuple[Output, ...], list[Any]]:
    """The shape of the outputs, the outputs, and what of the positional arguments is left. Takes `output` out of the keywords."""
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


def read_arguments(rest: list[Any], kwargs: dict[str, Any]) -> tuple[Shape, tuple[Dependency, ...]]:
    """The shape of the arguments and the arguments. Takes `inputs` and `state` out of the keywords."""
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
