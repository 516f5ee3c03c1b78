"""A setting that does nothing yet says so, where the author sees it."""

from __future__ import annotations

import logging

import pytest

from hxdash import Dash, Input, Output, html


def test_setting_that_is_not_built_is_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "hxdash"):
        app = Dash("settings", use_pages=True, serve_locally=True, layout=html.Div(id="a"))
        app.callback(Output("a", "children"), Input("a", "n_clicks"), progress=[Output("a", "title")])(lambda n: n)
    assert caplog.messages == [
        "Dash(use_pages=...) is accepted but not built yet: it does nothing.",
        "callback(progress=...) is accepted but not built yet: it does nothing.",
    ]


def test_validation_layout_may_be_given_at_once() -> None:
    app = Dash("settings", layout=html.Div(id="a"), validation_layout=html.Div([html.Div(id="a"), html.Div(id="later")]))
    app.callback(Output("later", "children"), Input("a", "n_clicks"))(lambda n: n)
    assert app.mistakes() == []
