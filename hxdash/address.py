"""Room 12. The address of a page: what its Locations hold at first, and where what callbacks set in them leads."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import quote, urlsplit

from hxdash.component import everything
from hxdash.dcc.location import PARTS, Location, moved, parts_of
from hxdash.exceptions import RequestRefused
from hxdash.layout import Layout
from hxdash.live import Live

_WHOLE = b"hx-whole=1"


def has_location(layout: Layout) -> bool:
    """Whether a layout holds a Location, so that every path of the app is one of its addresses."""
    return any(isinstance(component, Location) for _, component in everything(layout.root))


def url_of(scope: Mapping[str, Any]) -> str:
    """The address of a request as the browser has it, but for the hash.

    Args:
        scope: ASGI's, of an HTTP request.

    Raises:
        RequestRefused: 400 for a host that is none.
    """
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "localhost")
    raw, query = scope.get("raw_path"), scope.get("query_string", b"").decode("latin-1")
    path = raw.decode("latin-1").partition("?")[0] if raw else quote(scope["path"])
    url = f"{scope.get('scheme', 'http')}://{host}"
    try:
        if urlsplit(url).netloc != host:
            raise ValueError
    except ValueError:
        raise RequestRefused(400, "this is no host") from None
    return url + path + (f"?{query}" if query else "")


def asks_for_whole(scope: MutableMapping[str, Any]) -> bool:
    """Whether an address asks for a page that has waited for everything. It then becomes what it is without that: no callback sees the difference."""
    parts = scope.get("query_string", b"").split(b"&")
    scope["query_string"] = b"&".join(part for part in parts if part != _WHOLE)
    return _WHOLE in parts


def whole(scope: Mapping[str, Any]) -> str:
    """The address, from the page's own, that asks so."""
    return "?" + b"&".join(part for part in (scope.get("query_string", b""), _WHOLE) if part).decode("latin-1")


def locate(live: Live, scope: Mapping[str, Any]) -> None:
    """Tell the Locations of a page its address, before any callback runs; and those that callbacks bring.

    Args:
        live: the page.
        scope: of the request.
    """
    found = [id for id, component in {**live.page.layout.by_id, **live.made}.items() if isinstance(component, Location)]
    live.address = parts_of(url_of(scope))
    for id in found:
        live.changed.setdefault(id, {}).update(live.address)


def destination(live: Live, changed: Mapping[str, Any], scope: Mapping[str, Any]) -> str | None:
    """The address to which callbacks sent the browser; None if it shall stay where it is.

    Args:
        live: the page.
        changed: id to props that callbacks set.
        scope: of the request. After a post (without JavaScript) a Location with refresh=False stays.
    """
    for id, props in changed.items():
        if live.has(id) and issubclass(live.type_of(id), Location):
            location = live.component(id)
            parts = {part: location.prop(part) for part in PARTS if part in props}
            stays = scope["method"] == "POST" and location.prop("refresh") is False
            if parts and not stays and (target := moved(url_of(scope), parts)):
                return target
    return None
