"""What a list of Inputs (ALL, ALLSMALLER) does when components leave or come (C129, C130); each row measured on Dash 4.4.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import ALL, ALLSMALLER, MATCH, Dash, Input, Output, Patch, State, ctx, dcc, html, no_update, set_props
from hxdash.exceptions import PreventUpdate
from hxdash.testing import Client


def a(i: int) -> dcc.Input:
    return dcc.Input(id={"t": "a", "i": i}, value=f"a{i}")


def name(prop_id: str) -> str:
    """a1.value for the Input with i=1."""
    return f"a{prop_id.split(chr(34) + 'i' + chr(34) + ':')[1].split(',', maxsplit=1)[0]}.{prop_id.rpartition('.')[2]}" if prop_id.startswith("{") else prop_id


class Case:
    """A page with a box whose children a button sets, and callbacks that note their calls."""

    def __init__(self, before: list[Any], after: Callable[[], Any], *others: Any, **settings: Any) -> None:
        self.calls: list[tuple[str, Any, Any]] = []
        self.app = Dash("removal", suppress_callback_exceptions=True, **settings)
        self.app.layout = html.Div([html.Button("Go", id="go"), html.Div(before, id="box"), *others, html.P(id="o"), html.P(id="after")])
        self.app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: after())

    def note(self, label: str, *wires: Any, gives: Any = None, **options: Any) -> Case:
        def function(*values: Any) -> Any:
            self.calls.append((label, values[0] if len(values) == 1 else values, [name(t) for t in ctx.triggered_prop_ids] if ctx.triggered else "."))
            if isinstance(gives, type) and issubclass(gives, Exception):
                raise gives
            return gives if gives is not None else str(values)

        self.app.callback(*wires, **options)(function)
        return self

    def go(self) -> list[tuple[str, Any, Any]]:
        with Client(self.app) as client:
            page = client.get("/")
            self.calls.clear()
            self.page = page.click("go")
            assert page.errors == []
        return self.calls


LIST = Input({"t": "a", "i": ALL}, "value")
BOTH = [[a(1), a(2)]]


@pytest.mark.parametrize("prevent", [False, True])
@pytest.mark.parametrize(
    ("row", "before", "after", "others", "expected"),
    [
        (1, [a(1), a(2)], lambda: [a(1)], [], [(["a1"], ["a1.value"])]),
        (2, [a(1)], lambda: [a(1), a(2)], [], [(["a1", "a2"], ["a1.value", "a2.value"])]),
        (3, [a(1), a(2)], lambda: [a(1), a(2)], [], [(["a1", "a2"], ["a1.value", "a2.value"])]),
        (4, [a(1), a(2)], lambda: [a(2), a(1)], [], [(["a2", "a1"], ["a2.value", "a1.value"])]),
        (5, [a(1), a(2)], lambda: [a(5), a(6)], [], [(["a5", "a6"], ["a5.value", "a6.value"])]),
        (6, [a(1), a(2)], list, [], [([], ".")]),
        (7, [], list, [], []),
        (8, [a(1), a(2)], list, [a(8), a(9)], [(["a8", "a9"], ".")]),
        (9, [a(1), a(2)], lambda: html.Div("text"), [a(8)], [(["a8"], ".")]),
        (9, [a(1), a(2)], lambda: "text", [a(8)], [(["a8"], ".")]),
        (12, [html.Div([html.Div([a(1)], id="inner")])], list, [], [([], ".")]),
        (34, [a(1), a(2)], lambda: None, [a(8)], [(["a8"], ".")]),
    ],
)
def test_a_list_calls_when_it_changes(row: int, before: list[Any], after: Any, others: list[Any], expected: Any, prevent: bool) -> None:
    case = Case(before, after, *others).note("F", Output("o", "children"), LIST, prevent_initial_call=prevent)
    assert [(value, triggered) for _, value, triggered in case.go()] == expected


def test_what_is_downstream_runs_too() -> None:
    case = Case([a(1)], list).note("F", Output("o", "children"), LIST).note("D", Output("after", "children"), Input("o", "children"))
    assert case.go() == [("F", [], "."), ("D", "([],)", ["o.children"])]
    assert case.page["after"].text == "('([],)',)"


def test_row_11_what_comes_elsewhere_in_the_same_answer_is_the_trigger() -> None:
    case = Case([], list, html.Div([a(1)], id="from"), html.Div(id="to"), html.Button("Move", id="move"))
    case.app.callback(Output("from", "children"), Output("to", "children"), Input("move", "n_clicks"), prevent_initial_call=True)(lambda n: ([], [a(4)]))
    case.note("F", Output("o", "children"), LIST)
    with Client(case.app) as client:
        page = client.get("/")
        case.calls.clear()
        page.click("move")
    assert case.calls == [("F", ["a4"], ["a4.value"])]


def test_row_13_a_state_calls_nothing() -> None:
    case = Case([a(1)], list).note("F", Output("o", "children"), Input("after", "children"), State({"t": "a", "i": ALL}, "value"))
    assert case.go() == []


@pytest.mark.parametrize(("gives", "triggered"), [("new", ["u.children"]), (PreventUpdate, "."), (no_update, ".")])
def test_rows_16_and_17_another_trigger_takes_the_place(gives: Any, triggered: Any) -> None:
    case = Case([a(1)], list, html.P(id="u"))
    case.note("U", Output("u", "children"), Input("box", "children"), gives=gives, prevent_initial_call=True)
    case.note("F", Output("o", "children"), LIST, Input("u", "children"))
    assert [c for c in case.go() if c[0] == "F"] == [("F", ([], "new" if gives == "new" else None), triggered)]


def test_row_19_the_very_button_that_empties_the_box() -> None:
    case = Case([a(1)], list).note("F", Output("o", "children"), LIST, Input("go", "n_clicks"))
    calls = case.go()  # Dash calls it twice: beside the callback that empties the box, and after it; if that is quick, once is enough here
    assert calls in ([("F", ([], 1), ["go.n_clicks"])], [("F", (["a1"], 1), ["go.n_clicks"]), ("F", ([], 1), ".")])


def test_row_22_without_output_nothing_is_called() -> None:
    case = Case([a(1)], list)
    case.app.callback(LIST)(lambda values: case.calls.append(("F", values, "")))
    assert case.go() == []


def test_rows_23_to_25_outputs_that_leave_or_come_with_the_box() -> None:
    inside = Case([a(1), html.P(id="in")], lambda: [html.P(id="in")]).note("F", Output("in", "children"), LIST, prevent_initial_call=True)
    assert inside.go() == []
    half = Case([a(1), html.P(id="in")], list).note("F", Output("in", "children"), Output("o", "children"), LIST, gives=("1", "2"))
    assert half.go() == []
    again = Case([a(1), a(2), html.P(id="in")], lambda: [a(1), a(3), html.P(id="in")])
    again.note("F", Output("in", "children"), Output("o", "children"), LIST, gives=("1", "2"), prevent_initial_call=True)
    assert again.go() == [("F", ["a1", "a3"], ["a1.value", "a3.value"])]


@pytest.mark.parametrize(("after", "expected"), [(list, [([], "."), ([], ".")]), (lambda: [a(1), a(3)], [(["a1"], ["a1.value"]), (["a1"], ["a1.value"])])])
def test_rows_26_and_27_smaller_ones_concern_only_those_above(after: Any, expected: Any) -> None:
    outputs = [html.P(id={"t": "o", "i": i}) for i in (1, 2, 3)]
    case = Case([a(1), a(2), a(3)], after, *outputs)
    case.note("F", Output({"t": "o", "i": MATCH}, "children"), Input({"t": "a", "i": ALLSMALLER}, "value"))
    assert sorted((v, t) for _, v, t in case.go()) == expected


@pytest.mark.parametrize(("after", "expected"), [(list, []), (lambda: [a(1)], [("F", "a1", ["a1.value"])])])
def test_rows_28_and_29_match_calls_only_for_what_comes(after: Any, expected: Any) -> None:
    outputs = [html.P(id={"t": "o", "i": i}) for i in (1, 2)]
    case = Case([a(2)] if after is list else [], after, *outputs)
    case.note("F", Output({"t": "o", "i": MATCH}, "children"), Input({"t": "a", "i": MATCH}, "value"), prevent_initial_call=True)
    assert case.go() == expected


def test_row_30_each_match_with_a_list() -> None:
    outputs = [html.P(id={"t": "o", "j": j}) for j in (1, 2)]
    case = Case([a(1)], list, *outputs).note("F", Output({"t": "o", "j": MATCH}, "children"), LIST)
    assert case.go() == [("F", [], "."), ("F", [], ".")]


def test_c129_set_props_that_empties_the_box_calls_too() -> None:
    """Dash forgets it (row 33): its lists are wrong from then on."""
    case = Case([a(1)], list, html.Button("Side", id="side")).note("F", Output("o", "children"), LIST)
    case.app.callback(Input("side", "n_clicks"), prevent_initial_call=True)(lambda n: set_props("box", {"children": []}))
    with Client(case.app) as client:
        page = client.get("/")
        case.calls.clear()
        page.click("side")
    assert case.calls == [("F", [], ".")]


def test_row_35_a_patch_that_takes_one_out() -> None:
    def without_first() -> Patch:
        patch = Patch()
        del patch[0]
        return patch

    case = Case([a(1), a(2)], without_first).note("F", Output("o", "children"), LIST)
    assert case.go() == [("F", ["a2"], ".")]


def test_a_list_of_another_group_asks_for_its_own_values() -> None:
    case = Case([a(1)], list, a(8)).note("F", Output("o", "children"), LIST, prevent_initial_call=True)
    with Client(case.app) as client:
        page = client.get("/")
        page[{"t": "a", "i": 8}].value = "typed"
        case.calls.clear()
        page.click("go")
        assert case.calls == [("F", ["typed"], ".")]
        assert page["o"].text == "(['typed'],)"
        assert page.last.sent("_t")[0].startswith("o.<")


def test_c130_a_new_match_output_makes_only_its_own_call() -> None:
    def add() -> Patch:
        patch = Patch()
        patch.append(html.P(id={"t": "o", "i": 2}))
        return patch

    case = Case([html.P(id={"t": "o", "i": 1})], add, *[a(i) for i in (1, 2)])
    case.note("F", Output({"t": "o", "i": MATCH}, "children"), Input({"t": "a", "i": MATCH}, "value"))
    assert case.go() == [("F", "a2", ".")]
