"""A Dropdown with 100,000 options in a browser: keys, choices that outlive a search, and what answers leave alone (WIDGETS.md 3.1, traps 2, 4, 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser
MANY = [{"label": f"Item {i}", "value": i} for i in range(100_000)]
SHOWN = "[...document.querySelectorAll('#ID .dash-dropdown-option')].filter(e => e.checkVisibility()).sort((a, b) => a.offsetTop - b.offsetTop).map(e => e.innerText).join()"


@pytest.fixture
def tab(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> Any:
    app = Dash("many")
    app.layout = html.Div([
        dcc.Dropdown(id="one", options=MANY, value=99_999), dcc.Dropdown(id="some", options=MANY, multi=True), html.Pre(id="one-out"), html.Pre(id="some-out"),
        dcc.Dropdown(id="few", options=["Old York", "New York", "York", "Yorkshire", "Paris"]),
        dcc.Dropdown(id="plain", options=["Old York", "York"], search_order="original"), html.Button("go", id="go"),
    ])  # fmt: skip
    for id in ("one", "some"):
        app.callback(Output(f"{id}-out", "children"), Input(id, "value"))(lambda value: f"{value!r}")

    @app.callback(Output("one", "options"), Output("some", "value"), Input("go", "n_clicks"), prevent_initial_call=True)
    def other(n):
        return [*MANY[:1000], {"label": "Item new", "value": "new"}], [3, 70_000]

    return open_tab(serve(app).url)


def search(tab: Any, id: str, text: str, shown: str) -> None:
    if not tab.page.evaluate(f"!!document.querySelector('#{id} :popover-open')"):
        tab.page.locator(f"#{id} .dash-dropdown-trigger").click()
    tab.page.locator(f"#{id} .dash-dropdown-search").fill(text)
    tab.until(f"{SHOWN.replace('ID', id)}.startsWith('{shown}')")


def test_type_and_enter_choose_the_first_hit_that_the_server_finds(tab):
    tab.page.locator("#one .dash-dropdown-trigger").focus()
    tab.page.keyboard.type("item 4321", delay=20)
    tab.page.keyboard.press("Enter")
    tab.shows("#one-out", "4321")
    assert any(post.endswith("q%3Aone=item+4321") for post in tab.posts)
    assert sum("_t=one.value" in post for post in tab.posts) == 1
    tab.shows("#one .dash-dropdown-value", "Item 4321")
    tab.becomes("document.activeElement.className", "dash-dropdown-trigger")


def test_trap10_choices_outlive_searches_and_are_sent_in_the_order_of_the_clicks(tab):
    for text, item in (("item 9876", "Item 9876"), ("item 4321", "Item 4321"), ("item 5", "Item 5")):
        search(tab, "some", text, item)
        tab.page.locator("#some .dash-dropdown-option", has_text=item).filter(visible=True).first.click()
        tab.settle()
    tab.shows("#some-out", "[9876, 4321, 5]")
    tab.shows("#some .dash-dropdown-value", "Item 9876Item 4321Item 5")  # commas are drawn
    search(tab, "some", "nothing at all", "")
    tab.until("document.querySelector('#some .dash-dropdown-empty').checkVisibility()")
    search(tab, "some", "item 4321", "Item 4321")
    tab.page.locator("#some .dash-dropdown-option").filter(visible=True).first.click()
    tab.shows("#some-out", "[9876, 5]")
    tab.page.keyboard.press("Escape")
    tab.page.locator("#some .dash-dropdown-trigger").click()
    tab.until(f"{SHOWN.replace('ID', 'some')}.startsWith('Item 9876,Item 5,Item 0')")


def test_all_can_be_chosen_only_if_all_are_there(tab):
    search(tab, "some", "item 432", "Item 432")
    everything = tab.page.locator("#some .dash-dropdown-action-button").first
    assert not everything.is_visible()
    search(tab, "some", "item 9999", "Item 9999,Item 99990")
    everything.click()
    tab.until("document.querySelector('#some-out').textContent.split(',').length === 19")
    tab.page.locator("#some .dash-dropdown-action-button").nth(1).click()
    tab.shows("#some-out", "[]")


def test_trap2_new_options_and_values_while_it_is_open_and_searched(tab):
    search(tab, "one", "item new", "")
    tab.page.evaluate("document.querySelector('#go').click()")
    tab.until(f"{SHOWN.replace('ID', 'one')} === 'Item new'")
    assert tab.page.evaluate("document.activeElement.value") == "item new"
    tab.shows("#some-out", "[3, 70000]")
    tab.shows("#some .dash-dropdown-value", "Item 3Item 70000")  # the one that was not among the hits as well


def test_who_types_before_the_list_says_that_it_is_open_finds_good_hits_first(tab):
    """`toggle` comes some time after the list has opened; on a busy machine after the first letters."""
    tab.page.evaluate("""() => {
      document.querySelector('#few .dash-dropdown-content').showPopover();
      const search = document.querySelector('#few .dash-dropdown-search');
      search.value = 'york';
      search.dispatchEvent(new Event('input', {bubbles: true}));
    }""")
    tab.settle()
    assert tab.page.evaluate("[...document.querySelectorAll('#few .dash-dropdown-option')].map(e => e.closest('label').style.order)") == ["1", "1", "", "", "2"]


def test_a_short_list_is_searched_here_with_good_hits_first(tab):
    tab.page.locator("#few .dash-dropdown-trigger").click()
    tab.page.keyboard.type("york")
    order = "[...document.querySelectorAll('#few .dash-dropdown-option')].filter(e => e.checkVisibility())"
    tops = f"{order}.sort((a, b) => a.offsetTop - b.offsetTop).map(e => e.innerText).join()"
    tab.until(f"{tops} === 'York,Yorkshire,Old York,New York'")
    tab.page.keyboard.press("ArrowDown")
    tab.until("document.activeElement.value === 'York'")
    tab.page.keyboard.press("Escape")
    tab.page.locator("#plain .dash-dropdown-trigger").click()
    tab.page.keyboard.type("york")
    tab.until(f"{tops.replace('few', 'plain')} === 'Old York,York'")
    tab.settle()
    assert tab.posts == []
