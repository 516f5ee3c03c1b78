"""dcc.Loading in a browser: where it shows, when, and what it leaves alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
BUSY = "[...document.querySelectorAll('[data-loading][aria-busy]')].map(e => e.id).join()"


class Gate:
    """Callbacks that end when the test says so."""

    def __init__(self) -> None:
        self.open: set[str] = set()

    async def __call__(self, name: str) -> None:
        while name not in self.open:
            await asyncio.sleep(0.005)


def make(gate: Gate, **props: Any) -> Dash:
    box = {"delay_show": 0, **props}
    layout = [
        html.Button("Go", id="go"),
        html.Button("Other", id="other"),
        dcc.Loading([html.P(id="a"), dcc.Input(id="typed")], id="first", **box),
        dcc.Loading(html.P(id="b"), id="second", **box),
        dcc.Loading(dcc.Loading(html.P(id="c"), id="inner", **box), id="third", target_components={"c": ["style"]}, delay_show=0),
        html.P(id="d"),
    ]
    app = Dash("loading", layout=layout)

    @app.callback(Output("a", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    async def a(clicks: int) -> str:
        await gate("a")
        return f"a {clicks}"

    @app.callback(Output("b", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    async def b(clicks: int) -> str:
        await gate("b")
        return f"b {clicks}"

    @app.callback(Output("c", "children"), Input("b", "children"), prevent_initial_call=True)
    async def c(text: str) -> str:
        await gate("c")
        return f"c of {text}"

    @app.callback(Output("d", "children"), Input("other", "n_clicks"), prevent_initial_call=True)
    async def d(clicks: int) -> str:
        await gate("d")
        return f"d {clicks}"

    return app


def test_each_shows_what_it_waits_for(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    gate = Gate()
    tab = open_tab(serve(make(gate)).url)
    tab.page.locator("#typed").fill("kept")
    tab.page.locator("#go").click()
    tab.until(f"{BUSY} === 'first,second,inner'")  # not the third, which waits for a style
    tab.until("document.querySelector('#first .dash-loading-spinner').checkVisibility()")
    tab.shows("#first .dash-loading-status", "Loading")
    tab.page.locator("#typed").click()
    tab.page.keyboard.type("!")
    gate.open.add("a")
    tab.shows("#a", "a 1")
    tab.until(f"{BUSY} === 'second,inner'")
    assert tab.page.evaluate("[document.activeElement.id, document.activeElement.value].join()") == "typed,kept!"
    gate.open |= {"b", "c"}
    tab.shows("#c", "c of b 1")
    tab.until(f"{BUSY} === ''")
    tab.shows("#first .dash-loading-status", "")


def test_other_callbacks_show_nothing(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    gate = Gate()
    tab = open_tab(serve(make(gate)).url)
    tab.page.evaluate("window.seen = 0; new MutationObserver(() => seen++).observe(document.body, {subtree: true, attributeFilter: ['aria-busy']})")
    with tab.page.expect_response("**/_hx"):  # its head: it is streamed
        tab.page.locator("#other").click()
    gate.open.add("d")
    tab.shows("#d", "d 1")
    tab.settle()
    assert tab.page.evaluate("seen") == 0


def test_the_last_answer_counts(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    """Two clicks, two requests: it goes with the second."""
    gate = Gate()
    tab = open_tab(serve(make(gate, delay_hide=0)).url)
    tab.page.locator("#go").click()
    tab.page.locator("#go").click()
    tab.until(f"{BUSY}.startsWith('first')")
    gate.open |= {"a", "b", "c"}
    tab.shows("#c", "c of b 2")
    tab.until(f"{BUSY} === ''")


def test_a_delay_hides_what_is_quick(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    gate = Gate()
    tab = open_tab(serve(make(gate, delay_show=60_000)).url)
    tab.page.locator("#go").click()
    gate.open.add("a")
    tab.shows("#a", "a 1")
    assert tab.page.evaluate(BUSY) == ""
    gate.open |= {"b", "c"}
    tab.shows("#c", "c of b 1")
    tab.settle()
    assert tab.page.evaluate(BUSY) == ""


def test_what_is_shown_stays_for_a_while(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    gate = Gate()
    tab = open_tab(serve(make(gate, delay_hide=60_000)).url)
    tab.page.locator("#go").click()
    tab.until(f"{BUSY} === 'first,second,inner'")
    gate.open |= {"a", "b", "c"}
    tab.shows("#c", "c of b 1")
    tab.settle()
    assert tab.page.evaluate(BUSY) == "first,second,inner"


def test_overlay_and_display(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    gate = Gate()
    app = make(gate, overlay_style={"visibility": "hidden"}, fullscreen=True, debug=True)

    @app.callback(Output("second", "display"), Input("typed", "value"), prevent_initial_call=True)
    def force(text: str) -> str:
        return text

    tab = open_tab(serve(app).url)
    tab.page.locator("#typed").fill("show")
    tab.until(f"{BUSY} === 'second'")
    tab.until("!document.querySelector('#b').checkVisibility({visibilityProperty: true})")
    tab.page.locator("#typed").fill("hide")
    tab.until(f"{BUSY} === ''")
    tab.becomes("document.querySelector('#second .dash-loading-content').style.visibility", "")
    tab.page.locator("#go").click()
    tab.until(f"{BUSY} === 'first,inner'")
    tab.shows("#first .dash-loading-debug", "a.children")
    gate.open |= {"a", "b", "c"}
    tab.until(f"{BUSY} === ''")


def test_first_calls_that_the_page_did_not_wait_for(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    """show_initially: a generator's first call shows at once, although quick things wait for `delay_show`."""
    app = Dash("first", layout=[dcc.Loading(html.P(id="out"), id="l", delay_show=60_000), dcc.Loading(html.P(id="also"), id="m", show_initially=False, delay_show=60_000), dcc.Input(id="in", value="x")])
    gate = Gate()

    @app.callback(Output("out", "children"), Output("also", "children"), Input("in", "value"))
    async def out(value: str) -> Any:
        await gate("out")
        yield value, value

    tab = open_tab(serve(app).url)
    tab.until(f"{BUSY} === 'l'")
    gate.open.add("out")
    tab.shows("#out", "x")
    tab.until(f"{BUSY} === ''")


@pytest.mark.parametrize("kind", ["default", "circle", "dot", "graph", "cube"])
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_every_spinner_can_be_seen(kind: str, motion: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    app = Dash("kinds", layout=[dcc.Loading(html.P("content"), type=kind, display="show", color="red"), html.P(id="x")])
    tab = open_tab(serve(app).url, reduced_motion=motion)
    assert tab.page.locator(".dash-loading-spinner").is_visible()
    names = tab.page.evaluate("document.getAnimations().filter(a => a.animationName).map(a => a.animationName)")
    assert set(names) == ({"hx-beat"} if motion == "reduce" or kind == "dot" else {"hx-bar"} if kind == "graph" else {"hx-turn"})
