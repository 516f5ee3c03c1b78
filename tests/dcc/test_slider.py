"""dcc.Slider: its scale and marks (as Dash 4.4.1 draws them), markup, the numbers that travel, and what changes send."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash.dcc.scale import Scale, read_marks
from hxdash.dcc.slider import Slider
from hxdash.exceptions import RequestRefused
from hxdash.static_files import manifest

YEAR = """\
<div id="year" class="dash-slider dash-slider-container" hx-group="GROUP" hx-post="/_hx" hx-trigger="change" \
hx-include="[hx-group~='GROUP']" hx-script="SCRIPT">
<div class="dash-slider-wrapper">
<input type="range" name="v:year.value" form="hx" min="1952" max="1962" step="any" value="1952" aria-label="year">
<div class="dash-slider-marks" aria-hidden="true">\
<span class="dash-slider-mark" data-value="1952" style="--at:0">1952</span>\
<span class="dash-slider-mark" data-value="1957" style="--at:0.5">1957</span>\
<span class="dash-slider-mark" data-value="1962" style="--at:1">1962</span></div>
</div>
</div>"""

# what Dash 4.4.1 draws in a container 400 px wide, seen in Chromium
DASH_MARKS = {
    (0, 10, None): "0 1 2 3 4 5 6 7 8 9 10",
    (0, 100, None): "0 20 40 60 80 100",
    (1952, 2007, 5): "1952 1962 1972 1982 1992 2007",
    (0, 1, None): "0 1",
    (0, 1, 0.1): "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
    (0, 0.5, None): "0 0.5",
    (0, 20, 1): "0 3 6 9 12 15 18 20",
    (0, 10, 2): "0 2 4 6 8 10",
    (0, 10, 0.5): "0 1.5 3 4.5 6 7.5 9 10",
    (0, 10000, None): "0 2000 4000 6000 8000 10k",
    (0, 1e6, None): "0 250k 500k 750k 1,000k",
    (-10, 10, None): "-10 -7 -4 -1 2 5 8 10",
    (0, 0.001, 0.0001): "0 300µ 600µ 1,000µ",
    (0, 365, None): "0 100 200 300 365",
}


def labels(slider: Slider) -> list[str]:
    return [mark.label for mark in read_marks(slider)]


def group_of(markup: str) -> str:
    return markup.partition('hx-group="')[2].partition('"')[0]


def tag(markup: str, start: str) -> str:
    return markup[markup.index(start):].partition(">")[0]


@pytest.mark.parametrize(("ends", "expected"), DASH_MARKS.items())
def test_made_up_marks_are_dashs(ends, expected):
    low, high, step = ends
    assert labels(Slider(low, high, **({"step": step} if step else {}))) == expected.split()


@pytest.mark.parametrize(
    ("props", "low", "high", "step"),
    [
        ({}, 0, 1, 1),
        ({"min": 0, "max": 10}, 0, 10, 1),
        ({"min": 0.0, "max": 10.0}, 0, 10, 1),
        ({"min": 0, "max": 0.5}, 0, 0.5, 0.005),
        ({"min": 0, "max": 2.5}, 0, 2.5, 0.02),
        ({"min": 5}, 5, 5, 1),
        ({"max": 5}, 0, 5, 1),
        ({"min": 0, "max": 10, "step": 2}, 0, 10, 2),
        ({"min": 0, "max": 10, "step": None}, 0, 10, 1),
        ({"min": 0, "max": 10, "step": None, "marks": {}}, 0, 10, 1),
        ({"marks": {-2: "x", 3: "y", 9: "z"}}, -2, 9, 1),
        ({"marks": {-2: "x", 9: "z"}, "step": None}, -2, 9, None),
        ({"min": 0, "max": 10, "step": None, "marks": {0: "a", 3: "b", 12: "out"}}, 0, 10, None),
        ({"min": np.int64(1952), "max": np.int64(2007), "step": np.float64(5)}, 1952, 2007, 5),
    ],
)
def test_scale_has_dashs_defaults(props, low, high, step):
    scale = Scale.of(Slider(**props))
    assert (scale.low, scale.high, scale.step) == (low, high, step)


def test_marks_of_the_author():
    marks = {"10": "ten", 0: {"label": "zero", "style": {"color": "red"}}, 2.5: None, 12: "out", 5.0: {"label": ""}, 7: 7}
    assert [(m.position, m.label, m.style) for m in read_marks(Slider(0, 10, marks=marks))] == [
        (0, "zero", {"color": "red"}), (2.5, "2.5", None), (5, "5", None), (7, "7", None), (10, "ten", None),
    ]  # fmt: skip


def test_marks_none_empty_outside_or_too_many():
    assert labels(Slider(0, 2, marks=None)) == []
    assert labels(Slider(0, 2, marks={})) == ["0", "1", "2"]
    assert labels(Slider(0, 2, marks={5: "out"})) == ["0", "1", "2"]
    assert labels(Slider(0, 2, marks=dict.fromkeys(range(501), "x"))) == ["0", "1", "2"]


@given(low=st.floats(-1e9, 1e9), width=st.floats(0, 1e9), step=st.floats(1e-6, 1e9))
def test_made_up_marks_are_few_in_order_and_between_the_ends(low, width, step):
    scale = Scale.of(Slider(low, low + width, step))
    places = [mark.position for mark in read_marks(Slider(low, low + width, step))]
    assert len(places) <= 60
    assert places == sorted(places)
    assert places[0] == scale.low and places[-1] == scale.high


def test_slider_of_years(render):
    marks = {str(year): str(year) for year in (1952, 1957, 1962)}
    markup = render(Slider(np.int64(1952), np.int64(1962), None, marks, np.int64(1952), id="year"), ["value"])
    assert markup == YEAR.replace("GROUP", group_of(markup)).replace("SCRIPT", manifest().url("dcc/slider.js"))


def test_slider_without_anything_renders(render):
    markup = render(Slider())
    assert tag(markup, '<input type="range"') == '<input type="range" name="u1.value" min="0" max="1" step="1" value="0" aria-label="Slider"'
    assert "hx-group" not in markup


def test_number_field_stands_beside_it(render):
    markup = render(Slider(0, 100, 0.5, value=2.5, id="x"))
    field = '<input type="number" class="dash-range-slider-input dash-range-slider-max-input" style="--chars:5"'
    assert field + ' min="0" max="100" step="0.5" value="2.5" aria-label="x, number">' in markup
    for props in ({"allow_direct_input": False}, {"vertical": True}, {"step": None, "marks": {0: "a", 1: "b"}}):
        assert 'type="number"' not in render(Slider(**{"min": 0, "max": 100, "step": 1, **props}))


def test_slider_without_value_says_that_nobody_has_moved_it(render):
    mark = '<input type="checkbox" name="v:x.value" form="hx" value="" checked hidden>'
    assert mark in render(Slider(5, 10, id="x"), ["value"])
    assert mark not in render(Slider(5, 10, value=5, id="x"), ["value"])


def test_every_prop_has_its_place(render):
    markup = render(
        Slider(
            0, 20, 5, {5: "five"}, 5, disabled=True, dots=True, included=False, reverse=True, className="mine",
            tooltip={"always_visible": True, "placement": "bottomLeft", "template": "{value} <km>", "style": {"color": "red"}}, id="x",
        )
    )  # fmt: skip
    assert '<div id="x" class="dash-slider dash-slider-container dash-slider-reverse dash-slider-unfilled mine"' in markup
    assert '<div class="dash-slider-wrapper" dir="rtl">' in markup
    assert 'value="5" disabled aria-label="x" aria-valuetext="five">' in markup
    assert markup.count(" disabled") == 2
    assert markup.count('<i class="dash-slider-dot"') == 5
    tooltip = '<output class="dash-slider-tooltip always-visible" style="--at:0.25;color:red" aria-hidden="true" data-placement="bottomleft"'
    assert tooltip in markup
    assert "5 &lt;km" in markup and "<km>" not in markup


def test_vertical_slider_has_a_height(render):
    markup = render(Slider(0, 10, vertical=True, verticalHeight=250, reverse=True, id="x"))
    assert 'class="dash-slider dash-slider-container dash-slider-vertical dash-slider-reverse" style="--height:250px"' in markup
    assert "dir=" not in markup


def test_dots_of_small_or_many_steps_are_left_out(render):
    assert "dash-slider-dot" not in render(Slider(0, 10, 1, dots=True))
    assert "dash-slider-dot" not in render(Slider(0, 1000, 2, dots=True))


@pytest.mark.parametrize(
    ("mode", "trigger", "props"),
    [("mouseup", "change, input", "change:value input:drag_value"), ("drag", "input", "input:value,drag_value")],
)
def test_events(render, mode, trigger, props):
    markup = render(Slider(0, 10, updatemode=mode, id="x"), ["value", "drag_value"])
    assert f'hx-trigger="{trigger}"' in markup and f'hx-props="{props}"' in markup
    assert Slider().field("drag_value") == "value"


@pytest.mark.parametrize(
    ("slider", "text", "number"),
    [
        (Slider(0, 10), "4", 4),
        (Slider(0, 10, 0.5), "3.5", 3.5),
        (Slider(0, 10, 0.5), "4", 4),
        (Slider(0, 1, 0.1), "0.3", 0.3),
        (Slider(0, 1, 0.1), "0.7", 0.7),
        (Slider(-10, 10), "-7", -7),
        (Slider(0, 1e-6, 1e-7), "3e-7", 3e-7),
        (Slider(marks={0: "a", 2.5: "b", 10: "c"}, step=None), "2.5", 2.5),
        (Slider(marks={0: "a", 2.5: "b", 10: "c"}, step=None), "7.3", 10),
        (Slider(marks={0: "a", 2.5: "b", 10: "c"}, step=None), "1", 0),
    ],
)
def test_decode_gives_int_or_float(slider, text, number):
    found = slider.decode("value", [text])
    assert (found, type(found)) == (number, type(number))
    assert slider.decode("drag_value", [text]) == number


@pytest.mark.parametrize(
    ("slider", "texts", "status"),
    [
        (Slider(0, 10), ["11"], 422),
        (Slider(0, 10), ["-1"], 422),
        (Slider(0, 10), ["3.5"], 422),
        (Slider(0, 1, 0.1), ["0.35"], 422),
        (Slider(1, 10, 2), ["4"], 422),
        (Slider(0, 10), ["x"], 422),
        (Slider(0, 10), ["nan"], 422),
        (Slider(0, 10), ["1", "2"], 400),
        (Slider(0, 10, None, {0: "a", 10: "b"}), ["11"], 422),
    ],
)
def test_what_the_handle_could_not_reach_is_refused(slider, texts, status):
    with pytest.raises(RequestRefused) as refused:
        slider.decode("value", texts)
    assert refused.value.status == status


def test_slider_that_nobody_moved_has_no_value():
    slider = Slider(5, 10)
    assert slider.encode("value", None) == ["5", ""]
    assert slider.decode("value", ["5", ""]) is None
    assert slider.decode("value", ["5"]) == 5, "moved there and back"
    assert slider.decode("value", ["7", ""]) == 7, "moved without a script"
    assert Slider(5, 10, value=6).decode("value", []) == 6


@given(low=st.integers(-1000, 1000), steps=st.integers(0, 1000), step=st.sampled_from([1, 2, 5, 0.1, 0.25, 0.01]))
def test_decode_undoes_encode(low, steps, step):
    value = round(low + steps * step, 6)
    slider = Slider(low, low + 1000 * step, step)
    found = slider.decode("value", slider.encode("value", value))
    assert found == value and isinstance(found, int) == (value == int(value)), "a whole number is an int, as in Dash"


@pytest.mark.parametrize("change", [{"max": 20}, {"marks": None}, {"disabled": True}, {"tooltip": {}}, {"min": 50, "max": 100, "value": 80}])
def test_limits_go_before_the_value(swaps, change):
    found = swaps(Slider(0, 10, value=3, id="x"), **change)
    assert [(part, style) for part, style, _ in found] == [("", "outerMorph"), ("", "value")]
    assert found[1][2] == [str(change.get("value", 3))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"value": 7}, [("", "value", ["7"])]),
        ({"value": 2.0}, [("", "value", ["2.0"])]),
        ({"drag_value": 7}, []),
        ({"className": "k"}, [("", "attrs", {"class": "dash-slider dash-slider-container k"})]),
    ],
)
def test_swaps(swaps, changes, expected):
    assert swaps(Slider(0, 10, value=3, id="x"), **changes) == expected


def test_value_none_brings_the_mark_back(swaps):
    found = swaps(Slider(0, 10, value=3, id="x"), value=None)
    assert [style for _, style, _ in found] == ["outerMorph", "value"]
    assert 'value="" checked hidden' in found[0][2] and found[1][2] == ["0", ""]


def test_props_are_in_dashs_order():
    names = (
        "min max step marks value drag_value disabled dots included reverse tooltip updatemode vertical verticalHeight allow_direct_input "
        "className persistence persisted_props persistence_type id"
    )
    assert " ".join(Slider.prop_names) == names
