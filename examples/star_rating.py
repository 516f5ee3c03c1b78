"""A component of your own: a star rating, with its template (star_rating.html) and style sheet (star_rating.css) beside it."""

from hxdash import Dash, Input, Output, html
from hxdash.component import Component
from hxdash.exceptions import RequestRefused


class StarRating(Component):
    """0 to `max` stars. Arrow keys choose."""

    template_file, sheet_file = "star_rating.html", "star_rating.css"
    browser_props = frozenset({"value"})  # the user changes it
    needs = frozenset({"value", "max", "label", "disabled"})  # what decode or a drawing anew reads

    value: int = 0
    max: int = 5
    label: str = "Rating"
    disabled: bool = False
    id: str | dict | None = None

    def decode(self, prop, texts):
        if not texts:  # of what is disabled nothing is sent
            return self.prop("value")
        if texts[-1] not in map(str, range(self.prop("max") + 1)):
            raise RequestRefused(422, "no such number of stars")
        return int(texts[-1])


app = Dash(__name__, layout=html.Main([StarRating(id="stars", label="How was it?"), html.P(id="thanks")]))
app.callback(Output("thanks", "children"), Input("stars", "value"))(lambda stars: f"{stars} of 5" if stars else "Not rated yet")
