"""`hxdash run FILE` for scripts that know only dash; `hxdash check`."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from hxdash import cli

OLD = """
    import dash
    import dash_core_components as dcc
    import dash_html_components as html
    from dash.dependencies import Input, Output

    app = dash.Dash(__name__, external_stylesheets=[''])
    server = app.server
    app.layout = html.Div([dcc.Input(id='my-input', value='initial value', type='text'), html.Div(id='my-output')])

    @app.callback(
        Output(component_id='my-output', component_property='children'),
        [Input(component_id='my-input', component_property='value')])
    def update_output_div(input_value):
        return 'Output: {}'.format(input_value)

    if __name__ == '__main__':
        app.run_server(debug=True)
"""
WRONG = """
    from dash import Dash, html, dcc, Input, Output, callback
    app = Dash(__name__)
    app.layout = html.Div([dcc.Input(id='name'), html.Div(id='out')])

    @callback(Output('out', 'childern'), Input('nam', 'value'))
    def update(value):
        return value
"""
ASK = """
import sys, asyncio, httpx
from hxdash import cli
app = cli.load(sys.argv[1])
async def main():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        print((await client.get("/")).text)
asyncio.run(main())
"""


@pytest.fixture
def script(tmp_path: Path):
    def write(text: str) -> str:
        path = tmp_path / "script.py"
        path.write_text(textwrap.dedent(text))
        return str(path)

    return write


def hxdash(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "hxdash", *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_run_serves_a_script_of_the_first_dash(script) -> None:
    done = subprocess.run([sys.executable, "-c", ASK, script(OLD)], capture_output=True, text=True, timeout=60, check=False)
    assert "Output: initial value</div>" in done.stdout, done.stderr


def test_check_lists_every_mistake(script) -> None:
    path = script(WRONG)
    done = hxdash("check", path)
    assert done.returncode == 1
    assert "Input('nam', 'value'): no component has this id." in done.stdout
    assert "did you mean 'name'?" in done.stdout
    assert "Output('out', 'childern'): html.Div has no such property." in done.stdout
    assert "did you mean 'children'?" in done.stdout
    assert f"{path}:6" in done.stdout
    assert done.stdout.endswith("2 mistakes, 1 callbacks\n")


SEVERAL = """
    from dash import Dash, html, dcc, Input, Output
    app = Dash(__name__, use_pages=True)
    app.layout = html.Div([html.Div(id='a'), html.Div(id='a'), dcc.Slider(9, 1, id='s'), dcc.RadioItems([{'label': 'A', 'vaule': 1}], id='r'), html.P(style=5)])

    @app.callback(Output('a', 'children'), Input('s', 'value'))
    def one(value): return value

    @app.callback(Output('a', 'children'), Input('r', 'valu'), websocket=True)
    def two(value): return value

    @app.callback(Output('r', 'value'), Input('s', 'max'))
    def three(value): return value

    @app.callback(Output('s', 'max'), Input('r', 'value'))
    def four(value): return value

    other = Dash(__name__)
    other.layout = lambda: 1 / 0
"""


def test_check_finds_all_of_them_at_once(script) -> None:
    """Exit status 1; every mistake of every app in one run; what does nothing yet is a note."""
    path = script(SEVERAL)
    done = hxdash("check", path)
    assert (done.returncode, done.stderr) == (1, "")
    kinds = [line.partition(":")[0] for line in done.stdout.splitlines() if line[:1].isalpha()]
    assert kinds == [
        "DuplicateIdError", "InvalidPropException", "InvalidPropException", "InvalidPropException", "NonExistentPropException", "DuplicateCallback",
        "CircularDependencyException", "NoLayoutException", "Note", "Note",
    ]  # fmt: skip
    assert done.stdout.endswith(f"{path}: 8 mistakes, 4 callbacks, 2 notes\n")
    line = next(i for i, text in enumerate(SEVERAL.splitlines(), 1) if "1 / 0" in text)
    for text in ("write 'value' for 'vaule'", "min=9 is above max=1", "did you mean 'value'?", f"The layout function <lambda> raised ZeroDivisionError: division by zero\n  where: {path}:{line}"):
        assert text in done.stdout


BROKEN = {
    "construction": ("from dash import html\nhtml.Div(clasName='a')\n", "raised TypeError: html.Div has no argument 'clasName'; did you mean 'className'?"),
    "registration": ("from dash import callback, Output\ncallback('a.b', Output('a', 'b'))\n", 'IncorrectTypeException: "a.b" is not an Input or State.'),
    "anything": ("x = 1\n1 / 0\n", "raised ZeroDivisionError: division by zero"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_check_of_a_script_that_raises_says_where(script, text: str, said: str) -> None:
    path = script(text)
    done = hxdash("check", path)
    assert done.returncode == 1
    assert said in done.stderr
    assert f"where: {path}:2" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_is_content_with_a_right_app(script) -> None:
    done = hxdash("check", script(OLD))
    assert (done.returncode, done.stdout.split(": ")[-1]) == (0, "0 mistakes, 1 callbacks\n")


def test_run_refuses_a_wrong_app_at_once(script) -> None:
    done = hxdash("run", script(WRONG), "--no-browser")
    assert done.returncode == 1
    assert "no component has this id" in done.stderr


def test_script_without_an_app_is_named(script) -> None:
    done = hxdash("check", script("x = 1"))
    assert done.returncode == 1
    assert "makes no Dash app" in done.stderr


def test_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == "hxdash 0.1.0\n"
