"""A number out of a range, by mouse, finger, key or typed."""

from hxdash import Input, Output, callback, dcc, html


def equalizer(band, gain):
    slider = dcc.Slider(-12, 12, 3, value=gain, vertical=True, verticalHeight=180, id=f"slider-{band}")
    return html.Figure([slider, html.Figcaption(band)])


layout = [
    html.Section([
        html.H2("Answers when you let go"),
        dcc.Slider(0, 40, value=21, id="slider-celsius", marks={n: f"{n} °C" for n in range(0, 41, 10)}),
        html.P(id="slider-fahrenheit", role="status"),
    ]),
    html.Section([
        html.H2("Follows while you drag"),
        dcc.Slider(0, 360, 1, value=215, id="slider-hue", updatemode="drag", marks=None, tooltip={"template": "{value}°"}),
        html.Div(id="slider-colour"),
    ]),
    html.Section([
        html.H2("Only the marks"),
        dcc.Slider(id="slider-year", step=None, value=1977, marks={y: str(y) for y in (1957, 1967, 1977, 1992, 2007)}),
        html.P(id="slider-chosen", className="hx-muted"),
    ]),
    html.Section([
        html.H2("Upright"),
        html.Div([equalizer("60 Hz", 6), equalizer("1 kHz", 0), equalizer("8 kHz", -3)], className="hx-row"),
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
