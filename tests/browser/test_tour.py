"""Three things to try: on an empty first visit, where nothing is covered, and never again uninvited."""

import pytest
from playwright.sync_api import Page, expect

from sepviz.text import translator
from tests.browser.screen import Visitor, box, idle, violations
from tests.browser.test_accessibility import visit

STRIP = ".st-key-tour section"
SIZES = {"laptop": (1440, 900), "phone": (390, 844)}


def places(page: Page) -> list[float]:
    return [box(page.locator(f".st-key-{name}"))["y"] for name in ("presets", "cards", "_layer")]


@pytest.mark.parametrize(("size", "language"), [("laptop", "en"), ("phone", "zh")])
def test_a_first_visit_shows_three_steps_and_moves_nothing(
    visitor: Visitor, app: str, size: str, language: str
):
    width, height = SIZES[size]
    phone = size == "phone"
    page, text = visitor(width, height, has_touch=phone, is_mobile=phone), translator(language)
    visit(page, f"{app}/?lang={language}")
    strip = page.locator(STRIP)
    expect(strip).to_contain_text(text("tour.step_1"))
    expect(page.get_by_role("region", name=text("tour.label"))).to_be_visible()
    assert violations(page) == []
    during = places(page)
    edge = box(strip)
    assert edge["y"] + edge["height"] <= during[0] or edge["y"] >= during[0]
    assert edge["y"] + edge["height"] <= during[1]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    strip.get_by_role("button", name=text("tour.next")).focus()
    page.keyboard.press("Enter")
    expect(strip).to_contain_text(text("tour.step_2_tap" if phone else "tour.step_2"))
    page.keyboard.press("Enter")
    expect(strip).to_contain_text(text("tour.step_3"))
    page.keyboard.press("Enter")
    expect(strip).to_be_hidden()
    expect(page.locator(".st-key-op input:checked")).to_be_focused()
    assert places(page) == during
    page.reload()
    settled(page)
    expect(strip).to_be_hidden()
    page.goto(app)
    settled(page)
    expect(strip).to_be_hidden()
    page.locator(".st-key-_about button").click()
    with page.context.expect_page() as again:
        page.get_by_role("link", name=translator("en")("about.tour")).click()
    strip = again.value.locator(STRIP)
    expect(strip).to_contain_text(translator("en")("tour.step_1"))
    strip.get_by_role("button").first.focus()
    again.value.keyboard.press("Escape")
    expect(strip).to_be_hidden()


@pytest.mark.parametrize(
    "link", ["?filters=5", "?embed=true", "?present=true", "?hide=kernel", "walkthrough"]
)
def test_whoever_follows_a_link_is_not_shown_around(visitor: Visitor, app: str, link: str):
    page = visitor()
    page.goto(f"{app}/{link}")
    settled(page)
    expect(page.locator(STRIP).locator("visible=true")).to_have_count(0)


def settled(page: Page) -> None:
    expect(page.locator(".st-key-op, .st-key-walk_foot").first).to_be_visible()
    idle(page)
    page.wait_for_timeout(1000)
