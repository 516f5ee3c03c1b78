"""dcc.Store: what callbacks put in, what the browser keeps of it beyond the page, and what it may not change."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.testing import Client

HEADERS = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}


def counting(place: str = "local", data: Any = None) -> tuple[Dash, list[Any]]:
    """Clicks are counted in a Store."""
    seen: list[Any] = []
    given = {} if data is None else {"data": data}
    app = Dash(__name__, layout=html.Div([dcc.Store(id="s", storage_type=place, **given), html.Button("go", id="go"), html.Button(id="clear"), html.P(id="out"), html.P(id="time")]))

    @app.callback(Output("s", "data"), Input("go", "n_clicks"), State("s", "data"), prevent_initial_call=True)
    def count(_: int, old: Any) -> Any:
        return {"n": (old or {"n": 0})["n"] + 1}

    @app.callback(Output("s", "clear_data"), Input("clear", "n_clicks"), prevent_initial_call=True)
    def clear(_: int) -> bool:
        return True

    @app.callback(Output("out", "children"), Input("s", "data"))
    def show(data: Any) -> str:
        seen.append(data)
        return str(data)

    @app.callback(Output("time", "children"), Input("s", "modified_timestamp"), State("s", "data"))
    def when(time: Any, data: Any) -> str:
        return f"{time} {data}"

    return app, seen


@pytest.mark.parametrize("place", ["memory", "local", "session"])
def test_writing_sets_the_time_and_clearing_takes_it_back(place: str) -> None:
    app, seen = counting(place)
    with Client(app) as client:
        page = client.get("/")
        assert (page["out"].text, page["time"].text) == ("None", "None None")
        page.click("go").click("go")
        assert page["out"].text == "{'n': 2}"
        time, _, data = page["time"].text.partition(" ")
        assert (int(time) > 1_600_000_000_000, data) == (True, "{'n': 2}")
        page.click("clear")
        assert (page["out"].text, page["time"].text) == ("None", "-1 None")
        page.click("go")
        assert seen == [None, {"n": 1}, {"n": 2}, None, {"n": 1}]


def test_c54_the_same_value_again_calls_back_but_is_no_new_time() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Store(id="s"), html.Button(id="go"), html.P(id="out"), html.P(id="time")]))
    calls: list[str] = []

    @app.callback(Output("s", "data"), Input("go", "n_clicks"), State("s", "data"), prevent_initial_call=True)
    def write(_: int, __: Any) -> str:
        return "same"

    @app.callback(Output("out", "children"), Input("s", "data"), prevent_initial_call=True)
    def read(data: str) -> str:
        calls.append("data")
        return data

    @app.callback(Output("time", "children"), Input("s", "modified_timestamp"), prevent_initial_call=True)
    def when(_: int) -> str:
        calls.append("time")
        return ""

    with Client(app) as client:
        client.get("/").click("go").click("go")
    assert sorted(calls) == ["data", "data", "time"]


def test_what_was_kept_is_there_again_and_counts_on() -> None:
    app, seen = counting()
    with Client(app) as client:
        client.get("/").click("go").click("go")
        page = client.get("/")
        assert page["out"].text == "{'n': 2}"
        assert len(page.requests) == 1  # one request brings it
        assert page["time"].text.endswith("{'n': 2}")
        page.click("go")
        assert page["out"].text == "{'n': 3}"
        assert seen[-2:] == [{"n": 2}, {"n": 3}]


def test_memory_is_gone_with_the_page() -> None:
    app, _ = counting("memory")
    with Client(app) as client:
        client.get("/").click("go")
        assert client.get("/")["out"].text == "None"


def test_what_was_kept_beats_the_layout() -> None:
    app, _ = counting(data={"n": 5})
    with Client(app) as client:
        assert client.get("/").click("go")["out"].text == "{'n': 6}"
        assert client.get("/")["out"].text == "{'n': 6}"


def test_state_that_nobody_waits_for_is_brought_with_the_first_request() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Store(id="s", storage_type="session"), html.Button(id="go"), html.P(id="out")]))

    @app.callback(Output("s", "data"), Output("out", "children"), Input("go", "n_clicks"), State("s", "data"), prevent_initial_call=True)
    def count(_: int, old: int | None) -> Any:
        return (old or 0) + 1, f"{old}"

    with Client(app) as client:
        client.get("/").click("go").click("go")
        page = client.get("/")
        assert page.requests == []
        page.click("go")
        assert page["out"].text == "2"
        page.click("go")
        assert page["out"].text == "3"
        assert page.last.sent("k:s") == []


def test_who_reads_to_write_is_first_called_with_what_was_kept() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Store(id="s", storage_type="local"), html.P(id="out")]))

    @app.callback(Output("s", "data"), Output("out", "children"), Input("s", "modified_timestamp"), State("s", "data"))
    def visits(_: Any, old: int | None) -> Any:
        return (old or 0) + 1, f"visit {(old or 0) + 1}"

    with Client(app) as client:
        for n in (1, 2, 3):
            assert client.get("/")["out"].text == f"visit {n}"


def test_what_callbacks_set_at_load_counts_more_than_what_was_kept() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Input(id="name", value="a"), dcc.Store(id="s", storage_type="local"), html.P(id="out")]))

    @app.callback(Output("s", "data"), Input("name", "value"))
    def write(value: str) -> str:
        return value

    @app.callback(Output("out", "children"), Input("s", "data"))
    def read(data: Any) -> str:
        return str(data)

    with Client(app) as client:
        client.get("/")["name"].value = "b"
        page = client.get("/")
        assert (page["out"].text, page.requests) == ("a", [])


def test_a_store_that_a_callback_made_is_filled_from_what_was_kept() -> None:
    app = Dash(__name__, layout=html.Div([html.Button(id="make"), html.Div(id="box"), html.Button(id="go")]), suppress_callback_exceptions=True)

    @app.callback(Output("box", "children"), Input("make", "n_clicks"), prevent_initial_call=True)
    def make(_: int) -> Any:
        return [dcc.Store(id="s", storage_type="local"), html.P(id="out")]

    @app.callback(Output("s", "data"), Input("go", "n_clicks"), prevent_initial_call=True)
    def write(n: int) -> int:
        return n * 10

    @app.callback(Output("out", "children"), Input("s", "data"))
    def read(data: Any) -> str:
        return str(data)

    with Client(app) as client:
        page = client.get("/").click("make")
        assert page["out"].text == "None"
        assert page.click("go")["out"].text == "10"
        assert page.click("make")["out"].text == "10"
        assert client.get("/").click("make")["out"].text == "10"


# -- hostile -----------------------------------------------------------------------------------------------------------


def kept_by(client: Client) -> str:
    """What the browser keeps for the Store s."""
    return next(text for key, text in client.storage["local"].items() if key.endswith(" s"))


def test_what_is_in_the_storage_cannot_be_changed() -> None:
    app, seen = counting()
    with Client(app) as client:
        client.get("/").click("go")
        token = kept_by(client)
        other = Dash("other", layout=html.Div([dcc.Store(id="s", storage_type="local"), html.P(id="out")]))
        key = next(iter(client.storage["local"]))
        for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", '{"data":{"n":99}}', "é", ""):
            client.storage["local"][key] = forged
            page = client.get("/")
            assert page["out"].text == "None"
            assert page.errors == []
            assert key not in client.storage["local"] or forged == ""
        assert {"n": 99} not in seen
        assert other.layout is not None


def test_a_text_of_another_store_is_worth_nothing() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Store(id="s", storage_type="local"), dcc.Store(id="role", storage_type="local"), html.Button(id="go"), html.P(id="out")]))

    @app.callback(Output("s", "data"), Input("go", "n_clicks"), prevent_initial_call=True)
    def write(_: int) -> str:
        return "admin"

    @app.callback(Output("out", "children"), Input("role", "data"))
    def read(role: Any) -> str:
        return str(role)

    with Client(app) as client:
        client.get("/").click("go")
        client.storage["local"]["hxdash  role"] = kept_by(client)
        assert client.get("/")["out"].text == "None"


@pytest.mark.parametrize(("name", "status"), [("k:go", 400), ("k:out", 400), ("k:nobody", 400), ("k:s", 400)])
def test_nothing_else_can_be_brought(name: str, status: int) -> None:
    app, _ = counting()
    with Client(app) as client:
        page = client.get("/").click("go")
        fields = [*page.last.fields, (name, "x"), *([(name, "y")] if name == "k:s" else [])]
        assert client.request("POST", "/_hx", content=urlencode(fields), headers=HEADERS).status_code == status


def test_data_as_a_plain_field_is_refused() -> None:
    app, _ = counting()
    with Client(app) as client:
        page = client.get("/").click("go")
        for forged in [("v:s.data", "1"), ("_t", "s.data")]:
            fields = [pair for pair in page.last.fields if pair[0] != "s:s"] + [forged]
            assert client.request("POST", "/_hx", content=urlencode(fields), headers=HEADERS).status_code == 400


def test_without_javascript_a_store_is_one_of_the_page() -> None:
    app, _ = counting()
    with Client(app) as client:
        page = client.get("/", javascript=False)
        page.click("go").click("go")
        assert page["out"].text == "{'n': 2}"
        assert client.storage["local"] == {}


def test_a_store_in_memory_brings_no_script(render: Any) -> None:
    assert render(dcc.Store(id="s", data="<secret>"), ["data"]) == '<span id="s" hidden></span>'


def test_arrays_are_data_too() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Store(id="s"), html.Button(id="go"), html.P(id="time")]))

    @app.callback(Output("s", "data"), Input("go", "n_clicks"), prevent_initial_call=True)
    def write(_: int) -> Any:
        return np.array([1, 2])

    @app.callback(Output("time", "children"), Input("s", "modified_timestamp"), State("s", "data"), prevent_initial_call=True)
    def when(time: int, data: Any) -> str:
        return f"{time > 0} {data}"

    with Client(app) as client:
        page = client.get("/").click("go")
        assert page["time"].text == "True [1, 2]"
