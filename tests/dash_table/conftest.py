"""A page with a table for a test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, html
from hxdash.testing import Client

sys.path.insert(0, str(Path(__file__).parent))
from conftest_table import Shown, table


@pytest.fixture
def show() -> Iterator[Callable[..., Shown]]:
    """Open a page with a table; `inputs` and `states` are props that a callback gets."""
    clients = []

    def show(component: Any = None, *, inputs: tuple[str, ...] = (), states: tuple[str, ...] = (), javascript: bool = True, **more: Any) -> Shown:
        app, seen = Dash("table_tests"), []
        app.layout = html.Div([component or table(**more), html.Div(id="out")])
        if inputs:

            def note(*values: Any) -> str:
                seen.append(values[0] if len(values) == 1 else values)
                return str(len(seen))

            app.callback(Output("out", "children"), [Input("t", p) for p in inputs], [State("t", p) for p in states])(note)
        client = Client(app)
        client.__enter__()
        clients.append(client)
        return Shown(client.get("/", javascript=javascript), seen)

    yield show
    for client in clients:
        client.__exit__(None, None, None)
