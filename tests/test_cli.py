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
