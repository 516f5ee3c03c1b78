"""Room 4. How a script reads and shows a property by itself, for clientside callbacks (static/clientside/props.js).

A kind is a word, and for some a second one:

    text, number, numbers, date, option,  what its field holds, with the field's name if it is not the prop's; part: its field is a dict
    options, json, part                   in JSON, with the prop as key
    dialog, address REFRESH               likewise, of a question and of the page's address; these are shown in their own ways
    count                                 a counter
    children                              text between the tags
    attr NAME, word NAME                  an attribute; one in which true and false are words
    url NAME, image NAME                  an attribute that holds an address
    class NAMES, style CSS                those of the component's own come first
    figure, points, data                  a chart; what is added to one; nothing to be seen

It is empty if only the server can show the property.
"""

from __future__ import annotations

from hxdash.component import Component


def kind_of(component: Component, prop: str) -> str:
    """The kind of a component's prop."""
    if prop in component.counters:
        return "count"
    own = component.kind(prop)
    if prop in component.computed:
        return ""
    if prop in component.browser_props:
        field = component.field(prop)
        return (own or "text") + (f" {field}" if field != prop else "")
    if own or not (prop in ("className", "style") or len(component.attribute_of.get(prop, ())) == 1):
        return own
    return _kind_outside(component, prop)


def _kind_outside(component: Component, prop: str) -> str:
    """The kind of a prop that becomes an attribute of the outer element, found out by a trial."""
    word = "javascript:a"  # what no filter lets through unseen
    try:
        without, given = (component.replaced({prop: value}).outer() for value in (None, {"order": 1} if prop == "style" else word))
    except Exception:  # a component that cannot do with it
        return ""
    differ = [n for n in given if given[n] != without.get(n)]
    if len(differ) != 1:
        return ""
    name, own = differ[0], without.get(differ[0]) or ""
    if prop == "style":
        return f"style {own}".strip() if given[name] == ";".join(filter(None, (own, "order:1"))) else ""
    if prop == "className":
        return f"class {own}".strip() if given[name] == " ".join(filter(None, (own, word))) else ""
    return f"attr {name}" if given[name] in (word, True) else ""
