"""Fixtures for all tests: the examples, and the loud word when there is no browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

os.environ.setdefault("HXDASH_SECRET_KEY", "tests-only-0123456789-abcdefghijklmnop")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "examples"))

NO_BROWSER = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that the browser tests were not run, if they were not."""
    missing = [r for r in terminalreporter.stats.get("skipped", []) if "no chromium" in str(r.longrepr)]
    if missing:
        terminalreporter.write_line("")
        terminalreporter.write_line(f"!!! {len(missing)} BROWSER TESTS WERE NOT RUN: no chromium on this machine (apt-get install chromium)", red=True, bold=True)


@pytest.fixture(autouse=True)
def _plain_answers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a machine takes does not decide what a test sees: answers are plain, unless a test asks for a streamed one. Browsers see both."""
    if request.node.get_closest_marker("browser") is None:
        monkeypatch.setattr("hxdash.routes.PLAIN_FOR", 10)
