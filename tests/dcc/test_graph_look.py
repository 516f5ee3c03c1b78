"""How a figure looks that brings no template: what is sent, what is left to the browser, and what is the author's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import plotly.express as px
import plotly.graph_objects as go
import plotly.io as pio
import pytest

from hxdash import Dash, dcc
from hxdash.dcc.graph import COLORWAY, register_template
from hxdash.files import STATIC


@pytest.fixture
def default() -> Iterator[Callable[[str], None]]:
    """Set plotly's default template for one test."""
    register_template()
    before = pio.templates.default

    def choose(name: str) -> None:
        pio.templates.default = name

    yield choose
    pio.templates.default = before


def sent(markup: str) -> Any:
    """The figure as the browser gets it."""
    return json.loads(markup.partition('<script type="application/json">')[2].partition("</script>")[0].replace("\\u003c", "<"))


@pytest.mark.parametrize("name", ["plotly", "hxdash"])
def test_a_template_that_is_only_a_default_is_not_sent(name: str, default: Callable[[str], None], render: Callable[..., str]) -> None:
    default(name)
    figure = px.scatter(x=[1, 2], y=[3, 4], color=["a", "b"])
    markup = render(dcc.Graph(id="g", figure=figure))
    assert "template" not in sent(markup)["layout"]
    whole = len(json.dumps(figure.to_plotly_json(), default=str))
    assert len(markup) < 1500
    assert (whole > 6000) is (name == "plotly")


@pytest.mark.parametrize("template", ["plotly_white", "plotly_dark", "ggplot2"])
def test_a_template_that_was_chosen_is_sent_as_it_is(template: str, default: Callable[[str], None], render: Callable[..., str]) -> None:
    own = pio.templates[template].to_plotly_json()
    assert sent(render(dcc.Graph(id="g", figure=go.Figure(layout={"template": template}))))["layout"]["template"] == own
    default(template)
    assert sent(render(dcc.Graph(id="g", figure=px.line(x=[1, 2], y=[1, 2]))))["layout"]["template"] == own


def test_an_app_leaves_a_default_alone_that_another_has_chosen(default: Callable[[str], None]) -> None:
    default("plotly_white")
    Dash("chosen", layout=dcc.Graph(id="g"))
    assert pio.templates.default == "plotly_white"


def test_plotly_express_draws_with_the_colours_that_the_browser_knows(default: Callable[[str], None]) -> None:
    default("hxdash")
    names = list("abcdefgh")
    assert [trace.marker.color for trace in px.bar(x=names, y=range(8), color=names).data] == COLORWAY
    script = (STATIC / "dcc" / "graph_look.js").read_text()
    assert re.findall(r"'(#\w{6})'", script.partition("COLORWAY = [")[2].partition("]")[0]) == COLORWAY


def luminance(colour: str) -> float:
    """Relative luminance as WCAG has it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = ((v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", COLORWAY)
def test_each_colour_stands_out_on_both_grounds_and_carries_black_text(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 3
    assert contrast(colour, "#1a1d21") >= 3
    assert contrast(colour, "#000000") >= 4.5


def test_who_wants_plotlys_own_look_gets_it() -> None:
    """In a process of its own: what is registered stays."""
    code = """
import plotly.express as px
from hxdash import Dash, dcc
from hxdash.testing import Client

with Client(Dash("a", plotly_template=None, layout=dcc.Graph(id="g", figure=px.line(x=[1, 2], y=[1, 2])))) as client:
    text = client.request("GET", "/").text
print("#636efa" in text, '"template"' in text)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["True", "True"], done.stderr
