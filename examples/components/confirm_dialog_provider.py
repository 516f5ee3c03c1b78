"""Asks before a click on what it holds."""

from hxdash import Input, Output, callback, dcc, html

FILES = ["draft.md", "draft (2).md", "draft-final.md", "draft-final-really.md"]

layout = [
    html.Section([
        html.H2("Before it is gone"),
        html.Ul(id="confirm-dialog-provider-files"),
        html.Div(
            dcc.ConfirmDialogProvider(
                dcc.Button("Delete the oldest", className="hx-danger"),
                id="confirm-dialog-provider",
                message="Delete the oldest draft?\nThis cannot be undone.",
            ),
            className="hx-row",
        ),
    ]),
]


@callback(
    Output("confirm-dialog-provider-files", "children"), Input("confirm-dialog-provider", "submit_n_clicks")
)
def delete(n):
    return [html.Li(name) for name in FILES[n or 0 :]] or html.Li("No drafts left.", className="hx-muted")
