"""Which callbacks a change concerns, and which wait for which. Numbers are those of SEMANTICS.md."""

from __future__ import annotations

from typing import Any

import pytest
from engine import Engine, wiring

from hxdash import ALL, ALLSMALLER, MATCH, Input, Output, State, html
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.plan import Plan, first, for_change, insert, update
from hxdash.steps import Step, rank, renew, resolve

Rows = list[tuple[str, Any]]


def page_of(rows: Rows, *layout: Any, prevent: bool | str = False) -> tuple[Engine, Live]:
    """A page with these callbacks, and with a Div for every string id in them unless a layout is given."""
    dependencies = [d for _, wires in rows for d in (wiring(wires) if isinstance(wires, str) else wires)]
    ids = dict.fromkeys(d.id for d in dependencies if isinstance(d.id, str))
    page = Engine(*(layout or (html.Div(id=id) for id in ids)), prevent=prevent)
    for name, wires in rows:
        page.add(name, wires)
    return page, Live(PageState("/", page.layout, page.graph))


def waits(plan: Plan) -> dict[str, str]:
    """For each step the names of those that it waits for."""
    return {step.callback.name: " ".join(sorted(up.callback.name for up in before)) for step, before in plan.upstream().items()}


CHAIN = [("B", "a.v -> b.v"), ("C", "b.v -> c.v"), ("D", "c.v -> d.v")]
DIAMOND = [("D", "b.v, c.v -> d.v"), ("B", "a.v -> b.v"), ("C", "a.v -> c.v")]
PLANS: dict[str, tuple[Rows, str, dict[str, str]]] = {
    "C50 chain": (CHAIN, "a.v", {"B": "", "C": "B", "D": "C"}),
    "C50 chain from its middle": (CHAIN, "b.v", {"C": "", "D": "C"}),
    "C50 nothing downstream": (CHAIN, "d.v", {}),
    "C52 diamond": (DIAMOND, "a.v", {"B": "", "C": "", "D": "B C"}),
    "C52 diamond from one side": (DIAMOND, "b.v", {"D": ""}),
    "fan-out": ([(f"F{i}", f"a.v -> f{i}.v") for i in range(4)], "a.v", dict.fromkeys(("F0", "F1", "F2", "F3"), "")),
    "fan-in": ([*((f"F{i}", f"a.v -> f{i}.v") for i in range(2)), ("G", "f0.v, f1.v -> g.v")], "a.v", {"F0": "", "F1": "", "G": "F0 F1"}),
    "a chain and a shortcut": ([("B", "a.v -> b.v"), ("C", "a.v, b.v -> c.v")], "a.v", {"B": "", "C": "B"}),
    "C51 a state upstream": ([("B", "a.v -> b.v"), ("C", "a.v | b.v -> c.v")], "a.v", {"B": "", "C": "B"}),
    "C51 a state far upstream": ([*CHAIN, ("E", "a.v | d.v -> e.v")], "a.v", {"B": "", "C": "B", "D": "C", "E": "D"}),
    "a state alone brings nobody": ([("B", "a.v -> b.v"), ("C", "x.v | b.v -> c.v")], "a.v", {"B": ""}),
    "another property of the component": ([("B", "a.v -> b.v"), ("C", "b.w -> c.v")], "a.v", {"B": ""}),
    "C60 self loop": ([("X", "x.v -> x.v"), ("D", "x.v -> d.v")], "x.v", {"X": "", "D": "X"}),
    "C60 two-way sync": ([("S", "x.v, y.v -> x.v, y.v")], "x.v", {"S": ""}),
    "two in step through states": (
        [("X", "a.v | y.v -> x.v"), ("Y", "a.v | x.v -> y.v")],
        "a.v",
        {"X": "", "Y": "X"},
    ),
    "states give way to inputs": (
        [("X", "a.v, y.v -> x.v"), ("Y", "a.v | x.v -> y.v")],
        "a.v",
        {"X": "Y", "Y": ""},
    ),
    "no output": ([("B", "a.v -> b.v"), ("L", "b.v ->")], "a.v", {"B": "", "L": "B"}),
    "two triggers": ([("B", "a.v -> b.v"), ("C", "x.v -> c.v"), ("D", "y.v -> d.v")], "a.v x.v", {"B": "", "C": ""}),
}


@pytest.mark.parametrize(("rows", "triggers", "expected"), PLANS.values(), ids=PLANS.keys())
def test_plan_of_a_change(rows: Rows, triggers: str, expected: dict[str, str]) -> None:
    page, live = page_of(rows)
    plan = update(page.graph, live, [tuple(t.split(".")) for t in triggers.split()])  # type: ignore[misc]
    assert waits(plan) == expected
    assert (plan.initial, list(plan.changed)) == (set(), [tuple(t.split(".")) for t in triggers.split()])


FIRST: dict[str, tuple[Rows, bool | str, list[str], dict[str, str]]] = {
    "C30 all": (CHAIN, False, ["B", "C", "D"], {"B": "", "C": "B", "D": "C"}),
    "C37 none": (CHAIN, True, [], {}),
    "C38 initial_duplicate": (CHAIN, "initial_duplicate", ["B", "C", "D"], {"B": "", "C": "B", "D": "C"}),
    "C16 no input": ([("B", "-> b.v"), ("C", "| b.v -> c.v")], False, ["B", "C"], {"B": "", "C": "B"}),
    "C15 no output": ([("B", "a.v ->"), ("C", "->")], False, ["B", "C"], {"B": "", "C": ""}),
}


@pytest.mark.parametrize(("rows", "prevent", "initial", "expected"), FIRST.values(), ids=FIRST.keys())
def test_plan_of_a_first_sight(rows: Rows, prevent: bool | str, initial: list[str], expected: dict[str, str]) -> None:
    page, live = page_of(rows)
    plan = first(page.graph, live, prevent)
    assert (sorted(s.callback.name for s in plan.initial), waits(plan)) == (initial, expected)


def test_plan_of_a_first_sight_has_prevented_callbacks_downstream_of_others() -> None:
    """C36: they are in the plan, but not due by themselves."""
    page = Engine.of(("B", "a.v -> b.v"), ("C", "b.v -> b.w", "c", {"prevent_initial_call": True}))
    plan = first(page.graph, Live(PageState("/", page.layout, page.graph)), False)
    assert ([s.callback.name for s in plan.initial], waits(plan)) == (["B"], {"B": "", "C": "B"})


# -- wildcards ---------------------------------------------------------------------------------------------------------

ITEMS = [html.Div(id={"t": "x", "i": i}) for i in (2, 1, "a", True)] + [html.Div(id={"t": "y", "i": 1}), html.Div(id="sum")]
X = '{{"i":{0},"t":"x"}}'.format


def steps(*dependencies: Any, trigger: tuple[str, str]) -> list[Step]:
    page, live = page_of([("f", list(dependencies))], *ITEMS)
    return list(update(page.graph, live, [trigger]).steps.values())


def test_all_stands_for_every_match_in_document_order() -> None:
    """C122."""
    [step] = steps(Output("sum", "v"), Input({"t": "x", "i": ALL}, "v"), trigger=(X(1), "v"))
    assert (step.outputs, step.arguments, step.missing) == (["sum"], [[X(2), X(1), X('"a"'), X("true")]], [])
    assert step.inputs == [(id, "v") for id in step.arguments[0]]


def test_match_makes_one_step_for_each_value() -> None:
    """C124, C132."""
    page, live = page_of([("f", [Output({"t": "x", "i": MATCH}, "v"), Input({"t": "x", "i": MATCH}, "w")])], *ITEMS)
    plan = update(page.graph, live, [(X(1), "w"), (X('"a"'), "w"), ('{"i":1,"t":"y"}', "w")])
    assert [(s.match, s.outputs) for s in plan.steps.values()] == [({"i": 1}, [X(1)]), ({"i": "a"}, [X('"a"')])]
    assert len(first(page.graph, live, False).steps) == 4


def test_match_without_match_in_the_outputs_makes_one_step_for_each_component() -> None:
    """C125."""
    page, live = page_of([("f", [Output("sum", "v"), Input({"t": "x", "i": MATCH}, "w")])], *ITEMS)
    assert [s.match for s in first(page.graph, live, False).steps.values()] == [{"i": 2}, {"i": 1}, {"i": "a"}, {"i": True}]


def test_fixed_input_of_a_match_concerns_every_component() -> None:
    page, live = page_of([("f", [Output({"t": "x", "i": MATCH}, "v"), Input("sum", "v")])], *ITEMS)
    assert len(update(page.graph, live, [("sum", "v")]).steps) == 4


def test_allsmaller_stands_for_what_ranks_below_in_document_order() -> None:
    """C127, C128: numbers rank below booleans, and these below text; the list is not sorted (seen in Dash 4.4.1)."""
    [step] = steps(Output({"t": "x", "i": MATCH}, "v"), Input({"t": "x", "i": MATCH}, "w"), State({"t": "x", "i": ALLSMALLER}, "w"), trigger=(X('"a"'), "w"))
    assert step.arguments[1] == [X(2), X(1), X("true")]
    assert sorted(["b", True, 3, "a", False, 1.5], key=rank) == [1.5, 3, False, True, "a", "b"]


def test_wildcards_without_a_match_are_empty_lists() -> None:
    """C131."""
    [step] = steps(Output("sum", "v"), Input("sum", "w"), State({"t": "z", "i": ALL}, "v"), trigger=("sum", "w"))
    assert (step.arguments, step.missing) == (["sum", []], [])


# -- a page that is not whole ------------------------------------------------------------------------------------------


def test_step_without_any_output_on_the_page_is_none() -> None:
    page, live = page_of([("f", "a.v -> no.v")], html.Div(id="a"))
    assert resolve(page.graph.callbacks[0], {}, live) is None


def test_step_says_what_is_missing() -> None:
    """C42."""
    page, live = page_of([("f", "a.v, no.v | no2.v -> a.w, no3.v")], html.Div(id="a"))
    step = resolve(page.graph.callbacks[0], {}, live)
    assert step is not None
    assert [str(d) for d in step.missing] == ["no3.v", "no.v", "no2.v"]


def test_inserted_components_bring_their_calls() -> None:
    """C31, C39, C40."""
    rows = [("inner", "i.v -> o.v"), ("out", "i.v -> a.v"), ("far", "a.v -> a.w"), ("other", "a.x -> a.y")]
    page, live = page_of(rows, html.Div(id="a"))
    live.join([(html.Div(id="i"), None), (html.Div(id="o"), None)], "a")
    plan = Plan(page.graph)
    arrivals = insert(plan, live, ["i", "o"], False)
    assert [(a.step.callback.name, a.first, a.came) for a in arrivals] == [("inner", True, ()), ("out", False, (("i", "v"),))]
    assert (waits(plan), [s.callback.name for s in plan.initial]) == ({"inner": "", "out": "", "far": "out"}, ["inner"])


def test_renewed_step_has_the_ids_of_now() -> None:
    """C63."""
    page, live = page_of([("f", [Output("sum", "v"), Input({"t": "x", "i": ALL}, "v")])], *ITEMS)
    [step] = first(page.graph, live, False).steps.values()
    live.gone |= {X(2), X('"a"')}
    now = renew(step, live)
    assert now is not None
    assert (now.arguments, now.key == step.key) == ([[X(1), X("true")]], True)


@pytest.mark.parametrize(("lost", "stays"), [("o", False), ("i", False), ("s", False), ("p", True)])
def test_renewed_step_that_lost_what_it_needs_is_none(lost: str, stays: bool) -> None:
    """C63: the Output of two that is left is enough."""
    wires = "i.v | s.v -> o.v" if lost != "p" else "i.v | s.v -> o.v, p.v"
    page, live = page_of([("f", wires)])
    [step] = first(page.graph, live, False).steps.values()
    live.gone.add(lost)
    assert (renew(step, live) is not None) is stays


# -- plans that are kept -----------------------------------------------------------------------------------------------


def test_plan_of_a_page_like_the_layout_is_made_once() -> None:
    page, live = page_of(CHAIN)
    plan = for_change(page.graph, live, (("a", "v"),))
    assert for_change(page.graph, Live(live.page), (("a", "v"),)) is plan
    assert for_change(page.graph, live, (("b", "v"),)) is not plan


def test_plan_of_another_page_is_made_anew() -> None:
    page, live = page_of(CHAIN)
    live.gone.add("d")
    assert waits(for_change(page.graph, live, (("a", "v"),))) == {"B": "", "C": "B"}
    assert waits(for_change(page.graph, Live(live.page), (("a", "v"),))) == {"B": "", "C": "B", "D": "C"}


def test_copy_of_a_plan_leaves_the_plan_alone() -> None:
    page, live = page_of([*CHAIN, ("F", "x.v -> f.v")])
    plan = update(page.graph, live, [("a", "v")])
    before = waits(plan)
    copy = plan.copy()
    copy.follow("x", "v", live)
    assert (waits(plan), sorted(waits(copy))) == (before, ["B", "C", "D", "F"])
