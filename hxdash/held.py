"""Room 10. Calls that a page did not wait for. They go on, and the request that follows the page takes what they give.

Where that request comes to another server, or late, the callbacks are called again: nothing but time is lost.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from hxdash.context import Call

Given = tuple[Any, BaseException | None]  # what a callback returned; what it raised
KEPT_FOR = 30.0  # seconds until calls that nobody has asked for are forgotten
MOST = 1000  # pages


@dataclass(eq=False, slots=True)
class Going:
    """A call that goes on.

    Args:
        call: the call.
        given: what it will have given.
    """

    call: Call
    given: Future[Given] = field(default_factory=Future)

    def is_for(self, call: Call) -> bool:
        """Whether another call would be the same: of the same callback, for the same reasons, with the same arguments."""
        mine = self.call
        return (
            mine.callback is call.callback and mine.outputs == call.outputs and mine.arguments == call.arguments
            and mine.triggered == call.triggered and mine.values == call.values
        )  # fmt: skip

    def tell(self, call: Call, hear: Callable[..., None]) -> None:
        """Tell what the call gives as soon as it has, and pass on what it asks of the page, for another that is the same.

        Args:
            call: the other one.
            hear: called with what the call returned and what it raised; now, or in the thread where it ends.
        """

        def pass_on(given: Future[Given]) -> None:
            call.side, call.timings = self.call.side, self.call.timings
            hear(*given.result())

        self.given.add_done_callback(pass_on)

    async def arrive(self, call: Call) -> Given:
        """The same, on the event loop."""
        given = await asyncio.wrap_future(self.given)
        call.side, call.timings = self.call.side, self.call.timings
        return given


class Held:
    """The calls that go on, by page. Shared by all requests; used on the event loop and in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: dict[str, list[Going]] = {}

    def keep(self, goings: Iterable[Going]) -> str | None:
        """A key for calls that go on, good for one page; None if there are none, or too many pages have some."""
        calls = list(goings)
        if not calls or len(self._pages) >= MOST:
            return None
        key = secrets.token_urlsafe(12)
        self._pages[key] = calls
        asyncio.get_running_loop().call_later(KEPT_FOR, self._pages.pop, key, None)
        return key

    def take(self, key: str, call: Call) -> Going | None:
        """The same call, if it goes on or has just ended: for the first who asks."""
        with self._lock:
            calls = self._pages.get(key, [])
            found = next((going for going in calls if going.is_for(call)), None)
            if found is not None:
                calls.remove(found)
            return found
