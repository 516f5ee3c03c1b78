"""dcc.ConfirmDialog and its Provider in a browser: modal, by keys alone, and not hurt by what changes around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
OPEN = "[...document.querySelectorAll('dialog')].filter(d => d.matches(':modal')).map(d => d.parentElement.id || d.id).join()"
ACTIVE = "document.activeElement.textContent.trim() || document.activeElement.id"


def make() -> Dash:
    box = html.Div([dcc.ConfirmDialog("c", message="Sure?"), html.Details([html.Summary("s"), "d"])], id="box")
    provider = dcc.ConfirmDialogProvider(html.Button("Delete", id="delete"), "p", "Delete all?")
    app = Dash("confirm", layout=[html.Button("Ask", id="ask"), box, provider, html.P(id="out"), html.P(id="deleted"), dcc.Interval("tick", interval=100, max_intervals=0), html.P(id="ticks")])

    @app.callback(Output("c", "displayed"), Input("ask", "n_clicks"), prevent_initial_call=True)
    def ask(clicks: int) -> bool:
        return True

    @app.callback(Output("out", "children"), Output("c", "message"), Input("c", "submit_n_clicks"), Input("c", "cancel_n_clicks"))
    def answered(ok: int | None, no: int | None) -> tuple[str, str]:
        return f"{ok} {no}", f"Sure {ok} {no}?"

    @app.callback(Output("deleted", "children"), Input("p", "submit_n_clicks"), Input("delete", "n_clicks"))
    def delete(ok: int | None, clicks: int | None) -> str:
        return f"{ok} {clicks}"

    return app


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.page.keyboard.press(key)


def test_by_keys(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url)
    press(tab, "Tab", "Enter")
    tab.until(f"{OPEN} === 'box' || {OPEN} === 'c'")
    tab.becomes(ACTIVE, "Cancel")
    press(tab, "Tab", "Enter")
    tab.shows("#out", "1 None")
    tab.becomes(f"[{OPEN}, {ACTIVE}]", ["", "Ask"])
    press(tab, "Enter")
    tab.until(f"{OPEN} !== ''")
    tab.shows(".dash-confirm-message", "Sure 1 None?")
    press(tab, "Escape")
    tab.shows("#out", "1 1")
    tab.becomes(OPEN, "")
    assert len(tab.posts) == 4


def test_a_provider_by_keys(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url)
    tab.page.locator("#delete").focus()
    press(tab, "Space")
    tab.until(f"{OPEN} === 'p'")
    assert tab.posts == []
    press(tab, "Escape")
    tab.until(f"{OPEN} === ''")
    tab.becomes(ACTIVE, "Delete")
    press(tab, "Enter")
    tab.until(f"{OPEN} === 'p'")
    press(tab, "Tab", "Space")
    tab.shows("#deleted", "1 None")
    assert len(tab.posts) == 1


def rewritten() -> Dash:
    app = Dash("rewritten", layout=[html.Button("Go", id="go"), html.Div(id="box"), html.P(id="out")], suppress_callback_exceptions=True)

    @app.callback(Output("box", "children"), Input("go", "n_clicks"), Input("c", "cancel_n_clicks", allow_optional=True), prevent_initial_call=True)
    def fill(clicks: int, no: int | None) -> Any:
        return [html.P(f"{clicks} {no}"), dcc.ConfirmDialog("c", message=f"Sure {clicks}?", displayed=True)]

    @app.callback(Output("out", "children"), Input("c", "submit_n_clicks"), prevent_initial_call=True)
    def out(ok: int) -> str:
        return f"ok {ok}"

    return app


def test_a_dialog_that_comes_open_is_modal_and_stays_usable(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    """WIDGETS trap 1: the answer writes anew what is around an open dialog."""
    tab = open_tab(serve(rewritten()).url)
    tab.page.locator("#go").click()
    tab.until(f"{OPEN} !== ''")
    press(tab, "Escape")
    tab.shows("#box > p", "1 1")
    tab.until(f"{OPEN} !== ''")
    tab.page.locator("[data-answer=submit]").click()
    tab.shows("#out", "ok 1")
    tab.becomes(OPEN, "")
    tab.page.locator("#go").click()
    tab.shows("#box > p", "2 None")  # K03: what comes anew starts over


def test_without_javascript(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url, java_script_enabled=False)
    with tab.page.expect_navigation():
        tab.page.locator("#ask").click()
    assert tab.page.locator("#c").is_visible()
    with tab.page.expect_navigation():
        tab.page.locator("#c [data-answer=submit]").click()
    assert (tab.text("#out"), tab.page.locator("#c").is_visible()) == ("1 None", False)
