"""No page loads a script that it does not use, and the README says what each weighs."""

from __future__ import annotations

import inspect

import pytest
from page_weights import PAGES, weigh, written

from hxdash import dash_table, dcc
from hxdash.component import Component


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_what_the_readme_says(name: str) -> None:
    """Within two of a hundred. After a change that is meant: python tests/page_weights.py"""
    weight = weigh(name)
    assert weight.files == PAGES[name][2]
    requests, *sizes = (int(cell.replace(",", "")) for cell in written()[name][:4])
    assert weight.requests == requests
    assert [weight.html, weight.css, weight.js] == pytest.approx(sizes, rel=0.02, abs=20)


def test_every_component_is_weighed() -> None:
    known = {n for module in (dcc, dash_table) for n, c in vars(module).items() if inspect.isclass(c) and issubclass(c, Component)}
    assert known - {"Tab"} == {name.partition(",")[0] for name in PAGES if not name.startswith("html")}
    assert list(written()) == list(PAGES)
