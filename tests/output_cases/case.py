"""What a row and a case of the table of outputs are; tests/browser/test_outputs.py runs them, its docstring says how to read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

FOCUS = "document.activeElement === window.held"  # the test puts there what has the focus
NO_FOCUS = {"focus": "what is disabled or not to be seen cannot have the focus"}


@dataclass(frozen=True)
class Row:
    """One property as Output.

    Args:
        value: the new one.
        shows: JavaScript, of `e` (the component's element) and `q` (a selector in it): false before, true when the page shows it.
            Empty: nothing is to be seen of it (`why`), so a callback that has it as Input must show it.
        changes: what of the state changes with it, each with the reason.
        why: reason for which nothing is to be seen at once.
    """

    value: Any
    shows: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Case:
    """A component, what somebody has done in it, and its properties.

    Args:
        component: with the id "c".
        enter: brings the page into a state that is worth losing.
        kept: name to JavaScript (of `e`, `q`) of what must stay as it is; `focus` is always among them.
        rows: property to row, in the order in which they are set; each finds what those before it have done.
        around: puts the component where it belongs.
        options: of the browser's context.
        read: callbacks read what somebody does in it, as in any app that has a use for it.
    """

    component: Any
    enter: Callable[[Any], None]
    kept: Mapping[str, str]
    rows: Mapping[str, Row]
    around: Callable[[Any], Any] = lambda component: component
    options: Mapping[str, Any] = field(default_factory=dict)
    read: bool = True


def at(name: str, value: Any, text: str | None = None, *, of: str = "e", changes: Mapping[str, str] | None = None) -> Row:
    """A row for a property that is an attribute: `text` is what it says, the value unless given."""
    wanted = str(value) if text is None else text
    return Row(value, f"{of}?.getAttribute({name!r}) === {wanted!r}", changes or {})


def unseen(value: Any, why: str) -> Row:
    """A row for a property of which nothing is to be seen at once."""
    return Row(value, why=why)


def told(value: Any, changes: Mapping[str, str] | None = None) -> Row:
    """A row for what users do: it is there for other callbacks."""
    return Row(value, "", changes or {}, "it is what a user does; other callbacks read it")


def look(*, style: Mapping[str, Any] | None = None) -> dict[str, Row]:
    """className and style of the outermost element; `style`: what must stay in it."""
    return {
        "className": Row("mine", "e.classList.contains('mine')"),
        "style": Row({**(style or {}), "outlineOffset": "3px"}, "e.style.outlineOffset === '3px'"),
    }


def persistence(*changes: str) -> dict[str, Row]:
    """The three that say what a browser keeps; `changes`: what of the state shows the value."""
    own, of = dict.fromkeys(changes, "what was set under the old rule goes with it (C203)"), "document.querySelector('[hx-persist]')"
    return {
        "persistence": Row(True, f"!!{of}?.getAttribute('hx-persist')"),
        "persistence_type": Row("session", f"{of}?.getAttribute('hx-persist').includes('hx-session')", own),
        "persisted_props": Row([], f"!{of}?.getAttribute('hx-persist')", own),
    }


NO_PERSISTENCE = {prop: unseen(value, "it has no effect here, as in Dash") for prop, value in (("persistence", True), ("persistence_type", "session"), ("persisted_props", []))}


def type_into(selector: str, text: str, *, back: int = 0, select: int = 0) -> Callable[[Any], None]:
    """Type, go back some letters, and select some."""

    def enter(tab: Any) -> None:
        tab.page.locator(selector).first.focus()
        tab.page.keyboard.press("Control+a")
        tab.page.keyboard.type(text)
        for key in ["ArrowLeft"] * back + ["Shift+ArrowLeft"] * select:
            tab.page.keyboard.press(key)

    return enter


TEXT = {"text": "window.held.value", "caret": "[window.held.selectionStart, window.held.selectionEnd]"}
NOTE = type_into("#note", "a note", back=2, select=1)
