"""Input, Textarea, Interval, Checklist, RadioItems: what callbacks get of what was typed, ticked and counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html
from hxdash.component import Component
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client


def typed(component: Component, prop: str = "value") -> tuple[Dash, list[Any]]:
    """A control, and what its callback got."""
    seen: list[Any] = []
    app = Dash(__name__, layout=html.Div([component, html.P(id="out")]))

    @app.callback(Output("out", "children"), Input("c", prop), prevent_initial_call=True)
    def take(value: Any) -> str:
        seen.append(value)
        return repr(value)

    return app, seen


NUMBERS = [("1", 1), ("1.5", 1.5), ("1e1", 10), ("", None), ("50", None), ("-3", None), ("007", 7), ("8.0", 8), ("+2", 2)]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_x17_numbers_are_typed_and_those_out_of_range_are_none(text: str, value: Any) -> None:
    got = dcc.Input(id="c", type="number", min=0, max=10).decode("value", [text])
    assert (got, type(got)) == (value, type(value))


@pytest.mark.parametrize("text", ["1e", "--1", "0x10", "1,5", "NaN", "Infinity", "1 2", "9" * 500, "١"])
def test_a_number_that_no_browser_posts_is_refused(text: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        dcc.Input(id="c", type="number").decode("value", [text])
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("props", "text", "value"),
    [
        ({"step": 2, "min": 1}, "3", 3), ({"step": 2, "min": 1}, "4", None), ({"step": 0.1}, "0.3", 0.3), ({"step": "any"}, "0.123", 0.123),
        ({"min": "2", "max": "4"}, "5", None), ({"type": "range", "max": 5}, "6", None),
    ],
)  # fmt: skip
def test_steps_and_limits(props: dict[str, Any], text: str, value: Any) -> None:
    assert dcc.Input(id="c", **{"type": "number", **props}).decode("value", [text]) == value


@pytest.mark.parametrize(
    ("props", "text", "value"),
    [
        ({"pattern": "[a-z]+"}, "abc", "abc"), ({"pattern": "[a-z]+"}, "abc1", None), ({"pattern": "(?<x>a)"}, "zz", "zz"),
        ({"minLength": 3}, "ab", None), ({"minLength": 3, "value": "abc"}, "", ""), ({"maxLength": "2"}, "abc", None), ({"type": "email"}, "not yet@", "not yet@"),
        ({"type": "password"}, " a ", " a "), ({"type": "hidden"}, "12", "12"), ({}, "12", "12"),
    ],
)  # fmt: skip
def test_texts_and_their_limits(props: dict[str, Any], text: str, value: Any) -> None:
    assert dcc.Input(id="c", **props).decode("value", [text]) == value


@pytest.mark.parametrize("type", ["text", "number", "password", "email", "range", "search", "tel", "url", "hidden"])
def test_every_type_of_input_is_written(type: str, render: Callable[..., str]) -> None:
    assert f'type="{type}"' in render(dcc.Input(id="c", type=type, value="5"), ["value"])


@pytest.mark.parametrize(("debounce", "trigger"), [(False, "input"), (True, "change"), (0.5, "input delay:500ms"), (2, "input delay:2000ms")])
def test_debounce(debounce: Any, trigger: str, render: Callable[..., str]) -> None:
    assert f'hx-trigger="{trigger}"' in render(dcc.Input(id="c", debounce=debounce), ["value"])


# -- Textarea ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "value"), [("a\r\nb", "a\nb"), ("", None), ("  ", "  ")])
def test_lines_are_unix_lines(text: str, value: Any) -> None:
    assert dcc.Textarea(id="c").decode("value", [text]) == value


def test_a_text_that_nobody_can_have_typed_is_refused() -> None:
    app, seen = typed(dcc.Textarea(id="c", value="x" * 20, maxLength=5))
    with Client(app) as client:
        page = client.get("/")
        page.set("c", "12345")
        page.set("c", "123456", force=True)
        assert page.last.status == 422
        page.set("c", "x" * 20, force=True)  # as the app gave it
        assert seen == ["12345", "x" * 20]


@pytest.mark.parametrize(("text", "fits"), [("a\nb", True), ("😀a", True), ("😀😀", False), ("abcd", False)])
def test_length_is_counted_as_browsers_do(text: str, fits: bool) -> None:
    area = dcc.Textarea(id="c", maxLength="3")
    if fits:
        assert area.decode("value", [text]) == text
    else:
        with pytest.raises(RequestRefused, match="longer than 3 characters"):
            area.decode("value", [text])


# -- Interval ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("props", "ticks"), [({}, [1, 2, 3]), ({"max_intervals": 2}, [1, 2]), ({"max_intervals": 0}, []), ({"disabled": True}, []), ({"n_intervals": 10, "max_intervals": 12}, [11, 12])])
def test_ticks_are_counted_until_they_stop(props: dict[str, Any], ticks: list[int]) -> None:
    app, seen = typed(dcc.Interval(id="c", **props), "n_intervals")
    with Client(app) as client:
        page = client.get("/")
        for _ in range(3):
            page.tick("c")
    assert seen == ticks


# -- choices -----------------------------------------------------------------------------------------------------------

VALUES: list[Any] = [1, "1", 2.5, True, "True", "", " x", "a\nb", 10**20]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_k02_a_choice_keeps_its_type(value: Any) -> None:
    radio, check = (kind(id="c", options=[{"label": "x", "value": v} for v in VALUES]) for kind in (dcc.RadioItems, dcc.Checklist))
    assert (radio.decode("value", radio.encode("value", value)), type(radio.decode("value", radio.encode("value", value)))) == (value, type(value))
    assert [(v, type(v)) for v in check.decode("value", check.encode("value", [value]))] == [(value, type(value))]


def test_ticks_come_in_the_order_of_the_clicks_and_none_is_an_empty_list() -> None:
    app, seen = typed(dcc.Checklist(["a", "b", "c"], id="c"))
    with Client(app) as client:
        page = client.get("/")
        page.set("c", ["c"])
        page.set("c", ["c", "a"])
        page.set("c", [])
    assert seen == [["c"], ["c", "a"], []]


@pytest.mark.parametrize("kind", [dcc.Checklist, dcc.RadioItems])
def test_what_is_no_option_or_a_disabled_one_is_refused(kind: type[Component]) -> None:
    app, seen = typed(kind(options=[{"label": "a", "value": "a"}, {"label": "b", "value": "b", "disabled": True}], id="c"))
    with Client(app) as client:
        page = client.get("/")
        for forged in ("zz", "b"):
            page.set("c", [forged] if kind is dcc.Checklist else forged, force=True)
            assert page.last.status == 422
    assert seen == []


def test_an_output_does_not_take_the_name_under_which_a_textarea_is_sent(swaps: Callable[..., list[tuple[str, str, Any]]]) -> None:
    """Its own `name` and `form` are those of the page while a callback reads it, as with a Button."""
    assert swaps(dcc.Textarea(id="a"), name="n", form="f") == []
    assert swaps(dcc.Textarea(id="a"), name="n", title="t") == [("", "attrs", {"title": "t"})]


@pytest.mark.parametrize("component", [dcc.Input(id="a"), dcc.Textarea(id="a")])
def test_false_is_a_word_for_the_spelling(component: Any, swaps: Callable[..., list[tuple[str, str, Any]]], render: Callable[..., str]) -> None:
    assert swaps(component, spellCheck=False) == [("", "attrs", {"spellcheck": "false"})]
    assert ' spellcheck="true"' in render(type(component)(spellCheck=True))
