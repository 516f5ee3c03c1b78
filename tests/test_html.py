"""The HTML elements: every tag of the table, their attributes, and what hostile text makes of them (nothing)."""

import asyncio
import itertools
import random
from html.parser import HTMLParser

import httpx
import pytest

from hxdash import Dash, Input, Output, html, set_props
from hxdash.graph import CallbackGraph
from hxdash.html import html_name
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.markup import VOID
from hxdash.page_state import PageState
from hxdash.render import Renderer

TAGS = [getattr(html, name) for name in html.__all__]
RENDERER = Renderer(Live(PageState("/", Layout([]), CallbackGraph([]))))


def render(component):
    return RENDERER.node(component)


# -- what elements look like ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("component", "markup"),
    [
        (html.Div(), "<div></div>"),
        (html.Div("a"), "<div>a</div>"),
        (html.Div(["a", 1, 2.5, None, True, html.B("c"), ["d"]]), "<div>a12.5<b>c</b>d</div>"),
        (html.Br(), "<br>"),
        (html.Img(src="a.png", alt=""), '<img src="a.png" alt="">'),
        (html.Div(id="x", className="a b", title="t"), '<div class="a b" title="t" id="x"></div>'),
        (html.Div(id={"type": "t", "i": 1}), "<div id='{\"i\":1,\"type\":\"t\"}'></div>"),
        (html.Label("n", htmlFor="x"), '<label for="x">n</label>'),
        (html.Td("n", colSpan=2, rowSpan=3), '<td colspan="2" rowspan="3">n</td>'),
        (html.Form(acceptCharset="utf-8", noValidate=True), '<form accept-charset="utf-8" novalidate></form>'),
        (html.Meta(httpEquiv="x", charSet="utf-8"), '<meta http-equiv="x" charset="utf-8">'),
        (html.Div(style={"marginTop": 5, "color": "red", "lineHeight": 2}), '<div style="margin-top:5px;color:red;line-height:2"></div>'),
        (html.Div(**{"data-x": "1", "aria-label": "l", "data-a-b": True, "aria-hidden": False}), '<div data-x="1" aria-label="l" data-a-b="true" aria-hidden="false"></div>'),
        (html.Button("b", disabled=True, autoFocus=False), "<button disabled>b</button>"),
        (html.Details(open=True), "<details open></details>"),
        (html.Div(hidden=True), "<div hidden></div>"),
        (html.Div(hidden=False), "<div></div>"),
        (html.Div(contentEditable=True, spellCheck=False, draggable="true"), '<div contenteditable="true" spellcheck="false" draggable="true"></div>'),
        (html.Div(tabIndex=0, accessKey="k", lang="de", dir="rtl", role="note"), '<div tabindex="0" accesskey="k" lang="de" dir="rtl" role="note"></div>'),
        (html.MapEl(name="m"), '<map name="m"></map>'),
        (html.ObjectEl(data="a"), '<object data="a"></object>'),
        (html.Pre("\na"), "<pre>\n\na</pre>"),
        (html.Textarea(["\n", "a"]), "<textarea>\n\na</textarea>"),
        (html.Div(n_clicks=3, key="k", disable_n_clicks=True), "<div></div>"),
        (html.Div("a" "\0"), "<div>a\0</div>"),
    ],
)
def test_an_element_is_html(component, markup):
    assert render(component) == markup


@pytest.mark.parametrize("kind", TAGS)
def test_every_tag_renders_with_all_its_attributes(kind):
    assert render(kind()) == (f"<{kind.tag}>" if kind.tag in VOID else f"<{kind.tag}></{kind.tag}>")
    names = [n for n in kind.prop_names if n not in ("children", "id", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key", "style")]
    read = parse(render(kind(**dict.fromkeys(names, "x"))))
    assert [(tag, set(attrs)) for _, tag, attrs in read.tags] == [(kind.tag, {html_name(n) for n in names})]


def test_the_table_has_dashs_tags():
    assert len(TAGS) == len(set(html.__all__)) == 125
    assert {"A", "Div", "H1", "MapEl", "ObjectEl", "Wbr"} <= set(html.__all__)


def test_void_elements_show_no_children():
    assert [render(k("x")) for k in TAGS if k.tag in VOID] == [f"<{k.tag}>" for k in TAGS if k.tag in VOID]


# -- names ---------------------------------------------------------------------------------------------------------------

BAD_NAMES = [
    "clasName", "onclick", "onClick", "onload", "onmouseover", "ONERROR", "hx-get", "hx-post", "hx_get", "hx-on:click", "hx-swap-oob", "data-hx-get", "data-hx-on:click", "data-hx-swap-oob",
    "data-", "aria-", "data", "data x", "data-a b", "data-a=b", "data-a>", 'data-a"', "data-a'", "data-a/", "data-a\0", "data-a\n", "data-:x", "data-x:y", "srcdoc", "innerHTML", "__class__", "", " ", "style ", "form action", "xlink:href", "class",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_an_unknown_attribute_is_refused(name):
    with pytest.raises(TypeError, match="has no argument"):
        html.Div(**{name: "x"})


@pytest.mark.parametrize("name", ["data-HX-get", "data-Hx-On", "data-hX-swap-oob"])
def test_an_attribute_of_htmx_is_refused_in_any_case(name):
    with pytest.raises(TypeError, match="has no argument"):
        html.Div(**{name: "x"})


def test_the_error_proposes_the_closest_name():
    with pytest.raises(TypeError) as caught:
        html.Div(clasName="x")
    assert str(caught.value) == "html.Div has no argument 'clasName'; did you mean 'className'?"
    with pytest.raises(AttributeError) as caught:
        html.Dvi
    assert str(caught.value) == "hxdash.html has no 'Dvi'; did you mean 'Div'?"


def test_a_name_set_by_a_callback_is_refused_too():
    component = html.Div(id="x").replaced({"onclick": "alert(1)", "hx-get": "/x", "data-hx-get": "/x", "srcdoc": "<b>", "title": "t"})
    assert render(component) == '<div id="x" title="t"></div>'
    swap = component.swaps(frozenset({"onclick", "hx-get", "title"}), RENDERER)[0]
    assert swap.payload == {"onclick": None, "hx-get": None, "title": "t"}


def test_set_props_with_a_handler_writes_none():
    app = Dash("names", layout=html.Div([html.Div(id="a"), html.Div(id="b")]))

    @app.callback(Output("a", "title"), Input("b", "n_clicks"))
    def name(_):
        set_props("a", {"onclick": "alert(1)", "hx-get": "/x"})
        return "t"

    async def get():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            return (await client.get("/")).text

    page = asyncio.run(get())
    assert 'title="t"' in page
    assert "onclick" not in page
    assert "hx-get" not in page


# -- URLs ----------------------------------------------------------------------------------------------------------------

SINKS = [
    (html.A, "href"), (html.Area, "href"), (html.Link, "href"), (html.Base, "href"), (html.Iframe, "src"), (html.Embed, "src"), (html.Img, "src"), (html.Script, "src"),
    (html.Source, "src"), (html.Track, "src"), (html.Video, "src"), (html.Video, "poster"), (html.Audio, "src"), (html.ObjectEl, "data"), (html.Form, "action"), (html.Button, "formAction"),
    (html.Blockquote, "cite"), (html.Q, "cite"), (html.Del, "cite"), (html.Ins, "cite"), (html.Img, "srcSet"), (html.Source, "srcSet"),
]  # fmt: skip
BAD_URLS = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "\tjavascript:x", "java\nscript:x", "java\r\n\tscript:x", "javascript\t:x", "\x01javascript:x", "\u2028javascript:x", "vbscript:x", "data:text/html,<script>x</script>", "data:text/html;base64,AA", "view-source:x", "file:///etc/passwd"]


@pytest.mark.parametrize(("kind", "prop"), SINKS)
def test_no_url_sink_takes_a_url_that_runs(kind, prop):
    for url in BAD_URLS:
        assert render(kind(**{prop: url})) == render(kind())
        assert kind(id="x").replaced({prop: url}).swaps(frozenset({prop}), RENDERER)[0].payload == {html_name(prop): None}
    assert f'{html_name(prop)}="/a?b=1#c"' in render(kind(**{prop: "/a?b=1#c"}))


def test_every_prop_that_sounds_like_a_url_is_filtered():
    words = ("href", "src", "action", "cite", "url", "poster", "data", "background", "manifest", "ping", "icon", "srcset")
    sounds = {(k.__name__, n) for k in TAGS for n in k.prop_names if n.lower() in words or n.lower().endswith(("src", "href", "action", "url", "srcset"))}
    assert sounds == {(k.__name__, p) for k, p in SINKS}


def test_images_may_be_data_and_several():
    assert render(html.Img(src="data:image/png;base64,AA==")) == '<img src="data:image/png;base64,AA==">'
    assert render(html.Img(srcSet="a.png 1x, /b.png 2x")) == '<img srcset="a.png 1x, /b.png 2x">'
    assert render(html.Img(srcSet="a.png 1x, javascript:x 2x")) == "<img>"
    assert render(html.Iframe(src="data:image/png;base64,AA==")) == "<iframe></iframe>"


# -- hostile text --------------------------------------------------------------------------------------------------------

SEEDS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "</div><script>x</script>", "<svg/onload=alert(1)>",
    '" onmouseover="alert(1)', "' onfocus='alert(1)' autofocus='", "` onmouseover=`alert(1)", "</textarea><script>x</script>", "</title><script>x</script>", "</style><script>x</script>",
    "</script><script>x</script>", "<!--<script>x</script>-->", "--><script>x</script>", "<![CDATA[<script>x</script>]]>", "<?xml version='1.0'?>", "<iframe srcdoc='<script>x</script>'>",
    "<a href=javascript:alert(1)>x</a>", "<math><mtext></form><form><mglyph><style></math><img src onerror=x>", "<b id=out hx-swap-oob=true>x</b>", '<hx-partial id="out" hx-swap="innerHTML">x</hx-partial>',
    "</hx-partial><hx-partial id=out>", "<div hx-get='/x' hx-trigger=load>", "<template hx type=partial>x</template>", "<head><title>x</title></head>", "<body onload=x>", "<input name=_p value=x form=hx>",
    "<form id=hx action=//evil>", "<base href=//evil>", "<meta http-equiv=refresh content='0;url=//evil'>", "<link rel=stylesheet href=//evil>", "&lt;script&gt;", "&#60;script&#62;", "&#x3c;script>", "&quot; onclick=&quot;x",
    "\0<script>x</script>", "<scr\0ipt>x</scr\0ipt>", "\ufeff<script>", "＜script＞", "<\u2028script>", "\\u003cscript\\u003e", "%3Cscript%3E", "{{7*7}}", "{% raw %}", "${7*7}", "<%= 7 %>", "javascript:alert(1)",
    "<x\tonclick=x>", "<x/onclick=x>", "<x\nonclick=x>", "<svg><style><img src=x onerror=x>", "<noscript><p title='</noscript><img src=x onerror=x>'>", "<plaintext>", "<xmp><p title='</xmp><svg/onload=x>'>", "]]>", "<!DOCTYPE x>", "<",
]  # fmt: skip


def payloads():
    """300 strings: the seeds, each also in other case, doubled and cut anywhere."""
    rng, out = random.Random(3), list(SEEDS)
    while len(out) < 300:
        a, b = rng.choice(SEEDS), rng.choice(SEEDS)
        at = rng.randrange(len(a))
        out.append(rng.choice([a.upper(), a + b, a[:at] + b + a[at:], a[at:], a[:at], a.replace("<", "<<"), a.replace(" ", "\n"), f"{a}'\"`>"]))
    return out


PAYLOADS = payloads()


class Reader(HTMLParser):
    """The structure of markup: start and end tags with their attributes, and the text between."""

    CDATA_CONTENT_ELEMENTS = ()  # our own text is escaped everywhere alike

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(("start", tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)

    def handle_endtag(self, tag):
        self.tags.append(("end", tag, {}))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def parse(markup):
    read = Reader(markup)
    read.tags = [t for t in read.tags if t[0] == "start"]
    return read


def structure(markup):
    return [(kind, tag, sorted(attrs)) for kind, tag, attrs in Reader(markup).tags]


KINDS = [html.Div, html.A, html.Img, html.Button, html.Td, html.Iframe, html.Form, html.Textarea, html.Meta]


@pytest.mark.parametrize("kind", [k for k in TAGS if k.tag not in VOID])
def test_no_text_changes_the_structure(kind):
    plain = structure(render(html.Div([kind("text"), html.P(["a", "text"])])))
    for text in PAYLOADS[::4] if kind not in KINDS else PAYLOADS:
        assert structure(render(html.Div([kind(text), html.P(["a", text])]))) == plain, text


def test_text_comes_back_as_it_was():
    for text in PAYLOADS:
        assert parse(render(html.Div(text))).text == text


@pytest.mark.parametrize("kind", KINDS)
def test_no_attribute_value_changes_the_structure(kind):
    names = [n for n in kind.prop_names if n not in ("children", "id", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key", "style")] + ["data-x", "aria-label"]
    for name, text in itertools.product(names, PAYLOADS):
        tags = parse(render(kind(**{name: text}))).tags
        assert len(tags) == 1, text
        _, tag, attrs = tags[0]
        assert tag == kind.tag
        assert attrs.keys() <= {html_name(name)}
        assert attrs.get(html_name(name)) in (text, None)


def test_no_id_class_or_style_changes_the_structure():
    for text in PAYLOADS:
        tags = parse(render(html.Div(className=text, style={"color": text, "fontFamily": f"'{text}'"}, id={"type": text, f"{text}k": "x"}))).tags
        assert [(tag, sorted(attrs)) for _, tag, attrs in tags] == [("div", ["class", "id", "style"])]
        assert tags[0][2]["class"] == text


def test_no_style_name_gets_out():
    for text in PAYLOADS:
        assert render(html.Div(style={text: "red"})) == "<div></div>" or text.isascii()
        assert structure(render(html.Div(style={text: "red"}))) in (structure("<div></div>"), structure('<div style=""></div>'))
