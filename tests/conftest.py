"""Fixtures for all tests: the examples, and the loud word when there is no browser."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("HXDASH_SECRET_KEY", "tests-only-0123456789-abcdefghijklmnop")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "examples"))

NO_BROWSER = pytest.StashKey[int]()
settings.register_profile("hxdash", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no mistake
settings.load_profile("hxdash")


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


@pytest.fixture
def part_made(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], threading.Event]:
    """Give an event that is set when a part of an answer with a text in it has been made: what shall come later waits for it, not for a time."""
    from hxdash.routes import Endpoints  # noqa: PLC0415

    asked: list[tuple[str, threading.Event]] = []
    real = Endpoints._fragments

    def fragments(self: Endpoints, *args: Any) -> str:
        html = real(self, *args)
        for text, event in asked:
            if text in html:
                event.set()
        return html

    def ask(text: str) -> threading.Event:
        asked.append((text, threading.Event()))
        return asked[-1][1]

    monkeypatch.setattr(Endpoints, "_fragments", fragments)
    return ask
