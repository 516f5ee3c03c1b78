"""A real browser keeps what was done to a table (C200): static/persistence.js sees the field that an answer writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, dash_table

pytestmark = pytest.mark.browser


def test_c200_sort_page_and_hidden_columns_are_in_the_first_html(serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    columns = [{"id": "city", "name": "City"}, {"id": "n", "name": "N", "hideable": True}]
    rows = [{"city": "Oslo", "n": 3}, {"city": "Rome", "n": 1}, {"city": "Lima", "n": 2}]
    tab = open_tab(serve(Dash("kept", layout=dash_table.DataTable(rows, columns, id="t", sort_action="native", page_size=1, persistence=True))).url)
    tab.page.click("[id='t.sort.1']")
    tab.until("document.querySelector('[id=\"t.body\"]').textContent.includes('Rome')")
    tab.page.click("[id='t.next']")
    tab.until("document.querySelector('[id=\"t.body\"]').textContent.includes('Lima')")
    tab.page.click(".column-header--hide")
    tab.until("!document.querySelector('[id=\"t.sort.1\"]')")
    tab.settle()
    tab.posts.clear()
    with tab.page.expect_response(lambda r: r.request.resource_type == "document") as caught:
        tab.page.reload()
    tab.settle()
    body = caught.value.text().split("<tbody", 1)[1].split("</tbody>", 1)[0]
    assert "Lima" in body and "Oslo" not in body and "Rome" not in body
    assert tab.page.locator("th").count() == 1
    assert tab.posts == []
