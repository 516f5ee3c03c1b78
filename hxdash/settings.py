"""Room 1. Settings of `Dash(...)` that Dash has: which of them do nothing here, which are gone, which contradict each other (V14-V16)."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Mapping
from typing import Any

from hxdash.exceptions import InvalidConfig, InvalidIndexException, ObsoleteKwargException, closest

logger = logging.getLogger("hxdash.app")
_OBSOLETE = {
    "components_cache_max_age": "leave it out: files carry a hash in their names and are kept for a year",
    "static_folder": "use assets_folder",
    "sharing": "leave it out",
    "app": "use app.server, or mount the app: api.mount('/prefix', app)",
    "url_prefix": "mount the app instead: api.mount('/prefix', app)",
    "long_callback_manager": "use background_callback_manager",
    "dynamic_loading": "leave it out: pages load what they use",
    "preloaded_libraries": "leave it out: pages load what they use",
}
_NO_MEANING = frozenset(
    "backend use_async eager_loading serve_locally compress add_log_handler extra_hot_reload_paths include_pages_meta description "
    "validation_layout csrf_token_name csrf_header_name websocket_allowed_origins websocket_inactivity_timeout "
    "websocket_heartbeat_interval websocket_batch_delay websocket_max_workers".split()
)  # accepted: hxdash needs none of it, or it only goes with a setting that is named below
_NOT_BUILT: Mapping[str, tuple[Any, ...]] = {
    **dict.fromkeys("use_pages assets_ignore assets_path_ignore assets_external_path index_string external_scripts plugins hooks".split(), ()),
    **dict.fromkeys("url_base_pathname requests_pathname_prefix routes_pathname_prefix background_callback_manager".split(), ()),
    **dict.fromkeys("routing_callback_inputs show_undo_redo health_endpoint websocket_callbacks enable_mcp mcp_path".split(), ()),
    "server": (True, None),
    "pages_folder": ("pages", ""),
    "assets_url_path": ("assets", "/assets", "assets/"),
    "include_assets_files": (True,),
    "update_title": (None, "", "Updating..."),
}  # and the values of theirs that are as good as none; () stands for whatever is false
_OWN = frozenset(
    "layout title external_stylesheets meta_tags assets_folder prevent_initial_callbacks suppress_callback_exceptions on_error secret_key "
    "dependencies initial_wait plotly_template color_scheme lang debug".split()
)
_MARKERS = ("{%app_entry%}", "{%config%}", "{%scripts%}")
_PREFIXES = ("url_base_pathname", "routes_pathname_prefix", "requests_pathname_prefix")


def check_settings(given: Mapping[str, Any]) -> None:
    """Refuse settings that are gone, unknown or cannot be used, and name those that do nothing yet in a warning.

    Args:
        given: the keyword arguments that `Dash` has not named itself.

    Raises:
        ObsoleteKwargException: Dash dropped it.
        TypeError: there never was such a setting.
        InvalidConfig: prefixes that contradict each other, or without their slashes (V14).
        InvalidIndexException: index_string lacks a placeholder (V15).
    """
    for name in given:
        if name in _OBSOLETE:
            raise ObsoleteKwargException(f"Dash({name}=...) is no longer there.", fix=_OBSOLETE[name])
        if name not in _NO_MEANING and name not in _NOT_BUILT:
            hint = closest(name, _OWN | _NO_MEANING | _NOT_BUILT.keys())
            raise TypeError(f"Dash() has no argument {name!r}{f'; {hint}' if hint else ''}")
    _check_prefixes(given)
    if given.get("index_string"):
        check_index(given["index_string"])
    for name, value in given.items():
        harmless = _NOT_BUILT.get(name)
        if harmless is not None and (value not in harmless if harmless else value):
            logger.warning("Dash(%s=...) is accepted but not built yet: it does nothing.", name)


def check_wait(given: float | str | None) -> float | None:
    """The seconds that a page waits for initial callbacks; None for all of them.

    Raises:
        InvalidConfig: it is no number of seconds.
    """
    if given == "auto":
        return None if _has_siblings() else 0.3
    if given is not None and (isinstance(given, (bool, str)) or not isinstance(given, (int, float)) or not given >= 0):
        raise InvalidConfig(f"Dash(initial_wait={given!r}) is no number of seconds.", fix="write a number, as 0.3, or None to wait for all initial callbacks")
    return given


def _has_siblings() -> bool:
    """Whether this process is one of several that answer requests, as far as it can know: started by uvicorn or gunicorn."""
    return multiprocessing.parent_process() is not None or "gunicorn" in os.environ.get("SERVER_SOFTWARE", "")


def _check_prefixes(given: Mapping[str, Any]) -> None:
    used = [name for name in _PREFIXES if given.get(name) is not None]
    if "url_base_pathname" in used and len(used) > 1:
        raise InvalidConfig(f"Dash(url_base_pathname=..., {used[1]}=...) gives one prefix twice.", fix="leave url_base_pathname out where the other two are set")
    for name in used:
        if not (isinstance(given[name], str) and given[name].startswith("/") and given[name].endswith("/")):
            raise InvalidConfig(f"Dash({name}={given[name]!r}): a path prefix begins and ends with '/'.", fix=f'write "/{str(given[name]).strip("/")}/"')


def check_index(text: str) -> None:
    """Refuse an index_string without the places where the page goes.

    Raises:
        InvalidIndexException: says which are missing.
    """
    if missing := [marker for marker in _MARKERS if marker not in text]:
        raise InvalidIndexException(f"index_string lacks {' and '.join(missing)}.", fix="write each of them once into the <body>")
