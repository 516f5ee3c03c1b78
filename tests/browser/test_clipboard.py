"""dcc.Clipboard and dcc.Geolocation in a browser that allows what they ask for, and in one that does not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, ctx, dcc, html

pytestmark = pytest.mark.browser
READ = "navigator.clipboard.readText()"


def make() -> Dash:
    layout = [
        dcc.Clipboard(id="plain", content="plain text", html_content="<b>plain</b>", title="Plain"),
        dcc.Clipboard(id="field", target_id="input", title="Field"),
        dcc.Clipboard("Copy", id="text", target_id={"a": "paragraph"}),
        dcc.Clipboard(id="made", title="Made"),
        dcc.Input(id="input", value="typed"),
        html.P(["some ", html.B("words")], id={"a": "paragraph"}),
    ]
    app = Dash("clipboard", layout=layout)

    @app.callback(Output("made", "content"), Input("made", "n_clicks"), State("input", "value"), prevent_initial_call=True)
    async def content(clicks: int, text: str) -> str:
        await asyncio.sleep(0.1)
        return f"{text} {clicks}"

    return app


def test_it_copies_what_it_shall(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url, permissions=["clipboard-read", "clipboard-write"])
    for name, text in (("field", "typed"), ("text", "some words"), ("plain", "plain text")):
        tab.page.locator(f"#{name}").click()
        tab.until(f"{READ}.then(text => text === '{text}')")
        tab.until(f"!!document.querySelector('#{name} [data-copied]')")
    assert tab.page.evaluate("navigator.clipboard.read().then(items => [...items[0].types].sort().join())") == "text/html,text/plain"
    tab.settle()
    assert tab.posts == []
    tab.until("!document.querySelector('[data-copied]')")


def test_by_keys_what_a_callback_makes_on_the_click(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url, permissions=["clipboard-read", "clipboard-write"])
    tab.page.locator("#made button").focus()
    tab.page.keyboard.press("Enter")
    tab.until(f"{READ}.then(text => text === 'typed 1')")
    tab.shows("#made [role=status]", "Copied")
    tab.page.keyboard.press("Space")
    tab.until(f"{READ}.then(text => text === 'typed 2')")
    assert len(tab.posts) == 2


def test_what_cannot_be_copied_is_said(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url)
    tab.page.evaluate("void (navigator.clipboard.write = () => Promise.reject(new Error('no')))")
    tab.page.locator("#plain").click()
    tab.until("document.querySelector('#plain [role=status]').textContent === 'Could not be copied'")


def test_without_javascript_there_is_no_button(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    assert not open_tab(serve(make()).url, java_script_enabled=False).page.locator("#plain").is_visible()


def located() -> Dash:
    app = Dash("geo", layout=[dcc.Geolocation("g", timeout=3000), html.Button("Again", id="again"), html.P(id="out"), html.P(id="error")])

    @app.callback(Output("out", "children"), Output("error", "children"), Input("g", "position"), Input("g", "timestamp"), State("g", "position_error"))
    def show(position: Any, timestamp: Any, error: Any) -> Any:
        return f"{position and [position['lat'], position['lon']]} {isinstance(timestamp, (int, float))} {len(ctx.triggered_prop_ids)}", str(error and error["code"])

    @app.callback(Output("g", "update_now"), Input("again", "n_clicks"), prevent_initial_call=True)
    def again(clicks: int) -> bool:
        return True

    return app


def test_where_the_device_is(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(located()).url, permissions=["geolocation"], geolocation={"latitude": 52.5, "longitude": 13.25})
    tab.shows("#out", "[52.5, 13.25] True 2")
    assert len(tab.posts) == 1
    tab.page.context.set_geolocation({"latitude": 1, "longitude": 2})
    tab.page.locator("#again").click()
    tab.shows("#out", "[1, 2] True 2")


def test_a_reader_who_says_no(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    app = located()

    @app.callback(Output("again", "children"), Input("g", "position_error"))
    def error(found: Any) -> str:
        return f"Error {found and found['code']}"

    tab = open_tab(serve(app).url)
    tab.shows("#again", "Error 1")
