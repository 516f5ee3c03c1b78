"""Chains, order, consistency (SEMANTICS 1c): what test_run.py and test_plan.py leave, over the wire. Measured in Dash 4.4.1 where a test says so."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from recorded import Recorded, components

from hxdash import Dash, Input, Output, dcc, html, no_update
from hxdash.testing import AsyncClient

PREVENT = {"prevent_initial_call": True}


def test_chain_of_ten_is_one_request() -> None:
    """C50: every callback downstream of the change, once each, in order; the user's change is one request."""
    site = Recorded(*components("x " + " ".join(f"d{n}" for n in range(10))))
    site.add("F0", "x.value -> d0.children")
    for n in range(1, 10):
        site.add(f"F{n}", f"d{n - 1}.children -> d{n}.children")
    with site.open() as page:
        site.take()
        page["x"].value = "w"
        assert [call.partition("(")[0] for call in site.take()] == [f"F{n}" for n in range(10)]
        assert (len(page.requests), page["d9"].text) == (1, "F9!")


def test_page_never_shows_half_of_a_diamond() -> None:
    """C52, C53: D sees both; what one side leaves alone keeps its value."""
    site = Recorded(*components("go b c d"))
    site.add("B", "go.n_clicks -> b.children", lambda n: no_update if n == 2 else f"b{n}")
    site.add("C", "go.n_clicks -> c.children", lambda n: f"c{n}", late=True)
    site.add("D", "b.children c.children -> d.children", lambda b, c: f"{b} {c}")
    with site.open() as page:
        assert page["d"].text == "bNone cNone"
        site.take()
        page.click("go")
        assert (site.take()[-1], page["d"].text) == ("D(b1, c1) b.children c.children", "b1 c1")
        page.click("go")
        assert (site.take()[-1], page["d"].text) == ("D(b1, c2) c.children", "b1 c2")


def test_state_that_is_set_upstream_is_the_new_one() -> None:
    """C51, C64. Unlike Dash 4.4.1, where only Inputs wait: there C is called with the old b (dash_behaviour 1)."""
    site = Recorded(*components("x b c"))
    site.add("B", "x.value -> b.children", lambda x: f"b{x}", late=True)
    site.add("C", "x.value | b.children -> c.children")
    with site.open() as page:
        assert site.take() == ["B(v) .", "C(v, bv) ."]
        page["x"].value = "w"
        assert site.take() == ["B(w) x.value", "C(w, bw) x.value"]


def test_state_is_read_when_the_request_is_sent() -> None:
    """C64: what is typed into a field that triggers nothing goes along with the next trigger."""
    site = Recorded(*components("go x a"))
    site.add("T", "go.n_clicks | x.value -> a.children", **PREVENT)
    with site.open() as page:
        page.set("x", "typed")
        assert page.requests == []
        page.click("go")
        assert site.take() == ["T(1, typed) go.n_clicks"]


def test_answer_equal_to_the_old_value_triggers() -> None:
    """C54. Measured (dash_behaviour 15)."""
    site = Recorded(*components("go b c"))
    site.add("B", "go.n_clicks -> b.children", "same")
    site.add("C", "b.children -> c.children")
    with site.open() as page:
        for _ in range(2):
            site.take()
            page.click("go")
            assert site.take()[1:] == ["C(same) b.children"]


def controls() -> list[Any]:
    """One of each, holding something."""
    return [
        dcc.Input(id="text", value="a"),
        dcc.Input(id="number", type="number", value=7),
        dcc.Textarea(id="area", value="a\nb"),
        dcc.RadioItems([1, 2], 1, id="radio"),
        dcc.Checklist(["a", "b"], ["b"], id="list"),
        dcc.Dropdown(["a", "b"], "a", id="one"),
        dcc.Dropdown(["a", "b"], ["b", "a"], id="many", multi=True),
        dcc.Slider(0, 10, 1, value=3, id="slider"),
    ]


@pytest.mark.parametrize("id", [control.id for control in controls()])
def test_choosing_what_is_there_sends_nothing(id: str) -> None:
    """C55."""
    site = Recorded(*controls(), html.Div(id="out"))
    site.add("T", f"{id}.value -> out.children", "")
    with site.open() as page:
        site.take()
        page.set(id, page[id].value)
        assert (page.requests, site.take()) == ([], [])


def test_same_number_written_otherwise_calls_again() -> None:
    """C55. Unlike Dash 4.4.1, which compares in the browser: 7.0 over 7 is no change there; here the text of the field has changed."""
    site = Recorded(dcc.Input(id="number", type="number", value=7), html.Div(id="out"))
    site.add("T", "number.value -> out.children", "")
    with site.open() as page:
        page.set("number", "7.0")
        assert site.take() == ["T(7) .", "T(7) number.value"]


def test_changes_of_one_moment_are_one_call() -> None:
    """C56, C57, C66: for every callback that they concern; one request."""
    site = Recorded(*components("x1 x2 a b"))
    site.add("A", "x1.value x2.value -> a.children")
    site.add("B", "x2.value | x1.value -> b.children")
    with site.open() as page:
        site.take()
        page.set_many({"x1": "1", "x2": "2"})
        assert sorted(site.take()) == ["A(1, 2) x1.value x2.value", "B(2, 1) x2.value"]
        assert len(page.requests) == 1


def test_click_on_nested_elements_is_one_call() -> None:
    """C65. Measured: A(1, 1) triggered by [in, out], C(1) by [out]."""
    site = Recorded(html.Div(html.Div(html.Button(id="in"), id="mid"), id="out"), *components("a c"))
    site.add("A", "out.n_clicks in.n_clicks -> a.children", **PREVENT)
    site.add("C", "out.n_clicks -> c.children", **PREVENT)
    with site.open() as page:
        page.click("in")
        assert (len(page.requests), sorted(site.take())) == (1, ["A(1, 1) in.n_clicks out.n_clicks", "C(1) out.n_clicks"])


def test_groups_do_not_wait_for_each_other() -> None:
    """C59: two changes in two groups are two requests under way at once, each callback waiting for the other."""
    app = Dash("groups", layout=html.Div(components("x1 x2 a b")), prevent_initial_callbacks=True)
    met = threading.Barrier(2, timeout=10)

    def meet(value: str) -> str:
        met.wait()
        return value

    app.callback(Output("a", "children"), Input("x1", "value"))(meet)
    app.callback(Output("b", "children"), Input("x2", "value"))(meet)

    async def main() -> Any:
        async with AsyncClient(app) as client:
            page = await client.get("/")
            await asyncio.gather(page.set("x1", "1"), page.set("x2", "2"))
            return page["a"].text, page["b"].text, len(page.requests)

    assert asyncio.run(main()) == ("1", "2", 2)


def test_callback_that_sets_its_own_input_does_not_trigger_itself() -> None:
    """C60, C61: nor over several requests. Measured (dash_behaviour 12)."""
    site = Recorded(*components("x d"))
    site.add("X", "x.value -> x.value", lambda v: f"{v}!")
    site.add("D", "x.value -> d.children", lambda v: v)
    with site.open() as page:
        assert site.take() == ["X(v) .", "D(v!) x.value"]
        page["x"].value = "b"
        assert (site.take(), page["x"].value, page["d"].text) == (["X(b) x.value", "D(b!) x.value"], "b!", "b!")
        assert len(page.requests) == 1


def test_call_whose_output_has_gone_does_not_run() -> None:
    """C63: B sets what the call for `d` waits for, but the box is empty by then. Measured."""
    site = Recorded(*components("go box[d] b c"))
    site.add("box", "go.n_clicks -> box.children", "empty", **PREVENT)
    site.add("B", "go.n_clicks -> b.children", late=True, **PREVENT)
    site.add("I", "b.children -> d.children", **PREVENT)
    site.add("J", "b.children | d.children -> c.children", **PREVENT)
    with site.open() as page:
        page.click("go")
        assert (site.take(), page.errors) == (["box(1) go.n_clicks", "B(1) go.n_clicks"], [])
