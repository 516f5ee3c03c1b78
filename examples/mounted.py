"""An app under FastAPI, beside the author's own routes and behind a dependency of theirs.

    uvicorn mounted:api        then open http://127.0.0.1:8000/dash/?key=open-sesame
"""

from fastapi import Depends, FastAPI, HTTPException, Request

from hxdash import Dash, Input, Output, dcc, html

COOKIE = "demo-key"


def require_key(request: Request) -> None:
    """Runs for the page and again for every change of it. A real app checks a session here."""
    if "open-sesame" not in (request.query_params.get("key"), request.cookies.get(COOKIE)):
        raise HTTPException(401, "add ?key=open-sesame to the address")


dash = Dash(__name__, title="Mounted", dependencies=[Depends(require_key)])
dash.layout = html.Div([
    html.H1("Under /dash"),
    html.Label(["Your name: ", dcc.Input(id="name", value="World", type="text")]),
    html.P(id="greeting"),
    html.A("The API beside it", href="/api/health"),
])


@dash.callback(Output("greeting", "children"), Input("name", "value"))
def greet(name):
    return f"Hello, {name or 'whoever you are'}!"


api = FastAPI(title="Mounted")


@api.get("/api/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@api.middleware("http")
async def remember_key(request: Request, call_next):
    response = await call_next(request)
    if request.query_params.get("key") == "open-sesame":
        response.set_cookie(COOKIE, "open-sesame", httponly=True, samesite="strict")
    return response


api.mount("/dash", dash)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(api, port=8050)
