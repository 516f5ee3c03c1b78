"""Room 1. Files on their way to a browser: kept in one folder for some minutes, each under a name that nobody can guess.

All workers on a machine share the folder (HXDASH_SPOOL, else one of this user's in the temporary folder), so any of them answers.
A request names a key, never a path. What is over its time, or more than the folder may hold, is dropped when the next file comes.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import stat
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from hxdash.exceptions import DashException

logger = logging.getLogger("hxdash.spool")
KEPT_FOR = 600  # seconds
MAX_BYTES = 4 * 1024**3  # of all files together
_KEY = re.compile(r"[\w-]{32}\Z", re.ASCII)


class NoSpool(DashException):
    """Raised where no file can be kept for a download."""


@dataclass(frozen=True)
class Spooled:
    """A file that waits for its browser.

    Args:
        key: its name in URLs.
        path: where its bytes are.
        filename: what the browser is to call it.
        type: media type, or "" to tell by the name.
    """

    key: str
    path: Path
    filename: str
    type: str = ""


def folder() -> Path:
    """The folder, made if need be.

    Raises:
        NoSpool: it cannot be written, or is somebody else's.
    """
    given = os.environ.get("HXDASH_SPOOL")
    owner = os.getuid() if hasattr(os, "getuid") else 0
    path = Path(given) if given else Path(tempfile.gettempdir()) / f"hxdash-spool-{owner}"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
    except OSError as error:
        raise _trouble(path, error) from None
    foreign = hasattr(os, "getuid") and (found.st_uid != owner or found.st_mode & 0o077)
    if not given and (not stat.S_ISDIR(found.st_mode) or foreign):
        raise _trouble(path, "it is not this user's own")
    return path


def _trouble(path: Path, error: object) -> NoSpool:
    fix = "set HXDASH_SPOOL in the environment to a folder that this server may write, one for all workers"
    return NoSpool(f"No file can be kept for a download: {error}.", where=str(path), fix=fix)


def keep(filename: str, type: str | None, write: Callable[[IO[bytes]], object]) -> Spooled:
    """Keep what `write` writes into a file.

    Raises:
        NoSpool: there is no place for it.
    """
    made = _new(filename, type)
    try:
        with open(made.path, "xb+", opener=_private) as file:
            write(file)
    except BaseException as error:
        _remove(made.path)
        if isinstance(error, OSError) and error.filename == str(made.path):
            raise _trouble(made.path.parent, error) from None
        raise
    return _announce(made)


def point(path: Path, filename: str, type: str | None) -> Spooled:
    """Let a file that is there be fetched; it is neither read nor copied."""
    made = _new(filename, type)
    try:
        os.symlink(path, made.path)
    except OSError as error:
        raise _trouble(made.path.parent, error) from None
    return _announce(made)


def find(key: str) -> Spooled | None:
    """The file with a key; None if there is none, or not any more."""
    if not _KEY.match(key):
        return None
    path = folder() / key
    try:
        told: Any = json.loads(path.with_suffix(".json").read_bytes())
        if told["until"] < time.time() or not path.is_file():
            return None
        return Spooled(key, path, str(told["name"]), str(told["type"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _new(filename: str, type: str | None) -> Spooled:
    key, path = secrets.token_urlsafe(24), folder()
    _sweep(path)
    return Spooled(key, path / key, filename, type or "")


def _announce(made: Spooled) -> Spooled:
    """Write down what it is: from now on it can be fetched."""
    told = {"name": made.filename, "type": made.type, "until": time.time() + KEPT_FOR}
    with open(made.path.with_suffix(".json"), "x", encoding="utf-8", opener=_private) as file:
        json.dump(told, file)
    return made


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sweep(path: Path) -> None:
    """Drop what is over its time; if there is too much, the oldest too."""
    now, total, found = time.time(), 0, []
    for entry in path.iterdir():
        if _KEY.match(entry.name):
            try:
                about = entry.lstat()
            except OSError:
                continue  # another worker was quicker
            found.append((about.st_mtime, about.st_size, entry))
            total += about.st_size
    for modified, size, entry in sorted(found):
        if modified + KEPT_FOR < now or total > MAX_BYTES:
            total -= size
            _remove(entry)
            _remove(entry.with_suffix(".json"))


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("%s cannot be removed: %s", path, error)
