"""Where the reader's device is, if the reader agrees."""

from math import asin, cos, radians, sin, sqrt

from hxdash import Input, Output, callback, dcc, html

GREENWICH = (51.4779, 0.0)

layout = [
    html.Section([
        html.H2("How far from Greenwich?"),
        html.Div(dcc.Button("Locate me", id="geolocation-ask", className="hx-primary"), className="hx-row"),
        html.Div(id="geolocation-place"),
        html.P("Your browser asks you first.", id="geolocation-result", className="hx-muted", role="status"),
    ]),
]


@callback(
    Output("geolocation-place", "children"), Input("geolocation-ask", "n_clicks"), prevent_initial_call=True
)
def ask(n):
    return dcc.Geolocation(id="geolocation", high_accuracy=True)  # it asks as soon as it is on the page


@callback(
    Output("geolocation-result", "children"),
    Input("geolocation", "position", allow_optional=True),
    Input("geolocation", "position_error", allow_optional=True),
    prevent_initial_call=True,
)
def tell(position, error):
    if error:
        return f"The browser says: {error['message']}"
    if not position:
        return "Waiting for the browser …"
    return f"{distance(GREENWICH, (position['lat'], position['lon'])):,.0f} km, give or take {position['accuracy']:,.0f} m."


def distance(a, b):
    """Great circle, in km."""
    (lat1, lon1), (lat2, lon2) = ([radians(x) for x in place] for place in (a, b))
    return 12742 * asin(
        sqrt(sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2)
    )
