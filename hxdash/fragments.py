"""Room 12, fragments: changes of props to pieces of HTML, each for one place of the page.

    <hx-partial id="ID" hx-swap="STYLE">markup or JSON</hx-partial>
"""

from __future__ import annotations

from hxdash.changes import Changes, Failure
from hxdash.component import Swap
from hxdash.encoding import RawJson, dumps, shield
from hxdash.exceptions import DashException
from hxdash.live import Live
from hxdash.markup import attribute, escape
from hxdash.page_state import seal, snapshot
from hxdash.render import Renderer
from hxdash.signing import Signer

_MARKUP = frozenset("innerHTML outerHTML innerMorph outerMorph beforebegin afterbegin beforeend afterend error".split())


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
        try:
            out += [partial(id + swap.part, swap) for swap in live.component(id).swaps(frozenset(props), renderer)]
        except Exception as error:
            renderer.fail(id, error)
    state = snapshots([*changes.props, *changes.joined], live, signer, renderer)
    if state:
        out.append(partial("hx-state", Swap("state", state)))
    if changes.follow:
        out.append(partial("hx-state", Swap("follow", changes.follow)))
    failures, renderer.failures = [*changes.failures, *renderer.failures], []
    out += [partial("hx-errors", Swap("error", error_box(f, live, debug=debug))) for f in failures]
    return "\n".join(out)


def partial(id: str, swap: Swap) -> str:
    """One piece: markup as it is, any other payload as JSON."""
    payload = swap.payload if swap.style in _MARKUP else shield(dumps(swap.payload) if not isinstance(swap.payload, RawJson) else swap.payload.text)
    return f"<hx-partial{attribute('id', id)} hx-swap=\"{swap.style}\">{payload}</hx-partial>"


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
    wired, made, replaced = graph.wired(id), live.is_made(id), id in live.replaced
    groups = _groups_inside(id, live) if replaced else []
    if wired is None:
        return [" ".join(groups), seal(id, {"x": 1}, route, signer)] if groups else None
    wanted, earlier = graph.keeps(id, live.type_of(id)) | live.kept.get(id, set()), live.page.snapshots.get(id, {})
    if not (made or replaced or full or earlier or wanted & live.changed.get(id, {}).keys()):
        return None  # by far the most
    changed = {**({} if id in live.made else earlier.get("p", {})), **live.changed.get(id, {})}
    content = snapshot(live.component(id), changed, wanted, made=made, replaced=replaced or bool(earlier.get("x")), full=full)
    if content is None:
        return None
    if made and (parent := live.parent(id)):
        content["i"] = parent
    return [" ".join([wired.group, *(g for g in groups if g != wired.group)]), seal(id, content, route, signer)]


def _groups_inside(id: str, live: Live) -> list[str]:
    """The groups of the fixed components that were inside one whose children are replaced: they must know."""
    layout, graph = live.page.layout, live.page.graph
    found = (graph.group_of(i) for i in layout.inside(id)) if id in layout.by_id else ()
    return sorted({g for g in found if g})


def error_box(failure: Failure, live: Live, *, debug: bool) -> str:
    """What a user sees of a callback that failed: a reference, and in debug mode what, where and how to fix it."""
    group = live.page.graph.group_of(failure.id) if failure.id else None
    source = str(failure.step.callback) if failure.step else f"the component {failure.id!r} with what a callback gave it"
    mark = attribute("hx-group", group) if group else ""
    if not debug:
        return f'<div class="hx-error"{mark}><strong>This part could not be updated.</strong> <span class="hx-muted">Reference {failure.reference}</span></div>'
    error = failure.error
    what = error.what if isinstance(error, DashException) else str(error)
    rows = [("where", (error.where if isinstance(error, DashException) else "") or user_frame(error) or source)]
    rows.append(("callback" if failure.step else "drawing", source))
    if isinstance(error, DashException) and error.fix:
        rows.append(("fix", error.fix))
    listed = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in rows)
    return f'<div class="hx-error"{mark}><strong>{escape(type(error).__name__)}</strong><p>{escape(what)}</p><dl>{listed}</dl></div>'


def user_frame(error: BaseException) -> str:
    """file:line of the innermost frame outside hxdash and installed packages."""
    place, frame = "", error.__traceback__
    while frame is not None:
        name = frame.tb_frame.f_code.co_filename
        if "site-packages" not in name and "/hxdash/" not in name and not name.startswith("<"):
            place = f"{name}:{frame.tb_lineno}"
        frame = frame.tb_next
    return place

