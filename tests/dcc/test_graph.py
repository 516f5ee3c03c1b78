"""dcc.Graph: what the reader does with a chart reaches callbacks, and what callbacks do to it reaches the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import plotly.graph_objects as go
import pytest

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.dcc.graph_events import check_added, read_edits, read_event
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client

FIGURE = {"data": [{"x": [1, 2, 3], "y": [1, 4, 9]}, {"x": [1, 2], "y": [5, 6]}], "layout": {"title": {"text": "Squares"}}}
CLICK = {"points": [{"curveNumber": 0, "pointNumber": 1, "x": 2, "y": 4.5, "customdata": ["a"]}], "timestamp": 1700000000000}
EVENTS: dict[str, Any] = {
    "clickData": CLICK,
    "hoverData": {"points": [{"x": "Ä", "y": None}]},
    "selectedData": {"points": [], "range": {"x": [0, 1], "y": [2, 3]}},
    "relayoutData": {"xaxis.range[0]": 1.5, "xaxis.range[1]": 2},
    "restyleData": [{"visible": ["legendonly"]}, [0]],
    "clickAnnotationData": {"index": 0, "annotation": {"text": "here"}, "timestamp": 3},
}


def reading(*dependencies: Input | State, **props: Any) -> tuple[Dash, list[tuple[Any, ...]]]:
    """A chart, and what a callback got of it."""
    seen: list[tuple[Any, ...]] = []
    app = Dash(__name__, layout=html.Div([dcc.Graph(id="g", figure=FIGURE, **props), html.Button("go", id="go"), html.P(id="out")]))

    @app.callback(Output("out", "children"), *dependencies, prevent_initial_call=True)
    def read(*values: Any) -> str:
        seen.append(values)
        return f"call {len(seen)}"

    return app, seen


# -- events ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prop", EVENTS)
def test_each_event_reaches_its_callback_as_it_was(prop: str) -> None:
    app, seen = reading(Input("g", prop))
    with Client(app) as client:
        page = client.get("/")
        page.plot("g", **{prop: EVENTS[prop]})
        assert page.last.sent("_t") == [f"g.{prop}"]
        assert seen == [(EVENTS[prop],)]
        assert page["out"].text == "call 1"


def test_k01_what_the_reader_did_before_is_state() -> None:
    app, seen = reading(Input("go", "n_clicks"), *(State("g", prop) for prop in EVENTS))
    with Client(app) as client:
        page = client.get("/")
        page.plot("g", clickData=CLICK, relayoutData=EVENTS["relayoutData"])
        assert page.requests == []  # nothing waits for it
        page.click("go")
        assert seen == [(1, CLICK, None, None, EVENTS["relayoutData"], None, None)]


def test_of_several_events_only_the_one_that_happened_triggers() -> None:
    app, seen = reading(Input("g", "clickData"), Input("g", "hoverData"), State("g", "figure"))
    with Client(app) as client:
        page = client.get("/")
        page.plot("g", hoverData=EVENTS["hoverData"])
        assert page.last.sent("_t") == ["g.hoverData"]
        page.plot("g", hoverData=None)
        assert [values[:2] for values in seen] == [(None, EVENTS["hoverData"]), (None, None)]


def test_a_callback_can_take_an_event_back() -> None:
    app = Dash(__name__, layout=html.Div([dcc.Graph(id="g"), html.Button("go", id="go"), html.P(id="out")]))

    @app.callback(Output("g", "clickData"), Input("go", "n_clicks"), prevent_initial_call=True)
    def reset(_: int) -> None:
        return None

    @app.callback(Output("out", "children"), Input("g", "clickData"))
    def show(data: Any) -> str:
        return repr(data)

    with Client(app) as client:
        page = client.get("/")
        page.plot("g", clickData={"points": []})
        assert page["out"].text == "{'points': []}"
        page.click("go")
        assert page["out"].text == "None"
        assert page["g"].node.children[-1].value == ""  # type: ignore[union-attr]


def test_an_unread_chart_has_no_fields(render: Callable[..., str]) -> None:
    assert "<input" not in render(dcc.Graph(id="g"))
    assert "hx-post" not in render(dcc.Graph(id="g"), states=["clickData"])


def test_fields_are_those_that_are_read(render: Callable[..., str]) -> None:
    html = render(dcc.Graph(id="g", clickData={"points": ["<"]}), ["clickData"], ["relayoutData"])
    assert 'hx-trigger="clickData"' in html
    assert 'hx-props="clickData:clickData"' in html
    assert """name="v:g.clickData" form="hx" value='{"points":["&lt;"]}'""" in html
    assert 'name="v:g.relayoutData"' in html
    assert "hoverData" not in html


@pytest.mark.parametrize("prop", EVENTS)
def test_decode_undoes_encode(prop: str) -> None:
    graph = dcc.Graph(id="g")
    assert graph.decode(prop, [graph.encode(prop, EVENTS[prop])]) == EVENTS[prop]
    assert graph.decode(prop, [graph.encode(prop, None)]) is None
    assert dcc.Graph(id="g", **{prop: EVENTS[prop]}).decode(prop, []) == EVENTS[prop]


# -- the figure as the reader changed it -------------------------------------------------------------------------------


def test_what_the_reader_changed_is_in_the_figure() -> None:
    app, seen = reading(Input("go", "n_clicks"), State("g", "figure"))
    with Client(app) as client:
        page = client.get("/")
        page.plot("g", figure={"layout": {"xaxis": {"range": [1, 2]}}, "data": {"1": {"visible": "legendonly"}}})
        page.click("go")
        figure = seen[0][1]
        assert figure["layout"] == {"title": {"text": "Squares"}, "xaxis": {"range": [1, 2]}}
        assert [t.get("visible") for t in figure["data"]] == [None, "legendonly"]


def test_a_change_of_the_figure_by_the_reader_calls_back() -> None:
    app, seen = reading(Input("g", "figure"))
    with Client(app) as client:
        page = client.get("/")
        page.plot("g", figure={"layout": {"shapes": [{"type": "line"}]}})
        assert seen[0][0]["layout"]["shapes"] == [{"type": "line"}]


@pytest.mark.parametrize(("revision", "kept"), [(None, False), ("same", True)])
def test_a_new_figure_starts_over_unless_a_uirevision_keeps_the_zoom(revision: Any, kept: bool) -> None:
    figure = {"data": [], "layout": {"uirevision": revision}}
    app = Dash(__name__, layout=html.Div([dcc.Graph(id="g", figure=figure), html.Button(id="new"), html.Button(id="go"), html.P(id="out")]))

    @app.callback(Output("g", "figure"), Input("new", "n_clicks"), prevent_initial_call=True)
    def renew(n: int) -> Any:
        return {"data": [{"y": [n]}], "layout": {"uirevision": revision}}

    @app.callback(Output("out", "children"), Input("go", "n_clicks"), State("g", "figure"), prevent_initial_call=True)
    def show(_: int, figure: Any) -> str:
        return json.dumps([figure["data"], "xaxis" in figure["layout"]])

    with Client(app) as client:
        page = client.get("/")
        page.plot("g", figure={"layout": {"xaxis": {"range": [1, 2]}}})
        page.click("new").click("go")
        assert json.loads(page["out"].text) == [[{"y": [1]}], kept]


def test_edits_of_a_plotly_figure_of_a_dict_and_of_none() -> None:
    made = go.Figure(go.Scatter(y=[1, 2]))
    assert read_edits("", made) is made
    assert read_edits('{"data":{"0":{"visible":false}}}', made)["data"][0]["visible"] is False
    assert read_edits('{"layout":{"dragmode":"pan"}}', None) == {"data": [], "layout": {"dragmode": "pan"}}


# -- hostile -----------------------------------------------------------------------------------------------------------

BAD = [
    ("clickData", "x", 422), ("clickData", "[1]", 422), ("clickData", '"text"', 422), ("clickData", "NaN", 422),
    ("clickData", '{"points":7}', 422), ("clickData", '{"points":[1]}', 422), ("clickData", "[" * 40 + "]" * 40, 422),
    ("clickData", '{"a":' * 50_000, 422), ("restyleData", "{}", 422), ("restyleData", "[1,2]", 422), ("restyleData", '[{},["x"]]', 422),
    ("restyleData", "[{}]", 422), ("figure", "[]", 422), ("figure", '{"frames":[]}', 422), ("figure", '{"data":{"9":{}}}', 422),
    ("figure", '{"data":{"-1":{}}}', 422), ("figure", '{"data":{"0":1}}', 422), ("figure", '{"layout":[]}', 422),
    ("selectedData", '{"a":"' + "x" * 1_100_000 + '"}', 413), ("selectedData", '{"points":[' + ",".join(["{}"] * 50_001) + "]}", 413),
    ("figure", json.dumps({"layout": dict.fromkeys(map(str, range(501)))}), 413),
]  # fmt: skip


@pytest.mark.parametrize(("prop", "text", "status"), BAD, ids=[f"{p} {t[:20]}" for p, t, _ in BAD])
def test_what_no_chart_reports_is_refused(prop: str, text: str, status: int) -> None:
    app, seen = reading(Input("g", prop))
    with Client(app) as client:
        page = client.get("/")
        page.plot("g", **{prop: None})
        seen.clear()
        fields = [(name, text if name == f"v:g.{prop}" else value) for name, value in page.last.fields]
        headers = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}
        assert client.request("POST", "/_hx", content=urlencode(fields), headers=headers).status_code == status
        assert seen == []


def test_refusals_name_the_property() -> None:
    with pytest.raises(RequestRefused, match="hoverData of a chart is no dict") as refused:
        read_event("hoverData", "3")
    assert refused.value.status == 422


def test_a_figure_that_nobody_reads_cannot_be_posted() -> None:
    app, _ = reading(Input("g", "clickData"))
    with Client(app) as client:
        page = client.get("/").plot("g", clickData=CLICK)
        fields = [*page.last.fields, ("v:g.figure", "{}")]
        headers = {"Origin": "http://localhost", "Content-Type": "application/x-www-form-urlencoded"}
        assert client.request("POST", "/_hx", content=urlencode(fields), headers=headers).status_code == 400


# -- outputs -----------------------------------------------------------------------------------------------------------


def adding(prop: str, value: Any) -> Dash:
    """A chart to which a click adds points."""
    app = Dash(__name__, layout=html.Div([dcc.Graph(id="g", figure=FIGURE), html.Button(id="go")]))

    @app.callback(Output("g", prop), Input("go", "n_clicks"), prevent_initial_call=True)
    def add(_: int) -> Any:
        return value

    return app


@pytest.mark.parametrize(
    ("prop", "value", "first", "second"),
    [
        ("extendData", {"x": [[4], [3]], "y": [[16], [7]]}, [1, 4, 9, 16], [5, 6, 7]),
        ("extendData", [{"y": [[7, 8]], "x": [[3, 4]]}, [1]], [1, 4, 9], [5, 6, 7, 8]),
        ("extendData", ({"y": [[16]], "x": [[4]]}, (0,), 3), [4, 9, 16], [5, 6]),
        ("prependData", [{"y": [[0]], "x": [[0]]}, [0], 2], [0, 1], [5, 6]),
        ("extendData", [], [1, 4, 9], [5, 6]),
        ("extendData", None, [1, 4, 9], [5, 6]),
    ],
)
def test_points_are_added_without_sending_the_figure(prop: str, value: Any, first: list[int], second: list[int]) -> None:
    with Client(adding(prop, value)) as client:
        page = client.get("/").click("go")
        assert [t["y"] for t in page["g"].figure["data"]] == [first, second]
        assert "Squares" not in page.last.text
        page.click("go")
        assert len(page.last.text) < 500  # what was added is not remembered


@pytest.mark.parametrize("value", [5, "x", [[1]], {"x": [[1]], "y": []}, [{"x": [[1], [2]]}, [0]], {"x": 3}])
def test_points_of_another_shape_are_an_error_on_the_page(value: Any) -> None:
    with pytest.raises(ValueError, match="extendData"):
        check_added("extendData", value)
    with Client(adding("extendData", value)) as client:
        page = client.get("/").click("go")
        assert page.last.status == 200
        assert len(page.errors) == 1


def test_every_property_is_written(render: Callable[..., str]) -> None:
    graph = dcc.Graph(
        id="g", figure=FIGURE, responsive=False, clear_on_unhover=True, animate=True, animation_options={"frame": {"duration": 5}}, mathjax=True,
        config={"scrollZoom": True}, className="mine", style={"height": "200px"}, **EVENTS,
    )  # fmt: skip
    html = render(graph)
    figure = json.loads(html.partition('type="application/json">')[2].partition("</script>")[0])
    assert figure["config"] == {"responsive": False, "scrollZoom": True}
    assert figure["animate"] == {"frame": {"duration": 5}}
    assert figure["data"] == FIGURE["data"]
    assert "data-clear-on-unhover" in html
    assert 'class="dash-graph mine"' in html
    assert 'style="height:200px"' in html.replace("min-height", "min")


def test_outputs_touch_only_what_they_name(swaps: Callable[..., list[tuple[str, str, Any]]]) -> None:
    graph = dcc.Graph(id="g", figure=FIGURE)
    assert swaps(graph, hoverData=None) == [("", "graphdata", {"hoverData": ""})]
    assert swaps(graph, clear_on_unhover=True) == [("", "attrs", {"data-clear-on-unhover": True})]
    assert swaps(graph, className="a") == [("", "attrs", {"class": "dash-graph a"})]
    assert swaps(graph, extendData={"y": [[1]]}) == [("", "graphpoints", {"data": {"y": [[1]]}, "traces": [0], "most": None, "before": False})]
    assert swaps(graph, **{"data-x": "1"}) == [("", "attrs", {"data-x": "1"})]
    assert swaps(graph, config={"scrollZoom": True}) == [("", "figurepatch", {"patch": [], "config": {"scrollZoom": True}, "animate": False})], "not the figure, which the browser has"


def test_without_javascript_the_events_of_a_chart_stay_empty() -> None:
    app, seen = reading(Input("go", "n_clicks"), State("g", "clickData"), State("g", "figure"))
    with Client(app) as client:
        client.get("/", javascript=False).click("go")
        assert seen == [(1, None, FIGURE)]
