"""Room 11. What is seen of a callback that failed: a reference, and in debug mode a panel with what, where, why and how to fix it (C182).

The panel is plain HTML: <details> open and close without a script. It quotes lines of source, never values of variables, and all of
it is escaped. Other rooms only say that something failed (`changes.Failure`); nobody else writes a word of it.
"""

from __future__ import annotations

import itertools
import linecache
import textwrap
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, TracebackType

from hxdash.changes import Failure
from hxdash.exceptions import DashException
from hxdash.files import is_library
from hxdash.live import Live
from hxdash.markup import attribute, element, escape
from hxdash.places import ancestors

MESSAGE = 2000  # characters of what an exception says
FRAMES = 12  # of the app, the innermost
AROUND = 2  # lines before and after the one that failed
FULL = 20_000  # characters of the whole traceback


@dataclass(frozen=True)
class Frame:
    """A place in the app's own code that an exception came through.

    Args:
        file, line, function: where.
        source: (number, text) of lines around it; empty where there is no source.
        times: how often in a row.
    """

    file: str
    line: int
    function: str
    source: tuple[tuple[int, str], ...]
    times: int = 1


def error_box(failure: Failure, live: Live, *, debug: bool) -> str:
    """What a user sees of a callback that failed.

    Args:
        failure: what failed; its reference is in the log as well.
        live: the page that it failed on.
        debug: say what was raised; else nothing but the reference.
    """
    group = live.page.graph.group_of(failure.id) if failure.id else None
    mark = attribute("hx-group", group) if group else ""
    if not debug:
        return f'<div class="hx-error"{mark}><strong>This part could not be updated.</strong> <span class="hx-muted">Reference {failure.reference}</span></div>'
    return f'<div class="hx-error"{mark}>{panel(failure, live)}</div>'


def panel(failure: Failure, live: Live) -> str:
    """The exception, where it was raised, the component concerned, the fix, and the traceback."""
    error = failure.error
    own = frames(error)
    head, _, rest = message(error).partition("\n")
    summary = element("summary", {}, f"<strong>{escape(type(error).__name__)}</strong> {escape(head)}")
    more = element("p", {}, escape(rest)) if rest.strip() else ""
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in _rows(failure, live, own))
    snippet = _source(own[-1]) if own else ""
    causes = "".join(_cause(word, found) for word, found in _chain(error))
    parts = [*([_listed(own)] if len(own) > 1 else []), causes, _full(error)]
    traces = element("details", {}, f"<summary>Traceback</summary>{''.join(parts)}")
    return element("details", {"open": True}, f"{summary}{more}<dl>{listed}</dl>{snippet}{traces}")


def message(error: BaseException) -> str:
    """What an exception says of itself."""
    try:
        text = error.what if isinstance(error, DashException) else str(error)
    except Exception:
        text = "(its text cannot be written)"
    return text if len(text) <= MESSAGE else text[:MESSAGE] + " …"


def _rows(failure: Failure, live: Live, own: list[Frame]) -> Iterator[tuple[str, str]]:
    error, step = failure.error, failure.step
    said = error if isinstance(error, DashException) else DashException()
    if said.where or own:
        yield "where", said.where or f"{own[-1].file}:{own[-1].line} in {own[-1].function}"
    if step is not None:
        yield "callback", str(step.callback)
        yield "outputs", ", ".join(map(str, step.callback.outputs)) or "none"
    elif failure.id is not None:
        yield "drawing", f"the component {failure.id!r} with what a callback gave it"
    if failure.id is not None:
        yield "component", place_of(failure.id, live)
    if said.fix:
        yield "fix", said.fix
    yield "reference", f"{failure.reference} (in the log as well)"


def place_of(id: str, live: Live) -> str:
    """Where a component stands: its path in the layout, or for one that a callback made, what it is in."""
    layout = live.page.layout
    steps: list[str] = []
    found: str | None = id
    while found is not None and found not in layout.paths and len(steps) < 20:
        steps.append(f"{live.type_of(found).__name__}(id={found!r})" if live.has(found) else f"{found!r}, which is not on the page")
        found = next(iter(ancestors(found, live.around(), live.page.graph)), None) if live.has(found) else None
    if found is not None and found in layout.paths:
        steps.append(layout.paths[found])
    return " > ".join(reversed(steps))


# -- tracebacks ----------------------------------------------------------------------------------------------------------


def frames(error: BaseException) -> list[Frame]:
    """The frames of an exception in the app's own code, outermost first."""
    places = [(t.tb_frame.f_code, t.tb_lineno) for t in _walk(error.__traceback__)]
    own = [place for place in places if _is_own(place[0].co_filename)]
    runs = [(place, sum(1 for _ in same)) for place, same in itertools.groupby(own)]
    return [Frame(code.co_filename, line, code.co_qualname, _lines(code, line), times) for (code, line), times in runs[-FRAMES:]]


def _walk(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _is_own(file: str) -> bool:
    return not is_library(file) and (not file.startswith("<") or bool(linecache.getline(file, 1)))


def _lines(code: CodeType, line: int) -> tuple[tuple[int, str], ...]:
    """Lines of a function around one of them, moved to the left as far as they go."""
    last = max((n for _, _, n in code.co_lines() if n), default=line)
    first, last = max(line - AROUND, code.co_firstlineno), min(line + AROUND, max(last, line))
    text = textwrap.dedent("".join(linecache.getlines(code.co_filename)[first - 1 : last]))
    return tuple((first + i, each) for i, each in enumerate(text.splitlines()))


def _source(frame: Frame) -> str:
    """Lines of source, numbered, the one that failed marked."""
    if not frame.source:
        return ""
    wide = len(str(frame.source[-1][0]))
    rows = [(n, f"{n:>{wide}}  {escape(text)}") for n, text in frame.source]
    return element("pre", {"class": "hx-source"}, "\n".join(f"<mark>{text}</mark>" if n == frame.line else text for n, text in rows))


def _listed(own: list[Frame]) -> str:
    return element("ol", {}, "".join(element("li", {}, escape(_named(frame)) + _source(frame)) for frame in own))


def _named(frame: Frame) -> str:
    return f"{frame.file}:{frame.line} in {frame.function}{f', {frame.times} times' if frame.times > 1 else ''}"


def _chain(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    """What an exception was raised from, or while handling what, and so on."""
    seen = {id(error)}
    while True:
        word = "caused by"
        found = error.__cause__
        if found is None and not error.__suppress_context__:
            word, found = "while handling", error.__context__
        if found is None or id(found) in seen or len(seen) > FRAMES:
            return
        seen.add(id(found))
        yield word, found
        error = found


def _cause(word: str, error: BaseException) -> str:
    return element("p", {}, f"{word} <strong>{escape(type(error).__name__)}</strong> {escape(message(error))}") + _listed(frames(error))


def _full(error: BaseException) -> str:
    """The traceback as Python writes it, frames of libraries included."""
    try:
        text = "".join(traceback.format_exception(error))
    except Exception as again:  # an exception that cannot be written must not take the page with it
        text = f"(the traceback cannot be written: {type(again).__name__})"
    if len(text) > FULL:
        text = f"{text[: FULL // 2]}\n…\n{text[-FULL // 2 :]}"
    return element("details", {}, f"<summary>with the frames of libraries</summary>{element('pre', {}, escape(text))}")
