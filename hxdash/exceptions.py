"""Room 0. Every error of hxdash, drawn as a tree; each says what is wrong, where, and how to fix it.

    Exception
    ├── PreventUpdate                          raised by a callback: nothing changes
    ├── DashException                          a mistake in the app's own code
    │   ├── ObsoleteKwargException             an argument that Dash dropped
    │   ├── NoLayoutException                  there is no layout, or it is not made of components
    │   ├── DuplicateIdError                   two components of the layout share an id
    │   ├── InvalidComponentIdError            an id that cannot be an id
    │   ├── InvalidPropException               a property has a value that cannot be shown
    │   ├── InvalidComponent                   a component class of the author's that cannot work
    │   ├── InvalidConfig                      settings that contradict each other
    │   ├── InvalidIndexException              index_string lacks a placeholder
    │   └── CallbackException                  something about a callback
    │       ├── IncorrectTypeException         a dependency is not an Output, Input or State
    │       ├── DuplicateCallback              two callbacks write the same property
    │       ├── NonExistentIdException         a callback names an id that is not in the layout
    │       ├── NonExistentPropException       a callback names a property that the component lacks
    │       ├── CircularDependencyException    callbacks that feed each other
    │       ├── WildcardException              MATCH, ALL or ALLSMALLER where they make no sense
    │       ├── MissingCallbackContextException  ctx used outside a callback
    │       ├── ResponseException              a cookie or header that cannot be sent, or comes too late
    │       └── InvalidCallbackReturnValue     a callback returned what cannot be used
    │           ├── SchemaTypeValidationError      not a list, tuple or dict where one was due
    │           ├── SchemaLengthValidationError    too many or too few values
    │           └── SchemaKeysValidationError      other keys than those of the outputs
    └── RequestRefused                         what came from the network is refused; nothing has run
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class PreventUpdate(Exception):
    """Raised by a callback to say that nothing changes."""


class DashException(Exception):
    """A mistake in the app's own code.

    Args:
        what: one sentence saying what is wrong, with the values concerned.
        where: callback name and file:line, or the path in the layout.
        fix: what to do about it.
    """

    def __init__(self, what: str = "", *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.fix = what, where, fix

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.fix:
            lines.append(f"  fix:   {self.fix}")
        return "\n".join(lines)


class ObsoleteKwargException(DashException):
    """Raised for an argument of Dash that has been replaced."""


class NoLayoutException(DashException):
    """Raised when the app has no layout, or one that is not made of components."""


class DuplicateIdError(DashException):
    """Raised when two components of the layout have the same id."""


class InvalidComponentIdError(DashException):
    """Raised for an id that is neither a plain string nor a flat dict of plain values."""


class InvalidPropException(DashException):
    """Raised for a property of the layout whose value its component cannot show."""


class InvalidComponent(DashException):
    """Raised for a component class whose template, files or props do not fit together."""


class InvalidConfig(DashException):
    """Raised for settings that contradict each other or cannot be used."""


class InvalidIndexException(DashException):
    """Raised when index_string lacks a placeholder that the page needs."""


class CallbackException(DashException):
    """Raised for a mistake in the declaration of a callback."""


class IncorrectTypeException(CallbackException):
    """Raised when something else than an Output, Input or State stands where one is due."""


class DuplicateCallback(CallbackException):
    """Raised when two callbacks write the same property without allow_duplicate."""


class NonExistentIdException(CallbackException):
    """Raised when a callback names an id that no component has."""


class NonExistentPropException(CallbackException):
    """Raised when a callback names a property that the component does not have."""


class CircularDependencyException(CallbackException):
    """Raised when callbacks feed each other in a circle."""


class WildcardException(CallbackException):
    """Raised for MATCH, ALL or ALLSMALLER where they cannot be resolved."""


class WildcardInLongCallback(CallbackException):
    """Raised for a wildcard where one component must be named (C133)."""


class MissingCallbackContextException(CallbackException):
    """Raised when ctx or set_props is used outside a running callback."""


class ResponseException(CallbackException):
    """Raised for a cookie or header that a browser would not take, or that comes after the headers were sent."""


class InvalidCallbackReturnValue(CallbackException):
    """Raised when a callback returns something that cannot be put on the page."""


class SchemaTypeValidationError(InvalidCallbackReturnValue):
    """Raised when a callback returns no list, tuple or dict where its outputs ask for one."""


class SchemaLengthValidationError(InvalidCallbackReturnValue):
    """Raised when a callback returns more or fewer values than it has outputs."""


class SchemaKeysValidationError(InvalidCallbackReturnValue):
    """Raised when a callback returns a dict with other keys than its outputs have."""


class RequestRefused(Exception):
    """Raised when a request cannot be trusted or understood. Nothing has run.

    Args:
        status: HTTP status, 400 to 499, or 503.
        what: one sentence for the reader of the answer; holds nothing that the sender did not send.
    """

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status, self.what = status, what


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, if any is like it."""
    hits = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return hits[0] if hits else None


def closest(name: str, known: Iterable[str]) -> str:
    """A phrase that proposes the known name most like `name`, or an empty string."""
    hit = nearest(name, known)
    return f"did you mean {hit!r}?" if hit is not None else ""
