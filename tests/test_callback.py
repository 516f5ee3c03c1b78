"""Declaring callbacks, and splitting what they return. Numbers (C01) are those of SEMANTICS.md."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from typing import Any

import pytest
from engine import Engine, without_lines

from hxdash import Dash, Input, Output, State, callback, ctx, dcc, html, no_update
from hxdash.callback import GLOBAL_REGISTRY, Callback, Registry
from hxdash.exceptions import (
    CallbackException,
    DashException,
    DuplicateCallback,
    IncorrectTypeException,
    InvalidComponentIdError,
    PreventUpdate,
    SchemaKeysValidationError,
    SchemaLengthValidationError,
    SchemaTypeValidationError,
)
from hxdash.testing import Client

O1, O2, I1, I2, S1 = Output("o", "children"), Output("p", "children"), Input("i", "value"), Input("j", "value"), State("s", "data")


def declared(*args: Any, func: Callable[..., Any] | None = None, **kwargs: Any) -> Callback:
    """The record of one declaration; the function returns its arguments."""
    registry = Registry()
    registry.callback(*args, **kwargs)(func or (lambda *values, **named: named or values))
    [made] = registry.callbacks
    return made


# -- forms of arguments ------------------------------------------------------------------------------------------------

FLAT: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "C01 flat": ((O1, I1, I2, S1), {}),
    "C02 lists": ((O1, [I1, I2], [S1]), {}),
    "C02 mixed": ((O1, [I1], I2, S1), {}),
    "C03 keywords": ((), {"output": O1, "inputs": [I1, I2], "state": [S1]}),
    "C03 states among the inputs": ((), {"output": O1, "inputs": [I1, I2, S1]}),
    "C03 one state without a list": ((), {"output": O1, "inputs": [I1, I2], "state": S1}),
    "only output= named": ((I1, I2, S1), {"output": O1}),
    "only inputs= and state= named": ((O1,), {"inputs": [I1, I2], "state": [S1]}),
}


@pytest.mark.parametrize(("args", "kwargs"), FLAT.values(), ids=FLAT.keys())
def test_declaration_forms_are_equal(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    made = declared(*args, **kwargs)
    assert (made.outputs, made.arguments, made.inputs) == ((O1,), (I1, I2, S1), (I1, I2))
    assert (made.call([1, 2, 3]), made.split("v")) == ((1, 2, 3), ["v"])


def test_inputs_and_states_may_interleave() -> None:
    """C12."""
    made = declared(O1, S1, I1, State("t", "data"), I2)
    assert (made.call([1, 2, 3, 4]), made.inputs) == ((1, 2, 3, 4), (I1, I2))


NESTED: dict[str, tuple[Any, Any, list[int], Any]] = {
    "C04 a dict": ({"a": I1, "b": S1}, None, [1, 2], {"a": 1, "b": 2}),
    "C05 a dict of tuples": ({"a": (I1, I2), "b": S1}, None, [1, 2, 3], {"a": (1, 2), "b": 3}),
    "C05 deep": ({"a": {"b": [I1, (I2,)]}}, None, [1, 2], {"a": {"b": [1, (2,)]}}),
    "C05 a list of lists": ([I1, [I2, S1]], None, [1, 2, 3], (1, [2, 3])),
    "C06 both dicts": ({"a": I1}, {"b": S1}, [1, 2], {"a": 1, "b": 2}),
    "one Input": (I1, None, [1], (1,)),
}


@pytest.mark.parametrize(("inputs", "state", "values", "expected"), NESTED.values(), ids=NESTED.keys())
def test_function_gets_arguments_nested_as_declared(inputs: Any, state: Any, values: list[int], expected: Any) -> None:
    kwargs = {"inputs": inputs} if state is None else {"inputs": inputs, "state": state}
    assert declared(output=O1, **kwargs).call(values) == expected


OUTPUTS: dict[str, tuple[tuple[Any, ...], dict[str, Any], Any, list[Any]]] = {
    "one": ((O1, I1), {}, [1, 2], [[1, 2]]),
    "C08 a list of one": (([O1], I1), {}, ["v"], ["v"]),
    "C08 output= a list of one": ((I1,), {"output": [O1]}, ("v",), ["v"]),
    "C07 flat": ((O1, O2, I1), {}, [1, 2], [1, 2]),
    "C07 a list": (([O1, O2], I1), {}, (1, 2), [1, 2]),
    "C07 a tuple": (((O1, O2), I1), {}, [1, 2], [1, 2]),
    "C07 a dict": ((I1,), {"output": {"a": O1, "b": O2}}, {"b": 2, "a": 1}, [1, 2]),
    "C07 nested": ((I1,), {"output": {"a": [O1], "b": O2}}, {"a": (1,), "b": {"x": 2}}, [1, {"x": 2}]),
    "C71 no_update at one place": ((O1, O2, I1), {}, [no_update, 2], [no_update, 2]),
    "C71 no_update for a branch": ((I1,), {"output": {"a": [O1, O2], "b": Output("q", "children")}}, {"a": no_update, "b": 3}, [no_update, no_update, 3]),
    "C72 bare no_update": ((O1, O2, I1), {}, no_update, [no_update, no_update]),
    "C70 bare no_update for one": ((O1, I1), {}, no_update, [no_update]),
    "C15 none": ((I1,), {}, None, []),
    "C15 none but no_update": ((I1,), {}, no_update, []),
    "an empty list of outputs": (([], I1), {}, None, []),
}


@pytest.mark.parametrize(("args", "kwargs", "returned", "values"), OUTPUTS.values(), ids=OUTPUTS.keys())
def test_return_value_is_split_as_the_outputs_nest(args: tuple[Any, ...], kwargs: dict[str, Any], returned: Any, values: list[Any]) -> None:
    assert declared(*args, **kwargs).split(returned) == values


WHERE = "  where: test_callback.py, outputs o.children and p.children\n"
ONE_EACH = "  fix:   return one value for each output in their order; use no_update for one you do not change"
LIST_DUE = "  fix:   return a list or tuple with one value for each output"
EXACT_KEYS = "  fix:   return exactly these keys; use no_update for one you do not change"
BAD_RETURNS: dict[str, tuple[Any, Any, type[Exception], str]] = {
    "C74 None": ([O1, O2], None, SchemaTypeValidationError, f"f returned null for 2 outputs.\n{WHERE}{LIST_DUE}"),
    "C74 a number": ([O1, O2], 5, SchemaTypeValidationError, f"f returned 5 for 2 outputs.\n{WHERE}{LIST_DUE}"),
    "C74 a dict for a list": ([O1, O2], {"a": 1}, SchemaTypeValidationError, f"f returned {{'a': 1}} for 2 outputs.\n{WHERE}{LIST_DUE}"),
    "C08 a bare value for a list of one": (
        [O1],
        "v",
        SchemaTypeValidationError,
        f'f returned "v" for 1 output.\n  where: test_callback.py, outputs o.children\n{LIST_DUE}',
    ),
    "C75 too many": ([O1, O2], [1, 2, 3], SchemaLengthValidationError, f"f returned 3 values for 2 outputs.\n{WHERE}{ONE_EACH}"),
    "C75 too few": ([O1, O2], [1], SchemaLengthValidationError, f"f returned 1 value for 2 outputs.\n{WHERE}{ONE_EACH}"),
    "C75 inside": ({"a": [O1, O2]}, {"a": [1]}, SchemaLengthValidationError, f"f returned 1 value at 'a' for 2 outputs.\n{WHERE}{ONE_EACH}"),
    "C75 deeper": ([[O1], [O2]], [[1], 2], SchemaTypeValidationError, f"f returned 2 at [1] for 1 output.\n{WHERE}{LIST_DUE}"),
    "C74 no dict": (
        {"a": O1, "b": O2},
        [1, 2],
        SchemaTypeValidationError,
        f"f returned [1, 2] where a dict is due.\n{WHERE}  fix:   return a dict with the keys a, b",
    ),
    "C75 other keys": (
        {"a": O1, "b": O2},
        {"a": 1, "c": 2},
        SchemaKeysValidationError,
        f"f returned the keys ['a', 'c'] for the outputs ['a', 'b'].\n{WHERE}{EXACT_KEYS}",
    ),
}


@pytest.mark.parametrize(("output", "returned", "kind", "text"), BAD_RETURNS.values(), ids=BAD_RETURNS.keys())
def test_return_value_of_another_shape_is_refused(output: Any, returned: Any, kind: type[Exception], text: str) -> None:
    def f(i: Any) -> None: ...

    with pytest.raises(kind) as caught:
        declared(output=output, inputs=[I1], func=f).split(returned)
    assert without_lines(str(caught.value)).replace("where: tests/", "where: ") == text


# -- refused declarations ----------------------------------------------------------------------------------------------

OUTPUT_FIRST = "fix:   write Outputs first, then Inputs, then States"
BAD: dict[str, tuple[tuple[Any, ...], dict[str, Any], type[Exception], str]] = {
    "C03 state= alone": ((O1,), {"state": [S1]}, ValueError, "state= needs inputs= beside it."),
    "C06 dict and list": ((O1,), {"inputs": {"a": I1}, "state": [S1]}, ValueError, "inputs= and state= must both be dicts, or both be lists."),
    "C06 list and dict": ((O1,), {"inputs": [I1], "state": {"b": S1}}, ValueError, "inputs= and state= must both be dicts, or both be lists."),
    "C04 a key that is no name": (
        (O1,),
        {"inputs": {"a b": I1}},
        IncorrectTypeException,
        "The key 'a b' of inputs= is no Python name.\n  fix:   keys become the names of the function's arguments",
    ),
    "C12 an output after an input": ((O1, I1, O2), {}, IncorrectTypeException, f"The Output p.children stands after an Input or State.\n  {OUTPUT_FIRST}"),
    "C12 an output among inputs=": ((), {"inputs": [I1, O2]}, IncorrectTypeException, f"The Output p.children stands after an Input or State.\n  {OUTPUT_FIRST}"),
    "C13 a string": ((O1, "i.value"), {}, IncorrectTypeException, '"i.value" is not an Input or State.\n  fix:   write Input("some-id", "value")'),
    "C13 an object": ((O1, [I1, object]), {}, IncorrectTypeException, "<class 'object'> is not an Input or State.\n  fix:   write Input(\"some-id\", \"value\")"),
    "C13 an Input in output=": (
        (),
        {"output": [O1, I1]},
        IncorrectTypeException,
        "output= holds <Input i.value>, which is not an Output.\n  fix:   use Output(id, property)",
    ),
    "positional beside inputs=": (
        (O1, I2),
        {"inputs": [I1]},
        IncorrectTypeException,
        "<Input j.value> stands beside inputs=.\n  fix:   put every Input and State into inputs= and state=",
    ),
    "C86 the same output twice": ((O1, O1, I1), {}, DuplicateCallback, "The callback has the Output o.children twice.\n  fix:   remove one of them"),
    "an unknown option": ((O1, I1), {"prevent_inital_call": True}, TypeError, "callback() has no argument 'prevent_inital_call'; did you mean 'prevent_initial_call'?"),
}


@pytest.mark.parametrize(("args", "kwargs", "kind", "text"), BAD.values(), ids=BAD.keys())
def test_declaration_is_refused(args: tuple[Any, ...], kwargs: dict[str, Any], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind) as caught:
        declared(*args, **kwargs)
    assert str(caught.value) == text


V12: dict[str, tuple[Any, Any, type[Exception], str]] = {
    "a property that is no text": ("i", 5, IncorrectTypeException, "The property of Input('i', ...) is 5, not a string.\n  fix:   write Input('i', \"value\")"),
    "an empty property": ("i", "", IncorrectTypeException, "The property of Input('i', ...) is '', not a string.\n  fix:   write Input('i', \"value\")"),
    "an id that is a number": (
        5,
        "value",
        InvalidComponentIdError,
        "int cannot be an id: 5.\n  where: Input(5, 'value')\n  fix:   an id is a string or a dict; several children go into one list: html.Div([a, b])",
    ),
    "an id with a dot": (
        "a.b",
        "value",
        InvalidComponentIdError,
        "The id 'a.b' holds '.' or '{', or is empty.\n  where: Input('a.b', 'value')\n"
        "  fix:   use letters, digits, '-' and '_'; for structured ids use a dict",
    ),
    "an empty id": (
        "",
        "value",
        InvalidComponentIdError,
        "An id is empty.\n  where: Input('', 'value')\n  fix:   use letters, digits, '-' and '_'; for structured ids use a dict",
    ),
    "a dict id with a list": (
        {"i": [1]},
        "value",
        InvalidComponentIdError,
        "The id {'i': [1]} is not a flat dict of strings, numbers and booleans.\n  where: Input({'i': [1]}, 'value')\n"
        "  fix:   use keys that are non-empty strings, and values that are str, int, float or bool",
    ),
}


@pytest.mark.parametrize(("id", "prop", "kind", "text"), V12.values(), ids=V12.keys())
def test_dependency_is_refused(id: Any, prop: Any, kind: type[Exception], text: str) -> None:
    """V12."""
    with pytest.raises(kind) as caught:
        Input(id, prop)
    assert str(caught.value) == text


SIGNATURES: dict[str, tuple[Callable[..., Any], dict[str, Any], str]] = {
    "too few parameters": (lambda a: a, {"inputs": [I1, I2]}, "<lambda>(a) cannot take its Inputs and States (i.value, j.value): too many positional arguments."),
    "too many parameters": (lambda a, b: a, {"inputs": [I1]}, "<lambda>(a, b) cannot take its Inputs and States (i.value): missing a required argument: 'b'."),
    "no Inputs at all": (lambda a: a, {"inputs": []}, "<lambda>(a) cannot take its Inputs and States (nothing): missing a required argument: 'a'."),
    "other names": (lambda a: a, {"inputs": {"b": I1}}, "<lambda>(a) cannot take its Inputs and States (i.value): missing a required argument: 'a'."),
}


@pytest.mark.parametrize(("func", "kwargs", "text"), SIGNATURES.values(), ids=SIGNATURES.keys())
def test_function_that_cannot_take_the_arguments_is_refused_at_once(func: Callable[..., Any], kwargs: dict[str, Any], text: str) -> None:
    with pytest.raises(CallbackException) as caught:
        declared(output=O1, func=func, **kwargs)
    fix = "  fix:   give the function one argument for each Input and State, in their order"
    assert without_lines(str(caught.value)).replace("where: tests/", "where: ") == f"{text}\n  where: test_callback.py\n{fix}"


@pytest.mark.parametrize("func", [lambda i, j=1: i, lambda *all: all, functools.partial(lambda a, b: a, 1), str.upper, max], ids=["default", "star", "partial", "method", "built in"])
def test_function_that_can_take_the_arguments_is_accepted(func: Callable[..., Any]) -> None:
    assert declared(O1, I1, func=func).func is func


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(IncorrectTypeException) as caught:
        Registry().callback(O1, I1)(5)  # type: ignore[type-var]
    assert str(caught.value) == "@callback stands over 5, which is not a function."


# -- the record --------------------------------------------------------------------------------------------------------


def test_decorator_gives_the_function_back() -> None:
    """C10."""

    @Registry().callback(O1, I1)
    def double(value: int) -> int:
        return value * 2

    assert double(2) == 4


PREVENTS: dict[str, tuple[tuple[Any, ...], dict[str, Any], Any]] = {
    "not said": ((O1, I1), {}, None),
    "C11 a last True": ((O1, I1, True), {}, True),
    "C11 a last False": ((O1, [I1], [S1], False), {}, False),
    "by name": ((O1, I1), {"prevent_initial_call": "initial_duplicate"}, "initial_duplicate"),
    "the name goes before": ((O1, I1, True), {"prevent_initial_call": False}, False),
}


@pytest.mark.parametrize(("args", "kwargs", "expected"), PREVENTS.values(), ids=PREVENTS.keys())
def test_prevent_initial_call_is_read(args: tuple[Any, ...], kwargs: dict[str, Any], expected: Any) -> None:
    assert declared(*args, **kwargs).prevent_initial_call == expected


def test_options_of_dash_are_accepted() -> None:
    """C20, C22-C24."""
    made = declared(O1, I1, optional=True, on_error=print, hidden=True, api_endpoint="/x", mcp_enabled=False)
    assert (made.optional, made.on_error, made.options["api_endpoint"]) == (True, print, "/x")


DASH_KEYWORDS: dict[str, Any] = {
    "background": False, "interval": 1000, "progress": None, "progress_default": None, "running": None, "cancel": None, "manager": None,
    "cache_args_to_ignore": None, "cache_ignore_triggered": True, "on_error": None, "api_endpoint": None, "optional": False, "hidden": None,
    "websocket": False, "persistent": False, "mcp_enabled": None, "mcp_expose_docstring": None, "prevent_initial_call": None,
}  # of dash.callback in Dash 4.4.1, with their defaults  # fmt: skip


def test_keywords_of_dash_mean_nothing_by_their_defaults(caplog: pytest.LogCaptureFixture) -> None:
    declared(O1, I1, **DASH_KEYWORDS)
    assert caplog.messages == []


@pytest.mark.parametrize("name", ["background", "progress", "websocket", "persistent", "mcp_enabled", "mcp_expose_docstring", "long"])
def test_keyword_that_does_nothing_yet_is_named(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """C24, V18: accepted, without effect."""
    declared(O1, I1, **{name: True})
    assert caplog.messages == [f"callback({name}=...) is accepted but not built yet: it does nothing."]


@pytest.mark.parametrize("hidden", [True, False, None])
def test_hidden_has_nothing_to_hide_from(hidden: bool | None, caplog: pytest.LogCaptureFixture) -> None:
    """C23: there is no drawing of the callbacks."""
    page = Engine.of(("B", "a.n_clicks -> b.children", lambda _: "b", {"hidden": hidden}))
    assert (page.load()["b.children"], caplog.messages) == ("b", [])


def test_callbacks_that_come_later_are_refused() -> None:
    """C25: an app's callbacks are those that it starts with. README, differences."""
    with pytest.raises(CallbackException) as caught:
        declared(O1, I1, _allow_dynamic_callbacks=True)
    assert str(caught.value).startswith(
        "_allow_dynamic_callbacks=True asks for callbacks that come while the app serves.\n"
        "  fix:   declare it when the app starts, with a dict id and MATCH for components that come later: every worker"
    )


def test_callback_declared_in_a_callback_is_an_error_in_sight() -> None:
    """C25."""
    turn = Engine.of(("B", "-> b.children", lambda: callback(O1, I1)(print))).load()
    assert turn.errors[0].startswith("CallbackException: A callback is declared while another one runs.")


MEANINGLESS: dict[str, tuple[dict[str, Any], str]] = {
    "prevent_initial_call": ({"prevent_initial_call": "initial_duplicat"}, "prevent_initial_call is 'initial_duplicat'."),
    "on_error that is none": ({"on_error": 5}, "on_error is 5."),
    "on_error that is a coroutine function": ({"on_error": asyncio.sleep}, "on_error is <function sleep"),
}


@pytest.mark.parametrize(("kwargs", "text"), MEANINGLESS.values(), ids=MEANINGLESS.keys())
def test_keyword_that_means_nothing_is_refused(kwargs: dict[str, Any], text: str) -> None:
    with pytest.raises(CallbackException) as caught:
        declared(O1, I1, **kwargs)
    assert str(caught.value).startswith(text)
    assert caught.value.fix


@pytest.mark.parametrize("function", ["def", "async def"])
def test_optional_callback_is_no_error_where_its_components_are_missing(function: str) -> None:
    """C20, C21: neither at start-up nor when the page is loaded. A State that is missing while an Input is there needs allow_optional, as in Dash."""
    app = Dash("optional", layout=html.Div([dcc.Input(id="x", value="1"), html.Div(id="out")]))

    async def later(x: str, missing: Any) -> str:
        return f"later {x} {missing}"

    def now(x: str, missing: Any) -> str:
        return f"now {x} {missing}"

    state = State("nowhere", "value", allow_optional=True)
    app.callback(Output("out", "children"), Input("x", "value"), state, optional=True)(now if function == "def" else later)
    app.callback(Output("nowhere", "title"), Input("nowhere", "value"), optional=True)(lambda v: "never")
    with Client(app) as client:
        page = client.get("/")
        page["x"].value = "2"
        assert (page.errors, page["out"].text) == ([], "now 2 None" if function == "def" else "later 2 None")


def test_record_says_what_it_is() -> None:
    async def update(_: Any) -> None: ...

    made = declared(O1, O2, I1, func=update)
    assert (made.name, without_lines(f"({made.where})"), made.describe_outputs()) == ("update", "(test_callback.py)", "outputs o.children and p.children")
    assert (made.is_async, str(made)) == (True, f"update ({made.where})")


def test_signature_changes_with_what_goes_in_and_out_only() -> None:
    one, same, other = declared(O1, I1), declared(output=O1, inputs={"a": I1}), declared(O1, S1)
    assert one.signature == same.signature != other.signature


def test_same_dependency_twice_gives_its_value_at_each_place() -> None:
    """C18."""
    page = Engine.of(("B", "a.n_clicks, a.n_clicks | a.n_clicks -> b.children", lambda *values: list(values)))
    page.load()
    turn = page.change({"a.n_clicks": 3})
    assert (turn["b.children"], turn.triggers["B"]) == ([3, 3, 3], ["a.n_clicks"])


def test_component_may_stand_for_its_id() -> None:
    """C14: a made-up id, the same each time it is asked for."""
    field, out = dcc.Input(value="v"), html.Div()
    page = Engine(field, out)
    page.add("B", [Output(out, "children"), Input(field, "value")], gives=lambda _: ctx.triggered_id)
    assert Input(field, "value") == Input(field, "value")
    assert (len(page.layout.by_id), page.load().calls) == (0, [])  # ids are given when a dependency asks, so the layout comes after
    late = Engine(field, out)
    late.add("B", [Output(out, "children"), Input(field, "value")])
    assert late.load().calls == [("B", ("v",), [])]


def test_component_with_persistence_needs_an_id_of_its_own() -> None:
    """C14."""
    with pytest.raises(DashException) as caught:
        Input(dcc.Input(persistence=True), "value")
    assert str(caught.value) == "A dcc.Input with persistence needs an id of its own.\n  fix:   give it an id"


# -- registries --------------------------------------------------------------------------------------------------------


@pytest.fixture
def app() -> Any:
    """An app, and no callbacks left over in the registry that all share."""
    before = list(GLOBAL_REGISTRY.callbacks)
    GLOBAL_REGISTRY.callbacks.clear()
    yield Dash(layout=html.Div([dcc.Input(id="i"), html.Div(id="o")]))
    GLOBAL_REGISTRY.callbacks[:] = before


def test_callback_declared_before_the_app_is_taken_over_by_it(app: Dash) -> None:
    """C09."""
    callback(O1, I1)(lambda value: value)
    app.prepare()
    assert (len(app.callback_list), GLOBAL_REGISTRY.callbacks) == (1, [])


def test_same_output_in_app_and_before_it_is_refused(app: Dash) -> None:
    """C09."""

    @callback(O1, I1)
    def one(value: Any) -> Any: ...

    @app.callback(O1, I1)
    def two(value: Any) -> Any: ...

    with pytest.raises(DuplicateCallback) as caught:
        app.prepare()
    assert without_lines(str(caught.value)) == (
        "Two callbacks set o.children.\n  where: one (test_callback.py)  and  two (test_callback.py)\n"
        "  fix:   let one callback set it, or write Output(..., allow_duplicate=True) in the second with prevent_initial_call=True"
    )


def test_prevent_update_is_an_exception_of_its_own() -> None:
    assert not issubclass(PreventUpdate, DashException)
