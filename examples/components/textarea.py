"""Several lines of text; the field grows with them."""

from hxdash import Input, Output, callback, dcc, html

LIMIT = 280

layout = [
    html.Section([
        html.H2("Counts while you type"),
        html.Label(
            [
                "Your review",
                dcc.Textarea(id="textarea-review", placeholder="What did you like?", maxLength=LIMIT),
            ],
            className="hx-field",
        ),
        html.P(id="textarea-left", className="hx-muted"),
    ]),
    html.Section([
        html.H2("Lines as data"),
        html.Label(
            ["One number a line", dcc.Textarea(id="textarea-numbers", value="12.5\n7\n30.25", rows=4)],
            className="hx-field",
        ),
        html.P(id="textarea-sum", role="status"),
    ]),
]


@callback(Output("textarea-left", "children"), Input("textarea-review", "value"))
def left(text):
    return f"{LIMIT - len(text or '')} characters left"


@callback(Output("textarea-sum", "children"), Input("textarea-numbers", "value"))
def add(text):
    try:
        numbers = [float(line) for line in text.split()]
    except ValueError as error:
        return f"Not a number: {str(error).split(': ')[-1]}"
    return f"{len(numbers)} numbers, sum {sum(numbers):g}"
