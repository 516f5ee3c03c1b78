"""What a reader does with a chart, as the browser tells it: JSON from anybody, read with care."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hxdash.encoding import loads, plain
from hxdash.exceptions import RequestRefused

EVENTS: Mapping[str, type[dict[str, Any]] | type[list[Any]]] = {
    "clickData": dict,
    "clickAnnotationData": dict,
    "hoverData": dict,
    "selectedData": dict,
    "relayoutData": dict,
    "restyleData": list,
}
MAX_EVENT = 1024 * 1024  # characters: a selection names all its points
MAX_POINTS = 50_000
MAX_EDITS = 500  # traces, or parts of the layout
Json = dict[str, Any]


def read_event(prop: str, text: str) -> Any:
    """What plotly.js reported.

    Args:
        prop: one of EVENTS.
        text: JSON; empty for None.

    Returns:
        dict, of restyleData a list [edits, indices of traces]; None where nothing was done yet, or it was taken back.

    Raises:
        RequestRefused: 413 for too much, 422 for anything that plotly.js would not report.
    """
    value = _read(prop, text)
    if value is None:
        return None
    kind = EVENTS[prop]
    if not isinstance(value, kind):
        raise _wrong(prop, f"is no {kind.__name__}")
    if isinstance(value, list):
        if len(value) != 2 or not isinstance(value[0], dict) or not _are_indices(value[1]):
            raise _wrong(prop, "is not [edits, indices]")
        return value
    points = value.get("points", [])
    if not isinstance(points, list) or not all(isinstance(point, dict) for point in points):
        raise _wrong(prop, "has points that are none")
    if len(points) > MAX_POINTS:
        raise RequestRefused(413, f"{prop} has more than {MAX_POINTS} points")
    return value


def read_edits(text: str, figure: Any) -> Any:
    """A figure as the reader has changed it.

    Args:
        text: JSON {"layout": {name: value}, "data": {index of a trace: {name: value}}}; empty if nothing was changed.
        figure: as the app made it: a dict, a plotly Figure or None.

    Returns:
        `figure` itself if nothing was changed, else a new dict.

    Raises:
        RequestRefused: 413 for too much, 422 for edits that no chart reports.
    """
    edits = _read("figure", text)
    if edits is None:
        return figure
    if not isinstance(edits, dict) or not edits.keys() <= {"layout", "data"}:
        raise _wrong("figure", "has edits that are none")
    layout, traces = edits.get("layout", {}), edits.get("data", {})
    if not isinstance(layout, dict) or not isinstance(traces, dict) or not all(isinstance(t, dict) for t in traces.values()):
        raise _wrong("figure", "has edits that are none")
    if len(layout) > MAX_EDITS or len(traces) > MAX_EDITS:
        raise RequestRefused(413, f"more than {MAX_EDITS} edits of a figure")
    content: Json = plain(figure) if figure is not None else {}
    data = list(content.get("data") or ())
    for index, changes in traces.items():
        if not (index.isascii() and index.isdigit() and len(index) < 7 and int(index) < len(data)):
            raise _wrong("figure", "has edits of a trace that is not there")
        data[int(index)] = {**data[int(index)], **changes}
    return {**content, "data": data, "layout": {**(content.get("layout") or {}), **layout}}


def _read(prop: str, text: str) -> Any:
    if len(text) > MAX_EVENT:
        raise RequestRefused(413, f"{prop} is longer than {MAX_EVENT} characters")
    try:
        return loads(text) if text else None
    except (ValueError, RecursionError):
        raise _wrong(prop, "is not JSON") from None


def _are_indices(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MAX_POINTS and all(type(i) is int for i in value)


def _wrong(prop: str, what: str) -> RequestRefused:
    return RequestRefused(422, f"{prop} of a chart {what}")


def check_added(prop: str, value: Any) -> Json | None:
    """What extendData or prependData adds to traces, in one form.

    Args:
        prop: of the two.
        value: {"x": [[numbers of the 1st trace], ...], "y": ...}, or [that, indices of the traces, most points to keep].

    Returns:
        {"data", "traces", "most"}; None if there is nothing to add.

    Raises:
        ValueError: it has another shape.
    """
    if value is None or value in ([], {}):
        return None
    rows: list[Any] = [value, None, None] if isinstance(value, Mapping) else [*value, None, None][:3] if isinstance(value, (list, tuple)) else []
    if not rows or not isinstance(rows[0], Mapping):
        raise ValueError(f"{prop} is a dict like {{'x': [[4]], 'y': [[16]]}}, or a list of it, trace indices and the most points to keep")
    data: Mapping[str, Any] = rows[0]
    traces, most = rows[1:]
    lengths = {len(added) if isinstance(added, (list, tuple)) else -1 for added in data.values()}
    if len(lengths) != 1 or -1 in lengths:
        raise ValueError(f"{prop} needs, under every name, as many lists as there are traces to add to")
    count = lengths.pop()
    indices = list(range(count)) if traces is None else list(traces) if isinstance(traces, (list, tuple)) else [traces]
    if len(indices) != count:
        raise ValueError(f"{prop} names {len(indices)} traces and has points for {count}")
    return {"data": plain(data), "traces": indices, "most": plain(most)}
