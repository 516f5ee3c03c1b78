"""dcc.Markdown: Markdown text as HTML. The only module that knows markdown-it, Pygments, math-core and nh3.

markdown-it writes HTML, Pygments marks code, math-core writes formulas as MathML; last of all nh3 takes out whatever is not on the
lists below, whoever wrote it (RELIABILITY.md T10).
"""

from __future__ import annotations

import functools
import importlib
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from hxdash.component import Component, Page, Swap
from hxdash.encoding import plain
from hxdash.ids import Id
from hxdash.markup import attribute, classes, element, escape, safe_url

CACHED = 128  # texts
MAX_CACHED = 50_000  # characters; a longer text is rendered each time
MAX_COLOURED = 50_000  # characters; a longer block of code has no colours
TARGETS = frozenset({"_blank", "_parent", "_self", "_top"})
_CONTENT = frozenset({"children", "mathjax", "dangerously_allow_html", "link_target", "dedent"})


class Markdown(Component):
    """Markdown text as HTML: CommonMark with tables, strikethrough and task lists, code in colours.

    Args:
        children: str, or list of str, which become lines.
        mathjax: $..$ and $$..$$ are formulas. They become MathML if math-core is installed (hxdash[math]), else they stay as written.
        dangerously_allow_html: HTML in the text is HTML, as far as it is harmless: no scripts, forms, frames, styles, ids, classes.
        link_target: "_blank", "_parent", "_self" or "_top": where links open.
        dedent: take away the indentation that all lines share.
        highlight_config: {"theme": "dark" or "light"} of code; unless given it follows the page.
        id, className, style: of the whole.

    Source: dcc.Markdown of Dash 4.4.1.
    """

    node_props: ClassVar[tuple[str, ...]] = ()
    in_place: ClassVar[frozenset[str]] = frozenset()
    # without children: a long text that a callback wrote need not travel back
    needs: ClassVar[frozenset[str]] = frozenset({"mathjax", "dangerously_allow_html", "link_target", "dedent", "className", "highlight_config"})
    attribute_of: ClassVar[Mapping[str, tuple[str, ...]]] = {"highlight_config": ("class",)}

    children: Any = None
    id: Id | None = None
    className: str | None = None
    mathjax: bool = False
    dangerously_allow_html: bool = False
    link_target: str | None = None
    dedent: bool = True
    highlight_config: Mapping[str, Any] | None = None
    style: Mapping[str, Any] | None = None

    def own_class(self) -> str | None:
        theme = (self.highlight_config or {}).get("theme")
        return classes("dash-markdown", f"hljs-{theme}" if theme in ("dark", "light") else None)

    def markup(self, page: Page) -> str:
        return element("div", self.outer(), self.content())

    def content(self) -> str:
        """The text as HTML."""
        lines = plain(self.children)
        text = "\n".join(map(str, lines)) if isinstance(lines, list) else "" if lines is None else str(lines)
        if self.dedent:
            text = textwrap.dedent(text)
        target = self.link_target if self.link_target in TARGETS else None
        render = render_cached if len(text) <= MAX_CACHED else render_markdown
        return render(text, bool(self.mathjax), bool(self.dangerously_allow_html), target)

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = [Swap("innerMorph", self.content())] if changed & _CONTENT else []
        return out + super().swaps(changed - _CONTENT, page)


def render_markdown(text: str, math: bool = False, raw: bool = False, target: str | None = None) -> str:
    """Markdown to clean HTML.

    Args:
        text: Markdown.
        math: read $..$ as formulas.
        raw: let harmless HTML through.
        target: where links open.
    """
    return _cleaner(math, raw).clean(_parser(math, raw).render(text, {"target": target}))


render_cached = functools.lru_cache(CACHED)(render_markdown)

# -- writing -----------------------------------------------------------------------------------------------------------

Tokens = Sequence[Token]


@functools.cache
def _parser(math: bool, raw: bool) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": raw}).enable(["table", "strikethrough"])
    made.core.ruler.before("inline", "tasks", _mark_tasks)
    rules: dict[str, Callable[..., str]] = {
        "fence": _code, "code_block": _code, "table_open": _table_open, "table_close": _table_close, "th_open": _cell, "td_open": _cell,
        "link_open": _link,
    }  # fmt: skip
    if math:
        # else "$5 and $10" would be a formula
        made.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
        rules |= {"math_inline": _math, "math_inline_double": _math, "math_block": _math}
    for name, rule in rules.items():
        made.add_render_rule(name, rule)
    return made


def _mark_tasks(state: StateCore) -> None:
    """`- [x] done` in a list gets a ticked box."""
    boxes = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}
    for item, token in zip(state.tokens, state.tokens[2:], strict=False):
        if item.type == "list_item_open" and token.type == "inline" and token.content[:4] in boxes:
            token.content = boxes[token.content[:4]] + token.content[4:]


def _code(_: Any, tokens: Tokens, i: int, options: Any, env: Any) -> str:
    """A block of code. It may scroll, so it can have the focus."""
    code, language = tokens[i].content, (tokens[i].info.split() or [""])[0]
    mark = attribute("class", f"language-{language}") if language else ""
    return f'<pre tabindex="0"><code{mark}>{_coloured(code, language)}</code></pre>\n'


_PLAIN = re.compile(r'<span class="(?:n|nn|nx|o|p|pi|w)">([^<]*)</span>')  # names, signs and blanks, which have no colour


def _coloured(code: str, language: str) -> str:
    if not language or len(code) > MAX_COLOURED:
        return escape(code)
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return escape(code)
    return _PLAIN.sub(r"\1", highlight(code, lexer, HtmlFormatter(nowrap=True)))


def _table_open(*_: Any) -> str:
    return '<div class="dash-table-container" role="group" tabindex="0"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _cell(_: Any, tokens: Tokens, i: int, options: Any, env: Any) -> str:
    """A cell; markdown-it would align it by a style."""
    side = str(tokens[i].attrGet("style") or "").removeprefix("text-align:")
    return f"<{tokens[i].tag}{attribute('align', side) if side else ''}>"


def _link(_: Any, tokens: Tokens, i: int, options: Any, env: Any) -> str:
    pairs = {**tokens[i].attrs, **({"target": env["target"]} if env["target"] else {})}
    return f"<a{''.join(attribute(name, str(value)) for name, value in pairs.items())}>"


def _math(_: Any, tokens: Tokens, i: int, options: Any, env: Any) -> str:
    """A formula as MathML; as it was written where it cannot be read."""
    text, is_display = tokens[i].content.strip(), tokens[i].type != "math_inline"
    converter = _converter()
    if converter is not None:
        try:
            return str(converter.convert_with_local_state(text, displaystyle=is_display))
        except Exception:  # noqa: S110  (whatever is wrong with a formula must not break the page)
            pass
    code = element("code", {}, escape(f"$${text}$$" if is_display else f"${text}$"))
    return element("p", {}, code) if tokens[i].type == "math_block" else code


@functools.cache
def _converter() -> Any:
    """math-core's converter; None if it is not installed."""
    try:
        return importlib.import_module("math_core").LatexToMathML()
    except ImportError:
        return None


# -- cleaning ----------------------------------------------------------------------------------------------------------

_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub summary sup table tbody td tfoot th thead time "
    "tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "a": {"href", "target"}, "img": {"src", "alt", "width", "height"}, "ol": {"start", "reversed"}, "li": {"value"},
    "td": {"colspan", "rowspan", "align"}, "th": {"colspan", "rowspan", "align", "scope"}, "col": {"span"}, "colgroup": {"span"},
    "details": {"open"}, "time": {"datetime"}, "code": {"class"}, "*": {"title", "lang", "dir"},
}  # fmt: skip
_ATTRIBUTE_VALUES = {"pre": {"tabindex": {"0"}}, "div": {"tabindex": {"0"}, "role": {"group"}}}
_CLASSES = {"span": set(STANDARD_TYPES.values()) - {""}, "div": {"dash-table-container"}}
_MATH_TAGS = frozenset(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup "
    "msup mtable mtd mtext mtr munder munderover none".split()
)
_MATH_ATTRIBUTES = frozenset(
    "accent accentunder columnspan display displaystyle fence form height largeop linethickness lspace mathvariant maxsize minsize "
    "movablelimits notation rowspan rspace scriptlevel separator stretchy symmetric voffset width depth".split()
)
_MATH_STYLES = {"color", "text-align", "justify-items", "padding-left", "padding-right"}
_SCHEMES = {"http", "https", "mailto", "tel", "sms", "ftp", "data"}
_LANGUAGE = re.compile(r"language-[\w+#.-]{1,40}")


@functools.cache
def _cleaner(math: bool, raw: bool) -> nh3.Cleaner:
    """The allow-list. Formulas of ours may have a few styles; HTML of the author's may have none."""
    own = _MATH_ATTRIBUTES | ({"style"} if not raw else set())
    return nh3.Cleaner(
        tags=set(_TAGS | _MATH_TAGS) if math else set(_TAGS),
        attributes={**_ATTRIBUTES, **(dict.fromkeys(_MATH_TAGS, own) if math else {})},
        tag_attribute_values=_ATTRIBUTE_VALUES,
        allowed_classes=_CLASSES,
        filter_style_properties=_MATH_STYLES if math and not raw else None,
        attribute_filter=_filter,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return safe_url(value)
    if name == "src":
        return safe_url(value, image=True)
    if name == "target":
        return value if value in TARGETS else None
    if name == "class" and tag == "code":
        return value if _LANGUAGE.fullmatch(value) else None
    return value
