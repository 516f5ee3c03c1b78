"""Answers that go on, and what is shown meanwhile: generators, cancel=, running= (C155, C158)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, ctx, dcc, html

pytestmark = pytest.mark.browser


class Talk:
    """An app whose generator yields a word whenever the test says so."""

    def __init__(self, **settings: Any) -> None:
        self.more, self.ended, self.calls = threading.Semaphore(0), threading.Semaphore(0), [0]
        self.app = app = Dash("talk")
        app.layout = html.Div([
            html.Button("Go", id="go"), html.Button("Stop", id="stop"), html.Button("Other", id="other"),
            dcc.Input(id="x", value="a"), html.P(id="out"), html.P(id="after"), html.P(id="count"),
        ])

        @app.callback(Output("out", "children"), Input("go", "n_clicks"), State("x", "value"), prevent_initial_call=True, cancel=Input("stop", "n_clicks"), **settings)
        async def talk(n: int, x: str) -> Any:
            self.calls[0] += 1
            try:
                for i in range(1, 5):
                    while not self.more.acquire(blocking=False):
                        await asyncio.sleep(0.005)
                    yield f"{x}{n} " + "word " * i
            finally:
                self.ended.release()

        @app.callback(Output("after", "children"), Input("out", "children"), State("x", "value"), prevent_initial_call=True)
        def follow(text: str, x: str) -> str:
            return f"{len(text.split())} for {x}"

        @app.callback(Output("count", "children"), Input("other", "n_clicks"), State("out", "children"), prevent_initial_call=True)
        def count(n: int, text: str | None) -> str:
            return f"{n}: {text}"


def test_each_word_lands_and_the_group_stays_free(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    talk = Talk()
    tab = open_tab(serve(talk.app).url)
    tab.page.click("#go")
    talk.more.release()
    tab.shows("#out", "a1 word")
    talk.more.release()
    tab.shows("#out", "a1 word word")
    tab.page.click("#other")
    tab.shows("#count", "1: a1 word word")
    tab.page.fill("#x", "b")
    talk.more.release(2)
    tab.shows("#out", "a1 word word word word")
    tab.shows("#after", "5 for b")
    tab.settle()
    assert len(tab.posts) == 3  # the click, the other click beside it, and what follows the generator with what the page has then
    assert talk.calls == [1]


@pytest.mark.parametrize("button", ["#go", "#stop"])
def test_a_newer_change_or_cancel_ends_it(button: str, serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    talk = Talk()
    tab = open_tab(serve(talk.app).url)
    tab.page.click("#go")
    talk.more.release()
    tab.shows("#out", "a1 word")
    tab.page.click(button)
    assert talk.ended.acquire(timeout=30)
    if button == "#go":
        talk.more.release()
        tab.shows("#out", "a2 word")
        assert talk.calls == [2]
    else:
        tab.settle()
        assert tab.text("#out") == "a1 word"
        assert talk.calls == [1]
    assert tab.page.locator(".hx-error").count() == 0


def test_leaving_the_page_ends_it(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    talk = Talk()
    tab = open_tab(serve(talk.app).url)
    tab.page.click("#go")
    talk.more.release()
    tab.shows("#out", "a1 word")
    tab.page.goto("about:blank")
    assert talk.ended.acquire(timeout=30)


def test_a_stream_that_breaks_off_is_told(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    talk = Talk()
    server = serve(talk.app)
    tab = open_tab(server.url, quiet=False)
    tab.page.click("#go")
    talk.more.release()
    tab.shows("#out", "a1 word")
    server.server.force_exit = True
    server.stop()
    tab.shows(".hx-error", "The rest of this answer did not come.")


def first_call() -> Dash:
    app = Dash("first")
    app.layout = html.P(id="out")

    @app.callback(Output("out", "children"))
    def tell() -> Iterator[str]:
        yield f"begun {bool(ctx.triggered)}"

    return app


def test_a_first_call_is_asked_for_by_the_page(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    tab = open_tab(serve(first_call()).url)
    tab.shows("#out", "begun False")
    assert len(tab.posts) == 1


class Slow:
    """An app with running= whose callback waits for the test."""

    def __init__(self) -> None:
        self.go_on = threading.Semaphore(0)
        self.app = app = Dash("slow")
        app.layout = html.Div([html.Button("Go", id="go"), dcc.Dropdown(["a", "b"], "a", id="d"), html.P(id="out"), html.P("idle", id="note")])
        rows = [(Output("go", "disabled"), True, False), (Output("note", "children"), html.B("busy"), "idle"), (Output("d", "disabled"), True, False)]

        @app.callback(Output("out", "children"), Input("go", "n_clicks"), State("d", "value"), prevent_initial_call=True, running=rows)
        def slow(n: int, d: str) -> str:
            assert self.go_on.acquire(timeout=30)
            if n == 2:
                raise ValueError
            return f"{n} {d}"


def test_c155_on_before_the_request_and_off_after_it(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    slow = Slow()
    tab = open_tab(serve(slow.app).url)
    tab.page.focus("#go")
    tab.page.keyboard.press("Enter")
    tab.until("document.getElementById('go').disabled")  # the callback waits: before any answer
    tab.shows("#note", "busy")
    tab.page.click("#go", force=True)  # does nothing
    slow.go_on.release()
    tab.shows("#out", "1 a")
    tab.shows("#note", "idle")
    tab.until("!document.getElementById('go').disabled")
    tab.becomes("document.activeElement.id", "go")
    tab.settle()
    assert len(tab.posts) == 1
    tab.page.keyboard.press("Enter")
    slow.go_on.release()
    tab.shows("#note", "idle")  # after an error as well
    tab.until("!document.getElementById('go').disabled")


def test_c155_what_the_user_chose_survives_it(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    slow = Slow()
    tab = open_tab(serve(slow.app).url)
    tab.page.click("#d button")
    tab.page.click("#d label:has-text('b')")
    tab.page.keyboard.press("Escape")
    tab.page.click("#go")
    slow.go_on.release()
    tab.shows("#out", "1 b")
    tab.until("!document.getElementById('go').disabled")
    tab.shows("#d .dash-dropdown-value", "b")
    tab.becomes("document.querySelector('#d :checked').value", "b")


def test_off_after_the_network_has_failed(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    slow = Slow()
    server = serve(slow.app)
    tab = open_tab(server.url, quiet=False)
    server.stop()
    tab.page.click("#go")
    tab.shows(".hx-error", "Your click was not confirmed.")
    tab.until("!document.getElementById('go').disabled")
    tab.shows("#note", "idle")
