"""`ctx.response` and `ctx.record_timing`: what callbacks ask of the HTTP answer. Numbers are those of SEMANTICS.md."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from http.cookies import SimpleCookie
from typing import Any

import pytest

from hxdash import Dash, Input, Output, ctx, dcc, html, routes
from hxdash.answer import Answer
from hxdash.exceptions import PreventUpdate, ResponseException
from hxdash.testing import AsyncClient, Client


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine turns no plain answer into a stream."""
    monkeypatch.setattr(routes, "PLAIN_FOR", 10)


def app_that(*asks: Callable[[Any], Any], **options: Any) -> Dash:
    """An app whose callbacks, each on an output of its own, get the value of the field "a"."""
    app = Dash("answers", layout=html.Div([dcc.Input(id="a", value="0"), *(html.Div(id=f"o{i}") for i in range(len(asks)))]))
    for i, ask in enumerate(asks):
        app.callback(Output(f"o{i}", "children"), Input("a", "value"), **options)(ask)
    return app


def log_in(value: str) -> str:
    ctx.response.set_cookie("user", value, httponly=True)
    ctx.response.headers["X-Shift"] = f"at {value}"
    return f"hello {value}"


# -- where they go -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_c108_cookies_and_headers_reach_the_page_the_update_and_the_post_without_javascript(javascript: bool) -> None:
    with Client(app_that(log_in)) as client:
        page = client.get("/", javascript=javascript)
        assert page.last.headers["set-cookie"] == "user=0; Path=/; SameSite=Lax; HttpOnly"
        assert page.last.headers["x-shift"] == "at 0"
        page["a"].value = "ada"
        if not javascript:
            page.apply()
        assert page["o0"].text == "hello ada"
        assert page.last.headers["x-shift"] == "at ada"
        assert client.http is not None
        assert client.http.cookies["user"] == "ada"


def test_c110_a_cookie_comes_back_with_the_next_request() -> None:
    def visit(value: str) -> str:
        before = ctx.cookies.get("visits", "none")
        ctx.response.set_cookie("visits", f'{value}; "é", all')
        return before

    with Client(app_that(visit)) as client:
        page = client.get("/")
        assert page["o0"].text == "none"
        page["a"].value = "1"
        assert page["o0"].text == '0; "é", all'


def test_c108_a_cookie_is_deleted() -> None:
    with Client(app_that(lambda value: ctx.response.delete_cookie("user")), cookies={"user": "ada"}) as client:
        cookie = client.get("/").last.headers["set-cookie"]
        assert cookie == 'user=""; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; SameSite=Lax'


def test_c108_what_several_callbacks_ask_for_goes_into_one_answer() -> None:
    def ask(name: str) -> Callable[[str], str]:
        def callback(value: str) -> str:
            ctx.response.set_cookie(name, value)
            ctx.response.headers.add("X-Own", name)
            return name

        return callback

    with Client(app_that(*(ask(name) for name in "bcd"))) as client:
        headers = client.get("/").last.headers
        assert sorted(c.partition("=")[0] for c in headers.get_list("set-cookie")) == ["b", "c", "d"]
        assert sorted(headers.get_list("x-own")) == ["b", "c", "d"]


def test_c108_the_last_word_on_a_cookie_or_header_holds() -> None:
    def ask(value: str) -> None:
        for word in ("first", "last"):
            ctx.response.set_cookie("k", word)
            ctx.response.headers["X-Own"] = word
            ctx.response.set_header("x-other", word)
        ctx.response.append_header("X-Other", "more")
        del ctx.response.headers["X-Own"]

    with Client(app_that(ask)) as client:
        headers = client.get("/").last.headers
        assert (headers.get_list("set-cookie"), headers.get_list("x-other")) == (["k=last; Path=/; SameSite=Lax"], ["last", "more"])
        assert "x-own" not in headers


def test_c108_a_header_of_ours_may_be_replaced_once() -> None:
    def ask(value: str) -> None:
        ctx.response.headers["cache-control"] = "private, max-age=60"
        ctx.response.headers["Vary"] = "Cookie"

    with Client(app_that(ask)) as client:
        headers = client.get("/").last.headers
        assert headers.get_list("cache-control") == ["private, max-age=60"]
        assert "Cookie" in headers.get_list("vary")


@pytest.mark.parametrize("end", [PreventUpdate, ValueError])
def test_c108_what_was_asked_for_holds_whatever_becomes_of_the_callback(end: type[Exception]) -> None:
    def ask(value: str) -> None:
        ctx.response.set_cookie("k", "v")
        raise end

    with Client(app_that(ask)) as client:
        assert client.get("/").last.headers["set-cookie"] == "k=v; Path=/; SameSite=Lax"


def test_c108_async_callbacks_and_on_error_ask_too() -> None:
    async def ask(value: str) -> None:
        ctx.response.headers["X-Own"] = "async"
        raise ValueError

    with Client(app_that(ask, on_error=lambda error: ctx.response.set_cookie("k", type(error).__name__))) as client:
        headers = client.get("/").last.headers
        assert (headers["x-own"], headers["set-cookie"]) == ("async", "k=ValueError; Path=/; SameSite=Lax")


# -- streams -------------------------------------------------------------------------------------------------------------


def indirect(value: str) -> None:
    ctx.response.set_cookie("user", value)


class Slow:
    """Callbacks that end when they are let; at load they do not wait."""

    def __init__(self) -> None:
        self.gate, self.begun = threading.Event(), threading.Event()
        self.gate.set()

    def wait(self) -> None:
        self.begun.set()
        assert self.gate.wait(20)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    monkeypatch.setattr(routes, "PLAIN_FOR", 0)
    made = Slow()
    yield made
    made.gate.set()


def change(app: Dash, slow: Slow) -> Any:
    """The answer to a change of "a" while its slow callback runs; it goes on when the answer would stream if it could."""

    async def drive() -> Any:
        async with AsyncClient(app) as client:
            page = await client.get("/")
            slow.gate.clear()
            slow.begun.clear()
            setting = asyncio.create_task(page.set("a", "ada"))
            async with asyncio.timeout(20):
                while not slow.begun.is_set():
                    await asyncio.sleep(0)
            for _ in range(50):
                await asyncio.sleep(0)
            slow.gate.set()
            await setting
            return page

    return asyncio.run(drive())


def test_c108_the_answer_waits_for_a_callback_that_speaks_of_it(slow: Slow) -> None:
    def sign(value: str) -> str:
        slow.wait()
        ctx.response.set_cookie("user", value)
        return "signed"

    page = change(app_that(sign), slow)
    assert "hx-stream" not in page.last.headers
    assert (page.last.headers["set-cookie"], page["o0"].text) == ("user=ada; Path=/; SameSite=Lax", "signed")


def test_c108_the_answer_waits_for_one_that_calls_such_a_function(slow: Slow) -> None:
    def sign(value: str) -> str:
        slow.wait()
        indirect(value)
        return "signed"

    assert change(app_that(sign), slow).last.headers["set-cookie"].startswith("user=ada")


def test_other_slow_answers_stream(slow: Slow) -> None:
    def work(value: str) -> str:
        slow.wait()
        return f"done {value}"

    page = change(app_that(work), slow)
    assert "hx-stream" in page.last.headers
    assert page["o0"].text == "done ada"


def test_c108_a_cookie_that_comes_too_late_is_an_error_in_sight(slow: Slow) -> None:
    """Nothing is lost without a word: here the code does not show that it speaks of the answer."""

    def sign(value: str) -> str:
        slow.wait()
        answer = getattr(ctx, "resp" + "onse")
        getattr(answer, "set_" + "cookie")("user", value)
        return "signed"

    app = app_that(sign)
    app.debug = True
    page = change(app, slow)
    assert "hx-stream" in page.last.headers
    assert "set-cookie" not in page.last.headers
    assert page["o0"].text == "signed"  # as it was
    assert "The cookie 'user' comes too late: this answer streams, and its headers have been sent." in page.errors[0]
    assert "write ctx.response in the callback itself" in page.errors[0]


def test_c108_a_generator_holds_up_no_cookie_and_no_answer(slow: Slow, part_made: Callable[[str], threading.Event]) -> None:
    first = part_made("one ada")

    def count(value: str) -> Iterator[str]:
        yield f"one {value}"
        while value == "ada" and not ctx.cancelled and not first.wait(0.01):
            pass
        yield f"two {value}"

    def sign(value: str) -> str:
        ctx.response.set_cookie("user", value)
        return "signed"

    with Client(app_that(count, sign)) as client:
        page = client.get("/")
        page["a"].value = "ada"
        assert "hx-stream" in page.last.headers
        assert page.last.headers["set-cookie"].startswith("user=ada")
        assert (page["o0"].text, page["o1"].text) == ("two ada", "signed")


def test_c109_a_stream_has_the_timings_that_were_recorded_before_it_began(slow: Slow) -> None:
    def work(value: str) -> str:
        slow.wait()
        ctx.record_timing("late", 1)
        return f"done {value}"

    page = change(app_that(work), slow)
    assert (page["o0"].text, page.errors) == ("done ada", [])
    assert "server-timing" not in page.last.headers


# -- timings -------------------------------------------------------------------------------------------------------------


def test_c109_timings_go_into_a_server_timing_header() -> None:
    def work(value: str) -> str:
        ctx.record_timing("db", 0.25, 'the "big" one')
        ctx.record_timing("cpu", 0.0016)
        return repr(ctx.timing_information)

    with Client(app_that(work)) as client:
        page = client.get("/")
        assert page.last.headers["server-timing"] == 'db;desc="the \\"big\\" one";dur=250, cpu;dur=2'
        assert page["o0"].text == "{'db': {'dur': 250, 'desc': 'the \"big\" one'}, 'cpu': {'dur': 2, 'desc': None}}"


def test_c109_a_name_twice_is_a_key_error_within_one_call() -> None:
    """Several callbacks share an answer here, so each call has its own names."""

    def once(value: str) -> str:
        ctx.record_timing("db", 0.1)
        return "fine"

    def twice(value: str) -> str:
        ctx.record_timing("db", 0.2)
        ctx.record_timing("db", 0.3)
        return "never"

    app = app_that(once, twice)
    app.debug = True
    with Client(app) as client:
        page = client.get("/")
        assert (page["o0"].text, page["o1"].text) == ("fine", "")
        assert "KeyError" in page.errors[0] and "Duplicate resource name 'db' found." in page.errors[0]
        assert sorted(page.last.headers["server-timing"].split(", ")) == ["db;dur=100", "db;dur=200"]


def test_timings_never_make_a_header_that_a_proxy_refuses() -> None:
    answer = Answer()
    for i in range(2500):
        answer.add_timing(f"n{i}", 1, "x" * 50)
    [(name, value)] = answer.send()
    assert name == b"server-timing"
    assert 3000 < len(value) <= 4000


# -- what is refused -----------------------------------------------------------------------------------------------------

WHEN = datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))
COOKIES: dict[str, tuple[dict[str, Any], str]] = {
    "value in quotes": ({"value": 'a"b;c,d e\\'}, SimpleCookie({"k": 'a"b;c,d e\\'})["k"].OutputString() + "; Path=/; SameSite=Lax"),
    "seconds": ({"value": "v", "max_age": 60}, "k=v; Max-Age=60; Path=/; SameSite=Lax"),
    "time": ({"value": "v", "max_age": timedelta(minutes=2)}, "k=v; Max-Age=120; Path=/; SameSite=Lax"),
    "date": ({"value": "v", "expires": WHEN}, "k=v; Expires=Wed, 02 Jan 2030 02:04:05 GMT; Path=/; SameSite=Lax"),
    "date without zone": ({"value": "v", "expires": WHEN.astimezone(UTC).replace(tzinfo=None)}, "k=v; Expires=Wed, 02 Jan 2030 02:04:05 GMT; Path=/; SameSite=Lax"),
    "timestamp": ({"value": "v", "expires": WHEN.timestamp()}, "k=v; Expires=Wed, 02 Jan 2030 02:04:05 GMT; Path=/; SameSite=Lax"),
    "all": (
        {"value": "v", "path": "/x", "domain": "a.example", "secure": True, "httponly": True, "samesite": "None", "partitioned": True},
        "k=v; Domain=a.example; Path=/x; SameSite=None; Secure; HttpOnly; Partitioned",
    ),
    "left to the browser": ({"value": "v", "samesite": None, "path": None}, "k=v"),
    "host": ({"key": "__Host-k", "value": "v", "secure": True}, "__Host-k=v; Path=/; SameSite=Lax; Secure"),
}


@pytest.mark.parametrize(("given", "expected"), COOKIES.values(), ids=COOKIES.keys())
def test_a_cookie_is_written(given: dict[str, Any], expected: str) -> None:
    answer = Answer()
    answer.set_cookie(**{"key": "k", **given})
    assert answer.send() == [(b"set-cookie", expected.encode())]


BAD: dict[str, tuple[Callable[[Answer], Any], str]] = {
    "cookie name with a line end": (lambda a: a.set_cookie("a\r\nX: y"), "'a\\r\\nX: y' cannot be the name of a cookie."),
    "cookie name with '='": (lambda a: a.set_cookie("a=b"), "'a=b' cannot be the name of a cookie."),
    "empty cookie name": (lambda a: a.set_cookie(""), "'' cannot be the name of a cookie."),
    "cookie name that is no text": (lambda a: a.set_cookie(5), "5 cannot be the name of a cookie."),  # type: ignore[arg-type]
    "cookie value with a line end": (lambda a: a.set_cookie("k", "a\nSet-Cookie: x=y"), "The cookie 'k' has the value 'a\\nSet-Cookie: x=y', which no cookie can hold."),
    "cookie value beyond latin-1": (lambda a: a.set_cookie("k", "€"), "The cookie 'k' has the value '€', which no cookie can hold."),
    "cookie value that is no text": (lambda a: a.set_cookie("k", {"a": 1}), "The cookie 'k' has the value {'a': 1}, a dict."),  # type: ignore[arg-type]
    "path that adds attributes": (lambda a: a.set_cookie("k", path="/; Domain=evil"), "The cookie 'k' has the Path '/; Domain=evil'."),
    "domain with a line end": (lambda a: a.set_cookie("k", domain="a\r\nb"), "The cookie 'k' has the Domain 'a\\r\\nb'."),
    "expires with a line end": (lambda a: a.set_cookie("k", expires="now\r\n"), "The cookie 'k' has the Expires 'now\\r\\n'."),
    "samesite": (lambda a: a.set_cookie("k", samesite="maybe"), "The cookie 'k' has samesite='maybe'."),
    "samesite none, not secure": (lambda a: a.set_cookie("k", samesite="none"), "The cookie 'k' has samesite=\"none\", so browsers take it only with secure=True."),
    "partitioned, not secure": (lambda a: a.set_cookie("k", partitioned=True), "The cookie 'k' has partitioned=True, so browsers take it only with secure=True."),
    "__Secure-, not secure": (
        lambda a: a.set_cookie("__Secure-k"),
        "The cookie '__Secure-k' has a name that begins with '__Secure-', so browsers take it only with secure=True.",
    ),
    "__Host- elsewhere": (
        lambda a: a.set_cookie("__Host-k", secure=True, path="/x"),
        "The cookie '__Host-k' has a name that begins with '__Host-', so browsers take it only for the whole of this host.",
    ),
    "cookie too long": (lambda a: a.set_cookie("k", "x" * 4100), "The cookie 'k' takes 4124 bytes; browsers drop what is over 4096."),
    "header name with a line end": (lambda a: a.set_header("X\r\nY", "v"), "'X\\r\\nY' cannot be the name of a header."),
    "header name with a blank": (lambda a: a.append_header("X Y", "v"), "'X Y' cannot be the name of a header."),
    "header name that is no text": (lambda a: a.set_header(5, "v"), "5 cannot be the name of a header."),  # type: ignore[arg-type]
    "header value with a line end": (lambda a: a.set_header("X", "a\r\nSet-Cookie: x=y"), "The header 'X' has the value 'a\\r\\nSet-Cookie: x=y', with a line end or another control character."),
    "header value with a control of latin-1": (lambda a: a.set_header("X", "a\x85b"), "The header 'X' has the value 'a\\x85b', with a line end or another control character."),
    "header value beyond latin-1": (lambda a: a.headers.append("X", "€"), "The header 'X' has the value '€', which no header can hold."),
    "Set-Cookie by hand": (lambda a: a.set_header("set-cookie", "x=y"), "The header 'Set-Cookie' is not set by hand."),
    "a header of ours": (lambda a: a.set_header("Content-Length", "0"), "The header 'Content-Length' belongs to hxdash: without it the page could not read the answer."),
    "a header for htmx": (lambda a: a.set_header("HX-Redirect", "//evil"), "The header 'HX-Redirect' belongs to hxdash: without it the page could not read the answer."),
    "timing name": (lambda a: a.add_timing("a\r\nb", 1, None), "'a\\r\\nb' cannot be the name of a timing."),
}


@pytest.mark.parametrize(("ask", "what"), BAD.values(), ids=BAD.keys())
def test_nothing_can_end_its_line_or_be_dropped_by_the_browser(ask: Callable[[Answer], Any], what: str) -> None:
    answer = Answer()
    with pytest.raises(ResponseException) as caught:
        ask(answer)
    assert (caught.value.what, bool(caught.value.fix)) == (what, True)
    assert answer.send() == []


def test_a_description_cannot_end_its_line() -> None:
    answer = Answer()
    answer.add_timing("a", 1, 'x\r\ny"\\€')
    assert answer.send() == [(b"server-timing", b'a;desc="x  y\\"\\\\?";dur=1')]


def test_headers_are_a_mapping_of_names_in_any_case() -> None:
    headers = Answer().headers
    headers["X-One"], headers["x-two"] = "1", "2"
    headers["x-one"] = "3"
    assert (dict(headers), len(headers), headers["X-ONE"], "x-TWO" in headers) == ({"x-two": "2", "x-one": "3"}, 2, "3", True)
    with pytest.raises(KeyError):
        del headers["x-none"]


def test_a_bad_cookie_is_an_error_box_that_names_it() -> None:
    app = app_that(lambda value: ctx.response.set_cookie("k", "a\r\nb"))
    app.debug = True
    with Client(app) as client:
        page = client.get("/")
        assert "set-cookie" not in page.last.headers
        assert "The cookie 'k' has the value" in page.errors[0]


def test_an_answer_of_which_nobody_asks_anything_has_no_further_headers() -> None:
    with Client(app_that(lambda value: value)) as client:
        assert not {"set-cookie", "server-timing"} & client.get("/").last.headers.keys()


# -- the status of a page ------------------------------------------------------------------------------------------------


def guard(value: str) -> str:
    if value == "0":
        ctx.response.status_code = 404
    return f"nothing at {value}"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_page_may_say_that_there_is_nothing(javascript: bool) -> None:
    with Client(app_that(guard)) as client:
        page = client.get("/", javascript=javascript, status=404)
        assert page["o0"].text == "nothing at 0"
        page["a"].value = "1"
        if not javascript:
            page.apply()
        assert page["o0"].text == "nothing at 1"
        assert page.last.status == 200


def test_an_update_is_no_page() -> None:
    def late(value: str) -> str:
        ctx.response.status_code = 404 if value == "1" else 200
        return value

    with Client(app_that(late)) as client:
        page = client.get("/")
        page["a"].value = "1"
        assert (page["o0"].text, page.last.status) == ("1", 200)


@pytest.mark.parametrize("status", [100, 204, 302, 600, "404", True, None, 404.0])
def test_a_status_that_is_none_of_a_page_is_an_error(status: Any) -> None:
    with pytest.raises(ResponseException, match="status of a page"):
        Answer().status_code = status
