"""Room 3. The base class of every component: its props, its children, how it reads posted fields and writes markup.

A component is a Python class; its annotated fields are its props, in the order of Dash's constructor. Most write a few lines in
`markup`; one whose markup is a real template names it in `template_file` and gives its variables in `variables`.
"""

from __future__ import annotations

import hashlib
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, dataclass_transform

from hxdash.acting import OwnStep
from hxdash.authoring import annotations_of, check_class, folder_of, is_own, source_of
from hxdash.encoding import NotPlain, plain
from hxdash.exceptions import DashException, InvalidCallbackReturnValue, RequestRefused, closest
from hxdash.ids import Id, check_id, id_text
from hxdash.markup import classes, element, style_text
from hxdash.page import Page, Swap
from hxdash.values import Check, checks_of

PERSISTENCE = frozenset({"persistence", "persisted_props", "persistence_type"})  # props that say what a browser keeps (persistence.py)
_ids = random.Random(0)  # noqa: S311  (made-up ids must be the same in every process)


@dataclass_transform()
class Component:
    """Base class of all components.

    Class attributes, for authors of components:
        node_props: props that hold components.
        browser_props: props that the user changes in the browser; only these are ever read from a request.
        counters: those of them that count events (n_clicks); pressed: what such an event sets besides without JavaScript.
        together: those of them whose values must fit each other (see `agree`).
        needs: props that `decode` or a swap of another prop reads.
        required_props: props that must be given.
        edited: props of the app's that the user changes as well: the browser posts his changes, `decode` adds them.
        stored, leading: props that the browser keeps beyond the page (`is_stored`); props whose change changes others (`led`).
        in_place: props of which a Patch can be shown without the value being known.
        defaults: what a Patch starts from where a prop is None.
        wildcards: any data-* and aria-* argument is allowed.
        acts: it has steps of its own (`own_steps`), so it is wired whether or not a callback names it.
        computed: those of browser_props that `decode` works out of its other props.
        passing: props that are over with the request: no snapshot holds them.
        file_props: props that files are sent for, all at once.
        packed: props that travel in a form of their own (`pack`, `unpack`).
        kinds: what `kind` gives.
        template_file, sheet_file, script_file: its Jinja template, style sheet and script, beside its module.
        kept_as: props ("columns.name": or a part of one) that the browser keeps together in a field of another name; see `kept_part`.

    One that declares the props `persistence`, `persisted_props` (as default the props that a browser is to keep) and `persistence_type`
    has done all it must: `page.wire` and `page.name` do the rest, and what was kept comes back through `decode`.
        """

    node_props: ClassVar[tuple[str, ...]] = ("children",)
    browser_props: ClassVar[frozenset[str]] = frozenset()
    counters: ClassVar[frozenset[str]] = frozenset()
    together: ClassVar[frozenset[str]] = frozenset()
    edited: ClassVar[frozenset[str]] = frozenset()
    stored: ClassVar[frozenset[str]] = frozenset()
    leading: ClassVar[frozenset[str]] = frozenset()
    needs: ClassVar[frozenset[str]] = frozenset()
    required_props: ClassVar[tuple[str, ...]] = ()
    in_place: ClassVar[frozenset[str]] = frozenset({"children"})
    pressed: ClassVar[Mapping[str, Any]] = {}
    defaults: ClassVar[Mapping[str, Any]] = {}
    wildcards: ClassVar[bool] = False
    acts: ClassVar[bool] = False
    computed: ClassVar[frozenset[str]] = frozenset()
    passing: ClassVar[frozenset[str]] = frozenset()
    file_props: ClassVar[frozenset[str]] = frozenset()
    packed: ClassVar[frozenset[str]] = frozenset()
    kinds: ClassVar[Mapping[str, str]] = {}
    kept_as: ClassVar[Mapping[str, str]] = {}
    template_file: ClassVar[str] = ""
    sheet_file: ClassVar[str] = ""
    script_file: ClassVar[str] = ""
    attribute_of: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    prop_names: ClassVar[tuple[str, ...]] = ()
    type_name: ClassVar[str] = ""
    known_types: ClassVar[dict[str, type[Component]]] = {}

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = [n for n, note in annotations_of(cls).items() if not note.startswith("ClassVar")]
        cls.prop_names = (*cls.prop_names, *(n for n in own if n not in cls.prop_names))
        cls._known = frozenset(cls.prop_names)
        if cls._known >= PERSISTENCE:
            cls.needs = cls.needs | PERSISTENCE
        module = cls.__module__.removeprefix("hxdash.").split(".")[0] if cls.__module__.startswith("hxdash.") else cls.__module__
        cls.type_name = f"{module}.{cls.__name__}"
        notes = {n: note for base in reversed(cls.__mro__[:-1]) for n, note in annotations_of(base).items() if n in cls._known}
        cls.value_checks = checks_of(cls.type_name, {n: notes.get(n, "Any") if n not in cls.node_props else "Any" for n in cls.prop_names})
        if not abstract:
            if not is_own(cls.__module__):
                check_class(cls, Component)
            Component.known_types[cls.type_name] = cls

    _known: ClassVar[frozenset[str]] = frozenset()
    value_checks: ClassVar[Mapping[str, Check]] = {}

    def __init__(self, *args: Any, **props: Any) -> None:
        if args:
            self._take_positional(args, props)
        if not props.keys() <= self._known:
            self._check_names(props)
        for name in self.required_props:
            if props.get(name) is None:
                raise TypeError(f"{self.type_name} needs the argument {name!r}.")
        if props.get("id") is not None:
            check_id(props["id"], f"{self.type_name}(id=...)")
        self.__dict__.update(props)

    def _take_positional(self, args: tuple[Any, ...], props: dict[str, Any]) -> None:
        if len(args) > len(self.prop_names):
            raise TypeError(f"{self.type_name} takes {len(self.prop_names)} arguments at most, {len(args)} were given.")
        for name, value in zip(self.prop_names, args, strict=False):
            if name in props:
                raise TypeError(f"{self.type_name} got {name!r} twice: by position and by name.")
            several = value if isinstance(value, (list, tuple)) else (value,)
            if name not in self.node_props and any(isinstance(v, Component) for v in several):
                raise TypeError(f"{self.type_name} got a component for {name!r}; several children go into one list: html.Div([a, b])")
            props[name] = value

    def _check_names(self, names: Mapping[str, Any]) -> None:
        for name in names:
            if name in self._known or (self.wildcards and _is_wildcard_name(name)):
                continue
            hint = closest(name, self.prop_names) or f"allowed are {', '.join(self.prop_names)}"
            raise TypeError(f"{self.type_name} has no argument {name!r}; {hint}")

    # -- props ---------------------------------------------------------------------------------------------------

    @property
    def props(self) -> dict[str, Any]:
        """The props that were given, by name."""
        return self.__dict__

    @classmethod
    def has_prop(cls, name: str) -> bool:
        """Whether this kind of component has a prop of that name."""
        return name in cls._known or (cls.wildcards and _is_wildcard_name(name))

    def prop(self, name: str) -> Any:
        """The value of a prop: as given, else its default."""
        given = self.__dict__
        return given[name] if name in given else getattr(type(self), name, None)

    def replaced(self, changes: Mapping[str, Any]) -> Component:
        """A copy with some props changed."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.__dict__.update(changes)
        return copy

    def ensure_id(self) -> Id:
        """The id; a component used in a dependency without one gets a made-up id, the same in every process (C14)."""
        if self.__dict__.get("id") is None:
            if self.__dict__.get("persistence"):
                raise DashException(f"A {self.type_name} with persistence needs an id of its own.", fix="give it an id")
            self.__dict__["id"] = hashlib.md5(str(_ids.getrandbits(128)).encode(), usedforsecurity=False).hexdigest()[:12]
        return self.__dict__["id"]  # type: ignore[no-any-return]

    def to_plotly_json(self) -> dict[str, Any]:
        """Dash's JSON form: {"props", "type", "namespace"}."""
        module, _, name = self.type_name.rpartition(".")
        namespace = {"html": "dash_html_components", "dcc": "dash_core_components"}.get(module, module)
        return {"props": {k: plain(v) for k, v in self.__dict__.items()}, "type": name, "namespace": namespace}

    def __repr__(self) -> str:
        given = self.__dict__
        if set(given) == {"children"}:
            return f"{type(self).__name__}({given['children']!r})"
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in given.items())})"

    # -- the tree ------------------------------------------------------------------------------------------------

    def __getitem__(self, id: Id) -> Component:
        for child in descendants(self):
            if child.__dict__.get("id") == id:
                return child
        raise KeyError(id)

    def __contains__(self, id: Id) -> bool:
        return any(child.__dict__.get("id") == id for child in descendants(self))

    def __iter__(self) -> Iterator[Id]:
        return (child.__dict__["id"] for child in descendants(self) if child.__dict__.get("id") is not None)

    def __len__(self) -> int:
        return sum(1 for _ in descendants(self))

    def __bool__(self) -> bool:
        return True

    @classmethod
    def accept(cls, prop: str, value: Any, found: Found) -> Any:
        """A value that a callback returned for a prop, in the form in which it is kept and rendered.

        Args:
            prop: name of the prop.
            value: as returned.
            found: receives the components in it.

        Raises:
            NotPlain: it has no JSON form.
            InvalidCallbackReturnValue: the prop cannot have such a value (V06).
        """
        check = cls.value_checks.get(prop)
        if check is not None and value is not None and (fault := check(value)):
            raise InvalidCallbackReturnValue(f"{cls.type_name}({prop}={value!r:.60}): {fault.what}.", fix=fault.fix)
        return survey(value, found, ()) if prop in cls.node_props else plain(value)

    # -- the wire ------------------------------------------------------------------------------------------------

    def decode(self, prop: str, texts: list[str]) -> Any:
        """The Python value of a prop from what the browser posted for it.

        Args:
            prop: one of `browser_props`.
            texts: the values of its field; empty if the field was not posted.

        Raises:
            RequestRefused: 422 for a value that this component could not have sent.
        """
        if prop in self.counters:
            return decode_count(texts[-1]) if texts else self.props.get(prop)
        return texts[-1] if texts else None

    def agree(self, values: dict[str, Any]) -> dict[str, Any]:
        """What `decode` gave for the props in `together`, as they go with each other; raises RequestRefused (422) if they cannot."""
        return values

    def asks(self) -> bool:
        """Whether it asks the server for what is not on the page."""
        return False

    def answer(self, question: str, page: Page) -> str:
        """The markup that a user asks for, beside all callbacks; the question is any text, from the browser."""
        return ""

    @property
    def is_stored(self) -> bool:
        """Whether the browser keeps the props in `stored`."""
        return False

    def led(self, prop: str, value: Any, *, is_same: bool) -> Mapping[str, Any]:
        """What changes with a prop in `leading`: other props to new values; `is_same`: the value is as before."""
        return {}

    def argument(self, prop: str, value: Any) -> Any:
        """What a callback gets of a prop in `passing`, made when it is called; `value` is what `decode` gave."""
        return plain(value)
    def field(self, prop: str) -> str:
        """The name of the posted field that holds a prop; several props may share one."""
        return prop

    @classmethod
    def own_steps(cls, read: frozenset[str]) -> Sequence[OwnStep]:
        """What a component that `acts` does by itself; `read` are the props of it that callbacks read."""
        return ()

    def pack(self, prop: str, value: Any, fixed: Component | None) -> Any:
        """The JSON form in which a snapshot holds a prop in `packed`; `fixed` is the same component in the fixed layout, if it is there."""
        return plain(value)

    @classmethod
    def unpack(cls, prop: str, value: Any, fixed: Component | None) -> Any:
        """The inverse of `pack`; it raises Lost for what the server no longer has."""
        return value

    def encode(self, prop: str, value: Any) -> Any:
        """What the `value` swap gives the browser for a prop; the inverse of `decode`."""
        return "" if value is None else str(value)

    def kind(self, prop: str) -> str:
        """How a script reads and shows a prop, where that cannot be seen from the outside; see hxdash.kinds."""
        return self.kinds.get(prop, "")

    def kept_part(self, name: str, value: Any) -> Any:
        """What is kept of the value of a prop in `kept_as`."""
        return value

    def regained(self, name: str, value: Any) -> Mapping[str, Any]:
        """The props that a kept one gives, from the browser; any exception for what cannot be of this component."""
        return {name: value}

    # -- the page ------------------------------------------------------------------------------------------------

    def markup(self, page: Page) -> str:
        """The whole component as HTML."""
        if not self.template_file:
            raise NotImplementedError(f"{self.type_name} needs a `template_file` or a `markup` method")
        return page.template(self.template_file, self.variables(page), folder_of(type(self)))

    def variables(self, page: Page) -> dict[str, Any]:
        """The variables of the template: every prop, `outer` and `sheet` (attributes of its first tag, and what comes behind that), what a sub-class adds."""
        own = {name: self.prop(name) for name in self.prop_names}
        script = page.script(source_of(type(self), self.script_file)) if self.script_file else {}
        sheet = page.safe(page.sheet(source_of(type(self), self.sheet_file))) if self.sheet_file else ""
        return {**own, "component": self, "outer": {**self.outer(), **script}, "sheet": sheet, "page": page}

    def outer(self) -> dict[str, Any]:
        """The attributes of the outermost element, without its wiring."""
        given = self.__dict__
        pairs: dict[str, Any] = {"id": id_text(given["id"]) if given.get("id") is not None else None}
        pairs["class"] = classes(self.own_class(), self.prop("className"))
        pairs["style"] = style_text(self.prop("style"))
        return pairs

    def own_class(self) -> str | None:
        """The class names that the look of this component hangs on."""
        return None

    def patched(self, patch: Any, page: Page) -> list[Swap]:
        """How a Patch of a prop in `in_place`, other than children, reaches the page."""
        raise NotImplementedError(f"{self.type_name} has no prop that the browser patches")

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        """How changed props reach the page; `self` holds the new values already.

        By default: what the user controls by `value`, counters by `count`, children by `innerMorph`, props listed in `attribute_of`
        as attributes of the outer element, and anything else by a morph of the whole component.
        """
        out: list[Swap] = []
        names: set[str] = set()
        counts = {p: self.prop(p) for p in changed & self.counters}
        rest = changed - self.counters
        values = rest & self.browser_props
        for prop in rest - values:
            if prop == "children":
                out.append(Swap("innerMorph", page.node(self.prop("children"))))
            elif prop in self.attribute_of:
                names.update(self.attribute_of[prop])
            elif prop.startswith(("data-", "aria-")):
                names.add(prop)
            elif prop in ("className", "style"):
                names.add({"className": "class"}.get(prop, prop))
            else:
                out = [Swap("outerMorph", self.markup(page))]
                break
        if names:
            now = self.outer()
            out.append(Swap("attrs", {name: _attr_value(now.get(name)) for name in sorted(names)}))
        out += [Swap("value", self.encode(prop, self.prop(prop))) for prop in sorted(values)]
        if counts:
            out.append(Swap("count", counts))
        return out


def decode_count(text: str) -> int | None:
    """A counter as posted: digits, or empty for None."""
    if text == "":
        return None
    if len(text) > 15 or not re.fullmatch(r"-?\d+", text, re.ASCII):
        raise RequestRefused(422, "a counter is not a number")
    return int(text)


def _attr_value(value: Any) -> Any:
    return None if value is None or value is False else True if value is True else str(value)


def _is_wildcard_name(name: str) -> bool:
    tail = name[5:]
    return name[:5] in ("data-", "aria-") and tail.replace("-", "").replace("_", "").replace(".", "").isalnum() and not tail.lower().startswith("hx-")


def nodes(content: Any) -> Iterator[tuple[str, Component]]:
    """The components in a node value, with the index at which each stands."""
    if isinstance(content, Component):
        yield "", content
    elif isinstance(content, (list, tuple)):
        for i, item in enumerate(content):
            for place, found in nodes(item):
                yield f"[{i}]{place}", found
    elif isinstance(content, dict):
        for key, item in content.items():
            for place, found in nodes(item):
                yield f".{key}{place}", found


def children_of(component: Component) -> Iterator[tuple[str, Component]]:
    """The components directly inside one, with the prop and index at which each stands."""
    for prop in component.node_props:
        value = component.__dict__.get(prop)
        if value is not None and type(value) is not str:
            for place, child in nodes(value):
                yield f"{prop}{place}", child


def descendants(content: Any) -> Iterator[Component]:
    """All components inside, depth first, in document order; a list or other node value may be given as well."""
    for _, child in children_of(content) if isinstance(content, Component) else nodes(content):
        yield child
        yield from descendants(child)


def everything(content: Any) -> Iterator[tuple[str, Component]]:
    """All components of a node value, itself included, each with its path for error messages."""
    stack = [(f"{place} " if place else "", child) for place, child in nodes(content)]
    stack.reverse()
    while stack:
        path, found = stack.pop()
        here = f"{path}{type(found).__name__}"
        id = found.__dict__.get("id")
        if id is not None:
            here += f"(id={id_text(id)!r})"
        yield here, found
        inner = [(f"{here} > ", child) for _, child in children_of(found)]
        stack.extend(reversed(inner))


def revive(value: Any) -> Any:
    """A value in which components in Dash's JSON form are components again."""
    if isinstance(value, list):
        return [revive(v) for v in value]
    if not isinstance(value, dict):
        return value
    if value.keys() != {"props", "type", "namespace"}:
        return {k: revive(v) for k, v in value.items()}
    module = {"dash_html_components": "html", "dash_core_components": "dcc"}.get(value["namespace"], value["namespace"])
    kind = Component.known_types.get(f"{module}.{value['type']}")
    if kind is None:
        raise NotPlain(value, ())
    made = object.__new__(kind)
    made.__dict__.update({k: revive(v) for k, v in value["props"].items() if kind.has_prop(k)})
    return made


Found = list[tuple["Component", "Component | None"]]


def survey(value: Any, found: Found, path: tuple[Any, ...] = (), parent: Component | None = None) -> Any:
    """A node value ready to be shown: its components collected, JSON forms revived, other values made plain.

    Args:
        value: what a callback returned for children or another prop that holds components.
        found: receives every component with an id, in document order, with the nearest component with an id around it.
        path: where the value stands, for the error.
        parent: the nearest component with an id around the value, within what is surveyed.

    Raises:
        NotPlain: for something that cannot be shown.
    """
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float:
        return value if math.isfinite(value) else None  # as in JSON (C77)
    if kind is list or kind is tuple:
        out: list[Any] = []
        for i, v in enumerate(value):  # most of a large table are components with nothing but text in them
            if type(v) is str or (isinstance(v, Component) and len(own := v.__dict__) == 1 and type(own.get("children")) is str):
                out.append(v)
            else:
                out.append(survey(v, found, (*path, i), parent))
        return out
    if isinstance(value, Component):
        own = value.__dict__
        if own.get("id") is not None:
            found.append((value, parent))
            parent = value
        for prop in value.node_props:
            inner = own.get(prop)
            if inner is not None and type(inner) is not str:
                own[prop] = survey(inner, found, (*path, prop), parent)
        return value
    if kind is dict:
        if value.keys() == {"props", "type", "namespace"}:
            return survey(revive(value), found, path, parent)
        return {k: survey(v, found, (*path, k), parent) for k, v in value.items()}
    return plain(value, path)


__all__ = ["Component", "Page", "Swap", "children_of", "decode_count", "descendants", "element", "everything", "nodes"]
