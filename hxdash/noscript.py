"""Room 12. Pages without JavaScript: a whole form comes, a whole page goes back.

The page that answers such a post carries everything that callbacks changed in its snapshots ("full"), because the next post is
answered by the whole page again. The first one comes from a page made for everybody; what its callbacks had set is computed anew.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from hxdash.component import Component
from hxdash.dcc.option_index import index_of
from hxdash.dcc.options import encode_option
from hxdash.encoding import loads, plain
from hxdash.exceptions import RequestRefused
from hxdash.forms import Fields
from hxdash.ids import id_text
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.patch import MISSING
from hxdash.persistence import persisted
from hxdash.steps import Key


def baseline(live: Live) -> dict[str, Any]:
    """The values of wired controls where they differ from the layout: what a form that nobody touched will post."""
    out = {}
    for id, changes in live.changed.items():
        wired = live.page.graph.wired(id)
        if wired is None or live.is_made(id):
            continue
        component = live.component(id)
        for prop in sorted(changes.keys() & wired.inputs & (component.browser_props - component.counters - component.computed - component.passing)):
            out[f"{id}.{prop}"] = plain(changes[prop])
    return out


def take_baseline(fields: Fields) -> dict[str, Any]:
    """The baseline that came back with the form; it is taken out of the fields.

    Raises:
        RequestRefused: 400 if it is none.
    """
    texts = fields.pop("_w", [])
    try:
        before = loads(texts[0]) if texts else {}
    except ValueError:
        before = None
    if not isinstance(before, dict):
        raise RequestRefused(400, "the form was changed on the way")
    return before


def resume(page: PageState, fresh: Live) -> Live:
    """The page that posted, over one just made.

    Args:
        page: what the form says.
        fresh: the same page as everybody sees it first (or, if `page` is full, only its layout).
    """
    live = Live(page, fresh.stored)
    live.made, live.parents, live.gone, live.replaced = fresh.made, fresh.parents, fresh.gone, fresh.replaced
    for id, changes in fresh.changed.items():
        component = fresh.component(id)
        live.changed[id] = {
            prop: value
            for prop, value in changes.items()
            if prop in component.computed or prop not in component.browser_props | component.passing
        }
    for id, snapshot in page.snapshots.items():
        live.changed.setdefault(id, {}).update(snapshot.get("p", {}))
    for id in page.ids():
        wired = page.graph.wired(id)
        if wired is None:
            continue
        sent = page.component(id)
        for prop in sorted(wired.read & (sent.browser_props - sent.counters - sent.computed - sent.file_props)):
            old = plain(fresh.changed.get(id, {}).get(prop, sent.props.get(prop)))
            live.changed.setdefault(id, {})[prop] = _value(live.component(id), page.value(id, prop), old)
    return live


def keep(live: Live, fresh: Live, fields: Fields) -> None:
    """Keep what the form says of components with persistence, and take over what no callback reads of them.

    Args:
        live: the resumed page.
        fresh: as for `resume`.
        fields: the form.

    Raises:
        RequestRefused: 422 for a value that its control cannot send.
    """
    if live.stored is None:
        return
    for id in live.ids():
        wired = live.page.graph.wired(id)
        for prop in persisted(live.component(id)):
            if wired is None or prop not in wired.read:
                value = _unread(live.component(id), prop, fields, fresh.restored.get((id, prop), MISSING))
                if value is not MISSING:
                    live.changed.setdefault(id, {})[prop] = value
            live.stored.keep(live.component(id), prop, live.original(id, prop))


def _unread(component: Component, prop: str, fields: Fields, restored: Any) -> Any:
    texts = fields.get(f"u:{id_text(component.__dict__['id'])}.{component.field(prop)}", [])
    if component.prop("disabled") or not (texts or component.has_prop("options")):  # it was not sent
        return restored
    try:
        return plain(component.decode(prop, texts))
    except (ValueError, TypeError, OverflowError):
        raise RequestRefused(422, f"{prop!r} of {id_text(component.__dict__['id'])!r} cannot have this value") from None


def _value(component: Component, posted: Any, old: Any) -> Any:
    """What a control holds: as posted, but a browser sends nothing that is disabled, and lists and lines in its own way.

    Args:
        component: the control.
        posted: the value that the form says.
        old: the value that the page was sent with.
    """
    if component.prop("disabled"):
        return old
    if isinstance(posted, str) and isinstance(old, str):
        return old if _unix(old) == _unix(posted) else posted
    if not component.has_prop("options"):
        return posted
    off = index_of(component.prop("options")).off
    if isinstance(posted, list) and isinstance(old, list):
        chosen = [*posted, *(v for v in old if encode_option(v) in off and v not in posted)]
        return old if sorted(map(encode_option, chosen)) == sorted(map(encode_option, old)) else chosen
    return old if posted is None and old is not None and encode_option(old) in off else posted


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def triggers(live: Live, before: Mapping[str, Any], clicked: list[str]) -> list[Key]:
    """What changed: controls whose value is not what the page was sent with, and the button that was pressed.

    Args:
        live: the resumed page; a pressed button's counter is raised in it.
        before: the baseline.
        clicked: names ID.PROP of the buttons in the form.
    """
    page, out = live.page, []
    for id, changes in list(live.changed.items()):
        wired = page.graph.wired(id)
        if wired is None or not page.has(id):
            continue
        sent = page.component(id)
        for prop in sorted(changes.keys() & wired.inputs & (sent.browser_props - sent.counters - sent.computed)):
            if plain(changes[prop]) != before.get(f"{id}.{prop}", plain(sent.props.get(prop))):
                out.append((id, prop))
    for id, fields in page.posted.items():
        if "files" in fields and (wired := page.graph.wired(id)) is not None:
            out += [(id, prop) for prop in sorted(wired.inputs & page.component(id).file_props)]
    for name in clicked:
        id, _, prop = name.rpartition(".")
        count = page.value(id, prop)
        now = {prop: (count or 0) + 1, f"{prop}_timestamp": int(time.time() * 1000)}
        component = page.component(id)
        inputs = component.browser_props
        now.update(component.pressed)
        live.changed.setdefault(id, {}).update({p: v for p, v in now.items() if p in inputs})
        out += [(id, p) for p in now if p in inputs]
    return out
