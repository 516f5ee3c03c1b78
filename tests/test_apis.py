"""C22: callbacks as HTTP endpoints."""

from __future__ import annotations

import datetime
import logging
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import Depends, FastAPI, HTTPException
from starlette.requests import Request

from hxdash import Dash, Input, Output, State, callback, ctx, html, no_update
from hxdash.exceptions import CallbackException, DuplicateCallback, PreventUpdate
from hxdash.forms import MAX_BODY
from hxdash.testing import Client


def app_with(*functions: Callable[..., Any], path: str = "/f", **settings: Any) -> Dash:
    """An app whose callbacks have endpoints: the first at `path`, the others at /f1, /f2."""
    app = Dash("apis", layout=html.Div([html.Div(id=f"{d}{i}") for d in "ab" for i in range(9)]), **settings)
    for i, function in enumerate(functions):
        app.callback(Output(f"b{i}", "children"), Input(f"a{i}", "n_clicks"), State(f"a{i}", "title"), api_endpoint=f"{path}{i or ''}", prevent_initial_call=True)(function)
    app.setup_apis()
    return app


def post(app: Any, path: str = "/f", **more: Any) -> httpx.Response:
    with Client(app) as client:
        return client.request("POST", path, **more)


def total(n: Any = 0, title: Any = None) -> Any:
    return {"n": n, "title": title}


async def later(n: Any, title: Any = None) -> Any:
    return [n, threading.current_thread() is threading.main_thread() or "loop"]


def where(n: Any = None, title: Any = None) -> str:
    return threading.current_thread().name


# -- what comes back -----------------------------------------------------------------------------------------------------


def test_c22_the_result_of_the_function_comes_back_as_it_is() -> None:
    answer = post(app_with(total), json={"n": 5, "title": None})
    assert (answer.status_code, answer.headers["content-type"], answer.json()) == (200, "application/json", {"n": 5, "title": None})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("given", [{"json": {}}, {"content": b"", "headers": {"Content-Type": "application/json; charset=utf-8"}}], ids=["{}", "nothing"])
def test_c22_defaults_of_the_function_hold(given: dict[str, Any]) -> None:
    assert post(app_with(total), **given).json() == {"n": 0, "title": None}


def test_c22_coroutines_run_on_the_loop_and_functions_in_threads() -> None:
    with Client(app_with(later, where)) as client:
        assert client.request("POST", "/f", json={"n": 1}).json()[0] == 1
        assert client.request("POST", "/f1", json={}).json().startswith("hxdash-")


VALUES: dict[str, tuple[Any, Any]] = {
    "a component is its JSON form": (html.B("x"), {"props": {"children": "x"}, "type": "B", "namespace": "dash_html_components"}),
    "a date": (datetime.date(2030, 1, 2), "2030-01-02"),
    "nan": ([float("nan"), 1.5], [None, 1.5]),
    "a tuple": ((1, "a"), [1, "a"]),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("value", "expected"), VALUES.values(), ids=VALUES.keys())
def test_c22_results_have_the_json_form_that_they_have_elsewhere(value: Any, expected: Any) -> None:
    answer = post(app_with(lambda n, title: value), json={"n": 1, "title": ""})
    assert (answer.status_code, answer.json()) == (200, expected)


def test_c22_no_update_and_prevent_update_have_no_content() -> None:
    def prevent(n: Any, title: Any) -> None:
        raise PreventUpdate

    with Client(app_with(lambda n, title: no_update, prevent)) as client:
        for path in ("/f", "/f1"):
            answer = client.request("POST", path, json={"n": 1, "title": ""})
            assert (answer.status_code, answer.content) == (204, b"")


def test_c22_the_callback_works_on_the_page_as_well() -> None:
    with Client(app_with(lambda n, title: f"clicked {n}")) as client:
        page = client.get("/")
        page.click("a0")
        assert page["b0"].text == "clicked 1"


def test_c22_callbacks_declared_before_the_app_have_endpoints_too() -> None:
    @callback(Output("b0", "children"), Input("a0", "n_clicks"), api_endpoint="no-slash/x")
    def early(n: Any = None) -> Any:
        return {"early": n}

    app = Dash("apis", layout=html.Div([html.Div(id="a0"), html.Div(id="b0")]))
    app.setup_apis()
    app.setup_apis()  # once more does no harm
    assert post(app, "/no-slash/x", json={"n": 1}).json() == {"early": 1}


def test_c22_endpoints_follow_a_mount() -> None:
    api = FastAPI()
    api.mount("/dash", app_with(total))
    assert post(api, "/dash/f", json={"n": 2}).json()["n"] == 2


def test_c22_an_endpoint_that_was_not_opened_is_named(caplog: pytest.LogCaptureFixture) -> None:
    app = Dash("apis", layout=html.Div([html.Div(id="a0"), html.Div(id="b0")]))
    app.callback(Output("b0", "children"), Input("a0", "n_clicks"), api_endpoint="/f")(lambda n: n)
    with caplog.at_level(logging.WARNING, "hxdash"):
        app.prepare()
    assert re.fullmatch(r"callback\(api_endpoint=\.\.\.\) of <lambda> \(.*test_apis\.py:\d+\) is not open: call app\.setup_apis\(\) after the last callback\.", caplog.messages[0])
    assert post(app, json={}).status_code == 404


# -- what is refused -----------------------------------------------------------------------------------------------------

JSON = {"Content-Type": "application/json"}
CALLS: list[Any] = []


def counted(n: Any, title: Any = None) -> str:
    CALLS.append(n)
    return "ran"


DEEP = b"[" * 400 + b"]" * 400
REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "a missing key": ({"json": {}}, 422, "missing a required argument: 'n' (the arguments are: n, title)"),
    "a key like another": ({"json": {"n": 1, "titel": 1}}, 422, "got an unexpected keyword argument 'titel'; did you mean 'title'? (the arguments are: n, title)"),
    "a key like no other": ({"json": {"n": 1, "zzz": 1}}, 422, "got an unexpected keyword argument 'zzz' (the arguments are: n, title)"),
    "a list": ({"json": [1]}, 422, "the body is a list, not an object with one key for each argument"),
    "a string": ({"json": "n"}, 422, "the body is a string, not an object with one key for each argument"),
    "a number": ({"json": 5}, 422, "the body is a number, not an object with one key for each argument"),
    "null": ({"content": b"null", "headers": JSON}, 422, "the body is null, not an object with one key for each argument"),
    "no JSON": ({"content": b"{bad", "headers": JSON}, 422, "the body is not JSON, or nested too deeply"),
    "no text": ({"content": b"\xff\xfe", "headers": JSON}, 422, "the body is not JSON, or nested too deeply"),
    "deep": ({"content": b'{"n": ' + DEEP + b"}", "headers": JSON}, 422, "the body is not JSON, or nested too deeply"),
    "NaN": ({"content": b'{"n": NaN}', "headers": JSON}, 422, "the body is not JSON, or nested too deeply"),
    "a form": ({"data": {"n": "1"}}, 415, "post JSON (application/json): an object with one key for each argument"),
    "text, as another site's form may send it": (
        {"content": b'{"n": 1}', "headers": {"Content-Type": "text/plain"}}, 415, "post JSON (application/json): an object with one key for each argument"
    ),
    "too much": ({"content": b" " * (MAX_BODY + 1), "headers": JSON}, 413, f"more than {MAX_BODY} bytes"),
    "another site, with cookies": ({"json": {"n": 1}, "headers": {"Cookie": "a=b", "Origin": "http://evil.example"}}, 403, "this request comes from another site"),
    "another site, as the browser says": ({"json": {"n": 1}, "headers": {"Cookie": "a=b", "Sec-Fetch-Site": "cross-site"}}, 403, "this request comes from another site"),
    "cookies from nowhere": ({"json": {"n": 1}, "headers": {"Cookie": "a=b"}}, 403, "this request does not say where it comes from"),
}


@pytest.mark.parametrize(("given", "status", "detail"), REFUSED.values(), ids=REFUSED.keys())
def test_c22_what_cannot_be_understood_is_refused_and_nothing_runs(given: dict[str, Any], status: int, detail: str) -> None:
    CALLS.clear()
    answer = post(app_with(counted), **given)
    assert (answer.status_code, answer.json(), CALLS) == (status, {"detail": detail}, [])


ACCEPTED = {"cookies of the own page": {"Cookie": "a=b", "Origin": "http://localhost"}, "a token": {"Authorization": "Bearer x"}, "a token of elsewhere": {"Authorization": "Bearer x", "Origin": "http://other.example"}}


@pytest.mark.parametrize("headers", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_c22_programs_with_a_token_need_no_origin(headers: dict[str, str]) -> None:
    """Whoever sends a token has it; only cookies come along by themselves."""
    assert post(app_with(counted), json={"n": 1}, headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_c22_only_post_is_allowed(method: str) -> None:
    with Client(app_with(counted)) as client:
        assert client.request(method, "/f").status_code == 405


def test_c22_dependencies_of_the_app_guard_endpoints() -> None:
    def token(request: Request) -> None:
        if request.headers.get("X-Token") != "good":
            raise HTTPException(401, "who are you?")

    CALLS.clear()
    with Client(app_with(counted, dependencies=[Depends(token)])) as client:
        answers = [client.request("POST", "/f", json={"n": 1}, headers=headers) for headers in ({}, {"X-Token": "good"})]
        assert ([a.status_code for a in answers], len(CALLS)) == ([401, 200], 1)


# -- what fails ----------------------------------------------------------------------------------------------------------


def fails(n: Any, title: Any = None) -> None:
    raise ValueError("SECRET")


async def fails_later(n: Any, title: Any = None) -> None:
    raise SystemExit("SECRET")


def stops(n: Any, title: Any = None) -> None:
    next(iter(()))


def asks_ctx(n: Any, title: Any = None) -> None:
    """As in Dash, an endpoint has no ctx."""
    _ = ctx.triggered


@pytest.mark.parametrize("function", [fails, fails_later, stops, asks_ctx, lambda n, title=None: {1, 2}])
def test_c22_a_function_that_fails_is_a_500_with_a_reference(function: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    answer = post(app_with(function), json={"n": 1})
    found = answer.json()
    assert (answer.status_code, found["detail"], sorted(found)) == (500, "the function failed", ["detail", "reference"])
    assert "SECRET" not in answer.text
    [record] = [r for r in caplog.records if r.name == "hxdash.apis"]
    assert found["reference"] in record.getMessage()
    assert record.exc_info


def test_c22_in_debug_mode_the_answer_says_what_failed() -> None:
    with Client(app_with(fails, lambda n, title=None: {"a": [{1}]}, debug=True)) as client:
        first, second = (client.request("POST", path, json={"n": 1}).json()["detail"] for path in ("/f", "/f1"))
    assert first == "ValueError: SECRET"
    assert "<lambda> returned a set at ['a'][0]: {1}." in second


@pytest.mark.parametrize("path", ["/", "/_hx", "/_hx/static/x", "/assets/x", "/a b", "/a?b", "/{a}", "//evil", "/a//b"])
def test_c22_a_path_that_cannot_be_one_is_refused(path: str) -> None:
    with pytest.raises(CallbackException, match="cannot be a path of this app"):
        app_with(total, path=path)


def test_c22_one_path_twice_is_refused() -> None:
    app = app_with(total)
    app.callback(Output("b8", "children"), Input("a8", "n_clicks"), api_endpoint="f")(lambda n: n)
    with pytest.raises(DuplicateCallback, match=r"Two callbacks have the endpoint '/f'\.\n  where: total \(.*\)  and  <lambda>"):
        app.setup_apis()


def test_c22_a_generator_has_no_endpoint() -> None:
    def flow(n: Any, title: Any) -> Iterator[int]:
        yield 1

    with pytest.raises(CallbackException, match="stands over a generator"):
        app_with(flow)


def test_c22_a_path_is_text() -> None:
    with pytest.raises(CallbackException, match=r"api_endpoint is 5\."):
        Dash("apis").callback(Output("a", "children"), Input("b", "n_clicks"), api_endpoint=5)
