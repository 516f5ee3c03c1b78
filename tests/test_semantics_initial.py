"""Initial calls and inserted layout (SEMANTICS 1b): the table of cases, each of them measured in real Dash.

Every row was run as the same app in Dash 4.4.1 (Flask, Chromium, 22 Nov 2026), the calls noted in Python; what stands here is what Dash
did. Where hxdash does otherwise, the row says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from recorded import Recorded, components

from hxdash import set_props
from hxdash.exceptions import CallbackException, PreventUpdate

# -- one callback T, and a box into which a click puts an Input `i` and an output `o` (C30, C31, C39, C40, C40b, C42) -----------------------
#
# T reads (before the bar Inputs, behind it States): i inside the box; outside of it x, which nobody changes, go, the button that is
# clicked, b, which another callback of the click sets, n, which another leaves alone. B is a b that is set after the box has landed.
# It sets o inside, out outside, both or nothing. Three moments: the load, a first click, and a second one that puts the same components in
# again. "." is an initial call, "-" none, a name what triggered it, "+" joins two triggers of a call, "&" two calls.

GRID = """
reads  -> sets   |              | prevent_initial_call
i      -> o      | -  .  .      | -  -    -
i      -> out    | -  i  i      | -  i    i
i      -> o out  | -  i  i      | -  i    i
i      ->        | -  -  -      | -  -    -
x      -> o      | -  .  .      | -  -    -
x      -> out    | .  -  -      | -  -    -
x      -> o out  | -  .  .      | -  -    -
x      ->        | .  -  -      | -  -    -
go     -> o      | -  .  .&go   | -  -    go
go     -> out    | .  go go     | -  go   go
go     -> o out  | -  .  .&go   | -  -    go
go     ->        | .  go go     | -  go   go
b      -> o      | -  .  .&b    | -  -    b
b      -> out    | .  b  b      | -  b    b
b      -> o out  | -  .  .&b    | -  -    b
b      ->        | .  b  b      | -  b    b
n      -> o      | -  .  .      | -  -    -
n      -> out    | .  -  -      | -  -    -
n      -> o out  | -  .  .      | -  -    -
n      ->        | .  -  -      | -  -    -
i x    -> o      | -  .  .      | -  -    -
i x    -> out    | -  i  i      | -  i    i
i x    -> o out  | -  i  i      | -  i    i
i x    ->        | -  -  -      | -  -    -
i go   -> o      | -  .  .&go   | -  -    go
i go   -> out    | -  i  go&i   | -  i    go&i
i go   -> o out  | -  i  go&i   | -  i    go&i
i go   ->        | -  -  go     | -  -    go
i b    -> o      | -  .  .&b    | -  -    b
i b    -> out    | -  i  b&i    | -  i    b&i
i b    -> o out  | -  i  b&i    | -  i    b&i
i b    ->        | -  -  b      | -  -    b
i n    -> o      | -  .  .      | -  -    -
i n    -> out    | -  i  i      | -  i    i
i n    -> o out  | -  i  i      | -  i    i
i n    ->        | -  -  -      | -  -    -
       -> o      | -  .  .      | error
       -> out    | .  -  -      | error
       -> o out  | -  .  .      | error
       ->        | .  -  -      | error
| i    -> o      | -  .  .      | error
| i    -> out    | -  -  -      | error
| i    -> o out  | -  .  .      | error
| i    ->        | -  -  -      | error
x | i  -> o      | -  .  .      | -  -    -
x | i  -> out    | -  -  -      | -  -    -
x | i  -> o out  | -  .  .      | -  -    -
x | i  ->        | -  -  -      | -  -    -
go | i -> o      | -  .  .&go   | -  -    go
go | i -> out    | -  -  go     | -  -    go
go | i -> o out  | -  .  .&go   | -  -    go
go | i ->        | -  -  go     | -  -    go
B      -> o      | -  b  b      | -  b    b
B      -> out    | .  b  b      | -  b    b
B      -> o out  | -  b  b      | -  b    b
B      ->        | .  b  b      | -  b    b
i B    -> o      | -  b  b      | -  b    b
i B    -> out    | -  i+b i+b   | -  i+b  i+b
i B    -> o out  | -  i+b i+b   | -  i+b  i+b
i B    ->        | -  b  b      | -  b    b
"""
# "error": it would never run, and hxdash says so at start-up (C16). In "i B -> o out" Dash names b alone where T is not prevented.

PROPS = {"i": "i.value", "x": "x.value", "go": "go.n_clicks", "b": "b.children", "n": "n.children", "o": "o.children", "out": "out.children"}


def grid() -> list[Any]:
    """The rows of the table: what T reads, what it sets, whether it is prevented, and what is expected at each moment."""
    out = []
    for row in GRID.strip().splitlines()[1:]:
        wires, free, prevented = row.replace("x | i", "x , i").replace("go | i", "go , i").replace("| i ", ", i ").split("|")
        reads, sets = wires.split("->")
        for prevent, moments in ((False, free), (True, prevented)):
            name = f"{reads.replace(',', '|').strip()} -> {sets.strip()}{', prevented' if prevent else ''}"
            out.append(pytest.param(reads, sets, prevent, moments.split(), id=name))
    return out


def named(words: str) -> str:
    return " ".join(PROPS[word.lower()] for word in words.split())


def called(reads: str, click: int, cell: str) -> list[str]:
    """The calls that a cell of the table stands for."""
    values = {"i": "v", "x": "v", "go": click or "-", "b": "B!" if click else "-", "n": "-"}
    arguments = ", ".join(str(values[word.lower()]) for word in reads.replace(",", " ").split())
    triggers = [" ".join(PROPS.get(name, name) for name in call.split("+")) for call in cell.split("&") if call != "-"]
    return sorted(f"T({arguments}) {trigger}" for trigger in triggers)


def fills(reads: str, cell: str) -> bool:
    """Whether a call of the cell comes after the box has landed; else it is the old o that it fills."""
    return "." in cell or "i" in cell or ("B" in reads and "b" in cell)


@pytest.mark.parametrize(("reads", "sets", "prevent", "moments"), grid())
def test_call_as_the_table_says(reads: str, sets: str, prevent: bool, moments: list[str]) -> None:
    """C30, C31, C39, C40, C40b, C42: which call a callback gets for components that a click brings."""
    inputs, _, states = reads.partition(",")
    site = Recorded(*components("go box x out b n"))
    site.add("box", "go.n_clicks -> box.children", lambda _: components("i o"), prevent_initial_call=True, late="B" not in reads)
    if "b" in reads.lower():
        site.add("B", "go.n_clicks -> b.children", prevent_initial_call=True, late="B" in reads)
    if "n" in reads:
        site.add("N", "go.n_clicks -> n.children", PreventUpdate(), prevent_initial_call=True)
    site.add("T", f"{named(inputs)} | {named(states)} -> {named(sets)}", prevent_initial_call=prevent)
    if moments == ["error"]:
        with pytest.raises(CallbackException, match=r"^The callback would never run"):
            site.app.prepare()
        return
    with site.open() as page:
        for click, cell in enumerate(moments):
            if click:
                page.click("go")
            assert sorted(call for call in site.take() if call.startswith("T")) == called(reads, click, cell)
            if click:
                assert page["o"].text == ("T!" if "o" in sets.split() and fills(reads, cell) else "")


# -- prevent_initial_call of the callback and of the app (C35, C37, C38) --------------------------------------------------------------------

SETTINGS = [(app, own, own is True or (own is None and app is True)) for app in (False, True, "initial_duplicate") for own in (None, False, True, "initial_duplicate")]


@pytest.mark.parametrize(("app", "own", "prevented"), SETTINGS)
def test_prevented_at_load_and_when_inserted(app: Any, own: Any, prevented: bool) -> None:
    """C35, C37, C38: at the load, in a box that comes later, and for the second writer of a property; twelve settings each."""
    options = {} if own is None else {"prevent_initial_call": own}
    site = Recorded(*components("go box x out"), prevent_initial_callbacks=app)
    site.add("box", "go.n_clicks -> box.children", lambda _: components("i o"), prevent_initial_call=True)
    site.add("T", "x.value -> out.children", **options)
    site.add("U", "i.value -> o.children", **options)
    if own in (True, "initial_duplicate") or (own is None and app):
        site.add("W", "x.value -> out.children", **options, duplicate=True)
    with site.open() as page:
        at_load = [name for name in ("T(v) .", "W(v) .") if name[0] == "T" or len(site.app.callback_list) == 4]
        assert sorted(site.take()) == ([] if prevented else at_load)
        page.click("go")
        assert site.take()[1:] == ([] if prevented else ["U(v) ."])


# -- wildcards, chains, boxes in boxes -------------------------------------------------------------------------------------------------------


@dataclass
class Case:
    """A page, what a click brings into its box, and the calls at the load, at a first and at a second click.

    Args:
        page: ids outside of the box (and in it).
        brings: ids that a click puts into it.
        callbacks: name to wiring; options behind, if any. T is prevented in the second run.
        free: calls at each moment, without those of `box`.
        prevented: the same with prevent_initial_call=True; a moment may be left out at the end.
    """

    page: str
    brings: str
    callbacks: dict[str, Any]
    free: list[str]
    prevented: list[str] = field(default_factory=list)


CASES = {
    "MATCH, a pair comes (C130)": Case("i:0 o:0", "i:1 o:1", {"T": "i:M.value -> o:M.children"}, ["T(v) .", "T(v) .", "T(v) ."]),
    "MATCH, only the input comes": Case(
        "i:0 o:0 o:1", "i:1", {"T": "i:M.value -> o:M.children"}, ["T(v) .", "T(v) i:1.value", "T(v) i:1.value"], ["", "T(v) i:1.value", "T(v) i:1.value"]
    ),
    "MATCH, only the output comes": Case("i:0 i:1 o:0", "o:1", {"T": "i:M.value -> o:M.children"}, ["T(v) .", "T(v) .", "T(v) ."]),
    "MATCH in the output, a fixed input": Case("x o:0", "o:1", {"T": "x.value -> o:M.children"}, ["T(v) .", "T(v) .", "T(v) ."]),
    "MATCH in the input only": Case(
        "i:0 out", "i:1", {"T": "i:M.value -> out.children"}, ["T(v) .", "T(v) i:1.value", "T(v) i:1.value"], ["", "T(v) i:1.value", "T(v) i:1.value"]
    ),
    "MATCH in the input, no output": Case("i:0", "i:1", {"T": "i:M.value ->"}, ["T(v) .", "", ""]),
    "MATCH out of ALL, the output comes": Case("i:0 o:0", "o:1", {"T": "i:A.value -> o:M.children"}, ["T([v]) .", "T([v]) .", "T([v]) ."]),
    "ALL, an input comes (C129)": Case(
        "i:0 out", "i:1", {"T": "i:A.value -> out.children"}, ["T([v]) .", *["T([v v]) i:1.value"] * 2], ["", *["T([v v]) i:1.value"] * 2]
    ),
    "ALL, two inputs come": Case(
        "i:0 out", "i:1 i:2", {"T": "i:A.value -> out.children"}, ["T([v]) .", *["T([v v v]) i:1.value i:2.value"] * 2], ["", *["T([v v v]) i:1.value i:2.value"] * 2]
    ),
    "ALL, the first input comes (C43)": Case(
        "out", "i:1", {"T": "i:A.value -> out.children"}, ["T([]) .", *["T([v]) i:1.value"] * 2], ["", *["T([v]) i:1.value"] * 2]
    ),
    "ALL, something else comes (C43)": Case("out", "o:1", {"T": "i:A.value -> out.children"}, ["T([]) .", "", ""]),
    "ALL, the output comes": Case("i:0", "o", {"T": "i:A.value -> o.children"}, ["", "T([v]) .", "T([v]) ."]),
    "ALL, output and one input come": Case("i:0", "i:1 o", {"T": "i:A.value -> o.children"}, ["", "T([v v]) .", "T([v v]) ."]),
    "ALL, output and all inputs come": Case("", "i:1 o", {"T": "i:A.value -> o.children"}, ["", "T([v]) .", "T([v]) ."]),
    "ALL, the output comes, no input (C43)": Case("", "o", {"T": "i:A.value -> o.children"}, ["", "T([]) .", "T([]) ."]),
    "ALL, no output": Case("i:0", "i:1", {"T": "i:A.value ->"}, ["T([v]) .", "", ""]),
    "ALL beside another input (C131)": Case(
        "x out", "i:1", {"T": "i:A.value x.value -> out.children"}, ["T([], v) .", *["T([v], v) i:1.value"] * 2], ["", *["T([v], v) i:1.value"] * 2]
    ),
    "ALL in a state": Case("i:0 x out", "i:1", {"T": "x.value | i:A.value -> out.children"}, ["T(v, [v]) .", "", ""]),
    "ALL in the output, one comes": Case("x o:0", "o:1", {"T": "x.value -> o:A.children"}, ["T(v) .", "T(v) .", "T(v) ."]),
    "ALL in the output, the input comes too": Case("o:0", "o:1 i", {"T": "i.value -> o:A.children"}, ["", *["T(v) i.value"] * 2], ["", *["T(v) i.value"] * 2]),
    "ALL in the output, all come": Case("x", "o:1 o:2", {"T": "x.value -> o:A.children"}, ["", "T(v) .", "T(v) ."]),
    "ALL in the output, none there": Case("x", "i:1", {"T": "x.value -> o:A.children"}, ["", "", ""]),
    "ALLSMALLER, a larger pair comes": Case("i:0 o:0", "i:1 o:1", {"T": "i:M.value i:S.value -> o:M.children"}, ["T(v, []) .", "T(v, [v]) .", "T(v, [v]) ."]),
    "ALLSMALLER, a smaller input comes": Case(
        "i:1 o:1", "i:0", {"T": "i:M.value i:S.value -> o:M.children"}, ["T(v, []) .", *["T(v, [v]) i:0.value"] * 2], ["", *["T(v, [v]) i:0.value"] * 2]
    ),
    "ALLSMALLER in a state": Case("i:0 o:0", "i:1 o:1", {"T": "i:M.value | i:S.value -> o:M.children"}, ["T(v, []) .", "T(v, [v]) .", "T(v, [v]) ."]),
    "optional input that comes (C19)": Case("out", "i", {"T": ("i.value -> out.children", {"optional": True})}, ["", "T(v) i.value"], ["", "T(v) i.value"]),
    "optional input beside another (C19)": Case(
        "x out", "i", {"T": ("i.value x.value -> out.children", {"optional": True})}, ["T(-, v) .", "T(v, v) i.value"], ["", "T(v, v) i.value"]
    ),
    "own component": Case("", "o", {"T": "o.n_clicks -> o.children"}, ["", "T(-) .", "T(-) ."]),
    "chain inside (C32)": Case(
        "", "i o p", {"T": "i.value -> o.children", "U": "o.children -> p.children"}, ["", *["T(v) . & U(T!) o.children"] * 2], ["", "U(-) .", "U(-) ."]
    ),
    "chain inside, its end prevented (C36)": Case(
        "", "i o p", {"T": "i.value -> o.children", "U": ("o.children -> p.children", {"prevent_initial_call": True})}, ["", *["T(v) . & U(T!) o.children"] * 2]
    ),
    "chain inside, its head silent (C33)": Case(
        "", "i o p", {"S": ("i.value -> o.children", {"gives": PreventUpdate()}), "T": "o.children -> p.children"}, ["", "S(v) ."], ["", "S(v) ."]
    ),
    "inside to outside": Case(
        "out", "i o", {"S": "i.value -> o.children", "T": "o.children -> out.children"}, ["", "S(v) . & T(S!) o.children"], ["", "S(v) . & T(S!) o.children"]
    ),
    "inside, prevented, to outside (C35, C40)": Case(
        "out", "i o", {"S": ("i.value -> o.children", {"prevent_initial_call": True}), "T": "o.children -> out.children"}, ["", "T(-) o.children"], ["", "T(-) o.children"]
    ),
    "inside, silent, to outside (C33)": Case(
        "out",
        "i o",
        {"S": ("i.value -> o.children", {"gives": PreventUpdate()}), "T": "o.children -> out.children"},
        ["", "S(v) ."],
        ["", "S(v) ."],
    ),
    "outside to inside": Case(
        "out", "i o", {"S": "i.value -> out.children", "T": "out.children -> o.children"}, ["", "S(v) i.value & T(S!) out.children"], ["", "S(v) i.value & T(S!) out.children"]
    ),
    "downstream of the box, output inside": Case("", "o", {"T": "box.children -> o.children"}, ["", *["T({}) box.children"] * 2], ["", *["T({}) box.children"] * 2]),
    "downstream of the box and of what is inside": Case(
        "out", "i", {"T": "box.children i.value -> out.children"}, ["", *["T({}, v) box.children i.value"] * 2], ["", *["T({}, v) box.children i.value"] * 2]
    ),
    "second writer inside (C38)": Case(
        "",
        "i o",
        {"S": "i.value -> o.children", "T": ("i.value i.n_submit -> o.children", {"duplicate": True, "prevent_initial_call": "initial_duplicate"})},
        ["", "S(v) . & T(v, -) ."],
        ["", "S(v) ."],
    ),
    "what was there comes again (C31)": Case(
        "box[i o] x out",
        "i o",
        {"T": "i.value -> o.children", "U": ("i.value x.value -> out.children", {"prevent_initial_call": True})},
        ["T(v) .", "T(v) . & U(v, v) i.value"],
        ["", "U(v, v) i.value"],
    ),
    "MATCH out of ALL, the input comes": Case(
        "i:0 o:0 o:1",
        "i:1",
        {"T": "i:A.value -> o:M.children"},
        ["T([v]) . & T([v]) .", "T([v v]) i:1.value & T([v v]) i:1.value"],  # Dash calls for o:1 alone: see C124 in semantics_lines.py
        ["", "T([v v]) i:1.value & T([v v]) i:1.value"],
    ),
}


def runs(cases: dict[str, Case]) -> list[Any]:
    """Each case twice: T free, and T prevented."""
    out = []
    for name, case in cases.items():
        out.append(pytest.param(case, False, case.free, id=name))
        out.append(pytest.param(case, True, case.prevented, id=f"{name}, prevented"))
    return out


@pytest.mark.parametrize(("case", "prevent", "expected"), runs(CASES))
def test_inserted_components_bring_their_calls(case: Case, prevent: bool, expected: list[str]) -> None:
    """C19, C31-C33, C35, C36, C38-C40, C43, C129-C131: with wildcards and in chains; the number is in the name of the case."""
    site = Recorded(*components("go " + ("" if "box" in case.page else "box ") + case.page))
    site.add("box", "go.n_clicks -> box.children", lambda _: components(case.brings), prevent_initial_call=True)
    for name, declared in case.callbacks.items():
        wires, options = declared if isinstance(declared, tuple) else (declared, {})
        own = {**options, "prevent_initial_call": True} if name == "T" and prevent else options
        site.add(name, wires, **own)
    with site.open() as page:
        for click in range(len(case.free)):
            if click:
                page.click("go")
            calls = [call for call in site.take() if not call.startswith("box")]
            assert sorted(calls) == sorted(expected[click].split(" & ") if click < len(expected) and expected[click] else [])


def test_box_in_a_box() -> None:
    """C31: an initial call whose own value brings components; their calls are of the same turn. Measured in Dash 4.4.1."""
    site = Recorded(*components("go box"))
    site.add("box", "go.n_clicks -> box.children", lambda _: components("i o"), prevent_initial_call=True)
    site.add("T", "i.value -> o.children", lambda _: components("i:1 p"))
    site.add("U", "i:A.value -> p.children")
    site.add("V", "i.value -> p.title")
    site.add("W", "i.value -> p.lang", prevent_initial_call=True)
    with site.open() as page:
        page.click("go")
        assert sorted(site.take()[1:]) == ["T(v) .", "U([v]) .", "V(v) ."]
        assert (len(page.requests), page["p"].text, page["p"].attributes["title"]) == (2, "U!", "V!")  # U's list is known to its own group only


@pytest.mark.parametrize("prevent", [False, True])
def test_box_that_is_filled_at_the_load(prevent: bool) -> None:
    """C31, C39, C40 at the load, as measured in Dash 4.4.1: U has its Output outside, so the Input that came has changed."""
    site = Recorded(*components("x box out"))
    site.add("box", "x.value -> box.children", lambda _: components("i o"))
    site.add("T", "i.value -> o.children", prevent_initial_call=prevent)
    site.add("U", "i.value -> out.children", prevent_initial_call=prevent)
    site.add("V", "x.value -> o.title", prevent_initial_call=prevent)
    with site.open() as page:
        assert sorted(site.take()[1:]) == ["U(v) i.value"] if prevent else ["T(v) .", "U(v) i.value", "V(v) ."]
        assert (page["o"].text, page["out"].text) == ("" if prevent else "T!", "U!")


def test_two_boxes_of_one_callback() -> None:
    """C31: the Input comes in one box, the output in another. Measured in Dash 4.4.1: an initial call, and none if that is prevented."""
    site = Recorded(*components("go box box2"))
    site.add("box", "go.n_clicks -> box.children box2.children", lambda _: [components("i"), components("o p")], prevent_initial_call=True)
    site.add("T", "i.value -> o.children")
    site.add("U", "i.value -> p.children", prevent_initial_call=True)
    with site.open() as page:
        page.click("go")
        assert site.take()[1:] == ["T(v) ."]


def test_components_that_set_props_brings_make_their_calls_too() -> None:
    """C31, C151. Unlike Dash 4.4.1, which calls nothing for what set_props brings: there o and out stay empty."""
    site = Recorded(*components("go box out"))
    site.add("box", "go.n_clicks ->", lambda _: set_props("box", {"children": components("i o")}), prevent_initial_call=True)
    site.add("T", "i.value -> o.children")
    site.add("U", "i.value -> out.children", prevent_initial_call=True)
    with site.open() as page:
        page.click("go")
        assert sorted(site.take()[1:]) == ["T(v) .", "U(v) i.value"]
        assert (page["o"].text, page["out"].text) == ("T!", "U!")


def test_output_that_is_nowhere_stops_the_call() -> None:
    """C42: one Output of two is on the page. Dash says it in the browser's console, hxdash in the log; on the page where ids may not be missing."""
    site = Recorded(*components("go box"))
    site.add("box", "go.n_clicks -> box.children", lambda _: components("i o"), prevent_initial_call=True)
    site.add("T", "i.value -> o.children nowhere.children")
    with site.open() as page:
        page.click("go")
        assert (site.take()[1:], len(page.errors)) == ([], 0)
