"""Room 2. What a component of somebody else's brings along: a template, a style sheet and a script beside its module; checked when the class is made."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hxdash.exceptions import InvalidComponent, closest
from hxdash.files import TEMPLATES
from hxdash.static_files import manifest

NAMING = ("node_props", "browser_props", "counters", "together", "needs", "required_props", "in_place", "attribute_of", "edited", "passing", "packed")
TEXTS = ("str", "Any", "Id", "object")  # beginnings of annotations of props that the browser's text fits


def is_own(module: str) -> bool:
    """Whether a class of that module is hxdash's own."""
    return module == "hxdash" or module.startswith("hxdash.")


def check_class(cls: Any, base: Any) -> None:
    """Find the mistakes in a component class of somebody else's, and make its files known.

    Args:
        cls: the class, whose props are known.
        base: Component.

    Raises:
        InvalidComponent: a file that is not there, a prop that is none, a missing method.
    """
    for name in NAMING:
        for prop in getattr(cls, name):
            if not (cls.has_prop(prop) or prop in ("children", "id")):
                raise mistake(cls, f"{cls.__name__}.{name} names {prop!r}, which is no prop of it", closest(prop, cls.prop_names) or f"declare it with a type: `{prop}: Any = None`")
    values = sorted((cls.browser_props | cls.edited) - cls.counters)
    if values and "id" not in cls.prop_names:
        raise mistake(cls, f"{cls.__name__} has browser_props and no prop `id`, by which callbacks find it", "declare `id: Id | None = None`")
    notes = {n: text for c in reversed(cls.__mro__) for n, text in annotations_of(c).items()}
    wrong = next((p for p in values if not notes[p].startswith(TEXTS)), None)
    if wrong is not None and cls.decode is base.decode:
        fix = "write `def decode(self, prop, texts)`, which makes the value of the texts that the form fields sent, or raises RequestRefused(422, why)"
        raise mistake(cls, f"{cls.__name__} has {wrong!r} ({notes[wrong]}) among its browser_props and no `decode`: callbacks would get text", fix)
    if not cls.template_file and cls.markup is base.markup:
        raise mistake(cls, f"{cls.__name__} has no markup", "name a template in `template_file`, or write `def markup(self, page)`")
    for name in ("template_file", "sheet_file", "script_file"):
        if name in cls.__dict__ and getattr(cls, name):
            path = beside(cls, name)
            if name != "template_file":
                manifest().add(source_of(cls, getattr(cls, name)), path)


def annotations_of(cls: Any) -> dict[str, str]:
    """The annotations of a class itself as text, whether or not its module has `from __future__ import annotations`."""
    return {n: note if isinstance(note, str) else note.__name__ if type(note) is type else str(note).removeprefix("typing.") for n, note in inspect.get_annotations(cls).items()}


def folder_of(cls: Any) -> Path:
    """Where the template of a class is looked for: for one of somebody else's, the folder of the module that names it."""
    if is_own(cls.__module__):  # nearly all
        return TEMPLATES
    owner = next((c for c in cls.__mro__ if "template_file" in c.__dict__), cls)
    return TEMPLATES if is_own(owner.__module__) else _folder(owner)


def source_of(cls: Any, file: str) -> str:
    """The name of a style sheet or script of somebody else's in the manifest."""
    owner = next((c for c in cls.__mro__ if file in (c.__dict__.get("sheet_file"), c.__dict__.get("script_file"))), cls)
    return f"own/{owner.__module__}/{file}"


def beside(cls: Any, name: str) -> Path:
    """The file that a class attribute names, which stands beside the module of the class."""
    folder, file = _folder(cls), getattr(cls, name)
    path: Path = (folder / file).resolve()
    if not path.is_file() or not path.is_relative_to(folder):
        known = [p.name for p in folder.iterdir() if p.suffix == path.suffix]
        raise mistake(cls, f"{cls.__name__}.{name} is {file!r}: there is no such file in {folder}", closest(file, known) or "put it beside the module (and into the package's data)")
    return path


def _folder(cls: Any) -> Path:
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    if file is None:
        raise mistake(cls, f"{cls.__name__} names files, but its module {cls.__module__!r} is no file beside which they could be", "write the class into a .py file")
    return Path(file).resolve().parent


def mistake(cls: Any, what: str, fix: str, line: int | None = None, file: str = "") -> InvalidComponent:
    """What is wrong with a class, and where that stands."""
    if not file:
        file = str(getattr(sys.modules.get(cls.__module__), "__file__", cls.__module__))
    return InvalidComponent(f"{what}.", where=f"{file}:{line}" if line else file, fix=fix)


def check_template(cls: Any, names: Iterable[str], given: Mapping[str, Any] | frozenset[str], file: str) -> InvalidComponent | None:
    """What is wrong with the variables that a template uses, if anything.

    Args:
        cls: the class.
        names: of the variables in the template, and of what it asks page for ("page.wire").
        given: of those that it is given.
        file: the template.
    """
    names = frozenset(names)
    for name in sorted(name for name in names - set(given) if not name.startswith("page.")):
        return mistake(cls, f"The template uses {name!r}, which it is not given", closest(name, given) or f"it is given {', '.join(sorted(given))}; return more from `variables`", file=file)
    if "outer" not in names:
        return mistake(cls, "The template does not write `outer`: nothing on the page would have the component's id", "begin it with <div{{ outer | attributes }}>", file=file)
    if cls.browser_props and "page.wire" not in names:
        return mistake(cls, "The template does not ask page.wire for the attributes of a control: its changes would reach no callback", 'write {{ page.wire(component, {"value": "change"}) | attributes }} into the tag', file=file)
    if cls.sheet_file and "sheet" not in names:
        return mistake(cls, "The template does not write `sheet`: where it comes later, its style sheet would not come along", "write {{ sheet }} behind its first tag", file=file)
    return None
