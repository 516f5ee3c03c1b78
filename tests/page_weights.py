"""What a page with one component weighs. `python tests/page_weights.py` writes the table in the README anew; test_page_weights.py compares."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from hxdash import Dash, Input, Output, dash_table, dcc, html
from hxdash.testing import Client

README = Path(__file__).parent.parent / "README.md"
MARKS = "<!-- page weights -->\n", "<!-- /page weights -->\n"
ROWS = [{"city": "Oslo", "n": 3}, {"city": "Rome", "n": 1}]
FIGURE = {"data": [{"type": "scatter", "x": [1, 2], "y": [3, 4]}]}
# Component (with the id "x"), the prop of it that a callback reads, and the files of its own that its page loads.
PAGES: dict[str, tuple[Any, str | None, set[str]]] = {
    "html only": (html.P("text", id="x"), None, set()),
    "html.Button": (html.Button("b", id="x"), "n_clicks", set()),
    "Button": (dcc.Button("b", id="x"), "n_clicks", set()),
    "Checklist": (dcc.Checklist(["a", "b"], id="x"), "value", set()),
    "Clipboard": (dcc.Clipboard("c", id="x"), "n_clicks", {"clipboard.css", "clipboard.js"}),
    "ConfirmDialog": (dcc.ConfirmDialog(message="m", id="x"), "submit_n_clicks", {"confirm.css", "confirm.js"}),
    "ConfirmDialogProvider": (dcc.ConfirmDialogProvider(html.Button("b"), id="x"), "submit_n_clicks", {"confirm.css", "confirm.js"}),
    "DatePickerRange": (dcc.DatePickerRange(id="x"), "start_date", {"datepicker.css", "datepicker.js"}),
    "DatePickerSingle": (dcc.DatePickerSingle(id="x"), "date", {"datepicker.css", "datepicker.js"}),
    "Download": (dcc.Download(id="x"), None, {"download.js"}),
    "Dropdown": (dcc.Dropdown(["a", "b"], id="x"), "value", {"dropdown.js"}),
    "Geolocation": (dcc.Geolocation(id="x"), "position", {"geolocation.js"}),
    "Graph": (dcc.Graph(figure=FIGURE, id="x"), "clickData", {"graph.js", "plotly-basic.min.js"}),
    "Input": (dcc.Input(id="x"), "value", set()),
    "Interval": (dcc.Interval(id="x"), "n_intervals", set()),
    "Link": (dcc.Link("l", "/l", id="x"), None, set()),  # without a Location, a link is a link
    "Loading": (dcc.Loading(html.P("p"), id="x"), None, {"loading.css", "loading.js"}),
    "Location": (dcc.Location(id="x"), "pathname", {"location.js"}),
    "Markdown": (dcc.Markdown("*m*", id="x"), None, set()),
    "RadioItems": (dcc.RadioItems(["a", "b"], id="x"), "value", set()),
    "RangeSlider": (dcc.RangeSlider(0, 9, id="x"), "value", {"range_slider.css", "slider.js"}),
    "Slider": (dcc.Slider(0, 9, id="x"), "value", {"slider.js"}),
    "Store": (dcc.Store(id="x"), "data", set()),
    "Store, local": (dcc.Store(id="x", storage_type="local"), "data", {"store.js"}),
    "Tabs": (dcc.Tabs([dcc.Tab("t", label="T")], id="x"), "value", {"tabs.css", "tabs.js"}),
    "Textarea": (dcc.Textarea(id="x"), "value", set()),
    "Tooltip": (dcc.Tooltip("t", id="x"), None, {"loading.js", "tooltip.css"}),
    "Upload": (dcc.Upload("u", id="x"), "files", {"upload.css", "upload.js"}),
    "DataTable": (dash_table.DataTable(ROWS, id="x"), "active_cell", {"table.css", "table.js"}),
}


class Weight(NamedTuple):
    """Bytes on the wire, compressed, and how many requests bring them; `files` besides the two that nearly all pages have."""

    requests: int
    html: int
    css: int
    js: int
    files: set[str]


def weigh(name: str) -> Weight:
    """Ask for a page with a component, and for all that it names."""
    component, prop, _ = PAGES[name]
    app = Dash("weight", layout=[component, html.P(id="out")])
    if prop:
        app.callback(Output("out", "title"), Input("x", prop))(lambda value: None)
    sizes, files = {"html": 0, "css": 0, "js": 0}, set()
    with Client(app) as client:
        page = client.request("GET", "/", headers={"Accept-Encoding": "gzip"})
        urls = set(re.findall(r'<(?:script|link)[^>]* (?:src|href)="(/[^"]+)"', page.text)) | set(re.findall(r'hx-script="([^"]+)"', page.text))
        sizes["html"] = page.num_bytes_downloaded
        for url in urls:
            answer = client.request("GET", url, headers={"Accept-Encoding": "gzip"})
            assert answer.status_code == 200
            stem, _, ending = url.rpartition("/")[2].rpartition(".")
            sizes[ending] += answer.num_bytes_downloaded
            files.add(f"{stem.rpartition('.')[0]}.{ending}")
    return Weight(1 + len(urls), sizes["html"], sizes["css"], sizes["js"], files - {"hxdash.css", "hxdash.js"})


def table() -> str:
    """The table of all of them."""
    lines = ["| a page with | requests | HTML | CSS | JavaScript | of its own |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for name in PAGES:
        weight = weigh(name)
        own = ", ".join(sorted(f"`{file}`" for file in weight.files))
        lines.append(f"| {name} | {weight.requests} | {weight.html:,} | {weight.css:,} | {weight.js:,} | {own} |")
    return "\n".join(lines) + "\n"


def written() -> dict[str, list[str]]:
    """The rows of the table in the README, by the first column."""
    inside = README.read_text("utf-8").partition(MARKS[0])[2].partition(MARKS[1])[0]
    rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in inside.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows[2:]}


if __name__ == "__main__":
    before, _, rest = README.read_text("utf-8").partition(MARKS[0])
    README.write_text(before + MARKS[0] + table() + MARKS[1] + rest.partition(MARKS[1])[2], "utf-8")
