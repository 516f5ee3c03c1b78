"""What goes wrong between browser and server: restarts, several servers, no network, failures, forgeries, Back."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, dcc, html

pytestmark = pytest.mark.browser
KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU"
BOX = "#hx-errors .hx-error"


def make(key: str = KEY) -> Dash:
    """A chain behind a field, so that the page holds signed state; a choice; and a button."""
    app = Dash("faulty", secret_key=key)
    app.layout = html.Div(
        [
            dcc.Input(id="word", value="one"),
            dcc.RadioItems(id="letters"),
            dcc.Input(id="note", value=""),
            html.Button("Go", id="go", n_clicks=0),
            html.P(id="shown"),
            html.P(id="size"),
            html.P(id="sent"),
        ]
    )

    @app.callback(Output("letters", "options"), Output("letters", "value"), Input("word", "value"))
    def spell(word: str) -> tuple[list[str], str | None]:
        return sorted(set(word)), min(word, default=None)

    @app.callback(Output("shown", "children"), Input("word", "value"), Input("letters", "value"))
    def show(word: str, letter: str | None) -> str:
        return f"{letter} of {word}"

    @app.callback(Output("size", "children"), Input("word", "value"))
    def measure(word: str) -> str:
        if word == "bad":
            raise ValueError("a bad word")
        return f"{len(word)} letters"

    @app.callback(Output("sent", "children"), Input("go", "n_clicks"), State("note", "value"))
    def send(clicks: int, note: str) -> str:
        return f"{clicks}: {note}"

    return app


def write(tab: Any, word: str) -> None:
    tab.page.locator("#word").fill(word)
    tab.shows("#shown", f"{min(word)} of {word}")


# -- servers -----------------------------------------------------------------------------------------------------------


def test_a_page_outlives_its_server(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    server = serve(make())
    tab = open_tab(server.url)
    write(tab, "two")
    server.stop()
    serve(make(), server.port)
    tab.page.locator("#letters").get_by_label("w").click()
    tab.shows("#shown", "w of two")
    assert len(tab.posts) == 2


class RoundRobin:
    """Gives each connection to the next server.

    Args:
        ports: of the servers.
    """

    def __init__(self, ports: list[int]) -> None:
        self.turns, self.loop, self.ready = itertools.cycle(ports), asyncio.new_event_loop(), threading.Event()
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=(self.serve(),), daemon=True)
        self.thread.start()
        assert self.ready.wait(10)

    async def serve(self) -> None:
        self.over = asyncio.Event()
        server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.ready.set()
        await self.over.wait()
        server.close()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", next(self.turns))
        await asyncio.gather(self.copy(reader, forth), self.copy(back, writer))

    async def copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(10)
        self.loop.close()


class OneRequestEach:
    """An app that closes its connection after each answer, and counts the posts."""

    def __init__(self, app: Any) -> None:
        self.app, self.posts = app, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.posts += scope["method"] == "POST"

        async def closing(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        await self.app(scope, receive, closing)


@pytest.fixture
def two(serve: Callable[..., Any]) -> Iterator[tuple[str, list[OneRequestEach]]]:
    """URL of a balancer before two servers, and these."""
    apps = [OneRequestEach(make()), OneRequestEach(make())]
    proxy = RoundRobin([serve(app).port for app in apps])
    yield proxy.url, apps
    proxy.stop()


def test_any_server_answers_any_change(two: tuple[str, list[OneRequestEach]], open_tab: Callable[..., Any]) -> None:
    url, apps = two
    tab = open_tab(url)
    for n in range(10):
        write(tab, f"word{n}")
        tab.page.locator("#letters").get_by_label("r").click()
        tab.shows("#shown", f"r of word{n}")
    assert sum(app.posts for app in apps) == 20
    assert min(app.posts for app in apps) > 5  # a slow browser opens a connection too many now and then, and uses it for nothing


# -- no network ----------------------------------------------------------------------------------------------------------


def test_an_edit_without_network_is_kept_and_sent(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(make()).url, quiet=False)
    tab.page.context.set_offline(True)
    tab.page.locator("#word").fill("two")
    tab.shows(".hx-banner", "No connection. Your changes are kept and sent when it is back.")
    assert (tab.text("#shown"), tab.page.locator("#word").input_value()) == ("e of one", "two")
    tab.page.context.set_offline(False)
    tab.shows("#shown", "o of two")
    tab.until("!document.querySelector('.hx-banner')?.checkVisibility()")


def test_an_edit_while_the_server_is_down_is_kept_and_sent(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    server = serve(make())
    tab = open_tab(server.url, quiet=False)
    server.stop()
    tab.page.locator("#word").fill("two")
    tab.until("document.querySelector('.hx-banner')?.checkVisibility()")
    serve(make(), server.port)
    tab.shows("#shown", "o of two")
    tab.until("!document.querySelector('.hx-banner')?.checkVisibility()")


def test_a_click_that_was_lost_is_reported_and_not_repeated(
    open_tab: Callable[..., Any], serve: Callable[..., Any], calls: list[str]
) -> None:
    server = serve(make())
    tab = open_tab(server.url, quiet=False)
    server.stop()
    calls.clear()
    tab.page.locator("#go").click()
    tab.shows(BOX, "Your click was not confirmed.")
    serve(make(), server.port)
    write(tab, "two")
    tab.settle()
    assert "send" not in calls
    tab.page.locator("#go").click()
    tab.until("document.querySelector('#sent').textContent !== '0: '")
    assert calls.count("send") == 1


# -- failures and forgeries -----------------------------------------------------------------------------------------------


def test_a_callback_that_raises_stops_only_itself(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(make()).url)
    tab.page.locator("#word").fill("bad")
    tab.shows("#shown", "a of bad")
    tab.until(f"document.querySelector('{BOX}')?.checkVisibility()")
    assert "This part could not be updated. Reference" in tab.text(BOX)
    assert "a bad word" not in tab.page.content()
    assert tab.text("#size") == "3 letters"
    write(tab, "good")
    tab.shows("#size", "4 letters")
    tab.until(f"!document.querySelector('{BOX}')")


def test_a_callback_that_raises_at_load_shows_a_box(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    app = make()
    app.layout["word"].value = "bad"
    tab = open_tab(serve(app).url)
    assert "This part could not be updated." in tab.text(BOX)
    assert tab.text("#shown") == "a of bad"
    write(tab, "good")
    tab.until(f"!document.querySelector('{BOX}')")


def test_a_forged_choice_is_refused(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(make()).url, quiet=False)
    tab.page.locator("#letters input").nth(1).evaluate("e => { e.value = '\"x\"'; e.click() }")
    tab.shows(BOX, "This change was refused (422).")
    assert tab.text("#shown") == "e of one"
    tab.page.locator("#letters input").nth(2).click()
    tab.shows("#shown", "o of one")
    tab.until(f"!document.querySelector('{BOX}')")


def test_forged_state_is_refused(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    tab = open_tab(serve(make()).url, quiet=False)
    tab.page.locator("[name='s:letters']").evaluate("e => e.value = e.value.slice(0, -1) + (e.value.endsWith('A') ? 'B' : 'A')")
    tab.page.locator("#word").fill("two")
    tab.shows(BOX, "This change was refused (400).")
    assert tab.text("#shown") == "e of one"


def test_a_page_out_of_date_loads_itself_again(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    server = serve(make())
    tab = open_tab(server.url, quiet=False)
    tab.page.clock.install()
    tab.page.reload()
    server.stop()
    serve(make(KEY[::-1]), server.port)  # all keys are new: nothing that the page holds is valid
    tab.page.clock.fast_forward(20000)  # a page that is older than 10 seconds
    with tab.page.expect_navigation():
        tab.page.locator("#word").fill("two")
    write(tab, "three")
    assert tab.page.locator(BOX).count() == 0


def test_a_page_that_was_just_loaded_does_not_load_itself_again(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    server = serve(make())
    tab = open_tab(server.url, quiet=False)
    server.stop()
    serve(make(KEY[::-1]), server.port)
    tab.page.locator("#word").fill("two")
    tab.shows(BOX, "This change was refused (409).")


# -- Back ----------------------------------------------------------------------------------------------------------------


SENTENCES = {
    "basic-input": "'Output: ' + document.getElementById('my-input').value === document.getElementById('my-output').innerText",
    "multiple-outputs": "document.getElementById('num-multi').value ** 2 == document.getElementById('square').innerText",
    "chained-callbacks": """((country, city) => document.getElementById('display-selected-values').innerText === `${city} is a city in ${country}`)(
        ...[...document.querySelectorAll(':checked')].map(e => e.parentElement.innerText.trim()))""",
    "graph-with-slider": """Math.max(...document.querySelector('.js-plotly-plot')?._fullData?.[1]?.y ?? [])
        == {1952: 72.67, 2007: 81.757}[document.querySelector('[type=range]').value]""",
    "multiple-inputs": """document.querySelector('.js-plotly-plot')?._fullLayout?.xaxis.title.text
        === document.querySelector('#xaxis-column :checked').parentElement.innerText.trim()""",
}  # whether the outputs are those of the inputs


def change(tab: Any, app: str) -> None:
    if app == "basic-input":
        tab.page.locator("#my-input").fill("other")
    elif app == "multiple-outputs":
        tab.page.locator("#num-multi").fill("7")
    elif app == "chained-callbacks":
        tab.page.get_by_label("Canada").click()
        tab.page.get_by_label("Ottawa").click()
    elif app == "graph-with-slider":
        tab.page.get_by_text("2007", exact=True).click()
    else:
        tab.page.locator("#xaxis-column .dash-dropdown-trigger").click()
        tab.page.locator("#xaxis-column .dash-dropdown-option").first.click()
    tab.settle()


@pytest.mark.parametrize("app", SENTENCES)
def test_back_shows_inputs_and_outputs_that_agree(app: str, open_tab: Callable[..., Any], examples: Any) -> None:
    tab = open_tab(f"{examples.url}/{app}/")
    tab.until(SENTENCES[app])
    change(tab, app)
    tab.until(SENTENCES[app])
    tab.page.goto("about:blank")
    tab.page.go_back()
    tab.until(SENTENCES[app])
    tab.settle()
    assert tab.page.evaluate(SENTENCES[app])
    assert tab.page.evaluate("!document.querySelector('.hx-error, .hx-banner:not([hidden])')")


@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.5])
def test_back_to_a_kept_page_misses_no_answer(
    seconds: float, open_tab: Callable[..., Any], serve: Callable[..., Any], keeping: Any
) -> None:
    app = Dash("slow", layout=html.Div([dcc.Input(id="word", value="one"), html.P(id="shown")]))

    @app.callback(Output("shown", "children"), Input("word", "value"))
    async def show(word: str) -> str:
        await asyncio.sleep(seconds if word == "two" else 0)
        return word

    tab = open_tab(serve(app).url, browser=keeping, quiet=False)
    tab.page.locator("#word").fill("two")
    tab.page.goto("about:blank")
    tab.page.evaluate("setTimeout(() => history.back())")
    for _ in range(1500):  # the event of a load may never come: a kept page is not loaded
        if tab.page.url != "about:blank":
            break
        tab.page.wait_for_timeout(10)
    tab.shows("#shown", "two")
    assert tab.page.locator("#word").input_value() == "two"
