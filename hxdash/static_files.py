"""Room 1. The files that pages load: a manifest made once, names with a content hash, compressed once. Nothing else is ever served."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

import rjsmin  # type: ignore[import-untyped]

from hxdash.files import STATIC

# Served as one file each: were ours late, htmx would start without it and post what we do not understand.
JOINED = {"hxdash.js": ("vendor/htmx.min.js", "scheduler.js", "hxdash.js"), "dcc/graph.js": ("dcc/graph_look.js", "dcc/graph.js")}
VENDORED = {
    "basic": "vendor/plotly-basic.min.js",
    "cartesian": "vendor/plotly-cartesian.min.js",
    "strict": "vendor/plotly-strict.min.js",
}


@dataclass(frozen=True)
class StaticFile:
    """One file as it is served.

    Args:
        name: with its content hash, e.g. "hxdash.1a2b3c4d.js".
        type: media type.
        paths: what it is made of.
    """

    name: str
    type: str
    paths: tuple[Path, ...]

    @functools.cached_property
    def body(self) -> bytes:
        """Its bytes; our own scripts and styles without comment lines and indentation."""
        return b"\n".join(_content(path, self.type) for path in self.paths)

    @functools.cached_property
    def gzipped(self) -> bytes:
        """Its bytes, compressed once."""
        return gzip.compress(self.body, 9, mtime=0)


def _content(path: Path, kind: str) -> bytes:
    if path.parent.name == "vendor" or kind.startswith("image/"):
        return path.read_bytes()
    return lean(path.read_text("utf-8"), kind).encode()


def lean(text: str, kind: str) -> str:
    """A script or style sheet of ours without comments and blanks."""
    if kind != "text/css":
        return str(rjsmin.jsmin(text))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"""("[^"\n]*"|'[^'\n]*')|\s*([{};,])\s*|(?<=:) """, lambda m: m[1] or m[2] or "", text)  # but nothing in quotes
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line)


def media_type(path: str | Path) -> str:
    """The Content-Type of a file name."""
    if str(path).endswith((".js", ".mjs")):
        return "text/javascript; charset=utf-8"
    if str(path).endswith(".css"):
        return "text/css; charset=utf-8"
    return mimetypes.guess_type(str(path))[0] or "application/octet-stream"


class Manifest:
    """All files of static/, by the path in it and by the name they are served under; and what components of others bring along."""

    def __init__(self) -> None:
        self._by_source: dict[str, StaticFile] = {}
        self.by_name: dict[str, StaticFile] = {}
        parts = {part for joined in JOINED.values() for part in joined}
        hashes = vendored_hashes()
        for path in sorted(STATIC.rglob("*")):
            source = path.relative_to(STATIC).as_posix()
            if path.suffix not in (".js", ".css", ".svg", ".ico", ".png") or (source in parts - JOINED.keys()):
                continue
            paths = tuple(STATIC / part for part in JOINED.get(source, (source,)))
            kind = media_type(path).split(";")[0]
            digest = hashes.get(path.name) or hashlib.sha256(StaticFile("", kind, paths).body).hexdigest()  # of what is served, not of the source
            stem, dot, ending = source.rpartition(".")
            file = StaticFile(f"{stem}.{digest[:8]}{dot}{ending}", kind, paths)
            self._by_source[source] = self.by_name[file.name] = file

    def add(self, source: str, path: Path) -> None:
        """Serve a file that a component of somebody else's brings along.

        Args:
            source: what it is asked for by.
            path: where it is.
        """
        kind = media_type(path).split(";")[0]
        digest = hashlib.sha256(StaticFile("", kind, (path,)).body).hexdigest()
        stem, dot, ending = source.rpartition(".")
        self._by_source[source] = self.by_name[f"{stem}.{digest[:8]}{dot}{ending}"] = StaticFile(f"{stem}.{digest[:8]}{dot}{ending}", kind, (path,))

    def url(self, source: str) -> str:
        """The path of a file below the app's base."""
        return f"/_hx/static/{self._by_source[source].name}"

    def has(self, source: str) -> bool:
        """Whether there is such a file in static/."""
        return source in self._by_source


@functools.cache
def vendored_hashes() -> dict[str, str]:
    """File name to sha256 of the vendored files, from static/vendor/vendored.json."""
    rows = json.loads((STATIC / "vendor" / "vendored.json").read_text())
    return {row["file"]: row["sha256"] for row in rows}


@functools.cache
def manifest() -> Manifest:
    """The manifest of this installation."""
    return Manifest()


class Asset(StaticFile):
    """A file of an app's assets folder, served as it is."""

    @property
    def body(self) -> bytes:
        """Its bytes, read anew each time: the author may be editing it."""
        return self.paths[0].read_bytes()


def assets_in(folder: Path) -> dict[str, StaticFile]:
    """The files of an assets folder, by their path in it."""
    if not folder.is_dir():
        return {}
    found: dict[str, StaticFile] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts) and path.resolve().is_relative_to(folder.resolve()):
            found[inside.as_posix()] = Asset(inside.as_posix(), media_type(path).split(";")[0], (path,))
    return found
