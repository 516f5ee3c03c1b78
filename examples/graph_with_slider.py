"""A slider chooses the year of a figure: life expectancy and wealth of nations."""

from pathlib import Path

import pandas as pd
import plotly.express as px

from hxdash import Dash, Input, Output, dcc, html

df = pd.read_csv(Path(__file__).parent / "data" / "gapminder.csv")
years = [int(year) for year in sorted(df["year"].unique())]

labels = {"gdpPercap": "GDP per person, dollars", "lifeExp": "Life expectancy, years", "pop": "Population", "continent": "Continent"}

app = Dash(__name__, title="Graph with slider")

app.layout = html.Main([
    html.H1("Life expectancy and wealth of nations"),
    dcc.Graph(id="graph-with-slider"),
    dcc.Slider(
        id="year-slider",
        min=years[0],
        max=years[-1],
        step=None,
        value=years[0],
        marks={year: str(year) for year in years},
    ),
])


@app.callback(Output("graph-with-slider", "figure"), Input("year-slider", "value"))
def update_figure(selected_year):
    rows = df[df["year"] == selected_year]
    figure = px.scatter(
        rows, x="gdpPercap", y="lifeExp", size="pop", color="continent", hover_name="country", log_x=True, size_max=55, labels=labels
    )
    return figure.update_layout(transition_duration=500)


if __name__ == "__main__":
    app.run(debug=True)
