"""Files that wait for their browser: under names that nobody guesses, for some minutes, up to a limit."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from hxdash import spool


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HXDASH_SPOOL", str(tmp_path / "spool"))
    return tmp_path / "spool"


def kept(content: bytes, name: str = "a.txt") -> spool.Spooled:
    return spool.keep(name, None, lambda file: file.write(content))


def test_what_is_kept_is_found_by_its_key_only(folder: Path) -> None:
    made = kept(b"hello")
    found = spool.find(made.key)
    assert found is not None
    assert (found.path.read_bytes(), found.filename, found.type) == (b"hello", "a.txt", "")
    assert len(made.key) == 32
    assert made.path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", ["", "../../../../etc/passwd", "x" * 32, "x" * 31 + "\n", "x" * 33, "é" * 32, "." * 32, "a/" * 16])
def test_no_other_key_leads_anywhere(key: str) -> None:
    kept(b"hello")
    assert spool.find(key) is None


def test_a_file_that_is_there_is_neither_read_nor_copied(tmp_path: Path) -> None:
    real = tmp_path / "real.bin"
    real.write_bytes(b"1")
    made = spool.point(real, "b.bin", "x/y")
    real.write_bytes(b"22")
    found = spool.find(made.key)
    assert found is not None
    assert (found.path.read_bytes(), found.type) == (b"22", "x/y")
    real.unlink()
    assert spool.find(made.key) is None


def test_after_ten_minutes_a_file_is_gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = kept(b"old")
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + spool.KEPT_FOR + 5)
    assert spool.find(old.key) is None
    new = kept(b"new")
    assert sorted(path.name for path in folder.iterdir()) == sorted([new.key, f"{new.key}.json"])


def test_there_is_a_limit_for_all_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MAX_BYTES", 250)
    made = [kept(b"x" * 100)]
    for age in (30, 20, 10):
        os.utime(made[-1].path, (time.time() - age, time.time() - age))
        made.append(kept(b"x" * 100))
    assert [spool.find(m.key) is not None for m in made] == [False, True, True, True]


def test_a_writer_that_fails_leaves_nothing(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        spool.keep("a", None, lambda file: file.write(b"half") / 0)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HXDASH_SPOOL", str(tmp_path / "file" / "spool"))
    with pytest.raises(spool.NoSpool, match="HXDASH_SPOOL"):
        kept(b"x")


def test_the_folder_of_somebody_else_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HXDASH_SPOOL")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    own = tmp_path / f"hxdash-spool-{os.getuid()}"
    own.mkdir(mode=0o777)
    own.chmod(0o777)
    with pytest.raises(spool.NoSpool, match="not this user's own"):
        kept(b"x")
    own.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    own.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(spool.NoSpool):
        kept(b"x")
    own.unlink()
    kept(b"x")
    assert own.stat().st_mode & 0o777 == 0o700


def test_broken_notes_are_no_file(folder: Path) -> None:
    made = kept(b"x")
    for text in ("", "[]", '{"until": "soon"}', "{}"):
        (folder / f"{made.key}.json").write_text(text)
        assert spool.find(made.key) is None
