"""Sends a file to the reader; any callback can make one."""

from datetime import date
from pathlib import Path

import pandas as pd

from hxdash import Input, Output, State, callback, dcc, html

DATA = Path(__file__).parents[1] / "data"
df = pd.read_csv(DATA / "gapminder.csv")

layout = [
    html.Section([
        html.H2("A part of the data"),
        html.Div(
            [
                dcc.RadioItems(sorted(df["continent"].unique()), "Asia", inline=True, id="download-continent"),
                dcc.Button("Download CSV", id="download-csv", className="hx-primary"),
            ],
            className="hx-row",
        ),
        dcc.Download(id="download-table"),
    ]),
    html.Section([
        html.H2("Made on the click"),
        html.Div([dcc.Button("A note", id="download-note"), dcc.Button("All data", id="download-all")], className="hx-row"),
        dcc.Download(id="download-text"),
        dcc.Download(id="download-file"),
    ]),
]


@callback(
    Output("download-table", "data"),
    Input("download-csv", "n_clicks"),
    State("download-continent", "value"),
    prevent_initial_call=True,
)
def table(_, continent):
    rows = df[df["continent"] == continent]
    return dcc.send_data_frame(rows.to_csv, f"{continent.lower()}.csv", index=False)


@callback(Output("download-text", "data"), Input("download-note", "n_clicks"), prevent_initial_call=True)
def note(n):
    return dcc.send_string(f"Note {n}, written on {date.today():%d %B %Y}.\n", "note.txt")


@callback(Output("download-file", "data"), Input("download-all", "n_clicks"), prevent_initial_call=True)
def everything(_):
    return dcc.send_file(DATA / "gapminder.csv")
