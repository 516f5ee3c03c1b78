"""Pages that do not wait for slow initial callbacks (DESIGN 7), as a reader sees them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hxdash import Dash, Input, Output, dcc, html
from hxdash.run import Run

pytestmark = pytest.mark.browser


class Slow:
    """A page with a figure that is made when the test says so."""

    def __init__(self) -> None:
        self.go, self.calls = threading.Event(), list[str]()
        self.app = app = Dash("slow", initial_wait=0.05)
        app.layout = html.Main([
            html.H1("Slow"), dcc.Input(id="in", value="a", **{"aria-label": "in"}), html.P(id="quick"),
            dcc.Loading(dcc.Graph(id="figure"), id="box"), html.P(id="after"), dcc.Graph(id="empty"),
        ])

        @app.callback(Output("quick", "children"), Input("in", "value"))
        def quick(text: str) -> str:
            return f"quick {text}"

        @app.callback(Output("figure", "figure"), Input("in", "value"))
        def figure(text: str) -> dict[str, Any]:
            self.calls.append(text)
            assert self.go.wait(20)
            return {"data": [{"y": [1, 3, 2], "type": "scatter"}], "layout": {"title": {"text": f"figure {text}"}}}

        @app.callback(Output("after", "children"), Input("figure", "figure"))
        def after(figure: Any) -> str:
            return figure["layout"]["title"]["text"]


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.go.set()


def test_the_page_is_there_at_once_and_says_what_is_awaited(slow: Slow, serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    tab = open_tab(serve(slow.app).url)
    tab.shows("#quick", "quick a")
    tab.until("document.querySelector('.dash-loading').ariaBusy === 'true'")
    tab.until("document.querySelector('#figure .main-svg')")
    assert "No data" not in tab.text("#figure")  # that would be false
    assert tab.text("#after") == ""
    slow.go.set()
    tab.shows("#after", "figure a")
    tab.until("document.querySelector('#figure .gtitle')?.textContent === 'figure a'")
    tab.until("document.querySelector('.dash-loading').ariaBusy !== 'true'")
    assert slow.calls == ["a"]
    assert len(tab.posts) == 1


def test_what_is_changed_meanwhile_counts(slow: Slow, serve: Callable[..., Any], open_tab: Callable[..., Any]) -> None:
    tab = open_tab(serve(slow.app).url)
    tab.until("document.querySelector('.dash-loading').ariaBusy === 'true'")
    tab.page.fill("#in", "b")  # it waits for the request of its group that is under way
    slow.go.set()
    tab.shows("#quick", "quick b")
    tab.shows("#after", "figure b")
    tab.settle()
    tab.shows("#after", "figure b")
    tab.until("document.querySelector('#figure .gtitle')?.textContent === 'figure b'")
    assert slow.calls == ["a", "b"]


def test_without_javascript_the_whole_page_comes(
    slow: Slow, serve: Callable[..., Any], open_tab: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = Run.leave
    monkeypatch.setattr(Run, "leave", lambda run: (leave(run), slow.go.set())[0])  # the first page has not waited
    tab = open_tab(serve(slow.app).url, java_script_enabled=False)
    tab.page.wait_for_url("**/?hx-whole=1")
    assert tab.page.locator("#after").inner_text() == "figure a"
