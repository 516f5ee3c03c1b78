"""Room 16. The command line: `hxdash demo`, `hxdash run FILE`, `hxdash check FILE`."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import runpy
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvicorn

import hxdash
from hxdash.app import Dash
from hxdash.exceptions import DashException
from hxdash.failures import frames, message
from hxdash.files import EXAMPLES

_ALIASES = {
    "dash": "hxdash",
    "dash.dcc": "hxdash.dcc",
    "dash.html": "hxdash.html",
    "dash.dependencies": "hxdash.dependencies",
    "dash.exceptions": "hxdash.exceptions",
    "dash_core_components": "hxdash.dcc",
    "dash_html_components": "hxdash.html",
    "dash.dash_table": "hxdash.dash_table",
    "dash.dash_table.Format": "hxdash.dash_table.Format",
    "dash.dash_table.FormatTemplate": "hxdash.dash_table.FormatTemplate",
    "dash_table": "hxdash.dash_table",
    "dash_table.Format": "hxdash.dash_table.Format",
    "dash_table.FormatTemplate": "hxdash.dash_table.FormatTemplate",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `hxdash`.

    Args:
        arguments: of the command line; by default the process's own.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="hxdash", description="Dash's programming model as server-rendered hypermedia.")
    parser.add_argument("--version", action="version", version=f"hxdash {hxdash.__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="run the example apps and the gallery of all components")
    run = commands.add_parser("run", help="run a script; `import dash` in it means hxdash")
    check = commands.add_parser("check", help="report every mistake in a script's app, for use in CI")
    for command in (run, check):
        command.add_argument("file", help="a Python file that makes an app")
    for command in (demo, run):
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8050")))
        command.add_argument("--debug", action="store_true", help="show what failing callbacks raise")
        command.add_argument("--no-browser", action="store_true", help="do not open a page")
    options = parser.parse_args(arguments)
    try:
        return {"demo": _demo, "run": _run, "check": _check}[options.command](options)
    except DashException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1


def _demo(options: argparse.Namespace) -> int:
    sys.path.insert(0, str(EXAMPLES))
    try:
        index = importlib.import_module("index")
    except ModuleNotFoundError as error:
        print(f'{error}. The examples need: pip install "hxdash[examples]"', file=sys.stderr)
        return 1
    return _serve(index.app, options)


def _run(options: argparse.Namespace) -> int:
    app = load(options.file)
    if options.debug:
        app.debug = True
    app.prepare()
    return _serve(app, options)


def _check(options: argparse.Namespace) -> int:
    """Print every mistake, what is accepted without doing anything, and a last line with the counts."""
    notes = _Notes()
    logging.getLogger("hxdash").addHandler(notes)
    try:
        apps, mistakes = _apps(options.file), list[DashException]()
        for app in apps:
            mistakes += app.mistakes()
    finally:
        logging.getLogger("hxdash").removeHandler(notes)
    for mistake in mistakes:
        print(f"{type(mistake).__name__}: {mistake}\n")
    for note in notes.texts:
        print(f"Note: {note}\n")
    callbacks = sum(len(app.graph.callbacks) for app in apps)
    print(f"{options.file}: {_count(len(mistakes), 'mistake')}, {callbacks} callbacks" + (f", {_count(len(notes.texts), 'note')}" if notes.texts else ""))
    return 1 if mistakes else 0


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


class _Notes(logging.Handler):
    """Keeps the warnings of a check."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def _apps(file: str) -> list[Dash]:
    """The apps of a script.

    Raises:
        DashException: it makes none, or raises something.
    """
    try:
        return load_all(file)
    except DashException as error:
        error.where = error.where or _place(error)
        raise
    except Exception as error:
        raise DashException(f"{file} raised {type(error).__name__}: {message(error)}", where=_place(error), fix="mend this line; what comes after it has not been checked") from error


def _place(error: BaseException) -> str:
    own = frames(error)
    return f"{own[-1].file}:{own[-1].line}" if own else ""


def _serve(app: Any, options: argparse.Namespace) -> int:
    url = f"http://{options.host}:{options.port}/"
    print(f"hxdash is running on {url}  (stop it with Ctrl+C)", flush=True)
    if not options.no_browser and (sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        threading.Timer(0.8, webbrowser.open, [url]).start()
    uvicorn.run(app, host=options.host, port=options.port, log_level="warning", server_header=False)
    return 0


def load(file: str) -> Dash:
    """The first app that a script makes; see load_all."""
    return load_all(file)[0]


def load_all(file: str) -> list[Dash]:
    """The apps that a script makes; `dash` and its old packages mean hxdash in it, and `app.run()` does nothing.

    Args:
        file: path of a Python file.

    Raises:
        DashException: the script makes no app.
    """
    path = Path(file)
    if not path.is_file():
        raise DashException(f"There is no file {file!r}.", fix="give the path of a Python file")
    made: list[Dash] = []
    stand_in_for_dash(made)
    sys.path.insert(0, str(path.resolve().parent))
    names = runpy.run_path(str(path), run_name="__main__")
    found = [v for v in names.values() if isinstance(v, Dash)] or made
    if not found:
        raise DashException(f"{file} makes no Dash app.", fix="write app = Dash(__name__) in it")
    return list(dict.fromkeys(found))


def stand_in_for_dash(made: list[Dash]) -> None:
    """Let `import dash` and friends mean hxdash in this process; apps that are `run` are only noted in `made`."""
    for name, target in _ALIASES.items():
        sys.modules[name] = importlib.import_module(target)

    def note(app: Dash, *args: Any, **kwargs: Any) -> None:
        app.debug = bool(kwargs.get("debug", app.debug))
        made.append(app)

    Dash.run = Dash.run_server = note  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    sys.exit(main())
