"""Room 5. The index of a layout: which component has which id, where it stands, and what is inside what."""

from __future__ import annotations

import functools
from typing import Any

from hxdash.component import Component, descendants, everything
from hxdash.exceptions import DashException, DuplicateIdError, NoLayoutException
from hxdash.ids import id_text


class Layout:
    """A tree of components and its index, made once for a fixed layout.

    Args:
        root: a component, or a list of them.
        mistakes: receives every id that stands twice, instead of the first being raised.

    Raises:
        NoLayoutException: it is neither.
        DuplicateIdError: two components have the same id (V01).
    """

    def __init__(self, root: Any, mistakes: list[DashException] | None = None) -> None:
        check_layout(root)
        self.root = root
        self.by_id: dict[str, Component] = {}
        self.paths: dict[str, str] = {}
        self.persistent: list[Component] = []  # components that a browser is to keep something of
        self._inside: dict[str, list[str]] = {}
        for path, component in everything(root):
            id = component.__dict__.get("id")
            if id is None:
                continue
            text = id_text(id)
            if text in self.by_id:
                twice = DuplicateIdError(
                    f"Two components have the id {text!r}.", where=f"{self.paths[text]}  and  {path}", fix="give one of them another id"
                )
                if mistakes is None:
                    raise twice
                mistakes.append(twice)
                continue
            self.by_id[text] = component
            if component.__dict__.get("persistence"):
                self.persistent.append(component)
            self.paths[text] = path

    @functools.cached_property
    def places(self) -> dict[str, int]:
        """The place of each id in document order."""
        return {id: n for n, id in enumerate(self.by_id)}

    def inside(self, id: str) -> list[str]:
        """The ids of all components within the one with this id."""
        found = self._inside.get(id)
        if found is None:
            found = self._inside[id] = [id_text(c.__dict__["id"]) for c in descendants(self.by_id[id]) if c.__dict__.get("id") is not None]
        return found



def check_layout(root: Any) -> None:
    """Refuse what is no layout (V03)."""
    if root is None:
        raise NoLayoutException("The app has no layout.", fix="set app.layout to a component, a list of components, or a function that makes one")
    if not isinstance(root, Component) and not (isinstance(root, (list, tuple)) and all(isinstance(c, (Component, str)) for c in root)):
        raise NoLayoutException(f"The layout is a {type(root).__name__}, not a component.", fix="wrap it: html.Div([...])")


EMPTY = Layout([])
