"""A plotly figure that answers: to hovering, clicking, selecting, zooming."""

from pathlib import Path

import pandas as pd
import plotly.express as px

from hxdash import Input, Output, Patch, State, callback, dcc, html

DATA = Path(__file__).parents[1] / "data"
df = pd.read_csv(DATA / "gapminder.csv")
now = df[df["year"] == 2007]
scatter = px.scatter(
    now,
    x="gdpPercap",
    y="lifeExp",
    size="pop",
    color="continent",
    custom_data=["country"],
    log_x=True,
    size_max=45,
)
scatter.update_traces(hovertemplate="%{customdata[0]}<extra></extra>")
scatter.update_layout(
    xaxis_title="GDP per head, $", yaxis_title="Life expectancy, years", clickmode="event+select"
)

layout = [
    html.Section([
        html.H2("Point at a country, or click it"),
        dcc.Graph(id="graph-world", figure=scatter, style={"height": 380}),
        dcc.Graph(id="graph-country", style={"height": 220}, config={"displayModeBar": False}),
    ]),
    html.Section([
        html.H2("Only what changes travels"),
        html.Div(dcc.Button("Add a measurement", id="graph-add"), className="hx-row"),
        dcc.Graph(
            id="graph-live",
            figure=px.line(x=[0, 1, 2], y=[3, 5, 4], markers=True, labels={"x": "run", "y": "seconds"}),
            style={"height": 220},
            config={"displayModeBar": False},
        ),
    ]),
]


@callback(
    Output("graph-country", "figure"), Input("graph-world", "hoverData"), Input("graph-world", "clickData")
)
def history(hover, click):
    points = (hover or click or {}).get("points")
    name = points[0]["customdata"][0] if points else "Iceland"
    figure = px.line(df[df["country"] == name], x="year", y="lifeExp", title=name, range_y=[20, 90])
    return figure.update_layout(xaxis_title=None, yaxis_title="Years")


@callback(
    Output("graph-live", "figure"),
    Input("graph-add", "n_clicks"),
    State("graph-live", "figure"),
    prevent_initial_call=True,
)
def add(n, figure):
    change = Patch()
    change["data"][0]["x"].append(n + 2)
    change["data"][0]["y"].append(4 + (n * 37 % 11 - 5) / 4)
    return change
