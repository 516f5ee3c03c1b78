"""Clientside callbacks (C175-C179): declared, told to the browser, taken back. What the browser does with them: tests/browser."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest
from mixed import Node, Oracle, random_app

import hxdash
from hxdash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from hxdash.callback import GLOBAL_REGISTRY
from hxdash.encoding import loads
from hxdash.exceptions import (
    CallbackException,
    CircularDependencyException,
    DuplicateCallback,
    IncorrectTypeException,
    NonExistentIdException,
    NonExistentPropException,
)
from hxdash.testing import Client, Impossible, Page

SAME = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
JS = "function(v) { return v; }"


def app_of(*layout: Any, **settings: Any) -> Dash:
    """An app with a field, a store, and places for outputs."""
    app = Dash("client", **settings)
    app.layout = html.Div([dcc.Input(id="in", value="a"), dcc.Store(id="store"), *[html.P(id=i) for i in "xyz"], *layout])
    return app


def told(page: Page) -> dict[str, Any]:
    """What the page tells of components: {"k": kinds, "v": values}, all groups joined."""
    found = next(n for n in page.document.tags("meta") if n.get("name") == "hx-values")
    out: dict[str, Any] = {"k": {}, "v": {}}
    for group in loads(found.get("content")).values():
        out["k"].update(group.get("k", {}))
        out["v"].update(group.get("v", {}))
    return out


def script(client: Client, stem: str) -> str:
    """The text of a script that the page loads."""
    src = re.search(rf'src="([^"]*/{stem}\.\w+\.js)"', client.request("GET", "/").text)
    assert src is not None
    answer = client.request("GET", src[1])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    return str(answer.text)


# -- declaring (C175, C178, C179) ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        ((Output("x", "children"), Input("in", "value"), State("store", "data")), {}),
        ((Output("x", "children"), [Input("in", "value")], [State("store", "data")]), {}),
        ((), {"output": Output("x", "children"), "inputs": [Input("in", "value"), State("store", "data")]}),
        ((), {"output": Output("x", "children"), "inputs": [Input("in", "value")], "state": [State("store", "data")]}),
    ],
)
def test_c175_argument_forms_are_those_of_any_callback(args: Any, kwargs: Any) -> None:
    app = app_of()
    app.clientside_callback(JS, *args, **kwargs)
    with Client(app) as client:
        [call] = client.get("/").clientside
    assert (call.outputs, call.arguments) == (["x.children"], ["a", None])


def test_c175_a_callback_that_was_declared_before_the_app() -> None:
    hxdash.clientside_callback(JS, Output("x", "children"), Input("in", "value"), prevent_initial_call=True)
    try:
        with Client(app_of()) as client:
            page = client.get("/")
            assert page.clientside == []
            page["in"].value = "b"
            assert [c.triggered for c in page.clientside] == [["in.value"]]
    finally:
        GLOBAL_REGISTRY.callbacks.clear()


def test_c175_last_bool_is_prevent_initial_call() -> None:
    app = app_of()
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"), True)
    with Client(app) as client:
        assert client.get("/").clientside == []


@pytest.mark.parametrize("namespace", ["_dashprivate_x", "no_update", "PreventUpdate"])
def test_c178_reserved_namespaces(namespace: str) -> None:
    with pytest.raises(ValueError, match=namespace):
        ClientsideFunction(namespace, "f")


@pytest.mark.parametrize("option", ["running", "background", "on_error", "progress", "cancel", "manager", "websocket"])
def test_c179_what_only_python_callbacks_have(option: str) -> None:
    with pytest.raises(CallbackException, match=rf"(?s){option}=.*only a callback in Python.*test_clientside\.py:\d+"):
        app_of().clientside_callback(JS, Output("x", "children"), Input("in", "value"), **{option: [1]})


@pytest.mark.parametrize("function", [None, "", "  ", 3, print])
def test_what_is_no_javascript(function: Any) -> None:
    with pytest.raises(IncorrectTypeException, match=r"(?s)has no JavaScript.*test_clientside\.py"):
        app_of().clientside_callback(function, Output("x", "children"), Input("in", "value"))


def test_a_callback_without_anything_is_refused() -> None:
    with pytest.raises(CallbackException, match="no Output, Input or State"):
        app_of().clientside_callback(JS)


@pytest.mark.parametrize(
    ("error", "args"),
    [
        (NonExistentIdException, (Output("nowhere", "children"), Input("in", "value"))),
        (NonExistentPropException, (Output("x", "childs"), Input("in", "value"))),
        (DuplicateCallback, (Output("y", "children"), Input("in", "value"))),
        (CircularDependencyException, (Output("store", "data"), Input("y", "children"))),
    ],
)
def test_they_are_checked_at_start_up_like_any_callback(error: type[Exception], args: Any) -> None:
    app = app_of()
    app.callback(Output("y", "children"), Input("store", "data"))(lambda v: v)
    app.clientside_callback(JS, *args)
    with pytest.raises(error, match=r"(?s)clientside callback \(.*test_clientside\.py:\d+\)"):
        app.prepare()


# -- what the page is given ----------------------------------------------------------------------------------------------


def test_an_app_without_them_has_nothing_of_it() -> None:
    app = app_of()
    app.callback(Output("x", "children"), Input("in", "value"))(str)
    with Client(app) as client:
        text = client.request("GET", "/").text
    assert "clientside" not in text
    assert "hx-values" not in text


def test_sources_are_files_and_nothing_is_inline() -> None:
    app = app_of()
    app.clientside_callback("v => 'first' + v", Output("x", "children"), Input("in", "value"))
    app.clientside_callback("function(v) { return 'second'; };", Output("y", "children"), Input("in", "value"))
    app.clientside_callback(ClientsideFunction("ns", "third"), Output("z", "children"), Input("in", "value"))
    with Client(app) as client:
        page = client.request("GET", "/")
        assert not re.search(r"<script(?![^>]* src=)", page.text)
        assert "unsafe-eval" not in page.headers["content-security-policy"]
        functions = script(client, "functions")
        assert "v => 'first' + v" in functions
        assert "'second'" in functions
        assert '["ns","third"]' in script(client, "clientside")
        keys = re.findall(r'hxdash\.functions\["(\w+)"\]', functions)
        alone = [client.request("GET", f"/_hx/static/functions/{key}.js").text for key in keys]  # for a browser that cannot read them together
        assert "".join(alone) == functions
        assert client.request("GET", "/_hx/static/functions/nothing.js").status_code == 404


def test_scripts_run_before_those_of_the_assets_and_they_before_the_first_calls() -> None:
    app = app_of()
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"))
    with Client(app) as client:
        names = re.findall(r'src="[^"]*/(\w+)\.\w+\.js" defer', client.request("GET", "/").text)
    assert names == ["hxdash", "clientside", "functions", "follow"]


def test_python_places_are_told_in_debug_mode_only() -> None:
    app = app_of()
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"))
    with Client(app) as client:
        assert "test_clientside.py" not in script(client, "clientside")
        app.debug = True
        assert "test_clientside.py" in script(client, "clientside")


def test_wildcards_and_patches_bring_their_scripts() -> None:
    plain, rich = app_of(), app_of(html.P(id={"i": 1}))
    plain.clientside_callback(JS, Output("x", "children"), Input("in", "value"))
    rich.clientside_callback("() => new dash_clientside.Patch()", Output({"i": ALL}, "children"), Input("in", "value"))
    with Client(plain) as client:
        small = script(client, "clientside")
    with Client(rich) as client:
        large = script(client, "clientside")
    assert "hxdash.wild=" not in small
    assert "hxdash.wild=" in large
    assert "hxdash.Patch=" not in small
    assert "hxdash.Patch=" in large


def test_the_page_tells_how_to_read_and_show_what_they_use_and_no_more() -> None:
    app = app_of(dcc.Input(id="n", type="number"), dcc.Dropdown([1], multi=True, id="d"), html.A(id="a"), dcc.Graph(id="g"), html.P("not theirs", id="q"))
    app.layout["store"].data = {"big": [1, 2]}
    outputs = [Output("a", "href"), Output("a", "hidden"), Output("x", "style"), Output("x", "children"), Output("d", "options"), Output("g", "figure")]
    inputs = [Input("in", "value"), Input("n", "value"), Input("d", "value"), Input("store", "data"), State("y", "children"), State("g", "style")]
    app.clientside_callback(JS, *outputs, *inputs)
    app.callback(Output("z", "children"), Input("x", "style"), State("q", "children"))(lambda *v: None)
    with Client(app) as client:
        page = client.get("/")
        assert told(page)["k"] == {
            "in.value": "text", "n.value": "number", "d.value": "options", "d.options": "!", "store.data": "data", "y.children": "children",
            "a.href": "url href", "a.hidden": "attr hidden", "x.style": "!style", "x.children": "children", "g.figure": "figure",
            "g.style": "style min-height:450px",
        }  # fmt: skip
        assert told(page)["v"] == {"store.data": {"big": [1, 2]}}
        assert not page.document.named("s:store")  # nothing on the server reads it, so it does not travel back


def test_an_answer_tells_what_it_changes() -> None:
    app = app_of(html.Div(id="box"), suppress_callback_exceptions=True)
    app.clientside_callback(JS, Output("x", "children"), Input("store", "data"), prevent_initial_call=True)
    app.clientside_callback(JS, Output({"t": "o", "i": MATCH}, "children"), Input({"t": "s", "i": MATCH}, "data"))

    @app.callback(Output("store", "data"), Output("box", "children"), Input("in", "value"), prevent_initial_call=True)
    def load(v: str) -> Any:
        return {"v": v}, [dcc.Store(id={"t": "s", "i": 1}, data=[1]), html.B(id={"t": "o", "i": 1})]

    with Client(app) as client:
        page = client.get("/")
        page["in"].value = "b"
        assert sorted((c.outputs[0], c.triggered, c.arguments) for c in page.clientside) == [
            ("x.children", ["store.data"], [{"v": "b"}]),
            ('{"i":1,"t":"o"}.children', [], [[1]]),
        ]
        [told] = re.findall(r'hx-swap="values">(.*?)</hx-partial>', page.last.text)
        entries = loads(told).values()
        assert {k: v for e in entries for k, v in e.get("v", {}).items()} == {"store.data": {"v": "b"}, '{"i":1,"t":"s"}.data': [1]}


# -- chains: who is called when (C51, C52, C30-C34) ------------------------------------------------------------------------


def test_c52_what_a_clientside_callback_feeds_is_called_once_with_both() -> None:
    app, calls = app_of(), []
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"), prevent_initial_call=True)

    @app.callback(Output("y", "children"), Input("in", "value"), Input("x", "children"), prevent_initial_call=True)
    def join(v: str, x: str) -> str:
        calls.append((v, x, sorted(ctx.triggered_prop_ids)))
        return f"{v} {x}"

    with Client(app) as client:
        page = client.get("/")
        page["in"].value = "b"
        assert page.requests == []  # it waits for the browser
        page.clientside_result("X")
        assert len(page.requests) == 1
        assert page.last.sent("_t") == ["in.value", "x.children"]
        assert page.last.sent("c:x.children") == ['"X"']
        assert calls == [("b", "X", ["in.value", "x.children"])]
        assert (page["x"].text, page["y"].text) == ("X", "b X")


def test_c51_what_the_server_feeds_waits_for_it_and_needs_no_request_of_its_own() -> None:
    app = app_of()
    app.callback(Output("store", "data"), Input("in", "value"), prevent_initial_call=True)(lambda v: {"v": v})
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"), Input("store", "data"), prevent_initial_call=True)
    with Client(app) as client:
        page = client.get("/")
        page["in"].value = "b"
        assert len(page.requests) == 1
        [call] = page.clientside
        assert (call.arguments, sorted(call.triggered)) == (["b", {"v": "b"}], ["in.value", "store.data"])
        page.clientside_result("done")
        assert len(page.requests) == 1
        assert page["x"].text == "done"


def test_c53_silence_of_a_clientside_callback_calls_nothing() -> None:
    app = app_of()
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("y", "children"), Input("x", "children"), prevent_initial_call=True)(str)
    with Client(app) as client:
        page = client.get("/")
        page["in"].value = "b"
        page.clientside_result(no_update)
        assert page.requests == []


def test_c32_first_calls_wait_for_the_browser_and_no_page_waits_for_them() -> None:
    app, calls = app_of(), []
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"))
    app.callback(Output("y", "children"), Input("x", "children"), Input("in", "value"))(lambda x, v: calls.append((x, v)) or f"{x} {v}")
    app.callback(Output("z", "children"), Input("in", "value"))(lambda v: f"at once {v}")
    with Client(app) as client:
        page = client.get("/")
        assert (page["z"].text, page["y"].text, calls) == ("at once a", "", [])
        assert [c.triggered for c in page.clientside] == [[]]
        page.clientside_result("X")
        assert len(page.requests) == 1
        assert calls == [("X", "a")]


def test_c33_a_first_call_is_dropped_if_all_that_it_waits_for_is_silent() -> None:
    app, calls = app_of(), []
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"))
    app.callback(Output("y", "children"), Input("x", "children"))(calls.append)
    with Client(app) as client:
        page = client.get("/")
        page.clientside_result(no_update)
        assert (page.requests, calls) == ([], [])


def test_without_javascript_they_do_not_run_and_nothing_is_said() -> None:
    app = app_of()
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"))
    app.callback(Output("y", "children"), Input("in", "value"), Input("x", "children"))(lambda v, x: f"{v} {x}")
    with Client(app) as client:
        page = client.get("/", javascript=False)
        assert (page["x"].text, page.errors) == ("", [])
        page.set("in", "b")
        page.apply()
        assert (page["x"].text, page["y"].text, page.errors) == ("", "b None", [])


def test_set_props_of_another_group_calls_them() -> None:
    app = app_of(html.Button(id="go"))
    app.clientside_callback(JS, Output("x", "children"), Input("store", "data"), prevent_initial_call=True)
    app.callback(Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: set_props("store", {"data": n}))
    with Client(app) as client:
        page = client.get("/")
        page.click("go")
        assert [(c.triggered, c.arguments) for c in page.clientside] == [(["store.data"], [1])]


def test_set_props_that_a_source_mentions_may_reach_the_server() -> None:
    app = app_of(html.Button(id="go"))
    app.clientside_callback("n => { dash_clientside.set_props('store', {data: {n: [n]}, title}); }", Input("go", "n_clicks"))
    app.callback(Output("x", "children"), Input("store", "data"))(str)
    app.prepare()
    wired = app.graph.wired("store")
    assert wired is not None
    assert wired.brought == {"data", "title"}
    assert app.graph.group_of("go") == app.graph.group_of("x") == wired.group


# -- what comes back -------------------------------------------------------------------------------------------------------


def test_what_the_browser_cannot_draw_the_server_draws_with_its_callbacks() -> None:
    app, calls = app_of(html.Div(id="box"), suppress_callback_exceptions=True), []
    app.clientside_callback(JS, Output("box", "children"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("inner", "title"), Input("box", "children"))(lambda c: calls.append(c) or "set")
    with Client(app) as client:
        page = client.get("/")
        page["in"].value = "b"
        tree = {"type": "P", "namespace": "dash_html_components", "props": {"children": "drawn <b>", "id": "inner"}}
        page.clientside_result(tree)
        assert len(page.requests) == 1
        assert page["box"].html == '<div id="box"><p id="inner" title="set">drawn &lt;b&gt;</p></div>'
        assert calls == [tree]
        assert not page.document.named("c:box.children")


def test_options_from_the_browser_are_those_that_the_server_checks() -> None:
    app = app_of(dcc.Dropdown(id="d"))
    app.clientside_callback(JS, Output("d", "options"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("y", "children"), Input("d", "value"), prevent_initial_call=True)(lambda v: f"chose {v}")
    with Client(app) as client:
        page = client.get("/")
        page["in"].value = "b"
        page.clientside_result(["one", 2])
        assert [o["value"] for o in page["d"].options] == ["one", 2]
        page["d"].value = 2
        assert page["y"].text == "chose 2"


def test_a_python_callback_that_sets_the_same_takes_the_field_away() -> None:
    app = app_of()
    app.clientside_callback(JS, Output("store", "data"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("store", "data", allow_duplicate=True), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: f"server {n}")
    app.callback(Output("x", "children"), Input("store", "data"), State("y", "title"))(lambda data, title: str(data))
    app.layout.children.append(html.Button(id="go"))
    with Client(app) as client:
        page = client.get("/")
        page["in"].value = "b"
        page.clientside_result({"from": "browser"})
        assert page["x"].text == "{'from': 'browser'}"
        assert page.document.named("c:store.data")
        page.click("go")
        assert page["x"].text == "server 1"
        assert not page.document.named("c:store.data")


def hostile() -> Dash:
    app = app_of(dcc.Dropdown([1], id="d"), html.Div(id="box", style={}), dcc.Graph(id="g"), html.Button(id="go"), dcc.Slider(0, 5, id="s"), dcc.Store(id="own", data=1))
    set_there = [Output("x", "children"), Output("store", "data"), Output("d", "options"), Output("box", "style"), Output("g", "figure"), Output("s", "marks"), Output("s", "min")]
    app.clientside_callback(JS, *set_there, Input("in", "value"), prevent_initial_call=True)
    reads = [Input(o.component_id, o.component_property) for o in set_there]
    app.callback(Output("y", "children"), *reads, Input("go", "n_clicks"), State("d", "value"), State("s", "value"), State("own", "data"), prevent_initial_call=True)(lambda *v: repr(v))
    return app


@pytest.fixture(scope="module")
def posting() -> Any:
    """Post fields to the hostile app: (status, text)."""
    with Client(hostile()) as client:
        page = client.get("/")
        token, group = page.document.named("_p")[0].value, page["go"].attributes["hx-group"]

        def post(*fields: tuple[str, str]) -> tuple[int, str]:
            answer = client.request("POST", "/_hx", content=urlencode([("_p", token), ("_g", group), *fields]), headers=SAME)
            return answer.status_code, answer.text

        yield post


CLICK = ("_t", "go.n_clicks"), ("n:go.n_clicks", "1")


def test_what_clientside_callbacks_set_is_taken(posting: Any) -> None:
    status, text = posting(*CLICK, ("c:store.data", '{"a":[1,null]}'), ("c:x.children", '"hello"'))
    assert status == 200
    assert "hello" in text
    assert "{'a': [1, None]}" in text


@pytest.mark.parametrize(
    "fields",
    [
        [("c:own.data", "2")],  # a Store that none of them sets
        [("c:y.children", '"x"')],  # what Python sets
        [("c:in.value", '"x"')],  # what the user sets
        [("c:go.n_clicks", "3")],
        [("c:nowhere.children", '"x"')],
        [("c:{broken.children", '"x"')],
        [("c:.", '"x"')],
        [("c:x", '"x"')],
        [("c:x.title", '"x"')],
        [("c:x.children", "")],
        [("c:x.children", "{")],
        [("c:x.children", "NaN")],
        [("c:x.children", '"a"'), ("c:x.children", '"b"')],
        [("c:store.data", "[" * 40 + "]" * 40)],
        [("c:store.data", "[" * 100_000)],
        [("c:x.children", '{"props":5,"type":"P","namespace":"dash_html_components"}')],
        [("c:x.children", '{"props":{},"type":"Nothing","namespace":"dash_html_components"}')],
        [("c:x.children", '{"props":{},"type":[],"namespace":{}}')],
        [("c:x.children", '{"props":{"id":5},"type":"P","namespace":"dash_html_components"}')],
        [("c:x.children", '{"props":{"id":"a.b"},"type":"P","namespace":"dash_html_components"}')],
        [("_t", "x.=children")],  # to be drawn, but not there
        [("_t", "x.=title"), ("c:x.children", '"x"')],
        [("_t", "store.data")],  # changed, but not there
        [("_t", "go.@99:n_clicks")],
        [("_t", "go.@:n_clicks")],
        [("_t", "go.@-1:n_clicks")],
        [("_t", "go.@١:n_clicks")],
        [("_t", "own.@0:data")],  # not an Input
        [("_t", "go.@0:title")],
        [("_t", "go.@")],
        [("_t", "own.~data")],
    ],
    ids=str,
)
def test_what_they_do_not_set_is_refused(posting: Any, fields: list[tuple[str, str]]) -> None:
    status, text = posting(*CLICK, *fields)
    assert status == 400, text
    assert "Traceback" not in text


NASTY = [
    5, -1e308, "x", [], {}, [None], [[[]]], [{}], {"a": None}, True, None, [1, "1", True, None, 1.5], {"label": {}}, [{"label": [1]}], [{"value": {}}], "javascript:1", {"0": {"style": 5}},
    {"data": 5}, {"data": [5, {"type": []}], "layout": []}, {"layout": {"title": [], "height": {}}}, [{"label": {"props": {}, "type": "P", "namespace": "dash_html_components"}, "value": 1}],
    {"props": {"children": {"props": {"id": {"a": 1}}, "type": "Store", "namespace": "dash_core_components"}}, "type": "Div", "namespace": "dash_html_components"},
    {"props": {"id": "in", "style": 5, "n_clicks": {}, "className": []}, "type": "Button", "namespace": "dash_html_components"},
    {"props": {"options": 5, "value": []}, "type": "Dropdown", "namespace": "dash_core_components"},
    {"props": {"figure": "x"}, "type": "Graph", "namespace": "dash_core_components"}, {"props": {}, "type": "Slider", "namespace": "dash_core_components"},
]  # fmt: skip


@pytest.mark.parametrize("key", ["x.children", "store.data", "d.options", "box.style", "g.figure", "s.marks", "s.min"])
@pytest.mark.parametrize("drawn", [True, False])
def test_nothing_that_a_browser_makes_up_breaks_the_server(posting: Any, key: str, drawn: bool) -> None:
    id, _, prop = key.partition(".")
    for value, field in itertools.product(NASTY, [(), ("v:d.value", "1"), ("v:s.value", "3")]):
        trigger = [("_t", f"{id}.={prop}")] if drawn else [("_t", key)]
        status, text = posting(*CLICK, *trigger, (f"c:{key}", json.dumps(value)), *([field] if field else []))
        assert status in (200, 400, 413, 422), (value, field, text)


# -- random apps against a naive oracle ------------------------------------------------------------------------------------


def run_browser(page: Page, nodes: list[Node], rng: random.Random) -> list[Any]:
    """Let all clientside callbacks return, in any order; their calls."""
    calls = []
    while page.clientside:
        call = rng.choice(page.clientside)
        node = next(n for n in nodes if n.outputs[0] == call.outputs[0])
        calls.append((node.name, tuple(call.arguments), frozenset(call.triggered)))
        page.clientside_result(node.call(call.arguments), call.outputs[0])
    return calls


@pytest.mark.parametrize("seed", range(120))
def test_c51_c52_mixed_chains_are_as_if_all_ran_in_one_place(seed: int) -> None:
    app, nodes, users, log, rng = random_app(seed)
    oracle = Oracle(nodes, {key: f"{key} at first" for key in users})
    with Client(app) as client:
        page = client.get("/")
        for action in range(4):
            changed: set[str] = set()
            if action:
                key = rng.choice(users)
                oracle.values[key] = f"{key} {action}"
                page[key[:2]].value = f"{key} {action}"
                changed.add(key)
            calls = Counter([*run_browser(page, nodes, rng), *log])
            log.clear()
            assert calls == oracle.wave(changed, not action)
            for key in (key for node in nodes for key in node.outputs):
                assert (page[key.partition(".")[0]].text or None) == oracle.values[key]
            assert page.errors == []


# -- the testing client ------------------------------------------------------------------------------------------------------


def test_the_testing_client_says_what_is_not_clear() -> None:
    app = app_of()
    app.clientside_callback(JS, Output("x", "children"), Input("in", "value"))
    app.clientside_callback(ClientsideFunction("ns", "f"), Output("y", "title"), Output("y", "hidden"), Input("in", "value"))
    with Client(app) as client:
        page = client.get("/")
        assert sorted(c.function for c in page.clientside) == ["dash_clientside.ns.f", "inline"]
        with pytest.raises(Impossible, match=r"More than one .* Waiting: .*x\.children"):
            page.clientside_result("X")
        with pytest.raises(Impossible, match=r"No clientside callback waits for 'z\.title'"):
            page.clientside_result("X", "z.title")
        page.clientside_result(["<t>", True], "y.title")
        page.clientside_result([1, " and ", 2.5, None, True], "x.children")
        assert page["y"].html == '<p id="y" title="&lt;t>" hidden=""></p>'
        assert page["x"].text == "1 and 2.5"
        assert page.clientside == []
    with Client(app_of()) as client, pytest.raises(Impossible, match="has no clientside callbacks"):
        client.get("/").clientside_result("X")
