"""running= and cancel=: what the page is given for it (C133, C155, C156, C158); what the browser does with it is in tests/browser."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from hxdash import ALL, MATCH, Dash, Input, Output, dcc, html
from hxdash.encoding import loads
from hxdash.exceptions import DashException, IncorrectTypeException, NonExistentIdException, WildcardInLongCallback
from hxdash.testing import Client
from hxdash.testing.tree import parse


def app_of(*layout: Any, **settings: Any) -> Dash:
    app = Dash("running", **settings)
    app.layout = html.Div([html.Button("Go", id="go"), html.P(id="out"), html.P(id="after"), *layout])
    return app


def table(app: Dash) -> dict[str, list[list[str]]]:
    """What the page's script is given."""
    with Client(app) as client:
        return dict(loads(next(n for n in client.get("/").document.tags("meta") if n.get("name") == "hx-running").get("content")))


def pieces(html: str) -> list[tuple[str, str, str]]:
    return [(p.get("id"), p.get("hx-swap"), p.content) for p in parse(html).children if p.tag == "hx-partial"]


def test_c155_a_trigger_has_what_is_shown_before_and_after() -> None:
    app = app_of()
    rows = [(Output("go", "disabled"), True, False), (Output("out", "children"), html.B("busy"), "done")]
    app.callback(Output("after", "children"), Input("go", "n_clicks"), running=rows)(str)
    [(on, off), (busy, done)] = table(app)["go.n_clicks"]
    assert pieces(on) == [("go", "attrs", '{"disabled":true}')]
    assert pieces(off) == [("go", "attrs", '{"disabled":null}')]
    assert busy == '<hx-partial id="out" hx-swap="innerMorph"><b>busy</b></hx-partial>'
    assert pieces(done) == [("out", "innerMorph", "done")]


def test_it_goes_on_for_what_is_downstream_too() -> None:
    app = app_of()
    app.callback(Output("out", "children"), Input("go", "n_clicks"))(str)
    app.callback(Output("after", "children"), Input("out", "children"), running=[(Output("go", "hidden"), True, False)])(str)
    assert list(table(app)) == ["go.n_clicks"]


def test_a_page_without_running_has_nothing_of_it() -> None:
    app = app_of()
    app.callback(Output("out", "children"), Input("go", "n_clicks"))(str)
    with Client(app) as client:
        assert "running" not in client.request("GET", "/").text


def test_c133_match_is_the_triggers_value_and_all_is_all() -> None:
    app = app_of(*(html.Button(id={"t": "b", "i": i}) for i in (1, 2)), *(html.P(id={"t": "p", "i": i}) for i in (1, 2)))
    rows = [(Output({"t": "b", "i": MATCH}, "disabled"), True, False), (Output({"t": "p", "i": ALL}, "hidden"), True, False)]
    app.callback(Output({"t": "p", "i": MATCH}, "children"), Input({"t": "b", "i": MATCH}, "n_clicks"), running=rows)(str)
    first = table(app)['{"i":1,"t":"b"}.n_clicks']
    assert [pieces(on)[0][0] for on, _ in first] == ['{"i":1,"t":"b"}', '{"i":1,"t":"p"}', '{"i":2,"t":"p"}']


def test_what_joins_the_page_brings_its_own() -> None:
    app = app_of(suppress_callback_exceptions=True)
    app.callback(Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: html.Button(id="late"))
    app.callback(Output("after", "children"), Input("late", "n_clicks"), running=[(Output("late", "disabled"), True, False)])(str)
    with Client(app) as client:
        page = client.get("/").click("go")
        piece = re.search(r'<hx-partial id="hx-state" hx-swap="running">(.*?)</hx-partial>', page.last.text)
        assert piece is not None
        assert list(loads(parse(piece[1]).content)) == ["late.n_clicks"]


def test_c156_an_unknown_component_is_an_error_at_start_up() -> None:
    app = app_of()
    app.callback(Output("out", "children"), Input("go", "n_clicks"), running=[(Output("og", "disabled"), True, False)])(str)
    with pytest.raises(NonExistentIdException, match="no component has this id"):
        app.prepare()


@pytest.mark.parametrize("rows", [[Output("go", "disabled")], [(Output("go", "disabled"), True)], [("go", True, False)]])
def test_what_running_cannot_mean_is_an_error(rows: Any) -> None:
    with pytest.raises(IncorrectTypeException, match="running= holds"):
        app_of().callback(Output("out", "children"), Input("go", "n_clicks"), running=rows)


def test_c158_cancel_makes_a_button_heard_that_nobody_else_listens_to() -> None:
    app = app_of(html.Button("Stop", id="stop"))

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True, cancel=[Input("stop", "n_clicks")])
    def tell(n: int) -> Iterator[str]:
        yield "told"

    with Client(app) as client:
        page = client.get("/")
        assert page.click("go")["out"].text == "told"
        assert page.click("stop").last.status == 200
        assert page["out"].text == "told"


def test_the_page_is_told_what_ends_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", 0)
    app = app_of(html.Button("Stop", id="stop"), dcc.Input(id="x"))

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), Input("x", "value"), prevent_initial_call=True, cancel=Input("stop", "n_clicks"))
    async def tell(n: int, x: str) -> Any:
        yield "told"
        for _ in range(100):
            await asyncio.sleep(0)  # let the answer go out

    with Client(app) as client:
        page = client.get("/").click("go")
        piece = re.search(r'<hx-partial id="hx-state" hx-swap="flow">(.*?)</hx-partial>', page.last.text)
        assert piece is not None
        assert loads(piece[1])["ends"] == ["go.n_clicks", "stop.n_clicks", "x.value"]


def test_cancel_is_checked(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(WildcardInLongCallback):
        app_of().callback(Output("out", "children"), Input("go", "n_clicks"), cancel=[Input({"t": ALL}, "n_clicks")])
    with pytest.raises(IncorrectTypeException, match="not an Input"):
        app_of().callback(Output("out", "children"), Input("go", "n_clicks"), cancel="stop")
    with caplog.at_level(logging.WARNING, "hxdash"):
        app_of().callback(Output("out", "children"), Input("go", "n_clicks"), cancel=[Input("stop", "n_clicks")])(str)
    assert "ends only generators" in caplog.text
    app = app_of()

    def tell(n: int) -> Iterator[str]:
        yield ""

    app.callback(Output("out", "children"), Input("go", "n_clicks"), cancel=[Input("nobody", "n_clicks")])(tell)
    with pytest.raises(DashException, match="no component has this id"):
        app.prepare()
