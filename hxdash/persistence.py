"""Room 4. Persistence: what a user set in a component comes back with the next page (C200-C204).

The browser keeps it in cookies, so that the server knows before it makes the page: the first HTML shows what was kept, and initial
callbacks are called with it, those of components that come later too. What is kept are the texts that a control posts, and they
come back through the component's own `decode`: a cookie is as untrusted as any posted field. Each of these holds KEY=OVER, then
KEY=TEXT for every text:

    cookie   hx-local, hx-session; with the path behind it for a mounted app
    header   HX-Persist: what only the page remembers

KEY stands for the id, the prop, the value of `persistence` and the place; OVER for the value that the app itself gives the prop:
only over the same one the user's is restored. The element of a component tells static/persistence.js what to keep.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import quote, unquote_to_bytes, urlencode

from hxdash.component import PERSISTENCE, Component, everything
from hxdash.encoding import dumps, plain
from hxdash.exceptions import DashException, closest
from hxdash.ids import id_text

logger = logging.getLogger("hxdash.persistence")
COOKIES = ("local", "session")
PLACES = (*COOKIES, "memory")
LIMIT = 1750  # characters of a cookie: a request has few kilobytes for all its headers
LONGEST = 1000  # of one prop
LONG = 400 * 24 * 3600  # seconds; browsers keep no cookie for longer
Entries = dict[str, list[str]]  # key to OVER and texts


class Headers(Protocol):
    """Headers of a request."""

    def getlist(self, key: str) -> list[str]:
        """All values of one."""


def place_of(component: Component) -> str:
    """Where a component's props are kept: "local", "session" or "memory"."""
    place = component.__dict__.get("persistence_type") or getattr(type(component), "persistence_type", None)
    return place if place in PLACES else "local"


def persisted(component: Component) -> dict[str, str]:
    """The props of a component that are kept, each with its key; none without `persistence` or an id."""
    given = component.__dict__
    if not given.get("persistence") or given.get("id") is None:
        return {}
    kept = type(component).browser_props - component.counters
    tail = f"{dumps(plain(given['persistence']))}.{place_of(component)}"
    names = dict.fromkeys(component.kept_as.get(name, name) for name in _names(component))
    return {prop: _short(f"{id_text(given['id'])}.{prop}.{tail}", 6) for prop in names if prop in kept}


def shared(component: Component, field: str) -> list[str]:
    """The props of a component that are kept together in a field; none for a prop that has its own."""
    return [name for name in _names(component) if component.kept_as.get(name) == field]


def together(component: Component, field: str, original: Callable[[str], Any]) -> dict[str, Any] | None:
    """What is kept in a field that props share.

    Args:
        component: as it is now.
        field: of `Component.kept_as`.
        original: gives what the app itself gave a prop.

    Returns:
        name to [what stands for the app's own value, value]; None if all are as the app gave them.
    """
    out = {}
    for name in shared(component, field):
        prop = name.partition(".")[0]
        first, now = (over(component.kept_part(name, v)) for v in (original(prop), component.__dict__.get(prop)))
        if first != now:
            out[name] = [first, plain(component.kept_part(name, component.__dict__.get(prop)))]
    return out or None


def _apart(component: Component, field: str, value: Any) -> dict[str, Any]:
    """The inverse of `together`: the props that the app still gives the value that they had then (C201)."""
    out: dict[str, Any] = {}
    for name in shared(component, field):
        entry = value.get(name)
        if entry and entry[0] == over(component.kept_part(name, component.__dict__.get(name.partition(".")[0]))):
            try:
                out.update(component.regained(name, entry[1]))
            except Exception as error:
                logger.debug("%r of %r is not restored: %s", name, component.__dict__["id"], error)
    return out


def _names(component: Component) -> Iterable[str]:
    names = component.__dict__.get("persisted_props")
    if names is None:
        names = getattr(type(component), "persisted_props", None) or ()
    return (names,) if isinstance(names, str) else names


def cookie(place: str, base: str) -> tuple[str, str]:
    """What stands before and behind the value of a cookie of an app under the URL path `base`; nothing for what only a page remembers."""
    if place == "memory":
        return "", ""
    path = quote(base)
    name = f"hx-{place}" + re.sub(r"\W", "-", path, flags=re.ASCII)
    return f"{name}=", f";Path={path or '/'};SameSite=Lax" + (f";Max-Age={LONG}" if place == "local" else "")


def over(value: Any) -> str:
    """What stands for a value that the app itself gives a prop."""
    return _short(dumps(plain(value)), 4)


def _short(text: str, length: int) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode("utf-8", "replace")).digest())[:length].decode()


class Stored:
    """What a browser has kept, as it says.

    Args:
        headers: gives those of its request, when a component asks.
        base: URL path under which the app is mounted.
    """

    def __init__(self, headers: Callable[[], Headers], base: str) -> None:
        self._headers, self._base = headers, base
        self._changed: set[str] = set()

    @functools.cached_property
    def _places(self) -> dict[str, Entries]:
        headers = self._headers()
        pairs = [chunk.strip().partition("=") for line in headers.getlist("cookie") for chunk in line.split(";")]
        texts = {name: text for name, _, text in reversed(pairs)}  # of two the first counts: it has the longer path
        out = {place: read_entries(texts.get(cookie(place, self._base)[0][:-1], "")) for place in COOKIES}
        return {**out, "memory": read_entries("".join(headers.getlist("hx-persist")[:1]))}

    def values(self, component: Component) -> dict[str, Any]:
        """What the user last set of a component's props, where the app still gives them the value that it had then (C201).

        Args:
            component: as the app made it.
        """
        out = {}
        for prop, key in persisted(component).items():
            entry = self._places["memory"].get(key) or self._places[place_of(component)].get(key)
            if not entry or entry[0] != over(component.__dict__.get(prop)):
                continue
            try:
                value = plain(component.decode(prop, entry[1:]))
                if shared(component, prop):
                    out.update(_apart(component, prop, value or {}))
                    continue
            except Exception as error:  # anything may stand in a cookie
                logger.debug("%r of %r is not restored: %s", prop, component.__dict__["id"], error)
                continue
            if over(value) != entry[0]:
                out[prop] = value
        return out

    def keep(self, component: Component, prop: str, original: Any) -> None:
        """Keep what a component has, for a browser that does not do it itself.

        Args:
            component: as it is now.
            prop: one of those that are kept.
            original: what the app itself gave it.
        """
        place, key, value = place_of(component), persisted(component)[prop], component.__dict__.get(prop)
        entries = self._places[place]
        before = entries.pop(key, None)
        texts = component.encode(prop, value)
        entry = [over(original), *map(str, texts if isinstance(texts, list) else [texts])]
        if over(value) != entry[0] and len(write_entries({key: entry})) <= LONGEST:
            entries[key] = entry
        if entries.get(key) != before:
            self._changed.add(place)

    def cookies(self, *, secure: bool) -> list[str]:
        """The Set-Cookie headers that say what has changed.

        Args:
            secure: the page came by https.
        """
        for place in self._changed.intersection(COOKIES):
            while len(write_entries(self._places[place])) > LIMIT:
                del self._places[place][next(iter(self._places[place]))]  # the oldest
        named = {place: cookie(place, self._base) for place in COOKIES if place in self._changed}
        return [f"{start}{write_entries(self._places[place])}{end}{';Secure' if secure else ''}" for place, (start, end) in named.items()]


def read_entries(text: str) -> Entries:
    """Key to OVER and texts; what cannot be read is left out."""
    entries: Entries = {}
    if not text or len(text) > 4 * LIMIT:
        return entries
    for part in text.split("&"):
        key, _, value = part.partition("=")
        try:
            entries.setdefault(key, []).append(unquote_to_bytes(value.replace("+", " ")).decode())
        except UnicodeDecodeError:
            entries.setdefault(key, []).insert(0, "")  # over nothing at all
    return entries


def write_entries(entries: Entries) -> str:
    """The inverse of `read_entries`, in letters, digits and -._+%&= only."""
    return urlencode([(key, text) for key, texts in entries.items() for text in texts], errors="replace")


def mistakes(root: Any) -> list[DashException]:
    """What in a layout's persistence can do nothing."""
    found = []
    for path, component in everything(root):
        given: Mapping[str, Any] = component.__dict__
        if not given.get("persistence"):
            continue
        if given.get("id") is None:
            logger.warning("%s has persistence but no id: nothing of it is kept.", path)
        place = given.get("persistence_type")
        if place not in (None, *PLACES):
            fix = closest(str(place), PLACES) or f"it is one of {', '.join(PLACES)}"
            found.append(DashException(f"persistence_type={place!r} is no place to keep anything.", where=path, fix=fix))
        for name in _names(component) if given.get("persisted_props") else ():
            kept = component.browser_props - component.counters
            if not component.has_prop(name.partition(".")[0]):
                hint = closest(name, kept) or f"kept can be: {', '.join(sorted(kept)) or 'nothing'}"
                found.append(DashException(f"persisted_props names {name!r}; {component.type_name} has no such property.", where=path, fix=hint))
            elif name not in kept | component.kept_as.keys():
                logger.warning("%s has persisted_props=[%r], which is accepted but not kept.", path, name)
    return found


__all__ = ["PERSISTENCE", "Stored", "cookie", "mistakes", "over", "persisted", "place_of", "read_entries", "shared", "together", "write_entries"]
