"""Room 0. Signed text: what the server put into a page and gets back unchanged, or refuses (RELIABILITY.md T1, T23)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import logging
import os
import secrets
import zlib
from collections.abc import Sequence
from pathlib import Path

from hxdash.exceptions import InvalidConfig

logger = logging.getLogger("hxdash.signing")
COMPRESS_ABOVE = 1024  # bytes
SHORT, KEPT = 256, 4096  # characters; tokens: short ones are remembered, a page sends its own with every request and often gets one like it
MAX_PLAIN = 4 * 1024 * 1024  # bytes, after decompression
_KNOWN = ("changeme", "change-me", "change_me", "secret", "password", "default", "example", "insecure", "django-insecure", "supersecret", "qwerty", "your-", "your_", "my-secret", "my_secret")


class BadToken(ValueError):
    """Raised for a token that was not made here, or not for this use."""


class ForeignKey(BadToken):
    """Raised for a token made with a key that this server does not have: the page is from another time or place."""


class Signer:
    """Signs and checks byte strings with HMAC-SHA256.

    Args:
        keys: secrets, newest first; the first signs, all verify.
        app: the name of the app; a token of one app is worth nothing in another.
    """

    def __init__(self, keys: Sequence[bytes], app: str) -> None:
        self._app = app
        self._good: dict[tuple[str, tuple[str, ...]], bytes] = {}  # token and purpose to data
        self._made: dict[tuple[bytes, tuple[str, ...]], str] = {}  # data and purpose to token
        self._macs = {_key_id(key): hmac.new(key, digestmod="sha256") for key in keys}  # begun; each use goes on with a copy
        self._key_id = _key_id(keys[0])

    def sign(self, data: bytes, *purpose: str) -> str:
        """A token that holds `data` and is good only for `purpose` (a tuple of words: kind, page, id ...)."""
        token = self._made.get((data, purpose))
        if token is None:
            token = self._sign(data, purpose)
            if self._remember(token, purpose, data):
                self._made[data, purpose] = token
        return token

    def _sign(self, data: bytes, purpose: tuple[str, ...]) -> str:
        if len(data) > MAX_PLAIN:
            raise ValueError(f"{len(data)} bytes of state; a page carries {MAX_PLAIN} at most")
        flag = "j"
        if len(data) > COMPRESS_ABOVE:
            data, flag = zlib.compress(data, 6), "z"
        body = f"{self._key_id}{flag}{_text(data)}"
        return f"{body}.{self._mac(self._key_id, body, purpose)}"

    def verify(self, token: str, *purpose: str) -> bytes:
        """The data of a token.

        Raises:
            ForeignKey: it was signed with a key that is not known here.
            BadToken: it was changed, cut, or made for another purpose.
        """
        found = self._good.get((token, purpose))
        if found is None:
            found = self._verify(token, purpose)
            self._remember(token, purpose, found)
        return found

    def _remember(self, token: str, purpose: tuple[str, ...], data: bytes) -> bool:
        """Remember a good token, if it and what it holds are short; whether that was done."""
        if len(token) > SHORT or len(data) > SHORT:
            return False
        if len(self._good) >= KEPT:
            self._good.clear()
            self._made.clear()
        self._good[token, purpose] = data
        return True

    def _verify(self, token: str, purpose: tuple[str, ...]) -> bytes:
        body, dot, mac = token.rpartition(".")
        if not dot or len(body) < 5 or not token.isascii():
            raise BadToken("not a token")
        if body[:4] not in self._macs:
            raise ForeignKey("unknown key")
        if not hmac.compare_digest(mac, self._mac(body[:4], body, purpose)):
            raise BadToken("wrong signature")
        data = base64.urlsafe_b64decode(body[5:] + "=" * (-len(body[5:]) % 4))
        return _inflate(data) if body[4] == "z" else data

    def _mac(self, key_id: str, body: str, purpose: tuple[str, ...]) -> str:
        message = "".join([f"{len(w)}:{w}" for w in (self._app, *purpose, body)])  # lengths: no two lists of words read the same
        mac = self._macs[key_id].copy()
        mac.update(message.encode("utf-8", "surrogatepass"))
        return _text(mac.digest())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _key_id(key: bytes) -> str:
    return _text(hashlib.sha256(b"hxdash key id" + key).digest())[:4]


def _inflate(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    out = stream.decompress(data, MAX_PLAIN)
    if stream.unconsumed_tail:
        raise BadToken("too large")
    return out


def load_keys(given: str | Sequence[str] | None) -> list[bytes]:
    """The secrets of this server, newest first.

    Args:
        given: from the app's settings; else the environment's HXDASH_SECRET_KEY (several: separated by a comma); else a file of
            this user, made on first use and shared by all workers and restarts on this machine.

    Raises:
        InvalidConfig: if a key is shorter than 32 characters or a known sample.
    """
    if given is None:
        given = os.environ.get("HXDASH_SECRET_KEY") or None
    if given is None:
        return [_key_file()]
    texts = [text.strip() for text in (given.split(",") if isinstance(given, str) else given)]
    for text in texts or [""]:
        if len(text) < 32 or len(set(text)) < 6 or any(text.lower().startswith(k) for k in _KNOWN) or _is_regular(text):
            raise InvalidConfig(
                "The secret key is too weak.",
                where="secret_key, or the environment's HXDASH_SECRET_KEY",
                fix='make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"',
            )
    return [text.encode() for text in texts]


def _is_regular(text: str) -> bool:
    """Whether it is a row like abcdef... or 123123...: the steps from one character to the next are nearly always the same."""
    return len({ord(b) - ord(a) for a, b in itertools.pairwise(text)}) < 5


def _key_file() -> bytes:
    """One secret per user and machine; a fresh one for this process only where no file can be written."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    path = Path(home) / "hxdash" / "secret_key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
        if not path.exists():
            handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_urlsafe(32).encode())
            try:
                os.link(fresh, path)  # whole or not at all; the first worker wins
            except FileExistsError:
                pass
            finally:
                os.unlink(fresh)
        key = path.read_bytes().strip()
        if len(key) >= 32:
            return key
    except OSError:
        pass
    logger.warning("no secret key can be kept in %s: pages end with this process, and several workers refuse each other's; set HXDASH_SECRET_KEY", path)
    return secrets.token_urlsafe(32).encode()
