"""What is seen of a callback that failed (1l). Numbers are those of SEMANTICS.md.

C183: there are no hooks, so no error handlers of hooks; a lost connection is told by the banner (tests/browser/test_faults.py).
C184 cannot arise: a component's script is a file of static/ named by the component itself and loaded when one appears, whichever
module was imported when.
"""

from __future__ import annotations

import html as text
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from engine import Engine

from hxdash import Dash, Input, Output, dcc, html, no_update, set_props
from hxdash.changes import Failure
from hxdash.exceptions import CallbackException, InvalidCallbackReturnValue
from hxdash.failures import FULL, MESSAGE, error_box, frames, panel, place_of
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.static_files import manifest
from hxdash.testing import Client


def lookup(table: dict[str, int], key: str) -> int:
    secret_value = "S3CRET-" + key
    try:
        return table[secret_value]
    except KeyError as error:
        raise LookupError(f"no row for <b>{key}</b>") from error


def total(value: str) -> int:
    found = lookup({"a": 1}, value)
    return found + 1


def app_of(*functions: Callable[..., Any], debug: bool = True, **options: Any) -> Dash:
    app = Dash("failures", debug=debug, layout=html.Div([dcc.Input(id="in", value="x"), html.P(id="fine"), *(html.Div([html.Div(id=f"o{i}")]) for i in range(3))]))
    for i, function in enumerate(functions):
        app.callback(Output(f"o{i}", "children"), Input("in", "value"), **options)(function)
    app.callback(Output("fine", "children"), Input("in", "value"))(lambda value: f"fine {value}")
    return app


def box(app: Dash) -> str:
    """Markup of the error boxes of an app's page."""
    with Client(app) as client:
        page = client.get("/").last.text
    return page[page.index('<div id="hx-errors"') : page.index("</div>\n", page.index('<div id="hx-errors"'))]


def shown(error: BaseException) -> str:
    """The panel of an exception, for whatever callback."""
    page = Engine.of(("B", "a.n_clicks -> b.children"))
    return panel(Failure(None, error, "b"), Live(PageState("/", page.layout, page.graph)))


def caught(function: Callable[[], Any]) -> BaseException:
    try:
        function()
    except BaseException as error:
        return error
    raise AssertionError("it did not raise")


# -- debug mode ----------------------------------------------------------------------------------------------------------


def test_c182_the_panel_says_what_where_which_callback_and_which_component() -> None:
    found = box(app_of(total))
    rows = dict(re.findall(r"<dt>(\w+)</dt><dd>(.*?)</dd>", found))
    place = total.__code__.co_firstlineno
    assert re.fullmatch(rf".*test_failures\.py:{place - 3} in lookup", rows["where"])
    assert re.fullmatch(rf"total \(.*test_failures\.py:{place}\)", rows["callback"])
    assert (rows["outputs"], rows["component"]) == ("o0.children", "Div &gt; Div &gt; Div(id='o0')")
    assert re.fullmatch(r"[0-9a-f]{8} \(in the log as well\)", rows["reference"])
    assert "<summary><strong>LookupError</strong> no row for &lt;b&gt;x&lt;/b&gt;</summary>" in found


def test_c182_the_reference_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    found = re.search(r"([0-9a-f]{8}) \(in the log as well\)", box(app_of(total)))
    assert found is not None
    assert len([r for r in caplog.records if found[1] in r.getMessage() and r.exc_info]) == 1


def test_c182_the_traceback_shows_the_apps_own_frames_with_their_lines() -> None:
    found = text.unescape(box(app_of(total)))
    pruned = found[found.index("<summary>Traceback") : found.index("<summary>with the frames")]
    assert re.findall(r"<li>.*?:\d+ in (\w+)<", pruned) == ["total", "lookup", "lookup"]
    assert "    found = lookup({\"a\": 1}, value)</mark>" in pruned
    assert "/hxdash/" not in pruned.replace("/tests/", "")
    assert re.search(r"caused by <strong>KeyError</strong> 'S3CRET-x'", pruned)


def test_c182_the_whole_traceback_is_folded_away() -> None:
    found = text.unescape(box(app_of(total)))
    whole = found[found.index("<summary>with the frames of libraries") :]
    assert "Traceback (most recent call last)" in whole
    assert "hxdash/callback.py" in whole
    assert found.count("<details open>") == 1  # the panel; the tracebacks inside are closed
    assert found.count("<details>") == 2


def test_the_panel_holds_no_values_of_variables() -> None:
    def fail(value: str) -> None:
        password = "".join(["hun", "ter2"])
        raise ValueError(len(password))

    assert "hunter2" not in box(app_of(fail))


def test_the_panel_is_well_formed_and_escaped_whatever_the_source_says() -> None:
    def fail(value: str) -> None:
        raise ValueError("</pre></details><script>alert(1)</script>" + "</dd>")  # <img src=x onerror=alert(1)>

    found = box(app_of(fail))
    assert "<script" not in found and "<img" not in found
    assert "# &lt;img src=x onerror=alert(1)&gt;" in found
    opened = re.findall(r"<(details|summary|dl|dt|dd|pre|ol|li|p|mark|strong|div)\b[^>]*>", found)
    closed = re.findall(r"</(details|summary|dl|dt|dd|pre|ol|li|p|mark|strong|div)>", found)
    assert {t: opened.count(t) for t in set(opened)} == {t: closed.count(t) + (t == "div") for t in set(opened)}  # #hx-errors goes on


def test_the_panel_comes_with_updates_and_goes_when_the_callback_works() -> None:
    with Client(app_of(lambda value: 1 / int(value))) as client:
        page = client.get("/")
        assert page.errors[0].startswith("ValueError invalid literal")
        page["in"].value = "0"
        assert len(page.errors) == 1
        assert page.errors[0].startswith("ZeroDivisionError")
        page["in"].value = "2"
        assert (page.errors, page["o0"].text) == ([], "0.5")


def test_an_error_of_hxdash_says_where_and_how_to_fix_it() -> None:
    rows = dict(re.findall(r"<dt>(\w+)</dt><dd>(.*?)</dd>", text.unescape(box(app_of(lambda value: {1, 2})))))
    assert rows["where"].endswith("outputs o0.children")
    assert rows["fix"] == "return text, numbers, lists, dicts, components or a figure; a set becomes a list with sorted(...)"


def test_only_debug_mode_loads_the_style_of_the_panel() -> None:
    sheet = manifest().url("debug.css")
    for debug in (True, False):
        with Client(app_of(total, debug=debug)) as client:
            assert (sheet in client.get("/").last.text) is debug
            if debug:
                assert client.request("GET", sheet).status_code == 200


def test_debug_mode_does_not_change_the_colours() -> None:
    """The sheet is ours: the reader's choice of light or dark stays."""
    with Client(app_of(total)) as client:
        assert '<meta name="color-scheme" content="light dark">' in client.get("/").last.text


# -- production ----------------------------------------------------------------------------------------------------------


def test_c182_production_shows_the_reference_alone() -> None:
    found = box(app_of(total, debug=False))
    assert re.sub(r"[0-9a-f]{8}", "R", re.sub(r' hx-group="\w+"', "", found)).endswith(
        '<div class="hx-error"><strong>This part could not be updated.</strong> <span class="hx-muted">Reference R</span></div>'
    )


# -- strange exceptions --------------------------------------------------------------------------------------------------


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no")


def recurse(depth: int = 0) -> None:
    recurse(depth + 1)


def circle() -> None:
    try:
        raise ValueError("one")
    except ValueError as error:
        error.__cause__ = error
        raise


def grouped() -> None:
    raise ExceptionGroup("several", [ValueError("v"), KeyError("k")])


def hidden() -> None:
    try:
        raise ValueError("SUPPRESSED")
    except ValueError:
        raise KeyError("k") from None


def while_handling() -> None:
    try:
        raise ValueError("first")
    except ValueError:
        raise KeyError("second")


def test_an_exception_that_cannot_be_written_does_not_take_the_page_with_it() -> None:
    found = shown(caught(lambda: (_ for _ in ()).throw(Mute())))
    assert "<strong>Mute</strong> (its text cannot be written)" in found
    assert "exception str() failed" in found


def test_a_recursion_is_told_once() -> None:
    found = shown(caught(recurse))
    assert re.search(r":\d+ in recurse, \d{3,} times", found)
    assert len(found) < 20_000


STRANGE: dict[str, tuple[Callable[[], Any], list[str], list[str]]] = {
    "a circle of causes": (circle, ["ValueError</strong> one"], []),
    "a group": (grouped, ["ExceptionGroup</strong> several (2 sub-exceptions)", "ValueError: v", "KeyError: 'k'"], []),
    "from None": (hidden, ["KeyError</strong> 'k'"], ["while handling", "ValueError</strong>"]),
    "while handling another": (while_handling, ["KeyError</strong> 'second'", "while handling <strong>ValueError</strong> first"], []),
    "from a library": (lambda: Path("/no/such/file").read_text(), ["FileNotFoundError</strong> [Errno 2]", "in &lt;lambda&gt;"], []),
    "code without a file": (lambda: exec("1/0"), ["ZeroDivisionError"], []),
}


@pytest.mark.parametrize(("function", "there", "missing"), STRANGE.values(), ids=STRANGE.keys())
def test_strange_exceptions_are_shown(function: Callable[[], Any], there: list[str], missing: list[str]) -> None:
    found = shown(caught(function))
    pruned = found.partition("<summary>with the frames")[0]
    assert [t for t in there if t not in text.unescape(found) and t not in found] == []
    assert [t for t in missing if t in pruned] == []


def test_the_innermost_own_frame_is_the_one_shown_when_a_library_raised() -> None:
    own = frames(caught(lambda: Path("/no/such/file").read_text()))
    assert [Path(f.file).name for f in own] == ["test_failures.py", "test_failures.py"]
    assert "Path(" in dict(own[-1].source)[own[-1].line]


def test_lengths_are_bounded() -> None:
    found = shown(caught(lambda: (_ for _ in ()).throw(ValueError("x" * 100_000))))
    assert len(found) < MESSAGE + FULL + 5_000


def test_a_message_of_several_lines_is_shown_whole() -> None:
    found = shown(ValueError("first\n  second & third"))
    assert "<strong>ValueError</strong> first</summary><p>  second &amp; third</p>" in found


# -- where a component is ------------------------------------------------------------------------------------------------


def test_the_place_of_a_component_that_a_callback_made_is_what_it_is_in() -> None:
    page = Engine(html.Div(html.Div(id="box"), id="root"), html.Button(id="go"))
    page.add("A", "go.n_clicks -> box.children", gives=lambda n: html.P(html.B(id="inner"), id="made"))
    page.add("B", "made.n_clicks -> inner.children", gives=lambda n: 1 / 0)
    turn = page.load()
    assert turn.errors == ["ZeroDivisionError: division by zero"]
    assert place_of("inner", turn.live) == "[0] Div(id='root') > Div(id='box') > P(id='made') > B(id='inner')"
    assert place_of("nobody", turn.live) == "'nobody', which is not on the page"


# -- on_error ------------------------------------------------------------------------------------------------------------


def test_c180_on_error_of_the_callback_overrides_that_of_the_app_and_leaves_no_box() -> None:
    app = app_of(total, on_error=lambda error: f"own: {type(error).__name__}")
    app.on_error = lambda error: "the app's"
    app.callback(Output("o1", "children"), Input("in", "value"))(total)
    with Client(app) as client:
        page = client.get("/")
        assert (page["o0"].text, page["o1"].text, page.errors) == ("own: LookupError", "the app's", [])


def test_c180_on_error_of_generators() -> None:
    def flow(value: str) -> Iterator[str]:
        yield f"begun {value}"
        raise ValueError(value)

    def sorry(error: Exception) -> str:
        set_props("fine", {"title": "sorry"})
        return f"sorry: {error}"

    with Client(app_of(flow, on_error=sorry)) as client:
        page = client.get("/")
        page["in"].value = "y"
        assert (page["o0"].text, page.node("fine").get("title"), page.errors) == ("sorry: y", "sorry", [])


RETURNS: dict[str, tuple[Any, str]] = {
    "too few": (["one"], "SchemaLengthValidationError: sums returned 1 value for 2 outputs."),
    "no list": ("one", 'SchemaTypeValidationError: sums returned "one" for 2 outputs.'),
    "no JSON": ([{1}, 2], "InvalidCallbackReturnValue: sums returned a set for b.children: {1}."),
}


@pytest.mark.parametrize(("value", "error"), RETURNS.values(), ids=RETURNS.keys())
def test_c181_what_on_error_returns_is_checked_like_what_the_callback_returns(value: Any, error: str) -> None:
    turn = Engine.of(("sums", "a.n_clicks -> b.children, b.title", ValueError(), {"on_error": lambda e: value})).load()
    assert [e.partition("\n")[0] for e in turn.errors] == [error]
    assert turn.changes.props == {}


@pytest.mark.parametrize("value", [None, no_update])
def test_c181_on_error_that_returns_nothing_changes_nothing(value: Any) -> None:
    turn = Engine.of(("B", "a.n_clicks -> b.children", ValueError(), {"on_error": lambda e: value})).load()
    assert (turn.errors, turn.changes.props) == ([], {})


@pytest.mark.parametrize("handler", [5, "name"])
def test_on_error_of_the_app_is_a_function(handler: Any) -> None:
    with pytest.raises(CallbackException, match="on_error is "):
        Dash("failures", on_error=handler)


def test_one_visible_place() -> None:
    """All boxes land in #hx-errors, which is announced."""
    with Client(app_of(total, total, total, debug=False)) as client:
        page = client.get("/")
        assert page.node("hx-errors").get("role") == "alert"
        assert len([n for n in page.node("hx-errors").walk() if "hx-error" in n.get("class").split()]) == 3
        assert page["fine"].text == "fine x"


def test_a_box_without_a_component_has_no_group() -> None:
    assert error_box(Failure(None, ValueError(), None), Live(PageState("/", Layout([]), Engine.of().graph)), debug=False).startswith('<div class="hx-error"><strong>')


def test_a_component_that_cannot_be_drawn_says_so() -> None:
    app = app_of(lambda value: value)
    app.callback(Output("o1", "style"), Input("in", "value"))(lambda value: 5)
    found = text.unescape(box(app))
    assert "style" in found or InvalidCallbackReturnValue.__name__ in found
