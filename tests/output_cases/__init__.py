"""The table of outputs: for every component of dcc and DataTable every property, with a new value and what the page shows then."""

from __future__ import annotations

from output_cases import controls, others, pickers, table
from output_cases.case import FOCUS, Case

CASES: dict[str, Case] = {**controls.CASES, **pickers.CASES, **others.CASES, **table.CASES}
# Properties that no callback sets, with the reason. `id` is another: it is how an element is called.
NEVER_SET: dict[str, dict[str, str]] = {"DataTable": dict.fromkeys(table.DERIVED, "it follows from the rest: the table itself sets it")}
__all__ = ["CASES", "FOCUS", "NEVER_SET", "Case"]
