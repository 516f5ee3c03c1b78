"""Which callbacks run, when, with what, and what becomes of what they return. Numbers (C33) are those of SEMANTICS.md."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from typing import Any

import pytest
from engine import THREADS, Engine, Recorder, wait

from hxdash import ALL, MATCH, Input, Output, State, ctx, dcc, html, no_update, set_props
from hxdash.exceptions import PreventUpdate, RequestRefused
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.plan import first
from hxdash.run import Run

PREVENT = {"prevent_initial_call": True}


def skip(*_: Any) -> Any:
    raise PreventUpdate


# -- initial calls -----------------------------------------------------------------------------------------------------

INITIAL = {
    "C30 every callback once": ([("B", "a.n_clicks -> b.children"), ("C", "a.title -> c.children")], {"B": [], "C": []}),
    "C32 after those that set its inputs": (
        [("D", "b.children, c.children -> d.children"), ("B", "a.n_clicks -> b.children"), ("C", "b.children -> c.children")],
        {"B": [], "C": ["b.children"], "D": ["b.children", "c.children"]},
    ),
    "C32 after those that set its states": (
        [("D", "a.n_clicks | b.children -> d.children"), ("B", "a.n_clicks -> b.children")],
        {"B": [], "D": []},
    ),
    "C33 all producers prevent: dropped": (
        [("B", "a.n_clicks -> b.children", skip), ("C", "a.n_clicks -> c.children", no_update), ("D", "b.children, c.children -> d.children")],
        {"B": [], "C": []},
    ),
    "C33 a producer that failed gives nothing too": ([("B", "a.n_clicks -> b.children", ValueError()), ("D", "b.children -> d.children")], {"B": []}),
    "C33 states do not count": ([("B", "a.n_clicks -> b.children", skip), ("D", "b.children | a.title -> d.children")], {"B": []}),
    "C33 one of two producers gives": (
        [("B", "a.n_clicks -> b.children", skip), ("C", "a.n_clicks -> c.children"), ("D", "b.children, c.children -> d.children")],
        {"B": [], "C": [], "D": ["c.children"]},
    ),
    "C33 a dropped producer does not count": (
        [("B", "a.n_clicks -> b.children", skip), ("D", "b.children -> d.children"), ("E", "d.children -> e.children")],
        {"B": [], "E": []},
    ),
    "C33 drops every other one of a silent chain": (
        [(f"{w}", f"{r}.children -> {w}.children", skip) for r, w in zip("abcdef", "bcdefg", strict=True)],
        {"b": [], "d": [], "f": []},
    ),
    "C33 silent head, talking tail": (
        [("b", "a.children -> b.children", skip), *((w, f"{r}.children -> {w}.children") for r, w in zip("bcdf", "cdfg", strict=True))],
        {"b": [], "d": [], "f": ["d.children"], "g": ["f.children"]},
    ),
    "C33 a prevented producer does not count": (
        [("B", "a.n_clicks -> b.children", skip), ("C", "a.n_clicks -> c.children", "c", PREVENT), ("D", "b.children, c.children -> d.children")],
        {"B": [], "D": []},
    ),
    "C33 its own output does not count": ([("B", "x.value -> x.value", skip)], {"B": []}),
    "C33 nor does it count if only one output of a producer is silent": (
        [("B", "a.n_clicks -> b.children, b.title", lambda _: (no_update, "t")), ("D", "b.children -> d.children"), ("E", "b.title -> e.children")],
        {"B": [], "E": ["b.title"]},
    ),
    "C34 an input that nobody sets": (
        [("B", "a.n_clicks -> b.children", skip), ("D", "b.children, a2.n_clicks -> d.children")],
        {"B": [], "D": []},
    ),
    "C35 prevented itself, not those downstream": (
        [("B", "a.n_clicks -> b.children", "b", PREVENT), ("D", "b.children -> d.children")],
        {"D": []},
    ),
    "C36 prevented, but an input changes": (
        [("B", "a.n_clicks -> b.children"), ("D", "b.children -> d.children", "d", PREVENT)],
        {"B": [], "D": ["b.children"]},
    ),
    "C16 no input": ([("B", "-> b.children"), ("C", "| a.title -> c.children")], {"B": [], "C": []}),
    "C15 no output": ([("B", "a.n_clicks ->", None), ("C", "->", None)], {"B": [], "C": []}),
    "C60 one that feeds itself": ([("X", "x.value -> x.value"), ("D", "x.value -> d.children")], {"X": [], "D": ["x.value"]}),
}


@pytest.mark.parametrize(("rows", "expected"), INITIAL.values(), ids=INITIAL.keys())
def test_load_calls(rows: list[Any], expected: dict[str, list[str]]) -> None:
    turn = Engine.of(*rows).load()
    assert turn.triggers == expected
    assert len(turn.calls) == len(expected)


PREVENTED = [(app, own, not (own is True or (own is None and app is True))) for app in (False, True, "initial_duplicate") for own in (None, False, True, "initial_duplicate")]


@pytest.mark.parametrize(("app", "own", "called"), PREVENTED)
def test_load_calls_unless_prevented_by_callback_or_app(app: Any, own: Any, called: bool) -> None:
    """C35, C37, C38."""
    page = Engine.of(("B", "a.n_clicks -> b.children", "b", {"prevent_initial_call": own}), prevent=app)
    assert page.load().names == ["B"] * called


def test_load_gives_values_of_the_layout_and_none_where_there_is_none() -> None:
    """C30, K02."""
    page = Engine(dcc.Input(id="x", value=5, type="number"), dcc.Store(id="s", data={"k": (1, 2)}), html.Div(id="d"))
    page.add("D", "x.value, s.data, d.n_clicks | d.title -> d.children")
    assert page.load().calls == [("D", (5, {"k": [1, 2]}, None, None), [])]


MISSING = {
    "all inputs missing: skipped": ("no.value, no2.value -> d.children", [], []),
    "the only input missing: skipped": ("no.value | a.title -> d.children", [], []),
    "all outputs missing: skipped": ("a.n_clicks -> no.children", [], []),
    "some input missing: an error": (
        "a.n_clicks, dd.value -> d.children",
        [],
        [
            "NonExistentIdException: Input('dd', 'value'): no such component is on the page now.\n"
            "  where: D (engine.py)\n  fix:   did you mean 'd'? Ids on the page: a, d"
        ],
    ),
    "a state missing: an error": (
        "a.n_clicks | no.value -> d.children",
        [],
        ["NonExistentIdException: State('no', 'value'): no such component is on the page now.\n  where: D (engine.py)\n  fix:   Ids on the page: a, d"],
    ),
    "some output missing: an error": (
        "a.n_clicks -> d.children, no.children",
        [],
        ["NonExistentIdException: Output('no', 'children'): no such component is on the page now.\n  where: D (engine.py)\n  fix:   Ids on the page: a, d"],
    ),
}


@pytest.mark.parametrize(("wires", "names", "errors"), MISSING.values(), ids=MISSING.keys())
def test_load_of_a_page_that_lacks_components(wires: str, names: list[str], errors: list[str]) -> None:
    """C42."""
    page = Engine(html.Div(id="a"), html.Div(id="d"))
    page.add("D", wires)
    turn = page.load()
    assert (turn.names, turn.errors) == (names, errors)


def test_load_gives_none_for_an_optional_component_that_is_missing() -> None:
    """C19."""
    page = Engine(html.Div(id="d"))
    page.add("D", [Output("d", "children"), Input("no", "value", allow_optional=True), Input("d", "n_clicks"), State("no", "title", allow_optional=True)])
    assert page.load().calls == [("D", (None, None, None), [])]


WILD = {
    "C43 wildcards without a match": ([Input({"t": ALL}, "value")], [([],)]),
    "C42 a missing input beside them": ([Input({"t": ALL}, "value"), Input("no", "value")], []),
    "C131 an input that is there beside them": ([Input({"t": ALL}, "value"), Input("a", "n_clicks")], [([], None)]),
}


@pytest.mark.parametrize(("inputs", "expected"), WILD.values(), ids=WILD.keys())
def test_load_with_wildcards_that_match_nothing(inputs: list[Input], expected: list[Any]) -> None:
    page = Engine(html.Div(id="a"), html.Div(id="d"))
    page.add("D", [Output("d", "children"), *inputs])
    turn = page.load()
    assert ([values for _, values, _ in turn.calls], turn.errors) == (expected, [])


def test_load_does_not_drop_a_call_whose_inputs_are_all_wildcards() -> None:
    """C33: Dash 4.4.1 drops no callback whose Inputs all stand for lists."""
    page = Engine(html.Div(id={"t": 1}), html.Div(id="a"), html.Div(id="d"))
    page.add("B", [Output({"t": 1}, "children"), Input("a", "n_clicks")], gives=skip)
    page.add("D", [Output("d", "children"), Input({"t": ALL}, "children")])
    assert page.load().triggers == {"B": [], "D": []}


# -- chains ------------------------------------------------------------------------------------------------------------

DIAMOND = [("B", "a.n_clicks -> b.children"), ("C", "a.n_clicks -> c.children"), ("D", "b.children, c.children -> d.children")]
CHANGES = {
    "C50 the chain": (
        [("B", "a.n_clicks -> b.children"), ("C", "b.children -> c.children"), ("E", "a.title -> e.children")],
        {"B": ["a.n_clicks"], "C": ["b.children"]},
    ),
    "C50 every reader": ([("B", "a.n_clicks -> b.children"), ("C", "a.n_clicks, a.title -> c.children")], {"B": ["a.n_clicks"], "C": ["a.n_clicks"]}),
    "C50 no reader of a state": ([("B", "a.n_clicks -> b.children"), ("C", "a.title | b.children -> c.children")], {"B": ["a.n_clicks"]}),
    "C52 diamond": (DIAMOND, {"B": ["a.n_clicks"], "C": ["a.n_clicks"], "D": ["b.children", "c.children"]}),
    "C53 one side gives nothing": (
        [("B", "a.n_clicks -> b.children", no_update), *DIAMOND[1:]],
        {"B": ["a.n_clicks"], "C": ["a.n_clicks"], "D": ["c.children"]},
    ),
    "C53 no side gives anything": (
        [("B", "a.n_clicks -> b.children", no_update), ("C", "a.n_clicks -> c.children", skip), DIAMOND[2]],
        {"B": ["a.n_clicks"], "C": ["a.n_clicks"]},
    ),
    "an exception stops only what is downstream": (
        [("B", "a.n_clicks -> b.children", ValueError()), ("C", "a.n_clicks -> c.children"), ("D", "b.children -> d.children"), ("E", "c.children -> e.children")],
        {"B": ["a.n_clicks"], "C": ["a.n_clicks"], "E": ["c.children"]},
    ),
    "C71 one output of two": (
        [("B", "a.n_clicks -> b.children, b.title", lambda _: (no_update, "t")), ("D", "b.children -> d.children"), ("E", "b.title -> e.children")],
        {"B": ["a.n_clicks"], "E": ["b.title"]},
    ),
    "C72 none of two": ([("B", "a.n_clicks -> b.children, b.title", no_update), ("D", "b.children -> d.children")], {"B": ["a.n_clicks"]}),
    "downstream of nothing but a prevented one": (
        [("B", "a.n_clicks -> b.children", "b", PREVENT), ("D", "b.children -> d.children", "d", PREVENT)],
        {"B": ["a.n_clicks"], "D": ["b.children"]},
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_change_calls(rows: list[Any], expected: dict[str, list[str]]) -> None:
    page = Engine.of(*rows)
    page.load()
    turn = page.change({"a.n_clicks": 1})
    assert {name: sorted(t) for name, t in turn.triggers.items()} == expected
    assert len(turn.calls) == len(expected)


def test_change_of_equal_value_still_triggers() -> None:
    """C54."""
    page = Engine.of(("B", "a.n_clicks -> b.children", "same"), ("C", "b.children -> c.children"))
    page.load()
    assert [page.change({"a.n_clicks": n}).names for n in (1, 2)] == [["B", "C"], ["B", "C"]]


def test_diamond_sees_both_new_values() -> None:
    """C52."""
    page = Engine.of(
        ("B", "a.n_clicks -> b.children", lambda n: f"b{n}"),
        ("C", "a.n_clicks -> c.children", lambda n: f"c{n}"),
        ("D", "b.children, c.children -> d.children", lambda b, c: b + c),
    )
    page.load()
    assert page.change({"a.n_clicks": 1})["d.children"] == "b1c1"


def test_state_waits_for_what_is_upstream() -> None:
    """C51, C64: unlike Dash, where only Inputs wait (dash_behaviour 1)."""
    started = threading.Event()

    def slow(n: int | None) -> str:
        assert not started.wait(0.02)  # D must not start meanwhile
        return f"b{n}"

    def last(_: Any, b: str) -> str:
        started.set()
        return b

    page = Engine.of(("B", "a.n_clicks -> b.children", slow), ("C", "b.children -> c.children"), ("D", "a.n_clicks | b.children -> d.children", last), prevent=True)
    page.load()
    assert page.change({"a.n_clicks": 1})["d.children"] == "b1"


def test_several_changes_of_one_event_make_one_call() -> None:
    """C56, C65, C66."""
    page = Engine.of(("B", "x.value, x.n_submit, a.n_clicks -> b.children"), ("C", "a.n_clicks | x.value -> c.children"))
    page.load()
    turn = page.change({"x.n_submit": 1, "x.value": "t", "a.n_clicks": 1})
    assert sorted(turn.calls) == [("B", ("t", 1, 1), ["x.n_submit", "x.value", "a.n_clicks"]), ("C", (1, "t"), ["a.n_clicks"])]


def test_triggered_has_the_users_changes_first_then_results_as_they_landed() -> None:
    """dash_behaviour 11: an answer is read component by component."""
    page = Engine.of(
        ("B", "a.n_clicks -> b.children, c.title, b.title", ("1", "2", "3")),
        ("D", "c.title, b.title, b.children, a.n_clicks -> d.children"),
    )
    assert page.load().triggers["D"] == ["b.children", "b.title", "c.title"]
    assert page.change({"a.n_clicks": 1}).triggers["D"] == ["a.n_clicks", "b.children", "b.title", "c.title"]


def test_callback_that_feeds_itself_runs_once() -> None:
    """C60, dash_behaviour 12."""
    page = Engine.of(("X", "x.value -> x.value", lambda v: f"{v}!"), ("D", "x.value -> d.children", lambda v: v))
    assert page.load()["d.children"] == "None!"
    turn = page.change({"x.value": "b"})
    assert sorted(turn.calls) == [("D", ("b!",), ["x.value"]), ("X", ("b",), ["x.value"])]
    assert page.change({"x.value": "c"}).calls[0] == ("X", ("c",), ["x.value"])


def test_two_controls_in_step_make_one_call_each_way() -> None:
    """C60."""
    page = Engine.of(("S", "x.value, y.value -> x.value, y.value", lambda x, y: (ctx.triggered[0]["value"],) * 2))
    page.load()
    for change in ({"x.value": "1"}, {"y.value": "2"}):
        turn = page.change(change)
        assert (turn.names, turn["x.value"], turn["y.value"]) == (["S"], *list(change.values()) * 2)


def test_values_set_earlier_are_seen_by_later_requests() -> None:
    """The page carries its state."""
    page = Engine.of(
        ("B", "a.n_clicks -> b.title, s.data, x.value", lambda n: (f"t{n}", {"n": n}, f"x{n}")),
        ("D", "c.n_clicks, x.value | b.title, s.data -> d.children"),
    )
    page.load()
    page.change({"a.n_clicks": 3})
    assert page.change({"c.n_clicks": 1}).calls == [("D", (1, "x3", "t3", {"n": 3}), ["c.n_clicks"])]


# -- what comes back ---------------------------------------------------------------------------------------------------

GIVEN: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "C08 one output": ("-> b.children", [1, 2], {"b.children": [1, 2]}),
    "C70 no_update": ("-> b.children", no_update, {}),
    "C71 no_update for one of two": ("-> b.children, c.children", [no_update, 2], {"c.children": 2}),
    "C72 no_update for two": ("-> b.children, c.children", no_update, {}),
    "C73 PreventUpdate": ("-> b.children, c.children", skip, {}),
    "C73 PreventUpdate without outputs": ("a.n_clicks ->", skip, {}),
    "C15 no_update without outputs": ("a.n_clicks ->", no_update, {}),
    "None is a value": ("-> b.children", None, {"b.children": None}),
    "two as a list": ("-> b.children, c.children", [1, 2], {"b.children": 1, "c.children": 2}),
    "two as a tuple": ("-> b.children, c.children", (1, 2), {"b.children": 1, "c.children": 2}),
    "C77 plain forms": ("-> s.data", {1: (float("nan"), float("inf"))}, {"s.data": {"1": [None, None]}}),
}


@pytest.mark.parametrize(("wires", "gives", "expected"), GIVEN.values(), ids=GIVEN.keys())
def test_returned_values_land(wires: str, gives: Any, expected: dict[str, Any]) -> None:
    turn = Engine.of(("B", wires, gives)).load()
    assert turn.errors == []
    assert {f"{id}.{prop}": turn[f"{id}.{prop}"] for id, props in turn.changes.props.items() for prop in props} == expected


FAILING: dict[str, tuple[str, Any, str]] = {
    "an exception": ("-> b.children", KeyError("k"), "KeyError: 'k'"),
    "C15 a value without outputs": (
        "a.n_clicks ->",
        5,
        "InvalidCallbackReturnValue: B has no outputs but returned 5.\n  where: engine.py, no outputs\n  fix:   return None",
    ),
    "C74 one value for two outputs": (
        "-> b.children, c.children",
        "ab",
        'SchemaTypeValidationError: B returned "ab" for 2 outputs.\n'
        "  where: engine.py, outputs b.children and c.children\n"
        "  fix:   return a list or tuple with one value for each output",
    ),
    "C75 too few": (
        "-> b.children, c.children",
        [1],
        "SchemaLengthValidationError: B returned 1 value for 2 outputs.\n"
        "  where: engine.py, outputs b.children and c.children\n"
        "  fix:   return one value for each output in their order; use no_update for one you do not change",
    ),
    "C76 a set": (
        "-> b.children",
        {1},
        "InvalidCallbackReturnValue: B returned a set for b.children: {1}.\n"
        "  where: engine.py, outputs b.children\n"
        "  fix:   return text, numbers, lists, dicts, components or a figure; a set becomes a list with sorted(...)",
    ),
    "C76 deep inside": (
        "-> s.data",
        {"rows": [1, {"k": 1j}]},
        "InvalidCallbackReturnValue: B returned a complex for s.data at ['rows'][1]['k']: 1j.\n"
        "  where: engine.py, outputs s.data\n"
        "  fix:   return text, numbers, lists, dicts, components or a figure",
    ),
    "C76 inside components": (
        "-> b.children",
        [html.Div([1, object])],
        "InvalidCallbackReturnValue: B returned a type for b.children at [0]['children'][1]: <class 'object'>.\n"
        "  where: engine.py, outputs b.children\n"
        "  fix:   return text, numbers, lists, dicts, components or a figure",
    ),
    "an exception that is returned": (
        "-> b.children",
        lambda: ValueError("v"),
        "InvalidCallbackReturnValue: B returned a ValueError for b.children: ValueError('v').\n"
        "  where: engine.py, outputs b.children\n"
        "  fix:   return text, numbers, lists, dicts, components or a figure",
    ),
}


@pytest.mark.parametrize(("wires", "gives", "error"), FAILING.values(), ids=FAILING.keys())
def test_failing_callback_is_reported_and_changes_nothing(wires: str, gives: Any, error: str) -> None:
    turn = Engine.of(("B", wires, gives)).load()
    assert (turn.errors, turn.changes.props) == ([error], {})


def test_wrong_value_for_one_output_keeps_the_others_back_too() -> None:
    """Nothing of a return value lands unless all of it is good."""
    turn = Engine.of(("B", "-> b.children, c.children", ["good", {1}])).load()
    assert (len(turn.errors), turn.changes.props) == (1, {})


ALL_GIVEN: dict[str, tuple[Any, list[Any], list[str]]] = {
    "one each": (["p", "q"], ["p", "q"], []),
    "no_update for one": ([no_update, "q"], [None, "q"], []),
    "no_update": (no_update, [None, None], []),
    "too few": (
        ["p"],
        [None, None],
        [
            'InvalidCallbackReturnValue: B returned [\'p\'] for {"i":["ALL"]}.children, which stands for 2 components.\n'
            "  where: engine.py\n  fix:   return a list of 2 values; ctx.outputs_list says for which components"
        ],
    ),
    "no list": (
        "pq",
        [None, None],
        [
            'InvalidCallbackReturnValue: B returned "pq" for {"i":["ALL"]}.children, which stands for 2 components.\n'
            "  where: engine.py\n  fix:   return a list of 2 values; ctx.outputs_list says for which components"
        ],
    ),
}


@pytest.mark.parametrize(("gives", "values", "errors"), ALL_GIVEN.values(), ids=ALL_GIVEN.keys())
def test_output_of_all_takes_a_value_for_each(gives: Any, values: list[Any], errors: list[str]) -> None:
    """C122, C123."""
    page = Engine(html.Div(id={"i": 1}), html.Div(id={"i": 2}), html.Div(id="a"))
    page.add("B", [Output({"i": ALL}, "children"), Input("a", "n_clicks")], gives=gives)
    turn = page.load()
    assert ([turn['{"i":1}.children'], turn['{"i":2}.children']], turn.errors) == (values, errors)


# -- errors ------------------------------------------------------------------------------------------------------------

HANDLED: dict[str, tuple[Any, list[str], list[str]]] = {
    "C181 its value is used": ("own", ["own"], []),
    "C181 None changes nothing": (None, [], []),
    "C181 no_update changes nothing": (no_update, [], []),
    "C181 its value is checked": ({1}, [], ["InvalidCallbackReturnValue"]),
}


@pytest.mark.parametrize(("gives", "values", "errors"), HANDLED.values(), ids=HANDLED.keys())
def test_on_error_takes_the_place_of_the_function(gives: Any, values: list[str], errors: list[str]) -> None:
    handler, raised = Recorder(gives), ValueError()
    turn = Engine.of(("B", "-> b.children", raised, {"on_error": handler})).load()
    assert (handler.errors, [turn["b.children"]] if turn.changes.props else []) == ([raised], values)
    assert [error.partition(":")[0] for error in turn.errors] == errors


def test_on_error_of_the_callback_goes_before_that_of_the_app() -> None:
    """C180."""
    own, of_app = Recorder("own"), Recorder("app")
    rows = [("B", "-> b.children", ValueError(), {"on_error": own}), ("C", "-> c.children", ValueError())]
    turn = Engine.of(*rows, on_error=of_app).load()
    assert (turn["b.children"], turn["c.children"], len(own.errors), len(of_app.errors)) == ("own", "app", 1, 1)


def test_on_error_is_not_asked_about_prevent_update() -> None:
    """C73."""
    handler = Recorder("value")
    assert Engine.of(("B", "-> b.children", PreventUpdate()), on_error=handler).load().changes.props == {}
    assert handler.errors == []


def test_on_error_may_fail_itself() -> None:
    def handler(error: Exception) -> None:
        raise TypeError("again") from error

    assert Engine.of(("B", "-> b.children", ValueError()), on_error=handler).load().errors == ["TypeError: again"]


def test_on_error_may_set_props() -> None:
    """C181."""

    def handler(_: Exception) -> None:
        set_props("c", {"children": "sorry"})

    turn = Engine.of(("B", "-> b.children, c.title", ValueError()), on_error=handler).load()
    assert turn["c.children"] == "sorry"


def test_on_error_of_an_async_callback() -> None:
    async def fail() -> None:
        raise ValueError

    assert Engine.of(("B", "-> b.children", fail), on_error=Recorder("sorry")).load()["b.children"] == "sorry"


def test_failure_has_a_reference_that_the_log_has_too(caplog: pytest.LogCaptureFixture) -> None:
    """C182: the user sees the reference, the log has the rest."""
    turn = Engine.of(("B", "-> b.children", ValueError("secret"))).load()
    [failure] = turn.changes.failures
    assert f"failed, reference {failure.reference}: secret" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt])
def test_callback_that_wants_to_end_the_program_fails_like_any_other(kind: type[BaseException]) -> None:
    def leave() -> None:
        raise kind("bye")

    page = Engine.of(("B", "-> b.children", leave), ("C", "-> c.children"), on_error=Recorder("handled"))
    for _ in range(20):  # more often than there are threads
        assert (page.load().errors, page.load()["c.children"]) == ([f"{kind.__name__}: bye"], "C!")


def test_async_callback_that_wants_to_end_the_program_fails_like_any_other() -> None:
    async def leave() -> None:
        raise SystemExit("bye")

    assert Engine.of(("B", "-> b.children", leave)).load().errors == ["SystemExit: bye"]


# -- ctx ---------------------------------------------------------------------------------------------------------------


def asked(question: Callable[[], Any], wires: Any = "a.n_clicks, x.value | s.data -> b.children", *, change: bool = True) -> Any:
    """What ctx says inside a callback, at an initial call or after a click on `a`."""
    answers: list[Any] = []
    layout = [html.Div(id="a"), dcc.Input(id="x", value="v"), dcc.Store(id="s", data=[1]), html.Div(id="b"), html.Div(id={"i": 1}), html.Div(id={"i": 2})]
    page = Engine(*layout)
    page.add("B", wires, gives=lambda *_: answers.append(question()) or no_update)
    page.load()
    if change:
        page.change({"a.n_clicks": 1})
    return answers[-1]


ROW_A, ROW_X = {"id": "a", "property": "n_clicks", "value": 1}, {"id": "x", "property": "value", "value": "v"}
WILD_WIRES = [Output({"i": ALL}, "children"), Input("a", "n_clicks"), Input({"i": ALL}, "title")]
CTX: dict[str, tuple[Callable[[], Any], Any, Any]] = {
    "C100 triggered": (lambda: ctx.triggered, "a.n_clicks, x.value | s.data -> b.children", [{"prop_id": "a.n_clicks", "value": 1}]),
    "C101 triggered_id": (lambda: ctx.triggered_id, "a.n_clicks -> b.children", "a"),
    "C102 triggered_prop_ids": (lambda: ctx.triggered_prop_ids, "a.n_clicks -> b.children", {"a.n_clicks": "a"}),
    "C103 inputs": (lambda: ctx.inputs, "a.n_clicks, x.value | s.data -> b.children", {"a.n_clicks": 1, "x.value": "v"}),
    "C103 inputs of wildcards": (lambda: ctx.inputs, WILD_WIRES, {"a.n_clicks": 1, '{"i":1}.title': None, '{"i":2}.title': None}),
    "C103 states": (lambda: ctx.states, "a.n_clicks | s.data -> b.children", {"s.data": [1]}),
    "C104 inputs_list": (lambda: ctx.inputs_list, "a.n_clicks, x.value | s.data -> b.children", [ROW_A, ROW_X]),
    "C104 inputs_list of wildcards": (
        lambda: ctx.inputs_list,
        WILD_WIRES,
        [ROW_A, [{"id": {"i": 1}, "property": "title", "value": None}, {"id": {"i": 2}, "property": "title", "value": None}]],
    ),
    "C104 states_list": (lambda: ctx.states_list, "a.n_clicks | s.data -> b.children", [{"id": "s", "property": "data", "value": [1]}]),
    "C105 outputs_list of one": (lambda: ctx.outputs_list, "a.n_clicks -> b.children", {"id": "b", "property": "children"}),
    "C105 outputs_list of two": (
        lambda: ctx.outputs_list,
        "a.n_clicks -> b.children, b.title",
        [{"id": "b", "property": "children"}, {"id": "b", "property": "title"}],
    ),
    "C105 outputs_list of ALL": (lambda: ctx.outputs_list, WILD_WIRES, [{"id": {"i": 1}, "property": "children"}, {"id": {"i": 2}, "property": "children"}]),
    "C106 args_grouping": (
        lambda: ctx.args_grouping,
        "a.n_clicks, x.value -> b.children",
        [{**ROW_A, "str_id": "a", "triggered": True}, {**ROW_X, "str_id": "x", "triggered": False}],
    ),
    "C107 outputs_grouping": (lambda: ctx.outputs_grouping, "a.n_clicks -> b.children", {"id": "b", "property": "children"}),
    "C107 flat arguments are no grouping": (lambda: (ctx.using_args_grouping, ctx.using_outputs_grouping), "a.n_clicks -> b.children, b.title", (False, False)),
}


@pytest.mark.parametrize(("question", "wires", "answer"), CTX.values(), ids=CTX.keys())
def test_ctx_says(question: Callable[[], Any], wires: Any, answer: Any) -> None:
    assert asked(question, wires) == answer


def test_ctx_of_an_initial_call_is_falsy_but_not_empty() -> None:
    """C41, C101, C102."""
    question = lambda: (list(ctx.triggered), bool(ctx.triggered), ctx.triggered_id, ctx.triggered_prop_ids, ctx.inputs)  # noqa: E731
    answer = ([{"prop_id": ".", "value": None}], False, None, {}, {"a.n_clicks": None, "x.value": "v"})
    assert asked(question, change=False) == answer


def test_ctx_of_a_dict_id_gives_attributes() -> None:
    """C100, C101: dict ids as sorted compact JSON in prop_id."""
    page, answers = Engine(html.Div(id={"type": "t", "i": 1}), html.Div(id="b")), []
    page.add("B", [Output("b", "children"), Input({"type": ALL, "i": ALL}, "n_clicks")], gives=lambda _: answers.append((ctx.triggered, ctx.triggered_id)))
    page.load()
    page.change({'{"i":1,"type":"t"}.n_clicks': 4})
    triggered, id = answers[-1]
    assert triggered == [{"prop_id": '{"i":1,"type":"t"}.n_clicks', "value": 4}]
    assert (id, id.i, id.type) == ({"i": 1, "type": "t"}, 1, "t")


def test_ctx_keeps_the_nesting_of_the_declaration() -> None:
    """C106, C107."""
    page, answers = Engine(html.Div(id="a"), html.Div(id="b")), []

    @page.callback(output={"o": [Output("b", "children")]}, inputs={"k": (Input("a", "n_clicks"), State("a", "title"))})
    def grouped(k: tuple[Any, Any]) -> Any:
        grouping = ctx.args_grouping["k"]
        answers.append((k, [g.str_id for g in grouping], type(grouping), ctx.outputs_grouping, ctx.using_args_grouping, ctx.using_outputs_grouping))
        return {"o": ["done"]}

    assert page.load()["b.children"] == "done"
    assert answers == [((None, None), ["a", "a"], tuple, {"o": [{"id": "b", "property": "children"}]}, True, True)]


def test_ctx_is_that_of_each_call_when_calls_overlap() -> None:
    both = threading.Barrier(2, timeout=15)

    def question(_: Any) -> Any:
        both.wait()
        return ctx.outputs_list["id"]

    turn = Engine.of(("B", "a.n_clicks -> b.children", question), ("C", "a.n_clicks -> c.children", question)).load()
    assert (turn["b.children"], turn["c.children"]) == ("b", "c")


# -- threads and the loop ----------------------------------------------------------------------------------------------


def test_sync_callbacks_run_off_the_loop_and_async_ones_on_it() -> None:
    async def on_loop() -> bool:
        return asyncio.get_running_loop() is not None and threading.current_thread() is threading.main_thread()

    turn = Engine.of(("B", "-> b.children", lambda: threading.current_thread() is threading.main_thread()), ("C", "-> c.children", on_loop)).load()
    assert (turn["b.children"], turn["c.children"]) == (False, True)


def test_independent_sync_callbacks_run_at_the_same_time() -> None:
    together = threading.Barrier(6, timeout=15)
    turn = Engine.of(*((id, f"a.n_clicks -> {id}.children", lambda _: together.wait() >= 0) for id in "bcdefg")).load()
    assert turn.errors == []


def test_independent_async_callbacks_run_at_the_same_time() -> None:
    events: dict[str, asyncio.Event] = {}

    def meet(mine: str, other: str) -> Any:
        async def wait_for_the_other(_: Any) -> str:
            events.setdefault(mine, asyncio.Event()).set()
            await asyncio.wait_for(events.setdefault(other, asyncio.Event()).wait(), 15)
            return mine

        return wait_for_the_other

    turn = Engine.of(("B", "a.n_clicks -> b.children", meet("b", "c")), ("C", "a.n_clicks -> c.children", meet("c", "b"))).load()
    assert (turn["b.children"], turn["c.children"], turn.errors) == ("b", "c", [])


def test_sync_and_async_callbacks_run_at_the_same_time() -> None:
    done = threading.Event()

    async def set_it(_: Any) -> str:
        done.set()
        return "set"

    turn = Engine.of(("B", "a.n_clicks -> b.children", lambda _: done.wait(15)), ("C", "a.n_clicks -> c.children", set_it)).load()
    assert turn["b.children"] is True


def test_slow_callback_holds_up_no_chain_beside_it() -> None:
    end = threading.Event()
    rows = [(w, f"{r}.children -> {w}.children") for r, w in zip("abcd", "bcde", strict=True)]
    slow = ("slow", "a.children -> f.children", lambda _: end.wait(5))
    turn = Engine.of(slow, *rows, ("end", "e.children -> g.children", lambda _: end.set())).load()
    assert (turn["f.children"], turn.names[-1]) == (True, "end")


def test_slow_sync_callback_leaves_the_loop_free() -> None:
    free = threading.Event()

    async def main() -> Run:
        run = run_of(("B", "-> b.children", lambda: free.wait(5)))
        asyncio.get_running_loop().call_later(0.01, free.set)
        await run.finished()
        return run

    assert wait(main()).live.value("b", "children") is True


def test_callback_sees_the_context_of_the_request_and_leaves_it_alone() -> None:
    who: contextvars.ContextVar[str] = contextvars.ContextVar("who", default="nobody")

    def look() -> str:
        seen = who.get()
        who.set("changed")
        return seen

    async def look_on_loop() -> str:
        return look()

    async def main() -> tuple[Any, ...]:
        who.set("user")
        run = run_of(("B", "-> b.children", look), ("C", "-> c.children", look_on_loop))
        await run.finished()
        return run.live.value("b", "children"), run.live.value("c", "children"), who.get()

    assert wait(main()) == ("user", "user", "user")


# -- a run from outside ------------------------------------------------------------------------------------------------


def run_of(*rows: Any, pool: Any = THREADS) -> Run:
    """A run of a first load, not started."""
    page = Engine.of(*rows)
    live = Live(PageState("/", page.layout, page.graph))
    return Run(first(page.graph, live, False), live, pool)


def test_a_chain_is_news_as_a_whole() -> None:
    async def main() -> list[Any]:
        run = run_of(("B", "a.n_clicks -> b.children"), ("C", "b.children -> c.children"), ("D", "a.n_clicks, c.children -> d.children"))
        run.start()
        seen = []
        while (news := await run.news()) is not None:
            seen.append(sorted(news.props))
        return seen

    assert wait(main()) == [["b", "c", "d"]]


def test_news_come_as_callbacks_land() -> None:
    go = threading.Event()

    async def main() -> list[Any]:
        run = run_of(("B", "a.n_clicks -> b.children"), ("C", "a.n_clicks -> c.children", lambda _: go.wait(5)))
        run.start()
        seen = []
        while (news := await run.news()) is not None:
            seen.append(news.props)
            go.set()
        return seen

    assert wait(main()) == [{"b": ["children"]}, {"c": ["children"]}]


def test_finished_says_whether_the_time_was_enough() -> None:
    go = threading.Event()

    async def main() -> tuple[bool, bool, bool]:
        run = run_of(("B", "-> b.children", lambda: go.wait(5)))
        early = await run.finished(0.005)
        go.set()
        return early, await run.finished(5), await run.finished()

    assert wait(main()) == (False, True, True)


def test_run_of_nothing_is_finished_at_once() -> None:
    async def main() -> tuple[bool, Any]:
        run = run_of()
        return await run.finished(), await run.news()

    assert wait(main()) == (True, None)


def test_stopped_run_starts_no_further_step() -> None:
    begun, go, ran = threading.Event(), threading.Event(), []

    async def later(_: Any) -> None:
        ran.append("async")

    async def main() -> bool:
        rows = [("B", "-> b.children", lambda: begun.set() or go.wait(5)), ("C", "b.children -> c.children", ran.append), ("D", "b.children -> d.children", later)]
        run = run_of(*rows)
        await run.finished(0.005)
        begun.wait(5)
        run.stop()
        go.set()
        return await run.finished(5)

    assert (wait(main()), ran) == (True, [])


def test_stopped_run_cancels_what_runs_on_the_loop() -> None:
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    async def main() -> tuple[bool, Any]:
        run = run_of(("B", "-> b.children", forever))
        await run.finished(0.005)
        run.stop()
        return await run.finished(5), run.take().failures

    assert (wait(main()), ended) == ((True, []), ["cancelled"])


@pytest.mark.parametrize("moments", [0, 1], ids=["no task yet", "its task not at the first line"])
def test_stopped_run_ends_though_a_coroutine_had_not_begun(moments: int) -> None:
    async def never() -> None:
        raise AssertionError

    async def main() -> tuple[bool, list[Any]]:
        run = run_of(("B", "-> b.children", never))
        run.start()
        for _ in range(moments):
            await asyncio.sleep(0)
        run.stop()
        return await run.finished(5), run.take().failures

    assert wait(main()) == (True, [])


class Busy:
    """A pool that refuses the first jobs."""

    def __init__(self, refusals: int, after: int = 0) -> None:
        self.refusals, self.after = refusals, after

    def submit(self, job: Callable[[], None]) -> None:
        self.after -= 1
        if self.after < 0 < self.refusals:
            self.refusals -= 1
            raise RequestRefused(503, "busy")
        THREADS.submit(job)


def test_run_that_finds_all_threads_taken_is_refused() -> None:
    async def main() -> None:
        await run_of(("B", "-> b.children"), pool=Busy(1)).finished()

    with pytest.raises(RequestRefused, match=r"^busy$"):
        wait(main())


def test_run_that_has_begun_waits_for_a_thread() -> None:
    async def head() -> str:
        return "b"

    async def main() -> Any:
        run = run_of(("B", "-> b.children", head), ("C", "b.children -> c.children"), pool=Busy(2))
        await run.finished(5)
        return run.live.value("c", "children")

    assert wait(main()) == "C!"


# -- set_props ---------------------------------------------------------------------------------------------------------


def test_set_props_reaches_any_component_and_triggers_its_readers() -> None:
    """C150, C151."""

    def side(n: int | None) -> None:
        set_props("c", {"children": "first", "title": "t"})
        set_props("c", {"children": f"c{n}"})
        set_props({"i": 1}, {"children": "dict"})

    page = Engine(html.Div(id="a"), html.Div(id="c"), html.Div(id="d"), html.Div(id={"i": 1}))
    page.add("A", "a.n_clicks ->", gives=side)
    page.add("D", "c.children -> d.children", gives=lambda c: c)
    page.load()
    turn = page.change({"a.n_clicks": 2})
    assert [turn[p] for p in ("c.children", "c.title", '{"i":1}.children', "d.children")] == ["c2", "t", "dict", "c2"]
    assert turn.triggers == {"A": ["a.n_clicks"], "D": ["c.children"]}


def test_set_props_runs_a_reader_again_that_was_too_early() -> None:
    """C151, as Dash 4.4.1 does: K ran on the click, then again on what A set."""
    reader_ran = threading.Event()

    def side(n: int | None) -> str:
        assert reader_ran.wait(5)
        set_props("s", {"data": n})
        return "a"

    def read(s: Any, n: Any, _: Any) -> tuple[str, str]:
        reader_ran.set()
        return f"{s}-{n}", f"title {s}"

    wires = "s.data, a.n_clicks, c.title -> c.children, c.title"  # its own output does not count the second time either
    rows = [("A", "a.n_clicks -> b.children", side), ("K", wires, read), ("L", "c.children -> d.children", lambda c: c)]
    page = Engine.of(*rows, prevent=True)
    page.load()
    turn = page.change({"a.n_clicks": 7})
    assert [c for c in turn.calls if c[0] == "K"] == [("K", (None, 7, None), ["a.n_clicks"]), ("K", (7, 7, "title None"), ["s.data"])]
    assert (turn["d.children"], turn.names[-1]) == ("7-7", "L")


def test_set_props_never_runs_its_own_callback_again() -> None:
    """C61: neither directly nor by way of another callback."""
    page = Engine.of(
        ("A", "a.n_clicks, s.data ->", lambda n, s: set_props("s", {"data": (s or 0) + 1})),
        ("B", "s.data -> b.children", lambda s: set_props("a", {"n_clicks": 9})),
        prevent=True,
    )
    page.load()
    turn = page.change({"a.n_clicks": 1})
    assert (sorted(turn.names), turn["s.data"], turn["a.n_clicks"]) == (["A", "B"], 1, 9)


def test_set_props_of_a_callback_that_prevents_or_fails_is_lost() -> None:
    """C73: nothing changes, as in Dash 4.4.1 (HTTP 204 without a body)."""

    def side(error: Exception) -> Any:
        def function(_: Any) -> None:
            set_props("c", {"children": "lost"})
            raise error

        return function

    turn = Engine.of(("A", "a.n_clicks -> c.title", side(PreventUpdate())), ("B", "a.n_clicks -> b.title", side(ValueError()))).load()
    assert turn.changes.props == {}


SIDE_ERRORS = {
    "C152 unknown id": (
        {"cc": {"children": 1}},
        "NonExistentIdException: set_props('cc', ...): no such component is on the page.\n  where: A (engine.py)\n  fix:   did you mean 'c'?",
    ),
    "a value without a JSON form": (
        {"c": {"children": {1}}},
        "InvalidCallbackReturnValue: set_props('c', {'children': ...}) holds a set.\n  where: A (engine.py)",
    ),
}


@pytest.mark.parametrize(("props", "error"), SIDE_ERRORS.values(), ids=SIDE_ERRORS.keys())
def test_set_props_that_cannot_be_done_is_reported_and_the_rest_lands(props: dict[str, Any], error: str) -> None:
    def side(_: Any) -> str:
        for id, values in props.items():
            set_props(id, values)
        set_props("c", {"title": "t"})
        return "b"

    turn = Engine.of(("A", "a.n_clicks -> b.children", side), ("C", "a.title -> c.lang")).load()
    assert (turn.errors, turn["b.children"], turn["c.title"]) == ([error], "b", "t")


# -- components that come and go ---------------------------------------------------------------------------------------


def inserting(*made: Any, box: Any = None) -> Engine:
    """A page on which a click on `go` puts components into `box`."""
    page = Engine(html.Button(id="go"), html.Div(box, id="box"), html.Div(id="out"), html.Div(id="after"))
    page.add("box", "go.n_clicks -> box.children", gives=lambda _: list(made), prevent_initial_call=True)
    return page


def test_inserted_output_makes_an_initial_call_in_the_same_turn() -> None:
    """C31, dash_behaviour 10."""
    page = inserting(dcc.Input(id="i", value="v"), html.Div(id="o"), html.Div(id="o2"))
    page.add("o", "i.value -> o.children", gives=str.upper)
    page.add("o2", "o.children -> o2.children", gives=lambda o: o + "2")
    page.add("after", "box.children -> after.children", gives=len)
    page.load()
    turn = page.change({"go.n_clicks": 1})
    assert turn.triggers == {"box": ["go.n_clicks"], "after": ["box.children"], "o": [], "o2": ["o.children"]}
    assert (turn["o2.children"], page.change({"i.value": "w"})["o2.children"]) == ("V2", "W2")


def test_inserted_callback_prevents_its_initial_call() -> None:
    """C39."""
    page = inserting(dcc.Input(id="i", value="v"), html.Div(id="o"))
    page.add("o", "i.value -> o.children", prevent_initial_call=True)
    page.load()
    assert page.change({"go.n_clicks": 1}).names == ["box"]


@pytest.mark.parametrize("prevent", [False, True])
def test_inserted_input_of_an_output_outside_counts_as_changed(prevent: bool) -> None:
    """C40: even with prevent_initial_call; ctx.triggered names it (seen in Dash 4.4.1)."""
    page = inserting(dcc.Input(id="i", value="v"))
    page.add("out", "i.value -> out.children", prevent_initial_call=prevent)
    page.load()
    assert page.change({"go.n_clicks": 1}).calls[1:] == [("out", ("v",), ["i.value"])]


def test_inserted_output_is_not_called_for_what_changed_before_it_came() -> None:
    """Its initial call, or nothing if that is prevented: the click came before it."""
    page = inserting(html.Div(id="o"), html.Div(id="p"))
    page.add("o", "go.n_clicks -> o.children", gives=lambda n: n)
    page.add("p", "go.n_clicks -> p.children", prevent_initial_call=True)
    page.load()
    turn = page.change({"go.n_clicks": 1})
    assert (turn.triggers, turn["o.children"]) == ({"box": ["go.n_clicks"], "o": []}, 1)


ONE_GROUP = ("link", "go.lang, x.placeholder, out.lang ->")


@pytest.mark.parametrize("more", [[ONE_GROUP], pytest.param([], marks=pytest.mark.xfail(reason="left to a request of its own group: tests/test_follow.py"))])
@pytest.mark.parametrize(("wires", "earlier", "seen"), [("out.title -> o.children", "a.n_clicks", "t"), ("x.value -> o.children", "x.value", "typed")])
def test_inserted_output_sees_what_was_set_before(more: list[Any], wires: str, earlier: str, seen: str) -> None:
    """C31: the value of its only Input must be there, though nothing read it until then."""
    page = Engine(*(html.Div(id=id) for id in ("go", "box", "out", "a")), dcc.Input(id="x"), prevent=True)
    page.add("box", "go.n_clicks -> box.children", gives=html.Div(id="o"))
    page.add("out", "a.n_clicks -> out.title", gives="t")
    page.add("o", wires, gives=lambda value: value, prevent_initial_call=False)
    for name, link in more:
        page.add(name, link)
    page.load()
    page.change({earlier: "typed" if earlier == "x.value" else 1})
    assert page.change({"go.n_clicks": 1})["o.children"] == seen


def test_inserted_call_is_not_dropped_by_silence_of_the_page_before() -> None:
    """C33 holds among the initial calls that come together."""
    page = Engine(html.Div(id="b"), html.Div(id="box"), html.Div(id="a"))
    page.add("B", "a.n_clicks -> b.children", gives=skip)
    page.add("box", "a.n_clicks -> box.children", gives=html.Div(id="o"))
    page.add("o", "b.children -> o.children")
    assert page.load().triggers == {"B": [], "box": [], "o": []}


def test_reinserted_output_is_filled_again() -> None:
    """C31: the call for the old component may have landed already."""
    filled = threading.Event()
    page = Engine(html.Button(id="go"), html.Div(html.Div(id="in"), id="box"), html.Div(id="end"))
    page.add("in", "go.n_clicks -> in.children", gives=lambda n: filled.set() or f"in{n}")
    page.add("box", "go.n_clicks -> box.children", gives=lambda n: filled.wait(5) and html.Div(id="in"), prevent_initial_call=True)
    page.add("end", "in.children -> end.children", gives=lambda text: text)
    page.load()
    filled.clear()
    turn = page.change({"go.n_clicks": 1})
    assert [c for c in turn.calls if c[0] == "in"] == [("in", (1,), ["go.n_clicks"]), ("in", (1,), [])]
    assert (turn["in.children"], turn["end.children"]) == ("in1", "in1")


def test_state_of_an_inserted_component_is_there_for_callbacks_downstream() -> None:
    page = inserting(dcc.Input(id="i", value="v"))
    page.add("after", "box.children | i.value -> after.children", prevent_initial_call=True)
    page.load()
    assert page.change({"go.n_clicks": 1}).calls[1][1][1] == "v"


def test_wildcards_are_resolved_when_the_callback_runs() -> None:
    page = inserting(html.Div(id={"k": 2}, title="two"), box=html.Div(id={"k": 1}, title="one"))
    page.add("after", [Output("after", "children"), Input("box", "children"), State({"k": ALL}, "title")], gives=lambda _, titles: titles)
    page.load()
    turn = page.change({"go.n_clicks": 1})
    assert (turn["after.children"], turn.errors) == (["two"], [])


def test_wildcards_wait_for_what_came_meanwhile() -> None:
    """C51: the new member's own callback sets what the list holds."""
    too_early = threading.Event()
    page = inserting(html.Div(id={"k": 2}, title="two"))
    page.add("k", [Output({"k": MATCH}, "children"), Input({"k": MATCH}, "title")], gives=lambda title: None if too_early.wait(0.02) else title)
    page.add("after", [Output("after", "children"), Input("box", "children"), State({"k": ALL}, "children")], gives=lambda _, found: too_early.set() or found)
    page.load()
    too_early.clear()
    assert page.change({"go.n_clicks": 1})["after.children"] == ["two"]


LOST = {
    "its output": ("b.children -> inner.children", []),
    "its input": ("b.children, inner.title -> out.children", []),
    "its state": ("b.children | inner.title -> out.children", []),
    "one output of two": ("b.children -> inner.children, out.children", ["late"]),
}


@pytest.mark.parametrize(("wires", "names"), LOST.values(), ids=LOST.keys())
def test_removal_cancels_calls_that_wait(wires: str, names: list[str]) -> None:
    """C63."""
    removed = threading.Event()
    page = Engine(html.Button(id="go"), html.Div(html.Div(id="inner"), id="box"), html.Div(id="b"), html.Div(id="out"), html.Div(id="end"))
    page.add("box", "go.n_clicks -> box.children", gives="empty")
    page.add("end", "box.children -> end.children", gives=lambda _: removed.set())
    page.add("b", "go.n_clicks -> b.children", gives=lambda _: removed.wait(5))
    page.add("late", wires, gives=lambda *_: ["1", "2"])
    page.prevent = True
    page.load()
    turn = page.change({"go.n_clicks": 1})
    assert ([n for n in turn.names if n == "late"], turn.errors) == (names, [])


@pytest.mark.parametrize("argument", [State("inner", "title"), State({"k": ALL}, "title")], ids=["its state", "one of a list"])
def test_removal_concerns_calls_that_are_queued_already(argument: State) -> None:
    """C63: on the loop the second begins when the first has landed."""
    values: list[Any] = []

    async def empty(_: Any) -> str:
        return "empty"

    async def late(_: Any, value: Any) -> None:
        values.append(value)

    page = Engine(html.Button(id="go"), html.Div([html.Div(id="inner"), html.Div(id={"k": 1})], id="box"), html.Div(id="out"), prevent=True)
    page.add("box", "go.n_clicks -> box.children", gives=empty)
    page.add("late", [Output("out", "children"), Input("go", "n_clicks"), argument], gives=late)
    page.load()
    assert (page.change({"go.n_clicks": 1}).errors, values) == ([], [[]] if argument.is_pattern else [])


def test_removed_component_takes_no_value() -> None:
    """C63: a call that was under way when its component left."""
    begun, removed = threading.Event(), threading.Event()
    page = Engine(html.Button(id="go"), html.Div(html.Div(id="inner"), id="box"), html.Div(id="end"))
    page.add("inner", "go.n_clicks -> inner.children", gives=lambda _: begun.set() or removed.wait(5))
    page.add("box", "go.n_clicks -> box.children", gives=lambda _: begun.wait(5) and "empty")
    page.add("end", "box.children -> end.children", gives=lambda _: removed.set())
    page.prevent = True
    page.load()
    turn = page.change({"go.n_clicks": 1})
    assert (turn.live.has("inner"), turn["box.children"], turn.errors) == (False, "empty", [])
