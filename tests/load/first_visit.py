"""What a first visit costs, for each page: python tests/load/first_visit.py.

Chromium with an empty cache counts what comes over HTTP and over the websocket, without the proxy of
`deploy/` and behind it. The last column is the time until the page is complete, without its last
pictures, behind the proxy on a line of 1.5 Mbit/s, which everything shares. Pages are named as arguments.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sepviz.ui.shell.registry import PAGES
from tests.benchmarks.timing import table
from tests.browser.screen import idle
from tests.load.proxy import HOSTS, proxying
from tests.load.server import free_port, serving
from tests.traffic import Traffic, chromium

MBIT = 1.5
CHUNK = 4096


def main() -> None:
    """Measure and print."""
    paths = sys.argv[1:] or [page.url_path for page in PAGES]
    port = free_port()
    with (
        serving(host=HOSTS[0], port=port) as server,
        serving(host=HOSTS[1], port=port),
        proxying(port) as proxy,
        slow_line(proxy) as line,
        chromium() as browser,
    ):
        rows = []
        for path in paths:
            visit(browser, f"{server.address}/{path}")  # the server has made its pictures once
            bare, _ = visit(browser, f"{server.address}/{path}")
            packed, _ = visit(browser, f"{proxy}/{path}")
            _, seconds = visit(browser, f"{line}/{path}")
            sizes = (bare.http, packed.http, bare.socket)
            rows.append([path or "playground", *(f"{size / 1e6:.2f}" for size in sizes), f"{seconds:.1f}"])
    head = ["page", "MB without the proxy", "MB with it", "MB over the websocket"]
    print(table([*head, f"seconds at {MBIT} Mbit/s"], rows))


def visit(browser: Browser, address: str) -> tuple[Traffic, float]:
    """Come with an empty browser; return the bytes, and the seconds until the page could be used."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        page = context.new_page()
        traffic = Traffic(page)
        begin = time.perf_counter()
        page.goto(address, wait_until="commit", timeout=60_000)
        page.wait_for_selector("h1, h2", timeout=60_000)
        idle(page)
        seconds = time.perf_counter() - begin
        traffic.settled()
        return traffic, seconds


@contextmanager
def slow_line(address: str) -> Iterator[str]:
    """Relay to a server what a browser asks, and its answers at the speed of a poor line."""
    port = free_port()
    target = urlsplit(address)
    loop = asyncio.new_event_loop()

    async def relay() -> None:
        free = asyncio.Lock()  # all connections share the line

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, slow: bool) -> None:
            while data := await source.read(CHUNK):
                if slow:
                    async with free:
                        await asyncio.sleep(len(data) * 8 / (MBIT * 1e6))
                sink.write(data)
                await sink.drain()
            sink.close()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            answers, asks = await asyncio.open_connection(target.hostname, target.port)
            both = pump(reader, asks, slow=False), pump(answers, writer, slow=True)
            await asyncio.gather(*both, return_exceptions=True)

        await asyncio.start_server(serve, "127.0.0.1", port)

    loop.run_until_complete(relay())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


if __name__ == "__main__":
    main()
