"""Room 12. The page around a layout: head, scripts, hidden state; and the headers that go with it (RELIABILITY.md section 3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hxdash.encoding import dumps, shield
from hxdash.render import Renderer, environment
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
        icon: URL of the icon, or None.
        origins: foreign origins that the policy must allow, for scripts and for styles.
    """

    title: str = "Dash"
    lang: str = "en"
    color_scheme: str = "light dark"
    meta: Sequence[Mapping[str, Any]] = ()
    stylesheets: Sequence[Mapping[str, Any]] = ()
    scripts: Sequence[Mapping[str, Any]] = ()
    icon: str | None = None
    style_origins: Sequence[str] = field(default_factory=tuple)


def shell(head: Head, renderer: Renderer, body: str, state: Mapping[str, list[str] | None], token: str, nonce: str, errors: str, late: Mapping[str, Any] | None = None) -> str:
    """The whole page.

    Args:
        head: the app's part of the head.
        renderer: has rendered the body, so it knows what scripts that needs.
        body: markup of the layout.
        state: id to group and token.
        token: the page token.
        nonce: fresh for this answer.
        errors: boxes of callbacks that failed.
        late: values of controls that differ from the fixed layout, for a page without JavaScript.
    """
    base, files = renderer.base, manifest()
    wired = bool(renderer.live.page.graph.callbacks)
    scripts: list[dict[str, Any]] = []
    meta: dict[str, str] = {}
    if wired or renderer.scripts:
        scripts = [{"src": base + files.url("hxdash.js"), "defer": True}]
        meta["hx-scripts"] = json.dumps({name: base + files.url(f"dcc/{name}.js") for name in _script_names()})
    if "graph" in renderer.scripts or wired:
        meta["hx-plotly"] = json.dumps({name: base + files.url(VENDORED[name]) for name in ("basic", "cartesian", "strict")})
    if renderer.bundles:
        largest = next(b for b in ("strict", "cartesian", "basic") if b in renderer.bundles)
        scripts.append({"src": base + files.url(VENDORED[largest]), "defer": True, "data-plotly": largest})
    scripts += [{"src": base + files.url(f"dcc/{name}.js"), "defer": True} for name in renderer.scripts if files.has(f"dcc/{name}.js")]
    fields = [{"name": "_p", "value": token}]
    if late:
        fields.append({"name": "_w", "value": dumps(late)})
    fields += [{"name": f"s:{id}", "value": entry[1], "hx-group": entry[0]} for id, entry in state.items() if entry]
    return environment().get_template("page.html").render(
        lang=head.lang,
        color_scheme=head.color_scheme,
        meta=head.meta,
        title=head.title,
        icon=head.icon,
        stylesheets=[{"href": base + files.url("hxdash.css")}, *head.stylesheets],
        config=renderer.safe(shield(HTMX_CONFIG)),
        head={name: renderer.safe(shield(text).replace("'", "\\u0027")) for name, text in meta.items()},
        scripts=[*scripts, *head.scripts],
        nonce=nonce,
        body=renderer.safe(body),
        errors=renderer.safe(errors),
        wired=wired,
        state=fields,
    )


def _script_names() -> list[str]:
    return [source.removeprefix("dcc/").removesuffix(".js") for source in manifest()._by_source if source.startswith("dcc/") and source.endswith(".js")]


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


COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
