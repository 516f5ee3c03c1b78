"""One choice, or several, out of a list of any length."""

from pathlib import Path

import pandas as pd

from hxdash import Input, Output, callback, dcc, html

DATA = Path(__file__).parents[1] / "data"
countries = pd.read_csv(DATA / "gapminder.csv").query("year == 2007").set_index("country")
stars = [f"HD {n}" for n in range(1, 100_001)]

layout = [
    html.Section([
        html.H2("One"),
        dcc.Dropdown(list(countries.index), "Iceland", id="dropdown-country", clearable=False),
        html.P(id="dropdown-fact", role="status"),
    ]),
    html.Section([
        html.H2("Several"),
        dcc.Dropdown(
            sorted(countries["continent"].unique()),
            ["Africa", "Oceania"],
            multi=True,
            id="dropdown-continents",
            placeholder="The whole world",
        ),
        html.P(id="dropdown-people", role="status"),
    ]),
    html.Section([
        html.H2("A hundred thousand"),
        html.P(
            "The stars of the Henry Draper catalogue. The page holds only what you see; the server searches.",
            className="hx-muted",
        ),
        dcc.Dropdown(stars, "HD 48915", id="dropdown-star"),
        html.P(id="dropdown-where", role="status"),
    ]),
    html.Section([
        html.H2("Labels, titles, some that cannot be chosen"),
        dcc.Dropdown(
            [
                {
                    "label": html.Span([html.Strong("Night train"), " 19:05"]),
                    "value": "night",
                    "search": "night train",
                    "title": "Sleep, arrive at 8",
                },
                {
                    "label": html.Span([html.Strong("Day train"), " 9:12"]),
                    "value": "day",
                    "search": "day train",
                },
                {"label": "Bus (sold out)", "value": "bus", "disabled": True},
            ],
            id="dropdown-journey",
            placeholder="How do you travel?",
            searchable=False,
        ),
    ]),
]


@callback(Output("dropdown-fact", "children"), Input("dropdown-country", "value"))
def fact(name):
    country = countries.loc[name]
    return f"{country['pop'] / 1e6:,.1f} million people, who lived {country['lifeExp']:.0f} years on average (2007)."


@callback(Output("dropdown-people", "children"), Input("dropdown-continents", "value"))
def people(chosen):
    some = countries[countries["continent"].isin(chosen)] if chosen else countries
    return f"{some['pop'].sum() / 1e6:,.0f} million people in {len(some)} countries"


@callback(Output("dropdown-where", "children"), Input("dropdown-star", "value"))
def where(star):
    return (
        "That is Sirius."
        if star == "HD 48915"
        else f"{star}, one of {len(stars):,}"
        if star
        else "Search for a number."
    )
