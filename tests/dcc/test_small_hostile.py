"""What nobody could have sent: every field of the small components, every kind of nonsense; a clear refusal or a page as ever, never a 5xx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.testing import Client

FIELDS = {
    "v:tabs.value": "tab-1", "v:url.pathname": "/", "v:url.search": "", "v:url.hash": "", "v:url.href": "http://localhost/", "v:ask.displayed": "",
    "n:ask.submit_n_clicks": "", "n:ask.cancel_n_clicks": "", "n:ask.submit_n_clicks_timestamp": "", "v:geo.position": "null", "v:geo.position_error": "null",
    "v:geo.timestamp": "null", "v:geo.local_date": "null", "n:copy.n_clicks": "", "n:button.n_clicks": "", "n:button.n_blur": "",
}  # fmt: skip
NONSENSE = [
    "", " ", "x", "-1", "1.5", "1e999", "NaN", "null", "true", "[]", "{}", '{"lat":1e999,"lon":1}', '{"a":' * 40 + "1" + "}" * 40, "[" * 5000, "9" * 5000,
    "\x00", "\r\n", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "<script>alert(1)</script>", "javascript:alert(1)", "//evil.org", "http://[", "?" * 30_000, "/" + "\u202e",
]  # fmt: skip


def make() -> Dash:
    layout = [
        dcc.Tabs([dcc.Tab("a"), dcc.Tab("b")], id="tabs"), dcc.Location("url"), dcc.ConfirmDialog("ask"), dcc.Geolocation("geo"), dcc.Clipboard(id="copy"),
        dcc.Button("b", id="button"), html.P(id="out"),
    ]  # fmt: skip
    app = Dash(__name__, layout=layout)

    @app.callback(Output("out", "children"), [Input(name[2:].rpartition(".")[0], name.rpartition(".")[2]) for name in FIELDS], State("button", "n_clicks_timestamp"))
    def out(*values: Any) -> str:
        return str(values)

    return app


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(make()) as client:
        yield client


def post(client: Client, fields: list[tuple[Any, Any]], path: str = "/_hx") -> Any:
    headers = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}
    return client.request("POST", path, content=urlencode(fields, errors="surrogatepass"), headers=headers)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("path", ["/_hx", "/", "/any/where"])
def test_nonsense_is_refused_or_text(name: str, path: str, client: Client) -> None:
    page = client.get("/")
    page.click("button")
    sent = [(n, v) for n, v in page.last.fields if path == "/_hx" or not n.startswith("_") or n == "_p"]
    assert {n for n, _ in sent} >= set(FIELDS)
    assert post(client, sent, path).status_code == 200
    statuses = set()
    for text in NONSENSE:
        answer = post(client, [(n, text if n == name else v) for n, v in sent], path)
        statuses.add(answer.status_code)
        assert "<script>alert" not in answer.text
    assert statuses <= {200, 303, 400, 413, 422}
    assert statuses & {400, 413, 422}
    twice = post(client, [*sent, *[(name, "x")] * 3], path)
    assert 400 <= twice.status_code < 500
