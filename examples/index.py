"""The example apps on one server, with a page to choose from.

    hxdash demo
"""

import importlib

from fastapi import FastAPI

from hxdash import Dash, html

APPS = {
    "basic_input": "A text box and what is in it: one Input, one Output.",
    "graph_with_slider": "A slider chooses the year of a figure.",
    "multiple_inputs": "Two dropdowns, two choices and a slider make one figure.",
    "multiple_outputs": "One number, five results.",
    "chained_callbacks": "A country gives its cities, both give a sentence: one request, never a wrong pair.",
    "state": "Type as you like; the button sends it.",
}
MORE = {
    "todo": "Rows with ids of their own, found by pattern; a Patch adds and removes them.",
    "chat": "A generator: every word is on the page as soon as it is there.",
    "form": "A callback that raises, and a handler that says what is wrong.",
}

home = Dash(__name__, title="hxdash")
app = FastAPI(openapi_url=None)


def card(name, module, text):
    return html.A(
        [html.Strong(module.app.title), html.Span(text, className="hx-muted")],
        href=f"{name.replace('_', '-')}/",
        className="hx-card hx-choice",
    )


modules = {name: importlib.import_module(name) for name in (*APPS, *MORE, "gallery")}
home.layout = html.Main([
    html.H1("Six apps"),
    html.P("The apps of Dash's callback tutorial, on real data. Each is one short Python file.", className="hx-muted"),
    html.Div([card(name, modules[name], text) for name, text in APPS.items()], className="hx-grid"),
    html.H2("And three more"),
    html.Div([card(name, modules[name], text) for name, text in MORE.items()], className="hx-grid"),
    html.H2("All components"),
    html.Div(card("gallery", modules["gallery"], "A page each: live examples, the source to copy, every property."), className="hx-grid"),
    html.P("Each works without JavaScript too, and survives a restart of the server. Try it.", className="hx-muted"),
])

for name, module in modules.items():
    app.mount(f"/{name.replace('_', '-')}", module.app)
app.mount("/", home)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8050)
