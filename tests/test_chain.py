"""The quick way through a chain of callbacks gives what the full machinery gives, whatever a callback does."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, Patch, State, ctx, dcc, html, no_update, set_props
from hxdash.exceptions import PreventUpdate
from hxdash.live import Live
from hxdash.run import Run
from hxdash.testing import Client

MARK: contextvars.ContextVar[str] = contextvars.ContextVar("mark", default="clean")


def fail(value: str) -> Any:
    raise ValueError(f"cannot {value}")


def prevent(value: str) -> Any:
    raise PreventUpdate


def side(value: str) -> str:
    set_props("other", {"children": f"by the way {value}"})
    return value + "+side"


def side_then_prevent(value: str) -> str:
    set_props("other", {"children": "never"})
    raise PreventUpdate


def components(value: str) -> Any:
    return html.Div([html.P(f"<{value}>", id="late"), html.B("x")])


def patch(value: str) -> Patch:
    out = Patch()
    out.append("more")
    return out


def marked(value: str) -> str:
    seen = MARK.get()
    MARK.set("leaked")
    return f"{value} {seen}"


def told(value: str) -> str:
    return f"{value} {ctx.triggered_id} {ctx.triggered[0]['value']} {ctx.inputs} {ctx.states}"


GIVES: dict[str, Callable[[str], Any]] = {
    "text": str.upper,
    "number": len,
    "nothing": lambda value: None,
    "no_update": lambda value: no_update,
    "list": lambda value: [value, "and", 3],
    "element": html.B,
    "set": lambda value: {value},
    "fail": fail,
    "prevent": prevent,
    "side": side,
    "side_then_prevent": side_then_prevent,
    "components": components,
    "patch": patch,
    "marked": marked,
    "told": told,
}


def app_of(first: str, second: str, on_error: Any) -> Dash:
    app = Dash("chain", on_error=on_error, suppress_callback_exceptions=True, debug=True)
    app.layout = html.Div([dcc.Input(id="x", value="a"), *(html.Div(id=i) for i in ("one", "two", "three", "other"))])

    def step(name: str, gives: str) -> Callable[..., Any]:
        def function(value: Any, more: Any = None) -> Any:
            return GIVES[gives](str(value))

        function.__qualname__ = name
        return function

    app.callback(Output("one", "children"), Input("x", "value"))(step("one", first))
    app.callback(Output("two", "children"), Input("one", "children"), State("x", "value"))(step("two", second))
    app.callback(Output("three", "children"), Input("two", "children"), Input("x", "value"))(step("three", "told"))
    app.callback(Output("other", "title"), Input("late", "children"), prevent_initial_call=True)(lambda text: f"late {text}")
    return app


def outcome(app: Dash) -> Any:
    with Client(app) as client:
        page = client.get("/").set("x", "b").set("x", "c")
        errors = [text.partition("where")[0] for text in page.errors]
        return [page[i].text for i in ("one", "two", "three", "other")], page["other"].attributes.get("title"), errors, page.calls, len(page.requests)


@pytest.mark.parametrize("second", GIVES)
@pytest.mark.parametrize("first", GIVES)
def test_the_quick_way_gives_the_same(first: str, second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    handlers = [None, lambda error: set_props("other", {"children": f"handled {error}"}), lambda error: "instead"]
    for on_error in handlers if "fail" in (first, second) else handlers[:1]:
        quick = outcome(app_of(first, second, on_error))
        with monkeypatch.context() as patched:
            patched.setattr(Run, "_chain", lambda self: [])
            assert quick == outcome(app_of(first, second, on_error))


def test_the_quick_way_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = []
    real = Run._walk
    monkeypatch.setattr(Run, "_walk", lambda self, chain: (walked.append([s.callback.name for s in chain]), real(self, chain))[1])
    with Client(app_of("text", "number", None)) as client:
        page = client.get("/").set("x", "b")
        assert page.calls == ["one", "two", "three"]
    assert walked == [["one", "two", "three"]]


@pytest.mark.parametrize("bad", ["a", "b"])
def test_a_value_that_cannot_be_read_is_told_and_nobody_waits_for_ever(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads read their files when a callback is called: the disk may fail then."""
    app = Dash("read")
    app.layout = html.Div([dcc.Input(id="in"), *(html.P(id=id) for id in "abc")])
    for before, after in zip(("in", "a", "b"), "abc", strict=True):
        app.callback(Output(after, "children"), Input(before, "value" if before == "in" else "children"), prevent_initial_call=True)(lambda value: value + "+")
    value = Live.value

    def read(self: Live, id: str, prop: str) -> Any:
        if id == bad:
            raise OSError("no such disk")
        return value(self, id, prop)

    with Client(app) as client:
        page = client.get("/")
        monkeypatch.setattr(Live, "value", read)
        page["in"].value = "x"
        assert [page[id].text for id in "abc"] == (["x+", "", ""] if bad == "a" else ["x+", "x++", ""])
        assert len(page.errors) == 1
