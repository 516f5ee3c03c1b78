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
from dataclasses import dataclass, field
from typing import Any

from hxdash.callback import Callback
from hxdash.component import Found, describe
from hxdash.context import CURRENT, Call
from hxdash.dependencies import Input, NoUpdate, Output, no_update
from hxdash.encoding import NotPlain
from hxdash.exceptions import CallbackException, InvalidCallbackReturnValue, NonExistentIdException, PreventUpdate, RequestRefused, closest
from hxdash.live import Live
from hxdash.plan import Key, Plan, Step, StepKey, insert, renew
from hxdash.threads import Threads

logger = logging.getLogger("hxdash.run")
SLOW = 0.002  # seconds after which a running step no longer holds up those beside it
OBSERVER: contextvars.ContextVar[Callable[[Callback], None] | None] = contextvars.ContextVar("hxdash_observer", default=None)  # for tests
BUSY = 0.05  # seconds until a thread is asked for again when all are taken
Causes = frozenset[StepKey]
NOBODY: Causes = frozenset()


@dataclass(frozen=True)
class Failure:
    """A callback that raised.

    Args:
        step: what ran.
        error: what it raised.
        reference: shown to the user and written to the log.
    """

    step: Step
    error: BaseException
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


@dataclass(frozen=True, slots=True)
class Change:
    """A property that changed.

    Args:
        clock: when; 0 if the user did it.
        causes: the steps that led to it.
        order: its place in ctx.triggered.
    """

    clock: int
    causes: Causes
    order: int


@dataclass(frozen=True, slots=True)
class Called:
    """When a step was last called.

    Args:
        clock: when; only later changes concern it.
        causes: the steps that led to the call.
        initial: the round of initial calls that it was of.
    """

    clock: int
    causes: Causes
    initial: int | None


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
        pool: Threads,
        request: Mapping[str, Any] | None = None,
        prevent: bool | str = False,
        on_error: Callable[[Exception], Any] | None = None,
    ) -> None:
        self.plan, self.live, self.pool = plan, live, pool
        self._request, self._prevent, self._on_error = request or {}, prevent, on_error
        self._clock = 0  # counts the steps that have landed
        self._changed = {key: Change(0, NOBODY, i) for i, key in enumerate(plan.changed)}
        self._called: dict[StepKey, Called] = {}
        self._initial = {step.key: 0 for step in plan.initial}  # initial calls that are still due, each with its round
        self._silent: dict[Key, int] = {}  # what an initial call might have set and did not, with its round
        self._round = 0  # initial calls that came with the page are of round 0; each arrival of components makes a new one
        self._came: dict[StepKey, tuple[tuple[Key, ...], Causes]] = {}
        self._again: set[Step] = set()  # steps to be called once more: what they read changed after they had read it
        self._lost: set[StepKey] = set()  # steps whose components have left the page
        self._owns_plan = self._moved = False
        self._lock = threading.RLock()
        self._ready: deque[Step] = deque()
        self._finished: set[Step] = set()
        self._started: set[Step] = set()
        self._running: dict[Step, float] = {}
        self._workers = self._ready_async = 0
        self._news = Changes()
        self._stopped = self._over = self._begun = self._listening = self._watching = False
        self._done = False
        self._waiter: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._observe = OBSERVER.get()
        self._tasks: set[asyncio.Task[None]] = set()
        self._rewire()

    # -- what the outside sees -----------------------------------------------------------------------------------------

    async def finished(self, seconds: float | None = None) -> bool:
        """Start, and wait until all is finished or the time is up.

        Returns:
            Whether all is finished.
        """
        self.start()
        if self._done:
            return True
        self._waiter = self._loop.create_future()
        timer = self._loop.call_later(seconds, self._wake) if seconds is not None else None
        try:
            await self._waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()
        return self._done

    def start(self) -> None:
        """Set the first steps to work."""
        with self._lock:
            if not self._begun:
                self._advance(self._free())
                self._begun = True
                if len(self._finished) == len(self.plan.steps):
                    self._done = True

    async def news(self) -> Changes | None:
        """The changes since the last look, as soon as there are any; None when the run is over."""
        while True:
            with self._lock:
                self._listening = True
                if self._news.calls or self._news.props or self._news.failures:
                    out, self._news = self._news, Changes()
                    return out
                if self._done:
                    return None
                self._waiter = self._loop.create_future()
            await self._waiter

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
        self._tell()

    # -- which step is next --------------------------------------------------------------------------------------------

    def _rewire(self) -> None:
        """Work out who waits for whom; done at the start and when steps joined the plan."""
        order = self.plan.order()
        self._downstream = order.downstream
        self._waits = dict(order.waits)
        for step in self._finished:
            del self._waits[step]
            for down in self._downstream[step]:
                if down in self._waits:
                    self._waits[down] -= 1
        self._readers = order.readers
        self._stale = False

    def _free(self) -> list[Step]:
        return [s for s, before in self._waits.items() if not before and s not in self._started]

    def _reorder(self) -> list[Step]:
        """Resolve ids anew after components came or left, and take up again the steps that must run once more.

        Returns:
            The steps that are free now.
        """
        todo = [s for s in self._again if s not in self._running]
        self._again.difference_update(todo)
        while todo:  # they and all that lies downstream of them are looked at again
            step = todo.pop()
            if step in self._ready:
                self._ready.remove(step)
            elif step not in self._finished:
                continue
            self._finished.discard(step)
            self._started.discard(step)
            todo += [s for key in step.writes for s in self._readers.get(key, ())]
        if self._moved:
            self._renew()
        self._rewire()
        return self._free()

    def _renew(self) -> None:
        """Give the steps that are yet to start the ids that are on the page now (C63)."""
        plan = self._own_plan()
        for step in [s for s in plan.steps.values() if s not in self._started]:
            now = renew(step, self.live)
            if now is None:
                self._lost.add(step.key)
            else:
                self._lost.discard(step.key)
                plan.replace(now)
        self._moved = False

    def _own_plan(self) -> Plan:
        """The plan, to be changed; others may use the one that was given."""
        if not self._owns_plan:
            self.plan, self._owns_plan = self.plan.copy(), True
        return self.plan

    def _advance(self, free: list[Step]) -> None:
        """Queue those of the free steps that are due; settle at once those that have nothing to do. Holds the lock."""
        if self._stopped:
            return
        todo = deque(free)
        while todo:
            step = todo.popleft()
            if step in self._started:
                continue
            self._started.add(step)
            if self._is_due(step):
                self._ready.append(step)
                self._ready_async += step.callback.is_async
            else:
                todo.extend(self._settle(step))
        self._employ()

    def _settle(self, step: Step) -> list[Step]:
        """Mark a step finished; the steps that are free now."""
        self._finished.add(step)
        self._waits.pop(step, None)
        free = []
        for down in self._downstream[step]:
            left = self._waits.get(down)
            if left is not None:
                self._waits[down] = left - 1
                if left == 1 and down not in self._started:
                    free.append(down)
        return free

    def _is_due(self, step: Step) -> bool:
        """At least one Input changed, or it is an initial call that no upstream silence has cancelled (C33, C34)."""
        if step.key in self._lost:
            return False
        if self._triggers(step) or self._came.get(step.key, ((), NOBODY))[0]:
            return True
        initial = self._initial.get(step.key)
        if initial is None:
            return False
        if any(self._silent.get(key) != initial for key in step.inputs):
            return True
        return all(isinstance(ids, list) for d, ids in zip(step.callback.arguments, step.arguments, strict=True) if isinstance(d, Input))

    def _triggers(self, step: Step) -> list[Key]:
        """The Inputs that changed since the step was last called, in the order in which they did; not by what it caused itself (C61)."""
        name, found = step.key, []
        since = self._called[name].clock if name in self._called else -1
        for key in dict.fromkeys(step.inputs):
            change = self._changed.get(key)
            if change is not None and change.clock > since and name not in change.causes:
                found.append((change.order, key))
        return [key for _, key in sorted(found)]

    def _employ(self) -> None:
        """Give queued steps to the loop or to a thread."""
        if self._ready_async:
            self._ready_async = 0
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
        try:
            self.pool.submit(self._drain)
        except RequestRefused:
            if not self._begun:
                raise
            if not self._workers:  # what has begun goes on as soon as there is a thread
                self._loop.call_soon_threadsafe(self._loop.call_later, BUSY, self._retry)
            return
        self._workers += 1

    def _retry(self) -> None:
        with self._lock:
            if not self._stopped:
                self._employ()

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
        """Note when nothing is left to do. Holds the lock."""
        if not self._running and (self._stopped or len(self._finished) == len(self.plan.steps)):
            self._over = True

    def _tell(self) -> None:
        """Wake the loop when all is over. The last thing that a thread does, so that the two do not get in each other's way."""
        with self._lock:
            over, self._over = self._over, False
        if over:
            self._loop.call_soon_threadsafe(self._finish_all)

    def _finish_all(self) -> None:
        self._done = True
        self._wake()

    def _wake(self) -> None:
        """Let whoever awaits look again. Runs on the loop."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # -- running one step ----------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        """What a thread does: take a ready step, run it, note it, until none is ready."""
        while True:
            with self._lock:
                if not self._ready or self._stopped:
                    self._workers -= 1
                    break
                step = self._ready.popleft()
                self._running[step] = time.monotonic()
            self._context.copy().run(self._work, step)
        self._tell()

    def _work(self, step: Step) -> None:
        call, error = self._call(step)
        result = None
        if call is not None:
            CURRENT.set(call)
            try:
                result = step.callback.call(call.values)
            except BaseException as raised:  # SystemExit too: it must end neither the thread nor the wait for this step
                result, error = self._handle(step, raised)
            finally:
                CURRENT.set(None)
        self._land(step, call, result, error)

    def _begin(self, step: Step) -> None:
        if self._stopped:
            self._give_up(step)
            return
        task = self._loop.create_task(self._work_async(step), context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._end(task, step))

    def _end(self, task: asyncio.Task[None], step: Step) -> None:
        self._tasks.discard(task)
        if step in self._running:  # cancelled before its first line
            self._give_up(step)

    def _give_up(self, step: Step) -> None:
        self._land(step, None, None, PreventUpdate())
        self._tell()

    async def _work_async(self, step: Step) -> None:
        call, error = self._call(step)
        result = None
        if call is not None:
            CURRENT.set(call)
            try:
                result = await step.callback.call(call.values)
            except asyncio.CancelledError:
                error = PreventUpdate()
            except (Exception, SystemExit) as raised:
                result, error = self._handle(step, raised)
        self._land(step, call, result, error)
        self._tell()

    def _call(self, step: Step) -> tuple[Call | None, BaseException | None]:
        """The call of a step, or what goes wrong already while its arguments are gathered."""
        try:
            with self._lock:
                came, causes = self._came.pop(step.key, ((), NOBODY))
                triggered = self._triggers(step)
                causes = causes.union(*(self._changed[key].causes for key in triggered))
                triggered += [key for key in came if key not in triggered]
                self._called[step.key] = Called(self._clock, causes, self._initial.pop(step.key, None))
                if step.missing:
                    raise self._missing(step)
                values = [self._argument(ids, d.component_property) for ids, d in zip(step.arguments, step.callback.arguments, strict=True)]
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

    def _handle(self, step: Step, error: BaseException) -> tuple[Any, BaseException | None]:
        """What a callback's exception comes to: nothing, on_error's value, or the exception itself (C73, C180, C181)."""
        handler = step.callback.on_error or self._on_error
        if isinstance(error, PreventUpdate) or not isinstance(error, Exception) or handler is None:
            return None, error
        try:
            value = handler(error)
        except Exception as again:
            return None, again
        return no_update if value is None else value, None

    def _land(self, step: Step, call: Call | None, result: Any, error: BaseException | None) -> None:
        """Note what a step returned or raised, and go on."""
        with self._lock:
            self._clock += 1
            if call is not None:
                self._news.calls.append(step.callback)
                if self._observe is not None:
                    self._observe(step.callback)
            try:
                if error is not None:
                    raise error
                self._apply(step, result)
                if call is not None and call.side:
                    self._apply_side(step, call)
            except PreventUpdate:
                pass
            except BaseException as raised:
                self._fail(step, raised)
            self._note_silence(step)
            self._running.pop(step, None)
            if self._stale or self._again:
                self._finished.add(step)
                self._advance(self._reorder())
            else:
                self._advance(self._settle(step))
            self._check_done()
            if self._listening:
                self._loop.call_soon_threadsafe(self._wake)

    def _note_silence(self, step: Step) -> None:
        """An initial call that gives nothing takes the initial calls with it that have nothing else to go by (C33)."""
        called = self._called.get(step.key)
        if called is not None and called.initial is not None:
            for key in step.writes:
                if key not in self._changed or self._changed[key].clock != self._clock:
                    self._silent[key] = called.initial

    def _fail(self, step: Step, error: BaseException) -> None:
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
        if len(ready) > 1:
            places = {id: i for i, id in enumerate(dict.fromkeys(r[0] for r in ready))}
            ready.sort(key=lambda r: places[r[0]])  # by component, as Dash's answers are: the order of ctx.triggered downstream
        for id, prop, value, found in ready:
            self._set(step, id, prop, value, found)

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
            return self.live.type_of(id).accept(output.component_property, value, found), found
        except NotPlain as error:
            return step.callback.check_plain(output, value if error.path == () else _nested(error)), found

    def _set(self, step: Step, id: str, prop: str, value: Any, found: Found) -> None:
        """Set a prop on behalf of a step."""
        left = len(self.live.gone)
        joined = self.live.set(id, prop, value, found)
        key = (id, prop)
        causes = self._called[step.key].causes | {step.key}
        before = self._changed.get(key)
        self._changed[key] = Change(self._clock, causes, before.order if before else len(self._changed))
        for reader in self._readers.get(key, ()):
            if (reader in self._finished or reader in self._running) and reader.key not in causes:
                self._again.add(reader)
        props = self._news.props.setdefault(id, [])
        if prop not in props:
            props.append(prop)
        if joined:
            self._join(joined, causes)
        if joined or len(self.live.gone) != left:
            self._stale = self._moved = True

    def _join(self, joined: list[str], causes: Causes) -> None:
        """Let new components bring their calls (C31, C40)."""
        self._news.joined += joined
        self._round += 1
        plan = self._own_plan()
        known = set(plan.steps)
        arrivals = insert(plan, self.live, joined, self._prevent)
        for name in plan.steps.keys() - known:
            self._called[name] = Called(self._clock - 1, causes, None)  # what changed before it was there does not concern it
        for arrival in arrivals:
            name = arrival.step.key
            if name in causes:
                continue
            if arrival.first:
                self._initial[name] = self._round
            self._came[name] = arrival.came, causes
            if arrival.step in self._finished or arrival.step in self._running:
                self._again.add(arrival.step)

    def _apply_side(self, step: Step, call: Call) -> None:
        """What set_props asked for (C150-C152)."""
        for id, prop, value in call.side:
            try:
                found: Found = []
                accepted = self.live.type_of(id).accept(prop, value, found)
                before = len(self.plan.steps)
                self._own_plan().follow(id, prop, self.live)
                self._stale = self._stale or len(self.plan.steps) != before
                self._set(step, id, prop, accepted, found)
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
