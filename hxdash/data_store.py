"""Room 1. What is too large to ride in a page: kept on the server under a hash of its content, for a while, up to a limit.

A page carries the hash, signed. What has been dropped is missed by nobody but the page that names it: the callback that made it runs
again. Any object with `get` and `put` may stand in for the store of this process (`use`).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol


class Store(Protocol):
    """Where large values are kept."""

    def get(self, key: str) -> Any | None:
        """The value; None if it is not, or no longer, there."""

    def put(self, key: str, value: Any, size: int) -> None:
        """Keep a value of about `size` bytes; it may be dropped at any time."""


class _Kept(NamedTuple):
    value: Any
    size: int
    used: float


class MemoryStore:
    """A store in this process's memory; the least recently used goes first. Thread-safe.

    Args:
        most: bytes that all values together may have.
        seconds: after which a value that nobody asked for is dropped.
        clock: gives the time in seconds.
    """

    def __init__(self, most: int = 512 * 1024 * 1024, seconds: float = 3600, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Any | None:
        """The value; None if it is not, or no longer, there."""
        with self._lock:
            self._expire()
            found = self._kept.pop(key, None)
            if found is None:
                return None
            self._kept[key] = found._replace(used=self._clock())
            return found.value

    def put(self, key: str, value: Any, size: int) -> None:
        """Keep a value; one that is larger than the whole store is not kept."""
        with self._lock:
            self._drop(key)
            if size > self._most:
                return
            self._kept[key] = _Kept(value, size, self._clock())
            self._size += size
            self._expire()
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def __len__(self) -> int:
        return len(self._kept)

    def _expire(self) -> None:
        """Drop what is too old; the oldest comes first."""
        limit = self._clock() - self._seconds
        while self._kept and next(iter(self._kept.values())).used < limit:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self._size -= found.size


class _Current:
    store: Store = MemoryStore()


def store() -> Store:
    """The store in use."""
    return _Current.store


def use(other: Store) -> Store:
    """Put another store in its place; gives the one that was there."""
    before, _Current.store = _Current.store, other
    return before
