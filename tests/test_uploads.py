"""Forms with files: read in pieces of any size, limited while they come, gone afterwards."""

from __future__ import annotations

import asyncio
import csv
import io
import random
import zipfile
from collections.abc import AsyncIterator

import pandas as pd
import pytest

from hxdash.exceptions import RequestRefused
from hxdash.uploads import IN_MEMORY, File, Form, Reader, accepts, boundary_of, clean_path, kilobytes, read_multipart

BOUNDARY = b"----WebKitFormBoundary7MA4"


def part(name: str, content: bytes, filename: str | None = None, type: str = "text/plain") -> bytes:
    """One part as Chromium writes it."""
    quoted = "" if filename is None else f'; filename="{filename}"\r\nContent-Type: {type}'
    return b"--" + BOUNDARY + f'\r\nContent-Disposition: form-data; name="{name}"{quoted}\r\n\r\n'.encode() + content + b"\r\n"


END = b"--" + BOUNDARY + b"--\r\n"


def read(body: bytes, step: int = 10_000, **limits: int) -> Form:
    """The form in a body that comes in pieces."""
    reader = Reader(BOUNDARY, limits.get("max_text", 10_000), limits.get("max_fields", 100))
    for i in range(0, len(body), step):
        reader.feed(body[i : i + step])
    return reader.end()


TRICKY = b"\r\n--" + BOUNDARY[:-1] + b"\r\n\r\n--\r--\r\n" + bytes(range(256)) + b"\r\n"


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 10_000])
def test_a_form_reads_the_same_in_pieces_of_any_size(step: int) -> None:
    body = part("_p", b"token") + part("v:a.value", b"") + part("f:up", TRICKY, "a.bin") + part("v:a.value", "Grüße\r\n".encode()) + part("f:up", b"", "b") + END
    form = read(body, step)
    assert form.fields == {"_p": ["token"], "v:a.value": ["", "Grüße\r\n"]}
    assert [(f.name, f.read(), f.size) for f in form.files["up"]] == [("a.bin", TRICKY, len(TRICKY)), ("b", b"", 0)]
    form.close()


def test_random_forms_in_random_pieces() -> None:
    chance = random.Random(4)
    for _ in range(200):
        contents = [bytes(chance.choices(b"\r\n-ab" + BOUNDARY[-2:], k=chance.randrange(60))) for _ in range(chance.randrange(1, 5))]
        body = b"".join(part(f"f:{i}", content, "x") for i, content in enumerate(contents)) + END
        reader = Reader(BOUNDARY, 100, 100)
        while body:
            size = chance.randrange(1, 40)
            reader.feed(body[:size])
            body = body[size:]
        assert [f.read() for f in reader.end().all_files()] == contents


def test_a_field_in_which_nobody_chose_a_file_is_no_file() -> None:
    assert read(part("f:up", b"", "") + END).files == {}
    assert [f.name for f in read(part("f:up", b"x", "") + END).files["up"]] == ["file"]


@pytest.mark.parametrize(
    ("sent", "name", "path"),
    [
        ("a.csv", "a.csv", "a.csv"), ("../../etc/passwd", "passwd", "etc/passwd"), ("C:\\fakepath\\x.txt", "x.txt", "C:/fakepath/x.txt"),
        ("folder/sub/f.txt", "f.txt", "folder/sub/f.txt"), ("a%22b%0D%0A.txt", 'a"b.txt', 'a"b.txt'), ("/", "file", "file"),
        ("né\u202e.txt", "né.txt", "né.txt"), ("x" * 300 + ".csv", "x" * 251 + ".csv", "x" * 251 + ".csv"), ("..", "file", "file"),
    ],
)  # fmt: skip
def test_names_lead_nowhere(sent: str, name: str, path: str) -> None:
    (file,) = read(part("f:up", b"x", sent) + END).files["up"]
    assert (file.name, file.path) == (name, path)


BROKEN = {
    "cut off": (part("a", b"b"), 400),
    "no boundary": (b"hello", 400),
    "a bad mark": (part("a", b"b") + b"--" + BOUNDARY + b"xx", 400),
    "no name": (b"--" + BOUNDARY + b"\r\nContent-Type: text/plain\r\n\r\nx\r\n" + END, 400),
    "no headers": (b"--" + BOUNDARY + b"\r\n\r\n\r\nx\r\n" + END, 400),
    "another disposition": (b"--" + BOUNDARY + b'\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n' + END, 400),
    "a file in a text field": (part("v:a.value", b"x", "a") + END, 400),
    "a name that is no text": (part("f:up", b"x", "a").replace(b'filename="a"', b'filename="\xff"') + END, 400),
    "text that is none": (part("a", b"\xff") + END, 400),
    "headers without end": (b"--" + BOUNDARY + b"\r\nA: " + b"x" * 20_000, 413),
    "much text": (part("a", b"x" * 10_001) + END, 413),
    "many fields": (part("a", b"") * 101 + END, 413),
    "many files of nothing": (part("f:a", b"", "") * 101 + END, 413),
    "times that are none": (part("m:up", b"-1") + part("f:up", b"x", "a") + END, 422),
    "too many times": (part("m:up", b"1") * 2 + part("f:up", b"x", "a") + END, 422),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_form_is_refused(case: str) -> None:
    body, status = BROKEN[case]
    with pytest.raises(RequestRefused) as refused:
        read(body, 100)
    assert refused.value.status == status


def test_many_files_are_refused() -> None:
    with pytest.raises(RequestRefused, match="more than 1000 files"):
        read(part("f:a", b"x", "a") * 1001 + END, max_fields=5000)


@pytest.mark.parametrize("header", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 71, "multipart/form-data; boundary=ü"])
def test_a_form_without_a_boundary_is_refused(header: str) -> None:
    with pytest.raises(RequestRefused):
        boundary_of(header)


def test_boundaries() -> None:
    assert boundary_of("multipart/form-data; boundary=abc") == boundary_of('multipart/form-data; boundary="abc"; charset=x') == b"abc"


async def pieces(size: int, closed: list[bool]) -> AsyncIterator[bytes]:
    """A body with one file, made as it is asked for."""
    yield part("f:up", b"", "big.bin")[:-2]
    for _ in range(size // 65_536):
        yield b"x" * 65_536
    closed.append(True)
    yield b"\r\n" + END


def test_a_large_file_is_on_disk_and_read_from_there() -> None:
    form = asyncio.run(read_multipart("a; boundary=" + BOUNDARY.decode(), pieces(8 * IN_MEMORY, []), max_text=100, max_fields=10))
    (file,) = form.files["up"]
    assert (file.size, file.is_on_disk, file.read(3), file.tell()) == (8 * IN_MEMORY, True, b"xxx", 3)
    form.close()
    with pytest.raises(ValueError, match="closed"):
        file.read()


def test_too_much_is_refused_while_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HXDASH_MAX_UPLOAD", "1000000")
    all_read: list[bool] = []
    with pytest.raises(RequestRefused, match="more than 1000000 bytes"):
        asyncio.run(read_multipart("a; boundary=" + BOUNDARY.decode(), pieces(64 * IN_MEMORY, all_read), max_text=100, max_fields=10))
    assert all_read == []


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def append(self: File, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(File, "append", append)
    with pytest.raises(RequestRefused) as refused:
        asyncio.run(read_multipart("a; boundary=" + BOUNDARY.decode(), pieces(IN_MEMORY, []), max_text=100, max_fields=10))
    assert refused.value.status == 507


def made(content: bytes, name: str = "a.csv", type: str = "text/csv") -> File:
    file = File(name, type)
    file.append(content)
    file.seek(0)
    return file


def test_a_file_is_what_libraries_read() -> None:
    assert pd.read_csv(made(b"a,b\n1,2\n")).to_dict("list") == {"a": [1], "b": [2]}
    assert list(made(b"one\ntwo")) == [b"one\n", b"two"]
    assert list(csv.reader(io.TextIOWrapper(made("ä,b\r\n".encode()), "utf-8"))) == [["ä", "b"]]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.txt", "inside")
    with zipfile.ZipFile(made(packed.getvalue())) as archive:
        assert archive.read("x.txt") == b"inside"


def test_contents_are_dashs_and_leave_the_place_alone() -> None:
    file = made(b"hello")
    file.read(2)
    assert file.data_url() == "data:text/csv;base64,aGVsbG8="
    assert file.read() == b"llo"
    assert made(b"", type='text/html"><script>').data_url() == "data:application/octet-stream;base64,"
    assert repr(made(b"hello")) == "File('a.csv', 'text/csv', 5 bytes)"


@pytest.mark.parametrize(
    ("accept", "name", "type", "taken"),
    [
        (None, "a", "", True), (" ", "a", "", True), (".csv", "A.CSV", "", True), (".csv,.txt", "a.txt", "", True), (".csv", "a.csv.exe", "", False),
        ("image/*", "a.png", "image/png", True), ("image/*", "a.png", "text/plain", False), ("image/*", "a", "imagex/png", False),
        ("text/csv", "a", "TEXT/CSV", True), ("*/*", "a", "x/y", True),
    ],
)  # fmt: skip
def test_accept(accept: str | None, name: str, type: str, taken: bool) -> None:
    assert accepts(accept, name, type) is taken


def test_sizes_for_people() -> None:
    assert [kilobytes(n) for n in (5, 1500, 20_000_000, 5e12)] == ["5 bytes", "1.5 kB", "20 MB", "5000 GB"]
    assert clean_path("") == "file"
