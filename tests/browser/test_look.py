"""The look in a real browser: the author's css wins, figures follow the page, and it holds on paper, on phones and in the system's colours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly.express as px
import plotly.graph_objects as go
import pytest
from axe_playwright_python.sync_playwright import Axe

from hxdash import Dash, Input, Output, dash_table, dcc, html

pytestmark = pytest.mark.browser
APPS = "basic-input graph-with-slider multiple-inputs multiple-outputs chained-callbacks state todo chat form".split()
PLOT = "document.querySelector('.js-plotly-plot')"
DRAWN = f"!!{PLOT}?._fullLayout?.xaxis?.range"

# Rules as Bootstrap 5.3 has them: a reset by element names, then classes.
BOOTSTRAP = """
*, *::before, *::after { box-sizing: border-box; }
:root { --bs-blue: #0d6efd; }
body { margin: 0; font-family: Georgia, serif; font-size: 16px; line-height: 26px; color: #212529; background-color: #fff; }
h1, h5 { font-size: 20px; margin-top: 0; margin-bottom: 8px; font-weight: 500; line-height: 1.2; }
p { margin-top: 0; margin-bottom: 16px; }
a { color: #0d6efd; text-decoration: underline; }
code { font-family: monospace; font-size: 14px; color: #d63384; }
table { border-collapse: collapse; caption-side: bottom; }
td { border-style: solid; border-width: 0; }
label { margin-bottom: 8px; }
button { border-radius: 0; }
input, button, select, textarea { margin: 0; font-family: inherit; font-size: inherit; line-height: inherit; }
.card { display: flex; padding: 3px; border: 1px solid #123456; border-radius: 9px; background-color: #fefefe; }
.btn { display: inline-block; padding: 6px 12px; border: 1px solid transparent; border-radius: 6px; color: #fff; background-color: #0d6efd; font-weight: 400; }
.btn:disabled { opacity: .65; }
.form-control { display: block; width: 100%; padding: 6px 12px; border: 1px solid #dee2e6; border-radius: 5px; background-color: #fff; appearance: none; }
.form-select { display: block; width: 50%; padding: 6px 36px 6px 12px; border: 1px solid #dee2e6; border-radius: 5px; }
.form-check-input { width: 20px; height: 20px; margin-top: 4px; border: 1px solid #ddd; appearance: none; background-color: #eee; }
.table td { padding: 8px; border-bottom-width: 1px; }
.tab { border-radius: 4px; color: #0d6efd; }
.dash-slider { padding: 7px; }
"""
# What each declaration of that sheet computes to, with our sheets and without: the difference is where we win.
LOST = """() => {
  const own = [...document.styleSheets].find(sheet => sheet.href.includes('/assets/'));
  const ours = [...document.querySelectorAll('link[rel=stylesheet]')].filter(link => link.href.includes('/_hx/static/'));
  const read = () => [...own.cssRules].filter(rule => !rule.selectorText.includes('::')).flatMap(rule => [...rule.style].filter(name => rule.style.getPropertyValue(name) !== 'inherit').flatMap(name =>
    [...document.querySelectorAll(rule.selectorText)].map(el => [rule.selectorText, el.outerHTML.slice(0, 80), name, getComputedStyle(el).getPropertyValue(name)])));
  const withUs = read();
  ours.forEach(link => link.disabled = true);
  const without = read();
  return {read: withUs.length, ours: ours.length, lost: withUs.filter((row, i) => row[3] !== without[i][3] && !/^(width|height|padding-bottom)$/.test(row[2]))};
}"""


def page_of_all() -> Any:
    """Something of everything."""
    return html.Main([
        html.H1("All"), html.P(["A ", html.A("link", href="#"), " and ", html.Code("code")]),
        html.Div([html.H5("Card"), html.Button("Go", className="btn", id="go"), html.Button("Off", className="btn", disabled=True), html.Button("Plain", id="plain")], className="card"),
        dcc.Input(id="mail", className="form-control"), dcc.Input(id="bare", value="x"), dcc.Dropdown(["a", "b"], "a", id="choice", className="form-select"),
        dcc.Textarea(id="text", className="form-control"), dcc.Checklist(["x", "y"], ["x"], id="ticks", inputClassName="form-check-input"), dcc.RadioItems(["x", "y"], "x", id="radio"),
        dcc.Slider(0, 10, value=3, id="slide"), dcc.Tabs([dcc.Tab("1", label="One", value="1"), dcc.Tab("2", label="Two", value="2")], value="1"),
        html.Table(html.Tbody(html.Tr(html.Td("cell"))), className="table"), html.Button("Main", className="hx-primary", id="main"),
        dash_table.DataTable(id="rows", columns=[{"name": "a", "id": "a"}], data=[{"a": 1}, {"a": 2}], row_selectable="multi", selected_rows=[1]),
    ])  # fmt: skip


def app_of(layout: Any, folder: Path | None = None, css: str = "", **more: Any) -> Dash:
    """An app, with a sheet in its assets folder."""
    if folder:
        (folder / "own.css").write_text(css)
        more["assets_folder"] = str(folder)
    return Dash("look", layout=layout, **more)


# -- the author's css ----------------------------------------------------------------------------------------------------


def test_every_declaration_of_the_author_wins(open_tab: Callable[..., Any], serve: Callable[[Any], Any], tmp_path: Path) -> None:
    tab = open_tab(serve(app_of(page_of_all(), tmp_path, BOOTSTRAP)).url)
    seen = tab.page.evaluate(LOST)
    assert seen["read"] > 300
    assert seen["ours"] >= 2
    assert seen["lost"] == [], seen["lost"]


def test_tokens_make_a_theme_and_an_attribute_the_scheme(open_tab: Callable[..., Any], serve: Callable[[Any], Any], tmp_path: Path) -> None:
    css = ":root { --hx-accent: #0a7a50; --hx-radius: 2px } [data-theme=dark] { color-scheme: dark }"
    layout = html.Div([page_of_all(), dcc.Graph(id="g", figure={"data": [{"y": [1, 2]}]})])
    tab = open_tab(serve(app_of(layout, tmp_path, css)).url)
    look = "(s => [s.backgroundColor, s.borderRadius, getComputedStyle(document.body).color])(getComputedStyle(document.getElementById('main')))"
    assert tab.page.evaluate(look) == ["rgb(10, 122, 80)", "2px", "rgb(27, 31, 36)"]
    tab.until(f"{PLOT}?._fullLayout?.font.color === 'rgb(27,31,36)'")
    tab.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert tab.page.evaluate(look)[2] == "rgb(230, 233, 237)"
    tab.until(f"{PLOT}._fullLayout.font.color === 'rgb(230,233,237)'")


# -- figures -------------------------------------------------------------------------------------------------------------

CONTRAST = """() => {
  const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const texts = [...document.querySelectorAll('.main-svg text')].filter(el => el.textContent.trim() && el.getBoundingClientRect().width);
  return texts.map(el => {
    const on = el.closest('.point')?.querySelector('path'), fill = on && el.matches('.bartext') ? getComputedStyle(on).fill : ground;
    return [el.textContent, ratio(getComputedStyle(el).fill, fill)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_texts_of_a_figure_can_be_read(scheme: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    Dash("colours")  # from here on plotly.express draws with our colours
    names = list("abcdefgh")
    figure = px.bar(x=names, y=[4, 5, 6, 7, 8, 9, 5, 4], color=names, text=[4, 5, 6, 7, 8, 9, 5, 4], title="Title")
    tab = open_tab(serve(app_of(dcc.Graph(id="g", figure=figure))).url, color_scheme=scheme)
    tab.until("document.querySelectorAll('.bartext').length === 8")
    seen = tab.page.evaluate(CONTRAST)
    assert {"Title", "x", "y", "a", "h", "9"} <= {text for text, _ in seen}
    assert [row for row in seen if row[1] < 4.5] == []


def test_another_scheme_keeps_the_zoom_and_a_template_of_ones_own(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    own = go.Figure(go.Scatter(y=[1, 2, 3]), layout={"template": "plotly_white"})
    tab = open_tab(serve(app_of([dcc.Graph(id="g", figure=go.Figure(go.Scatter(y=[1, 2, 3]))), dcc.Graph(id="own", figure=own)])).url)
    tab.until("document.querySelectorAll('.js-plotly-plot .xtick').length > 4")
    tab.page.evaluate(f"Plotly.relayout({PLOT}, {{'xaxis.range': [0.5, 1.5]}})")
    look = "[...document.querySelectorAll('.js-plotly-plot')].map(plot => [plot._fullLayout.font.color, plot._fullLayout.paper_bgcolor])"
    before = tab.page.evaluate(look)
    tab.page.emulate_media(color_scheme="dark")
    tab.until(f"{PLOT}._fullLayout.font.color === 'rgb(230,233,237)'")
    assert tab.page.evaluate(f"{PLOT}._fullLayout.xaxis.range") == [0.5, 1.5]
    assert tab.page.evaluate(look)[1] == before[1] == ["#2a3f5f", "white"]


def test_a_figure_without_data_says_so(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    app = app_of([html.Button("fill", id="fill"), dcc.Graph(id="g"), dcc.Graph(id="own", figure={"data": [], "layout": {"annotations": [{"text": "Choose a year"}]}})])
    app.callback(Output("g", "figure"), Input("fill", "n_clicks"), prevent_initial_call=True)(lambda n: {"data": [{"y": [1, 2]}]})
    tab = open_tab(serve(app).url)
    texts = "[...document.querySelectorAll('.annotation-text')].map(el => el.textContent).join()"
    tab.until(f"{texts} === 'No data,Choose a year'")
    assert tab.page.locator("#g .xtick").count() == 0
    tab.page.locator("#fill").click()
    tab.until(f"{texts} === 'Choose a year' && document.querySelectorAll('#g .xtick').length > 2")


# -- waiting -------------------------------------------------------------------------------------------------------------

BAR = "(s => s.content !== 'none' && s.display !== 'none' && s.opacity === '1')(getComputedStyle(document.getElementById('hx-errors'), '::before'))"


@pytest.mark.parametrize("loading", [False, True])
def test_a_slow_callback_shows_and_changes_no_control(loading: bool, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    gate = asyncio.Event()
    shown = html.P(id="shown")
    app = app_of([html.Button("Go", id="go"), dcc.Loading(shown) if loading else shown])

    @app.callback(Output("shown", "children"), Input("go", "n_clicks"), prevent_initial_call=True)
    async def slow(n: int) -> str:
        await gate.wait()
        return "done"

    server = serve(app)
    tab = open_tab(server.url)
    look = "(s => [s.padding, s.borderRadius, s.minHeight])(getComputedStyle(document.getElementById('go')))"
    before = tab.page.evaluate(look)
    assert not tab.page.evaluate(BAR)
    tab.page.locator("#go").click()
    tab.until("document.querySelector('[aria-busy=true]')" if loading else BAR)
    assert tab.page.evaluate(BAR) is not loading
    assert tab.page.evaluate(look) == before
    gate._loop.call_soon_threadsafe(gate.set)  # type: ignore[attr-defined]
    tab.shows("#shown", "done")
    tab.until(f"!{BAR}")


def test_an_error_stands_beside_the_banner(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    app = app_of([html.Button("Go", id="go"), html.P(id="p"), html.Div(style={"height": "2000px"})])
    app.callback(Output("p", "title"), Input("go", "n_clicks"), prevent_initial_call=True)(lambda n: 1 / 0)
    tab = open_tab(serve(app).url, viewport={"width": 390, "height": 700})
    tab.page.locator("#go").click()
    tab.until("!!document.querySelector('.hx-error')")
    tab.page.evaluate("document.querySelector('.hx-banner').hidden = false")
    box, banner = (tab.page.locator(it).bounding_box() for it in (".hx-error", ".hx-banner"))
    assert box["y"] + box["height"] <= banner["y"]


# -- paper, motion, colours of the system, small screens -----------------------------------------------------------------


def test_on_paper_all_is_light_and_figures_fit(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    figure = px.bar(x=list("abc"), y=[1, 2, 3], title="Bars")
    tab = open_tab(serve(app_of(html.Main([page_of_all(), dcc.Graph(id="g", figure=figure)]))).url, color_scheme="dark")
    tab.until(f"{PLOT}?._fullLayout?.font.color === 'rgb(230,233,237)'")
    tab.page.evaluate("document.querySelector('.hx-banner').hidden = false; dispatchEvent(new Event('beforeprint'))")
    tab.page.emulate_media(media="print", color_scheme="dark")
    tab.page.set_viewport_size({"width": 700, "height": 900})
    tab.until(f"{PLOT}._fullLayout.font.color === 'rgb(27,31,36)'")
    assert tab.page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
    assert tab.page.evaluate("[...document.querySelectorAll('.main-svg')].every(svg => svg.getBoundingClientRect().right <= 700)")
    assert not tab.page.locator(".hx-banner").is_visible()
    assert tab.page.evaluate("getComputedStyle(document.getElementById('main')).printColorAdjust") == "exact"  # its text is white
    tab.page.emulate_media(media="screen", color_scheme="dark")
    tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
    tab.until(f"{PLOT}._fullLayout.font.color === 'rgb(230,233,237)' && !document.querySelector('.main-svg[viewBox]')")


def test_who_wants_no_motion_gets_none(open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(app_of(html.Main([page_of_all(), html.Button("Busy", **{"aria-busy": "true"}), html.Div("busy", **{"aria-busy": "true"})]))).url, reduced_motion="reduce")
    tab.page.evaluate("document.getElementById('hx-errors').classList.add('htmx-request')")
    tab.until(BAR)  # it still says that something is under way, but stands still
    moving = "[...document.querySelectorAll('*')].filter(el => getComputedStyle(el).transitionDuration.split(', ').some(t => t !== '0s')).map(el => el.outerHTML.slice(0, 80))"
    assert tab.page.evaluate(moving) == []
    tab.until("document.getAnimations().length === 0")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_figure_moves_only_for_who_wants_it(motion: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    figure = {"data": [{"y": [1, 2]}], "layout": {"transition": {"duration": 500}}}
    tab = open_tab(serve(app_of(dcc.Graph(id="g", figure=figure))).url, reduced_motion=motion)
    tab.until(DRAWN)
    assert tab.page.evaluate(f"!!{PLOT}.layout.transition") is (motion != "reduce")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_the_colours_of_the_system_state_and_focus_are_seen(scheme: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    tab = open_tab(serve(app_of(page_of_all())).url, forced_colors="active", color_scheme=scheme)
    style = "(selector, name) => [...document.querySelectorAll(selector)].map(el => getComputedStyle(el)[name])"
    one, two = tab.page.evaluate(f"({style})('.tab', 'borderBottomColor')")
    assert one != two
    row, selected = tab.page.evaluate(f"({style})('#rows tbody tr td:last-child', 'backgroundColor')")
    assert row != selected
    assert set(tab.page.evaluate(f"({style})('button:not(.tab, th *), input[type=text]', 'borderTopWidth')")) >= {"1px"}
    for selector in ("#plain", "#bare", "#ticks input", "#slide input[type=range]"):
        tab.page.locator(selector).first.focus()
        tab.page.keyboard.press("Shift+Tab")
        tab.page.keyboard.press("Tab")
        assert tab.page.evaluate("(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)(getComputedStyle(document.activeElement))"), selector


SIZES = {"phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}, "zoom 200%": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_no_example_scrolls_sideways(size: dict[str, Any], open_tab: Callable[..., Any], examples: Any) -> None:
    tab = open_tab(f"{examples.url}/", **size)
    wide = {}
    for app in ("", *(f"{app}/" for app in APPS)):
        tab.open(f"{examples.url}/{app}")
        tab.settle()
        wide[app] = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert {app: px for app, px in wide.items() if px > 0} == {}


SHIFTS = """window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
.observe({type: 'layout-shift', buffered: true});"""
CHANGES: dict[str, Callable[[Any], Any]] = {
    "basic-input": lambda page: page.locator("#my-input").fill("something longer than it was"),
    "graph-with-slider": lambda page: page.locator("#year-slider input[type=range]").press("End"),
    "multiple-inputs": lambda page: page.get_by_label("Log").first.check(),
    "multiple-outputs": lambda page: page.locator("#num-multi").fill("12"),
    "chained-callbacks": lambda page: page.get_by_label("Canada").check(),
    "state": lambda page: page.locator("#submit-button-state").click(),
}


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_on_load_or_update(width: int, open_tab: Callable[..., Any], examples: Any) -> None:
    """All shifts count, those within half a second of an input too."""
    tab = open_tab(f"{examples.url}/", viewport={"width": width, "height": 844})
    tab.page.context.add_init_script(SHIFTS)
    sums = {}
    for app, change in CHANGES.items():
        tab.open(f"{examples.url}/{app}/")
        if tab.page.locator(".dash-graph").count():
            tab.until("document.querySelectorAll('path.point').length > 100")
        change(tab.page)
        tab.settle()
        sums[app] = round(tab.page.evaluate("shifts.reduce((sum, one) => sum + one, 0)"), 4)
    assert {app: shift for app, shift in sums.items() if shift > 0.02} == {}


# -- states, to all ------------------------------------------------------------------------------------------------------


def check(tab: Any) -> None:
    """No violation of WCAG 2.2 AA in the page as it is."""
    tab.settle()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(tab.page, options={"runOnly": {"type": "tag", "values": tags}}).response
    assert len(found["passes"]) > 5
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_empty_states_and_notices_can_be_used_by_all(scheme: str, open_tab: Callable[..., Any], serve: Callable[[Any], Any]) -> None:
    columns = [{"name": "a", "id": "a"}]
    empty = html.Main([
        html.H1("Empty"), dash_table.DataTable(id="none", columns=columns, data=[]), dcc.Graph(id="g"), dcc.Markdown(""),
        dash_table.DataTable(id="hits", columns=columns, data=[{"a": 1}], filter_action="native", filter_query="{a} > 5"),
        html.Div("No orders yet.", className="hx-empty"), dcc.Dropdown([], id="choice", placeholder="Nothing to choose"),
    ])  # fmt: skip
    url = serve(app_of(empty)).url
    tab = open_tab(url, color_scheme=scheme, quiet=False)
    tab.until("!!document.querySelector('.annotation-text')")
    assert [tab.text(f"#{id} .dash-table-empty") for id in ("none", "hits")] == ["No rows", "No rows match the filter"]
    check(tab)
    tab.open(f"{url}/nothing/here")
    assert tab.text("h1") == "There is no page here"
    check(tab)
    assert tab.violations() == []
