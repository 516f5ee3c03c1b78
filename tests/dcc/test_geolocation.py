"""dcc.Geolocation: markup, the values that travel, and who may ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash import Dash, Input, Output, State, ctx, dcc, html
from hxdash.exceptions import RequestRefused
from hxdash.static_files import manifest
from hxdash.testing import Client, Refused

HERE = {"lat": 52.5, "lon": 13, "accuracy": 20.5, "alt": None, "alt_accuracy": None, "heading": None, "speed": None}
DENIED = {"code": 1, "message": "User denied Geolocation"}


def test_geolocation_that_nobody_reads_is_an_empty_element(render):
    script = manifest().url("dcc/geolocation.js")
    assert render(dcc.Geolocation(id="g")) == f'<span id="g" hidden hx-script="{script}" data-geolocation data-age="0"></span>'


def test_geolocation_with_every_prop(render):
    geo = dcc.Geolocation("g", "now", 5, HERE, DENIED, True, True, True, 1000, 2000)
    assert set(geo.props) == set(geo.prop_names)
    markup = render(geo, ["position", "timestamp"], ["position_error", "local_date"])
    assert 'hx-trigger="position, timestamp"' in markup
    assert 'data-geolocation data-age="1000" data-timeout="2000" data-exact="" data-alert=""' in markup
    assert '<input type="hidden" id="g.timestamp" name="v:g.timestamp" form="hx" value="5" data-part="timestamp" autocomplete="off">' in markup
    assert markup.count("<input") == 4
    assert "data-timeout" not in render(dcc.Geolocation(timeout=float("inf"), maximum_age=float("inf")))


numbers = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**53), 2**53))


@given(st.fixed_dictionaries(dict.fromkeys(HERE, numbers)), st.text(max_size=50), st.integers(0, 2**45))
def test_decode_undoes_encode(position, text, timestamp):
    geo = dcc.Geolocation()
    for prop, value in (("position", position), ("local_date", text), ("timestamp", timestamp), ("position_error", {"code": 1, "message": text}), ("position", None)):
        assert geo.decode(prop, [geo.encode(prop, value)]) == value


@pytest.mark.parametrize(
    ("prop", "texts"),
    [
        ("position", ["[1]"]), ("position", ["{"]), ("position", ['{"lat":1}']), ("position", ['{"lat":"<b>","lon":1}']), ("position", ['{"lat":1,"lon":2,"x":3}']),
        ("position", ['{"lat":true,"lon":1}']), ("position_error", ['{"code":1}']), ("position_error", ['{"code":1,"message":[1]}']), ("timestamp", ['"1"']),
        ("timestamp", ["true"]), ("timestamp", ["NaN"]), ("local_date", ["5"]), ("local_date", ['"' + "x" * 3000 + '"']), ("position", ["null", "null"]), ("position", ["[" * 999]),
    ],
)  # fmt: skip
def test_hostile_values_are_refused(prop, texts):
    with pytest.raises(RequestRefused) as refused:
        dcc.Geolocation().decode(prop, texts)
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"update_now": True}, [("", "locate", True)]),
        ({"update_now": False}, []),
        ({"timestamp": 7, "position": None}, [(".position", "value", "null"), (".timestamp", "value", "7")]),
        ({"high_accuracy": True}, [("", "attrs", {"data-age": "0", "data-timeout": None, "data-exact": "", "data-alert": None})]),
    ],
)
def test_what_changes_send(change, sent, swaps):
    assert swaps(dcc.Geolocation(id="g"), **change) == sent


def make() -> Dash:
    app = Dash(__name__, layout=[dcc.Geolocation("g"), html.P(id="out")])

    @app.callback(Output("out", "children"), Input("g", "position"), Input("g", "timestamp"), Input("g", "position_error"), State("g", "local_date"))
    def show(position, timestamp, error, date):
        return f"{position and position['lat']} {timestamp} {error and error['code']} {date} {sorted(ctx.triggered_prop_ids)}"

    return app


def test_all_that_the_browser_says_is_one_call():
    """C56"""
    with Client(make()) as client:
        page = client.get("/")
        assert page["out"].text == "None None None None []"
        page.locate("g", position=HERE, timestamp=1700, local_date="now", position_error=None)
        assert page["out"].text == "52.5 1700 None now ['g.position', 'g.timestamp']"
        assert (page.calls, page["g"].read("position")) == (["show"], HERE)
        page.locate("g", position=None, timestamp=None, local_date=None, position_error=DENIED)
        assert page["out"].text == "None None 1 None ['g.position', 'g.position_error', 'g.timestamp']"


def test_a_forged_position_is_refused():
    with Client(make()) as client:
        page = client.get("/")
        with pytest.raises(Refused) as refused:
            page.locate("g", position={"lat": "x", "lon": 1})
        assert refused.value.status == 422


def test_only_a_page_that_has_one_may_ask():
    with Client(make()) as client:
        assert "geolocation=(self)," in client.request("GET", "/").headers["permissions-policy"]
    with Client(Dash(__name__, layout=html.P("x"))) as client:
        assert "geolocation=()," in client.request("GET", "/").headers["permissions-policy"]
        assert len(client.request("GET", "/").headers.get_list("permissions-policy")) == 1
