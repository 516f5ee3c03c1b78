"""Pages that do not wait for slow initial callbacks (DESIGN 7): who gets one, that each is called once, and who waits all the same."""

from __future__ import annotations

import html as markup
import multiprocessing
import re
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from hxdash import ALL, Dash, Input, Output, State, ctx, dcc, html, set_props
from hxdash.context import Call
from hxdash.exceptions import InvalidConfig
from hxdash.held import Going, Held
from hxdash.run import Run
from hxdash.settings import check_wait
from hxdash.testing import Client
from hxdash.testing.exchange import Exchange

BROWSER = {"Sec-Fetch-Mode": "navigate"}
WHOLE = re.compile(r'<noscript><meta http-equiv="refresh" content="0; url=([^"]*)"></noscript>')


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a page has left what has not finished: slow callbacks wait for it, not for a time."""
    event, real = threading.Event(), Run.leave

    def leave(self: Run) -> list[Going] | None:
        calls = real(self)
        event.set()
        return calls

    monkeypatch.setattr(Run, "leave", leave)
    return event


def make(left: threading.Event, **settings: Any) -> tuple[Dash, list[Any]]:
    """A quick callback, a slow one behind it, and what is downstream of that; each call is noted."""
    app, calls = Dash("wait", initial_wait=settings.pop("initial_wait", 0.05), **settings), list[Any]()
    app.layout = html.Div([dcc.Input(id="in", value="a"), html.P(id="quick"), html.P(id="slow"), html.P(id="after")])

    @app.callback(Output("quick", "children"), Input("in", "value"))
    def quick(text: str) -> str:
        calls.append("quick")
        return f"quick {text}"

    @app.callback(Output("slow", "children"), Input("quick", "children"), State("in", "value"))
    def slow(text: str, value: str) -> str:
        calls.append(("slow", dict(ctx.triggered_prop_ids)))
        assert left.wait(10)
        return f"slow {text}"

    @app.callback(Output("after", "children"), Input("slow", "children"))
    def after(text: str) -> str:
        calls.append("after")
        return f"after {text}"

    return app, calls


def noted(client: Client) -> list[Exchange]:
    """What goes to and fro, pages too."""
    found, real = list[Exchange](), client._exchange

    async def exchange(*args: Any, **options: Any) -> Exchange:
        found.append(await real(*args, **options))
        return found[-1]

    client._exchange = exchange  # type: ignore[method-assign]
    return found


def test_the_page_comes_without_the_slow_ones_and_the_next_request_brings_them(left: threading.Event) -> None:
    app, calls = make(left)
    with Client(app, headers=BROWSER) as client:
        seen = noted(client)
        page = client.get("/")
        first, second = seen
        assert ">quick a</p>" in first.text
        assert '<p id="slow"></p>' in first.text
        assert "quick" not in re.findall(r'<hx-partial id="(\w+)"', second.text)
        assert [page[id].text for id in ("quick", "slow", "after")] == ["quick a", "slow quick a", "after slow quick a"]
        assert calls == ["quick", ("slow", {"quick.children": "quick"}), "after"]  # each once
        page.set("in", "b")
        assert page["after"].text == "after slow quick b"


@pytest.mark.parametrize(("headers", "wait"), [({}, 0.0), ({"Sec-Fetch-Mode": "cors"}, 0.0), (BROWSER, None)], ids=["a program", "a script", "an app that says so"])
def test_others_get_the_whole_page(headers: dict[str, str], wait: float | None, left: threading.Event) -> None:
    left.set()
    app, calls = make(left, initial_wait=wait)
    with Client(app, headers=headers) as client:
        seen, page = noted(client), client.get("/")
        assert len(seen) == 1
        assert page["after"].text == "after slow quick a"
        assert not WHOLE.search(seen[0].text)
        assert len(calls) == 3


def test_a_reader_without_javascript_is_sent_to_the_whole_page(left: threading.Event) -> None:
    app, _ = make(left)
    app.layout.children.append(html.P(id="query"))
    app.layout.children.append(dcc.Location(id="url"))
    app.callback(Output("query", "children"), Input("url", "search"))(lambda search: f"[{search}]")
    with Client(app, headers=BROWSER) as client:
        seen = noted(client)
        page = client.get("/?x=1&amp=%22", javascript=False)
        assert page["slow"].text == ""
        found = WHOLE.search(seen[0].text)
        assert found
        there = markup.unescape(found[1])
        assert there == "?x=1&amp=%22&hx-whole=1"
        page = client.get(f"/{there}", javascript=False)
        assert page["after"].text == "after slow quick a"
        assert page["query"].text == '[?x=1&amp=%22]'
        page.set("in", "b").apply()
        assert (page["after"].text, page["query"].text) == ("after slow quick b", "[?x=1&amp=%22]")
        assert not WHOLE.search(seen[1].text)


def test_a_layout_that_a_function_makes_is_there_at_once_too(left: threading.Event) -> None:
    app, calls = make(left)
    root = app.layout
    app.layout = lambda: html.Div([root, html.Hr()])
    with Client(app, headers=BROWSER) as client:
        seen, page = noted(client), client.get("/")
        assert '<p id="slow"></p>' in seen[0].text
        assert page["after"].text == "after slow quick a"
        assert len(calls) == 3
        page.set("in", "b")
        assert page["after"].text == "after slow quick b"


def test_on_another_server_the_callbacks_are_called_again(left: threading.Event) -> None:
    one, calls = make(left)
    with Client(one, headers=BROWSER) as client:
        one.held.take = lambda key, call: None  # type: ignore[method-assign]
        page = client.get("/")
        assert page["after"].text == "after slow quick a"
        assert calls == ["quick", ("slow", {"quick.children": "quick"}), ("slow", {"quick.children": "quick"}), "after"]


def test_what_a_call_asks_of_the_page_comes_with_it(left: threading.Event) -> None:
    app, _ = make(left)

    @app.callback(Output("slow", "title"), Input("in", "value"))
    def slow(value: str) -> str:
        assert left.wait(10)
        set_props("after", {"title": "from afar"})
        return value

    with Client(app, headers=BROWSER) as client:
        page = client.get("/")
        assert (page["slow"].attributes["title"], page["after"].attributes["title"]) == ("a", "from afar")


def test_a_slow_one_that_fails_says_so_once(left: threading.Event, caplog: pytest.LogCaptureFixture) -> None:
    app, calls = make(left)

    @app.callback(Output("slow", "title"), Input("in", "value"))
    def failing(value: str) -> str:
        calls.append("failing")
        assert left.wait(10)
        raise ValueError("no")

    with Client(app, headers=BROWSER) as client:
        page = client.get("/")
        assert len(page.errors) == 1
        assert calls.count("failing") == 1
        assert page["after"].text == "after slow quick a"
    assert len([r for r in caplog.records if "failing" in r.message]) == 1


def test_an_async_one_goes_on_as_well(left: threading.Event) -> None:
    app, calls = make(left)

    @app.callback(Output("slow", "title"), Input("in", "value"))
    async def later(value: str) -> str:
        import asyncio  # noqa: PLC0415

        calls.append("later")
        while not left.is_set():
            await asyncio.sleep(0)
        return value

    with Client(app, headers=BROWSER) as client:
        page = client.get("/")
        assert page["slow"].attributes["title"] == "a"
        assert calls.count("later") == 1


def test_who_may_ask_for_cookies_is_waited_for(left: threading.Event) -> None:
    left.set()
    app, _ = make(left, initial_wait=0)

    @app.callback(Output("slow", "title"), Input("in", "value"))
    def cookies(value: str) -> str:
        ctx.response.set_cookie("seen", "1")
        return value

    with Client(app, headers=BROWSER) as client:
        seen = noted(client)
        client.get("/")
        assert len(seen) == 1
        assert "seen=1" in seen[0].headers["set-cookie"]


def test_patterns_are_waited_for(left: threading.Event) -> None:
    left.set()
    app, _ = make(left, initial_wait=0)
    app.layout.children.append(html.B(id={"n": 1}))
    app.callback(Output("slow", "title"), Input({"n": ALL}, "title"))(str)
    with Client(app, headers=BROWSER) as client:
        seen, page = noted(client), client.get("/")
        assert len(seen) == 1
        assert page["slow"].attributes["title"] == "[None]"


def test_what_another_one_may_replace_is_waited_for(left: threading.Event) -> None:
    left.set()
    app, _ = make(left, initial_wait=0)
    app.layout.children.append(html.Div(html.I(id="inner"), id="box"))
    app.callback(Output("inner", "children"), Input("in", "value"))(lambda value: value)
    app.callback(Output("box", "children"), Input("in", "value"))(lambda value: [html.I(id="inner")])
    with Client(app, headers=BROWSER) as client:
        seen, page = noted(client), client.get("/")
        assert len(seen) == 1
        assert page["inner"].text == "a"


def test_one_of_several_workers_waits_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the next request may well come to another process, slow callbacks would be called twice."""
    assert Dash("x").initial_wait == 0.3
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as workers:  # as uvicorn starts them
        assert workers.submit(check_wait, "auto").result() is None
    monkeypatch.setenv("SERVER_SOFTWARE", "gunicorn/23.0.0")
    assert Dash("x").initial_wait is None
    assert Dash("x", initial_wait=0.5).initial_wait == 0.5


@pytest.mark.parametrize("value", [-1, "1", True, float("nan")])
def test_a_wait_that_is_no_number_of_seconds_is_refused(value: Any) -> None:
    with pytest.raises(InvalidConfig, match="initial_wait"):
        Dash("x", initial_wait=value)


# -- what is held ------------------------------------------------------------------------------------------------------


def call_of(values: list[Any], callback: Any = "f") -> Call:
    return Call(callback, ["a"], values, ["b"], [])


@pytest.mark.anyio
async def test_a_call_is_taken_once_and_only_by_its_page_with_the_same_values(anyio_backend_name: str) -> None:
    held = Held()
    key, other = held.keep([Going(call_of([1]))]), held.keep([Going(call_of([2]))])
    assert key
    assert other != key
    assert held.take(key, call_of([2])) is None
    assert held.take(key, call_of([1], "g")) is None
    assert held.take("forged", call_of([1])) is None
    found = held.take(key, call_of([1]))
    assert found is not None
    assert held.take(key, call_of([1])) is None


@pytest.mark.anyio
async def test_what_nobody_asks_for_is_forgotten_and_there_is_a_bound(anyio_backend_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.held.KEPT_FOR", 0)
    monkeypatch.setattr("hxdash.held.MOST", 2)
    import anyio  # noqa: PLC0415

    held = Held()
    keys = [held.keep([Going(call_of([n]))]) for n in range(3)]
    assert all(keys[:2])
    assert keys[2] is None
    while held._pages:
        await anyio.sleep(0)
    assert held.keep([]) is None
    assert held.take(str(keys[0]), call_of([0])) is None
