"""Return values, duplicate outputs and set_props (SEMANTICS 1d, 1e, 1i): what other tests leave, over the wire."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from engine import without_lines
from recorded import Recorded, components

from hxdash import Input, Output, dcc, html, no_update, set_props
from hxdash.exceptions import DuplicateCallback, PreventUpdate
from hxdash.testing import Client

PREVENT = {"prevent_initial_call": True}


@pytest.mark.parametrize("gives", [no_update, PreventUpdate()], ids=["C70 no_update", "C73 PreventUpdate"])
def test_nothing_new_is_an_empty_answer(gives: Any) -> None:
    """C70, C73: 200 with nothing in it, and nobody downstream is called. Dash answers the second with 204: one request may hold both here."""
    site = Recorded(*components("go a b"))
    site.add("A", "go.n_clicks -> a.children", gives, **PREVENT)
    site.add("B", "a.children -> b.children", **PREVENT)
    with site.open() as page:
        page.click("go")
        assert (site.take(), page.last.status, page.last.text, page.errors) == (["A(1) go.n_clicks"], 200, "", [])


def test_what_stays_is_not_sent() -> None:
    """C71, C72: only the output that changes is in the answer, and only its reader is called."""
    site = Recorded(*components("go a b c d"))
    site.add("A", "go.n_clicks -> a.children b.children", lambda n: no_update if n == 2 else [no_update, f"b{n}"], **PREVENT)
    site.add("C", "a.children -> c.children", **PREVENT)
    site.add("D", "b.children -> d.children", **PREVENT)
    with site.open() as page:
        page.click("go")
        assert site.take() == ["A(1) go.n_clicks", "D(b1) b.children"]
        assert ('id="a"' in page.last.text, 'id="b"' in page.last.text, page["b"].text) == (False, True, "b1")
        page.click("go")
        assert (site.take(), page["b"].text, page["d"].text) == (["A(2) go.n_clicks"], "b1", "D!")


WRONG: dict[str, tuple[str, Any, str]] = {
    "C74 None for two": ("-> a.children b.children", None, "SchemaTypeValidationError"),
    "C75 one for two": ("-> a.children b.children", ["x"], "SchemaLengthValidationError"),
    "C76 a set": ("-> a.children", {1}, "InvalidCallbackReturnValue"),
    "C76 a function": ("-> a.children", print, "InvalidCallbackReturnValue"),
    "C123 text for ALL": ("-> o:A.children", "xy", "InvalidCallbackReturnValue"),
    "C123 three for two": ("-> o:A.children", ["x", "y", "z"], "InvalidCallbackReturnValue"),
}


@pytest.mark.parametrize(("wires", "gives", "kind"), WRONG.values(), ids=WRONG.keys())
def test_wrong_return_value_is_one_error_and_stops_nobody_else(wires: str, gives: Any, kind: str) -> None:
    """C74, C75, C76, C123, V13: the box says which, nothing of the value lands, callbacks beside it do."""
    site = Recorded(*components("go a b c o:1 o:2"), debug=True)
    site.add("W", "go.n_clicks " + wires, lambda _: gives, **PREVENT)
    site.add("C", "go.n_clicks -> c.children", **PREVENT)
    with site.open() as page:
        page.click("go")
        [error] = page.errors
        assert error.startswith(kind)
        assert [page[id].text for id in ("a", "b", {"t": "o", "n": 1}, "c")] == ["", "", "", "C!"]


SHOWN: dict[str, tuple[Any, Any, str]] = {
    "tuple": ((1, "b"), [1, "b"], "1b"),
    "date": (datetime.date(2020, 1, 2), "2020-01-02", "2020-01-02"),
    "datetime": (datetime.datetime(2020, 1, 2, 3, 4, 5), "2020-01-02T03:04:05", "2020-01-02T03:04:05"),
    "numpy number": (np.int64(3), 3, "3"),
    "numpy array": (np.array([1.5, 2.5]), [1.5, 2.5], "1.52.5"),
    "Decimal": (Decimal("1.10"), 1.1, "1.1"),
    "NaN": (float("nan"), None, ""),
    "infinity": (float("inf"), None, ""),
    "None": (None, None, ""),
    "mixed, as React draws it": ([1, "a", None, True, html.B("x")], ..., "1ax"),
}


@pytest.mark.parametrize(("gives", "value", "text"), SHOWN.values(), ids=SHOWN.keys())
def test_value_is_plain_for_the_next_callback_and_shown(gives: Any, value: Any, text: str) -> None:
    """C77, K02: what a callback downstream is given, in the same request and in a later one, and what the page shows."""
    seen: list[Any] = []
    site = Recorded(*components("go a b"))
    site.add("A", "go.n_clicks -> a.children", lambda _: gives, **PREVENT)
    site.add("B", "a.children -> b.children", lambda v: seen.append(v) or "", **PREVENT)
    site.add("C", "b.n_clicks | a.children -> b.title", lambda _, v: seen.append(v) or "", **PREVENT)
    with site.open() as page:
        page.click("go")
        assert page["a"].text.replace("\n", "") == text
        page.click("b")
        assert len(seen) == 2
        assert seen[0] == seen[1]
        assert value is ... or (seen[0] == value and type(seen[0]) is type(value))


def test_components_in_other_props_are_components() -> None:
    """C78, K06: of a label; callbacks write them and read them, and those that come there make their initial calls.

    Unlike Dash 4.4.1, which finds ids in labels only when they change: it makes no initial call for them.
    """
    radios = dcc.RadioItems(id="r", options=[{"label": html.Span("label", id="l1"), "value": 1}])
    site = Recorded(*components("go gomore a"), radios)
    site.add("L", "go.n_clicks -> l1.children", lambda n: f"label {n}")
    site.add("M", "-> l2.children", "second")
    site.add("A", "l1.n_clicks | l1.children -> a.children", lambda n, text: f"{n} {text}")
    site.add("R", "gomore.n_clicks -> r.options", lambda _: [{"label": html.B(id="l2"), "value": 2}], **PREVENT)
    with site.open() as page:
        assert sorted(site.take()) == ["A(-, label None) .", "L(-) ."]
        page.click("go")
        assert (page["l1"].text, page["r"].text) == ("label 1", "label 1")
        page.click("l1")
        assert page["a"].text == "1 label 1"
        page.click("gomore")
        assert (site.take()[-1], page["r"].text, "l1" in page) == ("M() .", "second", False)


def test_returned_components_may_repeat_an_id() -> None:
    """C79, V02: it is not looked for, there is no error, and the page goes on."""
    site = Recorded(*components("go box d a"))
    site.add("box", "go.n_clicks -> box.children", lambda n: [html.B("1", id="x"), html.B("2", id="x"), html.B(f"second {n}", id="d")], **PREVENT)
    site.add("A", "go.n_clicks -> a.children", lambda n: f"A{n}", **PREVENT)
    with site.open() as page:
        for n in (1, 2):
            page.click("go")
            assert (page.errors, page["a"].text, f"second {n}" in page.text) == ([], f"A{n}", True)


FORGED = {
    "C80 an output that is none": "b.children",
    "C80 the output of a callback": "a.children",
    "C81 an id that no callback has": "nobody.value",
}


@pytest.mark.parametrize("trigger", FORGED.values(), ids=FORGED.keys())
def test_request_names_triggers_and_no_outputs(trigger: str) -> None:
    """C80, C81. Unlike Dash, a request cannot say which callback it wants; a trigger that is none is a 4xx, not a 500."""
    site = Recorded(*components("go a b"))
    site.add("A", "go.n_clicks -> a.children", **PREVENT)
    with Client(site.app) as client:
        fields = client.get("/").click("go").last.fields
        site.take()
        forged = {name: trigger if name == "_t" else value for name, value in fields}
        answer = client.request("POST", "/_hx", data=forged, headers={"Origin": "http://localhost", "HX-Request": "true"})
        assert (400 <= answer.status_code < 500, site.take()) == (True, [])


# -- duplicate outputs -----------------------------------------------------------------------------------------------------------------------

WAYS = {
    "by the callback": ({}, {"prevent_initial_call": True}, True),
    "by the callback, initial_duplicate": ({}, {"prevent_initial_call": "initial_duplicate"}, True),
    "by the app": ({"prevent_initial_callbacks": True}, {}, True),
    "by the app, initial_duplicate": ({"prevent_initial_callbacks": "initial_duplicate"}, {}, True),
    "not at all": ({}, {}, False),
    "not by this callback": ({"prevent_initial_callbacks": True}, {"prevent_initial_call": False}, False),
}


@pytest.mark.parametrize(("settings", "options", "starts"), WAYS.values(), ids=WAYS.keys())
def test_second_writer_must_say_that_it_does_not_write_at_load(settings: dict[str, Any], options: dict[str, Any], starts: bool) -> None:
    """C87."""
    site = Recorded(*components("x a"), **settings)
    site.add("A", "x.value -> a.children", **PREVENT)
    site.add("B", "x.n_submit -> a.children", duplicate=True, **options)
    if starts:
        site.app.prepare()
        return
    with pytest.raises(DuplicateCallback) as caught:
        site.app.prepare()
    assert without_lines(str(caught.value)).replace("tests/", "") == (
        "The Output a.children has allow_duplicate=True, but the callback runs when the page is loaded.\n"
        "  where: B (recorded.py)\n"
        '  fix:   add prevent_initial_call=True, or "initial_duplicate" if it shall run then all the same'
    )


def test_writers_with_the_same_inputs_are_two() -> None:
    """C88. Unlike Dash 4.4.1, where of two duplicates with the same Inputs only the second is called."""
    site = Recorded(*components("go a b"))
    site.add("A", "go.n_clicks -> a.children b.children", lambda _: [no_update, "A"], duplicate=True, **PREVENT)
    site.add("B", "go.n_clicks -> a.children b.children", lambda _: ["B", no_update], duplicate=True, **PREVENT)
    with site.open() as page:
        page.click("go")
        assert (sorted(site.take()), page["a"].text, page["b"].text) == (["A(1) go.n_clicks", "B(1) go.n_clicks"], "B", "A")


def test_readers_of_a_property_with_two_writers_are_called_once() -> None:
    """C89: the last that finishes is what stands there, and what is downstream sees it. Dash calls them again for each writer."""
    site = Recorded(*components("go x a z"))
    site.add("A", "go.n_clicks -> a.children", late=True, **PREVENT)
    site.add("B", "go.n_clicks | x.value -> a.children", duplicate=True, **PREVENT)
    site.add("Z", "a.children -> z.children", lambda a: a, **PREVENT)
    with site.open() as page:
        page.click("go")
        assert (site.take()[2:], page["a"].text, page["z"].text) == (["Z(A!) a.children"], "A!", "A!")


def test_same_output_in_two_nestings_is_found() -> None:
    """C86: in one callback, however it is written."""
    site = Recorded(*components("x a"))
    with pytest.raises(DuplicateCallback, match=r"^The callback has the Output a.children twice"):
        site.app.callback(output={"one": Output("a", "children"), "two": [Output("a", "children")]}, inputs=[Input("x", "value")])


def test_set_props_of_a_missing_component_is_silent_where_ids_may_be_missing() -> None:
    """C152: with suppress_callback_exceptions; what else the callback does lands."""
    site = Recorded(*components("go a b"), suppress_callback_exceptions=True)

    def side(_: int) -> str:
        set_props("nobody", {"children": "lost"})
        set_props("b", {"children": "side"})
        return "a"

    site.add("A", "go.n_clicks -> a.children", side, **PREVENT)
    with site.open() as page:
        page.click("go")
        assert (page["a"].text, page["b"].text, page.errors) == ("a", "side", [])


def test_set_props_lands_with_the_answer() -> None:
    """C150, C151, C153: the last value of each property, for string and dict ids, in one request; its readers are called in it as well."""
    site = Recorded(*components("go a o:1 z"))

    def side(n: int) -> str:
        set_props("a", {"children": "first", "title": "t"})
        set_props("a", {"children": f"a{n}"})
        set_props({"t": "o", "n": 1}, {"children": html.B("dict", id="new")})
        return "done"

    site.add("S", "go.n_clicks -> z.title", side, **PREVENT)
    site.add("Z", "a.children -> z.children", lambda a: a, **PREVENT)
    with site.open() as page:
        page.click("go")
        assert [page["a"].text, page["a"].attributes["title"], page["new"].text, page["z"].text] == ["a1", "t", "dict", "a1"]
        assert (site.take(), len(page.requests)) == (["S(1) go.n_clicks", "Z(a1) a.children"], 1)


@pytest.mark.parametrize(("cell", "style"), [(html.Td("text"), "innerHTML"), (html.Td(dcc.Input(value="x")), "innerMorph"), (html.Td("x", id="cell"), "innerMorph")])
def test_large_piece_without_anything_to_keep_is_not_compared_with_what_was_there(cell: Any, style: str) -> None:
    """9,000 cells are compared in a quarter of a second, and put in place in a tenth of it."""
    site = Recorded(*components("go"), html.Table(id="table"))
    site.add("T", "go.n_clicks -> table.children", lambda _: [html.Tbody([html.Tr([html.Td("text") for _ in range(8)]) for _ in range(400)]), cell], **PREVENT)
    with site.open() as page:
        assert f'<hx-partial id="table" hx-swap="{style}">' in page.click("go").last.text
