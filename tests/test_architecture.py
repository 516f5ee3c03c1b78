"""The house: each room imports only rooms below it, each outside library has its doors, no drawer is called utils (STYLE.md H1)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "hxdash"
ROOMS = [
    ["exceptions", "files", "encoding", "markup"],
    ["ids", "signing", "static_files", "threads", "data_store", "acting", "forms", "answer", "settings", "uploads", "spool"],
    ["authoring"],
    ["dependencies", "page", "values"],
    ["component", "patch"],
    ["kinds", "html", "dcc", "outline", "mentions", "persistence", "shapes"],
    ["dash_table"],
    ["callback", "layout", "edit", "moves"],
    ["own", "readers"],
    ["graph", "clientside"],
    ["handback", "kept", "left", "snapshots"],
    ["page_state", "checks", "places"],
    ["steps"],
    ["plan", "reasons", "transfer"],
    ["request"],
    ["live", "context", "changes"],
    ["agenda"],
    ["outcome", "chain", "deferral", "held"],
    ["run"],
    ["render", "failures", "handover"],
    ["fragments", "shell", "noscript", "address"],
    ["running", "waiting", "notice", "responses"],
    ["routes", "apis"],
    ["app"],
    ["__init__"],
    ["testing", "cli"],
    ["__main__"],
]
LEVEL = {name: level for level, names in enumerate(ROOMS) for name in names}
DOORS = {
    "fastapi": {"app"},
    "starlette": {"request", "transfer", "responses", "routes", "apis", "app"},
    "jinja2": {"render"},
    "plotly": {"dcc"},
    "httpx": {"testing"},
    "uvicorn": {"app", "cli"},
    "orjson": {"encoding", "dcc", "snapshots", "kept"},
    "markdown_it": {"dcc"},
    "nh3": {"dcc"},
    "pygments": {"dcc"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{a.name}" for a in node.names} if node.module == "hxdash" else {node.module or ""}
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_room_imports_only_lower_rooms(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        if name == "hxdash":
            assert LEVEL[here] > LEVEL["__init__"], f"{here} imports the whole package"
        elif name.startswith("hxdash."):
            there = name.split(".")[1]
            assert there == here or LEVEL[there] < LEVEL[here], f"{here} imports {there}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_outside_library_comes_in_by_its_door(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        library = name.split(".")[0]
        assert here in DOORS.get(library, {here}), f"{here} imports {library}"


def test_htmx_words_stand_where_elements_are_wired() -> None:
    allowed = {"render.py", "fragments.py", "failures.py", "shell.py", "routes.py", "testing.py"}
    for path in MODULES:
        if path.name not in allowed and room(path) != "testing":
            words = [n.value for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            posting = [w for w in words if w in ("hx-post", "hx-trigger", "hx-include", "hx-swap", "hx-group")]
            assert not posting or path.name == "interval.py", f"{path.name} says {posting}"


def test_no_drawer_is_called_utils() -> None:
    assert not {"utils", "helpers", "common", "misc", "validate"} & {p.stem for p in MODULES}


def test_files_stay_readable() -> None:
    for path in MODULES:
        lines = len(path.read_text().splitlines())
        assert lines <= (480 if path.name in ("component.py", "run.py", "html.py", "live.py") else 420), f"{path.name} has {lines} lines"


def test_update_reads_as_five_calls() -> None:
    tree = ast.parse((PACKAGE / "routes.py").read_text())
    update = next(n for n in ast.walk(tree) if isinstance(n, ast.AsyncFunctionDef) and n.name == "update")
    assert update.end_lineno is not None
    assert update.end_lineno - update.lineno < 20
