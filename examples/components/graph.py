"""A plotly figure that answers: to hovering, clicking, selecting, zooming."""

from pathlib import Path

import pandas as pd
import plotly.express as px

from hxdash import Input, Output, Patch, callback, dcc, html

DATA = Path(__file__).parents[1] / "data"
df = pd.read_csv(DATA / "gapminder.csv")
now = df[df["year"] == 2007]
words = {"gdpPercap": "GDP per head, $", "lifeExp": "Life expectancy, years", "continent": ""}
world = px.scatter(
    now, "gdpPercap", "lifeExp", "continent", size="pop", size_max=45, log_x=True, hover_name="country", labels=words
)
world.update_xaxes(tickvals=[500, 5000, 50_000]).update_layout(margin_t=16)
runs = px.line(x=[0, 1, 2], y=[3, 5, 4], markers=True, labels={"x": "Run", "y": "Seconds"}).update_layout(margin_t=16)
plain = {"displayModeBar": False}

layout = [
    html.Section([
        html.H2("Point at a country, or click it"),
        dcc.Graph(id="graph-world", figure=world, style={"height": 380}),
        dcc.Graph(id="graph-country", style={"height": 220}, config=plain),
    ]),
    html.Section([
        html.H2("Only what changes travels"),
        html.Div(dcc.Button("Add a measurement", id="graph-add"), className="hx-row"),
        dcc.Graph(id="graph-runs", figure=runs, style={"height": 220}, config=plain),
    ]),
]


@callback(Output("graph-country", "figure"), Input("graph-world", "hoverData"), Input("graph-world", "clickData"))
def history(hover, click):
    points = (hover or click or {}).get("points")
    name = points[0]["hovertext"] if points else "Iceland"
    labels = {"lifeExp": "Years", "year": ""}
    return px.line(df[df["country"] == name], "year", "lifeExp", title=name, range_y=[20, 90], labels=labels)


@callback(Output("graph-runs", "figure"), Input("graph-add", "n_clicks"), prevent_initial_call=True)
def add(n):
    change = Patch()
    change["data"][0]["x"].append(n + 2)
    change["data"][0]["y"].append(4 + (n * 37 % 11 - 5) / 4)
    return change
