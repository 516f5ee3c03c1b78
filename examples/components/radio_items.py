"""One choice out of a few, all in sight."""

from hxdash import Input, Output, callback, dcc, html

plans = {
    "free": ("Free", "3 dashboards", 0),
    "team": ("Team", "unlimited dashboards, 20 people", 49),
    "company": ("Company", "single sign-on, audit log", 290),
}
zooms = ["Day", "Week", "Month", {"label": "Year", "value": "Year", "disabled": True}]

layout = [
    html.Section([
        html.H2("Labels may be components"),
        dcc.RadioItems(
            [
                {"value": key, "label": [html.Strong(name), html.Span(f"  {what}", className="hx-muted")]}
                for key, (name, what, _) in plans.items()
            ],
            "team",
            id="radio-items-plan",
        ),
        html.P(id="radio-items-price", role="status"),
    ]),
    html.Section([
        html.H2("In one line"),
        dcc.RadioItems(zooms, "Week", inline=True, id="radio-items-zoom"),
        html.P(id="radio-items-zoomed", className="hx-muted", role="status"),
    ]),
]


@callback(Output("radio-items-price", "children"), Input("radio-items-plan", "value"))
def price(plan):
    euros = plans[plan][2]
    return ["You pay ", html.Strong(f"€ {euros} a month" if euros else "nothing"), "."]


@callback(Output("radio-items-zoomed", "children"), Input("radio-items-zoom", "value"))
def zoom(unit):
    return f"One column for each {unit.lower()}"
