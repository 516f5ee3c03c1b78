"""A part of a range, with a handle at each end."""

from pathlib import Path

import pandas as pd

from hxdash import Input, Output, callback, dcc, html

DATA = Path(__file__).parents[1] / "data"
countries = pd.read_csv(DATA / "gapminder.csv").query("year == 2007")
clock = {hour: f"{hour}:00" for hour in (8, 11, 14, 17, 20)}

layout = [
    html.Section([
        html.H2("From and to"),
        dcc.RangeSlider(40, 85, 1, value=[60, 75], id="range-slider-age", tooltip={"template": "{value} years"}),
        html.P(id="range-slider-countries", role="status"),
    ]),
    html.Section([
        html.H2("At least three hours"),
        html.P("The handles push each other and keep their distance.", className="hx-muted"),
        dcc.RangeSlider(8, 20, 1, value=[9, 13], pushable=3, id="range-slider-hours", marks=clock),
        html.P(id="range-slider-open", role="status"),
    ]),
    html.Section([
        html.H2("Three handles"),
        dcc.RangeSlider(0, 100, 5, value=[20, 50, 80], allowCross=False, id="range-slider-grades"),
        html.P(id="range-slider-scale", className="hx-muted", role="status"),
    ]),
]


@callback(Output("range-slider-countries", "children"), Input("range-slider-age", "value"))
def count(ages):
    n = countries["lifeExp"].between(*ages).sum()
    return ["In ", html.Strong(f"{n} of {len(countries)} countries"), f" people live {ages[0]} to {ages[1]} years."]


@callback(Output("range-slider-open", "children"), Input("range-slider-hours", "value"))
def hours(value):
    return f"Open from {value[0]}:00 to {value[1]}:00, {value[1] - value[0]} hours"


@callback(Output("range-slider-scale", "children"), Input("range-slider-grades", "value"))
def scale(value):
    return "D up to {}, C up to {}, B up to {}, then A".format(*value)
