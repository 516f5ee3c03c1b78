"""Callbacks that yield: each value lands at once, what depends on them waits for the last (issue 3, item 9; C196)."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hxdash import Dash, Input, Output, Patch, State, ctx, dcc, html, no_update, set_props
from hxdash.exceptions import PreventUpdate
from hxdash.testing import AsyncClient, Client


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer is a stream from its first byte."""
    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", 0)


def app_of(*layout: Any, **settings: Any) -> Dash:
    app = Dash("generators", **settings)
    app.layout = html.Div([html.Button("Go", id="go"), dcc.Input(id="x", value="a"), html.P(id="out"), html.P(id="after"), *layout])
    return app


def seen(parts: list[str], id: str) -> list[str]:
    """What the parts of an answer put into a component, in order."""
    return re.findall(rf'<hx-partial id="{id}" hx-swap="\w+">([^<]*)<', "".join(parts))


def test_each_value_is_a_part_of_its_own(at_once: None, part_made: Callable[[str], threading.Event]) -> None:
    app, words = app_of(), ("one", "one two", "one two three")
    sent = {word: part_made(f">{word}<") for word in words}

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def tell(n: int) -> Iterator[str]:
        for word in words:
            yield word
            assert sent[word].wait(20)

    with Client(app) as client:
        page = client.get("/").click("go")
        assert seen(page.last.parts, "out") == [*words]
        assert len([part for part in page.last.parts if 'id="out"' in part]) == 3
        assert page["out"].text == "one two three"


def test_an_async_generator_does_the_same(at_once: None, part_made: Callable[[str], threading.Event]) -> None:
    app, first = app_of(), part_made(">one<")

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    async def tell(n: int) -> Any:
        for word in ("one", "two"):
            yield word
            while not first.is_set():
                await asyncio.sleep(0)

    with Client(app) as client:
        page = client.get("/").click("go")
        assert seen(page.last.parts, "out") == ["one", "two"]


@pytest.mark.parametrize("seconds", [0, 60])
def test_what_depends_on_it_runs_once_with_the_last_value(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", seconds)
    app, got = app_of(), []

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    async def tell(n: int) -> Any:
        for word in ("one", "two"):
            yield word
            for _ in range(100):
                await asyncio.sleep(0)  # let the answer begin

    @app.callback(Output("after", "children"), Input("out", "children"), State("x", "value"), prevent_initial_call=True)
    def follow(text: str, x: str) -> str:
        got.append((text, x, ctx.triggered_id))
        return f"{text} with {x}"

    with Client(app) as client:
        page = client.get("/").click("go")
        assert got == [("two", "a", "out")]
        assert page["after"].text == "two with a"
        assert len(page.requests) == (2 if seconds == 0 else 1)  # a stream does not hold the group; what follows it sees the page as it is then


def test_every_form_of_return_may_be_yielded(at_once: None) -> None:
    app = app_of(html.P(id="other"), html.P(id="side"))

    @app.callback(Output("out", "children"), Output("other", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def tell(n: int) -> Iterator[Any]:
        yield "a", "b"
        yield no_update, "c"
        set_props("side", {"children": "by the way"})
        yield no_update
        more = Patch()
        more += "!"
        yield "d", no_update
        return "e", no_update

    with Client(app) as client:
        page = client.get("/").click("go")
        assert (page["out"].text, page["other"].text, page["side"].text) == ("e", "c", "by the way")


def test_a_patch_may_be_yielded(at_once: None) -> None:
    app = app_of(html.Ul(id="list", children=[]))

    @app.callback(Output("list", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def add(n: int) -> Iterator[Patch]:
        for word in ("one", "two"):
            patch = Patch()
            patch.append(html.Li(word))
            yield patch

    with Client(app) as client:
        page = client.get("/").click("go").click("go")
        assert page["list"].text.split() == ["one", "two", "one", "two"]


def test_a_wrong_value_is_told_and_ends_it() -> None:
    app, closed = app_of(), []

    @app.callback(Output("out", "children"), Output("after", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def tell(n: int) -> Iterator[Any]:
        try:
            yield "a", "b"
            yield "one too few"
            yield "never", "seen"
        finally:
            closed.append(True)

    app.debug = True
    with Client(app) as client:
        page = client.get("/").click("go")
        assert page["out"].text == "a"
        assert "for 2 outputs" in page.errors[0]
        assert closed == [True]


def test_what_it_raises_goes_to_on_error() -> None:
    def sorry(error: Exception) -> str:
        return f"sorry: {error}"

    app = app_of(on_error=sorry)

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def tell(n: int) -> Iterator[str]:
        yield "begun"
        raise ValueError("broken")

    @app.callback(Output("after", "children"), Input("x", "value"), prevent_initial_call=True)
    async def stop(x: str) -> Any:
        yield f"{x} begun"
        raise PreventUpdate

    with Client(app) as client:
        page = client.get("/").click("go").set("x", "b")
        assert page["out"].text == "sorry: broken"
        assert page["after"].text == "b begun"
        assert page.errors == []


def test_the_page_does_not_wait_for_a_first_call() -> None:
    app, calls = app_of(), []

    @app.callback(Output("out", "children"), Input("x", "value"))
    def tell(x: str) -> Iterator[str]:
        calls.append(bool(ctx.triggered))
        yield f"{x}..."
        yield f"{x}!"

    @app.callback(Output("after", "children"), Input("out", "children"))
    def follow(text: str) -> str:
        return f"after {text}"

    with Client(app) as client:
        raw = client.request("GET", "/")
        assert not calls
        assert 'name="hx-follow"' in raw.text
        page = client.get("/")
        assert calls == [False]
        assert (page["out"].text, page["after"].text) == ("a!", "after a!")
        page["x"].value = "b"
        assert (page["out"].text, page["after"].text) == ("b!", "after b!")
        assert calls == [False, True]


def test_a_stranger_cannot_start_what_is_not_due() -> None:
    app, calls = app_of(), []
    app.callback(Output("out", "children"), Input("x", "value"), prevent_initial_call=True)(calls.append)
    with Client(app) as client:
        page = client.get("/").set("x", "b", force=True)
        fields = [(k, v) for k, v in page.last.fields if k != "_t"]
        headers = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}
        name = app.graph.name_of(app.graph.makers("out", "children")[0])
        for trigger, status in ((f"out.>{name}", 200), (f"x.>{name}", 200), (f"go.>{name}", 400), (f"out.+{name}:value", 400), ("out.>style", 400), ("x.>value", 400), ("nobody.>children", 400), ("out.>", 400)):
            answer = client.request("POST", "/_hx", data=dict([*fields, ("_t", trigger)]), headers=headers)
            assert answer.status_code == status, trigger
    assert calls == ["b"]


def test_without_javascript_the_last_value_is_shown() -> None:
    app = app_of()

    @app.callback(Output("out", "children"), Input("x", "value"), prevent_initial_call=True)
    def tell(x: str) -> Iterator[str]:
        yield f"{x}..."
        yield f"{x}!"

    with Client(app) as client:
        page = client.get("/", javascript=False)
        page.set("x", "b")
        page.apply()
        assert page["out"].text == "b!"


def test_without_javascript_an_endless_one_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.routes.FLOW_FOR", 0.05)
    app, ended = app_of(), threading.Event()

    @app.callback(Output("out", "children"), Input("x", "value"), prevent_initial_call=True)
    async def tell(x: str) -> Any:
        try:
            while True:
                yield f"{x}..."
                await asyncio.sleep(0.005)
        finally:
            ended.set()

    with Client(app) as client:
        page = client.get("/", javascript=False)
        page.set("x", "b")
        page.apply()
        assert page["out"].text == "b..."
        assert ended.wait(5)


async def leave_after(app: Dash, mark: bytes) -> None:
    """Click, and go away as soon as a part of the answer holds this."""
    gone = asyncio.Event()
    async with AsyncClient(app) as client:
        page = await client.get("/")
        page._raise_counter(next(iter(page_triggers(page))))
        from hxdash.testing.events import collect  # noqa: PLC0415

        body = collect(page.document, page.node("go").get("hx-group"), ["go.n_clicks"])
    from urllib.parse import urlencode  # noqa: PLC0415

    content, sent = urlencode(body).encode(), [False]

    async def receive() -> dict[str, Any]:
        if not sent[0]:
            sent[0] = True
            return {"type": "http.request", "body": content, "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if mark in message.get("body", b""):
            gone.set()

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/_hx", "raw_path": b"/_hx", "root_path": "",
        "scheme": "http", "query_string": b"", "client": ("t", 1), "server": ("localhost", 80),
        "headers": [(b"host", b"localhost"), (b"origin", b"http://localhost"), (b"content-type", b"application/x-www-form-urlencoded")],
    }
    await asyncio.wait_for(app(scope, receive, send), 10)


def page_triggers(page: Any) -> Iterator[Any]:
    from hxdash.testing.events import triggers  # noqa: PLC0415

    return triggers(page.node("go"), "click")


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_leaving_the_page_ends_it(kind: str, at_once: None) -> None:
    app, ended, saw = app_of(), threading.Event(), []

    def sync(n: int) -> Iterator[str]:
        try:
            yield "first"
            while not ctx.cancelled:
                ended.wait(0.001)
            saw.append(True)
            yield "never"
            saw.append("too far")
        finally:
            ended.set()

    async def on_loop(n: int) -> Any:
        try:
            yield "first"
            await asyncio.sleep(60)
        finally:
            saw.append(ctx.cancelled)
            ended.set()

    function: Callable[..., Any] = sync if kind == "sync" else on_loop
    app.callback(Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(function)
    asyncio.run(leave_after(app, b"first"))
    assert ended.wait(10)
    assert saw == [True]
