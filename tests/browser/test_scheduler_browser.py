"""Random schedules in real pages against a server with random delays: the last page is always the true one."""

from __future__ import annotations

import asyncio
import json
import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from hxdash import Dash, Input, Output, State, ctx, dcc, html

pytestmark = pytest.mark.browser
SCHEDULES = 50
PAGES = 10  # at the same time
# Do what a schedule says, each step at its time: [ms, id, text] types, [ms, id, null] clicks.
PLAY = """
schedule => {
  window.played = false;
  for (const [ms, id, text] of schedule) setTimeout(() => {
    const el = document.getElementById(id);
    if (text === null) return el.click();
    el.value = text;
    el.dispatchEvent(new Event('input', {bubbles: true}));
  }, ms);
  setTimeout(() => played = true, schedule.at(-1)[0] + 1);
}
"""
FIELDS = ("a", "b", "c", "alone")  # the first three meet in one callback
PARTS = (*(f"of {id}" for id in FIELDS), "joined", "echo", "count")
SHOWN = f"{list(PARTS)}.map(id => document.getElementById(id).textContent).join('; ')"


class Late:
    """An app that is slow to begin, and whose callbacks are slow, as a seeded die says.

    Args:
        seed: of the die.
    """

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.clicks: dict[str, list[int]] = defaultdict(list)
        fields = [dcc.Input(id=id) for id in ("page", *FIELDS)]
        self.app = Dash("late", layout=html.Div([*fields, html.Button("Go", id="go"), *(html.P(id=id) for id in PARTS)]))
        for id in FIELDS:
            self.app.callback(Output(f"of {id}", "children"), Input(id, "value"))(self.single)
        self.app.callback(Output("joined", "children"), Input("a", "value"), Input("b", "value"), Input("c", "value"))(self.join)
        self.app.callback(Output("echo", "children"), Input("joined", "children"))(self.echo)
        self.app.callback(Output("count", "children"), Input("go", "n_clicks"), State("page", "value"), State("b", "value"))(self.count)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The first 300 ms in which an edit may replace a request."""
        if scope["method"] == "POST" and self.dice.random() < 0.4:
            await asyncio.sleep(self.dice.uniform(0.1, 0.3))
        await self.app(scope, receive, send)

    async def sleep(self) -> None:
        """0 to 300 ms, half of the time nothing: some answers are streamed, some come at once."""
        if ctx.triggered_id and self.dice.random() < 0.5:
            await asyncio.sleep(self.dice.uniform(0, 0.3))

    async def join(self, *texts: str | None) -> str:
        await self.sleep()
        return " ".join(text or "-" for text in texts)

    async def echo(self, joined: str) -> str:
        await self.sleep()
        return f"again {joined}"

    async def count(self, clicks: int | None, page: str | None, b: str | None) -> str:
        self.clicks[page or ""].append(clicks or 0)
        await self.sleep()
        return f"{clicks or 0} clicks"

    async def single(self, text: str | None) -> str:
        await self.sleep()
        return text or "-"


def schedule(seed: int) -> list[list[Any]]:
    """Bursts of edits and clicks over about 1.5 seconds, in order of time."""
    dice = random.Random(seed)
    steps, now = [[0.0, "page", f"page {seed}"]], 0.0
    for n in range(dice.randint(6, 20)):
        now += dice.choice([0, 5, 40, 160, 350]) * dice.random()
        id = dice.choice(["a", "a", "b", "c", "alone", "go"])
        steps.append([now, id, None if id == "go" else f"{id}{n}"])
    return steps


def truth(steps: list[list[Any]]) -> tuple[str, int]:
    """What the page must say in the end, and the number of clicks."""
    last = {id: text for _, id, text in steps}
    each = [last.get(id, "-") for id in FIELDS]
    joined = " ".join(each[:3])
    clicks = sum(text is None for _, _, text in steps)
    return "; ".join([*each, joined, f"again {joined}", f"{clicks} clicks"]), clicks


def test_the_last_page_is_the_true_one(open_tab: Callable[..., Any], serve: Callable[..., Any]) -> None:
    late = Late(0)
    url = serve(late).url
    tabs = [open_tab(url) for _ in range(PAGES)]
    for first in range(0, SCHEDULES, PAGES):
        steps = {seed: schedule(seed) for seed in range(first, first + PAGES)}
        for tab, seed in zip(tabs, steps, strict=True):
            tab.open(f"{url}/?seed={seed}")
            tab.page.evaluate(PLAY, steps[seed])
        for tab, seed in zip(tabs, steps, strict=True):
            shown, clicks = truth(steps[seed])
            tab.until(f"played && {SHOWN} === {json.dumps(shown)}", 120_000)
            tab.settle()
            assert tab.page.evaluate(SHOWN) == shown
            assert tab.page.evaluate("document.getElementById('hx-errors').textContent") == ""
            assert late.clicks[f"page {seed}"] == list(range(1, clicks + 1))
