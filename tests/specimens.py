"""Every component with a typical value of every property, and where a property is not meant to show, why.

    SPECIMENS["Dropdown"].props       property -> value, other than the default
    SPECIMENS["Dropdown"].base        what a specimen has besides, so that the property has something to work on
    SPECIMENS["Dropdown"].silent      property -> why the first page looks the same without it

tests/dcc/test_every_property.py looks at all of them, tests/test_injection.py fills them with hostile text.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hxdash import dash_table, dcc, html
from hxdash.callback import declare
from hxdash.component import Component
from hxdash.dependencies import Input
from hxdash.graph import CallbackGraph
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.render import Renderer


@dataclass(frozen=True)
class Specimen:
    """A component and its properties.

    Args:
        kind: the component.
        props: property to a value that is not its default.
        base: properties that every specimen of it has.
        silent: property to why it changes nothing of the page as it comes.
        around: properties to what must be given with them, in place of what `base` says.
    """

    kind: type[Component]
    props: Mapping[str, Any]
    base: Mapping[str, Any] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)
    around: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def plain(self, prop: str = "") -> Component:
        """With nothing but what it needs, or what this property needs."""
        given = {**self.base, **self.around.get(prop, {})}
        if prop not in self.kind.required_props:
            given.pop(prop, None)
        return self.kind(**given)

    def alone(self, prop: str) -> Component:
        """With one property."""
        return self.kind(**{**self.base, **self.around.get(prop, {}), prop: self.props[prop]})

    def full(self) -> Component:
        """With all properties."""
        return self.kind(**{**self.base, **self.props})


def drawn(component: Component, *, read: bool = True) -> str:
    """The markup of a component in a page.

    Args:
        component: with or without an id.
        read: a callback has all that the user can change as its Inputs.
    """
    renderer = renderer_of(component, read=read)
    return renderer.node(component)


def renderer_of(component: Component, *, read: bool = True) -> Renderer:
    """A page with one component on it."""
    id = component.props.get("id")
    inputs = [Input(id, prop) for prop in sorted(component.browser_props) if not prop.startswith("_")] if read and id is not None else []
    if isinstance(component, dcc.Tabs):
        inputs += [Input("unread", "value")]
    graph = CallbackGraph([declare(inputs, {})(lambda *values: None, 0)] if inputs else [])
    renderer = Renderer(Live(PageState("/", Layout(component), graph)))
    renderer._own = ""  # else names of fields without id are random
    return renderer


COUNTS = "counters show only where a callback reads them; then they travel with it"
IDLE = {"persistence": "kept is nothing, as in Dash", "persisted_props": "kept is nothing, as in Dash", "persistence_type": "kept is nothing, as in Dash"}
LOCAL = {"persistence": True, "persisted_props": [], "persistence_type": "session"}
WITH_KEPT: Mapping[str, Mapping[str, Any]] = {"persisted_props": {"persistence": True}, "persistence_type": {"persistence": True}}
RED = {"color": "red", "marginTop": 3}
DAY = datetime.date(2026, 3, 15)
OPTIONS = ["a", {"label": "B", "value": 2, "title": "two", "disabled": True}, {"label": html.B("C"), "value": 1.5, "search": "see"}, True]
HTML_PROPS = {
    "accessKey": "k", "contentEditable": True, "dir": "rtl", "draggable": True, "hidden": True, "lang": "de", "spellCheck": False, "style": RED, "tabIndex": 0, "title": "Title", "className": "mine",
}  # fmt: skip
BLURS = {"n_blur": 2, "n_blur_timestamp": 1234}
CLICKS = {"n_clicks": 3, "n_clicks_timestamp": 1234}
CALENDAR = {
    "min_date_allowed": datetime.date(2026, 1, 1), "max_date_allowed": datetime.datetime(2026, 12, 31, 5), "disabled_days": ["2026-03-17"], "placeholder": "When?",
    "initial_visible_month": datetime.date(2026, 5, 1), "clearable": True, "reopen_calendar_on_clear": True, "display_format": "D MMM YY", "month_format": "MMMM", "first_day_of_week": 1,
    "show_outside_days": False, "stay_open_on_select": True, "calendar_orientation": "vertical", "number_of_months_shown": 3, "with_portal": True, "with_full_screen_portal": True, "day_size": 50,
    "is_RTL": True, "disabled": True, "style": RED, "className": "mine",
}  # fmt: skip
SLIDER = {
    "min": -5, "max": 20, "step": 2.5, "marks": {0: "zero", 10: {"label": "ten", "style": RED}}, "drag_value": 7, "disabled": True, "dots": True, "included": False, "reverse": True,
    "tooltip": {"always_visible": True, "placement": "bottom", "template": "{value} km", "style": RED}, "updatemode": "drag", "vertical": True, "verticalHeight": 300, "allow_direct_input": False,
    "className": "mine",
}  # fmt: skip
CONFIRM = {"message": "Sure?\nReally?", "submit_n_clicks": 2, "submit_n_clicks_timestamp": 1234, "cancel_n_clicks": 3, "cancel_n_clicks_timestamp": 1235, "displayed": True}
CHOICES = {"inline": True, "style": RED, "inputStyle": RED, "inputClassName": "in", "labelStyle": RED, "labelClassName": "out", "className": "mine", **LOCAL}
ROWS = [{"city": "Oslo", "n": 3, "on": "2020-01-02", "md": "*a*"}, {"city": "Rome", "n": None, "on": "2019", "md": ""}, {"city": "Lima", "n": 2.5, "on": "2020-02", "md": "[x](/y)"}]
COLUMNS = [
    {"id": "city", "name": ["Place", "City"], "type": "text", "editable": True, "hideable": True, "renamable": True, "deletable": True, "clearable": True, "selectable": True},
    {"id": "n", "name": ["Place", "N"], "type": "numeric", "presentation": "dropdown", "editable": True, "format": {"specifier": ".1f"}},
    {"id": "on", "name": ["", "On"], "type": "datetime"},
    {"id": "md", "name": ["", "Text"], "presentation": "markdown"},
]
CELL = {"row": 0, "column": 0, "column_id": "city"}
TABLE: dict[str, Any] = {
    "data": ROWS[1:], "columns": COLUMNS[:2], "editable": True, "fixed_columns": {"headers": True, "data": 1}, "fixed_rows": {"headers": True, "data": 0}, "column_selectable": "multi", "cell_selectable": False,
    "row_selectable": "multi", "row_deletable": True, "active_cell": CELL, "selected_cells": [CELL], "selected_rows": [1], "selected_columns": ["n"], "selected_row_ids": ["a"], "start_cell": CELL, "end_cell": CELL,
    "data_previous": ROWS[:1], "hidden_columns": ["on"], "is_focused": True, "merge_duplicate_headers": True, "data_timestamp": 1234, "include_headers_on_copy_paste": True, "export_columns": "all",
    "export_format": "csv", "export_headers": "display", "page_action": "custom", "page_current": 1, "page_count": 9, "page_size": 2, "filter_query": "{n} > 2", "filter_action": "native",
    "filter_options": {"case": "insensitive", "placeholder_text": "find..."}, "sort_action": "native", "sort_mode": "multi", "sort_by": [{"column_id": "city", "direction": "desc"}], "sort_as_null": [2.5],
    "dropdown": {"n": {"options": [{"label": "three", "value": 3}], "clearable": False}}, "dropdown_conditional": [{"if": {"column_id": "n", "filter_query": "{n} < 3"}, "options": [{"label": "low", "value": 2.5}]}],
    "dropdown_data": [{"n": {"options": [{"label": "own", "value": 3}]}}, {}, {}], "tooltip": {"n": "A number"}, "tooltip_conditional": [{"if": {"column_id": "city"}, "value": "A *city*", "type": "markdown"}],
    "tooltip_data": [{"n": {"value": "three", "type": "text"}}], "tooltip_header": {"city": ["where", "what"]}, "tooltip_delay": 100, "tooltip_duration": None,
    "locale_format": {"symbol": ["€", ""], "decimal": ",", "group": "."}, "style_as_list_view": True, "fill_width": False, "markdown_options": {"link_target": "_self", "html": False},
    "css": [{"selector": "td", "rule": "color:red"}], "style_table": RED, "style_cell": RED, "style_data": RED, "style_filter": RED, "style_header": RED, "style_cell_conditional": [{"if": {"column_id": "n"}, **RED}],
    "style_data_conditional": [{"if": {"row_index": "odd"}, **RED}, {"if": {"state": "active"}, "color": "blue"}], "style_filter_conditional": [{"if": {"column_id": "n"}, **RED}],
    "style_header_conditional": [{"if": {"header_index": 1}, **RED}], "virtualization": True, "loading_state": {}, "persistence": True, "persisted_props": [], "persistence_type": "session",
}  # fmt: skip
DERIVED = {name: None for name in dash_table.DataTable.prop_names if name.startswith("derived_")}
LATER = "the script's, or the server's, when something is done"
FIGURE = {"data": [{"y": [1, 2.5]}], "layout": {"title": {"text": "Heat"}, "height": 300}}

SPECIMENS: dict[str, Specimen] = {
    "Button": Specimen(
        dcc.Button,
        {
            "children": ["Press ", html.B("me")], "id": "it", "type": "submit", "autoFocus": True, "disabled": True, "form": "hx", "formAction": "/go", "formEncType": "text/plain", "formMethod": "get", "formNoValidate": True,
            "formTarget": "_blank", "name": "press", "value": "v", "role": "switch", **HTML_PROPS, **BLURS, **CLICKS, **LOCAL,
        },
        {"children": "b", "id": "it"},
        {"form": "a counted button is of the page's own form", "name": "as form", "value": "as form", "type": "as form", **IDLE},
    ),
    "Checklist": Specimen(dcc.Checklist, {"options": OPTIONS, "value": [1.5, "a"], "id": "it", **CHOICES}, {"options": ["a", 1.5], "id": "it"}, {}, WITH_KEPT),
    "Clipboard": Specimen(
        dcc.Clipboard,
        {"children": "Copy", "id": "it", "copied_children": "Done", "target_id": {"type": "x", "n": 1}, "content": "text", "n_clicks": 3, "html_content": "<b>x</b>", "title": "Title", "style": RED, "className": "mine"},
        {"id": "it"},
    ),
    "ConfirmDialog": Specimen(dcc.ConfirmDialog, {"id": "it", **CONFIRM}, {"id": "it"}),
    "ConfirmDialogProvider": Specimen(dcc.ConfirmDialogProvider, {"children": html.Button("go", id="child"), "id": "it", **CONFIRM}, {"id": "it", "children": html.Button("go")}),
    "DatePickerSingle": Specimen(
        dcc.DatePickerSingle, {"date": DAY, "id": "it", **CALENDAR, **LOCAL}, {"id": "it", "date": DAY, "show_outside_days": True},
        {}, {**WITH_KEPT, "placeholder": {"date": None}, "with_portal": {"with_full_screen_portal": False}},
    ),
    "DatePickerRange": Specimen(
        dcc.DatePickerRange,
        {
            "start_date": DAY, "end_date": datetime.datetime(2026, 3, 20, 12), "minimum_nights": 2, "updatemode": "bothdates", "start_date_placeholder_text": "From", "end_date_placeholder_text": "To",
            "start_date_id": "from", "end_date_id": "to", "id": "it", **CALENDAR, "show_outside_days": True, **LOCAL,
        },
        {"id": "it", "start_date": DAY},
        {"placeholder": "the two fields have their own"}, WITH_KEPT,
    ),
    "Download": Specimen(
        dcc.Download, {"id": "it", "data": {"content": "YQ==", "filename": "a.txt", "type": "text/plain"}, "base64": True, "type": "text/plain"}, {"id": "it"}, {"base64": "of data", "type": "of data"},
    ),
    "Dropdown": Specimen(
        dcc.Dropdown,
        {
            "options": OPTIONS, "value": [1.5, "a"], "multi": True, "clearable": False, "searchable": False, "search_value": "s", "placeholder": "Which?", "disabled": True, "closeOnSelect": False, "optionHeight": 50,
            "maxHeight": 400, "style": RED, "labels": {"search": "Find", "select_all": "All", "clear_selection": "None of them"}, "debounce": True, "search_order": "original", "className": "mine", **LOCAL, "id": "it",
        },
        {"options": ["a", "b", 1.5], "id": "it"}, {}, {**WITH_KEPT, "value": {"multi": True}},
    ),
    "Geolocation": Specimen(
        dcc.Geolocation,
        {
            "id": "it", "local_date": "1/2/2026", "timestamp": 1234.5, "position": {"lat": 52.5, "lon": 13.4}, "position_error": {"code": 1, "message": "denied"}, "show_alert": True, "update_now": True, "high_accuracy": True,
            "maximum_age": 1000, "timeout": 5000,
        },
        {"id": "it"}, {"update_now": "set by a callback it asks once more; the page asks anyway when it comes"},
    ),
    "Graph": Specimen(
        dcc.Graph,
        {
            "id": "it", "responsive": False, "clickData": {"points": [{"x": 1}]}, "clickAnnotationData": {"index": 0}, "hoverData": {"points": []}, "clear_on_unhover": True, "selectedData": {"points": []},
            "relayoutData": {"autosize": True}, "extendData": [{"y": [[4]]}, [0], 10], "prependData": [{"y": [[4]]}, [0], 10], "restyleData": [{"visible": True}, [0]], "figure": FIGURE, "style": RED, "className": "mine",
            "mathjax": True, "animate": True, "animation_options": {"frame": {"redraw": False}}, "config": {"displayModeBar": False},
        },
        {"id": "it"},
        {"extendData": "points are added when a callback sets it", "prependData": "as extendData", "mathjax": "accepted"},
        {"animation_options": {"animate": True}},
    ),
    "Input": Specimen(
        dcc.Input,
        {
            "value": "5", "type": "number", "debounce": 0.5, "placeholder": "Type", **{"n_submit": 2, "n_submit_timestamp": 1234}, "inputMode": "numeric", "autoComplete": "off", "readOnly": True, "required": True, "autoFocus": True,
            "disabled": True, "list": "hints", "multiple": True, "spellCheck": False, "name": "field", "min": 1, "max": 9, "step": 2, "minLength": 1, "maxLength": 5, "pattern": "[0-9]", "selectionStart": "1",
            "selectionEnd": "2", "selectionDirection": "none", **BLURS, "size": 10, "style": RED, "className": "mine", **LOCAL, "id": "it",
        },
        {"id": "it"},
        {"selectionStart": "accepted", "selectionEnd": "accepted", "selectionDirection": "accepted", "name": "a field that a callback reads has a name of ours" },
        WITH_KEPT,
    ),
    "Interval": Specimen(dcc.Interval, {"id": "it", "interval": 50, "disabled": True, "n_intervals": 3, "max_intervals": 9}, {"id": "it"}),
    "Link": Specimen(
        dcc.Link, {"children": "There", "href": "/there", "target": "_blank", "refresh": True, "title": "Title", "className": "mine", "style": RED, "id": "it", "loading_state": {}}, {"href": "/"},
        {"loading_state": "accepted, as in Dash"},
    ),
    "Loading": Specimen(
        dcc.Loading,
        {
            "children": html.P("x"), "type": "cube", "fullscreen": True, "debug": True, "style": RED, "parent_className": "around", "parent_style": RED, "overlay_style": RED, "color": "red", "display": "show", "delay_hide": 100,
            "delay_show": 300, "show_initially": False, "target_components": {"out": ["children"]}, "custom_spinner": html.B("wait"), "className": "mine", **LOCAL, "id": "it",
        },
        {"id": "it"}, IDLE,
    ),
    "Location": Specimen(
        dcc.Location, {"id": "other", "pathname": "/a", "search": "?b=c", "hash": "#d", "href": "http://localhost/a", "refresh": False}, {"id": "it"},
        {"refresh": "goes with the answer of a callback that changes the address"},
    ),
    "Markdown": Specimen(
        dcc.Markdown,
        {
            "children": ["# Head", "  $x^2$ <b>b</b> [a](/b)"], "id": "it", "className": "mine", "mathjax": True, "dangerously_allow_html": True, "link_target": "_blank", "dedent": False, "highlight_config": {"theme": "dark"},
            "style": RED,
        },
        {"children": "    $x^2$ <b>b</b> [a](/b)"},
        around={"dedent": {"children": "    code\n    code"}},
    ),
    "RadioItems": Specimen(dcc.RadioItems, {"options": OPTIONS, "value": 1.5, "id": "it", **CHOICES}, {"options": ["a", 1.5], "id": "it"}, {}, WITH_KEPT),
    "RangeSlider": Specimen(
        dcc.RangeSlider, {**SLIDER, "value": [2.5, 5], "drag_value": [0, 5], "allowCross": False, "pushable": 2.5, "count": 2, **LOCAL, "id": "it"},
        {"min": 0, "max": 10, "step": 2.5, "value": [2.5, 5], "id": "it"},
        {"drag_value": "where the handles are is said by value", "count": "accepted: value says how many handles"},
        {**WITH_KEPT, "verticalHeight": {"vertical": True}, "allowCross": {"allowCross": True}},
    ),
    "Slider": Specimen(
        dcc.Slider, {**SLIDER, "value": 5, **LOCAL, "id": "it"}, {"min": 0, "max": 10, "step": 2.5, "id": "it"},
        {"drag_value": "where the handle is is said by value"}, {**WITH_KEPT, "verticalHeight": {"vertical": True}},
    ),
    "Store": Specimen(
        dcc.Store, {"id": "other", "storage_type": "local", "data": {"a": [1, None]}, "clear_data": True, "modified_timestamp": 1234}, {"id": "it"},
        {"data": "in a signed field of the page", "clear_data": "of a callback's", "modified_timestamp": "as data"},
    ),
    "Tab": Specimen(
        dcc.Tab,
        {
            "children": html.P("x"), "label": ["A", html.B("b")], "value": "mine", "disabled": True, "disabled_style": RED, "disabled_className": "off", "className": "mine", "selected_className": "on", "style": RED,
            "selected_style": RED, "width": 80, **LOCAL, "id": "it",
        },
        {}, IDLE, {"disabled_style": {"disabled": True}, "disabled_className": {"disabled": True}},
    ),
    "Tabs": Specimen(
        dcc.Tabs,
        {
            "children": [dcc.Tab("one", label="1"), dcc.Tab("two", label="2", value="b")], "value": "b", "content_className": "in", "parent_className": "around", "style": RED, "parent_style": RED, "content_style": RED,
            "vertical": True, "mobile_breakpoint": 500, "colors": {"border": "red", "primary": "blue", "background": "green"}, "className": "mine", **LOCAL, "id": "it",
        },
        {"children": [dcc.Tab("x", label="X")], "id": "it"}, {}, WITH_KEPT,
    ),
    "Textarea": Specimen(
        dcc.Textarea,
        {
            "value": "a\nb", "autoFocus": "true", "cols": 40, "disabled": True, "form": "mine", "maxLength": 50, "minLength": 1, "name": "field", "placeholder": "Write", "readOnly": True, "required": True, "rows": 5, "wrap": "hard",
            "contextMenu": "menu", **HTML_PROPS, **BLURS, **CLICKS, **LOCAL, "id": "it",
        },
        {"id": "it"},
        {"form": "a field that a callback reads is of the page's own form", "name": "as form"}, WITH_KEPT,
    ),
    "Tooltip": Specimen(
        dcc.Tooltip,
        {
            "children": html.P("x"), "id": "it", "className": "mine", "style": RED, "bbox": {"x0": 1, "x1": 2, "y0": 3, "y1": 4}, "show": False, "direction": "left", "border_color": "red", "background_color": "blue",
            "loading_text": "Wait", "zindex": 9, "targetable": True,
        },
        {"id": "it", "bbox": {"x0": 1, "x1": 5, "y0": 3, "y1": 4}},
    ),
    "Upload": Specimen(
        dcc.Upload,
        {
            "children": ["Drop ", html.A("here")], "id": "it", "contents": None, "filename": None, "last_modified": None, "files": None, "accept": ".csv,image/*", "disabled": True, "disable_click": True, "max_size": 1000, "min_size": 10,
            "multiple": True, "enable_folder_selection": True, "className": "mine", "className_active": "on", "className_reject": "no", "className_disabled": "off", "style": RED, "style_active": RED,
            "style_reject": RED, "style_disabled": RED,
        },
        {"id": "it"},
        dict.fromkeys(("contents", "filename", "last_modified", "files"), "files come from the browser alone"),
        {"className_disabled": {"disabled": True}, "style_disabled": {"disabled": True}},
    ),
    "DataTable": Specimen(
        dash_table.DataTable, {**TABLE, **DERIVED, "id": "it"}, {"id": "it", "data": ROWS, "columns": COLUMNS},
        {
            **dict.fromkeys(DERIVED, "only to be read"),
            **dict.fromkeys(("selected_row_ids", "data_previous", "data_timestamp", "is_focused"), "state, not seen"), "export_columns": "of the file", "export_headers": "of the file", "sort_mode": LATER,
            "loading_state": "accepted, as in Dash",
        },
        {
            "selected_rows": {"row_selectable": "multi"}, "page_current": {"page_size": 1}, "page_count": {"page_action": "custom"}, "filter_query": {"filter_action": "native"}, "filter_options": {"filter_action": "native"},
            "sort_by": {"sort_action": "native"}, "sort_as_null": {"sort_action": "native", "sort_by": [{"column_id": "n", "direction": "asc"}]}, "style_filter": {"filter_action": "native"},
            "style_filter_conditional": {"filter_action": "native"}, "tooltip_delay": {"tooltip": {"n": {"value": "x"}}}, "tooltip_duration": {"tooltip": {"n": {"value": "x"}}},
            "virtualization": {"page_action": "none", "page_size": 1}, "locale_format": {"columns": [{"id": "n", "type": "numeric", "format": {"specifier": ",.2f"}}]},
            "fixed_columns": {}, "persisted_props": {"persistence": True}, "persistence_type": {"persistence": True}, "editable": {"columns": None},
        },
    ),
}  # fmt: skip
