"""What RadioItems and Checklist share: a list of labels, each with its radio button or check box."""

from __future__ import annotations

from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.dcc.options import encode_option, read_options
from hxdash.ids import Id
from hxdash.markup import attribute, attributes, classes, element, style_text


class Choices(Component, abstract=True):
    """A group of radio buttons or check boxes."""

    browser_props: ClassVar[frozenset[str]] = frozenset({"value"})
    node_props: ClassVar[tuple[str, ...]] = ("options",)
    needs: ClassVar[frozenset[str]] = frozenset(
        {"options", "value", "inline", "inputStyle", "inputClassName", "labelStyle", "labelClassName"}
    )
    wildcards: ClassVar[bool] = True
    input_type: ClassVar[str] = "radio"
    words: ClassVar[tuple[str, str, str]] = ("dash-radioitems", "dash-radioitems-inline", "radiogroup")

    def chosen(self) -> set[str]:
        """The wire texts of the chosen values."""
        raise NotImplementedError

    def own_class(self) -> str | None:
        return classes(self.words[0], self.prop("inline") and self.words[1])

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        pairs["role"] = self.words[2]
        pairs.update({n: v for n, v in self.props.items() if n[:5] in ("data-", "aria-")})
        id = self.prop("id")
        if id is not None and "aria-label" not in pairs and "aria-labelledby" not in pairs:
            pairs["aria-label"] = readable(id)
        return pairs

    def markup(self, page: Page) -> str:
        return element("div", {**self.outer(), **page.wire(self, {"value": "change"}, "wrapper")}, self.list_markup(page))

    def list_markup(self, page: Page) -> str:
        """The labels with their inputs."""
        name = attributes({"type": self.input_type, **page.name(self, "value"), "class": self.prop("inputClassName"), "style": style_text(self.prop("inputStyle"))})
        label_class = attributes({"class": classes("dash-options-list-option", self.prop("labelClassName")), "style": style_text(self.prop("labelStyle"))})
        chosen, out = self.chosen(), ""
        for option in read_options(self.prop("options")):
            value = encode_option(option.value)
            state = (" checked" if value in chosen else "") + (" disabled" if option.disabled else "")
            title = attribute("title", option.title) if option.title else ""
            out += f"<label{label_class}{title}><input{name}{attribute('value', value)}{state}>{page.node(option.label)}</label>"
        return out

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        lists = changed & (self.needs - {"value", "inline"})
        out = [Swap("innerMorph", self.list_markup(page))] if lists else []
        names = {"inline": "class", "className": "class", "style": "style"}
        if attrs := {names.get(p, p) for p in changed - lists - {"value"}}:
            now = self.outer()
            out.append(Swap("attrs", {n: now.get(n) for n in sorted(attrs)}))
        says_value = lists and self.input_type == "radio"  # of boxes the order counts too
        if (lists or "value" in changed) and not says_value:
            out.append(Swap("value", self.encode("value", self.prop("value"))))
        return out


def readable(id: Id) -> str:
    """An id as words, for what has no other name: of a dict id its values, words before numbers."""
    if not isinstance(id, str):
        values = sorted((id[key] for key in sorted(id)), key=lambda value: not isinstance(value, str))
        id = " ".join(map(str, values))
    return id.replace("-", " ").replace("_", " ").strip()
