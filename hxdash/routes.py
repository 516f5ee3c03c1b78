"""Room 13. The endpoints: the page, its updates, and the files it loads."""

from __future__ import annotations

import asyncio
import functools
import inspect
import logging
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hxdash import address, handover, noscript, notice, running, waiting
from hxdash import plan as planning
from hxdash.changes import Changes, Failure
from hxdash.component import Found, Swap, survey
from hxdash.exceptions import RequestRefused
from hxdash.failures import error_box
from hxdash.fragments import fragments, partial, snapshots
from hxdash.graph import CallbackGraph
from hxdash.held import Held
from hxdash.layout import EMPTY, Layout, check_layout
from hxdash.live import Live
from hxdash.page_state import PageState, decode
from hxdash.render import Renderer
from hxdash.request import about, base_of, header, read_form, stored_of
from hxdash.responses import ANSWER, HTML, PART_HEADERS, ready, respond, serve, takes_gzip, with_own, zipped
from hxdash.run import Run
from hxdash.shell import COMMON_HEADERS, Content, Head, permissions, policy, shell
from hxdash.signing import Signer
from hxdash.snapshots import page_token
from hxdash.static_files import StaticFile, manifest
from hxdash.threads import Threads
from hxdash.transfer import forget_files, spooled
from hxdash.uploads import Form

logger = logging.getLogger("hxdash.routes")
PLAIN_FOR = 0.03  # seconds: an answer that takes longer is streamed, part by part
FLOW_FOR = 10.0  # seconds: without JavaScript, what a generator has yielded by then is shown
HELD_FOR = 0.1  # seconds until an answer that waits is looked after again


class Site(Protocol):
    """What the endpoints must know of the app that they serve."""

    graph: CallbackGraph
    layout_index: Layout
    layout_function: Any
    signer: Signer
    pool: Threads
    debug: bool
    prevent: bool | str
    on_error: Any
    suppress_callback_exceptions: bool
    assets: Mapping[str, StaticFile]
    takes_any_path: bool
    initial_wait: float | None
    held: Held

    @property
    def scripts(self) -> Mapping[str, StaticFile]:
        """The scripts of its clientside callbacks, by name."""

    def prepare(self) -> None:
        """Finish start-up: collect callbacks and check everything; done once."""

    def head(self, base: str) -> Head:
        """The app's part of a page's head."""


@dataclass(frozen=True)
class Opened:
    """A page in the making.

    Args:
        live: its state.
        root: its layout.
        failures: callbacks that failed on the way.
        follow: group to the triggers of a request that is to follow: first calls that the page did not wait for.
        target: the address to which callbacks sent the browser.
        held: key of the calls that go on.
        whole: the address of the page with all in it, if this one has not waited for all.
    """

    live: Live
    root: Any
    failures: Sequence[Failure] = ()
    follow: Mapping[str, list[str]] = field(default_factory=dict)
    target: str | None = None
    held: str | None = None
    whole: str | None = None


class Endpoints:
    """The endpoints of one app.

    Args:
        site: the app.
    """

    def __init__(self, site: Site) -> None:
        self.site = site

    # -- the update: decode, plan, run, render, fragments ----------------------------------------------------------------

    async def update(self, request: Request) -> Response:
        """Answer a change with the pieces of the page that it changes."""
        self.site.prepare()
        try:
            page = self._decode(await read_form(request, files=self.site.graph.takes_files))
            live = Live(page, stored_of(request))
            if not page.triggers:
                return self._answer_question(live, request)
            plan = planning.for_change(self.site.graph, live, page.triggers, self.site.prevent)
            run = self._run(plan, live, request)
            renderer = Renderer(live, base_of(request), signer=self.site.signer)
            return forget_files(await self._answer(run, plan, renderer, request), request)
        except RequestRefused as refused:
            return forget_files(refusal(refused, request), request)

    def _decode(self, form: Form) -> PageState:
        site = self.site
        page = decode(form.fields, site.layout_index, site.graph, site.signer, files=form.files)
        if not page.triggers and len(page.questions) != 1:
            raise RequestRefused(400, "nothing has changed")
        return page

    def _answer_question(self, live: Live, request: Request) -> Response:
        """What a component says to a question of its own; no callback has to do with it."""
        ((id, question),) = live.page.questions.items()
        html = live.component(id).answer(question, Renderer(live, base_of(request)))
        return respond(html, request, ANSWER)

    def _run(self, plan: planning.Plan, live: Live, request: Request) -> Run:
        site, key = self.site, live.page.held_calls
        going = functools.partial(site.held.take, key) if key is not None else None
        return Run(plan, live, site.pool, about(request), site.prevent, site.on_error, lenient=site.suppress_callback_exceptions, going=going)

    async def _answer(self, run: Run, plan: planning.Plan, renderer: Renderer, request: Request) -> Response:
        """One plain answer if the run is quick or may ask for cookies, else a stream that carries each callback's outputs as it finishes."""
        if await run.finished(PLAIN_FOR) or await self._held(run, plan, request):
            if run.refused is not None:
                raise run.refused
            html = self._fragments(run.take(), run.live, renderer)
            return respond(html, request, ANSWER)
        mark = secrets.token_urlsafe(9)
        headers = {**COMMON_HEADERS, **PART_HEADERS, "HX-Stream": mark, "X-Accel-Buffering": "no", "Vary": "Accept-Encoding"}
        headers.update(waiting.header(run, request.headers.get("hx-loading")))
        parts = self._stream(run, renderer, mark, request)
        if takes_gzip(request):
            headers["Content-Encoding"], parts = "gzip", zipped(parts)
        response = StreamingResponse(parts, media_type="text/html", headers=headers)
        response.raw_headers = list(with_own(response.raw_headers, request))
        return response

    async def _held(self, run: Run, plan: planning.Plan, request: Request) -> bool:
        """Whether all is finished, after waiting for callbacks that may ask for cookies (C108); a generator holds up nothing."""
        done = False
        if any(step.callback.responds for step in plan.steps.values()):
            while not (done or run.flowing()):
                done = await run.finished(HELD_FOR)
                if not done and await request.is_disconnected():
                    run.stop()
        return done

    async def _stream(self, run: Run, renderer: Renderer, mark: str, request: Request) -> AsyncIterator[bytes]:
        gone, flows = asyncio.create_task(_disconnected(request, run)), False
        try:
            while (changes := await run.news()) is not None:
                html = self._fragments(changes, run.live, renderer)
                if not flows and (ends := run.flowing()):  # its group need not wait for the rest
                    flows, html = True, html + partial("hx-state", Swap("flow", {"group": run.live.page.group, "ends": ends}))
                if html:
                    html += waiting.part(run, request.headers.get("hx-loading"))
                    yield f"{html}\n<!--{mark}-->".encode("utf-8", "replace")
        finally:
            gone.cancel()
            run.stop()

    def _fragments(self, changes: Changes, live: Live, renderer: Renderer) -> str:
        html = fragments(changes, live, renderer, self.site.signer, debug=self.site.debug)
        if self.site.graph.has_running and (changes.joined or live.gone):
            html += partial("hx-state", Swap("running", running.table(live, renderer)))
        return html

    # -- the page ------------------------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        """The page with what its initial callbacks gave, all of them or those that are quick."""
        self.site.prepare()
        waits = address.asks_for_whole(request.scope) or header(request, b"sec-fetch-mode", None) != "navigate"
        try:
            if request.method == "POST":
                return forget_files(await self._apply(request), request)
            return self._page(await self._fresh(request, None if waits else self.site.initial_wait), request)
        except RequestRefused as refused:
            return forget_files(self._refused(refused, request), request)
        except Exception as error:
            if not asks_for_page(request):
                raise
            return forget_files(self._failed(error, request), request)

    # -- instead of the page, for people (hxdash.notice) -----------------------------------------------------------------

    def nowhere(self, other: ASGIApp) -> ASGIApp:
        """At an address where nothing is; who does not ask for a page gets what `other` says."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            reply = other
            if scope["type"] == "http" and asks_for_page(request := Request(scope)):
                base = base_of(request)
                reply = self._notice(notice.nowhere(request.url.path, self.site.head(base).title, base), request)
            await reply(scope, receive, send)

        return answer

    def _refused(self, refused: RequestRefused, request: Request) -> Response:
        plain = refusal(refused, request)
        return self._notice(notice.refused(refused, request.url.path), request) if asks_for_page(request) else plain

    def _failed(self, error: Exception, request: Request) -> Response:
        """The layout raised: callbacks that do are told of on the page."""
        failure, debug = Failure(None, error), self.site.debug
        logger.error("the page at %s cannot be made, reference %s: %s", request.url.path, failure.reference, error, exc_info=error)
        box = error_box(failure, Live(PageState("/", EMPTY, self.site.graph)), debug=True) if debug else ""
        return self._notice(notice.failed(failure.reference, request.url.path, box), request)

    def _notice(self, said: notice.Notice, request: Request) -> Response:
        base = base_of(request)
        head = self.site.head(base)
        return HTMLResponse(notice.draw(said, head, base), said.status, {**COMMON_HEADERS, **notice.headers(head)})

    async def _fresh(self, request: Request, wait: float | None = None) -> Opened:
        """The page as everybody sees it first.

        Args:
            wait: seconds for initial callbacks; what is not finished by then is for a request that follows. None: for all of them.
        """
        opened = await self._open(request)
        if self.site.takes_any_path:
            address.locate(opened.live, request.scope)
        plan = planning.for_load(self.site.graph, opened.live, self.site.prevent)
        run = self._run(plan, opened.live, request)
        if any(step.callback.responds for step in plan.steps.values()):  # the page's own headers are theirs to set
            wait = None
        while not await run.finished(wait):
            if (calls := run.leave()) is not None:
                opened = replace(opened, held=self.site.held.keep(calls), whole=address.whole(request.scope))
                break
            wait = HELD_FOR
        changes = run.take()
        return replace(opened, failures=changes.failures, follow=changes.follow, target=self._target(opened.live, changes, request))

    def _target(self, live: Live, changes: Changes, request: Request) -> str | None:
        """Where callbacks sent the browser."""
        return address.destination(live, changes.props, request.scope) if self.site.takes_any_path else None

    async def _open(self, request: Request) -> Opened:
        """The layout, not yet touched by a callback, with what the browser has kept."""
        site, stored = self.site, stored_of(request)
        if site.layout_function is None:
            live = Live(PageState("/", site.layout_index, site.graph), stored)
            for component in site.layout_index.persistent:
                live.restore(component)
            return Opened(live, site.layout_index.root)
        root = await self._call_layout(site.layout_function)
        check_layout(root)
        live = Live(PageState("/", EMPTY, site.graph), stored)
        found: Found = []
        survey(root, found)
        live.join(found, None)
        return Opened(live, root)

    async def _call_layout(self, function: Any) -> Any:
        if inspect.iscoroutinefunction(function):
            return await function()
        return await self.site.pool.call(function)

    def _page(self, opened: Opened, request: Request, *, full: bool = False) -> Response:
        if opened.target:
            return RedirectResponse(opened.target, 303, {**COMMON_HEADERS, "Cache-Control": "no-store"})
        site, base, nonce, live = self.site, base_of(request), secrets.token_urlsafe(16), opened.live
        renderer, head = Renderer(live, base, whole=True, signer=site.signer), site.head(base)
        body = renderer.node(opened.root)
        state = snapshots([*live.changed, *live.made, *live.page.snapshots], live, site.signer, renderer, full=full)
        errors = "".join(error_box(f, live, debug=site.debug) for f in [*opened.failures, *renderer.failures])
        token = page_token(live.page.route, site.signer, full=full, held=opened.held)
        late = noscript.baseline(live)
        content = Content(body, state, token, errors, late, opened.follow, running.table(live, renderer), handover.values(live), opened.whole)
        html = shell(head, renderer, content, nonce)
        headers = ready({**HTML, "Cache-Control": "private, no-cache", "Content-Security-Policy": policy(nonce, head), **permissions(renderer)})
        if full and live.stored is not None:  # no script does it
            for component, prop, original in renderer.persisted:
                live.stored.keep(component, prop, original)
            headers += [pair for c in live.stored.cookies(secure=request.url.scheme == "https") for pair in ready({"Set-Cookie": c})]
        response = respond(html, request, headers)
        if request.method != "POST":
            response.status_code = about(request).status
        return response

    async def _apply(self, request: Request) -> Response:
        """Without JavaScript: the whole form came, the whole page goes back."""
        form = await read_form(request, files=self.site.graph.takes_files)
        fields = form.fields
        before, clicked = noscript.take_baseline(fields), [name[2:] for name in fields if name.startswith("n:")]
        page = decode(fields, self.site.layout_index, self.site.graph, self.site.signer, whole=True, files=form.files)
        fresh = await self._open(request) if page.full else await self._fresh(request)
        live = noscript.resume(page, fresh.live)
        noscript.keep(live, fresh.live, fields)
        plan = planning.update(self.site.graph, live, noscript.triggers(live, before, clicked))
        run = self._run(plan, live, request)
        while not await run.finished(FLOW_FOR) and not run.flowing():
            pass
        run.stop()
        if run.refused is not None:
            raise run.refused
        changes = run.take()
        return self._page(Opened(live, fresh.root, changes.failures, target=self._target(live, changes, request)), request, full=True)

    # -- files ---------------------------------------------------------------------------------------------------------

    async def static(self, request: Request) -> Response:
        """A file of hxdash itself; its name carries its hash, so it never changes."""
        name = request.path_params["name"]
        file = manifest().by_name.get(name) or self.site.scripts.get(name)
        return serve(file, request, "public, max-age=31536000, immutable")

    async def download(self, request: Request) -> Response:
        """A file that a callback has sent; ranges are served (RFC 9110)."""
        return spooled(request.path_params["key"], {**COMMON_HEADERS, **PART_HEADERS})

    async def asset(self, request: Request) -> Response:
        """A file of the app's assets folder."""
        return serve(self.site.assets.get(request.path_params["name"]), request, "public, max-age=3600")


def asks_for_page(request: Request) -> bool:
    """Whether somebody looks at the answer in a browser, and not a program."""
    return notice.wanted(request.headers.get("accept", ""))


def refusal(refused: RequestRefused, request: Request) -> Response:
    """What a request that cannot be trusted or understood gets."""
    logger.warning("refused %s %s: %d %s", request.method, request.url.path, refused.status, refused.what)
    headers = {**COMMON_HEADERS, "Cache-Control": "no-store"}
    return PlainTextResponse(refused.what + "\n", refused.status, headers)


async def _disconnected(request: Request, run: Run) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(0.2)
    run.stop()


__all__ = ["Endpoints", "Site"]
