"""dcc.Store: a value that is on the page but not to be seen."""

from __future__ import annotations

from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.ids import Id, id_text
from hxdash.markup import attributes


class Store(Component):
    """A value that is on the page but not to be seen. It travels signed, so only callbacks change it.

    Args:
        id: required.
        storage_type: "memory" (until the page is left); "local" and "session" keep it in the browser.
        data: any JSON value.
        clear_data: set to True to empty it.
        modified_timestamp: int, milliseconds since 1970 of the last change; -1 before.

    Source: dcc.Store of Dash 4.4.1.
    """

    node_props: ClassVar[tuple[str, ...]] = ()
    required_props: ClassVar[tuple[str, ...]] = ("id",)
    needs: ClassVar[frozenset[str]] = frozenset({"data", "modified_timestamp"})

    id: Id | None = None
    storage_type: str = "memory"
    data: Any = None
    clear_data: bool = False
    modified_timestamp: int = -1

    def markup(self, page: Page) -> str:
        id = id_text(self.id) if self.id is not None else None
        return f"<span{attributes({'id': id, 'hidden': True})}></span>"

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        return []  # what it holds is in its snapshot
