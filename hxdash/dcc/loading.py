"""dcc.Loading: shows that something in it is being computed.

The answer to a request that takes longer than a moment says at once which properties it will bring (header HX-Due), and with each
part which are still to come; loading.js does the rest. So nothing flashes for a quick answer or one that concerns other components.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap
from hxdash.encoding import dumps
from hxdash.ids import Id
from hxdash.markup import classes, element, style_text

_PIECES = {"dot": 3, "graph": 4, "cube": 1, "circle": 0, "default": 0}  # what each kind of spinner is made of
_SPINNER = frozenset({"type", "fullscreen", "style", "className", "custom_spinner", "debug"})
_AROUND = frozenset({"parent_className", "parent_style", "color"})
DELAY = 200  # ms: what is quicker needs no spinner


class Loading(Component):
    """Shows that something in it is being computed: a spinner over the content, which stays in its place.

    Args:
        children: what is watched and covered.
        type: "default", "circle", "dot", "graph" or "cube": the spinner.
        custom_spinner: component to be shown instead of it.
        color: CSS colour of the spinner.
        display: "auto"; "show" or "hide" whatever happens.
        delay_show: int, ms until the spinner is shown; 200 unless given.
        delay_hide: int, ms until it goes; 0.
        show_initially: False: the first calls that the page did not wait for show none either before `delay_show` is over.
        target_components: dict of id to prop, list of props or "*": only these count.
        overlay_style: CSS of the content meanwhile; by default it is pale.
        fullscreen: the spinner covers the window.
        debug: the spinner names what is awaited.
        id, parent_className, parent_style: of all.
        className, style: of the spinner.
        persistence, persisted_props, persistence_type: have no effect, as in Dash.

    Source: dcc.Loading of Dash 4.4.1.
    """

    node_props: ClassVar[tuple[str, ...]] = ("children", "custom_spinner")
    needs: ClassVar[frozenset[str]] = _SPINNER | _AROUND

    children: Any = None
    type: str | None = None
    fullscreen: bool = False
    debug: bool = False
    style: Mapping[str, Any] | None = None
    parent_className: str | None = None
    parent_style: Mapping[str, Any] | None = None
    overlay_style: Mapping[str, Any] | None = None
    color: str | None = None
    display: str | None = "auto"
    delay_hide: int = 0
    delay_show: int | None = None
    show_initially: bool = True
    target_components: Mapping[str, Any] | None = None
    custom_spinner: Any = None
    className: str | None = None
    persistence: Any = None
    persisted_props: Any = None
    persistence_type: str | None = None
    id: Id | None = None

    def _around(self) -> dict[str, Any]:
        color = {"--loading-color": self.color} if self.color else {}
        return {"class": classes("dash-loading", self.parent_className), "style": style_text({**color, **(self.parent_style or {})})}

    def _rules(self) -> dict[str, Any]:
        """What the script goes by."""
        return {
            "data-display": self.display if self.display in ("show", "hide") else None,
            "data-delay-show": str(DELAY if self.delay_show is None else self.delay_show),
            "data-delay-hide": str(self.delay_hide) if self.delay_hide else None,
            "data-initial": "" if self.show_initially else None,
            "data-targets": None if self.target_components is None else dumps(dict(self.target_components)),
            "data-overlay": style_text(self.overlay_style),
        }

    def _spinner(self, page: Page) -> str:
        kind = self.type if self.type in _PIECES else "default"
        names = classes("dash-loading-spinner", f"dash-loading-{kind}", self.fullscreen and "dash-loading-fullscreen", self.className)
        custom = self.custom_spinner is not None
        pairs = {"id": page.part(self, ".spinner"), "class": classes("dash-loading-custom", names) if custom else names}
        content = page.node(self.custom_spinner) if custom else element("i", {}) * _PIECES[kind]
        debug = element("code", {"class": "dash-loading-debug"}) if self.debug else ""
        return element("div", {**pairs, "style": style_text(self.style), "aria-hidden": None if custom else "true"}, content + debug)

    def markup(self, page: Page) -> str:
        shown = {"aria-busy": "true"} if self.display == "show" else {}
        around = {"id": page.part(self, ""), **self._around(), "data-loading": True, **self._rules(), **shown, **page.script("loading")}
        content = element("div", {"id": page.part(self, ".content"), "class": "dash-loading-content"}, page.node(self.children))
        status = element("span", {"class": "dash-loading-status", "role": "status"})
        return element("div", around, page.sheet("loading") + content + self._spinner(page) + status)

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if "children" in changed:
            out.append(Swap("innerMorph", page.node(self.children), ".content"))
        if changed & _SPINNER:
            out.append(Swap("outerMorph", self._spinner(page), ".spinner"))
        if changed & _AROUND:
            out.append(Swap("attrs", self._around()))
        if changed - _SPINNER - _AROUND - {"children"}:
            out.append(Swap("loading", self._rules()))
        return out
