"""What a stranger may post where ids are patterns, children are patched and calls are left to a later request: 4xx, and nothing runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from hxdash import ALL, ALLSMALLER, MATCH, Dash, Input, Output, Patch, State, dcc, html
from hxdash.snapshots import seal
from hxdash.testing import Client

HEADERS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
LEAKS = re.compile(r"Traceback|File \"|\.py\b|site-packages|hxdash/|0x[0-9a-f]{6}")
Form = list[tuple[str, str]]


def site() -> tuple[Dash, list[str]]:
    """An app with every kind of wildcard, Patch, a generator and a Store; and the calls of its callbacks."""
    app, calls = Dash("patterns", suppress_callback_exceptions=True), []
    rows = [dcc.Input(id={"t": "a", "i": i}, value=f"a{i}") for i in (1, 2)] + [html.P(id={"t": "o", "i": i}) for i in (1, 2)]
    app.layout = html.Div([
        html.Button("Go", id="go"), html.Div(rows, id="box"), html.P(id="all"), html.P(id="small"), html.Ul(id="list", children=[]),
        dcc.Store(id="store", data={"n": 1}), html.P(id="said"), dcc.Input(id="x", value="x"), html.P(id="guarded"),
    ])

    def note(name: str, gives: Any) -> Any:
        def function(*values: Any) -> Any:
            calls.append(name)
            return gives(*values)

        function.__qualname__ = name
        return function

    def more(n: int) -> Patch:
        patch = Patch()
        patch.append(html.Li("more"))
        return patch

    def say(x: str) -> Iterator[str]:
        calls.append("say")
        yield x

    app.callback(Output({"t": "o", "i": MATCH}, "children"), Input({"t": "a", "i": MATCH}, "value"))(note("match", str))
    app.callback(Output("all", "children"), Input({"t": "a", "i": ALL}, "value"))(note("all", str))
    app.callback(Output({"t": "o", "i": MATCH}, "title"), Input({"t": "a", "i": ALLSMALLER}, "value"), State({"t": "a", "i": MATCH}, "value"))(note("small", str))
    app.callback(Output("list", "children"), Output("store", "data"), Input("go", "n_clicks"), prevent_initial_call=True)(note("more", lambda n: (more(n), {"n": n})))
    app.callback(Output("said", "children"), Input("x", "value"))(say)
    app.callback(Output("guarded", "children"), Input("go", "n_clicks"), State("store", "data"), prevent_initial_call=True)(note("guarded", str))
    app.callback(Output("guarded", "title"), Input("store", "data"), prevent_initial_call=True)(note("stored", str))
    return app, calls


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


IDS = [
    '{"i":1,"t":"a","x":1}', '{"i":1}', '{"t":"a"}', '{"i":3,"t":"a"}', '{"i":"1","t":"a"}', '{"i":1.0,"t":"a"}', '{"i":true,"t":"a"}', '{"i":null,"t":"a"}',
    '{"i":["ALL"],"t":"a"}', '{"i":["MATCH"],"t":"a"}', '{"i":["ALLSMALLER"],"t":"a"}', '{"i":{},"t":"a"}', '{"i":1,"t":["ALL"]}', '{"t":"a","i":1}', '{"i": 1,"t":"a"}',
    '{"i":1,"i":2,"t":"a"}', '{"i":1e400,"t":"a"}', '{"i":NaN,"t":"a"}', "{", "{}", "[]", "[1]", '"go"', "null", '{"i":1,"t":"a"', '{"i":1,"t":"a"}}', f'{{"i":{deep(500)},"t":"a"}}',
    '{"i":' + "9" * 5000 + ',"t":"a"}', '{"__proto__":1}', "__proto__", "constructor", "hx-state", "hx-errors", "box", "GO", "go ", " go", "go\0", "../go", "go.n_clicks", "<script>", "%00", "ﬀ", "😀",
]  # fmt: skip


def forms(good: Form, token: str) -> dict[str, Form]:
    """Hostile variants of a good form, by name."""
    out: dict[str, Form] = {}

    def without(*names: str) -> Form:
        return [(k, v) for k, v in good if k not in names]

    for n, id in enumerate(IDS):
        out[f"trigger {n}"] = [*without("_t"), ("_t", f"{id}.value")]
        out[f"value {n}"] = [*good, (f"v:{id}.value", "forged")]
        out[f"snapshot {n}"] = [*good, (f"s:{id}", token)]
        out[f"came {n}"] = [*without("_t"), ("_t", f"{id}.")]
    for n, prop in enumerate(["children", "value.value", "", "id", "__class__", "n_clicks", "VALUE", "value ", "v:value", "data", "style", "\0", "a" * 10000]):
        out[f"prop {n}"] = [*without("_t"), ("_t", f'{{"i":1,"t":"a"}}.{prop}')]
        out[f"field {n}"] = [*good, (f'v:{{"i":1,"t":"a"}}.{prop}', "forged")]
        out[f"counter {n}"] = [*good, (f'n:{{"i":1,"t":"a"}}.{prop}', "1")]
    for sign in ("<", ">", "+", "=", "<9", "=" + "9" * 5000):
        for name in ("go.{}n_clicks", "x.{}children", "nobody.{}children", "guarded.{}style", "store.{}data", "all.{}", '{{"i":9,"t":"o"}}.{}children'):
            if name != "go.{}n_clicks" or sign != "+":
                out[f"left over {sign} {name}"] = [*without("_t"), ("_t", name.format(sign) if "{{" not in name else name.replace("{{", "{").replace("}}", "}", 1).replace("{}", sign))]
    patches = [{"__dash_patch_update": "__dash_patch_update", "operations": []}, {"operations": [{"operation": "Clear", "location": []}]}, {"p": {"children": []}}, {"k": "html.Script"}]
    for n, patch in enumerate(patches):
        out[f"patch {n}"] = [*good, ("s:list", json.dumps(patch))]
        out[f"patch value {n}"] = [*good, ("v:list.children", json.dumps(patch))]
        out[f"patch store {n}"] = [*good, ("v:store.data", json.dumps(patch))]
    for n, text in enumerate([deep(33), deep(10_000), '{"a":' * 5000 + "1" + "}" * 5000, "{" * 50_000]):
        out[f"deep {n}"] = [*good, ("_w", text), ("v:list.children", text)]
        out[f"deep snapshot {n}"] = [*good, ("s:store", text)]
    for name in ("_p", "_g", '{"i":1,"t":"a"}', "v"):
        out[f"twice {name}"] = [*good, next(((k, v) for k, v in good if name in k), (name, "1"))]
    for name in ("_x", "q:go.n_clicks", "", "v:", "s:", "n:", "_", "hx-state", "v:.", "c:list.children", "c:x.value"):
        out[f"name {name!r}"] = [*good, (name, "1")]
    for n, group in enumerate(["", "x", "0", "a.b", "g" * 1000, "'", '"]', "*"]):
        out[f"group {n}"] = [*without("_g"), ("_g", group)]
    return out


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    app, calls = site()
    with Client(app) as client:
        opened = client.get("/")
        opened[{"t": "a", "i": 1}].value = "fine"
        good = opened.last.fields
        assert opened.last.status == 200
        yield client, calls, list(good), app


def foreign(app: Dash, good: Form) -> dict[str, Form]:
    """Tokens of this app where they do not belong."""
    signer = app.signer
    of = {
        "of another id": seal("other", {"p": {"data": 1}}, "/", signer),
        "of another route": seal("store", {"p": {"data": 1}}, "/other", signer),
        "cut": seal("store", {"p": {"data": 1}}, "/", signer)[:-3],
        "longer": seal("store", {"p": {"data": 1}}, "/", signer) + "x",
        "of a component that is not wired": seal("nobody", {"k": "html.Div", "p": {}}, "/", signer),
    }
    return {name: [*good, ("s:store", token)] for name, token in of.items()}


def test_two_hundred_and_more_hostile_requests_are_refused_and_run_nothing(page: Any) -> None:
    client, calls, good, app = page
    token = next(v for k, v in good if k == "_p")
    cases = {**forms(good, token), **foreign(app, good)}
    assert len(cases) >= 200
    wrong = {}
    for name, form in cases.items():
        calls.clear()
        answer = client.request("POST", "/_hx", content=urlencode(form).encode("utf-8", "replace"), headers=HEADERS)
        if not 400 <= answer.status_code < 500 or calls or LEAKS.search(answer.text) or len(answer.text) > 400:
            wrong[name] = (answer.status_code, list(calls), answer.text[:120])
    assert wrong == {}


def test_the_good_form_runs(page: Any) -> None:
    client, calls, good, _ = page
    calls.clear()
    assert client.request("POST", "/_hx", content=urlencode(good), headers=HEADERS).status_code == 200
    assert sorted(calls) == ["all", "match", "small"]


def test_a_call_that_is_prevented_is_not_started_by_a_left_over_trigger(page: Any) -> None:
    """They are known names, so no refusal; but nothing is due."""
    client, calls, good, _ = page
    group = next(n.get("hx-group") for n in client.get("/").document.nodes() if n.get("id") == "go")
    base = [("_p", next(v for k, v in good if k == "_p")), ("_g", group), ("n:go.n_clicks", "")]
    for trigger in [f"{id}.{sign}{client.app.graph.name_of(c)}" for id in ("guarded", "list") for c in client.app.graph.makers(id, "children") for sign in "><*?!"]:
        calls.clear()
        answer = client.request("POST", "/_hx", content=urlencode([*base, ("_t", trigger)]), headers=HEADERS)
        assert (answer.status_code, calls, answer.text) == (200, [], ""), trigger
