"""Room 10. What a callback gave: checked, set on the page, and noted as changes, in parts that can be told one by one.

A part is news when all that depends on its steps has finished, so that a page never shows half of a chain.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any

from hxdash.agenda import Agenda
from hxdash.callback import Callback
from hxdash.changes import Changes, Failure
from hxdash.component import PERSISTENCE, Found
from hxdash.context import Call
from hxdash.dependencies import NoUpdate, Output
from hxdash.edit import Edit
from hxdash.encoding import NotPlain, describe
from hxdash.exceptions import CallbackException, InvalidCallbackReturnValue, NonExistentIdException, closest
from hxdash.live import Live
from hxdash.patch import CannotPatch
from hxdash.steps import Key, Step

logger = logging.getLogger("hxdash.run")


class Outcome:
    """What the steps of one run brought so far. Used by one thread at a time.

    Args:
        live: the page; receives the changes.
        observe: called with each callback that has run.
        lenient: components that set_props names need not be on the page.

    Attributes:
        agenda: is told of the changes.
    """

    agenda: Agenda

    def __init__(self, live: Live, observe: Callable[[Callback], None] | None, *, lenient: bool = False) -> None:
        self.live, self._observe, self._lenient = live, observe, lenient
        self.news = Changes()  # what the step that is landing adds to
        self._parts: list[tuple[list[Step], Changes]] = [([], self.news)]  # what nobody has seen yet, and whose it is
        for (id, prop), joined in live.drawings.items():  # scripts have set it and could not draw it
            self.news.props.setdefault(id, []).append(prop)
            self.news.joined += joined

    def part(self) -> None:
        """From here on what comes is told by itself."""
        self.news = Changes()
        self._parts.append(([], self.news))

    def take(self, *, settled: bool) -> Changes:
        """The changes since the last look; only those that nothing unfinished depends on, if `settled`."""
        ready: list[tuple[list[Step], Changes]] = []
        held: list[tuple[list[Step], Changes]] = []
        for steps, part in self._parts:
            is_held = settled and not all(self.agenda.is_settled(s) for s in steps)
            (held if is_held else ready).append((steps, part))
        self.news = Changes()
        self._parts = [*held, ([], self.news)]
        out = ready[0][1] if ready else Changes()
        for _, part in ready[1:]:
            out.add(part)
        return out

    def belongs(self, step: Step) -> None:
        """What comes now is this step's."""
        self._parts[-1][0].append(step)

    def called(self, step: Step) -> None:
        """Note that a callback has run."""
        self.news.calls.append(step.callback)
        if self._observe is not None and not step.callback.own:
            self._observe(step.callback)

    def reached(self, step: Step, key: Key | None) -> None:
        """Note that a callback has run and what it has set already."""
        self.called(step)
        if key is not None:
            self.news.props.setdefault(key[0], []).append(key[1])

    def accept(self, step: Step, call: Call, returned: Any) -> None:
        """Set what a callback returned, and what it asked set_props for.

        Raises:
            CallbackException: it does not fit the Outputs; nothing of it is set.
        """
        self._apply(step, call, returned)
        side, call.side = call.side, []
        self._apply_side(step, side)

    def fail(self, step: Step, error: BaseException) -> None:
        """Note that a step has failed."""
        keys = step.writes or step.inputs
        failure = Failure(step, error, keys[0][0] if keys else None)
        self.news.failures.append(failure)
        trace = None if isinstance(error, CallbackException) else error
        with contextlib.suppress(Exception):  # a text that cannot be had, a handler that fails: the answer goes out all the same
            logger.error("%s failed, reference %s: %s", step.callback, failure.reference, error, exc_info=trace)

    def _apply(self, step: Step, call: Call, returned: Any) -> None:
        if step.callback.output_shape == 0 and type(call.outputs[0]) is str:  # one Output: by far the most
            self._apply_one(step, call.outputs[0], returned)
            return
        values = step.callback.split(returned)
        ready: list[tuple[str, str, Any, Found]] = []
        for output, ids, value in zip(step.callback.outputs, call.outputs, values, strict=True):
            if isinstance(value, NoUpdate):
                continue
            for id, one in self._spread(step, output, ids, value):
                if self.live.has(id) and not isinstance(one, NoUpdate):
                    ready.append((id, output.component_property, *self._accept(step, output, id, one)))
        if len(ready) > 1:
            places = {id: i for i, id in enumerate(dict.fromkeys(r[0] for r in ready))}
            # by component, as Dash's answers are: the order of ctx.triggered downstream; what else becomes of a value comes before itself
            ready.sort(key=lambda r: (places[r[0]], r[1] not in PERSISTENCE))
        for id, prop, value, found in ready:
            self._set(step, id, prop, value, found)

    def _apply_one(self, step: Step, id: str, value: Any) -> None:
        if self.live.has(id) and not isinstance(value, NoUpdate):
            output = step.callback.outputs[0]
            self._set(step, id, output.component_property, *self._accept(step, output, id, value))

    def _spread(self, step: Step, output: Output, ids: str | list[str], value: Any) -> list[tuple[str, Any]]:
        """An Output's value for each component that it stands for (C122, C123)."""
        if not isinstance(ids, list):
            return [(ids, value)]
        if not isinstance(value, (list, tuple)) or len(value) != len(ids):
            raise InvalidCallbackReturnValue(
                f"{step.callback.name} returned {describe(value)} for {output}, which stands for {len(ids)} components.",
                where=step.callback.where,
                fix=f"return a list of {len(ids)} values; ctx.outputs_list says for which components",
            )
        return list(zip(ids, value, strict=True))

    def _accept(self, step: Step, output: Output, id: str, value: Any) -> tuple[Any, Found]:
        try:
            return self.live.accept(id, output.component_property, value)
        except NotPlain as error:
            return step.callback.check_plain(output, value if error.path == () else _nested(error)), []
        except CannotPatch as error:
            raise _unpatchable(error, step, str(output)) from None

    def _set(self, step: Step, id: str, prop: str, value: Any, found: Found) -> None:
        """Set a prop on behalf of a step, and what changes with it."""
        before = self.live.component(id) if prop in PERSISTENCE else None
        more = self.live.led(id, prop, value) if prop in self.live.type_of(id).leading and not isinstance(value, Edit) else None
        joined = self.live.set(id, prop, value, found)
        left = self.live.departed()
        props, edits = self.news.props.setdefault(id, []), self.news.edits
        if isinstance(value, Edit) and (prop not in props or (id, prop) in edits):
            edits.setdefault((id, prop), []).append(value)
        else:
            edits.pop((id, prop), None)
        if prop not in props:
            props.append(prop)
        self.news.joined += joined
        self.agenda.change(step, (id, prop), joined, left)
        edited = isinstance(value, Edit)
        if joined or left or (edited and value.before):  # or those there stand in another order
            self.agenda.move()
        if edited:
            self._apply_side(step, value.others)
        if before is not None:
            for name, one in self.live.switched(id, before).items():
                self.agenda.follow(step, (id, name))
                self._set(step, id, name, one, [])
        for name, led in (more or {}).items():
            self.agenda.follow(step, (id, name))
            self._put(step, id, name, led)

    def _put(self, step: Step, id: str, prop: str, value: Any) -> None:
        """Set a prop that changes with another one."""
        self.live.set(id, prop, value, [])
        props = self.news.props.setdefault(id, [])
        if prop not in props:
            props.append(prop)
        self.agenda.change(step, (id, prop), [], [])

    def _apply_side(self, step: Step, side: list[tuple[str, str, Any]]) -> None:
        """What set_props asked for (C150-C152)."""
        for id, prop, value in side:
            try:
                accepted, found = self.live.accept(id, prop, value)
                if step.callback.patches or id in self.live.page.snapshots:
                    self.live.remember(id, prop, self._group(step))
                self.agenda.follow(step, (id, prop))
                self._set(step, id, prop, accepted, found)
            except KeyError:
                if not self._lenient:
                    self.fail(step, NonExistentIdException(f"set_props({id!r}, ...): no such component is on the page.", where=str(step.callback), fix=closest(id, self.live.ids())))
            except NotPlain as error:
                self.fail(step, InvalidCallbackReturnValue(f"set_props({id!r}, {{{prop!r}: ...}}) holds a {type(error.value).__name__}.", where=str(step.callback)))
            except CannotPatch as error:
                self.fail(step, _unpatchable(error, step, f"{id}.{prop}"))
            except InvalidCallbackReturnValue as error:
                self.fail(step, error)

    def _group(self, step: Step) -> str:
        page, keys = self.live.page, step.writes or step.inputs
        return page.group or (keys and page.graph.group_of(keys[0][0])) or ""


def _unpatchable(error: CannotPatch, step: Step, place: str) -> InvalidCallbackReturnValue:
    callback = step.callback
    where = f"{callback.where}, {callback.describe_outputs()}"
    return InvalidCallbackReturnValue(f"{callback.name} has a Patch for {place}: {error}.", where=where, fix=error.fix)


def _nested(error: NotPlain) -> Any:
    """The offending value in a nest as deep as it stood, so that the message can name its place."""
    value: Any = error.value
    for step in reversed(error.path):
        value = {step: value}
    return value
