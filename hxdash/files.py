"""Room 0. Where `templates/` and `static/` are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `templates` or `static`, wherever this installation keeps it."""
    for place in (PACKAGE / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"hxdash is installed without its {name}/ folder; install it again")


TEMPLATES = folder("templates")
STATIC = folder("static")
EXAMPLES = folder("examples")
_LIBRARIES = (os.path.dirname(os.__file__) + os.sep, str(PACKAGE) + os.sep, "<frozen ")


def is_library(file: str) -> bool:
    """Whether a source file is Python's own, an installed package's or hxdash's: not of the app."""
    if file.startswith(str(EXAMPLES) + os.sep):
        return False
    return file.startswith(_LIBRARIES) or "site-packages" in file or "dist-packages" in file
