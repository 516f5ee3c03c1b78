"""dcc.Location and dcc.Link: the address as callbacks see and change it, over HTTP and without JavaScript."""

from __future__ import annotations

import pytest
from fastapi import Depends, FastAPI, HTTPException
from starlette.responses import PlainTextResponse

from hxdash import Dash, Input, Output, State, ctx, dcc, html
from hxdash.dcc.location import moved, parts_of
from hxdash.exceptions import RequestRefused
from hxdash.static_files import manifest
from hxdash.testing import Client, Impossible, Refused

PARTS = ("pathname", "search", "hash", "href")
HOST = "http://localhost"


# -- markup ------------------------------------------------------------------------------------------------------------


def test_location_that_nobody_reads_is_an_empty_element(render):
    script = manifest().url("dcc/location.js")
    assert render(dcc.Location(id="url")) == f'<span id="url" hidden hx-script="{script}" data-location></span>'


def test_location_has_a_field_for_each_part_that_is_read(render):
    markup = render(dcc.Location("url", "/a", '?x="1"', "#h", "http://h/a", True), ["pathname", "search"], ["hash", "href"])
    assert set(dcc.Location.prop_names) == {"id", *PARTS, "refresh"}
    assert 'hx-trigger="pathname, search"' in markup
    assert 'hx-props="pathname:pathname search:search"' in markup
    assert '<input type="hidden" name="v:url.pathname" form="hx" value="/a" data-part="pathname" autocomplete="off">' in markup
    assert """value='?x="1"'""" in markup
    assert markup.count("<input") == 4


def test_location_needs_an_id():
    with pytest.raises(TypeError, match="'id'"):
        dcc.Location()


def test_link_with_defaults_and_with_every_prop(render):
    assert render(dcc.Link(href="/a b?x=1&y")) == '<a href="/a b?x=1&amp;y" hx-link>/a b?x=1&amp;y</a>'
    link = dcc.Link(html.B("x"), "/a", "_blank", True, "T", "c", {"top": 1}, "l", {})
    assert set(link.props) == set(link.prop_names)
    assert render(link) == (
        '<a id="l" class="c" style="top:1px" href="/a" target="_blank" title="T" hx-link data-refresh><b>x</b></a>'
    )


@pytest.mark.parametrize("href", ["javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "\x01javascript:x"])
def test_link_refuses_an_address_that_is_a_script(href, render):
    assert "href=" not in render(dcc.Link("x", href=href))


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({"href": "/b"}, [("", "outerMorph")]),
        ({"children": "y"}, [("", "innerMorph")]),
        ({"target": "_blank", "title": "T", "refresh": True, "className": "c", "style": {}}, [("", "attrs")]),
        ({"loading_state": {}}, []),
    ],
)
def test_changes_of_a_link(change, sent, swaps):
    assert [(part, style) for part, style, _ in swaps(dcc.Link("x", href="/a", id="l"), **change)] == sent


def test_changes_of_a_location(swaps):
    location = dcc.Location("url", refresh="callback-nav")
    assert swaps(location, pathname="/b", search="?c") == [("", "location", {"pathname": "/b", "search": "?c", "refresh": "callback-nav"})]
    assert swaps(location, href="javascript:alert(1)") == [("", "location", {"href": "", "refresh": "callback-nav"})]
    assert swaps(location, refresh=False) == []


# -- values ------------------------------------------------------------------------------------------------------------


def test_decode_gives_what_the_browser_shows():
    for url in (f"{HOST}/", f"{HOST}/a/b%20c?x=1&y=%C3%A4#top", f"{HOST}//two?"):
        for part, value in parts_of(url).items():
            assert dcc.Location("url").decode(part, [value]) == value


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("pathname", "a"), ("pathname", "//x\n"), ("pathname", "/" + "a" * 30_000), ("search", "x=1"), ("hash", "h"),
        ("href", "javascript:alert(1)"), ("href", "/a"), ("pathname", "/\x00"), ("search", "?\ud800"),
    ],
)  # fmt: skip
def test_hostile_parts_are_refused(part, text):
    with pytest.raises(RequestRefused) as refused:
        dcc.Location("url").decode(part, [text])
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"pathname": "/b"}, f"{HOST}/b?q=1"),
        ({"pathname": "b"}, f"{HOST}/b?q=1"),
        ({"search": "?q=2"}, f"{HOST}/a?q=2"),
        ({"search": ""}, f"{HOST}/a"),
        ({"pathname": "/b", "search": "q=3", "hash": "#h"}, f"{HOST}/b?q=3#h"),
        ({"href": "b/c"}, f"{HOST}/b/c"),
        ({"href": "https://example.org/x"}, "https://example.org/x"),
        ({"href": "/b", "pathname": "/c"}, f"{HOST}/b"),
        ({"pathname": "/a"}, None),
        ({"hash": "#there"}, None),
        ({"href": "javascript:alert(1)"}, None),
        ({"href": "mailto:a@b.c"}, None),
        ({"href": None}, None),
        ({"pathname": "//evil.org/x"}, f"{HOST}//evil.org/x?q=1"),
    ],
)
def test_where_changes_lead(changes, target):
    assert moved(f"{HOST}/a?q=1", changes) == target


# -- in an app ---------------------------------------------------------------------------------------------------------


def make(refresh=True, **settings) -> Dash:
    app = Dash(__name__, **settings)
    links = [dcc.Link("B", href="/b?x=1", id="b"), dcc.Link("Elsewhere", href="/c", id="c", refresh=True)]
    app.layout = [dcc.Location("url", refresh=refresh), *links, dcc.Input(id="typed"), html.Button("Go", id="go"), html.P(id="out"), html.P(id="where")]

    @app.callback(Output("out", "children"), Input("url", "pathname"), Input("url", "search"))
    def show(pathname, search):
        return f"{pathname} {search!r} {sorted(ctx.triggered_prop_ids)}"

    @app.callback(Output("where", "children"), Input("url", "href"), State("url", "hash"), State("typed", "value"))
    def where(href, hash, typed):
        return f"{href} {hash!r} {typed}"

    @app.callback(Output("url", "pathname"), Output("url", "search"), Input("go", "n_clicks"), prevent_initial_call=True)
    def go(clicks):
        return f"/page/{clicks}", ""

    return app


@pytest.mark.parametrize(("path", "shown"), [("/", "/ ''"), ("/a/b%20c?x=%C3%A4&y", "/a/b%20c '?x=%C3%A4&y'"), ("/deep/er/", "/deep/er/ ''")])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_first_page_knows_its_address(path, shown, javascript):
    """Initial callbacks are right at once, at any path."""
    with Client(make()) as client:
        page = client.get(path, javascript=javascript)
        assert page["out"].text == f"{shown} []"
        assert page["where"].text == f"{HOST}{path} '' None"
        assert len(page.requests) == 0


def test_all_that_a_link_changes_is_one_call():
    """C56: pathname and search together."""
    with Client(make()) as client:
        page = client.get("/a")
        page["typed"].value = "kept"
        page.click("b")
        assert page["out"].text == "/b '?x=1' ['url.pathname', 'url.search']"
        assert page["where"].text == f"{HOST}/b?x=1 '' kept"
        assert (page.url, page.last.method, sorted(page.calls)) == (f"{HOST}/b?x=1", "POST", ["show", "where"])
        page.go("/a")
        assert page["out"].text == "/a '' ['url.pathname', 'url.search']"


def test_what_did_not_change_triggers_nothing():
    """C55: only the search part is new."""
    with Client(make()) as client:
        page = client.get("/b")
        page.click("b")
        assert page["out"].text == "/b '?x=1' ['url.search']"
        before = len(page.requests)
        page.click("b")
        assert len(page.requests) == before


def test_a_link_that_refreshes_is_a_plain_link():
    with Client(make()) as client, pytest.raises(Impossible, match=r"client\.get\('/c'\)"):
        client.get("/").click("c")


def test_refresh_loads_the_page_anew():
    with Client(make()) as client:
        page = client.get("/a?q=1")
        page["typed"].value = "lost"
        page.click("go")
        assert (page.url, page.last.method) == (f"{HOST}/page/1", "GET")
        assert page["out"].text == "/page/1 '' []"
        assert page["where"].text.endswith(" None")


def test_no_refresh_changes_the_address_only():
    with Client(make(refresh=False)) as client:
        page = client.get("/a?q=1")
        page["typed"].value = "kept"
        page.click("go")
        assert page.url == f"{HOST}/page/1"
        assert page["out"].text == "/page/1 '' ['url.pathname', 'url.search']"  # the chain of the callback itself
        assert page["where"].text.startswith(f"{HOST}/a")
        page.click("b")
        assert page["where"].text == f"{HOST}/b?x=1 '' kept"


def test_callback_nav_tells_the_rest():
    with Client(make(refresh="callback-nav")) as client:
        page = client.get("/a")
        page["typed"].value = "kept"
        page.click("go")
        assert page["where"].text == f"{HOST}/page/1 '' kept"
        assert page.calls.count("show") == 1


def test_without_javascript_a_callback_redirects():
    with Client(make()) as client:
        page = client.get("/a", javascript=False)
        page.click("go")
        assert (page.url, page["out"].text) == (f"{HOST}/page/1", "/page/1 '' []")


def test_without_javascript_and_refresh_the_page_stays():
    with Client(make(refresh=False)) as client:
        page = client.get("/a", javascript=False)
        page["typed"].value = "kept"
        page.apply()
        page.click("go")
        assert page.url == f"{HOST}/a"
        assert page["out"].text.startswith("/page/1 ''")
        assert page["typed"].value == "kept"


def test_an_address_that_is_as_before_triggers_nothing_without_javascript():
    with Client(make()) as client:
        page = client.get("/a?q=1", javascript=False)
        page["typed"].value = "x"
        page.apply()
        assert page["out"].text == "/a '?q=1' []"


def test_a_first_callback_that_sets_the_address_redirects():
    app = Dash(__name__, layout=[dcc.Location("url"), html.P(id="out"), dcc.Input("login", id="to")])

    @app.callback(Output("url", "pathname"), Output("out", "children"), Input("to", "value"), State("url", "pathname"))
    def guard(to, pathname):
        return f"/{to}", pathname

    with Client(app) as client:
        answer = client.request("GET", "/secret?x=1")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{HOST}/login?x=1")
        assert client.get("/secret")["out"].text == "/login"


@pytest.mark.parametrize("text", ["x", "//\n", "javascript:alert(1)"])
def test_forged_parts_are_refused(text):
    with Client(make()) as client:
        page = client.get("/a")
        for node in page.document.nodes():
            if node.get("data-part") == "pathname":
                node.value = text
        with pytest.raises(Refused) as refused:
            page.click("go")
        assert refused.value.status == 422


def test_hostile_addresses_are_text():
    with Client(make()) as client:
        page = client.get("/%22%3E%3Cscript%3E?%3Cb%3E=\"'><i>")
        assert "<script>" not in page.last.text.partition("<body")[2]
        assert "<i>" not in page.last.text
        assert client.request("GET", "/x", headers={"Host": "[bad"}).status_code < 500


# -- which paths are the page's ----------------------------------------------------------------------------------------


def test_without_a_location_other_paths_are_not_found():
    with Client(Dash(__name__, layout=html.P("x"))) as client:
        assert client.request("GET", "/a").status_code == 404


def test_routes_of_the_author_and_files_come_first():
    app = make()
    app.server.add_api_route("/report", lambda: PlainTextResponse("mine"))
    with Client(app) as client:
        assert client.request("GET", "/report").text == "mine"
        assert client.request("GET", "/assets/none.css").status_code == 404
        assert client.request("GET", "/_hx/none").status_code == 404
        assert client.request("GET", "/_hx/static/none.js").status_code == 404
        assert client.request("PUT", "/any").status_code == 405
        assert client.request("HEAD", "/any").status_code == 200


def test_dependencies_guard_every_path():
    def deny() -> None:
        raise HTTPException(401)

    with Client(make(dependencies=[Depends(deny)])) as client:
        assert {client.request("GET", path).status_code for path in ("/", "/a", "/a/b")} == {401}


def test_mounted_the_path_is_whole():
    api = FastAPI()
    api.mount("/dash", make())
    with Client(api, path="/dash") as client:
        page = client.get("/sub/page?x=1")
        assert page["out"].text == "/dash/sub/page '?x=1' []"
        page["typed"].value = "x"
        page.go("/dash/other")
        assert page["out"].text.startswith("/dash/other ''")
        assert client.request("GET", "/_hx/none").status_code == 404


def test_a_layout_function_may_bring_the_location():
    app = make()
    fixed = app.layout
    app.layout = lambda: html.Div(fixed)
    with Client(app) as client:
        page = client.get("/a?x=2")
        assert page["out"].text == "/a '?x=2' []"
        page.click("b")
        assert page["out"].text == "/b '?x=1' ['url.pathname', 'url.search']"


def test_link_takes_aria_and_data(render):
    assert render(dcc.Link("a", href="/a", **{"aria-current": "page", "data-x": 1})) == '<a href="/a" hx-link aria-current="page" data-x="1">a</a>'


@pytest.mark.parametrize("javascript", [True, False])
def test_a_location_that_a_callback_brings_knows_the_address_at_once(javascript):
    app = Dash("brought", suppress_callback_exceptions=True)
    app.layout = html.Div([dcc.Location(id="url"), html.Div(id="page")])
    app.callback(Output("page", "children"), Input("url", "pathname"))(lambda path: [dcc.Location(id="own"), html.P(id="out")])
    app.callback(Output("out", "children"), Input("own", "pathname"), Input("own", "search"))(lambda path, search: f"{path} {search}")
    with Client(app) as client:
        page = client.get("/a/b?year=2020", javascript=javascript)
        assert '<p id="out">/a/b ?year=2020</p>' in page.last.text
        assert page["out"].text == "/a/b ?year=2020"
