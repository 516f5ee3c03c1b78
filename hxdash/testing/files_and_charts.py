"""What a user does with an Upload, a Download and a Graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from hxdash.encoding import dumps
from hxdash.ids import Id, id_text
from hxdash.testing.document import STYLES, Document
from hxdash.testing.events import Trigger, triggers
from hxdash.testing.exchange import Downloaded, Exchange, Impossible, Refused
from hxdash.testing.files import Chosen, check_choice, chosen, saved
from hxdash.testing.tree import Node
from hxdash.uploads import PROPS

Done = TypeVar("Done")  # what an action gives: the page, or something to await that gives it


class FilesAndCharts(Generic[Done]):
    """A part of `BasePage`, which has what is declared here."""

    document: Document
    calls: list[str]
    node: Callable[[Id], Node]
    _javascript: bool
    _exchange: Callable[..., Awaitable[Exchange]]

    def _do(self, work: Coroutine[Any, Any, None]) -> Done:
        raise NotImplementedError

    async def _send_all(self, heard: list[Trigger], force: bool) -> None:
        raise NotImplementedError

    def plot(self, id: Id, **events: Any) -> Done:
        """Do something in a chart.

        Args:
            id: of the Graph.
            events: what plotly.js reports: clickData, hoverData, selectedData, relayoutData, restyleData, clickAnnotationData; and
                figure: what the reader has changed in it, {"layout": {name: value}, "data": {index of a trace: {name: value}}}.
        """
        return self._do(self._plot(id, events))

    def upload(self, id: Id, *files: str | Path | tuple[str, bytes] | Chosen, force: bool = False) -> Done:
        """Choose files.

        Args:
            id: of the Upload.
            files: paths of real ones, or (name, bytes), or Chosen; none: the choice is taken back.
            force: send also what the browser would not take; a refusal then does not raise, it is in `last`.
        """
        return self._do(self._upload(id, files, force))

    async def _plot(self, id: Id, events: Mapping[str, Any]) -> None:
        self.calls, node = [], self.node(id)
        heard: list[Trigger] = []
        for prop, value in sorted(events.items(), key=lambda pair: pair[0] != "figure"):
            STYLES["graphdata"](self.document, node, {prop: "" if value is None else dumps(value)})
            heard += triggers(node, prop)
        await self._send_all(heard, force=False)

    async def _download(self, id: Id, headers: Mapping[str, str] | None) -> Downloaded:
        node = self.node(id)
        link = next((n.get("href") for n in node.walk() if n.tag == "a"), None)
        url = self.document.downloads.get(node.get("id")) or link
        if not url:
            raise Impossible(f"{node.get('id')!r} has sent no file.")
        answer = await self._exchange("GET", url, [], dict(headers or {}))
        if answer.status not in (200, 206):
            raise Refused(answer.status, answer.text)
        return saved(answer)

    async def _upload(self, id: Id, files: Iterable[str | Path | tuple[str, bytes] | Chosen], force: bool) -> None:
        self.calls, node, found = [], self.node(id), chosen(files)
        if not force:
            check_choice(node, found)
        self.document.files[id_text(id)] = found
        if self._javascript and found:
            await self._send_all([t for prop in PROPS for t in triggers(node, prop)][:1], force)  # one stands for all
