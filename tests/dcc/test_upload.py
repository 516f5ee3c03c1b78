"""dcc.Upload: files of any size reach callbacks, in Dash's form or as they are, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.dcc import upload as module
from hxdash.testing import Chosen, Client, Impossible, Refused
from hxdash.uploads import File

CSV = ("a.csv", b"x,y\n1,2\n")
URL = "data:text/csv;base64,eCx5CjEsMgo="
Seen = list[tuple[Any, ...]]


def app_with(*dependencies: Input | State, **props: Any) -> tuple[Dash, Seen]:
    """An app with an Upload, a button and a text, and what its callback was called with."""
    seen: Seen = []
    controls = [dcc.Upload(html.Div(["Drop or ", html.A("choose")]), id="up", **props), html.Button("go", id="go"), dcc.Input(id="name", value="n")]
    app = Dash(__name__, layout=html.Div([*controls, html.P(id="out"), html.P(id="other")]))

    @app.callback(Output("out", "children"), *dependencies, prevent_initial_call=True)
    def take(*values: Any) -> str:
        seen.append(tuple([f.read() for f in v] if isinstance(v, list) and v and isinstance(v[0], File) else v for v in values))
        return f"{len(seen)} calls"

    return app, seen


ALL = (Input("up", "contents"), State("up", "filename"), State("up", "last_modified"), State("up", "files"))


@pytest.fixture(params=[True, False], ids=["javascript", "plain form"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def send(page: Any, javascript: bool) -> None:
    if not javascript:
        page.apply()


def test_a_file_comes_in_dashs_form_and_as_it_is(javascript: bool) -> None:
    app, seen = app_with(*ALL)
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        page.upload("up", Chosen(*CSV, "text/csv", 1_600_000_000_500))
        send(page, javascript)
        assert seen == [(URL, "a.csv", 1_600_000_000.5 if javascript else None, [CSV[1]])]
        assert page["out"].text == "1 calls"


def test_several_files_come_as_lists(javascript: bool, tmp_path: Path) -> None:
    (tmp_path / "b.bin").write_bytes(b"\0" * 3_000_000)
    app, seen = app_with(Input("up", "filename"), State("up", "contents"), State("up", "files"), multiple=True)
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        page.upload("up", CSV, tmp_path / "b.bin")
        send(page, javascript)
        names, contents, files = seen[0]
        assert (names, contents[0], len(contents[1])) == (["a.csv", "b.bin"], URL, 4_000_037)
        assert files == [CSV[1], b"\0" * 3_000_000]


def test_one_file_of_several_is_a_list_too() -> None:
    app, seen = app_with(Input("up", "filename"), multiple=True)
    with Client(app) as client:
        client.get("/").upload("up", CSV)
    assert seen == [(["a.csv"],)]


def test_nothing_chosen_is_none(javascript: bool) -> None:
    app, seen = app_with(Input("go", "n_clicks"), State("up", "contents"), State("up", "filename"), State("up", "files"))
    with Client(app) as client:
        client.get("/", javascript=javascript).click("go")
    assert seen == [(1, None, None, None)]


def test_k01_chosen_now_and_sent_by_a_button_later(javascript: bool) -> None:
    app, seen = app_with(Input("go", "n_clicks"), State("up", "filename"), State("up", "files"))
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        page.upload("up", CSV)
        assert page.requests == []
        page.click("go")
        assert seen == [(1, "a.csv", [CSV[1]])]


def test_files_travel_only_with_what_reads_them() -> None:
    app, seen = app_with(Input("up", "contents"), Input("go", "n_clicks"))

    @app.callback(Output("other", "children"), Input("name", "value"), Input("out", "children"), prevent_initial_call=True)
    def other(name: str, _: str) -> str:
        return name

    with Client(app) as client:
        page = client.get("/").upload("up", CSV)
        page["name"].value = "typed"
        assert page["other"].text == "typed"
        assert page.last.sent("m:up") == []
        page.click("go")
        assert page.last.sent("m:up") != []
        assert seen == [(URL, None), (URL, 1)]
        assert '"go.n_clicks"' in page.document.named("f:up")[0].get("data-with")


def test_what_calls_a_reader_by_way_of_others_sends_the_files_too() -> None:
    app, _ = app_with(Input("other", "children"), State("up", "contents"))

    @app.callback(Output("other", "children"), Input("name", "value"), prevent_initial_call=True)
    def other(name: str) -> str:
        return name

    with Client(app) as client:
        assert client.get("/").document.named("f:up")[0].get("data-with") == '["name.value","other.children"]'


def test_a_callback_takes_the_choice_back() -> None:
    app, seen = app_with(Input("go", "n_clicks"), State("up", "filename"))

    @app.callback(Output("up", "contents"), Input("out", "children"), prevent_initial_call=True)
    def clear(_: str) -> None:
        return None

    with Client(app) as client:
        page = client.get("/").upload("up", CSV)
        page.click("go").click("go")
    assert seen == [(1, "a.csv"), (2, None)]


def test_files_are_gone_when_the_answer_is_sent() -> None:
    kept: list[File] = []
    app = Dash(__name__, layout=html.Div([dcc.Upload(id="up"), html.P(id="out")]))

    @app.callback(Output("out", "children"), Input("up", "files"), prevent_initial_call=True)
    def keep(files: list[File]) -> str:
        kept.extend(files)
        return files[0].read().decode()

    with Client(app) as client:
        page = client.get("/").upload("up", ("a.txt", b"text"))
        assert page["out"].text == "text"
    assert kept[0].closed


def test_generators_read_files_while_they_answer() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Upload(id="up"), html.P(id="out")]))

    @app.callback(Output("out", "children"), Input("up", "files"), prevent_initial_call=True)
    def lines(files: list[File]) -> Iterator[str]:
        for line in files[0]:
            yield line.decode()

    with Client(app) as client:
        page = client.get("/").upload("up", ("a.txt", b"one\ntwo"))
        assert page["out"].text == "two"


def test_an_upload_that_a_callback_made_works_and_is_never_in_a_snapshot() -> None:
    app = Dash(__name__, layout=html.Div([html.Button("go", id="go"), html.Div(id="box")]), suppress_callback_exceptions=True)

    @app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def build(_: int) -> Any:
        return [dcc.Upload("here", id="up", max_size=100, accept=".csv"), html.P(id="out")]

    @app.callback(Output("out", "children"), Output("up", "style"), Input("up", "contents"), prevent_initial_call=True)
    def show(contents: str) -> Any:
        return contents, {"color": "red"}

    with Client(app) as client:
        page = client.get("/").click("go")
        assert page["up"].attributes["hx-script"].endswith(".js")
        page.upload("up", CSV)
        assert page["out"].text == URL
        assert "color:red" in page["up"].attributes["style"]
        page.upload("up", CSV)
        assert "eCx5" not in str([v for v in page.last.fields if v[0].startswith("s:")])
        page.upload("up", ("b.csv", b"x" * 101), force=True)
        assert page.last.status == 413


# -- limits ------------------------------------------------------------------------------------------------------------

LIMITS: list[tuple[dict[str, Any], list[tuple[str, bytes]], int]] = [
    ({"max_size": 4}, [CSV], 413),
    ({"min_size": 100}, [CSV], 422),
    ({"accept": ".txt, image/*"}, [CSV], 422),
    ({}, [CSV, CSV], 422),
    ({"disabled": True}, [CSV], 422),
]


@pytest.mark.parametrize(("props", "files", "status"), LIMITS)
def test_limits_hold_in_the_browser_and_on_the_server(props: dict[str, Any], files: list[Any], status: int) -> None:
    app, seen = app_with(Input("up", "filename"), **props)
    with Client(app) as client:
        page = client.get("/")
        with pytest.raises(Impossible):
            page.upload("up", *files)
        page.upload("up", *files, force=True)
        assert (page.last.status, seen) == (status, [])


@pytest.mark.parametrize("props", [{"max_size": 8, "min_size": 8, "accept": ".CSV"}, {"max_size": -1}, {"max_size": None}, {"accept": "text/*"}])
def test_what_fits_is_taken(props: dict[str, Any]) -> None:
    app, seen = app_with(Input("up", "filename"), **props)
    with Client(app) as client:
        client.get("/").upload("up", CSV)
    assert seen == [("a.csv",)]


def test_too_much_for_contents_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CONTENTS", 5)
    app, _ = app_with(Input("up", "contents"))
    with Client(app) as client:
        page = client.get("/").upload("up", CSV, force=True)
        assert page.last.status == 413
        assert "let the callback read `files` instead" in page.last.text
    app, seen = app_with(Input("up", "files"))
    with Client(app) as client:
        client.get("/").upload("up", CSV)
    assert seen == [([CSV[1]],)]


# -- hostile -----------------------------------------------------------------------------------------------------------


def post(client: Client, fields: list[tuple[str, str]], files: list[tuple[str, tuple[str, bytes]]], **headers: str) -> int:
    """A multipart post of what one likes."""
    parts: list[Any] = [*((name, (None, value)) for name, value in fields), *files]
    return client.request("POST", "/_hx", files=parts, headers={"Origin": "http://localhost", **headers}).status_code


HOSTILE: dict[str, tuple[Callable[[list[tuple[str, str]]], list[tuple[str, str]]], list[tuple[str, tuple[str, bytes]]], dict[str, str], int]] = {
    "another site": (lambda f: f, [("f:up", CSV)], {"Origin": "http://evil.example"}, 403),
    "cross site": (lambda f: f, [("f:up", CSV)], {"Sec-Fetch-Site": "cross-site"}, 403),
    "no token": (lambda f: [p for p in f if p[0] != "_p"], [("f:up", CSV)], {}, 400),
    "a forged token": (lambda f: [(n, "x" if n == "_p" else v) for n, v in f], [("f:up", CSV)], {}, 400),
    "no such id": (lambda f: f, [("f:nobody", CSV)], {}, 400),
    "an id that is no Upload": (lambda f: f, [("f:name", CSV)], {}, 400),
    "a file beside text": (lambda f: [*f, ("v:up.files", "x")], [("f:up", CSV)], {}, 400),
    "text for files": (lambda f: [*f, ("v:up.files", "x")], [], {}, 422),
    "text for contents": (lambda f: [*f, ("v:up.contents", "data:,x")], [], {}, 400),
    "a file as a token": (lambda f: f, [("_p", CSV)], {}, 400),
    "times without files": (lambda f: [*f, ("m:up", "1")], [], {}, 400),
    "no parts": (lambda f: [], [], {"Content-Type": "multipart/form-data; boundary=x"}, 400),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_forms_are_refused_and_run_nothing(case: str) -> None:
    change, files, headers, status = HOSTILE[case]
    app, seen = app_with(*ALL)
    with Client(app) as client:
        page = client.get("/").upload("up", CSV)
        seen.clear()
        fields = [pair for pair in page.last.fields if pair[0][:2] != "m:"]
        assert post(client, fields, [("f:up", CSV)]) == 200
        seen.clear()
        kind = {"content": b""} if case == "no parts" else {}
        answer = client.request("POST", "/_hx", headers={"Origin": "http://localhost", **headers}, **kind).status_code if kind else post(client, change(fields), files, **headers)
        assert (answer, seen) == (status, [])


def test_an_app_that_takes_no_files_takes_no_multipart() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Input(id="name"), html.P(id="out"), dcc.Upload(id="up")]))

    @app.callback(Output("out", "children"), Input("name", "value"))
    def show(value: Any) -> Any:
        return value

    with Client(app) as client:
        page = client.get("/")
        assert "multipart" not in page.last.text
        page["name"].value = "x"
        assert post(client, page.last.fields, []) == 415


def test_a_refusal_is_shown(javascript: bool) -> None:
    app, _ = app_with(Input("up", "filename"), max_size=2)
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        with pytest.raises(Refused) if not javascript else pytest.raises(Impossible, match="8 bytes"):
            page.upload("up", CSV, force=not javascript)
            send(page, javascript)


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_markup(render: Callable[..., str]) -> None:
    html = render(dcc.Upload("Drop <here>", id="up", accept=".csv", multiple=True, disable_click=True), ["contents"])
    assert '<input type="file" name="f:up" form="hx" data-with="[]" accept=".csv" multiple aria-labelledby="up.label">' in html
    assert '<div id="up.label" class="dash-upload-label">Drop &lt;here&gt;</div>' in html
    assert 'hx-trigger="contents"' in html
    assert 'hx-props="contents:files"' not in html
    assert "data-drop-only" in html


def test_an_upload_that_nobody_reads_brings_no_script(render: Callable[..., str]) -> None:
    html = render(dcc.Upload("x", id="up"))
    assert "hx-script" not in html
    assert "name=" not in html


def test_styles_and_classes_of_each_state(render: Callable[..., str]) -> None:
    styled = dcc.Upload(id="up", style={"color": "red"}, style_active={"color": "blue"}, className_reject="no", style_disabled={"opacity": 0.1}, disabled=True)
    html = render(styled)
    assert 'style="color:red;opacity:0.1"' in html
    assert 'data-style-active="color:blue"' in html
    assert 'data-class-reject="no"' in html
    assert "data-style-reject" not in html
    assert 'class="dash-upload off"' in render(dcc.Upload(className_disabled="off", disabled=True))
    assert "opacity:0.5" in render(dcc.Upload(disabled=True))


def test_changes_leave_the_field_alone(swaps: Callable[..., list[tuple[str, str, Any]]]) -> None:
    upload = dcc.Upload("x", id="up")
    assert swaps(upload, children="y") == [(".label", "innerMorph", "y")]
    assert swaps(upload, contents=None) == [("", "upload", {})]
    (_, attrs, outer), (_, style, field) = swaps(upload, disabled=True, accept=".csv")
    assert (attrs, style) == ("attrs", "upload")
    assert field == {"accept": ".csv", "multiple": None, "webkitdirectory": None, "disabled": True}
    assert outer["style"] == "opacity:0.5"


def test_a_folder_comes_with_its_paths() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Upload(id="up", enable_folder_selection=True), html.P(id="out")]))

    @app.callback(Output("out", "children"), Input("up", "files"), State("up", "filename"), prevent_initial_call=True)
    def show(files: list[File], names: list[str]) -> str:
        return " ".join([*(f.path for f in files), *names])

    with Client(app) as client:
        page = client.get("/").upload("up", ("dir/a.txt", b"1"), ("dir/sub/../b.txt", b"2"))
        assert page["out"].text == "dir/a.txt dir/sub/b.txt a.txt b.txt"
        assert "webkitdirectory" in page.document.named("f:up")[0].attributes
