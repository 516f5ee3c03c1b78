"""dcc.Location and dcc.Link in a browser: the address bar, history, and what is not for us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, ctx, dcc, html

pytestmark = pytest.mark.browser


def make(refresh: bool | str = True) -> Dash:
    links = [dcc.Link("A", href="/a", id="a"), dcc.Link("B", href="/b?x=1", id="b"), dcc.Link("Low", href="/c#low", id="c"), dcc.Link("Here", href="#low", id="here"), dcc.Link("New", href="/new", id="new", refresh=True)]
    body = [dcc.Location("url", refresh=refresh), *links, dcc.Input(id="typed"), html.Button("Go", id="go"), html.P(id="out"), html.P(id="where"), html.Div(style={"height": 3000}), html.P("low", id="low")]
    app = Dash("addresses", layout=body)

    @app.callback(Output("out", "children"), Input("url", "pathname"), Input("url", "search"))
    def show(pathname: str, search: str) -> str:
        return f"{pathname} {search} {len(ctx.triggered_prop_ids)}"

    @app.callback(Output("where", "children"), Input("url", "hash"), State("url", "href"))
    def where(hash: str, href: str) -> str:
        return f"{hash} of {href}"

    @app.callback(Output("url", "pathname"), Input("go", "n_clicks"), prevent_initial_call=True)
    def go(clicks: int) -> str:
        return f"/page/{clicks}"

    return app


def test_links_back_and_forward(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    url = serve(make()).url
    tab = open_tab(f"{url}/start")
    tab.shows("#out", "/start 0")
    assert tab.posts == []
    tab.page.locator("#typed").fill("kept")
    tab.page.locator("#b").focus()
    tab.page.keyboard.press("Enter")
    tab.shows("#out", "/b ?x=1 2")
    tab.becomes("location.href", f"{url}/b?x=1")
    assert len(tab.posts) == 1
    tab.page.locator("#a").click()
    tab.shows("#out", "/a 2")
    tab.page.evaluate("history.back()")
    tab.shows("#out", "/b ?x=1 2")
    tab.page.evaluate("history.back()")
    tab.shows("#out", "/start 2")
    tab.page.evaluate("history.forward()")
    tab.shows("#out", "/b ?x=1 2")
    assert (len(tab.posts), tab.page.locator("#typed").input_value()) == (5, "kept")
    tab.page.reload()
    tab.shows("#out", "/b ?x=1 0")  # the server shows the page at that path too
    assert len(tab.posts) == 5


def test_hashes(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    url = serve(make()).url
    tab = open_tab(f"{url}/start#first")
    tab.shows("#where", f"#first of {url}/start#first")
    tab.page.locator("#here").click()
    tab.shows("#where", f"#low of {url}/start#low")
    tab.until("scrollY > 500")
    tab.page.locator("#a").click()
    tab.shows("#where", f"of {url}/a")
    tab.until("scrollY === 0")
    tab.page.locator("#c").click()
    tab.shows("#where", f"#low of {url}/c#low")
    tab.until("scrollY > 500")


def test_other_clicks_are_the_browsers(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    url = serve(make()).url
    tab = open_tab(f"{url}/start")
    with tab.page.context.expect_page() as other:
        tab.page.locator("#b").click(modifiers=["Control"])
    other.value.wait_for_load_state()
    assert (tab.page.evaluate("location.href"), other.value.evaluate("location.href")) == (f"{url}/start", f"{url}/b?x=1")
    with tab.page.expect_navigation():
        tab.page.locator("#new").click()
    tab.shows("#out", "/new 0")
    assert tab.posts == []


@pytest.mark.parametrize("refresh", [True, False, "callback-nav"])
def test_a_callback_changes_the_address(refresh: bool | str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    url = serve(make(refresh)).url
    tab = open_tab(f"{url}/start#h")
    tab.shows("#where", f"#h of {url}/start#h")
    tab.page.locator("#typed").fill("typed")
    tab.page.locator("#go").click()
    tab.shows("#out", f"/page/1 {0 if refresh is True else 1}")
    tab.settle()
    tab.becomes("location.href", f"{url}/page/1#h")
    assert tab.page.locator("#typed").input_value() == ("" if refresh is True else "typed")


def test_a_location_that_comes_later_tells_its_address(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    app = Dash("later", layout=[html.Button("Go", id="go"), html.Div(id="box"), html.P(id="out")], suppress_callback_exceptions=True)

    @app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def bring(clicks: int) -> Any:
        return [dcc.Location("url"), dcc.Link("A", href="/a", id="a")]

    @app.callback(Output("out", "children"), Input("url", "pathname"), Input("url", "search"))
    def show(pathname: str, search: str) -> str:
        return f"{pathname} {search}"

    tab = open_tab(serve(app).url + "/?x=1")
    tab.page.locator("#go").click()
    tab.shows("#out", "/ ?x=1")
    tab.page.locator("#a").click()
    tab.shows("#out", "/a")


def test_without_javascript_a_link_is_a_link(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    url = serve(make()).url
    tab = open_tab(f"{url}/start", java_script_enabled=False)
    with tab.page.expect_navigation():
        tab.page.locator("#b").click()
    assert tab.text("#out") == "/b ?x=1 0"
    with tab.page.expect_navigation():
        tab.page.locator("#go").click()
    assert (tab.page.url, tab.text("#out")) == (f"{url}/page/1?x=1", "/page/1 ?x=1 0")
