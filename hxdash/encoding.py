"""Room 0. Python values to plain JSON values and back: what may go over the wire, and as what (C76, C77)."""

from __future__ import annotations

import decimal
import enum
import json
import math
from collections.abc import Mapping
from typing import Any

import orjson

_ATOMS = frozenset({str, int, bool, type(None)})
_SAFE_INT = 2**63


class NotPlain(TypeError):
    """Raised for a value that has no JSON form; `path` says where in the value it stands.

    Args:
        value: the value that has none.
        path: keys and indexes that lead to it.
    """

    def __init__(self, value: object, path: tuple[Any, ...]) -> None:
        super().__init__(f"{type(value).__name__} at {list(path)!r}")
        self.value, self.path = value, path


def plain(value: Any, path: tuple[Any, ...] = ()) -> Any:
    """The value as JSON knows it: tuples become lists, dates ISO text, numpy scalars numbers, NaN and infinity None.

    Args:
        value: what a callback returned or a layout holds.
        path: where it stands, for the error.

    Returns:
        str, int, float, bool, None, list or dict of such; a component as {"props", "type", "namespace"}.

    Raises:
        NotPlain: for a set, a function, or any object without a JSON form.

    Source:
        Dash 4.4.1's behaviour, SEMANTICS.md C77.
    """
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is dict:
        return {_key(k, path): plain(v, (*path, k)) for k, v in value.items()}
    if kind is list or kind is tuple:
        return [plain(v, (*path, i)) for i, v in enumerate(value)]
    return _plain_object(value, path)


def _key(key: Any, path: tuple[Any, ...]) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, bool) or key is None:
        return {True: "true", False: "false", None: "null"}[key]
    atom = plain(key, path)
    if isinstance(atom, (str, int, float)):
        return str(atom)
    raise NotPlain(key, path)


def _plain_object(value: Any, path: tuple[Any, ...]) -> Any:  # noqa: C901
    if isinstance(value, type):  # html.Div without its parentheses
        raise NotPlain(value, path)
    if hasattr(value, "to_plotly_json"):
        form = value.to_plotly_json()
        if isinstance(form, dict) and "__dash_patch_update" in form:  # a Patch changes a whole property, it is no part of a value
            raise NotPlain(value, path)
        return plain(form, path)
    if type(value).__name__ in ("NAType", "NaTType"):  # pandas' words for nothing; NaT is a datetime too
        return None
    if hasattr(value, "isoformat"):  # dates and times, of pandas too
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return plain(float(value), path)
    if isinstance(value, enum.Enum):
        return plain(value.value, path)
    if isinstance(value, Mapping):
        return plain(dict(value), path)
    if isinstance(value, (str, int, float)):  # sub-classes: numpy.str_, numpy.float64, IntEnum
        return plain(_exact(value), path)
    if isinstance(value, (list, tuple)):
        return plain(list(value), path)
    if hasattr(value, "tolist"):  # numpy arrays and scalars, pandas Series and Index
        if str(getattr(value, "dtype", "")) == "datetime64[ns]" and type(value).__module__ == "numpy":
            value = value.astype("datetime64[us]")  # else numpy makes whole numbers of them
        return plain(value.tolist(), path)
    raise NotPlain(value, path)


def _exact(value: str | int | float) -> str | int | float:
    if isinstance(value, str):
        return str.__str__(value)
    return int(value) if isinstance(value, int) else float(value)


def dumps(value: Any, *, sort_keys: bool = False) -> str:
    """JSON text of a plain value, compact. What orjson refuses is written by the standard library.

    Raises:
        TypeError: it is not plain.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None).decode()
    except TypeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)
        return text.encode("utf-8", "replace").decode()  # half a surrogate pair has no UTF-8 form


def loads(text: str | bytes) -> Any:
    """A value from JSON text.

    Raises:
        ValueError: if it is not JSON, or nested deeper than 32 levels.
    """
    value = orjson.loads(text)
    if type(value) in (list, dict) and _depth(value, 32) > 32:
        raise ValueError("nested too deeply")
    return value


def _depth(value: Any, limit: int) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if limit < 0:
        return 1
    return 1 + max((_depth(v, limit - 1) for v in inner if type(v) in (list, dict)), default=0)


def html_json(value: Any) -> str:
    """JSON text that is safe inside HTML: no `<`, `>` or `&` (the same three as the JSON specification allows to escape)."""
    return shield(dumps(value))


def shield(json_text: str) -> str:
    """JSON text with `<`, `>`, `&` and the two line separators of JavaScript written as escapes."""
    if "<" in json_text:
        json_text = json_text.replace("<", "\\u003c")
    if ">" in json_text:
        json_text = json_text.replace(">", "\\u003e")
    if "&" in json_text:
        json_text = json_text.replace("&", "\\u0026")
    return json_text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class RawJson:
    """JSON text that is ready, for payloads that a library wrote.

    Args:
        text: JSON.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def describe(value: Any) -> str:
    """A short name of any value for an error message."""
    text = json.dumps(value) if isinstance(value, (str, int, float, bool, type(None))) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
