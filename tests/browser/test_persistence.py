"""Persistence in a real browser: static/persistence.js keeps, the first HTML shows (SEMANTICS.md C200-C204)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
CONTROLS = {
    "text": lambda **p: dcc.Input(value="Ada", **p),
    "lines": lambda **p: dcc.Textarea(value="one", **p),
    "radio": lambda **p: dcc.RadioItems(["1", 1, True], value="1", **p),
    "some": lambda **p: dcc.Checklist(["a", "b", "c"], value=["b"], **p),
    "choice": lambda **p: dcc.Dropdown(["x", 2], **p),
    "choices": lambda **p: dcc.Dropdown(["x", 2, "2"], multi=True, **p),
    "slider": lambda **p: dcc.Slider(0, 10, 0.5, **p),
}
SET = ["Grace", "two; 'ü' €", True, ["c", "a"], 2, ["2", "x"], 1.5]


def app_of(inserted: bool = False, **persistence: Any) -> Dash:
    """All controls, from the start or brought by a button, and what their callback was called with."""
    app = Dash("persistence", suppress_callback_exceptions=True)

    def make() -> list[Any]:
        return [*(make(id=id, **{"persistence": True, **persistence}) for id, make in CONTROLS.items()), html.P(id="out")]

    app.layout = html.Div([html.Button("bring", id="bring"), html.Div([] if inserted else make(), id="box"), dcc.Input(id="user", value="1")])
    app.callback(Output("out", "children"), *[Input(id, "value") for id in CONTROLS])(lambda *values: repr(list(values)))
    if inserted:
        app.callback(Output("box", "children"), Input("bring", "n_clicks"), prevent_initial_call=True)(lambda n: make())
    return app


def bring(tab: Any) -> None:
    """Let the children come, and with the first the script that keeps what is set in them."""
    tab.page.click("#bring")
    tab.settle()
    tab.until("document.querySelector('[hx-persist]') && !document.querySelector('[hx-persist]:not([hx-kept])')")
    tab.settle()


def set_all(page: Any) -> None:
    """Set every control as SET says."""
    page.fill("#text", SET[0])
    page.fill("#lines", SET[1])
    page.locator("#radio label").nth(2).click()
    for n in (2, 1, 0):
        page.locator("#some label").nth(n).click()
    page.click("#choice .dash-dropdown-trigger")
    page.locator("#choice .dash-dropdown-option").nth(1).click()
    page.click("#choices .dash-dropdown-trigger")
    for text in ("2", "x"):
        page.locator("#choices .dash-dropdown-option").filter(has_text=text).last.click()
    page.keyboard.press("Escape")
    page.focus("#slider [type=range]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")


def test_c200_c202_all_is_there_at_once_and_nothing_is_sent(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C200, C202: after a reload the first HTML holds every value, and what the initial callback made of them; no request follows."""
    tab = open_tab(serve(app_of()).url)
    set_all(tab.page)
    tab.shows("#out", repr(SET))
    tab.posts.clear()
    with tab.page.expect_response(lambda r: r.request.resource_type == "document") as caught:
        tab.page.reload()
    first = caught.value.text().replace("&#34;", '"').replace("&#39;", "'")
    assert repr(SET) in first
    tab.settle()
    assert tab.text("#out") == repr(SET)
    assert tab.page.input_value("#lines") == SET[1]
    assert tab.text("#choice .dash-dropdown-trigger") == "2"
    assert tab.page.input_value("#slider [type=range]") == "1.5"
    assert tab.posts == []
    tab.page.locator("#some label").nth(1).click()
    tab.shows("#out", repr([*SET[:3], ["c", "a", "b"], *SET[4:]]))


@pytest.mark.parametrize("place", ["session", "memory"])
def test_c202_children_that_come_again_have_it_back(place: str, serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C202: the script comes with the first such component; whatever the control, its callback is called with it in the same request."""
    tab = open_tab(serve(app_of(inserted=True, persistence_type=place)).url)
    assert not any("persistence" in url for url in tab.requests)
    bring(tab)
    set_all(tab.page)
    tab.shows("#out", repr(SET))
    for _ in range(2):
        tab.settle()
        tab.posts.clear()
        bring(tab)
        assert tab.text("#out") == repr(SET)
        assert tab.page.input_value("#text") == SET[0]
        assert len(tab.posts) == 1
    assert tab.page.locator("#hx-state > i").count() == 0
    assert len([url for url in tab.requests if "persistence" in url]) == 1
    tab.page.reload()
    bring(tab)
    assert (tab.text("#out") == repr(SET)) is (place == "session")


def test_c200_a_long_text_comes_back_with_one_request(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C200: too long for a cookie: put back before the page can be seen, and told once; also in children that come later."""
    for inserted in (False, True):
        tab = open_tab(serve(app_of(inserted)).url)
        if inserted:
            bring(tab)
        text = "long " * 1000
        tab.page.fill("#lines", text)
        tab.until(f"document.querySelector('#out').textContent.includes({text!r})")
        tab.page.reload()
        tab.settle()
        if inserted:
            tab.page.click("#bring")
        tab.posts.clear()
        if not inserted:
            tab.page.reload()
        tab.until(f"document.querySelector('#out')?.textContent.includes({text!r})")
        tab.settle()
        if inserted:  # a morph leaves alone what was put back, and the server does not know it
            tab.posts.clear()
            bring(tab)
            assert text in tab.page.text_content("#out")
        assert tab.page.input_value("#lines") == text
        assert [post.count("_t=lines.value") for post in tab.posts if "_t=bring" not in post] == [1]


def test_c203_callbacks_switch_it_and_write_it(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C203: another persistence value, none, and again one; a value that a callback writes is kept like one of the user's."""
    app = app_of()
    app.callback([Output(id, "persistence") for id in CONTROLS], Input("user", "value"), prevent_initial_call=True)(
        lambda user: [user] * len(CONTROLS) if user != "1" else [True] * len(CONTROLS)
    )
    app.callback(Output("some", "value"), Input("bring", "n_clicks"), prevent_initial_call=True)(lambda n: ["c", "b"])
    tab = open_tab(serve(app).url)
    first = tab.text("#out")
    set_all(tab.page)
    tab.shows("#out", repr(SET))
    for user, shown in (("2", first), ("1", repr(SET)), ("", first), ("3", first)):
        tab.page.fill("#user", user)
        tab.shows("#out", shown)
        tab.settle()
    assert not tab.page.locator("#slider [value='']").first.evaluate("box => !box.checked")
    tab.page.fill("#text", "of three")
    tab.page.fill("#user", "1")
    tab.shows("#out", repr(SET))
    tab.page.fill("#user", "3")
    tab.shows("#out", first.replace("Ada", "of three"))
    tab.page.fill("#user", "1")
    tab.shows("#out", repr(SET))
    tab.page.click("#bring")
    written = repr([*SET[:3], ["c", "b"], *SET[4:]])
    tab.shows("#out", written)
    tab.settle()
    tab.page.reload()
    tab.shows("#out", written)


BLOCKED = """
Object.defineProperty(Document.prototype, 'cookie', {get: () => '', set: () => {}});
Object.defineProperty(Navigator.prototype, 'cookieEnabled', {get: () => false});
for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, {get() { throw new DOMException('blocked', 'SecurityError'); }});
}
"""


def test_c204_where_storage_is_blocked_the_page_remembers(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C204: children that come again have it back; the console says that it will not last; nothing else breaks."""
    tab = open_tab("about:blank", quiet=False)
    tab.page.add_init_script(BLOCKED)
    tab.open(serve(app_of(inserted=True)).url)
    bring(tab)
    tab.page.fill("#text", "Grace")
    tab.page.locator("#some label").nth(0).click()
    tab.page.fill("#lines", "long " * 1000)
    tab.settle()
    shown = tab.until("(text => text.includes('Grace') && text.includes('long') && text)(document.getElementById('out').innerText.split(/\\s+/).join(' ').trim())")
    tab.page.click("#bring")
    tab.settle()
    tab.shows("#out", shown)
    tab.page.reload()
    bring(tab)
    assert "Grace" not in tab.text("#out")
    assert tab.complaints
    assert all("Only this page remembers" in text for text in tab.complaints)


def test_c204_full_storage_matters_only_to_what_is_long(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C204: short values stand in the cookie all the same; of a long one the console says that it will not last."""
    tab = open_tab(serve(app_of()).url, quiet=False)
    tab.page.evaluate("for (let size = 5e6; size >= 1; size /= 2) try { localStorage['full' + size] = 'x'.repeat(size) } catch {}")
    tab.page.fill("#text", "Grace")
    tab.settle()
    assert tab.complaints == []
    tab.page.fill("#lines", "long " * 1000)
    tab.settle()
    assert "Only this page remembers" in " ".join(tab.complaints)
    tab.page.reload()
    tab.settle()
    assert tab.page.input_value("#text") == "Grace"
    assert tab.page.input_value("#lines") == "one"


def test_two_tabs_share_what_is_kept(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C200: neither tab writes over what the other kept of another control."""
    tab = open_tab(serve(app_of()).url)
    other = tab.page.context.new_page()
    other.goto(tab.page.url)
    tab.page.fill("#text", "of the one")
    other.fill("#lines", "of the other")
    tab.page.reload()
    assert (tab.page.input_value("#text"), tab.page.input_value("#lines")) == ("of the one", "of the other")


def test_without_javascript(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    """C200: the server's own cookie does it, and a script takes over from there."""
    server = serve(app_of())
    tab = open_tab(server.url, java_script_enabled=False)
    tab.page.fill("#text", "Grace")
    tab.page.locator("#some label").nth(2).click()
    with tab.page.expect_navigation():
        tab.page.click(".hx-apply")
    tab.page.goto(server.url)
    assert tab.page.input_value("#text") == "Grace"
    assert "['b', 'c']" in tab.text("#out")
    later = open_tab(server.url)
    later.page.context.add_cookies(tab.page.context.cookies())
    later.page.reload()
    assert later.page.input_value("#text") == "Grace"
    later.settle()
    assert later.posts == []
