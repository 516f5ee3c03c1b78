"""A question that a callback asks: OK or Cancel."""

from hxdash import Input, Output, State, callback, dcc, html

layout = [
    html.Section([
        html.H2("Only where there is something to lose"),
        html.Div(
            [
                html.Label(
                    ["Seats", dcc.Input(id="confirm-dialog-seats", type="number", min=0, max=40, value=12)],
                    className="hx-field",
                ),
                dcc.Button("Book", id="confirm-dialog-book", className="hx-primary"),
            ],
            className="hx-row",
        ),
        html.P(
            "More than ten, and you are asked first.",
            id="confirm-dialog-result",
            className="hx-muted",
            role="status",
        ),
        dcc.ConfirmDialog(id="confirm-dialog"),
    ]),
]


@callback(
    Output("confirm-dialog", "displayed"),
    Output("confirm-dialog", "message"),
    Output("confirm-dialog-result", "children"),
    Input("confirm-dialog-book", "n_clicks"),
    State("confirm-dialog-seats", "value"),
    prevent_initial_call=True,
)
def ask(_, seats):
    if (seats or 0) > 10:
        return True, f"Really {seats} seats?\nThey are paid now and cannot be given back.", "…"
    return False, "", f"{seats or 0} seats booked."


@callback(
    Output("confirm-dialog-result", "children", allow_duplicate=True),
    Input("confirm-dialog", "submit_n_clicks"),
    Input("confirm-dialog", "cancel_n_clicks"),
    State("confirm-dialog-seats", "value"),
    prevent_initial_call=True,
)
def answer(submitted, cancelled, seats):
    return f"{seats} seats booked." if (submitted or 0) > (cancelled or 0) else "Nothing booked."
