"""The scheduler of the browser side under node: 100,000 random schedules (tests/scheduler.test.js)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import playwright

HERE = Path(__file__).resolve().parent
BUNDLED = Path(playwright.__file__).parent / "driver" / "node"  # playwright brings its own


def test_scheduler_keeps_its_promises() -> None:
    node = shutil.which("node") or str(BUNDLED)
    done = subprocess.run([node, "--test", str(HERE / "scheduler.test.js")], capture_output=True, text=True, timeout=300, check=False)
    passed, failed = (int(re.search(rf"^\S* ?{word} (\d+)$", done.stdout, re.M)[1]) for word in ("pass", "fail"))  # type: ignore[index]
    assert (failed, done.returncode) == (0, 0), done.stdout[-3000:]
    assert passed >= 15
