"""`ctx` and `set_props` outside of calls, and what they hand out. What they say inside calls is in test_run.py."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from typing import Any

import pytest
from engine import Engine
from fastapi import FastAPI

from hxdash import ALL, Dash, Input, Output, callback_context, ctx, dcc, html, set_props
from hxdash.context import AttributeDict, TriggerList
from hxdash.exceptions import InvalidComponentIdError, MissingCallbackContextException
from hxdash.testing import Client

OUTSIDE: dict[str, Callable[[], Any]] = {
    **{name: (lambda name=name: getattr(ctx, name)) for name in ("triggered", "triggered_id", "triggered_prop_ids", "inputs", "states")},
    **{name: (lambda name=name: getattr(ctx, name)) for name in ("inputs_list", "states_list", "outputs_list", "args_grouping", "cookies")},
    **{name: (lambda name=name: getattr(ctx, name)) for name in ("outputs_grouping", "using_args_grouping", "using_outputs_grouping")},
    **{name: (lambda name=name: getattr(ctx, name)) for name in ("headers", "path", "args", "remote", "origin", "response")},
    **{name: (lambda name=name: getattr(ctx, name)) for name in ("custom_data", "websocket", "timing_information")},
    "record_timing": lambda: ctx.record_timing("a", 1),
    "ctx.set_props": lambda: ctx.set_props("a", {"title": "t"}),
    "set_props": lambda: set_props("a", {"title": "t"}),
}


@pytest.mark.parametrize("use", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_ctx_outside_a_callback_is_an_error(use: Callable[[], Any]) -> None:
    """C100 and following: [exp]."""
    with pytest.raises(MissingCallbackContextException) as caught:
        use()
    assert str(caught.value) == "ctx and set_props work only inside a running callback.\n  fix:   use them in the function under @callback"


def test_ctx_is_over_when_the_callback_is() -> None:
    page = Engine.of(("B", "-> b.children", lambda: ctx.outputs_list["id"]))
    assert page.load()["b.children"] == "b"
    with pytest.raises(MissingCallbackContextException):
        _ = ctx.triggered


def test_ctx_has_a_second_name() -> None:
    assert callback_context is ctx


def test_ctx_says_what_the_request_was() -> None:
    """C110."""
    assert Engine.of(("B", "-> b.children", lambda: ctx.path)).load()["b.children"] == "/"


SAID = {
    "path": lambda: ctx.path,
    "args": lambda: [dict(ctx.args), ctx.args.getlist("q")],  # type: ignore[attr-defined]
    "cookies": lambda: dict(ctx.cookies),
    "headers": lambda: [ctx.headers["X-Own"], ctx.headers.get("x-own"), dict(ctx.headers)["x-own"]],
    "remote": lambda: ctx.remote,
    "origin": lambda: ctx.origin,
    "custom_data": lambda: [ctx.custom_data, ctx.custom_data.get("a")],
    "websocket": lambda: ctx.websocket,
}
AT_LOAD = {"path": "/dash/?q=1&q=2", "args": [{"q": "2"}, ["1", "2"]], "origin": None}
AT_CHANGE = {"path": "/dash/_hx", "args": [{}, []], "origin": "http://localhost"}
AT_POST = {**AT_LOAD, "origin": "http://localhost"}  # a form goes to the URL of its page
ALWAYS = {"cookies": {"user": "ada"}, "headers": ["own", "own", "own"], "remote": "127.0.0.1", "custom_data": [{}, None], "websocket": None}


@pytest.mark.parametrize("javascript", [True, False])
def test_ctx_says_what_the_request_is(javascript: bool) -> None:
    """C110, C111. As in Dash it is the callback's own request: its URL is that of the page only when the page is loaded."""
    app = Dash("said", layout=html.Div([dcc.Input(id="a"), dcc.Store(id="s")]))
    app.callback(Output("s", "data"), Input("a", "value"))(lambda a: {name: ask() for name, ask in SAID.items()})
    app.callback(Output("a", "placeholder"), Input("s", "data"))(repr)
    site = FastAPI()
    site.mount("/dash", app)
    with Client(site, path="/dash", headers={"X-Own": "own"}, cookies={"user": "ada"}) as client:
        page = client.get("/?q=1&q=2", javascript=javascript)
        assert ast.literal_eval(page.node("a").get("placeholder")) == {**ALWAYS, **AT_LOAD}
        page["a"].value = "x"
        if not javascript:
            page.apply()
        assert ast.literal_eval(page.node("a").get("placeholder")) == {**ALWAYS, **(AT_CHANGE if javascript else AT_POST)}


def test_ctx_says_what_it_does_not_have() -> None:
    turn = Engine.of(("B", "-> b.children", lambda: ctx.no_such_thing)).load()
    assert turn.errors == ["AttributeError: ctx has no 'no_such_thing'"]


@pytest.mark.parametrize(("name", "hint"), [("cokies", "cookies"), ("trigered_id", "triggered_id"), ("respnse", "response"), ("set_prop", "set_props")])
def test_ctx_names_the_closest_that_it_has(name: str, hint: str) -> None:
    with pytest.raises(AttributeError, match=rf"^ctx has no '{name}'; did you mean '{hint}'\?$"):
        getattr(ctx, name)


def test_ctx_set_props_is_set_props() -> None:
    """C111."""
    page = Engine.of(("B", "-> b.children", lambda: ctx.set_props("c", {"title": "t"}) or "b"), ("C", "-> c.children", lambda: "c"))
    assert page.load()["c.title"] == "t"


def test_ctx_without_a_request_says_that_there_is_no_answer() -> None:
    turn = Engine.of(("B", "-> b.children", lambda: ctx.response)).load()
    assert turn.errors[0].startswith("ResponseException: This callback does not run for an HTTP request")


def test_ids_from_ctx_may_be_changed_without_harm() -> None:
    def spoil(_: Any) -> list[Any]:
        for row in (*ctx.outputs_list, *ctx.inputs_list[0], *ctx.outputs_grouping[0]):
            if isinstance(row, dict):
                row["id"].clear()
        return ["x"]

    page = Engine(html.Div(id={"spoilt": 1}))
    page.add("B", [Output({"spoilt": ALL}, "children"), Input({"spoilt": ALL}, "title")], gives=spoil)
    assert (page.load().errors, page.load()['{"spoilt":1}.children']) == ([], "x")


def test_arguments_may_be_changed_without_harm() -> None:
    data = {"rows": [1]}
    page = Engine(html.Div(id="a", title=data), html.Div(id="b"), html.Div(id="c"))  # type: ignore[arg-type]
    page.add("B", "a.title -> b.children", gives=lambda value: value["rows"].append(2))
    page.add("C", "a.title, b.children -> c.children", gives=lambda value, _: value["rows"].append(3) or value["rows"])
    assert (page.load()["c.children"], data) == ([1, 3], {"rows": [1]})


def test_set_props_refuses_what_is_no_id() -> None:
    turn = Engine.of(("B", "-> b.children", lambda: set_props("a.b", {"title": "t"}))).load()
    assert turn.errors[0].startswith(f"{InvalidComponentIdError.__name__}: The id 'a.b' holds '.'")


def test_attributes_of_an_attribute_dict_are_its_keys() -> None:
    """C101."""
    id = AttributeDict({"type": "t", "index": 3})
    assert (id.type, id.index, id == {"type": "t", "index": 3}, copy.copy(id).index) == ("t", 3, True, 3)
    with pytest.raises(AttributeError, match=r"^nothing$"):
        _ = id.nothing


@pytest.mark.parametrize("initial", [True, False])
def test_trigger_list_is_false_only_at_an_initial_call(initial: bool) -> None:
    """C41."""
    entry = {"prop_id": ".", "value": None}
    triggered = TriggerList([entry], initial)
    assert (bool(triggered), triggered == [entry], len(triggered)) == (not initial, True, 1)
