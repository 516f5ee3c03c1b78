"""Room 0. Where `templates/` and `static/` are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

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
