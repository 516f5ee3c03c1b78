"""dcc.Tooltip: a box that points at a place. Its position is CSS's work (an anchor, flipped at the edges of the window)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.ids import Id
from hxdash.markup import classes, element, style_text

_DIRECTIONS = ("top", "right", "bottom", "left")
_BOX = frozenset({"className", "style", "border_color", "background_color", "zindex", "targetable", "direction", "bbox", "show"})


class Tooltip(Component):
    """A box that points at a place, such as a point of a Graph (`bbox` of hoverData). It is shown if `show` and `bbox` are given.

    Args:
        children: what is in it.
        bbox: {"x0", "y0", "x1", "y1"}: numbers, px within the positioning parent of the Tooltip.
        show: False hides it.
        direction: "top", "right", "bottom" or "left" of the place; where there is no room, the opposite.
        border_color, background_color: CSS colours.
        loading_text: str, shown while a slow callback computes what is in it.
        zindex: int, CSS z-index.
        targetable: True: the pointer can reach it.
        id, className, style: of the box.

    Source: dcc.Tooltip of Dash 4.4.1.
    """

    needs: ClassVar[frozenset[str]] = _BOX

    children: Any = None
    id: Id | None = None
    className: str | None = ""
    style: Mapping[str, Any] | None = None
    bbox: Mapping[str, float] | None = None
    show: bool = True
    direction: str | None = "right"
    border_color: str | None = None
    background_color: str | None = None
    loading_text: str | None = "Loading..."
    zindex: int | None = 1
    targetable: bool = False

    def _place(self) -> dict[str, float] | None:
        """The place as numbers; None if it is none."""
        if not isinstance(self.bbox, Mapping):
            return None
        found = {name: self.bbox.get(name) for name in ("x0", "y0", "x1", "y1")}
        return {n: v for n, v in found.items() if isinstance(v, (int, float))} if all(isinstance(v, (int, float)) for v in found.values()) else None

    def _anchor(self) -> dict[str, Any]:
        at = self._place()
        if at is None:
            return {"style": None}
        left, top = min(at["x0"], at["x1"]), min(at["y0"], at["y1"])
        sizes = {"left": left, "top": top, "width": abs(at["x1"] - at["x0"]), "height": abs(at["y1"] - at["y0"])}
        return {"style": ";".join(f"{name}:{value:g}px" for name, value in sizes.items())}

    def _box(self) -> dict[str, Any]:
        side = self.direction if self.direction in _DIRECTIONS else "right"
        own = {"zIndex": self.zindex, "borderColor": self.border_color, "background": self.background_color, "pointerEvents": "auto" if self.targetable else None}
        return {
            "class": classes("dash-tooltip", "hover", f"hover-{side}", self.className),
            "style": style_text({**own, **(self.style or {})}),
            "hidden": not self.show or self._place() is None or None,
        }

    def markup(self, page: Page) -> str:
        around = {"id": page.part(self, ""), "class": "dash-tooltip-frame", "data-loading": True, "data-delay-show": "0", **page.script("loading")}
        anchor = element("span", {"id": page.part(self, ".anchor"), "class": "dash-tooltip-anchor", **self._anchor()})
        content = element("div", {"id": page.part(self, ".content"), "class": "hover-content"}, page.node(self.children))
        text = element("span", {"id": page.part(self, ".text"), "class": "dash-tooltip-text", "hidden": True}, page.node(self.loading_text))
        box = element("div", {"id": page.part(self, ".box"), **self._box(), "role": "tooltip"}, content + text)
        return element("div", around, page.sheet("tooltip") + anchor + box)

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if "bbox" in changed:
            out.append(Swap("attrs", self._anchor(), ".anchor"))
        if "children" in changed:
            out.append(Swap("innerMorph", page.node(self.children), ".content"))
        if "loading_text" in changed:
            out.append(Swap("innerMorph", page.node(self.loading_text), ".text"))
        if changed & _BOX:
            box = self._box()
            out.append(Swap("attrs", {**box, "hidden": True if box["hidden"] else None}, ".box"))
        return out
