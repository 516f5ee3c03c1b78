"""The columns of a table: what they are when settings are left out, their headers, and what a user does to them."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hxdash.dash_table.dates import normal_date
from hxdash.dash_table.filter_language import is_numeric, number
from hxdash.dash_table.number_format import formatter
from hxdash.encoding import plain

TYPES = ("any", "numeric", "text", "datetime")


@dataclass(frozen=True)
class Column:
    """One column, complete.

    Args:
        id: of the column, also the key in the rows.
        names: the texts of its headers, one per header row, top first.
        type: any, numeric, text or datetime.
        presentation: input, dropdown or markdown.
        editable: whether users may change its cells.
        case: "sensitive" or "insensitive", for filters that do not say.
        placeholder: text of the empty filter.
        nulls: values that sort as nothing.
        show: from a value to its text.
        given: as the author wrote it.
    """

    id: str
    names: tuple[str, ...]
    type: str
    presentation: str
    editable: bool
    case: str
    placeholder: str
    nulls: tuple[Any, ...]
    show: Callable[[Any], str]
    given: Mapping[str, Any]

    def flag(self, name: str, row: int, rows: int) -> bool:
        """Whether a header row of this column has an action (deletable, hideable ...): True, "first", "last" or one per row."""
        value = self.given.get(name)
        if value in ("first", "last"):
            return row == (0 if value == "first" else rows - 1)
        return bool(value[row]) if isinstance(value, (list, tuple)) and row < len(value) else value is True


def complete(columns: Sequence[Mapping[str, Any]], *, editable: bool, options: Mapping[str, Any] | None, nulls: Sequence[Any] | None, locale: Mapping[str, Any] | None) -> list[Column]:
    """The columns with the table's settings for what they leave out.

    Raises:
        ValueError: a column that cannot be used.
    """
    height = max((len(c["name"]) if isinstance(c.get("name"), (list, tuple)) else 1 for c in columns), default=1)
    out = []
    for given in columns:
        if "id" not in given:
            raise ValueError(f"a column needs an id: {given!r:.80}")
        name = given.get("name", given["id"])
        names = [str(n) for n in name] if isinstance(name, (list, tuple)) else [str(name)] * height
        settings = {**(options or {}), **(given.get("filter_options") or {})}
        kind = given.get("type") or "any"
        if kind not in TYPES:
            raise ValueError(f"the type of column {given['id']!r} is one of {', '.join(TYPES)}, not {kind!r}")
        own = given.get("editable")
        out.append(
            Column(
                str(given["id"]),
                tuple(names + [""] * (height - len(names))),
                kind,
                given.get("presentation") or "input",
                editable if own is None else bool(own),
                settings.get("case") or "sensitive",
                settings.get("placeholder_text") or "filter data...",
                tuple(given.get("sort_as_null") or nulls or ()),
                _shower(kind, json.dumps(plain(given.get("format")), sort_keys=True), json.dumps(plain(locale), sort_keys=True)),
                given,
            )
        )
    return out


@functools.lru_cache(maxsize=512)
def _shower(kind: str, format_json: str, locale_json: str) -> Callable[[Any], str]:
    """From a value of a column to its text."""
    given = json.loads(format_json)
    if kind != "numeric" or not given:
        return as_text
    locale = {**(json.loads(locale_json) or {}), **(given.get("locale") or {})}
    specifier, nully = given.get("specifier") or "", given.get("nully", "")
    large = formatter(specifier, locale, given.get("prefix"))
    small = large if locale.get("separate_4digits", True) else formatter(specifier.replace(",", "", 1), locale, given.get("prefix"))

    def show(value: Any) -> str:
        value = nully if value is None else value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return as_text(value)
        return small(value) if abs(value) < 10000 else large(value)

    return show


def as_text(value: Any) -> str:
    """A value without a format, as Dash writes it: nothing for None and as JavaScript does for all else."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


@dataclass(frozen=True)
class Heading:
    """One header cell: `text` over the columns from `first` on, `span` of them."""

    text: str
    first: int
    span: int


def header_rows(columns: Sequence[Column], merge: bool) -> list[list[Heading]]:
    """The header cells, row by row; neighbours with the same text are one cell if `merge`."""
    rows: list[list[Heading]] = []
    for level in range(len(columns[0].names) if columns else 1):
        row: list[Heading] = []
        for i, column in enumerate(columns):
            text = column.names[level]
            if merge and row and row[-1].text == text:
                row[-1] = Heading(text, row[-1].first, row[-1].span + 1)
            else:
                row.append(Heading(text, i, 1))
        rows.append(row)
    return rows


def choosers(columns: Sequence[Column], merge: bool) -> list[list[str]]:
    """The columns, by their ids, that each box in the headers selects."""
    rows = header_rows(columns, merge)
    cells = [(level, columns[h.first : h.first + h.span]) for level, row in enumerate(rows) for h in row]
    return [[c.id for c in under] for level, under in cells if under and under[0].flag("selectable", level, len(rows))]


def renamed(columns: Sequence[Mapping[str, Any]], ids: Sequence[str], level: int, text: str) -> list[dict[str, Any]]:
    """The columns with another text in one header row of some of them."""
    height = max((len(c["name"]) if isinstance(c.get("name"), (list, tuple)) else 1 for c in columns), default=1)
    out = []
    for column in columns:
        if str(column["id"]) in ids:
            name = column.get("name", column["id"])
            if height > 1:
                names = list(name) if isinstance(name, (list, tuple)) else [name] * height
                names[level] = text
                name = names
            else:
                name = [text] if isinstance(name, (list, tuple)) else text
            column = {**column, "name": name}
        out.append(dict(column))
    return out


# -- what is typed into a cell -----------------------------------------------------------------------------------------


def taken(value: Any, column: Column) -> tuple[bool, Any]:
    """What a user's value becomes in a cell, by the column's type, on_change and validation.

    Returns:
        Whether it is taken at all, and the value.

    Source: dash_table of Dash 4.4.1: coerce unless said otherwise, reject on failure.
    """
    change = column.given.get("on_change") or {}
    rules = column.given.get("validation") or {}
    action = change.get("action") or "coerce"
    good, result = (True, value) if action == "none" else _tried(value, column.type, action == "coerce", rules)
    if good:
        return True, result
    failure = change.get("failure") or "reject"
    if failure == "default":
        return True, rules.get("default")
    return failure == "accept", result


def _tried(value: Any, kind: str, coerce: bool, rules: Mapping[str, Any]) -> tuple[bool, Any]:
    if kind == "any":
        return True, value
    if value is None:
        return bool(rules.get("allow_null")), None
    if kind == "text":
        return (True, value) if isinstance(value, str) else (coerce, as_text(value) if coerce else value)
    if kind == "datetime":
        date = normal_date(value, short_years=bool(rules.get("allow_YY")))
        return (False, value) if date is None else (True, date if coerce else value.strip())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return True, value
    if coerce and is_numeric(value):
        return True, number(value)
    if value == "" and rules.get("allow_null"):
        return True, None
    return False, value
