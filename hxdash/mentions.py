"""Room 4. What the code of a function speaks of: Patch, ctx.response.

What a callback that may return a Patch sets must be known when it is set the next time, so the page keeps it. A callback that may set
a cookie must run before the headers are sent, so the answer waits for it. All others cost nothing.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

from hxdash.files import is_library
from hxdash.patch import Patch

_DEPTH = 4  # calls deep; functions of installed packages are not looked into


def mentions_patch(function: Any) -> bool:
    """Whether the code of a function, or of what it calls in the same app, speaks of Patch."""
    return _speaks(function, lambda names, reached: "Patch" in names or any(value is Patch or isinstance(value, Patch) for value in reached))


def mentions_response(function: Any) -> bool:
    """Whether the code of a function, or of what it calls in the same app, speaks of ctx.response.

    By `response` beside the name of ctx, or by a method of it, however ctx came there.
    """
    return _speaks(function, lambda names, reached: not names.isdisjoint(_METHODS) or ("response" in names and not names.isdisjoint(_CONTEXTS)))


_CONTEXTS = frozenset({"ctx", "callback_context", "context"})
_METHODS = frozenset({"set_cookie", "delete_cookie", "append_header", "set_header"})


def _speaks(function: Any, test: Callable[[set[str], list[Any]], bool]) -> bool:
    """Whether a test says yes to the names in the code of a function, and what they stand for, or of what it calls in the same app."""
    todo, seen = [(function, 0)], set()
    while todo:
        found, depth = todo.pop()
        found = _function(found)
        if found is None or found.__code__ in seen or is_library(found.__code__.co_filename):
            continue
        seen.add(found.__code__)
        names = _names(found.__code__)
        reached = [*(found.__globals__[n] for n in names if n in found.__globals__), *_enclosed(found)]
        if test(names, reached):
            return True
        if depth < _DEPTH:
            modules = [vars(m) for m in reached if inspect.ismodule(m)]
            todo += [(value, depth + 1) for value in [*reached, *(m[n] for m in modules for n in names if n in m)]]
    return False


def _function(value: Any) -> FunctionType | None:
    while isinstance(value, functools.partial):
        value = value.func
    if inspect.ismethod(value):
        value = value.__func__
    if not isinstance(value, FunctionType) and callable(value) and not isinstance(value, type):
        value = vars(type(value)).get("__call__")
    return value if isinstance(value, FunctionType) else None


def _names(code: CodeType) -> set[str]:
    return {*code.co_names, *(n for inner in code.co_consts if isinstance(inner, CodeType) for n in _names(inner))}


def _enclosed(function: FunctionType) -> list[Any]:
    cells = []
    for cell in function.__closure__ or ():
        try:
            cells.append(cell.cell_contents)
        except ValueError:  # not yet filled
            continue
    return [*cells, *(function.__defaults__ or ())]


__all__ = ["mentions_patch", "mentions_response"]
