"""The endpoints: headers, files, mounts, guards, streams, errors; two apps side by side, and a restart in between."""

import asyncio
import gc
import gzip
import json
import logging
import re
import threading
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote, urlencode

import httpx
import pytest
from fastapi import Depends, FastAPI, HTTPException
from starlette.requests import Request

from hxdash import Dash, Input, Output, State, dcc, html, routes
from hxdash.exceptions import DashException
from hxdash.shell import COMMON_HEADERS
from hxdash.static_files import manifest
from hxdash.testing import Client as Browser

KEY, OTHER_KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU", "Zt7Rq2WxN5bVy8KmD4sLhGp9FjC3uEaQ"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def site(name="routes", key=KEY, **settings):
    app = Dash(name, secret_key=key, **settings)
    app.layout = html.Div([dcc.Input(id="a", value="1"), html.Div(id="b"), html.Div(id="c"), dcc.Graph(id="g"), dcc.Store(id="s", data=0)])
    app.callback(Output("b", "children"), Input("a", "value"))(lambda a: f"b{a}")
    app.callback(Output("c", "children"), Output("s", "data"), Input("b", "children"), State("s", "data"))(lambda b, s: (f"c{b}{s}", s + 1))
    return app


class Client:
    """A browser tab, in process."""

    def __init__(self, app, root_path="", prefix=""):
        self.app, self.root_path, self.prefix, self.token, self.group, self.state = app, root_path, prefix, "", "", {}

    def request(self, method, path, body=None, **headers):
        async def send():
            transport = httpx.ASGITransport(self.app, root_path=self.root_path, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                more = {**FORM, "Origin": "http://test"} if body is not None else {}
                return await client.request(method, path, content=urlencode(body) if body is not None else None, headers={**more, **headers})

        return asyncio.run(send())

    def get(self, path="/", **headers):
        answer = self.request("GET", self.prefix + path, **headers)
        if 'name="_p"' in answer.text:
            self.token = re.search(r'name="_p" value="([^"]*)"', answer.text)[1]
            self.group = re.search(r'hx-group="([^"]*)"', answer.text)[1]
            self.state = dict(re.findall(r'name="(s:\w+)" value="([^"]*)"', answer.text))
        return answer

    def form(self, value="2"):
        return [("_p", self.token), ("_g", self.group), ("_t", "a.value"), ("v:a.value", value), *self.state.items()]

    def change(self, value="2", **headers):
        answer = self.request("POST", f"{self.prefix}/_hx", self.form(value), **headers)
        for part in re.findall(r'<hx-partial id="hx-state" hx-swap="state">(.*?)</hx-partial>', answer.text):
            self.state.update({f"s:{id}": entry[1] for id, entry in json.loads(part).items()})
        return answer


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """A busy machine turns no plain answer into a stream."""
    monkeypatch.setattr(routes, "PLAIN_FOR", 10)


@pytest.fixture(scope="module")
def app():
    return site()


@pytest.fixture
def client(app):
    made = Client(app)
    made.get()
    return made


# -- headers -------------------------------------------------------------------------------------------------------------

EVERYWHERE = {k.lower(): v for k, v in COMMON_HEADERS.items()}
HTML = {**EVERYWHERE, "content-type": "text/html; charset=utf-8"}
PART = {**HTML, "cache-control": "no-store", "content-security-policy": "default-src 'none'; sandbox"}
FILE = {"x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin", "vary": "Accept-Encoding"}


def assert_headers(answer, expected):
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert not {"access-control-allow-origin", "server", "set-cookie", "x-powered-by"} & answer.headers.keys()


def test_the_page_has_its_headers(client):
    answer = client.get()
    assert_headers(answer, {**HTML, "cache-control": "private, no-cache"})
    assert "script-src 'nonce-" in answer.headers["content-security-policy"]


def test_an_update_has_its_headers(client):
    answer = client.change()
    assert answer.status_code == 200
    assert "hx-stream" not in answer.headers
    assert_headers(answer, PART)


def test_a_page_without_javascript_has_the_pages_headers(client):
    answer = client.request("POST", "/", [("_p", client.token), ("v:a.value", "2")])
    assert_headers(answer, {**HTML, "cache-control": "private, no-cache"})
    assert "script-src 'nonce-" in answer.headers["content-security-policy"]


def test_a_refusal_has_its_headers(client):
    answer = client.request("POST", "/_hx", [("x", "y")])
    assert answer.status_code == 400
    assert_headers(answer, {**EVERYWHERE, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store"})


def test_a_file_has_its_headers_and_never_changes(client):
    for file in manifest().by_name.values():
        answer = client.get(f"/_hx/static/{file.name}")
        assert answer.content == file.body
        assert_headers(answer, {**FILE, "cache-control": "public, max-age=31536000, immutable"})
        assert answer.headers["content-type"].partition(";")[0] == file.type


def test_answers_are_compressed_only_for_who_reads_that(client):
    page, file = "/", f"/_hx/static/{manifest()._by_source['hxdash.js'].name}"
    for path in (page, file):
        for accept in ("gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "GZIP", "*"):
            answer = client.request("GET", path, **{"Accept-Encoding": accept})
            assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding"), accept
        for accept in ("", "identity", "br", "gzip;q=0", "gzip; q=0.0", "deflate, gzip;q=0, br", "xgzip"):
            answer = client.request("GET", path, **{"Accept-Encoding": accept})
            assert "content-encoding" not in answer.headers, accept
            assert answer.headers["vary"] == "Accept-Encoding"


def test_a_compressed_page_is_the_page():
    app, sent = site(), []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "root_path": "", "headers": [(b"accept-encoding", b"gzip")], "scheme": "http", "server": ("t", 80), "client": None, "http_version": "1.1"}
    asyncio.run(app(scope, receive, send))
    body = b"".join(m.get("body", b"") for m in sent[1:])
    assert dict(sent[0]["headers"])[b"content-length"] == str(len(body)).encode()
    assert gzip.decompress(body).startswith(b"<!doctype html>")


# -- what there is and what not ------------------------------------------------------------------------------------------


def hostile_paths():
    """200 ways to ask for a file that is not there to be had."""
    targets = ["etc/passwd", "hxdash/app.py", "vendor/vendored.json", "scheduler.js", "vendor/htmx.min.js", "windows/win.ini", ".git/config", "../hxdash.css"]
    ups = ["..", "%2e%2e", ".%2e", "%252e%252e", "..%00", "..;", "...", "....", "%c0%ae%c0%ae", "．．", "..\\", "%2e%2e%5c"]
    out = [sep.join([up] * n + [target]) for up in ups for n in (1, 3) for target in targets[:4] for sep in ("/", "%2f")]
    out += [f"{start}{target}" for start in ("/", "//", "\\", "\\\\host\\share\\", "C:\\", "C:/", "file:///", "~", "~root/", "%00", ".", "./", "vendor/../../") for target in targets]
    good = manifest()._by_source["hxdash.js"].name
    out += [f"{good}{more}" for more in ("/", "%00", "%20", ".", "/..", "%3fx", "%23", "%0a", ";x", "~", ".bak", "%2e")] + [good.upper(), good.replace(".", "%252e"), f"x/{good}", f"%2e%2f{good}", f"vendor/../{good}", f"./{good}"]
    return sorted(set(out))


def test_no_path_leads_to_a_file_that_is_not_on_the_list(app):
    paths = hostile_paths()
    assert len(paths) >= 200

    async def ask(path):
        """As a server hands it on: the path is decoded already, once (or, by a careless proxy, twice)."""
        sent = []

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "raw_path": quote(path).encode(), "query_string": b"", "root_path": "", "headers": [(b"host", b"test")]}
        await app({**scope, "scheme": "http", "server": ("test", 80), "client": None, "http_version": "1.1"}, None, send)
        return sent[0]["status"]

    async def ask_all():
        all_ = {f + form for f in ("/_hx/static/", "/assets/", "/") for p in paths for form in (p, unquote(p), unquote(unquote(p)))}
        right = {f"/_hx/static/{manifest()._by_source['hxdash.js'].name}", "/"}  # a path pattern lets one line break at the end pass
        return [(path, status) for path in sorted(all_) if (status := await ask(path)) not in (404, 307) and path.removesuffix("\n") not in right]

    assert asyncio.run(ask_all()) == []


def test_assets_serve_the_folder_and_nothing_above_it(tmp_path, monkeypatch):
    folder = tmp_path / "assets"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("SECRET")
    (folder / "a.css").write_text("a{}")
    (folder / "sub" / "b.txt").write_text("b")
    (folder / ".hidden").write_text("SECRET")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    client = Client(site(assets_folder=str(folder)))
    assert client.get("/assets/a.css").text == "a{}"
    assert client.get("/assets/sub/b.txt").text == "b"
    assert_headers(client.get("/assets/a.css"), {**FILE, "content-type": "text/css; charset=utf-8"})
    for path in ("/assets/.hidden", "/assets/link.txt", "/assets/../secret.txt", "/assets/%2e%2e/secret.txt", "/assets/sub/../../secret.txt", "/assets/sub", "/assets/", "/assets/SUB/b.txt"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "SECRET" not in answer.text


def test_other_paths_are_not_found(client):
    for path in ("/nothing", "/_hx/nothing", "/_hx/static/hxdash.js", "/_hx/static/", "/assets/x", "/docs", "/openapi.json", "/redoc", "/_dash-layout"):
        assert client.request("GET", path).status_code == 404


def test_head_answers_like_get(client):
    for path in ("/", f"/_hx/static/{manifest()._by_source['hxdash.css'].name}"):
        head, get = client.request("HEAD", path), client.request("GET", path)
        assert head.status_code == 200
        assert head.headers.keys() == get.headers.keys()


@pytest.mark.parametrize(("method", "path"), [("GET", "/_hx"), ("PUT", "/"), ("DELETE", "/_hx"), ("PATCH", "/_hx"), ("OPTIONS", "/_hx"), ("POST", "/_hx/static/x"), ("POST", "/assets/x")])
def test_another_method_is_not_allowed(client, method, path):
    assert client.request(method, path).status_code == 405


# -- where the app is ----------------------------------------------------------------------------------------------------


class Urls(HTMLParser):
    """Every URL in a page."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        pairs = dict(attrs)
        self.found += [v for k, v in attrs if k in ("src", "href", "action", "hx-post", "hx-get", "hx-script") and v]
        if pairs.get("name") == "hx-plotly":
            self.found += json.loads(pairs["content"]).values()


def assert_all_urls_work(client, base):
    urls = Urls(client.get().text).found
    assert len(urls) > 6
    local = [u for u in urls if u != "data:,"]
    assert [u for u in local if not u.startswith(f"{base}/")] == []
    for url in sorted(set(local) - {f"{base}/_hx"}):
        path = url if client.prefix == base else url.removeprefix(base)
        assert client.request("GET", path).status_code == 200, url


def test_at_the_root_all_urls_work(client):
    assert_all_urls_work(client, "")


@pytest.mark.parametrize("depth", ["/dash", "/a/b c/ä"])
def test_mounted_under_fastapi_all_urls_follow(depth):
    api = FastAPI()
    api.mount(depth, site())
    base = quote(depth) if depth.isascii() and " " not in depth else depth
    client = Client(api, prefix=base)
    assert_all_urls_work(client, depth)
    assert ">b2</hx-partial>" in client.change().text


def test_mounted_twice_deep():
    inner, outer = FastAPI(), FastAPI()
    inner.mount("/dash", site())
    outer.mount("/api", inner)
    client = Client(outer, prefix="/api/dash")
    assert_all_urls_work(client, "/api/dash")
    assert client.change().status_code == 200


@pytest.mark.parametrize("root", ["/proxy", "/a/b"])
def test_behind_a_proxy_all_urls_have_its_prefix(root):
    """The proxy takes its prefix off; uvicorn --root-path says so."""
    client = Client(site(), root_path=root)
    assert_all_urls_work(client, root)
    assert client.change().status_code == 200


def test_the_server_alone_prepares_the_app():
    """uvicorn module:app.server, and the first request is a post from a page of before the restart."""
    client = Client(site())
    client.get()
    client.app = site().server
    assert client.change().status_code == 200


def test_a_query_is_ignored_and_not_repeated(client):
    answer = client.get("/?x=<script>alert(1)</script>&_p=1")
    assert answer.status_code == 200
    assert "alert(1)" not in answer.text


# -- who may -------------------------------------------------------------------------------------------------------------


def guarded():
    """An app for whoever sends the right word; and who asked."""
    asked = []

    async def guard(request: Request):
        asked.append(request.method)
        if request.headers.get("authorization") != "right":
            raise HTTPException(401, "sign in first")

    return site(dependencies=[Depends(guard)]), asked


def test_dependencies_guard_the_page_and_every_post():
    app, asked = guarded()
    client = Client(app)
    assert client.get().status_code == 401
    assert client.get(Authorization="right").status_code == 200
    assert client.change(Authorization="right").status_code == 200
    assert client.change().status_code == 401
    assert client.request("POST", "/", [("_p", client.token)]).status_code == 401
    assert client.request("POST", "/", [("_p", client.token)], Authorization="right").status_code == 200
    assert client.request("HEAD", "/").status_code == 401
    assert asked == ["GET", "GET", "POST", "POST", "POST", "POST", "HEAD"]


def test_who_is_refused_learns_nothing_of_the_page():
    app, _ = guarded()
    client = Client(app)
    for answer in (client.get(), client.request("POST", "/_hx", [("_p", "x")]), client.request("POST", "/_hx", [("junk", "x" * 100)])):
        assert answer.status_code == 401
        assert answer.json() == {"detail": "sign in first"}


def test_two_apps_do_not_take_each_others_tokens():
    one, two = Client(site("one")), Client(site("two"))
    one.get(), two.get()
    one.token, two.token = two.token, one.token
    assert one.change().status_code == two.change().status_code == 400


def test_two_apps_side_by_side_work():
    api = FastAPI()
    api.mount("/one", site("one"))
    api.mount("/two", site("two"))
    one, two = Client(api, prefix="/one"), Client(api, prefix="/two")
    one.get(), two.get()
    assert one.change().status_code == two.change().status_code == 200
    one.token = two.token
    assert one.change().status_code == 400


# -- time passes ---------------------------------------------------------------------------------------------------------


def test_a_restart_between_load_and_change_loses_nothing():
    client = Client(site())
    client.get()
    assert ">cb20</hx-partial>" not in client.change().text
    for n in (2, 3, 4):
        client.app = site()
        assert f"cb{n}{n}</hx-partial>" in client.change(str(n)).text


def test_another_key_asks_for_a_reload():
    client = Client(site())
    client.get()
    client.app = site(key=OTHER_KEY)
    assert client.change().status_code == 409
    client.app = site(key=[OTHER_KEY, KEY])
    assert client.change().status_code == 200


def test_changed_callbacks_ask_for_a_reload():
    client = Client(site())
    client.get()
    client.app = site()
    client.app.callback(Output("g", "figure"), Input("a", "value"))(lambda a: {})
    assert client.change().status_code == 409


def test_a_renamed_component_asks_for_a_reload():
    client = Client(site())
    client.get()
    client.app = Dash("routes", secret_key=KEY, layout=html.Div([dcc.Input(id="renamed"), html.Div(id="b")]))
    client.app.callback(Output("b", "children"), Input("renamed", "value"))(lambda a: a)
    assert client.change().status_code == 409


def test_the_layout_may_be_a_function():
    made = []

    def layout():
        made.append(threading.current_thread())
        return html.Div([dcc.Input(id="a", value=str(len(made))), html.Div(id="b")])

    app = Dash("function", secret_key=KEY, layout=layout)
    app.callback(Output("b", "children"), Input("a", "value"))(lambda a: f"b{a}")
    client = Client(app)
    assert ">b2<" in client.get().text  # the first call was the trial at start-up
    assert ">b3<" in client.get().text
    assert ">bx</hx-partial>" in client.change("x").text
    assert len(made) == 3
    assert made[-1] is not threading.main_thread()


def test_the_layout_may_be_a_coroutine():
    async def layout():
        return html.Div([dcc.Input(id="a", value="async"), html.Div(id="b")])

    app = Dash("coroutine", secret_key=KEY, layout=layout)
    app.callback(Output("b", "children"), Input("a", "value"))(lambda a: f"b{a}")
    assert ">basync<" in Client(app).get().text


# -- streams -------------------------------------------------------------------------------------------------------------


def test_a_slow_answer_is_a_stream_of_parts_in_order(monkeypatch, part_made):
    monkeypatch.setattr(routes, "PLAIN_FOR", 0)
    first, app = part_made(">cb2"), site()

    @app.callback(Output("g", "className"), Input("a", "value"), prevent_initial_call=True)
    def last(a):
        assert first.wait(20)
        return f"class-{a}"

    client = Client(app)
    client.get()
    answer = client.change()
    mark = answer.headers["hx-stream"]
    assert_headers(answer, {**PART, "x-accel-buffering": "no"})
    assert len(mark) >= 10
    *parts, rest = answer.text.split(f"<!--{mark}-->")
    assert rest == ""
    assert len(parts) >= 2
    places = [answer.text.index(text) for text in ('>b2<', '>cb2', '"class"')]
    assert places == sorted(places)
    assert all(part.strip().startswith("<hx-partial ") and part.strip().endswith("</hx-partial>") for part in parts)


def test_a_stream_carries_errors_as_well(monkeypatch):
    monkeypatch.setattr(routes, "PLAIN_FOR", 0)
    app, gate = site(), threading.Event()

    @app.callback(Output("g", "className"), Input("a", "value"), prevent_initial_call=True)
    def fail(a):
        gate.wait(0.1)
        raise ValueError("SECRET")

    client = Client(app)
    client.get()
    answer = client.change()
    assert "hx-stream" in answer.headers
    assert 'id="hx-errors" hx-swap="error"' in answer.text
    assert "SECRET" not in answer.text


# -- what cannot be written ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plain_for", [10, 0])
def test_half_a_surrogate_pair_is_no_server_error(monkeypatch, plain_for):
    monkeypatch.setattr(routes, "PLAIN_FOR", plain_for)
    app = Dash("surrogates", secret_key=KEY, layout=html.Div([dcc.Input(id="a"), html.Div("x\udc80", id="b"), dcc.Store(id="s"), html.Div(id="c")]))
    app.callback(Output("b", "title"), Output("s", "data"), Input("a", "value"))(lambda a: ("y\ud800", {"z\ud800": "\udfff"}))
    app.callback(Output("c", "children"), Input("s", "data"))(repr)
    client = Client(app)
    assert client.get().status_code == 200
    assert client.change().status_code == 200
    assert client.change().status_code == 200


def test_deep_state_comes_back():
    deep = []
    for _ in range(60):
        deep = [deep]
    app = Dash("deep", secret_key=KEY, layout=html.Div([dcc.Input(id="a"), dcc.Store(id="s"), html.Div(id="b")]))
    app.callback(Output("s", "data"), Output("b", "children"), Input("a", "value"), State("s", "data"))(lambda a, s: (deep, str(s == deep)))
    client = Client(app)
    client.get()
    assert ">True</hx-partial>" in client.change().text


# -- errors --------------------------------------------------------------------------------------------------------------


def failing(**settings):
    app = Dash("errors", secret_key=KEY, **settings)
    app.layout = html.Div([dcc.Input(id="a", value="1"), html.Div(id="b"), html.Div(id="c")])

    @app.callback(Output("b", "children"), Input("a", "value"))
    def fail(a):
        local_secret = "LOCAL-" + KEY
        try:
            raise KeyError("CAUSE-" + local_secret)
        except KeyError as cause:
            raise RuntimeError(f"SECRET <b>{a}</b>") from cause

    app.callback(Output("c", "children"), Input("a", "value"))(lambda a: f"fine {a}")
    return Client(app)


LEAKS = re.compile(r"SECRET|LOCAL|CAUSE|Traceback|RuntimeError|KeyError|\.py|site-packages|/work|in fail|" + KEY)


def test_in_production_an_error_shows_a_reference_and_nothing_else(caplog):
    client = failing()
    for answer in (client.get(), client.change(), client.request("POST", "/", [("_p", client.token), ("v:a.value", "3")])):
        assert answer.status_code == 200
        assert "fine" in answer.text
        references = re.findall(r"Reference ([0-9a-f]{8})", answer.text)
        assert len(references) == 1
        assert not LEAKS.search(answer.text)
        assert not LEAKS.search(str(answer.headers))
        logged = [r for r in caplog.records if references[0] in r.getMessage()]
        assert len(logged) == 1
        assert logged[0].levelno == logging.ERROR
        assert logged[0].exc_info


def test_in_debug_mode_an_error_says_what_where_and_which_callback():
    client = failing(debug=True)
    for text in (client.get().text, client.change("x").text):
        box = text[text.index('class="hx-error"') :]
        assert "<strong>RuntimeError</strong>" in box
        assert "SECRET &lt;b&gt;" in box
        assert "<b>" not in box
        assert re.search(r"<dt>where</dt><dd>[^<]*test_routes\.py:\d+ in ", box)
        assert re.search(r"<dt>callback</dt><dd>[^<]*fail \(", box)


def test_an_error_of_hxdash_says_how_to_fix_it_in_debug_mode():
    app = Dash("fix", secret_key=KEY, debug=True, layout=html.Div([dcc.Input(id="a"), html.Div(id="b")]))
    app.callback(Output("b", "children"), Input("a", "value"))(lambda a: {1, 2})
    assert "<dt>fix</dt>" in Client(app).get().text


def test_an_error_knows_its_group(caplog):
    client = failing()
    client.get()
    assert f'<div class="hx-error" hx-group="{client.group}">' in client.change().text


def test_a_wrong_app_is_a_server_error_that_leaks_nothing():
    app = Dash("wrong", secret_key=KEY, layout=html.Div(id="a"))
    app.callback(Output("nobody", "children"), Input("a", "n_clicks"))(lambda n: n)
    with pytest.raises(DashException):
        app.prepare()
    answer = Client(app).get()
    assert answer.status_code == 500
    assert not LEAKS.search(answer.text)


# -- memory ------------------------------------------------------------------------------------------------------------


def test_an_update_leaves_nothing_for_the_garbage_collector() -> None:
    """What a request needed goes when it has been answered, not when Python looks for circles."""
    app = Dash("lean", layout=html.Div([dcc.Input(id="a", value="x"), html.P(id="b")]))
    app.callback(Output("b", "children"), Input("a", "value"))(lambda text: f"<{text}>")
    with Browser(app) as client:
        page = client.get("/")
        page["a"].value = "y"
        body = urlencode(page.last.fields).encode()
    names = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", "content-length": str(len(body))}
    scope = {"type": "http", "method": "POST", "path": "/_hx", "query_string": b"", "headers": [(k.encode(), v.encode()) for k, v in names.items()]}
    message, sent = {"type": "http.request", "body": body}, list[Any]()

    async def receive() -> Any:
        return message

    async def send(answer: Any) -> None:
        sent.append(answer["type"])

    async def update(times: int) -> int:
        for _ in range(times):
            await app(dict(scope), receive, send)
        return gc.collect()

    async def measure() -> int:
        await update(5)
        return await update(50)

    gc.disable()
    try:
        assert asyncio.run(measure()) < 50
    finally:
        gc.enable()
    assert sent == ["http.response.start", "http.response.body"] * 55
