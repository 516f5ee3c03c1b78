"""dcc.Loading: markup, what changes send, and what a slow answer says is still to come."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any
from urllib.parse import unquote, urlencode

import pytest

from hxdash import Dash, Input, Output, dcc, html, waiting
from hxdash.static_files import manifest
from hxdash.testing import Client

PLAIN = """\
<div id="l" class="dash-loading" data-loading data-delay-show="200" data-initial="" hx-script="SCRIPT">SHEET\
<div id="l.content" class="dash-loading-content">x</div>\
<div id="l.spinner" class="dash-loading-spinner dash-loading-default" aria-hidden="true"></div>\
<span class="dash-loading-status" role="status"></span></div>"""


def test_loading_with_defaults(render):
    script, sheet = manifest().url("dcc/loading.js"), manifest().url("dcc/loading.css")
    assert render(dcc.Loading("x", id="l")) == PLAIN.replace("SCRIPT", script).replace("SHEET", f'<link rel="stylesheet" href="{sheet}">')
    assert "id=" not in render(dcc.Loading("x"))


def test_loading_with_every_prop(render):
    loading = dcc.Loading(
        "x", "graph", True, True, {"top": 1}, "pc", {"top": 2}, {"visibility": "hidden"}, "red", "show", 300, 0, False,
        {"out": ["children", "style"], "g": "*"}, None, "c", True, [], "local", "l",
    )  # fmt: skip
    assert set(loading.props) == set(loading.prop_names)
    markup = render(loading)
    assert '<div id="l" class="dash-loading pc" style="--loading-color:red;top:2px" data-loading data-display="show" data-delay-show="0" data-delay-hide="300"' in markup
    assert """data-targets='{"out":["children","style"],"g":"*"}' data-overlay="visibility:hidden" aria-busy="true\"""" in markup
    assert '<div id="l.spinner" class="dash-loading-spinner dash-loading-graph dash-loading-fullscreen c" style="top:1px" aria-hidden="true"><i></i><i></i><i></i><i></i>' in markup
    assert "dash-loading-debug" in markup
    assert "<b>mine</b>" in render(dcc.Loading(custom_spinner=html.B("mine")))


def test_loading_takes_no_color_that_is_more(render):
    markup = render(dcc.Loading(color='red;position:fixed" onclick="x', type="<b>"))
    assert "fixed" not in markup
    assert "onclick" not in markup
    assert "<b>" not in markup


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"children": "y"}, [(".content", "innerMorph")]),
        ({"type": "cube", "custom_spinner": "x", "className": "c"}, [(".spinner", "outerMorph")]),
        ({"color": "red", "parent_style": {}}, [("", "attrs")]),
        ({"display": "show", "delay_show": 5, "target_components": {}}, [("", "loading")]),
    ],
)
def test_no_change_draws_the_content_anew(change, sent, swaps):
    """K05"""
    assert [(part, style) for part, style, _ in swaps(dcc.Loading("x", id="l"), **change)] == sent


def make(told: threading.Event) -> Dash:
    """An app with a callback that is not finished before the page has been told what is to come."""
    app = Dash(__name__)
    app.layout = [
        html.Button("Go", id="go"),
        dcc.Loading(html.P(id="slow"), id="l"),
        dcc.Loading(html.P(id="quick"), display="auto", id="m"),
        html.P(id="after"),
    ]

    @app.callback(Output("quick", "children"), Input("go", "n_clicks"))
    async def quick(clicks):
        return f"quick {clicks}"

    @app.callback(Output("slow", "children"), Input("go", "n_clicks"))
    async def slow(clicks):
        while clicks and not told.is_set():
            await asyncio.sleep(0)
        return f"slow {clicks}"

    @app.callback(Output("after", "children"), Output("m", "display"), Input("slow", "children"))
    async def after(text):
        return f"after {text}", "hide"

    return app


def post(client: Client, page: object, told: threading.Event, **headers: str):
    told.clear()
    fields = urlencode([*page.last.fields])
    sent = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded", **headers}
    return client.request("POST", "/_hx", content=fields, headers=sent)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every answer takes longer than a moment; the event is set when the page is told what is to come."""
    event, real = threading.Event(), waiting.header

    def header(*args: Any) -> Any:
        said = real(*args)
        event.set()
        return said

    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", 0)
    monkeypatch.setattr(waiting, "header", header)
    return event


def test_a_slow_answer_says_what_is_to_come(told):
    with Client(make(told)) as client:
        page = client.get("/")
        page.click("go")
        answer = post(client, page, told, **{"HX-Loading": "7"})
        due = json.loads(unquote(answer.headers["HX-Due"]))
        assert {*due} - {"quick.children"} == {"after.children", "m.display", "slow.children"}
        parts = [part for part in answer.text.split("<hx-partial") if 'hx-swap="due"' in part]
        said = [json.loads(part.partition(">")[2].partition("<")[0]) for part in parts]
        assert {row["number"] for row in said} == {7}
        assert said[-1]["keys"] == []
        assert all({*row["keys"]} <= {*due} for row in said)


def test_a_chain_that_takes_the_quick_way_says_so_too(told):
    app = Dash(__name__, layout=[html.Button("Go", id="go"), dcc.Loading(html.P(id="a"), id="l"), html.P(id="b")])

    @app.callback(Output("a", "children"), Input("go", "n_clicks"))
    def a(clicks):
        assert not clicks or told.wait(20)
        return f"a {clicks}"

    @app.callback(Output("b", "children"), Input("a", "children"))
    def b(text):
        return f"b {text}"

    with Client(app) as client:
        page = client.get("/")
        for _ in range(3):
            page.click("go")
            answer = post(client, page, told, **{"HX-Loading": "1"})
            assert json.loads(unquote(answer.headers["HX-Due"])) == ["a.children", "b.children"]
            assert '"keys":[]' in answer.text


@pytest.mark.parametrize("number", ["-1", "x", "9" * 30, "1e3", "²", ""])
def test_a_hostile_number_is_no_number(number, told):
    with Client(make(told)) as client:
        page = client.get("/")
        page.click("go")
        answer = post(client, page, told, **{"HX-Loading": number.encode("utf-8")})
        assert answer.status_code == 200
        assert 'hx-swap="due"' not in answer.text


def test_nobody_is_told_who_does_not_ask(told):
    with Client(make(told)) as client:
        page = client.get("/")
        page.click("go")
        answer = post(client, page, told)
        assert "HX-Due" not in answer.headers
        assert 'hx-swap="due"' not in answer.text


def test_the_page_is_as_ever():
    told = threading.Event()
    told.set()
    with Client(make(told)) as client:
        for javascript in (True, False):
            page = client.get("/", javascript=javascript)
            page.click("go")
            assert (page["slow"].text, page["after"].text, page["m"].attributes["data-display"]) == ("slow 1", "after slow 1", "hide")
