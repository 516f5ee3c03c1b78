"""A component in a page: rendered alone, or with a callback that reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hxdash.callback import declare
from hxdash.component import Component, Swap
from hxdash.dependencies import Dependency, Input, State
from hxdash.graph import CallbackGraph
from hxdash.layout import Layout
from hxdash.live import Live
from hxdash.page_state import PageState
from hxdash.render import Renderer

Makes = Callable[..., Renderer]


@pytest.fixture
def page() -> Makes:
    """A page with one component; `inputs` and `states` name the props that one callback reads."""

    def make(component: Component, inputs: Sequence[str] = (), states: Sequence[str] = ()) -> Renderer:
        id = component.props.get("id")
        read: list[Dependency] = [*(Input(id, prop) for prop in inputs), *(State(id, prop) for prop in states)]
        graph = CallbackGraph([declare(read, {})(lambda *values: None, 0)] if read else [])
        renderer = Renderer(Live(PageState("/", Layout(component), graph)))
        renderer._own = ""  # else names of fields without id are random
        return renderer

    return make


@pytest.fixture
def render(page: Makes) -> Callable[..., str]:
    """The markup of a component."""

    def render(component: Component, inputs: Sequence[str] = (), states: Sequence[str] = ()) -> str:
        return page(component, inputs, states).node(component)

    return render


@pytest.fixture
def swaps(page: Makes) -> Callable[..., list[tuple[str, str, Any]]]:
    """What changes of a component send to the browser: part, style and payload of each swap."""

    def swaps(component: Component, **changes: Any) -> list[tuple[str, str, Any]]:
        renderer = page(component, [p for p in ("value", "contents") if component.has_prop(p)])
        found: list[Swap] = component.replaced(changes).swaps(frozenset(changes), renderer)
        return [(swap.part, swap.style, swap.payload) for swap in found]

    return swaps
