"""Two days and what is between them."""

from datetime import date, timedelta

from hxdash import Input, Output, callback, dcc, html

today = date.today()

layout = [
    html.Section([
        html.H2("A stay of at least two nights"),
        dcc.DatePickerRange(
            id="date-picker-range-stay",
            start_date=today + timedelta(7),
            end_date=today + timedelta(11),
            min_date_allowed=today,
            minimum_nights=2,
            display_format="D MMM YYYY",
            first_day_of_week=1,
            updatemode="bothdates",
            clearable=True,
        ),
        html.P(id="date-picker-range-price", role="status"),
    ]),
    html.Section([
        html.H2("One month at a time"),
        dcc.DatePickerRange(
            id="date-picker-range-report",
            number_of_months_shown=1,
            max_date_allowed=today,
            start_date_placeholder_text="Report from",
            end_date_placeholder_text="to",
        ),
    ]),
]


@callback(
    Output("date-picker-range-price", "children"),
    Input("date-picker-range-stay", "start_date"),
    Input("date-picker-range-stay", "end_date"),
)
def price(start, end):
    if not (start and end):
        return "Please choose the day you come and the day you go."
    nights = (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    return f"{nights} nights, € {nights * 84}"
