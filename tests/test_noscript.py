"""Pages without JavaScript: a form goes, a whole page comes, and what was there before is still there."""

import asyncio
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx
import pytest

from hxdash import ALL, Dash, Input, Output, State, ctx, dcc, html


class Page(HTMLParser):
    """A page as a browser without JavaScript has it: the fields of its form, and the text of every element with an id."""

    def __init__(self, markup):
        super().__init__()
        self.markup, self.fields, self.texts, self._open = markup, [], {}, []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        pairs = dict(attrs)
        if tag in ("input", "textarea", "button", "select") and pairs.get("form") == "hx":
            self.fields.append({"tag": tag, "type": pairs.get("type", "text"), "on": "checked" in pairs, **pairs, "value": pairs.get("value") or ""})
        if tag not in ("input", "meta", "link", "br", "img"):
            self._open.append((tag, pairs.get("id"), len(self.fields) - 1 if tag == "textarea" else None))
            self.texts.setdefault(pairs.get("id"), "")

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for _, id, field in self._open:
            self.texts[id] += data
            if field is not None:
                self.fields[field]["value"] += data

    def named(self, id, prop="value"):
        return [f for f in self.fields if f.get("name") == f"v:{id}.{prop}"]

    def set(self, id, *values):
        """Type a text, or check exactly these boxes."""
        for field in self.named(id):
            if field["type"] in ("checkbox", "radio"):
                field["on"] = field["value"] in values
            else:
                field["value"] = values[0]

    def form(self, button=None):
        """The successful controls, as the HTML standard has them."""
        out = []
        for field in self.fields:
            if "disabled" in field or (field["tag"] == "button" and field.get("id") != button):
                continue
            if field["type"] not in ("checkbox", "radio") or field["on"]:
                out.append((field["name"], field["value"].replace("\r\n", "\n").replace("\n", "\r\n")))
        return out


class Reader:
    """Somebody with JavaScript switched off."""

    def __init__(self, app):
        self.app = app

    def _send(self, method, form=None):
        async def send():
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://test") as client:
                headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://test"} if form is not None else {}
                return await client.request(method, "/", content=urlencode(form or []), headers=headers)

        answer = asyncio.run(send())
        assert answer.status_code == 200, answer.text
        assert "Traceback" not in answer.text
        return Page(answer.text)

    def get(self):
        return self._send("GET")

    def submit(self, page, button=None):
        return self._send("POST", page.form(button))


def shop(layout=None):
    """An app with two independent groups, a chain, counters, and each native control."""
    app, calls = Dash("noscript"), []

    def make():
        return html.Div(
            [
                dcc.Input(id="name", value="Ada"),
                dcc.Textarea(id="note", value="one\ntwo"),
                dcc.RadioItems(id="size", options=["s", "m", {"label": "x", "value": "xl", "disabled": True}], value="s"),
                dcc.Checklist(id="extras", options=["a", "b", {"label": "fixed", "value": "f", "disabled": True}], value=["b", "a", "f"]),
                dcc.Input(id="fixed", value="locked", disabled=True),
                dcc.Input(id="number", type="number", value=5.0),
                html.Div(id="greeting"),
                html.Div(id="length"),
                html.Div(id="order"),
                html.Div(id="lock"),
                dcc.Input(id="other", value="o"),
                html.Div(id="echo"),
                html.Button("more", id="more"),
                html.Button("less", id="less", n_clicks=10),
                html.Div(id="count"),
                dcc.Store(id="log", data=[]),
            ]
        )

    app.layout = make if layout == "function" else make()

    @app.callback(Output("greeting", "children"), Input("name", "value"))
    def greet(name):
        calls.append("greet")
        return f"Hello, {name}"

    @app.callback(Output("length", "children"), Input("greeting", "children"), State("note", "value"))
    def measure(text, note):
        calls.append("measure")
        return f"{len(text)} {note!r}"

    @app.callback(Output("order", "children"), Input("size", "value"), Input("extras", "value"), Input("number", "value"))
    def order(size, extras, number):
        calls.append("order")
        return f"{size} {extras} {number}"

    @app.callback(Output("lock", "children"), Input("fixed", "value"))
    def lock(value):
        calls.append("lock")
        return value

    @app.callback(Output("echo", "children"), Output("echo", "title"), Input("other", "value"), State("echo", "title"), prevent_initial_call=True)
    def echo(value, title):
        calls.append("echo")
        return f"echo {value}", f"{title}{value}"

    @app.callback(Output("count", "children"), Output("log", "data"), Input("more", "n_clicks"), Input("less", "n_clicks"), State("log", "data"), prevent_initial_call=True)
    def count(more, less, log):
        calls.append("count")
        log = [*log, ctx.triggered_id]
        return f"{more} {less} {log}", log

    return Reader(app), calls


@pytest.fixture(params=["fixed", "function"])
def opened(request):
    """Reader, calls and first page, for a fixed layout and for one that a function makes."""
    reader, calls = shop(request.param)
    page = reader.get()
    calls.clear()
    return reader, calls, page


def test_the_page_is_a_form(opened):
    _, _, page = opened
    assert page.texts["greeting"] == "Hello, Ada"
    assert re.search(r'<noscript><form id="hx" method="post"><button[^>]*>Apply</button></form></noscript>', page.markup)


def test_a_changed_input_gives_the_whole_page(opened):
    reader, calls, page = opened
    page.set("name", "Bob")
    after = reader.submit(page)
    assert calls[-2:] == ["greet", "measure"]
    assert after.texts["greeting"] == "Hello, Bob"
    assert after.texts["length"] == "10 'one\\ntwo'"
    assert after.named("name")[0]["value"] == "Bob"
    assert after.texts["order"] == "s ['b', 'a', 'f'] 5.0"


def test_a_form_that_nobody_touched_triggers_nothing(opened):
    reader, calls, page = opened
    second = reader.submit(page)
    calls.clear()
    third = reader.submit(second)
    assert calls == []
    assert [third.texts[i] for i in ("greeting", "order", "lock", "count", "echo")] == ["Hello, Ada", "s ['b', 'a', 'f'] 5.0", "locked", "", ""]


def test_only_what_changed_runs_from_the_second_post_on(opened):
    reader, calls, page = opened
    page = reader.submit(page)
    calls.clear()
    page.set("name", "Bob")
    page = reader.submit(page)
    assert calls == ["greet", "measure"]
    calls.clear()
    page.set("other", "x")
    page = reader.submit(page)
    assert calls == ["echo"]
    assert page.texts["greeting"] == "Hello, Bob"


def test_untouched_outputs_of_others_survive_several_posts(opened):
    reader, _, page = opened
    page.set("other", "x")
    page = reader.submit(page)
    for name in ("Bob", "Cy", "Di"):
        page.set("name", name)
        page = reader.submit(page)
        assert page.texts["greeting"] == f"Hello, {name}"
        assert page.texts["echo"] == "echo x"
        assert 'title="Nonex"' in page.markup
    page.set("other", "y")
    page = reader.submit(page)
    assert page.texts["greeting"] == "Hello, Di"
    assert 'title="Nonexy"' in page.markup


def test_a_button_counts_each_time_it_is_pressed(opened):
    reader, calls, page = opened
    for n in (1, 2, 3):
        page = reader.submit(page, "more")
        assert page.texts["count"] == f"{n} 10 {['more'] * n}"
    page = reader.submit(page, "less")
    assert page.texts["count"] == "3 11 ['more', 'more', 'more', 'less']"
    assert calls.count("count") == 4


def test_a_pressed_button_and_an_edit_go_together(opened):
    reader, _, page = opened
    page.set("name", "Bob")
    page = reader.submit(page, "more")
    assert (page.texts["greeting"], page.texts["count"]) == ("Hello, Bob", "1 10 ['more']")


def test_boxes_can_be_cleared_and_checked_again(opened):
    reader, _, page = opened
    page.set("extras")
    page = reader.submit(page)
    assert page.texts["order"] == "s ['f'] 5"  # what is disabled stays chosen
    page.set("extras", "b")
    page = reader.submit(page)
    assert page.texts["order"] == "s ['b', 'f'] 5"
    assert [f["value"] for f in page.named("extras") if f["on"]] == ["b", "f"]


def test_a_radio_button_can_be_chosen_and_stays(opened):
    reader, _, page = opened
    page.set("size", "m")
    page = reader.submit(page)
    assert page.texts["order"].startswith("m ")
    page = reader.submit(page)
    assert page.texts["order"].startswith("m ")
    assert [f["value"] for f in page.named("size") if f["on"]] == ["m"]


def test_a_radio_group_can_be_empty():
    app = Dash("radio", layout=html.Div([dcc.RadioItems(id="r", options=["a", "b"], value="a"), html.Div(id="out")]))
    app.callback(Output("out", "children"), Input("r", "value"))(repr)
    reader = Reader(app)
    page = reader.get()
    page.set("r")
    page = reader.submit(page)
    assert page.texts["out"] == "None"
    page.set("r", "b")
    assert reader.submit(page).texts["out"] == "'b'"


def test_a_disabled_field_keeps_its_value(opened):
    reader, calls, page = opened
    assert "disabled" in page.named("fixed")[0]
    page = reader.submit(reader.submit(page))
    assert page.texts["lock"] == "locked"
    assert page.named("fixed")[0]["value"] == "locked"
    assert calls.count("lock") <= 1  # the first post is answered from a page made anew


def test_a_field_can_be_emptied(opened):
    reader, _, page = opened
    page.set("name", "")
    page.set("number", "")
    page = reader.submit(page)
    assert page.texts["greeting"] == "Hello, "
    assert page.texts["order"].endswith("None")


def test_lines_survive_a_form(opened):
    reader, _, page = opened
    page.set("note", "one\ntwo\n\nthree")
    page.set("name", "Eve")
    page = reader.submit(page)
    assert page.texts["length"] == "10 'one\\ntwo\\n\\nthree'"
    assert page.named("note")[0]["value"].lstrip("\n") == "one\ntwo\n\nthree"


def test_hostile_text_comes_back_as_text(opened):
    reader, _, page = opened
    evil = "\"'><script>alert(1)</script>&amp;"
    page.set("name", evil)
    page = reader.submit(reader.submit(page))
    assert page.texts["greeting"] == f"Hello, {evil}"
    assert page.named("name")[0]["value"] == evil


def test_a_value_that_a_callback_sets_at_first_is_no_change():
    app, calls = Dash("sets", layout=html.Div([dcc.Input(id="a", value="1"), dcc.Input(id="b"), html.Div(id="out")])), []
    app.callback(Output("b", "value"), Input("a", "value"))(lambda a: f"from {a}")

    @app.callback(Output("out", "children"), Input("b", "value"))
    def show(b):
        calls.append(ctx.triggered_id)
        return b

    reader = Reader(app)
    page = reader.get()
    assert page.named("b")[0]["value"] == "from 1"
    page.set("b", "mine")
    page = reader.submit(page)
    assert (page.texts["out"], page.named("b")[0]["value"]) == ("mine", "mine")
    page = reader.submit(page)
    assert (page.texts["out"], page.named("b")[0]["value"]) == ("mine", "mine")
    page.set("a", "2")
    page = reader.submit(page)
    assert (page.texts["out"], page.named("b")[0]["value"]) == ("from 2", "from 2")


@pytest.mark.parametrize("kind", ["fixed", "function"])
def test_components_that_callbacks_make_stay_and_work(kind):
    def make():
        return html.Div([html.Button("add", id="add"), html.Div(id="rows"), html.Div(id="sum")])

    app = Dash("rows", layout=make if kind == "function" else make())

    @app.callback(Output("rows", "children"), Input("add", "n_clicks"), State({"type": "row", "i": ALL}, "value"), prevent_initial_call=True)
    def add(n, values):
        return [dcc.Input(id={"type": "row", "i": i}, value=v) for i, v in enumerate([*values, f"new{n}"])]

    @app.callback(Output("sum", "children"), Input({"type": "row", "i": ALL}, "value"))
    def total(values):
        return ",".join(v or "" for v in values)

    reader = Reader(app)
    page = reader.submit(reader.get(), "add")
    assert page.texts["sum"] == "new1"
    page.set('{"i":0,"type":"row"}', "edited")
    page = reader.submit(page)
    assert page.texts["sum"] == "edited"
    page = reader.submit(page, "add")
    assert page.texts["sum"] == "edited,new2"
    page.set('{"i":1,"type":"row"}', "too")
    assert reader.submit(page).texts["sum"] == "edited,too"


def test_the_time_of_a_click_is_known():
    app = Dash("time", layout=html.Div([html.Button("go", id="go"), html.Div(id="out")]))
    app.callback(Output("out", "children"), Input("go", "n_clicks_timestamp"))(lambda at: "never" if at is None else str(at > 1_700_000_000_000))
    reader = Reader(app)
    page = reader.get()
    assert page.texts["out"] == "never"
    assert reader.submit(page, "go").texts["out"] == "True"


def test_a_failing_callback_shows_its_box_and_leaves_the_rest():
    app = Dash("fails", layout=html.Div([dcc.Input(id="a", value="1"), html.Div("before", id="bad"), html.Div(id="good")]))
    app.callback(Output("bad", "children"), Input("a", "value"), prevent_initial_call=True)(lambda a: 1 / 0)
    app.callback(Output("good", "children"), Input("a", "value"))(lambda a: a)
    reader = Reader(app)
    page = reader.get()
    page.set("a", "2")
    page = reader.submit(page)
    assert (page.texts["bad"], page.texts["good"]) == ("before", "2")
    assert "could not be updated" in page.texts["hx-errors"]
    assert "ZeroDivisionError" not in page.markup


@pytest.mark.parametrize("baseline", ["", "x", "[]", "1", "null", "[" * 100, '{"a":NaN}', '{"name.value":' + "[" * 40 + "]" * 40 + "}"])
def test_a_changed_baseline_is_refused(baseline):
    reader, calls = shop()
    form = [*((n, v) for n, v in reader.get().form() if n != "_w"), ("_w", baseline)]
    calls.clear()

    async def send():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(reader.app), base_url="http://test") as client:
            return await client.post("/", content=urlencode(form), headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert asyncio.run(send()).status_code == 400
    assert calls == []
