"""Room 12. The page around a layout: head, scripts, hidden state; and the headers that go with it (RELIABILITY.md section 3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hxdash.encoding import dumps, shield
from hxdash.render import Renderer, environment, source_of
from hxdash.static_files import VENDORED, manifest

HTMX_CONFIG = json.dumps(
    {
        "prefix": "",
        "mode": "same-origin",
        "history": False,
        "noSwap": [204, 304, "4xx", "5xx"],
        "defaultTimeout": 30000,
        "includeIndicatorCSS": False,
        "implicitInheritance": False,
        "morphIgnore": ["data-htmx-powered", "open"],
        "extensions": "hxdash",
    }
)
_EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"  # the <style> that plotly.js fills by script
_MAP_STYLE = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"  # the one that plotly.js 4.1.1 strict brings for maps


@dataclass
class Head:
    """What an app puts into the head of its pages.

    Args:
        title, lang, color_scheme: of the page.
        meta: attributes of each <meta>.
        stylesheets, scripts: attributes of each <link> and <script>, URLs complete.
        client: URLs of the scripts of clientside callbacks.
        icon: URL of the icon, or None.
        origins: foreign origins that the policy must allow, for scripts and for styles.
    """

    title: str = "Dash"
    lang: str = "en"
    color_scheme: str = "light dark"
    meta: Sequence[Mapping[str, Any]] = ()
    stylesheets: Sequence[Mapping[str, Any]] = ()
    scripts: Sequence[Mapping[str, Any]] = ()
    client: Sequence[str] = ()
    icon: str | None = None
    style_origins: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Content:
    """What a page holds.

    Args:
        body: markup of the layout.
        state: id to group and token.
        token: the page token.
        errors: boxes of callbacks that failed.
        late: values of controls that differ from the fixed layout, for a page without JavaScript.
        follow: group to the triggers of the request that the page makes as soon as it is there.
        running: what is shown while callbacks run (hxdash.running).
        values: what clientside callbacks are told (hxdash.handover).
        whole: where a browser without JavaScript finds the page with all in it.
    """

    body: str
    state: Mapping[str, list[str] | None]
    token: str
    errors: str = ""
    late: Mapping[str, Any] = field(default_factory=dict)
    follow: Mapping[str, list[str]] = field(default_factory=dict)
    running: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    whole: str | None = None


def shell(head: Head, renderer: Renderer, content: Content, nonce: str) -> str:
    """The whole page.

    Args:
        head: the app's part of the head.
        renderer: has rendered the body, so it knows what scripts that needs.
        content: the page's part.
        nonce: fresh for this answer.
    """
    base = renderer.base
    fields = [{"name": "_p", "value": content.token}]
    if content.late:
        fields.append({"name": "_w", "value": dumps(content.late)})
    fields += [{"name": f"s:{id}", "value": entry[1], "hx-group": entry[0]} for id, entry in content.state.items() if entry]
    return environment().get_template("page.html").render(
        lang=head.lang,
        color_scheme=head.color_scheme,
        meta=head.meta,
        title=head.title,
        whole=content.whole,
        icon=head.icon,
        stylesheets=[*_sheets(renderer), *head.stylesheets],
        config=renderer.safe(shield(HTMX_CONFIG)),
        head={name: renderer.safe(shield(text).replace("'", "\\u0027")) for name, text in _meta(renderer, content).items()},
        scripts=[*_scripts(renderer, content, head), *head.scripts],
        nonce=nonce,
        body=renderer.safe(content.body),
        errors=renderer.safe(content.errors),
        wired=_is_wired(renderer),
        form={"id": "hx", "method": "post", "enctype": "multipart/form-data" if renderer.has_files else None},
        follows={"hx-group": "", "hx-post": f"{base}/_hx"} if content.follow else {},
        state=fields,
    )


def _is_wired(renderer: Renderer) -> bool:
    graph = renderer.live.page.graph
    return renderer.asking or bool(graph.callbacks or graph.own)


def _sheets(renderer: Renderer) -> list[dict[str, Any]]:
    names = ["hxdash.css", *(source_of(name, "css") for name in renderer.sheets)]
    return [{"href": renderer.base + manifest().url(name)} for name in names]


def _meta(renderer: Renderer, content: Content) -> dict[str, str]:
    """What scripts are told."""
    meta, graph = {}, renderer.live.page.graph
    if "graph" in renderer.scripts or _is_wired(renderer):
        meta["hx-plotly"] = json.dumps({name: renderer.base + manifest().url(VENDORED[name]) for name in ("basic", "cartesian", "strict")})
    if content.follow:
        meta["hx-follow"] = dumps(content.follow)
    if graph.has_running:
        meta["hx-running"] = dumps(content.running)
    if graph.has_client:
        meta["hx-values"] = dumps(content.values)
    return meta


def _scripts(renderer: Renderer, content: Content, head: Head) -> list[dict[str, Any]]:
    """The scripts that this page needs from the start, in order."""
    base, files, graph = renderer.base, manifest(), renderer.live.page.graph
    scripts: list[dict[str, Any]] = []
    if _is_wired(renderer) or renderer.scripts or renderer.persisted:
        scripts.append({"src": base + files.url("hxdash.js"), "defer": True})
    if renderer.bundles:
        largest = next(b for b in ("strict", "cartesian", "basic") if b in renderer.bundles)
        scripts.append({"src": base + files.url(VENDORED[largest]), "defer": True, "data-plotly": largest})
    scripts += _deferred(base, [source_of(name, "js") for name in renderer.scripts])
    scripts += [{"src": url, "defer": True} for url in head.client]
    names = ["persistence.js"] if renderer.persisted else []
    names += ["flow.js"] if graph.has_generators else []
    names += ["running.js"] if graph.has_running else []
    names += ["follow.js"] if content.follow else []
    return [*scripts, *_deferred(base, names)]


def _deferred(base: str, names: Sequence[str]) -> list[dict[str, Any]]:
    files = manifest()
    return [{"src": base + files.url(name), "defer": True} for name in names if files.has(name)]


def policy(nonce: str, head: Head) -> str:
    """The Content-Security-Policy of a page: no eval, no inline script, nothing from elsewhere."""
    foreign = " ".join(head.style_origins)
    styles = f"'self' {_EMPTY_STYLE} {_MAP_STYLE} {foreign}".strip()
    fonts = f"'self' {foreign}".strip()
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline' {foreign}; style-src-elem {styles}; "
        f"style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src {fonts}; connect-src 'self'; media-src 'self'; "
        "manifest-src 'self'; worker-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )


def permissions(renderer: Renderer) -> dict[str, str]:
    """Headers by which a page that holds a dcc.Geolocation may ask where it is, and no other."""
    if "geolocation" not in renderer.scripts:
        return {}
    return {"Permissions-Policy": COMMON_HEADERS["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")}


COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
