"""A box for files: drop them there, or choose them. They are streamed to disk, whatever their size."""

import pandas as pd

from hxdash import Input, Output, callback, dash_table, dcc, html

layout = [
    html.Section([
        html.H2("A table from your disk"),
        dcc.Upload(
            ["Drop a CSV file here, or ", html.U("choose one")],
            id="upload-csv",
            accept=".csv,text/csv",
            max_size=20_000_000,
        ),
        html.Div(id="upload-preview"),
    ]),
    html.Section([
        html.H2("Several at once, by a button"),
        dcc.Upload(dcc.Button("Attach files"), id="upload-many", multiple=True),
        html.Ul(id="upload-list"),
    ]),
]


@callback(Output("upload-preview", "children"), Input("upload-csv", "files"), prevent_initial_call=True)
def preview(files):
    try:
        table = pd.read_csv(files[0])
    except (ValueError, UnicodeDecodeError) as error:
        return html.P(f"This is no CSV file: {error}", className="hx-message")
    text = f"{files[0].name}: {len(table):,} rows, {len(table.columns)} columns"
    return [html.P(text, role="status"), dash_table.DataTable(table, id="upload-table", page_size=5)]


@callback(Output("upload-list", "children"), Input("upload-many", "files"), prevent_initial_call=True)
def attach(files):
    return [
        html.Li([file.name, html.Span(f"  {file.size / 1000:,.1f} kB", className="hx-muted")])
        for file in files
    ]
