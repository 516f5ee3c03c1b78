"""HTML text: escaping, attributes, styles, and the one filter for URLs."""

import itertools
import random
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hxdash.markup import attribute, attributes, classes, element, escape, safe_url, style_text

# -- text and attributes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [("", ""), ("a", "a"), ("a & b", "a &amp; b"), ("<b>", "&lt;b&gt;"), ("&lt;", "&amp;lt;"), ("'\"", "'\""), ("]]>", "]]&gt;"), ("<!--", "&lt;!--"), ("\0", "\0"), ("ä\u2028", "ä\u2028")],
)
def test_text_is_escaped(text, html):
    assert escape(text) == html


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("", ' a=""'),
        ("x", ' a="x"'),
        ("it's", ' a="it\'s"'),
        ('say "x"', " a='say \"x\"'"),
        ("both ' and \"", ' a="both \' and &quot;"'),
        ("a & <b>", ' a="a &amp; &lt;b>"'),
        ("&quot;", ' a="&amp;quot;"'),
        ('{"i":1}', " a='{\"i\":1}'"),
    ],
)
def test_an_attribute_is_quoted_as_reads_best(value, html):
    assert attribute("a", value) == html


class Reader(HTMLParser):
    """What a parser makes of markup: tags with their attributes, and all text."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.tags.append(("comment", data))


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text().filter(lambda t: "\r" not in t))
def test_any_text_comes_back_from_a_parser(text):
    read = Reader(element("p", {"title": text, "data-x": "y"}, escape(text)))
    assert read.tags == [("p", [("title", text), ("data-x", "y")])]
    assert read.text == text


def test_attributes_take_each_kind_of_value():
    pairs = {"a": "x", "b": None, "c": False, "d": True, "e": 5, "f": 1.5, "g": [1, "<"], "h": 0, "i": ""}
    assert attributes(pairs) == ' a="x" d e="5" f="1.5" g="[1, \'&lt;\']" h="0" i=""'


def test_a_void_element_has_no_end():
    assert element("br", {}) == "<br>"
    assert element("img", {"src": "a"}, "ignored") == '<img src="a">'
    assert element("p", {}) == "<p></p>"


def test_classes_are_joined():
    assert classes("a", None, False, "b") == "a b"
    assert classes(None, "", True) is None


# -- styles --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "css"),
    [
        (None, None),
        ({}, None),
        ("color: red", "color: red"),
        ({"marginTop": 5}, "margin-top:5px"),
        ({"margin": 0}, "margin:0"),
        ({"width": 1.5}, "width:1.5px"),
        ({"lineHeight": 1.2, "zIndex": 3, "opacity": 0.5, "flex": 1, "fontWeight": 700, "order": 2}, "line-height:1.2;z-index:3;opacity:0.5;flex:1;font-weight:700;order:2"),
        ({"strokeWidth": 2, "borderImageWidth": 1}, "stroke-width:2;border-image-width:1"),
        ({"WebkitLineClamp": 3, "WebkitBoxFlex": 1}, "-webkit-line-clamp:3;-webkit-box-flex:1"),
        ({"WebkitTransform": "none", "MozAppearance": "none", "msFlex": 1, "OTransform": "x"}, "-webkit-transform:none;-moz-appearance:none;-ms-flex:1;-o-transform:x"),
        ({"--gap": 5, "--Name": "x"}, "--gap:5;--Name:x"),
        ({"margin-top": "1em"}, "margin-top:1em"),
        ({"color": None, "hidden": True, "off": False}, None),
        ({"color": "red", "width": "50%"}, "color:red;width:50%"),
        ({"color": "red !important"}, "color:red !important"),
        ({"color": ""}, "color:"),
    ],
)
def test_a_style_dict_is_css(style, css):
    assert style_text(style) == css


@pytest.mark.parametrize("name", ["", "a b", "color:red;x", "a;b", "a{", "1a", "-", "---", "a\n", "a/*", "</style>", 'a"', "a:b", "é(", "@import"])
def test_what_is_no_css_property_is_left_out(name):
    assert style_text({name: "x", "color": "red"}) == "color:red"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("red;background:url(//evil)", "red"),
        ("red}body{color:red", "red"),
        ("red{", "red"),
        (";", ""),
        ('"a;b", serif', '"a;b", serif'),
        ("'a}b'", "'a}b'"),
        ("url(data:image/png;base64,AA==) no-repeat", "url(data:image/png;base64,AA==) no-repeat"),
        ("URL( data:image/svg+xml;utf8,x )", "URL( data:image/svg+xml;utf8,x )"),
        ('url("a;b")', 'url("a;b")'),
        ("url(a;b", "url"),
        ("url(a'b;c)", "url"),
        ('"a', ""),
        ("red 'a", "red "),
        ('"a\nb"', ""),
        ("calc(1px + (2px", "calc"),
        ("calc(1px + (2px))", "calc(1px + (2px))"),
        ("a)b", "a"),
        ("[a", ""),
        ("[a] 1fr [b]", "[a] 1fr [b]"),
        ("(a]", ""),
        ("a/*b", "a"),
        ("a/*b*/c", "a"),
        ("1 / 2", "1 / 2"),
        ("a\\", "a"),
        ("a\\;b", "a\\;b"),
        ("a\\\nb", "a"),
    ],
)
def test_a_style_value_stays_within_its_declaration(value, kept):
    assert style_text({"x": value, "color": "red"}) == f"x:{kept};color:red"


def declarations(css):
    """CSS split at the semicolons that a browser would see."""
    out, part, quote, depth, i = [], "", "", 0, 0
    while i < len(css):
        c = css[i]
        if c == "\\":
            part, i = part + css[i : i + 2], i + 2
            continue
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'":
            quote = c
        elif c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif c == ";" and not depth:
            out, part, i = [*out, part], "", i + 1
            continue
        part, i = part + c, i + 1
    return [*out, part]


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("""ab1 "'()[]{};:\\/*url\n,-"""), max_size=20))
def test_no_style_value_opens_or_swallows_a_declaration(value):
    css = style_text({"x": value, "color": "red"})
    assert declarations(css)[-1] == "color:red"
    assert len(declarations(css)) == 2


def test_a_hostile_style_value_takes_linear_time():
    begun = time.thread_time()
    for value in ('"\\' * 50_000, "url(" * 50_000, "(" * 50_000, "'" * 50_001, "/" * 50_000, "\\" * 50_001, "[(" * 50_000):
        style_text({"x": value})
    assert time.thread_time() - begun < 2


# -- URLs ----------------------------------------------------------------------------------------------------------------

GOOD = ["", "a", "/a/b?c#d", "//host/a", "#x", "?q=1:2", "./a:b", "../x", "http://a", "HTTPS://A/b", "mailto:a@b.c", "tel:+1", "sms:1", "ftp://x", "a/b:c", "/javascript:x", "#javascript:x", "ä:b", "1:2", "%6aavascript:x", "javascript&colon;x"]
SCHEMES = ["javascript:", "vbscript:", "data:", "data:text/html,", "livescript:", "mocha:", "view-source:", "file:", "blob:", "filesystem:", "about:", "jar:", "x-y+z.1:", "intent:", "ws:", "chrome:", "feed:javascript:"]


@pytest.mark.parametrize("url", GOOD)
def test_a_url_that_a_page_may_carry_passes_unchanged(url):
    assert safe_url(url) == url


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_url_that_runs_or_reads_is_refused_in_any_spelling(scheme):
    rng = random.Random(scheme)
    blanks = [chr(c) for c in range(0x21)] + ["\x7f", "\x80", "\xa0", "\u200b", "\u2028", "\u2029", "\u202e", "\ufeff", "\t\n\r"]
    for _ in range(300):
        text = "".join(rng.choice([c.upper(), c.lower()]) for c in scheme)
        for _ in range(rng.randrange(4)):
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice(blanks) + text[at:]
        assert safe_url(text + "alert(1)") is None, repr(text)


@pytest.mark.parametrize("control", [chr(c) for c in range(0x21)])
def test_each_control_character_is_seen_through(control):
    for url in (f"{control}javascript:x", f"java{control}script:x", f"javascript{control}:x", f"{control * 3}j{control}avascript:x"):
        assert safe_url(url) is None


def test_images_may_be_data():
    png = "data:image/png;base64,AA=="
    assert safe_url(png) is None
    assert safe_url(png, image=True) == png
    assert safe_url("DATA:image/svg+xml,x", image=True) is not None
    assert safe_url("blob:x", image=True) == "blob:x"
    for bad in ("data:text/html,x", "data:,x", "data:image", "javascript:x", "data:text/html;image/png,x", "data:imagex/png,"):
        assert safe_url(bad, image=True) is None


def test_whatever_a_browser_takes_for_a_scheme_is_on_the_list():
    """The rule of the URL standard: leading controls and blanks go, tabs and line breaks go everywhere, then letters up to a colon."""
    allowed = {"http", "https", "mailto", "tel", "sms", "ftp"}
    for letters in itertools.product("ajJ:\t\n \x01/", repeat=4):
        url = "".join(letters) + "script:x"
        seen = url.lstrip("".join(map(chr, range(0x21)))).translate({9: None, 10: None, 13: None})
        head, colon, _ = seen.partition(":")
        scheme = bool(colon) and head[:1].isalpha() and all(c.isalnum() or c in "+-." for c in head)
        if scheme and head.lower() not in allowed:
            assert safe_url(url) is None, repr(url)
