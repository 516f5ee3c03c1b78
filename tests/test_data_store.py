"""The store of what is too large for a page: bounded by bytes and by time; and what happens when it has dropped something."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, dash_table, dcc, html
from hxdash.data_store import MemoryStore, store, use
from hxdash.testing import Client, Page, Refused


def test_what_was_put_is_there_until_it_is_too_old() -> None:
    now = [0.0]
    kept = MemoryStore(1000, seconds=10, clock=lambda: now[0])
    kept.put("a", [1], 10)
    now[0] = 9
    assert kept.get("a") == [1]
    now[0] = 18
    assert kept.get("a") == [1]  # asked for meanwhile
    now[0] = 29
    assert kept.get("a") is None
    assert len(kept) == 0


def test_the_least_recently_used_goes_first() -> None:
    kept = MemoryStore(100)
    kept.put("a", 1, 40)
    kept.put("b", 2, 40)
    kept.get("a")
    kept.put("c", 3, 40)
    assert [kept.get(k) for k in "abc"] == [1, None, 3]
    kept.put("a", 4, 40)  # again: counted once
    assert [kept.get(k) for k in "ac"] == [4, 3]


def test_what_is_larger_than_the_store_is_not_kept() -> None:
    kept = MemoryStore(100)
    kept.put("a", 1, 50)
    kept.put("b", 2, 101)
    assert [kept.get(k) for k in "ab"] == [1, None]


def test_many_threads() -> None:
    kept = MemoryStore(1000)

    def work(n: int) -> None:
        for i in range(500):
            kept.put(f"{(n * i) % 37}", i, 90)
            kept.get(f"{i % 37}")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < len(kept) <= 11


# -- with a table ------------------------------------------------------------------------------------------------------


@pytest.fixture
def fresh() -> Iterator[MemoryStore]:
    """A store of this test's own."""
    mine = MemoryStore()
    before = use(mine)
    yield mine
    use(before)


def rows(count: int, word: str) -> list[dict[str, Any]]:
    return [{"a": f"{word} {i} " + "x" * 40, "b": i} for i in range(count)]


@pytest.fixture
def page(fresh: MemoryStore) -> Iterator[Page]:
    app = Dash("stored")
    app.layout = html.Div([dcc.Input(id="word", value="one"), dash_table.DataTable(id="t", page_size=3, sort_action="native", editable=True), html.Div(id="out")])

    @app.callback(Output("t", "data"), Input("word", "value"))
    def load(word: str) -> Any:
        return rows(5000, word)

    @app.callback(Output("out", "children"), Input("t", "sort_by"), State("t", "data"))
    def seen(sort_by: Any, data: Any) -> str:
        return f"{len(sort_by)} {data[0]['a'].split()[0]} {data[7]['b']}"

    with Client(app) as client:
        yield client.get("/")


def test_data_of_a_callback_stays_on_the_server(page: Page, fresh: MemoryStore) -> None:
    assert len(page.last.text) < 12_000
    assert len(fresh) == 1
    page.click("t.sort.1").click("t.sort.1")
    assert page["out"].text == "1 one 7"
    assert page["t.body"].text.strip().startswith("one 4999")
    assert sum(len(value) for _, value in page.last.fields) < 2000
    assert page.calls == ["seen"]


def test_the_same_data_is_kept_once(page: Page, fresh: MemoryStore) -> None:
    page["word"].value = "two"
    page["word"].value = "one"
    assert len(fresh) == 2


def test_on_a_miss_the_callback_runs_again_from_the_pages_own_inputs(page: Page) -> None:
    page["word"].value = "two"
    use(MemoryStore())
    page.click("t.sort.1").click("t.sort.1")
    assert page["t.body"].text.strip().startswith("two 4999")
    assert page["out"].text == "1 two 7"


def test_edits_lie_over_the_stored_data(page: Page, fresh: MemoryStore) -> None:
    from hxdash.testing.tree import Node  # noqa: PLC0415

    box = page.node("t")
    box.place(0, [Node("button", {"id": "edit", "name": "v:t._act", "value": '["set",[[7,"b","77"]]]'})])
    page.document.changed()
    page.click("edit").click("t.sort.0")
    assert page["out"].text == "1 one 77"
    assert len(fresh) == 1
    use(MemoryStore())
    page.click("t.sort.0")  # the edits went with the data
    assert page["out"].text == "1 one 7"


def test_what_no_callback_can_make_again_asks_for_a_new_page(fresh: MemoryStore) -> None:
    app = Dash("made")
    app.layout = html.Div([html.Button("b", id="b"), html.Div(id="box")])

    @app.callback(Output("box", "children"), Input("b", "n_clicks"), prevent_initial_call=True)
    def make(n: int) -> Any:
        return dash_table.DataTable(id="t", data=rows(5000, "x"), page_size=3, sort_action="native")

    with Client(app) as client:
        page = client.get("/").click("b").click("t.sort.1").click("t.sort.1")
        assert page["t.body"].text.strip().startswith("x 4999")
        use(MemoryStore())
        with pytest.raises(Refused) as refused:
            page.click("t.next")
        assert refused.value.status == 409
    assert store() is not fresh
