"""dcc.Dropdown: markup, the values that travel, and what changes of each prop send."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash import html
from hxdash.dcc.dropdown import Dropdown
from hxdash.dcc.options import encode_option
from hxdash.exceptions import RequestRefused
from hxdash.static_files import manifest

CITY = """\
<div id="city" class="dash-dropdown" role="group" aria-label="city" hx-group="GROUP" hx-post="/_hx" hx-trigger="change" \
hx-include="[hx-group~='GROUP']" hx-script="SCRIPT" data-placeholder="Select...">
<button type="button" id="city.trigger" class="dash-dropdown-trigger" popovertarget="city.popover" aria-haspopup="dialog">\
<span class="dash-dropdown-value"><span class="dash-dropdown-value-item">Montréal</span></span>\
<span class="dash-dropdown-trigger-icon"></span></button>
<button type="button" class="dash-dropdown-clear" tabindex="-1" aria-label="Clear selection"></button>
<div id="city.popover" class="dash-dropdown-content" popover role="dialog" aria-label="city">
<input type="search" id="city.search" class="dash-dropdown-search" placeholder="Search" aria-label="Search" autocomplete="off">
<label class="dash-options-list-option dash-dropdown-none">\
<input type="radio" name="v:city.value" form="hx" value="null">Clear selection</label>
<div id="city.options" class="dash-dropdown-options">\
<label class="dash-options-list-option dash-dropdown-option"><input type="radio" name="v:city.value" form="hx" value="NYC">New York</label>\
<label class="dash-options-list-option dash-dropdown-option">\
<input type="radio" name="v:city.value" form="hx" value="MTL" checked>Montréal</label></div>
<p class="dash-dropdown-empty">No options found</p>
</div>
</div>"""

integers = st.integers(-(2**63), 2**63 - 1)
values = st.one_of(st.text(), integers, st.floats(allow_nan=False, allow_infinity=False), st.booleans())


def group_of(markup: str) -> str:
    return markup.partition('hx-group="')[2].partition('"')[0]


def test_single_renders_a_button_and_a_popover_of_radio_buttons(render):
    markup = render(Dropdown({"NYC": "New York", "MTL": "Montréal"}, "MTL", id="city"), ["value"])
    assert markup == CITY.replace("GROUP", group_of(markup)).replace("SCRIPT", manifest().url("dcc/dropdown.js"))


def test_dropdown_without_anything_renders_the_placeholder(render):
    markup = render(Dropdown())
    assert '<span class="dash-dropdown-value dash-dropdown-placeholder">Select...</span>' in markup
    assert 'popovertarget="u1.value.popover"' in markup
    assert '<div id="u1.value.popover" class="dash-dropdown-content" popover role="dialog" aria-label="Options">' in markup


def test_dropdown_that_nobody_reads_has_no_wiring(render):
    markup = render(Dropdown(["a"], id="x"))
    assert "hx-group" not in markup
    assert 'form="hx"' not in markup


def test_multi_renders_check_boxes_and_shows_the_order_of_choice(render):
    markup = render(Dropdown(["a", "b", "c"], ["c", "a"], multi=True, id="m"), ["value"])
    assert "hx-order='[\"c\",\"a\"]'" in markup
    assert '<span class="dash-dropdown-value-item">c</span><span class="dash-dropdown-value-item">a</span>' in markup
    assert '<span class="dash-dropdown-value-count">2 selected</span>' in markup
    assert '<input type="checkbox" name="v:m.value" form="hx" value="null" hidden>' in markup
    assert markup.count('type="checkbox"') == 4
    assert "Select All" in markup and "Deselect All" in markup


def test_order_of_choice_is_empty_while_nothing_is_chosen(render):
    assert 'hx-order="[]"' in render(Dropdown(["a", "b"], multi=True, id="m"), ["value"])


def test_multi_marks_that_nothing_was_ever_chosen(render):
    mark = '<input type="checkbox" name="v:m.value" form="hx" value="null" checked hidden>'
    assert mark in render(Dropdown(["a"], multi=True, id="m"), ["value"])
    assert mark not in render(Dropdown(["a"], [], multi=True, id="m"), ["value"])


def test_every_prop_has_its_place(render):
    markup = render(
        Dropdown(
            [{"label": "A", "value": 1, "title": "first", "search": "uno"}, {"label": "B", "value": 2, "disabled": True}],
            placeholder="Pick", disabled=True, closeOnSelect=False, optionHeight=50, maxHeight=300, style={"width": 100}, className="mine",
            labels={"search": "Suche", "clear_selection": "Leeren", "no_options_found": "Nichts"}, debounce=True, search_order="index", id="x",
        )
    )  # fmt: skip
    assert '<div id="x" class="dash-dropdown mine" style="width:100px"' in markup
    assert 'data-placeholder="Pick" data-stays data-debounce>' in markup
    assert 'aria-haspopup="dialog" disabled>' in markup
    assert 'class="dash-dropdown-options" style="--list-height:300px;--option-height:50px">' in markup
    assert 'title="first" data-search="uno"><input type="radio" name="u:x.value" value="1">A</label>' in markup
    assert '<input type="radio" name="u:x.value" value="2" disabled>B</label>' in markup
    for text in ('placeholder="Suche"', 'aria-label="Leeren"', ">Leeren</label>", ">Nichts</p>"):
        assert text in markup


def test_not_clearable_and_not_searchable_leave_their_parts_out(render):
    markup = render(Dropdown(["a"], clearable=False, searchable=False, id="x"))
    assert 'class="dash-dropdown-clear"' not in markup
    assert "dash-dropdown-none" not in markup
    assert 'type="search"' not in markup
    assert "data-required" in markup


def test_component_label_is_shown_twice_but_its_id_stands_once(render):
    label = html.Div([html.B("One", id="bold"), " rich"], id="label")
    markup = render(Dropdown([{"label": label, "value": 1}], 1, id="x"), ["value"])
    assert '<span class="dash-dropdown-value-item"><div><b>One</b> rich</div></span>' in markup
    assert markup.count('id="label"') == markup.count('id="bold"') == 1


def test_texts_are_escaped(render):
    markup = render(Dropdown([{"label": "<i>", "value": '"<&'}], '"<&', placeholder="<p>", labels={"search": '"<'}, id="x"))
    assert "<i>" not in markup and "<p>" not in markup and '"<"' not in markup
    assert "&lt;i>" in markup or "&lt;i&gt;" in markup


def test_search_field_is_a_control_only_if_a_callback_reads_it(render):
    markup = render(Dropdown(["a"], id="x", search_value="q"), ["search_value"])
    field = markup[markup.index('<input type="search"'):].partition(">")[0]
    assert 'id="x.search"' in field and 'value="q"' in field
    assert 'name="v:x.search_value" form="hx" hx-group=' in field and 'hx-trigger="input"' in field
    assert markup.index("hx-group") > markup.index('<input type="search"'), "the wrapper itself is not wired"


@given(options=st.lists(values, min_size=1, max_size=8, unique_by=encode_option), data=st.data())
def test_single_decode_undoes_encode(options, data):
    value = data.draw(st.sampled_from(options))
    dropdown = Dropdown(options)
    found = dropdown.decode("value", dropdown.encode("value", value))
    assert (found, type(found)) == (value, type(value))


@given(options=st.lists(values, max_size=8, unique_by=encode_option), data=st.data())
def test_multi_decode_undoes_encode(options, data):
    chosen = data.draw(st.permutations(options)) if options else []
    dropdown = Dropdown(options, multi=True)
    found = dropdown.decode("value", dropdown.encode("value", chosen))
    assert found == chosen and [type(v) for v in found] == [type(v) for v in chosen]


def test_nothing_chosen_is_none_before_and_an_empty_list_after():
    multi = Dropdown(["a"], multi=True)
    assert multi.encode("value", None) == ["null"]
    assert multi.decode("value", ["null"]) is None
    assert multi.decode("value", []) == []
    assert multi.decode("value", ["null", "a"]) == ["a"], "without a script the mark stays"
    single = Dropdown(["a"], "a")
    assert single.encode("value", None) == ["null"]
    assert single.decode("value", ["null"]) is None
    assert single.decode("value", []) is None


def test_not_clearable_keeps_a_choice():
    assert Dropdown(["a", "b"], ["a"], multi=True, clearable=False).decode("value", []) == ["a"]
    assert Dropdown(["a", "b"], [], multi=True, clearable=False).decode("value", []) == []
    with pytest.raises(RequestRefused) as refused:
        Dropdown(["a"], "a", clearable=False).decode("value", ["null"])
    assert refused.value.status == 422
    assert Dropdown(["a"], clearable=False).decode("value", ["null"]) is None


@pytest.mark.parametrize(
    ("dropdown", "texts", "status"),
    [
        (Dropdown(["a", "b"]), ["c"], 422),
        (Dropdown(["a", "b"]), ["a", "b"], 400),
        (Dropdown([1, 2]), ['"1"'], 422),
        (Dropdown([True]), ["1"], 422),
        (Dropdown(["a", "b"], multi=True), ["a", "c"], 422),
        (Dropdown(["a", "b"], multi=True), ["a", "a"], 400),
        (Dropdown([{"label": "a", "value": "a", "disabled": True}]), ["a"], 422),
        (Dropdown(), ["a"], 422),
    ],
)
def test_what_the_list_could_not_send_is_refused(dropdown, texts, status):
    with pytest.raises(RequestRefused) as refused:
        dropdown.decode("value", texts)
    assert refused.value.status == status


def test_chosen_option_may_be_disabled():
    options = [{"label": "a", "value": "a", "disabled": True}, {"label": "b", "value": "b"}]
    assert Dropdown(options, "a").decode("value", ["a"]) == "a"


def test_search_value_is_text_or_none():
    dropdown = Dropdown()
    assert dropdown.decode("search_value", ["q"]) == "q"
    assert dropdown.decode("search_value", [""]) is None
    assert dropdown.decode("search_value", []) is None
    assert dropdown.encode("search_value", None) == ""
    with pytest.raises(RequestRefused):
        dropdown.decode("search_value", ["a", "b"])


def test_options_change_the_list_only(swaps):
    found = swaps(Dropdown(["a"], "a", id="x"), options=["a", "b"])
    assert [(part, style) for part, style, _ in found] == [(".options", "innerMorph"), ("", "value")]
    assert found[0][2].count("<label") == 2
    assert found[1][2] == ["a"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"value": "b"}, [("", "value", ["b"])]),
        ({"value": None}, [("", "value", ["null"])]),
        ({"disabled": True}, [(".trigger", "attrs", {"disabled": True})]),
        ({"disabled": False}, [(".trigger", "attrs", {"disabled": None})]),
        ({"className": "k", "style": {"width": 5}}, [("", "attrs", {"class": "dash-dropdown k", "style": "width:5px"})]),
        ({"search_value": "q"}, [(".search", "value", "q")]),
    ],
)
def test_swaps(swaps, changes, expected):
    assert swaps(Dropdown(["a", "b"], "a", id="x"), **changes) == expected


@pytest.mark.parametrize("change", [{"placeholder": "p"}, {"multi": True}, {"clearable": False}, {"labels": {"search": "s"}}, {"maxHeight": 9}])
def test_structure_changes_the_whole_and_then_the_value(swaps, change):
    found = swaps(Dropdown(["a", "b"], "a", id="x"), **change)
    assert [(part, style) for part, style, _ in found] == [("", "outerMorph"), ("", "value")]
    assert found[0][2].startswith('<div id="x"') and found[1][2] == ["a"]


def test_props_are_in_dashs_order():
    names = (
        "options value multi clearable searchable search_value placeholder disabled closeOnSelect optionHeight maxHeight style labels debounce "
        "search_order className persistence persisted_props persistence_type id"
    )
    assert " ".join(Dropdown.prop_names) == names


def test_order_of_choice_is_json(render):
    markup = render(Dropdown([1, "1", True], [True, "1"], multi=True, id="m"), ["value"])
    order = markup.partition("hx-order='")[2].partition("'")[0]
    assert json.loads(order.replace("&amp;", "&")) == ["true", '"1"']


def test_dict_id_names_its_parts(render):
    markup = render(Dropdown(["a"], id={"type": "x", "index": 1}), ["value"])
    assert """popovertarget='{"index":1,"type":"x"}.popover'""" in markup
    assert """name='v:{"index":1,"type":"x"}.value'""" in markup
