"""Room 0. HTML text from names and values: escaping, one element builder, one filter for URLs. Knows no component."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SCHEMES = frozenset({"http:", "https:", "mailto:", "tel:", "sms:", "ftp:"})
_STYLE_NAME = re.compile(r"-?-?[a-zA-Z][\w-]*\Z")
_UPPER = re.compile(r"[A-Z]")
_PLAIN_NUMBERS = frozenset(
    "animation-iteration-count border-image-slice column-count columns fill-opacity flex flex-grow flex-shrink font-weight "
    "grid-area grid-column grid-column-end grid-column-start grid-row grid-row-end grid-row-start line-clamp line-height "
    "opacity order orphans scale stop-opacity stroke-dashoffset stroke-opacity tab-size widows z-index zoom aspect-ratio".split()
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


def classes(*names: str | None | bool) -> str | None:
    """Class names joined; None if there are none."""
    return " ".join(n for n in names if n and isinstance(n, str)) or None


def style_text(style: Mapping[str, Any] | str | None) -> str | None:
    """A camelCase style dict as CSS text: {'marginTop': 5} becomes 'margin-top:5px'.

    Values that could leave their declaration (a semicolon or brace outside quotes) lose what follows.
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
    if isinstance(value, (int, float)) and value and css not in _PLAIN_NUMBERS and not css.startswith("--"):
        return f"{value}px"
    text = str(value)
    return re.split(r"[;{}]", text, maxsplit=1)[0] if ";" in text or "{" in text or "}" in text else text


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
