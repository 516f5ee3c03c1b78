"""Room 1. A posted form as fields: names and values, in order, within limits."""

from __future__ import annotations

import functools
from urllib.parse import unquote_to_bytes

from hxdash.exceptions import RequestRefused

MAX_FIELDS = 20_000
MAX_BODY = 2 * 1024 * 1024  # bytes
Fields = dict[str, list[str]]


def parse_form(body: bytes) -> Fields:
    """Fields of an application/x-www-form-urlencoded body, in order.

    Raises:
        RequestRefused: 413 for too many fields, 400 for text that is not UTF-8.
    """
    fields: Fields = {}
    if not body:
        return fields
    try:
        parts = body.decode().split("&")
        if len(parts) > MAX_FIELDS:
            raise RequestRefused(413, f"more than {MAX_FIELDS} fields")
        for part in parts:
            name, _, value = part.partition("=")
            name = _name(name) if len(name) < 100 else _unquote(name)
            fields.setdefault(name, []).append(_unquote(value) if "%" in value or "+" in value else value)
    except UnicodeDecodeError:
        raise RequestRefused(400, "the form is not UTF-8 text") from None
    return fields


def _unquote(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode()


_name = functools.lru_cache(maxsize=4096)(_unquote)  # a page sends the same names with every change


def by_kind(fields: Fields) -> dict[str, list[tuple[str, list[str]]]]:
    """The fields of each kind (hxdash.page_state), without it in their names.

    Raises:
        RequestRefused: 400 for one of no known kind.
    """
    kinds: dict[str, list[tuple[str, list[str]]]] = {"v:": [], "n:": [], "s:": [], "q:": [], "k:": [], "c:": []}
    for name, texts in fields.items():
        same = kinds.get(name[:2])
        if same is not None:
            same.append((name[2:], texts))
        elif name[:1] != "u" and name not in ("_p", "_g", "_t", "_w"):
            raise RequestRefused(400, f"unknown field {name[:80]!r}")
    return kinds
