"""dcc.Markdown: what it writes, and what it never lets through."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hxdash.dcc import markdown
from hxdash.dcc.markdown import Markdown, render_markdown

CODE = """\
<pre tabindex="0"><code class="language-python">x = <span class="mi">1</span>  \
<span class="c1"># one</span>
</code></pre>
"""
TABLE = """\
<div class="dash-table-container" role="group" tabindex="0"><table>
<thead>
<tr>
<th align="left">a</th>
<th align="right">b</th>
<th>c</th>
</tr>
</thead>
<tbody>
<tr>
<td align="left">1</td>
<td align="right">2</td>
<td>3</td>
</tr>
</tbody>
</table></div>
"""


class Seen(HTMLParser):
    """Every tag and attribute of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.pairs: list[tuple[str, str, str | None]] = []
        self.events: list[object] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.pairs += [(tag, name, value) for name, value in attrs]
        self.events.append((tag, sorted(attrs)))

    def handle_endtag(self, tag):
        self.events.append(tag)

    def handle_data(self, data):
        self.events.append(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("# *Head*", "<h1><em>Head</em></h1>\n"),
        ("a ~~b~~ `c`", "<p>a <s>b</s> <code>c</code></p>\n"),
        ('[l](/x "t") <https://x.y>', '<p><a href="/x" title="t" rel="noopener">l</a> <a href="https://x.y" rel="noopener">https://x.y</a></p>\n'),
        ("![i](x.png)", '<p><img src="x.png" alt="i"></p>\n'),
        ("- [ ] a\n- [x] b\n- [y] c", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n<li>[y] c</li>\n</ul>\n"),
        ("```python\nx = 1  # one\n```", CODE),
        ("```nosuch\n<x>\n```", '<pre tabindex="0"><code class="language-nosuch">&lt;x&gt;\n</code></pre>\n'),
        ("    <x>", '<pre tabindex="0"><code>&lt;x&gt;\n</code></pre>\n'),
        ("|a|b|c|\n|:-|-:|-|\n|1|2|3|", TABLE),
        ("a <b>c</b> & d", "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d</p>\n"),
        ("<div>\n\nx", "<p>&lt;div&gt;</p>\n<p>x</p>\n"),
    ],
)
def test_markdown(text, expected):
    assert render_markdown(text) == expected


def test_component_renders_with_every_prop(render):
    text = ["   # a", "   b"]
    assert render(Markdown()) == '<div class="dash-markdown"></div>'
    assert render(Markdown(text, id="m", className="k", style={"width": 5}, highlight_config={"theme": "dark"})) == (
        '<div id="m" class="dash-markdown hljs-dark k" style="width:5px"><h1>a</h1>\n<p>b</p>\n</div>'
    )
    assert render(Markdown(text, dedent=False)) == '<div class="dash-markdown"><h1>a</h1>\n<p>b</p>\n</div>'
    assert "<pre" in render(Markdown("    a", dedent=False)) and "<pre" not in render(Markdown("    a"))
    assert 'target="_blank"' in render(Markdown("[a](b)", link_target="_blank"))
    assert "target" not in render(Markdown("[a](b)", link_target='x" onclick="y'))
    assert "<b>" in render(Markdown("<b>x</b>", dangerously_allow_html=True))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"children": "*b*"}, [("", "innerMorph", "<p><em>b</em></p>\n")]),
        ({"children": None}, [("", "innerMorph", "")]),
        ({"link_target": "_top"}, [("", "innerMorph", "<p>a</p>\n")]),
        ({"highlight_config": {"theme": "light"}}, [("", "attrs", {"class": "dash-markdown hljs-light"})]),
        ({"className": "k", "style": None}, [("", "attrs", {"class": "dash-markdown k", "style": None})]),
    ],
)
def test_swaps(swaps, changes, expected):
    assert swaps(Markdown("a", id="m"), **changes) == expected


# -- what must not get through (RELIABILITY.md T8 to T10) --------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href=' &#1;javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<iframe src=/></iframe><object data=/></object><embed src=/>",
    "<form action=/><input name=_p><button hx-post=/>x</button></form>",
    "<hx-partial id=hx-state hx-swap=state>{}</hx-partial>",
    "<template hx type=partial>x</template>",
    "<div hx-get=/ data-hx-get=/ hx-on:click=alert(1) id=hx-state name=x class='modal dash-table-container' style='position:fixed'>x</div>",
    "<span class='k evil' data-x=1>x</span>",
    "<code class='language-py evil'>x</code>",
    "<svg><script>alert(1)</script><a href='javascript:alert(1)'/></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'><mi style='color:red' href='javascript:alert(1)'>x</mi></math>",
    "<base href=//evil/><link rel=stylesheet href=//evil/><meta http-equiv=refresh content=0>",
    "<head><title>x</title></head><body onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<textarea><script>alert(1)</script></textarea>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<a target=_evil href=/>x</a>",
]
KNOWN_ATTRIBUTES = {name for names in markdown._ATTRIBUTES.values() for name in names} | {"class", "rel", "tabindex", "role"} | markdown._MATH_ATTRIBUTES


def check_clean(markup: str, *, styles: bool = False) -> None:
    seen = Seen(markup)
    assert seen.tags <= markdown._TAGS | markdown._MATH_TAGS
    for tag, name, value in seen.pairs:
        assert name in KNOWN_ATTRIBUTES or (styles and name == "style" and tag in markdown._MATH_TAGS)
        if name in ("href", "src"):
            assert not re.match(r"[\s\x00-\x1f]*(javascript|vbscript)", value or "", re.I)
            assert not (value or "").lstrip().lower().startswith("data:") or (tag == "img" and value.startswith("data:image/"))
        if name == "class":
            names = {"span": markdown._CLASSES["span"], "div": {"dash-table-container"}}.get(tag, set())
            assert set(value.split()) <= names or (tag == "code" and markdown._LANGUAGE.fullmatch(value))
        if name == "target":
            assert value in markdown.TARGETS


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("math", [False, True])
def test_hostile_html_is_cleaned(text, raw, math):
    for source in (text, f"a {text} b", f"```\n{text}\n```", f"|a|\n|-|\n|{text}|", f"[{text}](x)", f'[x](y "{text}")', f"${text}$"):
        check_clean(render_markdown(source, math, raw), styles=not raw)


PIECES = st.sampled_from(
    [*HOSTILE, "*", "**", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "|", "|-|", "[", "](", ")", "![", "<", ">", "</", "&", "&#106;", '"', "'", "$", "$$",
     "javascript:", "data:image/png;base64,x", "https://x.y", "  ", "    ", "\\", "~~", "#", "x", "=", "<!--", "-->", "<![CDATA[", "]]>", "<?", "\\text{"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join), st.booleans(), st.booleans())
def test_any_text_is_clean_and_cleaning_it_again_changes_nothing(text, math, raw):
    once = render_markdown(text, math, raw)
    check_clean(once, styles=not raw)
    assert Seen(markdown._cleaner(math, raw).clean(once)).events == Seen(once).events  # nh3 may only turn attributes around


@pytest.mark.parametrize("piece", ["[", "*a", "> ", "`", "![a](", "[a](", "<", "$", "|a", "_a_", "~~a", "&"])
def test_time_grows_with_the_length(piece):
    """A text that is eight times as long must not take 64 times as long."""

    def seconds(count: int) -> float:
        text, best = piece * count, 9.0
        for _ in range(3):
            start = thread_time()
            render_markdown(text, True, True)
            best = min(best, thread_time() - start)
        return best

    assert seconds(4000) < 24 * seconds(500) + 0.05


def test_long_texts_are_not_kept():
    markdown.render_cached.cache_clear()
    Markdown("x" * (markdown.MAX_CACHED + 1)).content()
    assert markdown.render_cached.cache_info().currsize == 0
    Markdown("x").content()
    Markdown("x").content()
    assert markdown.render_cached.cache_info().hits == 1


def test_long_code_has_no_colours():
    assert "<span" not in render_markdown("```python\n" + "x = 1\n" * 10_000 + "```")


# -- formulas ----------------------------------------------------------------------------------------------------------


class Converter:
    """Stands in for math-core."""

    def convert_with_local_state(self, text: str, *, displaystyle: bool) -> str:
        if text == "bad":
            raise ValueError("not a formula")
        return f"<math{' display=' + chr(34) + 'block' + chr(34) if displaystyle else ''}><mi style=\"color:red;position:fixed\">{len(text)}</mi></math>"


@pytest.fixture
def converter(monkeypatch):
    monkeypatch.setattr(markdown, "_converter", Converter)


def test_money_is_no_formula(converter):
    assert render_markdown("$5 and $10. a $x$", math=True) == '<p>$5 and $10. a <math><mi style="color:red">1</mi></math></p>\n'


def test_formulas_inline_and_on_their_own(converter):
    assert render_markdown("a $$yy$$ b", math=True) == '<p>a <math display="block"><mi style="color:red">2</mi></math> b</p>\n'
    assert render_markdown("$$\nyyy\n$$", math=True) == '<math display="block"><mi style="color:red">3</mi></math>'
    assert "<math" not in render_markdown("$x$")
    assert "style" not in render_markdown("$x$", math=True, raw=True)


def test_formula_that_cannot_be_read_stays_as_written(converter):
    assert render_markdown("$bad$", math=True) == "<p><code>$bad$</code></p>\n"
    assert render_markdown("$$\nbad\n$$", math=True) == "<p><code>$$bad$$</code></p>"


def test_without_math_core_formulas_stay_as_written(monkeypatch):
    monkeypatch.setitem(sys.modules, "math_core", None)
    markdown._converter.cache_clear()
    assert render_markdown(r"$\frac{a}{b}<i>$", math=True) == "<p><code>$\\frac{a}{b}&lt;i&gt;$</code></p>\n"
    markdown._converter.cache_clear()


def test_math_core_itself():
    pytest.importorskip("math_core")
    markdown._converter.cache_clear()
    markup = render_markdown(r"$\frac{a}{b}$ $\href{javascript:alert(1)}{x}$ $\text{<script>}$", math=True)
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in markup
    assert "<code>$\\href{javascript:alert(1)}{x}$</code>" in markup
    assert "<mtext>&lt;script&gt;</mtext>" in markup


def test_props_are_in_dashs_order():
    assert Markdown.prop_names == ("children", "id", "className", "mathjax", "dangerously_allow_html", "link_target", "dedent", "highlight_config", "style")
