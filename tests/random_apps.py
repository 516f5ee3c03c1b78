"""Random Dash apps as plain data: for the model test, and for the same apps on another library that speaks Dash.

Nothing here imports hxdash. An `App` says what is on the page and what the callbacks do; `build` makes real components and functions of
it with any module that has `html`, `dcc`, `Input`, ... (hxdash, or dash itself). What a callback gives follows from its arguments alone.

A page has fixed controls (i0, d0, s0, b0 ...), rows {"t": "in9", "i": 1} that are always there, and boxes whose children callbacks
replace or Patch: rows of the box's own family {"t": "in0", "i": 1}, a pair x0, y0, another box. No two callbacks feed each other.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

ALL, MATCH, SMALLER = "*ALL", "*MATCH", "*SMALLER"
Id = str | dict[str, Any]

KINDS = {"value": "text", "placeholder": "text", "title": "text", "children": "text", "n_submit": "count", "n_clicks": "count", "data": "json"}
BY_USER = {"value", "n_submit", "n_clicks"}
MEMBERS = {"in": ("Input", ("value", "placeholder", "n_submit")), "out": ("Div", ("children", "title")), "btn": ("Button", ("n_clicks",))}
MODES = ("all",) * 5 + ("equal", "some", "none", "prevent", "raise")
PATCHES = ("append", "append", "append", "prepend", "insert", "del first", "del last", "del last", "replace", "clear", "title")


def id_text(id: Id) -> str:
    """An id as it stands in a prop_id."""
    return id if isinstance(id, str) else json.dumps(id, sort_keys=True, separators=(",", ":"))


class Dep(NamedTuple):
    """A property, or a pattern of them, that a callback reads or sets."""

    id: Id
    prop: str
    duplicate: bool = False


@dataclass
class Part:
    """A component, as data."""

    kind: str
    id: Id | None = None
    props: dict[str, Any] = field(default_factory=dict)
    children: Any = None  # text, or a list of parts and texts


@dataclass(frozen=True)
class Tree:
    """Children that a callback gives."""

    children: Any


@dataclass(frozen=True)
class Ops:
    """A Patch: (what, path, value) of each operation."""

    steps: tuple[tuple[str, tuple[Any, ...], Any], ...]


class NoUpdate:
    """What stands for no_update."""

    def __repr__(self) -> str:
        return "no_update"


NO_UPDATE = NoUpdate()


@dataclass(frozen=True)
class Outcome:
    """What a call comes to: "give" with a value for each Output, "none", "prevent" or "raise"; and what it sets besides."""

    what: str
    values: tuple[Any, ...] = ()
    side: tuple[tuple[str, str, Any], ...] = ()


@dataclass(frozen=True)
class Box:
    """What may be in a container: rows, a pair of an Input and a Div with plain ids, another container."""

    name: str
    family: int
    rows: tuple[int, ...]
    members: tuple[str, ...]
    pair: bool = False
    inner: Box | None = None
    patched: bool = False

    def row(self, i: int, n: int) -> Part:
        """Row i; n varies its values."""
        made = {"in": lambda: {"value": f"v{n % 3}"}, "out": lambda: {"title": f"v{n % 3}"} if n % 2 else {}, "btn": dict}
        inside = [Part(MEMBERS[m][0], {"t": f"{m}{self.family}", "i": i}, made[m](), "t0" if m == "out" and n % 3 else None) for m in self.members]
        return Part("Div", {"t": f"row{self.family}", "i": i}, {}, inside)

    def tree(self, n: int) -> Any:
        """One of many contents."""
        if not self.patched and n % 8 == 7:
            return f"t{n // 8 % 3}"
        rows = [self.row(i, n // 8 + i) for i in self.rows if n >> (i + 5) & 1]
        out: list[Any] = rows[::-1] if n >> 11 & 1 else rows
        if self.pair and n >> 12 & 1:
            out += [Part("Input", f"x{self.family}", {"value": f"v{n // 64 % 3}"}), Part("Div", f"y{self.family}")]
        if self.inner is not None and n >> 13 & 3:
            out.insert(n >> 14 & 1, Part("Div", self.inner.name, {}, self.inner.tree(n // 4096)))
        return out


@dataclass(frozen=True)
class Spec:
    """One callback.

    Args:
        number: its place in an order that respects all dependencies.
        outputs, inputs, states: what it sets and reads.
        modes: what it may do; which one depends on its arguments.
        prevent: its prevent_initial_call.
        listed: it is declared with a list of Outputs.
        box: the container that it fills.
        patch: it gives Patches; of a container it must know the rows, so its last State is their ids.
        side: properties that it may set with set_props.
    """

    number: int
    outputs: list[Dep]
    inputs: list[Dep]
    states: list[Dep]
    modes: list[str]
    prevent: bool | str | None = None
    listed: bool = False
    box: Box | None = None
    patch: bool = False
    side: tuple[tuple[str, str], ...] = ()

    def outcome(self, arguments: Sequence[Any], outputs: Sequence[str | list[str]]) -> Outcome:
        """What a call with these arguments gives.

        Args:
            arguments: as they are noted.
            outputs: for each Output its id, or a list of ids.
        """
        digest = zlib.crc32(json.dumps([self.number, arguments], sort_keys=True).encode())
        mode, n = self.modes[digest % len(self.modes)], digest // 8
        side = tuple((id, prop, _value(prop, n)) for id, prop in self.side) if n % 2 else ()
        if mode in ("prevent", "raise"):
            return Outcome(mode)
        if mode == "none":
            return Outcome(mode, side=side)
        fresh = 0 if mode == "equal" else n
        values = [self._one(dep, ids, fresh + k, arguments) for k, (dep, ids) in enumerate(zip(self.outputs, outputs, strict=True))]
        if mode == "some":
            values = [NO_UPDATE if n >> k & 1 else _some(v, n) for k, v in enumerate(values)]
        return Outcome("give", tuple(values), side)

    def _one(self, dep: Dep, ids: str | list[str], n: int, arguments: Sequence[Any]) -> Any:
        if isinstance(ids, list):
            return [_value(dep.prop, n + i) for i in range(len(ids))]
        if self.box is not None and dep.prop == "children" and ids == self.box.name:
            return _row_patch(self.box, n, [id["i"] for id in arguments[-1]]) if self.patch else Tree(self.box.tree(n))
        return _data_patch(n) if self.patch else _value(dep.prop, n)


def _some(value: Any, n: int) -> Any:
    return [NO_UPDATE if n >> i + 4 & 1 else v for i, v in enumerate(value)] if isinstance(value, list) else value


def _value(prop: str, n: int) -> Any:
    n %= 3
    return {"text": f"t{n}", "count": n, "json": {"n": [n], "k": n}}[KINDS[prop]]


def _data_patch(n: int) -> Ops:
    steps = [("append", ("n",), n % 5), ("set", ("k",), n % 3), ("add", ("k",), 1), ("extend", ("n",), [n % 2, 1]), ("clear", ("n",), None), ("reverse", ("n",), None)]
    return Ops(tuple(steps[n // 16 >> 3 * k & 7] for k in range(1 + n % 2) if n // 16 >> 3 * k & 7 < len(steps)) or (steps[0],))


def _row_patch(box: Box, n: int, there: list[int]) -> Ops:
    """A change of rows, of which those with the indices `there` are in the box."""
    new = box.row(min(set(range(len(there) + 1)) - set(there)), n)
    what = PATCHES[n // 8 % len(PATCHES)] if there else "append"
    last = len(there) - 1
    one: dict[str, tuple[str, tuple[Any, ...], Any]] = {
        "append": ("append", (), new), "prepend": ("prepend", (), new), "insert": ("insert", (1,), new), "del first": ("del", (0,), None),
        "del last": ("del", (last,), None), "replace": ("set", (last,), new), "clear": ("clear", (), None), "title": ("set", (0, "props", "title"), f"p{n % 3}"),
    }
    return Ops((one[what],))


@dataclass(frozen=True)
class App:
    """A page, its callbacks, the app's prevent_initial_callbacks, and the order in which the callbacks are declared."""

    parts: list[Part]
    specs: list[Spec]
    prevent: bool | str
    order: list[int]
    is_async: bool = False

    def without(self, number: int) -> App:
        """The app less one callback."""
        return replace(self, specs=[s for s in self.specs if s.number != number], order=[n for n in self.order if n != number])


# -- making them -------------------------------------------------------------------------------------------------------


class Slot(NamedTuple):
    """A property that callbacks may read and set: of one component, or of all members of a family's rows."""

    name: str
    prop: str
    is_pattern: bool = False

    def dep(self, wild: str = ALL, *, duplicate: bool = False) -> Dep:
        """It as a dependency."""
        return Dep({"t": self.name, "i": wild} if self.is_pattern else self.name, self.prop, duplicate)


class Maker:
    """Makes one app: first what each callback sets, then what it reads, which is only what callbacks before it set.

    Args:
        rnd: where chance comes from.
        size: how many callbacks.
    """

    def __init__(self, rnd: random.Random, size: int) -> None:
        self.rnd, self.size = rnd, size
        self.boxes = self._boxes()
        self.fixed = Box("fixed", 9, (1, 2, 3), self._members())
        self.families = [*self.boxes, self.fixed]
        self.slots = [Slot(f"i{n}", p) for n in range(2) for p in ("value", "n_submit", "placeholder")]
        self.slots += [Slot(f"d{n}", p) for n in range(3) for p in ("children", "title", "n_clicks")]
        self.slots += [*(Slot(f"s{n}", "data") for n in range(2)), *(Slot(f"b{n}", "n_clicks") for n in range(2))]
        for box in self.families:
            self.slots += [Slot(f"row{box.family}", "id", True)]
            self.slots += [Slot(f"{m}{box.family}", p, True) for m in box.members for p in MEMBERS[m][1]]
            if box.pair:
                self.slots += [Slot(f"x{box.family}", "value"), Slot(f"y{box.family}", "children"), Slot(f"y{box.family}", "title")]
        self.slots += [Slot(box.name, "children") for box in self.boxes]
        self.writers: dict[Slot, list[int]] = {}

    def _members(self) -> tuple[str, ...]:
        return tuple(m for m in MEMBERS if self.rnd.random() < 0.7) or ("in",)

    def _boxes(self) -> list[Box]:
        rnd, made = self.rnd, []
        for family in range(rnd.choice((0, 1, 1, 1, 2))):
            patched = rnd.random() < 0.4
            inner = Box(f"inner{family}", family + 4, (1, 2), self._members(), rnd.random() < 0.5) if not patched and rnd.random() < 0.3 else None
            made.append(Box(f"box{family}", family, (0, 1, 2), self._members(), not patched and rnd.random() < 0.5, inner, patched))
            made += [inner] if inner else []
        return made

    def app(self) -> App:
        """The app."""
        rnd = self.rnd
        drafts = [self._draft(number) for number in range(self.size)]
        specs = [self._spec(number, *draft) for number, draft in enumerate(drafts)]
        specs = [replace(s, side=self._beside(s, specs)) if rnd.random() < 0.12 else s for s in specs]
        parts = self._layout({d.id for s in specs for d in s.outputs if s.patch and s.box is None})
        return App(parts, specs, rnd.choice((False, False, False, True, "initial_duplicate")), rnd.sample(range(self.size), self.size), rnd.random() < 0.3)

    def _layout(self, patched: set[Any]) -> list[Part]:
        rnd, kinds = self.rnd, {"i": "Input", "d": "Div", "s": "Store", "b": "Button"}
        parts = []
        for name in dict.fromkeys(s.name for s in self.slots if _is_fixed(s)):
            given = {s.prop: _value(s.prop, rnd.randint(0, 1)) for s in self.slots if s.name == name and (rnd.random() < 0.5 or name in patched)}
            parts.append(Part(kinds[name[0]], name, {p: v for p, v in given.items() if p != "children"}, given.get("children")))
        inner = [b.inner for b in self.boxes]
        parts += [Part("Div", b.name, {}, b.tree(rnd.getrandbits(24) & ~7) if rnd.random() < 0.7 else []) for b in self.boxes if b not in inner]
        parts.insert(rnd.randrange(len(parts)), Part("Div", None, {}, [self.fixed.row(i, rnd.randint(0, 5)) for i in self.fixed.rows]))
        return parts

    # -- what a callback sets --

    def _draft(self, number: int) -> tuple[list[Dep], Box | None, bool]:
        """The Outputs of a callback, the box that it fills, and whether it gives Patches."""
        what = self.rnd.choice(["plain"] * 6 + ["match"] * 4 + ["every"] + ["box"] * 4 * bool(self.boxes) + ["data", "again"])
        box, patch, again, slots, wild = None, False, False, [], ALL
        if what == "box":
            box = self.rnd.choice(self.boxes)
            slot = Slot(box.name, "children")
            again = slot in self.writers
            patch = box.patched and (again or self.rnd.random() < 0.5)
            slots = [] if again and not patch else [slot]
        elif what == "again":
            known = [s for s in self.writers if not s.is_pattern and s.name not in [b.name for b in self.boxes]]
            slots, again = self.rnd.sample(known, min(len(known), 1)), True
            patch = bool(slots) and slots[0].prop == "data" and self.rnd.random() < 0.5
        elif what == "data":
            slots, patch = self._free("data")[:1], True
        elif what in ("match", "every"):
            slots, wild = self._free(pattern=True), MATCH if what == "match" else ALL
            slots = [s for s in slots if s.name[-1] == slots[0].name[-1]][: self.rnd.choice((1, 1, 1, 2))]  # of one family, so all are there or none
        if not slots:
            box, patch, again, slots = None, False, False, self._free()
            slots = [s for s in slots if _is_fixed(s) is _is_fixed(slots[0])][: self.rnd.choice((0, 1, 1, 1, 2, 3))]
            slots = slots if all(map(_is_fixed, slots)) else slots[:1]  # so all are there or none
        for slot in slots:
            self.writers.setdefault(slot, []).append(number)
        return [s.dep(wild, duplicate=again) for s in slots], box, patch

    def _free(self, prop: str = "", *, pattern: bool = False) -> list[Slot]:
        boxes = [b.name for b in self.boxes]
        found = [s for s in self.slots if s not in self.writers and s.is_pattern is pattern and s.prop != "id" and s.name not in boxes and prop in ("", s.prop)]
        return self.rnd.sample(found, len(found))

    # -- what it reads --

    def _spec(self, number: int, outputs: list[Dep], box: Box | None, patch: bool) -> Spec:
        rnd = self.rnd
        match = next((d.id["t"][-1] for d in outputs if isinstance(d.id, dict) and d.id["i"] == MATCH), "")
        again = any(d.duplicate for d in outputs)
        inputs = self._read(number, match, (0, 1, 1, 2, 2, 3) if box is None else (1, 1, 2))
        states = self._read(number, match, (0, 0, 0, 1, 2))
        if box is not None:
            delete = Slot(f"btn{box.family}", "n_clicks", True)
            if delete in self.slots and delete not in self.writers and rnd.random() < 0.4 and delete.dep() not in inputs:
                inputs.append(delete.dep())
            states += [Slot(f"row{box.family}", "id", True).dep()] if patch else []
        if again and not inputs:
            inputs = [s.dep() for s in self.slots if _is_fixed(s) and s.prop in ("n_clicks", "n_submit") and s not in self.writers][-1:]
        prevent = rnd.choice((True, "initial_duplicate") if again else (None, None, None, None, True, False, "initial_duplicate"))
        if not inputs and prevent is True:
            prevent = "initial_duplicate" if again else None  # refused at start-up
        return Spec(number, outputs, inputs, states, [rnd.choice(MODES) for _ in range(2)], prevent, len(outputs) > 0 and rnd.random() < 0.2, box, patch)

    def _read(self, number: int, match: str, counts: Sequence[int]) -> list[Dep]:
        rnd = self.rnd
        last = {s: max(w) for s, w in self.writers.items()}
        pool = [s for s in self.slots if last.get(s, -1) < number or (self.writers[s] == [number] and not s.is_pattern and s.name not in [b.name for b in self.boxes])]
        pool += [s for s in pool if s in last] * 3 + [s for s in pool if s.prop in BY_USER] * 2
        near = [s for s in pool if s.is_pattern and s.name[-1] == match]
        out: list[Dep] = []
        for _ in range(rnd.choice(counts)):
            slot, wild = rnd.choice(pool), rnd.choice((ALL, SMALLER) if match else (ALL,))
            dep = rnd.choice(near).dep(rnd.choice((MATCH, MATCH, ALL, SMALLER))) if near and rnd.random() < 0.6 else slot.dep(wild)
            out += [dep] if dep not in out else []
        return out

    def _beside(self, spec: Spec, specs: list[Spec]) -> tuple[tuple[str, str], ...]:
        """What a callback may set with set_props: something that only callbacks after it read."""
        read = {(d.id, d.prop) for s in specs[: spec.number + 1] for d in (*s.inputs, *s.states, *(spec.outputs if s is spec else ())) if isinstance(d.id, str)}
        able = [s for s in self.slots if _is_fixed(s) and s.name[0] != "b" and (s.name, s.prop) not in read]
        return tuple(self.rnd.sample([(s.name, s.prop) for s in able], min(len(able), 1)))


def _is_fixed(slot: Slot) -> bool:
    return len(slot.name) == 2 and slot.name[0] in "idsb"


def make_app(rnd: random.Random, size: int) -> App:
    """A random app in which no callback feeds itself through others.

    Args:
        rnd: where chance comes from.
        size: how many callbacks.
    """
    return Maker(rnd, size).app()


# -- making them real --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Called:
    """One call, as plain JSON.

    Args:
        number: of the callback.
        outputs, inputs: for each dependency the id, or a list of ids.
        arguments: what it was given, with components told in short.
        triggered: what is in ctx.triggered; empty for an initial call.
    """

    number: int
    outputs: list[Any]
    inputs: list[Any]
    arguments: list[Any]
    triggered: list[str]


def told(value: Any) -> Any:
    """A value in which every component is a "#": what children look like inside differs between libraries."""
    if isinstance(value, dict) and "props" in value and "type" in value:
        return "#"
    return [told(v) for v in value] if isinstance(value, (list, tuple)) else value


def build(app: App, lib: Any, note: Callable[[Called], None]) -> tuple[list[Any], list[tuple[list[Any], dict[str, Any], Any]]]:
    """The app for a library.

    Args:
        app: what to build.
        lib: a module like dash.
        note: is told of every call.

    Returns:
        The layout, and for each callback its dependencies, its options and its function.
    """
    wild = {ALL: lib.ALL, MATCH: lib.MATCH, SMALLER: lib.ALLSMALLER}

    def dependency(kind: Any, dep: Dep, **options: Any) -> Any:
        id = dep.id if isinstance(dep.id, str) else {k: wild.get(v, v) for k, v in dep.id.items()}
        return kind(id, dep.prop, **options)

    callbacks = []
    by_number = {s.number: s for s in app.specs}
    for number in app.order:
        spec = by_number[number]
        outputs = [dependency(lib.Output, d, **({"allow_duplicate": True} if d.duplicate else {})) for d in spec.outputs]
        rest = [*(dependency(lib.Input, d) for d in spec.inputs), *(dependency(lib.State, d) for d in spec.states)]
        options = {} if spec.prevent is None else {"prevent_initial_call": spec.prevent}
        callbacks.append(([outputs, *rest] if spec.listed else [*outputs, *rest], options, _function(spec, lib, note, is_async=app.is_async)))
    return [component(p, lib) for p in app.parts], callbacks


def component(part: Any, lib: Any) -> Any:
    """A part as a component."""
    if not isinstance(part, Part):
        return part
    kind = getattr(lib.html if part.kind in ("Div", "Button") else lib.dcc, part.kind)
    props = dict(part.props) if part.id is None else {"id": part.id, **part.props}
    if part.kind in ("Div", "Button") and part.children is not None:
        props["children"] = [component(c, lib) for c in part.children] if isinstance(part.children, list) else part.children
    return kind(**props)


def _function(spec: Spec, lib: Any, note: Callable[[Called], None], *, is_async: bool) -> Any:
    real = _patch if spec.patch else _real  # code that speaks of Patch only where there is one

    def plainly(*arguments: Any) -> Any:
        ctx = lib.ctx
        triggered = [t["prop_id"] for t in ctx.triggered if t["prop_id"] != "."]
        outputs = [ctx.outputs_list] if len(spec.outputs) == 1 and not spec.listed else ctx.outputs_list or []
        seen = Called(spec.number, _ids(outputs), _ids(ctx.inputs_list), [told(a) for a in arguments], triggered)
        note(seen)
        outcome = spec.outcome(seen.arguments, seen.outputs)
        if outcome.what == "prevent":
            raise lib.exceptions.PreventUpdate
        if outcome.what == "raise":
            raise ValueError(spec.number)
        for id, prop, value in outcome.side:
            lib.set_props(id, {prop: value})
        if not spec.outputs:
            return None
        if outcome.what == "none":
            return lib.no_update
        values = [real(v, lib) for v in outcome.values]
        return tuple(values) if len(values) > 1 or spec.listed else values[0]

    async def on_loop(*arguments: Any) -> Any:
        return plainly(*arguments)

    function = on_loop if is_async else plainly
    function.__name__ = function.__qualname__ = f"f{spec.number}"
    return function


def _ids(listed: list[Any]) -> list[Any]:
    return [[id_text(one["id"]) for one in entry] if isinstance(entry, list) else id_text(entry["id"]) for entry in listed]


def _real(value: Any, lib: Any) -> Any:
    if isinstance(value, Tree):
        return [component(c, lib) for c in value.children] if isinstance(value.children, list) else value.children
    if isinstance(value, list):
        return [_real(v, lib) for v in value]
    return lib.no_update if value is NO_UPDATE else value


def _patch(value: Any, lib: Any) -> Any:
    if not isinstance(value, Ops):
        return _real(value, lib)
    patch = lib.Patch()
    for what, path, operand in value.steps:
        _operate(patch, what, path, component(operand, lib))
    return patch


def _operate(patch: Any, what: str, path: tuple[Any, ...], operand: Any) -> None:
    """One operation on a Patch, as an author would write it."""
    if what in ("append", "extend", "clear", "reverse", "prepend"):
        for key in path:
            patch = patch[key]
        getattr(patch, what)(*(() if operand is None else (operand,)))
        return
    for key in path[:-1]:
        patch = patch[key]
    if what == "insert":
        patch.insert(path[-1], operand)
    elif what == "set":
        patch[path[-1]] = operand
    elif what == "add":
        patch[path[-1]] += operand
    else:
        del patch[path[-1]]


# -- showing them ------------------------------------------------------------------------------------------------------


def describe(app: App) -> str:
    """An app as one reads it."""
    lines = [f"prevent_initial_callbacks={app.prevent!r}, declared in the order {app.order}{', async' if app.is_async else ''}"]
    lines += [_shown(p) for p in app.parts]
    for s in app.specs:
        more = {"prevent": s.prevent, "listed": s.listed, "patch": s.patch, "side": s.side, "box": s.box and (s.box.name, s.box.rows, s.box.members)}
        deps = [", ".join(f"{_bare(d.id)}.{d.prop}{'!' if d.duplicate else ''}" for d in deps) for deps in (s.inputs, s.states, s.outputs)]
        lines.append(f"{s.number}: {deps[0]}{' | ' + deps[1] if deps[1] else ''} -> {deps[2]}  {'/'.join(s.modes)} {({k: v for k, v in more.items() if v}) or ''}")
    return "\n".join(lines)


def _bare(id: Id | None) -> str:
    return str(id) if isinstance(id, str) or id is None else f"{id['t']}[{id['i']}]"


def _shown(part: Any) -> str:
    if not isinstance(part, Part):
        return repr(part)
    props = ", ".join(f"{k}={v!r}" for k, v in part.props.items())
    inside = f"[{', '.join(map(_shown, part.children))}]" if isinstance(part.children, list) else "" if part.children is None else repr(part.children)
    return f"{part.kind}({_bare(part.id)}{', ' + props if props else ''}){inside}"
