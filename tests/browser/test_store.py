"""Stores in a real browser: kept over a reload, in other tabs, and not to be changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, dcc, html

pytestmark = pytest.mark.browser


def counting(place: str, visits: str = "memory") -> Dash:
    """Clicks are counted in a Store, and visits in another (in all tabs they would count each other for ever, as in Dash)."""
    app = Dash("counting", layout=html.Div([
        dcc.Store(id="s", storage_type=place), dcc.Store(id="v", storage_type=visits), html.Button("go", id="go"), html.P(id="out"), html.P(id="visits"),
    ]))  # fmt: skip

    @app.callback(Output("s", "data"), Input("go", "n_clicks"), State("s", "data"), prevent_initial_call=True)
    def count(_: int, old: Any) -> Any:
        return (old or 0) + 1

    @app.callback(Output("out", "children"), Input("s", "data"))
    def show(data: Any) -> str:
        return str(data)

    @app.callback(Output("v", "data"), Output("visits", "children"), Input("v", "modified_timestamp"), State("v", "data"))
    def visit(_: Any, old: Any) -> Any:
        return (old or 0) + 1, str((old or 0) + 1)

    return app


@pytest.mark.parametrize("place", ["local", "session"])
def test_a_reload_finds_what_was_kept(place: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    url = serve(counting(place, place)).url
    tab = open_tab(url)
    tab.shows("#visits", "1")
    for n in ("1", "2"):
        tab.page.locator("#go").click()
        tab.shows("#out", n)
    tab.open(url)
    tab.shows("#out", "2")
    tab.shows("#visits", "2")
    tab.page.locator("#go").click()
    tab.shows("#out", "3")
    tab.settle()
    assert not any("k%3As" in post for post in tab.posts[-1:])


def test_another_tab_follows(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(counting("local")).url)
    tab.shows("#visits", "1")
    other = tab.page.context.new_page()
    other.goto(tab.page.url)
    tab.page.locator("#go").click()
    tab.shows("#out", "1")
    other.wait_for_selector("#out:text('1')")
    other.locator("#go").click()
    tab.shows("#out", "2")
    tab.settle()
    assert len(tab.posts) < 10  # they do not answer each other for ever


def test_what_was_changed_by_hand_is_dropped(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(counting("local")).url)
    tab.page.locator("#go").click()
    tab.shows("#out", "1")
    key = tab.until("Object.keys(localStorage).find(key => key.endsWith(' s'))")
    tab.page.evaluate("key => localStorage[key] = localStorage[key].slice(0, -1) + '_'", key)
    tab.open(tab.page.url)
    tab.until(f"!({key!r} in localStorage)")
    tab.shows("#out", "None")
    tab.settle()
    assert tab.page.locator(".hx-error").count() == 0
