"""One line of text, or a number. Each type brings the right keyboard, and its own rules."""

from hxdash import Input, Output, callback, dcc, html


def field(label, control):
    return html.Label([label, control], className="hx-field")


layout = [
    html.Section([
        html.H2("At every key"),
        field("Your name", dcc.Input(id="input-name", placeholder="Ada", autoComplete="off")),
        html.P(id="input-greeting", role="status"),
    ]),
    html.Section([
        html.H2("Numbers come as numbers"),
        html.Div(
            [
                field("Loan, €", dcc.Input(id="input-loan", type="number", min=1000, step=1000, value=250_000)),
                field("Interest, %", dcc.Input(id="input-rate", type="number", min=0, max=20, step=0.1, value=3.5)),
                field("Years", dcc.Input(id="input-years", type="number", min=1, max=50, value=25)),
            ],
            className="hx-row",
        ),
        html.P(id="input-payment", role="status"),
    ]),
    html.Section([
        html.H2("When you are done: Enter, or leaving the field"),
        field("Search", dcc.Input(id="input-search", type="search", debounce=True, placeholder="lighthouses")),
        html.P("Type a word and press Enter.", id="input-searched", className="hx-muted", role="status"),
    ]),
    html.Section([
        html.H2("Types"),
        html.Div(
            [
                field("E-mail", dcc.Input(type="email", autoComplete="email", placeholder="you@example.org")),
                field("Phone", dcc.Input(type="tel", autoComplete="tel")),
                field("Password", dcc.Input(type="password", autoComplete="new-password", minLength=8)),
                field("Postcode", dcc.Input(pattern="[0-9]{5}", placeholder="5 digits", inputMode="numeric")),
                field("Invoice", dcc.Input(value="2026-0117", readOnly=True)),
                field("Coupon", dcc.Input(disabled=True, placeholder="Sold out")),
            ],
            className="hx-row",
        ),
    ]),
]


@callback(Output("input-greeting", "children"), Input("input-name", "value"))
def greet(name):
    return f"Hello, {name or 'stranger'}!"


@callback(
    Output("input-payment", "children"),
    Input("input-loan", "value"),
    Input("input-rate", "value"),
    Input("input-years", "value"),
)
def payment(loan, rate, years):
    if None in (loan, rate, years):  # an empty field, or a number that is not allowed
        return "Please give all three."
    month, months = rate / 1200, years * 12
    due = loan * month / (1 - (1 + month) ** -months) if month else loan / months
    return ["You pay ", html.Strong(f"€ {due:,.2f}"), " a month."]


@callback(Output("input-searched", "children"), Input("input-search", "value"), prevent_initial_call=True)
def search(text):
    return f"Searching for “{text}” …" if text else "Nothing to search for."
