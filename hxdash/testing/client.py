"""The clients: an app in process, with its lifespan, behind httpx."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, MutableMapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from hxdash.app import Dash
from hxdash.exceptions import DashException
from hxdash.run import OBSERVER
from hxdash.testing.exchange import Exchange, Fields, Files, Refused
from hxdash.testing.pages import AsyncPage, Page
from hxdash.testing.persistence import Keeper, Storage

ORIGIN = "http://localhost"
Result = TypeVar("Result")


@dataclass
class BaseClient:
    """What the clients share. An exception that the app does not answer comes out of the action that caused it.

    Args:
        app: a Dash app, or any ASGI app.
        path: where the Dash app is mounted in it.
        headers: sent with every request.
        cookies: of the browser, by name; answers may change them.
    """

    app: Callable[..., Awaitable[None]]
    path: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    storage: dict[str, dict[str, str]] = field(default_factory=lambda: {"local": {}, "session": {}}, init=False, repr=False)
    http: httpx.AsyncClient | None = field(default=None, init=False, repr=False)
    _texts: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        state: dict[str, Any] = {}  # what a lifespan gives to every request
        if isinstance(self.app, Dash):
            self.app.prepare()  # raises what is wrong with it, as it is

        async def served(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            await self.app({**scope, "state": dict(state)}, receive, send)

        transport = httpx.ASGITransport(served)
        headers = {"Accept-Encoding": "identity", **self.headers}
        async with (
            _lifespan(self.app, state),
            httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, cookies=dict(self.cookies)) as self.http,
        ):
            yield
        self.http = None

    def _url(self, path: str) -> str:
        return "/" + "/".join(part for part in (self.path.strip("/"), path.lstrip("/")) if part) + ("/" if path == "/" != self.path else "")

    def _keeper(self) -> Keeper:
        """What a new page keeps beyond itself."""
        return Keeper(Storage(ORIGIN, self.http.cookies if self.http is not None else httpx.Cookies(), self._texts))

    async def _request(self, method: str, url: str, **more: Any) -> httpx.Response:
        if self.http is None:
            raise RuntimeError(f"The client is not open; write: with {type(self).__name__}(app) as client")
        return await self.http.request(method, url, **more)

    async def _exchange(
        self, method: str, url: str, fields: Fields, headers: dict[str, str], *, follow: bool = False, files: Files | None = None
    ) -> Exchange:
        """Send as a browser sends, and note which callbacks run; with `files`, even if there are none, in the form for files."""
        calls: list[str] = []
        token = OBSERVER.set(lambda callback: calls.append(callback.name))
        more: dict[str, Any] = {}
        if method == "POST":
            headers = {**headers, "Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
            if files is None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                more["content"] = urlencode(fields)
            else:
                more["files"] = [*((name, (None, value.encode())) for name, value in fields), *files]
        try:
            response = await self._request(method, url, headers=headers, follow_redirects=follow, **more)
        finally:
            OBSERVER.reset(token)
        text, mark = response.text, response.headers.get("HX-Stream")
        parts = text.split(f"<!--{mark}-->") if mark else [text]
        if mark and parts.pop().strip():
            raise Refused(response.status_code, "the streamed answer was cut off")
        return Exchange(method, str(response.url), fields, response.status_code, response.headers, text, parts, calls, response.content)


class Client(BaseClient):
    """A browser for tests.

        with Client(app) as client:
            page = client.get("/")

    The app runs on an event loop of its own thread; no sockets are opened. The arguments are those of `BaseClient`.
    """

    _portal: BlockingPortal | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._portal = stack.enter_context(start_blocking_portal())
            stack.enter_context(self._portal.wrap_async_context_manager(self._running()))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()
        self._portal = None

    def _wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        if self._portal is None:
            work.close()
            raise RuntimeError("The client is not open; write: with Client(app) as client")
        async def run() -> Result:
            return await work

        return self._portal.call(run)

    def get(self, path: str = "/", *, javascript: bool = True, status: int = 200) -> Page:
        """Load a page.

        Args:
            path: within the app, with a query if need be.
            javascript: False: the browser has none, so the page is one form.
            status: what the answer must have.

        Raises:
            Refused: it has another.
        """
        page = Page(self._exchange, javascript, self._keeper(), self._wait)
        page.storage = self.storage
        self._wait(page.load(self._url(path), status))
        return page

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send any request: for files, for routes of your own, for forgeries. `more` is as for httpx."""
        return self._wait(self._request(method, self._url(path), **more))


class AsyncClient(BaseClient):
    """A browser for tests, within the test's own event loop.

        async with AsyncClient(app) as client:
            page = await client.get("/")
            await page.set("name", "Ada")

    The arguments are those of `BaseClient`.
    """

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        await self._stack.enter_async_context(self._running())
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stack.aclose()

    async def get(self, path: str = "/", *, javascript: bool = True, status: int = 200) -> AsyncPage:
        """Load a page; see `Client.get`."""
        page = AsyncPage(self._exchange, javascript, self._keeper())
        page.storage = self.storage
        await page.load(self._url(path), status)
        return page

    async def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send any request; see `Client.request`."""
        return await self._request(method, self._url(path), **more)


@asynccontextmanager
async def _lifespan(app: Callable[..., Awaitable[None]], state: dict[str, Any]) -> AsyncIterator[None]:
    """Start-up and shutdown of an app, as a server does them.

    Source: ASGI specification, lifespan protocol: an app that raises at once does not take part.
    """
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def life() -> None:
        await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": state}, inbox.get, outbox.put)

    async def tell(event: str) -> None:
        inbox.put_nowait({"type": f"lifespan.{event}"})
        answer = asyncio.create_task(outbox.get())
        await asyncio.wait({task, answer}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
        elif answer.result()["type"].endswith(".failed"):
            await task
            raise RuntimeError(answer.result().get("message") or f"{event} failed")

    task = asyncio.create_task(life())
    await tell("startup")
    if task.done() and isinstance(task.exception(), DashException):
        await task
    try:
        yield
    finally:
        if not task.done():
            await tell("shutdown")
            await task
