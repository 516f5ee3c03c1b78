"""dcc.Clipboard: markup, its counter, and what changes send."""

from __future__ import annotations

import pytest

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client


def test_clipboard_with_defaults_is_a_named_button(render):
    markup = render(dcc.Clipboard())
    assert markup.startswith('<span class="dash-clipboard" hx-script=')
    assert '<button type="button" class="dash-clipboard-button" aria-label="Copy">' in markup
    assert markup.count("<svg") == 2
    assert markup.endswith('<span class="dash-clipboard-status" role="status"></span></span>')


def test_clipboard_with_every_prop(render):
    clipboard = dcc.Clipboard(html.B("x"), "c", html.I("y"), {"b": 1, "a": 2}, "text", 3, "<b>", "Copy it", {"top": 1}, "mine")
    assert set(clipboard.props) == set(clipboard.prop_names)
    markup = render(clipboard, ["n_clicks"])
    assert '<span id="c" class="dash-clipboard mine" style="top:1px" data-target=\'{"a":2,"b":1}\' data-content="text" data-html="&lt;b>"' in markup
    assert '<button type="button" id="c.button" class="dash-clipboard-button" title="Copy it" aria-label="Copy it">' in markup
    assert 'hx-count="n_clicks=3"' in markup
    assert '<span id="c.face" class="dash-clipboard-face"><b>x</b></span><span id="c.copied" class="dash-clipboard-copied"><i>y</i></span>' in markup


def test_text_on_the_button_is_its_name(render):
    assert "aria-label" not in render(dcc.Clipboard("Copy the link"))


@pytest.mark.parametrize("text", ["x", "1.5", "9" * 99])
def test_hostile_counters_are_refused(text):
    with pytest.raises(RequestRefused):
        dcc.Clipboard().decode("n_clicks", [text])


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"children": "y"}, [(".face", "innerMorph", "y"), (".button", "attrs", {"title": None, "aria-label": None})]),
        ({"copied_children": "y"}, [(".copied", "innerMorph", "y")]),
        ({"content": 5, "html_content": None}, [("", "attrs", {"data-content": "5", "data-html": None})]),
        ({"title": "T", "className": "m"}, [(".button", "attrs", {"title": "T", "aria-label": "T"}), ("", "attrs", {"class": "dash-clipboard m"})]),
        ({"target_id": "z", "style": {"top": 1}}, [("", "attrs", {"data-target": "z", "style": "top:1px"})]),
        ({"n_clicks": 0}, [("", "count", {"n_clicks": 0})]),
    ],
)
def test_each_change_goes_to_the_same_element(change, sent, swaps):
    assert swaps(dcc.Clipboard(id="c"), **change) == sent


def test_a_callback_makes_what_is_copied():
    app = Dash(__name__, layout=[dcc.Clipboard(id="c"), dcc.Clipboard(id="s"), dcc.Input("a", id="i"), html.P(id="out")])

    @app.callback(Output("c", "content"), Output("out", "children"), Input("c", "n_clicks"), State("i", "value"), State("s", "n_clicks"))
    def make(clicks, text, others):
        return f"{text} {clicks}", str(others)

    with Client(app) as client:
        page = client.get("/")
        page.click("c")
        assert page["c"].attributes["data-content"] == "a 1"
