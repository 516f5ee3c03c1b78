"""Room 1. What callbacks ask of the HTTP answer: cookies, headers, timings (C108, C109). `ctx.response` is one of these.

What goes into a header is checked where it is asked for: no name or value can end its line, and nothing is accepted that a browser
would drop without a word. Once the headers are sent, asking is an error.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, formatdate
from http.cookies import SimpleCookie
from typing import Any

from hxdash.exceptions import ResponseException

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_OURS = frozenset(
    "connection content-encoding content-length content-security-policy content-type keep-alive te trailer transfer-encoding upgrade".split()
)
_COOKIE_BYTES = 4096  # what browsers keep of one
_TIMING_BYTES = 4000  # of the whole Server-Timing header: proxies refuse answers with very long headers
_SAME_SITE = {"lax": "Lax", "strict": "Strict", "none": "None"}


class Answer:
    """The headers that callbacks add to the answer of their request.

    Callbacks of one request share it, whichever thread they run in. What is asked for holds whatever becomes of the callback
    afterwards: a PreventUpdate or an exception does not take it back.
    """

    __slots__ = ("_cookies", "_fields", "_is_sent", "_lock", "_status", "_timings", "headers")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cookies: dict[tuple[str, str | None, str | None], str] = {}
        self._fields: list[tuple[str, str]] = []
        self._timings: list[str] = []
        self._is_sent, self._status = False, 200
        self.headers = Headers(self._fields, self._change)

    def set_cookie(  # noqa: PLR0913, PLR0917
        self,
        key: str,
        value: str = "",
        max_age: int | timedelta | None = None,
        expires: datetime | float | str | None = None,
        path: str | None = "/",
        domain: str | None = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: str | None = "lax",
        partitioned: bool = False,
    ) -> None:
        """Set a cookie in the browser.

        Args:
            key: its name: letters, digits and !#$%&'*+-.^_`|~
            value: str without control characters; with its attributes 4,096 bytes at most.
            max_age: seconds, or a timedelta; None: until the browser is closed.
            expires: datetime (UTC unless it says otherwise), seconds since 1970, or the text of an HTTP date.
            path, domain: where the browser sends it back.
            secure: only over HTTPS.
            httponly: no script can read it.
            samesite: "lax", "strict", "none" (then secure=True as well), or None to leave it to the browser.
            partitioned: a cookie of its own for each site that embeds this one.

        Raises:
            ResponseException: a browser would not take it, or the headers have been sent.

        Source: RFC 6265bis; the arguments are Flask's.
        """
        what = f"The cookie {key!r}"
        if not isinstance(key, str) or not _TOKEN.match(key):
            raise ResponseException(f"{key!r} cannot be the name of a cookie.", fix="use letters, digits, '-' and '_'")
        pairs = [("Max-Age", _seconds(max_age)), ("Expires", _date(expires)), ("Domain", domain), ("Path", path), ("SameSite", _same_site(samesite, what))]
        for name, text in pairs:
            if text is not None and (_CONTROL.search(text) or ";" in text or not text.isascii()):
                raise ResponseException(f"{what} has the {name} {text!r}.", fix="leave out line ends, ';' and letters beyond ASCII")
        parts = [f"{key}={_value(value, what)}", *(f"{name}={text}" for name, text in pairs if text)]
        parts += [name for name, on in (("Secure", secure), ("HttpOnly", httponly), ("Partitioned", partitioned)) if on]
        _check_kept(key, what, secure=secure, path=path, domain=domain, samesite=samesite, partitioned=partitioned)
        cookie = "; ".join(parts)
        if len(cookie) > _COOKIE_BYTES:
            raise ResponseException(f"{what} takes {len(cookie)} bytes; browsers drop what is over {_COOKIE_BYTES}.", fix="keep the data on the server and its key in the cookie")
        with self._change(what):
            self._cookies[key, domain, path] = cookie

    def delete_cookie(
        self, key: str, path: str | None = "/", domain: str | None = None, secure: bool = False, httponly: bool = False, samesite: str | None = "lax"
    ) -> None:
        """Delete a cookie in the browser; path and domain must be those that it was set with."""
        self.set_cookie(key, "", 0, 0, path, domain, secure or key.startswith("__"), httponly, samesite)

    def append_header(self, key: str, value: str) -> None:
        """Add a header, beside any of the same name."""
        self.headers.append(key, value)

    def set_header(self, key: str, value: str) -> None:
        """Set a header instead of those of the same name."""
        self.headers[key] = value

    @property
    def status_code(self) -> int:
        """The status of a page: 200, or 400 to 599 to say with the page that there is nothing here, or not for this reader.

        Initial callbacks say it of the page that they make; an update of a page that is there is 200, without JavaScript too.
        """
        return self._status

    @status_code.setter
    def status_code(self, status: int) -> None:
        if isinstance(status, bool) or not isinstance(status, int) or not (status == 200 or 400 <= status < 600):
            raise ResponseException(f"{status!r} cannot be the status of a page.", fix="use 200, or 400 to 599; to send the browser elsewhere set dcc.Location's href")
        with self._change("The status"):
            self._status = status

    def add_timing(self, name: str, milliseconds: int, description: str | None) -> None:
        """Add an entry to the Server-Timing header; one that comes after the headers were sent, or when that header is full, is left out."""
        if not isinstance(name, str) or not _TOKEN.match(name):
            raise ResponseException(f"{name!r} cannot be the name of a timing.", fix="use letters, digits, '-' and '_'")
        entry = name
        if description is not None:
            text = _CONTROL.sub(" ", str(description)).replace("\\", "\\\\").replace('"', '\\"')
            entry += f';desc="{text.encode("ascii", "replace").decode()}"'
        with self._lock:
            if not self._is_sent:
                self._timings.append(f"{entry};dur={milliseconds}")

    def send(self) -> list[tuple[bytes, bytes]]:
        """The headers, as the server wants them. From now on asking for more is an error."""
        with self._lock:
            self._is_sent = True
            out = [(name.lower().encode(), value.encode("latin-1")) for name, value in self._fields]
            out += [(b"set-cookie", cookie.encode()) for cookie in self._cookies.values()]
            timings, size = [], 0
            for timing in self._timings:
                size += len(timing) + 2
                if size > _TIMING_BYTES:
                    break
                timings.append(timing)
            return [*out, (b"server-timing", ", ".join(timings).encode())] if timings else out

    def _change(self, what: str) -> Change:
        return Change(self, what)


class Change:
    """The lock around one change of an answer.

    Raises:
        ResponseException: on entering, if the headers have been sent.
    """

    __slots__ = ("_answer", "_what")

    def __init__(self, answer: Answer, what: str) -> None:
        self._answer, self._what = answer, what

    def __enter__(self) -> None:
        self._answer._lock.acquire()
        if self._answer._is_sent:
            self._answer._lock.release()
            raise ResponseException(
                f"{self._what} comes too late: this answer streams, and its headers have been sent.",
                fix="write ctx.response in the callback itself, or in a function of the app that it calls: the answer then waits for it; "
                "but not for a generator, nor for what comes with new components: let another callback do it",
            )

    def __exit__(self, *error: object) -> None:
        self._answer._lock.release()


class Headers(MutableMapping[str, str]):
    """`ctx.response.headers`: names in any case to values. A name that hxdash sends as well replaces hxdash's."""

    def __init__(self, fields: list[tuple[str, str]], change: Any) -> None:
        self._fields, self._change = fields, change

    def __getitem__(self, name: str) -> str:
        for key, value in reversed(self._fields):
            if key.lower() == name.lower():
                return value
        raise KeyError(name)

    def __setitem__(self, name: str, value: str) -> None:
        pair = _field(name, value)
        with self._change(f"The header {name!r}"):
            self._drop(name)
            self._fields.append(pair)

    def __delitem__(self, name: str) -> None:
        with self._change(f"The header {name!r}"):
            if not self._drop(name):
                raise KeyError(name)

    def _drop(self, name: str) -> int:
        before = len(self._fields)
        self._fields[:] = [(k, v) for k, v in self._fields if k.lower() != name.lower()]
        return before - len(self._fields)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, _ in self._fields))

    def __len__(self) -> int:
        return len({name.lower() for name, _ in self._fields})

    def append(self, name: str, value: str) -> None:
        """Add a header, beside any of the same name."""
        pair = _field(name, value)
        with self._change(f"The header {name!r}"):
            self._fields.append(pair)

    add = append


def _field(name: str, value: Any) -> tuple[str, str]:
    if not isinstance(name, str) or not _TOKEN.match(name):
        raise ResponseException(f"{name!r} cannot be the name of a header.", fix="use letters, digits and '-'")
    if name.lower() == "set-cookie":
        raise ResponseException("The header 'Set-Cookie' is not set by hand.", fix="use ctx.response.set_cookie(name, value)")
    if name.lower() in _OURS or name.lower().startswith("hx-"):
        raise ResponseException(f"The header {name!r} belongs to hxdash: without it the page could not read the answer.", fix="use a header of another name")
    text = str(value)
    if _CONTROL.search(text) or not text.isprintable():
        raise ResponseException(f"The header {name!r} has the value {text!r:.80}, with a line end or another control character.", fix="put it on one line")
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        raise ResponseException(f"The header {name!r} has the value {text!r:.80}, which no header can hold.", fix="encode it, as with urllib.parse.quote") from None
    return name, text


def _value(value: str, what: str) -> str:
    """The value as a cookie holds it, in quotes where it must be."""
    if not isinstance(value, str):
        raise ResponseException(f"{what} has the value {value!r:.80}, a {type(value).__name__}.", fix="give it text, as str(...) or json.dumps(...)")
    if _CONTROL.search(value) or any(ord(c) > 255 for c in value):
        raise ResponseException(f"{what} has the value {value!r:.80}, which no cookie can hold.", fix="encode it, as with urllib.parse.quote")
    jar: SimpleCookie = SimpleCookie()
    jar["x"] = value
    return jar["x"].coded_value


def _seconds(max_age: int | timedelta | None) -> str | None:
    if max_age is None:
        return None
    return str(int(max_age.total_seconds() if isinstance(max_age, timedelta) else max_age))


def _date(expires: datetime | float | str | None) -> str | None:
    if isinstance(expires, datetime):
        aware = expires if expires.tzinfo else expires.replace(tzinfo=UTC)
        return format_datetime(aware.astimezone(UTC), usegmt=True)
    return expires if expires is None or isinstance(expires, str) else formatdate(expires, usegmt=True)


def _same_site(samesite: str | None, what: str) -> str | None:
    if samesite is None:
        return None
    if str(samesite).lower() not in _SAME_SITE:
        raise ResponseException(f"{what} has samesite={samesite!r}.", fix='it is "lax", "strict", "none" or None')
    return _SAME_SITE[samesite.lower()]


def _check_kept(key: str, what: str, *, secure: bool, path: str | None, domain: str | None, samesite: str | None, partitioned: bool) -> None:
    """Refuse what browsers drop without a word."""
    reason = 'samesite="none"' if str(samesite).lower() == "none" and samesite else "partitioned=True" if partitioned else ""
    reason = reason or (f"a name that begins with {key[:key.index('-') + 1]!r}" if key.startswith(("__Secure-", "__Host-")) else "")
    if reason and not secure:
        raise ResponseException(f"{what} has {reason}, so browsers take it only with secure=True.", fix="add secure=True, and serve the app over HTTPS")
    if key.startswith("__Host-") and (path != "/" or domain is not None):
        raise ResponseException(f"{what} has a name that begins with '__Host-', so browsers take it only for the whole of this host.", fix='leave out domain, and let path be "/"')


SENT = Answer()  # one of which nobody asked anything in time
SENT.send()
