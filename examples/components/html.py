"""Every HTML element, with its attributes; n_clicks makes any of them a button."""

from hxdash import Input, Output, callback, html

layout = [
    html.Section([
        html.H2("A bare page looks finished"),
        html.P([
            "Text with ",
            html.Strong("weight"),
            ", ",
            html.Em("stress"),
            ", ",
            html.Code("code"),
            ", a ",
            html.A("link", href="https://example.org"),
            " and ",
            html.Kbd("Ctrl"),
            ".",
        ]),
        html.Ul([html.Li("Lists"), html.Li(["and their ", html.Mark("parts")])]),
        html.Blockquote("What is not surrounded by uncertainty cannot be the truth. — Richard Feynman"),
        html.Table([
            html.Thead(html.Tr([html.Th("Planet"), html.Th("Moons"), html.Th("Day, h")])),
            html.Tbody([
                html.Tr([html.Td(name), html.Td(moons), html.Td(day)])
                for name, moons, day in (("Earth", 1, 24), ("Mars", 2, 24.6), ("Jupiter", 95, 9.9))
            ]),
        ]),
    ]),
    html.Section([
        html.H2("More than boxes"),
        html.Details([
            html.Summary("More about this"),
            html.P("It opens without a callback, and stays open when one answers."),
        ]),
        html.Label(["Three of five steps ", html.Progress(value="3", max="5")]),
    ]),
    html.Section([
        html.H2("Attributes are properties"),
        html.Div(
            [
                html.Button("Next shade", id="html-next"),
                html.Button("Reset", id="html-reset", className="hx-quiet"),
            ],
            className="hx-row",
        ),
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
