"""Uploads in a real browser: clicks, keys, drops, progress, the same file twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, dcc, html

pytestmark = pytest.mark.browser
DROP = """([name, type, text, event]) => {
  const data = new DataTransfer(), field = document.querySelector('input[type=file]');
  data.items.add(new File([text], name, {type}));
  if (event === 'drop') { field.files = data.files; field.dispatchEvent(new Event('change', {bubbles: true})); }
  field.dispatchEvent(new DragEvent(event, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def uploading(**props: Any) -> Dash:
    """An Upload, what came of it, a field in the same group, and a button that sends what was chosen."""
    app = Dash("uploading", layout=html.Div([
        dcc.Upload(html.Div(["Drop or ", html.A("choose")]), id="up", style={"height": "60px"}, **props),
        dcc.Input(id="name", value=""), html.Button("go", id="go"), html.P(id="out"), html.P(id="typed"), html.P(id="sent"),
    ]))  # fmt: skip
    count = iter(range(1, 100))

    @app.callback(Output("out", "children"), Input("up", "files"), State("up", "last_modified"), prevent_initial_call=True)
    def take(files: Any, modified: Any) -> str:
        return f"{next(count)}: " + ", ".join(f"{f.name} {f.size} {f.read()[:3].decode()}" for f in files) + ("" if modified else " no time")

    @app.callback(Output("typed", "children"), Input("name", "value"), State("out", "children"), prevent_initial_call=True)
    def typed(value: str, _: Any) -> str:
        return value

    @app.callback(Output("sent", "children"), Input("go", "n_clicks"), State("up", "filename"), prevent_initial_call=True)
    def send(n: int, name: Any) -> str:
        return f"{n} {name}"

    return app


def choose(tab: Any, *paths: Path) -> None:
    tab.page.locator("input[type=file]").set_input_files([str(path) for path in paths])


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str, int], Path]:
    def make(name: str, size: int) -> Path:
        (tmp_path / name).write_bytes(b"x" * size)
        return tmp_path / name

    return make


def test_a_click_and_a_key_open_the_chooser(open_tab: Callable[..., Any], serve: Callable[[Any], Any], files: Callable[[str, int], Path]) -> None:
    tab = open_tab(serve(uploading()).url)
    tab.page.on("filechooser", lambda _: None)  # all are caught from the start: playwright would begin anew for each, which may come too late
    with tab.page.expect_file_chooser() as chooser:
        tab.page.locator("#up").click()
    chooser.value.set_files(str(files("a.txt", 5)))
    tab.shows("#out", "1: a.txt 5 xxx")
    tab.page.keyboard.press("Shift+Tab")
    tab.page.keyboard.press("Tab")
    tab.until("document.activeElement.type === 'file'")
    with tab.page.expect_file_chooser():
        tab.page.keyboard.press("Enter")


def test_the_same_file_can_be_chosen_again_and_is_not_sent_by_a_keystroke(open_tab: Callable[..., Any], serve: Callable[[Any], Any], files: Callable[[str, int], Path]) -> None:
    tab = open_tab(serve(uploading()).url)
    choose(tab, files("a.txt", 5))
    tab.shows("#out", "1: a.txt 5 xxx")
    choose(tab, files("a.txt", 5))
    tab.shows("#out", "2: a.txt 5 xxx")
    tab.page.locator("#name").press_sequentially("hi")
    tab.shows("#typed", "hi")
    assert "filename" not in tab.posts[-1]
    tab.page.locator("#go").click()
    tab.shows("#sent", "1 a.txt")


def test_a_large_file_shows_how_far_it_is(open_tab: Callable[..., Any], serve: Callable[[Any], Any], files: Callable[[str, int], Path]) -> None:
    tab = open_tab(serve(uploading()).url)
    tab.page.evaluate("window.bars = []; new MutationObserver(([{target}]) => bars.push(target.hidden))"
                      ".observe(document.querySelector('#up progress'), {attributes: true, attributeFilter: ['hidden']})")  # fmt: skip
    choose(tab, files("big.bin", 20_000_000))
    tab.shows("#out", "1: big.bin 20000000 xxx")
    tab.until("bars.length >= 2")
    tab.becomes("[bars.at(0), bars.at(-1), document.querySelector('#up progress').value]", [False, True, 1])


def test_a_drop_of_what_is_not_taken_says_why(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(uploading(accept=".csv", max_size=10)).url)
    tab.page.evaluate(DROP, ["bad.bin", "", "x", "drop"])
    tab.shows("#up [role=status]", "bad.bin is not of a kind that is taken here (.csv).")
    tab.page.evaluate(DROP, ["big.csv", "text/csv", "x" * 11, "drop"])
    tab.shows("#up [role=status]", "big.csv is too large (at most 10 bytes).")
    tab.settle()
    assert tab.posts == []
    tab.page.evaluate(DROP, ["good.csv", "text/csv", "abcd", "drop"])
    tab.shows("#out", "1: good.csv 4 abc")
    tab.becomes("document.querySelector('#up [role=status]').textContent", "")


def test_what_is_held_over_the_box_changes_its_look(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(uploading(accept="image/*", style_active={"color": "rgb(1, 2, 3)"}, className_reject="no")).url)
    look = "(({className, style}) => [className, style.color, style.height])(document.querySelector('#up'))"
    before = tab.page.evaluate(look)
    tab.page.evaluate(DROP, ["a.png", "image/png", "x", "dragover"])
    assert tab.page.evaluate(look) == ["dash-upload", "rgb(1, 2, 3)", "60px"]
    tab.page.evaluate(DROP, ["a.png", "image/png", "x", "dragleave"])
    assert tab.page.evaluate(look) == before
    tab.page.evaluate(DROP, ["a.txt", "text/plain", "x", "dragover"])
    assert tab.page.evaluate(look) == ["dash-upload no", "", "60px"]


def test_without_javascript_the_form_brings_the_file(open_tab: Callable[..., Any], serve: Callable[[Any], Any], files: Callable[[str, int], Path]) -> None:
    tab = open_tab(serve(uploading()).url, java_script_enabled=False)
    choose(tab, files("größe.txt", 5))
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="Apply").click()
    assert tab.text("#out") == "1: größe.txt 5 xxx no time"
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="go").click()
    assert tab.text("#sent") == "1 None"
