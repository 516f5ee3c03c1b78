"""What users import: complete, sorted, documented."""

from __future__ import annotations

import inspect

import pytest

import hxdash
from hxdash.component import Component


def test_all_is_sorted_and_complete() -> None:
    public = {n for n, v in vars(hxdash).items() if not n.startswith("_") and not (inspect.ismodule(v) and n not in hxdash.__all__)}
    assert hxdash.__all__ == sorted(hxdash.__all__, key=lambda n: (not n.isupper(), not n[0].isupper(), n))
    assert set(hxdash.__all__) == public


def test_docstring_is_the_map_of_the_rooms() -> None:
    for word in ("page_state", "plan", "run", "render", "fragments", "routes"):
        assert word in (hxdash.__doc__ or "")


@pytest.mark.parametrize("kind", [k for name, k in sorted(Component.known_types.items()) if name.startswith("dcc.")], ids=lambda k: k.__name__)
def test_every_prop_of_a_component_is_documented(kind: type[Component]) -> None:
    text = inspect.getdoc(kind) or ""
    missing = [p for p in kind.prop_names if p not in text and not p.endswith("_timestamp") and p not in ("selectionStart", "selectionEnd", "selectionDirection")]
    assert not missing or ("as in HTML" in text and all(len(p) > 0 for p in missing)), missing
