"""What a visitor waits for before a page is painted: python tests/benchmarks/bench_first_paint.py.

Each visit is split where the next one takes over: Streamlit's scripts until they show an empty page,
its questions to the server until the websocket stands, and our server and the browser until the first
text is painted. `title` is when the page's title, `numbers` when the page's own numbers are on the
screen, `shift` how far what was painted jumped on its way there, in thousandths (Google calls 100 good).
A visit with a filled browser has been to the page before. With `--against FOLDER` the app of another
checkout is visited in turn, so that a busy moment of the machine hits both, and the ratio is printed.
"""

import argparse
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.timing import table
from tests.browser.screen import launch
from tests.load.server import ROOT, serving

NUMBERS = {
    "networks": ".net-card .figure",
    "costs": ".headline .figure",
    "": ".st-key-op p",
    "kernels": "h1",
}
"""What is looked for on a page, by the page's path."""

PHASES = ("Streamlit's scripts", "websocket", "first text painted", "title", "numbers", "shift")
WATCH = """
const at = (name, when) => { watched[name] ??= when; };
window.watched = { shift: 0 };
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("open", () => at("open", performance.now()));
  }
};
const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
  .observe({ type, buffered: true });
observe("paint", ({ name, startTime }) => at(name, startTime));
observe("layout-shift", ({ value, hadRecentInput }) => { if (!hadRecentInput) watched.shift += value; });
const look = () => {
  if (document.querySelector("SELECTOR")?.checkVisibility()) at("numbers", performance.now());
  if (document.querySelector("h1")) at("title", performance.now());
  if (document.querySelector("[data-testid=stApp]")) at("app", performance.now());
  requestAnimationFrame(look);
};
look();
"""
READY = "() => watched.numbers && watched['first-contentful-paint']"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", default="networks", choices=NUMBERS)
    parser.add_argument("--visits", type=int, default=9, choices=range(3, 101), metavar="N")
    parser.add_argument("--against", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    folders = {"": ROOT} | ({"before": asked.against.resolve()} if asked.against else {})
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(serving(folder / "app.py", folder=folder)).address
            for name, folder in folders.items()
        }
        browser = launch(stack.enter_context(sync_playwright()))
        found = measure(browser, servers, asked.page, asked.visits)
    rows = [
        [name, *(f"{statistics.median(one[phase] for one in visits):.0f}" for phase in PHASES)]
        for name, visits in found.items()
    ]
    for kind in ("empty", "filled"):
        if (before := found.get(f"{kind} browser, before")) is not None:
            rows.append([f"{kind} browser, now / before", *ratios(found[f"{kind} browser"], before)])
    print(table([f"milliseconds, median of {asked.visits}", *PHASES], rows))


def ratios(now: list[dict[str, float]], before: list[dict[str, float]]) -> list[str]:
    """Return the ratio of the medians of each phase."""
    pairs = [
        [statistics.median(one[phase] for one in visits) for visits in (now, before)] for phase in PHASES
    ]
    return [f"{new / old:.2f}" if old else "–" for new, old in pairs]


def measure(
    browser: Browser, servers: dict[str, str], page: str, visits: int
) -> dict[str, list[dict[str, float]]]:
    """Visit the servers in turn, with an empty and then with a filled browser; drop the first turn."""
    found: dict[str, list[dict[str, float]]] = {}
    for turn in range(visits + 1):
        for name, address in servers.items():
            with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
                for kind in ("empty browser", "filled browser"):
                    seen = visit(context, f"{address}/{page}", NUMBERS[page])
                    if turn:
                        found.setdefault(f"{kind}, {name}" if name else kind, []).append(seen)
    return found


def visit(context: BrowserContext, address: str, numbers: str) -> dict[str, float]:
    """Return the milliseconds from the address to the end of each phase, and the shift."""
    page = context.new_page()
    page.add_init_script(WATCH.replace("SELECTOR", numbers))
    page.goto(address, wait_until="commit")
    page.wait_for_function(READY)
    page.wait_for_timeout(700)  # for what comes last, and may push what is there
    seen = page.evaluate("() => watched")
    page.close()
    names = ("app", "open", "first-contentful-paint", "title", "numbers")
    return dict(zip(PHASES, (*(seen[name] for name in names), 1000 * seen["shift"]), strict=True))


if __name__ == "__main__":
    main()
