"""The index of a layout. Numbers are those of SEMANTICS.md."""

from __future__ import annotations

from typing import Any

import pytest

from hxdash import dcc, html
from hxdash.exceptions import DuplicateIdError, NoLayoutException
from hxdash.layout import EMPTY, Layout


def test_layout_knows_every_component_with_an_id_in_document_order() -> None:
    layout = Layout(html.Div([dcc.Input(id="x"), "text", html.P([html.B(id={"i": 1}), None, 5])], id="root"))
    assert list(layout.by_id) == ["root", "x", '{"i":1}']
    assert layout.by_id["x"].type_name == "dcc.Input"


@pytest.mark.parametrize("root", [[html.Div(id="a"), "text", html.Div(id="b")], (html.Div(id="a"), html.Div(id="b"))])
def test_layout_may_be_a_list(root: Any) -> None:
    """A02."""
    assert list(Layout(root).by_id) == ["a", "b"]


def test_layout_knows_what_is_inside_what() -> None:
    layout = Layout(html.Div([html.P([html.B(id="b"), html.I([html.U(id="u")])], id="p"), html.S(id="s")], id="root"))
    assert {id: layout.inside(id) for id in layout.by_id} == {"root": ["p", "b", "u", "s"], "p": ["b", "u"], "b": [], "u": [], "s": []}


def test_layout_tells_apart_ids_that_begin_alike() -> None:
    layout = Layout([html.Div(html.P(id="p"), id="a"), html.Div(html.P(id="q"), id="ab")])
    assert (layout.inside("a"), layout.inside("ab")) == (["p"], ["q"])


TWICE: dict[str, tuple[Any, str]] = {
    "text": (
        html.Div([html.P(id="p"), html.Div(html.P(id="p"), id="d")]),
        "Two components have the id 'p'.\n  where: Div > P(id='p')  and  Div > Div(id='d') > P(id='p')\n  fix:   give one of them another id",
    ),
    "a dict, keys in another order": (
        [html.P(id={"a": 1, "b": 2}), html.B(id={"b": 2, "a": 1})],
        "Two components have the id '{\"a\":1,\"b\":2}'.\n"
        "  where: [0] P(id='{\"a\":1,\"b\":2}')  and  [1] B(id='{\"a\":1,\"b\":2}')\n  fix:   give one of them another id",
    ),
}


@pytest.mark.parametrize(("root", "text"), TWICE.values(), ids=TWICE.keys())
def test_layout_refuses_an_id_that_stands_twice(root: Any, text: str) -> None:
    """V01."""
    with pytest.raises(DuplicateIdError) as caught:
        Layout(root)
    assert str(caught.value) == text


def test_layout_has_one_and_true_apart() -> None:
    assert len(Layout([html.P(id={"i": 1}), html.P(id={"i": True}), html.P(id={"i": "1"})]).by_id) == 3


NONE = "The app has no layout.\n  fix:   set app.layout to a component, a list of components, or a function that makes one"
WRAP = "not a component.\n  fix:   wrap it: html.Div([...])"
NO_LAYOUT: dict[str, tuple[Any, str]] = {
    "None": (None, NONE),
    "text": ("hello", f"The layout is a str, {WRAP}"),
    "a number": (5, f"The layout is a int, {WRAP}"),
    "a list with something else in it": ([html.Div(), 5], f"The layout is a list, {WRAP}"),
}


@pytest.mark.parametrize(("root", "text"), NO_LAYOUT.values(), ids=NO_LAYOUT.keys())
def test_layout_refuses_what_is_none(root: Any, text: str) -> None:
    """V03."""
    with pytest.raises(NoLayoutException) as caught:
        Layout(root)
    assert str(caught.value) == text


def test_empty_layout_is_a_layout() -> None:
    assert (EMPTY.by_id, EMPTY.root) == ({}, [])
