"""The rows of a table as HTML. A page may have thousands of cells, so this is string building with all that is alike made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hxdash.component import Page
from hxdash.dash_table.columns import Column, as_text
from hxdash.dash_table.dropdowns import Dropdowns
from hxdash.dash_table.styles import CellStyles, rules
from hxdash.dash_table.tooltips import Tooltips
from hxdash.dash_table.view import View
from hxdash.dcc.markdown import render_markdown
from hxdash.dcc.options import same
from hxdash.encoding import dumps, plain
from hxdash.markup import attribute, attributes, closed, escape

Cell = Callable[[int, int, Mapping[str, Any]], str]  # index in the data, place on the page, row: the cell
FIXED_WIDTH = 150  # px, of a fixed column without a width of its own


class Body:
    """Writes the rows of a table.

    Args:
        table: the DataTable.
        view: what it shows.
        page: what it is rendered into.
    """

    def __init__(self, table: Any, view: View, page: Page) -> None:
        self._table, self._view, self._page = table, view, page
        self._dropdowns, self._tooltips = Dropdowns(table), Tooltips(table)
        self._field = attributes({**page.name(table, "_cells"), "autocomplete": "off"})
        self._action = attributes({"type": "submit", **page.name(table, "_act")})
        self._numbers = [self._is_number(c) for c in view.shown]
        self._lefts = fixed_offsets(table, view.shown)
        self._focusable = ' tabindex="-1"' if table.prop("cell_selectable") else ""  # not by the script: a morph would take it away
        selected = table.prop("selected_columns") or ()
        self._selected = frozenset(table.prop("selected_rows") or ())
        self._chosen = {i for i, c in enumerate(view.shown) if c.id in selected}

    def rows(self) -> str:
        """All rows of the page."""
        view = self._view
        cells = [*self._before(), *(self._cell(i, c) for i, c in enumerate(view.shown))]
        selected = self._selected
        numbered = self._needs_numbers()
        out = []
        for place, index in enumerate(view.window):
            row = view.rows.row(index)
            start = f'<tr data-row="{index}"' if numbered else "<tr"
            if numbered and row.get("id") is not None:
                start += attribute("data-id", dumps(plain(row["id"])))
            state = ' aria-selected="true">' if index in selected else ">"
            out.append(start + state + "".join([cell(index, place, row) for cell in cells]) + "</tr>")
        if not out:
            span = len(view.shown) + len(self._before())
            why = "No rows match the filter" if self._table.prop("filter_query") else "No rows"
            return f'<tr class="dash-table-empty"><td colspan="{max(1, span)}">{why}</td></tr>'
        return "".join(out)

    def _needs_numbers(self) -> bool:
        """Whether the browser must know which rows of the data it shows."""
        table = self._table
        return bool(table.prop("row_deletable") or table.prop("row_selectable") or any(c.editable for c in self._view.shown) or table.prop("cell_selectable"))

    def _is_number(self, column: Column) -> bool:
        if column.type != "any":
            return column.type == "numeric" and column.presentation == "input"
        values = self._view.rows.column(column.id)
        first = next((values[i] for i in self._view.window[:50] if values[i] is not None), None)
        return isinstance(first, (int, float)) and not isinstance(first, bool) and column.presentation == "input"

    def number_columns(self) -> list[bool]:
        """For each shown column whether it holds numbers, which stand to the right."""
        return self._numbers

    # -- cells before the first column ---------------------------------------------------------------------------------

    def _before(self) -> list[Cell]:
        table = self._table
        out: list[Cell] = []
        if table.prop("row_deletable"):
            out.append(self._delete_cell)
        if table.prop("row_selectable") in ("single", "multi"):
            out.append(self._select_cell)
        return out

    def _delete_cell(self, index: int, place: int, row: Mapping[str, Any]) -> str:
        value = attribute("value", dumps(["delete", index]))
        return f'<td class="dash-delete-cell"><button{self._action}{value} aria-label="Delete row {place + 1}">×</button></td>'

    def _select_cell(self, index: int, place: int, row: Mapping[str, Any]) -> str:
        table = self._table
        kind = "radio" if table.prop("row_selectable") == "single" else "checkbox"
        name = attributes(self._page.name(table, "_rows"))
        checked = " checked" if index in self._selected else ""
        return f'<td class="dash-select-cell"><input type="{kind}"{name} value="{index}" aria-label="Select row {place + 1}"{checked} autocomplete="off"></td>'

    # -- cells of columns ----------------------------------------------------------------------------------------------

    def _cell(self, number: int, column: Column) -> Cell:
        """A function that writes the cells of one column."""
        styles = CellStyles(rules(self._table, "style_cell", "style_cell_conditional", "style_data", "style_data_conditional"), column)
        start = f'<td class="{self._classes(number, column)}"{attribute("data-dash-column", column.id)}{self._focusable}'
        content, tooltip, left = self._content(column), self._tooltips.for_column(column), self._lefts.get(number)
        id, place_style = column.id, f"inset-inline-start:{left}" if left is not None else ""
        cache: dict[str | None, str] = {}

        def cell(index: int, place: int, row: Mapping[str, Any]) -> str:
            style = styles.text(place, row)
            if style not in cache:
                both = ";".join(s for s in (style, place_style) if s)
                cache[style] = start + (attribute("style", both) if both else "")
            tip = tooltip(index, row) if tooltip is not None else ""
            return f"{cache[style]}{tip}>{content(row.get(id), index, row)}</td>"

        return cell

    def _classes(self, number: int, column: Column) -> str:
        names = ["dash-cell", f"column-{number}"]
        names += ["num"] if self._numbers[number] else []
        names += ["dash-editable"] if column.editable and column.presentation != "dropdown" else []
        names += ["dash-fixed"] if number in self._lefts else []
        names += ["dash-column-selected"] if number in self._chosen else []
        return " ".join(names)

    def _content(self, column: Column) -> Callable[[Any, int, Mapping[str, Any]], str]:
        """A function from a value to what stands in its cell."""
        if column.presentation == "markdown":
            return self._markdown(column)
        show = column.show

        def text(value: Any) -> str:
            return escape(show(value))

        if column.presentation == "dropdown":
            return lambda value, index, row: self._choices(column, value, index, row) or text(value)
        if column.editable and self._page.whole:
            label = attribute("aria-label", column.names[-1] or column.id)
            return lambda value, index, row: f'<span>{text(value)}</span><noscript><input{self._field}{label}{attribute("value", as_text(value))}></noscript>'
        if column.editable:
            return lambda value, index, row: f"<span>{text(value)}</span>"
        return lambda value, index, row: text(value)

    def _markdown(self, column: Column) -> Callable[[Any, int, Mapping[str, Any]], str]:
        options = self._table.prop("markdown_options") or {}
        target, raw = options.get("link_target", "_blank"), bool(options.get("html"))

        def write(value: Any, index: int, row: Mapping[str, Any]) -> str:
            return f'<div class="dash-markdown">{render_markdown(as_text(value), raw=raw, target=target)}</div>' if value not in (None, "") else ""

        return write

    def _choices(self, column: Column, value: Any, index: int, row: Mapping[str, Any]) -> str:
        found = self._dropdowns.of(column, index, row)
        if found is None:
            return ""
        options, clearable = found
        if not column.editable:
            return escape(next((as_text(o.label) for o in options if same(o.value, value)), as_text(value)))
        known = any(same(o.value, value) for o in options)
        items = ['<option value=""></option>'] if clearable or not known else []
        for i, option in enumerate(options):
            items.append(f'<option value="{i}"{" selected" if same(option.value, value) else ""}>{escape(as_text(option.label))}</option>')
        label = attribute("aria-label", f"{column.names[-1] or column.id}, row {index + 1}")
        return f'<select class="dash-dropdown"{self._field}{label}>{"".join(items)}</select>'


def fixed_offsets(table: Any, columns: Sequence[Column]) -> dict[int, str]:
    """Where the columns stand that stay in sight while the others scroll: column number to its distance from the edge."""
    fixed = table.prop("fixed_columns") or {}
    if not fixed.get("headers"):
        return {}
    before = (2 if table.prop("row_deletable") else 0) + (2 if table.prop("row_selectable") in ("single", "multi") else 0)
    out, total = {}, f"{before}rem" if before else "0px"
    for number, column in enumerate(columns[: int(fixed.get("data") or 0)]):
        out[number] = total if total.count("+") == 0 else f"calc({total})"
        total += f" + {_width(table, column)}"
    return out


def _width(table: Any, column: Column) -> str:
    """The width that the styles give a column."""
    style: dict[str, Any] = {}
    for condition, one in rules(table, "style_cell", "style_cell_conditional"):
        if not {"row_index", "filter_query", "header_index", "state"} & condition.keys() and str(condition.get("column_id", column.id)) == column.id:
            style.update(one)
    width = style.get("width") or style.get("minWidth") or style.get("min-width") or FIXED_WIDTH
    return f"{width}px" if isinstance(width, (int, float)) else closed(str(width))


__all__ = ["Body", "fixed_offsets"]
