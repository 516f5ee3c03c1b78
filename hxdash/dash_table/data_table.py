"""dash_table.DataTable: rows on the server, one page of them in the browser.

What a user does comes as actions (actions.py) in a field of its own; the table's own step applies them, whether or not a callback
listens. What callbacks made of a table is kept in its snapshot, its data by reference: to the fixed layout, or to the data store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hxdash.acting import Lost, OwnStep
from hxdash.component import Component, Found, Page, Swap
from hxdash.dash_table import kept
from hxdash.dash_table.actions import CLEARED, apply
from hxdash.dash_table.body import Body
from hxdash.dash_table.head import Head
from hxdash.dash_table.rows import Rows
from hxdash.dash_table.styles import state_rules
from hxdash.dash_table.view import DERIVED, PAGE, View, derived, look
from hxdash.data_store import store
from hxdash.dcc.choices import readable
from hxdash.encoding import dumps, loads, plain
from hxdash.exceptions import RequestRefused
from hxdash.ids import Id, id_text
from hxdash.markup import element, style_text

CELL = frozenset(CLEARED)
KEPT = frozenset(kept.props(kept.NAMES))
FIELDS = frozenset({"_act", "_filter", "_rows", "_columns", "_cells", "_page"})
QUIET = CELL | frozenset(DERIVED) | FIELDS | {"_bad", "_file", "data_previous", "data_timestamp", "selected_row_ids", "is_focused"}  # not seen
LIGHT = frozenset(
    "data columns sort_by filter_query page_current page_size page_count selected_rows selected_columns hidden_columns style_data "
    "style_data_conditional tooltip_data tooltip_conditional dropdown dropdown_conditional dropdown_data editable".split()
)  # what changes without a new frame
GIVEN: dict[str, Any] = {
    "page_current": 0, "page_size": PAGE, "filter_query": "", "sort_by": [], "selected_rows": [], "selected_row_ids": [],
    "selected_columns": [], "selected_cells": [],
}  # what callbacks are given where the author gave nothing, as in Dash
INLINE, MOST_LOG = 64 * 1024, 64 * 1024  # bytes of data, and of changes to it, that ride in the page


class DataTable(Component):
    """Rows and columns that can be sorted, filtered, paged, selected and edited. Works without JavaScript, but for what needs keys.

    Args:
        data: list of dicts, or a pandas or polars DataFrame; any length. A key "id" names a row.
        columns: list of {"id", "name", "type", "presentation", "format", "editable", "hideable", ...}; by default those of the data.
        id: string or dict; made up if it is left out.
        editable: cells can be changed; a column's own `editable` wins.
        fixed_columns, fixed_rows: {"headers": bool, "data": int}: what stays in sight while the rest scrolls.
        row_selectable, column_selectable: "single", "multi" or False.
        row_deletable, cell_selectable: rows have a button to delete them; cells can be chosen, by mouse and keys.
        is_focused, loading_state: accepted.
        active_cell, start_cell, end_cell: {"row", "column", "column_id", "row_id"}, numbers on the page; selected_cells a list of these.
        selected_rows: numbers of rows in the data; selected_row_ids: their ids; selected_columns: ids of columns.
        data_previous, data_timestamp: the data before the last edit, and when that was (ms since 1970).
        hidden_columns: ids of columns that are not shown.
        merge_duplicate_headers: neighbouring headers with the same text are one.
        include_headers_on_copy_paste: copied cells bring their headers.
        export_format: "csv", "xlsx" (needs openpyxl) or "none"; export_columns: "visible" or "all"; export_headers: "ids", "names", "display", "none".
        page_action: "native", "custom" (callbacks bring each page) or "none"; page_current from 0, page_size rows, page_count if known.
        sort_action, sort_mode ("single", "multi"), sort_by: [{"column_id", "direction"}]; sort_as_null: values that come last.
        filter_action: "native", "custom", "none" or {"type", "operator": "and" | "or"}; filter_query in Dash's filter language;
            filter_options: {"case", "placeholder_text"}.
        dropdown, dropdown_conditional, dropdown_data: choices of cells whose column has presentation "dropdown".
        tooltip, tooltip_conditional, tooltip_data, tooltip_header: texts shown on hover, of columns, by condition, by row, of headers;
            tooltip_delay, tooltip_duration in ms.
        locale_format: {"symbol", "decimal", "group", "grouping", "percent", "separate_4digits"} of all numbers.
        style_table, style_cell, style_data, style_filter, style_header: CSS of the frame, of all cells, of those of rows, filters, headers.
        style_*_conditional: list of {"if": condition} with CSS: the same where the condition holds; the last that does wins.
        style_as_list_view, fill_width: no lines between columns; as wide as what is around.
        css: list of {"selector", "rule"}, for parts of this table.
        markdown_options: {"link_target", "html"} of cells whose column has presentation "markdown".
        virtualization: accepted; what is not on the page is never sent, so without paging the rows come in pages of page_size.
        derived_*: what follows from the rest, only to be read: rows after filter and sort ("virtual"), those on the page ("viewport").
        persistence, persisted_props, persistence_type: keep what the user changed: all of columns.name, filter_query, hidden_columns, page_current,
            selected_columns, selected_rows, sort_by unless persisted_props names some. Together they may have 1,000 characters; data is not kept.

    Source: dash_table.DataTable of Dash 4.4.1.
    """

    acts: ClassVar[bool] = True
    node_props: ClassVar[tuple[str, ...]] = ()
    browser_props: ClassVar[frozenset[str]] = FIELDS | CELL | frozenset(DERIVED) | {kept.FIELD}
    kept_as: ClassVar[Mapping[str, str]] = dict.fromkeys(kept.NAMES, kept.FIELD)
    kinds: ClassVar[Mapping[str, str]] = dict.fromkeys(CELL, "part")
    computed: ClassVar[frozenset[str]] = frozenset(DERIVED)
    passing: ClassVar[frozenset[str]] = FIELDS | {"_bad", "_file", kept.FIELD}
    packed: ClassVar[frozenset[str]] = frozenset({"data", "data_previous"})

    data: Any = None
    columns: Sequence[Mapping[str, Any]] | None = None
    editable: bool = False
    fixed_columns: Mapping[str, Any] | None = None
    fixed_rows: Mapping[str, Any] | None = None
    column_selectable: Any = False
    cell_selectable: bool = True
    row_selectable: Any = False
    row_deletable: bool = False
    active_cell: Any = None
    selected_cells: Any = None
    selected_rows: Any = None
    selected_columns: Any = None
    selected_row_ids: Any = None
    start_cell: Any = None
    end_cell: Any = None
    data_previous: Any = None
    hidden_columns: Any = None
    is_focused: Any = None
    merge_duplicate_headers: bool = False
    data_timestamp: Any = None
    include_headers_on_copy_paste: bool = False
    export_columns: str = "visible"
    export_format: str = "none"
    export_headers: str | None = None
    page_action: str = "native"
    page_current: int = 0
    page_count: int | None = None
    page_size: int = 250
    filter_query: str = ""
    filter_action: Any = "none"
    filter_options: Mapping[str, Any] | None = None
    sort_action: str = "none"
    sort_mode: str = "single"
    sort_by: Any = None
    sort_as_null: Any = None
    dropdown: Any = None
    dropdown_conditional: Any = None
    dropdown_data: Any = None
    tooltip: Any = None
    tooltip_conditional: Any = None
    tooltip_data: Any = None
    tooltip_header: Any = None
    tooltip_delay: float | None = 350
    tooltip_duration: float | None = 2000
    locale_format: Mapping[str, Any] | None = None
    style_as_list_view: bool = False
    fill_width: bool = True
    markdown_options: Mapping[str, Any] | None = None
    css: Any = None
    style_table: Mapping[str, Any] | None = None
    style_cell: Any = None
    style_data: Any = None
    style_filter: Any = None
    style_header: Any = None
    style_cell_conditional: Any = None
    style_data_conditional: Any = None
    style_filter_conditional: Any = None
    style_header_conditional: Any = None
    virtualization: bool = False
    derived_filter_query_structure: Any = None
    derived_viewport_data: Any = None
    derived_viewport_indices: Any = None
    derived_viewport_row_ids: Any = None
    derived_viewport_selected_columns: Any = None
    derived_viewport_selected_rows: Any = None
    derived_viewport_selected_row_ids: Any = None
    derived_virtual_data: Any = None
    derived_virtual_indices: Any = None
    derived_virtual_row_ids: Any = None
    derived_virtual_selected_rows: Any = None
    derived_virtual_selected_row_ids: Any = None
    id: Id | None = None
    loading_state: Any = None
    persistence: Any = None
    persisted_props: Any = kept.NAMES
    persistence_type: str | None = "local"

    needs: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **props: Any) -> None:
        super().__init__(*args, **props)
        self.__dict__.update({name: value for name, value in GIVEN.items() if self.__dict__.get(name) is None})
        if "data" in self.__dict__:
            self.__dict__["data"] = Rows.of(self.__dict__["data"])
        self.ensure_id()  # its buttons must find it again
        look_at_columns(self)

    @classmethod
    def accept(cls, prop: str, value: Any, found: Found) -> Any:
        if isinstance(value, Rows):
            return value
        if prop not in cls.packed or value is None:
            return plain(value)
        rows = Rows.of(value)
        rows.made = True
        return rows

    # -- its own steps -------------------------------------------------------------------------------------------------

    @classmethod
    def own_steps(cls, read: frozenset[str]) -> Sequence[OwnStep]:
        after = tuple(p for p in DERIVED if p in read)
        inputs = ("data", "columns", "sort_by", "filter_query", "filter_action", "sort_action", "page_current", "page_size", "page_action")
        fields = tuple(sorted(FIELDS - {"_act"}))
        return (
            OwnStep(_acted, ("_act",), (*fields, "data"), CHANGED),
            OwnStep(lambda table: _worked_out(table, after), (*inputs, "selected_rows", "selected_columns", "hidden_columns"), (), after, initial=True),
        )

    # -- the wire ------------------------------------------------------------------------------------------------------

    def field(self, prop: str) -> str:
        return "_cell" if prop in CELL else "_act" if prop in self.computed else prop

    def decode(self, prop: str, texts: list[str]) -> Any:
        if prop in self.computed:
            return derived(self, prop)
        if prop in CELL:
            return _decode_cell(self, prop, texts)
        if prop == kept.FIELD:
            return _json(texts[-1]) if texts and texts[-1] else None
        if prop != "_act":
            return texts
        actions = [_json(text) for text in texts]
        if not all(isinstance(a, list) and a and isinstance(a[0], str) for a in actions):
            raise RequestRefused(422, "an action on a table is a list that begins with a word")
        return actions

    def encode(self, prop: str, value: Any) -> str:
        if prop == kept.FIELD:
            return dumps(value) if value else ""
        return dumps({name: plain(self.prop(name)) for name in sorted(CELL) if self.prop(name)})

    def kept_part(self, name: str, value: Any) -> Any:
        return kept.part(name, value)

    def regained(self, name: str, value: Any) -> Mapping[str, Any]:
        return kept.regained(self, name, value)

    def pack(self, prop: str, value: Any, fixed: Component | None) -> Any:
        if value is None:
            return None
        rows = Rows.of(value)
        origin, log = rows.origin, rows.log
        own = None if fixed is None else fixed.prop("data")
        if isinstance(own, Rows) and origin is own.origin and len(dumps(plain(log))) <= MOST_LOG:
            return {"of": "", "log": plain(log)}
        if log and len(dumps(plain(log))) > MOST_LOG:
            origin, log = rows, []
        key, size = origin.digest
        if size <= INLINE:
            return list(rows)
        store().put(key, origin, size)
        return {"of": key, "log": plain(log)}

    @classmethod
    def unpack(cls, prop: str, value: Any, fixed: Component | None) -> Any:
        if not isinstance(value, dict):
            return value if value is None else Rows.of(value)
        origin = fixed.prop("data") if not value["of"] and fixed is not None else store().get(value["of"])
        if not isinstance(origin, Rows):
            raise Lost(value["of"])
        return replayed(origin, value["log"])

    # -- the page ------------------------------------------------------------------------------------------------------

    def outer(self) -> dict[str, Any]:
        pairs = super().outer()
        pairs["class"] = "dash-datatable dash-list-view" if self.prop("style_as_list_view") else "dash-datatable"
        return pairs

    def markup(self, page: Page) -> str:
        view = look(self)
        wire = page.wire(self, {kept.FIELD: "", "_act": "act", **dict.fromkeys(sorted(CELL), "cell")}, "wrapper")
        css = [*({"selector": c.get("selector"), "rule": c.get("rule")} for c in self.prop("css") or ()), *state_rules(self, view.shown)]
        pairs = {
            **self.outer(),
            **wire,
            **({"hx-props": wire.get("hx-props") or "act:_act"} if wire else {}),
            **page.script("table"),
            "data-css": dumps(plain(css)) if css else None,
            "data-cells": bool(self.prop("cell_selectable")),
            "data-headers": bool(self.prop("include_headers_on_copy_paste")),
        }
        return element("div", pairs, page.sheet("table") + self._inside(view, page))

    def _inside(self, view: View, page: Page) -> str:
        body = Body(self, view, page)
        head = Head(self, view, page, body.number_columns())
        label = readable(id_text(self.prop("id")))
        frame = {
            "class": "dash-table-container dash-spreadsheet-container" + (" dash-fixed-rows" if (self.prop("fixed_rows") or {}).get("headers") else ""),
            "role": "region", "tabindex": "0", "aria-label": label, "style": style_text(self.prop("style_table")),
        }  # fmt: skip
        table = {
            "class": "dash-table cell-table" + ("" if self.prop("fill_width") else " dash-narrow"),
            "role": "grid" if self.prop("cell_selectable") else None,
            "aria-label": label,
            "aria-multiselectable": "true" if self.prop("row_selectable") == "multi" and self.prop("cell_selectable") else None,  # of a grid only
        }
        tbody = element("tbody", {"id": page.part(self, ".body")}, body.rows())
        name = {n: v for n, v in page.name(self, "_cell").items() if not str(v).startswith("u:")}  # nobody reads it: it is not sent
        cell = element("input", {"type": "hidden", "id": page.part(self, ".cell"), **name, "value": self.encode("active_cell", None)})
        if self.props.get("persistence"):
            name = page.name(self, kept.FIELD)["name"]  # without JavaScript the server keeps it
            cell += element("input", {"type": "hidden", "id": page.part(self, ".kept"), "name": name, "value": self.encode(kept.FIELD, page.kept(self, kept.FIELD)), "autocomplete": "off"})
        form = f"<noscript>{element('input', {'type': 'hidden', **page.name(self, '_act'), 'value': dumps(['form'])})}</noscript>" if page.whole else ""
        menu = element("div", {"id": page.part(self, ".menu"), "class": "dash-spreadsheet-menu"}, head.menu())
        return form + menu + element("div", frame, element("table", table, self._thead(head, page) + tbody)) + cell + self._pages(head, page)

    def _thead(self, head: Head, page: Page) -> str:
        return element("thead", {"id": page.part(self, ".head")}, head.rows())

    def _pages(self, head: Head, page: Page) -> str:
        label = readable(id_text(self.prop("id")))
        return element("nav", {"id": page.part(self, ".pages"), "class": "dash-table-pages previous-next-container", "aria-label": f"Pages of {label}"}, head.pages())

    def swaps(self, changed: frozenset[str], page: Page) -> list[Swap]:
        file = self.prop("_file") if "_file" in changed else None
        out = [Swap("download", {"href": f"{page.base}/_hx/download/{file['key']}", "download": file["name"]})] if file else []
        seen = changed - QUIET
        if seen - LIGHT:
            out.append(Swap("outerMorph", self.markup(page)))
        elif seen or "_bad" in changed:
            out += self._parts(seen, page)
        if changed & KEPT and not seen - LIGHT and self.props.get("persistence"):
            out.append(Swap("value", self.encode(kept.FIELD, page.kept(self, kept.FIELD)), ".kept"))
        if changed & CELL or (seen - LIGHT):
            out.append(Swap("value", self.encode("active_cell", None), ".cell"))
        return out

    def _parts(self, seen: frozenset[str], page: Page) -> list[Swap]:
        """The parts that are not as they were, each by a morph, so that focus and what is typed stay."""
        view = look(self)
        body = Body(self, view, page)
        head = Head(self, view, page, body.number_columns())
        out = [Swap("innerMorph", body.rows(), ".body")]
        if seen == {"selected_rows"}:
            return out
        # `outer`: what somebody is typing there is left alone; the inside of an element starts anew
        out.insert(0, Swap("outerMorph", self._thead(head, page), ".head"))
        out += [Swap("outerMorph", self._pages(head, page), ".pages")]
        if seen & {"columns", "hidden_columns"}:
            out.append(Swap("innerMorph", head.menu(), ".menu"))
        if "filter_query" in seen or not seen:
            out += [Swap("value", text, f".filter.{i}") for i, text in enumerate(head.filter_values())]
        if view.pages != 1 and seen & {"page_current", "page_size", "filter_query"}:
            out.append(Swap("value", str(view.page + 1), ".page"))
        return out


DataTable.needs = frozenset(DataTable.prop_names) - QUIET - {"id", "loading_state"}
CHANGED = (
    "data", "data_previous", "data_timestamp", "columns", "hidden_columns", "sort_by", "filter_query", "page_current", "selected_rows",
    "selected_row_ids", "selected_columns", *sorted(CELL), "_bad", "_file",
)  # fmt: skip


def look_at_columns(table: DataTable) -> None:
    """Find at once what is wrong with columns, while the author's line is still in the traceback."""
    look(table.replaced({"filter_query": "", "sort_by": None}))


def _acted(table: DataTable) -> Mapping[str, Any]:
    """The table's own answer to what the user did. Runs in a thread: it may sort a million rows."""
    changes = apply(table, table.prop("_act") or (), {name: table.prop(name) or [] for name in FIELDS})
    if changes:
        look(table.replaced(changes))
    return changes


def _worked_out(table: DataTable, props: Sequence[str]) -> Mapping[str, Any]:
    view = look(table)
    if view.rows.origin.made:
        _ = view.rows.origin.digest  # in this thread and not on the event loop
    return {prop: derived(table, prop, view) for prop in props}


def replayed(origin: Rows, log: Sequence[Any]) -> Rows:
    """The rows after what was done to them; the newest results are kept, so that they need not be sorted anew."""
    if not log:
        return origin
    key = ("log", dumps(log))
    found = origin.views.get(key)
    if not isinstance(found, Rows):
        try:
            found = origin.changed(log)
        except (IndexError, KeyError, TypeError):
            raise RequestRefused(409, "the data of this page has changed on the server; load it again") from None
        origin.views[key] = found
    return found


def _decode_cell(table: DataTable, prop: str, texts: list[str]) -> Any:
    """One of the props that say which cells are selected."""
    if not texts:
        return table.props.get(prop)
    content = _json(texts[-1]) if texts[-1] else {}
    if not isinstance(content, dict):
        raise RequestRefused(422, "the cells of a table are told by a dict")
    value = content.get(prop)
    cells = value if prop == "selected_cells" else [value] if value is not None else []
    if value is not None and (not isinstance(cells, list) or not all(_is_cell(c) for c in cells)):
        raise RequestRefused(422, f"{prop} is not a cell")
    return value if value is not None else [] if prop == "selected_cells" and table.props.get(prop) is not None else None


def _is_cell(cell: Any) -> bool:
    return isinstance(cell, dict) and all(isinstance(cell.get(name), int) for name in ("row", "column")) and cell.keys() <= {"row", "column", "column_id", "row_id"}


def _json(text: str) -> Any:
    try:
        return loads(text)
    except ValueError:
        raise RequestRefused(422, "an action on a table is not JSON") from None
