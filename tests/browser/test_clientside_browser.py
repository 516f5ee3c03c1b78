"""Clientside callbacks in a real browser (C175-C179): what runs where, in how many requests, under the page's own policy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pytest
from mixed import Oracle, random_app

from hxdash import ALL, ALLSMALLER, MATCH, ClientsideFunction, Dash, Input, Output, State, dash_table, dcc, html, no_update

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
ASSET = """
window.dash_clientside = Object.assign({}, window.dash_clientside, {ns: {
  double: n => 2 * n,
  later: async v => { await new Promise(done => setTimeout(done, 30)); return v + ' later'; },
}});
"""


def app_of(*layout: Any, **settings: Any) -> Dash:
    app = Dash("client", **settings)
    app.layout = html.Div([dcc.Input(id="in", value="a"), html.Button("Go", id="go"), dcc.Store(id="store"), *[html.P(id=i) for i in ("x", "y", "z", "out")], *layout])
    return app


def sent(tab: Any) -> list[list[str]]:
    """The triggers of all posts so far."""
    return [parse_qs(post)["_t"] for post in tab.posts]


def fill(tab: Any, text: str, selector: str = "#in") -> None:
    tab.page.fill(selector, text)
    tab.settle()


# -- requests ---------------------------------------------------------------------------------------------------------------


def test_a_purely_clientside_chain_sends_nothing(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback("v => v.toUpperCase()", Output("x", "children"), Input("in", "value"))
    app.clientside_callback("x => [x + '!', x]", Output("y", "children"), Output("y", "title"), Input("x", "children"))
    app.clientside_callback("(y, v) => `${y} of ${v}`", Output("out", "children"), Input("y", "children"), State("in", "value"))
    tab = open_tab(serve(app).url)
    tab.shows("#out", "A! of a")
    fill(tab, "bc")
    tab.shows("#out", "BC! of bc")
    assert tab.page.get_attribute("#y", "title") == "BC"
    assert tab.posts == []


def test_c52_one_request_carries_the_users_change_and_what_came_of_it(open_tab: Open, serve: Open, calls: list[str]) -> None:
    app = app_of()
    app.clientside_callback("v => v.length", Output("x", "children"), Input("in", "value"), prevent_initial_call=True)

    @app.callback(Output("y", "children"), Input("in", "value"), Input("x", "children"), prevent_initial_call=True)
    def join(v: str, n: int) -> str:
        return f"{v} {n + 1}"

    @app.callback(Output("out", "children"), Input("y", "children"), State("x", "children"), prevent_initial_call=True)
    def show(y: str, n: int) -> str:
        return f"{y} ({n})"

    tab = open_tab(serve(app).url)
    fill(tab, "bcd")
    tab.shows("#out", "bcd 4 (3)")
    assert sent(tab) == [["in.value", "x.children"]]
    assert calls == ["join", "show"]


def test_c51_what_waits_for_the_server_needs_no_request_of_its_own(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.callback(Output("store", "data"), Input("in", "value"))(lambda v: {"rows": [v, v]})
    app.clientside_callback("(data, v) => `${data.rows.length} rows of ${v}`", Output("out", "children"), Input("store", "data"), Input("in", "value"))
    tab = open_tab(serve(app).url)
    tab.shows("#out", "2 rows of a")
    assert tab.posts == []
    fill(tab, "b")
    tab.shows("#out", "2 rows of b")
    assert len(tab.posts) == 1


def test_c51_a_sandwich_takes_as_many_requests_as_it_crosses(open_tab: Open, serve: Open) -> None:
    app, seen = app_of(), []

    def python(name: str) -> Callable[..., str]:
        return lambda *values: seen.append(name) or f"{name}({','.join(map(str, values))})"

    def script(name: str) -> str:
        return f"(...values) => {{ (window.calls ??= []).push('{name}'); return `{name}(${{values}})`; }}"

    app.clientside_callback(script("C"), Output("x", "children"), Input("in", "value"))
    app.callback(Output("y", "children"), Input("in", "value"), Input("x", "children"))(python("S"))
    app.clientside_callback(script("D"), Output("z", "children"), Input("in", "value"), Input("y", "children"))
    app.callback(Output("out", "children"), Input("in", "value"), Input("z", "children"))(python("T"))
    tab = open_tab(serve(app).url)
    tab.shows("#out", "T(a,D(a,S(a,C(a))))")
    assert (len(tab.posts), seen, tab.page.evaluate("calls.splice(0)")) == (2, ["S", "T"], ["C", "D"])
    fill(tab, "b")
    tab.shows("#out", "T(b,D(b,S(b,C(b))))")
    assert (len(tab.posts), seen, tab.page.evaluate("calls.splice(0)")) == (4, ["S", "T"] * 2, ["C", "D"])


def test_clicks_are_counted_at_once_and_each_reaches_the_server(open_tab: Open, serve: Open) -> None:
    app, seen = app_of(), []
    app.clientside_callback("n => 'here ' + n", Output("x", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    app.callback(Output("y", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: seen.append(n) or f"there {n}")
    tab = open_tab(serve(app).url)
    tab.page.evaluate("for (let i = 0; i < 3; i++) document.getElementById('go').click()")
    tab.shows("#x", "here 3")
    tab.shows("#y", "there 3")
    tab.settle()
    assert len(seen) == 3
    assert seen[-1] == 3


def test_an_interval_that_only_the_browser_hears_sends_nothing(open_tab: Open, serve: Open) -> None:
    app = app_of(dcc.Interval(id="tick", interval=20, max_intervals=3))
    app.clientside_callback("n => n", Output("x", "children"), Input("tick", "n_intervals"))
    tab = open_tab(serve(app).url)
    tab.shows("#x", "3")
    tab.settle()
    assert tab.posts == []


@pytest.mark.parametrize("seed", range(300, 312))
def test_c51_c52_mixed_chains_are_as_if_all_ran_in_one_place(seed: int, open_tab: Open, serve: Open) -> None:
    app, nodes, users, log, rng = random_app(seed)
    oracle = Oracle(nodes, {key: f"{key} at first" for key in users})
    tab = open_tab(serve(app).url)
    outputs = [key for node in nodes for key in node.outputs]
    for action in range(3):
        changed: set[str] = set()
        if action:
            key = rng.choice(users)
            changed.add(key)
            oracle.values[key] = f"{key} {action}"
            tab.page.fill(f"#{key[:2]}", f"{key} {action}")
        expected = oracle.wave(changed, not action)
        values = json.dumps([[key.partition(".")[0], oracle.values[key] or ""] for key in outputs])
        total = sum(expected.values())
        tab.until(f"{values}.every(([id, text]) => document.getElementById(id).textContent === text) && !document.querySelector('.hx-error')")
        tab.until("window.hxdash && true")
        tab.settle()
        seen = Counter([*log, *((name, tuple(arguments), frozenset(keys)) for name, arguments, keys in tab.page.evaluate("(window.calls ?? []).splice(0)"))])
        log.clear()
        assert seen == expected, total


# -- promises (C177) -----------------------------------------------------------------------------------------------------------


def test_c177_a_promise_holds_up_what_waits_for_it_and_nothing_else(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback("v => new Promise(done => window.done = done)", Output("x", "children"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("y", "children"), Input("in", "value"), prevent_initial_call=True)(lambda v: f"free {v}")
    app.callback(Output("out", "children"), Input("in", "value"), Input("x", "children"), prevent_initial_call=True)(lambda v, x: f"{v} {x}")
    tab = open_tab(serve(app).url)
    fill(tab, "b")
    tab.shows("#y", "free b")
    assert tab.text("#out") == ""
    tab.page.evaluate("done('kept')")
    tab.shows("#out", "b kept")
    assert len(tab.posts) == 2


def test_c58_a_newer_call_makes_an_older_promise_void(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback("v => new Promise(done => (window.waiting ??= []).push(() => done(v)))", Output("x", "children"), Input("in", "value"), prevent_initial_call=True)
    tab = open_tab(serve(app).url)
    fill(tab, "old")
    fill(tab, "new")
    tab.page.evaluate("waiting[1]()")
    tab.shows("#x", "new")
    tab.page.evaluate("waiting[0]()")
    tab.settle()
    assert tab.text("#x") == "new"


def test_a_quick_promise_makes_one_request(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback("async v => { await null; return v.length; }", Output("x", "children"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("y", "children"), Input("in", "value"), prevent_initial_call=True)(str)
    app.callback(Output("out", "children"), Input("x", "children"), prevent_initial_call=True)(lambda n: f"{n} letters")
    tab = open_tab(serve(app).url)
    fill(tab, "bcd")
    tab.shows("#out", "3 letters")
    assert sent(tab) == [["in.value", "x.children"]]


# -- what functions see (C176) ---------------------------------------------------------------------------------------------------


def test_c176_controls_are_read_with_their_types_and_written(open_tab: Open, serve: Open) -> None:
    controls = [
        dcc.Input(id="text", value="t"), dcc.Input(id="number", type="number", value=2.5), dcc.Input(id="empty"), dcc.Textarea(id="area", value="l\nm"), dcc.Dropdown([1, "1", True], "1", id="one"),
        dcc.Dropdown(["a", 2], [2], multi=True, id="many"), dcc.RadioItems([1, "x y"], "x y", id="radio"), dcc.Checklist(["c", 3], [3], id="check"),
        dcc.Slider(0, 10, 1, value=4, id="slider"), dcc.RangeSlider(0, 10, 1, value=[2, 7], id="range"), dcc.DatePickerSingle(id="day", date="2026-11-22"),
    ]  # fmt: skip
    props = [("day", "date") if c.id == "day" else (c.id, "value") for c in controls]
    app = app_of(*controls)
    app.clientside_callback("(...values) => JSON.stringify(values.map(value => value ?? null))", Output("out", "children"), [Input(*p) for p in props])
    new = ["u", 7, "filled", "k", True, ["a", 2], 1, ["c"], 9, [1, 3], "2026-01-02"]
    app.clientside_callback(f"n => {json.dumps(new)}", [Output(*p) for p in props], Input("go", "n_clicks"), prevent_initial_call=True)
    app.callback(Output("x", "children"), [Input(*p) for p in props], prevent_initial_call=True)(lambda *values: json.dumps(values))
    tab = open_tab(serve(app).url)
    tab.shows("#out", json.dumps(["t", 2.5, None, "l\nm", "1", [2], "x y", [3], 4, [2, 7], "2026-11-22"], separators=(",", ":")))
    tab.page.click("#go")
    tab.shows("#out", json.dumps(new, separators=(",", ":")))
    tab.shows("#x", json.dumps(new))
    assert len(tab.posts) == 1


def test_c176_callback_context(open_tab: Open, serve: Open) -> None:
    app = app_of(html.B(id={"i": 1}), html.B(id={"i": 2}))
    app.clientside_callback(
        "() => JSON.stringify(dash_clientside.callback_context)", Output("out", "children"), Input("in", "value"), Input({"i": ALL}, "n_clicks"), State("store", "data")
    )
    tab = open_tab(serve(app).url)
    tab.until("document.getElementById('out').textContent")
    first = json.loads(tab.text("#out"))
    assert first["triggered"] == []
    assert "triggered_id" not in first
    tab.page.evaluate("document.getElementById('{\"i\":2}').click()")
    tab.until("document.getElementById('out').textContent.includes('triggered_id')")
    assert json.loads(tab.text("#out")) == {
        "triggered": [{"prop_id": '{"i":2}.n_clicks', "value": 1}],
        "triggered_id": {"i": 2},
        "inputs_list": [{"id": "in", "property": "value", "value": "a"}, [{"id": {"i": 1}, "property": "n_clicks"}, {"id": {"i": 2}, "property": "n_clicks", "value": 1}]],
        "inputs": {"in.value": "a", '{"i":1}.n_clicks': None, '{"i":2}.n_clicks': 1},
        "states_list": [{"id": "store", "property": "data"}],
        "states": {"store.data": None},
        "outputs_list": {"id": "out", "property": "children"},
    }
    assert tab.page.evaluate("dash_clientside.callback_context === undefined")


def test_c176_no_update_prevent_update_and_short_lists(open_tab: Open, serve: Open) -> None:
    app = app_of()
    one, two = [Output("x", "children"), Output("y", "children")], [Output("z", "children"), Output("out", "children")]
    app.clientside_callback("v => v === 'stop' ? dash_clientside.no_update : [v, dash_clientside.no_update]", one, Input("in", "value"))
    app.clientside_callback("v => { if (v === 'stop') throw dash_clientside.PreventUpdate; return [v]; }", two, Input("in", "value"))
    tab = open_tab(serve(app).url)
    tab.shows("#x", "a")
    fill(tab, "stop")
    assert [tab.text(f"#{i}") for i in ("x", "y", "z", "out")] == ["a", "", "a", ""]


def test_c176_set_props_patch_and_clean_url(open_tab: Open, serve: Open) -> None:
    app = app_of(html.A("link", id="link"))
    app.layout["store"].data = {"list": [1], "n": 1}
    app.clientside_callback("n => { dash_clientside.set_props('x', {children: 'side ' + n, title: 't'}); dash_clientside.set_props('in', {value: 'set'}); }", Input("go", "n_clicks"), prevent_initial_call=True)
    app.clientside_callback("n => new dash_clientside.Patch().append(['list'], n + 1).add(['n'], 5).delete(['nothing']).build()", Output("store", "data"), Input("go", "n_clicks"), prevent_initial_call=True)
    app.clientside_callback("d => JSON.stringify(d)", Output("y", "children"), Input("store", "data"))
    app.clientside_callback("v => 'heard ' + v", Output("z", "children"), Input("in", "value"))
    app.callback(Output("out", "children"), Input("x", "children"), prevent_initial_call=True)(lambda v: f"server got {v}")
    tab = open_tab(serve(app).url)
    tab.page.click("#go")
    tab.shows("#out", "server got side 1")
    tab.shows("#y", '{"list":[1,2],"n":6}')
    tab.shows("#z", "heard set")
    assert (tab.page.get_attribute("#x", "title"), tab.page.input_value("#in"), len(tab.posts)) == ("t", "set", 1)
    clean = [tab.page.evaluate("url => dash_clientside.clean_url(url)", url) for url in ("/a", "https://x/", " java\nscript:1", "&#106;avascript:1", "data:text/plain,x")]
    assert clean == ["/a", "https://x/", "about:blank", "about:blank", "data:text/plain,x"]
    assert tab.page.evaluate("(() => { try { dash_clientside.set_props('z', {children: 1, title: 2}); } catch (e) { return e.message; } })()") == "set_props: z.title must be an Output of a clientside callback"


def test_attributes_style_and_addresses(open_tab: Open, serve: Open) -> None:
    app = app_of(html.A("link", id="link"), dcc.Input(id="field", className="mine"))
    outputs = [Output("x", "style"), Output("x", "className"), Output("x", "hidden"), Output("link", "href"), Output("link", "title"), Output("field", "disabled"), Output("field", "className"), Output("y", "data-n")]
    app.clientside_callback("n => [{fontSize: 12, lineHeight: 2, '--own': 'v'}, 'c d', n === 1, n === 1 ? 'javascript:alert(1)' : '/there', null, n === 1, 'other', n]", outputs, Input("go", "n_clicks"), prevent_initial_call=True)
    tab = open_tab(serve(app).url)
    tab.page.click("#go")
    tab.until("document.getElementById('y').dataset.n === '1'")
    assert tab.page.locator("#x").evaluate("el => [el.style.cssText, el.className, el.hidden]") == ["font-size: 12px; line-height: 2; --own: v;", "c d", True]
    assert tab.page.locator("#link").evaluate("el => el.outerHTML") == '<a id="link">link</a>'
    assert tab.page.locator("#field").evaluate("el => [el.disabled, el.className]") == [True, "dash-input-element other"]
    tab.page.click("#go")
    tab.until("document.getElementById('y').dataset.n === '2'")
    tab.becomes("document.getElementById('link').getAttribute('href')", "/there")
    tab.becomes("document.getElementById('x').hidden", False)
    assert tab.posts == []


def test_c175_nested_arguments_and_results(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback(
        "({v, rest: [n, data]}) => ({first: v, others: [n ?? 'none', data ?? 'no data']})",
        output={"first": Output("x", "children"), "others": [Output("y", "children"), Output("z", "children")]},
        inputs={"v": Input("in", "value"), "rest": [Input("go", "n_clicks"), State("store", "data")]},
    )
    tab = open_tab(serve(app).url)
    tab.shows("#z", "no data")
    assert (tab.text("#x"), tab.text("#y")) == ("a", "none")


def test_functions_of_the_assets(open_tab: Open, serve: Open, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "functions.js").write_text(ASSET)
    app = app_of(dcc.Input(id="n", type="number", value=4), assets_folder=str(tmp_path / "assets"))
    app.clientside_callback(ClientsideFunction("ns", "double"), Output("x", "children"), Input("n", "value"))
    app.clientside_callback(ClientsideFunction("ns", "later"), Output("y", "children"), Input("in", "value"))
    app.clientside_callback("n => dash_clientside.ns.double(n) + 1", Output("z", "children"), Input("n", "value"))
    tab = open_tab(serve(app).url)
    tab.shows("#x", "8")
    tab.shows("#y", "a later")
    tab.shows("#z", "9")


# -- components ---------------------------------------------------------------------------------------------------------------------


def test_a_figure_made_from_a_store(open_tab: Open, serve: Open) -> None:
    app = app_of(dcc.Graph(id="graph", figure={"data": [], "layout": {"title": {"text": "Sales"}}}, config={"displayModeBar": False}), dcc.Dropdown(["a", "b"], "a", id="which"))
    app.layout["store"].data = {"a": [1, 2, 3], "b": [3, 1]}
    app.clientside_callback(
        "(which, data, figure) => ({...figure, data: [{type: which === 'a' ? 'bar' : 'box', y: data[which]}]})", Output("graph", "figure"), Input("which", "value"), Input("store", "data"), State("graph", "figure")
    )
    tab = open_tab(serve(app).url)
    plot = "document.querySelector('.js-plotly-plot')"
    tab.until(f"{plot}?.data?.[0]?.type === 'bar' && {plot}.data[0].y.length === 3")
    assert tab.page.evaluate(f"[{plot}.layout.title.text, {plot}._context.displayModeBar]") == ["Sales", False]
    tab.page.evaluate("(box => { box.checked = true; box.dispatchEvent(new Event('change', {bubbles: true})); })(document.querySelector('#which input[value=b]'))")
    tab.until(f"{plot}.data[0].type === 'box' && {plot}.data[0].y.length === 2")  # another bundle of plotly's
    assert tab.posts == []


def test_component_trees_and_options_are_drawn_by_the_server(open_tab: Open, serve: Open) -> None:
    app = app_of(html.Div(id="box"), dcc.Dropdown(id="city"), suppress_callback_exceptions=True)
    app.clientside_callback("v => ({type: 'Button', namespace: 'dash_html_components', props: {id: 'made', children: ['press ', v]}})", Output("box", "children"), Input("in", "value"), prevent_initial_call=True)
    app.clientside_callback("v => [[v + '1', v + '2'], v + '2']", Output("city", "options"), Output("city", "value"), Input("in", "value"), prevent_initial_call=True)
    app.clientside_callback("n => 'pressed ' + n", Output("x", "children"), Input("made", "n_clicks"), prevent_initial_call=True)
    app.clientside_callback("v => 'here ' + v", Output("y", "children"), Input("city", "value"), prevent_initial_call=True)
    app.callback(Output("z", "children"), Input("city", "value"), prevent_initial_call=True)(lambda v: f"there {v}")
    tab = open_tab(serve(app).url)
    fill(tab, "b")
    tab.shows("#made", "press b")
    tab.shows("#z", "there b2")
    assert tab.text("#y") == "here b2"
    tab.page.click("#made")
    tab.shows("#x", "pressed 1")
    assert [sorted(t for t in triggers if "=" in t) for triggers in sent(tab)] == [["box.=children", "city.=options"], []]


def test_components_that_come_bring_their_calls(open_tab: Open, serve: Open) -> None:
    app = app_of(html.Div(id="box"), suppress_callback_exceptions=True)

    @app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def more(n: int) -> Any:
        return [row for i in range(n) for row in (dcc.Input(id={"t": "in", "i": i}, value=f"v{i}"), html.P(id={"t": "out", "i": i}), html.P(id={"t": "sum", "i": i}))]

    app.clientside_callback("v => 'got ' + v", Output({"t": "out", "i": MATCH}, "children"), Input({"t": "in", "i": MATCH}, "value"))
    app.clientside_callback("vs => vs.join('+')", Output("x", "children"), Input({"t": "in", "i": ALL}, "value"))
    app.clientside_callback("(v, before) => before.join('') + v", Output({"t": "sum", "i": MATCH}, "children"), Input({"t": "in", "i": MATCH}, "value"), State({"t": "in", "i": ALLSMALLER}, "value"))
    tab = open_tab(serve(app).url)
    tab.page.click("#go")
    tab.shows("#x", "v0")
    tab.page.click("#go")
    tab.shows("#x", "v0+v1")
    assert len(tab.posts) == 2
    tab.page.locator("input").nth(2).fill("new")
    tab.shows("#x", "v0+new")
    tab.settle()
    assert [tab.page.evaluate("id => document.getElementById(id).textContent", f'{{"i":{i},"t":"{t}"}}') for t in ("out", "sum") for i in (0, 1)] == ["got v0", "got new", "v0", "v0new"]
    assert len(tab.posts) == 2


def test_what_was_set_on_a_component_goes_with_it(open_tab: Open, serve: Open) -> None:
    app = app_of(html.Div(html.P(id="inner"), id="box"))
    app.clientside_callback("v => v", Output("inner", "title"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("out", "children"), Input("go", "n_clicks"), State("inner", "title"), prevent_initial_call=True)(lambda n, title: f"{n} {title}")
    app.callback(Output("box", "children"), Input("out", "children"), prevent_initial_call=True)(lambda v: html.P("new", id="inner") if v == "2 b" else no_update)
    tab = open_tab(serve(app).url)
    fill(tab, "b")
    tab.page.click("#go")
    tab.shows("#out", "1 b")
    tab.page.click("#go")
    tab.shows("#inner", "new")
    tab.page.click("#go")
    tab.shows("#out", "3 None")
    assert "c:inner.title" not in [name for name, _ in parse_qsl(tab.posts[-1])]


def test_python_sees_the_newest_value_and_may_take_over(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback("v => ({from: v})", Output("store", "data"), Input("in", "value"), prevent_initial_call=True)
    app.callback(Output("store", "data", allow_duplicate=True), Input("go", "n_clicks"), State("store", "data"), prevent_initial_call=True)(lambda n, data: {"from": "server", "was": data})
    app.clientside_callback("d => JSON.stringify(d)", Output("out", "children"), Input("store", "data"), prevent_initial_call=True)
    tab = open_tab(serve(app).url)
    fill(tab, "b")
    tab.shows("#out", '{"from":"b"}')
    assert tab.posts == []
    tab.page.click("#go")
    tab.shows("#out", '{"from":"server","was":{"from":"b"}}')
    tab.page.click("#go")
    tab.shows("#out", '{"from":"server","was":{"from":"server","was":{"from":"b"}}}')


# -- errors (C177, C178), and no JavaScript -------------------------------------------------------------------------------------------


def errors(tab: Any) -> str:
    return str(tab.page.inner_text("#hx-errors"))


def test_c177_what_fails_is_seen_in_one_place_and_goes_when_it_works_again(open_tab: Open, serve: Open) -> None:
    app = app_of(debug=True)
    app.clientside_callback("v => { if (v === 'bad') throw Error('boom'); return v; }", Output("x", "children"), Input("in", "value"))
    app.clientside_callback("v => v === 'bad' ? Promise.reject(Error('broken promise')) : v", Output("y", "children"), Input("in", "value"))
    app.clientside_callback("v => 'fine ' + v", Output("z", "children"), Input("in", "value"))
    tab = open_tab(serve(app).url, quiet=False)
    fill(tab, "bad")
    tab.until("document.querySelectorAll('.hx-error').length === 2")
    assert "Error: boom (clientside callback for x.children, " in errors(tab)
    assert "test_clientside_browser.py:" in errors(tab)
    assert "Error: broken promise" in errors(tab)
    tab.shows("#z", "fine bad")
    assert tab.text("#x") == "a"
    assert any("boom" in line for line in tab.complaints)
    fill(tab, "good")
    tab.until("!document.querySelector('.hx-error')")
    tab.shows("#x", "good")


def test_c178_what_is_missing_is_named(open_tab: Open, serve: Open) -> None:
    app = app_of(debug=True)
    app.clientside_callback(ClientsideFunction("ns", "nowhere"), Output("x", "children"), Input("in", "value"))
    app.clientside_callback("v => v +", Output("y", "children"), Input("in", "value"))
    app.clientside_callback("nothing.like.it", Output("z", "children"), Input("in", "value"))
    app.clientside_callback("v => 'fine ' + v", Output("out", "children"), Input("in", "value"))
    tab = open_tab(serve(app).url, quiet=False)
    tab.shows("#out", "fine a")  # although its file is broken
    tab.until("document.querySelectorAll('.hx-error').length === 3")
    assert "no function dash_clientside.ns.nowhere" in errors(tab)
    assert "the source is no JavaScript function (clientside callback for y.children, " in errors(tab)
    assert tab.violations() == []


def test_in_production_nothing_is_told(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback("v => { throw Error('secret'); }", Output("x", "children"), Input("in", "value"))
    tab = open_tab(serve(app).url, quiet=False)
    tab.until("document.querySelector('.hx-error')")
    assert errors(tab) == "This part could not be updated."


def test_without_javascript_nothing_is_said_to_have_failed(open_tab: Open, serve: Open) -> None:
    app = app_of()
    app.clientside_callback("v => v", Output("x", "children"), Input("in", "value"))
    tab = open_tab(serve(app).url, java_script_enabled=False)
    assert tab.page.locator(".hx-error").count() == 0
    assert tab.page.locator(".hx-apply").count() == 1


def test_components_with_ways_of_their_own(open_tab: Open, serve: Open) -> None:
    tabs = dcc.Tabs([dcc.Tab("first", label="1", value=1), dcc.Tab("second", label="2", value=2)], id="tabs", value=1)
    app = app_of(dcc.Location(id="url", refresh=False), tabs, dcc.ConfirmDialog(id="ask", message="Sure?"), dcc.Graph(id="graph", figure={"data": [{"y": [1]}, {"y": [2]}]}), html.P(id="told"))
    app.clientside_callback("(...values) => JSON.stringify(values)", Output("out", "children"), Input("url", "search"), Input("tabs", "value"))
    app.clientside_callback("n => ['?n=' + n, 2, true, {y: [[5], [6]]}]", Output("url", "search"), Output("tabs", "value"), Output("ask", "displayed"), Output("graph", "extendData"), Input("go", "n_clicks"), prevent_initial_call=True)
    app.clientside_callback("n => 'answered ' + n", Output("told", "children"), Input("ask", "submit_n_clicks"), prevent_initial_call=True)
    tab = open_tab(serve(app).url)
    tab.shows("#out", '["",1]')
    tab.until("document.querySelector('.js-plotly-plot')?.data")
    tab.page.click("#go")
    tab.until("document.querySelector('.js-plotly-plot').data.every(trace => trace.y.length === 2)")
    tab.until("location.search === '?n=1'")
    tab.page.get_by_text("second").wait_for()
    tab.page.get_by_role("button", name="OK").click()
    tab.shows("#told", "answered 1")
    tab.becomes("JSON.parse(document.getElementById('out').textContent)[1]", 2)
    tab.settle()
    assert tab.posts == []


def test_a_store_that_the_browser_keeps(open_tab: Open, serve: Open) -> None:
    app = app_of(dcc.Store(id="kept", storage_type="local"))
    app.clientside_callback("v => ({v})", Output("kept", "data"), Input("in", "value"), prevent_initial_call=True)
    app.clientside_callback("d => JSON.stringify(d ?? null)", Output("out", "children"), Input("kept", "data"))
    server = serve(app)
    tab = open_tab(server.url)
    tab.shows("#out", "null")
    fill(tab, "b")
    tab.shows("#out", '{"v":"b"}')
    tab.settle()
    tab.open(server.url)
    tab.shows("#out", '{"v":"b"}')


def test_what_a_table_works_out(open_tab: Open, serve: Open) -> None:
    table = dash_table.DataTable([{"n": 2}, {"n": 1}], [{"name": "n", "id": "n"}], id="table", sort_action="native")
    app = app_of(table)
    app.clientside_callback("rows => JSON.stringify(rows.map(row => row.n))", Output("out", "children"), Input("table", "derived_virtual_data"))
    app.clientside_callback("n => [{n: n}, {n: 0}]", Output("table", "data"), Input("go", "n_clicks"), prevent_initial_call=True)
    tab = open_tab(serve(app).url)
    tab.shows("#out", "[2,1]")
    tab.page.click("#go")
    tab.shows("#out", "[1,0]")
    tab.page.locator("#table th button, #table .column-header--sort").first.click()
    tab.shows("#out", "[0,1]")
