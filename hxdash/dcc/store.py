"""dcc.Store: a value that is on the page but not to be seen."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.ids import Id
from hxdash.markup import attributes

PLACES = ("local", "session")


class Store(Component):
    """A value that is on the page but not to be seen. It travels signed, so only callbacks change it.

    In "local" and "session" storage the browser keeps the signed text too. It brings it to the first request after the page was
    loaded: callbacks that read the data are called with it then, and those that read it to write it are first called then. The
    first HTML, and browsers without JavaScript, have the data of the layout.

    Args:
        id: required.
        storage_type: "memory" (until the page is left), "local" (in all tabs, for good), "session" (in this tab).
        data: any JSON value.
        clear_data: set to True to empty it: data becomes None, modified_timestamp -1.
        modified_timestamp: int, milliseconds since 1970 of the last change; -1 before.

    Source: dcc.Store of Dash 4.4.1.
    """

    node_props: ClassVar[tuple[str, ...]] = ()
    required_props: ClassVar[tuple[str, ...]] = ("id",)
    stored: ClassVar[frozenset[str]] = frozenset({"data", "modified_timestamp"})
    leading: ClassVar[frozenset[str]] = frozenset({"data", "clear_data"})
    needs: ClassVar[frozenset[str]] = frozenset({"storage_type"})

    id: Id | None = None
    storage_type: str = "memory"
    data: Any = None
    clear_data: bool = False
    modified_timestamp: int = -1

    @property
    def is_stored(self) -> bool:
        return self.storage_type in PLACES

    def led(self, prop: str, value: Any, *, is_same: bool) -> Mapping[str, Any]:
        if prop == "clear_data":
            return {"data": None, "modified_timestamp": -1, "clear_data": False} if value else {}
        return {} if is_same else {"modified_timestamp": int(time.time() * 1000)}

    def kind(self, prop: str) -> str:
        return "data" if prop == "data" and not self.is_stored else ""  # what the browser keeps the server must seal

    def markup(self, page: Page) -> str:
        pairs = {**self.outer(), "class": None, "style": None, "hidden": True}
        if self.is_stored:
            pairs.update(page.wire(self, {prop: prop for prop in sorted(self.stored)}, "wrapper"))
            pairs.update(page.script("store"))
            pairs["data-store"] = self.storage_type
            pairs["data-key"] = f"hxdash {page.base} {pairs['id']}"
            pairs["data-token"] = self._sealed(page)
        return f"<span{attributes(pairs)}></span>"

    def _sealed(self, page: Page) -> str | None:
        return page.seal(self, {prop: self.prop(prop) for prop in sorted(self.stored)})

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        if "storage_type" in changed:  # the script may not be there yet
            return [Swap("outerMorph", self.markup(page))]
        return [Swap("store", self._sealed(page))] if self.is_stored and changed & self.stored else []
