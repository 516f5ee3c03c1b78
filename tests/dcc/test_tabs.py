"""dcc.Tabs and dcc.Tab: markup, the value that travels, what changes send, with and without JavaScript."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.exceptions import RequestRefused
from hxdash.static_files import manifest
from hxdash.testing import Client, Impossible, Refused

TWO = """\
<div id="t" class="tab-parent">SHEET<div id="t.bar" class="tab-container" role="tablist" hx-group="GROUP" hx-post="/_hx" \
hx-trigger="change" hx-include="[hx-group~='GROUP']" hx-script="SCRIPT" data-value="tab-2">\
<input type="hidden" id="t.value" name="v:t.value" form="hx" value="tab-2" autocomplete="off">\
<button type="submit" role="tab" id="t.1" name="v:t.value" form="hx" value="tab-1" class="tab" aria-selected="false" aria-controls="t.1.panel">One</button>\
<button type="submit" role="tab" id="t.2" name="v:t.value" form="hx" value="tab-2" class="tab tab--selected" aria-selected="true" aria-controls="t.2.panel">\
<b>Two</b></button></div>\
<div id="t.content" class="tab-content"><div id="t.1.panel" role="tabpanel" aria-labelledby="t.1" hidden>first</div>\
<div id="t.2.panel" role="tabpanel" aria-labelledby="t.2">second</div></div></div>"""


def test_tabs_render_a_tablist_and_its_panels(render):
    tabs = dcc.Tabs([dcc.Tab("first", label="One"), dcc.Tab("second", label=html.B("Two"))], "tab-2", id="t")
    markup = render(tabs, ["value"])
    group = markup.partition('hx-group="')[2].partition('"')[0]
    sheet = f'<link rel="stylesheet" href="{manifest().url("dcc/tabs.css")}">'
    assert markup == TWO.replace("GROUP", group).replace("SCRIPT", manifest().url("dcc/tabs.js")).replace("SHEET", sheet)


def test_tabs_without_anything(render):
    assert 'role="tablist"' in render(dcc.Tabs())
    assert "tabpanel" not in render(dcc.Tabs([dcc.Tab(label="A"), dcc.Tab(label="B")]))


def test_tabs_that_nobody_reads_are_no_fields(render):
    markup = render(dcc.Tabs([dcc.Tab("first", label="One")], id="t"))
    assert "name=" not in markup
    assert 'type="submit"' not in markup
    assert "<noscript><strong>One</strong></noscript>first" in markup  # without JavaScript all is shown


def test_tabs_with_every_prop(render):
    tab = dcc.Tab(
        "c", "L", "v", True, {"color": "red"}, "off", "mine", "on", {"margin": 1}, {"margin": 2}, 50, None, ["value"], "local", "x"
    )  # fmt: skip
    tabs = dcc.Tabs(
        [tab], "v", "cc", "pc", {"top": 1}, {"top": 2}, {"top": 3}, True, 600,
        {"border": "red", "primary": "blue", "background": "grey"}, "bar", None, ["value"], "session", "t",
    )  # fmt: skip
    assert set(tabs.props) == set(tabs.prop_names)
    assert set(tab.props) == set(tab.prop_names)
    markup = render(tabs)
    assert '<div id="t" class="tab-parent tab-parent--vert pc" style="top:2px">' in markup
    assert 'class="tab-container tab-container--vert tab-container--stack bar"' in markup
    assert 'style="--hx-line:red;--hx-accent:blue;--tab-background:grey;--tab-breakpoint:600px;top:1px" role="tablist" aria-orientation="vertical"' in markup
    assert '<div id="t.content" class="tab-content tab-content--vert cc" style="top:3px"><div id="x.panel" role="tabpanel" aria-labelledby="x" data-all>' in markup
    assert '<button type="button" role="tab" id="x" value="v" class="tab mine tab--disabled off tab--selected on" style="width:50px;margin:2px;color:red" disabled' in markup
    assert '<span id="x.label">L</span></button>' in markup


def test_a_tab_alone_shows_its_content(render):
    assert render(dcc.Tab("c", id="x")) == '<div id="x">c</div>'


def test_the_first_tab_is_chosen_by_default():
    """What callbacks see at the start (dash_behaviour 9)."""
    assert dcc.Tabs().value == "tab-1"
    assert dcc.Tabs([dcc.Tab(value="b"), dcc.Tab(value="a")]).value == "b"
    assert dcc.Tabs(dcc.Tab()).value == "tab-1"


def test_what_is_no_tab_is_refused_at_once():
    with pytest.raises(TypeError, match=r"children\[1\] is a Div.*dcc\.Tab\(label"):
        dcc.Tabs([dcc.Tab(), html.Div()])


@given(st.one_of(st.text(), st.integers(-(2**63), 2**63 - 1), st.booleans()))
def test_decode_undoes_encode(value):
    tabs = dcc.Tabs()
    back = tabs.decode("value", [tabs.encode("value", value)])
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("texts", [["a", "b", "c"], ["[1"], ["[1]"], ['{"a":1}'], ["[" * 100 + "]" * 100]])
def test_hostile_values_are_refused(texts):
    with pytest.raises(RequestRefused) as refused:
        dcc.Tabs([dcc.Tab()]).decode("value", texts)
    assert 400 <= refused.value.status < 500


def test_colors_cannot_leave_their_declaration(render):
    assert "--hx-line:red" in (markup := render(dcc.Tabs(colors={"border": "red;position:fixed", "x": "y"})))
    assert "fixed" not in markup


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"value": "tab-2"}, [(".value", "value", "tab-2")]),
        ({"className": "x"}, [(".bar", "attrs", {"class": "tab-container x", "style": None, "aria-orientation": None})]),
        ({"parent_className": "x"}, [("", "attrs", {"class": "tab-parent x", "style": None})]),
        ({"content_style": {"top": 1}}, [(".content", "attrs", {"class": "tab-content", "style": "top:1px"})]),
    ],
)
def test_each_change_goes_where_it_belongs(change, sent, swaps):
    assert swaps(dcc.Tabs([dcc.Tab("c", label="A")], id="t"), **change) == sent


def test_vertical_is_attributes_only(swaps):
    assert [(part, style) for part, style, _ in swaps(dcc.Tabs([dcc.Tab("c")], id="t"), vertical=True)] == [(".bar", "attrs"), ("", "attrs"), (".content", "attrs")]


def make(**props) -> Dash:
    app = Dash(__name__)
    tabs = [
        dcc.Tab(["one ", dcc.Input(id="name", value="a")], label="One", id="first"),
        dcc.Tab(html.P(id="inside"), label=["Two ", html.B(id="count")], id="second"),
        dcc.Tab("three", label="Three", disabled=True, id="third"),
    ]
    app.layout = [dcc.Tabs(tabs, id="tabs", **props), html.P(id="out"), html.Button("b", id="b"), html.Button("c", id="c")]

    @app.callback(Output("out", "children"), Input("tabs", "value"), State("name", "value", allow_optional=True))
    def chosen(value, name):
        return f"{value!r} {name}"

    @app.callback(Output("inside", "children"), Output("count", "children"), Input("name", "value"))
    def inside(name):
        return f"inside {name}", len(name)

    @app.callback(
        Output("third", "disabled"), Output("third", "label"), Output("third", "children"), Output("tabs", "value"),
        Input("b", "n_clicks"), prevent_initial_call=True,
    )  # fmt: skip
    def open_third(clicks):
        return False, "3rd", "3 new", "tab-3"

    @app.callback(Output("tabs", "children"), Input("c", "n_clicks"), prevent_initial_call=True)
    def other(clicks):
        return [dcc.Tab("x content", label="X", value="x"), dcc.Tab("two content", label="Y", value="tab-2")]

    return app


def test_choosing_shows_one_and_calls_back():
    with Client(make()) as client:
        page = client.get("/")
        assert page["out"].text == "'tab-1' a"
        assert page["tabs"].value == "tab-1"
        assert page["second"].text == "Two 1"  # K06: a component in a label
        assert ("inside a" in page.text, "one" in page.text) == (False, True)
        page["tabs"].value = "tab-2"
        assert page["out"].text == "'tab-2' a"
        assert page.calls == ["chosen"]
        assert ("inside a" in page.text, "one" in page.text) == (True, False)


def test_what_is_not_shown_lives_on():
    """A callback reads the field in a tab that is not chosen, and writes into another."""
    with Client(make()) as client:
        page = client.get("/")
        page["name"].value = "abc"
        page["tabs"].value = "tab-2"
        assert page["out"].text == "'tab-2' abc"
        assert page["inside"].text == "inside abc"
        assert page["count"].text == "3"


def test_a_disabled_or_unknown_tab_cannot_be_chosen():
    with Client(make()) as client:
        page = client.get("/")
        with pytest.raises(Impossible, match="'tab-3' of 'tabs' is disabled"):
            page["tabs"].value = "tab-3"
        with pytest.raises(Impossible, match="has no tab 'tab-4'; did you mean 'tab-3'"):
            page["tabs"].value = "tab-4"


def test_outputs_of_a_tab_and_of_the_choice():
    with Client(make()) as client:
        page = client.get("/")
        page.click("b")
        assert (page["third"].text, page["tabs"].value, page["out"].text) == ("3rd", "tab-3", "'tab-3' a")
        assert ("3 new" in page.text, "disabled" in page["third"].attributes) == (True, False)


def test_other_tabs_come_and_the_choice_stays():
    with Client(make()) as client:
        page = client.get("/")
        page["tabs"].value = "tab-2"
        page.click("c")
        assert ("two content" in page.text, "x content" in page.text) == (True, False)
        page["tabs"].value = "x"
        assert page["out"].text == "'x' None"
        assert "x content" in page.text


@pytest.mark.parametrize("text", ["[1]", '{"a":1}', "[", "9" * 5000])
def test_a_forged_choice_is_refused(text):
    with Client(make()) as client:
        page = client.get("/")
        page.document.by_id("tabs.value").value = text
        with pytest.raises(Refused) as refused:
            page["name"].value = "z"
            page.click("b")
        assert 400 <= refused.value.status < 500


def test_without_javascript_a_tab_is_a_submit_button():
    with Client(make()) as client:
        page = client.get("/", javascript=False)
        page["name"].value = "typed"
        page["tabs"].value = "tab-2"
        assert page["out"].text == "'tab-2' typed"
        assert ("inside typed" in page.text, "one" in page.text) == (True, False)
        page["tabs"].value = "tab-1"
        assert page["out"].text == "'tab-1' typed"
        page.click("b")
        assert (page["out"].text, "3 new" in page.text) == ("'tab-3' typed", True)


@pytest.mark.parametrize("is_read", [True, False])
def test_the_choice_is_kept(is_read):
    """C200: persistence, whether or not a callback reads it."""
    tabs = dcc.Tabs([dcc.Tab("alpha", label="1"), dcc.Tab("beta", label="2")], id="t", persistence=True)
    app = Dash(__name__, layout=[tabs, html.P(id="o"), html.Button("b", id="b")])

    @app.callback(Output("o", "children"), Input("t" if is_read else "b", "value" if is_read else "n_clicks"))
    def show(value):
        return str(value)

    with Client(app) as client:
        client.get("/")["t"].value = "tab-2"
        page = client.get("/")
        assert (page["t"].value, page["o"].text) == ("tab-2", "tab-2" if is_read else "None")
        assert ("beta" in page.text, "alpha" in page.text) == (True, False)
        plain = client.get("/", javascript=False)
        plain["t"].value = "tab-1"
        assert ("beta" in plain.text, "alpha" in plain.text) == (False, True)
        assert client.get("/")["t"].value == "tab-1"
