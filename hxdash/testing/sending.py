"""From what a user did to requests: what goes together, what an answer leaves to do, and what waits for the browser's own functions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic

from hxdash.encoding import loads
from hxdash.testing.clientside import Clientside, ClientsideCall
from hxdash.testing.document import STYLES, Document
from hxdash.testing.events import Trigger
from hxdash.testing.exchange import Exchange, Impossible
from hxdash.testing.files_and_charts import Done


class Sending(Generic[Done]):
    """The part of a page that decides what is sent when."""

    document: Document
    calls: list[str]
    _exchange: Callable[..., Awaitable[Exchange]]
    _clientside: Clientside | None = None

    @abstractmethod
    def _do(self, work: Coroutine[Any, Any, None]) -> Done:
        """Carry an action out."""

    @abstractmethod
    async def _send(self, together: list[Trigger], force: bool) -> None:
        """Make one request."""

    @abstractmethod
    def _raise_counter(self, trigger: Trigger) -> None:
        """Count an event."""

    # -- clientside callbacks --

    @property
    def clientside(self) -> list[ClientsideCall]:
        """The clientside callbacks that a browser would run now. What waits for them has not happened yet; see `clientside_result`."""
        return self._clientside.waiting() if self._clientside is not None else []

    def clientside_result(self, value: Any, output: str | None = None) -> Done:
        """Let a clientside callback that a browser would run now return something.

        Args:
            value: what the function returns; a list for several Outputs, `no_update` for nothing.
            output: "ID.PROP" of one of its Outputs, if several wait.

        Raises:
            Impossible: none waits, or it is not clear which.
        """
        if self._clientside is None:
            raise Impossible("This page has no clientside callbacks.")
        self.calls = []
        return self._do(self._clientside.give(value, output))

    async def _load_clientside(self) -> None:
        """Load what a browser would load for clientside callbacks."""
        told = [n for n in self.document.tags("meta") if n.get("name") == "hx-values"]
        if not told:
            return
        STYLES["values"](self.document, self.document.root, loads(told[0].get("content")))
        url = next(n.get("src") for n in self.document.tags("script") if "/_hx/static/clientside." in n.get("src"))
        program = await self._exchange("GET", url, [], {})
        self._clientside = Clientside(program.text, lambda: self.document, self._send_names)

    async def _send_names(self, group: str, names: list[str], fields: list[tuple[str, str]]) -> None:
        """Post triggers as they are called, and fields of buttons beside them."""
        url = next(n.get("hx-post") for n in self.document.nodes() if "hx-post" in n.attributes)
        triggers = [Trigger(group, name, name.rpartition(".")[0], "", "value", url) for name in names]
        await self._send([*triggers[:1], *(Trigger(group, names[0], triggers[0].id, "", "value", url, field) for field in fields), *triggers[1:]], False)

    # -- sending --

    async def _send_all(self, heard: list[Trigger], force: bool) -> None:
        """What one event sets off makes one request for each group."""
        bundles: dict[str, list[Trigger]] = {}
        for trigger in dict.fromkeys(heard):
            bundles.setdefault(trigger.group, []).append(trigger)
        try:
            for group, together in bundles.items():
                here = [t for t in together if self.document.by_id(t.id)]
                if self._clientside is not None and self._clientside.knows(group):
                    await self._hear(group, here)
                else:
                    await self._send(here, force)
        finally:
            if force:
                self.document.remove(n for n in self.document.nodes() if "data-forged" in n.attributes)

    async def _hear(self, group: str, together: list[Trigger]) -> None:
        """Where there are clientside callbacks, they come first; a count rises at once."""
        for trigger in together:
            if trigger.kind != "value":
                self._raise_counter(trigger)
        assert self._clientside is not None
        await self._clientside.hear(group, [t.key for t in together], [t.field for t in together if t.field])

    async def _follow(self, url: str) -> None:
        """Send what other groups have to do because of an answer."""
        client = self._clientside
        for group in [group for group in self.document.follow if client is None or not client.is_busy(group)]:
            keys = self.document.follow.pop(group, None)
            if keys is None:  # it went with what followed another one
                continue
            if client is not None and client.knows(group):
                await client.absorb(group, keys)
            else:
                here = [key for key in keys if self.document.by_id(key.rpartition(".")[0])]
                await self._send([Trigger(group, key, key.rpartition(".")[0], key.rpartition(".")[2], "value", url) for key in here], False)
