"""One choice, or several, out of a list of any length."""

from pathlib import Path

import pandas as pd

from hxdash import Input, Output, callback, dcc, html

DATA = Path(__file__).parents[1] / "data"
countries = pd.read_csv(DATA / "gapminder.csv").query("year == 2007").set_index("country")
continents = sorted(countries["continent"].unique())
stars = [f"HD {n}" for n in range(1, 100_001)]

journeys = [
    {"label": html.Span([html.Strong("Night train"), " 19:05"]), "value": "night", "title": "Arrives at 8"},
    {"label": html.Span([html.Strong("Day train"), " 9:12"]), "value": "day"},
    {"label": "Bus (sold out)", "value": "bus", "disabled": True},
]

layout = [
    html.Section([
        html.H2("One"),
        dcc.Dropdown(list(countries.index), "Iceland", id="dropdown-country", clearable=False),
        html.P(id="dropdown-fact", role="status"),
    ]),
    html.Section([
        html.H2("Several"),
        dcc.Dropdown(continents, ["Africa", "Oceania"], multi=True, id="dropdown-continents", placeholder="The world"),
        html.P(id="dropdown-people", role="status"),
    ]),
    html.Section([
        html.H2("A hundred thousand"),
        html.P("A catalogue of stars. The page holds only what you see; the server searches.", className="hx-muted"),
        dcc.Dropdown(stars, "HD 48915", id="dropdown-star"),
        html.P(id="dropdown-where", role="status"),
    ]),
    html.Section([
        html.H2("Labels, titles, some that cannot be chosen"),
        dcc.Dropdown(journeys, id="dropdown-journey", placeholder="How do you travel?", searchable=False),
    ]),
]


@callback(Output("dropdown-fact", "children"), Input("dropdown-country", "value"))
def fact(name):
    country = countries.loc[name]
    return f"{country['pop'] / 1e6:,.1f} million people, who live {country['lifeExp']:.0f} years on average"


@callback(Output("dropdown-people", "children"), Input("dropdown-continents", "value"))
def people(chosen):
    some = countries[countries["continent"].isin(chosen)] if chosen else countries
    return f"{some['pop'].sum() / 1e6:,.0f} million people in {len(some)} countries"


@callback(Output("dropdown-where", "children"), Input("dropdown-star", "value"))
def where(star):
    if not star:
        return "Search for a number."
    return "That is Sirius." if star == "HD 48915" else f"{star}, one of {len(stars):,}"
