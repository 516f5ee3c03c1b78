"""Every property of every component as Output: the page shows the new value, and focus, caret, scroll, open state and zoom stay.

The table is in tests/output_cases: a row for each property, with a new value, how it is seen, and what of the state changes with it
and why. One page for each case: somebody does something in it, then the properties are set one after another by callbacks.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
from output_cases import CASES, FOCUS, NEVER_SET, Case

from hxdash import Dash, Input, Output, dash_table, dcc, html
from hxdash.component import Component

pytestmark = pytest.mark.browser
COMPONENTS = {name: kind for name, kind in [*vars(dcc).items(), *vars(dash_table).items()] if inspect.isclass(kind) and issubclass(kind, Component)}
E = """(() => {
  const e = document.getElementById('c'), q = selector => e.querySelector(selector);
  try {
    return %s;
  } catch {}
})()"""


def declared(kind: type[Component]) -> set[str]:
    """The properties of a component, from the annotations of its class; data-x stands for those with any name."""
    found = {name for name, note in inspect.get_annotations(kind).items() if not str(note).startswith("ClassVar")}
    return found | ({"data-x"} if kind.wildcards else set())


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_property_is_in_the_table(name: str) -> None:
    rows = {prop for case in CASES.values() if type(case.component) is COMPONENTS[name] for prop in case.rows}
    never = NEVER_SET.get(name, {}).keys() | {"id"}
    assert declared(COMPONENTS[name]) - rows - never == set(), "say in tests/output_cases what a callback that sets it shows"
    assert rows - declared(COMPONENTS[name]) == set()
    assert rows & never == set()


def app_of(case: Case) -> Dash:
    """An app with a button for each property: it sets the new value, and when it is pressed again the old one."""
    buttons = [html.Button(prop, id=f"set-{prop}", hidden=True) for prop in case.rows]
    kind = type(case.component)
    used = {prop for prop in kind.browser_props - kind.counters - kind.computed if kind.has_prop(prop) and case.read}
    read = sorted(used | {prop for prop, row in case.rows.items() if not row.shows})
    shown = [html.Pre(id=f"out-{prop}") for prop in read]
    app = Dash("outputs", layout=html.Main([dcc.Input(id="note"), case.around(case.component), *buttons, *shown]))
    for prop, row in case.rows.items():
        old = case.component.prop(prop)

        def write(clicks: int, new: Any = row.value, old: Any = old) -> Any:
            return new if clicks % 2 else old

        app.callback(Output("c", prop), Input(f"set-{prop}", "n_clicks"), prevent_initial_call=True)(write)
    for prop in read:
        app.callback(Output(f"out-{prop}", "children"), Input("c", prop), prevent_initial_call=True)(_written)
    return app


def _written(value: Any) -> str:
    return json.dumps(value)


class Page:
    """The page of a case.

    Args:
        tab: where it is open.
        case: what is on it.
    """

    def __init__(self, tab: Any, case: Case) -> None:
        self.tab, self.case = tab, case
        self.seen: dict[str, Any] = {}

    def enter(self) -> None:
        """Do what somebody does in it."""
        self.case.enter(self.tab)
        self.tab.settle()
        self.tab.page.evaluate("window.held = document.activeElement")
        self.note()

    def note(self) -> None:
        """Take the state as it is for what must stay."""
        self.seen = self.state()

    def state(self) -> dict[str, Any]:
        """What must stay."""
        kept = {"focus": FOCUS, **self.case.kept}
        return dict(self.tab.page.evaluate(E % ("({" + ", ".join(f"{name}: {js}" for name, js in kept.items()) + "})")))

    def shows(self, prop: str) -> str:
        """What is true when a property is set."""
        row = self.case.rows[prop]
        if not row.shows:
            return f"(document.getElementById('out-{prop}').textContent === {json.dumps(json.dumps(row.value))})"
        return E % f"!!({row.shows})"

    def press(self, prop: str, wanted: str) -> None:
        """Fire the callback without touching the focus, and wait for what it does."""
        self.tab.page.evaluate("id => document.getElementById(id).click()", f"set-{prop}")
        self.tab.until(wanted)
        self.tab.settle()

    def try_out(self, prop: str) -> dict[str, Any]:
        """Set a property; what of the state has changed that should not, as {name: [before, after]}."""
        shows, row = self.shows(prop), self.case.rows[prop]
        assert not self.tab.page.evaluate(shows), "it is so already"
        self.press(prop, shows)
        now = self.state()
        lost = {name: [value, now[name]] for name, value in self.seen.items() if value != now[name] and name not in row.changes}
        if lost or "focus" in row.changes:
            self.press(prop, f"!{shows}")
            self.enter()
        elif row.changes:
            self.note()
        return lost


@pytest.mark.parametrize("name", CASES)
def test_outputs_leave_alone_what_somebody_does(name: str, open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    """K04, K05, and "Must show" of the components: each property as Output."""
    case, failed = CASES[name], {}
    page = Page(open_tab(serve(app_of(case)).url, **case.options), case)
    page.enter()
    for prop in case.rows:
        try:
            if lost := page.try_out(prop):
                failed[prop] = lost
        except AssertionError:
            failed[prop] = {"never seen, or from the start": case.rows[prop].shows or "by no callback", "complaints": page.tab.complaints[-1:]}
    assert failed == {}
