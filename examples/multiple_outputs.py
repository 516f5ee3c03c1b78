"""One Input, five Outputs: powers of a number."""

from hxdash import Dash, Input, Output, dcc, html

app = Dash(__name__, title="Multiple outputs")

app.layout = html.Main([
    html.H1("Powers of a number"),
    html.Label(["x = ", dcc.Input(id="num-multi", type="number", value=5)]),
    html.Table([
        html.Tr([html.Td(["x", html.Sup(2)]), html.Td(id="square")]),
        html.Tr([html.Td(["x", html.Sup(3)]), html.Td(id="cube")]),
        html.Tr([html.Td([2, html.Sup("x")]), html.Td(id="twos")]),
        html.Tr([html.Td([3, html.Sup("x")]), html.Td(id="threes")]),
        html.Tr([html.Td(["x", html.Sup("x")]), html.Td(id="x^x")]),
    ]),
])


@app.callback(
    Output("square", "children"),
    Output("cube", "children"),
    Output("twos", "children"),
    Output("threes", "children"),
    Output("x^x", "children"),
    Input("num-multi", "value"),
)
def callback_a(x):
    if x is None or abs(x) > 1000:  # an empty field, or a number whose powers nobody wants to read
        return ["–"] * 5
    return x**2, x**3, 2**x, 3**x, x**x


if __name__ == "__main__":
    app.run(debug=True)
