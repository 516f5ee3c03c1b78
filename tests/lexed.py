"""HTML as browsers read it (lexbor, the WHATWG parser), for tests that must not trust the project's own reader.

`faults` says what a conformance checker would, as far as it matters here; `nodes` gives the tree in a form that two pages can be compared in.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from selectolax.lexbor import LexborHTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
PHRASING = frozenset("b button code em i label output small span strong sub summary sup p h1 h2 h3 h4 h5 h6 pre".split())  # what holds no blocks
BLOCKS = frozenset("address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split())
INTERACTIVE = frozenset("a button input select textarea label details iframe".split())
LABELABLE = frozenset("button input meter output progress select textarea".split())
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant", "aria-owns", "popovertarget", "commandfor", "for", "headers")
Found = tuple[int, str, dict[str, str]]  # depth, tag, attributes


def nodes(html: str) -> Iterator[tuple[int, str, Any]]:
    """Depth, tag and attributes of every element, in document order; of a text "-text" and the text itself."""
    root = LexborHTMLParser(html).root
    assert root is not None
    todo: list[tuple[int, Any]] = [(0, root)]
    while todo:
        depth, node = todo.pop()
        if node.is_text_node:
            yield depth, "-text", node.text_content
            continue
        yield depth, node.tag or "", node.attributes
        children = []
        child = node.first_child
        while child is not None:
            children.append((depth + 1, child))
            child = child.next
        todo += reversed(children)


class Written(HTMLParser):
    """The elements as they are written: every one that may have an end tag must have it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[int, str]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {name} twice" for name in {n for n in names if names.count(n) > 1}]
        self.tags.append((len(self._open), tag))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((len(self._open), tag))
        if not {"svg", "math"} & {*self._open, tag}:
            self.faults.append(f"<{tag}/> is no empty element in HTML")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")
        else:
            self._open.pop()


def faults(body: str) -> list[str]:
    """What is wrong with the content of a <body>: empty if it is valid, as far as this module can tell."""
    written = Written(body)
    found = [(depth - 2, tag, attributes) for depth, tag, attributes in nodes(f"<!doctype html><title>x</title><body>{body}") if not tag.startswith(("-", "!"))]
    elements = [one for one in found if one[0] >= 0 and one[1] != "title"]
    as_read = [(depth, tag) for depth, tag, _ in elements]
    out = list(written.faults)
    if as_read != written.tags:
        place = next((i for i, (a, b) in enumerate(zip(as_read, written.tags, strict=False)) if a != b), min(len(as_read), len(written.tags)))
        out.append(f"a browser reads another tree from element {place} on: written {written.tags[place : place + 3]}, read {as_read[place : place + 3]}")
    ids = [attributes["id"] for _, _, attributes in elements if attributes.get("id") is not None]
    out += [f"the id {id!r} is there twice" for id in sorted({i for i in ids if ids.count(i) > 1})]
    out += [f"the id {id!r} is empty or has blanks" for id in ids if not id or any(c.isspace() for c in id)]
    return out + _nesting(elements) + _references(elements, {a["id"]: tag for _, tag, a in elements if a.get("id") is not None})


def _nesting(elements: list[Found]) -> list[str]:
    out, around = [], list[Found]()
    for depth, tag, attributes in elements:
        del around[depth:]
        names = [t for _, t, _ in around]
        if names and names[-1] in PHRASING and tag in BLOCKS and not (names[-1] == "summary" and tag[0] == "h"):
            out.append(f"<{tag}> in <{names[-1]}>, which holds no blocks")
        outer = {"a", "button"} & set(names)
        is_seen = attributes.get("type") != "hidden"
        if outer and is_seen and (tag in INTERACTIVE - {"label"} or attributes.get("tabindex") is not None):
            out.append(f"<{tag}> in <{outer.pop()}>: one control in another")
        if tag == "form" and "form" in names:
            out.append("a form in a form")
        if tag == "label" and "label" in names:
            out.append("a label in a label")
        around.append((depth, tag, attributes))
    return out


def _references(elements: list[Found], ids: dict[str, str]) -> list[str]:
    out = []
    for _, tag, attributes in elements:
        for name in REFERENCES:
            value = attributes.get(name)
            for id in [value] if name in ("for", "popovertarget", "commandfor") and value is not None else (value or "").split():
                if id not in ids:
                    out.append(f"<{tag} {name}={id!r}> points nowhere")
                elif name == "for" and ids[id] not in LABELABLE:
                    out.append(f"<{tag} for={id!r}> is for a <{ids[id]}>")
    return out


_CSS = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*(?:"|\n|\Z)|'(?:[^'\\\n]|\\.)*(?:'|\n|\Z)|url\(\s*[^"'()\s]*\s*(?:\)|\Z)|\\.|[\s\S]""", re.S | re.I)


@functools.lru_cache(4096)
def properties(style: str) -> list[str]:
    """The names of the properties that a style attribute declares, "!" for one that is no name. Source: CSS Syntax Level 3, 5.4.5."""
    out, text, open_ = [], "", list[str]()
    for found in [*_CSS.finditer(style), None]:
        word = found[0] if found is not None else ";"
        if word in ("(", "[", "{"):
            open_.append({"(": ")", "[": "]", "{": "}"}[word])
        elif open_ and word == open_[-1]:
            open_.pop()
        elif word == ";" and (not open_ or found is None):
            name, colon, _ = text.partition(":")
            if text.strip():
                out.append(name.strip().lower() if colon and re.fullmatch(r"-?-?[\w-]+", name.strip()) else "!")
            text = ""
            continue
        text += "" if word.startswith("/*") else word
    return out
