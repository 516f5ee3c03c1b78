"""A box that points at a place, such as the point of a chart under the pointer."""

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

from hxdash import Input, Output, callback, dcc, html

DATA = Path(__file__).parents[1] / "data"
df = pd.read_csv(DATA / "gapminder.csv").query("year == 2007")
points = go.Scatter(x=df["gdpPercap"], y=df["lifeExp"], mode="markers", marker={"size": 9}, hoverinfo="none")
figure = go.Figure(points).update_layout(margin_t=16).update_yaxes(title="Life expectancy, years")
figure.update_xaxes(type="log", title="GDP per head, $", tickvals=[500, 5000, 50_000])

layout = [
    html.Section([
        html.H2("More than a line of text"),
        html.P("Point at a country.", className="hx-muted"),
        html.Div(
            [
                dcc.Graph(id="tooltip-graph", figure=figure, clear_on_unhover=True, style={"height": 380}),
                dcc.Tooltip(id="tooltip-box"),
            ],
            style={"position": "relative"},
        ),
    ]),
]


@callback(
    Output("tooltip-box", "show"),
    Output("tooltip-box", "bbox"),
    Output("tooltip-box", "children"),
    Input("tooltip-graph", "hoverData"),
)
def show(hover):
    if hover is None:
        return False, None, None
    point = hover["points"][0]
    country = df.iloc[point["pointNumber"]]
    lines = [f"{country['pop'] / 1e6:,.1f} million people", html.Br(), f"{country['lifeExp']:.0f} years"]
    return True, point["bbox"], [html.Strong(country["country"]), html.Br(), *lines]
