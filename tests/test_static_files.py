"""The files that pages load: vendored ones are what their list says, names carry hashes, and nothing else is served."""

import gzip
import hashlib
import json
import re

import pytest
from plotly.offline import get_plotlyjs_version

from hxdash.files import STATIC
from hxdash.static_files import JOINED, VENDORED, Manifest, lean, manifest, media_type, vendored_hashes

ROWS = json.loads((STATIC / "vendor" / "vendored.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_vendored_file_is_the_one_that_was_vendored(row):
    assert hashlib.sha256((STATIC / "vendor" / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert (STATIC / "vendor" / row["licence_file"]).read_text().strip()


def test_every_vendored_script_is_on_the_list():
    used = {*VENDORED.values(), *(part for joined in JOINED.values() for part in joined if part.startswith("vendor/"))}
    assert {row["file"] for row in ROWS} == {p.name for p in (STATIC / "vendor").glob("*.js")} == {u.removeprefix("vendor/") for u in used}


def test_plotly_js_is_the_version_that_the_installed_plotly_speaks():
    assert {row["version"] for row in ROWS if row["file"].startswith("plotly-")} == {get_plotlyjs_version()}


def test_the_files_say_the_versions_that_the_list_says():
    for row in ROWS:
        assert row["version"] in (STATIC / "vendor" / row["file"]).read_text("utf-8", "replace")


def test_a_name_carries_the_hash_of_what_is_served_under_it():
    for source, file in manifest()._by_source.items():
        digest = hashlib.sha256(file.body).hexdigest()
        assert re.fullmatch(rf"(?:[\w-]+/)*[\w.-]+\.{digest[:8]}\.\w+", file.name)
        assert manifest().by_name[file.name] is file
        assert manifest().url(source) == f"/_hx/static/{file.name}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A static/ with one joined script, and one style sheet."""
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "vendored.json").write_text("[]")
    for part in JOINED["hxdash.js"]:
        (tmp_path / part).write_text("let a = 1;")
    (tmp_path / "hxdash.css").write_text("a { b: c }")
    monkeypatch.setattr("hxdash.static_files.STATIC", tmp_path)
    vendored_hashes.cache_clear()
    yield tmp_path
    vendored_hashes.cache_clear()


@pytest.mark.parametrize("part", JOINED["hxdash.js"])
def test_a_changed_part_gives_another_name(folder, part):
    before = set(Manifest().by_name)
    (folder / part).write_text("let a = 2;")
    assert len(before - set(Manifest().by_name)) == 1


def test_what_is_served_otherwise_has_another_name(folder, monkeypatch):
    """A file's name is kept for a year: a release that strips files in another way must not keep it."""
    before = set(Manifest().by_name)
    monkeypatch.setattr("hxdash.static_files.lean", lambda text, kind: text.upper())
    assert before.isdisjoint(Manifest().by_name)


def test_parts_of_a_joined_file_are_not_served_alone():
    assert [part for part in JOINED["hxdash.js"] if manifest().has(part)] == ["hxdash.js"]
    body = manifest()._by_source["hxdash.js"].body
    assert b"hxScheduler" in body
    assert (STATIC / "vendor" / "htmx.min.js").read_bytes() in body


def test_only_scripts_styles_and_images_are_served():
    assert {name.rpartition(".")[2] for name in manifest().by_name} <= {"js", "css", "svg", "ico", "png"}
    assert not any("vendored" in name or "LICENSE" in name for name in manifest().by_name)


def test_vendored_files_are_served_byte_for_byte():
    for source in VENDORED.values():
        assert manifest()._by_source[source].body == (STATIC / source).read_bytes()


def test_compressed_bodies_are_the_same_files():
    for source in (VENDORED["basic"], "hxdash.js", "hxdash.css"):
        file = manifest()._by_source[source]
        assert gzip.decompress(file.gzipped) == file.body
        assert file.gzipped is file.gzipped
        assert len(file.gzipped) < len(file.body)


def test_our_scripts_are_served_without_comment_lines():
    assert lean("// a\n\n  let b; // c\n    /* d */\n", "text/javascript") == "let b;"
    assert lean("""a::after { content: ", {" ; b: 'c, d' }""", "text/css") == """a::after{content:", {";b:'c, d'}"""
    assert lean("a { x: y }\n/* b\n c */\n  d > e { }", "text/css").split() == ["a{x:y}d", ">", "e{}"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.js", "text/javascript; charset=utf-8"), ("a.mjs", "text/javascript; charset=utf-8"), ("a.css", "text/css; charset=utf-8"), ("a.png", "image/png"), ("a.svg", "image/svg+xml"), ("a.unknown-thing", "application/octet-stream"), ("a", "application/octet-stream")],
)
def test_a_file_has_the_media_type_of_its_name(path, kind):
    assert media_type(path) == kind


def test_no_rule_makes_a_browser_style_the_whole_page_anew():
    """`:disabled ~ *` says that any element may change with its neighbours: a page of 2,500 fields stood still for 50 ms after each answer."""
    for sheet in STATIC.rglob("*.css"):
        wide = re.findall(r"[~+]\s*\*(?![\w:.\[#])[^{;]*\{", re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S))
        assert not wide, f"{sheet.name}: {wide}"
