"""Whatever a stranger posts for a picker or asks of a list: a refusal or a value that it can hold, never a 500 (RELIABILITY.md T2)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hxdash import Dash, Input, Output, dcc, html
from hxdash.testing import Client, Page

HEAD = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}
PROPS = ["slider.value", "two.value", "three.value", "marks.value", "day.date", "days.start_date", "days.end_date", "both.start_date", "both.end_date", "drop.value"]
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["", "null", "nan", "inf", "-0", "1e999", "1" * 400, "٣", "2026-03-15", "2026-02-30", "0000-01-01", "10000-01-01", "2026-03-15T00:00", "\0", '"', "[]", "{", "5"]),
    st.integers(-50, 200).map(str),
    st.floats().map(str),
    st.dates().map(date.isoformat),
)


@pytest.fixture(scope="module")
def stranger() -> Iterator[tuple[Client, Page]]:
    app = Dash("strangers", secret_key="kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU")
    app.layout = html.Div([
        dcc.Slider(0, 100, 5, value=5, id="slider"), dcc.RangeSlider(0, 100, value=[10, 20], id="two"), dcc.RangeSlider(0, 10, 0.1, value=[1, 2, 3], pushable=0.5, id="three"),
        dcc.RangeSlider(step=None, marks={0: "a", 5: "b"}, value=[0, 5], id="marks"), dcc.DatePickerSingle(id="day", min_date_allowed="2026-01-01", disabled_days=["2026-03-15"]),
        dcc.DatePickerRange(id="days", minimum_nights=3), dcc.DatePickerRange(id="both", updatemode="bothdates", start_date="2026-03-01", end_date="2026-03-05"),
        dcc.Dropdown(id="drop", options=[{"label": str(i), "value": i} for i in range(600)], multi=True), html.Div(id="out"),
    ])  # fmt: skip

    @app.callback(Output("out", "children"), [Input(*name.split(".")) for name in PROPS])
    def show(*values):
        slider, two, three, marks, day, start, end, *_, chosen = values
        assert 0 <= slider <= 100 and sorted(two) == two and len(three) == 3 and all(m in (0, 5) for m in marks)
        assert all(b - a > 0.5 - 1e-9 for a, b in itertools.pairwise(three)) and (day is None or (day >= "2026-01-01" and day != "2026-03-15"))
        assert not (start and end) or (date.fromisoformat(end) - date.fromisoformat(start)).days >= 3
        assert all(0 <= v < 600 for v in chosen or ())
        return repr(values)

    with Client(app) as made:
        yield made, made.get("/")


def test_what_the_page_itself_sends_is_taken(stranger):
    client, _ = stranger
    page = client.get("/")
    page.set("day", "2026-05-05", prop="date").set("three", [2, 3, 4]).search("drop", "599").set("drop", [599])
    assert page["out"].text.startswith("(5, [10, 20], [2, 3, 4], [0, 5], '2026-05-05', None, None, '2026-03-01', '2026-03-05', [599])")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posted=st.lists(st.tuples(st.sampled_from(PROPS), TEXTS), max_size=8), trigger=st.sampled_from(PROPS))
def test_posted_values(stranger, posted, trigger):
    client, page = stranger
    head = [("_p", page.document.named("_p")[0].value), ("_g", page["slider"].attributes["hx-group"]), ("_t", trigger)]
    answer = client.request("POST", "/_hx", content=urlencode([*head, *((f"v:{name}", text) for name, text in posted)]), headers=HEAD)
    assert answer.status_code in (200, 400, 422), answer.text
    assert "hx-error" not in answer.text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=1200))
def test_questions(stranger, question):
    client, page = stranger
    body = urlencode([("_p", page.document.named("_p")[0].value), ("q:drop", question)])
    answer = client.request("POST", "/_hx", content=body, headers=HEAD)
    assert answer.status_code == (200 if len(question) <= 1000 else 422)
    assert "<script" not in answer.text and answer.text.count("<label") <= 100


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posted=st.lists(st.tuples(st.sampled_from(PROPS), TEXTS), max_size=8), question=st.text(max_size=50))
def test_whole_pages_without_javascript(stranger, posted, question):
    client, page = stranger
    token = [(n.get("name"), n.value) for name in ("_p", "_w") for n in page.document.named(name)]
    answer = client.request("POST", "/", content=urlencode([*token, ("q:drop", question), *((f"v:{name}", text) for name, text in posted)]), headers=HEAD)
    assert answer.status_code in (200, 400, 422), answer.text
