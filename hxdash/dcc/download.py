"""dcc.Download: a file for the reader's machine, and the functions that make one."""

from __future__ import annotations

import io
import os
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, ClassVar

from hxdash.component import Component, Found, Page, Swap
from hxdash.exceptions import InvalidCallbackReturnValue
from hxdash.ids import Id
from hxdash.markup import attributes, element
from hxdash.spool import Spooled, keep, point
from hxdash.uploads import clean_path

_TEXT_WRITERS = frozenset({"to_csv", "to_json", "to_html", "to_string", "to_markdown", "to_latex", "to_xml"})
_BYTE_WRITERS = frozenset(
    "to_excel to_feather to_parquet to_msgpack to_stata to_pickle write_csv write_excel write_parquet write_json write_ndjson write_ipc".split()
)


class FileToSend(dict[str, Any]):
    """A file on its way, as `send_file` and its sisters make it; {"filename", "type"} for a look at it.

    Only such an object leads to a file: a dict that only looks like one, or comes from a browser, does not.

    Args:
        spooled: where it waits.
    """

    def __init__(self, spooled: Spooled) -> None:
        super().__init__(filename=spooled.filename, type=spooled.type or None)
        self.spooled = spooled


def send_file(path: str | os.PathLike[str], filename: str | None = None, type: str | None = None) -> FileToSend:
    """A file that is on the server, for a Download's `data`. It is neither read nor copied here, however large.

    Args:
        path: of the file, which must stay until it is fetched.
        filename: what the browser calls it; by default as it is called.
        type: media type; by default told by the name.

    Raises:
        FileNotFoundError: there is no such file.
    """
    real = Path(path).resolve()
    if not real.is_file():
        raise FileNotFoundError(f"send_file: there is no file {str(path)!r}")
    return FileToSend(point(real, _name(filename or Path(path).name), type))


def send_bytes(src: bytes | Callable[..., Any], filename: str, type: str | None = None, **kwargs: Any) -> FileToSend:
    """Bytes, for a Download's `data`.

    Args:
        src: bytes, or a function that writes them into the binary file that it is given.
        filename: what the browser calls it.
        type: media type; by default told by the name.
        kwargs: for that function.
    """
    def write(file: IO[bytes]) -> object:
        return src(_Open(file), **kwargs) if callable(src) else file.write(src)

    return FileToSend(keep(_name(filename), type, write))


def send_string(src: str | Callable[..., Any], filename: str, type: str | None = None, **kwargs: Any) -> FileToSend:
    """Text, for a Download's `data`; it is sent as UTF-8.

    Args:
        src: str, or a function that writes into the text file that it is given.
        filename, type, kwargs: as for `send_bytes`.
    """
    def write(file: IO[bytes]) -> None:
        handle: Any = _Open(file)
        text = io.TextIOWrapper(handle, "utf-8", newline="")
        if callable(src):
            src(text, **kwargs)
        else:
            text.write(src)
        text.close()

    return FileToSend(keep(_name(filename), type, write))


def send_data_frame(writer: Callable[..., Any], filename: str, type: str | None = None, **kwargs: Any) -> FileToSend:
    """A data frame, for a Download's `data`: `send_data_frame(df.to_csv, "data.csv", index=False)`.

    Args:
        writer: a method of a pandas or polars frame that writes into a file.
        filename, type, kwargs: as for `send_bytes`.

    Raises:
        ValueError: for another method.
    """
    name = getattr(writer, "__name__", "")
    if name in _TEXT_WRITERS:
        return send_string(writer, filename, type, **kwargs)
    if name in _BYTE_WRITERS:
        return send_bytes(writer, filename, type, **kwargs)
    raise ValueError(f"send_data_frame does not know {name or writer!r}; use send_string or send_bytes with a function that writes into a file")


class _Open(io.BufferedIOBase):
    """A file that whoever writes into it cannot close."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._file.read(-1 if size is None else size)

    def write(self, data: Any) -> int:
        return self._file.write(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def truncate(self, size: int | None = None) -> int:
        return self._file.truncate(size)


def _name(filename: Any) -> str:
    """A file name without folders and without what would end a header."""
    return clean_path(str(filename)).rpartition("/")[2]


def as_file(data: Any, *, base64: bool = False, type: str | None = None) -> FileToSend | None:
    """What a Download is to send.

    Args:
        data: of `send_file` and its sisters, or Dash's {"content", "filename", "type", "base64"}.
        base64, type: where `data` does not say.

    Raises:
        InvalidCallbackReturnValue: it is neither.
    """
    if data is None or isinstance(data, FileToSend):
        return data
    fix = 'return dcc.send_file(path), dcc.send_bytes(...), dcc.send_string(...), dcc.send_data_frame(...), or {"content": "text", "filename": "a.txt"}'
    if not isinstance(data, Mapping) or not isinstance(data.get("content"), str) or not isinstance(data.get("filename"), str):
        raise InvalidCallbackReturnValue("A Download's data is no file.", fix=fix)
    content, kind = data["content"], data.get("type") or type
    if not (data.get("base64") if data.get("base64") is not None else base64):
        return send_string(content, data["filename"], kind)
    try:
        return send_bytes(b64decode(content, validate=True), data["filename"], kind)
    except ValueError:
        raise InvalidCallbackReturnValue("A Download's content is not base64.", fix=fix) from None


class Download(Component):
    """Sends a file to the reader: set `data`. With JavaScript the browser saves it; without, the page has a link to it.

    The file is an answer of its own, with a name, a type and ranges. It waits ten minutes on the server, in a folder that all workers
    on the machine share; HXDASH_SPOOL names another, for several machines one that they share.

    Args:
        id: string or dict.
        data: of dcc.send_file, send_bytes, send_string or send_data_frame; or dict {"content": str, "filename": str, "type": str,
            "base64": True if the content is base64}.
        base64, type: for dicts that do not say.

    Source: dcc.Download of Dash 4.4.1.
    """

    node_props: ClassVar[tuple[str, ...]] = ()
    passing: ClassVar[frozenset[str]] = frozenset({"data"})
    needs: ClassVar[frozenset[str]] = frozenset({"base64", "type"})

    id: Id | None = None
    data: Any = None
    base64: bool = False
    type: str | None = None

    @classmethod
    def accept(cls, prop: str, value: Any, found: Found) -> Any:
        if prop != "data" or value is None or isinstance(value, FileToSend):
            return value
        if isinstance(value, Mapping) and isinstance(value.get("content"), str) and isinstance(value.get("filename"), str):
            return dict(value)
        return as_file(value)  # says what is wrong with it

    def own_class(self) -> str:
        return "dash-download"

    def outer(self) -> dict[str, Any]:
        return {**super().outer(), "hidden": self.data is None or None}

    def _sent(self, page: Page) -> dict[str, str] | None:
        """Where the file is to be fetched, and how it is called."""
        file = as_file(self.data, base64=self.base64, type=self.type)
        return None if file is None else {"href": f"{page.base}/_hx/download/{file.spooled.key}", "download": file.spooled.filename}

    def markup(self, page: Page) -> str:
        sent = self._sent(page)
        link = f"<a{attributes(sent)}>Download {element('bdi', {}, page.node(sent['download']))}</a>" if sent else ""
        return element("div", {**self.outer(), **page.script("download")}, link)

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        sent = self._sent(page) if "data" in changed else None
        return [Swap("fetch", sent)] if sent else []
