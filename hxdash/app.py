"""Room 14. `Dash`: settings and wiring of an app; it is an ASGI application itself."""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import logging
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from hxdash import handover
from hxdash.address import has_location
from hxdash.apis import endpoints, path_of
from hxdash.callback import GLOBAL_REGISTRY, Callback, Function, Registry, check_handler
from hxdash.checks import check, check_values
from hxdash.clientside import register
from hxdash.component import Component
from hxdash.dcc.graph import register_template
from hxdash.dependencies import ClientsideFunction
from hxdash.exceptions import DashException, NoLayoutException
from hxdash.failures import frames, message
from hxdash.graph import CallbackGraph
from hxdash.held import Held
from hxdash.layout import EMPTY, Layout, check_layout
from hxdash.render import template_mistakes
from hxdash.request import Direct
from hxdash.routes import Endpoints
from hxdash.settings import check_settings, check_wait
from hxdash.shell import Head
from hxdash.signing import Signer, load_keys
from hxdash.static_files import StaticFile, assets_in, manifest
from hxdash.threads import Threads

logger = logging.getLogger("hxdash.app")
THREADS = 16  # sync callbacks that run at the same time


class Dash:
    """An app.

    Args:
        name: usually `__name__`; the folder `assets` beside that module is served.
        layout: component, list of components, or function that makes one for each load.
        title: str, the page's title.
        external_stylesheets: URLs, or dicts of attributes of <link>.
        meta_tags: list of dicts of attributes of <meta>.
        assets_folder: str, folder beside the module; its .css and .js files are loaded by every page, in order of their names.
        prevent_initial_callbacks: True: callbacks do not run when the page is loaded unless they say so.
        suppress_callback_exceptions: True: ids that callbacks name need not be in the layout.
        on_error: called with the exception of a failing callback; its value is used as the callback's.
        secret_key: str of at least 32 characters, or several, newest first; else the environment's HXDASH_SECRET_KEY; else a
            file of this user.
        dependencies: FastAPI dependencies that guard the page and every one of its posts.
        initial_wait: seconds that a page in a browser waits for initial callbacks; what slower ones give comes right after. None: for all of
            them. "auto": 0.3 in a process by itself, None in one of several workers, where slow ones would often be called twice.
        plotly_template: None leaves plotly's default template alone.
        color_scheme: "light", "dark" or "light dark"; by default the reader's choice unless the app brings its own style sheets.
        lang: str, language of the page.
        debug: show what a failing callback raised.

    Raises:
        ObsoleteKwargException: for a setting that Dash dropped.
        InvalidConfig: for settings that cannot be used.

    Source: dash.Dash of Dash 4.4.1.
    """

    def __init__(  # noqa: PLR0913
        self,
        name: str | None = None,
        *,
        layout: Any = None,
        title: str = "Dash",
        external_stylesheets: Sequence[str | Mapping[str, Any]] | None = None,
        meta_tags: Sequence[Mapping[str, Any]] | None = None,
        assets_folder: str = "assets",
        prevent_initial_callbacks: bool | str = False,
        suppress_callback_exceptions: bool = False,
        on_error: Callable[[Exception], Any] | None = None,
        secret_key: str | Sequence[str] | None = None,
        dependencies: Sequence[Any] = (),
        initial_wait: float | str | None = "auto",
        plotly_template: str | None = "hxdash",
        color_scheme: str | None = None,
        lang: str = "en",
        debug: bool = False,
        **more: Any,
    ) -> None:
        check_settings(more)
        check_handler(on_error)
        self.name = name or "__main__"
        self.title, self.lang, self.debug = title, lang, debug
        self.prevent, self.on_error = prevent_initial_callbacks, on_error
        self.suppress_callback_exceptions = suppress_callback_exceptions
        self.validation_layout: Any = more.get("validation_layout")
        self.color_scheme = color_scheme
        self._meta = list(meta_tags or ())
        self._sheets = [s if isinstance(s, Mapping) else {"href": s} for s in external_stylesheets or () if s]
        self.assets: Mapping[str, StaticFile] = assets_in(_folder_of(self.name) / assets_folder)
        self._registry = Registry()
        self.callback_list: tuple[Callback, ...] = ()
        self._scripts: dict[bool, Mapping[str, StaticFile]] = {}  # by whether it is in debug mode
        self.signer = Signer(load_keys(secret_key), _app_name(self.name))
        self.pool, self.held = Threads(THREADS), Held()
        self.initial_wait = check_wait(initial_wait)
        self.graph, self.layout_index, self.layout_function = CallbackGraph([]), EMPTY, None
        self._layout: Any = None
        self.takes_any_path = False  # there is a dcc.Location
        self._preparing = threading.Lock()
        self._ready = False
        if plotly_template == "hxdash":
            register_template()
        self.server = FastAPI(openapi_url=None, title=title)
        self._end, self._dependencies = Endpoints(self), list(dependencies)
        self._add_routes()
        self._apis: dict[str, Any] = {}
        if layout is not None:
            self.layout = layout

    # -- declaring -----------------------------------------------------------------------------------------------------

    @property
    def layout(self) -> Any:
        """The layout as it was set."""
        return self._layout

    @layout.setter
    def layout(self, value: Any) -> None:
        if not callable(value) or isinstance(value, Component):
            check_layout(value)
        self._layout = value
        self._ready = False

    def callback(self, *args: Any, **kwargs: Any) -> Callable[[Function], Function]:
        """Declare a callback of this app; see hxdash.callback."""
        self._ready = False
        return self._registry.callback(*args, **kwargs)

    def clientside_callback(self, function: str | ClientsideFunction, *args: Any, **kwargs: Any) -> None:
        """Declare a callback of this app that is a JavaScript function; see hxdash.clientside_callback."""
        self._ready = False
        register(self._registry, function, args, kwargs)

    # -- start-up ------------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Collect the callbacks and check the app, once.

        Raises:
            DashException: the first mistake found; its text lists them all.
        """
        if self._ready:
            return
        with self._preparing:
            if not self._ready:
                mistakes = self.mistakes()
                if mistakes:
                    raise _together(mistakes)
                self._ready = True

    def mistakes(self) -> list[DashException]:
        """Check the app.

        Returns:
            Every mistake that can be found without a request.
        """
        found: list[DashException] = []
        self.layout_function, self.layout_index = None, EMPTY
        try:
            if callable(self._layout) and not isinstance(self._layout, Component):
                self.layout_function = self._layout
                known: Layout | None = self._trial_layout(found)
            else:
                known = self.layout_index = Layout(self._layout, found)
        except DashException as error:
            known = None
            found.append(error)
        own, shared = self._registry.callbacks, GLOBAL_REGISTRY.callbacks
        if shared:
            own = [*shared, *own]
            self._registry.callbacks, GLOBAL_REGISTRY.callbacks = own, []
        self.graph = CallbackGraph(own, self.layout_index)
        self.callback_list, self._scripts = self.graph.callbacks, {}
        for closed in [c for c in own if path_of(c) is not None and path_of(c) not in self._apis]:
            logger.warning("callback(api_endpoint=...) of %s is not open: call app.setup_apis() after the last callback.", closed)
        if self.validation_layout is not None:
            known = Layout(self.validation_layout)
        ids_known = known is not None and not self.suppress_callback_exceptions
        known = known or EMPTY
        self.takes_any_path = has_location(known) or has_location(self.layout_index)
        return [*found, *check_values(known), *template_mistakes(known), *check(self.graph, known, ids_known=ids_known, prevent=self.prevent)]

    def _trial_layout(self, found: list[DashException]) -> Layout | None:
        """What a layout function makes when it is called once, for the checks; None if it may not be judged by that.

        Args:
            found: receives ids that stand twice.

        Raises:
            NoLayoutException: it makes none.
        """
        function = self._layout
        try:
            if inspect.iscoroutinefunction(function):
                with ThreadPoolExecutor(1) as pool:
                    made = pool.submit(lambda: asyncio.run(function())).result()
            else:
                made = function()
        except Exception as error:
            if self.suppress_callback_exceptions:  # it may well need what only a request brings
                return None
            own, name = frames(error), getattr(function, "__qualname__", repr(function))
            raise NoLayoutException(
                f"The layout function {name} raised {type(error).__name__}: {message(error)}",
                where=f"{own[-1].file}:{own[-1].line}" if own else "",
                fix="let it work without a request, or set suppress_callback_exceptions=True: then only pages need it",
            ) from error
        return Layout(made, found)

    # -- serving -------------------------------------------------------------------------------------------------------

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        if scope["type"] == "http":
            self.prepare()
            if scope["method"] == "POST" and self._is_bare(scope):
                response = await self._end.update(Direct(scope, receive))
                await response(scope, receive, send)
                return
        await self.server(scope, receive, send)

    def _is_bare(self, scope: Scope) -> bool:
        """Whether a request is an update that nobody wants to see on its way: no dependency, no middleware of the author's.

        It then need not pass through FastAPI's own layers, which are a quarter of what a small update costs.
        """
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return path == "/_hx" and not self._dependencies and not self.server.user_middleware

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start with the server; a wrong app does not start at all."""
        try:
            self.prepare()
        except DashException as error:
            await receive()
            await send({"type": "lifespan.startup.failed", "message": f"{type(error).__name__}: {error}"})
            return
        _settle_memory()
        await self.server(scope, receive, send)

    def _add_routes(self) -> None:
        end = self._end
        self._add_guarded("/", end.page, ["GET", "HEAD", "POST"])
        self._add_guarded("/_hx", end.update, ["POST"])
        self._add_guarded("/_hx/download/{key}", end.download, ["GET", "HEAD"])
        self._add_fallback()
        self.server.add_route("/_hx/static/{name:path}", end.static, methods=["GET", "HEAD"])
        self.server.add_route("/assets/{name:path}", end.asset, methods=["GET", "HEAD"])

    @property
    def scripts(self) -> Mapping[str, StaticFile]:
        """The scripts of the clientside callbacks, by name."""
        made = self._scripts.get(self.debug)
        if made is None:
            made = self._scripts[self.debug] = handover.scripts(self.graph, self.assets.values(), debug=self.debug)
        return made

    def _add_fallback(self) -> None:
        """With a dcc.Location in the layout all paths are addresses of the page, but for those of routes of the author's, added later too."""
        rest, missing = APIRouter(), self._end.nowhere(self.server.router.default)
        guard: dict[str, Any] = {"dependencies": self._dependencies, "response_model": None}
        rest.add_api_route("/{path:path}", _annotated(self._end.page), methods=["GET", "HEAD", "POST"], **guard)

        async def default(scope: Scope, receive: Receive, send: Send) -> None:
            own = scope["type"] == "http" and scope["path"].removeprefix(scope.get("root_path", "")).startswith("/_hx/")
            await (rest if self.takes_any_path and scope["type"] == "http" and not own else missing)(scope, receive, send)

        self.server.router.default = default

    def _add_guarded(self, path: str, endpoint: Callable[[Request], Awaitable[Any]], methods: list[str]) -> None:
        """Add an endpoint behind the app's dependencies; FastAPI resolves them."""
        if self._dependencies:
            guard: dict[str, Any] = {"dependencies": self._dependencies, "include_in_schema": False, "response_model": None}
            self.server.add_api_route(path, _annotated(endpoint), methods=methods, **guard)
        else:
            self.server.add_route(path, endpoint, methods=methods)

    def setup_apis(self) -> None:
        """Open the endpoints of all callbacks declared with `api_endpoint=`, each to be called by POST with a JSON object of keywords.

        The answer is the function's own result as JSON. The app's `dependencies` guard them as they guard the page.

        Raises:
            DuplicateCallback: two callbacks have one path (C22).
            CallbackException: a path that cannot be one.
        """
        found = endpoints([*GLOBAL_REGISTRY.callbacks, *self._registry.callbacks], self)
        for path in found.keys() - self._apis.keys():
            self._add_guarded(path, found[path], ["POST"])
        self._apis.update(found)

    def head(self, base: str) -> Head:
        """What goes into the head of a page; `base` is the URL path of the app."""
        own = [{"href": f"{base}/assets/{n}?m={_digest(f)}"} for n, f in self.assets.items() if n.endswith(".css")]
        scripts = [{"src": f"{base}/assets/{n}?m={_digest(f)}", "defer": True} for n, f in self.assets.items() if n.endswith(".js")]
        sheets = [*self._sheets, *own]
        icon = next((f"{base}/assets/{n}" for n in self.assets if n == "favicon.ico"), None)
        return Head(
            title=self.title,
            lang=self.lang,
            color_scheme=self.color_scheme or ("light" if sheets else "light dark"),
            meta=self._meta,
            stylesheets=[*([{"href": base + manifest().url("debug.css")}] if self.debug else []), *sheets],
            scripts=scripts,
            client=[f"{base}/_hx/static/{name}" for name in self.scripts if "/" not in name],
            icon=icon or "data:,",
            style_origins=_origins(self._sheets),
        )

    def run(self, host: str = "127.0.0.1", port: int | str = 8050, debug: bool | None = None, **more: Any) -> None:
        """Serve the app until interrupted.

        Args:
            host: address to listen on; HOST in the environment is the default's default.
            port: TCP port.
            debug: show what failing callbacks raise.
            more: settings of Dash's run that have no meaning here are ignored.
        """
        if debug is not None:
            self.debug = debug
        self.prepare()
        host, port = os.environ.get("HOST", host), int(os.environ.get("PORT", port))
        print(f"{self.title} is running on http://{host}:{port}/", file=sys.stderr)
        uvicorn.run(self, host=host, port=port, log_level="warning", server_header=False)

    run_server = run


@functools.cache
def _settle_memory() -> None:
    """Once per process, when it starts to serve: what is there stays, so the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()


def _annotated(endpoint: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Any]]:
    """An endpoint as FastAPI wants it: a function whose annotation it can read."""

    async def handle(request: Request) -> Any:
        return await endpoint(request)

    handle.__annotations__ = {"request": Request, "return": Any}
    return handle


def _together(mistakes: list[DashException]) -> DashException:
    if len(mistakes) == 1:
        return mistakes[0]
    first = mistakes[0]
    listed = "\n\n".join(f"{i}. {type(m).__name__}: {m}" for i, m in enumerate(mistakes, 1))
    return type(first)(f"{len(mistakes)} mistakes in this app:\n\n{listed}\n")


def _folder_of(name: str) -> Path:
    module = sys.modules.get(name)
    path = getattr(module, "__file__", None)
    return Path(path).resolve().parent if path else Path.cwd()


def _app_name(name: str) -> str:
    if name != "__main__":
        return name
    path = getattr(sys.modules.get("__main__"), "__file__", None)
    return Path(path).stem if path else name


def _digest(file: StaticFile) -> int:
    return int(file.paths[0].stat().st_mtime)


def _origins(sheets: Sequence[Mapping[str, Any]]) -> list[str]:
    out = []
    for sheet in sheets:
        href = str(sheet.get("href", ""))
        if href.startswith(("https://", "http://")):
            out.append("/".join(href.split("/", 3)[:3]))
    return sorted(set(out))
