"""Components of somebody else's: a whole one in 60 lines, its files, and what is said of mistakes."""

from __future__ import annotations

import importlib
import inspect
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from star_rating import StarRating

from hxdash import Dash, Input, Output, State, dcc, html
from hxdash.component import Component
from hxdash.exceptions import DashException, InvalidComponent
from hxdash.testing import Client

EXAMPLES = Path(__file__).parent.parent / "examples"
FILES = ("star_rating.py", "star_rating.html", "star_rating.css")
GOOD = "<div{{ outer | attributes }}{{ page.wire(component, {'value': 'input'}, 'wrapper') | attributes }}>{{ sheet }}<input{{ page.name(component, 'value') | attributes }} value='{{ value }}'></div>"
numbers = itertools.count()


def test_star_rating() -> None:
    app = Dash("stars", layout=html.Div([StarRating(id="s", value=1, label="Yours"), html.P(id="out"), html.Button(id="go")]))
    app.callback(Output("out", "children"), Input("s", "value"))(repr)
    outputs = [Output("s", "value"), Output("s", "max"), Output("s", "disabled")]
    app.callback(outputs, Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: (7, 8, True))
    with Client(app) as client:
        page = client.get("/")
        page["s"].value = 4
        assert (page["out"].text, page["s"].value) == ("4", 4)
        assert page.set("s", 6, force=True).last.status == 422
        page = client.get("/", javascript=False).set("s", 3).apply()
        assert (page["out"].text, page["s"].value) == ("3", 3)
        page = client.get("/").click("go")
        assert (page["out"].text, page["s"].value, "disabled" in page["s"].attributes) == ("7", 7, True)


def test_a_component_its_template_its_style_and_its_test_are_60_lines() -> None:
    lines = [line for file in FILES for line in (EXAMPLES / file).read_text().splitlines()]
    assert len(lines) + len(inspect.getsource(test_star_rating).splitlines()) < 60


# -- files --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ModuleType]]:
    """Import a module of somebody else's, with files beside it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def make(code: str, **files: str) -> ModuleType:
        made.append(f"theirs{next(numbers)}")
        for name, text in files.items():
            (tmp_path / name.replace("_", ".", 1)).write_text(text)
        (tmp_path / f"{made[-1]}.py").write_text(f"from typing import Any\nfrom hxdash.component import Component\n\n\nclass Own(Component):\n    id: Any = None\n    value: str = ''\n    {code}\n")
        return importlib.import_module(made[-1])

    yield make
    for name in made:
        sys.modules.pop(name, None)
        Component.known_types.pop(f"{name}.Own", None)


def files_of(text: str) -> list[str]:
    """The files of somebody else's that a page or answer asks for."""
    return [url.split('"')[0] for url in text.split('="/_hx/static/') if url.startswith("own/")]


def test_files_are_served_and_loaded_only_where_they_are_used(package: Callable[..., ModuleType]) -> None:
    files = {"own_html": GOOD, "own_css": ".own { color: red; /* why */ }", "own_js": "(() => {\n  // why\n  window.own = 1;\n})();"}
    own = package("template_file, sheet_file, script_file = 'own.html', 'own.css', 'own.js'", **files)
    app = Dash("uses", layout=html.Div([html.Button(id="go"), html.Div(id="box")]), suppress_callback_exceptions=True)
    app.callback(Output("box", "children"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: own.Own(id="own", value=f"<{n}>"))
    with Client(app) as client:
        page = client.get("/")
        assert files_of(page.last.text) == []
        page.click("go")
        script, sheet = files_of(page.last.text)
        assert f'<div id="own" hx-script="/_hx/static/{script}"><link rel="stylesheet" href="/_hx/static/{sheet}"><input' in page.last.text
        assert "value='&lt;1&gt;'" in page.last.text
        assert client.request("GET", f"/_hx/static/{sheet}").text == ".own{color:red;}"
        assert client.request("GET", f"/_hx/static/{script}").headers["content-type"].startswith("text/javascript")
    with Client(Dash("there", layout=[own.Own(id="one"), own.Own(id="two")])) as client:
        text = client.get("/").last.text
        assert (text.count(f'<link rel="stylesheet" href="/_hx/static/{sheet}">'), text.count(f'src="/_hx/static/{script}" defer></script>')) == (1, 1)


def test_a_subclass_elsewhere_has_the_files_of_its_base(package: Callable[..., ModuleType]) -> None:
    own = package("template_file, sheet_file = 'own.html', 'own.css'", own_html=GOOD, own_css=".own{}")
    sub = type("Sub", (own.Own,), {"__module__": __name__})
    try:
        with Client(Dash("sub", layout=sub(id="s", value="v"))) as client:
            text = client.get("/").last.text
        assert "value='v'" in text
        assert files_of(text)[0].startswith(f"own/{own.__name__}/own.")
    finally:
        Component.known_types.pop(sub.type_name)


def test_one_with_markup_in_python_needs_no_template(package: Callable[..., ModuleType]) -> None:
    own = package("def markup(self, page):\n        return '<b id=\"own\">' + page.node(self.prop('value')) + '</b>'")
    with Client(Dash("markup", layout=own.Own(id="own", value="<x>"))) as client:
        assert client.get("/")["own"].text == "<x>"


# -- mistakes -----------------------------------------------------------------------------------------------------------

DECODE = "def decode(self, prop, texts):\n        return texts"
CLASSES = {
    "misspelt template": ("template_file = 'onw.html'", "Own.template_file is 'onw.html': there is no such file in FOLDER.", "did you mean 'own.html'?"),
    "template elsewhere": ("template_file = '../own.html'", "Own.template_file is '../own.html': there is no such file in FOLDER.", "did you mean 'own.html'?"),
    "missing sheet": ("template_file, sheet_file = 'own.html', 'x.css'", "Own.sheet_file is 'x.css': there is no such file in FOLDER.", "put it beside the module (and into the package's data)"),
    "no markup": ("pass", "Own has no markup.", "name a template in `template_file`, or write `def markup(self, page)`"),
    "no decode": (
        "template_file = 'own.html'\n    stars: int = 0\n    browser_props = frozenset({'stars'})",
        "Own has 'stars' (int) among its browser_props and no `decode`: callbacks would get text.",
        "write `def decode(self, prop, texts)`, which makes the value of the texts that the form fields sent, or raises RequestRefused(422, why)",
    ),
    "misspelt prop": ("template_file = 'own.html'\n    needs = frozenset({'vlaue'})", "Own.needs names 'vlaue', which is no prop of it.", "did you mean 'value'?"),
    "prop without type": (
        "template_file = 'own.html'\n    stars = 0\n    browser_props = frozenset({'stars'})", "Own.browser_props names 'stars', which is no prop of it.", "declare it with a type: `stars: Any = None`",
    ),
}  # fmt: skip
TEMPLATES = {
    "misspelt variable": ("<p{{ outer | attributes }}>{{ vlaue }}</p>", "The template uses 'vlaue', which it is not given.", "did you mean 'value'?"),
    "no outer": ("<p>{{ value }}</p>", "The template does not write `outer`: nothing on the page would have the component's id.", "begin it with <div{{ outer | attributes }}>"),
    "no field": (
        "<p{{ outer | attributes }}>{{ value }}</p>",
        "The template does not ask page.wire for the attributes of a control: its changes would reach no callback.",
        'write {{ page.wire(component, {"value": "change"}) | attributes }} into the tag',
    ),
    "no sheet": (GOOD.replace("{{ sheet }}", ""), "The template does not write `sheet`: where it comes later, its style sheet would not come along.", "write {{ sheet }} behind its first tag"),
    "misspelt filter": ("<p{{ outer | attribute }}></p>", "The template cannot be read: No filter named 'attribute'.", "correct it; its filter `attributes` makes attributes of a dict"),
    "not closed": ("<p{{ outer }>", "The template cannot be read: unexpected '}'.", "correct it; its filter `attributes` makes attributes of a dict"),
}


@pytest.mark.parametrize(("code", "what", "fix"), CLASSES.values(), ids=CLASSES)
def test_a_class_that_cannot_work_is_refused_when_it_is_made(code: str, what: str, fix: str, package: Callable[..., ModuleType], tmp_path: Path) -> None:
    with pytest.raises(InvalidComponent) as caught:
        package(code, own_html=GOOD)
    assert (caught.value.what.replace(str(tmp_path), "FOLDER"), caught.value.fix) == (what, fix)
    assert caught.value.where.startswith(str(tmp_path))


@pytest.mark.parametrize(("template", "what", "fix"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_that_cannot_work_is_refused_at_start_up(template: str, what: str, fix: str, package: Callable[..., ModuleType], tmp_path: Path) -> None:
    own = package("template_file, sheet_file, browser_props = 'own.html', 'own.css', frozenset({'value'})", own_html=template, own_css="")
    with pytest.raises(DashException) as caught:
        Dash("wrong", layout=html.Div(own.Own(id="own"))).prepare()
    assert (caught.value.what, caught.value.fix) == (what, fix)
    assert caught.value.where.startswith(str(tmp_path / "own.html"))


def test_state_of_somebody_elses_is_read(package: Callable[..., ModuleType]) -> None:
    """Text needs no `decode`."""
    own = package("template_file, browser_props = 'own.html', frozenset({'value'})", own_html=GOOD)
    app: Any = Dash("state", layout=[own.Own(id="own", value="a"), dcc.Input(id="x", value=""), html.P(id="out")])
    app.callback(Output("out", "children"), Input("x", "value"), State("own", "value"))(lambda x, own: f"{x} {own}")
    with Client(app) as client:
        page = client.get("/").set("own", "b").set("x", "c")
        assert page["out"].text == "c b"
