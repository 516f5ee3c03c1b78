"""dcc.Graph: a plotly figure. The only module that knows plotly."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
import plotly.graph_objects as go
import plotly.io as pio

from hxdash.component import Component, Found, Page, Swap
from hxdash.dcc.choices import readable
from hxdash.dcc.graph_events import EVENTS, check_added, read_edits, read_event
from hxdash.encoding import RawJson, dumps, plain, shield
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id
from hxdash.markup import attributes, element, style_text
from hxdash.patch import Patch, wire

BASIC = frozenset({"scatter", "bar", "pie"})
CARTESIAN = BASIC | frozenset(
    {"box", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "contour", "violin", "image", "quiver", "scatterternary"}
)
COLORWAY = ["#4287f0", "#f26b0f", "#29836c", "#d574b0", "#8c61c2", "#a39549", "#d43e35", "#7a8f86"]
HEIGHT = 450  # px, plotly's own default


@functools.cache
def register_template() -> None:
    """Make hxdash's colours plotly's default, so that plotly.express draws with them; all else of the look the browser adds."""
    pio.templates["hxdash"] = go.layout.Template(layout={"colorway": COLORWAY, "meta": "hxdash"})
    if pio.templates.default == "plotly":
        pio.templates.default = "hxdash"


@functools.cache
def _stock_template() -> dict[str, Any]:
    """Plotly's own default template."""
    return dict(pio.templates["plotly"].to_plotly_json())


class Graph(Component):
    """A plotly figure.

    Args:
        id: string or dict.
        figure: plotly.graph_objects.Figure, or a dict with "data", "layout" and "frames". It is drawn in the page's colours unless it
            has a template of its own; `layout.height` (px, default 450) reserves its place.
        responsive: True, False or "auto": follow the width of the container.
        config: dict of plotly.js's config.
        animate: True: from one figure to the next with as many traces the points move, unless the reader wants less motion.
        animation_options: dict for plotly.js's animate, times in milliseconds.
        clickData, hoverData, selectedData: dicts {"points": [...]} of what the reader clicked, points at, selected; each click has
            a "timestamp", so that an equal one counts. None: nothing.
        clickAnnotationData: dict of the annotation that was clicked, with a "timestamp".
        relayoutData: dict of what the reader changed in the layout, e.g. {"xaxis.range[0]": 1.5, ...}.
        restyleData: list [changes, indices of traces], e.g. of a click in the legend.
        clear_on_unhover: hoverData becomes None when the pointer leaves.
        extendData, prependData: points that are added to traces: {"x": [[4]], "y": [[16]]}, a list for each trace; or a list of that,
            the indices of the traces, and how many points a trace keeps. What was added is on the page only: the figure that
            callbacks read lacks it.
        mathjax: accepted.
        className, style: of the box around it.

    Source: dcc.Graph of Dash 4.4.1; what the bundles can draw: plotly.js 4.1.1, dist/README.
    """

    node_props: ClassVar[tuple[str, ...]] = ()
    in_place: ClassVar[frozenset[str]] = frozenset({"figure"})
    defaults: ClassVar[Mapping[str, Any]] = {"figure": {"data": [], "layout": {}, "frames": []}}
    kinds: ClassVar[Mapping[str, str]] = {"figure": "figure", "extendData": "points", "prependData": "points", **dict.fromkeys(EVENTS, "json")}
    wildcards: ClassVar[bool] = True
    browser_props: ClassVar[frozenset[str]] = frozenset(EVENTS)
    edited: ClassVar[frozenset[str]] = frozenset({"figure"})
    passing: ClassVar[frozenset[str]] = frozenset({"extendData", "prependData"})
    needs: ClassVar[frozenset[str]] = frozenset({"config", "responsive", "animate", "animation_options", "clear_on_unhover"})

    id: Id | None = None
    responsive: bool | str = "auto"
    clickData: Any = None
    clickAnnotationData: Any = None
    hoverData: Any = None
    clear_on_unhover: bool = False
    selectedData: Any = None
    relayoutData: Any = None
    extendData: Any = None
    prependData: Any = None
    restyleData: Any = None
    figure: Any = None
    style: Mapping[str, Any] | None = None
    className: str | None = None
    mathjax: bool = False
    animate: bool = False
    animation_options: Mapping[str, Any] | None = None
    config: Mapping[str, Any] | None = None

    @classmethod
    def accept(cls, prop: str, value: Any, found: Found) -> Any:
        if prop == "figure" and isinstance(value, go.Figure):
            return value  # its arrays stay arrays until they are written
        return super().accept(prop, value, found)

    def decode(self, prop: str, texts: list[str]) -> Any:
        if len(texts) > 1:
            raise RequestRefused(400, "a field was sent twice")
        if not texts:
            return self.props.get(prop)
        return read_edits(texts[0], self.figure) if prop == "figure" else read_event(prop, texts[0])

    def encode(self, prop: str, value: Any) -> str:
        return "" if value is None or prop == "figure" else dumps(plain(value))

    def own_class(self) -> str:
        return "dash-graph"

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        layout = _layout(self.figure)
        title = _title(layout)
        id = self.prop("id")
        pairs["role"] = "figure"
        pairs["aria-label"] = title or (f"Chart {readable(id)}" if id is not None else "Chart")
        own = pairs.get("style")
        if not own or "height" not in own:
            least = style_text({"minHeight": f"{layout.get('height') or HEIGHT}px"})
            pairs["style"] = f"{least};{own}" if own else least
        pairs["data-clear-on-unhover"] = bool(self.clear_on_unhover) or None
        pairs.update({n: v for n, v in self.props.items() if n[:5] in ("data-", "aria-")})
        return pairs

    def markup(self, page: Page) -> str:
        json = self._json(page)
        box = element("div", page.keep())
        data = f"<script{attributes({'type': 'application/json'})}>{shield(json)}</script>"
        pairs = {**self.outer(), **page.script("graph")}
        wiring = page.wire(self, {prop: prop for prop in ("figure", *EVENTS)}, "wrapper")
        if not wiring:
            return element("div", pairs, box + data)
        return element("div", {**pairs, **wiring}, box + data + self._fields(page))

    def _fields(self, page: Page) -> str:
        """A hidden field for each property that a callback reads: the script writes what the reader does."""
        named = {prop: page.name(self, prop) for prop in ("figure", *EVENTS)}
        read = {prop: pairs for prop, pairs in named.items() if pairs["name"].startswith("v:")}
        values = {prop: self.encode(prop, self.props.get(prop)) for prop in read}
        return "".join(f"<input{attributes({'type': 'hidden', **pairs, 'value': values[prop], 'autocomplete': 'off'})}>" for prop, pairs in read.items())

    def _json(self, page: Page) -> str:
        """The figure as JSON text: {"data", "layout", "frames", "config", "bundle"}."""
        figure = self.figure
        if figure is None:
            figure = {"data": [], "layout": {}}
        content = figure.to_dict() if isinstance(figure, go.Figure) else plain(figure)
        content = {k: v for k, v in content.items() if k in ("data", "layout", "frames")}
        content.setdefault("data", [])
        content["layout"] = _without_defaults(content.get("layout") or {})
        bundle = bundle_for(content["data"])
        page.bundle(bundle)
        content["bundle"] = bundle
        content.update({name: value for name, value in self._settings().items() if value})
        if not content.get("frames"):
            content.pop("frames", None)
        return write_json(content)

    def _settings(self) -> dict[str, Any]:
        """How the figure is drawn: {"config", "animate"}."""
        config = {**({"responsive": False} if self.responsive is False else {}), **(self.config or {})}
        return {"config": config, "animate": bool(self.animate) and (self.animation_options or True)}

    def patched(self, patch: Patch, page: Page) -> list[Swap]:
        """How a Patch of the figure reaches the page: the browser does it to the figure that it has, so the zoom stays."""
        rows = wire(patch)
        bundle = bundle_for(_traces(rows, self.figure))
        page.bundle(bundle)
        return [Swap("figurepatch", {"patch": rows, "bundle": bundle})]

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out: list[Swap] = []
        names = {{"className": "class", "clear_on_unhover": "data-clear-on-unhover"}.get(p, p) for p in changed & _ATTRIBUTES}
        names |= {p for p in changed if p[:5] in ("data-", "aria-")}
        if "figure" in changed:
            out.append(Swap("figure", RawJson(self._json(page))))
            names.add("aria-label")
        elif changed & _DRAWN:  # the browser draws the figure that it has, with the reader's zoom
            out.append(Swap("figurepatch", {"patch": [], **self._settings()}))
        if names:
            now = self.outer()
            out.append(Swap("attrs", {n: now.get(n) for n in sorted(names)}))
        if events := {p: self.encode(p, self.props.get(p)) for p in sorted(changed & EVENTS.keys())}:
            out.append(Swap("graphdata", events))
        for prop in sorted(changed & self.passing):
            if added := check_added(prop, self.props.get(prop)):
                out.append(Swap("graphpoints", {**added, "before": prop == "prependData"}))
        return out


_DRAWN = frozenset({"figure", "config", "responsive", "animate", "animation_options"})
_ATTRIBUTES = frozenset({"className", "style", "clear_on_unhover"})


def _traces(rows: list[list[Any]], figure: Any) -> list[Any]:
    """All that a Patch may make a trace of, or the type of one."""
    found: list[Any] = []
    for name, place, *given in rows:
        if place[:1] == ["data"] and given:
            value = given[0]
            found += [{"type": value}] if place[-1] == "type" and name == "Assign" else value if isinstance(value, list) else [value]
    return [*found, *((figure.get("data") or ()) if isinstance(figure, dict) else ())]


def _layout(figure: Any) -> Mapping[str, Any]:
    if isinstance(figure, go.Figure):
        return {"height": figure.layout.height, "title": {"text": figure.layout.title.text}}
    found = figure.get("layout") if isinstance(figure, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _title(layout: Mapping[str, Any]) -> str | None:
    title = layout.get("title")
    text = title.get("text") if isinstance(title, Mapping) else title
    return str(text) if text else None


def _without_defaults(layout: dict[str, Any]) -> dict[str, Any]:
    """The layout less a template that is only a default: the browser builds one from the page's own colours.

    With it goes the margin that plotly.express leaves for a title where there is none.
    """
    template = layout.get("template")
    if not isinstance(template, dict):
        return layout
    own = template.get("layout") or {}
    if own.get("meta") == "hxdash" or ("hxdash" in pio.templates and template == _stock_template()):
        empty = layout.get("margin") == {"t": 60} and not layout.get("title")
        return {k: v for k, v in layout.items() if k != "template" and not (empty and k == "margin")}
    return layout


def bundle_for(traces: Any) -> str:
    """The smallest plotly.js bundle that draws these traces: basic, cartesian or strict."""
    kinds = {t.get("type") or "scatter" for t in traces if isinstance(t, Mapping)}
    if kinds <= BASIC:
        return "basic"
    return "cartesian" if kinds <= CARTESIAN else "strict"


def write_json(content: Any) -> str:
    """JSON text of a figure; numpy arrays have become typed arrays, NaN is null."""
    try:
        return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        return orjson.dumps(plain(content)).decode()
