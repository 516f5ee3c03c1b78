"""Room 2. What a callback is declared with: Output, Input, State, the wildcards, no_update."""

from __future__ import annotations

from typing import Any, Final

from hxdash.exceptions import IncorrectTypeException
from hxdash.ids import ALL, ALLSMALLER, MATCH, Id, Wildcard, check_id, id_text, is_pattern

__all__ = ["ALL", "ALLSMALLER", "MATCH", "ClientsideFunction", "Input", "NoUpdate", "Output", "State", "Wildcard", "no_update"]


class NoUpdate:
    """The type of `no_update`."""

    def __repr__(self) -> str:
        return "no_update"

    def to_plotly_json(self) -> dict[str, str]:
        """As Dash writes it."""
        return {"_dash_no_update": "_dash_no_update"}


no_update: Final = NoUpdate()


class Dependency:
    """One property of one component, or of all that a wildcard matches.

    Args:
        component_id: id, or the component itself (C14), or a dict with wildcards.
        component_property: name of the property.
    """

    __slots__ = ("allow_optional", "component_id", "component_property", "id", "text")

    def __init__(self, component_id: Any, component_property: str, allow_optional: bool = False) -> None:
        word = type(self).__name__
        if hasattr(component_id, "ensure_id"):
            component_id = component_id.ensure_id()
        check_id(component_id, f"{word}({component_id!r:.60}, {component_property!r:.60})", wildcards=True)
        if not isinstance(component_property, str) or not component_property:
            raise IncorrectTypeException(
                f"The property of {word}({component_id!r}, ...) is {component_property!r}, not a string.",
                fix=f'write {word}({component_id!r}, "value")',
            )
        self.component_id: Id = component_id
        self.component_property = component_property
        self.allow_optional = allow_optional
        self.text = id_text(component_id)
        self.id = component_id

    @property
    def is_pattern(self) -> bool:
        """Whether the id holds a wildcard."""
        return is_pattern(self.component_id)

    def __str__(self) -> str:
        return f"{self.text}.{self.component_property}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash((type(self).__name__, str(self)))


class Output(Dependency):
    """A property that a callback sets.

    Args:
        component_id: as for every dependency.
        component_property: as for every dependency.
        allow_duplicate: other callbacks may set it too.
    """

    __slots__ = ("allow_duplicate",)

    def __init__(self, component_id: Any, component_property: str, allow_duplicate: bool = False) -> None:
        super().__init__(component_id, component_property)
        self.allow_duplicate = allow_duplicate


class Input(Dependency):
    """A property whose change calls the callback, and whose value it is given."""

    __slots__ = ()


class State(Dependency):
    """A property whose value a callback is given, without being called by its change."""

    __slots__ = ()


class ClientsideFunction:
    """A JavaScript function of the app's assets: `window.dash_clientside[namespace][function_name]`.

    Args:
        namespace: of the function.
        function_name: within it.

    Raises:
        ValueError: the namespace is one of dash_clientside's own (C178).
    """

    def __init__(self, namespace: str, function_name: str) -> None:
        if namespace.startswith("_dashprivate_") or namespace in ("no_update", "PreventUpdate"):
            raise ValueError(f"{namespace!r} cannot be a namespace of clientside functions: dash_clientside has it for itself. Take another name.")
        self.namespace, self.function_name = namespace, function_name

    def __str__(self) -> str:
        return f"dash_clientside.{self.namespace}.{self.function_name}"

    def __repr__(self) -> str:
        return f"ClientsideFunction({self.namespace}, {self.function_name})"
