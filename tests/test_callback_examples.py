"""The examples that show what callbacks can do: todo (ids by pattern), chat (a generator), form (on_error)."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

from hxdash.testing import Client, Page


def page_of(name: str, *, javascript: bool = True) -> Iterator[Page]:
    with Client(importlib.import_module(name).app) as client:
        yield client.get("/", javascript=javascript)


@pytest.fixture(params=[True, False], ids=["script", "noscript"])
def todo(request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from page_of("todo", javascript=request.param)


def entries(page: Page) -> list[str]:
    return [line for line in page["list"].text.splitlines() if line not in ("", "Delete")]


def tick(page: Page, index: int) -> None:
    page.set({"type": "done", "index": index}, ["done"])
    if not page._javascript:
        page.apply()


def test_todo_add_tick_delete_clear(todo: Page) -> None:
    assert (entries(todo), todo["count"].text) == (["Read the tutorial", "Write an app"], "2 of 2 left")
    for text in ("Sleep", "Wake up"):
        todo.set("new", text)
        todo.click("add")
    assert (entries(todo)[2:], todo["new"].value, todo["count"].text) == (["Sleep", "Wake up"], "", "4 of 4 left")
    tick(todo, 3)
    tick(todo, 1)
    assert todo["count"].text == "2 of 4 left"
    assert "line-through" in todo[{"type": "text", "index": 3}].attributes["style"]
    todo.click({"type": "delete", "index": 2})
    assert (entries(todo), todo["count"].text) == (["Read the tutorial", "Sleep", "Wake up"], "1 of 3 left")
    todo.click("clear")
    assert (entries(todo), todo["count"].text) == (["Wake up"], "1 of 1 left")
    todo.click({"type": "delete", "index": 4})
    assert (entries(todo), todo["count"].text) == ([], "Nothing to do")
    todo.set("new", "Once more")
    todo.click("add")
    assert (entries(todo), todo.errors) == (["Once more"], [])


def test_todo_each_action_is_one_small_request() -> None:
    for page in page_of("todo"):
        page.set("new", "Sleep").submit("new")
        page.set({"type": "done", "index": 3}, ["done"])
        page.click({"type": "delete", "index": 3})
        assert len(page.requests) == 3
        assert max(len(r.text) for r in page.requests) < 3000


def test_chat_answers_in_words_and_remembers_what_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", 0)
    for page in page_of("chat"):
        page.set("message", "What is it?").click("send")
        assert len(page.last.parts) > 10
        assert page["message"].value == ""
        assert page["answer"].text.startswith("You asked What is it. I am only a few lines")
        page.set("message", "And then?").submit("message")
        assert page["answer"].text.startswith("You asked And then.")
        assert page["log"].text.index("What is it?") < page["log"].text.index("You asked What is it") < page["log"].text.index("And then?")
        requests = len(page.requests)
        page.click("send")
        assert page.errors == []
        assert len(page.requests) == requests + 1


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "noscript"])
def test_form_says_what_is_wrong_until_it_is_right(javascript: bool) -> None:
    for page in page_of("form", javascript=javascript):
        page.click("book")
        assert (page["message"].text, page["message"].attributes["class"]) == ("Please tell us your name.", "hx-error")
        page.set("name", "Ada")
        page.click("book")
        assert page["message"].text.startswith("Please give an e-mail")
        page.set("email", "ada@example.org")
        page.set("seats", 7)
        page.click("book")
        assert page["message"].text == "A table has 4 seats at most; please book two."
        page.set("seats", 3)
        page.click("book")
        assert page["message"].text == "Thank you, Ada: 3 seats are yours. We have written to ada@example.org."
        assert page["message"].attributes["class"] == "hx-card"
        assert page.errors == []
