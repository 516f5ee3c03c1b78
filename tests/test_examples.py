"""The example apps over HTTP, without a browser: the first page is the finished page, and each does its round trip."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hxdash.testing import Client, Page, Refused

FOLDER = Path(__file__).parent.parent / "examples"
MORE = ["todo", "chat", "form", "gallery"]  # each in full: test_callback_examples.py, test_gallery.py
SIX = ["basic_input", "graph_with_slider", "multiple_inputs", "multiple_outputs", "chained_callbacks", "state"]
PRESSED = 'The Button has been pressed {} times, Input 1 is "{}", and Input 2 is "Canada"'


def app_of(name: str) -> Any:
    """The app of an example file, and where its page is."""
    module = importlib.import_module(name)
    return module.api if name == "mounted" else module.app


def words(text: str) -> str:
    return " ".join(text.split())


def heights(page: Page, id: str) -> list[float]:
    """All y of a figure."""
    return [y for trace in page[id].figure["data"] for y in trace["y"]]


# -- the first page -----------------------------------------------------------------------------------------------------


def first(name: str) -> Page:
    """The page as it comes; nothing is posted."""
    with Client(app_of(name)) as client:
        return client.get("/")


def test_the_first_page_holds_the_text() -> None:
    assert "Output: initial value" in first("basic_input").last.text
    assert words(first("state")["output-state"].text) == PRESSED.format(0, "Montréal")


def test_the_first_page_holds_the_table() -> None:
    page = first("multiple_outputs")
    assert [page[id].text for id in ("square", "cube", "twos", "threes", "x^x")] == ["25", "125", "32", "243", "3125"]


def test_the_first_page_holds_the_cities() -> None:
    page = first("chained_callbacks")
    assert [option["label"] for option in page["cities-radio"].options] == ["New York City", "San Francisco", "Cincinnati"]
    assert (page["cities-radio"].value, page["display-selected-values"].text) == ("New York City", "New York City is a city in America")


def test_the_first_page_holds_the_figure() -> None:
    graph_with_slider, page = importlib.import_module("graph_with_slider"), first("graph_with_slider")
    figure = page["graph-with-slider"].figure
    assert [trace["name"] for trace in figure["data"]] == ["Asia", "Europe", "Africa", "Americas", "Oceania"]
    assert sorted(heights(page, "graph-with-slider")) == sorted(graph_with_slider.df.query("year == 1952")["lifeExp"])
    assert len(heights(page, "graph-with-slider")) == 142


def test_the_first_page_holds_the_scatter_of_all_countries() -> None:
    multiple_inputs, page = importlib.import_module("multiple_inputs"), first("multiple_inputs")
    figure = page["indicator-graphic"].figure
    assert figure["layout"]["xaxis"]["title"]["text"] == "Fertility rate, total (births per woman)"
    assert figure["layout"]["yaxis"]["title"]["text"] == "Life expectancy at birth, total (years)"
    assert len(figure["data"][0]["hovertext"]) == multiple_inputs.df["Country Name"].nunique()


# -- a round trip of each -------------------------------------------------------------------------------------------------


def type_a_text(page: Page) -> None:
    page["my-input"].value = "<b>"
    assert page["my-output"].html == '<p id="my-output">Output: &lt;b&gt;</p>'
    assert page.calls == ["update_output_div"]


def slide(page: Page) -> None:
    page["year-slider"].value = 2007
    assert max(heights(page, "graph-with-slider")) == 82.603
    assert page.calls == ["update_figure"]


def choose_an_indicator(page: Page) -> None:
    page["yaxis-column"].value = "Agriculture, value added (% of GDP)"
    page["yaxis-type"].value = "Log"
    axis = page["indicator-graphic"].figure["layout"]["yaxis"]
    assert (axis["title"]["text"], axis["type"]) == ("Agriculture, value added (% of GDP)", "log")
    assert len(page.requests) == 2


def enter_a_number(page: Page) -> None:
    page["num-multi"].value = 7
    assert [page[id].text for id in ("square", "cube", "twos", "threes", "x^x")] == ["49", "343", "128", "2187", "823543"]
    page["num-multi"].value = None
    assert page["x^x"].text == "–"


def choose_a_country(page: Page) -> None:
    page["countries-radio"].value = "Canada"
    assert sorted(page.calls) == ["set_cities_options", "set_cities_value", "set_display_children"]
    assert [option["value"] for option in page["cities-radio"].options] == ["Montréal", "Toronto", "Ottawa"]
    assert page["display-selected-values"].text == "Montréal is a city in Canada"
    page["cities-radio"].value = "Ottawa"
    assert (page["display-selected-values"].text, page.calls) == ("Ottawa is a city in Canada", ["set_display_children"])


def press_the_button(page: Page) -> None:
    page["input-1-state"].value = "Oslo"
    assert (page.requests, page.calls) == ([], [])
    page.click("submit-button-state").click("submit-button-state")
    assert words(page["output-state"].text) == PRESSED.format(2, "Oslo")


def greet(page: Page) -> None:
    page["name"].value = "Ada"
    assert page["greeting"].text == "Hello, Ada!"


def press(page: Page, button: str) -> None:
    page.click(button)
    assert (len(page.requests), page.errors) == (1, [])


def look_around(page: Page) -> None:
    assert [node.get("href") for node in page.document.tags("a")] == [f"{name.replace('_', '-')}/" for name in (*SIX, *MORE)]


def give_stars(page: Page) -> None:
    page["stars"].value = 4
    assert page["thanks"].text == "4 of 5"


def open_a_page(page: Page) -> None:
    page.go("slider")
    assert page["slider-fahrenheit"].text == "21 °C is 69.8 °F."


TRIPS: dict[str, Callable[[Page], None]] = {
    "basic_input": type_a_text,
    "graph_with_slider": slide,
    "multiple_inputs": choose_an_indicator,
    "multiple_outputs": enter_a_number,
    "chained_callbacks": choose_a_country,
    "state": press_the_button,
    "index": look_around,
    "todo": lambda page: press(page, "add"),
    "chat": lambda page: press(page, "send"),
    "form": lambda page: press(page, "book"),
    "mounted": greet,
    "star_rating": give_stars,
    "gallery": open_a_page,
}


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.py")))
def test_every_example_does_its_round_trip(name: str) -> None:
    with Client(app_of(name), path="/dash" if name == "mounted" else "/") as client:
        TRIPS[name](client.get("/?key=open-sesame" if name == "mounted" else "/"))


# -- several on one server ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SIX)
def test_the_index_serves_all_six(name: str) -> None:
    with Client(app_of("index"), path=f"/{name.replace('_', '-')}") as client:
        TRIPS[name](client.get("/"))
        assert client.get("/").title == app_of(name).title


def test_a_dependency_guards_the_page_and_every_post() -> None:
    with Client(app_of("mounted"), path="/dash") as client:
        assert client.request("GET", "/").status_code == 401
        page = client.get("/?key=open-sesame")
        client.http.cookies.clear()
        with pytest.raises(Refused, match="401"):
            page["name"].value = "Eve"
        assert page["greeting"].text == "Hello, World!"


def test_routes_beside_a_mounted_app_are_the_authors() -> None:
    with Client(app_of("mounted")) as client:
        assert client.request("GET", "/api/health").json() == {"status": "ok"}
