"""Room 9. `ctx` and `set_props`: what a running callback may ask about its call (C100-C111)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hxdash.answer import Answer
from hxdash.callback import CURRENT, Callback
from hxdash.dependencies import Dependency, Input, Output, State
from hxdash.exceptions import MissingCallbackContextException, ResponseException, closest
from hxdash.ids import Id, check_id, id_text, parse_id
from hxdash.shapes import fill


class TriggerList(list[dict[str, Any]]):
    """`ctx.triggered`: false at an initial call, although its first entry says {"prop_id": ".", "value": None} (C41)."""

    def __init__(self, entries: list[dict[str, Any]], initial: bool) -> None:
        super().__init__(entries)
        self._initial = initial

    def __bool__(self) -> bool:
        return not self._initial


class AttributeDict(dict[str, Any]):
    """A dict whose keys are attributes as well, as `ctx.triggered_id` for a dict id."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(slots=True)
class Call:
    """One call of one callback.

    Args:
        callback: the record.
        arguments: per dependency the id texts it stands for (one, or those of a wildcard), flat.
        values: the value (or list of values) of each dependency, flat.
        outputs: per Output the id texts it stands for.
        triggered: (id text, prop) that caused the call; empty at an initial call.
        request: cookies, headers, path ... of the HTTP request, and "response", its answer.
        is_over: whether nobody waits for the answer any more.
        side: what set_props asked for, in order.
        timings: what record_timing was told, by name.
    """

    callback: Callback
    arguments: list[str | list[str]]
    values: list[Any]
    outputs: list[str | list[str]]
    triggered: list[tuple[str, str]]
    request: Mapping[str, Any] = field(default_factory=dict)
    is_over: Callable[[], bool] = bool
    side: list[tuple[str, str, Any]] = field(default_factory=list)
    timings: dict[str, dict[str, Any]] | None = None


def _call() -> Call:
    call: Call | None = CURRENT.get()
    if call is None:
        raise MissingCallbackContextException("ctx and set_props work only inside a running callback.", fix="use them in the function under @callback")
    return call


def _entries(call: Call, kind: type[Dependency]) -> list[Any]:
    out: list[Any] = []
    for dependency, ids, value in zip(call.callback.arguments, call.arguments, call.values, strict=True):
        if isinstance(dependency, kind):
            out.append(_entry(dependency, ids, value))
    return out


def _entry(dependency: Dependency, ids: str | list[str], value: Any) -> Any:
    prop = dependency.component_property
    if isinstance(ids, list):
        return [{"id": _own_id(i), "property": prop, "value": v} for i, v in zip(ids, value, strict=True)]
    return {"id": _own_id(ids), "property": prop, "value": value}


def _own_id(text: str) -> Id:
    """An id that the author may change without harm to ours."""
    id = parse_id(text)
    return dict(id) if isinstance(id, dict) else id


class CallbackContext:
    """What a running callback may ask about its call. The one instance is `ctx`."""

    @property
    def triggered(self) -> list[dict[str, Any]]:
        """The changed properties: [{"prop_id": "id.prop", "value": ...}]; false, with one empty entry, at an initial call."""
        call = _call()
        if not call.triggered:
            return TriggerList([{"prop_id": ".", "value": None}], True)
        values = self._values(call)
        return TriggerList([{"prop_id": f"{i}.{p}", "value": values.get((i, p))} for i, p in call.triggered], False)

    @staticmethod
    def _values(call: Call) -> dict[tuple[str, str], Any]:
        out = {}
        for dependency, ids, value in zip(call.callback.arguments, call.arguments, call.values, strict=True):
            pairs = zip(ids, value, strict=True) if isinstance(ids, list) else [(ids, value)]
            out.update({(i, dependency.component_property): v for i, v in pairs})
        return out

    @property
    def triggered_id(self) -> Id | None:
        """The id of the first changed property; None at an initial call."""
        triggered = _call().triggered
        if not triggered:
            return None
        id = parse_id(triggered[0][0])
        return AttributeDict(id) if isinstance(id, dict) else id

    @property
    def triggered_prop_ids(self) -> dict[str, Id]:
        """{"id.prop": id} of all changed properties; empty at an initial call."""
        return {f"{i}.{p}": AttributeDict(d) if isinstance(d := parse_id(i), dict) else d for i, p in _call().triggered}

    @property
    def inputs(self) -> dict[str, Any]:
        """{"id.prop": value} of the Inputs."""
        return _flat(_entries(_call(), Input))

    @property
    def states(self) -> dict[str, Any]:
        """{"id.prop": value} of the States."""
        return _flat(_entries(_call(), State))

    @property
    def inputs_list(self) -> list[Any]:
        """The Inputs as declared: {"id", "property", "value"} each, a list of these for a wildcard."""
        return _entries(_call(), Input)

    @property
    def states_list(self) -> list[Any]:
        """The States as declared."""
        return _entries(_call(), State)

    @property
    def outputs_list(self) -> Any:
        """The Outputs: {"id", "property"}; a list of these for several or for ALL."""
        call = _call()
        out = [_output(o, ids) for o, ids in zip(call.callback.outputs, call.outputs, strict=True)]
        return out[0] if call.callback.output_shape == 0 else out

    @property
    def outputs_grouping(self) -> Any:
        """The Outputs, nested as declared."""
        call = _call()
        return fill(call.callback.output_shape, [_output(o, ids) for o, ids in zip(call.callback.outputs, call.outputs, strict=True)])

    @property
    def args_grouping(self) -> Any:
        """The arguments, nested as declared; leaves have id, str_id, property, value, triggered."""
        call = _call()
        hit = set(call.triggered)
        leaves = []
        for dependency, ids, value in zip(call.callback.arguments, call.arguments, call.values, strict=True):
            entry = _entry(dependency, ids, value)
            rows = [
                AttributeDict(e, str_id=id_text(e["id"]), triggered=(id_text(e["id"]), e["property"]) in hit)
                for e in (entry if isinstance(entry, list) else [entry])
            ]
            leaves.append(rows if isinstance(entry, list) else rows[0])
        return fill(call.callback.input_shape, leaves)

    @property
    def using_args_grouping(self) -> bool:
        """Whether the arguments were declared with a nesting."""
        return not _call().callback.is_flat

    @property
    def using_outputs_grouping(self) -> bool:
        """Whether the outputs were declared with a nesting."""
        shape = _call().callback.output_shape
        return bool(shape != 0 and shape != list(range(len(_call().callback.outputs))))

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more: the page was left, or a newer change made this call out of date.

        A long loop, or a generator between two yields, may end itself when this is true.
        """
        return _call().is_over()

    # -- the HTTP request and its answer -------------------------------------------------------------------------------

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies that came with the request, by name."""
        found: Mapping[str, str] = _call().request.get("cookies", {})
        return found

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the request, by name in any case."""
        found: Mapping[str, str] = _call().request.get("headers", {})
        return found

    @property
    def path(self) -> str:
        """The URL path of the request that calls the callback, with its query: the page's when it is loaded, /_hx at a change."""
        found: str = _call().request.get("path", "")
        return found

    @property
    def args(self) -> Mapping[str, str]:
        """The query of that URL; `args.getlist(name)` where a name may stand several times. Empty at a change."""
        found: Mapping[str, str] = _call().request.get("args", {})
        return found

    @property
    def remote(self) -> str | None:
        """The address of the client."""
        return _call().request.get("remote")

    @property
    def origin(self) -> str | None:
        """The origin of the page that sent the request, if the browser says it."""
        return _call().request.get("origin")

    @property
    def response(self) -> Answer:
        """The answer to be: `set_cookie`, `delete_cookie`, `headers[name]`, and of a page its `status_code`.

        An answer that streams has sent its headers when it begins. Where the code of a callback, or of functions of the app that it
        calls, speaks of `ctx.response`, the answer waits for it.

        Raises:
            ResponseException: there is no HTTP answer.
        """
        found: Answer | None = _call().request.get("response")
        if found is None:
            raise ResponseException("This callback does not run for an HTTP request, so there is no answer to put a cookie or header on.", fix="set it in a callback of the page")
        return found

    def record_timing(self, name: str, duration: float, description: str | None = None) -> None:
        """Report a duration in the answer's Server-Timing header, which the browser's network panel shows.

        Args:
            name: letters, digits, '-' and '_'.
            duration: seconds; the header has whole milliseconds.
            description: shown instead of the name.

        An answer that streams has what was recorded before it began.

        Raises:
            KeyError: this call of the callback has recorded that name already (C109).
            ResponseException: no header can hold the name.
        """
        call = _call()
        if call.timings is None:
            call.timings = {}
        if name in call.timings:
            raise KeyError(f"Duplicate resource name {name!r} found.")
        answer, milliseconds = call.request.get("response"), round(duration * 1000)
        if answer is not None:
            answer.add_timing(name, milliseconds, description)
        call.timings[name] = {"dur": milliseconds, "desc": description}

    @property
    def timing_information(self) -> Mapping[str, Mapping[str, Any]]:
        """What this call has recorded: name to {"dur": milliseconds, "desc": text}."""
        return dict(_call().timings or {})

    @property
    def custom_data(self) -> dict[str, Any]:
        """What hooks gave to the call. There are no hooks, so it is empty."""
        _call()
        return AttributeDict()

    @property
    def websocket(self) -> None:
        """None: callbacks are called over HTTP."""
        _call()

    def set_props(self, component_id: Id, props: Mapping[str, Any]) -> None:
        """Set properties of any component; see hxdash.set_props."""
        set_props(component_id, props)

    def __getattr__(self, name: str) -> Any:
        hint = closest(name, [n for n in dir(type(self)) if not n.startswith("_")])
        raise AttributeError(f"ctx has no {name!r}{f'; {hint}' if hint else ''}")


def _flat(entries: list[Any]) -> dict[str, Any]:
    rows = [row for entry in entries for row in (entry if isinstance(entry, list) else [entry])]
    return {f"{id_text(row['id'])}.{row['property']}": row["value"] for row in rows}


def _output(output: Output, ids: str | list[str]) -> Any:
    prop = output.component_property
    if isinstance(ids, list):
        return [{"id": _own_id(i), "property": prop} for i in ids]
    return {"id": _own_id(ids), "property": prop}


ctx = CallbackContext()


def set_props(component_id: Id, props: Mapping[str, Any]) -> None:
    """Set properties of any component from inside a callback, declared as Output or not (C150, C151).

    Args:
        component_id: string or dict id.
        props: property to new value.
    """
    call = _call()
    check_id(component_id, "set_props")
    for name, value in props.items():
        call.side.append((id_text(component_id), name, value))


__all__ = ["CURRENT", "AttributeDict", "Call", "CallbackContext", "TriggerList", "ctx", "set_props"]
