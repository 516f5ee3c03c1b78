"""Shows that something in it is being computed, without a jump: the content stays in its place."""

import asyncio

from hxdash import Input, Output, callback, dcc, html


def accuracy(share):
    return [html.Span(f"{share:.2f}", className="hx-stat"), "accuracy"]


layout = [
    html.Section([
        html.H2("Around what takes long"),
        html.Div(dcc.Button("Train the model", id="loading-train"), className="hx-row"),
        dcc.Loading(html.Div(accuracy(0.84), id="loading-result"), type="circle"),
    ]),
    html.Section([
        html.H2("Kinds"),
        html.Div(
            [
                html.Figure([
                    dcc.Loading(html.Div(style={"height": 64}), type=kind, display="show"),
                    html.Figcaption(kind),
                ])
                for kind in ("default", "circle", "dot", "graph", "cube")
            ],
            className="hx-grid",
            style={"--hx-min": "6rem"},
        ),
    ]),
    html.Section([
        html.H2("Your own"),
        html.Div(dcc.Button("Ask the oracle", id="loading-ask"), className="hx-row"),
        dcc.Loading(html.P("It will answer.", id="loading-oracle"), custom_spinner=html.Em("Thinking …"), delay_show=0),
    ]),
]


@callback(Output("loading-result", "children"), Input("loading-train", "n_clicks"), prevent_initial_call=True)
async def train(n):
    await asyncio.sleep(1.5)
    return accuracy(1 - 0.16 * 0.8**n)


@callback(Output("loading-oracle", "children"), Input("loading-ask", "n_clicks"), prevent_initial_call=True)
async def answer(n):
    await asyncio.sleep(1)
    return ("Certainly.", "Ask again later.", "Rather not.")[n % 3]
