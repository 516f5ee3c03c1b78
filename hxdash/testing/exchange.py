"""What went to and fro, and what did not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import httpx

Fields: TypeAlias = list[tuple[str, str]]
Files: TypeAlias = list[tuple[str, tuple[str, bytes, str]]]  # name of the field; name, content and type of the file


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
class Downloaded:
    """A file that the browser has saved.

    Args:
        name, type: as the answer says.
        content: bytes.
        status, headers: of the answer.
    """

    name: str
    type: str
    content: bytes
    status: int
    headers: httpx.Headers

    @property
    def text(self) -> str:
        """The content as UTF-8 text."""
        return self.content.decode()


@dataclass(frozen=True)
class Exchange:
    """One request and its answer.

    Args:
        method, url: of the request.
        fields: names and values that were sent, in order.
        status, headers, text: of the answer.
        parts: the pieces in which a streamed answer came; of a plain answer the whole.
        calls: names of the callbacks that it ran, in the order in which they finished.
        content: the bytes of the answer.
    """

    method: str
    url: str
    fields: Fields
    status: int
    headers: httpx.Headers
    text: str
    parts: list[str]
    calls: list[str]
    content: bytes = b""

    def sent(self, name: str) -> list[str]:
        """The values sent under a name, such as "v:city.value" or "_t"."""
        return [value for key, value in self.fields if key == name]
