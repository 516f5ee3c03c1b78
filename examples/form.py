"""A form that explains what is wrong: the callback raises, on_error turns it into a message."""

from hxdash import Dash, Input, Output, State, dcc, html, set_props

app = Dash(__name__, title="Form")

SEATS = 4


def field(label, control):
    return html.Label([label, control], className="hx-field")


app.layout = html.Main(style={"maxWidth": "24rem"}, children=[
    html.H1("Book a table"),
    html.Div(
        [
            field("Name", dcc.Input(id="name", autoComplete="name")),
            field("E-mail", dcc.Input(id="email", type="email", autoComplete="email")),
            field("Seats", dcc.Input(id="seats", type="number", min=1, value=2)),
            html.Button("Book", id="book", className="hx-primary"),
        ],
        style={"display": "grid", "gap": "1rem"},
    ),
    html.Div(id="message", role="status"),
])


def explain(error):
    set_props("message", {"children": str(error), "className": "hx-error"})


@app.callback(
    Output("message", "children"),
    Output("message", "className"),
    Input("book", "n_clicks"),
    State("name", "value"),
    State("email", "value"),
    State("seats", "value"),
    prevent_initial_call=True,
    on_error=explain,
)
def book(_clicks, name, email, seats):
    if not name:
        raise ValueError("Please tell us your name.")
    if not email or "@" not in email:
        raise ValueError("Please give an e-mail address, so that we can confirm.")
    if seats is None or seats > SEATS:
        raise ValueError(f"A table has {SEATS} seats at most; please book two.")
    return f"Thank you, {name}: {seats} seats are yours. We have written to {email}.", "hx-card"


if __name__ == "__main__":
    app.run(debug=True)
