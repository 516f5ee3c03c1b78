"""Room 1. Ids: strings and dicts, their one canonical text, and wildcards (C120, C121, C132)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from hxdash.encoding import dumps
from hxdash.exceptions import InvalidComponentIdError

Id: TypeAlias = str | dict[str, Any]


class Wildcard:
    """MATCH, ALL or ALLSMALLER: stands for a value in a dict id of a dependency."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def to_plotly_json(self) -> list[str]:
        """As Dash writes it in ids."""
        return [self.name]

    def __reduce__(self) -> str:
        return self.name


MATCH: Final = Wildcard("MATCH")
ALL: Final = Wildcard("ALL")
ALLSMALLER: Final = Wildcard("ALLSMALLER")


def id_text(id: Id) -> str:
    """The canonical text of an id: itself, or its key-sorted compact JSON."""
    if type(id) is str:
        return id
    try:
        return dumps(id, sort_keys=True)
    except TypeError:  # a wildcard
        return dumps({key: _plain_value(id[key]) for key in id}, sort_keys=True)  # type: ignore[index]


def _plain_value(value: Any) -> Any:
    return value.to_plotly_json() if isinstance(value, Wildcard) else value


@functools.lru_cache(maxsize=65536)
def parse_id(text: str) -> Id:
    """The id of a canonical text. Do not change the dict that comes back."""
    from hxdash.encoding import loads  # noqa: PLC0415

    if not text.startswith("{"):
        return text
    value = loads(text)
    if not isinstance(value, dict):
        raise ValueError("not an id")
    return value


def check_id(id: Any, where: str = "", *, wildcards: bool = False) -> None:
    """Refuse what cannot be an id.

    Args:
        id: what the author wrote.
        where: for the error.
        wildcards: MATCH, ALL and ALLSMALLER are allowed (in a dependency, not in the layout).

    Raises:
        InvalidComponentIdError: for anything but a non-empty string without `.` and `{`, or a flat dict (C120, C121).
    """
    if isinstance(id, str):
        if not id or "." in id or "{" in id:
            raise InvalidComponentIdError(
                f"The id {id!r} holds '.' or '{{', or is empty." if id else "An id is empty.",
                where=where,
                fix="use letters, digits, '-' and '_'; for structured ids use a dict",
            )
        return
    if isinstance(id, Mapping):
        if id and all(isinstance(k, str) and k and _is_value(v, wildcards) for k, v in id.items()):
            return
        raise InvalidComponentIdError(
            f"The id {dict(id)!r} is not a flat dict of strings, numbers and booleans.",
            where=where,
            fix="use keys that are non-empty strings, and values that are str, int, float or bool",
        )
    raise InvalidComponentIdError(
        f"{type(id).__name__} cannot be an id: {id!r:.80}.",
        where=where,
        fix="an id is a string or a dict; several children go into one list: html.Div([a, b])",
    )


def _is_value(value: Any, wildcards: bool) -> bool:
    return isinstance(value, (str, int, float, bool)) or (wildcards and isinstance(value, Wildcard))


def is_pattern(id: Id) -> bool:
    """Whether a dependency's id holds a wildcard."""
    return isinstance(id, dict) and any(isinstance(v, Wildcard) for v in id.values())


def overlaps(a: Id, b: Id) -> bool:
    """Whether some concrete id is matched by both; either may hold wildcards (C90, C132)."""
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    if a.keys() != b.keys():
        return False
    return all(isinstance(a[k], Wildcard) or isinstance(b[k], Wildcard) or _same(a[k], b[k]) for k in a)


def _same(a: Any, b: Any) -> bool:
    return a == b and isinstance(a, bool) is isinstance(b, bool)


def captured(pattern: Id, id: Id) -> dict[str, Any] | None:
    """What MATCH stands for if the concrete id fits the pattern (an empty dict where there is no MATCH), else None."""
    if isinstance(pattern, str) or isinstance(id, str):
        return {} if pattern == id else None
    if not overlaps(pattern, id):
        return None
    return {key: id[key] for key, value in pattern.items() if value is MATCH}


def filled(pattern: Id, values: Mapping[str, Any]) -> Id:
    """The pattern with MATCH replaced by values; other wildcards stay."""
    if isinstance(pattern, str):
        return pattern
    return {key: values.get(key, value) if value is MATCH else value for key, value in pattern.items()}
