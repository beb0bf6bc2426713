"""What a page loads, as Chromium counts it: bytes over HTTP and over the websocket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.screen import idle, launch

REST = 600  # milliseconds without a byte, after which a page is complete


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser for as long as a benchmark needs it, which waits as long as that takes."""
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Traffic:
    """Count the bytes that come to a page from now on; ``clear`` begins anew."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.clear()
        listener = page.context.new_cdp_session(page)
        listener.send("Network.enable")
        listener.on("Network.webSocketFrameReceived", self._frame)
        listener.on("Network.loadingFinished", self._answer)

    def clear(self) -> None:
        """Forget what has come so far."""
        self.http = self.socket = 0.0

    @property
    def total(self) -> float:
        """Bytes of both ways."""
        return self.http + self.socket

    def settled(self) -> float:
        """Wait until the script has ended and nothing comes any more; return the bytes so far."""
        idle(self._page)
        before = -1.0
        while self.total > before:
            before = self.total
            self._page.wait_for_timeout(REST)
        return before

    def _frame(self, event: dict[str, Any]) -> None:
        """Count a message of the websocket; a binary one is told in base64."""
        message = event["response"]
        self.socket += len(message["payloadData"]) * (0.75 if message["opcode"] == 2 else 1)

    def _answer(self, event: dict[str, Any]) -> None:
        """Count an answer over HTTP with its head, compressed where it came so."""
        self.http += event["encodedDataLength"]
