"""Downloads in a real browser: saved at once, by a click, from the first page, and from a link without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HXDASH_SPOOL", str(tmp_path / "spool"))


def sending(**props: Any) -> Dash:
    app = Dash("sending", layout=html.Div([html.Button("go", id="go"), dcc.Input(id="name", value=""), dcc.Download(id="d", **props), html.P(id="out")]))

    @app.callback(Output("d", "data"), Output("out", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    def send(n: int) -> Any:
        return dcc.send_string(f"file {n}", f"größe {n}.txt"), f"sent {n}"

    return app


def saved(download: Any) -> tuple[str, str]:
    return download.suggested_filename, Path(download.path()).read_text()


def test_each_click_saves_a_file_and_the_page_stays(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(sending()).url)
    tab.page.locator("#name").fill("kept")
    for n in (1, 2):
        with tab.page.expect_download() as download:
            tab.page.locator("#go").click()
        assert saved(download.value) == (f"größe {n}.txt", f"file {n}")
    tab.shows("#out", "sent 2")
    assert tab.page.locator("#name").input_value() == "kept"
    assert len(tab.posts) == 2


def test_data_of_the_layout_is_saved_when_the_page_is_there(open_tab: Callable[..., Any], serve: Callable[[Any], Any], chromium: Any) -> None:
    server = serve(sending(data={"content": "first", "filename": "first.txt"}))
    page = chromium.new_page()
    with page.expect_download() as download:
        page.goto(server.url)
    assert saved(download.value) == ("first.txt", "first")
    assert page.locator("#d").is_hidden()
    page.close()


def test_without_javascript_there_is_a_link(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(sending()).url, java_script_enabled=False)
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="go").click()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("link", name="Download größe 1.txt").click()
    assert saved(download.value) == ("größe 1.txt", "file 1")
