"""A browser and what the tests ask of its pages, in playwright's own types."""

import re
import shutil
from collections.abc import Callable
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, FloatRect, Locator, Page, Playwright, expect

Scheme = Literal["light", "dark"]
Visitor = Callable[..., Page]
"""Opens a page: ``visitor(390, 844, has_touch=True)``."""
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def launch(playwright: Playwright) -> Browser:
    """Start an installed Chromium or Chrome, otherwise playwright's own."""
    installed = next(filter(None, map(shutil.which, INSTALLED)), None)
    return playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)


def box(part: Locator) -> FloatRect:
    """Return the place of a part of the page in px; it must be drawn."""
    found = part.bounding_box()
    assert found is not None, f"{part} is not drawn"
    return found


def note_errors(page: Page, errors: list[str]) -> None:
    """Append the errors of a page and of its console to a list."""

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", said)
    page.on("pageerror", lambda error: errors.append(str(error)))


def idle(page: Page) -> None:
    """Wait until the server computes nothing for this page."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()


def settle(page: Page) -> None:
    """Wait until the server has heard of what was done last, and has nothing more to say."""
    page.wait_for_timeout(600)
    idle(page)


def link(page: Page) -> dict[str, str]:
    """Return the settings in the address."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def violations(page: Page, within: str = "body") -> list[str]:
    """Return what axe finds that is 'moderate' or worse, with the first place of each."""
    found = Axe().run(page, context=within).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] not in ("minor", None)
    ]


def contrast(first: str, second: str) -> float:
    """Return the ratio of two opaque colours as WCAG 2.2 defines it."""
    dark, light = sorted(luminance(colour) for colour in (first, second))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour whose text begins with ``rgb(1, 2, 3)``."""
    assert colour.startswith("rgb(")
    parts = [int(part) / 255 for part in re.findall(r"[0-9]+", colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
