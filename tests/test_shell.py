"""The page around a layout: its policy, its head, its hidden state; and what hostile settings make of it (nothing)."""

import asyncio
import json
import re
from html.parser import HTMLParser

import httpx
import pytest

from hxdash import Dash, Input, Output, dcc, html
from hxdash.encoding import shield
from hxdash.shell import COMMON_HEADERS, HTMX_CONFIG, Head, policy
from hxdash.static_files import manifest

POLICY = (
    "default-src 'none'; script-src 'nonce-N'; style-src 'self' 'unsafe-inline' ; style-src-elem 'self' "
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'none'; frame-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def get(app, **headers):
    async def fetch():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            return await client.get("/", headers=headers)

    return asyncio.run(fetch())


class Reader(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.tags = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def wired(**settings):
    app = Dash("shell", **settings)
    app.layout = html.Div([dcc.Input(id="in"), html.Div(id="out"), html.Div(id={"type": "t'\"<", "i": 1})])
    app.callback(Output("out", "children"), Input("in", "value"))(lambda v: v)
    app.callback(Output({"type": "t'\"<", "i": 1}, "title"), Input("in", "value"))(lambda v: "'\"<>&</script>")
    return app


def test_the_policy_is_exact():
    assert " ".join(policy("N", Head()).split()) == " ".join(POLICY.split())


def test_the_policy_lets_in_the_origins_of_named_style_sheets_for_styles_and_fonts_only():
    made = dict(part.strip().partition(" ")[::2] for part in policy("N", Head(style_origins=["https://cdn.example"])).split(";"))
    assert [name for name, value in made.items() if "cdn.example" in value] == ["style-src", "style-src-elem", "font-src"]
    assert made["script-src"] == "'nonce-N'"


def test_each_page_has_a_nonce_of_its_own_on_every_script():
    app, nonces = wired(), set()
    for _ in range(20):
        answer = get(app)
        nonce = re.search(r"script-src 'nonce-([\w-]{22,})'", answer.headers["content-security-policy"])[1]
        assert {script["nonce"] for script in Reader(answer.text).all("script") if "src" in script} == {nonce}
        nonces.add(nonce)
    assert len(nonces) == 20


def test_the_page_has_no_inline_script_handler_or_foreign_url():
    for tag, attrs in Reader(get(wired()).text).tags:
        assert not any(name.startswith("on") for name in attrs)
        assert tag != "script" or "src" in attrs
        assert not any(str(attrs.get(name)).startswith(("http", "//")) for name in ("src", "href", "action"))


def test_the_htmx_configuration_is_the_safe_one():
    config = json.loads(HTMX_CONFIG)
    assert config["mode"] == "same-origin"
    assert config["noSwap"] == [204, 304, "4xx", "5xx"]
    assert config["history"] is False
    assert config["extensions"] == "hxdash"
    assert not {"inlineScriptNonce", "allowEval"} & config.keys()
    head = Reader(get(wired()).text)
    assert [json.loads(m["content"]) for m in head.all("meta") if m.get("name") == "htmx-config"] == [config]


def test_the_configuration_stands_before_the_scripts():
    page = get(wired()).text
    assert page.index('name="htmx-config"') < page.index("<script")


def test_every_script_and_style_sheet_of_the_page_is_in_the_manifest():
    page = Reader(get(wired()).text)
    urls = [s["src"] for s in page.all("script") if "src" in s] + [s["href"] for s in page.all("link") if s["rel"] == "stylesheet"]
    assert len(urls) >= 2
    assert all(url.removeprefix("/_hx/static/") in manifest().by_name for url in urls)
    for meta in page.all("meta"):
        if meta.get("name") == "hx-plotly":
            assert all(url.removeprefix("/_hx/static/") in manifest().by_name for url in json.loads(meta["content"]).values())


def test_hidden_state_survives_any_id():
    fields = [f for f in Reader(get(wired()).text).all("input") if f.get("type") == "hidden"]
    assert [f["name"] for f in fields if not f["name"].startswith("s:")] == ["_p"]
    assert all(f["form"] == "hx" and f["autocomplete"] == "off" for f in fields)


def test_a_page_without_callbacks_carries_no_state_and_no_script():
    page = Reader(get(Dash("plain", layout=html.Div("hello"))).text)
    assert page.all("script") == []
    assert page.all("input") == []
    assert page.all("form") == []


EVIL = "</title></script><script>alert(1)</script>\"'><img src=x onerror=y>"


@pytest.mark.parametrize("settings", [{"title": EVIL}, {"lang": EVIL}, {"color_scheme": EVIL}, {"meta_tags": [{"name": EVIL, "content": EVIL}]}, {"external_stylesheets": [f"/x.css?{EVIL}"]}])
def test_settings_are_escaped(settings):
    plain = [tag for tag, _ in Reader(get(wired(**({"external_stylesheets": ["/x.css"]} if "external_stylesheets" in settings else {"meta_tags": [{"name": "x"}]} if "meta_tags" in settings else {}))).text).tags]
    assert [tag for tag, _ in Reader(get(wired(**settings)).text).tags] == plain


def test_every_page_has_the_common_headers():
    answer = get(wired())
    assert {name: answer.headers[name] for name in COMMON_HEADERS} == COMMON_HEADERS
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


def test_shielded_json_cannot_leave_its_element():
    for text in ("</script>", "<!--", "]]>", "&quot;", "\u2028\u2029"):
        shielded = shield(json.dumps(text, ensure_ascii=False))
        assert not set("<>&\u2028\u2029") & set(shielded)
        assert json.loads(shielded) == text
