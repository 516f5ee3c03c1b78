"""A text box and what is in it: one Input, one Output."""

from hxdash import Dash, Input, Output, dcc, html

app = Dash(__name__, title="Basic input")

app.layout = html.Main([
    html.H1("Basic input"),
    html.P("Change the value in the text box to see callbacks in action!"),
    html.Label(["Input: ", dcc.Input(id="my-input", value="initial value", type="text")]),
    html.P(id="my-output"),
])


@app.callback(Output("my-output", "children"), Input("my-input", "value"))
def update_output_div(input_value):
    return f"Output: {input_value}"


if __name__ == "__main__":
    app.run(debug=True)
