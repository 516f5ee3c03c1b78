"""A value that is on the page but not to be seen: what one callback keeps, another reads."""

from hxdash import Input, Output, State, callback, ctx, dcc, html

layout = [
    dcc.Store(id="store-basket", storage_type="local", data={}),
    html.Section([
        html.H2("A basket that survives the evening"),
        html.P(
            "Kept by this browser, signed by the server. Reload the page: it is still there.",
            className="hx-muted",
        ),
        html.Div(
            [
                dcc.Button("+ Apple", id="store-apple"),
                dcc.Button("+ Pear", id="store-pear"),
                dcc.Button("Empty it", id="store-empty", className="hx-quiet"),
            ],
            className="hx-row",
        ),
        html.P(id="store-shown", role="status"),
    ]),
]


@callback(
    Output("store-basket", "data"),
    Input("store-apple", "n_clicks"),
    Input("store-pear", "n_clicks"),
    Input("store-empty", "n_clicks"),
    State("store-basket", "data"),
    prevent_initial_call=True,
)
def change(_apple, _pear, _empty, basket):
    name = ctx.triggered_id.removeprefix("store-")
    if name == "empty":
        return {}
    return {**(basket or {}), name: (basket or {}).get(name, 0) + 1}


@callback(Output("store-shown", "children"), Input("store-basket", "data"))
def show(basket):
    return (
        ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for name, n in (basket or {}).items())
        or "The basket is empty."
    )
