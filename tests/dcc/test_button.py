"""dcc.Button: markup, its counters, what changes send, with and without JavaScript."""

from __future__ import annotations

import pytest

from hxdash import Dash, Input, Output, State, ctx, dcc, html
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client, Impossible

EVERYTHING = {
    "children": ["Save ", html.B("now")], "className": "hx-primary", "persistence": True, "persisted_props": ["n_clicks"],
    "persistence_type": "local", "id": "b", "type": "button", "autoFocus": True, "disabled": True, "form": "f", "formAction": "/save",
    "formEncType": "text/plain", "formMethod": "post", "formNoValidate": True, "formTarget": "_blank", "name": "go", "value": "yes",
    "accessKey": "s", "contentEditable": False, "dir": "ltr", "draggable": True, "hidden": True, "lang": "en", "role": "switch",
    "spellCheck": False, "style": {"marginTop": 4}, "tabIndex": 2, "title": "Save", "n_blur": 1, "n_blur_timestamp": 5, "n_clicks": 2,
    "n_clicks_timestamp": 6, "data-x": "1", "aria-checked": "true",
}  # fmt: skip


def test_button_with_defaults_is_a_button_of_ours(render):
    assert render(dcc.Button("Go")) == '<button class="dash-button" type="button">Go</button>'


def test_button_with_every_prop(render):
    assert set(EVERYTHING) >= set(dcc.Button.prop_names)
    assert render(dcc.Button(**EVERYTHING)) == (
        '<button id="b" class="dash-button hx-primary" style="margin-top:4px" autofocus disabled form="f" formaction="/save" '
        'formenctype="text/plain" formmethod="post" formnovalidate formtarget="_blank" name="go" value="yes" accesskey="s" '
        'contenteditable="false" dir="ltr" draggable="true" hidden lang="en" role="switch" spellcheck="false" tabindex="2" title="Save" '
        'type="button" data-x="1" aria-checked="true">Save <b>now</b></button>'
    )


def test_button_whose_clicks_count_is_a_field_of_the_page(render):
    markup = render(dcc.Button("Go", id="b", n_clicks=3, name="mine", value="mine"), ["n_clicks"])
    assert markup.startswith('<button id="b" class="dash-button" form="hx" name="n:b.n_clicks" value="3" type="submit" hx-group=')
    assert "mine" not in markup


def test_button_that_is_only_left_posts_no_clicks(render):
    markup = render(dcc.Button("Go", id="b"), ["n_blur"])
    assert "n:b" not in markup
    assert 'hx-count="n_blur="' in markup
    assert 'type="button"' in markup


def test_button_refuses_an_address_that_is_a_script(render):
    assert "formaction" not in render(dcc.Button("Go", formAction="java\nscript:alert(1)"))


@pytest.mark.parametrize("text", ["1.5", "x", "9" * 40, "NaN"])
def test_hostile_counters_are_refused(text):
    with pytest.raises(RequestRefused) as refused:
        dcc.Button().decode("n_clicks", [text])
    assert refused.value.status == 422


def test_counters_come_back_as_they_went():
    for count in (None, 0, 1, 12345):
        assert dcc.Button().decode("n_clicks", ["" if count is None else str(count)]) == count


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"children": "Stop"}, ("innerMorph", "Stop")),
        ({"disabled": True}, ("attrs", {"disabled": True})),
        ({"disabled": False}, ("attrs", {"disabled": None})),
        ({"hidden": True}, ("attrs", {"hidden": True})),
        ({"style": {"color": "red"}, "className": "x"}, ("attrs", {"class": "dash-button x", "style": "color:red"})),
        ({"title": "T"}, ("attrs", {"title": "T"})),
        ({"n_clicks": 0}, ("count", {"n_clicks": 0})),
    ],
)
def test_each_change_goes_to_the_same_element(change, sent, page):
    """K05"""
    button = dcc.Button("Go", id="b")
    swaps = button.replaced(change).swaps(frozenset(change), page(button, ["n_clicks"]))
    assert [(s.style, s.payload) for s in swaps] == [sent]


def test_what_is_ours_is_not_overwritten(page):
    button = dcc.Button("Go", id="b")
    assert button.replaced({"value": "x", "name": "y"}).swaps(frozenset({"value", "name"}), page(button, ["n_clicks"])) == []


def make() -> Dash:
    app = Dash(__name__)
    app.layout = [dcc.Button("Go", id="go"), dcc.Button("Off", id="off", disabled=True), html.P(id="out")]

    @app.callback(Output("out", "children"), Output("off", "disabled"), Input("go", "n_clicks"), Input("go", "n_blur"), State("go", "n_clicks_timestamp"), Input("off", "n_clicks"))
    def count(clicks, blurs, stamp, off):
        return f"{clicks!r} {blurs!r} {stamp is not None and stamp > 1e12} {off!r} {ctx.triggered_id}", not clicks

    return app


def test_clicks_and_blurs_are_counted():
    """K03"""
    with Client(make()) as client:
        page = client.get("/")
        assert page["out"].text == "None None False None None"
        page.click("go").click("go")
        assert page["out"].text == "2 None True None go"
        page.blur("go")
        assert page["out"].text == "2 1 True None go"
        page.click("off")
        assert page["out"].text == "2 1 True 1 off"


def test_a_disabled_button_cannot_be_clicked():
    with Client(make()) as client, pytest.raises(Impossible, match="disabled"):
        client.get("/").click("off")


def test_without_javascript_a_click_sends_the_page():
    with Client(make()) as client:
        page = client.get("/", javascript=False)
        page.click("go")
        page.click("go")
        assert page["out"].text == "2 None True None go"
