"""The six apps of the tutorial in Chromium: mouse and keyboard, one post for each change, every callback once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import graph_with_slider
import multiple_inputs
import pytest

from hxdash.callback import Callback

pytestmark = pytest.mark.browser
APPS = ["basic-input", "graph-with-slider", "multiple-inputs", "multiple-outputs", "chained-callbacks", "state"]
TRACES = "document.querySelectorAll('.scatterlayer .trace').length"
MARKERS = "document.querySelectorAll('.scatterlayer path.point').length"
HEIGHTS = "[...document.querySelector('.js-plotly-plot')?._fullData ?? []].flatMap(trace => [...trace.y])"
AMERICA = "New York City San Francisco Cincinnati"
CANADA = "Montréal Toronto Ottawa"
# Every state of the choice of cities and the sentence that the page was ever in, however short.
WATCH_CITIES = """
window.seen = new Set();
document.addEventListener('DOMContentLoaded', () => {
  const words = id => document.getElementById(id).innerText.trim().replace(/\\s+/g, ' ');
  const look = () => seen.add(words('cities-radio') + ' | ' + words('display-selected-values'));
  look();
  new MutationObserver(look).observe(document.body, {childList: true, characterData: true, attributes: true, subtree: true});
});
"""


@pytest.fixture
def visit(open_tab: Callable[..., Any], examples: Any, calls: list[str]) -> Callable[[str], Any]:
    """Open one of the six; the callbacks of the load are not counted."""

    def start(name: str) -> Any:
        tab = open_tab(f"{examples.url}/{name}/")
        calls.clear()
        return tab

    return start


@pytest.fixture
def once(calls: list[str]) -> Callable[..., None]:
    """There has been one more post, and these callbacks ran, each once."""
    counted = {"posts": 0}

    def check(tab: Any, *names: str) -> None:
        tab.settle()
        counted["posts"] += 1
        assert len(tab.posts) == counted["posts"]
        assert sorted(calls) == sorted(names)
        calls.clear()

    return check


def life(year: int) -> list[float]:
    """Life expectancies of a year, in the order in which the figure draws them."""
    rows = graph_with_slider.df.query("year == @year")
    return [float(x) for continent in rows["continent"].unique() for x in rows[rows["continent"] == continent]["lifeExp"]]


def drawn(tab: Any, year: int) -> bool:
    """Whether the figure shows that year; numbers as the browser says them."""
    seen: list[float] = tab.page.evaluate(HEIGHTS)
    return seen == life(year) and (tab.page.evaluate(TRACES), tab.page.evaluate(MARKERS)) == (5, 142)


def shows_year(tab: Any, year: int) -> None:
    tab.until(f"document.querySelector('[type=range]').value === '{year}'")
    wait(tab, lambda: drawn(tab, year))


def wait(tab: Any, is_so: Callable[[], Any]) -> None:
    """Wait until something holds that JavaScript alone cannot say."""
    for _ in range(1500):
        if is_so():
            return
        tab.page.wait_for_timeout(10)
    raise AssertionError("it never came to be so")


@pytest.mark.parametrize("name", APPS)
def test_nothing_follows_the_load_but_files(name: str, visit: Callable[[str], Any]) -> None:
    tab = visit(name)
    if "graph" in name or name == "multiple-inputs":
        tab.until(f"{MARKERS} > 100")
    tab.settle()
    assert tab.posts == []
    assert [url for url in tab.requests[1:] if "/_hx/static/" not in url] == []


def test_a_typed_letter_is_one_post(visit: Callable[[str], Any], once: Callable[..., None]) -> None:
    tab = visit("basic-input")
    tab.page.locator("#my-input").dblclick()  # marks "value"
    tab.page.keyboard.type("!")
    tab.shows("#my-output", "Output: initial !")
    once(tab, "update_output_div")
    tab.page.keyboard.press("Backspace")
    tab.shows("#my-output", "Output: initial")
    once(tab, "update_output_div")


def test_five_outputs_come_with_one_post(visit: Callable[[str], Any], once: Callable[..., None]) -> None:
    tab = visit("multiple-outputs")
    tab.page.locator("#num-multi").click()
    tab.page.keyboard.press("ArrowUp")
    tab.shows("table", "x2 36 x3 216 2x 64 3x 729 xx 46656")
    once(tab, "callback_a")
    box = tab.page.locator("#num-multi").bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] - 14, box["y"] + box["height"] * 0.7)  # the lower arrow in the field
    tab.shows("table", "x2 25 x3 125 2x 32 3x 243 xx 3125")
    once(tab, "callback_a")


def test_the_slider_draws_another_year(visit: Callable[[str], Any], once: Callable[..., None]) -> None:
    tab = visit("graph-with-slider")
    shows_year(tab, 1952)
    tab.page.get_by_text("1977", exact=True).click()
    shows_year(tab, 1977)
    once(tab, "update_figure")
    tab.page.locator("[type=range]").focus()
    tab.page.keyboard.press("ArrowRight")
    shows_year(tab, 1982)
    once(tab, "update_figure")


def test_dragging_the_slider_posts_when_it_is_let_go(visit: Callable[[str], Any], once: Callable[..., None]) -> None:
    tab = visit("graph-with-slider")
    box = tab.page.locator("[type=range]").bounding_box()
    middle = box["y"] + box["height"] / 2
    tab.page.mouse.move(box["x"] + 8, middle)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + box["width"] * 0.41, middle, steps=6)
    tab.page.mouse.move(box["x"] + box["width"] - 8, middle, steps=6)
    tab.settle()
    assert tab.posts == []
    tab.page.mouse.up()
    shows_year(tab, 2007)
    once(tab, "update_figure")


def countries(tab: Any) -> tuple[str, str, str, int]:
    """Titles of the axes, type of the first, and number of points of what is drawn."""
    layout = "document.querySelector('.js-plotly-plot')?._fullLayout"
    return tuple(tab.page.evaluate(f"[{layout}?.xaxis.title.text, {layout}?.yaxis.title.text, {layout}?.xaxis.type, {MARKERS}]"))


def points(x: str, y: str, year: int) -> int:
    """How many countries have both."""
    df = multiple_inputs.df
    rows = df[df["Year"] == year].pivot(index="Country Name", columns="Indicator Name", values="Value")
    return len(rows[[x, y]].dropna())


def test_five_inputs_make_one_figure(visit: Callable[[str], Any], once: Callable[..., None]) -> None:
    tab = visit("multiple-inputs")
    x, y, new = (
        multiple_inputs.app.layout["xaxis-column"].value,
        multiple_inputs.app.layout["yaxis-column"].value,
        multiple_inputs.indicators[0],
    )
    wait(tab, lambda: countries(tab) == (x, y, "linear", points(x, y, 2007)))
    tab.page.locator("#xaxis-column .dash-dropdown-trigger").click()
    tab.page.locator("#xaxis-column .dash-dropdown-option", has_text=new).click()
    wait(tab, lambda: countries(tab) == (new, y, "linear", points(new, y, 2007)))
    once(tab, "update_graph")
    tab.page.locator("#xaxis-type").get_by_text("Log").click()
    wait(tab, lambda: countries(tab)[2] == "log")
    once(tab, "update_graph")
    tab.page.get_by_text("1962", exact=True).click()
    tab.until("document.querySelector('[type=range]').value === '1962'")
    wait(tab, lambda: 0 < countries(tab)[3] <= points(new, y, 1962) != points(new, y, 2007))
    once(tab, "update_graph")


def travel(tab: Any) -> set[str]:
    """Choose Canada, Toronto and America again; all pairs of cities and sentence that were seen on the way."""
    tab.page.add_init_script(WATCH_CITIES)
    tab.page.reload()
    tab.page.get_by_label("Canada").click()
    tab.shows("#display-selected-values", "Montréal is a city in Canada")
    tab.page.get_by_label("Ottawa").focus()
    tab.page.keyboard.press("ArrowUp")
    tab.shows("#display-selected-values", "Toronto is a city in Canada")
    tab.page.get_by_label("America").focus()
    tab.page.keyboard.press("Space")
    tab.shows("#display-selected-values", "New York City is a city in America")
    return set(tab.page.evaluate("[...seen]"))


@pytest.mark.parametrize("slow", [False, True], ids=["plain", "streamed"])
def test_a_chain_never_shows_a_wrong_pair(visit: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, slow: bool) -> None:
    call = Callback.call
    if slow:  # too slow for an answer in one piece
        monkeypatch.setattr(Callback, "call", lambda *args: time.sleep(0.05) or call(*args))
    assert travel(visit("chained-callbacks")) == {
        f"{AMERICA} | New York City is a city in America",
        f"{CANADA} | Montréal is a city in Canada",
        f"{CANADA} | Toronto is a city in Canada",
    }


def test_every_callback_of_a_chain_runs_once(visit: Callable[[str], Any], once: Callable[..., None]) -> None:
    tab = visit("chained-callbacks")
    tab.page.get_by_label("Canada").click()
    tab.shows("#display-selected-values", "Montréal is a city in Canada")
    tab.shows("#cities-radio", CANADA)
    once(tab, "set_cities_options", "set_cities_value", "set_display_children")
    tab.page.get_by_label("Toronto").click()
    tab.shows("#display-selected-values", "Toronto is a city in Canada")
    once(tab, "set_display_children")
    tab.page.keyboard.press("ArrowDown")
    tab.shows("#display-selected-values", "Ottawa is a city in Canada")
    once(tab, "set_display_children")


def pressed(times: int, first: str = "Montréal") -> str:
    return f'The Button has been pressed {times} times, Input 1 is "{first}", and Input 2 is "Canada"'


def test_typing_waits_for_the_button(visit: Callable[[str], Any], once: Callable[..., None], calls: list[str]) -> None:
    tab = visit("state")
    tab.page.locator("#input-1-state").fill("")
    tab.page.keyboard.type("Oslo")
    tab.settle()
    assert (tab.posts, calls) == ([], [])
    tab.page.locator("#submit-button-state").click()
    tab.shows("#output-state", pressed(1, "Oslo"))
    once(tab, "update_output")
    tab.page.keyboard.press("Enter")
    tab.shows("#output-state", pressed(2, "Oslo"))
    once(tab, "update_output")
    tab.page.keyboard.press("Space")
    tab.shows("#output-state", pressed(3, "Oslo"))
    once(tab, "update_output")


def test_three_fast_clicks_are_three_posts(visit: Callable[[str], Any], calls: list[str]) -> None:
    tab = visit("state")
    tab.page.evaluate("for (const ms of [0, 20, 40]) setTimeout(() => document.getElementById('submit-button-state').click(), ms)")
    tab.shows("#output-state", pressed(3))
    tab.settle()
    assert [post.partition("n_clicks=")[2][:1] for post in tab.posts] == ["1", "2", "3"]
    assert calls == ["update_output"] * 3
