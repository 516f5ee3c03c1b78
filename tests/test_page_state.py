"""Decode: posted fields to the state of a page, and its snapshots back to fields."""

import pytest

from hxdash import ALL, Dash, Input, Output, State, dcc, html
from hxdash.exceptions import RequestRefused
from hxdash.forms import MAX_FIELDS, parse_form
from hxdash.page_state import decode
from hxdash.snapshots import page_token, seal

KEY = "kY3v9QmT0sLw8ZrB5nHc1XpJ7dGf2EaU"


def site(key=KEY, name="state"):
    app = Dash(name, secret_key=key)
    app.layout = html.Div(
        [
            dcc.Input(id="name", value="Ada"),
            dcc.Checklist(id="list", options=["a", "b"], value=["a"]),
            html.Button("go", id="go"),
            dcc.Store(id="store", data=1),
            html.Div(dcc.Input(id="inner", value="i"), id="box"),
            html.Div(id="out"),
        ]
    )

    @app.callback(Output("out", "children"), Input("name", "value"), Input("list", "value"), Input("go", "n_clicks"), State("store", "data"))
    def show(*values):
        return repr(values)

    @app.callback(Output("box", "children"), Input("inner", "value"), Input({"type": "f", "i": ALL}, "value"))
    def grow(*values):
        return repr(values)

    @app.callback(Output("go", "title"), Input("go", "n_clicks_timestamp"))
    def when(at):
        return str(at)

    app.prepare()
    return app


APP = site()


def read(*pairs, app=APP, token=None, **more):
    """The state of a page that posts these fields."""
    fields = {"_p": [token or page_token("/", app.signer)]}
    for name, text in pairs:
        fields.setdefault(name, []).append(text)
    return decode(fields, app.layout_index, app.graph, app.signer, **more)


def refusal(*pairs, **more):
    with pytest.raises(RequestRefused) as caught:
        read(*pairs, **more)
    return caught.value.status, caught.value.what


def sealed(id, content, app=APP):
    return f"s:{id}", seal(id, content, "/", app.signer)


# -- the form ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {}),
        (b"a=1", {"a": ["1"]}),
        (b"a=1&b=&a=2", {"a": ["1", "2"], "b": [""]}),
        (b"a", {"a": [""]}),
        (b"a=b=c", {"a": ["b=c"]}),
        (b"a+b=%2B+%26%3d", {"a b": ["+ &="]}),
        (b"%C3%A4=\xc3\xa4", {"ä": ["ä"]}),
        (b"a=%", {"a": ["%"]}),
        (b"a=%zz%4", {"a": ["%zz%4"]}),
        (b"&", {"": ["", ""]}),
        (b"a;b=1", {"a;b": ["1"]}),
    ],
)
def test_a_form_is_read_as_browsers_write_it(body, fields):
    assert parse_form(body) == fields


@pytest.mark.parametrize("body", [b"a=%ff", b"\xff=1", b"a=\xed\xa0\x80", b"a=%ED%A0%80", b"a=%c0%80"])
def test_a_form_that_is_not_utf_8_is_refused(body):
    with pytest.raises(RequestRefused) as caught:
        parse_form(body)
    assert caught.value.status == 400


def test_a_form_holds_so_many_fields_and_no_more():
    assert len(parse_form(b"&".join(b"%d=" % i for i in range(MAX_FIELDS)))) == MAX_FIELDS
    with pytest.raises(RequestRefused) as caught:
        parse_form(b"&" * MAX_FIELDS)
    assert caught.value.status == 413


# -- values --------------------------------------------------------------------------------------------------------------


def test_posted_values_stand_over_the_layout():
    page = read(("_t", "name.value"), ("v:name.value", "Bob"), ("n:go.n_clicks", "2"))
    assert page.value("name", "value") == "Bob"
    assert page.value("go", "n_clicks") == 2
    assert page.value("store", "data") == 1
    assert page.triggers == (("name", "value"),)


def test_an_absent_field_of_the_group_means_empty():
    group = APP.graph.group_of("name")
    assert read(("_g", group), ("_t", "name.value")).value("list", "value") == []
    assert read(whole=True).value("list", "value") == []
    assert read(whole=True).value("name", "value") == ""


def test_an_absent_field_of_another_group_means_nothing():
    page = read(("_g", APP.graph.group_of("inner")), ("_t", "inner.value"), ("v:inner.value", "x"))
    assert page.value("list", "value") == ["a"]


def test_an_absent_counter_stays():
    assert read(sealed("go", {"p": {"n_clicks": 7}}), whole=True).value("go", "n_clicks") == 7


def test_what_is_not_the_browsers_cannot_be_posted():
    assert refusal(("_t", "name.value"), ("v:store.data", "2")) == (400, "'data' of 'store' is not read by any callback")
    assert refusal(("_t", "name.value"), ("v:out.children", "x")) == (400, "'children' of 'out' is not read by any callback")
    assert refusal(("_t", "store.data")) == (400, "no callback has 'data' of 'store' as Input")


def test_a_click_also_triggers_its_time():
    page = read(("_t", "go.n_clicks"), ("n:go.n_clicks", "1"), ("n:go.n_clicks_timestamp", "1700000000000"))
    assert page.triggers == (("go", "n_clicks"), ("go", "n_clicks_timestamp"))
    assert page.value("go", "n_clicks_timestamp") == 1700000000000


def test_a_trigger_counts_once():
    assert read(("_t", "name.value"), ("_t", "go.n_clicks"), ("_t", "name.value")).triggers[0] == ("name", "value")
    assert len(read(("_t", "name.value"), ("_t", "name.value")).triggers) == 1


def test_a_decode_that_stumbles_is_a_refusal(monkeypatch, caplog):
    def stumble(self, prop, texts):
        return int("--5")

    monkeypatch.setattr(dcc.Input, "decode", stumble)
    assert refusal(("_t", "name.value"), ("v:name.value", "x")) == (422, "'value' of 'name' cannot have this value")
    assert "--5" in caplog.text


# -- snapshots -----------------------------------------------------------------------------------------------------------


def test_a_snapshot_stands_over_the_layout():
    assert read(sealed("store", {"p": {"data": {"a": [1]}}}), ("_t", "name.value")).value("store", "data") == {"a": [1]}


def test_a_made_component_is_on_the_page_through_its_snapshot():
    id = '{"i":1,"type":"f"}'
    page = read(sealed(id, {"k": "dcc.Input", "p": {"value": "q"}}), ("_t", f"{id}.value"), (f"v:{id}.value", "r"))
    assert page.has(id)
    assert page.value(id, "value") == "r"
    assert page.component(id).props["id"] == {"i": 1, "type": "f"}
    assert id in page.ids()
    assert not read(("_t", "name.value")).has(id)


def test_what_was_inside_replaced_children_is_gone():
    page = read(sealed("box", {"x": 1}), ("_t", "name.value"))
    assert not page.has("inner")
    assert refusal(sealed("box", {"x": 1}), ("_t", "inner.value"))[0] == 400
    assert refusal(sealed("box", {"x": 1}), ("_t", "name.value"), ("v:inner.value", "x"))[0] == 400
    with pytest.raises(KeyError):
        page.component("inner")


def test_state_of_any_depth_comes_back():
    deep = leaf = []
    for _ in range(100):
        leaf.append([])
        leaf = leaf[0]
    assert read(sealed("store", {"p": {"data": deep}}), ("_t", "name.value")).value("store", "data") == deep


def test_components_come_back_only_where_components_belong():
    spec = {"props": {"children": "x"}, "type": "Div", "namespace": "dash_html_components"}
    foreign = {"props": {}, "type": "AgGrid", "namespace": "dash_ag_grid"}
    page = read(sealed("box", {"p": {"children": [spec]}}), sealed("store", {"p": {"data": [spec, foreign]}}), ("_t", "name.value"))
    assert isinstance(page.component("box").props["children"][0], html.Div)
    assert page.value("store", "data") == [spec, foreign]


def test_a_snapshot_that_nobody_understands_any_more_asks_for_a_reload():
    gone = {"props": {}, "type": "Gone", "namespace": "dash_html_components"}
    for id, content in (("x", {"p": {"a": 1}}), ("x", {"k": "dcc.Gone"}), ("box", {"p": {"children": gone}})):
        assert refusal(sealed(id, content), ("_t", "name.value"))[0] == 409


def test_state_with_half_a_surrogate_pair_is_sealed_all_the_same():
    value = read(sealed("store", {"p": {"data": "a\ud800b"}}), ("_t", "name.value")).value("store", "data")
    assert value.startswith("a")
    assert value.endswith("b")


# -- time and place ------------------------------------------------------------------------------------------------------


def test_a_page_outlives_a_restart_with_the_same_key():
    form = (("_p", page_token("/", APP.signer)), sealed("store", {"p": {"data": 5}}), ("v:name.value", "Bob"), ("_t", "name.value"))
    page = read(*form[1:], app=site(), token=form[0][1])
    assert (page.value("store", "data"), page.value("name", "value")) == (5, "Bob")


def test_a_page_of_another_key_is_old_and_one_of_another_app_is_wrong():
    other = "Zt7Rq2WxN5bVy8KmD4sLhGp9FjC3uEaQ"
    assert refusal(token=page_token("/", site(other).signer))[0] == 409
    assert refusal(token=page_token("/", site(name="two").signer))[0] == 400
    assert not read(token=page_token("/", site(other).signer), app=site([KEY, other])).full


def test_a_group_name_of_another_version_asks_for_a_reload():
    assert refusal(("_g", "abcde"), ("_t", "name.value")) == (409, "this page is from another version of the app; load it again")
    assert refusal(("_g", "abcde"), ("_t", "renamed.value")) == (409, "this page is from another version of the app; load it again")
    assert refusal(("_g", APP.graph.group_of("name")), ("_t", "unknown.value"))[0] == 400
