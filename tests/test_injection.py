"""No text becomes anything but text: 1,000 hostile texts in every property that holds text, of every component.

The oracle: the same page with a harmless word in place of the text, read by another parser (lexbor, as browsers read HTML), has the same
elements with the same attributes in the same places; only the word differs, and stands as it was given. URLs that run are left out. For
Markdown, where text is meant to become elements, an allow-list of elements and attributes is the oracle.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

import pytest
from hostile_texts import hostile_texts
from lexed import nodes, properties
from specimens import SPECIMENS, Specimen, renderer_of

from hxdash import Dash, Input, Output, State, dash_table, dcc, html
from hxdash.callback import declare
from hxdash.component import Component
from hxdash.dcc.options import decode_option
from hxdash.encoding import dumps
from hxdash.exceptions import RequestRefused
from hxdash.fragments import partial
from hxdash.graph import CallbackGraph
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.render import Renderer
from hxdash.testing import Client

TEXTS = hostile_texts()
WORD = "harmless"
URLS = frozenset("href src action formaction cite data poster srcset".split())
STYLES = frozenset({"style", "data-style", "data-style-active", "data-style-reject", "data-chosen-style", "data-overlay"})
OPAQUE = {"nonce": r"[\w-]{22}", "hx-group": r"[\w:.,-]+", "hx-include": r"\[hx-group~='[\w:.,-]+'\]", "hx-persist": r'\["[\w=-]*","[\w=;/-]*"(,\["[\w-]+","[\w-]+","(?s:.*)"\])*\]'}
OURS = re.compile(r"(_p\Z|s:)")  # names of sealed fields
SEALED = re.compile(r"[\w.:=-]{5,}")
RUNS = re.compile(r"(javascript|vbscript|data|file|blob):", re.I)
RAW = frozenset("iframe noembed noframes plaintext script style xmp".split())  # browsers do not read &lt; there
IGNORED = re.compile(r"[\x00-\x20]")  # by browsers, in the scheme of a URL
Seen = list[tuple[int, str, Any]]


# -- the oracle ----------------------------------------------------------------------------------------------------------


def differences(plain: Seen, markup: str, text: str) -> Iterator[str]:
    """In what the tree of a page with a hostile text is not that of the page with the harmless word.

    Args:
        plain: nodes of the page with the word.
        markup: of the page with the text.
        text: the hostile text.
    """
    found, wanted = list(nodes(markup)), plain
    shape, wanted_shape = [(depth, tag) for depth, tag, _ in found], [(depth, tag) for depth, tag, _ in wanted]
    if shape != wanted_shape:
        at = next((i for i, (a, b) in enumerate(zip(found, wanted, strict=False)) if a[:2] != b[:2]), min(len(found), len(wanted)))
        yield f"the tree is another from node {at} on: {found[at : at + 2]}, not {wanted[at : at + 2]}, after {found[max(at - 1, 0) : at]}"
        return
    here, parent = Hostile(text), ""
    for (_, tag, now), (_, _, before) in zip(found, wanted, strict=True):
        if tag == "-text":
            if now != before and not here.is_text(now if parent not in RAW else unescape(now), before):
                yield f"{now[:200]!r} for {before[:200]!r} in <{parent}>"
        elif tag[0] not in "-!":
            yield from here.attributes(tag, now, before)
        parent = tag


class Hostile:
    """A hostile text, as it may stand in a page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.read = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")  # browsers read line ends and NULs so
        self.in_text = {text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), self.read}
        self.in_attributes = {self.read, dumps(text)[1:-1], id_from(self.read)}  # the second within the text of a dict id

    def is_text(self, now: str, before: str) -> bool:
        if now in {before.replace(WORD, text) for text in self.in_text}:
            return True
        return before[:1] in '{["' and self._is_json(now, before)

    def _is_json(self, now: str, before: str) -> bool:
        try:
            return self._is_like(json.loads(now), json.loads(before))
        except ValueError:
            return False

    def _is_like(self, now: Any, before: Any) -> bool:
        if isinstance(before, dict):
            return isinstance(now, dict) and len(now) == len(before) and all(map(self._is_entry, now.items(), before.items()))
        if isinstance(before, list):
            return isinstance(now, list) and len(now) == len(before) and all(map(self._is_like, now, before))
        if isinstance(now, str) and isinstance(before, str) and SEALED.fullmatch(now) and SEALED.fullmatch(before):
            return True
        return bool(now == before) or (isinstance(before, str) and WORD in before and (now in {before.replace(WORD, text) for text in (self.text, *self.in_attributes)} or self._is_option(now)))

    def _is_entry(self, now: tuple[str, Any], before: tuple[str, Any]) -> bool:
        """Of an object; that of an `attrs` swap holds attributes."""
        (name, value), (wanted, was) = now, before
        if name in URLS and isinstance(was, str):
            return value is None or not RUNS.match(IGNORED.sub("", str(value)))
        if name in {*STYLES, *OPAQUE, "data-css", "data-placement"} and isinstance(was, str) and name == wanted:
            return value is None or self._may_be(name, value, was)
        return self._is_like(name, wanted) and self._is_like(value, was)

    def _is_option(self, value: str) -> bool:
        """Whether it is the text as the value of an option travels."""
        try:
            return decode_option(value) in (self.text, self.read)
        except RequestRefused:
            return False

    def attributes(self, tag: str, now: Mapping[str, str | None], before: Mapping[str, str | None]) -> Iterator[str]:
        if OURS.match(before.get("name") or "") and re.fullmatch(r"[\w.=-]+", now.get("value") or ""):
            before = {**before, "value": now.get("value")}  # a sealed text
        free = {"value"} if "dash-datepicker-input" in (before.get("class") or "") or (before.get("name") or "").endswith("._filter") else set()  # the text is a format, or a query
        missing, added = before.keys() - now.keys() - URLS - STYLES - free, now.keys() - before.keys()
        if missing or added:
            yield f"<{tag}> has {sorted(added)} more and {sorted(missing)} less than {before}"
        for name, value in now.items():
            was = before.get(name)
            if name in URLS and value is not None and value != was and RUNS.match(IGNORED.sub("", value)) and not self._is_drawn(tag, value):
                yield f"<{tag} {name}={value!r}> runs"
            if value != was and was is not None and name not in free and not self._may_be(name, value or "", was):
                yield f"<{tag} {name}={value!r}> for {was!r}"

    def _is_drawn(self, tag: str, value: str) -> bool:
        return tag in ("img", "source", "video", "audio") and IGNORED.sub("", value).lower().startswith(("data:image/", "blob:"))

    def _may_be(self, name: str, value: str, was: str) -> bool:
        if name in OPAQUE:
            return re.fullmatch(OPAQUE[name], value) is not None
        if name in STYLES:
            names = properties(value)
            return names == [one for one in properties(was) if one in names]
        if WORD not in was:
            return False
        if value in {was.replace(WORD, text) for text in self.in_attributes}:
            return True
        if name == "data-with":  # names of props, sorted
            return len(json.loads(value)) == len(json.loads(was)) and all(isinstance(one, str) for one in json.loads(value))
        if name == "data-css":
            return [rule.keys() for rule in json.loads(value)] == [rule.keys() for rule in json.loads(was)]
        if name == "aria-label":  # an id as words
            return _words(value) in {_words(was.replace(WORD, text)) for text in self.in_attributes}
        if name == "data-placement":
            return value == self.read.lower()
        return (was[:1] in "[{" and self._is_json(value, was)) or (name in ("value", "data-value") and self._is_option(value))


def id_from(text: str) -> str:
    """A text as it may be an id."""
    return text.replace(".", "").replace("{", "")


def _words(text: str) -> str:
    return re.sub(r"[-_\s]+", " ", text).strip()


def page_of(component: Component, inputs: Sequence[Any] = ()) -> str:
    """The markup of a component, all of which a callback reads."""
    graph = CallbackGraph([declare(list(inputs), {})(lambda *values: None, 0)] if inputs else [])
    renderer = Renderer(Live(PageState("/", Layout(component), graph)))
    renderer._own = ""
    return renderer.node(component)


def check(make: Callable[[str], str], texts: Sequence[str] = TEXTS, *, head: str = "<!doctype html><body>") -> None:
    """Compare the pages of all texts with that of the harmless word."""
    plain = list(nodes(head + make(WORD)))
    assert any(tag == "-text" and WORD in value if tag == "-text" else WORD in str(value) for _, tag, value in plain)
    wrong = [f"{text!r}: {fault}" for text in texts for fault in differences(plain, head + make(text), text)]
    assert not wrong, f"{len(wrong)} faults, such as\n" + "\n".join(wrong[:5])


# -- html.* --------------------------------------------------------------------------------------------------------------

SPECIAL = frozenset({"frameset", "frame", "plaintext", "base", "title"})  # each on a page of its own
TABLES = frozenset({"table", "tbody", "thead", "tfoot", "tr", "colgroup", "col", "frameset"})  # blanks stand elsewhere than words
TAGS = [getattr(html, name) for name in html.__all__]
CODE = {"script": "children is a script, style a style sheet", "style": "as script", "iframe": "srcDoc is a page of its own"}


def tag_with(kind: Any, text: str) -> Component:
    """An element with the text in every attribute and as its child."""
    given = {name: text for name in kind.prop_names if name not in ("children", "id", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "style", "srcDoc")}
    given["style"] = {"color": text, "backgroundImage": f"url({text})", "--x": text}
    children = f"x{text}" if kind.tag in TABLES else text
    return kind(**given, id={"type": text, "n": kind.tag}, children=children, **{"data-x": text, "aria-label": text})


@pytest.mark.parametrize("part", range(4))
def test_every_attribute_and_the_text_of_every_tag(part: int) -> None:
    """All are of one class: each tag gets every fourth text, each property all of them."""
    usual = [kind for kind in TAGS if kind.tag not in SPECIAL][part::4]

    def page(text: str) -> str:
        elements = [tag_with(kind, text) for kind in usual]
        return page_of(html.Div([html.Section(one) for one in elements]), [Input(one.props["id"], "n_clicks") for one in elements])

    for start in range(4):  # else a tag would meet only texts of one kind
        check(page, TEXTS[250 * start + part : 250 * (start + 1) : 4])


@pytest.mark.parametrize("tag", sorted(SPECIAL))
def test_tags_that_change_how_the_rest_is_read(tag: str) -> None:
    kind = next(kind for kind in TAGS if kind.tag == tag)
    check(lambda text: page_of(html.Div([tag_with(kind, text), html.P(f"x{text}")])), TEXTS[::3])


# -- components ----------------------------------------------------------------------------------------------------------


def with_text(value: Any, text: str) -> Any:
    """A value in which the text stands in place of every text."""
    if isinstance(value, str):
        return text
    if isinstance(value, Mapping):
        return {key: with_text(inner, text) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [with_text(inner, text) for inner in value]
    if isinstance(value, Component):
        return value.replaced({name: with_text(inner, text) for name, inner in value.props.items() if name != "id"})
    return value


def filled(one: Specimen, text: str, **more: Any) -> Component:
    """A component with the text in every property that takes text."""
    given: dict[str, Any] = {}
    for prop, value in one.props.items():
        given[prop] = with_text(value, text)
        if prop == "style" or prop.endswith(("Style", "_style")) or prop.startswith("style_"):
            given[prop] = {"color": text, "backgroundImage": f"url({text})", "--x": text}
        elif given[prop] == value and takes_text(one.kind, prop):
            given[prop] = text
    return one.kind(**{**given, **{prop: value for prop, value in more.items() if one.kind.has_prop(prop)}})


def takes_text(kind: type[Component], prop: str) -> bool:
    """Whether its annotation says so."""
    return prop not in KEPT and "str" in kinds_of(kind, prop)


def kinds_of(kind: type[Component], prop: str) -> list[str]:
    """What its annotation says that it may be."""
    note = next((str(notes[prop]) for base in kind.__mro__ if prop in (notes := inspect.get_annotations(base))), "")
    return [part.strip() for part in note.split("|")]


KEPT = frozenset({"persistence", "persisted_props", "persistence_type"})


def table(text: str, **more: Any) -> dash_table.DataTable:
    """A table with the text wherever text can be: it is what a column is called, too."""
    columns = [
        {"id": text, "name": [text, "One"], "type": "text", "editable": True, "hideable": True, "renamable": True, "deletable": True, "clearable": True, "selectable": True, "filter_options": {"placeholder_text": text}},
        {"id": "choice", "name": ["Same", text], "presentation": "dropdown", "editable": True},
        {"id": "plain", "name": ["Same", "Plain"]},
        {"id": "number", "name": ["", ""], "type": "numeric", "format": {"specifier": "$,.2f", "locale": {"symbol": [text, text]}, "prefix": None, "nully": text}},
    ]
    style = {"color": text, "backgroundImage": f"url({text})", "width": text}
    rows = [{"id": text, text: text, "choice": text, "plain": text, "number": 1234.5}, {"id": 2, text: None, "choice": "a", "plain": f"a {text}", "number": None}]
    given = {
        "data": rows, "columns": columns, "editable": False, "column_selectable": "multi", "row_selectable": "multi", "row_deletable": True, "selected_rows": [0], "selected_columns": [text], "hidden_columns": [],
        "active_cell": {"row": 0, "column": 0, "column_id": text, "row_id": text}, "selected_cells": [{"row": 0, "column": 0, "column_id": text}], "export_format": "csv", "page_size": 1, "filter_action": "native",
        "filter_options": {"placeholder_text": text}, "sort_action": "native", "sort_by": [{"column_id": "number", "direction": "asc"}],
        "dropdown": {"choice": {"options": [{"label": text, "value": text}, {"label": "A", "value": "a"}]}}, "tooltip": {"plain": text, "choice": {"type": "text", "value": text}}, "tooltip_header": {text: [text, text]},
        "tooltip_data": [{"number": {"type": "text", "value": text}}], "tooltip_conditional": [{"if": {"column_id": text}, "value": text}], "css": [{"selector": text, "rule": text}],
        "style_table": style, "style_cell": style, "style_header": style, "style_filter": style, "style_data_conditional": [{"if": {"column_id": text}, **style}, {"if": {"state": "active"}, **style}],
        "merge_duplicate_headers": True, "fixed_columns": {"headers": True, "data": 2}, "locale_format": {"symbol": [text, text], "decimal": text, "group": text}, "markdown_options": {"link_target": text},
    }  # fmt: skip
    return dash_table.DataTable(**{**given, **more})


# Besides the component with everything: where one property hides another.
VARIANTS: dict[str, list[dict[str, Any]]] = {name: [{}] for name in SPECIMENS}
VARIANTS["Download"] = [{"data": None}]  # a file for each text; tests/dcc/test_download.py has names of files
VARIANTS["Dropdown"] = [{}, {"searchable": True, "value": None, "multi": False, "clearable": True}]
VARIANTS["Markdown"] = [{"children": "plain"}]  # see below
VARIANTS["Tab"] = VARIANTS["Upload"] = [{}, {"disabled": False}]
VARIANTS["Input"] = [{}, {"type": "text"}]
for found in ("Dropdown", "Slider", "RangeSlider", "DatePickerSingle", "DatePickerRange"):  # numbers that are CSS: a callback may set anything
    VARIANTS[found].append({"maxHeight": WORD, "optionHeight": WORD, "verticalHeight": WORD, "day_size": WORD})
UNSEEN: dict[str, str] = {
    "Button.form": "ours, as long as a callback counts clicks",
    "Button.name": "ours",
    "Button.value": "ours",
    "DatePickerSingle.disabled_days": "what is no date is no day",
    "DatePickerRange.disabled_days": "what is no date is no day",
    "DatePickerRange.placeholder": "the two fields have their own",
    "Download.data": "not on this page",
    "Download.type": "of data",
    "Textarea.form": "ours, as long as a callback reads it",
    "Textarea.name": "ours",
    "Input.name": "ours",
    **dict.fromkeys(("Input.selectionStart", "Input.selectionEnd", "Input.selectionDirection", "Graph.extendData", "Graph.prependData", "Graph.mathjax"), "not of the page as it comes"),
    **dict.fromkeys(("DatePickerRange.updatemode", "DatePickerSingle.calendar_orientation", "DatePickerRange.calendar_orientation", "Slider.updatemode", "RangeSlider.updatemode", "Loading.type", "Loading.display", "Store.storage_type",
                     "Tooltip.direction", "Markdown.link_target", "Markdown.highlight_config", "Dropdown.search_order", "Dropdown.optionHeight", "Textarea.autoFocus"), "one of a few words; any other counts as none"),
    **dict.fromkeys(("Store.data",), "travels sealed"),
}  # fmt: skip


def variants(name: str, text: str) -> list[Component]:
    """Components that together show every property that takes text."""
    if name == "DataTable":
        return [table(text), table(text, merge_duplicate_headers=False, filter_action="custom", filter_query="{plain} contains " + json.dumps(text), page_size=5, cell_selectable=False, row_selectable="single")]
    return [filled(SPECIMENS[name], text, id="it", **{prop: text if value == WORD else value for prop, value in more.items()}) for more in VARIANTS[name]]


def everything(text: str) -> tuple[Component, list[Input]]:
    """A page with all components, each with an id of the text, and what of them callbacks read."""
    made: list[Component] = []
    for name in SPECIMENS:
        for i, one in enumerate(variants(name, text)):
            id = {"type": text, "n": f"{name}{i}"} if i % 2 else f"{id_from(text)}{name}{i}"
            made.append(one.replaced({"id": id}))
    inputs = [Input(one.props["id"], prop) for one in made for prop in sorted(one.browser_props) if prop[0] != "_"]
    page = [dcc.Tabs([one], id="tabs" + str(i)) if isinstance(one, dcc.Tab) else html.Section(one) for i, one in enumerate(made)]
    return html.Div(page), inputs


def test_every_property_of_every_component() -> None:
    check(lambda text: page_of(*everything(text)))


@pytest.mark.parametrize("name", [name for name in SPECIMENS if name != "DataTable"])
def test_the_page_shows_every_property_that_takes_text(name: str) -> None:
    """The test above means something: a word that stands in one property alone is on the page."""
    one, wrong = SPECIMENS[name], []
    for prop, value in one.props.items():
        if prop in ("id", *KEPT, "children" if name == "Markdown" else "") or "bool" in kinds_of(one.kind, prop) or (with_text(value, WORD) == value and not takes_text(one.kind, prop)):
            continue
        seen = []
        for more in VARIANTS[name]:
            if prop in more:
                continue
            component = filled(one, WORD, id="it", **more)
            marked = filled(one, "differentword", id="it", **more).props[prop]
            both = [dcc.Tabs([c], id="around") if name == "Tab" else c for c in (component, component.replaced({prop: marked}))]
            seen.append(len({page_of(c, [Input("it", p) for p in sorted(one.kind.browser_props)]) for c in both}) == 2)
        if any(seen) != (f"{name}.{prop}" not in UNSEEN):
            wrong.append(prop)
    assert wrong == []


# -- Markdown: what may be there at all ----------------------------------------------------------------------------------

PROSE = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strike "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
MATHS = frozenset("math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none".split())
ANYWHERE = frozenset("title lang dir".split())
OWN = {
    "a": "href target rel", "img": "src alt width height", "ol": "start reversed", "li": "value", "td": "colspan rowspan align", "th": "colspan rowspan align scope", "col": "span", "colgroup": "span", "details": "open",
    "time": "datetime", "code": "class", "pre": "tabindex", "div": "tabindex role class", "span": "class",
}  # fmt: skip
MATH_OWN = frozenset(
    "accent accentunder columnspan display displaystyle fence form height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel separator stretchy symmetric voffset "
    "width depth style".split()
)
NAMES = {"code": re.compile(r"language-[\w+#.-]{1,40}"), "div": re.compile("dash-table-container"), "span": re.compile(r"[a-z0-9]{1,4}( [a-z0-9]{1,4})*")}


def unclean(markup: str) -> list[str]:
    """What is in the HTML of a Markdown text that must not be there."""
    out = []
    for _, tag, pairs in nodes(f"<!doctype html><body><main>{markup}</main>"):
        if tag[0] in "-!" or tag in ("html", "head", "body", "main"):
            out += [f"a comment {pairs}"] if tag == "-comment" else []
            continue
        allowed = MATH_OWN if tag in MATHS else frozenset(OWN.get(tag, "").split())
        if tag not in PROSE | MATHS:
            out.append(f"<{tag}>")
        out += [f"<{tag} {name}>" for name in pairs if name not in allowed | ANYWHERE]
        out += [f"<{tag} {name}={pairs[name]!r}> runs" for name in ("href", "src") if RUNS.match(bare := IGNORED.sub("", pairs.get(name) or "")) and not (tag == "img" and bare[:11].lower() == "data:image/")]
        out += [f"<{tag} class={pairs['class']!r}>"] if "class" in pairs and not NAMES[tag].fullmatch(pairs["class"] or "") else []
    return out


@pytest.mark.parametrize("raw", [False, True], ids=["text", "html"])
@pytest.mark.parametrize("math", [False, True], ids=["plain", "math"])
def test_markdown_becomes_only_what_is_on_the_list(math: bool, raw: bool) -> None:
    wrong = [(text, found) for text in TEXTS if (found := unclean(page_of(dcc.Markdown(text, mathjax=math, dangerously_allow_html=raw)).replace('<div class="dash-markdown">', "<div>", 1)))]
    assert not wrong, wrong[:5]


def test_markdown_in_tables_becomes_only_what_is_on_the_list() -> None:
    """Cells, and tooltips, which the script makes HTML of."""
    for start in range(0, len(TEXTS), 100):
        texts, raw = TEXTS[start : start + 100], bool(start // 100 % 2)
        rows = [{"md": text} for text in texts]
        tips = [{"md": {"type": "markdown", "value": text}} for text in texts]
        made = dash_table.DataTable(rows, [{"id": "md", "name": "md", "presentation": "markdown"}], id="t", tooltip_data=tips, markdown_options={"html": raw, "link_target": "_blank"})
        found = list(nodes(page_of(made)))
        cells = [pairs for _, tag, pairs in found if tag == "td" and "dash-cell" in (pairs.get("class") or "")]
        assert ["data-tip" in pairs for pairs in cells] == [True] * len(texts)
        assert [fault for pairs in cells for fault in unclean(pairs["data-tip"] or "")] == []
        inner = page_of(made).split("<tbody", 1)[1].split("</tbody>", 1)[0]
        assert not re.search(r"<(script|iframe|form|svg|style|object|embed|base|meta|link|textarea|select)\b", inner)
        for cell in re.findall(r'<div class="dash-markdown">(.*?)</div></td>', inner, re.S):
            assert unclean(cell) == []


# -- over the wire -------------------------------------------------------------------------------------------------------


def answers(text: str) -> str:
    """Answers in which a callback has set each property of each component to the text, one by one."""
    out = []
    for name, one in SPECIMENS.items():
        full = table(text, id="it") if name == "DataTable" else filled(one, text, id="it", **VARIANTS[name][0])
        plain = one.plain().replaced({"id": "it"})
        renderer = renderer_of(plain)
        for prop, value in full.props.items():
            if prop in KEPT or prop == "id" or prop.startswith("_") or (name, prop) in (("Download", "data"), ("Markdown", "children")):
                continue
            if prop in one.props and one.props[prop] == value:
                continue  # no text in it
            more = {"columns": full.props["columns"], "data": full.props["data"]} if name == "DataTable" else {}
            changed = plain.replaced({**more, prop: value})
            out += [partial(f"it{swap.part}", swap) for swap in changed.swaps(frozenset({prop}), renderer)]
    return "".join(out)


def test_answers_hold_nothing_but_pieces() -> None:
    check(answers, TEXTS[::10])


SECRET = "injection-0123456789-abcdefghijklmnop"


def pages(text: str) -> str:
    """A page of an app, and the answer to a click, in which callbacks write the text: the title, children, values, a figure, a Store."""
    app = Dash("injection", title=text, lang=text, meta_tags=[{"name": text, "content": text}], secret_key=SECRET)
    figure = {"data": [{"y": [1], "name": text, "type": "scatter"}], "layout": {"title": {"text": text}}}
    app.layout = html.Div([
        html.Button(text, id="b", n_clicks=0), html.Div(id="out", title=text), dcc.Store(id="store", data={text: text}), dcc.Graph(id="graph", figure=figure), dcc.Input(id="field", value=text), dcc.Textarea(id="area", value=text),
        dcc.Dropdown([text, "b"], id="drop", value=text), dcc.RadioItems([{"label": text, "value": text}], value=text, id="radio"), html.Div(id="state"),
    ])  # fmt: skip

    @app.callback(
        Output("out", "children"), Output("out", "title"), Output("store", "data"), Output("graph", "figure"), Output("field", "value"), Output("area", "value"), Output("drop", "options"), Output("drop", "value"),
        Output("drop", "placeholder"), Output("radio", "options"), Output("state", "children"), Input("b", "n_clicks"), State("store", "data"), prevent_initial_call=True,
    )  # fmt: skip
    def write(n: int, data: Any) -> Any:
        assert data == {text: text}
        return [text, html.B(text)], text, [text], figure, text, text, [text], text, text, [{"label": text, "value": text}], dcc.Markdown("fixed", className=text)

    @app.callback(Output("state", "title"), Input("store", "data"), State("radio", "value"))
    def read(data: Any, value: Any) -> Any:
        return text

    with Client(app) as client:
        page = client.get("/")
        return page.last.text.replace("</body>", "").replace("</html>", "") + page.click("b").last.text


def test_whole_pages_and_answers() -> None:
    check(pages, TEXTS[:: len(TEXTS) // 60], head="")
