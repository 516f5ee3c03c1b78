"""One day, typed or picked from a calendar."""

from datetime import date, timedelta

from hxdash import Input, Output, callback, dcc, html

today = date.today()
weekends = [day for day in (today + timedelta(n) for n in range(90)) if day.weekday() > 4]

layout = [
    html.Section([
        html.H2("Any day"),
        dcc.DatePickerSingle(
            id="date-picker-single-born",
            date="1990-04-12",
            display_format="D MMM YYYY",
            max_date_allowed=today,
        ),
        html.P(id="date-picker-single-age", role="status"),
    ]),
    html.Section([
        html.H2("Only working days of the next 90"),
        dcc.DatePickerSingle(
            id="date-picker-single-delivery",
            placeholder="Delivery on …",
            min_date_allowed=today + timedelta(1),
            max_date_allowed=today + timedelta(89),
            disabled_days=weekends,
            first_day_of_week=1,
            clearable=True,
        ),
        html.P(id="date-picker-single-when", className="hx-muted", role="status"),
    ]),
]


@callback(Output("date-picker-single-age", "children"), Input("date-picker-single-born", "date"))
def age(born):
    days = (today - date.fromisoformat(born)).days
    return f"A {date.fromisoformat(born):%A}, {days:,} days ago"


@callback(Output("date-picker-single-when", "children"), Input("date-picker-single-delivery", "date"))
def when(day):
    return f"In {(date.fromisoformat(day) - today).days} days" if day else "Not chosen yet"
