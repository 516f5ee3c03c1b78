"""What stands above and below the rows of a table, as HTML: headers with their buttons, filters, pages, the menu."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Any

from hxdash.component import Page
from hxdash.dash_table.body import fixed_offsets
from hxdash.dash_table.columns import Heading, header_rows
from hxdash.dash_table.styles import header_style, rules
from hxdash.dash_table.tooltips import Tooltips
from hxdash.dash_table.view import View, filter_action, filter_texts, sorts_of
from hxdash.encoding import dumps
from hxdash.markup import attributes, classes, element, escape

HAS_XLSX = importlib.util.find_spec("openpyxl") is not None
_ACTIONS = (("clearable", "clear", "Clear", "∅"), ("renamable", "edit", "Rename", "✎"), ("hideable", "hide", "Hide", "⊘"), ("deletable", "delete", "Delete", "×"))
_WORDS = {"clear": "clear", "hide": "hide", "delete": "remove"}


class Head:
    """Writes what is around the rows.

    Args:
        table: the DataTable.
        view: what it shows.
        page: what it is rendered into.
        numbers: for each shown column whether it holds numbers.
    """

    def __init__(self, table: Any, view: View, page: Page, numbers: Sequence[bool]) -> None:
        self._table, self._view, self._page, self._numbers = table, view, page, numbers
        self._rules, self._tooltips = rules(table, "style_cell", "style_cell_conditional", "style_header", "style_header_conditional"), Tooltips(table)
        self._sorts = dict(sorts_of(table)) if table.prop("sort_action") in ("native", "custom") else None
        self._lefts = fixed_offsets(table, view.shown)

    def button(self, action: Sequence[Any], content: str, **more: Any) -> str:
        """A button that does something to the table; without JavaScript it sends the form."""
        pairs = {"type": "submit", **self._page.name(self._table, "_act"), "value": dumps(list(action)), **more}
        return element("button", pairs, content)

    # -- headers -------------------------------------------------------------------------------------------------------

    def rows(self) -> str:
        """The rows of <thead>."""
        view, table = self._view, self._table
        merge = bool(table.prop("merge_duplicate_headers"))
        levels = header_rows(view.shown, merge) if view.shown else []
        height = len(levels) + (filter_action(table)[0] != "none")
        out = []
        for level, headings in enumerate(levels):
            cells = self._before(height) if level == 0 else ""
            cells += "".join(self._heading(h, level, len(levels)) for h in headings)
            out.append(f"<tr>{cells}</tr>")
        if filter_action(table)[0] != "none":
            out.append(f'<tr class="dash-filter-row">{self._filters()}</tr>')
        return "".join(out)

    def _before(self, height: int) -> str:
        out, span = "", height if height > 1 else None
        if self._table.prop("row_deletable"):
            out += element("td", {"rowspan": span, "class": "dash-delete-header"})
        if self._table.prop("row_selectable") in ("single", "multi"):
            out += element("td", {"rowspan": span, "class": "dash-select-header"})
        return out

    def _heading(self, heading: Heading, level: int, height: int) -> str:
        columns = self._view.shown[heading.first : heading.first + heading.span]
        column, last = columns[0], level == height - 1
        ids = [c.id for c in columns]
        text, sort = escape(heading.text), None
        if last and self._sorts is not None and column.given.get("sortable", True) is not False:
            down = self._sorts.get(column.id)
            sort = None if down is None else "descending" if down else "ascending"
            part = self._page.part(self._table, f".sort.{heading.first}")
            text = self.button(["sort", column.id], text or escape(column.id), id=part, **{"class": "column-header--sort"})
        elif text:
            text = f'<span class="column-header-name">{text}</span>'
        left = self._lefts.get(heading.first)
        style = ";".join(s for s in (header_style(self._rules, column, level), f"inset-inline-start:{left}" if left is not None else "") if s)
        pairs = {
            "scope": "col" if last or heading.span == 1 else "colgroup",
            "colspan": heading.span if heading.span > 1 else None,
            "class": classes("dash-header", f"column-{heading.first}", self._numbers[heading.first] and "num", left is not None and "dash-fixed"),
            "data-dash-column": column.id,
            "aria-sort": sort,
            "style": style or None,
        }
        tip = self._tooltips.header(column, level)
        content = self._chooser(ids, level, height) + text + self._actions(ids, heading, level, height)
        return f"<th{attributes(pairs)}{tip}>{content or '<span></span>'}</th>"

    def _chooser(self, ids: list[str], level: int, height: int) -> str:
        """The box that selects the columns."""
        mode, column = self._table.prop("column_selectable"), next(c for c in self._view.shown if c.id == ids[0])
        if mode not in ("single", "multi") or not column.flag("selectable", level, height):
            return ""
        on = all(id in (self._table.prop("selected_columns") or ()) for id in ids)
        pairs = {
            "type": "checkbox", **self._page.name(self._table, "_columns"), "value": dumps(ids),  # no class: the look of all boxes
            "aria-label": f"Select column {column.names[level] or column.id}", "checked": on, "autocomplete": "off",
        }  # fmt: skip
        return element("input", pairs)

    def _actions(self, ids: list[str], heading: Heading, level: int, height: int) -> str:
        column, out = self._view.shown[heading.first], ""
        for flag, name, word, sign in _ACTIONS:
            if not column.flag(flag, level, height):
                continue
            label, kind = f"{word} column {heading.text or column.id}", f"column-header--{name}"
            if name == "edit":
                out += element("button", {"type": "button", "class": kind, "data-rename": dumps([ids, level, heading.text]), "aria-label": label}, sign)
            else:
                out += self.button([_WORDS[name], ids], sign, **{"class": kind, "aria-label": label})
        return out

    def _filters(self) -> str:
        texts, bad = filter_texts(self._table, self._view.shown), self._table.prop("_bad") or {}
        own = rules(self._table, "style_cell", "style_cell_conditional", "style_filter", "style_filter_conditional")
        name, out = attributes(self._page.name(self._table, "_filter")), []
        for i, column in enumerate(self._view.shown):
            left, text = self._lefts.get(i), bad.get(column.id, texts.get(column.id, ""))
            style = ";".join(s for s in (header_style(own, column, None), f"inset-inline-start:{left}" if left is not None else "") if s)
            pairs = {
                "id": self._page.part(self._table, f".filter.{i}"),
                "value": text,
                "placeholder": column.placeholder,
                "aria-label": f"Filter {column.names[-1] or column.id}",
                "aria-invalid": "true" if column.id in bad else None,
                "autocomplete": "off",
            }
            cell = {"class": classes("dash-filter", f"column-{i}", left is not None and "dash-fixed"), "data-dash-column": column.id, "style": style or None}
            out.append(f'<td{attributes(cell)}><input type="text"{name}{attributes(pairs)}></td>')
        return "".join(out)

    def filter_values(self) -> list[str]:
        """The texts of the filters, in order."""
        texts, bad = filter_texts(self._table, self._view.shown), self._table.prop("_bad") or {}
        return [bad.get(c.id, texts.get(c.id, "")) for c in self._view.shown] if filter_action(self._table)[0] != "none" else []

    # -- around the table ----------------------------------------------------------------------------------------------

    def pages(self) -> str:
        """The row of buttons below; empty where there is one page."""
        view, table = self._view, self._table
        if view.pages == 1:
            return ""
        last = view.pages is not None and view.page >= view.pages - 1
        ids = {name: self._page.part(table, f".{name}") for name in ("first", "previous", "next", "last", "page")}
        total = f" / {view.pages}" if view.pages is not None else ""
        number = {
            "type": "number", "id": ids["page"], **self._page.name(table, "_page"), "value": view.page + 1, "min": 1, "max": view.pages,
            "class": "dash-input-element current-page", "aria-label": "Page", "autocomplete": "off", "style": f"--chars:{len(str(view.pages or 1000))}",
        }  # fmt: skip
        shown = f'<span class="dash-table-range" role="status">{self._range()}</span>'

        def step(name: str, sign: str, off: bool) -> str:
            label = {"first": "First page", "previous": "Previous page", "next": "Next page", "last": "Last page"}[name]
            return self.button(["page", name], sign, id=ids[name], **{"class": f"dash-button {name}-page", "aria-label": label, "disabled": off})

        start = step("first", "«", view.page == 0) + step("previous", "‹", view.page == 0)
        end = step("next", "›", last) + (step("last", "»", last) if view.pages is not None else "")
        return f'{shown}{start}<span class="page-number">{element("input", number)}<span class="last-page-number">{total}</span></span>{end}'

    def _range(self) -> str:
        view = self._view
        if view.pages is None or self._table.prop("page_action") == "custom":
            return f"Page {view.page + 1}" + (f" of {view.pages}" if view.pages else "")
        first = view.page * view.size
        return f"{first + 1:,}–{first + len(view.window):,} of {len(view.order):,}"

    def menu(self) -> str:
        """What stands above: the columns that can be hidden, and the export."""
        table, out = self._table, ""
        height = self._view.header_height
        hideable = [c for c in self._view.columns if any(c.flag("hideable", level, height) for level in range(height))]
        if hideable:
            hidden = table.prop("hidden_columns") or ()
            items = "".join(self._toggle(c.id, " | ".join(n for n in c.names if n) or c.id, c.id not in hidden) for c in hideable)
            out += f'<details class="show-hide-menu"><summary class="show-hide">Toggle Columns</summary><div>{items}</div></details>'
        kind = table.prop("export_format")
        if kind in ("csv", "xlsx"):
            off = kind == "xlsx" and not HAS_XLSX
            pairs = {"type": "button", "class": "dash-button export", "data-act": dumps(["export"]), "disabled": off, "title": "needs openpyxl on the server" if off else None}
            out += element("button", pairs, "Export")
        return out

    def _toggle(self, id: str, name: str, on: bool) -> str:
        pairs = {"class": "show-hide-menu-item", "aria-pressed": "true" if on else "false"}
        return self.button(["hide" if on else "show", [id]], escape(name), **pairs)


__all__ = ["Head"]
