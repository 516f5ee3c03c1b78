"""Every HTML element, with its attributes; n_clicks makes any of them a button."""

from hxdash import Input, Output, callback, html


def row(cell, *contents):
    return html.Tr([cell(content) for content in contents])


layout = [
    html.Section([
        html.H2("A bare page looks finished"),
        html.P(["Text with ", html.Strong("weight"), ", ", html.Code("code"), " and a ", html.A("link", href="#"), "."]),
        html.Ul([html.Li("Lists"), html.Li(["and their ", html.Mark("parts")])]),
        html.Blockquote("Measure twice, cut once."),
        html.Table([
            html.Thead(row(html.Th, "Planet", "Moons", "Day, h")),
            html.Tbody([row(html.Td, "Earth", 1, 24), row(html.Td, "Mars", 2, 24.6), row(html.Td, "Jupiter", 95, 9.9)]),
        ]),
    ]),
    html.Section([
        html.H2("More than boxes"),
        html.Details([html.Summary("Open me"), html.P("It needs no callback, and stays open when one answers.")]),
        html.Label(["Three of five steps ", html.Progress(value="3", max="5")]),
    ]),
    html.Section([
        html.H2("Attributes are properties"),
        html.Div([html.Button("Next shade", id="html-next"), html.Button("Reset", id="html-reset")], className="hx-row"),
        html.Div("Paint me", id="html-box", className="hx-card"),
    ]),
]


@callback(Output("html-box", "style"), Output("html-box", "title"), Input("html-next", "n_clicks"))
def paint(n):
    hue = (n or 0) * 40 % 360
    return {"borderInlineStart": f"8px solid oklch(0.65 0.15 {hue})"}, f"Hue {hue}"


@callback(Output("html-next", "n_clicks"), Input("html-reset", "n_clicks"), prevent_initial_call=True)
def reset(_):
    return 0
