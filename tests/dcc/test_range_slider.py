"""dcc.RangeSlider: markup, the lists of numbers that travel, and what happens to handles that meet (WIDGETS.md 3.4, traps 11-14)."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.dcc.range_slider import RangeSlider
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client


def handles(markup: str) -> list[str]:
    return re.findall(r'<input type="range"[^>]*>', markup)


def test_it_renders_with_defaults(render):
    (handle,) = handles(render(RangeSlider(id="x"), ["value"]))
    assert 'name="v:x.value" form="hx" min="0" max="1" step="1" value="0" aria-label="Value"' in handle


def test_a_handle_for_each_number_with_a_name_of_its_own(render):
    two = handles(render(RangeSlider(0, 10, value=[3, 7], id="x"), ["value"]))
    assert [re.findall(r' value="(.*?)".*aria-label="(.*?)"', h) for h in two] == [[("3", "Minimum")], [("7", "Maximum")]]
    four = handles(render(RangeSlider(0, 10, value=[1, 2, 3, 4], count=1)))
    assert 'aria-label="Value 4 of 4"' in four[3]


def test_every_prop_has_its_place(render):
    markup = render(
        RangeSlider(
            0, 20, 5, {5: "five"}, [5, 10], allowCross=False, pushable=7, disabled=True, dots=True, included=False, reverse=True, className="mine",
            tooltip={"always_visible": True, "placement": "bottom", "template": "{value} <km>"}, updatemode="drag", id="x",
        ),
        ["value"],
    )  # fmt: skip
    assert '<div id="x" class="dash-slider dash-slider-container dash-slider-reverse dash-slider-unfilled dash-rangeslider mine"' in markup
    assert 'role="group" aria-label="x"' in markup and 'hx-trigger="input"' in markup
    assert '<div class="dash-slider-wrapper" dir="rtl" style="--from:0.25;--to:0.5" data-push="10" data-cross="no">' in markup
    assert markup.count(" disabled") == 4, "two handles, two fields"
    assert markup.count('<i class="dash-slider-dot"') == 5 and markup.count("<output") == 2
    assert 'aria-valuetext="five"' in markup and "5 &lt;km" in markup and "<km>" not in markup
    assert "dash-range-slider-min-input" in markup and "dash-range-slider-max-input" in markup


def test_vertical_has_a_height_and_no_fields(render):
    markup = render(RangeSlider(0, 10, value=[1, 2], vertical=True, verticalHeight=250, id="x"))
    assert "dash-slider-vertical" in markup and 'style="--height:250px"' in markup and 'type="number"' not in markup


@pytest.mark.parametrize(("value", "fields"), [([5], 1), ([5, 6], 2), ([5, 6, 7], 0), (None, 1)])
def test_fields_to_type_in(render, value, fields):
    assert render(RangeSlider(0, 10, value=value)).count('type="number"') == fields
    assert 'type="number"' not in render(RangeSlider(0, 10, value=value, allow_direct_input=False))


@pytest.mark.parametrize(
    ("slider", "texts", "numbers"),
    [
        (RangeSlider(0, 10, value=[3, 7]), ["4", "7"], [4, 7]),
        (RangeSlider(0, 10, value=[3, 7]), ["9", "7"], [7, 9]),
        (RangeSlider(0, 10, value=[7, 3]), ["7", "3"], [7, 3]),
        (RangeSlider(0, 1, 0.1, value=[0.1, 0.2]), ["0.3", "0.7"], [0.3, 0.7]),
        (RangeSlider(0, 10, 0.5, value=[1, 2]), ["3.0", "3.5"], [3, 3.5]),
        (RangeSlider(0, 10, value=[3, 5, 7], pushable=2), ["9", "5", "7"], [5, 7, 9]),
        (RangeSlider(0, 10, value=[3, 5, 7], pushable=2), ["7", "7", "7"], [6, 8, 10]),
        (RangeSlider(0, 10, value=[3, 4], pushable=2), ["3", "4"], [3, 4]),
        (RangeSlider(0, 1, 0.1, value=[0, 1], pushable=True), ["1", "1"], [0.9, 1]),
        (RangeSlider(0, 2, value=[0, 1, 2], pushable=5), ["2", "2", "2"], [2, 2, 2]),
        (RangeSlider(marks={0: "a", 2.5: "b", 10: "c"}, step=None, value=[0, 10]), ["7.3", "2"], [2.5, 10]),
        (RangeSlider(5, 10), ["5", ""], None),
        (RangeSlider(5, 10), ["5"], [5]),
        (RangeSlider(5, 10), ["7", ""], [7]),
        (RangeSlider(5, 10), [], None),
        (RangeSlider(5, 10, value=[]), ["5", ""], []),
        (RangeSlider(0, 10, value=[3, 7]), [], [3, 7]),
    ],
)
def test_trap13_numbers_come_in_order_and_at_their_distance(slider, texts, numbers):
    found = slider.decode("value", texts)
    assert found == numbers and [type(n) for n in found or ()] == [type(n) for n in numbers or ()]
    assert slider.decode("drag_value", texts) == numbers


@pytest.mark.parametrize(
    ("texts", "status"),
    [(["1"], 422), (["1", "2", "3"], 400), (["11", "1"], 422), (["1.5", "2"], 422), (["x", "2"], 422), (["nan", "2"], 422), (["1", "2", "", ""], 400)],
)
def test_what_the_handles_could_not_reach_is_refused(texts, status):
    with pytest.raises(RequestRefused) as refused:
        RangeSlider(0, 10, value=[3, 7]).decode("value", texts)
    assert refused.value.status == status


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.sampled_from([1, 5, 0.1, 0.25]), st.sampled_from([None, True, 3]))
def test_k02_decode_undoes_encode(places, step, pushable):
    value = [round(place * step, 6) for place in places]
    slider = RangeSlider(0, 1000 * step, step, value=value, pushable=pushable)
    assert slider.decode("value", slider.encode("value", value)) == value


@given(st.lists(st.integers(0, 20), min_size=2, max_size=4), st.integers(1, 6))
def test_posted_numbers_keep_order_distance_and_ends(places, distance):
    found = RangeSlider(0, 20, value=[-1] * len(places), pushable=distance).decode("value", list(map(str, places)))
    assert all(b - a >= distance for a, b in itertools.pairwise(found)) and found[0] >= 0 and found[-1] <= 20


def test_trap11_limits_go_before_the_values(swaps):
    found = swaps(RangeSlider(0, 10, value=[3, 7], id="x"), min=50, max=100, value=[60, 80])
    assert [(part, style) for part, style, _ in found] == [("", "outerMorph"), ("", "value")] and found[1][2] == ["60", "80"]
    assert swaps(RangeSlider(0, 10, value=[3, 7], id="x"), className="k")[0][1] == "attrs"
    assert swaps(RangeSlider(0, 10, value=[3, 7], id="x"), drag_value=[1, 2]) == []


def site() -> Dash:
    app = Dash("ranges", secret_key="kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU")
    app.layout = html.Div([
        dcc.RangeSlider(0, 10, value=[3, 7], id="r"), dcc.RangeSlider(0, 10, id="none"), dcc.RangeSlider(0, 10, value=[1, 2], disabled=True, id="off"),
        html.Button("set", id="set"), html.Div(id="out"), html.Div(id="drag"),
    ])  # fmt: skip

    @app.callback(Output("out", "children"), Input("r", "value"), Input("none", "value"), State("off", "value"))
    def show(*values):
        return repr(values)

    @app.callback(Output("drag", "children"), Input("r", "drag_value"), prevent_initial_call=True)
    def drag(value):
        return repr(value)

    @app.callback(Output("r", "value"), Output("r", "max"), Input("set", "n_clicks"), prevent_initial_call=True)
    def set_it(n):
        return [1, 50, 90], 100

    return app


def test_values_reach_callbacks_typed_and_outputs_reach_the_page():
    with Client(site()) as client:
        page = client.get("/")
        assert page["out"].text == "([3, 7], None, [1, 2])"
        page["r"].value = [4, 9]
        assert page["out"].text == "([4, 9], None, [1, 2])" and page["drag"].text == "[4, 9]"
        page.drag("r", [5, 9])
        assert page["drag"].text == "[5, 9]"
        page["none"].value = [0]
        assert page["out"].text.endswith("[0], [1, 2])"), "moved there and back it is a value"
        page.click("set")
        assert page["r"].value == [1, 50, 90] and page["out"].text.startswith("([1, 50, 90]")


def test_without_javascript():
    with Client(site()) as client:
        page = client.get("/", javascript=False)
        page["r"].value = [9, 4]
        page.apply()
        assert page["out"].text == "([4, 9], None, [1, 2])"
        page["none"].value = [2]
        page.apply()
        assert page["out"].text == "([4, 9], [2], [1, 2])"
        page.click("set")
        assert page["out"].text == "([1, 50, 90], [2], [1, 2])"


def test_props_are_in_dashs_order():
    names = (
        "min max step marks value drag_value allowCross pushable disabled count dots included reverse tooltip updatemode vertical verticalHeight "
        "allow_direct_input className persistence persisted_props persistence_type id"
    )
    assert " ".join(RangeSlider.prop_names) == names
