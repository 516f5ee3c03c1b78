"""Every line of SEMANTICS.md that issue 3 names has a test or a reason (tests/semantics_lines.py), and the tests that it names exist."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import Any

import pytest
from semantics_lines import LINES

TESTS = Path(__file__).resolve().parent
SECTIONS = {
    "1a": [*range(1, 26)],
    "1b": [*range(30, 44), "40b"],
    "1c": [*range(50, 68)],
    "1d": [*range(70, 82)],
    "1e": [*range(85, 91)],
    "1f": [*range(100, 113)],
    "1g": [*range(120, 135)],
    "1h": [*range(140, 149)],
    "1i": [*range(150, 159)],
    "1k": [*range(175, 180)],
    "1l": [*range(180, 185)],
    "1n": [*range(190, 197)],
    "1o": [*range(200, 205)],
}
NUMBERS = {f"C{n:02}" if isinstance(n, int) else f"C{n}" for numbers in SECTIONS.values() for n in numbers}
NUMBERS |= {f"V{n:02}" for n in range(1, 21)} | {f"K{n:02}" for n in range(1, 7)}
PENDING = {number: line.pending for number, line in LINES.items() if line.pending}


def test_every_line_is_in_the_table() -> None:
    assert set(LINES) == NUMBERS


@functools.cache
def functions(file: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """The tests of a file, by name."""
    tree = ast.parse((TESTS / file).read_text())
    return {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


@functools.cache
def cases(file: str) -> tuple[str, ...]:
    """Every text in the tables and decorators of a file: among them the names of its cases."""
    tables = [node for node in ast.parse((TESTS / file).read_text()).body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    decorators = [decorator for function in functions(file).values() for decorator in function.decorator_list]
    return tuple(node.value for part in (*tables, *decorators) for node in ast.walk(part) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def missing(test: str) -> str:
    """What a named test lacks, or nothing."""
    file, _, name = test.partition("::")
    name, _, case = name.rstrip("]").partition("[")
    function = functions(file).get(name) if name.startswith("test_") and (TESTS / file).exists() else None
    if function is None:
        return f"there is no {test}"
    if case and not any("parametrize" in ast.unparse(decorator) for decorator in function.decorator_list):
        return f"{test} has no cases"
    return f"there is no case {test}" if case and not any(text.startswith(case) for text in cases(file)) else ""


def test_every_named_test_exists() -> None:
    assert [f"{number}: {lacks}" for number, line in LINES.items() for test in line.tests if (lacks := missing(test))] == []


def test_every_line_has_a_test_or_a_reason() -> None:
    assert [number for number, line in LINES.items() if not (line.tests or line.not_built or line.pending)] == []
    assert [number for number, line in LINES.items() if line.open and not line.tests] == []


def test_what_is_open_has_a_test_that_shows_it() -> None:
    """An xfail, so that it is heard when it works."""

    def fails(test: str) -> bool:
        file, _, name = test.partition("::")
        function: Any = functions(file)[name.partition("[")[0]]
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        return "xfail" in ast.unparse(function.decorator_list) or "runs" in names

    assert [number for number, line in LINES.items() if line.open and not any(map(fails, line.tests))] == []


@pytest.mark.xfail(bool(PENDING), reason=f"lines whose tests come with other branches: {', '.join(f'{n} ({b})' for n, b in PENDING.items())}", strict=True)
def test_no_line_waits_for_a_branch() -> None:
    assert PENDING == {}
