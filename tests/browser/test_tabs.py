"""dcc.Tabs and dcc.Button in a browser: by keys alone, choices that stay, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
ACTIVE = "document.activeElement.textContent.trim()"
SHOWN = "[...document.querySelectorAll('[role=tabpanel]')].filter(p => p.checkVisibility()).map(p => p.innerText.trim()).join('|')"
CHOSEN = "[...document.querySelectorAll('[role=tab]')].map(t => [t.getAttribute('aria-selected'), t.tabIndex, t.className].join(' '))"
FIGURE = {"data": [{"type": "scatter", "x": [1, 2], "y": [1, 4]}]}


def make(*, is_read: bool = True, vertical: bool = False) -> Dash:
    tabs = [
        dcc.Tab(["one", dcc.Input(id="typed")], label="One", selected_className="mine", selected_style={"marginTop": 3}),
        dcc.Tab("off", label="Off", disabled=True, id="off"),
        dcc.Tab(dcc.Graph(figure=FIGURE, id="graph"), label="Two"),
        dcc.Tab("three", label=html.B("Three")),
    ]
    app = Dash("tabs", layout=[dcc.Tabs(tabs, id="tabs", vertical=vertical), html.P(id="out"), dcc.Button("Go", id="go"), html.P(id="count")])
    if is_read:

        @app.callback(Output("out", "children"), Input("tabs", "value"))
        def show(value: str) -> str:
            return value

    @app.callback(
        Output("count", "children"), Output("off", "disabled"), Output("off", "label"), Output("tabs", "className"),
        Input("go", "n_clicks"), Input("go", "n_blur"),
    )  # fmt: skip
    def count(clicks: int | None, blurs: int | None) -> tuple[str, bool, str, str]:
        return f"{clicks} clicks, {blurs} blurs", not clicks, f"Off {clicks}", f"bar-{clicks}"

    return app


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.page.keyboard.press(key)


def test_tabs_by_keys(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make()).url)
    press(tab, "Tab")
    assert tab.page.evaluate(ACTIVE) == "One"
    for key, name, value in (("ArrowRight", "Two", "tab-3"), ("ArrowRight", "Three", "tab-4"), ("ArrowRight", "One", "tab-1"), ("ArrowLeft", "Three", "tab-4"), ("Home", "One", "tab-1"), ("End", "Three", "tab-4")):
        press(tab, key)
        tab.becomes(ACTIVE, name)
        tab.shows("#out", value)
    tab.settle()
    assert len(tab.posts) == 6
    assert tab.page.evaluate(SHOWN) == "three"
    assert tab.page.evaluate(CHOSEN) == ["false -1 tab", "false -1 tab tab--disabled", "false -1 tab", "true 0 tab tab--selected"]
    press(tab, "Home")
    tab.becomes("document.activeElement.className + document.activeElement.style.marginTop", "tab tab--selected mine3px")
    press(tab, "Tab")
    tab.becomes("document.activeElement.id", "typed")
    tab.page.keyboard.type("kept")
    press(tab, "Shift+Tab", "ArrowRight", "ArrowLeft")
    tab.settle()
    assert tab.page.locator("#typed").input_value() == "kept"


def test_upright_tabs_by_keys(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make(vertical=True)).url)
    press(tab, "Tab", "ArrowDown")
    tab.shows("#out", "tab-3")
    press(tab, "ArrowUp")
    tab.shows("#out", "tab-1")
    tab.page.set_viewport_size({"width": 390, "height": 700})
    press(tab, "ArrowRight")  # on a phone they lie in a row
    tab.shows("#out", "tab-3")
    tab.until("document.documentElement.scrollWidth <= 390")


def test_a_graph_is_drawn_when_its_tab_is_shown(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make(is_read=False)).url)
    tab.page.get_by_role("tab", name="Two").click()
    tab.until("document.querySelector('.main-svg')?.getBoundingClientRect().width > 300")
    tab.settle()
    assert tab.posts == []


def test_the_choice_stays_when_the_page_changes_around_it(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    """K05"""
    tab = open_tab(serve(make(is_read=False)).url)
    tab.page.get_by_role("tab", name="Three").click()
    tab.page.evaluate("window.bar = document.getElementById('tabs.bar')")
    tab.page.locator("#go").focus()
    press(tab, "Enter")
    tab.shows("#count", "1 clicks, None blurs")
    tab.shows("#off", "Off 1")
    tab.settle()
    assert tab.page.evaluate(SHOWN) == "three"
    assert tab.page.evaluate("bar === document.getElementById('tabs.bar') && bar.className === 'tab-container bar-1'")
    tab.page.locator("#off").click()
    tab.becomes(SHOWN, "off")
    tab.shows("#count", "1 clicks, 1 blurs")
    tab.shows("#off", "Off 1")
    tab.settle()
    assert tab.page.evaluate(SHOWN) == "off"


def rewritten() -> Dash:
    layout = [html.Button("Go", id="go"), html.Button("Tabs", id="tab"), html.Div(id="box")]
    app = Dash("rewritten", layout=layout, suppress_callback_exceptions=True)

    @app.callback(Output("box", "children"), Input("go", "n_clicks"))
    def fill(clicks: int | None) -> Any:
        return [html.P(f"{clicks} clicks"), dcc.Tabs([dcc.Tab("a" * (clicks or 1), label="A"), dcc.Tab("b", label="B")], id="tabs")]

    @app.callback(Output("tabs", "children"), Input("tab", "n_clicks"), prevent_initial_call=True)
    def other(clicks: int | None) -> Any:
        return [dcc.Tab("c", label="C"), dcc.Tab("d", label="D")]

    return app


def test_the_choice_stays_when_the_tabs_are_written_anew(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(rewritten()).url)
    tab.page.get_by_role("tab", name="B").click()
    tab.becomes(SHOWN, "b")
    tab.page.locator("#go").click()
    tab.shows("#box > p", "1 clicks")
    tab.settle()
    assert tab.page.evaluate(SHOWN) == "b"
    tab.page.locator("#tab").click()
    tab.until(f"{SHOWN} === 'd'")
    tab.page.get_by_role("tab", name="C").click()
    tab.becomes(SHOWN, "c")


@pytest.mark.parametrize("is_read", [True, False])
def test_tabs_without_javascript(is_read: bool, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(make(is_read=is_read)).url, java_script_enabled=False)
    if not is_read:  # all is shown, each part under its name
        assert tab.page.locator("[role=tabpanel]", has_text="three").is_visible()
        assert tab.page.locator("noscript strong", has_text="Three").is_visible()
        assert not tab.page.locator("[role=tablist]").is_visible()
        return
    press(tab, "Tab", "Tab", "Tab", "Tab")  # Apply is the first
    with tab.page.expect_navigation():
        press(tab, "Enter")
    assert tab.text("#out") == "tab-4"
    assert tab.page.locator("[role=tabpanel]", has_text="three").is_visible()
    assert not tab.page.locator("#typed").is_visible()


@pytest.mark.parametrize("is_read", [True, False])
def test_the_choice_is_there_again(is_read: bool, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    """C200"""
    app = Dash("kept", layout=[dcc.Tabs([dcc.Tab("one", label="A"), dcc.Tab("two", label="B")], id="t", persistence=True), html.P(id="out")])
    if is_read:

        @app.callback(Output("out", "children"), Input("t", "value"))
        def show(value: str) -> str:
            return value

    tab = open_tab(serve(app).url)
    tab.page.get_by_role("tab", name="B").click()
    tab.becomes(SHOWN, "two")
    tab.settle()
    posts = len(tab.posts)
    tab.page.reload()
    tab.until(f"{SHOWN} === 'two'")
    tab.settle()
    assert (len(tab.posts), tab.text("#out")) == (posts, "tab-2" if is_read else "")
