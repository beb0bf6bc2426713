"""Every page passes axe in both themes, keeps text legible and bars visible, and fits a phone."""

import pytest
from playwright.sync_api import Page, expect

from sepviz.ui.shell import registry
from tests.browser.screen import Scheme, Visitor, idle, violations

PAGES = ("", *(entry.name for entry in registry.PAGES[1:]))

SMALL = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (node.data.trim() && around.checkVisibility() && parseFloat(getComputedStyle(around).fontSize) < 12)
      small.push(node.data);
  }
  return small;
}"""

CUT = """() => [...document.querySelectorAll(
    '.stMainBlockContainer :is(button, [role=radio], [role=tab], [data-testid=stSelectbox], a)')]
  .flatMap(control => [control, ...control.querySelectorAll('*')])
  .filter(part => part.clientWidth && part.textContent.trim())
  .filter(part => !['visible', 'auto'].includes(getComputedStyle(part).overflowX))
  .filter(part => part.scrollWidth > part.clientWidth)
  .map(part => part.textContent.trim())"""


def visit(page: Page, url: str) -> None:
    """Open a page and wait until it stands still."""
    page.goto(url)
    expect(page.locator(".stMainBlockContainer h1").first).to_be_visible()
    idle(page)
    page.wait_for_timeout(1000)
    page.wait_for_function("!document.querySelector('[data-stale=true]')")  # it is drawn paler


@pytest.mark.parametrize(("scheme", "language"), [("light", "zh"), ("dark", "en")])
@pytest.mark.parametrize("name", PAGES)
def test_on_a_laptop_axe_finds_nothing_text_is_legible_and_no_label_is_cut(
    visitor: Visitor, app: str, name: str, scheme: Scheme, language: str
):
    page = visitor(1440, 1000, color_scheme=scheme, locale="en-US")
    visit(page, f"{app}/{name}?sample=example12&stride=2&lang={language}")
    assert violations(page) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(
    ("where", "drawn"),
    [
        ("networks", ".net-strip span"),
        ("kernels", ".lab-spectrum .bar span"),
        ("code", "[data-testid=stCheckbox] label:has([role=switch]) > div"),
    ],
)
def test_bars_and_switches_are_visible_in_the_readers_own_colours(
    visitor: Visitor, app: str, where: str, drawn: str
):
    page = visitor(forced_colors="active", color_scheme="dark", locale="en-US")
    visit(page, f"{app}/{where}")
    back = "one => getComputedStyle(one).backgroundColor"
    assert page.locator(drawn).first.evaluate(back) != page.locator("body").evaluate(back)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_nothing_scrolls_sideways_and_no_label_is_cut(
    visitor: Visitor, app: str, name: str, language: str
):
    page = visitor(390, 844, has_touch=True)
    visit(page, f"{app}/{name}?sample=example12&stride=2&lang={language}")
    # Once everything has found its place; playwright raises where it never does.
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= 390")
    expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)
    drawer = page.locator(".drawer summary")
    if drawer.is_visible():
        drawer.click()
    assert page.evaluate(CUT) == []
