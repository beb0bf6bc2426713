"""Take the pictures of the README from the running app, or screenshots of every page to look at.

``python -m tests.pictures`` writes `assets/pictures`: an animated front page, a social card, and every
page in both languages. ``python -m tests.pictures FOLDER`` writes every page into FOLDER instead, as PNG:
1440 px light and dark, a phone of 390 px, and a projector, in both languages.
"""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sepviz.text import LANGUAGES
from sepviz.ui.shell.registry import PAGES
from tests.browser.screen import launch
from tests.load.server import ROOT, serving

ASSETS = ROOT / "assets/pictures"
LAPTOP, PHONE, PROJECTOR, CARD = (1440, 900), (390, 844), (1280, 720), (1280, 640)
SHOWN_IN = 1000  # px of width in the README
FRAME = 1100  # ms


@contextmanager
def visit(browser: Browser, address: str, size: tuple[int, int], *, dark: bool = False) -> Iterator[Page]:
    """Open a page and wait until it has been drawn."""
    phone = size == PHONE
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    page.goto(address)
    settle(page)
    yield page
    page.close()


def settle(page: Page) -> None:
    """Wait until the script has run and what it sent has been drawn."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=30_000)
    page.wait_for_timeout(1500)


def shot(page: Page) -> Image.Image:
    """Return what the window shows, at the width of the README."""
    with Image.open(io.BytesIO(page.screenshot())) as seen:
        height = round(seen.height * SHOWN_IN / seen.width)
        return seen.convert("RGB").resize((SHOWN_IN, height), Image.Resampling.LANCZOS)


def front_page(browser: Browser, address: str) -> list[Image.Image]:
    """Return the frames of the animation: each kind of layer, and what one of its outputs is made from."""
    with visit(browser, f"{address}/?lang=en", LAPTOP) as page:
        link = page.url
    frames = []
    for kind in ("standard", "spatial", "separable"):
        with visit(browser, re.sub(r"\bop=\w+", "", link) + f"&op={kind}", LAPTOP) as page:
            frames.append(shot(page))
            page.locator(".layer .column").last.locator(".map").nth(2).hover()
            page.wait_for_timeout(300)
            frames.append(shot(page))
    return frames


def write_assets(browser: Browser, address: str) -> None:
    """Write the pictures of the README."""
    ASSETS.mkdir(parents=True, exist_ok=True)
    first, *others = front_page(browser, address)
    first.save(
        ASSETS / "front_page.webp", save_all=True, append_images=others, duration=FRAME, loop=0, quality=80
    )
    with visit(browser, f"{address}/?lang=en", CARD) as page:
        page.screenshot(path=ASSETS / "social_card.png")
    for entry in PAGES:
        for language in LANGUAGES:
            with visit(browser, f"{address}/{entry.url_path}?lang={language}", LAPTOP) as page:
                shot(page).save(ASSETS / f"{entry.name}_{language}.webp", quality=80)


def write_screenshots(browser: Browser, address: str, folder: Path) -> None:
    """Write every page on every screen, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    screens = {
        "light": (LAPTOP, False, ""),
        "dark": (LAPTOP, True, ""),
        "phone": (PHONE, False, ""),
        "projector": (PROJECTOR, False, "&present=true"),
    }
    for entry in PAGES:
        for language in LANGUAGES:
            for name, (size, dark, setting) in screens.items():
                link = f"{address}/{entry.url_path}?lang={language}{setting}"
                with visit(browser, link, size, dark=dark) as page:
                    page.screenshot(path=folder / f"{entry.name}_{language}_{name}.png")


def main() -> None:
    """Start the app and a browser, and take the pictures."""
    with serving() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        if len(sys.argv) > 1:
            write_screenshots(browser, server.address, Path(sys.argv[1]))
        else:
            write_assets(browser, server.address)


if __name__ == "__main__":
    main()
