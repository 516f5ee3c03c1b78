"""Room 10. Which step of a plan is next, and what triggered it (SEMANTICS 1b, 1c). Knows no threads: a run asks it, one at a time.

A step is free when all that it waits for has finished. It is then due if one of its Inputs changed, or if it is an initial call
that no silence upstream has cancelled; else it is finished without having run. Each runs once; once more only if components that
came or set_props change what it has read already, and never by what it caused itself.
"""

from __future__ import annotations

from collections import deque

from hxdash.dependencies import Input
from hxdash.left import Left
from hxdash.live import Live
from hxdash.plan import Plan, insert, withdraw
from hxdash.reasons import NOBODY, NONE_CAME, Called, Came, Causes, Change
from hxdash.steps import Key, Step, StepKey, renew, resolve


class Agenda:
    """The steps of one run: who waits, who is due, who has finished.

    Args:
        plan: what may run.
        live: the page.
        prevent: the app's prevent_initial_callbacks.
    """

    def __init__(self, plan: Plan, live: Live, prevent: bool | str) -> None:
        self._plan, self._live, self._prevent = plan, live, prevent
        self._clock = self._landed = 0  # counts what changes, and the steps that have landed; and when the last one had
        self._changed = {key: Change(0, NOBODY, i) for i, key in enumerate(plan.changed)}
        self._called: dict[StepKey, Called] = {}
        if plan.graph.has_client:  # they are due for what changes here; for what the browser did they have been called there
            self._called = {s.key: Called(0, NOBODY, None) for s in plan.steps.values() if s.callback.is_client and not any(id in live.page.restored for id, _ in s.inputs)}
        self._initial = dict.fromkeys([*(step.key for step in plan.initial), *plan.came], 0)  # calls that are due because they or an Input came, each with its round
        self._firsts = {step.key for step in plan.initial}  # those that are due because they themselves came
        self._silent = dict.fromkeys(plan.silent, 0)  # what an initial call might have set and did not, with its round
        self._round = 0  # the page's own initial calls are of round 0; each arrival of components makes a new one
        self._came = {name: Came(keys, plan.causes) for name, keys in plan.came.items()}
        self._given: dict[StepKey, Step] = {}  # steps as they were when they were said to be due
        self._calling: set[StepKey] = set()
        self._cancelled: set[Step] = set()  # said to be due, but to be forgotten
        self._joined: list[str] = []  # what has come with the step that lands
        self._started: set[Step] = set()
        self._finished: set[Step] = set()
        self._flowing: set[Step] = set()  # generators that have yielded; what is downstream of them waits for their end
        self._again: set[Step] = set()  # to be called once more: what they read changed after they had read it
        self._former: dict[StepKey, dict[Key, None]] = {}  # Inputs of steps that have left the page: what changed there counts all the same
        self._known: dict[Step, tuple[int, list[Key]]] = {}  # triggers of steps that are due, and when that was found
        self._owns_plan = self._moved = self._stale = False
        self._rewire()

    # -- what a run asks -------------------------------------------------------------------------------------------------

    @property
    def is_done(self) -> bool:
        """Whether every step has finished."""
        return len(self._finished) == len(self._plan.steps)

    @property
    def is_extended(self) -> bool:
        """Whether steps may have joined that the request did not ask for: by components that came or by set_props."""
        return self._owns_plan

    @property
    def left(self) -> Left:
        """What is left to requests that follow."""
        return self._plan.left

    def came(self, step: Step) -> tuple[Key, ...]:
        """The Inputs that came with new components, because of which a step is due."""
        return self._came.get(step.key, NONE_CAME).keys

    def causes(self, step: Step) -> Causes:
        """The callbacks that led to the call of a step."""
        return self._called[step.key].causes

    def is_settled(self, step: Step) -> bool:
        """Whether all that lies downstream of a step has finished, as far as no generator is in between that goes on yielding."""
        todo, seen = list(self._downstream.get(self._now(step), ())), set()
        while todo:
            down = todo.pop()
            if down in self._flowing:
                continue
            if down not in self._finished:
                return False
            if down not in seen:
                seen.add(down)
                todo += self._downstream.get(down, ())
        return True

    def pending(self) -> list[Step]:
        """The steps that have not finished; not generators that have yielded."""
        return [step for step in self._plan.steps.values() if step not in self._finished and step not in self._flowing]

    def flow(self, step: Step) -> None:
        """Note that a step yields values before it has finished."""
        self._flowing.add(self._now(step))

    def begin(self) -> list[Step]:
        """The steps that are due first."""
        return self._due(self._free())

    def call(self, step: Step) -> tuple[Step | None, list[Key]]:
        """Note that a step is called now.

        Returns:
            The step with the ids that it has now (None if it has lost its components), and what triggered it.
        """
        if step in self._cancelled:
            return None, []
        step = self._now(step)
        self._calling.add(step.key)
        came = self._came.pop(step.key, NONE_CAME) if self._came else NONE_CAME
        causes = came.causes
        clock, triggered = self._known.pop(step, (-1, []))
        if clock != self._clock:
            triggered = self._triggers(step)
        for key in triggered:
            causes = causes | self._changed[key].causes if causes else self._changed[key].causes
        initial = self._initial.pop(step.key, None)
        self._called[step.key] = Called(self._clock, causes, initial if came.keys or not triggered else None)  # with a trigger it is a call like any other
        if came.keys:
            after = [key for key in triggered if self._changed[key].order > came.order]
            before = [key for key in triggered if key not in after and key not in came.keys]
            triggered = list(dict.fromkeys([*before, *came.keys, *after]))
        return renew(step, self._live) if self._owns_plan else step, triggered

    def quiet(self, step: Step) -> list[Key] | None:
        """If the last call of a step was its first one: those of its Inputs that others of its round did not set."""
        initial = self._called[step.key].initial
        return None if initial is None or step.key not in self._firsts else [key for key in step.inputs if self._silent.get(key) == initial]

    def change(self, step: Step, key: Key, joined: list[str], left: list[str]) -> None:
        """Note that a step has set a property, and which components came and left with it."""
        causes = self._called[step.key].causes | {step.callback}
        before = self._changed.get(key)
        self._clock += 1
        self._changed[key] = Change(self._clock, causes, before.order if before else len(self._changed))
        for reader in self._readers.get(key, ()):
            if reader in self._started and reader.callback not in causes:
                self._again.add(reader)
        if left and self._plan.graph.has_lists:
            self._leave(left, joined, causes)
        if joined:
            self._join(joined, causes)

    def follow(self, step: Step, key: Key) -> None:
        """Take in the steps downstream of a property that a step was not known to set."""
        before = len(self._plan.steps)
        self._own_plan().follow(*key, self._live, self.causes(step) | {step.callback})
        self._stale = self._stale or len(self._plan.steps) != before

    def move(self) -> None:
        """Note that components have come or left."""
        self._stale = self._moved = True

    def ahead(self, step: Step) -> set[Key]:
        """All that may come to be set because of a step: by itself, and by what lies downstream of it."""
        todo, keys = [step], set(step.writes)
        while todo:
            for key in todo.pop().writes:
                readers = [s for s in self._readers.get(key, ()) if not keys.issuperset(s.writes)]
                keys.update(k for s in readers for k in s.writes)
                todo += readers
        return keys

    def finish(self, step: Step, *, is_open: bool = False) -> list[Step]:
        """Note that a step has landed.

        Args:
            step: the step.
            is_open: what it will set is decided elsewhere, so that it has said nothing is no silence.

        Returns:
            The steps that are due now.
        """
        if step in self._cancelled:
            self._cancelled.discard(step)
            return []
        step = self._now(step)
        self._calling.discard(step.key)
        if self._joined:
            self._arrive([id for id in dict.fromkeys(self._joined) if self._live.has(id)], self._called[step.key].causes | {step.callback}, elsewhere=True)
            self._joined = []
        if not is_open:
            self._note_silence(step)
        self._clock = self._landed = self._clock + 1
        self._finished.add(step)
        if self._waits.get(step):  # meanwhile something has joined that it would have waited for
            self._again.add(step)
        if self._stale or self._again:
            self._reorder()
            return self._due(self._free())
        return self._due(self._settle(step))

    # -- who waits -------------------------------------------------------------------------------------------------------

    def _rewire(self) -> None:
        """Work out who waits for whom; done at the start and when steps joined the plan."""
        order = self._plan.order()
        self._downstream, self._readers = order.downstream, order.readers
        self._waits = dict(order.waits)
        for step in self._finished:
            del self._waits[step]
            for down in self._downstream[step]:
                if down in self._waits:
                    self._waits[down] -= 1
        self._stale = False

    def _free(self) -> list[Step]:
        return [s for s, before in self._waits.items() if not before and s not in self._started]

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

    def _reorder(self) -> None:
        """Take up again the steps that must run once more, and resolve ids anew after components came or left."""
        again = [s for s in self._again if s in self._finished]
        self._again.difference_update(again)
        behind = [r for s in self._plan.steps.values() if s not in self._finished for key in s.writes for r in self._readers.get(key, ())]
        todo = [*again, *behind]  # what lies behind a step that has joined may be due again too
        while todo:  # they and all that lies downstream of them are looked at again
            step = todo.pop()
            if step in self._finished:
                self._finished.discard(step)
                self._started.discard(step)
                todo += [s for key in step.writes for s in self._readers.get(key, ())]
        if self._moved:
            self._renew()
        self._rewire()

    def _renew(self) -> None:
        """Give all steps the ids that are on the page now (C63); those that have run too: what they read by a wildcard may have grown."""
        plan = self._own_plan()
        for step in list(plan.steps.values()):
            now = renew(step, self._live)
            if now is None:
                if resolve(step.callback, step.match, self._live) is None:
                    self._forget(step)
                continue
            if now.outputs == step.outputs and now.arguments == step.arguments:
                continue
            plan.replace(now)
            self._former.setdefault(step.key, {}).update(dict.fromkeys(key for key in step.inputs if key not in now.inputs))
            for steps in (self._started, self._finished, self._flowing, self._again):
                if step in steps:
                    steps.remove(step)
                    steps.add(now)
        self._moved = False

    def _forget(self, step: Step) -> None:
        """Take a step out that does not run just now: all that it sets has left the page (C63). If it comes back it is a new one."""
        if step in self._started and step not in self._finished:
            if step.key in self._calling:
                return
            self._cancelled.add(self._given[step.key])
        self._plan.remove(step)
        self._started.discard(step)
        self._finished.discard(step)
        for reasons in (self._initial, self._came, self._former):
            reasons.pop(step.key, None)

    def _now(self, step: Step) -> Step:
        """The step as it stands in the plan: it may have been renewed since it was given out."""
        return self._plan.steps.get(step.key, step) if self._owns_plan else step

    def _own_plan(self) -> Plan:
        """The plan, to be changed; others may use the one that was given."""
        if not self._owns_plan:
            self._plan, self._owns_plan = self._plan.copy(), True
        return self._plan

    # -- who is due ------------------------------------------------------------------------------------------------------

    def _due(self, free: list[Step]) -> list[Step]:
        """Those of the free steps that are due; those that have nothing to do are settled, and what waits for them is free as well."""
        todo, due = deque(free), []
        while todo:
            step = todo.popleft()
            if step in self._started:
                continue
            self._started.add(step)
            if self._is_due(step):
                due.append(step)
                self._given[step.key] = step
            else:
                self._initial.pop(step.key, None)  # a call that is dropped stays dropped, unless something asks for it anew
                todo.extend(self._settle(step))
        return due

    def _is_due(self, step: Step) -> bool:
        """At least one Input changed, or it is an initial call that no upstream silence has cancelled (C33, C34)."""
        triggered = self._triggers(step)
        self._known[step] = self._clock, triggered
        if triggered or (step.key in self._plan.asked and step.key not in self._called):
            return True
        initial = self._initial.get(step.key)
        if initial is None:
            return False
        if not step.callback.outputs:  # no silence drops these (seen in Dash 4.4.1)
            return True
        here = [key for key in step.inputs if self._live.has(key[0])]
        if not here or any(self._silent.get(key) != initial for key in here):
            return True
        return all(isinstance(ids, list) for d, ids in zip(step.callback.arguments, step.arguments, strict=True) if isinstance(d, Input))

    def _triggers(self, step: Step) -> list[Key]:
        """The Inputs that changed since the step was last called, in the order in which they did; not by what it caused itself (C61)."""
        called = self._called.get(step.key)
        found: dict[Key, int] = {}
        for key in (*step.inputs, *self._former[step.key]) if step.key in self._former else step.inputs:
            change = self._changed.get(key)
            if change is not None and (called is None or change.clock > called.clock) and step.callback not in change.causes:
                found[key] = change.order
        return list(found) if len(found) < 2 else sorted(found, key=found.__getitem__)

    def _note_silence(self, step: Step) -> None:
        """An initial call that gives nothing takes the initial calls with it that have nothing else to go by (C33)."""
        called = self._called.get(step.key)
        if called is not None and called.initial is not None:
            for key in step.writes:
                if key not in self._changed or self._changed[key].clock <= called.clock:
                    self._silent[key] = called.initial

    def _join(self, joined: list[str], causes: Causes) -> None:
        """Let new components bring their calls (C31, C40); those of callbacks elsewhere when all that came with them is known."""
        self._round += 1
        self._joined += joined
        self._arrive(joined, causes, elsewhere=False)

    def _arrive(self, joined: list[str], causes: Causes, *, elsewhere: bool) -> None:
        plan = self._own_plan()
        known = set(plan.steps)
        arrivals = insert(plan, self._live, joined, self._prevent, causes=causes, round=self._round if elsewhere else None)
        self._note_new(known, causes)
        for arrival in arrivals:
            name = arrival.step.key
            if arrival.step.callback in causes:
                continue
            self._ask(name, arrival.came, causes)
            if arrival.first:
                self._firsts.add(name)
            if arrival.step in self._started:
                self._again.add(arrival.step)

    def _leave(self, left: list[str], joined: list[str], causes: Causes) -> None:
        """Let what has left call those that had it in a list (C129)."""
        self._round += 1
        plan = self._own_plan()
        known = set(plan.steps)
        for step in withdraw(plan, self._live, left, joined, causes):
            if step.callback in causes:
                continue
            self._ask(step.key, (), causes)
            self._firsts.add(step.key)
            if step in self._started:
                self._again.add(step)
        self._note_new(known, causes)

    def _ask(self, name: StepKey, came: tuple[Key, ...], causes: Causes) -> None:
        """Note that a step is due because of the round of arrivals that there is now."""
        self._initial[name] = self._round
        earlier = self._came.get(name, NONE_CAME)
        keys = (*earlier.keys, *(key for key in came if key not in earlier.keys))
        self._came[name] = Came(keys, causes | earlier.causes, earlier.order if earlier.keys else len(self._changed) - 0.5)

    def _note_new(self, known: set[StepKey], causes: Causes) -> None:
        """What changed before a step was there does not concern it.

        But what the same answer set does, except for what MATCH stands for (seen in Dash 4.4.1).
        """
        for name in self._plan.steps.keys() - known:
            self._called[name] = Called(self._clock if self._plan.steps[name].match else self._landed, causes, None)
        self._stale = True

