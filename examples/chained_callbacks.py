"""A country gives its cities, a city and a country give a sentence: three callbacks, one request, never a wrong pair."""

from hxdash import Dash, Input, Output, dcc, html

all_options = {
    "America": ["New York City", "San Francisco", "Cincinnati"],
    "Canada": ["Montréal", "Toronto", "Ottawa"],
}

app = Dash(__name__, title="Chained callbacks")

app.layout = html.Main([
    html.H1("Cities of two countries"),
    dcc.RadioItems(list(all_options), "America", id="countries-radio"),
    html.Hr(),
    dcc.RadioItems(id="cities-radio"),
    html.Hr(),
    html.Div(id="display-selected-values"),
])


@app.callback(Output("cities-radio", "options"), Input("countries-radio", "value"))
def set_cities_options(selected_country):
    return [{"label": city, "value": city} for city in all_options[selected_country]]


@app.callback(Output("cities-radio", "value"), Input("cities-radio", "options"))
def set_cities_value(available_options):
    return available_options[0]["value"]


@app.callback(
    Output("display-selected-values", "children"),
    Input("countries-radio", "value"),
    Input("cities-radio", "value"),
)
def set_display_children(selected_country, selected_city):
    return f"{selected_city} is a city in {selected_country}"


if __name__ == "__main__":
    app.run(debug=True)
