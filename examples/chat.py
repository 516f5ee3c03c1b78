"""A chat whose answers come word by word: the callback is a generator, and each value that it yields lands at once."""

import asyncio

from hxdash import Dash, Input, Output, Patch, State, dcc, html, no_update
from hxdash.exceptions import PreventUpdate

app = Dash(__name__, title="Chat")

app.layout = html.Main(style={"maxWidth": "44rem"}, children=[
    html.H1("Chat"),
    html.Div([html.P("Ask something. The answers are made up on this machine.", className="hx-muted")], id="log"),
    dcc.Markdown(id="answer"),
    html.Div(
        [
            dcc.Input(id="message", placeholder="Your message", autoComplete="off", style={"flex": 1}, **{"aria-label": "Your message"}),
            html.Button("Send", id="send", className="hx-primary"),
            html.Button("Stop", id="stop", disabled=True),
        ],
        className="hx-row",
    ),
])


async def model(question):
    """A stand-in for a language model: words, one after the other."""
    answer = f"You asked *{question.strip(' ?!.')}*. I am only **a few lines of Python**, so here is what I know:\n\n"
    answer += "- each `yield` is on your screen at once\n- **Stop** ends the generator on the server\n- nothing is kept there between two questions"
    for word in answer.split(" "):
        yield word + " "
        await asyncio.sleep(0.03)


@app.callback(
    Output("log", "children"),
    Output("answer", "children"),
    Output("message", "value"),
    Input("send", "n_clicks"),
    Input("message", "n_submit"),
    State("message", "value"),
    State("answer", "children"),
    prevent_initial_call=True,
    running=[(Output("stop", "disabled"), False, True)],
    cancel=[Input("stop", "n_clicks")],
)
async def reply(_clicks, _enter, question, earlier):
    if not question:
        raise PreventUpdate
    log = Patch()
    if earlier:
        log.append(dcc.Markdown(earlier))
    log.append(html.P(html.Strong(question)))
    yield log, "", ""
    answer = ""
    async for word in model(question):
        answer += word
        yield no_update, answer, no_update


if __name__ == "__main__":
    app.run(debug=True)
