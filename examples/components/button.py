"""A click that calls back."""

import asyncio

from hxdash import Input, Output, callback, ctx, dcc, html

layout = [
    html.Section([
        html.H2("Which one was it?"),
        html.Div(
            [
                dcc.Button("Save", id="button-save", className="hx-primary"),
                dcc.Button("Share", id="button-share"),
                dcc.Button("Archive", id="button-archive", className="hx-quiet"),
                dcc.Button("Delete", id="button-delete", className="hx-danger"),
                dcc.Button("Print", disabled=True, title="No printer found"),
            ],
            className="hx-row",
        ),
        html.P("Nothing pressed yet.", id="button-which", className="hx-muted", role="status"),
    ]),
    html.Section([
        html.H2("While it works"),
        html.Div(dcc.Button("Fetch the forecast", id="button-slow"), className="hx-row"),
        html.P("It takes a second. You cannot press twice.", id="button-forecast", className="hx-muted", role="status"),
    ]),
]


@callback(
    Output("button-which", "children"),
    Input("button-save", "n_clicks"),
    Input("button-share", "n_clicks"),
    Input("button-archive", "n_clicks"),
    Input("button-delete", "n_clicks"),
    prevent_initial_call=True,
)
def name(*clicks):
    pressed = ctx.triggered_id.removeprefix("button-").title()
    return f"{pressed}. Clicks so far: {sum(n or 0 for n in clicks)}."


@callback(
    Output("button-forecast", "children"),
    Input("button-slow", "n_clicks"),
    prevent_initial_call=True,
    running=[
        (Output("button-slow", "disabled"), True, False),
        (Output("button-slow", "children"), "Fetching …", "Fetch it again"),
    ],
)
async def fetch(n):
    await asyncio.sleep(1)
    return f"Forecast {n}: sunny, 21 °C."
