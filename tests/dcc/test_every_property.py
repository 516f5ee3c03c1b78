"""Every component with every property: it renders, it is valid HTML, and what is meant to be seen is seen (SEMANTICS.md section 3)."""

from __future__ import annotations

from typing import Any

import pytest
from lexed import faults
from specimens import SPECIMENS, drawn

from hxdash import dash_table, dcc, html
from hxdash.component import Component

# The properties that SEMANTICS.md section 3 names, row by row.
NAMED = {
    "Button": "children disabled n_clicks n_blur",
    "Checklist": "options value inline",
    "RadioItems": "options value inline",
    "Input": "value disabled n_submit n_blur n_submit_timestamp n_blur_timestamp type debounce min max step pattern minLength",
    "Textarea": "value n_blur n_clicks",
    "Dropdown": "options value search_value multi clearable searchable optionHeight maxHeight placeholder closeOnSelect search_order debounce labels",
    "Slider": "value marks drag_value min max step tooltip updatemode vertical reverse dots included allow_direct_input",
    "RangeSlider": "value drag_value count allowCross pushable allow_direct_input",
    "DatePickerSingle": "date display_format min_date_allowed max_date_allowed disabled_days initial_visible_month clearable number_of_months_shown first_day_of_week with_portal with_full_screen_portal "
    "is_RTL month_format stay_open_on_select",
    "DatePickerRange": "start_date end_date updatemode minimum_nights",
    "Graph": "figure extendData prependData config animate clickData hoverData selectedData relayoutData restyleData clickAnnotationData responsive clear_on_unhover mathjax",
    "Store": "data clear_data modified_timestamp id storage_type",
    "Location": "pathname search hash href refresh id",
    "Link": "href children target refresh title",
    "Tabs": "value children vertical mobile_breakpoint",
    "Tab": "label value disabled width children",
    "Upload": "contents children filename last_modified multiple accept max_size min_size enable_folder_selection style_active style_reject style_disabled",
    "Download": "data",
    "Interval": "interval disabled n_intervals max_intervals",
    "Loading": "display children type fullscreen custom_spinner overlay_style delay_show delay_hide target_components show_initially",
    "Markdown": "children dedent mathjax link_target dangerously_allow_html",
    "Clipboard": "content html_content target_id n_clicks copied_children",
    "ConfirmDialog": "displayed message submit_n_clicks cancel_n_clicks",
    "ConfirmDialogProvider": "message submit_n_clicks cancel_n_clicks children",
    "Tooltip": "show bbox children direction loading_text targetable",
    "Geolocation": "update_now position position_error local_date timestamp",
    "DataTable": "data columns page_action page_current page_size page_count sort_by sort_action sort_mode filter_query filter_action hidden_columns style_table style_cell style_data style_header style_filter "
    "tooltip tooltip_data tooltip_header tooltip_conditional active_cell selected_rows selected_cells data_timestamp data_previous derived_virtual_data derived_viewport_data editable dropdown "
    "row_deletable row_selectable fixed_rows fixed_columns virtualization merge_duplicate_headers export_format persistence",
}  # fmt: skip
PERSISTENT = ["Checklist", "RadioItems", "Input", "Textarea", "Dropdown", "Slider", "RangeSlider", "DatePickerSingle", "DatePickerRange", "Tabs", "DataTable"]
EACH = [(name, prop) for name, one in SPECIMENS.items() for prop in one.props]
KINDS = {name: kind for name, kind in {**vars(dcc), **vars(dash_table)}.items() if isinstance(kind, type) and issubclass(kind, Component)}


def shown(component: Component, **more: Any) -> str:
    """The markup of a component; a Tab is in its Tabs."""
    return drawn(dcc.Tabs([component], id="around") if isinstance(component, dcc.Tab) else component, **more)


def test_every_component_and_property_has_a_row() -> None:
    assert KINDS.keys() == SPECIMENS.keys()
    for name, kind in KINDS.items():
        assert {p for p in kind.prop_names if p[0] != "_"} == set(SPECIMENS[name].props), name
        assert SPECIMENS[name].silent.keys() <= SPECIMENS[name].props.keys(), name


def test_what_semantics_names_is_there() -> None:
    assert NAMED.keys() == KINDS.keys()
    missing = [f"{name}.{prop}" for name, props in NAMED.items() for prop in props.split() if not KINDS[name].has_prop(prop)]
    assert missing == []
    assert [name for name in PERSISTENT if not {"persistence", "persisted_props", "persistence_type"} <= set(KINDS[name].prop_names)] == []
    common = "children style className hidden n_clicks n_clicks_timestamp disable_n_clicks key data-x aria-label"
    tags = {name: getattr(html, name) for name in html.__all__}
    assert [(name, prop) for name, kind in tags.items() for prop in common.split() if not kind.has_prop(prop)] == []
    assert [name for name, kind in tags.items() if kind.has_prop("disabled")] == ["Button", "Fieldset", "Optgroup", "Option", "Select", "Textarea"]


@pytest.mark.parametrize("read", [True, False], ids=["read", "unread"])
@pytest.mark.parametrize("name", SPECIMENS)
def test_defaults_and_all_together_are_valid(name: str, read: bool) -> None:
    one = SPECIMENS[name]
    required = {prop: one.base[prop] for prop in one.kind.required_props}
    for component in (one.kind(**required), one.plain(), one.full()):
        assert faults(shown(component, read=read)) == []


@pytest.mark.parametrize(("name", "prop"), EACH, ids=[f"{name}.{prop}" for name, prop in EACH])
def test_each_property_alone_is_valid_and_shows(name: str, prop: str) -> None:
    one = SPECIMENS[name]
    without, alone = shown(one.plain(prop)), shown(one.alone(prop))
    assert faults(alone) == []
    assert (alone == without) == (prop in one.silent), one.silent.get(prop, "it should show")
