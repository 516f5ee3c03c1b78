"""A table on a page, and what is done to it without a browser."""

from __future__ import annotations

import json
from typing import Any

from hxdash import dash_table
from hxdash.testing import Page
from hxdash.testing.tree import Node

ROWS = [{"city": "Oslo", "n": 3, "on": "2020-01-02"}, {"city": "Rome", "n": None, "on": "2019"}, {"city": "Lima", "n": 2.5, "on": "2020-02"}, {"city": "Bonn", "n": 10, "on": None}]
COLUMNS = [{"id": "city", "name": "City", "type": "text"}, {"id": "n", "name": "N", "type": "numeric"}, {"id": "on", "name": "On", "type": "datetime"}]


def table(**more: Any) -> dash_table.DataTable:
    """A small table."""
    return dash_table.DataTable(**{"id": "t", "data": [dict(r) for r in ROWS], "columns": COLUMNS, **more})


class Shown:
    """A page with a table, and with a callback that notes the props it is given.

    Args:
        page: the page.
        seen: what the callback got, call by call.
    """

    def __init__(self, page: Page, seen: list[Any]) -> None:
        self.page, self.seen = page, seen

    def act(self, *action: Any, force: bool = False) -> Shown:
        """Do something to the table, as its script does."""
        box = self.page.node("t")
        button = Node("button", {"id": "made-up", "name": "v:t._act", "value": json.dumps(action)})
        box.place(0, [button])
        self.page.document.changed()
        try:
            self.page.click("made-up", force=force)
        finally:
            self.page.document.remove([n for n in self.page.document.nodes() if n.get("id") == "made-up"])
        return self

    @property
    def cells(self) -> list[list[str]]:
        """The texts of the cells."""
        rows = [n for n in self.page.node("t.body").walk() if n.tag == "tr" and "data-row" in n.attributes]
        return [[c.text.strip() for c in row.walk() if c.tag == "td" and "dash-cell" in c.get("class")] for row in rows]

    @property
    def column(self) -> list[str]:
        """The texts of the first column."""
        return [row[0] for row in self.cells]
