"""dcc.Dropdown with a long list: the server searches, the page stays small, and what is chosen stays on it (WIDGETS.md 3.1, trap 10)."""

from __future__ import annotations

import gzip
import threading
import time
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.dcc.option_index import HITS, LONG, OptionIndex, index_of
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client, Impossible

KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU"
MANY = [{"label": f"Item {i}", "value": i, "disabled": i == 77} for i in range(100_000)]
OPTIONS = MANY[:20_000]


def labels(index: OptionIndex, question: str, **more: bool) -> list[str]:
    return [option.label for option in index.search(question, **more)[0]]


def test_every_word_must_occur_somewhere_and_good_hits_come_first():
    index = OptionIndex([
        "New York", {"label": "York", "value": "y"}, "Yorkshire", {"label": "Eboracum", "value": "e", "search": "york roman"}, "Old yorker", "Paris",
        {"label": html.B(["Duke of ", html.I("York")]), "value": 3},
    ])  # fmt: skip
    assert [o.value for o in index.search("YORK")[0]] == ["y", "Yorkshire", "New York", "Old yorker", 3, "e"]
    assert labels(index, "york  new") == ["New York"] and labels(index, "roman") == ["Eboracum"] and labels(index, "x") == []
    assert labels(index, "york", ranked=False)[:3] == ["New York", "York", "Yorkshire"]
    assert [o.value for o in index.search("3")[0]] == [3], "the value is searched as well"


def test_no_more_than_a_hundred_hits_and_whether_there_are_more():
    index = OptionIndex(MANY)
    hits, has_more = index.search("item 1")
    assert len(hits) == HITS and has_more and hits[0].value == 1
    hits, has_more = index.search("item 9999")
    assert ([h.value for h in hits], has_more) == ([9999, *range(99990, 100_000), *range(19999, 99999, 10000)], False)
    assert len(index.search("")[0]) == HITS and index.search("  ")[1]
    assert OptionIndex(list(range(HITS))).search("")[1] is False


@given(st.text(max_size=50), st.booleans())
def test_any_text_can_be_searched_for(text, ranked):
    hits, _ = OptionIndex(["a b", "A", {"label": "ß", "value": True}, None, 3]).search(text, ranked=ranked)
    assert len(hits) <= 5


def test_an_index_is_kept_for_the_very_same_list():
    options = list(range(LONG + 1))
    index = index_of(options)
    assert index_of(options) is index and index_of(list(options)) is not index
    options.append("more")
    assert index_of(options) is not index
    assert index_of(options).choose(["more"], None) == ["more"]
    assert index_of([1]) is not index_of([1])


def test_disabled_or_unknown_values_are_refused_unless_the_server_had_set_them():
    index = index_of(MANY)
    assert index.choose(["5", "99999"], None) == [5, 99999]
    for text in ("77", "100000", '"5"'):
        with pytest.raises(RequestRefused):
            index.choose([text], None)
    assert index.choose(["77", "x"], [77, "x"]) == [77, "x"]


# -- over HTTP -------------------------------------------------------------------------------------------------------------


def site(multi: bool = False, made: bool = False, wired: bool = True, count: int = 20_000, **props) -> Dash:
    app = Dash("many", secret_key=KEY)
    long = dcc.Dropdown(id="drop", options=[{"label": f"Item {i}", "value": i} for i in range(3000)] if made else OPTIONS if count == 20_000 else MANY, multi=multi, **props)
    app.layout = html.Div([html.Div([] if made else long, id="box"), html.Button("go", id="go"), html.Button("set", id="set"), html.Div(id="out")])
    app.suppress_callback_exceptions = made
    if wired:

        @app.callback(Output("out", "children"), Input("drop", "value"))
        def show(value):
            return repr(value)

        @app.callback(Output("drop", "value"), Input("set", "n_clicks"), State("drop", "value"), prevent_initial_call=True)
        def choose(n, value):
            return [15_000, 3] if multi else 15_000

    if made:

        @app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
        def make(n):
            return long

    return app


def values(page) -> list:
    return [option["value"] for option in page["drop"].options if option["value"] is not None]


def test_100_000_options_page_under_60_kb():
    with Client(site(value=99_999, count=100_000)) as client:
        page = client.get("/")
        assert len(gzip.compress(page.last.text.encode(), 6)) < 60_000
        assert len(page.last.text) < 60_000
        assert values(page) == [99_999, *range(100)]


def test_trap10_what_is_chosen_outside_the_hits_survives_a_search_and_posts():
    with Client(site(multi=True, value=[19_999])) as client:
        page = client.get("/")
        page.search("drop", "item 4321")
        assert page.calls == [] and values(page) == [19_999, 4321, 14321]
        page["drop"].value = [19_999, 14321]
        assert page["out"].text == "[19999, 14321]"
        page.search("drop", "nothing like it")
        assert values(page) == [19_999, 14321] and page["drop"].value == [19_999, 14321]
        page.search("drop", "item 19999")
        page["drop"].value = [14321]
        assert page["out"].text == "[14321]"


def test_a_value_from_a_callback_brings_its_option_with_it():
    with Client(site()) as client:
        page = client.get("/").click("set")
        assert page["out"].text == "15000" and page["drop"].value == 15_000 and "Item 15000" in page["drop"].html
    with Client(site(multi=True)) as client:
        page = client.get("/").click("set")
        assert page["out"].text == "[15000, 3]" and page["drop"].value == [15_000, 3]


def test_what_was_not_searched_for_cannot_be_chosen_but_the_server_knows_it():
    with Client(site()) as client:
        page = client.get("/")
        with pytest.raises(Impossible):
            page["drop"].value = 5000
        page.set("drop", 5000, force=True)
        assert page["out"].text == "5000"
        page.set("drop", 77, force=True)
        assert page.last.status == 422


def test_a_search_needs_no_callback_and_no_group():
    with Client(site(wired=False)) as client:
        page = client.get("/").search("drop", "item 77")
        assert page["drop"].options[0] == {"label": "Item 77", "value": 77, "disabled": True}


@pytest.mark.parametrize("wired", [True, False])
def test_a_dropdown_that_a_callback_made_is_searched_too(wired):
    with Client(site(made=True, wired=wired)) as client:
        page = client.get("/").click("go").search("drop", "item 2999")
        assert values(page) == [2999]
        if wired:
            page["drop"].value = 2999
            assert page["out"].text == "2999"


def test_options_from_a_callback_are_searched_too():
    app = Dash("new", secret_key=KEY)
    app.layout = html.Div([dcc.Dropdown(id="drop", options=["a"]), html.Button(id="go")])

    @app.callback(Output("drop", "options"), Input("go", "n_clicks"), prevent_initial_call=True)
    def fill(n):
        return [f"option {i}" for i in range(600 if n == 1 else 3)]

    with Client(app) as client:
        page = client.get("/").click("go").search("drop", "599")
        assert values(page) == ["option 599"]
        page.click("go")
        assert values(page) == ["option 0", "option 1", "option 2"] and "data-ask" not in page["drop"].html


def test_search_value_still_calls_back():
    app = Dash("both", secret_key=KEY)
    app.layout = html.Div([dcc.Dropdown(id="drop", options=OPTIONS), html.Div(id="out")])
    app.callback(Output("out", "children"), Input("drop", "search_value"))(lambda text: f"{text!r}")
    with Client(app) as client:
        page = client.get("/").search("drop", "item 4321")
        assert page["out"].text == "'item 4321'" and values(page)[0] == 4321


def test_without_javascript_the_page_comes_with_the_hits():
    with Client(site(multi=True, value=[5])) as client:
        page = client.get("/", javascript=False).search("drop", "item 4321").apply()
        assert values(page)[:3] == [5, 4321, 14321] and page["drop"].value == [5]
        page.set("drop", [5, 4321]).apply()
        assert page["out"].text == "[5, 4321]"


def test_a_search_does_not_wait_for_a_slow_callback():
    gate, app = threading.Event(), Dash("slow", secret_key=KEY)
    app.layout = html.Div([dcc.Dropdown(id="drop", options=OPTIONS), html.Div(id="out")])

    @app.callback(Output("out", "children"), Input("drop", "value"), prevent_initial_call=True)
    def wait(value):
        assert gate.wait(20)
        return "done"

    with Client(app) as client:
        page = client.get("/")
        thread = threading.Thread(target=lambda: page.set("drop", 5))
        thread.start()
        try:
            other = client.get("/").search("drop", "item 4321")
            assert values(other)[0] == 4321 and not gate.is_set()
        finally:
            gate.set()
            thread.join()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([("q:drop", "a" * 1001)], 422), ([("q:out", "a")], 400), ([("q:nowhere", "a")], 400), ([("q:drop", "a"), ("q:go", "b")], 400), ([], 400),
        ([("q:drop", "a"), ("x", "b")], 400), ([("q:drop", "a"), ("s:drop", "forged")], 400),
    ],
)  # fmt: skip
def test_forged_questions_are_refused(fields, status):
    with Client(site()) as client:
        page = client.get("/")
        token = page.document.named("_p")[0].value
        head = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}
        assert client.request("POST", "/_hx", content=urlencode([("_p", token), *fields]), headers=head).status_code == status
        assert client.request("POST", "/_hx", content=urlencode([("_p", "x"), *fields]), headers=head).status_code in (400, 409)
        foreign = {**head, "Origin": "http://evil.example"}
        assert client.request("POST", "/_hx", content=urlencode([("_p", token), ("q:drop", "a")]), headers=foreign).status_code == 403


def test_labels_of_hits_are_escaped():
    app = Dash("esc", secret_key=KEY)
    app.layout = dcc.Dropdown(id="drop", options=[f"<img src=x onerror=alert({i})>" for i in range(600)])
    with Client(app) as client:
        page = client.get("/").search("drop", "<img")
        assert "<img" not in page.last.text and "&lt;img" in page.last.text


def test_a_search_is_quick():
    index = OptionIndex(MANY)
    index.search("warm")
    start = time.thread_time()
    for question in ("item 4321", "9", "item", "zzz"):
        index.search(question)
    assert time.thread_time() - start < 2, "four searches of 100,000; about 20 ms each"
