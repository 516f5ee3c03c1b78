"""Calls back every so often. A tick never overtakes the one before."""

from datetime import datetime

import plotly.graph_objects as go

from hxdash import Input, Output, callback, dcc, html

layout = [
    html.Section([
        html.H2("A clock of the server"),
        html.Span(id="interval-clock", className="hx-stat"),
        html.Div(dcc.Button("Stop", id="interval-stop"), className="hx-row"),
        dcc.Interval(id="interval-second", interval=1000),
    ]),
    html.Section([
        html.H2("Only what is new is sent"),
        dcc.Graph(
            id="interval-graph",
            figure=go.Figure(
                go.Scatter(x=[], y=[], mode="lines"),
                {"yaxis": {"range": [0, 60], "title": {"text": "second"}}, "margin": {"t": 16}},
            ),
            style={"height": 220},
            config={"displayModeBar": False},
        ),
    ]),
]


@callback(
    Output("interval-clock", "children"),
    Output("interval-graph", "extendData"),
    Input("interval-second", "n_intervals"),
)
def tick(n):
    now = datetime.now()
    return f"{now:%H:%M:%S}", ({"x": [[now]], "y": [[now.second]]}, [0], 60)


@callback(
    Output("interval-second", "disabled"),
    Output("interval-stop", "children"),
    Input("interval-stop", "n_clicks"),
)
def stop(n):
    stopped = bool((n or 0) % 2)
    return stopped, "Go on" if stopped else "Stop"
