"""Rows to sort, filter, page, select, edit and export. A million of them: the browser holds one page."""

from pathlib import Path

import pandas as pd

from hxdash import Input, Output, callback, dash_table, html
from hxdash.dash_table.Format import Format, Group, Scheme

DATA = Path(__file__).parents[1] / "data"
df = pd.read_csv(DATA / "gapminder.csv").query("year == 2007").drop(columns="year")
largest = df.nlargest(4, "pop")


def number(id, name, digits=0):
    return {
        "id": id, "name": name, "type": "numeric",
        "format": Format(precision=digits, scheme=Scheme.fixed, group=Group.yes),
    }  # fmt: skip


columns = [
    {"id": "country", "name": "Country"},
    {"id": "continent", "name": "Continent"},
    number("pop", "People"),
    number("lifeExp", "Life expectancy", 1),
    number("gdpPercap", "GDP per head, $"),
]
states = [{"label": text.title(), "value": text} for text in ("open", "packed", "sent")]
orders = [
    {"item": "Desk", "status": "packed", "pieces": 2, "price": 349.0},
    {"item": "Chair", "status": "open", "pieces": 6, "price": 129.5},
    {"item": "Lamp", "status": "sent", "pieces": 3, "price": 45.0},
]

layout = [
    html.Section([
        html.H2("Sort, filter, page, export"),
        dash_table.DataTable(
            df,
            columns,
            id="data-table-countries",
            sort_action="native",
            sort_mode="multi",
            filter_action="native",
            filter_options={"case": "insensitive"},
            page_size=8,
            export_format="csv",
            style_data_conditional=[
                {"if": {"filter_query": "{lifeExp} < 50", "column_id": "lifeExp"}, "color": "var(--hx-danger)"},
            ],
        ),
        html.P(id="data-table-found", className="hx-muted", role="status"),
    ]),
    html.Section([
        html.H2("Edit"),
        dash_table.DataTable(
            orders,
            [
                {"id": "item", "name": "Item"},
                {"id": "status", "name": "Status", "presentation": "dropdown"},
                number("pieces", "Pieces"),
                number("price", "Price, €", 2),
            ],
            id="data-table-orders",
            editable=True,
            row_deletable=True,
            dropdown={"status": {"clearable": False, "options": states}},
        ),
        html.P(id="data-table-total", role="status"),
    ]),
    html.Section([
        html.H2("Choose rows"),
        dash_table.DataTable(
            largest,
            columns[:3],
            id="data-table-large",
            row_selectable="multi",
            selected_rows=[0, 1],
            cell_selectable=False,
            style_as_list_view=True,
        ),
        html.P(id="data-table-sum", role="status"),
    ]),
]


@callback(Output("data-table-found", "children"), Input("data-table-countries", "derived_virtual_indices"))
def found(rows):
    return f"{len(rows)} of {len(df)} countries. Try “> 80” in a column of numbers."


@callback(Output("data-table-total", "children"), Input("data-table-orders", "data"))
def total(rows):
    return f"{len(rows)} orders, € {sum((row['pieces'] or 0) * (row['price'] or 0) for row in rows):,.2f}"


@callback(Output("data-table-sum", "children"), Input("data-table-large", "selected_rows"))
def add(rows):
    return f"{largest['pop'].iloc[rows or []].sum() / 1e6:,.0f} million people"
