"""The table of outputs: what is typed, ticked, pressed and chosen."""

from __future__ import annotations

from typing import Any

from hxdash import dcc, html
from output_cases.case import NO_FOCUS, NO_PERSISTENCE, TEXT, Case, Row, at, look, persistence, told, type_into, unseen

COUNTS = {name: told(7) for name in ("n_clicks", "n_clicks_timestamp", "n_blur", "n_blur_timestamp")}
HTML = {
    "accessKey": at("accesskey", "k"),
    "dir": at("dir", "ltr"),
    "draggable": at("draggable", True, "true"),
    "lang": at("lang", "de"),
    "spellCheck": at("spellcheck", True, "true"),
    "tabIndex": at("tabindex", 3),
    "title": at("title", "t"),
    "autoFocus": at("autofocus", True, ""),
    "hidden": at("hidden", True, "", changes=NO_FOCUS),
    "disabled": at("disabled", True, "", changes=NO_FOCUS),
    "data-x": at("data-x", "1"),
}


def focus(selector: str) -> Any:
    """Bring the focus to an element as the Tab key does."""
    return lambda tab: tab.page.locator(selector).first.focus()


def tick(tab: Any) -> None:
    tab.page.locator("#c input").nth(1).focus()
    tab.page.keyboard.press("Space")


BUTTON = Case(
    dcc.Button("Save", id="c"),
    focus("#c"),
    {},
    {
        "children": Row(["Save ", html.B("all")], "e.textContent === 'Save all'"),
        **HTML,
        "contentEditable": at("contenteditable", True, "true"),
        "role": at("role", "switch"),
        "form": at("form", "f"),
        "formAction": at("formaction", "/x"),
        "formEncType": at("formenctype", "text/plain"),
        "formMethod": at("formmethod", "post"),
        "formNoValidate": at("formnovalidate", True, ""),
        "formTarget": at("formtarget", "_blank"),
        "name": at("name", "n"),
        "value": at("value", "v"),
        "type": at("type", "reset"),
        **look(),
        **{prop: Row(row.value, why="there is nothing to keep but counters") for prop, row in NO_PERSISTENCE.items()},
    },
)
COUNTED = Case(dcc.Button("Save", id="c"), focus("#c"), {}, COUNTS)
CHOICES = {
    "options": Row(["a", "b", "c", "d"], "e.querySelectorAll('input').length === 4"),
    "inline": Row(True, "e.className.includes('inline')"),
    "inputStyle": Row({"margin": 3}, "q('input').style.margin === '3px'"),
    "inputClassName": Row("i", "q('input').className === 'i'"),
    "labelStyle": Row({"margin": 3}, "q('label').style.margin === '3px'"),
    "labelClassName": Row("l", "q('label').classList.contains('l')"),
    "data-x": at("data-x", "1"),
    **look(),
    **persistence("ticked"),
}
TICKED = {"ticked": "[...e.querySelectorAll('input:checked')].map(i => i.value).join()"}
CHECKLIST = Case(
    dcc.Checklist(["a", "b", "c"], ["a"], id="c"), tick, TICKED,
    {**CHOICES, "value": Row(["c"], "q('[value=c]').checked && !q('[value=b]').checked", {"ticked": "it is the value"})},
)  # fmt: skip
RADIO = Case(
    dcc.RadioItems(["a", "b", "c"], "a", id="c"), tick, TICKED,
    {**CHOICES, "value": Row("c", "q('[value=c]').checked", {"ticked": "it is the value"})},
)  # fmt: skip
LIMITS = {
    "min": at("min", 1), "max": at("max", 99), "step": at("step", 0.25),
}  # fmt: skip
FIELD = {
    **LIMITS,
    "placeholder": at("placeholder", "say"),
    "inputMode": at("inputmode", "email"),
    "autoComplete": at("autocomplete", "off"),
    "required": at("required", True, ""),
    "autoFocus": at("autofocus", True, ""),
    "list": at("list", "l"),
    "multiple": at("multiple", True, ""),
    "spellCheck": at("spellcheck", False, "false"),
    "minLength": at("minlength", 1),
    "maxLength": at("maxlength", 40),
    "pattern": at("pattern", ".*"),
    "size": at("size", 30),
    "readOnly": at("readonly", True, ""),
    "data-x": at("data-x", "1"),
    **look(),
    "debounce": Row(0.5, "e.getAttribute('hx-trigger').includes('delay:500ms')"),
    "type": at("type", "search"),
    **persistence("text", "caret"),
    "disabled": at("disabled", True, "", changes=NO_FOCUS),
    "name": unseen("n", "the field has the name under which it is sent"),
    **{name: unseen("1", "Dash gives it to an attribute that no browser knows") for name in ("selectionStart", "selectionEnd", "selectionDirection")},
    **{name: told(7) for name in ("n_submit", "n_submit_timestamp", "n_blur", "n_blur_timestamp")},
    "value": Row("set by the server", "e.value === 'set by the server'", {"text": "it is the value"}),
}
INPUT = Case(dcc.Input("start", id="c"), type_into("#c", "typed text", back=3, select=2), TEXT, {**FIELD, "value": FIELD["value"]})
NUMBER = Case(
    dcc.Input(8, type="number", id="c"),
    type_into("#c", "1.50"),
    {"text": "window.held.value"},
    {**LIMITS, "required": FIELD["required"], "style": look()["style"], "value": Row(2.5, "e.value === '2.5'", {"text": "it is the value"})},
)


def write_lines(tab: Any) -> None:
    type_into("#c", "\n".join(f"line {i}" for i in range(30)), back=20, select=2)(tab)
    tab.page.evaluate("document.getElementById('c').scrollTop = 111")


TEXTAREA = Case(
    dcc.Textarea("start", id="c", style={"height": 100}),
    write_lines,
    {**TEXT, "scrolled": "e.scrollTop"},
    {
        "placeholder": at("placeholder", "say"),
        "required": at("required", True, ""),
        "maxLength": at("maxlength", 4000),
        "minLength": at("minlength", 2),
        "readOnly": at("readonly", True, ""),
        "cols": at("cols", 70),
        "rows": at("rows", 5),
        "wrap": at("wrap", "hard"),
        "form": unseen("f", "it has the form of the page, which sends it without JavaScript"),
        "name": unseen("n", "the field has the name under which it is sent"),
        "contentEditable": at("contenteditable", True, "true"),
        "contextMenu": at("contextmenu", "m"),
        **{name: row for name, row in HTML.items() if name not in ("hidden", "disabled")},
        **look(style={"height": 100}),
        **persistence("text", "caret", "scrolled"),
        "hidden": at("hidden", True, "", changes={**NO_FOCUS, "scrolled": "it has no height"}),
        "disabled": at("disabled", True, "", changes=NO_FOCUS),
        **COUNTS,
        "value": Row("\n".join(f"other {i}" for i in range(40)), "e.value.startsWith('other')", {"text": "it is the value"}),
    },
)
UPLOAD = Case(
    dcc.Upload("Files", id="c"),
    focus("#c input"),
    {},
    {
        "children": Row(html.B("More files"), "q('.dash-upload-label').innerText === 'More files'"),
        "accept": at("accept", ".csv", of="q('input')"),
        "multiple": at("multiple", True, "", of="q('input')"),
        "enable_folder_selection": at("webkitdirectory", True, "", of="q('input')"),
        "disable_click": at("data-drop-only", True, ""),
        "max_size": at("data-max-size", 100),
        "min_size": at("data-min-size", 2),
        **look(),
        "className_active": at("data-class-active", "over"),
        "className_reject": at("data-class-reject", "no"),
        "style_active": at("data-style-active", {"margin": 1}, "margin:1px"),
        "style_reject": at("data-style-reject", {"margin": 2}, "margin:2px"),
        "className_disabled": unseen("off", "it is not disabled; the next case"),
        "style_disabled": unseen({"margin": 3}, "it is not disabled; the next case"),
        "contents": told("data:text/plain;base64,eA=="),
        "filename": told("x.txt"),
        "last_modified": told(1.5),
        "files": told([]),
        "disabled": at("disabled", True, "", of="q('input')", changes=NO_FOCUS),
    },
)
UPLOAD_OFF = Case(
    dcc.Upload("Files", id="c", disabled=True),
    type_into("#note", "a note", back=2),
    TEXT,
    {
        "className_disabled": Row("off", "e.classList.contains('off')"),
        "style_disabled": Row({"margin": 3}, "e.style.margin === '3px'"),
        "disabled": Row(False, "!q('input').disabled && !e.classList.contains('off')"),
    },
    read=False,
)
CLIPBOARD = Case(
    dcc.Clipboard(id="c", content="x"),
    focus("#c button"),
    {},
    {
        "children": Row("Copy it", "q('.dash-clipboard-face').textContent === 'Copy it'"),
        "copied_children": Row("Done", "q('.dash-clipboard-copied').textContent === 'Done'"),
        "content": at("data-content", "y"),
        "html_content": at("data-html", "<b>y</b>"),
        "target_id": at("data-target", "note"),
        "title": at("title", "Copy the text", of="q('button')"),
        "n_clicks": told(7),
        **look(),
    },
)
CASES = {
    "Button": BUTTON, "Button, counted": COUNTED, "Checklist": CHECKLIST, "RadioItems": RADIO, "Input": INPUT, "Input, number": NUMBER, "Textarea": TEXTAREA,
    "Upload": UPLOAD, "Upload, disabled, unread": UPLOAD_OFF, "Clipboard": CLIPBOARD,
}  # fmt: skip
