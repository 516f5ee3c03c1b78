"""Declaring callbacks (SEMANTICS 1a): what test_callback.py, test_graph.py and test_run.py leave. Measured in Dash 4.4.1 where a test says so."""

from __future__ import annotations

import random
from typing import Any

import pytest
from recorded import Recorded, components

from hxdash import Dash, Input, Output, State, callback, dcc, html
from hxdash.exceptions import DuplicateCallback, NonExistentIdException

PREVENT = {"prevent_initial_call": True}


def test_trailing_bool_prevents_the_initial_call() -> None:
    """C11: and only that; the change of an input still calls."""
    site = Recorded(*components("x a b"))
    site.app.callback(Output("a", "children"), [Input("x", "value")], [State("x", "id")], True)(lambda *v: site.note("T", v))
    site.app.callback(Output("b", "children"), [Input("x", "value")], [State("x", "id")], False)(lambda *v: site.note("U", v))
    with site.open() as page:
        assert site.take() == ["U(v, x) ."]
        page["x"].value = "w"
        assert sorted(site.take()) == ["T(w, x) x.value", "U(w, x) x.value"]


def test_made_up_ids_are_the_same_in_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """C14: a worker that imports the app anew gives its components the same ids, so that any of them can answer."""

    def ids_of_a_process() -> list[Any]:
        monkeypatch.setattr("hxdash.component._ids", random.Random(0))
        field, out = dcc.Input(), html.Div()
        return [Input(field, "value").component_id, Output(out, "children").component_id, State(field, "value").component_id]

    first = ids_of_a_process()
    assert first == ids_of_a_process()
    assert first[0] == first[2] != first[1]


def test_component_as_id_works_on_the_page() -> None:
    """C14."""
    field, out = dcc.Input(value="v"), html.Div()
    app = Dash("instances")

    @app.callback(Output(out, "children"), Input(field, "value"))
    def show(value: str) -> str:
        return f"got {value}"

    app.layout = html.Div([field, out])
    site = Recorded()
    site.app = app
    with site.open() as page:
        page[field.id].value = "w"
        assert page[out.id].text == "got w"


@pytest.mark.parametrize("wires", ["go.n_clicks ->", "go.n_clicks | x.value ->"])
def test_callbacks_without_output_do_not_replace_each_other(wires: str) -> None:
    """C15. Unlike Dash 4.4.1, where of two without Output and with the same Inputs the first is never called."""
    site = Recorded(*components("go x"))
    site.add("A", wires)
    site.add("B", wires)
    with site.open() as page:
        site.take()
        page.click("go")
        assert sorted(call[0] for call in site.take()) == ["A", "B"]


def test_callback_without_input_is_called_once_and_by_nothing_else() -> None:
    """C16, C17: with the values of its States; their changes do not call it. Measured (dash_behaviour 13)."""
    site = Recorded(*components("x go a b c"))
    site.add("A", "-> a.children")
    site.add("B", "| x.value go.n_clicks -> b.children")
    site.add("C", "->")
    site.add("D", "go.n_clicks | x.value -> c.children", **PREVENT)
    with site.open() as page:
        assert sorted(site.take()) == ["A() .", "B(v, -) .", "C() ."]
        page["x"].value = "w"
        page.click("go")
        assert site.take() == ["D(1, w) go.n_clicks"]


OPTIONAL = {
    "its only Input": ("no.value -> a.children", [], []),
    "beside an optional State": ("no.value | no2.value -> a.children", [], []),
    "beside a State that is there": ("no.value | go.n_clicks -> a.children", [], []),
    "beside an Input that is there": ("no.value go.n_clicks -> a.children", ["T(-, -) ."], ["T(-, 1) go.n_clicks"]),
    "as State": ("go.n_clicks | no.value -> a.children", ["T(-, -) ."], ["T(1, -) go.n_clicks"]),
}


@pytest.mark.parametrize(("wires", "load", "click"), OPTIONAL.values(), ids=OPTIONAL.keys())
def test_optional_component_that_is_missing(wires: str, load: list[str], click: list[str]) -> None:
    """C19: None where the callback is called for something else; by itself it calls nothing. Measured."""
    site = Recorded(*components("go a"), suppress_callback_exceptions=False)
    site.add("T", wires, optional=True)
    with site.open() as page:
        assert (site.take(), page.errors) == (load, [])
        page.click("go")
        assert (site.take(), page.errors) == (click, [])


def test_optional_callback_is_not_checked_against_the_layout() -> None:
    """C20: it starts, and is not called while its components are missing; without `optional` the app does not start."""
    for options in ({"optional": True}, {}):
        site = Recorded(*components("go a"), suppress_callback_exceptions=False)
        site.app.callback(Output("a", "title"), Input("no", "value"), State("no2", "value"), **options)(lambda *v: site.note("T", v))
        site.app.callback(Output("nowhere", "lang"), Input("go", "n_clicks"), **options)(lambda *v: site.note("U", v))
        if not options:
            with pytest.raises(NonExistentIdException, match=r"^3 mistakes in this app"):
                site.app.prepare()
            continue
        with site.open() as page:
            page.click("go")
            assert (site.take(), page.errors) == ([], [])


def test_same_output_before_and_after_the_app_is_an_error_however_it_is_written() -> None:
    """C09, C85."""
    site = Recorded(*components("x a"))
    site.add("T", "x.value -> a.children")
    callback(output=[Output("a", "children")], inputs={"value": Input("x", "value")})(lambda value: [value])
    with pytest.raises(DuplicateCallback, match=r"^Two callbacks set a.children"):
        site.app.prepare()


def test_callbacks_declared_before_belong_to_the_first_app_that_starts() -> None:
    """C09: and come before its own."""
    site = Recorded(*components("x a b"))
    site.add("T", "x.value -> a.children")
    callback(Output("b", "children"), Input("x", "value"))(lambda value: f"b {value}")
    site.app.prepare()
    assert [str(c.outputs[0]) for c in site.app.callback_list] == ["b.children", "a.children"]
    with site.open() as page:
        assert (page["a"].text, page["b"].text) == ("T!", "b v")


async def asynchronous(value: Any) -> str:
    return f"async {value}"


def test_async_callbacks_need_nothing_else() -> None:
    """C21: in a chain with a sync one, in one request."""
    app = Dash("mixed", layout=html.Div(components("x a b")))
    app.callback(Output("a", "children"), Input("x", "value"))(asynchronous)
    app.callback(Output("b", "children"), Input("a", "children"))(lambda value: f"sync {value}")
    site = Recorded()
    site.app = app
    with site.open() as page:
        page["x"].value = "w"
        assert (page["a"].text, page["b"].text, len(page.requests)) == ("async w", "sync async w", 1)
