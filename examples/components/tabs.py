"""Several contents in one place. The arrow keys choose."""

from pathlib import Path

import pandas as pd
import plotly.express as px

from hxdash import Input, Output, callback, dash_table, dcc, html

DATA = Path(__file__).parents[1] / "data"
df = pd.read_csv(DATA / "gapminder.csv").query("continent == 'Oceania'")
words = {"year": "", "lifeExp": "Life expectancy, years", "country": ""}
line = px.line(df, x="year", y="lifeExp", color="country", labels=words).update_layout(margin_t=16)
table = dash_table.DataTable(df[["country", "year", "lifeExp"]], page_size=6, id="tabs-table")
texts = {
    "Overview": "Two projects, five people.",
    "Members": "Ada, Grace, Alan, Edsger, Barbara",
    "Billing": "Next invoice: 1 December, € 49.",
}

layout = [
    html.Section([
        html.H2("All there from the start: no request"),
        dcc.Tabs([
            dcc.Tab(dcc.Graph(figure=line, style={"height": 300}), label="Chart"),
            dcc.Tab(table, label="Table"),
            dcc.Tab(html.P("Source: Gapminder, CC BY 4.0."), label="About"),
            dcc.Tab(label="Map", disabled=True),
        ]),
    ]),
    html.Section([
        html.H2("Made when it is chosen"),
        html.Div(
            [
                dcc.Tabs([dcc.Tab(label=name, value=name) for name in texts], id="tabs-account", vertical=True),
                html.Div(id="tabs-content"),
            ],
            style={"display": "flex", "gap": 24},
        ),
    ]),
]


@callback(Output("tabs-content", "children"), Input("tabs-account", "value"))
def content(name):
    return html.P(texts[name])
