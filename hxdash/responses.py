"""Room 13. Answers as bytes: their headers, compressed where that pays."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from hxdash.request import about
from hxdash.shell import COMMON_HEADERS
from hxdash.static_files import StaticFile

LARGE = 60_000  # bytes: above, compressing well takes longer than it saves
SMALL = 1200  # bytes: below, an answer fits into one packet, compressed or not
PART_HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}


async def zipped(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """A stream compressed part by part, so that each can be read when it has come."""
    packer = zlib.compressobj(5, wbits=31)
    async for part in parts:
        yield packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def with_own(headers: Sequence[tuple[bytes, bytes]], request: Request) -> Sequence[tuple[bytes, bytes]]:
    """Headers, and those that callbacks asked for, which replace ours of the same name."""
    own = about(request).send()
    if not own:
        return headers
    names = {name for name, _ in own} - {b"vary"}
    return [*(pair for pair in headers if pair[0] not in names), *own]


class Html(Response):
    """An HTML answer whose headers are ready bytes: most of an answer's cost would else be writing them anew.

    Args:
        body: bytes.
        headers: ready pairs; the length is added.
    """

    media_type = "text/html"

    def __init__(self, body: bytes, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self.body, self.status_code, self.background = body, 200, None
        self.raw_headers = [*headers, (b"content-length", b"%d" % len(body))]


def ready(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as the server wants them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


HTML = {"Content-Type": "text/html; charset=utf-8", **COMMON_HEADERS}
ANSWER = ready({**HTML, **PART_HEADERS})
VARY = ready({"Vary": "Accept-Encoding"})
ZIPPED = ready({"Content-Encoding": "gzip"})


def respond(html: str, request: Request, headers: Sequence[tuple[bytes, bytes]]) -> Response:
    """An HTML answer, compressed if that pays."""
    body = html.encode("utf-8", "replace")  # half a surrogate pair has no UTF-8 form
    headers = with_own(headers, request)
    if len(body) <= SMALL:
        return Html(body, headers)
    if takes_gzip(request):
        return Html(gzip.compress(body, 5 if len(body) < LARGE else 3, mtime=0), [*headers, *VARY, *ZIPPED])
    return Html(body, [*headers, *VARY])


def takes_gzip(request: Request) -> bool:
    """Whether the browser wants compressed answers."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def serve(file: StaticFile | None, request: Request, cache: str) -> Response:
    """A file of a manifest, or 404."""
    if file is None:
        return PlainTextResponse("no such file\n", 404, COMMON_HEADERS)
    headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Vary": "Accept-Encoding"}
    if takes_gzip(request) and len(file.body) > SMALL and not file.type.startswith("image/"):
        return Response(file.gzipped, media_type=file.type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.body, media_type=file.type, headers=headers)
