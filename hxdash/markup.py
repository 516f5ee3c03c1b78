"""Room 0. HTML text from names and values: escaping, one element builder, one filter for URLs. Knows no component."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

LINE_ENDS = frozenset("\r\n")  # a browser drops one right after <textarea> and <pre>
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SCHEMES = frozenset({"http:", "https:", "mailto:", "tel:", "sms:", "ftp:"})
_STYLE_NAME = re.compile(r"-?-?[a-zA-Z][\w-]*\Z")
_VENDOR = re.compile(r"-(?:webkit|moz|ms|o)-")
_CLOSED = re.compile(r"""[^"'()\[\]{};\\/]*\Z""")  # a CSS value without anything that opens or ends
_CSS = re.compile(
    r"""[^"'()\[\]{};\\/]+|"(?:[^"\\\n\r\f]|\\[^\n\r\f])*"|'(?:[^'\\\n\r\f]|\\[^\n\r\f])*'|(?<=[uU][rR][lL])\(\s*[^"'()\\\s]*\s*\)|\\[^\n\r\f]|/\*|.""",
    re.S,
)
_UPPER = re.compile(r"[A-Z]")
_PLAIN_NUMBERS = frozenset(
    "animation-iteration-count aspect-ratio border-image-outset border-image-slice border-image-width box-flex box-flex-group "
    "box-ordinal-group column-count columns fill-opacity flex flex-grow flex-negative flex-order flex-positive flex-shrink "
    "flood-opacity font-weight grid-area grid-column grid-column-end grid-column-span grid-column-start grid-row grid-row-end "
    "grid-row-span grid-row-start line-clamp line-height opacity order orphans scale stop-opacity stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit stroke-opacity stroke-width tab-size widows z-index zoom".split()
)  # a number is written as it is here; everywhere else it means pixels, as in Dash


def escape(text: str) -> str:
    """Text for between tags."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def attribute(name: str, value: str) -> str:
    """One attribute with a space before it, quoted with whichever quote reads better. The name must be known to be good."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if '"' not in value:
        return f' {name}="{value}"'
    if "'" not in value:
        return f" {name}='{value}'"
    return f' {name}="{value.replace(chr(34), "&quot;")}"'


def attributes(pairs: Mapping[str, Any]) -> str:
    """Attributes of one tag: None and False are left out, True stands alone, all else is text."""
    out = ""
    for name, value in pairs.items():
        if value is None or value is False:
            continue
        out += f" {name}" if value is True else attribute(name, value if type(value) is str else number_text(value))
    return out


def element(tag: str, pairs: Mapping[str, Any], content: str = "") -> str:
    """One element. `content` is markup already."""
    if tag in VOID:
        return f"<{tag}{attributes(pairs)}>"
    return f"<{tag}{attributes(pairs)}>{content}</{tag}>"


def number_text(value: Any) -> str:
    """A number as a person writes it: 5.0 stays 5.0, 1e22 has no plus sign or zeros that HTML would refuse."""
    return str(value)


def classes(*names: str | bool | None) -> str | None:
    """Class names joined; None if there are none."""
    return " ".join(n for n in names if n and isinstance(n, str)) or None


def style_text(style: Mapping[str, Any] | str | None) -> str | None:
    """A camelCase style dict as CSS text: {'marginTop': 5} becomes 'margin-top:5px'.

    Values lose what would leave their declaration or swallow the next one: from a semicolon or brace outside quotes and url(), or from
    a quote or parenthesis that is never closed.
    """
    if not style:
        return None
    if isinstance(style, str):
        return style
    parts = []
    for name, value in style.items():
        if value is None or isinstance(value, bool) or not _STYLE_NAME.match(name):
            continue
        css = name if name.startswith("--") else _UPPER.sub(lambda m: "-" + m[0].lower(), name)
        if css.startswith(("webkit-", "moz-", "ms-")):
            css = "-" + css
        parts.append(f"{css}:{_style_value(css, value)}")
    return ";".join(parts) or None


def _style_value(css: str, value: Any) -> str:
    if isinstance(value, (int, float)) and value and not css.startswith("--") and _VENDOR.sub("", css, 1) not in _PLAIN_NUMBERS:
        return f"{value}px"
    return closed(str(value))


def closed(text: str) -> str:
    """The longest beginning of a CSS value that is a whole value of one declaration."""
    if _CLOSED.match(text):
        return text
    open_, end = [], 0
    for token in _CSS.finditer(text):
        word = token[0]
        if word in ("(", "["):
            open_.append({"(": ")", "[": "]"}[word])
        elif word in (")", "]"):
            if not open_ or open_.pop() != word:
                break
        elif word in (";", "{", "}", '"', "'", "\\", "/*"):
            break
        if not open_:
            end = token.end()
    return text[:end]


def safe_url(url: str, *, image: bool = False) -> str | None:
    """The URL if a page may carry it, else None: http, https, mailto, tel, sms, ftp and relative ones.

    Args:
        url: as the author or the data gave it.
        image: allow `data:image/...`, for what is only ever drawn.

    Source: RELIABILITY.md T8; browsers drop control characters and blanks before they read the scheme.
    """
    seen = _CONTROL.sub("", url)
    scheme = _SCHEME.match(seen)
    if scheme is None:
        return url
    name = scheme[0].lower()
    if name in _SCHEMES or (image and (seen[:11].lower() == "data:image/" or name == "blob:")):
        return url
    return None


def join(parts: Iterable[str]) -> str:
    """Markup parts put together."""
    return "".join(parts)
