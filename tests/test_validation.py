"""The validation matrix (1m): a test per row, named by its number; what Dash leaves to the browser's console is found at start-up here.

C09, C16, C74-C76, C87 and other rules of declarations and returned values are in test_callback.py, test_graph.py and test_run.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from engine import Engine, without_lines

from hxdash import ALL, MATCH, Dash, Input, Output, Patch, dcc, html
from hxdash.component import Component
from hxdash.exceptions import (
    CallbackException,
    DashException,
    DuplicateIdError,
    IncorrectTypeException,
    InvalidComponentIdError,
    InvalidConfig,
    InvalidIndexException,
    InvalidPropException,
    NoLayoutException,
    ObsoleteKwargException,
)
from hxdash.testing import Client

Wire = tuple[Any, ...]


def app_of(layout: Any, *wires: Wire, **settings: Any) -> Dash:
    """An app with callbacks, each an Output and Inputs; they return their first value."""
    app = Dash("validation", layout=layout, **settings)
    for wire in wires:
        app.callback(*wire)(lambda *values: values[0])
    return app


def found(app: Dash) -> list[str]:
    """What is wrong with an app: types and texts, without lines of files."""
    return [f"{type(mistake).__name__}: {without_lines(str(mistake))}" for mistake in app.mistakes()]


def starts(app: Dash, *mistakes: str) -> None:
    """The app has these mistakes, as each begins, and does not start; each says where and how to fix it."""
    seen = app.mistakes()
    assert [f"{type(m).__name__}: {m.what}" for m in seen] == list(mistakes)
    assert [m for m in seen if not (m.where and m.fix)] == []
    with pytest.raises(DashException):
        app.prepare()


# -- the layout ----------------------------------------------------------------------------------------------------------


def test_v01_an_id_that_stands_twice_in_the_layout() -> None:
    layout = html.Div([html.P(id="p"), html.Div([html.B(id="p"), html.I(id={"i": 1}), html.U(id={"i": 1})], id="d")])
    assert found(app_of(layout)) == [
        "DuplicateIdError: Two components have the id 'p'.\n  where: Div > P(id='p')  and  Div > Div(id='d') > B(id='p')\n  fix:   give one of them another id",
        "DuplicateIdError: Two components have the id '{\"i\":1}'.\n"
        "  where: Div > Div(id='d') > I(id='{\"i\":1}')  and  Div > Div(id='d') > U(id='{\"i\":1}')\n  fix:   give one of them another id",
    ]
    with pytest.raises(DuplicateIdError):
        app_of(layout).prepare()


def test_v01_an_id_that_stands_twice_in_what_a_layout_function_makes() -> None:
    starts(app_of(lambda: [html.P(id="p"), html.P(id="p")]), "DuplicateIdError: Two components have the id 'p'.")


def test_v02_ids_that_a_callback_repeats_are_left_alone() -> None:
    """C79."""
    app = app_of(html.Div([html.Button(id="go"), html.Div(id="box")]))
    app.callback(Output("box", "children"), Input("go", "n_clicks"))(lambda n: [html.P("one", id="p"), html.P("two", id="p")])
    with Client(app) as client:
        page = client.get("/").click("go")
        assert (page["box"].text.split(), page.errors) == (["one", "two"], [])


@pytest.mark.parametrize("layout", [None, "text", 5, [html.Div(), 5], lambda: None, lambda: "text"])
def test_v03_a_layout_that_is_none(layout: Any) -> None:
    with pytest.raises(NoLayoutException) as caught:
        app_of(layout).prepare()
    assert caught.value.fix


def test_v03_a_layout_function_that_raises() -> None:
    def serve() -> Any:
        raise KeyError("user")

    app = app_of(serve, (Output("a", "children"), Input("b", "value")))
    assert found(app) == [
        "NoLayoutException: The layout function test_v03_a_layout_function_that_raises.<locals>.serve raised KeyError: 'user'\n  where: test_validation.py\n"
        "  fix:   let it work without a request, or set suppress_callback_exceptions=True: then only pages need it"
    ]
    with pytest.raises(NoLayoutException) as caught:
        app.prepare()
    assert isinstance(caught.value.__cause__, KeyError)


def test_v03_a_layout_function_may_need_a_request_where_ids_are_not_checked() -> None:
    app = app_of(lambda: 1 / 0, suppress_callback_exceptions=True)
    assert app.mistakes() == []


def test_v04_an_unknown_id() -> None:
    app = app_of(html.Div(id="total"), (Output("totl", "children"), Input("total", "n_clicks")))
    starts(app, "NonExistentIdException: Output('totl', 'children'): no component has this id.")
    assert "did you mean 'total'?" in found(app)[0]
    assert "Ids in the layout: total." in found(app)[0]


def test_v04_unknown_ids_are_no_mistake_where_they_are_not_checked() -> None:
    wire = (Output("later", "children"), Input("total", "n_clicks"))
    assert app_of(html.Div(id="total"), wire, suppress_callback_exceptions=True).mistakes() == []
    whole = app_of(html.Div(id="total"), wire, validation_layout=html.Div([html.Div(id="total"), html.Div(id="later")]))
    assert whole.mistakes() == []


def test_v05_an_unknown_property() -> None:
    app = app_of(html.Div(id="a"), (Output("a", "childern"), Input("a", "n_clicks")))
    starts(app, "NonExistentPropException: Output('a', 'childern'): html.Div has no such property.")
    assert "did you mean 'children'?" in found(app)[0]


# -- values --------------------------------------------------------------------------------------------------------------

WRONG: dict[str, tuple[Callable[[], Any], str, str]] = {
    "style, a list": (lambda: html.Div(style=["color"]), "html.Div(style=['color']): a dict of camelCase names is due, not a list", "write style={"),
    "style, text": (lambda: html.P(style="color: red"), "html.P(style='color: red'): a dict of camelCase names is due, not a str", "write style={"),
    "style of a part": (lambda: dcc.RadioItems(["a"], labelStyle="x"), "dcc.RadioItems(labelStyle='x'): a dict of camelCase names is due, not a str", "write"),
    "className": (lambda: html.Div(className=["a", "b"]), "html.Div(className=['a', 'b']): text or number is due, not a list", "give it text"),
    "an option without value": (
        lambda: dcc.Dropdown([{"label": "A", "value": 1}, {"label": "B", "valu": 2}]),
        "dcc.Dropdown(options=[{'label': 'A', 'value': 1}, {'label': 'B', 'valu': 2}]): option 1 has no 'value': {'label': 'B', 'valu': 2}",
        "write 'value' for 'valu'",
    ),
    "an option with nothing of the kind": (lambda: dcc.Checklist([{"label": "A"}]), "dcc.Checklist(options=[{'label': 'A'}]): option 0 has no 'value': {'label': 'A'}", 'write {"label": "A", "value": "a"}'),
    "an option's value, a list": (lambda: dcc.RadioItems([["a", "b"]]), "dcc.RadioItems(options=[['a', 'b']]): the value of option 0 is a list", "an option's value is text"),
    "options, text": (lambda: dcc.Dropdown("abc"), "dcc.Dropdown(options='abc'): a list of values, a dict of value to label, or a list of dicts is due, not a str", "write options="),
    "a checklist's value": (lambda: dcc.Checklist(["a"], "a"), "dcc.Checklist(value='a'): a list of values is due, not a str", "write value=['a']"),
    "a slider upside down": (lambda: dcc.Slider(10, 1), "dcc.Slider(): min=10 is above max=1", "write min=1, max=10"),
    "a slider's end": (lambda: dcc.Slider("low", 1), "dcc.Slider(min='low'): a number is due, not 'low'", "give it an int"),
    "a slider's value": (lambda: dcc.Slider(0, 1, value=[1, 2]), "dcc.Slider(value=[1, 2]): a number is due, not [1, 2]", "give it an int"),
    "marks, a list": (lambda: dcc.Slider(0, 1, marks=[0, 1]), "dcc.Slider(marks=[0, 1]): a dict of position to label is due, not a list", "write marks="),
    "a mark at no number": (lambda: dcc.Slider(0, 1, marks={"low": "x"}), "dcc.Slider(marks={'low': 'x'}): the mark at 'low' stands at no number", "write marks="),
    "a figure, a list": (lambda: dcc.Graph(figure=[go.Scatter()]), "dcc.Graph(figure=[Scatter()]): a figure is due, not a list", "give it a go.Figure"),
    "a type of field": (lambda: dcc.Input(type="nubmer"), "dcc.Input(type='nubmer'): 'nubmer' is none of text, number, password, email, range, search, tel, url, hidden", "did you mean 'number'?"),
    "a storage": (lambda: dcc.Store("s", storage_type="loca"), "dcc.Store(storage_type='loca'): 'loca' is none of memory, local, session", "did you mean 'local'?"),
    "an interval": (lambda: dcc.Interval(interval="soon"), "dcc.Interval(interval='soon'): a number is due, not 'soon'", "give it an int"),
    "a dict where text is due": (lambda: dcc.Input(placeholder={"a": 1}), "dcc.Input(placeholder={'a': 1}): text or number is due, not a dict", "give it text"),
    "text where a dict is due": (lambda: dcc.Slider(0, 1, tooltip="always"), "dcc.Slider(tooltip='always'): dict is due, not a str", "give it dict"),
    "a component where text is due": (lambda: html.Div(title=html.B("x")), "html.Div(title=B('x')): text or number is due, not a component", "give it text"),
    "a component in what is open": (lambda: dcc.Input(value=html.B("x")), "dcc.Input(value=B('x')): a component stands here", "components go into children"),
    "a dict as a child": (lambda: html.Div(["a", {"b": 1}]), "html.Div has a dict among its children", "children are components"),
    "a set as a child": (lambda: html.Div({1}), "The layout holds a set: {1}", "children are components"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "what", "fix"), WRONG.values(), ids=WRONG.keys())
def test_v06_a_value_in_the_layout_that_cannot_be_shown(make: Callable[[], Any], what: str, fix: str) -> None:
    app = app_of(html.Div([html.P("fine"), html.Section(make())]))
    [mistake] = app.mistakes()
    kind = NoLayoutException if what.startswith("The layout") else InvalidPropException
    assert (type(mistake), mistake.what) == (kind, f"{what}.")
    assert mistake.fix.startswith(fix)
    if kind is InvalidPropException:
        assert mistake.where.startswith("Div > Section > ")
    with pytest.raises(kind):
        app.prepare()


RIGHT: dict[str, Callable[[], Any]] = {
    "options": lambda: [dcc.Dropdown(o) for o in (None, [], ["a", 1, True, None], {"a": "A"}, [{"value": 1}], ("a",), np.array([1, 2]), pd.Series(["a"]), [{"label": html.B("x"), "value": 1, "more": 2}])],
    "several": lambda: [dcc.Checklist(["a"], v) for v in (None, [], ("a",), np.array(["a"]))],
    "numbers": lambda: [dcc.Slider(low, 10, value=v, marks=m) for low, v, m in ((0, 1, None), (np.int64(0), np.float64(1), {"0": "a", 1.5: {"label": "b"}}), (0.5, None, {}), (1, 1, {np.int64(3): "c"}))],
    "figures": lambda: [dcc.Graph(figure=f) for f in (None, go.Figure(), {"data": [], "layout": {}}, {})],
    "styles": lambda: [html.Div(style=s) for s in (None, {}, {"color": "red"})],
    "words": lambda: [dcc.Input(type="number", debounce=0.5, min="0", max=5), dcc.Store("s", storage_type="session", data=[{"a": 1}]), dcc.Interval(interval=500, n_intervals=0)],
    "components in JSON form": lambda: html.Div(html.B("x").to_plotly_json()),
    "flags": lambda: [html.Button(disabled="disabled"), html.Div(hidden=1, draggable="true"), dcc.Input(autoFocus="autoFocus", disabled=True)],
}  # fmt: skip


@pytest.mark.parametrize("make", RIGHT.values(), ids=RIGHT.keys())
def test_v06_values_that_can_be_shown_are_left_alone(make: Callable[[], Any]) -> None:
    app = app_of(html.Div(make()))
    assert app.mistakes() == []
    with Client(app) as client:
        assert client.get("/").errors == []


@pytest.mark.parametrize("kind", Component.known_types.values(), ids=Component.known_types.keys())
def test_v06_what_a_component_takes_by_default_is_right(kind: type[Component]) -> None:
    defaults = {prop: getattr(kind, prop, None) for prop in kind.value_checks}
    assert {prop: value for prop, value in defaults.items() if value is not None and kind.value_checks[prop](value)} == {}


RETURNED: dict[str, tuple[str, str, Any, str]] = {
    "style": ("d", "style", "red", "html.Div(style='red'): a dict of camelCase names is due, not a str."),
    "options": ("r", "options", [{"label": "A"}], "dcc.RadioItems(options=[{'label': 'A'}]): option 0 has no 'value': {'label': 'A'}."),
    "marks": ("s", "marks", {"x": "y"}, "dcc.Slider(marks={'x': 'y'}): the mark at 'x' stands at no number."),
    "figure": ("g", "figure", [1], "dcc.Graph(figure=[1]): a figure is due, not a list."),
}
PARTS = [html.Div("old", id="d"), dcc.RadioItems(["a"], id="r"), dcc.Slider(0, 1, id="s"), dcc.Graph(id="g"), html.Div(id="out")]


@pytest.mark.parametrize(("id", "prop", "value", "what"), RETURNED.values(), ids=RETURNED.keys())
def test_v06_a_value_from_a_callback_that_cannot_be_shown(id: str, prop: str, value: Any, what: str) -> None:
    """The page keeps what it had, and says which callback gave what."""
    page = Engine(html.Button(id="go"), *PARTS)
    page.add("give", f"go.n_clicks -> {id}.{prop}", gives=value)
    page.add("use", f"{id}.{prop} -> out.children", gives="used")
    turn = page.load()
    assert turn.errors[0].startswith(f"InvalidCallbackReturnValue: {what}\n  fix: ")
    assert (turn.changes.props, [name for name, *_ in turn.calls]) == ({}, ["give"])


def test_v06_a_value_from_set_props_or_a_patch_that_cannot_be_shown() -> None:
    def bend(n: Any) -> Any:
        patch = Patch()
        patch.append({"label": "B"})
        return patch

    page = Engine(html.Button(id="go"), *PARTS)
    page.add("bend", "go.n_clicks -> r.options", gives=bend)
    assert "option 1 has no 'value'" in page.load().errors[0]
    other = Engine.of(("B", "-> b.children, c.title", lambda: (__import__("hxdash").set_props("b", {"style": 5}), ("new", "title"))[1]))
    turn = other.load()
    assert "html.Div(style=5)" in turn.errors[0]
    assert (turn["b.children"], turn["c.title"]) == ("new", "title")


# -- callbacks together --------------------------------------------------------------------------------------------------


def test_v07_two_callbacks_that_set_one_property() -> None:
    """C85."""
    layout = html.Div([html.Div(id="a"), html.Button(id="b"), html.Button(id="c")])
    app = app_of(layout, (Output("a", "children"), Input("b", "n_clicks")), (Output("a", "children"), Input("c", "n_clicks")))
    starts(app, "DuplicateCallback: Two callbacks set a.children.")
    assert "allow_duplicate=True" in found(app)[0]


@pytest.mark.parametrize("other", [ALL, MATCH, 1])
def test_v07_wildcards_that_overlap(other: Any) -> None:
    """C90."""
    layout = html.Div([html.Div(id={"i": 1}), html.Button(id="b")])
    inputs = [Input({"i": MATCH}, "n_clicks")] if other is MATCH else [Input("b", "n_clicks")]
    app = app_of(layout, (Output({"i": ALL}, "title"), Input("b", "n_clicks")), (Output({"i": other}, "title"), *inputs))
    [mistake] = app.mistakes()
    assert mistake.what.startswith("Two callbacks set {")


def test_v07_one_property_twice_in_one_callback() -> None:
    """C86."""
    with pytest.raises(CallbackException, match=r"The callback has the Output a\.children twice\."):
        app_of(html.Div(id="a"), ([Output("a", "children"), Output("a", "children")], Input("a", "n_clicks")))


def test_v08_circles() -> None:
    """C62. Each circle is named, with its members in order."""
    layout = html.Div([html.Div(id=id) for id in "abcde"])
    wires = [("b", "a"), ("a", "b"), ("d", "c"), ("e", "d"), ("c", "e")]
    app = app_of(layout)
    for out, into in wires:
        def relay(value: Any) -> Any:
            return value

        relay.__qualname__ = f"{into}_to_{out}"
        app.callback(Output(out, "title"), Input(into, "title"))(relay)
    circles = [without_lines(m.where).replace(" (test_validation.py)", "") for m in app.mistakes()]
    assert circles == ["b_to_a → a_to_b → b_to_a", "d_to_e → e_to_c → c_to_d → d_to_e"]


# -- construction --------------------------------------------------------------------------------------------------------

POSITIONAL: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "two components": (lambda: html.Div(html.B("a"), html.B("b")), InvalidComponentIdError, "B cannot be an id: B('b')."),
    "a list as the second": (lambda: html.Div("a", [html.B("b")]), InvalidComponentIdError, "list cannot be an id: [B('b')]."),
    "a third": (lambda: html.Div("a", "b", html.B("c")), TypeError, "html.Div got a component for 'n_clicks'"),
    "one for value": (lambda: dcc.Input(html.B("a")), TypeError, "dcc.Input got a component for 'value'"),
    "a list of them": (lambda: dcc.Input([html.B("a")]), TypeError, "dcc.Input got a component for 'value'"),
}


@pytest.mark.parametrize(("make", "kind", "text"), POSITIONAL.values(), ids=POSITIONAL.keys())
def test_v09_components_that_should_be_in_a_list(make: Callable[[], Any], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind) as caught:
        make()
    assert str(caught.value).startswith(text)
    assert "several children go into one list: html.Div([a, b])" in str(caught.value)


def test_v09_text_may_be_positional() -> None:
    assert html.Div("a", "b").props == {"children": "a", "id": "b"}


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: html.Div(clasName="a"), "html.Div has no argument 'clasName'; did you mean 'className'?"),
        (lambda: dcc.Dropdown(optoins=[]), "dcc.Dropdown has no argument 'optoins'; did you mean 'options'?"),
        (lambda: dcc.Store("s", zzzzz=1), "dcc.Store has no argument 'zzzzz'; allowed are id, storage_type, data, clear_data, modified_timestamp"),
    ],
)
def test_v10_an_unknown_argument_of_a_component(make: Callable[[], Any], text: str) -> None:
    with pytest.raises(TypeError) as caught:
        make()
    assert str(caught.value) == text


def test_v11_a_missing_argument_of_a_component() -> None:
    with pytest.raises(TypeError, match=r"^dcc\.Store needs the argument 'id'\.$"):
        dcc.Store()


@pytest.mark.parametrize(("id", "prop", "kind"), [("a", 5, IncorrectTypeException), (5, "value", InvalidComponentIdError), ("a", "", IncorrectTypeException)])
def test_v12_a_dependency_that_names_nothing(id: Any, prop: Any, kind: type[DashException]) -> None:
    with pytest.raises(kind) as caught:
        Input(id, prop)
    assert caught.value.fix


def test_v13_returned_values_of_another_shape() -> None:
    """C74, C75, C123; more in test_run.py."""
    page = Engine(html.Div(id="b"), html.Div(id="c"), html.Div(id={"i": 1}), html.Div(id={"i": 2}))
    page.add("one", "-> b.children, c.children", gives="scalar")
    page.add("two", "-> b.title, c.title", gives=["only one"])
    page.add("three", [Output({"i": ALL}, "children")], gives=["only one"])
    assert sorted(e.partition("\n")[0] for e in page.load().errors) == [
        'InvalidCallbackReturnValue: three returned [\'only one\'] for {"i":["ALL"]}.children, which stands for 2 components.',
        "SchemaLengthValidationError: two returned 1 value for 2 outputs.",
        'SchemaTypeValidationError: one returned "scalar" for 2 outputs.',
    ]


# -- settings ------------------------------------------------------------------------------------------------------------

PREFIXES: dict[str, tuple[dict[str, Any], str]] = {
    "twice": ({"url_base_pathname": "/a/", "requests_pathname_prefix": "/a/"}, "Dash(url_base_pathname=..., requests_pathname_prefix=...) gives one prefix twice."),
    "twice, the other": ({"url_base_pathname": "/a/", "routes_pathname_prefix": "/a/"}, "Dash(url_base_pathname=..., routes_pathname_prefix=...) gives one prefix twice."),
    "no slash before": ({"url_base_pathname": "a/"}, "Dash(url_base_pathname='a/'): a path prefix begins and ends with '/'."),
    "no slash after": ({"routes_pathname_prefix": "/a"}, "Dash(routes_pathname_prefix='/a'): a path prefix begins and ends with '/'."),
    "no text": ({"requests_pathname_prefix": 5}, "Dash(requests_pathname_prefix=5): a path prefix begins and ends with '/'."),
}


@pytest.mark.parametrize(("settings", "what"), PREFIXES.values(), ids=PREFIXES.keys())
def test_v14_prefixes_that_contradict_each_other(settings: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidConfig) as caught:
        Dash("validation", **settings)
    assert (caught.value.what, bool(caught.value.fix)) == (what, True)


def test_v15_an_index_string_without_its_places() -> None:
    with pytest.raises(InvalidIndexException) as caught:
        Dash("validation", index_string="<html><body>{%app_entry%}</body></html>")
    assert caught.value.what == "index_string lacks {%config%} and {%scripts%}."


SETTINGS: dict[str, tuple[str, type[Exception], str]] = {
    "long_callback_manager": ("long_callback_manager", ObsoleteKwargException, "use background_callback_manager"),
    "static_folder": ("static_folder", ObsoleteKwargException, "use assets_folder"),
    "like another": ("external_stylesheet", TypeError, "Dash() has no argument 'external_stylesheet'; did you mean 'external_stylesheets'?"),
    "like another of Dash": ("use_page", TypeError, "Dash() has no argument 'use_page'; did you mean 'use_pages'?"),
    "like no other": ("zzzzzzz", TypeError, "Dash() has no argument 'zzzzzzz'"),
}


@pytest.mark.parametrize(("name", "kind", "text"), SETTINGS.values(), ids=SETTINGS.keys())
def test_v16_settings_that_are_gone_or_unknown(name: str, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind) as caught:
        Dash("validation", **{name: "x"})
    assert text in str(caught.value)


@pytest.mark.parametrize("setting", ["use_pages", "websocket_callbacks"])
def test_v17_v18_v19_what_is_not_built_says_so(setting: str, caplog: pytest.LogCaptureFixture) -> None:
    """V17, V19 (pages) and V18 (WebSocket): nothing to check yet; the setting is named."""
    with caplog.at_level(logging.WARNING, "hxdash"):
        Dash("validation", **{setting: True})
    assert caplog.messages == [f"Dash({setting}=...) is accepted but not built yet: it does nothing."]


BAD_IDS = [{}, {"a": [1]}, {"a": None}, {"a": {}}, {1: "a"}, {"": "a"}, {"a": ALL}]


@pytest.mark.parametrize("id", BAD_IDS, ids=repr)
def test_v20_ids_that_are_no_flat_dicts(id: Any) -> None:
    """C120, C134: of a component and of a dependency, where a wildcard may stand."""
    with pytest.raises(InvalidComponentIdError) as caught:
        html.Div(id=id)
    assert caught.value.fix
    if id != {"a": ALL}:
        with pytest.raises(InvalidComponentIdError):
            Output(id, "children")
