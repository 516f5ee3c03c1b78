"""Room 7, decode: what a browser posted becomes the state of its page.

A page carries its own state. A field is one of

    v:ID.PROP   what the user set in a control           n:ID.PROP   how often something happened to it
    u...        what nobody reads: fields in an element that is sent for another reason
    s:ID        what the server must know beyond the layout (signed)
    q:ID        a question to a component, beside all callbacks
    k:ID        what the browser has kept of a component beyond the page (signed)
    f:ID        files that the user has chosen (hxdash.uploads)
    c:ID.PROP   what a clientside callback has set, as JSON
    _p          the page token (signed)      _g  the group that posts
    _t          ID.PROP of a trigger, repeated; ID. for one that has come; ID.>PROP, ID.<PROP, ID.+PROP: what an earlier answer left (hxdash.plan.update);
                ID.@N:PROP for one callback only, the group's number N (ID.@N: for its first call); ID.=PROP for a c: to be drawn; ID.~PROP

Everything is checked here, before anything runs: what is unknown, forged or impossible is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hxdash import handback, kept
from hxdash.component import Component
from hxdash.exceptions import RequestRefused
from hxdash.forms import Fields, by_kind
from hxdash.graph import CallbackGraph, Wired
from hxdash.ids import parse_id
from hxdash.layout import Layout
from hxdash.left import SIGNS, is_possible, split
from hxdash.signing import Signer
from hxdash.snapshots import read_page_token, read_snapshot

logger = logging.getLogger("hxdash.page_state")
MAX_QUESTION = 1000  # characters


@dataclass(slots=True)
class PageState:
    """One page as its browser has it. Nobody changes it; it is not frozen because making a frozen one takes three times as long.

    Args:
        route: path of the page within the app.
        layout: index of the fixed layout; empty if a function makes the layout.
        graph: the app's callbacks.
        posted: id to field to values, of what the user set.
        snapshots: id to what callbacks made of a component.
        gone: ids of the fixed layout that a callback replaced.
        triggers: (id, prop) that changed, in the order of the events.
        group: the group that posts; None if the whole page was posted (without JavaScript) or nothing was (a first load).
        full: the snapshots hold everything that callbacks changed.
        has_made: there are components on it that are not of the fixed layout.
        whole: the whole page was posted, without JavaScript.
        questions: id to what is asked of a component.
        restored: ids of components of which the browser brought what it had kept; False where that is worth nothing here.
        brought: id to what clientside callbacks set there.
        held_calls: key of calls that the page did not wait for.
    """

    route: str
    layout: Layout
    graph: CallbackGraph
    posted: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    snapshots: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    triggers: tuple[tuple[str, str], ...] = ()
    group: str | None = None
    full: bool = False
    has_made: bool = False
    whole: bool = False
    questions: Mapping[str, str] = field(default_factory=dict)
    restored: Mapping[str, bool] = field(default_factory=dict)
    brought: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    held_calls: str | None = None
    _components: dict[str, Component] = field(default_factory=dict)
    _values: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether it is just being made, and nobody has seen it."""
        return self.group is None and not self.whole

    def has(self, id: str) -> bool:
        """Whether a component with this id is on the page."""
        return (id in self.snapshots and "k" in self.snapshots[id]) or (id in self.layout.by_id and id not in self.gone)

    def ids(self) -> list[str]:
        """Ids of all components on the page that this request knows of; those of the fixed layout in document order."""
        fixed = [i for i in self.layout.by_id if i not in self.gone]
        return [*fixed, *(i for i, s in self.snapshots.items() if "k" in s)]

    def component(self, id: str) -> Component:
        """The component with this id, with what callbacks changed on it.

        Raises:
            KeyError: it is not on the page.
        """
        made = self._components.get(id)
        if made is None:
            made = self._component(id)
            made = self._components[id] = made.replaced(self.brought[id]) if id in self.brought else made
        return made

    def _component(self, id: str) -> Component:
        snapshot = self.snapshots.get(id)
        if snapshot is None:
            if id in self.gone:
                raise KeyError(id)
            return self.layout.by_id[id]
        if "k" not in snapshot:
            return self.layout.by_id[id].replaced(snapshot["p"])
        made = object.__new__(Component.known_types[snapshot["k"]])
        made.__dict__.update(snapshot["p"], id=parse_id(id))
        return made

    def value(self, id: str, prop: str) -> Any:
        """The value of a prop as the page has it now."""
        component = self.component(id)
        if (prop in component.browser_props or prop in component.edited) and (id in self.posted or self._is_sent(id)):
            key = (id, prop)
            if key not in self._values:
                if prop in component.together:
                    self._decode_together(id, component, prop)
                else:
                    self._values[key] = component.decode(prop, list(self.posted.get(id, {}).get(component.field(prop), ())))
            return self._values[key]
        return component.props.get(prop)  # unset is None, whatever is drawn for it (as in Dash)

    def _decode_together(self, id: str, component: Component, prop: str) -> None:
        """Read all props of a component that must fit each other, as far as they are sent."""
        wired, fields = self.graph.wired(id), self.posted.get(id, {})
        props = sorted({prop, *(component.together & wired.read if wired else ())})
        values = component.agree({p: component.decode(p, list(fields.get(component.field(p), ()))) for p in props})
        self._values.update({(id, p): value for p, value in values.items()})

    def held(self, id: str) -> dict[str, Any]:
        """What the user has set in a control, by prop."""
        wired, browser_props = self.graph.wired(id), self.component(id).browser_props
        if wired is None or wired.read.isdisjoint(browser_props) or not (id in self.posted or self._is_sent(id)):
            return {}
        return {prop: self.value(id, prop) for prop in wired.read & browser_props}

    def _is_sent(self, id: str) -> bool:
        """Whether the browser sent what it has of this component, so that an absent field means empty."""
        if not self.triggers and self.is_new:
            return False
        wired = self.graph.wired(id)
        return wired is not None and bool(wired.read) and (self.group is None or wired.group == self.group)


def decode(
    fields: Fields, layout: Layout, graph: CallbackGraph, signer: Signer, *, whole: bool = False, files: Mapping[str, list[Any]] | None = None
) -> PageState:
    """The state of the page that posted these fields.

    Args:
        fields: the form.
        layout: index of the fixed layout.
        graph: the app's callbacks.
        signer: made the page's tokens.
        whole: the form of the whole page was posted, without JavaScript; what it lacks is empty.
        files: id to the files that came with it.

    Raises:
        RequestRefused: 409 if the page is of another version of the app or key, 422 for a value that its control cannot send,
            400 for anything else that a page of this app would not post.
    """
    token = read_page_token(fields, signer)
    route = token["r"]
    kinds = by_kind(fields)
    posted, counted = _posted(kinds, files or {})
    snapshots: dict[str, Mapping[str, Any]] = {id: read_snapshot(id, texts, route, signer, layout) for id, texts in kinds["s:"]}
    has_made = _meet_made(snapshots, graph)
    questions = {id: texts[0] for id, texts in kinds["q:"]} if kinds["q:"] else {}
    restored = {id: kept.restore(id, texts, snapshots, signer, layout) for id, texts in kinds["k:"]} if kinds["k:"] else {}
    gone = _gone(snapshots, layout)
    groups = fields.get("_g", ())
    if len(groups) > 1:
        raise RequestRefused(400, "a field was sent twice")
    triggers = tuple(map(_split, dict.fromkeys(fields.get("_t", ()))))
    page = PageState(route, layout, graph, posted, snapshots, gone, triggers, groups[0] if groups else None, bool(token.get("f")), has_made, whole, questions, restored, held_calls=token.get("h"))
    page = replace(page, brought=handback.bring(page, kinds["c:"])) if kinds["c:"] else page
    triggers = _check_triggers(page)
    if restored:
        triggers = tuple(dict.fromkeys((*triggers, *kept.changed(page.restored, page.has, graph.wired, page.component))))
    _check_posted(page, counted)
    _check_questions(page)
    triggers = _made_again(page, triggers)
    return page if triggers == page.triggers else replace(page, triggers=triggers)


def _posted(
    kinds: Mapping[str, list[tuple[str, list[str]]]], files: Mapping[str, list[Any]]
) -> tuple[dict[str, dict[str, list[Any]]], dict[str, set[str]]]:
    """What the user set, id to field to values; and which of these fields are counters."""
    posted: dict[str, dict[str, list[Any]]] = {}
    counted: dict[str, set[str]] = {}
    for kind in ("v:", "n:"):
        for name, texts in kinds[kind]:
            id, _, prop = name.rpartition(".")
            if posted.setdefault(id, {}).setdefault(prop, texts) is not texts:
                raise RequestRefused(400, "a field was sent twice")
            if kind == "n:":
                counted.setdefault(id, set()).add(prop)
    for id, chosen in files.items():
        if posted.setdefault(id, {}).setdefault("files", chosen) is not chosen:
            raise RequestRefused(400, "a field was sent twice")
    return posted, counted


def _meet_made(snapshots: Mapping[str, Mapping[str, Any]], graph: CallbackGraph) -> bool:
    """Whether some of the components are not of the fixed layout; those that have callbacks of their own join the graph."""
    has_made = False
    for id, found in snapshots.items():
        if "k" in found:
            has_made = True
            if Component.known_types[found["k"]].acts:
                graph.meet(id, Component.known_types[found["k"]])
    return has_made


def _gone(snapshots: Mapping[str, Mapping[str, Any]], layout: Layout) -> frozenset[str]:
    """The components of the fixed layout that are no longer on the page."""
    out: set[str] = set()
    for id, snapshot in snapshots.items():
        if snapshot.get("x") and id in layout.by_id:
            out.update(layout.inside(id))
        for top in snapshot.get("g", ()):
            if top in layout.by_id:
                out.update((top, *layout.inside(top)))
    return frozenset(out)


def _split(name: str) -> tuple[str, str]:
    id, _, prop = name.rpartition(".")
    return id, prop


def _check_triggers(page: PageState) -> tuple[tuple[str, str], ...]:
    """Refuse a trigger that is not on the page, not wired, or not set by the browser; the rest, with the times of counters that rose.

    What is not on the page is never looked up any further: a stranger's text fills no cache and is parsed as no id.
    """
    out: list[tuple[str, str]] = []
    for id, prop in page.triggers:
        wired = page.graph.wired(id) if page.has(id) else None
        if wired is None and page.group is not None and page.group.partition(".")[0] not in page.graph._group_names.values():
            raise RequestRefused(409, "this page is from another version of the app; load it again")
        if wired is None:
            raise RequestRefused(400, f"no component {id[:80]!r} on this page is wired to a callback")
        if page.group is not None and wired.group != page.group:
            raise RequestRefused(409, "this page is from another version of the app; load it again")
        if (prop and prop[0] in SIGNS) or prop[:1] in ("=", "@", "~"):  # calls that an earlier answer left to this request, or a script
            is_left = is_possible(page.graph, id, prop) if prop[0] in SIGNS else handback.is_left(page, wired, id, prop)
            if not is_left or (prop[0] == "+" and not handback.has_changed(page, id, split(prop)[2])):
                raise RequestRefused(400, f"{prop[:80]!r} of {id[:80]!r} was not left to this request")
            out.append((id, prop))
            continue
        props = sorted({prop, f"{prop}_timestamp"} & wired.inputs)
        if not props:
            raise RequestRefused(400, f"no callback has {prop[:80]!r} of {id[:80]!r} as Input")
        component = page.component(id)
        if prop in component.file_props:  # one stands for all
            props = sorted(component.file_props & wired.inputs)
        for name in props:
            if not handback.is_known(page, id, name) and id not in page.restored:
                raise RequestRefused(400, f"{prop[:80]!r} of {id[:80]!r} is not set by the browser")
            out.append((id, name))
    return tuple(out)


def _made_again(page: PageState, triggers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The triggers; before them the callbacks that made what the server no longer has: they run again, from the page's own inputs.

    Raises:
        RequestRefused: 409 if no callback made it, or not in this group.
    """
    lost = list[tuple[str, str]]()
    for id, found in page.snapshots.items():
        if "lost" in found:
            lost += [(id, prop) for prop in found["lost"]]
    for id, prop in lost:
        wired = page.graph.wired(id)
        if wired is None or wired.group != page.group or not page.graph.makers(id, prop):
            raise RequestRefused(409, "the server no longer has the data of this page; load it again")
    if not lost:
        return triggers
    makers = {(id, f">{page.graph.name_of(c)}"): None for id, prop in lost for c in page.graph.makers(id, prop)}
    return (*makers, *triggers)


def _check_posted(page: PageState, counted: Mapping[str, set[str]]) -> None:
    """Refuse a value for what is not on the page, not wired, or not possible."""
    for id in {**page.brought, **page.posted}:
        wired = page.graph.wired(id) if page.has(id) else None
        if wired is None:
            raise RequestRefused(400, f"no component {id[:80]!r} on this page is wired to a callback")
        component = page.component(id)
        read = sorted(_read(wired, component))
        readable = {component.field(p): p for p in read}
        for name in page.posted.get(id, ()):
            if name not in readable:
                raise RequestRefused(400, f"{name[:80]!r} of {id[:80]!r} is not read by any callback")
            if (name in counted.get(id, ())) is not (readable[name] in component.counters):
                raise RequestRefused(400, f"{name[:80]!r} of {id[:80]!r} was sent as what it is not")
        for prop in read:
            _check_value(page, id, prop)


def _check_questions(page: PageState) -> None:
    """Refuse a question to what is not on the page, or does not answer."""
    for id, question in page.questions.items():
        if not page.has(id) or type(page.component(id)).answer is Component.answer:
            raise RequestRefused(400, f"no component {id[:80]!r} on this page answers questions")
        if len(question) > MAX_QUESTION:
            raise RequestRefused(422, f"a question of more than {MAX_QUESTION} characters")


def _read(wired: Wired, component: Component) -> frozenset[str]:
    """The props that a browser may send of a component: those that callbacks read; with what an event sets goes its number."""
    read = wired.read & (component.browser_props | component.edited if component.edited else component.browser_props)
    if not read.isdisjoint(component.pressed):
        return read | component.counters
    return read | {p for p in component.counters if f"{p}_timestamp" in read} if component.counters else read


def _check_value(page: PageState, id: str, prop: str) -> None:
    try:
        page.value(id, prop)
    except RequestRefused:
        raise
    except Exception as error:  # a `decode` that did not think of this text, or of what a script has set beside it
        logger.warning("%s of %r cannot read what was posted: %r", prop, id, error)
        raise RequestRefused(422, f"{prop[:80]!r} of {id[:80]!r} cannot have this value") from None
