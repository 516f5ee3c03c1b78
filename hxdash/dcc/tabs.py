"""dcc.Tabs and dcc.Tab: several contents in one place, one of which is shown.

All contents are on the page, those not chosen `hidden`: in Dash too they stay in the layout, where their callbacks and what was
typed into them live on. Choosing needs no request unless a callback reads `value`. Without JavaScript a tab is a submit button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.dcc.options import decode_option, encode_option
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id, id_text
from hxdash.markup import attributes, classes, element, style_text

_BAR = frozenset({"className", "style", "colors", "vertical", "mobile_breakpoint"})
_AROUND = frozenset({"parent_className", "parent_style", "vertical"})
_CONTENT = frozenset({"content_className", "content_style", "vertical"})
_COLORS = {"border": "--hx-line", "primary": "--hx-accent", "background": "--tab-background"}


class Tabs(Component):
    """Several contents in one place. The arrow keys, Home and End choose.

    Args:
        children: dcc.Tab, or list of them.
        value: str: the `value` of the chosen Tab; by default that of the first, or "tab-1".
        vertical: the tabs stand at the side.
        mobile_breakpoint: int, px: on narrower screens the tabs stand one below the other. Unless it is given they scroll there.
        colors: {"border", "primary", "background"}: CSS colours.
        id, className, style: of the row of tabs.
        parent_className, parent_style: of all.
        content_className, content_style: of what is shown.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.Tabs of Dash 4.4.1.
    """

    browser_props: ClassVar[frozenset[str]] = frozenset({"value"})
    kinds: ClassVar[Mapping[str, str]] = {"value": "option"}
    in_place: ClassVar[frozenset[str]] = frozenset()

    children: Any = None
    value: Any = None
    content_className: str | None = None
    parent_className: str | None = None
    style: Mapping[str, Any] | None = None
    parent_style: Mapping[str, Any] | None = None
    content_style: Mapping[str, Any] | None = None
    vertical: bool = False
    mobile_breakpoint: int | None = None
    colors: Mapping[str, str] | None = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("value",)
    persistence_type: str | None = "local"
    id: Id | None = None

    def __init__(self, *args: Any, **props: Any) -> None:
        super().__init__(*args, **props)
        first = next(iter(self.tabs()), None)
        if self.__dict__.get("value") is None:  # as in Dash, callbacks see it so from the start
            own = first.props.get("value") if first is not None else None
            self.__dict__["value"] = "tab-1" if own is None else own

    def tabs(self) -> list[Tab]:
        """The tabs.

        Raises:
            TypeError: there is something else among them.
        """
        given = self.__dict__.get("children")
        found = []
        for i, child in enumerate(given if isinstance(given, (list, tuple)) else [given]):
            if isinstance(child, Tab):
                found.append(child)
            elif child is not None:
                raise TypeError(f"dcc.Tabs takes dcc.Tab; children[{i}] is a {type(child).__name__}. Put it into a dcc.Tab(label=..., children=...).")
        return found

    # -- the wire ------------------------------------------------------------------------------------------------------

    def decode(self, prop: str, texts: list[str]) -> Any:
        if len(texts) > 2:  # without JavaScript the button that was pressed comes after the field
            raise RequestRefused(400, "a field was sent twice")
        value = decode_option(texts[-1]) if texts else self.props.get("value")
        if not isinstance(value, (str, int, float, bool, type(None))):
            raise RequestRefused(422, "no tab has such a value")
        return value

    def encode(self, prop: str, value: Any) -> str:
        return encode_option(value)

    # -- the page ------------------------------------------------------------------------------------------------------

    def own_class(self) -> str | None:
        return classes("tab-container", self.vertical and "tab-container--vert", self.mobile_breakpoint is not None and "tab-container--stack")

    def _bar(self) -> dict[str, Any]:
        colors = {_COLORS[name]: color for name, color in (self.colors or {}).items() if name in _COLORS}
        narrow = {"--tab-breakpoint": f"{self.mobile_breakpoint}px"} if isinstance(self.mobile_breakpoint, (int, float)) else {}
        style = style_text({**colors, **narrow, **(self.style or {})})
        names = classes(self.own_class(), self.className)
        return {"class": names, "style": style, "role": "tablist", "aria-orientation": "vertical" if self.vertical else None}

    def _around(self) -> dict[str, Any]:
        names = classes("tab-parent", self.vertical and "tab-parent--vert", self.parent_className)
        return {"class": names, "style": style_text(self.parent_style)}

    def _content(self) -> dict[str, Any]:
        names = classes("tab-content", self.vertical and "tab-content--vert", self.content_className)
        return {"class": names, "style": style_text(self.content_style)}

    def markup(self, page: Page) -> str:
        field, chosen = page.name(self, "value"), self.encode("value", self.value)
        is_read = "form" in field
        base = page.part(self, "") or field["name"]
        tabs = [(tab, Place(f"{base}.{i}", f"tab-{i}", chosen, field if is_read else {})) for i, tab in enumerate(self.tabs(), 1)]
        buttons = "".join(page.node(tab.replaced({"_place": place})) for tab, place in tabs)
        panels = "".join(page.node(tab.replaced({"_place": place.panel()})) for tab, place in tabs if tab.has_panel())
        if self.id is not None:
            hidden = {"type": "hidden", "id": page.part(self, ".value"), **(field if is_read else {}), "value": chosen, "autocomplete": "off"}
            buttons = f"<input{attributes(hidden)}>{buttons}"
        bar = {"id": page.part(self, ".bar"), **self._bar(), **page.wire(self, {"value": "change"}, "wrapper"), **page.script("tabs"), "data-value": chosen}
        content = element("div", {"id": page.part(self, ".content"), **self._content()}, panels) if panels else ""
        return element("div", {"id": page.part(self, ""), **self._around()}, page.sheet("tabs") + element("div", bar, buttons) + content)

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if "children" in changed:
            out.append(Swap("outerMorph", self.markup(page)))
        else:
            if changed & _BAR:
                now = self._bar()
                out.append(Swap("attrs", {name: now[name] for name in ("class", "style", "aria-orientation")}, ".bar"))
            if changed & _AROUND:
                out.append(Swap("attrs", self._around()))
            if changed & _CONTENT:
                out.append(Swap("attrs", self._content(), ".content"))
        if "value" in changed:
            out.append(Swap("value", self.encode("value", self.value), ".value"))
        return out


@dataclass(frozen=True, slots=True)
class Place:
    """Where a Tab stands.

    Args:
        base: of the ids of its parts, if it has none itself.
        default: its value, if it has none itself.
        chosen: text of the value that is chosen.
        field: name under which a press is posted without JavaScript; empty if nobody reads it.
        is_panel: it is the content that is to be written, not the button.
    """

    base: str
    default: str
    chosen: str
    field: Mapping[str, Any]
    is_panel: bool = False

    def panel(self) -> Place:
        """The same place, for the content."""
        return Place(self.base, self.default, self.chosen, self.field, True)


class Tab(Component):
    """One of the contents of a dcc.Tabs.

    Args:
        children: what is shown when it is chosen.
        label: what stands on the tab; may be components.
        value: str: its name; by default "tab-1", "tab-2" ... by its position.
        disabled: it cannot be chosen.
        width: number of px or CSS length.
        id, className, style: of the tab itself.
        selected_className, selected_style: the same while it is chosen.
        disabled_className, disabled_style: the same while it is disabled.
        persistence, persisted_props, persistence_type: have no effect, as in Dash.

    Source: dcc.Tab of Dash 4.4.1.
    """

    node_props: ClassVar[tuple[str, ...]] = ("children", "label")
    needs: ClassVar[frozenset[str]] = frozenset(
        {"value", "disabled", "width", "className", "style", "selected_className", "selected_style", "disabled_className", "disabled_style"}
    )
    in_place: ClassVar[frozenset[str]] = frozenset()

    children: Any = None
    label: Any = None
    value: Any = None
    disabled: bool = False
    disabled_style: Mapping[str, Any] | None = None
    disabled_className: str | None = None
    className: str | None = None
    selected_className: str | None = None
    style: Mapping[str, Any] | None = None
    selected_style: Mapping[str, Any] | None = None
    width: float | str | None = None
    persistence: Any = None
    persisted_props: Any = None
    persistence_type: str | None = None
    id: Id | None = None

    def has_panel(self) -> bool:
        """Whether there is, or may come, something to be shown."""
        return self.children is not None or self.id is not None

    def look(self) -> dict[str, Any]:
        """The attributes of the tab while it is not chosen, and what is to be added then (tabs.js does it)."""
        off = self.disabled
        style = {"width": self.width, **(self.style or {}), **((self.disabled_style or {}) if off else {})}
        plain = style_text({name: value for name, value in style.items() if value is not None})
        chosen = style_text({**style, **(self.selected_style or {})}) if self.selected_style else None
        return {
            "class": classes("tab", self.className, off and "tab--disabled", self.disabled_className if off else None),
            "style": plain,
            "disabled": bool(off) or None,
            "data-class": self.selected_className,
            "data-style": (plain or "") if chosen else None,
            "data-chosen-style": chosen,
        }

    def markup(self, page: Page) -> str:
        place = self.__dict__.get("_place")
        if place is None:
            return element("div", self.outer(), page.node(self.children))
        value = encode_option(place.default if self.value is None else self.value)
        button = id_text(self.id) if self.id is not None else place.base
        panel = page.part(self, ".panel") or f"{place.base}.panel"
        is_chosen = value == place.chosen
        if place.is_panel:
            title = "" if place.field else element("noscript", {}, element("strong", {}, page.node(_without_ids(self.label))))
            pairs = {"id": panel, "role": "tabpanel", "aria-labelledby": button, "hidden": not is_chosen, "data-all": not place.field}
            return element("div", pairs, title + page.node(self.children))
        look = self.look()
        if is_chosen:
            look["class"] = classes(look["class"], "tab--selected", self.selected_className)
            look["style"] = look["data-chosen-style"] or look["style"]
        pairs = {"type": "submit" if place.field else "button", "role": "tab", "id": button, **place.field, "value": value, **look}
        pairs |= {"aria-selected": "true" if is_chosen else "false", "aria-controls": panel if self.has_panel() else None}
        label = page.node(self.label)
        return element("button", pairs, element("span", {"id": page.part(self, ".label")}, label) if self.id is not None else label)

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if "children" in changed:
            out.append(Swap("innerMorph", page.node(self.children), ".panel"))
        if "label" in changed:
            out.append(Swap("innerMorph", page.node(self.label), ".label"))
        if changed - {"children", "label"}:
            value = {"value": encode_option(self.value)} if "value" in changed else {}
            out.append(Swap("tab", {**self.look(), **value}))
        return out


def _without_ids(content: Any) -> Any:
    """A label for a second place on the page, where its ids must not stand again."""
    if isinstance(content, (list, tuple)):
        return [_without_ids(item) for item in content]
    if not isinstance(content, Component):
        return content
    inner = {prop: _without_ids(content.props[prop]) for prop in content.node_props if prop in content.props}
    return content.replaced({**inner, "id": None})
