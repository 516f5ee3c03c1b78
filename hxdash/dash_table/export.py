"""A table as a file: csv, or xlsx where openpyxl is installed."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from hxdash.dash_table.columns import Column, header_rows
from hxdash.dash_table.view import View
from hxdash.encoding import dumps
from hxdash.spool import Spooled, keep

CSV, XLSX = "text/csv;charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576  # of a sheet
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def exported(table: Any, view: View) -> Spooled:
    """The rows that pass the filter, in order, in a file that waits for the browser; however many, they are written one by one.

    Args:
        table: anything with `prop`.
        view: what it shows.

    Raises:
        ValueError: xlsx is wanted and openpyxl is not installed.
        NoSpool: there is no place for it.
    """
    kind = table.prop("export_format")
    columns = list(view.columns if table.prop("export_columns") == "all" else view.shown)
    headers = table.prop("export_headers") or ("ids" if kind == "csv" else "names")
    head = _head(columns, headers)
    if kind == "csv":
        return keep("Data.csv", CSV, _csv(view, columns, head))
    return keep("Data.xlsx", XLSX, _xlsx(view, columns, head, headers == "display" and bool(table.prop("merge_duplicate_headers"))))


def _head(columns: Sequence[Column], headers: str) -> list[list[str]]:
    if headers == "none" or not columns:
        return []
    if headers == "ids":
        return [[c.id for c in columns]]
    return [[c.names[level] for c in columns] for level in range(len(columns[0].names))]


def _lines(view: View, columns: Sequence[Column]) -> Iterator[list[Any]]:
    values = [view.rows.column(c.id) for c in columns]
    return ([v[i] for v in values] for i in map(int, view.order))


def _csv(view: View, columns: Sequence[Column], head: Sequence[Sequence[str]]) -> Callable[[IO[bytes]], None]:
    def write(file: IO[bytes]) -> None:
        text = io.TextIOWrapper(file, "utf-8", "replace", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerows([_harmless(cell) for cell in line] for line in itertools.chain(head, _lines(view, columns)))
        text.flush()
        text.detach()

    return write


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    kind = type(value)
    if kind is str:
        return f"'{value}" if value.startswith(_FORMULA) else value
    if kind is bool:
        return "true" if value else "false"
    return dumps(value) if kind is list or kind is dict else value


def _xlsx(view: View, columns: Sequence[Column], head: Sequence[Sequence[str]], merge: bool) -> Callable[[IO[bytes]], None]:
    try:
        import openpyxl  # noqa: PLC0415  (an extra)
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    except ImportError:
        raise ValueError("export_format='xlsx' needs openpyxl: pip install openpyxl") from None

    if len(view.order) + len(head) > MOST_ROWS:
        raise ValueError(f"an xlsx sheet holds {MOST_ROWS:,} rows, not {len(view.order) + len(head):,}; use export_format='csv'")
    book = openpyxl.Workbook(write_only=True)  # rows go to a file at once
    sheet = book.create_sheet("Sheet")

    def cell(value: Any) -> Any:
        if isinstance(value, (list, dict)):
            value = dumps(value)
        if not (isinstance(value, str) and value.startswith(_FORMULA)):
            return value
        text = WriteOnlyCell(sheet, value)
        text.data_type = "s"  # text that begins with = is text
        return text

    def write(file: IO[bytes]) -> None:
        for line in itertools.chain(head, _lines(view, columns)):
            sheet.append([cell(value) for value in line])
        for level, row in enumerate(header_rows(columns, merge=True) if merge else (), 1):
            for heading in row:
                if heading.span > 1:
                    first, last = (openpyxl.utils.get_column_letter(n) for n in (heading.first + 1, heading.first + heading.span))
                    sheet.merged_cells.add(f"{first}{level}:{last}{level}")
        book.save(file)

    return write


__all__ = ["exported"]
