"""Any number of choices out of a few."""

from hxdash import Input, Output, callback, dcc, html

toppings = {"olives": 1.0, "mushrooms": 1.5, "artichokes": 2.0, "truffle": 6.5}

layout = [
    html.Section([
        html.H2("The value is a list"),
        dcc.Checklist(
            [
                {"label": f"{name.title()}, € {price:.2f}", "value": name, "disabled": name == "truffle"}
                for name, price in toppings.items()
            ],
            ["olives"],
            id="checklist-toppings",
        ),
        html.P(id="checklist-price", role="status"),
    ]),
    html.Section([
        html.H2("All or none"),
        dcc.Checklist(["All days"], id="checklist-all", inline=True),
        dcc.Checklist(["Mon", "Tue", "Wed", "Thu", "Fri"], ["Mon"], id="checklist-days", inline=True),
        html.P(id="checklist-chosen", className="hx-muted", role="status"),
    ]),
]


@callback(Output("checklist-price", "children"), Input("checklist-toppings", "value"))
def price(chosen):
    return f"Pizza with {', '.join(chosen) or 'nothing on it'}: € {9 + sum(toppings[name] for name in chosen):.2f}"


@callback(Output("checklist-days", "value"), Input("checklist-all", "value"), prevent_initial_call=True)
def all_days(everything):
    return ["Mon", "Tue", "Wed", "Thu", "Fri"] if everything else []


@callback(Output("checklist-chosen", "children"), Input("checklist-days", "value"))
def count(days):
    return f"{len(days)} of 5 days in the office"
