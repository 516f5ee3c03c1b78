"""A todo list: every row has ids of its own, ALL and MATCH find them, a Patch adds and removes rows where they stand."""

from hxdash import ALL, MATCH, Dash, Input, Output, Patch, State, ctx, dcc, html
from hxdash.exceptions import PreventUpdate

app = Dash(__name__, title="Todo")


def row(n, text):
    return html.Li(
        [
            dcc.Checklist([{"label": html.Span(text, id={"type": "text", "index": n}), "value": "done"}], [], id={"type": "done", "index": n}),
            html.Button("Delete", id={"type": "delete", "index": n}, className="hx-quiet", **{"aria-label": f"Delete {text}"}),
        ],
        className="hx-row",
        style={"justifyContent": "space-between", "alignItems": "center", "margin": 0, "padding": "0.25rem 0", "borderBottom": "1px solid var(--hx-line)"},
    )


app.layout = html.Main(style={"maxWidth": "28rem"}, children=[
    html.H1("Todo"),
    html.Div(
        [
            dcc.Input(id="new", placeholder="What is to be done?", debounce=True, style={"flex": 1}, **{"aria-label": "New entry"}),
            html.Button("Add", id="add", className="hx-primary"),
        ],
        className="hx-row",
    ),
    html.Ul([row(1, "Read the tutorial"), row(2, "Write an app")], id="list", style={"listStyle": "none", "padding": 0}),
    html.Div(
        [html.Span(id="count", className="hx-muted"), html.Button("Clear done", id="clear")],
        className="hx-row",
        style={"justifyContent": "space-between", "alignItems": "center"},
    ),
])


@app.callback(
    Output("list", "children"),
    Output("new", "value"),
    Input("add", "n_clicks"),
    Input("new", "n_submit"),
    State("new", "value"),
    State({"type": "done", "index": ALL}, "id"),
    prevent_initial_call=True,
)
def add(_clicks, _enter, text, ids):
    if not text:
        raise PreventUpdate
    rows = Patch()
    rows.append(row(max((id["index"] for id in ids), default=0) + 1, text))
    return rows, ""


@app.callback(
    Output("list", "children", allow_duplicate=True),
    Input({"type": "delete", "index": ALL}, "n_clicks"),
    State({"type": "delete", "index": ALL}, "id"),
    prevent_initial_call=True,
)
def delete(clicks, ids):
    if not any(clicks):
        raise PreventUpdate  # rows have come or gone
    rows = Patch()
    del rows[ids.index(ctx.triggered_id)]
    return rows


@app.callback(
    Output("list", "children", allow_duplicate=True),
    Input("clear", "n_clicks"),
    State({"type": "done", "index": ALL}, "value"),
    prevent_initial_call=True,
)
def clear_done(_clicks, done):
    rows = Patch()
    for i in reversed(range(len(done))):
        if done[i]:
            del rows[i]
    return rows


@app.callback(Output({"type": "text", "index": MATCH}, "style"), Input({"type": "done", "index": MATCH}, "value"))
def strike(done):
    return {"textDecoration": "line-through", "opacity": 0.7} if done else {}


@app.callback(Output("count", "children"), Output("clear", "disabled"), Input({"type": "done", "index": ALL}, "value"))
def count(done):
    left = sum(not d for d in done)
    return f"{left} of {len(done)} left" if done else "Nothing to do", left == len(done)


if __name__ == "__main__":
    app.run(debug=True)
