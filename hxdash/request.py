"""Room 8. What an HTTP request says: who sends it, its body, and what ctx tells of it. Endpoints read requests only through this room."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request

from hxdash.answer import SENT, Answer
from hxdash.exceptions import RequestRefused
from hxdash.forms import MAX_BODY, parse_form
from hxdash.persistence import Stored
from hxdash.transfer import read_files
from hxdash.uploads import Form


async def read_form(request: Request, *, files: bool = False) -> Form:
    """The posted form, once we know who posts it.

    Args:
        files: the app takes files.

    Raises:
        RequestRefused: 403 for another site, 415 for another content type, 413 for too much.
    """
    check_origin(request)
    if files and content_type(request) == "multipart/form-data":
        return await read_files(request)
    if content_type(request) != "application/x-www-form-urlencoded":
        raise RequestRefused(415, "post a form (application/x-www-form-urlencoded)")
    return Form(parse_form(await read_body(request)))


def content_type(request: Request) -> str:
    """The media type of the body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        RequestRefused: 413 for too much, 400 for one that was cut off.
    """
    length = request.headers.get("content-length", "0")
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
    headers = request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        if site != "same-origin":
            raise RequestRefused(403, "this request comes from another site")
    elif origin is not None:
        parts = urlsplit(str(request.base_url))
        if origin != f"{parts.scheme}://{parts.netloc}":
            raise RequestRefused(403, "this request comes from another site")
    elif "cookie" in headers or "authorization" in headers:
        raise RequestRefused(403, "this request does not say where it comes from")


def base_of(request: Request) -> str:
    """The URL path under which the app is mounted, without a slash at the end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def stored_of(request: Request) -> Stored:
    """What the browser has kept of components that have persistence."""
    return Stored(request.headers, base_of(request))


class About(Mapping[str, Any]):
    """What ctx says of the HTTP request, read only when a callback asks, and what it asks of the answer (C108, C110)."""

    NAMES = ("cookies", "headers", "path", "args", "remote", "origin", "response")
    __slots__ = ("_answer", "_request")

    def __init__(self, request: Request) -> None:
        self._request = request
        self._answer: Answer | None = None

    def __getitem__(self, name: str) -> Any:
        request = self._request
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

    def _asked(self, first: Callable[[], Answer] = Answer) -> Answer:
        with _ASKING:
            if self._answer is None:
                self._answer = first()
            return self._answer

    def send(self) -> list[tuple[bytes, bytes]]:
        """The headers that callbacks asked for; from now on it is too late."""
        answer = self._asked(_sent)
        return [] if answer is SENT else answer.send()


def _sent() -> Answer:
    return SENT


_ASKING = threading.Lock()  # callbacks of one request may ask at the same time


def about(request: Request) -> About:
    """What there is to say of a request: one record, however many runs it takes to answer it."""
    found: About | None = request.scope.get("hxdash.about")
    if found is None:
        found = request.scope["hxdash.about"] = About(request)
    return found
