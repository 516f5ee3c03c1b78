"""Two text boxes as State: the callback waits for the button."""

from hxdash import Dash, Input, Output, State, dcc, html

app = Dash(__name__, title="State")

app.layout = html.Main([
    html.H1("A form that waits for its button"),
    dcc.Input(id="input-1-state", type="text", value="Montréal", **{"aria-label": "Input 1"}),
    " ",
    dcc.Input(id="input-2-state", type="text", value="Canada", **{"aria-label": "Input 2"}),
    " ",
    html.Button(id="submit-button-state", n_clicks=0, children="Submit"),
    html.P(id="output-state"),
])


@app.callback(
    Output("output-state", "children"),
    Input("submit-button-state", "n_clicks"),
    State("input-1-state", "value"),
    State("input-2-state", "value"),
)
def update_output(n_clicks, input1, input2):
    return f"""
        The Button has been pressed {n_clicks} times,
        Input 1 is "{input1}",
        and Input 2 is "{input2}"
    """


if __name__ == "__main__":
    app.run(debug=True)
