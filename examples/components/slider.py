"""A number out of a range, by mouse, finger, key or typed."""

from hxdash import Input, Output, callback, dcc, html

layout = [
    html.Section([
        html.H2("Answers when you let go"),
        dcc.Slider(
            0,
            40,
            1,
            value=21,
            id="slider-celsius",
            marks={0: "0 °C", 10: "10", 20: "20", 30: "30", 40: "40 °C"},
        ),
        html.P(id="slider-fahrenheit", role="status"),
    ]),
    html.Section([
        html.H2("Follows while you drag"),
        dcc.Slider(
            0,
            360,
            1,
            value=215,
            id="slider-hue",
            updatemode="drag",
            marks=None,
            tooltip={"template": "{value}°", "placement": "bottom"},
        ),
        html.Div(id="slider-colour", style={"height": 48, "borderRadius": 6}),
    ]),
    html.Section([
        html.H2("Only the marks"),
        dcc.Slider(
            id="slider-year",
            step=None,
            value=1977,
            marks={year: str(year) for year in (1957, 1967, 1977, 1992, 2007)},
        ),
        html.P(id="slider-chosen", className="hx-muted"),
    ]),
    html.Section([
        html.H2("Upright"),
        html.Div(
            [
                html.Figure([
                    dcc.Slider(
                        -12, 12, 3, value=gain, vertical=True, verticalHeight=180, id={"slider": band}
                    ),
                    html.Figcaption(band),
                ])
                for band, gain in {"60 Hz": 6, "1 kHz": 0, "8 kHz": -3}.items()
            ],
            className="hx-row",
        ),
    ]),
]


@callback(Output("slider-fahrenheit", "children"), Input("slider-celsius", "value"))
def convert(celsius):
    return f"{celsius} °C is {celsius * 9 / 5 + 32:g} °F."


@callback(Output("slider-colour", "style"), Input("slider-hue", "value"))
def colour(hue):
    return {"height": 48, "borderRadius": 6, "background": f"oklch(0.65 0.15 {hue})"}


@callback(Output("slider-chosen", "children"), Input("slider-year", "value"))
def chosen(year):
    return f"The map of {year}"
