"""dcc.RadioItems: one choice out of a few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.dcc.choices import Choices
from hxdash.dcc.options import choose, encode_option, is_plain, read_options
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id


class RadioItems(Choices):
    """One choice out of a few. Arrow keys choose.

    Args:
        options: list of values, dict of value to label, or list of {"label", "value", "disabled", "title"}; labels may be components.
        value: str, int, float or bool: the chosen value; its type survives. None: nothing is chosen.
        inline: the options stand in one line.
        inputStyle, inputClassName, labelStyle, labelClassName: of each radio button, of each label.
        id, className, style: of the group.
        persistence, persisted_props, persistence_type: keep what the user chose.

    Source: dcc.RadioItems of Dash 4.4.1.
    """

    kinds: ClassVar[Mapping[str, str]] = {"value": "option"}
    words: ClassVar[tuple[str, str, str]] = ("dash-radioitems", "dash-radioitems-inline", "radiogroup")

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
        return set() if self.value is None else {encode_option(self.value)}

    def decode(self, prop: str, texts: list[str]) -> Any:
        if len(texts) > 1:
            raise RequestRefused(400, "a radio group was sent twice")
        if texts and is_plain(texts[0], self.options):
            return texts[0]
        values = choose(texts, read_options(self.options), self.value)
        return values[0] if values else None

    def encode(self, prop: str, value: Any) -> list[str]:
        return [] if value is None else [encode_option(value)]
