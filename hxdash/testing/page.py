"""A page as a user has it: what there is to see, and what there is to do."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from hxdash.dcc.location import moved
from hxdash.encoding import loads
from hxdash.exceptions import closest
from hxdash.ids import Id, id_text
from hxdash.testing.answers import land, report
from hxdash.testing.controls import check_usable, controls, enter, show_hits, untouched
from hxdash.testing.document import STYLES, Document, counters
from hxdash.testing.element import Element
from hxdash.testing.events import Trigger, collect, form_fields, form_of, told, triggers
from hxdash.testing.exchange import Exchange, Impossible, Refused
from hxdash.testing.files import parts
from hxdash.testing.files_and_charts import Done, FilesAndCharts
from hxdash.testing.persistence import Keeper
from hxdash.testing.sending import Sending
from hxdash.testing.storage import Kept
from hxdash.testing.tree import Node, parse
from hxdash.testing.widgets import (
    asks_first,
    bar_of,
    dialog_of,
    given_parts,
    is_location,
    leads_on,
    set_address,
    set_parts,
    show_dialog,
    show_tabs,
    tab_of,
)


class BasePage(Sending[Done], FilesAndCharts[Done]):
    """A page as a user has it. Actions of a `Page` give the page itself, those of an `AsyncPage` are awaited.

    Attributes:
        requests: all that was posted, with the answers.
        last: the newest exchange; at first the one that loaded the page.
        calls: names of the callbacks that the last action (or the load) ran, in the order in which they finished.
        url: the address, as the browser shows it.
    """

    url = ""

    def __init__(self, exchange: Callable[..., Awaitable[Exchange]], javascript: bool, keeper: Keeper) -> None:
        self._exchange, self._javascript, self._keeper = exchange, javascript, keeper
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.document = Document("", javascript)
        self.storage: dict[str, dict[str, str]] = {"local": {}, "session": {}}  # of the browser
        self.requests: list[Exchange] = []
        self.calls: list[str] = []
        self.last: Exchange
        self._kept = Kept(self.storage)

    @abstractmethod
    def _do(self, work: Coroutine[Any, Any, None]) -> Done:
        """Carry an action out."""

    @abstractmethod
    def _assign(self, id: Id, value: Any) -> None:
        """Carry `page[id].value = value` out."""

    # -- what there is to see --

    def __getitem__(self, id: Id) -> Element:
        """The component with an id.

        Raises:
            Impossible: there is none.
        """
        self.node(id)
        return Element(self.node, self._assign, id)

    def __contains__(self, id: Id) -> bool:
        return self.document.by_id(id_text(id)) is not None

    def node(self, id: Id) -> Node:
        """The element with an id.

        Raises:
            Impossible: there is none.
        """
        text = id_text(id)
        found = self.document.by_id(text)
        if found is None:
            known = [i for i in self.document.ids() if not i.startswith("hx-")]
            raise Impossible(f"No element has the id {text!r}; {closest(text, known) or 'there are ' + ', '.join(map(repr, known[:30]))}")
        return found

    @property
    def title(self) -> str:
        """The title of the page."""
        return next((node.content for node in self.document.tags("title")), "")

    @property
    def text(self) -> str:
        """All text of the page as it reads."""
        return next(iter(self.document.tags("body")), self.document.root).text

    @property
    def errors(self) -> list[str]:
        """The texts of the error boxes."""
        box = self.document.by_id("hx-errors")
        return [child.text for child in box.children if isinstance(child, Node)] if box else []

    # -- what there is to do --

    def set(self, id: Id, value: Any, *, prop: str = "value", force: bool = False) -> Done:
        """Set a control, as by typing or choosing, and leave it at that. What does not change it sends nothing.

        Args:
            id: of the component.
            value: as callbacks see it: text, number, an option's value, a list of them in the order of the clicks.
            prop: which one, if it holds several.
            force: send also what a user could not enter; a refusal then does not raise, it is in `last`.

        Raises:
            Impossible: the control cannot take that.
            Refused: the server did not.
        """
        return self._do(self._set([(id, value)], ("input", "change"), prop, force))

    def set_many(self, values: Mapping[str, Any] | Iterable[tuple[Id, Any]], *, force: bool = False) -> Done:
        """Set several controls so quickly that one request tells of them all (one for each group).

        Args:
            values: id to value, or pairs of them.
            force: as for `set`.
        """
        pairs = list(values.items()) if isinstance(values, Mapping) else list(values)
        return self._do(self._set(pairs, ("input", "change"), "value", force))

    def drag(self, id: Id, value: Any, *, prop: str = "value", force: bool = False) -> Done:
        """Move a slider without letting go of it."""
        return self._do(self._set([(id, value)], ("input",), prop, force))

    def click(self, id: Id, *, force: bool = False) -> Done:
        """Click. Without JavaScript only a button of a form can be clicked, and the form is sent."""
        return self._do(self._click(id, force))

    def go(self, url: str) -> Done:
        """Change the address without loading the page, as Back and Forward do where a dcc.Link has been followed.

        Args:
            url: absolute, or relative to the present one.
        """
        return self._do(self._go(urljoin(self.url, url)))

    def answer(self, id: Id, ok: bool = True) -> Done:
        """Press OK (or Cancel) in a dcc.ConfirmDialog, or in that of a ConfirmDialogProvider.

        Raises:
            Impossible: it is not shown.
        """
        return self._do(self._answer(id, "submit" if ok else "cancel"))

    def locate(self, id: Id, **values: Any) -> Done:
        """Let the browser answer a dcc.Geolocation: position={"lat": 52.5, "lon": 13.4}, timestamp=..., or position_error=..."""
        return self._do(self._locate(id, values))

    def submit(self, id: Id) -> Done:
        """Press Enter in a field."""
        return self._do(self._emit(id, "n_submit"))

    def blur(self, id: Id) -> Done:
        """Leave a field."""
        return self._do(self._emit(id, "n_blur"))

    def search(self, id: Id, text: str) -> Done:
        """Type into the search field of a Dropdown. Of a long list only the first hits, and what is chosen, are there to be chosen."""
        return self._do(self._search(id, text))

    def tick(self, id: Id) -> Done:
        """Let the time of an Interval pass once; nothing happens if it is stopped."""
        return self._do(self._emit(id, "every"))

    def apply(self) -> Done:
        """Without JavaScript: press Apply, which sends the whole form."""
        return self._do(self._submit_form(None))

    # -- how it is done --

    async def _set(self, pairs: Iterable[tuple[Id, Any]], events: Sequence[str], prop: str, force: bool) -> None:
        heard: list[Trigger] = []
        self.calls = []
        for id, value in pairs:
            node = self.node(id)
            if (bar := bar_of(node)) and not self._javascript:
                return await self._submit_form(tab_of(bar, value, force))
            fresh = untouched(node, prop)
            changed = enter(node, prop, value, force) or (controls(node, prop)[:1] if force or fresh else [])
            if self._javascript:
                for mark in fresh:
                    mark.checked, mark.touched = False, True
            self.document.changed()  # by what was forged
            self._keep([node for target in changed for node in [target.closest("hx-persist")] if node is not None])
            heard += [trigger for event in events for target in changed for trigger in triggers(target, event)]
        if self._javascript:
            await self._send_all(heard, force)
        return None

    async def _click(self, id: Id, force: bool) -> None:
        node = self.node(id)
        self.calls = []
        if not force:
            check_usable(node)
        if owner := asks_first(node):
            return show_dialog(owner, True, javascript=self._javascript)
        if not self._javascript:
            return await self._submit_form(node)
        self._count_idle(node.upward(), "click", "n_clicks")
        if leads_on(node, self.document.nodes()):
            return await self._go(urljoin(self.url, node.get("href")))
        heard = list(triggers(node, "click"))
        if not heard and node.tag == "a" and node.get("href"):
            raise Impossible(f"{id_text(id)!r} is a link; follow it with client.get({node.get('href')!r})")
        await self._send_all(heard, force)
        return None

    def _count_idle(self, nodes: Iterable[Node], event: str, prop: str) -> None:
        """Count an event that is only State and has nothing to send."""
        for node in list(nodes):
            if prop in counters(node) and event not in node.get("hx-trigger"):
                self._raise_counter(Trigger("", "", node.get("id"), prop, "click", ""))

    async def _search(self, id: Id, text: str) -> None:
        """`find` of static/dcc/dropdown.js."""
        node = self.node(id)
        field = next((n for n in node.walk() if "dash-dropdown-search" in n.get("class").split()), None)
        if field is None:
            raise Impossible(f"{node.get('id')!r} has no search field.")
        check_usable(field, repr(node.get("id")))
        self.calls, field.value = [], text
        more = next((n for n in node.walk() if n.get("data-ask")), None)
        if not self._javascript:
            return
        await self._send_all(list(triggers(field, "input")), force=False)
        if more is None or more.parent is None:
            return
        state = [(n.get("name"), n.value) for n in self.document.named(f"s:{node.get('id')}")]
        body = [("_p", self.document.named("_p")[0].value), (f"q:{node.get('id')}", text), *state]
        exchange = await self._exchange("POST", more.get("data-ask"), body, {"HX-Request": "true"})
        self._note(exchange)
        if exchange.status != 200:
            raise Refused(exchange.status, exchange.text)
        show_hits(more.parent, parse(exchange.text).children)
        self.document.changed()

    async def _answer(self, id: Id, word: str) -> None:
        owner = self.node(id)
        dialog, self.calls = dialog_of(owner), []
        if dialog is None or "open" not in dialog.attributes:
            raise Impossible(f"{id_text(id)!r} asks nothing now.")
        button = next(node for node in dialog.walk() if node.get("data-answer") == word)
        show_dialog(owner, False, javascript=self._javascript)
        if not self._javascript:
            return await self._submit_form(button) if button.type == "submit" else None
        prop, heard = f"{word}_n_clicks", owner.get("hx-trigger").split(", ")
        self._count_idle([owner], prop, prop)
        return await self._send_all([*triggers(owner, prop), *told(owner, {"displayed"} & {*heard})], False)

    async def _locate(self, id: Id, values: Mapping[str, Any]) -> None:
        node, self.calls = self.node(id), []
        if "data-geolocation" not in node.attributes or not self._javascript:
            raise Impossible(f"{id_text(id)!r} asks no browser where it is.")
        await self._send_all(told(node, set_parts(node, values)), False)

    async def _go(self, url: str, by: Node | None = None, given: Iterable[str] = (), *, tells: bool = True) -> None:
        """Change the address without loading a page, as a dcc.Link, Back and Forward do, or a callback that has set a Location."""
        self.url = url
        changed = [(node, set_address(node, url, given if node is by else ())) for node in self.document.nodes() if is_location(node)]
        await self._send_all([t for node, parts in changed for t in told(node, parts)] if tells else [], False)

    async def _follow_moves(self) -> None:
        """Go where an answer sent the browser."""
        moves, self.document.moves = self.document.moves, []
        for node, change in moves:
            url = moved(self.url, given := given_parts(change))
            if url and change["refresh"] is True:
                return await self.load(url, 200)
            if url:
                await self._go(url, node, given, tells=bool(change["refresh"]))
        return None

    async def _emit(self, id: Id, event: str) -> None:
        node = self.node(id)
        self.calls = []
        if event != "every":
            check_usable(node)
        if self._javascript:
            self._count_idle([node], event, event)
            await self._send_all(list(triggers(node, event)), force=False)
        elif event == "n_submit":
            await self._submit_form(None)
        elif event == "every":
            raise Impossible("Without JavaScript nothing ticks.")

    async def _send(self, together: list[Trigger], force: bool) -> None:
        if not together:
            return
        group, late = together[0].group, []
        async with self._locks[group]:
            for trigger in together:
                if trigger.kind != "value":
                    self._raise_counter(trigger)
            keys = [t.key for t in together]
            body = [*collect(self.document, group, keys), *(t.field for t in together if t.field), *self._kept.bring(self.document, group)]
            more: dict[str, Any] = {}
            if choices := self.document.sent_files(group, keys):
                fields, more["files"] = parts(choices)
                body += fields
            exchange = await self._exchange("POST", together[0].url, body, {"HX-Request": "true", **self._keeper.headers}, **more)
            self._note(exchange)
            if exchange.status == 200:
                self._kept.brought(body)
                self._keep(land(self.document, exchange, group))
                late = self._keeper.arrive(self.document, whole=False)
            else:
                report(self.document, exchange, group)
                if not force:
                    raise Refused(exchange.status, exchange.text)
        await self._follow_moves()
        await self._follow(together[0].url)
        await self._tell(late)
        await self._send_all(self._kept.look(self.document), force=False)

    def _keep(self, nodes: Iterable[Node]) -> None:
        if self._javascript:
            for node in nodes:
                self._keeper.keep(self.document, node)

    async def _tell(self, late: list[Node]) -> None:
        """Send what the browser itself has put back."""
        await self._send_all([t for event in ("input", "change") for one in late for t in triggers(one, event)], False)

    def _raise_counter(self, trigger: Trigger) -> None:
        node = self.node(trigger.id)
        count = int(counters(node)[trigger.prop] or 0) + 1
        STYLES["count"](self.document, node, {trigger.prop: count, f"{trigger.prop}_timestamp": int(time.time() * 1000)})

    def _note(self, exchange: Exchange) -> None:
        self.last = exchange
        self.requests.append(exchange)
        self.calls = [*self.calls, *exchange.calls]

    async def _submit_form(self, button: Node | None) -> None:
        """Without JavaScript: send a form, and get a whole page."""
        self.calls = []
        if self._javascript:
            raise Impossible("A page with JavaScript has no Apply: every change is sent at once.")
        form = self.document.by_id("hx") if button is None else form_of(self.document, button)
        if form is None or (button is not None and button.type != "submit"):
            name = "This page" if button is None else repr(button.get("id"))
            raise Impossible(f"{name} has no form to send; without JavaScript only a button sends something.")
        url = form.get("action") or self.last.url
        more: dict[str, Any] = {"files": parts(self.document.files.items())[1]} if form.get("enctype") == "multipart/form-data" else {}
        exchange = await self._exchange("POST", url, form_fields(self.document, form, button), {}, follow=True, **more)
        self._note(exchange)
        if exchange.status != 200:
            raise Refused(exchange.status, exchange.text)
        self.document, self.url = Document(exchange.text, self._javascript), exchange.url

    async def load(self, url: str, status: int) -> None:
        """Load the page from a URL; the answer must have this status."""
        self.last = await self._exchange("GET", url, [], {}, follow=True)
        self.calls = self.last.calls
        if self.last.status != status:
            raise Refused(self.last.status, self.last.text)
        self.document, self.url = Document(self.last.text, self._javascript), self.last.url
        if self._javascript:
            await self._load_clientside()
        show_tabs(self.document.nodes() if self._javascript else ())
        if not self._javascript:
            return
        self.document.kept = self._kept = Kept(self.storage)
        heard = self._kept.look(self.document)
        if found := [n for n in self.document.tags("meta") if n.get("name") == "hx-follow"]:
            self.document.follow = loads(found[0].get("content"))
            heard = [trigger for trigger in heard if trigger.group not in self.document.follow]
            await self._follow(self.node("hx-state").get("hx-post"))
        await self._send_all(heard, force=False)
        await self._tell(self._keeper.arrive(self.document, whole=True))
