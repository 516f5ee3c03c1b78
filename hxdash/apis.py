"""Room 14. Callbacks as HTTP endpoints: keywords come as a JSON object, the function's own result goes back as JSON (C22)."""

from __future__ import annotations

import contextvars
import functools
import inspect
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response

from hxdash.callback import Callback
from hxdash.dependencies import NoUpdate
from hxdash.encoding import NotPlain, dumps, loads, plain
from hxdash.exceptions import CallbackException, DuplicateCallback, InvalidCallbackReturnValue, PreventUpdate, RequestRefused, closest
from hxdash.request import check_origin, content_type, read_body
from hxdash.shell import COMMON_HEADERS
from hxdash.threads import Threads

logger = logging.getLogger("hxdash.apis")
_PATH = re.compile(r"(/[\w.~-]+)+/?\Z", re.ASCII)
_HEADERS = {**COMMON_HEADERS, "Cache-Control": "no-store"}


class Server(Protocol):
    """What the endpoints must know of the app."""

    pool: Threads
    debug: bool


def endpoints(callbacks: Iterable[Callback], server: Server) -> dict[str, Callable[[Request], Awaitable[Response]]]:
    """The endpoints that callbacks ask for, by path.

    Raises:
        DuplicateCallback: two ask for one path.
        CallbackException: a path that cannot be one, or a function that has no one result.
    """
    found: dict[str, Callback] = {}
    for callback in callbacks:
        given, path = callback.options.get("api_endpoint"), path_of(callback)
        if path is None:
            continue
        if not _PATH.match(path) or path.split("/")[1] in ("_hx", "assets"):
            raise CallbackException(f"api_endpoint={given!r} cannot be a path of this app.", where=str(callback), fix='use a plain path that hxdash does not need itself, as "/totals"')
        if path in found:
            raise DuplicateCallback(f"Two callbacks have the endpoint {path!r}.", where=f"{found[path]}  and  {callback}", fix="give one of them another path")
        if callback.is_generator:
            raise CallbackException(f"api_endpoint={given!r} stands over a generator, which has no one result.", where=str(callback), fix="let a function that returns have the endpoint")
        found[path] = callback
    return {path: functools.partial(answer, callback, server) for path, callback in found.items()}


def path_of(callback: Callback) -> str | None:
    """The path that a callback asks for; None if it asks for none."""
    given: str | None = callback.options.get("api_endpoint")
    return None if not given else given if given.startswith("/") else f"/{given}"


async def answer(callback: Callback, server: Server, request: Request) -> Response:
    """Call the function with the keywords of a request.

    Returns:
        200 with its result as JSON; 204 if it says that nothing changes; 4xx {"detail"} for a request that cannot be understood, in
        which case it has not run; 500 {"detail", "reference"} if it fails.
    """
    try:
        if "cookie" in request.headers:  # else there is nothing that another site could borrow; a token is sent by who has it
            check_origin(request)
        call = bind(callback, await read_arguments(request))
        return reply(200, callback_result(callback, await (call() if callback.is_async else server.pool.call(call))))
    except RequestRefused as refused:
        logger.warning("refused %s %s: %d %s", request.method, request.url.path, refused.status, refused.what)
        return reply(refused.status, {"detail": refused.what})
    except PreventUpdate:
        return Response(status_code=204, headers=_HEADERS)
    except (Exception, SystemExit) as error:
        reference = secrets.token_hex(4)
        logger.error("%s failed as an endpoint, reference %s: %s", callback, reference, error, exc_info=error)
        detail = f"{type(error).__name__}: {error}" if server.debug else "the function failed"
        return reply(500, {"detail": detail, "reference": reference})


async def read_arguments(request: Request) -> Mapping[str, Any]:
    """The keywords that were posted.

    Raises:
        RequestRefused: 415 for another content type, 413 for too much, 422 for what is no JSON object.
    """
    if content_type(request) != "application/json":
        raise RequestRefused(415, "post JSON (application/json): an object with one key for each argument")
    try:
        found = loads(await read_body(request) or b"{}")
    except ValueError:
        raise RequestRefused(422, "the body is not JSON, or nested too deeply") from None
    if not isinstance(found, dict):
        raise RequestRefused(422, f"the body is {_KINDS.get(type(found), 'a number')}, not an object with one key for each argument")
    return found


_KINDS = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}


def bind(callback: Callback, given: Mapping[str, Any]) -> Callable[[], Any]:
    """The call of a function with keywords, in a context of its own.

    Raises:
        RequestRefused: 422 if the function has no such arguments, or needs others.
    """
    signature = inspect.signature(callback.func)
    try:
        signature.bind(**given)
    except TypeError as error:
        names = list(signature.parameters)
        unknown = next((name for name in given if name not in names), None)
        hint = closest(unknown, names) if unknown is not None else ""
        raise RequestRefused(422, f"{error}{f'; {hint}' if hint else ''} (the arguments are: {', '.join(names) or 'none'})") from None
    call = functools.partial(callback.func, **given)
    return call if callback.is_async else functools.partial(contextvars.copy_context().run, call)


def callback_result(callback: Callback, value: Any) -> Any:
    """What a function returned, as JSON has it.

    Raises:
        PreventUpdate: it is no_update.
        InvalidCallbackReturnValue: it has no JSON form.
    """
    if isinstance(value, NoUpdate):
        raise PreventUpdate
    try:
        return plain(value)
    except NotPlain as error:
        place = "".join(f"[{step!r}]" for step in error.path)
        raise InvalidCallbackReturnValue(
            f"{callback.name} returned a {type(error.value).__name__}{f' at {place}' if place else ''}: {error.value!r:.80}.",
            where=callback.where,
            fix="an endpoint returns what JSON can hold: text, numbers, lists, dicts",
        ) from None


def reply(status: int, value: Any) -> Response:
    """A JSON answer."""
    return Response(dumps(value), status, _HEADERS, "application/json")
