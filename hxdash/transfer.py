"""Room 12. Files over HTTP: those that a request brings, and those that callbacks have sent."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from hxdash import spool
from hxdash.exceptions import RequestRefused
from hxdash.forms import MAX_BODY, MAX_FIELDS
from hxdash.static_files import media_type
from hxdash.uploads import Form, read_multipart

MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?charset=[\w-]+)?", re.ASCII)


async def read_files(request: Request) -> Form:
    """A form with files. They are dropped when the request has been answered (`forget_files`).

    Raises:
        RequestRefused: 400 for what is no such form, 413 for too much, 507 if the disk is full.
    """
    try:
        form = await read_multipart(request.headers["content-type"], request.stream(), max_text=MAX_BODY, max_fields=MAX_FIELDS)
    except ClientDisconnect:
        raise RequestRefused(400, "the form was cut off") from None
    request.scope["hxdash.form"] = form
    return form


def forget_files(response: Response, request: Request) -> Response:
    """Let the files that a request brought be dropped when its answer has been sent."""
    form: Form | None = request.scope.get("hxdash.form")
    if form is not None:
        response.background = BackgroundTask(form.close)
    return response


def spooled(key: str, headers: Mapping[str, str]) -> Response:
    """A file that a callback has sent, under its name, for saving; ranges are served (RFC 9110)."""
    found = spool.find(key)
    if found is None:
        return PlainTextResponse("this file is not, or no longer, here\n", 404, dict(headers))
    kind = found.type if MEDIA_TYPE.fullmatch(found.type) else media_type(found.filename)
    return FileResponse(found.path, headers=dict(headers), media_type=kind, filename=found.filename)
