"""Room 12. `running=`: what is shown while a callback runs, and what after (C155, C156).

The page is given both, for each property whose change calls the callback: its script shows the one before it posts, the other when
the answer has landed, or has failed, or cannot be had.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hxdash.dependencies import Output
from hxdash.fragments import partial
from hxdash.ids import captured, filled, id_text, is_pattern, parse_id
from hxdash.live import Live
from hxdash.plan import for_change
from hxdash.render import Renderer
from hxdash.steps import Step

Table = dict[str, list[list[str]]]


def table(live: Live, renderer: Renderer) -> Table:
    """Trigger ("ID.PROP") to pairs of pieces: those for while its callbacks run, and those for afterwards."""
    graph, out = live.page.graph, {}
    if not graph.has_running:
        return {}
    for id in live.ids():
        wired = graph.wired(id)
        for prop in sorted(wired.inputs & (live.type_of(id).browser_props | wired.brought)) if wired else ():
            steps = for_change(graph, live, ((id, prop),)).steps.values()
            rows = [row for step in steps if step.callback.running for row in _rows(step, live, renderer)]
            if rows:
                out[f"{id}.{prop}"] = rows
    return out


def _rows(step: Step, live: Live, renderer: Renderer) -> Iterator[list[str]]:
    for output, *values in step.callback.running:
        for id in _ids(output, step, live):
            if live.has(id):
                yield [_pieces(id, output.component_property, value, live, renderer) for value in values]


def _ids(output: Output, step: Step, live: Live) -> list[str]:
    """The components that an Output of running= stands for: MATCH as in the call, ALL all that there are (C133)."""
    id = filled(output.id, step.match)
    if not is_pattern(id):
        return [id_text(id)]
    return [text for text in live.ids() if text.startswith("{") and captured(id, parse_id(text)) is not None]


def _pieces(id: str, prop: str, value: Any, live: Live, renderer: Renderer) -> str:
    """What sets a property in the browser."""
    component = live.component(id)
    shown = component.replaced({prop: component.accept(prop, value, [])})
    return "".join(partial(id + swap.part, swap) for swap in shown.swaps(frozenset({prop}), renderer))
