"""What surrounds every page, in Chromium: back button, phone menu, embedding, arrival, a restart."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.load.server import serving

PAGES = {"": "playground", "walkthrough": "walkthrough", "kernels": "kernels", "code": "code"}
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"


def settle(page: Page) -> None:
    """Wait until the server has nothing more to say."""
    page.wait_for_timeout(600)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()


def link(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_every_press_of_the_back_button_goes_back_one_page_with_its_settings(page: Page, app: str):
    page.goto(f"{app}/code?sample=example12&kh=3&kw=5&weights=random")
    settle(page)
    assert page.evaluate("history.length") == 2  # the empty page before it, and this one
    page.locator(".st-key-filters input").fill("5")
    page.keyboard.press("Enter")
    settle(page)
    page.locator("[data-testid=stTopNavLink]").nth(2).click()
    expect(page.locator(".st-key-view")).to_be_visible()
    settle(page)
    page.get_by_role("radio", name="Flip").click()
    settle(page)
    page.locator("[data-testid=stTopNavLink]").nth(1).click()
    expect(page.locator(".st-key-walk_foot")).to_be_visible()
    settle(page)
    page.go_back()
    expect(page.get_by_role("radio", name="Flip")).to_be_checked()
    settle(page)
    assert link(page)["view"] == "flip"
    page.go_back()
    expect(page.locator(".st-key-filters input")).to_have_value("5")
    settle(page)
    assert urlsplit(page.url).path == "/code"
    assert link(page)["kw"] == "5"


def test_on_a_phone_the_menu_of_pages_closes_after_a_choice_and_stays_closed(chromium: Browser, app: str):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="en-US", has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{app}/walkthrough")
    settle(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").nth(2).click()
    expect(page.locator("[data-testid=stSidebar][aria-expanded=true]")).to_have_count(0)
    expect(page.locator(".st-key-view")).to_be_visible()
    page.reload()
    settle(page)
    expect(page.locator("[data-testid=stSidebar][aria-expanded=true]")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_an_embedded_page_is_the_one_view_with_a_link_to_the_whole_app(page: Page, app: str, path: str):
    page.goto(f"{app}/{path}?embed=true&sample=example12&lang=zh&chapter=2")
    out = page.locator("a.way-out")
    expect(out).to_have_attribute("target", "_blank")
    settle(page)
    for part in (".st-key-lang", ".st-key-_tools", ".st-key-walk_foot", "[data-testid=stTopNavLink]", "h1"):
        expect(page.locator(part)).to_have_count(0)
    address = urlsplit(str(out.evaluate("link => link.href")))
    assert address.path == f"/{path}"
    assert parse_qs(address.query) == {
        name: [value] for name, value in link(page).items() if name != "embed"
    }
    assert "lang=zh" in address.query


@pytest.mark.parametrize("path", ["kernels", "code"])
def test_hardly_anything_jumps_while_a_page_arrives(page: Page, app: str, path: str):
    page.goto(f"{app}/{path}")  # the first visitor waits for imports; the second arrives as all others do
    settle(page)
    page.context.add_init_script(SHIFTS)
    page.goto(f"{app}/{path}")
    settle(page)
    page.wait_for_timeout(1500)
    assert page.evaluate("window.shifted") < 0.1


def test_after_a_restart_of_the_server_the_first_action_counts_and_settings_and_text_stay(
    chromium: Browser,
):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = context.new_page()
    with serving() as server:
        page.goto(f"{server.address}/code?sample=example12&filters=5&library=Keras")
        settle(page)
        page.locator(".st-key-source textarea").fill("nn.Conv2d(16, 33, 3)")
        page.keyboard.press("Control+Enter")
        settle(page)
    expect(page.locator(CONNECTED)).to_have_count(0)
    with serving(port=urlsplit(server.address).port):
        expect(page.locator(CONNECTED)).to_be_visible(timeout=60_000)
        settle(page)
        page.get_by_role("radio", name="Standard").click()
        settle(page)
        expect(page.get_by_role("radio", name="Standard")).to_be_checked()
        assert link(page)["op"] == "standard"
        assert (link(page)["filters"], link(page)["library"]) == ("5", "Keras")
        expect(page.locator(".st-key-source textarea")).to_have_value("nn.Conv2d(16, 33, 3)")
    context.close()
