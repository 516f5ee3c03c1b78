"""Room 2. What a component may ask of the page that it is rendered into, and how it says what is to change there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Swap:
    """One change of the page.

    Args:
        style: how it is made: innerMorph, outerMorph, attrs, value, count, figure, beforeend ...
        payload: markup for the styles that take markup, else a plain value.
        part: suffix of the element's id, for a part of the component ("" is the component's own element).
        child: instead of that element one of those directly in it: 1 the first, -1 the last; 0 itself.
        id: instead of it the element with this id.
    """

    style: str
    payload: Any
    part: str = ""
    child: int = 0
    id: str = ""


class Page(Protocol):
    """What a component may ask of the page that it is rendered into (room 11 provides it)."""

    base: str  # URL path under which the app is mounted, without a slash at the end

    def node(self, content: Any) -> str:
        """Markup of a child: text, number, component or a list of these."""

    def wire(self, component: Any, events: Mapping[str, str], kind: str = "native") -> dict[str, Any]:
        """Attributes that make an element a control; empty where no callback reads it.

        Args:
            component: what the element belongs to.
            events: prop to the event that changes it, e.g. {"value": "input", "n_submit": "n_submit"}.
            kind: "native" (the element is the field), "wrapper" (named fields are inside), "button" (its name and value count
                clicks), "count" (it counts, or a script tells it what has changed: it is no field itself).
        """

    def name(self, component: Any, prop: str) -> dict[str, Any]:
        """Attributes of a field inside a wrapper: its name, and the form that collects it without JavaScript."""

    def kept(self, component: Any, field: str) -> dict[str, Any] | None:
        """What the browser is to keep in a field that props share."""

    def seal(self, component: Any, props: Mapping[str, Any]) -> str | None:
        """Props as a text that the browser keeps and cannot change; None if no callback has set one of them."""

    def file(self, component: Any, props: Sequence[str]) -> dict[str, Any]:
        """Attributes of the field of a component that receives files, of which callbacks read these props."""

    def part(self, component: Any, part: str) -> str | None:
        """The element id of a part of a component (`part` starts with a dot); None for a component without id."""

    def script(self, name: str) -> dict[str, str]:
        """Ask for the file static/dcc/NAME.js, or a component's own (`script_file`); the attribute that loads it when the component comes later."""

    def question_field(self, component: Any) -> dict[str, Any]:
        """Attributes of the field that puts a question to a component (`Component.answer`); data-ask says where a script sends it."""

    def question(self, component: Any) -> str:
        """What was asked in that field, without JavaScript; "" if nothing was."""

    def sheet(self, name: str) -> str:
        """Ask for the style sheet static/dcc/NAME.css, or a component's own (`sheet_file`): markup to be put first into the component's element, often empty."""

    def bundle(self, name: str) -> None:
        """Ask for a plotly.js bundle."""

    @property
    def whole(self) -> bool:
        """Whether a whole page is rendered, which a browser without JavaScript may read."""

    def keep(self) -> dict[str, Any]:
        """The attribute of an element that belongs to a script: a morph of what is around leaves it alone."""

    def safe(self, markup: str) -> Any:
        """Markup made here, for a template."""

    def template(self, name: str, variables: Mapping[str, Any], folder: Path = ...) -> str:
        """Markup of a template in a folder, usually templates/."""
