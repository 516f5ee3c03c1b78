"""Room 2. What values the properties of components can have, as far as a wrong one cannot be shown (V06).

Only what no browser could make sense of is refused: a list where a dict is due, an option without a value, marks that stand nowhere.
Dash tells of such values in the browser's console; here they are found when the app starts, and in what callbacks return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hxdash.exceptions import closest, nearest


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value.

    Args:
        what: a phrase that goes on after "html.Div(style=5): ".
        fix: what to write instead.
    """

    what: str
    fix: str


Check = Callable[[Any], Fault | None]


def checks_of(kind: str, annotations: Mapping[str, str]) -> dict[str, Check]:
    """The checks of a component's properties, by name; most have none.

    Args:
        kind: such as "dcc.Slider".
        annotations: property to the text of its type.
    """
    found: dict[str, Check] = {}
    for prop, note in annotations.items():
        own = _OWN.get((kind, prop))
        if own is not None:
            found[prop] = own
        elif prop == "style" or prop.endswith("Style"):
            found[prop] = _style
        elif (allowed := _containers(note)) is not None:
            found[prop] = allowed
    return found


# -- checks --------------------------------------------------------------------------------------------------------------


def _kind(value: Any) -> str:
    """A word for what a value is, coarsely; empty for what is not known here."""
    if hasattr(value, "node_props"):
        return "component"
    if isinstance(value, Mapping):
        return "dict"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "list"
    return "text or number" if isinstance(value, (str, bool, int, float)) else ""


def _named(value: Any) -> str:
    """A value, named as short as will do."""
    return "a component" if _kind(value) == "component" else f"a {type(value).__name__}"


_WORDS = {
    **dict.fromkeys(("str", "int", "float", "bool", "Id"), "text or number"),
    **dict.fromkeys(("Mapping", "dict"), "dict"),
    **dict.fromkeys(("Sequence", "list", "tuple"), "list"),
}


def _containers(note: str) -> Check | None:
    """Whether dicts, lists or plain values are due, by the text of a type; None where it leaves that open."""
    parts = {part.split("[")[0].strip() for part in _top_level(note)} - {"None"}
    if not parts or not parts <= _WORDS.keys():
        return None
    allowed = {_WORDS[part] for part in parts} | ({"dict"} if "Id" in parts else set())
    due = " or ".join(sorted(allowed))

    def check(value: Any) -> Fault | None:
        kind = _kind(value)
        return Fault(f"{due} is due, not {_named(value)}", f"give it {due}") if kind and kind not in allowed else None

    return check


def _top_level(note: str) -> Iterable[str]:
    """The alternatives of a union."""
    depth, part = 0, ""
    for c in note:
        depth += (c == "[") - (c == "]")
        if c == "|" and not depth:
            yield part
            part = ""
        else:
            part += c
    yield part


def _style(value: Any) -> Fault | None:
    if isinstance(value, Mapping):
        return None
    return Fault(f"a dict of camelCase names is due, not {_named(value)}", 'write style={"marginTop": 5, "color": "red"}')


def _options(value: Any) -> Fault | None:
    if isinstance(value, Mapping):
        return None
    if isinstance(value, (str, bool, int, float)) or not (isinstance(value, (list, tuple)) or hasattr(value, "tolist")):
        return Fault(f"a list of values, a dict of value to label, or a list of dicts is due, not {_named(value)}", 'write options=["a", "b"]')
    for i, item in enumerate(value if isinstance(value, (list, tuple)) else ()):
        if isinstance(item, Mapping) and "value" not in item:
            hit = nearest("value", [str(key) for key in item])
            return Fault(f"option {i} has no 'value': {dict(item)!r:.60}", f"write 'value' for {hit!r}" if hit else 'write {"label": "A", "value": "a"}')
        plain = item["value"] if isinstance(item, Mapping) else item
        if _kind(plain) in ("list", "dict", "component"):
            return Fault(f"the value of option {i} is {_named(plain)}", "an option's value is text, a number, True or False")
    return None


def _several(value: Any) -> Fault | None:
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return None
    return Fault(f"a list of values is due, not {_named(value)}", f"write value=[{value!r:.40}]")


def _number(value: Any) -> Fault | None:
    try:
        float(value)
    except (TypeError, ValueError):
        return Fault(f"a number is due, not {value!r:.40}", "give it an int or a float")
    return None


def _marks(value: Any) -> Fault | None:
    if not isinstance(value, Mapping):
        return Fault(f"a dict of position to label is due, not {_named(value)}", 'write marks={0: "low", 10: "high"}')
    bad = [key for key in value if _number(key)]
    return Fault(f"the mark at {bad[0]!r:.40} stands at no number", 'write marks={0: "low", 10: "high"}') if bad else None


def _figure(value: Any) -> Fault | None:
    if isinstance(value, Mapping) or hasattr(value, "to_plotly_json"):
        return None
    return Fault(f"a figure is due, not {_named(value)}", 'give it a go.Figure, or a dict with "data" and "layout"')


def _one_of(*words: str) -> Check:
    def check(value: Any) -> Fault | None:
        if value in words if isinstance(value, str) else False:
            return None
        return Fault(f"{value!r:.40} is none of {', '.join(words)}", closest(str(value), words) or f"choose one of {', '.join(words)}")

    return check


_OWN: dict[tuple[str, str], Check] = {
    **{(f"dcc.{kind}", "options"): _options for kind in ("Dropdown", "RadioItems", "Checklist")},
    ("dcc.Checklist", "value"): _several,
    **{(f"dcc.{kind}", prop): _number for kind in ("Slider", "RangeSlider") for prop in ("min", "max", "step")},
    **{(f"dcc.{kind}", "marks"): _marks for kind in ("Slider", "RangeSlider")},
    ("dcc.Slider", "value"): _number,
    ("dcc.Graph", "figure"): _figure,
    ("dcc.Input", "type"): _one_of("text", "number", "password", "email", "range", "search", "tel", "url", "hidden"),
    ("dcc.Interval", "interval"): _number,
    ("dcc.Store", "storage_type"): _one_of("memory", "local", "session"),
    **{(f"dcc.{kind}", "updatemode"): _one_of("mouseup", "drag") for kind in ("Slider", "RangeSlider")},
    ("dcc.DatePickerRange", "updatemode"): _one_of("singledate", "bothdates"),
}


def fault_between(kind: str, props: Mapping[str, Any]) -> Fault | None:
    """What is wrong with the properties of one component together; each by itself is right."""
    low, high = props.get("min"), props.get("max")
    if kind in ("dcc.Slider", "dcc.RangeSlider") and low is not None and high is not None and float(low) > float(high):
        return Fault(f"min={low!r} is above max={high!r}", f"write min={high!r}, max={low!r}")
    return None
