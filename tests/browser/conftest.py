"""A real browser and a real server for the tests that drive the app as a person would."""

import os
import pickle
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.screen import Visitor, launch, note_errors

ROOT = Path(__file__).parents[2]
INSTALL = "no browser: install Chromium or Chrome, or run `.venv/bin/playwright install chromium`"

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """An installed Chromium or Chrome, otherwise playwright's own; CI fails without any."""
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except Error as error:
            if os.environ.get("CI"):
                pytest.fail(f"{INSTALL}: {error}")
            pytest.skip(INSTALL)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Start a Streamlit script on a free port of this machine and return its address."""
    servers = []

    def start(script: Path) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = f"{sys.executable} -m streamlit run {script} --server.address 127.0.0.1".split()
        options = [
            "--server.port",
            str(port),
            "--server.headless",
            "true",
            "--server.fileWatcherType",
            "none",
        ]
        log = subprocess.DEVNULL
        servers.append(subprocess.Popen([*command, *options], cwd=ROOT, stdout=log, stderr=log))
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/_stcore/health", servers[-1])
        return address

    yield start
    for server in servers:
        server.terminate()
    for server in servers:
        server.wait(timeout=10)


def wait_for(url: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until a server answers, or say that it did not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server behind {url} did not start")


@pytest.fixture(scope="session")
def app(serve: Callable[[Path], str]) -> str:
    """Return the address of the app."""
    return serve(ROOT / "app.py")


@pytest.fixture(scope="session")
def context_with(chromium: Browser) -> Callable[..., BrowserContext]:
    """Return one context for each kind of screen, so that Streamlit's files are loaded once."""

    @cache
    def context(width: int, height: int, **settings: Any) -> BrowserContext:
        return chromium.new_context(viewport={"width": width, "height": height}, **settings)

    return context


@pytest.fixture
def visitor(context_with: Callable[..., BrowserContext]) -> Iterator[Visitor]:
    """Open pages on a screen of any kind; what they leave in the browser is forgotten after the test."""
    contexts = set()

    def open_page(width: int = 1440, height: int = 900, **settings: Any) -> Page:
        context = context_with(width, height, **settings)
        contexts.add(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        for page in context.pages:
            with suppress(Error):  # a page that is no address has nothing to forget
                page.evaluate("localStorage.clear()")
            page.close()
        context.clear_cookies()


def ours(message: ConsoleMessage) -> bool:
    """Return whether a message of the console is an error of the app.

    It is none where Streamlit looks for its own root below a page, nor where a picture was replaced
    while it was still on its way.
    """
    where = message.location.get("url", "") + message.text
    return message.type == "error" and not re.search(r"/media/|/\w+/_stcore/", where)


@pytest.fixture
def new_page(visitor: Visitor) -> Iterator[Callable[[], Page]]:
    """Open pages whose consoles must stay free of errors."""
    errors: list[str] = []

    def opened() -> Page:
        page = visitor(locale="en-US")
        page.on("console", lambda message: errors.append(message.text) if ours(message) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    assert errors == []


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """A page whose console must stay free of errors."""
    return new_page()


@pytest.fixture(scope="module")
def script(
    request: pytest.FixtureRequest, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Run the module's `SCRIPT`, which shows pickled views; return its folder and its address."""
    folder = tmp_path_factory.mktemp("script")
    (folder / "script.py").write_text(request.module.SCRIPT)
    return folder, serve(folder / "script.py")


@pytest.fixture
def look(
    request: pytest.FixtureRequest, context_with: Callable[..., BrowserContext], script: tuple[Path, str]
) -> Iterator[Callable[..., Page]]:
    """Open a page that shows views, one after the other; an error in the console fails the test.

    The test module says how large its `SCREEN` is, and which part is filled once the page is `READY`.
    """
    folder, address = script
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(*views: object, **context: Any) -> Page:
        names = []
        for view in views:
            names.append(f"view{len(list(folder.glob('*.pickle')))}")
            (folder / f"{names[-1]}.pickle").write_bytes(pickle.dumps(view))
        page = context_with(**request.module.SCREEN | context).new_page()
        pages.append(page)
        note_errors(page, errors)
        page.goto(f"{address}/?views={','.join(names)}")
        expect(page.locator(request.module.READY)).not_to_be_empty()
        page.mouse.move(1, 1)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert errors == []
