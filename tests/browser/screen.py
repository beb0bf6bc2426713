"""A browser and what the tests ask of its screen, in playwright's own types."""

import shutil
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, FloatRect, Locator, Page, Playwright

Scheme = Literal["light", "dark"]
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
