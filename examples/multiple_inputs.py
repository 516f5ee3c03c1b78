"""Five Inputs, one Output: any two indicators of all countries against each other."""

from pathlib import Path

import pandas as pd
import plotly.express as px

from hxdash import Dash, Input, Output, dcc, html

df = pd.read_csv(Path(__file__).parent / "data" / "country_indicators.csv.gz")
indicators = sorted(df["Indicator Name"].unique())
years = [int(year) for year in sorted(df["Year"].unique())]

app = Dash(__name__, title="Multiple inputs")


def axis(name, indicator):
    return html.Div([
        dcc.Dropdown(indicators, indicator, id=f"{name}axis-column", clearable=False),
        dcc.RadioItems(["Linear", "Log"], "Linear", id=f"{name}axis-type", inline=True),
    ])


app.layout = html.Main([
    html.H1("Any two indicators"),
    html.Div(className="hx-grid", children=[
        axis("x", "Fertility rate, total (births per woman)"),
        axis("y", "Life expectancy at birth, total (years)"),
    ]),
    dcc.Graph(id="indicator-graphic"),
    dcc.Slider(id="year-slider", min=years[0], max=years[-1], step=None, value=years[-1], marks={y: str(y) for y in years}),
])


@app.callback(
    Output("indicator-graphic", "figure"),
    Input("xaxis-column", "value"),
    Input("yaxis-column", "value"),
    Input("xaxis-type", "value"),
    Input("yaxis-type", "value"),
    Input("year-slider", "value"),
)
def update_graph(x_name, y_name, x_type, y_type, year):
    rows = df[df["Year"] == year].pivot(index="Country Name", columns="Indicator Name", values="Value").reset_index()
    figure = px.scatter(rows, x=x_name, y=y_name, hover_name="Country Name")
    figure.update_layout(margin={"l": 40, "b": 40, "t": 10, "r": 0}, hovermode="closest")
    figure.update_xaxes(title=x_name, type=x_type.lower())
    figure.update_yaxes(title=y_name, type=y_type.lower())
    return figure


if __name__ == "__main__":
    app.run(debug=True)
