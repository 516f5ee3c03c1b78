"""A value that a component cannot be drawn with costs one error box, never the page."""

from __future__ import annotations

import pytest

from hxdash import Dash, Input, Output, dcc, html
from hxdash.exceptions import NoLayoutException
from hxdash.testing import Client

WRONG = [("d", "children", {"a": 1}), ("g", "figure", 5), ("r", "options", 5), ("d", "style", [1]), ("s", "data", 10**5000)]


@pytest.mark.parametrize(("id", "prop", "value"), WRONG, ids=[f"{i}.{p}" for i, p, _ in WRONG])
@pytest.mark.parametrize("at_load", [True, False])
def test_undrawable_value_becomes_an_error_box(id: str, prop: str, value: object, at_load: bool) -> None:
    app = Dash("undrawable")
    parts = [html.Div("old", id="d"), dcc.Graph(id="g"), dcc.RadioItems(["a"], "a", id="r"), dcc.Store(id="s"), html.P(id="other")]
    app.layout = html.Div([dcc.Input(id="in", value="x"), *parts])
    app.callback(Output(id, prop), Input("in", "value"), prevent_initial_call=not at_load)(lambda v: value)
    app.callback(Output("other", "children"), Input("in", "value"))(lambda v: f"other {v}")
    app.callback(Output("other", "title"), Input("r", "value"), Input("s", "data"))(lambda r, s: "")
    with Client(app) as client:
        page = client.get("/")
        if not at_load:
            assert page.errors == []
            page.set("in", "y")
        assert len(page.errors) == 1
        assert "Reference" in page.errors[0]
        assert page["other"].text == ("other x" if at_load else "other y")
        assert page["d"].text == "old"


def test_undrawable_layout_is_found_at_start() -> None:
    app = Dash("undrawable", layout=html.Div([html.P({1, 2})]))
    with pytest.raises(NoLayoutException, match="The layout holds a set"):
        app.prepare()
