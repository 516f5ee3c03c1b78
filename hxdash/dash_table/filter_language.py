"""Dash's filter language: text to a tree. What a tree says of rows is in filter_rows, the short form above a column in column_filter.

    query    = any ; any = all ("||" any)? ; all = one ("&&" all)?
    one      = "!" one | "(" query ")" | operand operator operand | operand "is" kind
    operand  = {column} | 'text' | "text" | `text` | word             (a backslash takes the next character as it is)
    operator = contains | datestartswith | = eq | != ne | < lt | <= le | > gt | >= ge, each (not dates) with i or s in front:
               upper and lower case are the same, or not

`and` and `or` may stand for && and ||. A word that reads as a number is one.

Source: behaviour of dash_table in Dash 4.4.1.
"""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass
from typing import Any

FIELD = re.compile(r"\{((?:[^{}\\]|\\.)+)\}", re.S)
STRING = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|`((?:[^`\\]|\\.)*)`", re.S)
_WORD = re.compile(r"((?:[^\s'\"`{}()\\]|\\.)+)(?=[\s)]|$)", re.S)
REST = re.compile(r"((?:[^'\"`{}()\\]|\\.)+)$", re.S)
_OPERATOR = re.compile(r"([is]?)(?:(contains|eq|ge|gt|le|lt|ne)(?=\s|$)|(>=|<=|!=|=|>|<))|(datestartswith)(?=\s|$)", re.I)
KIND = re.compile(r"is (blank|bool|even|nil|num|object|odd|prime|str)", re.I)
_AND, _OR = re.compile(r"and\s|&&", re.I), re.compile(r"or\s|\|\|", re.I)
NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*\Z", re.A)
_SYMBOL = {"eq": "=", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
MAX_DEPTH, MAX_TESTS = 100, 500  # of brackets and signs; comparisons in all


class BadFilter(ValueError):
    """Raised for text that is no filter; the message says from where on it is not understood."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A column (`is_column`) or a value; `text` is what was written."""

    value: Any
    is_column: bool
    text: str


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a filter.

    Args:
        kind: "&&", "||", "!", "()", "is" or "compare".
        operator: of "is" the kind of value, of "compare" one of contains datestartswith = != < <= > >=.
        case: "i", "s" or "" as written before the operator.
        left, right: nodes, or the operands of "is" and "compare".
        text: the operator as it was written.
    """

    kind: str
    operator: str = ""
    case: str = ""
    left: Any = None
    right: Any = None
    text: str = ""


class Reader:
    """Reads a filter from left to right; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth, self.tests = text, 0, 0, 0

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self.skip()
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def fail(self, wanted: str) -> BadFilter:
        rest = self.text[self.at : self.at + 40]
        return BadFilter(f"{wanted} was expected at {rest!r}" if rest else f"{wanted} is missing at the end")

    def any(self) -> Node:
        parts = [self.all()]
        while found := self.match(_OR):
            parts.append(Node("||", text=found[0].strip()))
            parts.append(self.all())
        return _joined(parts)

    def all(self) -> Node:
        parts = [self.one()]
        while found := self.match(_AND):
            parts.append(Node("&&", text=found[0].strip()))
            parts.append(self.one())
        return _joined(parts)

    def one(self) -> Node:
        self.skip()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadFilter("it is nested too deeply")
        sign = self.text[self.at : self.at + 1]
        if sign == "!":
            self.at += 1
            out = Node("!", left=self.one(), text="!")
        elif sign == "(":
            self.at += 1
            out = Node("()", left=self.any(), text="(")
            self.skip()
            if self.text[self.at : self.at + 1] != ")":
                raise self.fail("a closing bracket")
            self.at += 1
        else:
            out = self.compare()
        self.depth -= 1
        return out

    def compare(self) -> Node:
        self.tests += 1
        if self.tests > MAX_TESTS:
            raise BadFilter(f"it has more than {MAX_TESTS} comparisons")
        left = self.operand()
        if found := self.match(KIND):
            return Node("is", found[1].lower(), left=left, text=found[0])
        operator = self.operator()
        if operator is None:
            raise self.fail("an operator")
        return Node(operator.kind, operator.operator, operator.case, left, self.operand(), operator.text)

    def operator(self) -> Node | None:
        found = self.match(_OPERATOR)
        if found is None:
            return None
        name = (found[2] or found[3] or found[4]).lower()
        return Node("compare", _SYMBOL.get(name, name), (found[1] or "").lower(), text=found[0])

    def operand(self) -> Operand:
        if found := self.match(FIELD):
            return Operand(_unescaped(found[1]), True, found[0])
        if found := self.match(STRING):
            return Operand(_unescaped(next(g for g in found.groups() if g is not None)), False, found[0])
        if found := self.match(_WORD):
            return Operand(_value(found[1]), False, found[1])
        raise self.fail("a column in braces or a value")


def _joined(parts: list[Node]) -> Node:
    """a, op, b, op, c as a op (b op c): the tree that Dash makes of it."""
    out = parts[-1]
    for i in range(len(parts) - 2, 0, -2):
        out = Node(parts[i].kind, left=parts[i - 1], right=out, text=parts[i].text)
    return out


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.S)


def _value(text: str) -> Any:
    return number(text) if is_numeric(text) else _unescaped(text)


def is_numeric(value: Any) -> bool:
    """Whether JavaScript's fast-isnumeric says so: a finite number, or text that reads as one."""
    if isinstance(value, bool):
        return False
    if isinstance(value, (int, float)):
        return math.isfinite(value)
    return isinstance(value, str) and NUMBER.match(value) is not None


def number(value: Any) -> int | float:
    """The number of a numeric value: an int where it is written as one."""
    if isinstance(value, (int, float)):
        return value
    try:
        return int(value)
    except ValueError:
        return float(value)


@functools.lru_cache(maxsize=512)
def parse(query: str) -> Node | None:
    """The tree of a filter; None for an empty one.

    Raises:
        BadFilter: it is none.
    """
    reader = Reader(query)
    reader.skip()
    if reader.at == len(query):
        return None
    tree = reader.any()
    reader.skip()
    if reader.at < len(query):
        raise reader.fail("&& or ||")
    return tree


def structure(query: str | None) -> dict[str, Any] | None:
    """The tree as Dash gives it in derived_filter_query_structure; None if there is no filter or it cannot be read."""
    try:
        tree = parse(query or "")
    except BadFilter:
        return None
    return None if tree is None else _structure(tree)


def _structure(node: Node | Operand) -> dict[str, Any]:
    if isinstance(node, Operand):
        return {"subType": "field" if node.is_column else "value", "type": "expression", "value": node.value}
    if node.kind == "compare":
        return {"subType": node.operator, "type": "relational-operator", "value": node.text, "left": _structure(node.left), "right": _structure(node.right)}
    if node.kind == "is":
        return {"type": "unary-operator", "value": node.text, "left": _structure(node.left)}
    if node.kind == "!":
        return {"subType": "!", "type": "unary-operator", "value": "!", "right": _structure(node.left)}
    if node.kind == "()":
        return {"subType": "()", "type": "open-block", "value": "(", "block": _structure(node.left)}
    return {"subType": node.kind, "type": "logical-operator", "value": node.text, "left": _structure(node.left), "right": _structure(node.right)}
