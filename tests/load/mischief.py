"""What visitors do to a server that has others to serve; each function returns when they are through."""

import asyncio
import io
import random
import time

import numpy as np
from PIL import Image

from sepviz.ui.pages.training.live import POLL
from tests.load.visitor import Page, Visitor

HEAVY = "op=separable&kh=15&kw=15&depth_multiplier=8&weights=random&side=512&activation=swish"


def photo(seed: int, *, width: int = 4000, height: int = 3000, quality: int = 92) -> bytes:
    """Return a JPEG like a phone's: 12 megapixels and some 5 MB, another one for each seed."""
    noise = np.random.default_rng(seed).integers(0, 255, (height // 6, width // 6, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).resize((width, height)).save(file, "JPEG", quality=quality)
    return file.getvalue()


async def vanish_while_computing(address: str, *, times: int = 1, query: str = HEAVY) -> None:
    """Ask for a heavy run that nobody has asked for, and lose the connection before it can be done."""
    for _ in range(times):
        visitor = await Visitor.arrive(address, "sample=example12")
        visitor.query = f"{query}&filters=64&seed={random.randrange(10**6)}"
        await visitor.send_run()
        await asyncio.sleep(0.05)
        await visitor.vanish()


async def upload_in_a_row(address: str, files: list[bytes]) -> list[Page]:
    """Upload one file after the other in one tab, and return the pages."""
    visitor = await Visitor.arrive(address)
    pages = [await visitor.upload(f"{number}.jpg", data) for number, data in enumerate(files)]
    await visitor.leave()
    return pages


async def open_tabs(address: str, count: int, *, query: str = "") -> list[Page]:
    """Open many tabs at once, each with settings of its own, and return their pages."""
    seeds = random.sample(range(10**6), count)
    tabs = await asyncio.gather(
        *(Visitor.arrive(address, f"{query}&seed={seed}", seconds=300) for seed in seeds)
    )
    for tab in tabs:
        await tab.leave()
    return [tab.page for tab in tabs]


async def fill_caches(address: str, runs: int) -> None:
    """Ask for so many pictures that nobody has asked for."""
    visitor = await Visitor.arrive(address, "filters=48")
    for _ in range(runs):
        await visitor.change("seed", random.randrange(10**6))
    await visitor.leave()


async def train(address: str, count: int, seconds: float) -> None:
    """Train large networks in several tabs and watch for a while; one is computed, the others wait."""
    query = "pictures=2000&epochs=60&a_width=48&b_width=48"
    tabs = [
        await Visitor.open(address, f"{query}&seed={seed}") for seed in random.sample(range(10**6), count)
    ]
    until = time.monotonic() + seconds
    await asyncio.gather(*(_watch_training(tab, until) for tab in tabs))


async def _watch_training(tab: Visitor, until: float) -> None:
    """Begin a training, and look at it as often as the page does."""
    tab.path = "training"
    await tab.run()
    await tab.click("_go")
    while time.monotonic() < until:
        await tab.glance()
        await asyncio.sleep(POLL)
    await tab.leave()
