"""The gallery in process: a page for every component, with its examples, its source and all its properties."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

from hxdash import dash_table, dcc
from hxdash.component import Component
from hxdash.testing import Client

import gallery  # isort: skip

FOLDER = Path(gallery.__file__).parent / "components"
JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])


@pytest.fixture(scope="module")
def client() -> Any:
    with Client(gallery.app) as client:
        yield client


def test_every_component_has_a_page() -> None:
    shown = {kind for page in gallery.PAGES.values() for kind in page.classes}
    components = {kind for _, kind in inspect.getmembers(dcc, inspect.isclass) if issubclass(kind, Component)}
    assert components <= shown
    assert dash_table.DataTable in shown
    assert {path.stem.replace("_", "-") for path in FOLDER.glob("*.py")} - {"--init--"} == set(gallery.PAGES)


@JAVASCRIPT
@pytest.mark.parametrize("address", gallery.PAGES)
def test_a_page_has_examples_source_and_every_property(address: str, javascript: bool, client: Client) -> None:
    subject, page = gallery.PAGES[address], client.get(f"/{address}", javascript=javascript)
    assert page.errors == []
    assert [node.text for node in page.document.tags("h1")] == [subject.name]
    headings = [node.text for node in page.document.tags("h2")]
    assert len(headings) > 2, "no labelled examples"
    assert page["gallery-source"].text.strip() == subject.source.strip()
    listed = [[node.text.split()[0] for node in term.walk() if node.tag == "dt"] for term in page.document.tags("dl")]
    assert not [node.text for node in page.document.tags("dt") if " at 0x" in node.text or "bound" in node.text]
    assert [sorted(props) for props in listed] == [sorted(kind.prop_names) for kind in subject.classes]
    assert all(node.text for node in page.document.tags("dd")), "a property without a meaning"
    assert [a.get("href") for a in page.document.tags("a") if a.get("aria-current") == "page"] == [address]


@pytest.mark.parametrize("page", gallery.PAGES.values(), ids=gallery.PAGES)
def test_what_people_copy_is_short_and_its_ids_are_its_own(page: Any) -> None:
    lines = page.source.splitlines()
    assert len(lines) <= 100
    assert max(map(len, lines)) <= 124
    assert page.source.startswith('"""')
    assert "from hxdash import " in page.source
    ids = [id for part in page.layout for id in [part.props.get("id"), *part] if id is not None]
    assert [id for id in ids if not str(id).startswith(page.address)] == []


@JAVASCRIPT
def test_the_index_leads_to_every_page(javascript: bool, client: Client) -> None:
    page = client.get("/", javascript=javascript)
    assert [a.get("href") for a in page.document.tags("a")] == ["./", *gallery.PAGES, *gallery.PAGES]
    assert [node.text for node in page.document.tags("h2")] == list(gallery.GROUPS)


@JAVASCRIPT
@pytest.mark.parametrize("path", ["/nonsense", "/dropdown/", "/a/b", "/%3Cb%3E"])
def test_an_unknown_path_is_friendly(path: str, javascript: bool, client: Client) -> None:
    page = client.get(path, javascript=javascript, status=200 if path.endswith("/") else 404)
    heading = next(node.text for node in page.document.tags("h1"))
    assert heading == ("Components" if path.endswith("/") else "There is no such page")
    assert len([a for a in page.document.tags("a") if a.get("href") == "dropdown"]) == 2


def test_a_link_brings_the_other_page_and_its_callbacks(client: Client) -> None:
    page = client.get("/dropdown")
    before = len(page.requests)
    page.go("slider")
    assert len(page.requests) == before + 1
    assert page["slider-fahrenheit"].text == "21 °C is 69.8 °F."
    page["slider-celsius"].value = 30
    assert page["slider-fahrenheit"].text == "30 °C is 86 °F."
    assert "dropdown-country" not in page


def test_the_title_names_the_page(client: Client) -> None:
    """It is set by a clientside callback, which a browser calls with the title."""
    page = client.get("/data-table")
    assert [call.arguments for call in page.clientside] == [["DataTable · hxdash"]]
    assert page.title == "Gallery"


def test_the_examples_answer(client: Client) -> None:
    page = client.get("/checklist")
    page["checklist-toppings"].value = ["olives", "mushrooms"]
    assert page["checklist-price"].text == "Pizza with olives, mushrooms: € 11.50"
    page = client.get("/location?continent=Asia")
    assert page["location-continent"].value == "Asia"
    assert page["location-top"].text.startswith("The largest countries: China, India")
    page = client.get("/confirm-dialog")
    page.click("confirm-dialog-book")
    page.answer("confirm-dialog")
    assert page["confirm-dialog-result"].text == "12 seats booked."
    page = client.get("/input", javascript=False)
    page["input-name"].value = "Ada"
    page.apply()
    assert page["input-greeting"].text == "Hello, Ada!"


def test_pages_are_lean(client: Client) -> None:
    """Bytes of HTML. A Dropdown that a callback brings still carries its options, which counts for the long one."""
    sizes = {address: len(client.get(f"/{address}").last.text.encode()) for address in gallery.PAGES if address != "dropdown"}
    assert max(sizes.values()) < 60_000, sizes
    assert sorted(sizes.values())[len(sizes) // 2] < 18_000, sizes


@pytest.mark.parametrize("path", ["/", "/slider", "/nonsense"])
def test_it_works_below_a_path_of_another_app(path: str) -> None:
    """Links are relative to the page, so nothing in the gallery knows where it is mounted."""
    with Client(importlib.import_module("index").app, path="/gallery") as client:
        page = client.get(path, status=404 if path == "/nonsense" else 200)
        page.go("slider")
        page["slider-celsius"].value = 0
        assert page["slider-fahrenheit"].text == "0 °C is 32 °F."
        assert page.url.endswith("/gallery/slider")
