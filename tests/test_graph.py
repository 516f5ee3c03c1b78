"""The callback graph of an app: groups, what an id is wired to, and the mistakes found at start-up. Numbers are those of SEMANTICS.md."""

from __future__ import annotations

from typing import Any

import pytest
from engine import Engine, without_lines

from hxdash import ALL, ALLSMALLER, MATCH, Input, Output, State, dcc, html
from hxdash.checks import check
from hxdash.graph import CallbackGraph
from hxdash.layout import Layout

Rows = list[tuple[Any, ...]]


def graph_of(*wires: Any) -> CallbackGraph:
    """A graph of callbacks f0, f1, ...; each is a wiring, or a list of dependencies."""
    page = Engine()
    for i, each in enumerate(wires):
        page.add(f"f{i}", each)
    return page.graph


# -- groups ------------------------------------------------------------------------------------------------------------

GROUPS: dict[str, tuple[list[str], list[str]]] = {
    "one callback": (["a.v -> b.v"], ["a b"]),
    "a chain": (["a.v -> b.v", "b.v -> c.v"], ["a b c"]),
    "two that share an input": (["a.v -> b.v", "a.v -> c.v"], ["a b c"]),
    "two that share a state": (["a.v | s.v -> b.v", "c.v | s.v -> d.v"], ["a b c d s"]),
    "two that share a component, not a property": (["a.v -> b.v", "b.w -> c.v"], ["a b c"]),
    "two that share nothing": (["a.v -> b.v", "c.v -> d.v"], ["a b", "c d"]),
    "joined by a third": (["a.v -> b.v", "c.v -> d.v", "b.v, d.v -> e.v"], ["a b c d e"]),
    "no output": (["a.v ->", "b.v -> c.v"], ["a", "b c"]),
}


@pytest.mark.parametrize(("wires", "expected"), GROUPS.values(), ids=GROUPS.keys())
def test_groups_are_connected_components(wires: list[str], expected: list[str]) -> None:
    graph = graph_of(*wires)
    names = [{graph.group_of(id) for id in ids.split()} for ids in expected]
    assert all(len(name) == 1 and None not in name for name in names)
    assert len(set.union(*names)) == len(expected)


def test_id_that_no_callback_names_has_no_group() -> None:
    graph = graph_of("a.v -> b.v")
    assert (graph.group_of("c"), graph.wired("c"), graph.readers("c", "v")) == (None, None, ())


def test_group_name_depends_on_its_own_callbacks_only() -> None:
    """Adding callbacks elsewhere, or declaring in another order, renames nothing."""
    one, two = graph_of("a.v -> b.v"), graph_of("c.v -> d.v", "a.v -> b.v")
    assert one.group_of("a") == two.group_of("b")
    assert one.group_of("a") != graph_of("a.w -> b.v").group_of("a")


def same(*pattern: Any, key: str = "i", **more: Any) -> dict[str, Any]:
    return {"t": pattern[0], key: pattern[1] if len(pattern) > 1 else MATCH, **more}


SPLIT: dict[str, tuple[list[list[Any]], bool]] = {
    "MATCH in and out": ([[Output(same("o"), "v"), Input(same("a"), "v")]], True),
    "a chain of them": ([[Output(same("o"), "v"), Input(same("a"), "v")], [Output(same("p"), "v"), Input(same("o"), "v")]], True),
    "a fixed id joins them": ([[Output(same("o"), "v"), Input(same("a"), "v"), State("s", "v")]], False),
    "ALL joins them": ([[Output(same("o"), "v"), Input(same("a"), "v")], [Output("sum", "v"), Input(same("o", ALL), "v")]], False),
    "ALLSMALLER joins them": ([[Output(same("o"), "v"), Input(same("a"), "v"), State(same("o", ALLSMALLER), "v")]], False),
    "another callback on one of them joins them": ([[Output(same("o"), "v"), Input(same("a"), "v")], [Output("p", "v"), Input(same("a", 1), "v")]], False),
    "other keys join them": (
        [[Output({"t": "o", "i": MATCH, "j": MATCH}, "v"), Input({"t": "a", "i": MATCH, "j": MATCH}, "v"), State(same("s"), "v")]],
        False,
    ),
}


@pytest.mark.parametrize(("callbacks", "split"), SPLIT.values(), ids=SPLIT.keys())
def test_groups_of_match_fall_apart_where_nothing_joins_them(callbacks: list[list[Any]], split: bool) -> None:
    graph = graph_of(*callbacks)
    extra = ',"j":1' if any("j" in d.id for c in callbacks for d in c if isinstance(d.id, dict)) else ""
    one, other = [{graph.group_of(f'{{"i":{n}{extra},"t":"{t}"}}') for t in "oa"} for n in (1, 2)]
    assert (len(one), len(other), one != other) == (1, 1, split)


def test_groups_of_match_take_their_name_from_the_value() -> None:
    graph = graph_of([Output(same("o"), "v"), Input(same("a"), "v")])
    names = [graph.group_of(f'{{"i":{value},"t":"a"}}') for value in ("1", '"x"', '"ü &"')]
    assert [n.partition(".")[2][:2] for n in names if n] == ["1", "x", names[2].partition(".")[2][:2]]  # type: ignore[union-attr]
    assert all(n and n.replace(".", "").isalnum() and n.isascii() for n in names)
    assert len(set(names)) == 3


# -- wiring ------------------------------------------------------------------------------------------------------------

KEPT: dict[str, tuple[list[Any], str, str]] = {
    "a state": (["a.v | b.w -> c.v"], "b", "w"),
    "one of two inputs": (["a.v, b.w -> c.v"], "b", "w"),
    "the only input, whose output may be inserted": (["b.w -> c.v"], "b", "w"),
    "the only input, of its own component": (["b.w -> b.v"], "b", ""),
    "the only input, no output": (["b.w ->"], "b", ""),
    "an output": (["a.v -> b.w"], "b", ""),
    "an input of ALL": ([[Output("c", "v"), Input({"b": ALL}, "w")]], '{"b":1}', "w"),
}


@pytest.mark.parametrize(("wires", "id", "kept"), KEPT.values(), ids=KEPT.keys())
def test_kept_props_are_those_that_a_callback_may_need_later(wires: list[Any], id: str, kept: str) -> None:
    wired = graph_of(*wires).wired(id)
    assert wired is not None
    assert wired.kept == set(kept.split())


def test_wired_says_what_callbacks_do_with_a_component() -> None:
    wired = graph_of("a.v, a.w | a.s -> a.o", [Output({"k": MATCH}, "o"), Input({"k": MATCH}, "v")], [Output("p", "o"), Input({"k": 1}, "w")])
    a, k = wired.wired("a"), wired.wired('{"k":1}')
    assert a is not None and k is not None
    assert (a.inputs, a.states, a.outputs, a.read) == ({"v", "w"}, {"s"}, {"o"}, {"v", "w", "s"})
    assert (k.inputs, k.states, k.outputs) == ({"v", "w"}, set(), {"o"})


def test_readers_say_what_match_stands_for() -> None:
    graph = graph_of([Output({"k": MATCH, "j": MATCH}, "o"), Input({"k": MATCH, "j": MATCH}, "v")], [Output("p", "o"), Input({"k": ALL, "j": 2}, "v")])
    readers = graph.readers('{"j":2,"k":1}', "v")
    assert [(c.name, match) for c, match in readers] == [("f0", {"k": 1, "j": 2}), ("f1", {})]
    assert [c.name for c, _ in graph.readers('{"j":3,"k":1}', "v")] == ["f0"]


# -- mistakes ----------------------------------------------------------------------------------------------------------


def mistakes(rows: Rows, *layout: Any, ids_known: bool = True) -> list[str]:
    """What `check` finds, as type and text."""
    page = Engine()
    for name, wires, *options in rows:
        page.add(name, wires, **(options[0] if options else {}))
    found = check(page.graph, Layout(list(layout)), ids_known=ids_known)
    return [f"{type(error).__name__}: {without_lines(str(error))}" for error in found]


LAYOUT = [dcc.Input(id="x"), html.Div(id="total"), html.Div(id="other"), dcc.Store(id="s"), html.Div(id={"k": 1})]
SUPPRESS = "If a callback makes this component, set suppress_callback_exceptions=True"
IDS = 'Ids in the layout: other, s, total, x, {"k":1}.'
ONE_SETS = "fix:   let one callback set it, or write Output(..., allow_duplicate=True) in the second with prevent_initial_call=True"
CIRCLE = "fix:   make one callback of them that has the properties both as Output and as Input, or turn one Input into a State"
DUPLICATE = {"prevent_initial_call": True}
MISTAKES: dict[str, tuple[Rows, list[str]]] = {
    "none": ([("f", "x.value | s.data -> total.children")], []),
    "V04 an id like another": (
        [("f", "x.value -> totl.children")],
        [f"NonExistentIdException: Output('totl', 'children'): no component has this id.\n  where: f (engine.py)\n  fix:   did you mean 'total'? {IDS} {SUPPRESS}"],
    ),
    "V04 an id like no other": (
        [("f", "qqqqqq.value | zzzzzz.data -> total.children")],
        [
            f"NonExistentIdException: Input('qqqqqq', 'value'): no component has this id.\n  where: f (engine.py)\n  fix:   {IDS} {SUPPRESS}",
            f"NonExistentIdException: State('zzzzzz', 'data'): no component has this id.\n  where: f (engine.py)\n  fix:   {IDS} {SUPPRESS}",
        ],
    ),
    "V04 a dict id": (
        [("f", [Output("total", "children"), Input({"k": 2}, "title")])],
        [
            "NonExistentIdException: Input('{\"k\":2}', 'title'): no component has this id.\n"
            f"  where: f (engine.py)\n  fix:   did you mean '{{\"k\":1}}'? {IDS} {SUPPRESS}"
        ],
    ),
    "C20 an optional callback": ([("f", "no.value -> nowhere.children", {"optional": True})], []),
    "C19 an optional input": ([("f", [Output("total", "children"), Input("no", "value", allow_optional=True)])], []),
    "V05 a property like another": (
        [("f", "x.valu -> total.children")],
        ["NonExistentPropException: Input('x', 'valu'): dcc.Input has no such property.\n  where: f (engine.py)\n  fix:   did you mean 'value'?"],
    ),
    "V05 a property like no other": (
        [("f", "s.qqqqqq -> total.children")],
        [
            "NonExistentPropException: Input('s', 'qqqqqq'): dcc.Store has no such property.\n  where: f (engine.py)\n"
            "  fix:   its properties are id, storage_type, data, clear_data, modified_timestamp"
        ],
    ),
    "V05 of what a wildcard matches": (
        [("f", [Output("total", "children"), Input({"k": ALL}, "valu")])],
        [
            "NonExistentPropException: Input('{\"k\":[\"ALL\"]}', 'valu'): html.Div has no such property.\n  where: f (engine.py)\n"
            f"  fix:   its properties are {', '.join(html.Div.prop_names)}"
        ],
    ),
    "V07 two set one property": (
        [("f", "x.value -> total.children"), ("g", "s.data -> total.children")],
        [f"DuplicateCallback: Two callbacks set total.children.\n  where: f (engine.py)  and  g (engine.py)\n  {ONE_SETS}"],
    ),
    "C87 allow_duplicate": (
        [("f", "x.value -> total.children"), ("g", [Output("total", "children", allow_duplicate=True), Input("s", "data")], DUPLICATE)],
        [],
    ),
    "C87 the first may be the one that says it": (
        [("f", [Output("total", "children", allow_duplicate=True), Input("x", "value")], DUPLICATE), ("g", "s.data -> total.children")],
        [],
    ),
    "V07 a third that does not say it": (
        [
            ("f", "x.value -> total.children"),
            ("g", [Output("total", "children", allow_duplicate=True), Input("s", "data")], DUPLICATE),
            ("h", "x.n_submit -> total.children"),
        ],
        [f"DuplicateCallback: Two callbacks set total.children.\n  where: f (engine.py)  and  h (engine.py)\n  {ONE_SETS}"],
    ),
    "C90 a wildcard over a fixed id": (
        [("f", [Output({"k": ALL}, "title"), Input("x", "value")]), ("g", [Output({"k": 1}, "title"), Input("s", "data")])],
        [
            'DuplicateCallback: Two callbacks set {"k":1}.title and {"k":["ALL"]}.title.\n'
            f"  where: f (engine.py)  and  g (engine.py)\n  {ONE_SETS}"
        ],
    ),
    "C90 two wildcards": (
        [("f", [Output({"k": ALL}, "title"), Input("x", "value")]), ("g", [Output({"k": MATCH}, "title"), Input({"k": MATCH}, "n_clicks")])],
        [
            'DuplicateCallback: Two callbacks set {"k":["MATCH"]}.title and {"k":["ALL"]}.title.\n'
            f"  where: f (engine.py)  and  g (engine.py)\n  {ONE_SETS}"
        ],
    ),
    "C86 a wildcard twice in one callback": (
        [("f", [Output({"k": ALL}, "title"), Output({"k": ALL}, "title"), Input("x", "value")])],
        [f'DuplicateCallback: The Output {{"k":["ALL"]}}.title is set twice in one callback.\n  where: f (engine.py)\n  {ONE_SETS}'],
    ),
    "C62 two in a circle": (
        [("f", "x.value -> s.data"), ("g", "s.data -> x.value")],
        [
            "CircularDependencyException: Callbacks feed each other in a circle.\n"
            f"  where: g (engine.py) → f (engine.py) → g (engine.py)\n  {CIRCLE}"
        ],
    ),
    "C62 three in a circle, one before it": (
        [("e", "x.n_submit -> x.value"), ("f", "x.value -> s.data"), ("g", "s.data -> total.children"), ("h", "total.children -> x.placeholder"), ("i", "x.placeholder -> s.clear_data"), ("j", "s.clear_data, x.value -> x.placeholder")],
        [f"DuplicateCallback: Two callbacks set x.placeholder.\n  where: h (engine.py)  and  j (engine.py)\n  {ONE_SETS}", f"CircularDependencyException: Callbacks feed each other in a circle.\n  where: j (engine.py) → i (engine.py) → j (engine.py)\n  {CIRCLE}"],
    ),
    "C62 by way of a wildcard": (
        [("f", [Output({"k": ALL}, "title"), Input("s", "data")]), ("g", [Output("s", "data"), Input({"k": 1}, "title")])],
        [
            "CircularDependencyException: Callbacks feed each other in a circle.\n"
            f"  where: g (engine.py) → f (engine.py) → g (engine.py)\n  {CIRCLE}"
        ],
    ),
    "C62 through a state is no circle": ([("f", "x.value -> s.data"), ("g", "x.n_submit | s.data -> x.value")], []),
    "C60 itself is no circle": ([("f", "x.value, total.title -> x.value, total.title")], []),
    "C16 never called": (
        [("f", "| x.value -> total.children", {"prevent_initial_call": True})],
        [
            "CallbackException: The callback would never run: it has no Input, and prevent_initial_call=True.\n"
            "  where: f (engine.py)\n  fix:   give it an Input, or leave prevent_initial_call out"
        ],
    ),
    "C126 MATCH at other keys": (
        [("f", [Output({"k": MATCH}, "title"), Output({"j": MATCH}, "title"), Input({"k": MATCH}, "n_clicks")])],
        ["WildcardException: The Outputs have MATCH at different keys.\n  where: f (engine.py)\n  fix:   use MATCH at the same keys in every Output"],
    ),
    "C126 MATCH and a fixed id": (
        [("f", [Output({"k": MATCH}, "title"), Output("total", "title"), Input({"k": MATCH}, "n_clicks")])],
        ["WildcardException: The Outputs have MATCH at different keys.\n  where: f (engine.py)\n  fix:   use MATCH at the same keys in every Output"],
    ),
    "C124 MATCH only in an input": (
        [("f", [Output({"k": MATCH}, "title"), Input({"k": MATCH, "j": MATCH}, "n_clicks")])],
        ['WildcardException: {"j":["MATCH"],"k":["MATCH"]}.n_clicks has MATCH at \'j\', which no Output has.\n  where: f (engine.py)\n  fix:   give every Output MATCH at this key, or use ALL'],
    ),
    "C125 MATCH in an input of a fixed output": ([("f", [Output("total", "title"), Input({"k": MATCH}, "n_clicks")])], []),
    "C127 ALLSMALLER in an output": (
        [("f", [Output({"k": ALLSMALLER}, "title"), Input("x", "value")])],
        ['WildcardException: ALLSMALLER stands in an Output: {"k":["ALLSMALLER"]}.title.\n  where: f (engine.py)\n  fix:   use it in Inputs and States'],
    ),
    "C127 ALLSMALLER without MATCH": (
        [("f", [Output("total", "title"), Input({"k": ALLSMALLER}, "n_clicks")])],
        ['WildcardException: {"k":["ALLSMALLER"]}.n_clicks has ALLSMALLER at \'k\', where no Output has MATCH.\n  where: f (engine.py)\n  fix:   give an Output MATCH at this key'],
    ),
    "C127 ALLSMALLER beside MATCH": ([("f", [Output({"k": MATCH}, "title"), Input({"k": ALLSMALLER}, "n_clicks"), State({"k": MATCH}, "lang")])], []),
}


@pytest.mark.parametrize(("rows", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_are_found_at_start_up(rows: Rows, expected: list[str]) -> None:
    assert mistakes(rows, *LAYOUT) == expected


def test_unknown_ids_are_no_mistake_where_callbacks_make_components() -> None:
    """A03; what can be known is still checked."""
    found = mistakes([("f", "no.value, x.valu -> nowhere.children")], *LAYOUT, ids_known=False)
    assert [f.partition("\n")[0] for f in found] == ["NonExistentPropException: Input('x', 'valu'): dcc.Input has no such property."]


def test_unknown_id_in_a_layout_without_ids_lists_none() -> None:
    assert "Ids in the layout: none." in mistakes([("f", "-> a.children")])[0]


def test_check_of_many_callbacks_is_quick() -> None:
    """2,000 callbacks on one property: the check must not show at start-up."""
    import time  # noqa: PLC0415

    page = Engine(*(html.Div(id=f"d{i}") for i in range(2001)))
    for i in range(2000):
        page.add(f"f{i}", f"d{i}.children -> d{i + 1}.children")
    begun = time.thread_time()
    assert check(page.graph, page.layout, ids_known=True) == []
    assert time.thread_time() - begun < 6
