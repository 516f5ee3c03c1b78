"""Clientside callbacks in a test. No JavaScript runs here: what a browser would run now waits, and the test says what comes of it.

    page["name"].value = "Ada"
    assert page.clientside[0].arguments == ["Ada"]       # a browser runs this function now
    page.clientside_result("Hello, Ada")                 # ... and it returns that

All around it is as in static/clientside/calls.js, where every function returned a promise: what does not depend on it is sent at once,
all else waits for it, and what it set goes up with the next request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hxdash.callback import Callback
from hxdash.dependencies import Input, NoUpdate, Output, State
from hxdash.encoding import dumps, plain
from hxdash.ids import ALL, ALLSMALLER, MATCH, Id, captured, parse_id
from hxdash.steps import Key, Step, StepKey, matches, resolve
from hxdash.testing.clientprops import FIELDS, script_of, show
from hxdash.testing.controls import read
from hxdash.testing.document import Document, counters
from hxdash.testing.exchange import Impossible
from hxdash.testing.tree import Node

_WILDCARDS = {w.name: w for w in (MATCH, ALL, ALLSMALLER)}
_PROGRAM = re.compile(r"hxClientside\((\[.*\])\);\s*\Z", re.S)
Send = Callable[[str, list[str], list[tuple[str, str]]], Awaitable[None]]


@dataclass(frozen=True)
class ClientsideCall:
    """A clientside function that a browser would run now.

    Args:
        function: `dash_clientside.NAMESPACE.NAME`, or "inline".
        outputs, triggered: "ID.PROP" of what it sets and of what called it; nothing triggers a first call.
        arguments: what it is given, flat.
    """

    function: str
    outputs: list[str]
    triggered: list[str]
    arguments: list[Any]


@dataclass
class _Call:
    step: Step
    keys: dict[Key, None] = field(default_factory=dict)
    first: bool = False


@dataclass
class _Group:
    name: str
    due: dict[StepKey, _Call] = field(default_factory=dict)
    running: dict[StepKey, _Call] = field(default_factory=dict)
    silent: set[Key] = field(default_factory=set)
    draws: dict[str, None] = field(default_factory=dict)
    later: list[tuple[Key, Any, Step]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)


class _View:
    """The ids of a document, for resolving wildcards."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def has(self, id: str) -> bool:
        return self._document.by_id(id) is not None

    def ids(self) -> list[str]:
        return [id for node in self._document.nodes() if (id := node.get("id")) and _is_id(id)]

    def in_order(self, ids: list[str]) -> list[str]:
        return ids

    def is_fixed(self) -> bool:
        return False

    def is_elsewhere(self, _callback: Callback) -> bool:
        return False

    @property
    def drawings(self) -> Mapping[Key, list[str]]:
        return {}


def _is_id(text: str) -> bool:
    try:
        parse_id(text)
    except ValueError:  # a part of a component
        return False
    return True


class Clientside:
    """The clientside callbacks of one page.

    Args:
        program: the script that the page loads for them.
        document: gives the page as it is.
        send: posts triggers of a group.
    """

    def __init__(self, program: str, document: Callable[[], Document], send: Send) -> None:
        found = _PROGRAM.search(program)
        assert found, "this is not the script of clientside callbacks"
        specs = json.loads(found[1])
        self._callbacks = [_callback(spec) for spec in specs]
        self._places = {callback: (spec["g"], spec["n"]) for callback, spec in zip(self._callbacks, specs, strict=True)}
        self._functions = {c: s["f"] for c, s in zip(self._callbacks, specs, strict=True) if "f" in s}
        self._document, self._send = document, send
        self._groups: dict[str, _Group] = {}
        self._busy: set[str] = set()

    def is_busy(self, group: str) -> bool:
        """Whether a request of this group is under way, which takes what its answer leaves itself."""
        return group in self._busy

    def knows(self, group: str) -> bool:
        """Whether there are clientside callbacks in a group."""
        return any(base == group.partition(".")[0] for base, _ in self._places.values())

    # -- what a test sees ----------------------------------------------------------------------------------------------

    def waiting(self) -> list[ClientsideCall]:
        """What a browser would run now."""
        return [self._described(call) for _, call in self._all_running()]

    def _all_running(self) -> Iterator[tuple[_Group, _Call]]:
        for group in self._groups.values():
            yield from ((group, call) for call in group.running.values())

    def _described(self, call: _Call) -> ClientsideCall:
        step, name = call.step, self._functions[call.step.callback]
        pairs = zip(step.callback.arguments, step.arguments, strict=True)
        arguments = [[self._get(i, d.component_property) for i in ids] if isinstance(ids, list) else self._get(ids, d.component_property) for d, ids in pairs]
        return ClientsideCall("inline" if isinstance(name, str) else f"dash_clientside.{'.'.join(name)}", _texts(step.writes), _texts(call.keys), arguments)

    async def give(self, value: Any, output: str | None) -> None:
        """Let a function return.

        Raises:
            Impossible: none waits, or it is not clear which.
        """
        found = [(g, c) for g, c in self._all_running() if output is None or output in _texts(c.step.writes)]
        if len(found) != 1:
            waiting = "; ".join(" and ".join(_texts(c.step.writes)) or "one without Outputs" for _, c in self._all_running())
            raise Impossible(f"{'No' if not found else 'More than one'} clientside callback waits{f' for {output!r}' if output else ''}. Waiting: {waiting or 'none'}.")
        group, call = found[0]
        del group.running[call.step.key]
        self._land(group, call.step, value)
        await self._pump(group)

    def _land(self, group: _Group, step: Step, value: Any) -> None:
        news: list[tuple[Key, Any]] = []
        values = step.callback.split(value) if step.callback.outputs else []
        for output, ids, given in zip(step.callback.outputs, step.outputs, values, strict=True):
            pairs = [(i, given) for i in ids] if isinstance(given, NoUpdate) else zip(ids, given, strict=True) if isinstance(ids, list) else [(ids, given)]
            news += [((i, output.component_property), one) for i, one in ([(ids, given)] if not isinstance(ids, list) else pairs)]
        for key, one in sorted(news, key=lambda pair: self._is_field(pair[0])):
            if not isinstance(one, NoUpdate) and self._document().by_id(key[0]) is not None:
                self._change(group, key, plain(one), step)

    # -- what the page hears -------------------------------------------------------------------------------------------

    async def hear(self, group: str, keys: Iterable[str], fields: Iterable[tuple[str, str]] = ()) -> None:
        """Properties have changed; fields of buttons go with the request that this makes."""
        state = self._group(group)
        state.fields += fields
        for text in keys:
            heard = [key for key in (_split(text), _split(f"{text}_timestamp")) if self._readers(key)]
            is_kept = "*" in self._kind(_split(text))[:2]
            if not heard or is_kept or self._acts(_split(text)):
                state.raw.append(text)
            for key in heard if not is_kept else ():
                self._tell(state, key, None)
        await self._pump(state)

    async def absorb(self, group: str, texts: Iterable[str]) -> None:
        """An answer, or the page, leaves something to do."""
        state = self._group(group)
        if not state.due and not state.running:
            state.silent.clear()
        for text in texts:
            id, prop = _split(text)
            called = re.match(r"@(\d+):(.*)", prop, re.S)
            if prop[:1] == "~":
                state.silent.add((id, prop[1:]))
            elif called is None and prop[:1].isalpha():
                self._tell(state, (id, prop), None)
            elif called is None:
                state.raw.append(text)
            else:
                self._call(state, id, int(called[1]), called[2])
        await self._pump(state)

    def _call(self, group: _Group, id: str, number: int, name: str) -> None:
        callback = next(c for c, place in self._places.items() if place == (group.name.partition(".")[0], number))
        found = [captured(d.id, parse_id(id)) for d in (*callback.outputs, *callback.arguments)]
        for step in self._steps(callback, [match for match in found if match is not None]):
            if step.key not in group.running:
                call = group.due.setdefault(step.key, _Call(step))
                call.first = call.first or not name
                if name:
                    call.keys[id, name] = None

    # -- who is called when --------------------------------------------------------------------------------------------

    def _group(self, name: str) -> _Group:
        return self._groups.setdefault(name, _Group(name))

    def _steps(self, callback: Callback, known: Iterable[Mapping[str, Any]]) -> list[Step]:
        view = _View(self._document())
        found = [resolve(callback, full, view) for match in known for full in matches(callback, match, view)]
        return list({step.key: step for step in found if step is not None}.values())

    def _readers(self, key: Key) -> list[Step]:
        out = []
        for callback in self._callbacks:
            found = [captured(d.id, parse_id(key[0])) for d in callback.inputs if d.component_property == key[1]]
            out += self._steps(callback, [match for match in found if match is not None])
        return out

    def _ahead(self, step: Step) -> set[Key]:
        todo, seen, keys = [step], {step.key}, set[Key]()
        while todo:
            for key in todo.pop().writes:
                keys.add(key)
                new = [s for s in self._readers(key) if s.key not in seen]
                seen.update(s.key for s in new)
                todo += new
        return keys

    def _tell(self, group: _Group, key: Key, by: Step | None) -> None:
        for step in self._readers(key):
            if by is None or step.key != by.key:
                group.due.setdefault(step.key, _Call(step)).keys[key] = None

    def _on_server(self, call: _Call) -> bool:
        return call.step.callback not in self._functions

    def _is_blocked(self, group: _Group, call: _Call) -> bool:
        others = [c for c in (*group.due.values(), *group.running.values()) if c.step.key != call.step.key]
        if self._on_server(call):
            others = [c for c in others if not self._on_server(c)]
        return any(not self._ahead(c.step).isdisjoint(call.step.reads) for c in others)

    def _is_idle(self, group: _Group, call: _Call) -> bool:
        step = call.step
        single = [d for d, ids in zip(step.callback.arguments, step.arguments, strict=True) if isinstance(d, Input) and not isinstance(ids, list)]
        return not call.keys and bool(step.callback.outputs) and bool(single) and group.silent.issuperset(step.inputs)

    async def _pump(self, group: _Group) -> None:
        while True:
            calls = [c for c in group.due.values() if not self._on_server(c)]
            free = [c for c in calls if not self._is_blocked(group, c)]
            if not free and calls and not group.running and all(self._is_blocked(group, c) for c in group.due.values()):
                free = calls[:1]  # all wait for each other's States
            for call in free:
                del group.due[call.step.key]
                if not self._is_idle(group, call):
                    group.running[call.step.key] = call
                    group.silent.update(call.step.writes if call.first and not call.keys else ())
            if not free and not await self._hand_over(group):
                return

    async def _hand_over(self, group: _Group) -> bool:
        """Post what the server has to do; whether there was anything."""
        ready = self._ready(group)
        for call in ready:
            del group.due[call.step.key]
        idle = [c for c in ready if self._is_idle(group, c)]
        ready = [c for c in ready if c not in idle]
        called = {c.step.key: c.keys for c in ready}
        texts = dict[str, None]()
        for call in ready:
            for key in call.keys:
                whole = all(s.callback in self._functions or key in called.get(s.key, ()) for s in self._readers(key))
                texts[f"{key[0]}.{key[1]}" if whole else self._name(call.step, key)] = None
            if call.first:
                texts[self._name(call.step, None)] = None
                texts.update(dict.fromkeys(f"{id}.~{prop}" for id, prop in call.step.inputs if (id, prop) in group.silent))
        texts.update(dict.fromkeys((*group.draws, *group.raw)))
        group.draws, group.raw = {}, []
        if not texts:
            return bool(idle)
        held = [c for c in (*group.due.values(), *group.running.values()) if not self._on_server(c)]
        told = [self._name(c.step, key) for c in held for key in (*c.keys, *([None] if c.first else []))]
        self._busy.add(group.name)
        try:
            fields, group.fields = group.fields, []
            await self._send(group.name, [*texts, *told], fields)
        finally:
            self._busy.discard(group.name)
        left, document = self._document().follow.pop(group.name, []), self._document()
        for call in held:  # a first call that is not given back is not due (C33)
            if not call.keys and self._name(call.step, None) not in left and not any(f".@{self._places[call.step.callback][1]}:" in n for n in left):
                group.due.pop(call.step.key, None)
        later, group.later = group.later, []
        for key, value, by in later:
            if document.by_id(key[0]) is not None:
                self._change(group, key, value, by)
        await self.absorb(group.name, [name for name in left if name not in told])
        return True

    def _ready(self, group: _Group) -> list[_Call]:
        """The calls on the server that nothing here leads to, nor any that wait for something here."""
        calls = [c for c in group.due.values() if self._on_server(c)]
        ready = [c for c in calls if not self._is_blocked(group, c)]
        while True:
            stuck = [c for c in calls if c not in ready]
            free = [c for c in ready if not any(s.step.key != c.step.key and not self._ahead(s.step).isdisjoint(c.step.reads) for s in stuck)]
            if len(free) == len(ready):
                return free
            ready = free

    def _name(self, step: Step, key: Key | None) -> str:
        number = self._places[step.callback][1]
        if key is not None:
            return f"{key[0]}.@{number}:{key[1]}"
        ids = [i for found in (*step.outputs, *step.arguments) for i in (found if isinstance(found, list) else [found])]
        roles = (*step.callback.outputs, *step.callback.arguments)
        telling = (i for i in ids for d in roles if (captured(d.id, parse_id(i)) or {}).keys() >= step.match.keys())
        return f"{next(telling, ids[0])}.@{number}:"

    # -- properties ----------------------------------------------------------------------------------------------------

    def _kind(self, key: Key) -> str:
        return str(self._document().kinds.get(f"{key[0]}.{key[1]}", ""))

    def _acts(self, key: Key) -> bool:
        """Whether a change of a property calls a step of the component's own."""
        return "+" in self._kind(key)[:2]

    def _way(self, key: Key) -> str:
        return self._kind(key).lstrip("!+*")

    def _is_field(self, key: Key) -> bool:
        return self._way(key).split(" ")[0] in FIELDS

    def _get(self, id: str, prop: str) -> Any:
        document, (kind, _, name) = self._document(), self._way((id, prop)).partition(" ")
        node = document.by_id(id)
        if node is None:
            return None
        if kind == "count":
            count = counters(node).get(prop)
            return int(count) if count else None
        if kind == "figure":
            return {k: v for k, v in json.loads(script_of(node).content).items() if k in ("data", "layout", "frames")}
        return read(node, name or prop) if kind in FIELDS else document.values.get(f"{id}.{prop}")

    def _change(self, group: _Group, key: Key, value: Any, by: Step) -> None:
        text = f"{key[0]}.{key[1]}"
        if self._is_field(key) and any(drawn.rpartition(".")[0] == key[0] for drawn in group.draws):
            group.later.append((key, value, by))
            return
        group.silent.discard(key)
        document, kind = self._document(), self._kind(key)
        document.values[text] = value
        is_drawn = show(document, key, self._way(key), value)
        if not is_drawn:
            group.draws[f"{key[0]}.={key[1]}"] = None
        if kind.startswith("!") or not is_drawn:
            document.remove(document.named(f"c:{text}"))
            pairs = {"type": "hidden", "name": f"c:{text}", "value": dumps(value), "form": "hx", "hx-group": group.name}
            box = document.by_id("hx-state")
            assert box is not None
            document.append(box, Node("input", pairs))
        self._tell(group, key, by)
        if self._acts(key):
            group.raw.append(text)


def _split(text: str) -> Key:
    id, _, prop = text.rpartition(".")
    return id, prop


def _texts(keys: Iterable[Key]) -> list[str]:
    return [f"{id}.{prop}" for id, prop in keys]


def _id(given: Any) -> Id:
    return given if isinstance(given, str) else {k: _WILDCARDS[v[0]] if isinstance(v, list) else v for k, v in given.items()}


def _callback(spec: Mapping[str, Any]) -> Callback:
    """A callback of the page's program, as far as a test needs to know it."""
    outputs = tuple(Output(_id(id), prop) for id, prop in spec["o"])
    arguments = tuple((Input if is_input else State)(_id(id), prop, bool(optional)) for id, prop, is_input, optional in ((*d, 0, 0)[:4] for d in spec["i"]))
    return Callback(_not_here, outputs, arguments, spec.get("r"), spec.get("a"))


def _not_here() -> None:
    raise Impossible("this function is JavaScript")


