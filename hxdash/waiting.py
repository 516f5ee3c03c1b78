"""Room 12. What an answer that is on its way will still bring, for pages that show it (dcc.Loading). They number their requests."""

from __future__ import annotations

from urllib.parse import quote

from hxdash.component import Swap
from hxdash.encoding import dumps
from hxdash.fragments import partial
from hxdash.run import Run

MAX_HEADER = 4000  # characters


def keys(run: Run) -> list[str]:
    """The properties ("ID.PROP") that are still to be set."""
    return list(dict.fromkeys(f"{id}.{prop}" for step in run.pending() for id, prop in step.writes))


def header(run: Run, number: str | None) -> dict[str, str]:
    """The header that says it at the start; nothing if nobody asked, or if it is too long."""
    text = quote(dumps(keys(run))) if number is not None else ""
    return {"HX-Due": text} if text and len(text) <= MAX_HEADER else {}


def part(run: Run, number: str | None) -> str:
    """The piece that says it later, to the request with this number; nothing if nobody asked."""
    if number is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        return ""
    return partial("hx-state", Swap("due", {"number": int(number), "keys": keys(run)}))
