"""What the browser tests ask of a screen, in playwright's own types."""

from typing import Literal

from playwright.sync_api import ConsoleMessage, FloatRect, Locator, Page

Scheme = Literal["light", "dark"]


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
