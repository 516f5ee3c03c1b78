"""dcc.DatePickerSingle and dcc.DatePickerRange: markup, the dates that travel, and what a range may be (WIDGETS.md 3.5, traps 15 and 16)."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.dcc.dates import day_text, display, read_day
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client, Refused

Single, Range = dcc.DatePickerSingle, dcc.DatePickerRange
MARCH = {"min_date_allowed": "2026-03-10", "max_date_allowed": date(2026, 3, 20), "disabled_days": [datetime(2026, 3, 17, 8)]}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (None, "2026-03-05"), ("MM/DD/YYYY", "03/05/2026"), ("D.M.YY", "5.3.26"), ("MMMM Do, YYYY", "March 5th, 2026"), ("ddd MMM DD", "Thu Mar 05"),
        ("[Day] DDD [of] YYYY, Q", "Day 64 of 2026, 1"), ("dddd dd d DDDD Mo", "Thursday Th 4 064 3rd"),
    ],
)  # fmt: skip
def test_a_date_in_moments_letters(form, text):
    assert display("2026-03-05T10:00:00", form) == text
    assert display(None, form) == ""


@pytest.mark.parametrize("value", ["2026-03-05", "2026-03-05T10:00:00", date(2026, 3, 5), datetime(2026, 3, 5, 9)])
def test_a_day_however_it_is_written(value):
    assert read_day(value) == date(2026, 3, 5) and day_text(value) == "2026-03-05"


@pytest.mark.parametrize("value", [None, "", "soon", "2026-02-30", 7, [], True])
def test_what_is_no_day(value):
    assert read_day(value) is None and day_text(value) == ""


def test_they_render_with_defaults(render):
    markup = render(Single())
    assert re.search(r'<input type="date" class="dash-datepicker-native"[^>]*>', markup) and "name=" not in markup
    assert 'placeholder="Select Date"' in markup and "dash-datepicker-clear" not in markup and 'popovertarget="u1.calendar"' in markup
    markup = render(Range())
    assert markup.count('type="date"') == 2 and 'placeholder="Start Date"' in markup and 'placeholder="End Date"' in markup and 'data-months="2"' in markup


def test_every_prop_of_a_single_has_its_place(render):
    markup = render(
        Single(
            date="2026-03-15T08:00:00", **MARCH, placeholder="when?", initial_visible_month="2026-03-01", clearable=True, reopen_calendar_on_clear=True,
            display_format="DD/MM/YYYY", month_format="MMM YY", first_day_of_week=1, show_outside_days=False, stay_open_on_select=True,
            calendar_orientation="vertical", number_of_months_shown=3, with_portal=True, day_size=50, is_RTL=True, disabled=True, style={"color": "red"},
            className="mine", id="d",
        ),
        ["date"],
    )  # fmt: skip
    assert '<div id="d" class="dash-datepicker dash-datepicker-portal dash-datepicker-upright mine" style="--day-size:50px;color:red" role="group"' in markup
    assert ' dir="rtl" data-format="DD/MM/YYYY" data-month-format="MMM YY" data-disabled="2026-03-17" data-visible="2026-03-01" data-week="1"' in markup
    assert ' data-months="3" data-stays data-reopens' in markup and "data-outside" not in markup and "data-plain" not in markup
    native = re.search(r'<input type="date"[^>]*>', markup)[0]
    assert 'name="v:d.date" form="hx"' in native and 'min="2026-03-10" max="2026-03-20" value="2026-03-15"' in native and 'hx-trigger="change"' in native
    text = re.search(r'<input type="text"[^>]*>', markup)[0]
    assert 'value="15/03/2026"' in text and 'placeholder="when?"' in text and "name=" not in text
    assert markup.count(" disabled") == 4 and "dash-datepicker-clear" in markup and "hx-morph-skip" in markup
    assert "dash-datepicker-fullscreen" in render(Single(with_portal=True, with_full_screen_portal=True))


def test_every_prop_of_a_range_has_its_place(render):
    range_ = Range(
        "2026-03-15", "2026-03-18", 3, "bothdates", "from", "to", "first", "last", "d", clearable=True, display_format="D MMM", number_of_months_shown=1,
    )  # fmt: skip
    markup = render(range_, ["start_date", "end_date"])
    assert 'id="first"' in markup and 'id="last"' in markup and 'value="15 Mar"' in markup and 'placeholder="to"' in markup
    assert 'data-nights="3" data-both' in markup and "data-months" not in markup
    assert markup.count('hx-trigger="change"') == 2
    assert 'name="v:d.start_date"' in markup and 'name="v:d.end_date"' in markup


def test_one_date_that_calls_back_does_so_alone(render):
    markup = render(Range(id="d"), ["start_date"], ["end_date"])
    assert markup.count('hx-trigger="change"') == 1 and 'name="v:d.end_date"' in markup


@pytest.mark.parametrize(
    ("picker", "texts", "value"),
    [
        (Single(), ["2026-03-05"], "2026-03-05"), (Single(date="2026-03-05"), [""], None), (Single(), [""], None), (Single(), [], None),
        (Single(date="2026-03-05T10:00:00"), ["2026-03-05"], "2026-03-05T10:00:00"), (Single(date=date(2026, 3, 5)), ["2026-03-05"], "2026-03-05"),
        (Single(date="2026-03-05", **MARCH), ["2026-03-05"], "2026-03-05"), (Single(**MARCH), ["2026-03-10"], "2026-03-10"),
    ],
)  # fmt: skip
def test_decode(picker, texts, value):
    assert picker.decode("date", texts) == value


@pytest.mark.parametrize(
    ("texts", "status"),
    [(["2026-03-09"], 422), (["2026-03-21"], 422), (["2026-03-17"], 422), (["2026-02-30"], 422), (["2026-03-12T00:00"], 422), (["x"], 422), (["2026-03-12"] * 2, 400)],
)
def test_trap16_what_cannot_be_chosen_is_refused(texts, status):
    with pytest.raises(RequestRefused) as refused:
        Single(**MARCH).decode("date", texts)
    assert refused.value.status == status


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_k02_decode_undoes_encode(day):
    assert Single().decode("date", [Single().encode("date", day)]) == day.isoformat()
    assert Range().decode("end_date", [Range().encode("end_date", day)]) == day.isoformat()


def test_what_changes_reaches_the_page(swaps):
    picker = Single(date="2026-03-05", id="d")
    assert swaps(picker, date="2026-03-06") == [(".date", "value", "2026-03-06")]
    assert swaps(picker, date=None) == [(".date", "value", "")]
    assert swaps(picker, className="k", style={"color": "red"})[0][1:] == ("attrs", {"class": "dash-datepicker k", "style": "color:red"})
    assert [s[:2] for s in swaps(picker, min_date_allowed="2026-03-01")] == [("", "outerMorph"), (".date", "value")]
    assert swaps(Range(id="d"), end_date="2026-03-06") == [(".end_date", "value", "2026-03-06")]


# -- over HTTP -------------------------------------------------------------------------------------------------------------


def site(**props) -> Dash:
    app = Dash("dates", secret_key="kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU")
    app.layout = html.Div([
        Single(id="day", date=datetime(2026, 3, 15, 8), **MARCH), Range(id="range", **{"start_date": "2026-03-10", "end_date": "2026-03-15", **props}),
        Single(id="off", date="2026-01-01", disabled=True), html.Button("set", id="set"), html.Div(id="out"), html.Div(id="why"),
    ])  # fmt: skip

    @app.callback(Output("out", "children"), Input("day", "date"), Input("range", "start_date"), Input("range", "end_date"), State("off", "date"))
    def show(*values):
        return repr(values)

    @app.callback(Output("day", "date"), Output("range", "start_date"), Output("range", "end_date"), Input("set", "n_clicks"), prevent_initial_call=True)
    def set_it(n):
        return date(2026, 3, 12), datetime(2026, 4, 1, 12), None

    return app


def test_dates_reach_callbacks_as_iso_text():
    with Client(site()) as client:
        page = client.get("/")
        assert page["out"].text == "('2026-03-15T08:00:00', '2026-03-10', '2026-03-15', '2026-01-01')"
        page.set("day", "2026-03-16", prop="date").set("range", "2026-03-11", prop="start_date")
        assert page["out"].text == "('2026-03-16', '2026-03-11', '2026-03-15', '2026-01-01')"
        page.set("range", None, prop="end_date")
        assert page["out"].text == "('2026-03-16', '2026-03-11', None, '2026-01-01')"
        page.click("set")
        assert page["out"].text == "('2026-03-12', '2026-04-01T12:00:00', None, '2026-01-01')"
        assert page["day"].read("date") == "2026-03-12" and page["range"].read("start_date") == "2026-04-01" and page["range"].read("end_date") == ""


@pytest.mark.parametrize("day", ["2026-03-09", "2026-03-17", "x", "9999999"])
def test_trap16_forged_dates_are_refused_and_nothing_runs(day):
    with Client(site()) as client:
        page = client.get("/")
        page.document.by_id("day.date").attributes["type"] = "text"
        page.set("day", day, prop="date", force=True)
        assert page.last.status == 422 and page.calls == []


def test_a_range_keeps_its_nights_and_its_order():
    with Client(site(minimum_nights=3)) as client:
        page = client.get("/")
        with pytest.raises(Refused):
            page.set("range", "2026-03-13", prop="start_date")
        page.set("range", "2026-03-20", prop="start_date")
        assert page["out"].text.startswith("('2026-03-15T08:00:00', '2026-03-15', '2026-03-20'"), "picked backwards"


def test_half_a_range_does_not_count_with_bothdates():
    with Client(site(updatemode="bothdates")) as client:
        page = client.get("/", javascript=False)
        page.set("range", None, prop="end_date").apply()
        assert page["out"].text.startswith("('2026-03-15T08:00:00', '2026-03-10', '2026-03-15'")
        page.set("range", None, prop="start_date").set("range", None, prop="end_date").apply()
        assert page["out"].text.startswith("('2026-03-15T08:00:00', None, None")


def test_without_javascript():
    with Client(site()) as client:
        page = client.get("/", javascript=False)
        page.set("day", "2026-03-16", prop="date").set("range", "2026-03-20", prop="start_date").apply()
        assert page["out"].text == "('2026-03-16', '2026-03-15', '2026-03-20', '2026-01-01')"
        page.click("set")
        assert page["out"].text == "('2026-03-12', '2026-04-01T12:00:00', None, '2026-01-01')"


def test_props_are_in_dashs_order():
    shared = (
        "min_date_allowed max_date_allowed disabled_days placeholder initial_visible_month clearable reopen_calendar_on_clear display_format month_format "
        "first_day_of_week show_outside_days stay_open_on_select calendar_orientation number_of_months_shown with_portal with_full_screen_portal day_size is_RTL"
    )
    assert " ".join(Single.prop_names) == f"date {shared} disabled style className persistence persisted_props persistence_type id"
    assert " ".join(Range.prop_names) == (
        "start_date end_date minimum_nights updatemode start_date_placeholder_text end_date_placeholder_text start_date_id end_date_id id className "
        f"persistence persisted_props persistence_type disabled style {shared}"
    )
