"""Room 10, run: call the functions of a plan, each when everything upstream of it has finished, and note what changed.

Sync functions run in hxdash's own threads, never on the event loop; coroutine functions on the loop. One thread drains the steps
that are ready; when one of them takes long, others are set to work beside it, so independent callbacks run at the same time and a
chain of quick ones costs one hop between threads. Every change is noted in order, so that an answer can stream while steps run.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from hxdash.callback import Callback
from hxdash.component import Found, describe
from hxdash.context import CURRENT, Call
from hxdash.dependencies import NoUpdate, Output
from hxdash.encoding import NotPlain
from hxdash.exceptions import CallbackException, InvalidCallbackReturnValue, NonExistentIdException, PreventUpdate, closest
from hxdash.live import Live
from hxdash.plan import Plan, Step, insert

logger = logging.getLogger("hxdash.run")
SLOW = 0.002  # seconds after which a running step no longer holds up those beside it

@dataclass(frozen=True)
class Failure:
    """A callback that raised.

    Args:
        step: what ran.
        error: what it raised.
        reference: shown to the user and written to the log.
    """

    step: Step
    error: Exception
    reference: str = field(default_factory=lambda: secrets.token_hex(4))


@dataclass
class Changes:
    """What happened between two looks at a run.

    Args:
        props: id to the props that changed, in order.
        joined: ids of components that came.
        failures: callbacks that raised.
        calls: the callbacks that ran, in order.
    """

    props: dict[str, list[str]] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    calls: list[Callback] = field(default_factory=list)


class Run:
    """One walk through a plan.

    Args:
        plan: what may run.
        live: the page; receives the changes.
        pool: threads for sync callbacks.
        request: what ctx says of the HTTP request.
        prevent: the app's prevent_initial_callbacks.
        on_error: the app's handler for exceptions of callbacks.
    """

    def __init__(
        self,
        plan: Plan,
        live: Live,
        pool: ThreadPoolExecutor,
        request: Mapping[str, Any] | None = None,
        prevent: bool | str = False,
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        self.plan, self.live, self.pool = plan, live, pool
        self._request, self._prevent, self._on_error = request or {}, prevent, on_error
        self._changed = dict(plan.changed)
        self._lock = threading.RLock()
        self._ready: deque[Step] = deque()
        self._finished: set[Step] = set()
        self._started: set[Step] = set()
        self._running: dict[Step, float] = {}
        self._workers = 0
        self._news = Changes()
        self._stopped = self._begun = self._listening = self._watching = False
        self._done = asyncio.Event()
        self._news_came = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._tasks: set[asyncio.Task[None]] = set()
        self._rewire()

    # -- what the outside sees -----------------------------------------------------------------------------------------

    async def finished(self, seconds: float | None = None) -> bool:
        """Start, and wait until all is finished or the time is up.

        Returns:
            Whether all is finished.
        """
        self.start()
        if self._done.is_set():
            return True
        try:
            await asyncio.wait_for(self._done.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def start(self) -> None:
        """Set the first steps to work."""
        with self._lock:
            if not self._begun:
                self._begun = True
                self._advance(self._free())
        if len(self._finished) == len(self.plan.steps):
            self._done.set()

    async def news(self) -> Changes | None:
        """The changes since the last look, as soon as there are any; None when the run is over."""
        while True:
            with self._lock:
                self._listening = True
                if self._news.calls or self._news.props or self._news.failures:
                    out, self._news = self._news, Changes()
                    return out
                if self._done.is_set():
                    return None
                self._news_came.clear()
            await self._news_came.wait()

    def take(self) -> Changes:
        """The changes since the last look."""
        with self._lock:
            out, self._news = self._news, Changes()
            return out

    def stop(self) -> None:
        """Start no further step: nobody waits for the answer any more."""
        with self._lock:
            self._stopped = True
            for task in self._tasks:
                task.cancel()
            self._check_done()

    # -- which step is next --------------------------------------------------------------------------------------------

    def _rewire(self) -> None:
        """Work out anew who waits for whom; done at the start and when steps joined the plan."""
        self._rewired = True
        upstream = self.plan.upstream()
        self._waits = {s: {u for u in before if u not in self._finished} for s, before in upstream.items() if s not in self._finished}
        self._downstream: dict[Step, list[Step]] = {}
        for step, before in self._waits.items():
            for up in before:
                self._downstream.setdefault(up, []).append(step)
        self._initial_writers: dict[tuple[str, str], list[Step]] = {}
        for step in self.plan.initial:
            for key in step.writes():
                self._initial_writers.setdefault(key, []).append(step)

    def _free(self) -> list[Step]:
        return [s for s, before in self._waits.items() if not before and s not in self._started]

    def _advance(self, free: list[Step]) -> None:
        """Queue those of the free steps that are due; settle at once those that have nothing to do. Holds the lock."""
        todo = deque(free)
        while todo:
            step = todo.popleft()
            if step in self._started:
                continue
            self._started.add(step)
            if self._is_due(step):
                self._ready.append(step)
            else:
                todo.extend(self._settle(step))
        self._employ()

    def _settle(self, step: Step) -> list[Step]:
        """Mark a step finished; the steps that are free now."""
        self._finished.add(step)
        self._waits.pop(step, None)
        free = []
        for down in self._downstream.get(step, ()):
            before = self._waits.get(down)
            if before is not None:
                before.discard(step)
                if not before and down not in self._started:
                    free.append(down)
        return free

    def _is_due(self, step: Step) -> bool:
        """At least one Input changed, or it is an initial call that no upstream silence has cancelled (C33, C34)."""
        inputs = step.inputs()
        if any(key in self._changed for key in inputs):
            return True
        if step not in self.plan.initial:
            return False
        return not inputs or not all(any(w is not step for w in self._initial_writers.get(key, ())) for key in inputs)

    def _employ(self) -> None:
        """Give queued steps to the loop or to a thread."""
        if any(s.callback.is_async for s in self._ready):
            for step in [s for s in self._ready if s.callback.is_async]:
                self._ready.remove(step)
                self._running[step] = time.monotonic()
                self._loop.call_soon_threadsafe(self._begin, step)
        if self._ready and not self._workers:
            self._hire()
        if not self._watching and len(self._ready) + len(self._running) > 1:
            self._watching = True
            self._loop.call_soon_threadsafe(self._loop.call_later, SLOW, self._watch)

    def _hire(self) -> None:
        self._workers += 1
        self.pool.submit(self._drain)

    def _watch(self) -> None:
        """Set more threads to work if those at work are slow and steps are ready."""
        with self._lock:
            self._watching = False
            if not self._ready or self._stopped:
                return
            late = time.monotonic() - SLOW
            slow = sum(1 for s, begun in self._running.items() if begun <= late and not s.callback.is_async)
            if slow >= self._workers:
                for _ in range(len(self._ready)):
                    self._hire()
            self._watching = True
            self._loop.call_later(SLOW, self._watch)

    def _check_done(self) -> None:
        """Tell the loop when nothing is left to do. Holds the lock."""
        if not self._running and (self._stopped or len(self._finished) == len(self.plan.steps)):
            self._loop.call_soon_threadsafe(self._finish_all)

    def _finish_all(self) -> None:
        self._done.set()
        self._news_came.set()

    # -- running one step ----------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        """What a thread does: take a ready step, run it, note it, until none is ready."""
        while True:
            with self._lock:
                if not self._ready or self._stopped:
                    self._workers -= 1
                    return
                step = self._ready.popleft()
                self._running[step] = time.monotonic()
            self._context.copy().run(self._work, step)

    def _work(self, step: Step) -> None:
        call, result = self._call(step)
        if call is not None:
            CURRENT.set(call)
            try:
                result = step.callback.call(call.values)
            except Exception as error:
                result = self._handle(step, error)
            finally:
                CURRENT.set(None)
        self._land(step, call, result)

    def _begin(self, step: Step) -> None:
        task = self._loop.create_task(self._work_async(step), context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_async(self, step: Step) -> None:
        call, result = self._call(step)
        if call is not None:
            CURRENT.set(call)
            try:
                result = await step.callback.call(call.values)
            except asyncio.CancelledError:
                result = PreventUpdate()
            except Exception as error:
                result = self._handle(step, error)
        self._land(step, call, result)

    def _call(self, step: Step) -> tuple[Call | None, Any]:
        """The call of a step, or what goes wrong already while its arguments are gathered."""
        try:
            if step.missing:
                raise self._missing(step)
            with self._lock:
                values = [self._argument(ids, d.component_property) for ids, d in zip(step.arguments, step.callback.arguments, strict=True)]
                triggered = [key for key in dict.fromkeys(step.inputs()) if key in self._changed]
        except Exception as error:
            return None, error
        return Call(step.callback, step.arguments, values, step.outputs, triggered, self._request), None

    def _argument(self, ids: str | list[str], prop: str) -> Any:
        if isinstance(ids, list):
            return [self.live.value(i, prop) for i in ids]
        return self.live.value(ids, prop) if self.live.has(ids) else None

    def _missing(self, step: Step) -> NonExistentIdException:
        dependency = step.missing[0]
        hint = closest(dependency.text, self.live.ids())
        return NonExistentIdException(
            f"{type(dependency).__name__}({dependency.text!r}, {dependency.component_property!r}): no such component is on the page now.",
            where=str(step.callback),
            fix=f"{hint + ' ' if hint else ''}Ids on the page: {', '.join(sorted(self.live.ids())[:12])}",
        )

    def _handle(self, step: Step, error: Exception) -> Any:
        """What a callback's exception comes to: nothing, on_error's value, or the exception itself (C73, C180, C181)."""
        handler = step.callback.on_error or self._on_error
        if isinstance(error, PreventUpdate) or handler is None:
            return error
        try:
            value = handler(error)
        except Exception as again:
            return again
        return PreventUpdate() if value is None else value

    def _land(self, step: Step, call: Call | None, result: Any) -> None:
        """Note what a step returned or raised, and go on."""
        with self._lock:
            if call is not None:
                self._news.calls.append(step.callback)
            try:
                if isinstance(result, Exception):
                    raise result
                self._apply(step, result)
            except PreventUpdate:
                pass
            except Exception as error:
                self._fail(step, error)
            if call is not None:
                self._apply_side(step, call)
            self._running.pop(step, None)
            free = self._settle(step)
            if self._rewired:
                free, self._rewired = self._free(), False
            self._advance(free)
            self._check_done()
            if self._listening:
                self._loop.call_soon_threadsafe(self._news_came.set)

    def _fail(self, step: Step, error: Exception) -> None:
        failure = Failure(step, error)
        self._news.failures.append(failure)
        trace = None if isinstance(error, CallbackException) else error
        logger.error("%s failed, reference %s: %s", step.callback, failure.reference, error, exc_info=trace)

    # -- what came back ------------------------------------------------------------------------------------------------

    def _apply(self, step: Step, returned: Any) -> None:
        values = step.callback.split(returned)
        ready: list[tuple[str, str, Any, Found]] = []
        for output, ids, value in zip(step.callback.outputs, step.outputs, values, strict=True):
            if isinstance(value, NoUpdate):
                continue
            for id, one in self._spread(step, output, ids, value):
                if self.live.has(id) and not isinstance(one, NoUpdate):
                    ready.append((id, output.component_property, *self._accept(step, output, id, one)))
        for id, prop, value, found in ready:
            self._set(id, prop, value, found)

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
        found: Found = []
        try:
            return type(self.live.component(id)).accept(output.component_property, value, found), found
        except NotPlain as error:
            return step.callback.check_plain(output, value if error.path == () else _nested(error)), found

    def _set(self, id: str, prop: str, value: Any, found: Found) -> None:
        joined = self.live.set(id, prop, value, found)
        self._changed[(id, prop)] = None
        props = self._news.props.setdefault(id, [])
        if prop not in props:
            props.append(prop)
        if joined:
            self._news.joined += joined
            before = len(self.plan.steps)
            insert(self.plan, self.live, joined, self._prevent)
            if len(self.plan.steps) != before:
                self._rewire()

    def _apply_side(self, step: Step, call: Call) -> None:
        """What set_props asked for (C150-C152)."""
        for id, prop, value in call.side:
            try:
                component = self.live.component(id)
                found: Found = []
                self.plan.follow(id, prop, self.live)
                self._set(id, prop, type(component).accept(prop, value, found), found)
                self._rewire()
            except KeyError:
                self._fail(step, NonExistentIdException(f"set_props({id!r}, ...): no such component is on the page.", where=str(step.callback), fix=closest(id, self.live.ids())))
            except NotPlain as error:
                self._fail(step, InvalidCallbackReturnValue(f"set_props({id!r}, {{{prop!r}: ...}}) holds a {type(error.value).__name__}.", where=str(step.callback)))


def _nested(error: NotPlain) -> Any:
    """The offending value in a nest as deep as it stood, so that the message can name its place."""
    value: Any = error.value
    for step in reversed(error.path):
        value = {step: value}
    return value
