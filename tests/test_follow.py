"""Components that join a page may need values that the request which brought them did not carry: their own group asks for them."""

from __future__ import annotations

from hxdash import Dash, Input, Output, State, dcc, html, set_props
from hxdash.testing import Client


def tabs() -> Dash:
    app = Dash("follow")
    app.layout = html.Div([html.Button("Go", id="go"), dcc.Input(id="x", value="layout"), html.Div(id="box"), html.P(id="echo")])

    @app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def show(n):
        return [html.P(id="o"), dcc.Input(id="inner", value=f"inner {n}"), html.P(id="both")]

    @app.callback(Output("o", "children"), Input("x", "value"))
    def from_outside(x):
        return f"x is {x}"

    @app.callback(Output("both", "children"), Input("inner", "value"), State("x", "value"))
    def both(inner, x):
        return f"{inner} and {x}"

    @app.callback(Output("echo", "children"), Input("x", "value"))
    def echo(x):
        return x

    app.suppress_callback_exceptions = True
    return app


def test_inserted_output_sees_what_the_user_typed_in_another_group() -> None:
    with Client(tabs()) as client:
        page = client.get("/")
        page["x"].value = "typed"
        page.click("go")
        assert page["o"].text == "x is typed"
        assert page["both"].text == "inner 1 and typed"
        page["x"].value = "again"
        assert page["o"].text == "x is again"


def test_what_needs_nothing_from_elsewhere_runs_at_once() -> None:
    app = Dash("once", suppress_callback_exceptions=True)
    app.layout = html.Div([html.Button("Go", id="go"), html.Div(id="box")])
    app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: [dcc.Input(id="i", value=f"v{n}"), html.P(id="o")])
    app.callback(Output("o", "children"), Input("i", "value"))(lambda v: f"got {v}")
    with Client(app) as client:
        page = client.get("/")
        before = len(page.requests)
        page.click("go")
        assert page["o"].text == "got v1"
        assert len(page.requests) - before == 1
        page["i"].value = "mine"
        assert page["o"].text == "got mine"


def test_set_props_on_another_group_runs_what_depends_on_it() -> None:
    app = Dash("side")
    app.layout = html.Div([html.Button("Go", id="go"), dcc.Input(id="x", value="a"), dcc.Store(id="s"), html.P(id="o")])

    @app.callback(Input("go", "n_clicks"), prevent_initial_call=True)
    def go(n):
        set_props("s", {"data": f"set {n}"})

    @app.callback(Output("o", "children"), Input("s", "data"), State("x", "value"))
    def show(data, x):
        return f"{data} {x}"

    with Client(app) as client:
        page = client.get("/")
        page["x"].value = "typed"
        page.click("go")
        assert page["o"].text == "set 1 typed"
