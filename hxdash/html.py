"""Room 4. All HTML elements as components, from one table of tags and attributes.

    html.Div(children=None, id=None, n_clicks=None, **attributes)

Arguments are Dash's camelCase names (className, htmlFor, colSpan); `style` is a dict of camelCase CSS properties; data-* and
aria-* go by `**{"data-x": "1"}`. Boolean attributes take True or False. `n_clicks` counts clicks, None until the first.

Source: the HTML standard's element and attribute lists; names as in Dash 4.4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from hxdash.component import Component, Page, Swap, _attr_value
from hxdash.ids import Id, check_id, id_text
from hxdash.markup import LINE_ENDS, VOID, attributes, escape, safe_url, style_text

_TABLE = """
A download href hrefLang media referrerPolicy rel shape target
Abbr
Acronym
Address
Area alt coords download href media referrerPolicy rel shape target
Article
Aside
Audio autoPlay controls crossOrigin loop muted preload src
B
Base href target
Basefont
Bdi
Bdo
Big
Blink
Blockquote cite
Br
Button autoFocus disabled form formAction formEncType formMethod formNoValidate formTarget name type value
Canvas height width
Caption
Center
Cite
Code
Col span
Colgroup span
Content
Data value
Datalist
Dd
Del cite dateTime
Details open
Dfn
Dialog open
Div
Dl
Dt
Em
Embed height src type width
Fieldset disabled form name
Figcaption
Figure
Font
Footer
Form acceptCharset action autoComplete encType method name noValidate target accept
Frame
Frameset
H1
H2
H3
H4
H5
H6
Header
Hgroup
Hr
I
Iframe allow height name referrerPolicy sandbox src srcDoc width
Img alt crossOrigin height referrerPolicy sizes src srcSet useMap width loading
Ins cite dateTime
Kbd
Keygen
Label htmlFor
Legend
Li value
Link crossOrigin href hrefLang integrity media referrerPolicy rel sizes type
Main
MapEl name
Mark
Marquee loop
Meta charSet content httpEquiv name property
Meter high low max min optimum value
Nav
Nobr
Noscript
ObjectEl data form height name type useMap width
Ol reversed start type
Optgroup disabled label
Option disabled label selected value
Output htmlFor form name
P
Param name value
Picture
Plaintext
Pre
Progress max value
Q cite
Rb
Rp
Rt
Rtc
Ruby
S
Samp
Script crossOrigin defer integrity referrerPolicy src type
Section
Select autoFocus autoComplete disabled form multiple name required size
Shadow
Slot
Small
Source media sizes src srcSet type
Spacer
Span
Strike
Strong
Sub
Summary
Sup
Table
Tbody
Td colSpan headers rowSpan
Template
Textarea autoFocus autoComplete cols disabled form inputMode maxLength minLength name placeholder readOnly required rows wrap
Tfoot
Th colSpan headers rowSpan scope
Thead
Time dateTime
Title
Tr
Track default kind label src srcLang
U
Ul
Var
Video autoPlay controls crossOrigin height loop muted playsInline poster preload src width
Wbr
Xmp
"""
_COMMON = (
    "children id n_clicks n_clicks_timestamp disable_n_clicks key accessKey className contentEditable dir draggable hidden lang role "
    "spellCheck style tabIndex title"
).split()
_TAGS = {"MapEl": "map", "ObjectEl": "object"}
_HTML_NAMES = {"className": "class", "htmlFor": "for", "acceptCharset": "accept-charset", "httpEquiv": "http-equiv"}
_NOT_ATTRIBUTES = frozenset({"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key"})
_URLS = frozenset({"href", "src", "action", "formAction", "cite", "data", "poster"})
_BOOLEANS = frozenset(
    "autoFocus autoPlay controls default defer disabled formNoValidate hidden loop multiple muted noValidate open "
    "playsInline readOnly required reversed selected".split()
)
_EATS_NEWLINE = frozenset({"pre", "textarea"})  # a browser drops a line break right after the tag
_ENUMERATED = frozenset({"contentEditable", "draggable", "spellCheck"})  # "true" and "false" are words here, not presence


class HtmlElement(Component, abstract=True):
    """Any HTML element.

    Args:
        children: text, number, component, or a list of these.
        id: string, or a dict for pattern-matching callbacks.
        n_clicks: int, how often it was clicked; None before the first click; n_clicks_timestamp in milliseconds since 1970.
        disable_n_clicks: True: clicks are not counted.
        key: has no effect.
        style: dict of camelCase CSS properties.
        accessKey, className, contentEditable, dir, draggable, hidden, lang, role, spellCheck, tabIndex, title: as in HTML.
    """

    tag: ClassVar[str] = ""
    wildcards: ClassVar[bool] = True
    browser_props: ClassVar[frozenset[str]] = frozenset({"n_clicks", "n_clicks_timestamp"})
    counters: ClassVar[frozenset[str]] = frozenset({"n_clicks", "n_clicks_timestamp"})

    children: Any
    id: Id | None
    n_clicks: int | None
    n_clicks_timestamp: int | None
    disable_n_clicks: bool | None
    key: str | None
    accessKey: str | None
    className: str | None
    contentEditable: str | bool | None
    dir: str | None
    draggable: str | bool | None
    hidden: bool | str | None
    lang: str | None
    role: str | None
    spellCheck: str | bool | None
    style: Mapping[str, Any] | None
    tabIndex: int | str | None
    title: str | None

    def __init__(self, children: Any = None, id: Id | None = None, n_clicks: int | None = None, **props: Any) -> None:
        own = self.__dict__
        if props:
            if not props.keys() <= self._known:
                self._check_names(props)
            own.update(props)
        if children is not None:
            own["children"] = children
        if id is not None:
            if type(id) is not str or "." in id or "{" in id or not id:
                check_id(id, f"{self.type_name}(...)")
            own["id"] = id
        if n_clicks is not None:
            if isinstance(n_clicks, Component):
                raise TypeError(f"{self.type_name} got a component for 'n_clicks'; several children go into one list: html.{type(self).__name__}([a, b])")
            own["n_clicks"] = n_clicks

    def prop(self, name: str) -> Any:
        return self.__dict__.get(name)

    def __getattr__(self, name: str) -> Any:
        if name in type(self)._known:
            return None
        raise AttributeError(f"{self.type_name} has no {name!r}")

    def outer(self) -> dict[str, Any]:
        pairs = {}
        for name, value in self.__dict__.items():
            if value is None or name in _NOT_ATTRIBUTES:
                continue
            if name == "style":
                pairs["style"] = style_text(value)
            elif name == "id":
                pairs["id"] = value if type(value) is str else id_text(value)
            elif name == "className":
                pairs["class"] = value
            elif name in self._known or self.has_prop(name):  # set_props may name anything
                pairs[html_name(name)] = self._attribute(name, value)
        return pairs

    def kind(self, prop: str) -> str:
        if prop == "children":
            return "" if self.tag in VOID or self.tag in ("script", "style", "iframe") else "children"
        if prop in _NOT_ATTRIBUTES or prop in ("id", "srcSet"):
            return ""
        if prop in ("className", "style"):
            return {"className": "class"}.get(prop, prop)
        if prop in _URLS:
            drawn = self.tag in ("img", "source", "video", "audio") and prop in ("src", "poster")
            return f"{'image' if drawn else 'url'} {html_name(prop)}"
        words = prop in _ENUMERATED or prop[:5] in ("data-", "aria-")
        return f"{'word' if words else 'attr'} {html_name(prop)}"

    def _attribute(self, name: str, value: Any) -> Any:
        if name in _BOOLEANS:
            return bool(value)
        if name in _ENUMERATED or name[:5] in ("data-", "aria-"):
            return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
        if name in _URLS:
            return safe_url(str(value), image=self.tag in ("img", "source", "video", "audio") and name in ("src", "poster"))
        if name == "srcSet":
            return value if all(safe_url(part.strip(), image=True) for part in str(value).split(",")) else None
        return value

    def markup(self, page: Page) -> str:
        tag, own = self.tag, self.__dict__
        children = own.get("children")
        if children is None or tag in VOID:
            content = ""
        elif type(children) is str:
            content = escape(children)
        else:
            content = page.node(children)
        if tag in _EATS_NEWLINE and content[:1] in LINE_ENDS:
            content = "\n" + content
        if len(own) == (1 if "children" in own else 0):
            text = ""
        elif own.get("id") is None or own.get("disable_n_clicks"):
            text = attributes(self.outer())
        else:
            pairs = self.outer()
            if wiring := page.wire(self, {"n_clicks": "click"}, "button" if tag == "button" else "count"):
                if tag == "button" and pairs.get("type") in (None, "submit"):
                    pairs["type"] = "submit"
                pairs.update(wiring)
            text = attributes(pairs)
        return f"<{tag}{text}>" if tag in VOID else f"<{tag}{text}>{content}</{tag}>"

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        out = []
        if "children" in changed:
            out.append(Swap("innerMorph", page.node(self.__dict__.get("children"))))
            if len(changed) == 1:
                return out
        if names := sorted(changed - _NOT_ATTRIBUTES):
            now = self.outer()
            out.append(Swap("attrs", {html_name(n): _attr_value(now.get(html_name(n))) for n in names}))
        if counts := {p: self.prop(p) for p in sorted(changed & self.counters)}:
            out.append(Swap("count", counts))
        return out


def html_name(prop: str) -> str:
    """The HTML attribute of a prop: className is class, colSpan is colspan, data-x stays."""
    return _HTML_NAMES.get(prop) or (prop if prop[:5] in ("data-", "aria-") else prop.lower())


def _make(line: str) -> type[HtmlElement]:
    name, *own = line.split()
    tag = _TAGS.get(name, name.lower())
    doc = f"The <{tag}> element.\n\n{HtmlElement.__doc__}\n    Attributes of its own: {', '.join(own) or 'none'}."
    return type(name, (HtmlElement,), {"__module__": __name__, "__doc__": doc, "tag": tag, "__annotations__": dict.fromkeys(own, "Any")})


for _line in _TABLE.split("\n"):
    if _line:
        globals()[_line.split()[0]] = _make(_line)

__all__ = [line.split()[0] for line in _TABLE.split("\n") if line]  # pyright: ignore[reportUnsupportedDunderAll]
PLAIN: dict[type[Any], str] = {kind: kind.tag for kind in map(globals().__getitem__, __all__) if kind.tag not in VOID | _EATS_NEWLINE}


def __getattr__(name: str) -> type[HtmlElement]:
    from hxdash.exceptions import closest  # noqa: PLC0415

    raise AttributeError(f"hxdash.html has no {name!r}; {closest(name, __all__)}")
