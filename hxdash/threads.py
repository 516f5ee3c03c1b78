"""Room 1. The threads in which sync callbacks run: never more than a few, and a queue with an end."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from hxdash.exceptions import RequestRefused

Result = TypeVar("Result")
logger = logging.getLogger("hxdash.threads")


class Threads:
    """A pool of daemon threads, started as they are needed.

    Leaner than concurrent.futures: nobody waits for a result here, so there is no Future, and a hop from the event loop to a
    thread and back costs about half (35 against 75 microseconds of CPU on our machine).

    Args:
        size: how many threads at most.
        waiting: how many jobs may wait; one more is refused.
    """

    def __init__(self, size: int = 16, waiting: int = 1000) -> None:
        self._size, self._waiting = size, waiting
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._count = self._load = 0  # threads; jobs that wait or run

    def submit(self, job: Callable[[], None]) -> None:
        """Run a job in a thread, soon.

        Raises:
            RequestRefused: 503 if too many are waiting.
        """
        if self._jobs.qsize() >= self._waiting:
            raise RequestRefused(503, "the server is busy; try again")
        with self._lock:
            self._load += 1
            if self._load > self._count < self._size:
                self._count += 1
                threading.Thread(target=self._work, name=f"hxdash-{self._count}", daemon=True).start()
        self._jobs.put(job)

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            except BaseException:  # a job's own business; this thread lives on
                logger.exception("a job failed")
            del job  # holds a whole request alive while this thread waits
            with self._lock:
                self._load -= 1

    async def call(self, function: Callable[[], Result]) -> Result:
        """The result of a function that runs in a thread."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()

        def deliver(set_it: Callable[[Any], None], value: Any) -> None:
            if not future.done():
                set_it(value)

        def job() -> None:
            try:
                value = function()
            except StopIteration as error:  # no future takes one
                loop.call_soon_threadsafe(deliver, future.set_exception, RuntimeError(f"StopIteration: {error}"))
            except BaseException as error:
                loop.call_soon_threadsafe(deliver, future.set_exception, error)
            else:
                loop.call_soon_threadsafe(deliver, future.set_result, value)

        self.submit(job)
        return await future  # type: ignore[no-any-return]
