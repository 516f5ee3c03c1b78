"""What a stranger may post: whatever it is, it gets a clear refusal, nothing has run, and nothing leaks. Never a 500."""

import asyncio
import functools
import logging
import random
import re
import time
from html.parser import HTMLParser
from urllib.parse import quote_plus, urlencode

import httpx
import pytest

from hxdash import ALL, Dash, Input, Output, State, dcc, html, routes
from hxdash.forms import MAX_BODY, MAX_FIELDS
from hxdash.snapshots import page_token, seal

KEY, OTHER_KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU", "Zt7Rq2WxN5bVy8KmD4sLhGp9FjC3uEaQ"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SAME = {**FORM, "Sec-Fetch-Site": "same-origin", "Origin": "http://test"}
F1 = '{"i":1,"type":"f"}'
LEAKS = re.compile(r"Traceback|File \"|\.py|/work|/home|/usr|site-packages|hxdash/|Error\b|0x[0-9a-f]{6}|" + KEY)


def site(key: str = KEY, name: str = "hostile") -> tuple[Dash, list]:
    """An app with one of each component, and the calls of its callbacks."""
    app, calls = Dash(name, secret_key=key), []
    options = ["x", {"label": "off", "value": "y", "disabled": True}, 3, "3", True, {"label": "n", "value": 1.5}]
    app.layout = html.Div(
        [
            dcc.Input(id="text", value="a", maxLength=20),
            dcc.Input(id="number", type="number", min=0, max=10, step=0.1, value=3),
            dcc.Input(id="free", type="number", step=0.1),
            dcc.Textarea(id="area", value="b"),
            dcc.RadioItems(id="radio", options=options, value="x"),
            dcc.Checklist(id="check", options=options, value=["x"]),
            dcc.Dropdown(id="drop", options=options, value="x", clearable=False),
            dcc.Dropdown(id="multi", options=options, value=["x"], multi=True),
            dcc.Slider(id="slider", min=0, max=10, step=2, value=4),
            dcc.Slider(id="marks", marks={0: "no", 5: "half", 10: "all"}, step=None, value=5),
            dcc.Interval(id="tick"),
            dcc.Store(id="store", data={"secret": 1}),
            dcc.Graph(id="graph"),
            html.Button("go", id="go"),
            html.Div(dcc.Input(id={"type": "f", "i": 1}, value="z"), id="box", title="t"),
            html.Div(id="out"),
            html.Div(id="made"),
            dcc.Input(id="unwired", value="u"),
            dcc.Input(id="state", value="s"),
        ]
    )
    inputs = [Input(i, "value") for i in ("text", "number", "free", "area", "radio", "check")]
    more = [Input("tick", "n_intervals"), Input("go", "n_clicks"), Input("store", "data"), Input({"type": "f", "i": ALL}, "value")]
    later = [Input("drop", "value"), Input("multi", "value"), Input("drop", "search_value"), Input("slider", "value"), Input("slider", "drag_value"), Input("marks", "value")]

    @app.callback(Output("out", "children"), *inputs, *more, *later, State("state", "value"), State("box", "title"), State("graph", "figure"))
    def show(*values):
        calls.append(values)
        return repr(values)

    @app.callback(Output("made", "children"), Output("store", "data"), Input("go", "n_clicks"), prevent_initial_call=True)
    def make(n):
        calls.append(n)
        return dcc.Input(id={"type": "f", "i": 2}, value="new"), {"secret": n}

    return app, calls


class Browser:
    """Posts to an app in process, on a loop of its own."""

    def __init__(self, app: Dash, calls: list) -> None:
        self.app, self.calls, self.loop = app, calls, asyncio.new_event_loop()
        # what the app raises becomes a 500, as a server makes it
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=True), base_url="http://test")
        page = self.run(self.client.get("/")).text
        self.token = re.search(r'name="_p" value="([^"]*)"', page)[1]
        self.group = re.search(r'hx-group="([^"]*)"', page)[1]
        calls.clear()

    def run(self, awaitable):
        return self.loop.run_until_complete(awaitable)

    def post(self, body, headers=SAME, path="/_hx"):
        text = body if isinstance(body, (bytes, str)) else urlencode(body)
        return self.run(self.client.post(path, content=text, headers=headers))

    def form(self, *pairs, trigger="text.value"):
        """A right form, and more."""
        return [("_p", self.token), ("_g", self.group), ("_t", trigger), *pairs]

    async def raw(self, path: str, body: bytes | None) -> tuple[int, str]:
        """A post without a client's overhead: status and text. No body: the sender has gone."""
        sent, parts = [], [] if body is None else [{"type": "http.request", "body": body, "more_body": False}]
        headers = [(k.lower().encode(), v.encode()) for k, v in {**SAME, "Host": "test"}.items()]

        async def receive():
            return parts.pop() if parts else {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers}
        await self.app({**scope, "scheme": "http", "server": ("test", 80), "http_version": "1.1"}, receive, send)
        return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:]).decode()

    def close(self):
        self.run(self.client.aclose())
        self.loop.close()


@pytest.fixture(scope="module")
def browser():
    made = Browser(*site())
    yield made
    made.close()


def assert_refused(browser, answer, *statuses):
    assert answer.status_code in statuses, answer.text
    assert browser.calls == []
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.text) < 400
    assert not LEAKS.search(answer.text), answer.text


def test_a_right_form_runs_the_callback(browser):
    answer = browser.post(browser.form(("v:text.value", "ä\u2028 <b>"), ("v:check.value", "3"), ("v:check.value", '"3"'), ("n:go.n_clicks", "4")))
    assert answer.status_code == 200
    assert browser.calls.pop()[:8] == ("ä\u2028 <b>", None, None, "", None, [3, "3"], None, 4)
    assert browser.calls == []


# -- fields that the page does not have ----------------------------------------------------------------------------------

NAMES = [
    "nobody", "unwired", "out", "", " ", ".", "..", "__class__", "__init__.__globals__", "__dict__", "__proto__", "constructor", "text.__class__", "text[0]", "TEXT", "text ",
    "text\0", "tex\u0442", "text%00", "{", "{}", "{\"", "[", "[]", "[1]", "null", "{}.", '{"i":1}', '{"i":1,"type":"f","x":1}', '{"type":"f","i":1}', '{"i":"1","type":"f"}',
    '{"i":1.0,"type":"f"}', '{"i":true,"type":"f"}', '{"i":{"__class__":1},"type":"f"}', '{"i":["ALL"],"type":"f"}', '{"i":1e400,"type":"f"}', '{"i":NaN,"type":"f"}',
    '{"i":99,"type":"f"}', '{"i":1,"type":"f","i":1}', '{"i":"\\ud800","type":"f"}', "{" * 5000, '{"a":' * 2000 + "1" + "}" * 2000, '{"i":' + "9" * 5000 + ',"type":"f"}',
    "\u202e", "a" * 100_000, "<script>", "' or 1=1", "../../etc/passwd", "${7*7}", "{{7*7}}", "%s%s%n",
]  # fmt: skip
PROPS = ["", "nothing", "children", "id", "className", "style", "disabled", "options", "__class__", "__init__", "__dict__", "data", "figure", "type", "n_clicks", "value.x", "VALUE", " value", "value\0", "decode"]


def assert_name_refused(browser, name):
    """As a value, a counter, a trigger."""
    for form in (browser.form((f"v:{name}", "1")), browser.form((f"n:{name}", "1")), browser.form(trigger=name)):
        assert_refused(browser, browser.post(form), 400)


@pytest.mark.parametrize("id", NAMES, ids=range(len(NAMES)))
def test_an_unknown_id_is_refused(browser, id):
    assert_name_refused(browser, f"{id}.value")


@pytest.mark.parametrize("id", ["text", "check", "store", "box", F1])
def test_an_unknown_property_is_refused(browser, id):
    for prop in PROPS:
        assert_name_refused(browser, f"{id}.{prop}")


@pytest.mark.parametrize(
    "field",
    ["v:box.title", "v:graph.config", "v:store.data", "n:store.data", "v:text.type", "v:text.max", "v:radio.options", "v:out.children", "v:state.n_submit", "v:unwired.value", "v:text", "v:", "n:", "s:", "s:text", "s:store", "x:text.value", "text", "text.value", "_x", "_P", "__class__", "", "v", "hx-target", "_method", "V:text.value"],
)
def test_a_field_that_is_no_input_or_state_of_the_browser_is_refused(browser, field):
    assert_refused(browser, browser.post(browser.form((field, "1"))), 400, 409)


@pytest.mark.parametrize("trigger", ["state.value", "box.title", "graph.figure", "store.data", "unwired.value", "out.children", "text", "text.", ".value", ""])
def test_a_trigger_that_is_no_input_of_the_browser_is_refused(browser, trigger):
    assert_refused(browser, browser.post(browser.form(trigger=trigger)), 400)


def test_a_value_does_not_pass_as_a_counter_nor_a_counter_as_a_value(browser):
    assert_refused(browser, browser.post(browser.form(("n:text.value", "hello"))), 400)
    assert_refused(browser, browser.post(browser.form(("v:go.n_clicks", "1"))), 400)
    assert_refused(browser, browser.post([("_p", browser.token), ("n:text.value", "hello")], path="/"), 400)


def test_a_group_that_is_not_the_triggers_means_an_old_page(browser):
    form = [("_p", browser.token), ("_g", "zzzzz"), ("_t", "text.value")]
    assert_refused(browser, browser.post(form), 409)


# -- values that the control cannot send ---------------------------------------------------------------------------------

HUGE = "9" * 5000
NO_NUMBERS = ["x", "1x", "0x10", "1_000", "--5", "+-5", "1,5", "1e", "e5", "NaN", "nan", "Infinity", "-inf", "1e400e1", "٣", "５", "²", "1\0", "\0", "[1]", "{}", "true", HUGE, f"-{HUGE}", f"0.{HUGE}", "1" * 401]
NO_COUNTS = [*NO_NUMBERS, "1.5", "1e3", " ", "-", "--", "+1", "9" * 16]
NO_OPTIONS = ["nope", "y", "X", "x ", "", "null", "false", "1", "3.0", "3e0", " 3", "03", "1.50", '"x"', '"y"', "true ", "[]", '["x"]', "{}", '{"label":"x","value":"x"}', "NaN", "1e400", "-0", HUGE, "[" * 5000, '{"a":' * 500, '"\\ud800"', '"', "x\0", "\u202ex"]


@pytest.mark.parametrize("id", ["number", "free"])
def test_a_number_that_is_none_is_refused(browser, id):
    for text in NO_NUMBERS:
        assert_refused(browser, browser.post(browser.form((f"v:{id}.value", text))), 422)


    app = Dash("untouched", secret_key=KEY, layout=html.Div([dcc.Checklist(id="text", options=["x"]), html.Div(id="out")]))
    app.callback(Output("out", "children"), Input("text", "value"))(repr)
    browser = Browser(app, [])
    answer = browser.post(browser.form(("v:text.value", "null")))
    browser.close()
    assert answer.status_code == 422


@pytest.mark.parametrize("id", ["slider", "marks"])
def test_a_number_that_is_not_on_the_slider_is_refused(browser, id):
    for text in [*NO_NUMBERS, "11", "-1", "-0.001", "10.0001", "1e300", "9" * 400]:
        assert_refused(browser, browser.post(browser.form((f"v:{id}.value", text))), 422)
    assert_refused(browser, browser.post(browser.form(("v:slider.value", "5"))), 422)
    assert_refused(browser, browser.post(browser.form(("v:slider.value", "4"), ("v:slider.value", "4"))), 400)


@pytest.mark.parametrize("text", ["11", "-1", "1e300", "-0.1", "10.05", "1e400", "-1e400", "9" * 400])
def test_a_number_over_the_limits_never_reaches_the_callback(browser, text):
    """As in Dash: the callback sees None."""
    answer = browser.post(browser.form(("v:number.value", text)))
    assert answer.status_code == 200
    assert browser.calls.pop()[1] is None


@pytest.mark.parametrize("text", ["9" * 400, "1e308", "1e400", "-1e400"])
def test_a_number_beyond_all_bounds_is_none_or_refused(browser, text):
    answer = browser.post(browser.form(("v:free.value", text)))
    assert answer.status_code in (200, 422)
    assert all(call[2] is None for call in browser.calls)
    browser.calls.clear()


def test_a_text_over_its_length_never_reaches_the_callback(browser):
    assert browser.post(browser.form(("v:text.value", "x" * 21))).status_code == 200
    assert browser.calls.pop()[0] is None


@pytest.mark.parametrize("name", ["go.n_clicks", "tick.n_intervals"])
def test_a_counter_that_is_no_number_is_refused(browser, name):
    for text in NO_COUNTS:
        assert_refused(browser, browser.post(browser.form((f"n:{name}", text), trigger=name)), 422)


@pytest.mark.parametrize("id", ["radio", "check", "drop", "multi"])
def test_a_value_that_is_not_among_the_enabled_options_is_refused(browser, id):
    for text in NO_OPTIONS:
        if (id, text) == ("multi", "null"):
            continue  # the mark of a list that nobody has touched
        assert_refused(browser, browser.post(browser.form((f"v:{id}.value", text))), 422)
        assert_refused(browser, browser.post([("_p", browser.token), (f"v:{id}.value", text)], path="/"), 422)


@pytest.mark.parametrize("id", ["text", "number", "area", "radio", "check", "drop", "multi"])
def test_a_value_sent_twice_is_refused(browser, id):
    value = "a" if id in ("text", "area") else "3"
    assert_refused(browser, browser.post(browser.form((f"v:{id}.value", value), (f"v:{id}.value", value))), 400)


@pytest.mark.parametrize("name", ["_p", "_g"])
def test_a_field_of_ours_sent_twice_is_refused(browser, name):
    assert_refused(browser, browser.post(browser.form((name, browser.token))), 400)


def test_a_trigger_sent_many_times_counts_once(browser):
    begun = time.thread_time()
    assert browser.post(browser.form(*[("_t", "text.value")] * 15_000)).status_code == 200
    assert time.thread_time() - begun < 2
    assert len(browser.calls) == 1
    browser.calls.clear()


# -- the page token and the snapshots ------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "x", "null", "a.b", "A" * 2**20, "é", "\0", "....", "{}"])
def test_a_page_token_that_is_none_is_refused(browser, token):
    assert_refused(browser, browser.post([("_p", token), ("_t", "text.value")]), 400, 409)


def test_a_missing_page_token_is_refused(browser):
    assert_refused(browser, browser.post([("_t", "text.value")]), 400)
    assert_refused(browser, browser.post([("v:text.value", "1")], path="/"), 400)
    assert_refused(browser, browser.post(""), 400)


def test_a_token_of_another_app_is_refused(browser):
    other, _ = site(name="other")
    assert_refused(browser, browser.post([("_p", page_token("/", other.signer)), ("_t", "text.value")]), 400)


def test_a_token_with_another_key_asks_for_a_reload(browser):
    other, _ = site(key=OTHER_KEY)
    assert_refused(browser, browser.post([("_p", page_token("/", other.signer)), ("_t", "text.value")]), 409)
    assert_refused(browser, browser.post(browser.form(("s:store", seal("store", {"p": {}}, "/", other.signer)))), 409)


def snapshots_not_for(signer):
    good = seal("store", {"p": {"data": 5}}, "/", signer)
    return {
        "another id": ("box", good),
        "another page": ("store", seal("store", {"p": {"data": 5}}, "/two", signer)),
        "a page token": ("store", page_token("/", signer)),
        "empty": ("store", ""),
        "cut": ("store", good[:-1]),
        "padded": ("store", good + "="),
        "changed": ("store", good[:8] + ("A" if good[8] != "A" else "B") + good[9:]),
        "plain json": ("store", '{"p":{"data":5}}'),
        "with a NUL": ("store\0", good),
        "huge": ("store", good + "A" * 2**20),
    }


@pytest.mark.parametrize("case", list(snapshots_not_for(site()[0].signer)))
def test_a_snapshot_of_something_else_is_refused(browser, case):
    id, token = snapshots_not_for(browser.app.signer)[case]
    assert_refused(browser, browser.post(browser.form((f"s:{id}", token))), 400)


def test_a_snapshot_sent_twice_is_refused(browser):
    good = seal("store", {"p": {"data": 5}}, "/", browser.app.signer)
    assert_refused(browser, browser.post(browser.form(("s:store", good), ("s:store", good))), 400)
    assert browser.post(browser.form(("s:store", good))).status_code == 200
    assert browser.calls.pop()[8] == 5


def test_a_page_token_is_no_snapshot_and_a_snapshot_no_page_token(browser):
    snapshot = seal("store", {"p": {"data": 5}}, "/", browser.app.signer)
    assert_refused(browser, browser.post([("_p", snapshot), ("_t", "text.value")]), 400)


def test_a_snapshot_of_a_component_that_the_app_no_longer_has_asks_for_a_reload(browser):
    signer = browser.app.signer
    for content in ({"k": "dcc.Gone", "p": {}}, {"p": {"children": {"props": {}, "type": "Gone", "namespace": "dash_html_components"}}}):
        assert_refused(browser, browser.post(browser.form(("s:box", seal("box", content, "/", signer)))), 409)


# -- who posts -----------------------------------------------------------------------------------------------------------

SITES = ["cross-site", "same-site", "none", "", "Same-Origin", "same-origin, cross-site", "null", "same-origin "]


@pytest.mark.parametrize("path", ["/", "/_hx"])
@pytest.mark.parametrize("value", SITES[:-1])
def test_a_wrong_sec_fetch_site_is_refused(browser, value, path):
    headers = {**FORM, "Sec-Fetch-Site": value, "Origin": "http://test"}
    assert_refused(browser, browser.post(browser.form(), headers, path), 403)


@pytest.mark.parametrize("path", ["/", "/_hx"])
@pytest.mark.parametrize("secret", [{"Cookie": "a=b"}, {"Authorization": "Basic eDp5"}])
def test_a_post_that_says_nothing_of_its_origin_is_refused_where_somebody_is_signed_in(browser, secret, path):
    assert_refused(browser, browser.post(browser.form(), {**FORM, **secret}, path), 403)


def test_a_script_without_cookies_may_post(browser):
    assert browser.post(browser.form(), FORM).status_code == 200
    assert len(browser.calls) == 1
    browser.calls.clear()


def origins() -> list[str]:
    """500 strings that look like http://test.example:8050 and are not."""
    rng, host = random.Random(7), "test.example"
    out = ["null", "", "http://", "http:", "*", "file://", "about:blank", "data:", "javascript:", "http://test.example", "http://test.example:80", "https://test.example:8050"]
    out += [f"{s}://{host}:8050" for s in ("HTTP", "Http", "ws", "ftp", "chrome-extension", "httpx", " http", "http ", "http\\", "")]
    out += [f"http://{p}{host}:8050" for p in ("x", ".", "www.", "evil-", "a@", "a:b@", "evil.com@", "evil.com#", "evil.com/", "evil.com?", "%2e", "[", " ", "\\", "evil.com\\", "xn--")]
    out += [f"http://{host}{s}" for s in (".:8050", ".evil.com:8050", ":8050.evil.com", ":80500", ":08050", ":8051", ":", "::8050", "%00:8050", "]:8050", " :8050", "-x:8050", ":8050:1")]
    out += [f"http://{host}:8050{s}" for s in ("/", "/x", "#", "?", " x", ",http://evil.com", ", http://test.example:8050", "\\", "@evil.com", ".", "%20", "null", "http://test.example:8050", "\u200b", "é")]
    out += ["http://TEST.example:8050", "http://Test.Example:8050", "http://test。example:8050", "http://tеst.example:8050", "http://[::1]:8050", "http://127.0.0.1:8050", "http://0x7f000001:8050", "http://localhost:8050"]
    right = f"http://{host}:8050"
    while len(out) < 500:
        at, kind = rng.randrange(len(right)), rng.randrange(4)
        letter = rng.choice("abcxyz0189.:/@-_%#? ")
        one = [right[:at] + letter + right[at:], right[:at] + right[at + 1 :], right[:at] + letter + right[at + 1 :], right[: at + 1]][kind]
        if one.strip() != right:
            out.append(one)
    return out


def test_only_the_exact_origin_passes(browser):
    passed = []
    for origin in origins():
        headers = {**FORM, "Host": "test.example:8050", "Origin": origin.encode()}
        answer = browser.post(browser.form(), headers)
        if answer.status_code != 403:
            passed.append(origin)
    assert passed == []
    assert browser.calls == []
    assert browser.post(browser.form(), {**FORM, "Host": "test.example:8050", "Origin": "http://test.example:8050"}).status_code == 200
    browser.calls.clear()


@pytest.mark.parametrize("host", ["[", "[::1", "a b", "a/b", "a@b", "", ":", "x:99999999", "x:y", "evil.com#", "a,b", b"\xff", b"\xe9", "x" * 10_000])
def test_a_strange_host_is_no_server_error(browser, host):
    for origin in ("http://test", "null", "http://" + (host if isinstance(host, str) else "x")):
        answer = browser.post(browser.form(), {**FORM, "Host": host, "Origin": origin})
        assert answer.status_code in (200, 400, 403)
    browser.calls.clear()


def test_two_origins_are_refused(browser):
    for pair in (["http://evil", "http://test"], ["null", "http://test"]):
        answer = browser.post(browser.form(), [*FORM.items(), *(("Origin", o) for o in pair)])
        assert_refused(browser, answer, 403)


def test_another_verb_runs_nothing(browser):
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "post"):
        answer = browser.run(browser.client.request(method, "/_hx", content=urlencode(browser.form()), headers=SAME))
        assert answer.status_code in ((405,) if method != "post" else (405, 200))
        assert browser.calls == [] or method == "post"
        browser.calls.clear()


# -- form and size -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/_hx"])
@pytest.mark.parametrize("kind", [None, "", "text/plain", "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded-x", "x; application/x-www-form-urlencoded", "application/x-www-form-urlencoded,text/plain"])
def test_another_content_type_is_refused(browser, kind, path):
    headers = {k: v for k, v in SAME.items() if k != "Content-Type"} | ({} if kind is None else {"Content-Type": kind})
    assert_refused(browser, browser.post(browser.form(), headers, path), 415)


def test_too_many_fields_are_refused(browser):
    assert_refused(browser, browser.post("a&" * MAX_FIELDS), 413)
    assert_refused(browser, browser.post("&" * (MAX_BODY - 10)), 413)


@pytest.mark.parametrize("path", ["/", "/_hx"])
def test_a_large_body_is_refused_before_it_is_read(browser, path):
    read = []

    async def body():
        for _ in range(8):
            read.append(1)
            yield b"x" * 2**20

    def send(**headers):
        read.clear()
        return browser.run(browser.client.post(path, content=body(), headers={**SAME, **headers}))

    assert_refused(browser, send(), 413)
    assert len(read) <= 4
    assert_refused(browser, send(**{"Content-Length": str(MAX_BODY + 1)}), 413)
    assert_refused(browser, send(**{"Content-Length": "9" * 5000}), 413)
    assert len(read) <= 1


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "0x10", "", " ", "1_0", "+5", "1.0", "5, 5"])
def test_a_length_that_is_no_number_is_refused(browser, length):
    assert_refused(browser, browser.post(urlencode(browser.form()), {**SAME, "Content-Length": length}), 400)


def test_a_body_of_single_bytes_costs_little(browser):
    async def drip():
        for i in range(0, len(form), 1):
            yield form[i : i + 1]

    form = urlencode(browser.form(("v:area.value", "x" * 100_000))).encode()
    begun = time.thread_time()
    assert browser.run(browser.client.post("/_hx", content=drip(), headers=SAME)).status_code == 200
    assert time.thread_time() - begun < 3
    browser.calls.clear()


BAD_BYTES = [b"%ff", b"\xff", b"%c3", b"%c3%28", b"%ed%a0%80", b"\xed\xa0\x80", b"%f5%80%80%80", b"%80", b"%c0%af", b"\xc0\x80"]


@pytest.mark.parametrize("text", BAD_BYTES)
def test_text_that_is_not_utf_8_is_refused(browser, text):
    form = urlencode(browser.form()).encode()
    for more in (b"&v:text.value=" + text, b"&v:" + text + b".value=x", b"&" + text, b"&s:" + text + b"=x"):
        assert_refused(browser, browser.post(form + more), 400)


@pytest.mark.parametrize("text", ["\0", "a\0b", "\x1b[2J", "\r\nSet-Cookie: a=b", "\u202e", "\ufffe", "\U0010ffff", "%", "%zz", "%u0041"])
def test_odd_text_is_text(browser, text):
    answer = browser.post(browser.form(("v:area.value", text)))
    assert answer.status_code == 200
    assert browser.calls.pop()[3] == text.replace("\r\n", "\n")


def test_a_body_that_is_cut_off_is_refused(browser):
    assert browser.run(browser.raw("/_hx", None))[0] == 400
    assert browser.calls == []


# -- anything at all -----------------------------------------------------------------------------------------------------

WORDS = [*NAMES[:-12], "text", "number", "free", "area", "radio", "check", "drop", "multi", "slider", "marks", "tick", "go", "store", "box", "graph", "state", "out", F1, '{"i":2,"type":"f"}', "_p", "_g", "_t", "_w"]
VALUES = [*NO_NUMBERS[:20], *NO_COUNTS[-6:], *NO_OPTIONS[:20], "", "1", "3", "x", "true", "1.5", '"3"', "{}", "[]", '{"text.value":1}', '{"check.value":{"a":[1]}}', "1e400", "a\r\nb", "\0", "\ufffd", "null"]


def test_no_random_form_is_a_server_error(browser, caplog):
    rng, statuses = random.Random(11), {}
    signer = browser.app.signer
    sealed = {i: [seal(i, c, "/", signer) for c in ({"p": {}}, {"x": 1}, {"p": {"title": 1}}, {"p": {"data": [1]}})] for i in ("store", "box", "out", "made")}
    sealed['{"i":2,"type":"f"}'] = [seal('{"i":2,"type":"f"}', {"k": k, "p": {"value": "q"}, "i": "box"}, "/", signer) for k in ("dcc.Input", "dcc.Textarea", "html.Div")]
    tokens = [token for made in sealed.values() for token in made]

    def pair():
        kind = rng.randrange(12)
        id, prop, value = rng.choice(WORDS), rng.choice([*PROPS, *["value"] * 20, *["n_clicks"] * 8, "n_intervals", "data", "search_value", "drag_value"]), rng.choice(VALUES)
        if kind < 6:
            return f"{'n' if prop.startswith('n_') and rng.random() < 0.9 else 'v'}:{id}.{prop}", value
        if kind < 7:
            return "_t", f"{id}.{prop}"
        if kind < 8:
            return f"s:{id}", rng.choice([*tokens, browser.token, value])
        if kind < 11:
            id = rng.choice(list(sealed))
            return f"s:{id}", rng.choice(sealed[id])
        return rng.choice(["_g", "_w", "_x", id]), value

    def garble(form):
        """Break a form as text."""
        at = rng.randrange(len(form))
        return form[:at] + rng.choice([b"%", b"&", b"=", b"+", b"\xff", b"\0", b";", b"%00", b"", b"&&", b"%ed%a0%80"]) + form[at + rng.randrange(3) :]

    async def storm():
        for turn in range(5000):
            start = [("_p", browser.token)] + ([("_g", browser.group)] if rng.random() < 0.8 else []) + [("_t", rng.choice(["text.value", "go.n_clicks", "check.value", f"{F1}.value"]))]
            body = urlencode(start + [pair() for _ in range(rng.choice([0, 1, 1, 2, 4]))]).encode()
            body = garble(body) if rng.random() < 0.2 else body
            status, text = await browser.raw("/_hx" if turn % 8 else "/", body)
            statuses[status] = statuses.get(status, 0) + 1
            if status not in (200, 400, 409, 413, 422) or (status != 200 and LEAKS.search(text)):
                pytest.fail(f"{status}: {body!r}")

    caplog.set_level(logging.CRITICAL, "hxdash")
    browser.run(storm())
    browser.calls.clear()
    assert statuses[200] > 100
    assert statuses[400] > 100
    assert statuses[422] > 20


def test_an_id_cannot_fill_a_cache(browser):
    before = browser.app.graph.wired.cache_info().currsize
    for i in range(50):
        browser.post(browser.form((f"v:ghost{i}.value", "1")))
        browser.post(browser.form(trigger=f'{{"i":{i + 500},"type":"f"}}.value'))
    assert browser.app.graph.wired.cache_info().currsize == before


def test_a_refusal_is_one_line_in_the_log(browser, caplog):
    browser.post(browser.form((f"v:{quote_plus('a')}\r\nERROR fake\x1b[2J.value", "1")))
    assert len(caplog.records) == 1
    assert "\n" not in caplog.records[0].getMessage()
    assert "\x1b" not in caplog.records[0].getMessage()


# -- hostile data, on its way out ----------------------------------------------------------------------------------------

DATA = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg/onload=x>", "</script><script>x</script>", "</textarea><b>", "</title><b>", "<!--", "-->", "]]>", "&lt;b&gt;", "\0<b>",
    '</hx-partial><hx-partial id="out" hx-swap="innerHTML">x', "<b id=out hx-swap-oob=true>", "<template hx type=partial>", "<head><title>x</title></head>", "<div hx-get=/x hx-trigger=load>", "' form=hx name=_p value='", "\u2028<b>", "{{7*7}}", "${x}",
]  # fmt: skip


class Shape(HTMLParser):
    """The tags of markup with the names of their attributes; inside JSON payloads, what the JSON is made of."""

    def __init__(self, markup):
        super().__init__()
        self.tags = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, [name for name, _ in attrs]))

    def handle_comment(self, data):
        self.tags.append(("comment", [data]))


def shown(text):
    """An app that shows a text in every place that takes one, in the layout and in answers."""
    app = Dash("shown", secret_key=KEY)
    options = [{"label": f"l{text}", "value": f"v{text}", "title": f"t{text}"}, {"label": html.B(text), "value": "w"}]
    app.layout = html.Div(
        [
            dcc.Input(id="text", value=f"i{text}", placeholder=text, className=text, style={"color": text}),
            dcc.Textarea(id={"type": f"t{text}", "i": text + "k"}, value=text, title=text),
            dcc.RadioItems(id="radio", options=options, value=f"v{text}"),
            dcc.Checklist(id="check", options=options, value=[f"v{text}", "w"], labelStyle={"color": text}),
            dcc.Dropdown(id="drop", options=options, value=f"v{text}", placeholder=text),
            dcc.Store(id="store", data={text: text}),
            dcc.Graph(id="graph", figure={"data": [{"y": [1], "name": text}], "layout": {"title": {"text": text}}}, config={"locale": text}),
            html.A(text, id="link", href=text, title=text, **{"data-x": text}),
            html.Div(id="out"),
        ]
    )
    places = [("out", "children"), ("out", "title"), ("out", "className"), ("out", "style"), ("link", "href"), ("radio", "options"), ("graph", "figure"), ("store", "data"), ("drop", "value"), ({"type": f"t{text}", "i": text + "k"}, "value")]

    @app.callback(*[Output(*place) for place in places], Input("text", "value"), State({"type": f"t{text}", "i": text + "k"}, "value"))
    def show(value, _):
        figure = {"data": [{"y": [1], "name": value}], "layout": {"title": text}}
        return [html.P(value, id="p"), text], text, text, {"color": text}, text, [text, {"label": html.I(text), "value": 1}], figure, {text: value}, f"v{text}", text

    return app


@functools.cache
def shapes(text):
    """What the page, an answer, and the page without JavaScript are made of."""
    browser = Browser(shown(text), [])
    answers = [
        browser.run(browser.client.get("/")),
        browser.post(browser.form(("v:text.value", text))),
        browser.post([("_p", browser.token), ("v:text.value", text)], path="/"),
    ]
    browser.close()
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    return [[(tag, sorted(set(names) - {"href"})) for tag, names in Shape(answer.text).tags] for answer in answers]


@pytest.mark.parametrize("text", DATA, ids=range(len(DATA)))
def test_hostile_data_changes_no_structure_of_page_or_answer(text, monkeypatch):
    monkeypatch.setattr(routes, "PLAIN_FOR", 10)
    assert shapes(text) == shapes("plain")


CLOBBERING = ["matches", "closest", "elements", "form", "getAttribute", "hasAttribute", "tagName", "addEventListener", "_htmx", "setAttribute", "submit", "action", "method", "name", "length", "__proto__", "constructor", "toString"]


def test_an_id_that_is_a_property_of_every_form_is_only_an_id():
    app = Dash("clobber", secret_key=KEY, layout=html.Div([*(dcc.Input(id=id, value="1") for id in CLOBBERING), html.Div(id="out")]))
    app.callback(Output("out", "children"), *[Input(id, "value") for id in CLOBBERING])(lambda *values: ",".join(values))
    browser = Browser(app, [])
    page = browser.run(browser.client.get("/")).text
    assert not set(CLOBBERING) & set(re.findall(r'\bname="([^"]*)"', page)) - {"name"}
    answer = browser.post(browser.form(*[(f"v:{id}.value", f"<{id}>") for id in CLOBBERING], trigger="__proto__.value"))
    assert "&lt;matches&gt;,&lt;closest&gt;" in answer.text
    browser.close()
