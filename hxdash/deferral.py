"""Room 11. Which of the steps that are due this request can call, and which it leaves to requests that follow."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from hxdash.agenda import Agenda
from hxdash.changes import Changes
from hxdash.ids import MATCH
from hxdash.live import Live
from hxdash.plan import call_names, is_prevented
from hxdash.steps import Key, Step


class Deferral:
    """What one run leaves to later requests.

    Args:
        live: the page.
        prevent: the app's prevent_initial_callbacks.

    Attributes:
        agenda: says what is left because components are not known, and is told of what is left because values are not.
        unset: properties that steps which were left will set.
    """

    agenda: Agenda

    def __init__(self, live: Live, prevent: bool | str) -> None:
        self.live, self._prevent = live, prevent
        self.unset: set[Key] = set()
        graph = live.page.graph
        self._always = graph.has_client or ((graph.has_generators or graph.updates_stores) and live.page.is_new)

    def known(self, due: list[Step], news: Changes) -> list[Step]:
        """Those of the steps whose values this request has; the others are for a request of their own group.

        A generator's first call is such a request as well: the page does not wait for it. So is what waits for a clientside callback.

        Args:
            due: steps that are due.
            news: is told what is left.
        """
        if not (self._always or self.unset or self.agenda.is_extended):
            return due
        todo, known, left = deque(due), list[Step](), self.agenda.left
        while todo:
            step = todo.popleft()
            page = self.live.page
            awaited = page.is_new and (step.callback.is_generator or self.live.awaits_stored(step.reads, step.writes))
            here = not awaited and (page.is_new or page.group is None or self.live.knows(step.reads))
            if here and not step.callback.is_client and step.callback not in left.callbacks and not any(key in self.unset for key in step.reads):
                known.append(step)
            else:
                todo.extend(self._leave(step, news))
        self._tell(news)
        return known

    def _tell(self, news: Changes) -> None:
        """Hand on what the agenda has noted as left."""
        left = self.agenda.left
        for group, names in left.names.items():
            noted = news.follow.setdefault(group, [])
            noted += [name for name in names if name not in noted]
        for id, props in left.props.items():
            self.live.followed.setdefault(id, set()).update(props)
        left.names.clear()
        left.props.clear()

    def can_leave(self, steps: Sequence[Step]) -> bool:
        """Whether later requests can make the calls of these steps, and come to the same.

        Something that each reads or sets is on the page; none has patterns or lacks anything; and none concerns what another one may replace.
        """
        for step in steps:
            has_pattern = any(isinstance(d.id, dict) for d in (*step.callback.outputs, *step.callback.arguments))
            if has_pattern or step.missing or not any(self.live.has(id) for id, _ in (*step.reads, *step.writes)):
                return False
        concerned = {id for step in steps for id, _ in (*step.reads, *step.writes)}
        boxes = {id for step in steps for id, prop in step.writes if self.live.has(id) and prop in self.live.type_of(id).node_props}
        return not any(self.live.is_inside(id, boxes) for id in concerned)

    def leave(self, steps: Mapping[Step, list[Key] | None], news: Changes) -> None:
        """Leave these steps and all that is due without them.

        Args:
            steps: what is due, or runs already; then with what triggered it.
            news: is told what is left.
        """
        todo = deque(steps.items())
        while todo:
            step, triggered = todo.popleft()
            todo.extend(dict.fromkeys(self._leave(step, news, triggered)).items())
        self._tell(news)

    def _leave(self, step: Step, news: Changes, triggered: list[Key] | None = None) -> list[Step]:
        """Leave a step; the steps that are due without it."""
        came: tuple[Key, ...] = ()
        if triggered is None:
            came = self.agenda.came(step)
            _, triggered = self.agenda.call(step)
        graph = self.live.page.graph
        if self.live.page.whole:  # without JavaScript
            return self.agenda.finish(step)
        if graph.has_client and graph.is_shared(step.callback):
            self.unset.update(self.agenda.ahead(step))
            for id, prop in () if step.callback.is_client else triggered:
                self.live.followed.setdefault(id, set()).add(prop)
            names = news.follow.setdefault(graph.group_of((step.reads or step.writes)[0][0]) or "", [])
            names += [name for name in call_names(step, triggered, graph, self.agenda.quiet(step)) if name not in names]
            return self.agenda.finish(step, is_open=True)
        self.unset.update(step.writes)
        sign = "*" if triggered else "<" if is_prevented(step.callback, self._prevent) else ">"
        more = "changed" if set(triggered) - set(came) else ""
        self.agenda.left.add(sign, self._handle(step), step.callback, self.agenda.causes(step), triggered, more)
        return self.agenda.finish(step)

    def _handle(self, step: Step) -> str:
        """A component that tells this step from others of its callback."""
        dependencies, found = (*step.callback.outputs, *step.callback.arguments), (*step.outputs, *step.arguments)
        ids = [(d, i) for d, ids in zip(dependencies, found, strict=True) for i in (ids if isinstance(ids, list) else [ids]) if self.live.has(i)]
        told = [i for d, i in ids if isinstance(d.id, dict) and any(v is MATCH for v in d.id.values())]
        return (told or [i for _, i in ids])[0]
