"""Room 4. Which functions may return a Patch: those whose code speaks of it.

What such a callback sets must be known when it is set the next time, so the page keeps it; all others cost nothing.
"""

from __future__ import annotations

import functools
import inspect
import os
from types import CodeType, FunctionType
from typing import Any

from hxdash.patch import Patch

_LIBRARIES = (os.path.dirname(os.__file__), os.path.dirname(__file__) + os.sep, "<frozen")
_DEPTH = 4  # calls deep; functions of installed packages are not looked into


def mentions_patch(function: Any) -> bool:
    """Whether the code of a function, or of what it calls in the same app, speaks of Patch."""
    todo, seen = [(function, 0)], set()
    while todo:
        found, depth = todo.pop()
        found = _function(found)
        if found is None or found.__code__ in seen or _is_library(found.__code__):
            continue
        seen.add(found.__code__)
        names = _names(found.__code__)
        reached = [*(found.__globals__[n] for n in names if n in found.__globals__), *_enclosed(found)]
        if "Patch" in names or any(value is Patch or isinstance(value, Patch) for value in reached):
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


def _is_library(code: CodeType) -> bool:
    name = code.co_filename
    return "site-packages" in name or name.startswith(_LIBRARIES)


__all__ = ["mentions_patch"]
