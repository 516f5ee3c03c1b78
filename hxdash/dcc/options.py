"""Options of Dropdown, RadioItems and Checklist: Dash's three ways to write them, and how their values travel.

A value goes over the wire as it reads wherever that is unambiguous, else as JSON: NYC stays NYC, the text "3" becomes "3" with its
quotes, the number 3 is 3. No list of options is needed to read it back, and its type survives (WIDGETS.md section 2).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hxdash.encoding import dumps, loads, plain
from hxdash.exceptions import RequestRefused

_JSON_START = frozenset('0123456789-"[{')
_JSON_WORDS = frozenset({"true", "false", "null", ""})


class Option(NamedTuple):
    """One option.

    Args:
        label: text, number or component.
        value: str, int, float, bool or None.
        disabled: cannot be chosen.
        title: shown on hover.
        search: text to search in instead of the label.
    """

    label: Any
    value: Any
    disabled: bool = False
    title: str | None = None
    search: str | None = None


def read_options(given: Any) -> list[Option]:
    """Options from a list of values, a dict of value to label, or a list of dicts with label and value."""
    if given is None:
        return []
    if isinstance(given, Mapping):
        return [Option(label, value) for value, label in given.items()]
    return [Option(item, item) if type(item) is str else _option(item) for item in (given if isinstance(given, (list, tuple)) else plain(given))]


def _option(item: Any) -> Option:
    if not isinstance(item, Mapping):
        value = plain(item)
        return Option(_label(value), value)
    value = plain(item.get("value"))
    label = item.get("label")
    return Option(_label(value) if label is None else label, value, bool(item.get("disabled")), item.get("title"), item.get("search"))


def _label(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def encode_option(value: Any) -> str:
    """The text of an option's value on the wire; the inverse of `decode_option`."""
    if type(value) is str and len(value) < 100:
        return _encode_text(value)
    if isinstance(value, str):
        return dumps(value) if _looks_like_json(value) else value
    return dumps(plain(value))


@functools.lru_cache(maxsize=4096)
def _encode_text(value: str) -> str:
    return dumps(value) if _looks_like_json(value) else value


def decode_option(text: str) -> Any:
    """The value of a text from the wire.

    Raises:
        RequestRefused: 422 if it starts like JSON but is none.
    """
    if not _looks_like_json(text):
        return text
    if text.lstrip("-").isdigit() and len(text) < 4000 and (text == "0" or text.lstrip("-")[0] != "0"):
        return int(text)  # beyond 64 bits too
    try:
        return loads(text)
    except ValueError:
        raise RequestRefused(422, f"{text[:80]!r} is no value of an option") from None


def _looks_like_json(text: str) -> bool:
    return text in _JSON_WORDS or text[0] in _JSON_START or text[0].isspace() or text[-1].isspace() or not text.isprintable()


def same(a: Any, b: Any) -> bool:
    """Whether two option values are the same, type and all: 1, 1.0 and True differ."""
    return type(a) is type(b) and bool(a == b)


def is_plain(text: str, given: Any) -> bool:
    """Whether a posted text is itself one of the options, which any of them that is text may be; most are."""
    return type(given) is list and text in given and not _looks_like_json(text)


def choose(texts: Iterable[str], options: list[Option], old: Any) -> list[Any]:
    """The values of posted texts.

    Args:
        texts: what was posted.
        options: what may be chosen.
        old: the value that the server last set: it may be sent back although it is not among the options or disabled.

    Raises:
        RequestRefused: 422 for a value that is not among the enabled options.
    """
    allowed = {encode_option(o.value) for o in options if not o.disabled}
    kept = {encode_option(v) for v in (old if isinstance(old, (list, tuple)) else [old]) if v is not None}
    out = []
    for text in texts:
        if text not in allowed and text not in kept:
            raise RequestRefused(422, f"{text[:80]!r} is not among the options")
        out.append(decode_option(text))
    return out
