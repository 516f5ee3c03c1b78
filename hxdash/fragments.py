"""Room 12, fragments: changes of props to pieces of HTML, each for one place of the page.

    <hx-partial id="ID" hx-swap="STYLE">markup or JSON</hx-partial>
"""

from __future__ import annotations

from collections.abc import Iterable

from hxdash import handover, html
from hxdash.changes import Changes
from hxdash.component import PERSISTENCE, Component, Swap
from hxdash.edit import Edit
from hxdash.encoding import RawJson, html_json, shield
from hxdash.failures import error_box
from hxdash.live import Live
from hxdash.markup import attribute, escape
from hxdash.moves import swaps as swaps_of_children
from hxdash.patch import of, operations
from hxdash.places import ancestors
from hxdash.render import Renderer
from hxdash.signing import Signer
from hxdash.snapshots import seal, snapshot

ASKING = "q"  # in place of a group, for what no callback concerns but questions do
LARGE = 20_000  # characters: above, a morph in the browser takes longer than a reader likes to wait
_LIVELY = (" id=", " tabindex", "<a ", "<a>", "<button", "<input", "<select", "<textarea", "<details", "<dialog", "<audio", "<video", "<iframe", "<canvas")
_MARKUP = frozenset("innerHTML outerHTML innerMorph outerMorph beforebegin afterbegin beforeend afterend delete error".split())


def fragments(changes: Changes, live: Live, renderer: Renderer, signer: Signer, *, debug: bool = False) -> str:
    """The answer to what changed.

    Args:
        changes: since the last answer.
        live: the page.
        renderer: writes components.
        signer: seals snapshots.
        debug: show what a failed callback raised.
    """
    out = []
    folded = set(changes.joined)  # they are in the markup of what they came in
    for id, props in changes.props.items():
        if id in folded or not live.has(id):
            continue
        if props == ["children"] and (text := _text(id, live)) is not None:  # by far the most
            out.append(f'<hx-partial{attribute("id", id)} hx-swap="innerMorph">{escape(text)}</hx-partial>')
            continue
        try:
            out += _pieces(id, props, changes, live, renderer)
        except Exception as error:
            renderer.fail(id, error)
    if renderer.persisted:
        out.append(partial("hx-state", Swap("beforeend", f"<i{attribute('hx-script', renderer.keeper)}></i>")))
        renderer.persisted.clear()
    followed = [name.rpartition(".")[0] for names in changes.follow.values() for name in names] if changes.follow else ()
    restored, live.brought = live.brought, {}
    if restored:
        out += [partial(id, Swap("store", None)) for id, is_good in restored.items() if not is_good]
    state = snapshots([*changes.props, *changes.joined, *followed, *restored], live, signer, renderer)
    if state:
        out.append(partial("hx-state", Swap("state", state)))
    if live.page.graph.has_client and (told := handover.news(changes, live, restored)):
        out.append(partial("hx-state", Swap("values", told)))
    if changes.follow:
        out.append(partial("hx-state", Swap("follow", changes.follow)))
    if failures := [*changes.failures, *renderer.failures]:
        renderer.failures = []
        out += [partial("hx-errors", Swap("error", error_box(f, live, debug=debug))) for f in failures]
    return "\n".join(out)


def _pieces(id: str, props: list[str], changes: Changes, live: Live, renderer: Renderer) -> list[str]:
    """The pieces for one component."""
    out, component = [], live.component(id)
    edited = [p for p in props if (id, p) in changes.edits] if changes.edits else ()
    changed = frozenset(props).difference(edited)
    if changed & PERSISTENCE:
        changed, mark = changed - PERSISTENCE, renderer.mark(component, component.browser_props, "wrapper")
        out.append(partial(id, Swap("attrs", {"hx-persist": None, "hx-kept": None, **mark})))
    swaps = component.swaps(changed, renderer) if changed else []
    for prop in edited:
        swaps += _shown(component, prop, changes.edits[id, prop], renderer)
    return out + [partial(id + swap.part, swap) for swap in swaps]


def _text(id: str, live: Live) -> str | None:
    """The new children of a plain element, if they are just text."""
    text = live.changed.get(id, {}).get("children") if live.type_of(id).swaps is html.HtmlElement.swaps else None
    return text if type(text) is str else None


def partial(id: str, swap: Swap) -> str:
    """One piece: markup as it is, any other payload as JSON."""
    payload = swap.payload if swap.style in _MARKUP else shield(swap.payload.text) if isinstance(swap.payload, RawJson) else html_json(swap.payload)
    style = "innerHTML" if swap.style == "innerMorph" and _is_dead(payload) else swap.style
    where = attribute("hx-target", child_of(id, swap.child)) if swap.child else attribute("id", swap.id or id)
    return f"<hx-partial{where} hx-swap=\"{style}\">{payload}</hx-partial>"


def _is_dead(markup: str) -> bool:
    """Whether a large piece holds nothing in which a reader could have done something: it need not be compared with what is there."""
    return len(markup) > LARGE and not any(word in markup for word in _LIVELY)


def child_of(id: str, child: int) -> str:
    """The selector of one of the elements directly in another: 1 the first, -1 the last."""
    text = id.replace("\\", "\\\\").replace('"', '\\"')
    text = "".join(c if c >= " " else f"\\{ord(c):x} " for c in text)
    return f'[id="{text}"]>:nth-{"last-" if child < 0 else ""}child({abs(child)})'


def _shown(component: Component, prop: str, edits: list[Edit], renderer: Renderer) -> list[Swap]:
    """How what Patches did to a prop in place reaches the page."""
    if prop == "children":
        return swaps_of_children(edits[0].before, edits[-1].after, renderer)
    return component.patched(of([o for e in edits if e.patch is not None for o in operations(e.patch)]), renderer)


def snapshots(ids: list[str], live: Live, signer: Signer, renderer: Renderer, *, full: bool = False) -> dict[str, list[str] | None]:
    """Per id its group and token, as the page keeps them; None where there is nothing to keep any more.

    Args:
        ids: components that may have something to keep.
        live: the page.
        signer: seals them.
        renderer: is told what cannot be sealed.
        full: keep all that callbacks changed, for a page that is always sent whole.
    """
    out: dict[str, list[str] | None] = {}
    for id in dict.fromkeys(ids):
        if live.has(id):
            try:
                entry = _entry(id, live, signer, full=full)
            except ValueError as error:  # too much, or a number too long to write
                renderer.fail(id, error)
                continue
            if entry:
                out[id] = entry
    return out


def _entry(id: str, live: Live, signer: Signer, *, full: bool) -> list[str] | None:
    """Groups and token of one component; None if there is nothing to keep."""
    graph, route = live.page.graph, live.page.route
    if not full and live.is_plain(id):  # by far the most
        return _plain_entry(id, live, signer)
    wired, also = live.kept(id)
    made, replaced = live.is_made(id), id in live.replaced
    if wired is None and made and (component := live.component(id)).asks():
        return [ASKING, seal(id, snapshot(component, live.changed.get(id, {}), component.needs, made=True, replaced=False) or {}, route, signer)]
    if wired is None:
        groups = _groups_inside(id, live) if replaced else []
        return [" ".join(groups), seal(id, {"x": 1}, route, signer)] if groups else None
    wanted, earlier = graph.keeps(id, live.type_of(id)) | also, live.page.snapshots.get(id, {})
    has_outline, outline = live.outline(id)
    taken = [*earlier.get("g", ()), *live.taken.get(id, ())]
    if not (made or replaced or full or earlier or has_outline or taken or wanted & live.changed.get(id, {}).keys()):
        return None
    changed = {**({} if id in live.made else earlier.get("p", {})), **live.changed.get(id, {})}
    component, fixed = live.component(id), None if made else live.page.layout.by_id.get(id)
    content = snapshot(component, changed, wanted, made=made, replaced=replaced or bool(earlier.get("x")), full=full, fixed=fixed) or {}
    for prop in live.followed.get(id, frozenset()) - live.type_of(id).browser_props:  # the request that follows may name it as a trigger
        content.setdefault("p", {}).setdefault(prop, live.value(id, prop))
    held = _groups_in(id, live) - {wired.group} if has_outline else set()
    if held:
        content["h"] = sorted(held)
    content.update({**({"c": outline} if has_outline else {}), **({"g": taken} if taken else {})})
    if not content:
        return None
    around = ancestors(id, live.around(), graph) if made else []
    if around:
        is_listed = graph.is_listed(id)
        known = len(around) if is_listed else next((n for n, a in enumerate(around, 1) if not live.is_made(a) or graph.group_of(a) == wired.group), len(around))
        content["i"] = around[:known] if known > 1 else around[0]  # up to one that is known wherever this one is
    if made and (component.__dict__.get("persistence") or "persistence" in wired.outputs):
        content["o"] = live.originals(id)
    if made and (place := live.places.get(id, earlier.get("n", 0))):
        content["n"] = place
    others = [*(_groups_inside(id, live) if replaced else []), *_groups_of(taken, live), *sorted(held)]
    if around and is_listed:  # whoever takes out what it is in must know of it (C129)
        others += [graph.group_of(a) or "" for a in (*around, *_boxes_around(around[-1], live))]
    return [" ".join(dict.fromkeys([wired.group, *others])), seal(id, content, route, signer)]


def _plain_entry(id: str, live: Live, signer: Signer) -> list[str] | None:
    """The same for a component of which nothing but props has ever changed."""
    page, fixed = live.page, live.page.layout.by_id[id]
    earlier, now = page.snapshots[id]["p"] if id in page.snapshots else {}, live.changed.get(id, {})
    wanted = page.graph.keeps(id, type(fixed)) | earlier.keys()
    if wanted.isdisjoint(now) and id not in page.restored:  # the page has it
        return None
    content = snapshot(fixed, {**earlier, **now}, wanted, made=False, replaced=False, fixed=fixed)
    return [page.graph.group_of(id) or "", seal(id, content, page.route, signer)] if content else None


def _groups_inside(id: str, live: Live) -> list[str]:
    """The groups of the fixed components that were inside one whose children are replaced: they must know."""
    layout = live.page.layout
    return _groups_of(layout.inside(id) if id in layout.by_id else (), live)


def _boxes_around(id: str, live: Live) -> list[str]:
    """The components of the fixed layout around one of it whose children callbacks may replace."""
    layout = live.page.layout
    return [box for box in live.page.graph.boxes if id in layout.by_id and id in layout.inside(box)]


def _groups_in(id: str, live: Live) -> set[str]:
    """The groups of which callbacks put components into this one, whose children were patched: they must know the order."""
    graph = live.page.graph
    inside = {graph.group_of(i) or "" for i in live.parents if i in live.made and graph.is_listed(i) and id in ancestors(i, live.around(), graph)}
    return {*inside, *(() if id in live.made else live.page.snapshots.get(id, {}).get("h", ()))}


def _groups_of(ids: Iterable[str], live: Live) -> list[str]:
    layout, graph = live.page.layout, live.page.graph
    found = (graph.group_of(i) for top in ids for i in (top, *(layout.inside(top) if top in layout.by_id else ())))
    return sorted({g for g in found if g})
