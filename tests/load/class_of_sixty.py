"""A class on one small server, over real websockets: python tests/load/class_of_sixty.py --help.

Starts the app on loopback, lets visitors change a control every few seconds, and prints Markdown
tables. Half of the visitors explore: what they ask for, nobody has asked for before. The other half
follows the teacher through twenty settings. Everything is bounded in number and time, and stops by itself.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sepviz.ui.server import memory
from tests.benchmarks.bench_page import change
from tests.benchmarks.timing import table
from tests.load import mischief
from tests.load.server import Server, serving
from tests.load.visitor import Page, Visitor
from tests.traffic import Traffic, chromium

KERNELS = range(19)  # places in the list of kernels; the last one, a kernel typed by hand, is left out
TAUGHT = [("kernel", kernel) for kernel in (1, 3, 6, 7, 12)] + [("filters", n) for n in (4, 8, 16, 32)]
SAMPLED_EVERY = 0.25
Trials = dict[str, Callable[[], Coroutine[Any, Any, object]]]
"""What others do meanwhile, by its name."""


@dataclass
class Measured:
    """Seconds that visitors waited by what they did, what went wrong, and the server's memory in MB."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    fetched: int = 0

    async def wait(self, what: str, page: Awaitable[Page]) -> None:
        """Measure the time until a page is complete."""
        begin = time.perf_counter()
        try:
            self.errors += (await page).errors
        except Exception as error:  # a failed visit is a result, not the end of the class
            self.errors.append(f"{what}: {error!r}")
        self.waits.setdefault(what, []).append(time.perf_counter() - begin)

    async def look(self, visitor: Visitor) -> None:
        """Fetch the pictures of a page, whose own time is not measured."""
        try:
            self.fetched += await visitor.look()
        except OSError as error:
            self.errors.append(f"picture: {error!r}")


async def attend(visitor: Visitor, measured: Measured, number: int, options: argparse.Namespace) -> None:
    """Change a control every few seconds until the lesson is over; a slow page is waited for."""
    until = time.monotonic() + options.seconds
    await asyncio.sleep(random.uniform(0, options.every))
    while time.monotonic() < until:
        begin = time.monotonic()
        key, value = explored(options.filters) if explores(number) else random.choice(TAUGHT)
        await measured.wait(
            "new settings" if explores(number) else "known settings", visitor.change(key, value)
        )
        if options.pictures:
            await measured.look(visitor)
        await asyncio.sleep(max(0.0, begin + options.every - time.monotonic()))


async def hold(visitors: list[Visitor], measured: Measured, options: argparse.Namespace) -> None:
    """Let everybody attend."""
    await asyncio.gather(*(attend(v, measured, number, options) for number, v in enumerate(visitors)))


def explored(most_filters: int) -> tuple[str, int]:
    """Return a change; with the explorer's own seed, or a new one, nobody has used it."""
    return random.choice(
        [
            ("seed", random.randrange(10**6)),
            ("filters", random.randint(2, most_filters)),
            ("kernel", random.choice(KERNELS)),
        ]
    )


@asynccontextmanager
async def watched(server: Server, measured: Measured) -> AsyncIterator[None]:
    """Note the server's memory all the time."""

    async def watch() -> None:
        while server.alive:
            measured.memory.append(server.memory())
            await asyncio.sleep(SAMPLED_EVERY)

    watching = asyncio.create_task(watch())
    yield
    watching.cancel()


async def enter(server: Server, measured: Measured, count: int) -> list[Visitor]:
    """Let a class come in within a few seconds."""

    async def come(number: int) -> Visitor:
        await asyncio.sleep(random.uniform(0, count / 10))
        query = f"seed={random.randrange(10**6)}" if explores(number) else ""
        visitor = await Visitor.open(server.address, query)
        await measured.wait("first page", visitor.run())
        return visitor

    return await asyncio.gather(*(come(number) for number in range(count)))


def explores(number: int) -> bool:
    """Return whether a visitor explores; the others follow the teacher."""
    return number % 2 == 1


async def lesson(server: Server, options: argparse.Namespace) -> Measured:
    """Hold a class from the first visitor to the last, and print what it was like."""
    measured = Measured()
    idle = await settled(server)
    async with watched(server, measured):
        visitors = await enter(server, measured, options.visitors)
        if options.uploads:
            files = [mischief.photo(number) for number in range(len(visitors))]
            print(f"Uploads of {statistics.mean(map(len, files)) / 1e6:.1f} MB each.\n")
            uploads = zip(visitors, files, strict=True)
            await asyncio.gather(*(measured.wait("upload", v.upload("a.jpg", data)) for v, data in uploads))
            del files
        begin, processor = time.perf_counter(), server.cpu()
        await hold(visitors, measured, options)
        cores = (server.cpu() - processor) / (time.perf_counter() - begin)
        end = server.memory()
        await asyncio.gather(*(visitor.leave() for visitor in visitors))
    expired = await after_expiry(server, options.session_ttl)
    report(measured)
    notes = {
        "before the first visitor, one page warm": idle,
        "most": max(measured.memory),
        "at the end of the lesson": end,
        "after sessions have expired, two visits later": expired,
    }
    print(table(["resident memory", "MB"], [[name, f"{value:.0f}"] for name, value in notes.items()]))
    print(f"\nProcessor: {cores:.2f} of {os_cores()} cores.")
    received = sum(visitor.received for visitor in visitors)
    print(f"Received: {received / 1e6:.0f} MB over websockets, {pictures(measured, options)}.")
    print(f"Errors: {len(measured.errors)} {measured.errors[:3] or ''}\n")
    return measured


async def settled(server: Server) -> float:
    """Open one page, as the host's health check or the teacher does, and return the memory."""
    visitor = await Visitor.arrive(server.address)
    await visitor.leave()
    return server.memory()


async def after_expiry(server: Server, ttl: int) -> float:
    """Wait until sessions have expired; Streamlit drops them at a visit, the app collects at one later."""
    for pause in (ttl + 1, memory.SECONDS + 1, memory.SECONDS + 1):
        await asyncio.sleep(pause)
        await settled(server)
    return server.memory()


def faults(address: str, _seconds: float) -> Trials:
    """Return what visitors may be up to."""
    files = [mischief.photo(number) for number in range(20)]
    return {
        "nothing": lambda: asyncio.sleep(0),
        "20 visitors vanish in the middle of a heavy computation": lambda: mischief.vanish_while_computing(
            address, times=20
        ),
        f"20 uploads of {len(files[0]) / 1e6:.1f} MB in a row": lambda: mischief.upload_in_a_row(
            address, files
        ),
        "50 tabs at once": lambda: mischief.open_tabs(address, 50),
        "50 tabs at once with heavy settings": lambda: mischief.open_tabs(
            address, 50, query=mischief.HEAVY + "&filters=64"
        ),
        "600 new settings, caches full": lambda: mischief.fill_caches(address, 600),
    }


def trainings(address: str, seconds: float) -> Trials:
    """Return how many visitors train large networks; one of them computes, the others wait."""
    return {
        "nothing": lambda: asyncio.sleep(0),
        "one visitor trains": lambda: mischief.train(address, 1, seconds),
        "ten visitors train": lambda: mischief.train(address, 10, seconds),
    }


async def noticed(server: Server, trials: Trials, options: argparse.Namespace) -> None:
    """Let a class work while others are busy, and print what the class noticed of each trial."""
    await settled(server)
    rows = []
    for name, trial in trials.items():
        before = server.memory()
        measured = Measured()
        async with watched(server, measured):
            visitors = await enter(server, measured, options.visitors)
            measured.waits.clear()
            mischievous = asyncio.create_task(trial())
            await hold(visitors, measured, options)
            begin = time.perf_counter()
            await mischievous
            more = time.perf_counter() - begin
            await asyncio.gather(*(visitor.leave() for visitor in visitors))
        waits = [*chain.from_iterable(measured.waits.values())]
        lived = "yes" if server.alive else "NO"
        most = f"{max(measured.memory):.0f}"
        after = await after_expiry(server, options.session_ttl)
        memories = f"{before:.0f}", most, f"{after:.0f}"
        counts = f"{more:.0f}", len(measured.errors)
        rows.append([name, len(waits), *quantiles(waits), *memories, *counts, lived])
        print(rows[-1], file=sys.stderr, flush=True)
    head = ["meanwhile", "changes", "median, s", "95 %, s", "longest, s"]
    head += ["memory before, MB", "most", "after", "went on, s", "errors", "process lives"]
    print(table(head, rows))


def report(measured: Measured) -> None:
    """Print how long visitors waited."""
    changes = (waits for what, waits in measured.waits.items() if "settings" in what)
    rows = [
        [what, len(waits), *quantiles(waits)]
        for what, waits in (measured.waits | {"all changes": [*chain.from_iterable(changes)]}).items()
    ]
    print(table(["waiting for", "times", "median, s", "95 %, s", "longest, s"], rows), end="\n\n")


def pictures(measured: Measured, options: argparse.Namespace) -> str:
    """Say how much the pictures were, if anybody has fetched them."""
    return f"{measured.fetched / 1e6:.0f} MB of pictures" if options.pictures else "pictures not fetched"


def in_chromium(server: Server, filters: int, changes: int = 5) -> None:
    """Print what a first visit and a change cost, as a browser with an empty cache counts the bytes."""
    visits = {"first visit": "", f"first visit, {filters} filters": f"filters={filters}"}
    rows = []
    with chromium() as browser:
        for name, query in visits.items():
            with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
                page = context.new_page()
                traffic = Traffic(page)
                page.goto(f"{server.address}/?{query}")
                traffic.settled()
                rows.append([name, f"{traffic.http / 1e3:.0f}", f"{traffic.socket / 1e3:.0f}"])
                traffic.clear()
                for seed in range(changes):
                    change(page, 1000 * len(query) + seed)
                traffic.settled()
                each = (f"{size / changes / 1e3:.0f}" for size in (traffic.http, traffic.socket))
                rows.append(["a new seed there", *each])
    print(table(["Chromium receives", "kB over HTTP", "kB over the websocket"], rows), end="\n\n")


def quantiles(waits: list[float]) -> list[str]:
    """Return median, 95 % and longest."""
    ordered = sorted(waits)
    return [f"{ordered[round(share * (len(ordered) - 1))]:.3f}" for share in (0.5, 0.95, 1)]


def os_cores() -> int:
    """Return the cores that this machine lends us."""
    return len(os.sched_getaffinity(0))


def main() -> None:
    """Read the options, hold the class."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visitors", type=int, default=60, choices=range(1, 121), metavar="N")
    parser.add_argument("--seconds", type=int, default=60, choices=range(1, 301), metavar="S")
    parser.add_argument("--every", type=float, default=3.0, help="seconds from one change to the next")
    parser.add_argument("--filters", type=int, default=256, help="most filters that an explorer asks for")
    parser.add_argument("--pictures", action="store_true", help="fetch the pictures as a browser does")
    parser.add_argument("--uploads", action="store_true", help="each visitor uploads a photo of 5 MB first")
    parser.add_argument(
        "--faults", action="store_true", help="measure what a class notices of others' mischief"
    )
    parser.add_argument(
        "--training", action="store_true", help="measure what a class notices while others train"
    )
    parser.add_argument(
        "--session-ttl", type=int, default=10, help="seconds; Streamlit's own default is 120"
    )
    options = parser.parse_args()
    random.seed(0)
    if not (options.faults or options.training):
        with serving() as server:
            in_chromium(server, options.filters)
    with serving(options=("--server.disconnectedSessionTTL", str(options.session_ttl))) as server:
        if options.faults or options.training:
            trials = (faults if options.faults else trainings)(server.address, options.seconds)
            asyncio.run(noticed(server, trials, options))
        else:
            asyncio.run(lesson(server, options))
        alarms = [line for line in server.log if "Error" in line or "fault" in line]
    print(
        "\n".join(["", "In the server's log:", *alarms[:20]])
        if alarms
        else "\nNo error in the server's log."
    )


if __name__ == "__main__":
    main()
