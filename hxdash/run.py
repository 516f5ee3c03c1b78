"""Room 10, run: call the functions of a plan, each when everything upstream of it has finished, and note what changed.

Sync functions run in hxdash's own threads, never on the event loop; coroutine functions on the loop. One thread drains the steps
that are ready; when one of them takes long, others are set to work beside it, so independent callbacks run at the same time and a
chain of quick ones costs one hop between threads. Every change is noted in order, so that an answer can stream while steps run.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from typing import Any

from hxdash.agenda import Agenda
from hxdash.callback import Callback
from hxdash.chain import Stop, chain_of, walk
from hxdash.changes import Changes
from hxdash.context import CURRENT, Call
from hxdash.deferral import Deferral
from hxdash.dependencies import no_update
from hxdash.exceptions import PreventUpdate, RequestRefused
from hxdash.held import Going
from hxdash.live import Live
from hxdash.outcome import Outcome
from hxdash.plan import Plan
from hxdash.steps import Key, Step, missing
from hxdash.threads import Threads

logger = logging.getLogger("hxdash.run")
SLOW = 0.002  # seconds after which a running step no longer holds up those beside it
OBSERVER: contextvars.ContextVar[Callable[[Callback], None] | None] = contextvars.ContextVar("hxdash_observer", default=None)  # for tests
BUSY = 0.05  # seconds until a thread is asked for again when all are taken


class Run:
    """One walk through a plan.

    Args:
        plan: what may run.
        live: the page; receives the changes.
        pool: threads for sync callbacks.
        request: what ctx says of the HTTP request.
        prevent: the app's prevent_initial_callbacks.
        on_error: the app's handler for exceptions of callbacks.
        lenient: ids that callbacks name need not be on the page; what is missing is only logged.
        going: finds the same call where it goes on already, because the page did not wait for it.
    """

    def __init__(
        self, plan: Plan, live: Live, pool: Threads, request: Mapping[str, Any] | None = None, prevent: bool | str = False,
        on_error: Callable[[Exception], Any] | None = None, lenient: bool = False, going: Callable[[Call], Going | None] | None = None,
    ) -> None:  # fmt: skip
        self.live, self.pool, self._lenient, self._going = live, pool, lenient, going
        self._plan, self._prevent = plan, prevent
        self._agenda: Agenda  # from the start on, unless the plan is a chain
        self.refused: RequestRefused | None = None  # a component could not do what was asked of it
        self._request, self._on_error = {} if request is None else request, on_error
        self._lock = threading.RLock()
        self._ready: deque[Step] = deque()
        self._running: dict[Step, float] = {}
        self._workers = self._ready_async = 0
        self._deferral = Deferral(live, prevent)
        self._flows: set[Step] = set()  # generators that have yielded
        self._calls: dict[Step, Call] = {}  # of the steps that run
        self._left: dict[Step, Going] | None = None  # those that go on although nobody waits here
        self._stopped = self._over = self._begun = self._listening = self._watching = self._walking = self._done = False
        self._waiter: asyncio.Future[None] | None = None
        self._loop, self._context = asyncio.get_running_loop(), contextvars.copy_context()
        self._outcome = Outcome(live, OBSERVER.get(), lenient=lenient)
        self._tasks: set[asyncio.Task[None]] = set()

    # -- what the outside sees -----------------------------------------------------------------------------------------

    async def finished(self, seconds: float | None = None) -> bool:
        """Start, and wait until all is finished or the time is up.

        Returns:
            Whether all is finished.
        """
        self._waiter = self._loop.create_future()
        timer = self._loop.call_later(seconds, self._wake) if seconds is not None else None
        try:
            self.start()  # the last thing before the loop lets go, so that a thread need not wait for it
            if not self._done:
                await self._waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()
        return self._done

    def start(self) -> None:
        """Set the first steps to work."""
        with self._lock:
            if self._begun:
                return
            if chain := self._chain():
                self._walking = True
                self.pool.submit(lambda: self._walk(chain))
            else:
                self._queue(self._open())
                self._done = self._agenda.is_done
            self._begun = True

    def _chain(self) -> list[Step]:
        """The steps, if each waits for the one before it and the plan is known from earlier requests."""
        plan = self._plan
        if plan.chain is None:
            plan.chain = chain_of(plan) if plan.is_kept else []
        return plan.chain

    def _open(self) -> list[Step]:
        """Begin to keep an agenda; the steps that are due first."""
        self._agenda = self._outcome.agenda = self._deferral.agenda = Agenda(self._plan, self.live, self._prevent)
        return self._agenda.begin()

    def _walk(self, chain: list[Step]) -> None:
        """What a thread does with a chain; from where the walk stops things go on in full."""
        changed = self._plan.changed
        done, stop = walk(chain, self.live, changed, self._request, self._is_stopped, self._context)
        with self._lock:
            self._walking = False
            for step, key in done:
                self._outcome.reached(step, key)
            if stop is not None:
                self._resume(done, stop)
            else:
                self._over = True
        self._tell()

    def _resume(self, done: list[tuple[Step, Key | None]], stop: Stop) -> None:
        """Go on in full from where a walk stopped, as if it had been so from the start."""
        due = self._open()
        for step, key in done:
            self._agenda.call(step)
            if key is not None:
                self._agenda.change(step, key, [], [])
            due = self._agenda.finish(step)
        assert due == [stop.step]
        if stop.call is None:
            self._queue(due)
            return
        self._agenda.call(stop.step)
        self._running[stop.step] = time.monotonic()
        result, error = (stop.result, None) if stop.error is None else self._context.copy().run(self._handle_in, stop)
        self._land(stop.step, stop.call, result, error)

    def _handle_in(self, stop: Stop) -> tuple[Any, BaseException | None]:
        assert stop.error is not None
        CURRENT.set(stop.call)
        return self._handle(stop.step, stop.error)

    async def news(self) -> Changes | None:
        """The changes since the last look, as soon as there are any; None when the run is over.

        What a step changed is news only when all that depends on it has finished: the page never shows half of a chain.
        """
        while True:
            with self._lock:
                self._listening = True
                self._deferral.unset.update(key for step in self._flows for key in step.writes)
                out = self._outcome.take(settled=True)
                if out.calls or out.props or out.failures or out.follow:
                    return out
                if self._done:
                    return None
                self._waiter = self._loop.create_future()
            await self._waiter

    def take(self) -> Changes:
        """The changes since the last look."""
        with self._lock:
            return self._outcome.take(settled=False)

    def flowing(self) -> list[str]:
        """If nothing but generators is left to do: the properties whose change ends them; else nothing."""
        with self._lock:
            if not self._flows or self._ready or not self._flows.issuperset(self._running):
                return []
            return sorted({f"{id}.{prop}" for s in self._flows for id, prop in s.inputs} | {str(c) for s in self._flows for c in s.callback.cancel})

    def pending(self) -> list[Step]:
        """The steps that have not finished, as far as they are known."""
        with self._lock:
            return self._agenda.pending() if hasattr(self, "_agenda") else list(self._plan.steps.values()) if self._walking else []

    def leave(self) -> list[Going] | None:
        """Leave all that a page's first run has not finished to requests that follow; the calls that go on. None if it cannot or need not be."""
        with self._lock:
            if not (steps := self._agenda.pending()) or not self._deferral.can_leave(steps):
                return None
            self._left = {step: Going(call) for step, call in self._calls.items()}
            due = {step: self._calls[step].triggered if step in self._calls else None for step in (*self._running, *self._ready)}
            self._ready.clear()
            self._deferral.leave(due, self._outcome.news)
            return list(self._left.values())

    def stop(self) -> None:
        """Start no further step: nobody waits for the answer any more."""
        with self._lock:
            self._stopped = True
            if self._walking or not self._begun:
                return
            for task in self._tasks:
                task.cancel()
            self._check_done()
        self._tell()

    # -- who works -----------------------------------------------------------------------------------------------------

    def _queue(self, due: list[Step]) -> None:
        """Set steps that are due to work. Holds the lock."""
        if self._stopped:
            return
        due = self._deferral.known(due, self._outcome.news)
        self._ready.extend(due)
        self._ready_async += sum(1 for s in due if s.callback.is_async)
        self._employ()

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
        self._over = self._over or (not self._running and (self._stopped or self._agenda.is_done))

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
                if self._going and (going := self._going(call)):
                    going.tell(call, lambda result, error: self._conclude(step, call, result, error))
                    return
                result = step.callback.call(call.values)
                if step.callback.is_generator:
                    result, error = self._exhaust(step, call, result)
            except BaseException as raised:  # SystemExit too: it must end neither the thread nor the wait for this step
                result, error = self._handle(step, raised)
            finally:
                CURRENT.set(None)
        self._land(step, call, result, error)

    def _conclude(self, step: Step, call: Call | None, result: Any, error: BaseException | None) -> None:
        """Note what came of a step that was not drained, and whether all is over."""
        self._land(step, call, result, error)
        self._tell()

    def _begin(self, step: Step) -> None:
        if self._stopped:
            self._give_up(step)
            return
        task = self._loop.create_task(self._work_async(step), context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._end(task, step))

    def _end(self, task: asyncio.Task[None], step: Step) -> None:
        self._tasks.discard(task)
        if task.cancelled():  # before its first line; the step itself may be at work again
            self._give_up(step)

    def _give_up(self, step: Step) -> None:
        self._conclude(step, None, None, PreventUpdate())

    async def _work_async(self, step: Step) -> None:
        call, error = self._call(step)
        result = None
        if call is not None:
            CURRENT.set(call)
            try:
                if self._going and (going := self._going(call)):
                    result, error = await going.arrive(call)
                else:
                    result = step.callback.call(call.values)
                    result, error = await self._exhaust_async(step, call, result) if step.callback.is_generator else (await result, None)
            except asyncio.CancelledError:
                error = PreventUpdate()
            except (Exception, SystemExit) as raised:
                result, error = self._handle(step, raised)
        self._conclude(step, call, result, error)

    def _call(self, step: Step) -> tuple[Call | None, BaseException | None]:
        """The call of a step, or what goes wrong already while its arguments are gathered."""
        try:
            with self._lock:
                if self._left is not None:
                    raise PreventUpdate
                now, triggered = self._agenda.call(step)
                if now is None:
                    raise PreventUpdate
                if now.missing:
                    self._refuse(now)
                values = [self.live.component(str(now.arguments[0]))] if now.callback.own else [self._argument(ids, d.component_property) for ids, d in zip(now.arguments, now.callback.arguments, strict=True)]
                call = self._calls[step] = Call(now.callback, now.arguments, values, now.outputs, triggered, self._request, self._is_stopped)
        except Exception as error:
            return None, error
        return call, None

    def _is_stopped(self) -> bool:
        return self._stopped

    def _argument(self, ids: str | list[str], prop: str) -> Any:
        if isinstance(ids, list):
            return [self.live.value(i, prop) for i in ids]
        return self.live.value(ids, prop) if self.live.has(ids) else None

    def _refuse(self, step: Step) -> None:
        """A callback cannot be called without some of its components (C42); where ids may be missing that is only logged."""
        error = missing(step, self.live)
        if self._lenient or step.callback.optional:
            logger.info("%s is not called: %s", step.callback, error.what)
            raise PreventUpdate
        raise error

    def _handle(self, step: Step, error: BaseException) -> tuple[Any, BaseException | None]:
        """What a callback's exception comes to: nothing, on_error's value, or the exception itself (C73, C180, C181)."""
        if step.callback.own:
            self.refused = error if isinstance(error, RequestRefused) else None
            return None, error
        handler = step.callback.on_error or self._on_error
        if isinstance(error, PreventUpdate) or not isinstance(error, Exception) or handler is None:
            return None, error
        try:
            value = handler(error)
        except Exception as again:
            return None, again
        return no_update if value is None else value, None

    # -- what came back ------------------------------------------------------------------------------------------------

    def _exhaust(self, step: Step, call: Call, values: Generator[Any, Any, Any]) -> tuple[Any, BaseException | None]:
        """Set what a generator yields as it comes; what it returned at last, and what it yielded wrongly."""
        try:
            while not self._stopped:
                try:
                    value = next(values)
                except StopIteration as end:
                    return no_update if end.value is None else end.value, None
                if error := self._yielded(step, call, value):
                    return None, error
        finally:
            values.close()
        return no_update, None

    async def _exhaust_async(self, step: Step, call: Call, values: AsyncGenerator[Any, Any]) -> tuple[Any, BaseException | None]:
        async with contextlib.aclosing(values):
            async for value in values:
                if error := self._yielded(step, call, value):
                    return None, error
                if self._stopped:
                    break
        return no_update, None

    def _yielded(self, step: Step, call: Call, value: Any) -> BaseException | None:
        """Let what a generator yielded land at once; what is downstream of it waits for its end. Gives what is wrong with it."""
        with self._lock:
            if self._stopped:
                return None
            self._flows.add(step)
            self._agenda.flow(step)
            try:
                if self._listening:
                    self._outcome.part()
                    self._outcome.news.calls.append(step.callback)
                self._outcome.accept(step, call, value)
            except Exception as error:
                return error
            if self._listening:
                self._loop.call_soon_threadsafe(self._wake)
        return None

    def _land(self, step: Step, call: Call | None, result: Any, error: BaseException | None) -> None:
        """Note what a step returned or raised, and go on."""
        with self._lock:
            self._calls.pop(step, None)
            if self._left is None:
                self._take_in(step, call, result, error)
        if self._left is not None and step in self._left:
            self._left[step].given.set_result((result, error))

    def _take_in(self, step: Step, call: Call | None, result: Any, error: BaseException | None) -> None:
        """The same. Holds the lock."""
        if self._listening:
            self._outcome.part()
        self._outcome.belongs(step)
        if call is not None:
            self._outcome.called(step)
        try:
            if error is not None:
                raise error
            if call is not None and not self._stopped:
                self._outcome.accept(step, call, result)
        except PreventUpdate:
            pass
        except BaseException as raised:
            self._outcome.fail(step, raised)
        self._running.pop(step, None)
        self._flows.discard(step)
        self._queue(self._agenda.finish(step))
        self._check_done()
        if self._listening:
            self._loop.call_soon_threadsafe(self._wake)
