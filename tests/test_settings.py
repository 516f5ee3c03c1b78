"""A setting that does nothing yet says so, where the author sees it."""

from __future__ import annotations

import logging
from typing import Any

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


DASH_SETTINGS: dict[str, Any] = {
    "server": True, "backend": None, "assets_folder": "assets", "pages_folder": "pages", "use_pages": None, "assets_url_path": "assets",
    "assets_ignore": "", "assets_path_ignore": None, "assets_external_path": None, "eager_loading": False, "include_assets_files": True,
    "include_pages_meta": True, "url_base_pathname": None, "requests_pathname_prefix": None, "routes_pathname_prefix": None,
    "serve_locally": True, "compress": None, "meta_tags": None, "external_scripts": None, "external_stylesheets": None,
    "suppress_callback_exceptions": None, "prevent_initial_callbacks": False, "show_undo_redo": False, "extra_hot_reload_paths": None,
    "plugins": None, "title": "Dash", "update_title": "Updating...", "background_callback_manager": None, "add_log_handler": True,
    "hooks": None, "routing_callback_inputs": None, "description": None, "on_error": None, "use_async": None, "health_endpoint": None,
    "csrf_token_name": "_csrf_token", "csrf_header_name": "X-CSRFToken", "websocket_callbacks": False, "websocket_allowed_origins": None,
    "websocket_inactivity_timeout": 300000, "websocket_heartbeat_interval": 30000, "websocket_batch_delay": 0.005,
    "websocket_max_workers": 4, "enable_mcp": None, "mcp_path": None,
}  # of dash.Dash in Dash 4.4.1, with their defaults  # fmt: skip


def test_settings_of_dash_mean_nothing_by_their_defaults(caplog: pytest.LogCaptureFixture) -> None:
    Dash("settings", **DASH_SETTINGS)
    assert caplog.messages == []


CHANGED = {"server": object(), "pages_folder": "views", "assets_url_path": "files", "include_assets_files": False, "update_title": "Wait"}


@pytest.mark.parametrize(("name", "value"), CHANGED.items(), ids=CHANGED.keys())
def test_setting_with_a_default_is_named_when_it_is_changed(name: str, value: object, caplog: pytest.LogCaptureFixture) -> None:
    Dash("settings", **{name: value})
    assert caplog.messages == [f"Dash({name}=...) is accepted but not built yet: it does nothing."]
