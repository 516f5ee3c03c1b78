"""dcc.Checklist: any number of choices out of a few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.dcc.choices import Choices
from hxdash.dcc.options import choose, encode_option, read_options
from hxdash.encoding import dumps
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id


class Checklist(Choices):
    """Any number of choices out of a few.

    Args:
        options: list of values, dict of value to label, or list of {"label", "value", "disabled", "title"}; labels may be components.
        value: list of the chosen values, in the order in which they were chosen (without JavaScript: of the options).
        inline: the options stand in one line.
        inputStyle, inputClassName, labelStyle, labelClassName: of each check box, of each label.
        id, className, style: of the group.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.Checklist of Dash 4.4.1.
    """

    kinds: ClassVar[Mapping[str, str]] = {"value": "options"}
    input_type: ClassVar[str] = "checkbox"
    words: ClassVar[tuple[str, str, str]] = ("dash-checklist", "dash-checklist-inline", "group")

    options: Any = None
    value: Any = None
    inline: bool = False
    style: Mapping[str, Any] | None = None
    inputStyle: Mapping[str, Any] | None = None
    inputClassName: str | None = None
    labelStyle: Mapping[str, Any] | None = None
    labelClassName: str | None = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = ("value",)
    persistence_type: str | None = "local"
    id: Id | None = None

    def chosen(self) -> set[str]:
        return set(self.encode("value", self.value))

    def outer(self) -> dict[str, Any]:
        chosen = self.encode("value", self.value)
        shown = [text for o in read_options(self.options) if (text := encode_option(o.value)) in chosen]
        return {**super().outer(), "hx-order": dumps(chosen) if chosen != shown else None}

    def decode(self, prop: str, texts: list[str]) -> Any:
        if len(set(texts)) != len(texts):
            raise RequestRefused(400, "an option was sent twice")
        return choose(texts, read_options(self.options), self.value)

    def encode(self, prop: str, value: Any) -> list[str]:
        return [encode_option(v) for v in value or ()]
