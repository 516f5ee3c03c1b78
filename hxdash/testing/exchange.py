"""What went to and fro, and what did not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import httpx

Fields: TypeAlias = list[tuple[str, str]]


class Impossible(Exception):
    """Raised for what a user could not do on this page. `force=True` does it all the same."""


class Refused(Exception):
    """Raised for an answer of another status than 200.

    Args:
        status: of the answer.
        text: its body.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text.strip()[:500]}")
        self.status, self.text = status, text


@dataclass(frozen=True)
class Exchange:
    """One request and its answer.

    Args:
        method, url: of the request.
        fields: names and values that were sent, in order.
        status, headers, text: of the answer.
        parts: the pieces in which a streamed answer came; of a plain answer the whole.
        calls: names of the callbacks that it ran, in the order in which they finished.
    """

    method: str
    url: str
    fields: Fields
    status: int
    headers: httpx.Headers
    text: str
    parts: list[str]
    calls: list[str]

    def sent(self, name: str) -> list[str]:
        """The values sent under a name, such as "v:city.value" or "_t"."""
        return [value for key, value in self.fields if key == name]
