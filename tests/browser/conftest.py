"""A real server and a real browser, for what only a browser can show."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Error, sync_playwright

from hxdash.callback import Callback
from hxdash.routes import Endpoints
from hxdash.settings import check_wait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()
THROTTLE = float(os.environ.get("HXDASH_TEST_THROTTLE", "1"))  # 6: pages run six times slower, which shows tests that do not wait
WATCH = """
window.hxViolations = [];
document.addEventListener('securitypolicyviolation', e => hxViolations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));
"""
FRAMES = """
() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(!!document.querySelector('.htmx-request'))))))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: playwright's loop stays open in this thread, where others want one of their own."""
    items.sort(key=lambda item: item.path.parent.name == "browser")


class Server:
    """An ASGI app on a port of this machine, in a thread.

    Args:
        app: any ASGI application.
        port: 0 for a free one.
    """

    def __init__(self, app: Any, port: int = 0) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
        self.started = threading.Event()
        self.server.startup = self._startup(self.server.startup)  # type: ignore[method-assign]
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()
        assert self.started.wait(20)

    def _startup(self, real: Callable[..., Any]) -> Callable[..., Any]:
        async def startup(*args: Any, **kwargs: Any) -> None:
            await real(*args, **kwargs)
            self.started.set()

        return startup

    def stop(self) -> None:
        """Stop serving and give the port back."""
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()


@pytest.fixture(scope="session", autouse=True)
def _whole_pages() -> Iterator[None]:
    """How long a machine takes does not decide what a test sees: pages wait for all initial callbacks, unless a test says how long."""
    real, default = Endpoints._fresh, check_wait("auto")

    async def fresh(self: Endpoints, request: Any, wait: float | None = None) -> Any:
        return await real(self, request, None if wait == default else wait)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Endpoints, "_fresh", fresh)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Headless Chromium, one for all tests."""
    if CHROMIUM is None:
        if os.environ.get("HXDASH_TEST_BROWSER") == "required":
            pytest.fail("no chromium on this machine, and HXDASH_TEST_BROWSER=required (apt-get install chromium)", pytrace=False)
        pytest.skip("no chromium")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=120_000)
        except Error as error:
            pytest.fail(f"{CHROMIUM} does not start; try `{CHROMIUM} --headless --no-sandbox --dump-dom about:blank`:\n{error.message}", pytrace=False)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def keeping(chromium: Any) -> Iterator[Any]:
    """Chromium as people have it, which keeps a page that is left and shows it again as it was; playwright switches that off."""
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def examples() -> Iterator[Server]:
    """The index of the examples, served."""
    import index  # noqa: PLC0415

    server = Server(index.app)
    yield server
    server.stop()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the callbacks that any server has called, in order."""
    names: list[str] = []
    real = Callback.call

    def call(self: Callback, values: Any) -> Any:
        names.append(self.name)
        return real(self, values)

    monkeypatch.setattr(Callback, "call", call)
    return names


@pytest.fixture
def serve() -> Iterator[Callable[[Any], Server]]:
    """Serve an app for one test."""
    servers: list[Server] = []

    def start(app: Any, port: int = 0) -> Server:
        servers.append(Server(app, port))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


class Tab:
    """A page in the browser that counts its posts and watches for complaints.

    Args:
        page: playwright's page.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.posts: list[str] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.open_posts: set[Any] = set()
        page.on("request", self._note)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        if THROTTLE > 1:
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})

    def _note(self, request: Any) -> None:
        self.requests.append(request.url)
        if request.method == "POST":
            self.posts.append(request.post_data or "")
            self.open_posts.add(request)

    def _end(self, request: Any) -> None:
        self.open_posts.discard(request)

    def open(self, url: str) -> Tab:
        """Go to a page and wait until its scripts have run."""
        self.page.goto(url, wait_until="load")
        return self

    def text(self, selector: str) -> str:
        """The text of an element, blanks folded."""
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def until(self, expression: str, timeout: float = 15_000) -> Any:
        """Wait until an expression of JavaScript is true; polled from outside, since eval is forbidden inside."""
        return self._poll(lambda: self.page.evaluate(expression), bool, f"never true: {expression}", timeout)

    def becomes(self, expression: str, wanted: Any) -> None:
        """Wait until an expression of JavaScript has a value."""
        self._poll(lambda: self.page.evaluate(expression), lambda seen: seen == wanted, f"{expression} is {{!r}}, not {wanted!r}")

    def shows(self, selector: str, text: str) -> None:
        """Wait until an element shows a text."""
        self._poll(lambda: self.text(selector), lambda seen: seen == text, f"{selector} shows {{!r}}, not {text!r}")

    def _poll(self, look: Callable[[], Any], is_it: Callable[[Any], bool], complaint: str, timeout: float = 15_000) -> Any:
        end = time.monotonic() + timeout / 1000
        while True:
            try:
                seen = look()
            except Error as error:  # the page was being left
                if "context was destroyed" not in error.message:
                    raise
                seen = None
            if is_it(seen):
                return seen
            assert time.monotonic() < end, complaint.replace("{!r}", repr(seen))
            self.page.wait_for_timeout(10)

    def violations(self) -> list[str]:
        """Violations of the Content-Security-Policy so far."""
        return list(self.page.evaluate("window.hxViolations ?? []"))

    def settle(self) -> None:
        """Wait until no post is under way, nor any that an answer set off: the page has been painted twice since."""
        calm, end = 0, time.monotonic() + 60
        while calm < 2:
            is_busy = self.page.evaluate(FRAMES)  # an answer that is here and not yet on the page
            calm = 0 if self.open_posts or is_busy else calm + 1
            assert time.monotonic() < end, f"still under way: {[request.post_data for request in self.open_posts]}"


@pytest.fixture
def open_tab(chromium: Any, serve: Any) -> Iterator[Callable[..., Tab]]:
    """Open a page in a context of its own; afterwards nothing may have been complained about.

    It is closed before the servers stop, else what it still wants of them fails. A page that is closed or left complains of nothing.
    """
    made: list[tuple[Any, Tab, bool]] = []

    def start(url: str, *, quiet: bool = True, browser: Any = None, **options: Any) -> Tab:
        context = (browser or chromium).new_context(**options)
        context.add_init_script(WATCH)
        tab = Tab(context.new_page())
        made.append((context, tab, quiet))
        return tab.open(url)

    yield start
    for context, tab, quiet in made:
        complaints, violations = list(tab.complaints), tab.violations() if context.pages and tab.page.url.startswith("http") else []
        context.close()
        if quiet:
            assert complaints == []
            assert violations == []
