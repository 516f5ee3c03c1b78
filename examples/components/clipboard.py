"""A button that copies: a fixed text, what is in another component, or what a callback makes on the click."""

from hxdash import Input, Output, State, callback, dcc, html

PLANETS = {"Mercury": 57.9, "Venus": 108.2, "Earth": 149.6, "Mars": 227.9}

layout = [
    html.Section([
        html.H2("What another component shows"),
        html.Div(
            [
                html.Code("pip install hxdash", id="clipboard-command"),
                dcc.Clipboard(target_id="clipboard-command", title="Copy the command"),
            ],
            className="hx-row",
        ),
    ]),
    html.Section([
        html.H2("Made on the click"),
        html.P("A table for your spreadsheet.", className="hx-muted"),
        html.Div(
            [
                dcc.RadioItems(
                    ["million km", "light minutes"], "million km", inline=True, id="clipboard-unit"
                ),
                dcc.Clipboard("Copy the table", copied_children="Copied", id="clipboard-table"),
            ],
            className="hx-row",
        ),
    ]),
]


@callback(
    Output("clipboard-table", "content"),
    Input("clipboard-table", "n_clicks"),
    State("clipboard-unit", "value"),
    prevent_initial_call=True,
)
def table(_, unit):
    factor = 1 if unit == "million km" else 1 / 17.987
    return "\n".join([
        f"Planet\t{unit}",
        *(f"{name}\t{distance * factor:.1f}" for name, distance in PLANETS.items()),
    ])
