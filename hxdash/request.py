"""Room 8. What an HTTP request says: who sends it, its body, and what ctx tells of it. Endpoints read requests only through this room."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive

from hxdash.answer import SENT, Answer
from hxdash.exceptions import RequestRefused
from hxdash.forms import MAX_BODY, parse_form
from hxdash.persistence import Stored
from hxdash.transfer import read_files
from hxdash.uploads import Form

Absent = TypeVar("Absent", str, None)


async def read_form(request: Request, *, files: bool = False) -> Form:
    """The posted form, once we know who posts it.

    Args:
        files: the app takes files.

    Raises:
        RequestRefused: 403 for another site, 415 for another content type, 413 for too much.
    """
    check_origin(request)
    kind = content_type(request)
    if files and kind == "multipart/form-data":
        return await read_files(request)
    if kind != "application/x-www-form-urlencoded":
        raise RequestRefused(415, "post a form (application/x-www-form-urlencoded)")
    return Form(parse_form(await read_body(request)))


def content_type(request: Request) -> str:
    """The media type of the body, without parameters."""
    return header(request, b"content-type", "").partition(";")[0].strip().lower()


def header(request: Request, name: bytes, default: Absent) -> str | Absent:
    """The header of a name (in lower case), the first of several. As `request.headers` has it, which goes through all of them each time."""
    found = request.scope.get("hxdash.headers")
    if found is None:
        found = request.scope["hxdash.headers"] = dict(reversed([*request.scope["headers"]]))
    value = found.get(name)
    return default if value is None else value.decode("latin-1")


class Direct(Request):
    """A request that nobody has read on its way from the server to us."""

    def stream(self) -> AsyncIterator[bytes]:  # type: ignore[override]
        """The body as it comes; Starlette's generator also knows bodies that somebody has kept, and costs as much as reading the form."""
        return _Chunks(self.receive)


class _Chunks:
    def __init__(self, receive: Receive) -> None:
        self._receive: Receive | None = receive

    def __aiter__(self) -> _Chunks:
        return self

    async def __anext__(self) -> bytes:
        if self._receive is None:
            raise StopAsyncIteration
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        if not message.get("more_body", False):
            self._receive = None
        return bytes(message.get("body", b""))


async def read_body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        RequestRefused: 413 for too much, 400 for one that was cut off.
    """
    length = header(request, b"content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise RequestRefused(400, "the length of the form is no number")
    if len(length) > 15 or int(length) > MAX_BODY:
        raise RequestRefused(413, f"more than {MAX_BODY} bytes")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise RequestRefused(413, f"more than {MAX_BODY} bytes")
    except ClientDisconnect:
        raise RequestRefused(400, "the form was cut off") from None
    return bytes(body)


def check_origin(request: Request) -> None:
    """Refuse a post that another site made (RELIABILITY.md T6).

    Raises:
        RequestRefused: 403.
    """
    site, origin = header(request, b"sec-fetch-site", None), header(request, b"origin", None)
    if site is not None:
        if site != "same-origin":
            raise RequestRefused(403, "this request comes from another site")
    elif origin is not None:
        parts = urlsplit(str(request.base_url))
        if origin != f"{parts.scheme}://{parts.netloc}":
            raise RequestRefused(403, "this request comes from another site")
    elif header(request, b"cookie", None) is not None or header(request, b"authorization", None) is not None:
        raise RequestRefused(403, "this request does not say where it comes from")


def base_of(request: Request) -> str:
    """The URL path under which the app is mounted, without a slash at the end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def stored_of(request: Request) -> Stored:
    """What the browser has kept of components that have persistence."""
    return Stored(lambda: request.headers, base_of(request))


class About(Mapping[str, Any]):
    """What ctx says of the HTTP request, read only when a callback asks, and what it asks of the answer (C108, C110)."""

    NAMES = ("cookies", "headers", "path", "args", "remote", "origin", "response")
    __slots__ = ("_answer", "_scope")

    def __init__(self, request: Request) -> None:
        self._scope = {**request.scope}  # the request's own will hold this record: with a circle, both would stay until Python looks for such
        self._answer: Answer | None = None

    def __getitem__(self, name: str) -> Any:
        request = Request(self._scope)
        if name in ("cookies", "headers"):
            return getattr(request, name)
        if name == "path":
            query = request.url.query
            return f"{request.url.path}?{query}" if query else request.url.path
        if name == "args":
            return request.query_params
        if name == "remote":
            return request.client.host if request.client else None
        if name == "origin":
            return request.headers.get("origin")
        if name == "response":
            return self._asked()
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.NAMES)

    def __len__(self) -> int:
        return len(self.NAMES)

    def _asked(self) -> Answer:
        with _ASKING:
            if self._answer is None:
                self._answer = Answer()
            return self._answer

    @property
    def status(self) -> int:
        """The status that callbacks asked for."""
        return 200 if self._answer is None else self._answer.status_code

    def send(self) -> list[tuple[bytes, bytes]]:
        """The headers that callbacks asked for; from now on it is too late."""
        with _ASKING:
            answer = self._answer = SENT if self._answer is None else self._answer
        return [] if answer is SENT else answer.send()


_ASKING = threading.Lock()  # callbacks of one request may ask at the same time


def about(request: Request) -> About:
    """What there is to say of a request: one record, however many runs it takes to answer it."""
    found: About | None = request.scope.get("hxdash.about")
    if found is None:
        found = request.scope["hxdash.about"] = About(request)
    return found
