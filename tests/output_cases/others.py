"""The table of outputs: what shows, wraps, keeps and leads elsewhere."""

from __future__ import annotations

from typing import Any

from hxdash import dcc, html
from output_cases.case import NO_FOCUS, NO_PERSISTENCE, NOTE, TEXT, Case, Row, at, look, told, type_into, unseen
from output_cases.controls import COUNTS, focus

# -- graphs ------------------------------------------------------------------------------------------------------------
FIGURE: dict[str, Any] = {"data": [{"type": "scatter", "x": [1, 2, 3, 4], "y": [1, 4, 9, 16]}], "layout": {"uirevision": "same", "height": 300}}
PLOT = "q('.js-plotly-plot')"


def zoom(tab: Any) -> None:
    tab.until("document.querySelectorAll('#c path.point, #c .trace .js-line').length > 0")
    box, mouse = tab.page.locator("#c .nsewdrag").bounding_box(), tab.page.mouse
    mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7, steps=5)
    mouse.up()
    tab.until("(range => range[0] > 1.5 && range[1] < 3.5)(document.querySelector('#c .js-plotly-plot')._fullLayout.xaxis.range)")
    NOTE(tab)


GRAPH = Case(
    dcc.Graph(id="c", figure=FIGURE),
    zoom,
    {**TEXT, "zoom": f"JSON.stringify([{PLOT}._fullLayout.xaxis.range, {PLOT}._fullLayout.yaxis.range])"},
    {
        **look(),
        "data-x": at("data-x", "1"),
        "clear_on_unhover": at("data-clear-on-unhover", True, ""),
        "figure": Row({**FIGURE, "layout": {**FIGURE["layout"], "title": {"text": "New"}}}, f"{PLOT}._fullLayout.title.text === 'New'"),
        "extendData": Row({"x": [[5]], "y": [[25]]}, f"{PLOT}.data[0].x.length === 5"),
        "prependData": Row({"x": [[0]], "y": [[0]]}, f"{PLOT}.data[0].x[0] === 0"),
        "config": Row({"displaylogo": True}, f"{PLOT}._context.displaylogo === true"),
        "responsive": Row(False, f"{PLOT}._context.responsive === false"),
        "mathjax": unseen(True, "it is accepted; formulas stay as they are written"),
        "animate": unseen(True, "it concerns the next figure; test_graph.py"),
        "animation_options": unseen({"transition": {"duration": 0}}, "it concerns the next figure; test_graph.py"),
        "clickData": told({"points": [{"x": 1, "y": 1}]}),
        "clickAnnotationData": told({"index": 0}),
        "hoverData": told({"points": [{"x": 2, "y": 4}]}),
        "selectedData": told({"points": []}),
        "relayoutData": told({"autosize": True}),
        "restyleData": told([{"visible": ["legendonly"]}, [0]]),
    },
)

# -- what is around, or beside, other things ---------------------------------------------------------------------------


def inner(word: str) -> list[Any]:
    return [dcc.Input(id="inner"), html.P(word)]


TYPED = type_into("#inner", "typed text", back=3, select=2)
NEW_FIELD = {"text": "a field that comes again starts anew (C31)", "caret": "its text is gone"}
LOADING = Case(
    dcc.Loading(inner("content"), id="c"),
    TYPED,
    TEXT,
    {
        "type": Row("cube", "!!q('.dash-loading-cube')"),
        "fullscreen": Row(True, "!!q('.dash-loading-fullscreen')"),
        "debug": Row(True, "!!q('.dash-loading-debug')"),
        "style": Row({"margin": 3}, "q('.dash-loading-spinner').style.margin === '3px'"),
        "className": Row("mine", "q('.dash-loading-spinner').classList.contains('mine')"),
        "parent_className": Row("p", "e.classList.contains('p')"),
        "parent_style": Row({"margin": 3}, "e.style.margin === '3px'"),
        "color": Row("red", "e.style.getPropertyValue('--loading-color') === 'red'"),
        "overlay_style": at("data-overlay", {"opacity": 0.3}, "opacity:0.3"),
        "delay_hide": at("data-delay-hide", 5),
        "delay_show": at("data-delay-show", 900),
        "show_initially": Row(False, "!e.hasAttribute('data-initial')"),
        "target_components": at("data-targets", {"x": "children"}, '{"x":"children"}'),
        "custom_spinner": Row(html.B("wait"), "q('.dash-loading-custom').innerText === 'wait'"),
        "display": Row("show", "e.ariaBusy === 'true' && q('.dash-loading-spinner').checkVisibility()"),
        **NO_PERSISTENCE,
        "children": Row(inner("other"), "e.innerText.includes('other')", NEW_FIELD),
    },
)
BOX = "q('.dash-tooltip')"
TOOLTIP = Case(
    dcc.Tooltip(inner("content"), id="c", bbox={"x0": 100, "x1": 110, "y0": 50, "y1": 60}, direction="bottom", targetable=True),
    TYPED,
    {**TEXT, "shown": f"{BOX}.checkVisibility()"},
    {
        "className": Row("mine", f"{BOX}.classList.contains('mine')"),
        "style": Row({"margin": 3}, f"{BOX}.style.margin === '3px'"),
        "bbox": Row({"x0": 200, "x1": 210, "y0": 60, "y1": 70}, "q('.dash-tooltip-anchor').style.left === '200px'"),
        "direction": Row("top", f"{BOX}.classList.contains('hover-top')"),
        "border_color": Row("red", f"{BOX}.style.borderColor === 'red'"),
        "background_color": Row("white", f"{BOX}.style.background === 'white'"),
        "loading_text": Row("Wait", "q('.dash-tooltip-text').textContent === 'Wait'"),
        "zindex": Row(7, f"{BOX}.style.zIndex === '7'"),
        "targetable": Row(False, f"{BOX}.style.pointerEvents !== 'auto'"),
        "show": Row(False, f"!{BOX}.checkVisibility()", {**NO_FOCUS, "shown": "it is hidden"}),
        "children": Row(inner("other"), "e.innerText.includes('other')", NEW_FIELD),
    },
    around=lambda tip: html.Div(tip, style={"position": "relative", "height": 200}),
)


def ask(tab: Any) -> None:
    if not tab.page.evaluate("!!document.querySelector('dialog:modal')"):
        tab.page.evaluate("document.querySelector('dialog').showModal()")
    tab.page.locator("dialog button").nth(1).focus()


ANSWERS = {name: told(7) for name in ("submit_n_clicks", "submit_n_clicks_timestamp", "cancel_n_clicks", "cancel_n_clicks_timestamp")}
DIALOG = {
    "message": Row("Really?", "document.querySelector('dialog p').textContent === 'Really?'"),
    **ANSWERS,
    "displayed": Row(False, "!document.querySelector('dialog').open", {"focus": "it is closed", "open": "it is closed"}),
}
OPEN = {"open": "!!document.querySelector('dialog:modal')"}
CONFIRM = Case(dcc.ConfirmDialog(id="c", message="Sure?", displayed=True), ask, OPEN, DIALOG)
PROVIDER = Case(
    dcc.ConfirmDialogProvider(html.Button("Delete"), id="c", message="Sure?", displayed=True), ask, OPEN,
    {"children": Row(html.Button("Remove"), "q('.dash-confirm-child').innerText === 'Remove'"), **DIALOG},
)  # fmt: skip


def scroll(tab: Any) -> None:
    tab.page.locator("#c a").first.focus()
    tab.page.evaluate("document.getElementById('c').scrollTop = 33")


SMALL = {"height": 60, "overflow": "auto"}
MARKDOWN = Case(
    dcc.Markdown("  [a link](/x) and $x$\n\n     deeper <u>down</u>\n\n  ```python\n  1\n  ```\n\n" + "  line\n\n" * 20, id="c", style=SMALL),
    scroll,
    {"scrolled": "e.scrollTop"},
    {
        **look(style=SMALL),
        "highlight_config": Row({"theme": "dark"}, "e.classList.contains('hljs-dark')"),
        "link_target": at("target", "_blank", of="q('a')"),
        "mathjax": Row(True, "!!q('p math, p code')"),
        "dangerously_allow_html": Row(True, "!!q('u')"),
        "dedent": Row(False, "q('pre').textContent.includes('deeper')", {"scrolled": "the browser keeps what is in view there, as more is above it"}),
        "children": Row("  [a link](/y)\n\n" + "  other\n\n" * 20, "e.innerText.includes('other')"),
    },
)
LINK = Case(
    dcc.Link("There", href="/there", id="c"),
    focus("#c"),
    {},
    {
        "children": Row(html.B("Over there"), "e.innerText === 'Over there'"),
        "href": at("href", "/elsewhere"),
        "target": at("target", "_blank"),
        "refresh": at("data-refresh", True, ""),
        "title": at("title", "t"),
        "loading_state": unseen({}, "it has no effect"),
        "data-x": at("data-x", "1"),
        **look(),
    },
)

# -- what is not seen --------------------------------------------------------------------------------------------------
STORE = Case(
    dcc.Store(id="c", data={"a": 1}),
    NOTE,
    TEXT,
    {
        "modified_timestamp": unseen(77, "nothing of it is seen"),
        "storage_type": Row("session", "e.dataset.store === 'session'"),
        "data": unseen([1, "two", None], "nothing of it is seen"),
        "clear_data": Row(True, "document.getElementById('out-data').textContent === 'null'"),
    },
)
LOCATION = Case(
    dcc.Location(id="c", refresh=False),
    NOTE,
    TEXT,
    {
        "pathname": Row("/there", "location.pathname === '/there'"),
        "search": Row("?a=1", "location.search === '?a=1'"),
        "hash": Row("#here", "location.hash === '#here'"),
        "href": Row("/all?b=2#new", "location.href.endsWith('/all?b=2#new')"),
        "refresh": unseen("callback-nav", "it concerns the next change of the address; test_location.py"),
    },
)
INTERVAL = Case(
    dcc.Interval(id="c", interval=3_600_000),
    NOTE,
    TEXT,
    {
        "n_intervals": told(8),
        "max_intervals": at("hx-max", 9),
        "interval": Row(25, "document.getElementById('out-n_intervals').textContent === '9'"),
        "disabled": Row(True, "!e.hasAttribute('hx-trigger')"),
    },
)
POSITION = {"lat": 1.5, "lon": 2.5, "accuracy": 3}
GEOLOCATION = Case(
    dcc.Geolocation(id="c"),
    NOTE,
    TEXT,
    {
        "high_accuracy": at("data-exact", True, ""),
        "maximum_age": at("data-age", 5),
        "timeout": at("data-timeout", 9000),
        "show_alert": at("data-alert", True, ""),
        "position": told(POSITION),
        "position_error": told({"code": 1, "message": "no"}),
        "timestamp": told(1.5),
        "local_date": told("today"),
        "update_now": Row(True, "document.getElementById('out-position').textContent.includes('\"lat\": 47')"),
    },
    options={"geolocation": {"latitude": 47, "longitude": 8}, "permissions": ["geolocation"]},
)


def follow(tab: Any) -> None:
    tab.page.evaluate("HTMLAnchorElement.prototype.click = function () { window.followed = [this.href, this.download].join() }")
    NOTE(tab)


DOWNLOAD = Case(
    dcc.Download(id="c"),
    follow,
    TEXT,
    {
        "base64": unseen(True, "it concerns the next file; tests/dcc/test_download.py"),
        "type": unseen("text/plain", "it concerns the next file; tests/dcc/test_download.py"),
        "data": Row({"content": "eA==", "filename": "x.txt"}, "/download.*,x.txt/.test(window.followed)"),
    },
)
CASES = {
    "Graph": GRAPH, "Loading": LOADING, "Tooltip": TOOLTIP, "ConfirmDialog": CONFIRM, "ConfirmDialogProvider": PROVIDER, "Markdown": MARKDOWN, "Link": LINK,
    "Store": STORE, "Location": LOCATION, "Interval": INTERVAL, "Geolocation": GEOLOCATION, "Download": DOWNLOAD,
}  # fmt: skip
__all__ = ["CASES", "COUNTS"]
