"""Room 7. What a page carries signed: its token, and snapshots of components that are no longer as the layout has them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import orjson

from hxdash.acting import Lost
from hxdash.component import Component, revive
from hxdash.encoding import NotPlain, dumps, plain
from hxdash.exceptions import RequestRefused
from hxdash.forms import Fields
from hxdash.layout import Layout
from hxdash.signing import BadToken, ForeignKey, Signer


def read_page_token(fields: Fields, signer: Signer) -> dict[str, Any]:
    """What the page token says.

    Raises:
        RequestRefused: 400 if it is missing or forged, 409 if its key is no longer known.
    """
    texts = fields.get("_p", [])
    if len(texts) != 1:
        raise RequestRefused(400, "no page token")
    return dict(_open(texts[0], signer, "page"))


def page_token(route: str, signer: Signer, *, full: bool = False, held: str | None = None) -> str:
    """A page token: route, time of issue, and the key of calls that go on."""
    data = {"r": route, "t": int(time.time()), **({"f": 1} if full else {}), **({"h": held} if held else {})}
    return signer.sign(dumps(data).encode(), "page")


def read_snapshot(id: str, texts: list[str], route: str, signer: Signer, layout: Layout) -> Mapping[str, Any]:
    """A verified snapshot: {"k": kind of component (if a callback made it), "p": props, "x": its children were replaced,
    "c": the outline of its children, "g": those of the fixed layout that were taken out, "o": what it came with of props that a browser keeps,
    "i": what it is in, "n": its place among those that came with it, "h": groups that must know its outline}."""
    if len(texts) != 1:
        raise RequestRefused(400, "a snapshot was sent twice")
    snapshot = _open(texts[0], signer, "snapshot", route, id)
    kind = Component.known_types.get(snapshot["k"]) if "k" in snapshot else type(layout.by_id.get(id))
    if kind is None or not issubclass(kind, Component):
        raise RequestRefused(409, "this page is from another version of the app")
    props = snapshot.setdefault("p", {})
    try:
        props.update({name: revive(props[name]) for name in kind.node_props if name in props})  # elsewhere such a dict is only data
    except NotPlain:
        raise RequestRefused(409, "this page is from another version of the app") from None
    for name in kind.packed & props.keys():
        try:
            props[name] = kind.unpack(name, props[name], None if "k" in snapshot else layout.by_id.get(id))
        except Lost:
            del props[name]
            snapshot.setdefault("lost", []).append(name)
    return snapshot


def _open(token: str, signer: Signer, *purpose: str) -> dict[str, Any]:
    try:
        data = orjson.loads(signer.verify(token, *purpose))  # ours, so as deep as it was when we wrote it
    except ForeignKey:
        raise RequestRefused(409, "this page is from another time or server; load it again") from None
    except BadToken:
        raise RequestRefused(400, "the state of the page was changed on the way") from None
    assert isinstance(data, dict)  # we signed it
    return data


def snapshot(
    component: Component, changed: Mapping[str, Any], wanted: frozenset[str], *, made: bool, replaced: bool, full: bool = False, fixed: Component | None = None
) -> dict[str, Any] | None:
    """What must be remembered of a component; None if nothing.

    Args:
        component: with its newest props.
        changed: its props that differ from the layout's.
        wanted: props that must be remembered.
        made: a callback or a layout function made it.
        replaced: it is of the fixed layout, and components inside it were replaced.
        full: keep everything that changed.
        fixed: the same component in the fixed layout.
    """
    if made:
        wanted = wanted | (component.needs & component.props.keys())
    source = {**component.props, **changed} if made else changed
    props = {}
    for name in sorted((wanted & source.keys()) | (changed.keys() if full else frozenset())):
        if name in component.computed or name in component.passing:
            continue
        try:
            props[name] = component.pack(name, source[name], fixed) if name in component.packed else plain(source[name])
        except NotPlain:
            continue
    out: dict[str, Any] = {"k": component.type_name} if made else {}
    if props:
        out["p"] = props
    if made and (initial := {p: plain(component.props[p]) for p in (component.browser_props - component.computed - component.passing) & component.props.keys()}):
        out["p"] = {**initial, **props}
    if replaced:
        out["x"] = 1
    return out or None


def seal(id: str, content: Mapping[str, Any], route: str, signer: Signer) -> str:
    """The token of a snapshot."""
    return signer.sign(dumps(content).encode("utf-8", "replace"), "snapshot", route, id)  # half a surrogate pair has no UTF-8 form

