"""dcc.Download: a real answer with name, type and ranges; a link on the page without JavaScript."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fastapi import Depends, FastAPI, HTTPException
from starlette.requests import Request

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.dcc.download import FileToSend, as_file
from hxdash.exceptions import InvalidCallbackReturnValue
from hxdash.testing import Client, Impossible, Refused

FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", "ü"]})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HXDASH_SPOOL", str(tmp_path / "spool"))
    return tmp_path / "spool"


def sending(make: Callable[[], Any], **props: Any) -> Dash:
    """An app whose button sends a file."""
    app = Dash(__name__, layout=html.Div([html.Button("go", id="go"), dcc.Download(id="d", **props), html.P(id="out")]))

    @app.callback(Output("d", "data"), Input("go", "n_clicks"), prevent_initial_call=True)
    def send(_: int) -> Any:
        return make()

    return app


def fetched(make: Callable[[], Any], *, javascript: bool = True, **props: Any) -> Any:
    """What a click saves."""
    with Client(sending(make, **props)) as client:
        return client.get("/", javascript=javascript).click("go").download("d")


@pytest.mark.parametrize("javascript", [True, False])
def test_text_comes_with_name_and_type(javascript: bool) -> None:
    saved = fetched(lambda: dcc.send_string("Grüße\n", "größe.txt"), javascript=javascript)
    assert (saved.name, saved.type, saved.text) == ("größe.txt", "text/plain; charset=utf-8", "Grüße\n")
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Cache-Control"] == "no-store"
    assert "sandbox" in saved.headers["Content-Security-Policy"]


CASES: dict[str, tuple[Callable[[], Any], str, str, bytes]] = {
    "bytes": (lambda: dcc.send_bytes(b"\0\1", "a.bin"), "a.bin", "application/octet-stream", b"\0\1"),
    "bytes with a type": (lambda: dcc.send_bytes(b"x", "a", "image/png"), "a", "image/png", b"x"),
    "a writer of bytes": (lambda: dcc.send_bytes(lambda f, n: f.write(b"x" * n), "a.bin", n=3), "a.bin", "application/octet-stream", b"xxx"),
    "a writer of text": (lambda: dcc.send_string(lambda f: f.write("ü\r\n"), "a.txt"), "a.txt", "text/plain; charset=utf-8", "ü\r\n".encode()),
    "csv": (lambda: dcc.send_data_frame(FRAME.to_csv, "a.csv", index=False), "a.csv", "text/csv; charset=utf-8", "a,b\n1,x\n2,ü\n".encode()),
    "json": (lambda: dcc.send_data_frame(FRAME.to_json, "a.json", orient="values", force_ascii=True), "a.json", "application/json", b'[[1,"x"],[2,"\\u00fc"]]'),
    "dict of text": (lambda: {"content": "hello", "filename": "a.txt"}, "a.txt", "text/plain; charset=utf-8", b"hello"),
    "dict of base64": (lambda: {"content": base64.b64encode(b"\xff").decode(), "filename": "a.bin", "base64": True}, "a.bin", "application/octet-stream", b"\xff"),
    "dict with a type": (lambda: {"content": "{}", "filename": "a", "type": "application/json"}, "a", "application/json", b"{}"),
    "a type that is none": (lambda: dcc.send_bytes(b"x", "a.png", "x\r\nSet-Cookie: a=b"), "a.png", "image/png", b"x"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_sent_is_saved(case: str) -> None:
    make, name, type, content = CASES[case]
    saved = fetched(make)
    assert (saved.name, saved.type, saved.content) == (name, type, content)
    assert "set-cookie" not in saved.headers


def test_frames_that_are_not_text() -> None:
    assert pd.read_pickle(io.BytesIO(fetched(lambda: dcc.send_data_frame(FRAME.to_pickle, "a.pkl")).content)).equals(FRAME)
    with pytest.raises(ValueError, match="does not know 'to_dict'"):
        dcc.send_data_frame(FRAME.to_dict, "a")


def test_a_writer_may_close_the_file_and_seek_in_it() -> None:
    def pack(file: Any) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("x.txt", "inside")
        file.close()

    saved = fetched(lambda: dcc.send_bytes(pack, "a.zip"))
    with zipfile.ZipFile(io.BytesIO(saved.content)) as archive:
        assert archive.read("x.txt") == b"inside"


def test_a_file_of_the_server_is_neither_read_nor_copied(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "big.csv").write_bytes(b"0123456789" * 1000)
    with Client(sending(lambda: dcc.send_file(tmp_path / "big.csv"))) as client:
        page = client.get("/").click("go")
        assert sum(path.lstat().st_size for path in folder.iterdir()) < 1000
        assert str(tmp_path) not in page.last.text
        assert page.download("d").content == b"0123456789" * 1000
        part = page.download("d", {"Range": "bytes=10-14"})
        assert (part.status, part.content, part.headers["Content-Range"]) == (206, b"01234", "bytes 10-14/10000")
        with pytest.raises(Refused) as refused:
            page.download("d", {"Range": "bytes=20000-"})
        assert refused.value.status == 416
        url = page.document.downloads["d"]
        assert client.request("HEAD", url).headers["Content-Length"] == "10000"
        (tmp_path / "big.csv").unlink()
        with pytest.raises(Refused):
            page.download("d")


def test_a_file_that_is_not_there_is_an_error_in_the_callback() -> None:
    with pytest.raises(FileNotFoundError, match="no file"):
        dcc.send_file("/nowhere/at/all")


@pytest.mark.parametrize("name", ['a"b.txt', "a\r\nSet-Cookie: x=y.txt", "../../etc/passwd", "naïve ☃.txt", "a;b=c.txt", "x" * 300])
def test_x20_names_are_safe_in_the_header(name: str) -> None:
    saved = fetched(lambda: dcc.send_string("x", name))
    assert "\n" not in saved.headers["Content-Disposition"]
    assert "set-cookie" not in saved.headers
    assert "/" not in saved.name
    assert len(saved.name) <= 255


def test_x20_the_callback_runs_once() -> None:
    made: list[int] = []

    def make() -> Any:
        made.append(1)
        return dcc.send_string("x", "a.txt")

    with Client(sending(make)) as client:
        page = client.get("/").click("go")
        page.download("d")
        page.download("d")
    assert made == [1]


def test_another_worker_serves_it_too() -> None:
    with Client(sending(lambda: dcc.send_string("x", "a.txt"))) as client, Client(sending(lambda: None)) as other:
        url = client.get("/").click("go").document.downloads["d"]
        assert other.request("GET", url).text == "x"


def test_nothing_is_sent_for_none() -> None:
    with Client(sending(lambda: None)) as client:
        page = client.get("/").click("go")
        assert page.errors == []
        with pytest.raises(Impossible, match="has sent no file"):
            page.download("d")


WRONG = [5, "text", {"content": "x"}, {"filename": "x"}, {"content": 5, "filename": "x"}, {"content": "é", "filename": "x", "base64": True}, {"filename": "passwd", "path": "/etc/passwd"}]


@pytest.mark.parametrize("data", WRONG)
def test_what_is_no_file_is_an_error_on_the_page(data: Any) -> None:
    with pytest.raises(InvalidCallbackReturnValue):
        as_file(data)
    with Client(sending(lambda: data)) as client:
        page = client.get("/").click("go")
        assert len(page.errors) == 1
        assert page.document.downloads == {}


@pytest.mark.parametrize("key", ["", "x", "../../../etc/passwd", "..%2F..%2Fetc%2Fpasswd", "x" * 32, "%00" * 32])
def test_no_made_up_key_leads_anywhere(key: str) -> None:
    with Client(sending(lambda: None)) as client:
        assert client.request("GET", f"/_hx/download/{key}").status_code == 404


def test_the_guards_of_the_page_guard_its_files() -> None:
    def guard(request: Request) -> None:
        if request.headers.get("authorization") != "let me in":
            raise HTTPException(401)

    app = Dash(__name__, layout=html.Div([dcc.Download(id="d")]), dependencies=[Depends(guard)])
    made = dcc.send_string("secret", "a.txt")
    with Client(app) as client:
        url = f"/_hx/download/{made.spooled.key}"
        assert client.request("GET", url).status_code == 401
        assert client.request("GET", url, headers={"Authorization": "let me in"}).text == "secret"


def test_a_mounted_app_sends_its_files_too() -> None:
    api = FastAPI()
    api.mount("/dash", sending(lambda: dcc.send_string("x", "a.txt")))
    with Client(api, "/dash") as client:
        page = client.get("/").click("go")
        assert page.document.downloads["d"].startswith("/dash/_hx/download/")
        assert page.download("d").text == "x"


def test_what_was_sent_is_not_remembered() -> None:
    app = sending(lambda: dcc.send_string("once only", "a.txt"))

    @app.callback(Output("out", "children"), Input("d", "data"), State("go", "n_clicks"), prevent_initial_call=True)
    def note(data: Any, n: int) -> str:
        return f"{data['filename']} {n}"

    with Client(app) as client:
        page = client.get("/").click("go")
        assert page["out"].text == "a.txt 1"
        assert not page.document.named("s:d")
        page = client.get("/", javascript=False).click("go")
        assert [n.get("download") for n in page["d"].node.walk() if n.tag == "a"] == ["a.txt"]
        page.apply()
        assert "a.txt" not in page["d"].text
        assert page.errors == []


def test_data_of_the_layout_is_a_link_in_the_first_page(render: Callable[..., str]) -> None:
    html = render(dcc.Download(id="d", data={"content": "x", "filename": "<a>.txt"}))
    assert 'download="&lt;a>.txt">Download <bdi>&lt;a&gt;.txt</bdi></a>' in html.replace("&lt;a&gt;.txt\"", "&lt;a>.txt\"")
    assert render(dcc.Download(id="d")).startswith('<div id="d" class="dash-download" hidden')


def test_base64_and_type_of_the_component_hold_where_data_does_not_say() -> None:
    saved = fetched(lambda: {"content": base64.b64encode(b"\xff").decode(), "filename": "a"}, base64=True, type="image/gif")
    assert (saved.content, saved.type) == (b"\xff", "image/gif")


def test_a_file_looks_like_a_dict() -> None:
    assert dcc.send_string("x", "a.txt") == {"filename": "a.txt", "type": None}
    assert isinstance(dcc.send_bytes(b"", "a", "x/y"), FileToSend)
