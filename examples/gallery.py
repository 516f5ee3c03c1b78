"""The gallery: every component live, with its source and its properties.

    python examples/gallery.py          then open http://127.0.0.1:8050/

`components/NAME.py` holds the examples of a component: copy from there. This file is the frame around them: pages by the address,
links between them, and the list of properties, read from the docstring of the class.
"""

import importlib
import inspect
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from hxdash import Dash, Input, Output, ctx, dash_table, dcc, html

GROUPS = {
    "Inputs": ["Button", "Input", "Textarea", "Slider", "RangeSlider"],
    "Choices": ["Dropdown", "RadioItems", "Checklist"],
    "Dates": ["DatePickerSingle", "DatePickerRange"],
    "Charts and tables": ["Graph", "DataTable"],
    "Text": ["Markdown", "html"],
    "Files": ["Upload", "Download"],
    "Navigation": ["Link", "Location", "Tabs"],
    "Feedback": ["Loading", "Tooltip", "ConfirmDialog", "ConfirmDialogProvider", "Clipboard"],
    "Storage and plumbing": ["Store", "Interval", "Geolocation"],
}
CLASSES = {"DataTable": [dash_table.DataTable], "html": [html.HtmlElement], "Tabs": [dcc.Tabs, dcc.Tab]}  # else the one of dcc with that name
CARDS = {"gridTemplateColumns": "repeat(auto-fill, minmax(min(100%, 15rem), 1fr))"}  # as wide in every group

app = Dash(__name__, title="Gallery", assets_folder="gallery_assets", color_scheme="light dark")  # before any figure is made, for its colours


@dataclass
class Page:
    """One component.

    Args:
        name: as in GROUPS.
        address: the last part of its URL.
        summary: one line.
        layout: the examples.
        source: text of their file.
    """

    name: str
    address: str
    summary: str
    layout: list
    source: str

    @property
    def classes(self):
        return CLASSES.get(self.name) or [getattr(dcc, self.name)]


def read(name):
    file = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    module = importlib.import_module(f"components.{file}")
    return Page(name, file.replace("_", "-"), inspect.getdoc(module), module.layout, Path(module.__file__).read_text("utf-8"))


PAGES = {page.address: page for names in GROUPS.values() for page in map(read, names)}
BY_NAME = {page.name: page for page in PAGES.values()}


# -- properties, from the docstring of a class ----------------------------------------------------------------------------


def entries(kind):
    """What its docstring says of properties: pairs of names and meaning. A * in a name stands for anything."""
    lines = re.search(r"Args:\n(.*?)(?:\n\n|\Z)", inspect.getdoc(kind), re.S)[1]
    for entry in re.split(r"\n(?=    \S)", lines):
        text = " ".join(entry.split())
        names, _, meaning = text.partition(": ")
        yield re.findall(r"[\w*]+", names), text if "(" in names else meaning


def properties(kind):
    """Pairs of properties and meaning: those that one entry of the docstring speaks of stand together."""
    rows = [(names, meaning, []) for names, meaning in entries(kind)]
    for prop in kind.prop_names:
        named = [row for name in (prop, prop.removesuffix("_timestamp")) for row in rows if any(fnmatch(name, n) for n in row[0])]
        told = [row for row in rows if any(fnmatch(prop, word) for word in re.findall(r"[\w*]+", row[1]) if word != "*")]
        others = [row for row in rows if row[1].startswith("as in HTML")]
        places = named or told or others or [([], "", [])]
        places[0][2].append(prop)
        rows += [row for row in places if row not in rows]
    return [(props, meaning) for _, meaning, props in rows if props]


def annotation(kind, prop):
    """Its type and default, as a person says it."""
    notes = {name: str(note) for base in reversed(kind.__mro__) for name, note in inspect.get_annotations(base).items()}
    words = {"Any": "", "Id": "str or dict", "float": "number", "Mapping": "dict", "Sequence": "list"}
    kinds = [re.sub(r"\[.*", "", word) for word in re.split(r" \| (?![^\[]*\])", notes[prop])]
    kinds = [words.get(word, word) for word in kinds if word != "None"]
    default = getattr(kind, prop, None)
    default = None if callable(default) else default  # Upload.accept: a property and a method share the name
    default = list(default) if isinstance(default, tuple) else default
    return " or ".join(filter(None, kinds)) + (f" = {default!r}" if default is not None else "")


def describe(kind, title):
    """The list of properties of a class."""

    def term(prop):
        return html.Dt([html.Code(prop), " ", html.Span(annotation(kind, prop).strip())])

    rows = [html.Div([*map(term, props), html.Dd(coded(meaning))]) for props, meaning in properties(kind)]
    return html.Section([html.H2(title), html.Dl(rows, className="gallery-terms")])


def coded(text):
    """Text in which `this` is code."""
    return [html.Code(part) if i % 2 else part for i, part in enumerate(text.split("`"))]


# -- pages ----------------------------------------------------------------------------------------------------------------


def component_page(page):
    titles = ["Properties"] if len(page.classes) == 1 else [f"Properties of {kind.__name__}" for kind in page.classes]
    code = dcc.Markdown(f"~~~python\n{page.source}~~~", id="gallery-source")
    copy = dcc.Clipboard("Copy", copied_children="Copied", target_id="gallery-source", title="Copy the source")
    return [
        html.H1(page.name),
        html.P(page.summary, className="hx-muted"),
        html.Div(page.layout, className="hx-card"),
        html.Section([html.Div([html.H2("Source"), copy], className="hx-row", style={"alignItems": "center"}), code]),
        *map(describe, page.classes, titles),
        neighbours(page),
    ]


def neighbours(page):
    order = list(PAGES.values())
    at = order.index(page)
    pairs = {"Previous": order[at - 1] if at else None, "Next": order[at + 1] if at + 1 < len(order) else None}
    links = [
        dcc.Link([html.Small(word), html.Span(other.name)], href=other.address, className="hx-card hx-choice")
        for word, other in pairs.items()
        if other
    ]
    return html.Nav(links, className="hx-grid", **{"aria-label": "Previous and next"})


def card(page):
    return dcc.Link([html.Strong(page.name), html.Span(page.summary, className="hx-muted")], href=page.address, className="hx-card hx-choice")


def index():
    return [html.Section([html.H2(group), html.Div([card(BY_NAME[name]) for name in names], className="hx-grid", style=CARDS)]) for group, names in GROUPS.items()]


HOME = [
    html.H1("Components"),
    html.P("Each live, with the source to copy and all its properties.", className="hx-muted"),
    *index(),
]
NOT_FOUND = [
    html.H1("There is no such page"),
    html.P("Perhaps it is one of these.", className="hx-muted"),
    *index(),
]


def navigation(address):
    """The list of all pages; the present one is marked."""

    def link(page):
        marks = {"aria-current": "page"} if page.address == address else {}
        return html.Li(dcc.Link(page.name, href=page.address, **marks))

    groups = [html.Li([html.Small(group), html.Ul([link(BY_NAME[name]) for name in names])]) for group, names in GROUPS.items()]
    home = dcc.Link("Components", href="./", **({} if address else {"aria-current": "page"}))
    return html.Details([html.Summary("All components"), html.Ul([html.Li(home), *groups])], id=f"gallery-nav-{address or 'home'}")


app.layout = html.Div(
    [
        dcc.Location(id="gallery-url"),
        dcc.Store(id="gallery-title"),
        html.Nav(id="gallery-nav", className="gallery-nav", tabIndex=0, **{"aria-label": "Components"}),  # it scrolls
        html.Main(id="gallery-page"),
    ],
    className="hx-sidebar",
)
app.validation_layout = html.Div([app.layout, *[part for page in PAGES.values() for part in page.layout]])


@app.callback(
    Output("gallery-nav", "children"),
    Output("gallery-page", "children"),
    Output("gallery-title", "data"),
    Input("gallery-url", "pathname"),
)
def show(path):
    address = path.rpartition("/")[2]
    if not address:
        return navigation(""), HOME, "Components · hxdash"
    if address not in PAGES:
        ctx.response.status_code = 404
        return navigation(""), NOT_FOUND, "Not found · hxdash"
    return navigation(address), component_page(PAGES[address]), f"{PAGES[address].name} · hxdash"


app.clientside_callback("title => { document.title = title; }", Input("gallery-title", "data"))
app.prepare()  # now, so that the callbacks of the components belong to this app, whatever others there are

if __name__ == "__main__":
    app.run(debug=True)
