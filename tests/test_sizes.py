"""How much goes over the wire: the budgets of DESIGN.md, measured as served."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

import pytest

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
    return int(answer.headers["content-length"])


def test_a_page_without_a_graph_is_25_kb_in_all(served: Callable[[str], dict[str, int]]) -> None:
    files = served("basic_input")
    assert [re.sub(r"\.\w{8}", "", name) for name in files] == ["page", "hxdash.css", "hxdash.js"]
    assert sum(files.values()) <= 25 * KB, files


def test_the_core_script_is_4_kb() -> None:
    ours = [STATIC / part for part in JOINED["hxdash.js"] if not part.startswith("vendor/")]
    assert [path.name for path in ours] == ["scheduler.js", "hxdash.js"]
    assert len(StaticFile("", "text/javascript", tuple(ours)).gzipped) <= 4 * KB


def test_a_page_with_a_graph_is_480_kb_in_all(served: Callable[[str], dict[str, int]]) -> None:
    files = served("graph_with_slider")
    assert [name for name in files if "plotly" in name] == [name for name in files if name.startswith("plotly-basic.")] != []
    assert sum(files.values()) <= 480 * KB, files


def test_another_year_is_5_kb() -> None:
    with Client(importlib.import_module("graph_with_slider").app) as client:
        page = client.get("/")
        page["year-slider"].value = 2007
        sent = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded", **GZIP}
        body = "&".join(f"{name}={value}" for name, value in page.last.fields)
        assert size(client.request("POST", "/_hx", content=body, headers=sent)) <= 5 * KB
