"""dcc.Tooltip: markup, where it points, and what changes send."""

from __future__ import annotations

import pytest

from hxdash import Dash, Input, Output, dcc, html
from hxdash.static_files import manifest
from hxdash.testing import Client

BBOX = {"x0": 10, "y0": 20.5, "x1": 14, "y1": 18}


def test_tooltip_without_a_place_is_not_shown(render):
    script, sheet = manifest().url("dcc/loading.js"), manifest().url("dcc/tooltip.css")
    assert render(dcc.Tooltip(id="t")) == (
        f'<div id="t" class="dash-tooltip-frame" data-loading data-delay-show="0" hx-script="{script}"><link rel="stylesheet" href="{sheet}">'
        '<span id="t.anchor" class="dash-tooltip-anchor"></span><div id="t.box" class="dash-tooltip hover hover-right" style="z-index:1" hidden role="tooltip">'
        '<div id="t.content" class="hover-content"></div><span id="t.text" class="dash-tooltip-text" hidden>Loading...</span></div></div>'
    )


def test_tooltip_with_every_prop(render):
    tooltip = dcc.Tooltip(html.B("x"), "t", "c", {"top": 1}, BBOX, True, "top", "red", "blue", "Wait", 7, True)
    assert set(tooltip.props) == set(tooltip.prop_names)
    markup = render(tooltip)
    assert '<span id="t.anchor" class="dash-tooltip-anchor" style="left:10px;top:18px;width:4px;height:2.5px"></span>' in markup
    assert '<div id="t.box" class="dash-tooltip hover hover-top c" style="z-index:7;border-color:red;background:blue;pointer-events:auto;top:1px" role="tooltip">' in markup
    assert '<div id="t.content" class="hover-content"><b>x</b></div><span id="t.text" class="dash-tooltip-text" hidden>Wait</span>' in markup


@pytest.mark.parametrize("bbox", [{}, {"x0": 1}, {**BBOX, "x0": "1;position:fixed"}, {**BBOX, "x1": None}, [1, 2], "x", 5])
def test_what_is_no_place_hides_it(bbox, render):
    markup = render(dcc.Tooltip("x", bbox=bbox))
    assert " hidden " in markup
    assert "position:fixed" not in markup


def test_hostile_words_are_text(render):
    markup = render(dcc.Tooltip("<b>", direction='"><script>', border_color="red;position:fixed", loading_text="<i>", bbox=BBOX))
    assert "<script>" not in markup and "<i>" not in markup and "fixed" not in markup
    assert "hover-right" in markup


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"children": "y"}, [(".content", "innerMorph")]),
        ({"bbox": None}, [(".anchor", "attrs"), (".box", "attrs")]),
        ({"show": False, "direction": "left", "zindex": 3, "style": {}}, [(".box", "attrs")]),
        ({"loading_text": "z"}, [(".text", "innerMorph")]),
    ],
)
def test_no_change_creates_it_anew(change, sent, swaps):
    assert [(part, style) for part, style, _ in swaps(dcc.Tooltip("x", id="t", bbox=BBOX), **change)] == sent


def test_a_callback_shows_and_hides_it():
    app = Dash(__name__, layout=[html.Button("b", id="b"), dcc.Tooltip(id="t")])

    @app.callback(Output("t", "show"), Output("t", "bbox"), Output("t", "children"), Input("b", "n_clicks"), prevent_initial_call=True)
    def show(clicks):
        return clicks == 1, BBOX, f"at {clicks}"

    for javascript in (True, False):
        with Client(app) as client:
            page = client.get("/", javascript=javascript)
            assert "hidden" in page.document.by_id("t.box").attributes
            page.click("b")
            assert page["t"].text == "at 1"
            assert page.document.by_id("t.anchor").get("style").startswith("left:10px")
            page.click("b")
            assert page["t"].text == ""
