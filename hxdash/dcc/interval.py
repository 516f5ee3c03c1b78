"""dcc.Interval: calls back every so often."""

from __future__ import annotations

from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.ids import Id, id_text
from hxdash.markup import attributes


class Interval(Component):
    """Calls back every so often. A tick that finds the last one unanswered waits for it.

    Args:
        id: string or dict.
        interval: int, milliseconds between ticks.
        disabled: True stops it.
        n_intervals: int, how often it ticked.
        max_intervals: int, it stops after so many ticks; -1: never, 0: at once.

    Source: dcc.Interval of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset({"n_intervals"})
    counters: ClassVar[frozenset[str]] = frozenset({"n_intervals"})
    node_props: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[frozenset[str]] = frozenset({"interval", "disabled", "max_intervals"})

    id: Id | None = None
    interval: int = 1000
    disabled: bool = False
    n_intervals: int = 0
    max_intervals: int = -1

    def markup(self, page: Page) -> str:
        pairs: dict[str, Any] = {"id": id_text(self.id) if self.id is not None else None, "hidden": True}
        pairs.update(page.wire(self, {"n_intervals": f"every {max(int(self.interval), 10)}ms"}, "count"))
        if self.max_intervals >= 0:
            pairs["hx-max"] = self.max_intervals
        if self.disabled or 0 <= self.max_intervals <= (self.n_intervals or 0):
            pairs.pop("hx-trigger", None)
            pairs.pop("hx-post", None)
        return f"<span{attributes(pairs)}></span>"

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        if changed <= {"n_intervals"}:
            return [Swap("count", {"n_intervals": self.n_intervals})]
        return [Swap("outerMorph", self.markup(page))]
