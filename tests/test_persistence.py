"""Persistence (SEMANTICS.md 1o, C200-C204): what a user set in a component is there again with the next page, before anything is shown."""

import logging
import re
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from hxdash import MATCH, Dash, Input, Output, Patch, State, dcc, html, set_props
from hxdash.component import Component
from hxdash.exceptions import DashException
from hxdash.markup import element
from hxdash.persistence import LIMIT, Stored, over, persisted, read_entries, write_entries
from hxdash.testing import Client

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
CONTROLS = {
    "text": (lambda **p: dcc.Input(value="Ada", **p), "Grace"),
    "emptied": (lambda **p: dcc.Input(value="Ada", **p), ""),
    "number": (lambda **p: dcc.Input(type="number", value=1, min=0, max=9, **p), 7),
    "lines": (lambda **p: dcc.Textarea(value="one", **p), 'two\n; = & + % "ü" €\n\nthree'),
    "one of": (lambda **p: dcc.RadioItems(["1", 1, True], value="1", **p), True),
    "some of": (lambda **p: dcc.Checklist(["a", "b", "c"], value=["b"], **p), ["a", "c"]),
    "none of": (lambda **p: dcc.Checklist(["a", "b", "c"], value=["b"], **p), []),
    "choice": (lambda **p: dcc.Dropdown(["x", 2], **p), 2),
    "cleared": (lambda **p: dcc.Dropdown(["x", 2], value="x", **p), None),
    "choices": (lambda **p: dcc.Dropdown(["x", 2, "2"], multi=True, **p), [2, "2"]),
    "slider": (lambda **p: dcc.Slider(0, 10, 0.5, **p), 2.5),
}


def app_of(*components, seen=None, **more):
    """An app that says what initial callbacks are called with, as text on the page and in `seen`."""
    app = Dash("persistence", suppress_callback_exceptions=True, **more)
    app.layout = html.Div([*components, html.P(id="out")])
    ids = [c.id for c in components if getattr(c, "id", None) not in (None, "box") and c.has_prop("value")]

    @app.callback(Output("out", "children"), *[Input(id, "value") for id in ids])
    def show(*values):
        if seen is not None:
            seen.append(values)
        return repr(list(values))

    return app


def enter(page, javascript, **values):
    for id, value in values.items():
        page[id].value = value
    if not javascript:
        page.apply()


# -- C200: kept and restored -------------------------------------------------------------------------------------------


@WITH_AND_WITHOUT
@pytest.mark.parametrize("place", ["local", "session"])
@pytest.mark.parametrize("kind", CONTROLS)
def test_c200_what_was_set_is_in_the_next_page(kind, place, javascript):
    """C200, C202: whatever the control, the first HTML shows it and the initial callback was called with it; no request follows."""
    make, value = CONTROLS[kind]
    with Client(app_of(make(id="it", persistence=True, persistence_type=place))) as client:
        enter(client.get("/", javascript=javascript), javascript, it=value)
        page = client.get("/", javascript=javascript)
        assert page["it"].value == value
        assert page["out"].text == repr([value])
        assert page.requests == []


@WITH_AND_WITHOUT
def test_c200_the_order_of_clicks_comes_back(javascript):
    """C200: a list comes back in the order of the clicks (without JavaScript: of the options), and goes on from there."""
    with Client(app_of(dcc.Checklist(["a", "b", "c"], id="it", value=[], persistence=True))) as client:
        enter(client.get("/", javascript=javascript), javascript, it=["c", "a"])
        page = client.get("/")
        assert page["it"].value == (["c", "a"] if javascript else ["a", "c"])
        page["it"].value = [*page["it"].value, "b"]
        assert client.get("/")["it"].value == (["c", "a", "b"] if javascript else ["a", "c", "b"])


@WITH_AND_WITHOUT
def test_c200_needs_no_callback(javascript):
    """C200: what no callback reads is kept as well."""
    parts = [dcc.Input(id="text", persistence=True), dcc.Checklist(["a", "b"], id="some", value=["a"], persistence=True)]
    parts += [dcc.Dropdown(["a", "b"], id="one", persistence=True), dcc.Textarea(id="off", value="as it is", disabled=True, persistence=True)]
    app = app_of(dcc.Input(id="other", value=""))
    app.layout.children += parts
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        enter(page, javascript, text="typed", some=[], one="b")
        assert page["text"].value == "typed"
        page = client.get("/", javascript=javascript)
        assert (page["text"].value, page["some"].value, page["one"].value, page["off"].value) == ("typed", [], "b", "as it is")
        assert page["out"].text == "['']"
        enter(page, javascript, other="x")
        assert (page["text"].value, page["some"].value) == ("typed", [])


def test_c200_page_without_any_callback():
    """C200: nor does it need callbacks at all."""
    app = Dash("persistence", layout=html.Div([dcc.Input(id="it", persistence=True)]))
    with Client(app) as client:
        client.get("/")["it"].value = "typed"
        assert client.get("/")["it"].value == "typed"


def test_c200_each_id_prop_and_persistence_value_has_its_own():
    """C200: ids (of dicts too), persistence values and their types do not mix."""
    ids = ["a", "b", {"n": 1}, {"n": "1"}]
    keys = {key for id in ids for p in (True, "True", 1, "1") for key in persisted(dcc.Input(id=id, persistence=p)).values()}
    keys |= set(persisted(dcc.Input(id="a", persistence=True, persistence_type="session")).values())
    assert len(keys) == 4 * 4 + 1
    app = app_of(dcc.Input(id="a", persistence=True), dcc.Input(id={"n": 1}, persistence=True), dcc.Input(id={"n": "1"}, persistence=True))
    with Client(app) as client:
        client.get("/").set({"n": 1}, "typed")
        assert client.get("/")["out"].text == "[None, 'typed', None]"


class Span(Component):
    """Somebody's own component: two props, each with a field of its own; it only declares what is to be kept."""

    browser_props: ClassVar[frozenset[str]] = frozenset({"low", "high"})
    id: Any = None
    low: str | None = None
    high: str | None = None
    persistence: Any = None
    persisted_props: Any = ("low", "high")
    persistence_type: str = "session"

    def markup(self, page):
        fields = [element("input", {**page.name(self, prop), "value": self.prop(prop)}, "") for prop in ("low", "high")]
        return element("div", {**self.outer(), **page.wire(self, {"low": "input", "high": "change"}, "wrapper")}, "".join(fields))


@WITH_AND_WITHOUT
def test_c200_a_component_of_ones_own_only_declares_it(javascript):
    """C200: class attributes are enough, for several props as well; persisted_props chooses among them."""
    app = Dash("persistence")
    spans = [Span(id="both", low="1", high="2", persistence=True), Span(id="one", low="1", high="2", persistence=True, persisted_props=["high"])]
    app.layout = html.Div([*spans, html.P(id="out")])
    app.callback(Output("out", "children"), *[Input(id, p) for id in ("both", "one") for p in ("low", "high")])(lambda *values: " ".join(values))
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        for id in ("both", "one"):
            page.set(id, "3", prop="low")
            page.set(id, "4", prop="high")
        if not javascript:
            page.apply()
        assert page["out"].text == "3 4 3 4"
        assert client.get("/", javascript=javascript)["out"].text == "3 4 1 4"
        assert [c.name for c in client.http.cookies.jar] == ["hx-session"]


def test_c200_without_id_or_persisted_props_nothing_is_kept():
    """C200: persistence is nothing without an id, and keeps only what persisted_props names."""
    for component in (dcc.Input(persistence=True), dcc.Input(id="a", persistence=True, persisted_props=[]), dcc.Input(id="a")):
        assert persisted(component) == {}


def test_c200_a_page_without_persistence_pays_nothing():
    """C200: no script, no attribute, no cookie."""
    with Client(app_of(dcc.Input(id="it"))) as client:
        page = client.get("/")
        page["it"].value = "typed"
        assert "persist" not in page.document.root.html
        assert not list(client.http.cookies)
        assert client.get("/")["it"].value == ""


@WITH_AND_WITHOUT
def test_c200_cookies_belong_to_the_app(javascript):
    """C200: two apps on one host, with the same ids, under different paths."""
    api = FastAPI()
    api.mount("/dash", app_of(dcc.Input(id="it", persistence=True)))
    api.mount("/", app_of(dcc.Input(id="it", persistence=True)))
    with Client(api) as root:
        enter(root.get("/", javascript=javascript), javascript, it="root")
        assert [(c.name, c.path) for c in root.http.cookies.jar] == [("hx-local", "/")]
        inner = root.get("/dash/", javascript=javascript)
        assert inner["out"].text == "[None]"
        enter(inner, javascript, it="inner")
        assert {(c.name, c.path) for c in root.http.cookies.jar} == {("hx-local", "/"), ("hx-local-dash", "/dash")}
        assert root.get("/dash/")["out"].text == "['inner']"
        assert root.get("/")["out"].text == "['root']"


def test_c200_cookies_are_lax_and_last_or_do_not():
    """C200: local lasts, session ends with the browser; never sent by other sites; by https only where the page came by https."""
    class None_:
        def getlist(self, name):
            return []

    stored = Stored(None_, "/dash")
    for place in ("local", "session", "memory"):
        stored.keep(dcc.Input(id="a", value="new", persistence=True, persistence_type=place), "value", "old")
    local, session = stored.cookies(secure=True)
    assert re.fullmatch(r"hx-local-dash=[\w-]{6}=[\w-]{4}&[\w-]{6}=new;Path=/dash;SameSite=Lax;Max-Age=34560000;Secure", local)
    assert re.fullmatch(r"hx-session-dash=[\w-]{6}=[\w-]{4}&[\w-]{6}=new;Path=/dash;SameSite=Lax;Secure", session)
    assert "Secure" not in "".join(stored.cookies(secure=False))


@WITH_AND_WITHOUT
def test_c200_the_cookie_stays_short(javascript):
    """C200: the oldest values leave the cookie; a script has them in storage too, so that even then none is lost."""
    ids = [f"i{n}" for n in range(60)]
    with Client(app_of(*[dcc.Input(id=id, persistence=True) for id in ids])) as client:
        page = client.get("/", javascript=javascript)
        enter(page, javascript, **{id: f"text of {id}" for id in ids})
        assert LIMIT - 60 < len(client.http.cookies["hx-local"]) <= LIMIT
        page = client.get("/", javascript=javascript)
        texts = [page[id].value for id in ids]
        assert texts[-20:] == [f"text of {id}" for id in ids[-20:]]
        if javascript:
            assert texts == [f"text of {id}" for id in ids]
            assert len(page.requests) == 1
            assert page["out"].text == repr(texts)
        else:
            assert texts[0] == ""


def test_c200_a_long_text_comes_back_with_one_request():
    """C200: what is too long for a cookie is put back by the script, which tells the server once."""
    with Client(app_of(dcc.Textarea(id="it", persistence=True), dcc.Input(id="short", persistence=True))) as client:
        page = client.get("/")
        page["short"].value = "s"
        page["it"].value = "long " * 1000
        assert len(client.http.cookies["hx-local"]) < 100
        page = client.get("/")
        assert page["it"].value == "long " * 1000
        assert page["out"].text == repr(["long " * 1000, "s"])
        assert len(page.requests) == 1
        page["it"].value = "brief"
        page = client.get("/")
        assert page["out"].text == "['brief', 's']"
        assert page.requests == []


# -- C201: only over the same value of the app -------------------------------------------------------------------------


@WITH_AND_WITHOUT
@pytest.mark.parametrize("is_function", [False, True])
def test_c201_only_while_the_apps_own_value_is_unchanged(javascript, is_function):
    """C201: when the app gives another value than then, that one is shown, and stays."""
    parts = [dcc.Input(id="it", value="first", persistence=True), html.P(id="out")]
    app = Dash("persistence")
    app.layout = (lambda: html.Div(parts)) if is_function else html.Div(parts)
    app.callback(Output("out", "children"), Input("it", "value"))(lambda value: value)
    with Client(app) as client:
        enter(client.get("/", javascript=javascript), javascript, it="mine")
        page = client.get("/", javascript=javascript)
        assert page["out"].text == page["it"].value == "mine"
        parts[0].value = "second"
        page = client.get("/", javascript=javascript)
        assert page["out"].text == page["it"].value == "second"
        enter(page, javascript, it="mine again")
        page = client.get("/", javascript=javascript)
        assert page["out"].text == page["it"].value == "mine again"


def test_c201_a_value_that_the_app_gives_again():
    """C201: under another value nothing is shown of what was kept over the first; over the first one it is there again (Dash forgets)."""
    it = dcc.Input(id="it", value="first", persistence=True)
    with Client(Dash("persistence", layout=lambda: html.Div(it))) as client:
        client.get("/")["it"].value = "mine"
        it.value = "second"
        assert client.get("/")["it"].value == "second"
        it.value = "first"
        assert client.get("/")["it"].value == "mine"


def test_c201_over_1_is_not_over_true():
    """C201: values that only look alike are not the same."""
    assert len({over(v) for v in (1, True, "1", None, "", [], [1])}) == 7
    assert over(1) == over(1)


# -- C202: before the initial callbacks, and for children that come later ----------------------------------------------


@WITH_AND_WITHOUT
def test_c202_every_initial_callback_sees_it(javascript):
    """C202: Inputs, States and whatever lies downstream are called once, with the restored value, as an initial call."""
    seen = []
    app = Dash("persistence")
    app.layout = html.Div([dcc.Input(id="it", value="a", persistence=True), html.P(id="one"), html.P(id="two")])

    @app.callback(Output("one", "children"), Input("it", "value"))
    def one(value):
        seen.append(value)
        return value + "1"

    @app.callback(Output("two", "children"), Input("one", "children"), State("it", "value"))
    def two(text, value):
        seen.append((text, value))
        return f"{text} {value}"

    with Client(app) as client:
        enter(client.get("/", javascript=javascript), javascript, it="b")
        seen.clear()
        page = client.get("/", javascript=javascript)
        assert seen == ["b", ("b1", "b")]
        assert page["two"].text == "b1 b"


@WITH_AND_WITHOUT
@pytest.mark.parametrize("place", ["local", "session", "memory"])
def test_c202_children_that_come_again_have_it_back(place, javascript):
    """C202: also those that a callback brings: their initial callbacks see it in the same request; memory for as long as the page."""
    app = Dash("persistence", suppress_callback_exceptions=True)
    app.layout = html.Div([html.Button("again", id="again"), html.Div(id="box")])

    @app.callback(Output("box", "children"), Input("again", "n_clicks"))
    def make(n):
        return [dcc.Input(id="child", value="new", persistence=True, persistence_type=place), html.P(id="out")]

    @app.callback(Output("out", "children"), Input("child", "value"))
    def show(value):
        return f"called with {value}"

    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        assert page["out"].text == "called with new"
        page["child"].value = "typed"
        page.click("again")
        assert page["child"].value == "typed"
        assert page["out"].text == "called with typed"
        assert len(page.requests) == 2 if javascript else 1
        if javascript:
            assert page.calls == ["make", "show"]
        page["child"].value = "typed again"
        page.click("again")
        assert page["out"].text == "called with typed again"
        page = client.get("/", javascript=javascript)
        assert page["out"].text == ("called with new" if place == "memory" else "called with typed again")


def test_c202_pattern_matching_children_in_a_list_that_is_patched():
    """C202: children with dict ids, each its own value; one that is appended is restored as well."""
    app = Dash("persistence", suppress_callback_exceptions=True)
    app.layout = html.Div([html.Button("more", id="more"), html.Div([], id="box")])

    @app.callback(Output("box", "children"), Input("more", "n_clicks"), prevent_initial_call=True)
    def more(n):
        patch = Patch()
        patch.append(html.Div([dcc.Slider(0, 9, 1, id={"at": n, "is": "in"}, persistence=True), html.P(id={"at": n, "is": "out"})]))
        return patch

    @app.callback(Output({"at": MATCH, "is": "out"}, "children"), Input({"at": MATCH, "is": "in"}, "value"))
    def show(value):
        return str(value)

    with Client(app) as client:
        page = client.get("/")
        for n in (1, 2, 3):
            page.click("more")
            page.set({"at": n, "is": "in"}, n + 3)
        page = client.get("/")
        for n in (1, 2, 3):
            page.click("more")
            assert page[{"at": n, "is": "out"}].text == str(n + 3)
            assert page[{"at": n, "is": "in"}].value == n + 3


def test_c202_a_child_that_is_drawn_anew_still_knows_what_the_app_gave_it():
    """C201, C202: after a change of its limits by a callback, which draws it again, what is kept is kept over the app's own value."""
    app = Dash("persistence", suppress_callback_exceptions=True)
    app.layout = html.Div([html.Button("more", id="more"), html.Div(id="box")])

    @app.callback(Output("box", "children"), Input("more", "id"))
    def make(_):
        return dcc.Slider(0, 9, 1, value=1, id="it", persistence=True)

    @app.callback(Output("it", "max"), Output("it", "value"), Input("more", "n_clicks"), prevent_initial_call=True)
    def widen(n):
        return 20, 20

    with Client(app) as client:
        client.get("/").click("more")
        page = client.get("/")
        assert page["it"].value == 1  # 20 is beyond the end that the app gives it
        page["it"].value = 5
        page.click("more")
        page["it"].value = 7
        assert client.get("/")["it"].value == 7


# -- C203: other persistence values, and callbacks that write ----------------------------------------------------------


def switchboard(read=True):
    """An Input whose persistence another one sets."""
    app, seen = Dash("persistence"), []
    app.layout = html.Div([dcc.Input(id="it", value="orig", persistence="u1"), dcc.Input(id="user", value="u1"), html.P(id="out")])

    @app.callback(Output("it", "persistence"), Input("user", "value"), prevent_initial_call=True)
    def switch(user):
        return user or False

    if read:

        @app.callback(Output("out", "children"), Input("it", "value"))
        def show(value):
            seen.append(value)
            return value

    return app, seen


@WITH_AND_WITHOUT
def test_c203_another_persistence_value_switches(javascript):
    """C203: what was set under another value goes, what was set under this one comes, and callbacks hear of it; measured on Dash."""
    app, seen = switchboard()
    with Client(app) as client:
        page = client.get("/", javascript=javascript)

        def step(**values):
            seen.clear()
            enter(page, javascript, **values)
            return page["it"].value, page["out"].text, seen[-1:]  # without JavaScript the first page is made again, to see what has changed

        assert step(it="A") == ("A", "A", ["A"])
        assert step(user="u2") == ("orig", "orig", ["orig"])
        assert step(it="B") == ("B", "B", ["B"])
        assert step(user="u1") == ("A", "A", ["A"])
        assert step(user="u2") == ("B", "B", ["B"])
        page = client.get("/", javascript=javascript)
        assert (page["it"].value, page["out"].text) == ("A", "A")  # the layout says u1


@WITH_AND_WITHOUT
def test_c203_falsy_disables(javascript):
    """C203: with a falsy value the app's own comes back, and nothing is kept any more; measured on Dash."""
    app, seen = switchboard()
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        enter(page, javascript, it="A")
        enter(page, javascript, user="")
        assert (page["it"].value, page["out"].text) == ("orig", "orig")
        kept = client.http.cookies["hx-local"]
        enter(page, javascript, it="C")
        assert seen[-1] == page["out"].text == "C"
        assert client.http.cookies["hx-local"] == kept
        enter(page, javascript, user="u2")
        assert page["it"].value == "C"  # it is not over the app's own value
        assert client.get("/")["it"].value == "A"


@WITH_AND_WITHOUT
def test_c203_switches_what_no_callback_reads(javascript):
    """C203: the value of a control that is never sent to callbacks switches too."""
    app, _ = switchboard(read=False)
    with Client(app) as client:
        page = client.get("/", javascript=javascript)
        enter(page, javascript, it="A")
        enter(page, javascript, user="u2")
        assert page["it"].value == "orig"
        enter(page, javascript, user="u1")
        assert page["it"].value == "A"


@pytest.mark.parametrize("kind", CONTROLS)
def test_c203_every_control_switches(kind):
    """C203: whatever the control; in one request, and the mark of the element goes along."""
    make, value = CONTROLS[kind]
    app = Dash("persistence", suppress_callback_exceptions=True)
    app.layout = html.Div([make(id="it", persistence="u1"), dcc.Input(id="user", value="u1"), html.P(id="out")])
    app.callback(Output("it", "persistence"), Input("user", "value"), prevent_initial_call=True)(lambda user: user)
    app.callback(Output("out", "children"), Input("it", "value"))(repr)
    with Client(app) as client:
        page = client.get("/")
        first = page["it"].value
        page["it"].value = value
        page["user"].value = "u2"
        assert (page["it"].value, page["out"].text) == (first, repr(app.layout["it"].props.get("value")))
        page["user"].value = "u1"
        assert (page["it"].value, page["out"].text) == (value, repr(value))
        assert len(page.requests) == 3


def test_c203_a_value_given_with_the_persistence_wins():
    """C203: a callback that sets both has the last word on the value."""
    app = Dash("persistence")
    app.layout = html.Div([dcc.Input(id="it", value="orig", persistence="u1"), dcc.Input(id="user", value="u1"), html.P(id="out")])
    app.callback([Output("it", "value"), Output("it", "persistence")], Input("user", "value"), prevent_initial_call=True)(lambda u: (f"given to {u}", u))
    app.callback(Output("out", "children"), Input("it", "value"))(lambda value: value)
    with Client(app) as client:
        page = client.get("/")
        page["it"].value = "A"
        page["user"].value = "u2"
        assert (page["it"].value, page["out"].text) == ("given to u2", "given to u2")


def test_c203_set_props_switches_too():
    """C203: set_props of persistence does what an Output does; a made component likewise, several requests after it came."""
    app = Dash("persistence", suppress_callback_exceptions=True)
    app.layout = html.Div([dcc.Input(id="user", value="u1"), html.Button(id="b"), html.Div(id="box"), html.P(id="out")])
    app.callback(Output("box", "children"), Input("b", "id"))(lambda _: dcc.RadioItems([1, 2, 3], value=1, id="it", persistence="u1"))

    @app.callback(Input("user", "value"), prevent_initial_call=True)
    def switch(user):
        set_props("it", {"persistence": user})

    @app.callback(Output("out", "children"), Input("it", "value"), Input("user", "id"))
    def show(value, _):
        return str(value)

    with Client(app) as client:
        page = client.get("/")
        page["it"].value = 2
        page["user"].value = "u2"
        assert (page["it"].value, page["out"].text) == (1, "1")
        page["it"].value = 3
        page["user"].value = "u1"
        assert (page["it"].value, page["out"].text) == (2, "2")


@WITH_AND_WITHOUT
def test_c203_what_a_callback_writes_is_kept(javascript):
    """C203: a callback that writes the prop updates what is kept, as the user's own edit does; measured on Dash."""
    app = Dash("persistence")
    app.layout = html.Div([dcc.Checklist(["a", "b", "c"], id="it", value=["a"], persistence=True), html.Button(id="write"), html.P(id="out")])
    app.callback(Output("it", "value"), Input("write", "n_clicks"), prevent_initial_call=True)(lambda n: ["c", "b"])
    app.callback(Output("out", "children"), Input("it", "value"))(repr)
    with Client(app) as client:
        client.get("/", javascript=javascript).click("write")
        page = client.get("/", javascript=javascript)
        assert page["out"].text == "['c', 'b']"
        assert page["it"].value == ["c", "b"]
        enter(page, javascript, it=["a", "c"])
        assert client.get("/", javascript=javascript)["out"].text == "['a', 'c']"


@pytest.mark.parametrize("inserted", [False, True])
def test_c203_what_an_initial_callback_writes_is_kept(inserted):
    """C203: also while the page is made, or while the component comes: mine, then mine+, then mine++; measured on Dash."""
    app = Dash("persistence", suppress_callback_exceptions=True)
    it = dcc.Input(id="it", value="orig", persistence=True)
    app.layout = html.Div([html.Div(None if inserted else it, id="box"), html.Button(id="again")])
    if inserted:
        app.callback(Output("box", "children"), Input("again", "n_clicks"))(lambda n: it)

    @app.callback(Output("it", "value"), Input("it", "id"), State("it", "value"))
    def more(_, value):
        return value + "+"

    with Client(app) as client:
        page = client.get("/")
        assert page["it"].value == "orig+"
        page["it"].value = "mine"
        if inserted:
            page.click("again")
            assert page["it"].value == "mine+"
            page.click("again")
            assert page["it"].value == "mine++"
        assert client.get("/")["it"].value == ("mine+++" if inserted else "mine+")
        assert client.get("/")["it"].value == ("mine++++" if inserted else "mine++")


# -- C204 --------------------------------------------------------------------------------------------------------------


def test_c204_without_cookies_nothing_breaks():
    """C204: for a browser that keeps nothing every page is the first; the rest of C204 needs a browser (tests/browser)."""
    with Client(app_of(dcc.Input(id="it", value="Ada", persistence=True))) as client:
        for _ in range(2):
            client.http.cookies.clear()
            client._texts.clear()
            page = client.get("/")
            assert page["out"].text == "['Ada']"
            page["it"].value = "Grace"
            assert page["out"].text == "['Grace']"


# -- what a browser says is not believed -------------------------------------------------------------------------------

SEEN = []
STRICT = [
    dcc.Dropdown(["x", 2], value="x", id="one", clearable=False, persistence=True),
    dcc.Dropdown(["x", 2], id="more", multi=True, persistence=True),
    dcc.RadioItems([1, {"label": "no", "value": 2, "disabled": True}], id="radio", persistence=True),
    dcc.Checklist(["a", "b"], value=[], id="check", persistence=True, persistence_type="session"),
    dcc.Slider(0, 10, 5, value=5, id="slider", persistence=True),
    dcc.Input(type="number", min=0, max=9, step=1, id="number", persistence=True, persistence_type="memory"),
    dcc.Input(maxLength=3, id="short", persistence=True),
]
HOSTILE = app_of(*STRICT, seen=SEEN)
ENTRY = {c.id: (next(iter(persisted(c).values())), over(c.props.get("value"))) for c in STRICT}
TEXT = st.one_of(st.text(max_size=8), st.sampled_from(["x", "2", '"2"', "1", "a", "b", "null", "7", "5", "10", "1e999", "nan", "-1", "", "{}", "[]", "[[", "true"]))
FORGED = st.lists(st.tuples(st.sampled_from(sorted(ENTRY)), st.lists(TEXT, max_size=3)), max_size=7)


def is_possible(one, more, radio, check, slider, number, short):
    return (
        one in ("x", 2, None)
        and (more is None or set(map(repr, more)) <= {"'x'", "2"})
        and radio in (None, 1)
        and set(check) <= {"a", "b"}
        and slider in (0, 5, 10)
        and (number is None or number in range(10))
        and (short is None or len(short) <= 3)
    )


@pytest.fixture(scope="module")
def hostile():
    with Client(HOSTILE) as client:
        yield client


@settings(deadline=None)
@given(entries=FORGED, raw=st.text(st.characters(codec="latin-1"), max_size=60), place=st.sampled_from(["hx-local", "hx-session"]))
def test_hostile_cookies_restore_nothing_impossible(hostile, entries, raw, place):
    """Any cookie: a page of status 200, and no callback sees a value that its control could not have sent."""
    pairs = [(key, text) for id, texts in entries for key in [ENTRY[id][0]] for text in [ENTRY[id][1], *texts]]
    raw = re.sub(r"[\r\n\0]", "", raw)
    good = urlencode(pairs, errors="replace")
    for cookie in (f"{place}={good}", f"{place}={raw}", f"{place}={raw}&{good}; {place}={raw}", f"{place}={good[: len(raw)]}"):
        for header in ({"Cookie": cookie}, {"Cookie": cookie, "HX-Persist": good}):
            SEEN.clear()
            sent = {name: value.encode("latin-1") for name, value in header.items()}
            assert hostile.request("GET", "/", headers=sent).status_code == 200
            assert len(SEEN) == 1
            assert is_possible(*SEEN[0]), SEEN[0]


def test_hostile_cookies_fail_not_even_where_a_decode_does(caplog):
    """A component of somebody else whose `decode` fails on such a text: its own value is shown, nobody is told more."""

    class Odd(dcc.Input):
        def decode(self, prop, texts):
            return {"fine": 1}[texts[0]] if prop == "value" else super().decode(prop, texts)

    it = Odd(id="it", value="own", persistence=True)
    ((_, key),) = persisted(it).items()
    with Client(app_of(it)) as client:
        cookie = f"hx-local={urlencode([(key, over('own')), (key, 'secret')])}"
        answer = client.request("GET", "/", headers={"Cookie": cookie})
    assert answer.status_code == 200
    assert "secret" not in answer.text + caplog.text
    assert "&#x27;own&#x27;" in answer.text or "'own'" in answer.text


def test_a_cookie_that_is_too_long_is_not_read():
    """Four times what it may have is read, no more."""
    assert read_entries("a=b&a=" + "x" * (4 * LIMIT)) == {}
    assert read_entries("a=b&a=x&c=%FF&c=%FF&d&=&e=%E2%82%AC+1") == {"a": ["b", "x"], "c": ["", ""], "d": [""], "": [""], "e": ["€ 1"]}


@settings(deadline=None)
@given(st.dictionaries(st.text(st.sampled_from("aZ09-_"), min_size=1), st.lists(st.text(), min_size=1), max_size=5))
def test_entries_come_back_as_they_were(entries):
    """What is written is read, whatever the texts; and it needs no character that a cookie may not have."""
    text = write_entries(entries)
    assert re.fullmatch(r"[\w.~%+&=-]*", text, re.ASCII)
    readable = {key: [t.encode("utf-8", "replace").decode() for t in texts] for key, texts in entries.items()}
    assert read_entries(text) == (readable if len(text) <= 4 * LIMIT else {})


# -- mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("props", "words"),
    [
        ({"persistence_type": "locale"}, ["persistence_type='locale'", "'local'"]),
        ({"persistence_type": "cookie"}, ["persistence_type='cookie'", "local, session, memory"]),
        ({"persisted_props": ["valu"]}, ["persisted_props names 'valu'", "dcc.Input has no such property", "'value'"]),
    ],
)
def test_mistakes_are_told_at_start_up(props, words):
    """What and where, and what it could have been."""
    app = Dash("persistence", layout=html.Div([dcc.Input(id="it", persistence=True, **props)]))
    with pytest.raises(DashException) as caught:
        app.prepare()
    for word in [*words, "Input(id='it')"]:
        assert word in str(caught.value)


def test_what_does_nothing_is_warned_of(caplog):
    """Persistence without an id does nothing, as in Dash; nor does it of a counter, of which Dash keeps the number."""
    layout = html.Div([dcc.Input(persistence=True), dcc.Input(id="it", persistence=True, persisted_props=["n_submit"])])
    with caplog.at_level(logging.WARNING):
        Dash("persistence", layout=layout).prepare()
    assert [r.getMessage() for r in caplog.records] == [
        "Div > Input has persistence but no id: nothing of it is kept.",
        "Div > Input(id='it') has persisted_props=['n_submit'], which is accepted but not kept.",
    ]


@settings(deadline=None)
@given(entries=FORGED, in_header=st.booleans())
def test_hostile_cookies_of_a_request_that_brings_components(brought, entries, in_header):
    """The same for what comes later: the cookie of a POST, and the header by which the script tells what only it remembers."""
    good = urlencode([(key, text) for id, texts in entries for key in [ENTRY[id][0]] for text in [ENTRY[id][1], *texts]], errors="replace")
    client, fields = brought
    kept = {"HX-Persist": good} if in_header else {"Cookie": f"hx-session={good}; hx-local={good}"}
    SEEN.clear()
    sent = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded", **kept}
    assert client.request("POST", "/_hx", content=urlencode(fields), headers=sent).status_code == 200
    assert len(SEEN) == 1
    assert is_possible(*SEEN[0]), SEEN[0]


@pytest.fixture(scope="module")
def brought():
    app = app_of(*STRICT, seen=SEEN)
    app.layout = html.Div([html.Button(id="b"), html.Div(id="box")])
    app.callback(Output("box", "children"), Input("b", "n_clicks"), prevent_initial_call=True)(lambda n: [*STRICT, html.P(id="out")])
    with Client(app) as client:
        page = client.get("/")
        page.click("b")
        yield client, page.last.fields


def test_a_control_that_nobody_reads_may_stand_in_an_element_that_is_sent():
    """The fields of the element go along with the click, whether a callback reads them or not."""
    app = Dash("persistence", suppress_callback_exceptions=True)
    inside = [dcc.Input(id="it", persistence=True), dcc.RadioItems([1, 2], 1, id="unread"), dcc.Checklist([1, 2], [1])]
    app.layout = html.Div([html.Div(inside, id="card"), html.P(id="out")])
    app.callback(Output("out", "children"), Input("card", "n_clicks"))(str)
    with Client(app) as client:
        page = client.get("/")
        page["it"].value = "typed"
        page.click("card")
        assert page["out"].text == "1"
        assert client.get("/")["it"].value == "typed"
