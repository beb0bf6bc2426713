"""What the page for the teacher promises: a chapter in another page's frame, and the traffic of a class."""

import pytest
from playwright.sync_api import Browser, Page, expect

from sepviz.lessons import traffic
from sepviz.text import translator
from sepviz.text.lessons import CHAPTERS
from sepviz.ui.pages.teach.site import frame_html
from tests.traffic import Traffic


def test_the_frame_that_is_offered_shows_its_chapter_in_another_page(page: Page, app: str):
    page.set_content(f"<h1>Course</h1>{frame_html(translator('en'), f'{app}/teach')}")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h2")).to_contain_text("5 · ")
    frame.get_by_text("B: 8 x 8 x 1").click()
    frame.locator(".st-key-_reveal button").click()
    expect(frame.get_by_text("Right is A")).to_be_visible()
    expect(frame.locator("[data-testid=stHeader] a")).to_have_count(0)


def test_a_class_costs_the_traffic_that_the_page_says(chromium: Browser, app: str):
    context = chromium.new_context(viewport={"width": 1440, "height": 900})  # which has loaded nothing yet
    page = context.new_page()
    counted = Traffic(page)
    page.goto(f"{app}/walkthrough")
    first = settled(page, counted, 1)
    for chapter in CHAPTERS:
        page.keyboard.press("1")
        page.keyboard.press("r")
        expect(page.locator(".st-key-_retry")).to_be_visible()
        if chapter < CHAPTERS[-1]:
            page.keyboard.press("ArrowRight")
            settled(page, counted, chapter + 1)
    each = (settled(page, counted, CHAPTERS[-1]) - first) / (len(CHAPTERS) - 1)
    assert first == pytest.approx(traffic.FIRST_VISIT, rel=0.15)
    assert each == pytest.approx(traffic.CHAPTER, rel=0.25)
    context.close()


def settled(page: Page, counted: Traffic, chapter: int) -> float:
    """Return the bytes so far, once a chapter stands still."""
    expect(page.locator("h2").first).to_contain_text(f"{chapter} · ")
    return counted.settled()
