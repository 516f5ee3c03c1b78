"""The rows of a table: a list of dicts or a data frame, read by row or by column, and changed without copying what stays.

A `Rows` never changes. An edit makes a new one that shares what it can with the old, and knows how it came about: `origin` and the
`log` of what was done to it. A page need only carry the log.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hxdash.encoding import dumps, plain

try:
    import numpy as np
except ImportError:  # sorting is slower without it, nothing else
    np = None  # type: ignore[assignment]

_ATOMS = frozenset({str, int, bool, type(None)})
FEW, WIDE = 10_000, 64  # texts from which, and characters up to which, they are sorted as numbers
_EXACT = 2.0**53  # above, two whole numbers may be one float
Op = list[Any]  # ["set", row, column, value], ["delete", row], ["add", dict], ["drop", [columns]]


class Rows(Sequence[Mapping[str, Any]]):
    """The rows of a table.

    Args:
        records: list of dicts.
        columns: column to list of values, instead of records; all of one length.
    """

    def __init__(self, records: list[dict[str, Any]] | None = None, columns: dict[str, list[Any]] | None = None) -> None:
        self._records, self._columns = records, columns
        self._length = len(records) if records is not None else len(next(iter(columns.values()), ())) if columns else 0
        self._lists: dict[str, list[Any]] = {}
        self._ranks: dict[tuple[str, str], Any] = {}
        self.views: dict[Any, Any] = {}  # what was worked out of them: orders and filters
        self.origin: Rows = self
        self.log: list[Op] = []
        self.made = False  # by a callback

    @classmethod
    def of(cls, value: Any) -> Rows:
        """Rows from what an author gave: Rows, None, a list of dicts, or a data frame (pandas or polars)."""
        if isinstance(value, Rows):
            return value
        if value is None:
            return EMPTY
        if hasattr(value, "columns") and hasattr(value, "to_dict"):
            return cls(columns=_frame_columns(value))
        if not isinstance(value, (list, tuple)) or not all(isinstance(r, Mapping) for r in value):
            raise TypeError(f"the data of a table is a list of dicts or a DataFrame, not {type(value).__name__}: {value!r:.80}")
        return cls([r if type(r) is dict else dict(r) for r in value])

    # -- reading -------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self.row(i) for i in range(*index.indices(self._length))]
        return self.row(range(self._length)[index])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self.row(i) for i in range(self._length))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, (Rows, list)) and len(self) == len(other) and list(self) == list(other)

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<{self._length} rows>" if self._length > 5 else repr(list(self))

    def names(self) -> list[str]:
        """The columns: of a frame all, of a list those of its first dict (as in Dash)."""
        if self._columns is not None:
            return list(self._columns)
        return [str(name) for name in self._records[0]] if self._records else []

    def row(self, index: int) -> dict[str, Any]:
        """One row, its values plain."""
        if self._records is not None:
            record = self._records[index]
            return record if all(type(v) in _ATOMS for v in record.values()) else {k: plain(v) for k, v in record.items()}
        assert self._columns is not None
        return {name: values[index] for name, values in self._columns.items()}

    def take(self, indices: Iterable[int]) -> Rows:
        """Some of the rows, in the order of `indices`."""
        return Taken(self, [int(i) for i in indices])

    def column(self, name: str) -> list[Any]:
        """The values of a column, plain; None where a row has none."""
        found = self._lists.get(name)
        if found is None:
            if self._records is not None:
                found = _plain_list([r.get(name) for r in self._records])
            else:
                assert self._columns is not None
                found = self._columns.get(name) or [None] * self._length
            self._lists[name] = found
        return found

    def ranks(self, name: str, nulls: Sequence[Any] = ()) -> Any:
        """For each row the place of its value in the order of the column: numbers, then text, then all else; -1 for nothing.

        Args:
            name: of the column.
            nulls: values that count as nothing.
        """
        key = (name, dumps(list(nulls)))
        found = self._ranks.get(key)
        if found is None:
            found = self._ranks[key] = _ranks(self.column(name), nulls)
        return found

    def to_plotly_json(self) -> list[dict[str, Any]]:
        """The rows as a list of dicts."""
        return [self.row(i) for i in range(self._length)]

    @functools.cached_property
    def digest(self) -> tuple[str, int]:
        """A hash of the content, and its size in bytes (about)."""
        data = dumps([list(self.names()), [self.column(n) for n in self.names()]] if self._columns is not None else self.to_plotly_json()).encode("utf-8", "replace")
        return hashlib.sha256(data).hexdigest()[:40], len(data)

    # -- changing ------------------------------------------------------------------------------------------------------

    def changed(self, ops: Sequence[Op]) -> Rows:
        """New rows, with some changes made one after the other."""
        if not ops:
            return self
        out = Rows(_edited_records(self._records, ops)) if self._records is not None else Rows(columns=_edited_columns(self._columns or {}, ops, self._length))
        out.origin, out.log = self.origin, [*self.log, *ops]
        if self._columns is not None and not out._columns:
            out._length = 0
        return out


class Taken(Rows):
    """Some of other rows; they are put together only when somebody looks.

    Args:
        rows: the others.
        indices: which of them.
    """

    def __init__(self, rows: Rows, indices: list[int]) -> None:
        super().__init__()
        self._rows, self._indices, self._length = rows, indices, len(indices)

    def __getattribute__(self, name: str) -> Any:
        if name == "_records" and self.__dict__["_records"] is None and "_indices" in self.__dict__:
            self.__dict__["_records"] = [self._rows.row(i) for i in self._indices]
        return super().__getattribute__(name)


def _edited_records(records: list[dict[str, Any]], ops: Sequence[Op]) -> list[dict[str, Any]]:
    out = list(records)
    for op in ops:
        if op[0] == "set":
            out[op[1]] = {**out[op[1]], op[2]: op[3]}
        elif op[0] == "delete":
            del out[op[1]]
        elif op[0] == "add":
            out.append(dict(op[1]))
        else:
            out = [{k: v for k, v in r.items() if k not in op[1]} for r in out]
    return out


def _edited_columns(columns: dict[str, list[Any]], ops: Sequence[Op], length: int) -> dict[str, list[Any]]:
    out, own = dict(columns), set()

    def mine(name: str) -> list[Any]:
        if name not in own:
            own.add(name)
            out[name] = list(out[name]) if name in out else [None] * length
        return out[name]

    for op in ops:
        if op[0] == "set":
            mine(op[2])[op[1]] = op[3]
        elif op[0] == "delete":
            length -= 1
            for name in list(out):
                del mine(name)[op[1]]
        elif op[0] == "add":
            for name in [*out, *(n for n in op[1] if n not in out)]:
                mine(name).append(op[1].get(name))
            length += 1
        else:
            for name in op[1]:
                out.pop(name, None)
    return out


def _frame_columns(frame: Any) -> dict[str, list[Any]]:
    """The columns of a pandas or polars frame as plain lists."""
    out: dict[str, list[Any]] = {}
    for i, name in enumerate(list(frame.columns)):
        series = frame.iloc[:, i] if hasattr(frame, "iloc") else frame[name]
        text = str(name)
        while text in out:
            text += "_"
        out[text] = _plain_list(series.tolist() if hasattr(series, "tolist") else series.to_list())
    return out


def _plain_list(values: list[Any]) -> list[Any]:
    kinds = set(map(type, values))
    if kinds <= _ATOMS:
        return values
    if kinds <= _ATOMS | {float}:
        odd = any(type(v) is float and not math.isfinite(v) for v in values)
        return [None if type(v) is float and not math.isfinite(v) else v for v in values] if odd else values
    return [v if type(v) in _ATOMS else plain(v) for v in values]


def sort_key(value: Any) -> tuple[int, Any]:
    """The order of any plain values: numbers (and booleans), then text, then the rest by its JSON."""
    if isinstance(value, (int, float)):
        return (0, value)
    return (1, value) if isinstance(value, str) else (2, dumps(value))


def _is_null(value: Any, nulls: Sequence[Any]) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or any(value == n and type(value) is type(n) for n in nulls)


def _ranks(values: list[Any], nulls: Sequence[Any]) -> Any:
    kinds = set(map(type, values))
    if np is not None and values and kinds <= {int, float, bool, type(None)} and kinds != {type(None)} and not nulls and not any(type(v) is int and not -_EXACT < v < _EXACT for v in values):
        array = np.array(values, dtype=float)  # None becomes NaN
        nothing = np.isnan(array)
        if np.abs(array[~nothing]).max() < _EXACT:
            ranks = np.full(len(values), -1, dtype=np.int64)
            ranks[~nothing] = np.unique(array[~nothing], return_inverse=True)[1]
            return ranks
    if kinds == {str} and len(values) > FEW and (quick := _text_ranks(values)) is not None:
        return quick
    if kinds <= {str, type(None)} and not nulls:
        distinct: list[Any] = sorted(v for v in set(values) if v is not None)
        places: dict[Any, int] = {v: i for i, v in enumerate(distinct)}
        places[None] = -1
        found = [places[v] for v in values]
    else:
        keys = [None if _is_null(v, nulls) else sort_key(v) for v in values]
        order = {k: i for i, k in enumerate(sorted({k for k in keys if k is not None}))}
        found = [-1 if k is None else order[k] for k in keys]
    return np.asarray(found, dtype=np.int64) if np is not None else found


def _text_ranks(values: list[Any]) -> Any:
    """The ranks of many short texts, as numbers of eight bytes each: five times as quick as comparing texts. None if that cannot be.

    The order of UTF-8 is that of the code points, so it is Python's.
    """
    if np is None or len(set(values[:FEW])) < FEW // 2 or max(map(len, values)) > WIDE:
        return None
    try:
        encoded = np.array([v.encode() for v in values])
    except UnicodeEncodeError:
        return None
    width = -(-encoded.dtype.itemsize // 8)
    words = encoded.astype(f"S{width * 8}").view(">u8").reshape(len(values), width).astype(np.uint64)
    order = np.lexsort([words[:, i] for i in range(width - 1, -1, -1)])
    ordered = words[order]
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[order] = np.concatenate([[0], np.cumsum((ordered[1:] != ordered[:-1]).any(axis=1))])
    return ranks


def sorted_indices(rows: Rows, sorts: Sequence[tuple[str, bool, Sequence[Any]]], indices: Any = None) -> Any:
    """The order of rows; equal ones keep theirs, nothing comes last whichever the direction.

    Args:
        rows: the rows.
        sorts: column, whether descending, and values that count as nothing; the first weighs most.
        indices: the rows to be ordered; None for all.

    Returns:
        Indices of rows: an array if numpy is there, else a list.
    """
    if np is None:
        out = list(range(len(rows)) if indices is None else indices)
        for name, down, nulls in reversed(sorts):
            ranks = rows.ranks(name, nulls)
            last = len(rows)
            out.sort(key=lambda i: last if ranks[i] < 0 else (-ranks[i] if down else ranks[i]))
        return out
    chosen = None if indices is None else np.asarray(indices, dtype=np.int64)
    keys = []
    for name, down, nulls in reversed(sorts):
        ranks = rows.ranks(name, nulls)
        if chosen is not None:
            ranks = ranks[chosen]
        keys.append(np.where(ranks < 0, len(rows), -ranks if down else ranks))
    order = np.argsort(keys[0], kind="stable") if len(keys) == 1 else np.lexsort(keys)
    return order if chosen is None else chosen[order]


EMPTY = Rows([])
