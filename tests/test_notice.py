"""Pages for people where there is no page: an address that is none, a form that came too late, a layout that failed."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException

from hxdash import Dash, Input, Output, dcc, html
from hxdash.testing import Client

PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://localhost"}
KEY, OTHER_KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU", "Zt7Rq2WxN5bVy8KmD4sLhGp9FjC3uEaQ"


def app_of(layout: Any = None, **more: Any) -> Dash:
    """An app with one callback."""
    app = Dash("notices", title="Sales", secret_key=KEY, **more)
    app.layout = layout or html.Div([dcc.Input(id="a", value="1"), html.P(id="b")])
    if layout is None:
        app.callback(Output("b", "children"), Input("a", "value"))(lambda a: a)
    return app


def test_at_an_address_that_is_none_people_get_a_page_and_programs_json() -> None:
    with Client(app_of()) as client:
        page = client.request("GET", "/nothing/here", headers=PERSON)
        assert (page.status_code, page.headers["cache-control"]) == (404, "no-store")
        assert "<h1>There is no page here</h1>" in page.text
        assert '<a href="/">Go to Sales</a>' in page.text
        assert client.request("GET", "/nothing/here").json() == {"detail": "Not Found"}


def test_under_a_prefix_the_way_out_leads_to_the_app() -> None:
    api = FastAPI()
    api.mount("/dash", app_of())
    with Client(api) as client:
        page = client.request("GET", "/dash/nothing", headers=PERSON)
        assert page.status_code == 404
        assert '<a href="/dash/">Go to Sales</a>' in page.text
        sheet = page.text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
        assert client.request("GET", sheet).status_code == 200
        assert client.request("GET", "/elsewhere", headers=PERSON).json() == {"detail": "Not Found"}


def test_an_api_of_the_author_says_not_found_itself() -> None:
    app = app_of()

    @app.server.get("/items/{n}")
    def item(n: int) -> None:
        raise HTTPException(404, f"no item {n}")

    with Client(app) as client:
        assert client.request("GET", "/items/7", headers=PERSON).json() == {"detail": "no item 7"}


def test_an_address_is_text_in_the_page_and_nothing_runs_there() -> None:
    with Client(app_of()) as client:
        page = client.request("GET", "/%3Cscript%3Ealert(1)%3C/script%3E%22", headers=PERSON)
        assert page.status_code == 404
        assert "<script" not in page.text
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy


def test_a_form_from_before_a_new_key_gets_a_page_that_says_what_to_do() -> None:
    """Without JavaScript; with it the page loads itself again."""
    with Client(app_of()) as old, Client(app_of()) as client:
        token = old.request("GET", "/").text.partition('name="_p" value="')[2].partition('"')[0]
        other = Dash("notices", secret_key=OTHER_KEY, layout=html.P("x"))
        fields = {"_p": token, "v:a.value": "2"}
        assert client.request("POST", "/", data=fields, headers={**FORM, **PERSON}).status_code == 200
        with Client(other) as later:
            page = later.request("POST", "/", data=fields, headers={**FORM, **PERSON})
            assert page.status_code == 409
            assert "<h1>This page is out of date</h1>" in page.text
            assert '<a href="/">Load it again</a>' in page.text
            plain = later.request("POST", "/", data=fields, headers=FORM)
            assert (plain.status_code, plain.headers["content-type"]) == (409, "text/plain; charset=utf-8")


def test_a_forged_form_is_told_why_and_quotes_are_text() -> None:
    with Client(app_of()) as client:
        page = client.request("POST", "/", data={"_p": "<b>forged</b>"}, headers={**FORM, **PERSON})
        assert 400 <= page.status_code < 500
        assert "Nothing was changed." in page.text
        assert "<b>" not in page.text


def broken(**more: Any) -> Dash:
    """An app whose layout fails once it is served."""
    calls: list[int] = []

    def layout() -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise ValueError("no <data> today")
        return html.P("x")

    return app_of(layout, **more)


def test_a_layout_that_fails_gives_a_page_with_a_reference_that_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with Client(broken()) as client, caplog.at_level(logging.ERROR):
        page = client.request("GET", "/", headers=PERSON)
        assert page.status_code == 500
        assert "<h1>This page could not be made</h1>" in page.text
        assert "today" not in page.text
        reference = page.text.partition("Reference ")[2][:8]
        assert reference in caplog.text
        with pytest.raises(ValueError, match="no <data> today"):  # a test wants the exception itself
            client.request("GET", "/")


def test_in_debug_mode_it_shows_the_line(caplog: pytest.LogCaptureFixture) -> None:
    with Client(broken(debug=True)) as client:
        page = client.request("GET", "/", headers=PERSON)
        assert page.status_code == 500
        assert "<strong>ValueError</strong> no &lt;data&gt; today" in page.text
        assert 'raise ValueError("no &lt;data&gt; today")</mark>' in page.text
        assert "the component None" not in page.text
