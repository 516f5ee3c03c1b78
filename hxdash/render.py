"""Room 11, render: components to HTML. The Jinja environment, and the words that wire an element to the server.

A wired element carries `hx-group` (its part of the page), a field name, and, if its change calls a callback, where and when it
posts. Elements that no callback knows carry nothing.
"""

from __future__ import annotations

import functools
import logging
import secrets
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2.meta
import markupsafe
from jinja2 import nodes

from hxdash.authoring import check_template, folder_of, is_own, mistake
from hxdash.changes import Failure
from hxdash.component import Component, everything
from hxdash.encoding import NotPlain, dumps, plain
from hxdash.exceptions import DashException
from hxdash.files import TEMPLATES
from hxdash.graph import Wired
from hxdash.html import PLAIN
from hxdash.ids import id_text
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.markup import attribute, attributes, escape
from hxdash.persistence import cookie, over, persisted, place_of, shared, together
from hxdash.signing import Signer
from hxdash.static_files import manifest

logger = logging.getLogger("hxdash.render")
GIVEN = frozenset({"component", "outer", "page", "sheet"})  # variables of a template besides its props


@functools.cache
def environment(folder: Path = TEMPLATES) -> jinja2.Environment:
    """The Jinja environment of a folder of templates: everything escaped, nothing undefined."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["attributes"] = lambda pairs: markupsafe.Markup(attributes(pairs))
    return made


class Renderer:
    """Writes the components of one page. It is the `page` that a component's `markup` and `swaps` are given.

    Args:
        live: the page, whose newest props are rendered.
        base: URL path under which the app is mounted, without a slash at the end.
        whole: it writes a whole page, with a head, and not pieces of one.
        signer: seals what browsers keep.
    """

    def __init__(self, live: Live, base: str = "", *, whole: bool = False, signer: Signer | None = None) -> None:
        self.live, self.base, self.whole, self.signer = live, base, whole, signer
        self.scripts: dict[str, None] = {}
        self.sheets: dict[str, None] = {}
        self.bundles: set[str] = set()
        self.failures: list[Failure] = []
        self.persisted: list[tuple[Component, str, Any]] = []  # components, each with a prop that the browser keeps and what that was at first
        self._wired = live.page.graph.wired
        self.asking = False  # some component asks questions, for which the page needs its token
        self.has_files = False  # there is a field for files
        self._unnamed = 0
        self._own: str | None = None

    # -- nodes ---------------------------------------------------------------------------------------------------------

    def node(self, content: Any) -> str:
        """Markup of a child: text, number, component, or a list of these."""
        kind = type(content)
        if kind is str:
            return escape(content)
        if kind is list or kind is tuple:
            return self._list(content)
        if content is None or kind is bool:
            return ""
        if isinstance(content, Component):
            return self._component(content)
        if kind is int or kind is float:
            return str(content)
        try:
            value = plain(content)
        except NotPlain:
            raise TypeError(f"a {kind.__name__} cannot be shown: {content!r:.80}") from None
        if isinstance(value, dict):
            raise TypeError(f"a dict cannot be shown as a child: {content!r:.80}")
        return self.node(value)

    def _list(self, items: Sequence[Any]) -> str:
        """Markup of several children. Most of a large table are elements with nothing but text in them: a short way for these."""
        out, node, plain_tags = [], self.node, PLAIN
        for item in items:
            tag = plain_tags.get(type(item))
            if tag is not None:
                own = item.__dict__
                if len(own) == 1 and type(text := own.get("children")) is str:
                    out.append(f"<{tag}>{text if text.isalnum() else escape(text)}</{tag}>")
                    continue
            out.append(node(item))
        return "".join(out)

    def _component(self, component: Component) -> str:
        changed = self.live.changed
        if changed:
            id = component.__dict__.get("id")
            if id is not None:
                changes = changed.get(id if type(id) is str else id_text(id))
                if changes:
                    return self._changed(component, changes)
        return component.markup(self)

    def _changed(self, component: Component, changes: Mapping[str, Any]) -> str:
        """A component with what callbacks gave it; as it was, if it cannot be drawn with that."""
        try:
            return component.replaced(changes).markup(self)
        except Exception as error:
            self.fail(id_text(component.__dict__["id"]), error)
            return component.markup(self)

    def fail(self, id: str, error: Exception) -> None:
        """Note that a component cannot be drawn with what a callback gave it."""
        failure = Failure(None, error, id)
        self.failures.append(failure)
        logger.error("%s cannot be drawn, reference %s: %s", id, failure.reference, error, exc_info=error)

    def template(self, name: str, variables: Mapping[str, Any], folder: Path = TEMPLATES) -> str:
        """Markup of a template in a folder; markup made by this renderer is not escaped again."""
        return environment(folder).get_template(name).render(variables)

    def safe(self, markup: str) -> markupsafe.Markup:
        """Markup made here, for a template."""
        return markupsafe.Markup(markup)

    # -- wiring --------------------------------------------------------------------------------------------------------

    def wired(self, component: Component) -> Wired | None:
        """What callbacks do with a component."""
        id = component.__dict__.get("id")
        return None if id is None else self._wired(id if type(id) is str else id_text(id))

    def wire(self, component: Component, events: Mapping[str, str], kind: str = "native") -> dict[str, Any]:
        """Attributes that make an element a control; empty where no callback reads it.

        Args:
            component: what the element belongs to.
            events: prop to the event that changes it, e.g. {"value": "input", "n_submit": "n_submit"}.
            kind: "native" (the element is the field), "wrapper" (fields are inside), "button" (its name and value count clicks),
                "count" (it counts, or a script tells it what has changed: it is no field itself).
        """
        wired, mark = self.wired(component), {}
        if component.__dict__.get("persistence"):
            mark = self.mark(component, events, kind)
        if wired is None:
            return mark
        read = [p for p in events if p in wired.read or f"{p}_timestamp" in wired.read]
        if not read:
            return mark
        out = {**mark, **_field(component, read, kind)} if mark else _field(component, read, kind)
        out["hx-group"] = wired.group
        posting = {p: events[p] for p in read if p in wired.inputs or f"{p}_timestamp" in wired.inputs}
        if posting:
            out["hx-post"] = f"{self.base}/_hx"
            out["hx-trigger"] = ", ".join(dict.fromkeys(posting.values()))
            out["hx-include"] = f"[hx-group~='{wired.group}']"
            out["hx-props"] = _event_props(component, posting, kind)
        if counts := _counts(component, read, wired, kind):
            out["hx-count"] = counts
        return out

    def name(self, component: Component, prop: str) -> dict[str, Any]:
        """Attributes of a field inside a wrapper: its name, and the form that collects it without JavaScript."""
        if component.__dict__.get("id") is not None:
            name = self._named(component, prop)
            return {"name": name, "form": "hx"} if name[0] == "v" or component.__dict__.get("persistence") else {"name": name}
        self._unnamed += 1
        if self._own is None:
            self._own = secrets.token_hex(3)  # names of groups without id must not meet those of an earlier answer
        return {"name": f"u{self._unnamed}{self._own}.{prop}"}

    def _named(self, component: Component, field: str) -> str:
        """The name of a field of a component with an id: it begins with "v:" if a callback reads it, else with "u:"."""
        wired = self.wired(component)
        read = () if wired is None else wired.read & (component.browser_props | component.edited)
        is_read = (field in read and component.field(field) == field) or any(component.field(p) == field for p in read)
        return f"{'v' if is_read else 'u'}:{id_text(component.__dict__['id'])}.{field}"

    def mark(self, component: Component, events: Container[str], kind: str = "native") -> dict[str, Any]:
        """The attributes of an element whose component has props that the browser keeps.

        Args:
            component: what it belongs to.
            events: the props that it changes.
            kind: as for `wire`.
        """
        marks, name = [], {}
        for prop, key in persisted(component).items():
            if prop not in events:
                continue
            id, field = id_text(component.__dict__["id"]), component.field(prop)
            original, changed = self.live.original(id, prop), self.live.changed.get(id, {})
            named, names = self._named(component, field), shared(component, prop)
            parts = [name.partition(".")[0] for name in names] or [prop]
            is_news = any(p in changed and changed[p] is not self.live.restored.get((id, p), changed) for p in parts)
            marks.append([key, over(original), named, *([1] if is_news else [])])
            self.persisted.append((component.replaced({prop: self.kept(component, prop)}) if names else component, prop, original))
            if kind == "native" and named[0] == "u":
                name = {"name": named, "form": "hx"}
        return {"hx-persist": dumps([*cookie(place_of(component), self.base), *marks]), **name} if marks else {}

    def kept(self, component: Component, field: str) -> dict[str, Any] | None:
        """What the browser is to keep in a field that props share (`Component.kept_as`)."""
        id = id_text(component.__dict__["id"])
        return together(component, field, lambda prop: self.live.original(id, prop))

    @property
    def keeper(self) -> str:
        """The URL of the script that makes the browser keep props."""
        return self.base + manifest().url("persistence.js")

    def seal(self, component: Component, props: Mapping[str, Any]) -> str | None:
        """Props as a text that the browser keeps and cannot change, on all pages of the app; None if no callback has set one of them."""
        id = id_text(component.__dict__["id"])
        if self.signer is None or not props.keys() & self.live.changed.get(id, {}).keys():
            return None
        return self.signer.sign(dumps(plain(props)).encode("utf-8", "replace"), "store", id)

    def file(self, component: Component, props: Sequence[str]) -> dict[str, Any]:
        """Attributes of the field of a component that receives files, of which callbacks read these props.

        data-with names what, besides them, calls these callbacks. Without JavaScript the form with such a field is multipart.
        """
        self.has_files = True
        id = id_text(component.__dict__["id"])
        return {"name": f"f:{id}", "form": "hx", "data-with": dumps(self.live.page.graph.causes(id, props))}

    def part(self, component: Component, part: str) -> str | None:
        """The element id of a part of a component; None for a component without id."""
        id = component.__dict__.get("id")
        return None if id is None else id_text(id) + part

    def script(self, name: str) -> dict[str, str]:
        """Ask for a file of static/dcc/, or a component's own; the attribute that loads it when the component comes later."""
        self.scripts[name] = None
        source = source_of(name, "js")
        return {"hx-script": self.base + manifest().url(source)} if manifest().has(source) else {}

    def question_field(self, component: Component) -> dict[str, Any]:
        """Attributes of the field that puts a question to a component (`Component.answer`); data-ask says where a script sends it."""
        self.asking = True
        return {"name": f"q:{id_text(component.__dict__['id'])}", "form": "hx", "data-ask": f"{self.base}/_hx"}

    def question(self, component: Component) -> str:
        """What was asked in that field, without JavaScript; "" if nothing was."""
        return self.live.page.questions.get(id_text(component.__dict__["id"]), "")

    def sheet(self, name: str) -> str:
        """Ask for the style sheet static/dcc/NAME.css, or a component's own: markup to be put into the component's element; once is enough for a page or piece."""
        if name in self.sheets:
            return ""
        self.sheets[name] = None
        if self.whole:
            return ""  # it is in the head
        return f'<link rel="stylesheet"{attribute("href", self.base + manifest().url(source_of(name, "css")))}>'

    def bundle(self, name: str) -> None:
        """Ask for a plotly.js bundle: basic, cartesian or strict."""
        self.bundles.add(name)

    def keep(self) -> dict[str, Any]:
        """The attribute of an element that belongs to a script: a morph of what is around leaves it alone."""
        return {"hx-morph-skip": True}


def source_of(name: str, ending: str) -> str:
    """Where in the manifest the script or style sheet is that a component has asked for: in static/dcc/, or its own."""
    return name if "/" in name else f"dcc/{name}.{ending}"


def template_mistakes(layout: Layout) -> list[DashException]:
    """What is wrong with the templates of the components in a layout that are not hxdash's own."""
    found: list[DashException] = []
    for cls in {type(c): None for _, c in everything(layout.root) if c.template_file and not is_own(type(c).__module__)}:
        folder = folder_of(cls)
        made = environment(folder)
        try:
            parsed = made.parse(made.loader.get_source(made, cls.template_file)[0])  # type: ignore[union-attr]
            names = jinja2.meta.find_undeclared_variables(parsed)
        except jinja2.TemplateSyntaxError as error:
            fix = "correct it; its filter `attributes` makes attributes of a dict"
            found.append(mistake(cls, f"The template cannot be read: {(error.message or '').rstrip('.')}", fix, error.lineno, str(folder / cls.template_file)))
            continue
        names |= {f"page.{n.attr}" for n in parsed.find_all(nodes.Getattr) if isinstance(n.node, nodes.Name) and n.node.name == "page"}
        is_whole = not any(parsed.find(kind) for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends))
        if is_whole and cls.variables is Component.variables and (wrong := check_template(cls, names, GIVEN | {*cls.prop_names}, str(folder / cls.template_file))):
            found.append(wrong)
    return found


def _field(component: Component, read: list[str], kind: str) -> dict[str, Any]:
    """The name under which an element posts, if it is a field itself."""
    id = id_text(component.__dict__["id"])
    values = [p for p in read if p not in component.counters]
    if values and kind == "native":
        return {"name": f"v:{id}.{component.field(values[0])}", "form": "hx"}
    if kind == "button" and "n_clicks" in read:
        return {"name": f"n:{id}.n_clicks", "value": _count(component, "n_clicks"), "form": "hx"}
    return {}


def _event_props(component: Component, posting: Mapping[str, str], kind: str) -> str | None:
    """Which event sets which props ("input:drag_value change:value"), where the field's name does not say it."""
    values = [p for p in posting if p not in component.counters]
    if not values or (kind != "count" and len(values) < 2 and all(component.field(p) == p != posting[p] for p in values)):
        return None
    events = dict.fromkeys(posting[p] for p in values)
    return " ".join(f"{event.split()[0]}:{','.join(p for p in values if posting[p] == event)}" for event in events)


def _counts(component: Component, read: list[str], wired: Wired, kind: str) -> str:
    """The counters of an element: "n_submit=0&n_blur=2"; empty for a button that counts clicks by its value."""
    counted = [p for p in read if p in component.counters]
    counted += [f"{p}_timestamp" for p in counted if f"{p}_timestamp" in component.counters & wired.read]
    if kind == "button" and counted == ["n_clicks"]:
        return ""
    return "&".join(f"{p}={_count(component, p)}" for p in counted)


def _count(component: Component, prop: str) -> str:
    count = component.props.get(prop)
    return "" if count is None else str(count)
