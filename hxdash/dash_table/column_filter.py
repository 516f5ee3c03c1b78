"""The short form of a filter that is typed above one column, and back from a filter to what would have to be typed."""

from __future__ import annotations

import re
from collections.abc import Callable

from hxdash.dash_table.filter_language import FIELD, KIND, REST, STRING, BadFilter, Node, Reader, parse

IMPLICIT = {"numeric": "=", "datetime": "datestartswith"}  # by the type of the column; else contains


def column_query(column: str, text: str, type: str | None = None, case: str = "sensitive") -> str:
    """The filter that a text typed above a column means: `> 5` is `{column} > 5`, `abc` is `{column} scontains abc`.

    Args:
        column: its id.
        text: as typed; empty for no filter.
        type: of the column.
        case: "sensitive" or "insensitive", where the text does not say.

    Raises:
        BadFilter: it cannot be read.
    """
    reader = Reader(text)
    reader.skip()
    if reader.at == len(text):
        return ""
    flag, field = "i" if case == "insensitive" else "s", field_text(column)
    if (found := reader.match(KIND)) and not text[reader.at :].strip():
        return f"{field} {found[0]}"
    reader.at = 0
    operator = reader.operator()
    if operator is None:
        symbol = IMPLICIT.get(type or "any", "contains")
        written = symbol if symbol == "datestartswith" else flag + symbol
    else:
        written = operator.text if operator.case or operator.operator == "datestartswith" else flag + operator.text
    out = f"{field} {written} {_typed_operand(reader)}"
    parse(out)
    return out


def _typed_operand(reader: Reader) -> str:
    """The rest of the line: a column, quoted text, or words without quotes."""
    for pattern in (FIELD, STRING):
        if found := reader.match(pattern):
            if reader.text[reader.at :].strip():
                raise reader.fail("nothing more")
            return found[0]
    reader.skip()
    found = REST.match(reader.text, reader.at)
    if found is None or not found[1].strip():
        raise reader.fail("a value")
    words = found[1].strip()
    return f'"{words}"' if re.search(r"\s", words) else words


def field_text(column: str) -> str:
    """A column as it is written in a filter."""
    return "{" + re.sub(r"([{}\\])", r"\\\1", column) + "}"


def column_texts(query: str | None, types: dict[str, str | None], case: Callable[[str], str], operator: str = "&&") -> dict[str, str]:
    """What would have to be typed above the columns to get a filter; empty where that is not possible.

    Args:
        query: the filter.
        types: column to type.
        case: gives the default of a column, "sensitive" or "insensitive".
        operator: what joins the columns.
    """
    try:
        tree = parse(query or "")
    except BadFilter:
        return {}
    out: dict[str, str] = {}
    for node in _parts(tree, operator):
        if node.kind not in ("is", "compare") or not node.left.is_column or node.left.value not in types or node.left.value in out:
            return {}
        out[node.left.value] = _typed(node, types[node.left.value], case(node.left.value))
    return out


def _parts(tree: Node | None, operator: str) -> list[Node]:
    out = []
    while tree is not None and tree.kind == operator:
        out.append(tree.left)
        tree = tree.right
    return [*out, tree] if tree is not None else []


def _typed(node: Node, type: str | None, case: str) -> str:
    if node.kind == "is":
        return node.text
    shown: str = node.right.text
    if shown[:1] in "'\"`" and not node.right.is_column and REST.match(node.right.value) and re.search(r"\s", node.right.value):
        shown = node.right.value
    by_default = node.operator == "datestartswith" or node.case == ("i" if case == "insensitive" else "s")
    if by_default and node.operator == IMPLICIT.get(type or "any", "contains") and Reader(shown).operator() is None:
        return shown
    return f"{node.text[1:] if by_default and node.case else node.text} {shown}"
