"""The test client itself: it must do what a browser does, and refuse what a user could not do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from fastapi import FastAPI, Request

from hxdash import ALL, MATCH, Dash, Input, Output, State, ctx, dcc, html
from hxdash.exceptions import DashException
from hxdash.testing import AsyncClient, Client, Impossible, Refused
from hxdash.testing.controls import controls, enter, read
from hxdash.testing.document import Document
from hxdash.testing.events import form_fields
from hxdash.testing.tree import parse

KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU"
CITIES = [{"label": "New York", "value": "NYC"}, {"label": "Montréal", "value": "MTL"}, {"label": "Oslo", "value": 3, "disabled": True}]


def app_of(*layout: Any, **settings: Any) -> Dash:
    return Dash(__name__, secret_key=KEY, layout=html.Div(list(layout)), **settings)


def echo() -> Dash:
    app = app_of(dcc.Input(id="name", value="you"), html.Div(id="greeting"), title="Greeter")

    @app.callback(Output("greeting", "children"), Input("name", "value"))
    def greet(name: str) -> str:
        return f"Hello, {name}"

    return app


def form() -> Dash:
    """One of every control, all read by one button."""
    app = app_of(
        dcc.Input(id="text", value="a", n_submit=0),
        dcc.Input(id="number", type="number", value=1.5, min=0, max=10),
        dcc.Input(id="off", value="fixed", disabled=True),
        dcc.Input(id="short", value="", maxLength=3),
        dcc.Textarea(id="area", value="x\ny"),
        dcc.RadioItems(CITIES, "MTL", id="radio"),
        dcc.Checklist(["a", "b", "c", 4], ["b"], id="list"),
        html.Button("Go", id="go"),
        html.Pre(id="seen"),
    )
    states = [State(id, "value") for id in ("text", "number", "off", "short", "area", "radio", "list")]

    @app.callback(Output("seen", "children"), Input("go", "n_clicks"), Input("text", "n_submit"), states, prevent_initial_call=True)
    def show(clicks: int, enters: int, *values: Any) -> str:
        return repr([clicks, enters, *values])

    return app


def test_set_posts_once_and_shows_the_answer() -> None:
    with Client(echo()) as client:
        page = client.get("/")
        assert (page.title, page["greeting"].text, page.calls, page.requests) == ("Greeter", "Hello, you", ["greet"], [])
        page["name"].value = "<Ada>"
        assert page["greeting"].html == '<div id="greeting">Hello, &lt;Ada&gt;</div>'
        assert (page.calls, len(page.requests)) == (["greet"], 1)
        assert page.last.sent("_t") == ["name.value"]
        assert page.last.sent("v:name.value") == ["<Ada>"]
        assert page.set("name", "<Ada>").calls == []  # nothing changed
        assert len(page.requests) == 1


def test_a_chain_runs_in_one_request() -> None:
    app = app_of(dcc.Input(id="a", type="number", value=1), html.Div(id="b"), html.Div(id="c"))

    @app.callback(Output("b", "children"), Input("a", "value"))
    def double(a: int) -> int:
        return 2 * a

    @app.callback(Output("c", "children"), Input("b", "children"))
    def describe(b: int) -> str:
        return f"{b}!"

    with Client(app) as client:
        page = client.get("/").set("a", 21)
        assert (page["b"].text, page["c"].text, page["a"].value) == ("42", "42!", 21)
        assert (page.calls, len(page.requests)) == (["double", "describe"], 1)


def test_values_have_their_types() -> None:
    with Client(form()) as client:
        page = client.get("/")
        page.set("list", ["c", 4, "a"]).set("radio", "NYC").set("number", 2).set("area", "1\n2").set("text", "").set("short", "abc")
        assert page.requests == []  # nothing of it is an Input
        page.click("go")
        assert page["seen"].text == "[1, 0, '', 2, 'fixed', 'abc', '1\\n2', 'NYC', ['c', 4, 'a']]"
        assert (page["list"].value, page["radio"].value, page["number"].value) == (["c", 4, "a"], "NYC", 2)


def test_the_order_of_clicks_is_posted() -> None:
    with Client(form()) as client:
        page = client.get("/").set("list", ["c", "b"]).click("go")
        assert page.last.sent("v:list.value") == ["c", "b"]
        page.set("list", ["c", "b", "a"]).set("list", []).click("go")
        assert page.last.sent("v:list.value") == []


def test_three_clicks_are_three_requests() -> None:
    with Client(form()) as client:
        page = client.get("/")
        for _ in range(3):
            page.click("go")
        assert [request.sent("n:go.n_clicks") for request in page.requests] == [["1"], ["2"], ["3"]]
        assert page["go"].counters == {"n_clicks": 3}
        assert page.submit("text")["seen"].text.startswith("[3, 1, 'a', 1.5")


def test_text_that_is_no_number_is_posted_empty() -> None:
    with Client(form()) as client:
        page = client.get("/").set("number", "1e").click("go")
        assert page.last.sent("v:number.value") == [""]
        assert "None" in page.set("number", 11).click("go")["seen"].text  # beyond max: the browser posts it, the server says None
        assert page.last.sent("v:number.value") == ["11"]


IMPOSSIBLE: dict[str, tuple[Callable[[Any], Any], str]] = {
    "no such id": (lambda p: p.set("nunber", 1), "No element has the id 'nunber'; did you mean 'number'?"),
    "no such component": (lambda p: p["raido"], "No element has the id 'raido'; did you mean 'radio'?"),
    "no such option": (lambda p: p.set("radio", "NYV"), "'NYV' is not among the options of 'radio'; did you mean 'NYC'?"),
    "no option at all": (lambda p: p.set("radio", 7), "7 is not among the options of 'radio'; they are 'NYC', 'MTL', 3"),
    "other type": (lambda p: p.set("list", ["4"]), "'4' is not among the options of 'list'; did you mean 4?"),
    "disabled option": (lambda p: p.set("radio", 3), "The option 3 of 'radio' is disabled."),
    "choice taken back": (lambda p: p.set("radio", None), "Nobody can take back a choice in 'radio'."),
    "no list": (lambda p: p.set("list", "a"), "'list' takes a list of values, not 'a'."),
    "disabled": (lambda p: p.set("off", "x"), "'off' is disabled."),
    "too long": (lambda p: p.set("short", "abcd"), "'short' takes 3 characters at most, 'abcd' has 4."),
    "no control": (lambda p: p.set("seen", "x"), "'seen' is no control: nothing in it has a value."),
    "nothing to read": (lambda p: p["go"].value, "'go' holds no value; its text is 'Go'."),
    "no graph": (lambda p: p["go"].figure, "'go' is no Graph."),
    "apply": (lambda p: p.apply(), "A page with JavaScript has no Apply: every change is sent at once."),
}


@pytest.mark.parametrize("act, text", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_a_user_cannot_do_is_refused(act: Callable[[Any], Any], text: str) -> None:
    with Client(form()) as client:
        page = client.get("/")
        with pytest.raises(Impossible) as caught:
            act(page)
        assert str(caught.value) == text
        assert page.requests == []


def test_force_lets_the_server_refuse() -> None:
    app = app_of(dcc.RadioItems(CITIES, "MTL", id="radio"), html.Div(id="out"))

    @app.callback(Output("out", "children"), Input("radio", "value"))
    def show(value: str) -> str:
        return value

    with Client(app) as client:
        page = client.get("/").set("radio", "Rome", force=True)
        assert (page.last.status, page.calls, page["out"].text) == (422, [], "MTL")
        assert page.errors == ["This change was refused (422)."]
        assert [o["value"] for o in page["radio"].options] == ["NYC", "MTL", 3]
        assert page.set("radio", "NYC").errors == []
        assert page.set("radio", "NYC").calls == []  # chosen already
        page.document.named("_p")[0].value = "forged"
        with pytest.raises(Refused) as caught:
            page.set("radio", "MTL")
        assert caught.value.status == 400


def test_set_many_is_one_request() -> None:
    app = app_of(dcc.Input(id="a", value=""), dcc.Input(id="b", value=""), html.Div(id="out"))

    @app.callback(Output("out", "children"), Input("a", "value"), Input("b", "value"))
    def both(a: str, b: str) -> str:
        return f"{a}{b} {[t['prop_id'] for t in ctx.triggered]}"

    with Client(app) as client:
        page = client.get("/").set_many({"a": "1", "b": "2"})
        assert (page["out"].text, len(page.requests)) == ("12 ['a.value', 'b.value']", 1)


def test_inserted_components_call_back_and_leave() -> None:
    app = app_of(html.Button("Add", id="add"), html.Div(id="box"), html.Div(id="sum"))

    @app.callback(Output("box", "children"), Input("add", "n_clicks"))
    def fill(clicks: int | None) -> Any:
        return [
            html.Div([dcc.Input(id={"row": i}, type="number", value=i), html.B(id={"twice": "x", "row": i})]) for i in range((clicks or 0) % 4)
        ]

    @app.callback(Output({"twice": "x", "row": MATCH}, "children"), Input({"row": MATCH}, "value"))
    def twice(value: int) -> int:
        return 2 * value

    @app.callback(Output("sum", "children"), Input({"row": ALL}, "value"))
    def total(values: list[int]) -> int:
        return sum(values)

    with Client(app) as client:
        page = client.get("/").click("add").click("add").click("add")
        page[{"row": 1}].value = 50
        assert (page[{"row": 1, "twice": "x"}].text, page["sum"].text) == ("100", "52")
        assert sorted(page.calls) == ["total", "twice"]
        assert page.document.named('s:{"row":1}')
        page.click("add")
        assert {"row": 1} not in page
        assert not page.document.named('s:{"row":1}')


def test_a_slow_answer_comes_in_parts(monkeypatch: pytest.MonkeyPatch, part_made: Callable[[str], threading.Event]) -> None:
    app, sent = app_of(dcc.Input(id="in", value=""), html.Div(id="fast"), html.Div(id="slow")), part_made(">x<")

    @app.callback(Output("fast", "children"), Input("in", "value"))
    def fast(value: str) -> str:
        return value

    @app.callback(Output("slow", "children"), Input("in", "value"))
    def slow(value: str) -> str:
        assert not value or sent.wait(20)
        return value.upper()

    monkeypatch.setattr("hxdash.routes.PLAIN_FOR", 0)
    with Client(app) as client:
        page = client.get("/").set("in", "x")
        assert "HX-Stream" in page.last.headers
        assert len(page.last.parts) == 2
        assert (page["fast"].text, page["slow"].text, page.calls) == ("x", "X", ["fast", "slow"])


def test_a_failing_callback_leaves_an_error_box_until_it_works() -> None:
    app = app_of(dcc.Input(id="in", type="number", value=1), html.Div(id="out"), debug=True)

    @app.callback(Output("out", "children"), Input("in", "value"))
    def divide(value: int) -> float:
        return 1 / value

    with Client(app) as client:
        page = client.get("/").set("in", 0)
        assert len(page.errors) == 1
        assert page.errors[0].startswith("ZeroDivisionError division by zero")
        assert (page.calls, page["out"].text) == (["divide"], "1.0")
        assert page.set("in", 2).errors == []
        assert page["out"].text == "0.5"


def test_a_page_without_javascript_is_one_form() -> None:
    with Client(form()) as client:
        page = client.get("/", javascript=False)
        page.set("text", "Ada").set("list", ["c", "a"]).set("area", "1\n2")
        assert page.requests == []
        page.click("go")
        assert page.last.sent("v:area.value") == ["1\r\n2"]
        assert page.last.sent("v:off.value") == []
        assert page["seen"].text.startswith("[1, 0, 'Ada', 1.5")
        assert page["text"].value == "Ada"
        assert page.calls == ["show"]
        with pytest.raises(Impossible, match="only a button sends something"):
            page.click("seen")


def test_apply_sends_the_form_without_javascript() -> None:
    with Client(echo()) as client:
        page = client.get("/", javascript=False).set("name", "Ada").apply()
        assert (page["greeting"].text, page["name"].value, page.calls) == ("Hello, Ada", "Ada", ["greet", "greet"])
        assert page.set("name", "Bob").submit("name")["greeting"].text == "Hello, Bob"
        assert page.calls == ["greet"]


def test_graphs_are_read_with_their_arrays() -> None:
    app = app_of(dcc.Input(id="n", type="number", value=2), dcc.Graph(id="graph"))

    @app.callback(Output("graph", "figure"), Input("n", "value"))
    def draw(n: int) -> Any:
        return go.Figure(go.Heatmap(z=np.arange(2 * n).reshape(2, n), x=["</script>"] * n), layout={"title": {"text": f"{n}"}})

    with Client(app) as client:
        page = client.get("/")
        assert page["graph"].figure["data"][0]["z"] == [[0, 1], [2, 3]]
        page["n"].value = 3
        figure = page["graph"].figure
        assert (figure["data"][0]["z"], figure["data"][0]["x"][0]) == ([[0, 1, 2], [3, 4, 5]], "</script>")
        assert (figure["layout"]["title"]["text"], page["graph"].attributes["aria-label"]) == ("3", "3")


def test_an_interval_ticks_until_its_limit() -> None:
    app = app_of(dcc.Interval(id="clock", max_intervals=2), html.Div(id="out"))

    @app.callback(Output("out", "children"), Input("clock", "n_intervals"))
    def show(n: int) -> int:
        return n

    with Client(app) as client:
        page = client.get("/").tick("clock").tick("clock")
        assert (page["out"].text, page.calls) == ("2", ["show"])
        assert page.tick("clock").calls == []


def test_an_answer_sets_controls_and_attributes() -> None:
    app = app_of(
        html.Button("Reset", id="reset"), dcc.Input(id="text", value="a"), dcc.Checklist([1, 2, 3], id="list"), html.P(id="p"), dcc.Input(id="other")
    )

    @app.callback(
        Output("text", "value"), Output("list", "value"), Output("p", "style"), Output("other", "disabled"),
        Input("reset", "n_clicks"), State("text", "value"), State("list", "value"), State("other", "value"), prevent_initial_call=True,
    )  # fmt: skip
    def reset(clicks: int, text: str, chosen: list[int], other: str) -> Any:
        return "b", [3, 1], {"display": "none"}, True

    with Client(app) as client:
        page = client.get("/").set("text", "typed").set("list", [2]).set("other", "kept").click("reset")
        assert (page["text"].value, page["list"].value, page["other"].value) == ("b", [3, 1], "kept")
        assert (page["p"].attributes["style"], page["other"].attributes["disabled"]) == ("display:none", "")
        with pytest.raises(Impossible, match="'p' is hidden"):
            page.click("p")


def test_dropdowns_and_sliders_are_set_by_value() -> None:
    app = app_of(
        dcc.Dropdown(CITIES, "NYC", id="one"), dcc.Dropdown(["a", "b", 4], id="many", multi=True), dcc.Dropdown(["a"], "a", id="must", clearable=False),
        dcc.Slider(0, 10, 2, id="slider"), dcc.Slider(0, 10, None, marks={0: "", 5: "five"}, value=0, id="marked"), html.Div(id="out"),
    )  # fmt: skip

    @app.callback(Output("out", "children"), [Input(i, "value") for i in ("one", "many", "must", "slider", "marked")], Input("slider", "drag_value"))
    def show(*values: Any) -> str:
        return repr(values[:5])

    with Client(app) as client:
        page = client.get("/")
        assert [page[i].value for i in ("one", "many", "slider", "marked")] == ["NYC", None, None, 0]
        assert page["one"].options == [*CITIES[:2], CITIES[2]]
        assert page["slider"].read("value") is None
        page.set("one", None).set("many", [4, "a"]).set("slider", 0)
        assert page["out"].text == "(None, [4, 'a'], 'a', 0, 0)"
        assert page.last.sent("_t") == ["slider.drag_value", "slider.value"]
        assert page.set("many", [])["many"].value == []
        assert page.drag("slider", 6).last.sent("_t") == ["slider.drag_value"]
        for id, value, text in [
            ("slider", 3, "'slider' cannot stand at '3': it goes from 0 to 10 in steps of 2."),
            ("slider", 11, "'slider' cannot stand at '11': it goes from 0 to 10 in steps of 2."),
            ("marked", 4, "'marked' cannot stand at '4': its marks are at 0, 5."),
            ("must", None, "Nobody can take back a choice in 'must'."),
            ("one", 3, "The option 3 of 'one' is disabled."),
        ]:
            with pytest.raises(Impossible) as caught:
                page.set(id, value)
            assert str(caught.value) == text


def test_it_works_under_another_app() -> None:
    api = FastAPI()
    api.mount("/dash", echo())

    @api.get("/health")
    async def health() -> str:
        return "fine"

    with Client(api, path="/dash/") as client:
        page = client.get("/").set("name", "Ada")
        assert (page["greeting"].text, page.last.url) == ("Hello, Ada", "http://localhost/dash/_hx")
        assert client.get("/", javascript=False).set("name", "Bob").apply()["greeting"].text == "Hello, Bob"
    with Client(api) as client:
        assert client.request("GET", "/health").json() == "fine"
        assert client.get("/dash")["greeting"].text == "Hello, you"
        with pytest.raises(Refused, match="404"):
            client.get("/nowhere")


def test_two_apps_in_one_process_do_not_meet() -> None:
    with Client(echo()) as one, Client(form()) as two:
        first, second = one.get("/"), two.get("/")
        second.click("go")
        first["name"].value = "Ada"
        assert (first.calls, second.calls) == (["greet"], ["show"])
        assert "seen" not in first


def test_async_client_is_awaited() -> None:
    async def story() -> None:
        async with AsyncClient(echo()) as client:
            page = await client.get("/")
            assert (await page.set("name", "Ada"))["greeting"].text == "Hello, Ada"
            assert (await client.request("POST", "/_hx", data={"_p": "forged"})).status_code == 400
            pages = await asyncio.gather(*(client.get("/") for _ in range(3)))
            await asyncio.gather(*(p.set("name", str(i)) for i, p in enumerate(pages)))
            assert [p["greeting"].text for p in pages] == ["Hello, 0", "Hello, 1", "Hello, 2"]
            assert [p.calls for p in pages] == [["greet"]] * 3
            with pytest.raises(TypeError, match=r"await page\.set"):
                page["name"].value = "Bob"

    asyncio.run(story())


def test_a_wrong_app_fails_when_the_client_opens() -> None:
    app = app_of(html.Div(id="out"))
    app.callback(Output("uot", "children"), Input("out", "n_clicks"))(lambda n: n)
    with pytest.raises(DashException, match="uot"), Client(app):
        pass


def test_lifespans_run_and_give_state() -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, str]]:
        seen.append("up")
        yield {"word": "state"}
        seen.append("down")

    api = FastAPI(lifespan=lifespan)

    @api.get("/word")
    async def word(request: Request) -> str:
        return request.state.word

    with pytest.raises(ZeroDivisionError), Client(api) as client:
        assert (client.request("GET", "/word").json(), seen) == ("state", ["up"])
        raise ZeroDivisionError
    assert seen == ["up", "down"]


def test_a_lifespan_that_fails_is_heard() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        raise OSError("no database")
        yield

    with pytest.raises(OSError, match="no database"), Client(FastAPI(lifespan=lifespan)):
        pass


def test_an_app_may_do_without_lifespan() -> None:
    async def plain(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        await send({"type": "http.response.start", "status": 200, "headers": [(b"hx-stream", b"M")]})
        await send({"type": "http.response.body", "body": b"<p>whole</p><!--M-->cut"})

    with Client(plain) as client, pytest.raises(Refused, match="cut off"):
        client.get("/")


def test_a_closed_client_says_so() -> None:
    with pytest.raises(RuntimeError, match="with Client"):
        Client(echo()).get("/")
    with pytest.raises(RuntimeError, match="with AsyncClient"):
        asyncio.run(AsyncClient(echo()).get("/"))


def test_fields_are_left_links_not_followed() -> None:
    app = app_of(dcc.Input(id="in", n_blur=0), html.A("There", id="link", href="/there"), html.Div(id="out"), html.Div(html.B("in"), id="card"))

    @app.callback(Output("out", "children"), Input("in", "n_blur"), Input("card", "n_clicks"), prevent_initial_call=True)
    def show(left: int, clicks: int | None) -> str:
        return f"{left} {clicks}"

    with Client(app) as client:
        page = client.get("/").blur("in")
        assert (page["out"].text, page["in"].counters["n_blur"]) == ("1 None", 1)
        assert page.submit("in").calls == []
        assert page.click("card")["out"].text == "1 1"
        assert "There" in page.text
        assert repr(page["out"]) == '<div id="out">1 1</div>'
        with pytest.raises(Impossible, match="follow it with client"):
            page.click("link")
        page = client.get("/", javascript=False)
        assert page.blur("in").calls == []
        with pytest.raises(Impossible, match="nothing ticks"):
            page.tick("in")


def test_a_form_that_is_refused_raises() -> None:
    with Client(echo()) as client:
        page = client.get("/", javascript=False)
        page.document.named("_p")[0].value = "forged"
        with pytest.raises(Refused, match="400"):
            page.apply()


# -- the tree of elements ----------------------------------------------------------------------------------------------


def test_markup_is_read_as_a_browser_reads_it() -> None:
    root = parse('<svg><path d="M0"/><g></g></svg></b><br/>a<textarea>\n\nx</textarea><input type=checkbox><noscript><i>no</i></noscript>')
    assert root.html == '<svg><path d="M0"></path><g></g></svg><br>a<textarea>\n\nx</textarea><input type="checkbox"><noscript></noscript>'
    assert [n.value for n in root.walk() if n.tag in ("textarea", "input")] == ["\nx", "on"]
    assert parse("<noscript><i>no</i></noscript>", javascript=False).text == "no"
    assert parse("<ul><li>x</ul>y").html == "<ul><li>x</li></ul>y"


def test_text_reads_as_it_is_shown() -> None:
    html_text = "<p>a <b>b</b></p><p hidden>c</p><table><tr><td>1</td><td>2</td></tr>\n<tr><td>3</td></tr></table><script>4</script><pre>x\n  y</pre>"
    assert parse(html_text).text == "a b\n1\t2\n3\nx\n  y"


SWAPS = {
    "innerHTML": "<p><b>1</b></p>",
    "innerMorph": "<p><b>1</b></p>",
    "outerMorph": "<b>1</b>",
    "beforeend": "<p>0<b>1</b></p>",
    "afterbegin": "<p><b>1</b>0</p>",
    "beforebegin": "<b>1</b><p>0</p>",
    "afterend": "<p>0</p><b>1</b>",
    "delete": "",
    "none": "<p>0</p>",
}


@pytest.mark.parametrize("style", SWAPS)
def test_swap_puts_markup_in_its_place(style: str) -> None:
    document = Document("<div><p>0</p></div>", True)
    document.swap(document.tags("p")[0], style, parse("<b>1</b>"))
    assert document.root.html == f"<div>{SWAPS[style]}</div>"


def test_unknown_swap_style_is_an_error() -> None:
    document = Document("<p>0</p>", True)
    with pytest.raises(NotImplementedError, match="'wobble'"):
        document.swap(document.tags("p")[0], "wobble", parse("1"))


def test_morph_keeps_what_was_typed() -> None:
    fields = '<input name="a" value="1"><textarea name="b">1</textarea><input type="checkbox" name="c" value="x">'
    document = Document(f'<div id="d">{fields}</div>', True)
    a, b, c = (document.named(name)[0] for name in "abc")
    a.value, b.value, c.checked, c.touched = "typed", "typed", True, True
    new = f"<div id=d>{fields.replace('>1<', '>2<')}<input name=new value=n></div>"
    document.swap(document.ids()["d"], "outerMorph", parse(new))
    assert [document.named(n)[0].value for n in ("a", "b", "new")] == ["typed", "2", "n"]
    assert document.named("c")[0].checked
    document.swap(document.ids()["d"], "innerMorph", parse(fields))  # as somebody's children it starts anew
    assert [document.named(n)[0].value for n in ("a", "b")] == ["1", "1"] and not document.named("c")[0].checked


def test_styles_write_titles_attributes_and_lists() -> None:
    document = Document('<title>x</title><input id="c" type="checkbox"><select id="s"><option>1</option><option>2</option></select>', True)
    document.swap(document.tags("title")[0], "title", parse('"y"'))
    document.swap(document.ids()["c"], "attrs", parse('{"checked":true,"class":"k","id":"c"}'))
    document.swap(document.ids()["s"], "value", parse('"2"'))
    assert (document.tags("title")[0].content, read(document.ids()["c"]), read(document.ids()["s"])) == ("y", True, 2)
    document.swap(document.ids()["c"], "attrs", parse('{"checked":null}'))
    assert not read(document.ids()["c"])


NATIVE = """<div id=w><form id=hx>
<input id=check type=checkbox name=v:check.value value=yes><input id=date type=date name=v:date.value><input id=secret type=hidden name=v:secret.value value=1>
<select id=one name=v:one.value><option value=a>A<option value=b disabled>B</option></select><input id=fixed name=v:fixed.value readonly>
<select id=many multiple name=v:many.value><option value=1>A</option><option value=2>B</option></select>
<div id=two><input type=range name=v:two.value min=0 max=1 step=0.1 value=.26><input type=range name=v:two.value min=-5 max=5 value=9></div>
<fieldset disabled><textarea id=off name=v:off.value></textarea></fieldset></form></div>""".replace(">A<option", ">A</option><option")


def test_native_controls_hold_python_values() -> None:
    document = Document(NATIVE, False)
    ids = document.ids()
    assert [read(ids[i]) for i in ("check", "date", "one", "many", "two")] == [False, "", "a", [], [0.3, 5]]
    for id, value in [("check", True), ("date", "2026-11-22"), ("many", [2, 1]), ("two", [0.7, -2]), ("one", "a")]:
        enter(ids[id], "value", value)
    assert [read(ids[i]) for i in ("check", "date", "one", "many", "two")] == [True, "2026-11-22", "a", [1, 2], [0.7, -2]]
    assert [value for _, value in form_fields(document, ids["hx"], None)] == ["yes", "2026-11-22", "1", "a", "", "1", "2", "0.7", "-2"]
    assert enter(ids["one"], "value", "z", force=True) == controls(ids["one"])
    assert read(ids["one"]) == "z"


@pytest.mark.parametrize(
    "id, value, text",
    [
        ("date", "22.11.2026", "'22.11.2026' is no date (YYYY-MM-DD)."),
        ("one", "c", "'c' is not among the options of 'one'; they are 'a', 'b'"),
        ("one", "b", "The option 'b' of 'one' is disabled."),
        ("two", 1, "'two' has 2 fields, 1 values were given."),
        ("off", "x", "'off' is disabled."),
        ("fixed", "x", "'fixed' is read-only."),
        ("secret", "x", "'secret' is hidden."),
    ],
)
def test_native_controls_refuse(id: str, value: Any, text: str) -> None:
    with pytest.raises(Impossible) as caught:
        enter(Document(NATIVE, True).ids()[id], "value", value)
    assert str(caught.value) == text
