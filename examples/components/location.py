"""The address of the page, for callbacks to read and to change."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pandas as pd

from hxdash import Input, Output, callback, ctx, dcc, html, no_update

DATA = Path(__file__).parents[1] / "data"
df = pd.read_csv(DATA / "gapminder.csv").query("year == 2007")

layout = [
    dcc.Location(id="location-url", refresh="callback-nav"),
    html.Section([
        html.H2("A view that can be bookmarked"),
        html.P(
            "The choice goes into the address. Reload, go back, send the link: it is still there.",
            className="hx-muted",
        ),
        dcc.RadioItems(sorted(df["continent"].unique()), id="location-continent", inline=True),
        html.P(id="location-top", role="status"),
    ]),
    html.Section([html.H2("Its parts, now"), html.Pre(id="location-parts")]),
]


@callback(
    Output("location-url", "search"),
    Output("location-continent", "value"),
    Output("location-top", "children"),
    Input("location-url", "search"),
    Input("location-continent", "value"),
)
def keep_together(search, chosen):
    if ctx.triggered_id == "location-continent":
        search = f"?{urlencode({'continent': chosen})}"
    continent = parse_qs((search or "")[1:]).get("continent", ["Oceania"])[0]
    names = df[df["continent"] == continent].nlargest(5, "pop")["country"]
    return search or no_update, continent, f"The largest countries: {', '.join(names) or 'none'}."


@callback(
    Output("location-parts", "children"),
    Input("location-url", "pathname"),
    Input("location-url", "search"),
    Input("location-url", "hash"),
)
def parts(pathname, search, hash):
    return f"pathname  {pathname}\nsearch    {search}\nhash      {hash}"
