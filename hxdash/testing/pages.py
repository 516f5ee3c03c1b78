"""The two kinds of page: one whose actions are done when they return, one whose actions are awaited."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from hxdash.ids import Id
from hxdash.testing.exchange import Downloaded, Exchange
from hxdash.testing.page import BasePage
from hxdash.testing.persistence import Keeper


class Page(BasePage["Page"]):
    """A page of a `Client`."""

    def __init__(
        self, exchange: Callable[..., Awaitable[Exchange]], javascript: bool, keeper: Keeper, wait: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        super().__init__(exchange, javascript, keeper)
        self._wait = wait

    def _do(self, work: Coroutine[Any, Any, None]) -> Page:
        self._wait(work)
        return self

    def _assign(self, id: Id, value: Any) -> None:
        self.set(id, value)

    def download(self, id: Id, headers: Mapping[str, str] | None = None) -> Downloaded:
        """Fetch the file that a Download has sent last; `headers` may ask for a range.

        Raises:
            Impossible: it has sent none.
            Refused: it is not there any more.
        """
        found: list[Downloaded] = []

        async def fetch() -> None:
            found.append(await self._download(id, headers))

        self._wait(fetch())
        return found[0]


class AsyncPage(BasePage[Awaitable["AsyncPage"]]):
    """A page of an `AsyncClient`: every action is awaited."""

    async def _do(self, work: Coroutine[Any, Any, None]) -> AsyncPage:
        await work
        return self

    async def download(self, id: Id, headers: Mapping[str, str] | None = None) -> Downloaded:
        """Fetch the file that a Download has sent last; see `Page.download`."""
        return await self._download(id, headers)

    def _assign(self, id: Id, value: Any) -> None:
        raise TypeError(f"an assignment cannot be awaited; await page.set({id!r}, {value!r})")
