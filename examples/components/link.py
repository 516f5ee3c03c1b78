"""A link within the app: the address changes, the page is not loaded anew."""

from hxdash import dcc, html

layout = [
    html.Section([
        html.H2("To another page of this app"),
        html.P(["Read about ", dcc.Link("charts", href="graph"), " or ", dcc.Link("tables", href="data-table"), "."]),
        html.P("With Ctrl, or without JavaScript, it is the plain link that it looks like.", className="hx-muted"),
    ]),
    html.Section([
        html.H2("As a card"),
        html.Div(
            [
                dcc.Link([html.Strong("Inputs"), "Text and numbers"], href="input", className="hx-card hx-choice"),
                dcc.Link([html.Strong("Dropdowns"), "One of many"], href="dropdown", className="hx-card hx-choice"),
            ],
            className="hx-grid",
            style={"--hx-min": "12rem"},
        ),
    ]),
    html.Section([
        html.H2("Loaded anew, or in a window of its own"),
        html.P(dcc.Link("With refresh=True", href="link", refresh=True)),
        html.P(dcc.Link("In a new tab", href="link", target="_blank")),
    ]),
]
