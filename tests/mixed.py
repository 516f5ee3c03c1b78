"""Random apps of Python and clientside callbacks, and an oracle that calls them in one place, one after the other."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

from hxdash import Dash, Input, Output, State, ctx, dcc, html, no_update

SOURCE = """function(...values) {
  const digest = text => [...text].reduce((out, char) => (out * 31 + char.charCodeAt()) % 9973, 7);
  const node = NODE, text = values.map(value => value ?? 'None').join('|');
  (window.calls ??= []).push([node.name, values.map(value => value ?? null), dash_clientside.callback_context.triggered.map(one => one.prop_id)]);
  const make = () => {
    if (node.mute && digest(node.name + text) % node.mute === 0) return dash_clientside.no_update;
    const made = node.outputs.map(key => `${key}:${digest(key + text)}`);
    return made.length === 1 ? made[0] : made;
  };
  return node.promise ? new Promise(done => setTimeout(() => done(make()), 40)) : make();
}"""


def digest(text: str) -> int:
    out = 7
    for char in text:
        out = (out * 31 + ord(char)) % 9973
    return out


class Node:
    """A callback of a random app.

    Attributes:
        promise: in a browser it takes a while.
        mute: 0: it always sets something; k: nothing for about one in k of its arguments.
    """

    def __init__(self, number: int, known: list[str], rng: random.Random) -> None:
        self.name, self.client = f"f{number}", rng.random() < 0.5
        self.outputs = [f"o{number}x{i}.children" for i in range(rng.choice([1, 1, 1, 2]))]
        self.inputs = rng.sample(known, min(len(known), rng.randint(1, 3)))
        rest = [key for key in known if key not in self.inputs]
        self.states = rng.sample(rest, min(len(rest), rng.choice([0, 0, 1])))
        self.prevent, self.mute = rng.random() < 0.15, rng.choice([0, 0, 0, 2, 3])
        self.promise = rng.random() < 0.2

    @property
    def source(self) -> str:
        """Its JavaScript."""
        return SOURCE.replace("NODE", json.dumps({"name": self.name, "outputs": self.outputs, "mute": self.mute, "promise": self.promise}))

    def call(self, arguments: Any) -> Any:
        """What it returns."""
        text = "|".join(map(str, arguments))
        if self.mute and digest(self.name + text) % self.mute == 0:
            return no_update
        values = [f"{key}:{digest(key + text)}" for key in self.outputs]
        return values[0] if len(values) == 1 else values


class Oracle:
    """Calls every callback in the order in which they depend on each other (nodes come in it)."""

    def __init__(self, nodes: list[Node], values: dict[str, Any]) -> None:
        self.nodes, self.values = nodes, {**values, **{key: None for node in nodes for key in node.outputs}}

    def wave(self, changed: set[str], initial: bool) -> Counter[Any]:
        """What is called because of a change, or when the page is loaded: (name, arguments, what triggered it) and how often."""
        calls: Counter[Any] = Counter()
        silent: set[str] = set()
        for node in self.nodes:
            triggered = {key for key in node.inputs if key in changed}
            first = initial and not node.prevent
            if not triggered and not (first and not silent.issuperset(node.inputs)):
                continue
            arguments = [self.values[key] for key in (*node.inputs, *node.states)]
            calls[node.name, tuple(arguments), frozenset(triggered)] += 1
            result = node.call(arguments)
            if result is no_update:
                silent.update(node.outputs if first and not triggered else ())  # with a trigger it is a call like any other (seen in Dash 4.4.1)
                continue
            self.values.update(zip(node.outputs, [result] if len(node.outputs) == 1 else result, strict=True))
            changed |= set(node.outputs)
        return calls


def random_app(seed: int) -> tuple[Dash, list[Node], list[str], list[Any], random.Random]:
    """An app, its callbacks, what the user can change, the log of Python's calls, and the generator for more."""
    rng, log = random.Random(seed), list[Any]()
    users = [f"u{i}.value" for i in range(rng.randint(1, 3))]
    nodes: list[Node] = []
    for number in range(rng.randint(2, 8)):
        nodes.append(Node(number, [*users, *(key for node in nodes for key in node.outputs)], rng))
    app = Dash("mixed")
    app.layout = html.Div([*(dcc.Input(id=key[:2], value=f"{key} at first") for key in users), *(html.P(id=key.partition(".")[0]) for node in nodes for key in node.outputs)])
    for node in sorted(nodes, key=lambda node: digest(node.name + str(seed))):
        outputs = [Output(*key.split(".")) for key in node.outputs]
        arguments = [*(Input(*key.split(".")) for key in node.inputs), *(State(*key.split(".")) for key in node.states)]
        if node.client:
            app.clientside_callback(node.source, outputs[0] if len(outputs) == 1 else outputs, *arguments, prevent_initial_call=node.prevent)
        else:

            def function(*values: Any, node: Node = node) -> Any:
                log.append((node.name, values, frozenset(ctx.triggered_prop_ids)))
                return node.call(values)

            app.callback(outputs[0] if len(outputs) == 1 else outputs, *arguments, prevent_initial_call=node.prevent)(function)
    return app, nodes, users, log, rng
