"""Pattern-matching ids (SEMANTICS 1g): what test_ids.py, test_plan.py and test_graph.py leave, over the wire. Measured in Dash 4.4.1."""

from __future__ import annotations

from typing import Any

import pytest
from recorded import Recorded, components

from hxdash import ALL, ALLSMALLER, MATCH, Input, Output, State, ctx, dcc, html
from hxdash.exceptions import InvalidComponentIdError

PREVENT = {"prevent_initial_call": True}


def fields(*numbers: int) -> list[Any]:
    """Inputs i:0, i:1 ... that hold v0, v1 ..."""
    return [dcc.Input(id={"t": "i", "n": n}, value=f"v{n}") for n in numbers]


def test_all_is_in_the_order_of_the_page() -> None:
    """C122: not in that of their ids; what comes later stands behind. Measured: Dash does not put it between either."""
    site = Recorded(html.Button(id="go"), *fields(5, 1), html.Div(id="box"), *fields(0), html.Div(id="out"))
    site.add("box", "go.n_clicks -> box.children", lambda _: fields(3, 2), **PREVENT)
    site.add("T", "i:A.value -> out.children")
    with site.open() as page:
        page.click("go")
        page[{"t": "i", "n": 1}].value = "w"
        assert site.take() == [
            "T([v5 v1 v0]) .",
            "box(1) go.n_clicks",
            "T([v5 v1 v0 v3 v2]) i:3.value i:2.value",
            "T([v5 w v0 v3 v2]) i:1.value",
        ]


def test_all_in_an_output_takes_a_value_for_each() -> None:
    """C122, C105: ctx.outputs_list says for which, in the order of the page."""
    site = Recorded(*components("go o:2 o:1"))
    site.add("T", "go.n_clicks -> o:A.children", lambda _: [f"I am {row['id']['n']}" for row in ctx.outputs_list], **PREVENT)
    with site.open() as page:
        page.click("go")
        assert [page[{"t": "o", "n": n}].text for n in (1, 2)] == ["I am 1", "I am 2"]


def test_match_calls_for_the_one_that_changed() -> None:
    """C124: with the State of the same match, and nobody else is called."""
    site = Recorded(*fields(0, 1), *components("o:0 o:1"))
    site.add("T", "i:M.value | o:M.id -> o:M.children", lambda value, id: f"{value} of {id['n']}")
    with site.open() as page:
        assert sorted(site.take()) == ["T(v0, {}) .", "T(v1, {}) ."]
        page[{"t": "i", "n": 1}].value = "w"
        assert (site.take(), page[{"t": "o", "n": 1}].text, page[{"t": "o", "n": 0}].text) == (["T(w, {}) i:1.value"], "w of 1", "v0 of 0")


def test_match_without_match_in_the_output_calls_for_each_component() -> None:
    """C125: also for two that change at once. The one that finishes last is what the output shows."""
    site = Recorded(*fields(0, 1), *components("out"))
    site.add("T", "i:M.value -> out.children", lambda value: value)
    with site.open() as page:
        assert sorted(site.take()) == ["T(v0) .", "T(v1) ."]
        page.set_many([({"t": "i", "n": n}, f"w{n}") for n in (0, 1)])
        assert sorted(site.take()) == ["T(w0) i:0.value", "T(w1) i:1.value"]
        assert page["out"].text in ("w0", "w1")


def test_allsmaller_is_in_the_order_of_the_page() -> None:
    """C127, C128: numbers are smaller than booleans, these than text; the values are not sorted. Measured, list for list."""
    values: list[Any] = ["b", 3, True, 1.5, "a", False, 2]
    seen: dict[str, list[str]] = {}
    site = Recorded(*(html.Div(id={"t": t, "n": n}, title=repr(n)) for t in "io" for n in values))

    def note(smaller: list[str], own: str) -> str:
        seen[own] = smaller
        return ""

    site.add("T", [Output({"t": "o", "n": MATCH}, "children"), Input({"t": "i", "n": ALLSMALLER}, "title"), State({"t": "i", "n": MATCH}, "title")], note)
    with site.open():
        assert seen == {
            "'b'": ["3", "True", "1.5", "'a'", "False", "2"],
            "3": ["1.5", "2"],
            "True": ["3", "1.5", "False", "2"],
            "1.5": [],
            "'a'": ["3", "True", "1.5", "False", "2"],
            "False": ["3", "1.5", "2"],
            "2": ["1.5"],
        }


def test_change_of_a_smaller_one_calls_all_above_it() -> None:
    """C127: and none below."""
    site = Recorded(*fields(0, 1, 2), *components("o:0 o:1 o:2"))
    site.add("T", "i:M.value i:S.value -> o:M.children", **PREVENT)
    with site.open() as page:
        page[{"t": "i", "n": 1}].value = "w"
        assert sorted(site.take()) == ["T(v2, [v0 w]) i:1.value", "T(w, [v0]) i:1.value"]


def test_values_in_ids_keep_their_types() -> None:
    """C120, C124: four buttons are four matches. In Dash 4.4.1 the number 1 and the text "1" get in each other's way: neither is called."""
    values: list[Any] = [1, True, "1", 1.5]
    seen: list[Any] = []
    site = Recorded(*(html.Button(id={"t": "b", "n": n}) for n in values), *(html.Div(id={"t": "o", "n": n}) for n in values))
    site.add("T", [Output({"t": "o", "n": MATCH}, "children"), Input({"t": "b", "n": MATCH}, "n_clicks")], lambda _: seen.append(ctx.triggered_id.n) or "", **PREVENT)
    with site.open() as page:
        for n in values:
            page.click({"t": "b", "n": n})
    assert [(type(n), n) for n in seen] == [(type(n), n) for n in values]


def test_ids_match_only_with_the_same_keys() -> None:
    """C132: more keys or fewer are another kind of id."""
    site = Recorded(*(html.Button(str(i), id=id) for i, id in enumerate([{"t": "b"}, {"t": "b", "n": 1}, {"t": "b", "n": 1, "m": 1}])), html.Div(id="out"))
    site.add("T", [Output("out", "children"), Input({"t": "b", "n": ALL}, "n_clicks")], str)
    with site.open() as page:
        assert page["out"].text == "[None]"
        for id in ({"t": "b"}, {"t": "b", "n": 1, "m": 1}):
            assert page.click(id).requests == []
        assert page.click({"t": "b", "n": 1})["out"].text == "[1]"


def test_other_keys_of_an_id_may_be_fixed_or_wild() -> None:
    """C124, C132: the sum of a row out of all of its columns."""
    cells = [dcc.Input(id={"row": r, "col": c}, type="number", value=10 * r + c) for r in (1, 2) for c in (1, 2)]
    site = Recorded(*cells, *(html.Div(id={"row": r, "of": "sum"}) for r in (1, 2)))
    site.add("T", [Output({"row": MATCH, "of": "sum"}, "children"), Input({"row": MATCH, "col": ALL}, "value")], sum)
    with site.open() as page:
        assert [page[{"row": r, "of": "sum"}].text for r in (1, 2)] == ["23", "43"]
        page[{"row": 2, "col": 1}].value = 100
        assert page.calls == ["T"]
        assert [page[{"row": r, "of": "sum"}].text for r in (1, 2)] == ["23", "122"]


def test_wildcard_is_no_id_of_a_component() -> None:
    """C134: it is refused where it is written. Dash raises a TypeError there."""
    with pytest.raises(InvalidComponentIdError, match=r"^The id .* is not a flat dict"):
        html.Div(id={"t": "o", "n": ALL})


def test_all_in_an_input_calls_for_every_output_of_match() -> None:
    """C124: each Output has been made of the whole list. Dash 4.4.1 calls T for o:0 alone, whose key is that of the trigger."""
    site = Recorded(*fields(0, 1), *components("o:0 o:1"))
    site.add("T", "i:A.value -> o:M.children", **PREVENT)
    with site.open() as page:
        page[{"t": "i", "n": 0}].value = "w"
        assert site.take() == ["T([w v1]) i:0.value"] * 2
