"""A table as a file: csv, or xlsx where openpyxl is installed."""

from __future__ import annotations

import base64
import csv
import io
import itertools
from collections.abc import Sequence
from typing import Any

from hxdash.dash_table.columns import Column, header_rows
from hxdash.dash_table.view import View
from hxdash.encoding import dumps

CSV, XLSX = "text/csv;charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def exported(table: Any, view: View) -> dict[str, str]:
    """The rows that pass the filter, in order: {"name", "type", "base64"}.

    Args:
        table: anything with `prop`.
        view: what it shows.

    Raises:
        ValueError: xlsx is wanted and openpyxl is not installed.
    """
    kind = table.prop("export_format")
    columns = list(view.columns if table.prop("export_columns") == "all" else view.shown)
    headers = table.prop("export_headers") or ("ids" if kind == "csv" else "names")
    head = _head(columns, headers)
    if kind == "csv":
        data, mime = _csv(view, columns, head), CSV
    else:
        data, mime = _xlsx(view, columns, head, headers == "display" and bool(table.prop("merge_duplicate_headers"))), XLSX
    return {"name": f"Data.{kind}", "type": mime, "base64": base64.b64encode(data).decode()}


def _head(columns: Sequence[Column], headers: str) -> list[list[str]]:
    if headers == "none" or not columns:
        return []
    if headers == "ids":
        return [[c.id for c in columns]]
    return [[c.names[level] for c in columns] for level in range(len(columns[0].names))]


def _lines(view: View, columns: Sequence[Column]) -> Any:
    values = [view.rows.column(c.id) for c in columns]
    return ([v[i] for v in values] for i in map(int, view.order))


def _csv(view: View, columns: Sequence[Column], head: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in line] for line in itertools.chain(head, _lines(view, columns)))
    return out.getvalue().encode("utf-8", "replace")


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    if isinstance(value, (list, dict)):
        return dumps(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _xlsx(view: View, columns: Sequence[Column], head: Sequence[Sequence[str]], merge: bool) -> bytes:
    try:
        import openpyxl  # noqa: PLC0415  (an extra)
    except ImportError:
        raise ValueError("export_format='xlsx' needs openpyxl: pip install openpyxl") from None
    book = openpyxl.Workbook()
    sheet = book.active
    for line in itertools.chain(head, _lines(view, columns)):
        sheet.append([dumps(v) if isinstance(v, (list, dict)) else v for v in line])
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"  # text that begins with = is text
    if merge:
        for level, row in enumerate(header_rows(columns, merge=True), 1):
            for heading in row:
                if heading.span > 1:
                    sheet.merge_cells(start_row=level, end_row=level, start_column=heading.first + 1, end_column=heading.first + heading.span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


__all__ = ["exported"]
