"""Room 1. Files that a browser sends: a form of the type multipart/form-data, read piece by piece, and the files in it.

Nothing is ever whole in memory: what is larger than a megabyte is on disk, without a name there, and gone with the request. A field
f:ID is a file for the dcc.Upload with that id, m:ID the time of its last change (milliseconds since 1970); all other fields are text.
"""

from __future__ import annotations

import asyncio
import errno
import io
import os
import re
import tempfile
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from typing import IO, Any

from hxdash.exceptions import RequestRefused

IN_MEMORY = 1024 * 1024  # bytes; a larger file goes to disk
MAX_FILES = 1000
MAX_HEADERS = 16 * 1024  # bytes, of one part
MAX_NAME = 255  # characters of a file's name
PROPS = ("contents", "filename", "last_modified", "files")  # of a component that receives files
_PARAMETER = re.compile(rb'(?:^|;)\s*([a-zA-Z]+\*?)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def max_upload() -> int:
    """Bytes of one request with files, from the environment's HXDASH_MAX_UPLOAD; else 1 GiB."""
    text = os.environ.get("HXDASH_MAX_UPLOAD", "")
    return int(text) if text.isdigit() else 1024**3


class File(io.BufferedIOBase):
    """A file that a user has sent, open for reading from its start until the request is answered.

    It can be given to whatever reads a binary file: `pandas.read_csv(file)`, `zipfile.ZipFile(file)`, `for line in file`.

    Args:
        path: as the browser says, never trusted: its last part is `name`.
        type: media type, as the browser says; "application/octet-stream" if it does not know.
        last_modified: float, seconds since 1970; None where the browser has no JavaScript.
    """

    def __init__(self, path: str, type: str = "application/octet-stream", last_modified: float | None = None) -> None:
        self.path = clean_path(path)
        self.name = self.path.rpartition("/")[2]
        self.type = type if _TYPE.fullmatch(type) else "application/octet-stream"
        self.last_modified = last_modified
        self.size = 0
        self._spool: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (`close` ends it)

    def __repr__(self) -> str:
        return f"File({self.name!r}, {self.type!r}, {self.size} bytes)"

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        """The next `size` bytes, or all that are left."""
        return self._spool.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)

    def readinto(self, buffer: Any) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def readline(self, size: int | None = -1) -> bytes:
        return self._spool.readline(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._spool.seek(offset, whence)
        return self._spool.tell()

    def tell(self) -> int:
        return self._spool.tell()

    def close(self) -> None:
        self._spool.close()
        super().close()

    def data_url(self) -> str:
        """The whole file as Dash's `contents`: "data:TYPE;base64,..."."""
        place = self.tell()
        self.seek(0)
        text = b64encode(self.read()).decode()
        self.seek(place)
        return f"data:{self.type};base64,{text}"

    def append(self, data: bytes) -> None:
        """Take in what comes next."""
        self._spool.write(data)
        self.size += len(data)

    @property
    def is_on_disk(self) -> bool:
        """Whether it has become too large for memory."""
        return bool(getattr(self._spool, "_rolled", True))


def clean_path(path: str) -> str:
    """A relative path of a folder that was chosen, or just a name: no way out of a folder, nothing that a terminal would obey."""
    parts = ["".join(c for c in part if c.isprintable()).strip() for part in re.split(r"[/\\]", path)]
    return "/".join(part[-MAX_NAME:] for part in parts if part not in ("", ".", "..")) or "file"


class Form:
    """A form that was posted with files: text fields, and files by id.

    Attributes:
        fields: name to texts, in order.
        files: id to files, in order.
    """

    def __init__(self, fields: dict[str, list[str]] | None = None) -> None:
        self.fields = {} if fields is None else fields
        self.files: dict[str, list[File]] = {}

    def all_files(self) -> Iterator[File]:
        """Every file."""
        return (file for files in self.files.values() for file in files)

    def close(self) -> None:
        """Drop all files."""
        for file in self.all_files():
            file.close()

    def settle(self) -> None:
        """Rewind the files, and give them the times of their last change.

        Raises:
            RequestRefused: 422 for times that are none.
        """
        for id, files in self.files.items():
            times = self.fields.pop(f"m:{id}", [])
            if times and (len(times) != len(files) or not all(re.fullmatch(r"\d{1,15}", t, re.ASCII) for t in times)):
                raise RequestRefused(422, "the times of files are no times")
            for file, time in zip(files, times or [""] * len(files), strict=True):
                file.seek(0)
                file.last_modified = int(time) / 1000 if time else None


class Reader:
    """Reads a multipart body that comes in pieces of any size.

    Args:
        boundary: what stands between the parts.
        max_text: bytes of all text fields together.
        max_fields: of text fields.

    Source: RFC 7578; HTML standard, multipart/form-data encoding algorithm (names with %0D, %0A and %22).
    """

    def __init__(self, boundary: bytes, max_text: int, max_fields: int) -> None:
        self._mark = b"\r\n--" + boundary
        self._buffer = bytearray(b"\r\n")  # so that the first mark is like the others
        self._state = "before"
        self._max_text, self._max_fields = max_text, max_fields
        self._texts = self._count = 0
        self._name, self._text = "", bytearray()
        self._file: File | None = None
        self.form = Form()

    def feed(self, data: bytes) -> None:
        """Take in the next piece.

        Raises:
            RequestRefused: 400 for what is no form, 413 for too much.
        """
        self._buffer += data
        while self._step():
            pass

    def end(self) -> Form:
        """The form, after the last piece.

        Raises:
            RequestRefused: 400 if it was cut off.
        """
        if self._state != "over":
            raise RequestRefused(400, "the form was cut off")
        self.form.settle()
        return self.form

    @property
    def on_disk(self) -> bool:
        """Whether what comes next goes to disk."""
        return self._file is not None and self._file.is_on_disk

    def _step(self) -> bool:
        """Read one thing out of the buffer; False if it must grow first."""
        if self._state in ("before", "inside"):
            return self._to_mark()
        if self._state == "mark":
            if len(self._buffer) < 2:
                return False
            if self._buffer[:2] == b"--":
                self._state = "over"
            elif self._buffer[:2] == b"\r\n":
                self._state = "headers"
            else:
                raise RequestRefused(400, "this is no multipart form")
            return True
        if self._state == "headers":
            return self._headers()
        self._buffer.clear()
        return False

    def _to_mark(self) -> bool:
        place = self._buffer.find(self._mark)
        if place < 0:
            ready = len(self._buffer) - len(self._mark) + 1  # the mark may have begun
            if ready > 0:
                self._take(bytes(self._buffer[:ready]))
                del self._buffer[:ready]
            return False
        self._take(bytes(self._buffer[:place]))
        del self._buffer[: place + len(self._mark)]
        if self._state == "inside":
            self._finish()
        self._state = "mark"
        return True

    def _headers(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if max(end, len(self._buffer) if end < 0 else 0) > MAX_HEADERS:
            raise RequestRefused(413, "a part of the form has too long headers")
        if end < 0:
            return False
        lines = bytes(self._buffer[2:end]).split(b"\r\n")
        del self._buffer[: end + 4]
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        kind, _, rest = headers.get(b"content-disposition", b"").partition(b";")
        named = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(b";" + rest)}
        if kind.strip().lower() != b"form-data" or b"name" not in named:
            raise RequestRefused(400, "a part of the form has no name")
        self._begin(_unquoted(named[b"name"]), named.get(b"filename"), headers.get(b"content-type", b""))
        self._state = "inside"
        return True

    def _begin(self, name: str, filename: bytes | None, kind: bytes) -> None:
        self._name, self._text = name, bytearray()
        self._count += 1
        if self._count > self._max_fields:
            raise RequestRefused(413, f"more than {self._max_fields} fields")
        if filename is None:
            return
        if not name.startswith("f:"):
            raise RequestRefused(400, f"unknown field {name[:80]!r}")
        if sum(map(len, self.form.files.values())) >= MAX_FILES:
            raise RequestRefused(413, f"more than {MAX_FILES} files")
        self._file = File(_unquoted(filename), kind.decode("ascii", "replace").partition(";")[0].strip())
        self.form.files.setdefault(name[2:], []).append(self._file)
        if not filename:
            self._file.name = self._file.path = ""

    def _take(self, data: bytes) -> None:
        if self._state != "inside" or not data:
            return
        if self._file is not None:
            self._file.append(data)
            return
        self._texts += len(data)
        if self._texts > self._max_text:
            raise RequestRefused(413, f"more than {self._max_text} bytes besides the files")
        self._text += data

    def _finish(self) -> None:
        if self._file is not None:
            if not self._file.name and not self._file.size:  # a field in which nobody chose a file
                self._drop(self._name[2:])
            elif not self._file.name:
                self._file.name = self._file.path = "file"
            self._file = None
            return
        try:
            text = self._text.decode()
        except UnicodeDecodeError:
            raise RequestRefused(400, "the form is not UTF-8 text") from None
        self.form.fields.setdefault(self._name, []).append(text)

    def _drop(self, id: str) -> None:
        self.form.files[id].pop().close()
        if not self.form.files[id]:
            del self.form.files[id]


def _unquoted(text: bytes) -> str:
    try:
        return re.sub(rb"%(0[dDaA]|22)", lambda m: bytes([int(m[1], 16)]), text).decode()
    except UnicodeDecodeError:
        raise RequestRefused(400, "the form is not UTF-8 text") from None


def boundary_of(content_type: str) -> bytes:
    """The boundary in a Content-Type header.

    Raises:
        RequestRefused: 400 if there is none, or no possible one.
    """
    match = re.search(r'boundary="?([\w\'()+,./:=? -]{1,70})"?\s*(?:;|$)', content_type, re.ASCII | re.IGNORECASE)
    if match is None:
        raise RequestRefused(400, "the form does not say what stands between its parts")
    return match[1].rstrip().encode()


async def read_multipart(content_type: str, pieces: AsyncIterator[bytes], *, max_text: int, max_fields: int) -> Form:
    """The form in the body of a request.

    Args:
        content_type: the header.
        pieces: of the body, as they come.
        max_text, max_fields: limits of what is not a file.

    Raises:
        RequestRefused: 400 for what is no form, 413 for too much, 507 if the disk is full.
    """
    reader, total, limit = Reader(boundary_of(content_type), max_text, max_fields), 0, max_upload()
    try:
        async for piece in pieces:
            total += len(piece)
            if total > limit:
                raise RequestRefused(413, f"more than {limit} bytes")
            if reader.on_disk:
                await asyncio.to_thread(reader.feed, piece)
            else:
                reader.feed(piece)
        return reader.end()
    except BaseException as error:
        reader.form.close()
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.ENOENT):
            raise RequestRefused(507, "the server has no room for this file") from None
        raise


def accepts(accept: str | None, name: str, type: str) -> bool:
    """Whether a file is of a kind that an HTML `accept` attribute names: ".csv", "image/*", "text/plain".

    Source: HTML standard, the accept attribute.
    """
    wanted = [part.strip().lower() for part in (accept or "").split(",") if part.strip()]
    name, type = name.lower(), type.lower()
    return not wanted or any(name.endswith(w) if w[0] == "." else w in ("*/*", type) or (w.endswith("/*") and type.startswith(w[:-1])) for w in wanted)


def kilobytes(size: float) -> str:
    """A number of bytes for people: "1.5 MB"."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.3g} {unit}" if size < 1000 else f"{size:.0f} {unit}"
        size /= 1000
    raise AssertionError


__all__ = ["PROPS", "File", "Form", "Reader", "accepts", "boundary_of", "clean_path", "kilobytes", "read_multipart"]
