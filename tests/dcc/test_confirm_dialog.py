"""dcc.ConfirmDialog and dcc.ConfirmDialogProvider: markup, the answers that travel, with and without JavaScript."""

from __future__ import annotations

import pytest

from hxdash import Dash, Input, Output, State, ctx, dcc, html
from hxdash.exceptions import RequestRefused
from hxdash.testing import Client, Impossible, Refused

COUNTERS = ("submit_n_clicks", "submit_n_clicks_timestamp", "cancel_n_clicks", "cancel_n_clicks_timestamp")


def test_a_dialog_with_defaults(render):
    markup = render(dcc.ConfirmDialog())
    assert '<dialog id="u1.displayed" data-confirm hx-script="' in markup  # by it the buttons close it
    assert 'class="dash-confirm" role="alertdialog" aria-labelledby="u1.displayed.message">' in markup
    assert 'type="hidden"' not in markup


def test_a_dialog_with_every_prop(render):
    dialog = dcc.ConfirmDialog("c", "Sure?\n<b>", 1, 2, 3, 4, True)
    assert set(dialog.props) == set(dialog.prop_names)
    markup = render(dialog, ["submit_n_clicks", "cancel_n_clicks_timestamp"], ["displayed"])
    assert 'hx-trigger="submit_n_clicks, cancel_n_clicks"' in markup
    assert 'hx-count="submit_n_clicks=1&amp;cancel_n_clicks=3&amp;cancel_n_clicks_timestamp=4"' in markup
    assert ' open data-open><link' in markup
    assert '<input type="hidden" name="v:c.displayed" form="hx" value="true" autocomplete="off">' in markup
    assert '<p id="c.message" class="dash-confirm-message">Sure?\n&lt;b&gt;</p>' in markup
    assert '<button type="submit" form="hx" name="n:c.submit_n_clicks" value="1" class="dash-button hx-primary" data-answer="submit">OK</button>' in markup
    assert '<button type="submit" form="hx" name="n:c.cancel_n_clicks" value="3" class="dash-button" data-answer="cancel">Cancel</button>' in markup


def test_a_provider_holds_its_child_and_the_dialog(render):
    provider = dcc.ConfirmDialogProvider(html.Button("Delete"), "p", "Sure?", 1, 2, 3, 4, False)
    assert set(provider.props) == set(provider.prop_names)
    markup = render(provider)
    assert '<span id="p.child" class="dash-confirm-child"><button commandfor="p.dialog" command="show-modal">Delete</button></span><dialog id="p.dialog"' in markup
    assert "<i>x</i></span><dialog" in render(dcc.ConfirmDialogProvider(html.I("x")))


@pytest.mark.parametrize("value", [True, False, None])
def test_decode_undoes_encode(value):
    assert dcc.ConfirmDialog().decode("displayed", [dcc.ConfirmDialog().encode("displayed", value)]) is value


@pytest.mark.parametrize(("prop", "texts"), [("displayed", ["1"]), ("displayed", ["true", "true"]), ("submit_n_clicks", ["x"]), ("cancel_n_clicks", ["1e3"])])
def test_hostile_values_are_refused(prop, texts):
    with pytest.raises(RequestRefused) as refused:
        dcc.ConfirmDialog().decode(prop, texts)
    assert refused.value.status == 422


def test_changes_never_draw_an_open_dialog_anew(swaps):
    provider = dcc.ConfirmDialogProvider("x", id="p")
    assert swaps(provider, message="<b>", displayed=True) == [(".message", "innerMorph", "&lt;b&gt;"), ("", "dialog", True)]
    assert swaps(provider, children="y", submit_n_clicks=0) == [(".child", "innerMorph", "y"), ("", "count", {"submit_n_clicks": 0})]


def make() -> Dash:
    app = Dash(__name__)
    app.layout = [
        html.Button("Ask", id="ask"),
        dcc.ConfirmDialog("c", message="Sure?"),
        dcc.ConfirmDialogProvider(html.Button("Delete", id="delete"), "p", "Delete all?"),
        html.P(id="out"),
        html.P(id="deleted"),
        html.P(id="shown"),
    ]

    @app.callback(Output("c", "displayed"), Output("c", "message"), Input("ask", "n_clicks"), prevent_initial_call=True)
    def ask(clicks):
        return True, f"Sure {clicks}?"

    @app.callback(Output("out", "children"), Input("c", "submit_n_clicks"), Input("c", "cancel_n_clicks"), State("c", "displayed"), State("c", "submit_n_clicks_timestamp"))
    def answered(ok, no, displayed, stamp):
        return f"{ok} {no} {displayed} {(stamp or 0) > 1e12} {ctx.triggered_id}"

    @app.callback(Output("deleted", "children"), Input("p", "submit_n_clicks"), State("p", "cancel_n_clicks"), State("delete", "n_clicks"))
    def delete(ok, no, clicks):
        return f"{ok} {no} {clicks}"

    @app.callback(Output("shown", "children"), Input("c", "displayed"))
    def shown(displayed):
        return str(displayed)

    return app


@pytest.mark.parametrize("javascript", [True, False])
def test_a_callback_asks_and_hears_the_answer(javascript):
    with Client(make()) as client:
        page = client.get("/", javascript=javascript)
        assert page["out"].text == "None None None False None"
        with pytest.raises(Impossible, match="'c' asks nothing now"):
            page.answer("c")
        page.click("ask")
        assert "Sure 1?" in page.text
        assert page["shown"].text == "True"
        page.answer("c")
        assert page["out"].text == "1 None False True c"
        assert page["shown"].text == "False"
        assert "Sure 1?" not in page.text
        page.click("ask").answer("c", ok=False)
        assert page["out"].text == "1 1 False True c"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_provider_asks_before_the_click(javascript):
    with Client(make()) as client:
        page = client.get("/", javascript=javascript)
        page.click("delete")
        assert (page["deleted"].text, "Delete all?" in page.text, len(page.requests)) == ("None None None", True, 0)
        page.answer("p", ok=False)
        page.click("delete").answer("p")
        assert page["deleted"].text == "1 1 None"


def test_a_forged_field_is_refused():
    with Client(make()) as client:
        page = client.get("/")
        page.click("ask")
        next(n for n in page.document.nodes() if n.get("name") == "v:c.displayed").value = "maybe"
        with pytest.raises(Refused) as refused:
            page.click("ask")
        assert refused.value.status == 422
