"""How much goes over the wire: the budgets of DESIGN.md, measured as served."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from hxdash import ALL, Dash, Input, Output, dcc, html
from hxdash.files import STATIC
from hxdash.static_files import JOINED, StaticFile
from hxdash.testing import Client

KB = 1000
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def served() -> Callable[[str], dict[str, int]]:
    """The bytes of an example's page and of every file that it names, by file name."""

    def measure(name: str) -> dict[str, int]:
        with Client(importlib.import_module(name).app) as client:
            page = client.request("GET", "/", headers=GZIP)
            urls = re.findall(r'<(?:script|link)[^>]* (?:src|href)="(/[^"]+)"', page.text)
            answers = {url.rpartition("/")[2]: client.request("GET", url, headers=GZIP) for url in urls}
            assert all(a.headers["content-encoding"] == "gzip" for a in (page, *answers.values()))
            return {"page": size(page), **{file: size(answer) for file, answer in answers.items()}}

    return measure


def size(answer: Any) -> int:
    """Bytes on the wire."""
    assert answer.status_code == 200
    return int(answer.num_bytes_downloaded)


def test_a_page_without_a_graph_is_25_kb_in_all(served: Callable[[str], dict[str, int]]) -> None:
    files = served("basic_input")
    assert [re.sub(r"\.\w{8}", "", name) for name in files] == ["page", "hxdash.css", "hxdash.js"]
    assert sum(files.values()) <= 25 * KB, files


def test_the_core_script_is_4_kb() -> None:
    parts = [STATIC / part for part in JOINED["hxdash.js"]]
    assert [path.name for path in parts] == ["htmx.min.js", "scheduler.js", "hxdash.js"]
    all, htmx = (len(StaticFile("", "text/javascript", tuple(some)).gzipped) for some in (parts, parts[:1]))
    assert all - htmx <= 4 * 1024  # they are served as one file


def test_the_script_of_persistence_is_1200_bytes_and_only_where_it_is_needed() -> None:
    assert len(StaticFile("", "text/javascript", (STATIC / "persistence.js",)).gzipped) <= 1200
    for props, count in (({}, 0), ({"persistence": True}, 1)):
        with Client(Dash("sizes", layout=html.Div(dcc.Input(id="it", **props)))) as client:
            assert client.get("/").document.root.html.count("persistence.") == count


def test_the_scripts_of_clientside_callbacks_are_8_kb_and_only_where_there_are_some() -> None:
    app = Dash("sizes", layout=html.P(id="p"))
    app.clientside_callback("n => n", Output("p", "title"), Input("p", "n_clicks"))
    app.prepare()
    usual = next(iter(app.scripts.values()))
    app.clientside_callback("ns => new dash_clientside.Patch()", Output("p", "children"), Input({"i": ALL}, "n_clicks"))
    app.prepare()
    all = next(iter(app.scripts.values()))
    assert len(usual.gzipped) <= 6.8 * KB
    assert len(all.gzipped) <= 8 * KB


def test_a_page_with_a_graph_is_480_kb_in_all(served: Callable[[str], dict[str, int]]) -> None:
    files = served("graph_with_slider")
    assert [name for name in files if "plotly" in name] == [name for name in files if name.startswith("plotly-basic.")] != []
    assert sum(files.values()) <= 480 * KB, files


@pytest.mark.parametrize("seconds", [60, 0])
def test_another_year_is_5_kb(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", seconds)  # whether the answer comes at once or as a stream
    with Client(importlib.import_module("graph_with_slider").app) as client:
        page = client.get("/")
        page["year-slider"].value = 2007
        sent = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded", **GZIP}
        assert size(client.request("POST", "/_hx", content=urlencode(page.last.fields), headers=sent)) <= 5 * KB
