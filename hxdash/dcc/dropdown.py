"""dcc.Dropdown: one choice, or several, out of a list that opens under a button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.dcc.choices import readable
from hxdash.dcc.option_index import LONG, OptionIndex, index_of
from hxdash.dcc.options import Option, encode_option
from hxdash.encoding import dumps, plain
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import attribute, attributes, element, style_text

NOTHING = encode_option(None)
PLACEHOLDER = "Select..."
LABELS = {
    "select_all": "Select All", "deselect_all": "Deselect All", "selected_count": "{num_selected} selected", "search": "Search",
    "clear_search": "Clear search", "clear_selection": "Clear selection", "no_options_found": "No options found",
}  # fmt: skip
_PARTS = frozenset({"options", "value", "search_value", "className", "style", "disabled"})  # what changes without a new shell


class Dropdown(Component):
    """One choice, or several, out of a list that opens under a button. It opens and posts without JavaScript.

    Args:
        options: list of values, dict of value to label, or list of {"label", "value", "disabled", "title", "search"}; labels may be
            components, `search` is what the search finds besides the label. Of more than 500 only those that are chosen and the first
            hits of a search are on the page; the server searches.
        value: str, int, float or bool; its type survives. None: nothing is chosen. With multi a list in the order of choice: None
            before anything was ever chosen, [] after the last one was taken away. A value that is no option counts as not chosen.
        multi: several values.
        clearable: offer to choose nothing.
        searchable: show a search field; every word must occur in label, `search` or value.
        search_value: str, what stands in the search field.
        placeholder: shown while nothing is chosen.
        disabled: it does not open.
        closeOnSelect: close after a choice; unless given: not with multi.
        optionHeight: px at least of one option, or "auto".
        maxHeight: px at most of the list.
        labels: dict of "select_all", "deselect_all", "selected_count", "search", "clear_search", "clear_selection",
            "no_options_found" to text; {num_selected} stands for a number.
        debounce: call back only when the list closes.
        search_order: "original": hits keep the order of the options. Else labels that start with what is searched for come first.
        id, className, style: of the whole.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.Dropdown of Dash 4.4.1.
    """

    template_file: ClassVar[str] = "dcc/dropdown.html"
    browser_props: ClassVar[frozenset[str]] = frozenset({"value", "search_value"})
    node_props: ClassVar[tuple[str, ...]] = ("options",)
    needs: ClassVar[frozenset[str]] = frozenset(
        "options value multi clearable searchable placeholder disabled closeOnSelect optionHeight maxHeight style labels debounce search_order className".split()
    )

    options: Any = None
    value: Any = None
    multi: bool = False
    clearable: bool = True
    searchable: bool = True
    search_value: str | None = None
    placeholder: str | None = None
    disabled: bool = False
    closeOnSelect: bool | None = None
    optionHeight: float | str = "auto"
    maxHeight: float | None = None
    style: Mapping[str, Any] | None = None
    labels: Mapping[str, str] | None = None
    debounce: bool | None = None
    search_order: str | None = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("value",)
    persistence_type: str | None = "local"
    id: Id | None = None

    # -- the wire ------------------------------------------------------------------------------------------------------

    def decode(self, prop: str, texts: list[str]) -> Any:
        if len(set(texts)) != len(texts):
            raise RequestRefused(400, "an option was sent twice")
        if len(texts) > 1 and not (self.multi and prop == "value"):
            raise RequestRefused(400, "a field was sent twice")
        if prop == "search_value":
            return (texts[0] if texts else "") or None
        chosen = [text for text in texts if text != NOTHING]
        if not self.multi:
            if NOTHING in texts and not self.clearable and self.value is not None:
                raise RequestRefused(422, "this choice cannot be cleared")
            return self.index.choose(chosen, self.value)[0] if chosen else None
        if not chosen and NOTHING in texts:
            return None  # the mark that nothing was ever chosen
        if not chosen and not self.clearable:
            return _as_list(self.value)  # without a script the last box can be unchecked; it does not count
        return self.index.choose(chosen, self.value)

    def encode(self, prop: str, value: Any) -> str | list[str]:
        if prop == "search_value":
            return value or ""
        return [encode_option(v) for v in _as_list(value)] if self.multi and value is not None else [encode_option(value)]

    # -- a long list ---------------------------------------------------------------------------------------------------

    @property
    def index(self) -> OptionIndex:
        """What there is to choose from."""
        return index_of(self.options)

    def asks(self) -> bool:
        return self.id is not None and self.searchable and len(self.index.options) > LONG

    def answer(self, question: str, page: Page) -> str:
        options, has_more = self.index.search(question, ranked=self.search_order != "original")
        field = self._field_attributes(page, page.name(self, "value"))
        return "".join(self._option(page, option, field, set()) for option in options) + self._more(page, shown=has_more)

    def _more(self, page: Page, *, shown: bool) -> str:
        """What stands for the options that are not on the page; by it the script knows that there are some."""
        return element("p", {"class": "dash-dropdown-more", "data-ask": page.question_field(self)["data-ask"], "aria-hidden": "true", "hidden": not shown}, "…")

    # -- the page ------------------------------------------------------------------------------------------------------

    def kind(self, prop: str) -> str:
        return ("options" if self.multi else "option") if prop == "value" else super().kind(prop)

    def own_class(self) -> str:
        return "dash-dropdown"

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        if self.id is not None:
            pairs |= {"role": "group", "aria-label": readable(self.id)}
        if self.multi:
            pairs["hx-order"] = dumps([encode_option(v) for v in _as_list(self.value)])
        return pairs

    def variables(self, page: Page) -> dict[str, Any]:
        words = {**LABELS, **(self.labels or {})}
        name = page.name(self, "value")
        popover = page.part(self, ".popover") or name["name"] + ".popover"
        stays = self.multi if self.closeOnSelect is None else not self.closeOnSelect
        wrapper = {
            **self.outer(),
            **page.wire(self, {"value": "change"}, "wrapper"),
            **page.script("dropdown"),
            "data-placeholder": self.placeholder or PLACEHOLDER,
            "data-count": words["selected_count"] if self.multi else None,
            "data-stays": stays,
            "data-debounce": bool(self.debounce),
            "data-required": not self.clearable,
            "data-order": "original" if self.search_order == "original" else None,
        }
        trigger = {"type": "button", "id": page.part(self, ".trigger"), "class": "dash-dropdown-trigger", "popovertarget": popover}
        content = {"id": popover, "class": "dash-dropdown-content", "popover": True, "role": "dialog"}
        nothing = {"type": "checkbox" if self.multi else "radio", **name, "value": NOTHING, "checked": self.value is None}
        search = self._search(page, words["search"]) if self.searchable else None
        asked = {"value": page.question(self) or None, **page.question_field(self), "data-ask": None} if search and "name" not in search and self.asks() else {}
        return {
            "wrapper": wrapper,
            "trigger": {**trigger, "aria-haspopup": "dialog", "disabled": bool(self.disabled)},
            "shown": page.safe(self._shown(page, words)),
            "content": {**content, "aria-label": wrapper.get("aria-label", "Options")},
            "question": {**search, "id": None, **asked} if search and asked else None,
            "search": search,
            "nothing": {**nothing, "hidden": self.multi} if self.multi or self.clearable else None,
            "list": page.safe(self._list(page, name)),
            "words": words,
            "multi": self.multi,
            "clearable": self.clearable,
        }

    def _search(self, page: Page, word: str) -> dict[str, Any]:
        """The search field. It is a control of its own if a callback reads what is typed, else it is never posted."""
        return {
            "type": "search",
            "id": page.part(self, ".search"),
            "class": "dash-dropdown-search",
            "placeholder": word,
            "aria-label": word,
            "autocomplete": "off",
            "value": self.search_value or None,
            **page.wire(self, {"search_value": "input"}),
        }

    def _shown(self, page: Page, words: Mapping[str, str]) -> str:
        """What stands on the button."""
        options = self.index.by_text
        chosen = [options[text] for text in self.encode("value", self.value) if text in options and text != NOTHING]
        items = "".join(element("span", {"class": "dash-dropdown-value-item"}, page.node(_without_ids(o.label))) for o in chosen)
        if not chosen:
            return element("span", {"class": "dash-dropdown-value dash-dropdown-placeholder"}, page.node(self.placeholder or PLACEHOLDER))
        value = element("span", {"class": "dash-dropdown-value"}, items)
        count = page.node(words["selected_count"].replace("{num_selected}", str(len(chosen))))
        return value + (element("span", {"class": "dash-dropdown-value-count"}, count) if len(chosen) > 1 else "")

    def _list(self, page: Page, name: Mapping[str, Any]) -> str:
        """The part that holds the options."""
        height = f"{self.maxHeight}px" if self.maxHeight else None
        least = f"{self.optionHeight}px" if isinstance(self.optionHeight, (int, float)) else None
        style = style_text({"--list-height": height, "--option-height": least})
        pairs = {"id": page.part(self, ".options"), "class": "dash-dropdown-options", "style": style}
        return element("div", pairs, self._options(page, name))

    def _options(self, page: Page, name: Mapping[str, Any]) -> str:
        """The labels with their inputs; of a long list those that are chosen, and the first hits."""
        field = self._field_attributes(page, name)
        chosen = set(self.encode("value", self.value))
        if not self.asks():
            return "".join(self._option(page, option, field, chosen) for option in self.index.options)
        hits, has_more = self.index.search(self.search_value or page.question(self), ranked=self.search_order != "original")
        on_top = [option for text in chosen if (option := self.index.by_text.get(text)) is not None and option not in hits]
        return "".join(self._option(page, option, field, chosen) for option in [*on_top, *hits]) + self._more(page, shown=has_more)

    def _field_attributes(self, page: Page, name: Mapping[str, Any]) -> str:
        return attributes({"type": "checkbox" if self.multi else "radio", **name})

    def _option(self, page: Page, option: Option, field: str, chosen: set[str]) -> str:
        value = encode_option(option.value)
        state = (" checked" if value in chosen else "") + (" disabled" if option.disabled else "")
        extra = attributes({"title": option.title or None, "data-search": option.search or None})
        label = page.node(option.label)
        return f'<label class="dash-options-list-option dash-dropdown-option"{extra}><input{field}{attribute("value", value)}{state}>{label}</label>'

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if changed - _PARTS:
            out.append(Swap("outerMorph", self.markup(page)))
        else:
            if "options" in changed or ("value" in changed and self.asks()):  # what is chosen now may not have been among the hits
                out.append(Swap("innerMorph", self._options(page, page.name(self, "value")), ".options"))
            if "disabled" in changed:
                out.append(Swap("attrs", {"disabled": True if self.disabled else None}, ".trigger"))
            if names := {"className": "class", "style": "style"}.keys() & changed:
                now = super().outer()
                out.append(Swap("attrs", {n: now[n] for n in sorted({"className": "class"}.get(p, p) for p in names)}))
        if changed - {"search_value", "className", "style", "disabled"}:
            out.append(Swap("value", self.encode("value", self.value)))  # it also makes the script write the button and search again
        if "search_value" in changed:
            out.append(Swap("value", self.encode("search_value", self.search_value), ".search"))
        return out


def _as_list(value: Any) -> list[Any]:
    value = plain(value)
    return [] if value is None else value if isinstance(value, list) else [value]


def _without_ids(content: Any) -> Any:
    """A label for a second place on the page, where its ids must not stand again."""
    if isinstance(content, (list, tuple)):
        return [_without_ids(item) for item in content]
    if not isinstance(content, Component):
        return content
    inner = {prop: _without_ids(content.props[prop]) for prop in content.node_props if prop in content.props}
    return content.replaced({**inner, "id": None})
