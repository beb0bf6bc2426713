"""From a changed control to the painted picture, in Chromium: python tests/benchmarks/bench_page.py.

The picture's longer side has 256 pixels. Each change is one that nobody has asked for before, a new seed,
typed and confirmed with Enter; the clock runs in the browser, from that key to the frame in which the
layer's picture, and to that in which the new sheet of output maps, is on the screen. A rerun of the
unchanged page is measured over a websocket, from the question to the end of the script. OPENBLAS_CORETYPE
and OPENBLAS_L2_SIZE are taken from the server.
"""

import argparse
import asyncio
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.timing import table
from tests.browser.screen import idle
from tests.load.server import Server, serving
from tests.load.visitor import Visitor
from tests.traffic import Traffic, chromium

VISITS = {"default settings": "", "64 filters": "filters=64", "256 filters": "filters=256"}
OUTPUT = ".layer .column:last-child .item:first-child .map"
SHEET = '[data-testid="stImage"] img[alt^="Pointwise"]'
# The clock starts with the next key, or with the visit. A picture counts once it is decoded and a frame
# with it has begun; what is replaced while it is on its way is looked for again.
HELPERS = """
const painted = (sheet, before) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("nothing was painted")), 60000);
  const look = () => {
    const image = document.querySelector(sheet);
    const there = image && image.src !== before && image.complete && image.naturalWidth;
    const frame = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    there ? image.decode().then(frame, look) : requestAnimationFrame(look);
  };
  look();
});
const drawn = map => new Promise(resolve => new MutationObserver(() => requestAnimationFrame(() =>
  setTimeout(() => resolve(performance.now())))).observe(map, { attributeFilter: ["aria-label"] }));
const fromKey = wait => { window.measured = new Promise((resolve, reject) => addEventListener("keydown",
  key => wait().then(ends => resolve(ends.map(end => end - key.timeStamp)), reject),
  { once: true, capture: true })); };
"""
SHOWN = f"sheet => {{ {HELPERS} return painted(sheet, ''); }}"
BEFORE = "const before = document.querySelector(sheet).src"
BOTH = "Promise.all([drawn(map), painted(sheet, before)])"
PAINTED = f"(map, sheet) => {{ {HELPERS} {BEFORE}; fromKey(() => {BOTH}); }}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--changes", type=int, default=21, choices=range(3, 101), metavar="N")
    changes = parser.parse_args().changes
    with serving() as server:
        rows = in_chromium(server, changes)
        # Playwright holds the event loop of this thread until its browser is gone.
        for name, query in VISITS.items():
            reruns = asyncio.run(unchanged(server, query, changes))
            rows.append(row(f"rerun of the unchanged page, {name}", reruns))
    print(table(["milliseconds, or kilobytes where it says so", "median", "least", "most", "times"], rows))


def in_chromium(server: Server, changes: int) -> list[list[object]]:
    """Return the rows of what a browser measures."""
    with chromium() as browser:
        rows = [row("first load, server just started", first_loads(browser))]
        for name, query in VISITS.items():
            rows += on_one_page(browser, server, name, query, changes)
    return rows


def row(name: str, milliseconds: list[float]) -> list[object]:
    """Return a row of the table."""
    figures = (statistics.median(milliseconds), min(milliseconds), max(milliseconds))
    return [name, *(f"{figure:.0f}" for figure in figures), len(milliseconds)]


def first_loads(browser: Browser, times: int = 3) -> list[float]:
    """Measure the first visitor of a server that has just started, with an empty browser."""
    loads = []
    for _ in range(times):
        with serving() as server:
            loads.append(load(browser, server))
    return loads


def load(browser: Browser, server: Server, query: str = "") -> float:
    """Measure a visit with an empty browser, from the address to the painted sheet."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        page = context.new_page()
        page.goto(f"{server.address}/?{query}", wait_until="commit")
        return page.evaluate(SHOWN, SHEET)


def on_one_page(
    browser: Browser, server: Server, name: str, query: str, changes: int
) -> list[list[object]]:
    """Measure changes and loads of the page behind a link."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        page = context.new_page()
        sent = Traffic(page)
        page.goto(f"{server.address}/?{query}")
        page.wait_for_selector(SHEET)
        rest(page)
        layers, sheets, sockets, pictures = [], [], [], []
        for number in range(changes + 2):
            sent.clear()
            layer, sheet = change(page, len(query) * 1000 + number)
            layers.append(layer)
            sheets.append(sheet)
            sockets.append(sent.socket / 1000)
            pictures.append(sent.http / 1000)
    return [
        row(f"changed control to the layer's picture, {name}", layers[2:]),
        row(f"changed control to painted sheet, {name}", sheets[2:]),
        row(f"kB over the websocket for it, {name}", sockets[2:]),
        row(f"kB over HTTP for it, {name}", pictures[2:]),
        row(
            f"first load with an empty browser, {name}, server warm",
            [load(browser, server, query) for _ in range(5)],
        ),
    ]


def rest(page: Page) -> None:
    """Wait until nothing is going on, so that each change is measured alone."""
    idle(page)
    page.wait_for_timeout(400)


def change(page: Page, seed: int) -> tuple[float, float]:
    """Measure one change of the seed, to the layer's picture and to the sheet."""
    field = page.get_by_label("Seed", exact=True)
    field.fill(str(seed))
    page.locator(OUTPUT).evaluate(PAINTED, SHEET)
    field.press("Enter")
    layer, sheet = page.evaluate("() => window.measured")
    rest(page)
    return layer, sheet


async def unchanged(server: Server, query: str, times: int) -> list[float]:
    """Measure reruns over a websocket, from the question to the end of the script."""
    visitor = await Visitor.arrive(server.address, query)
    reruns = []
    for _ in range(times):
        begin = time.perf_counter()
        await visitor.run()
        reruns.append(1000 * (time.perf_counter() - begin))
    await visitor.leave()
    return reruns


if __name__ == "__main__":
    main()
