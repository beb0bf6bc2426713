"""The Costs page in Chromium: first screen, controls by keyboard, sweep, files, phone, axe."""

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from sepviz.text import LANGUAGES
from tests.browser.screen import Scheme, Visitor, link, settle, violations

SMALL = "c_in=6&c_out=9&size=8&group_count=3&lang=en"


def visit(page: Page, app: str, query: str = "") -> None:
    """Open the page and wait until it is complete."""
    page.goto(f"{app}/costs?{query}")
    expect(page.locator(".st-key-present")).to_be_visible()
    settle(page)


def test_controls_numbers_and_a_curve_are_on_the_first_screen(page: Page, app: str):
    visit(page, app, "lang=en")
    expect(page.get_by_text("8.84 times fewer")).to_be_in_viewport(ratio=1)
    expect(page.locator(".js-plotly-plot")).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-group_count")).to_be_in_viewport(ratio=1)


@pytest.fixture
def projector(visitor: Visitor) -> Page:
    """A page in front of a class."""
    return visitor(1280, 720, locale="en-US")


def fills_one_screen(page: Page) -> None:
    """Wait until nothing lies below the screen, nor behind the bar at its foot."""
    settle(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollHeight <= 720")


def test_every_part_fills_one_screen_in_front_of_a_class(projector: Page, app: str):
    visit(projector, app, "lang=en&present=true")
    for part in ("When it pays", "Groups", "Roofline", "Five clocks", "Measured sweep", "Curves"):
        projector.locator(".st-key-cost_part").get_by_text(part).click()
        expect(projector.locator("h1")).to_have_text(part)
        fills_one_screen(projector)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clocks_answer_fills_one_screen_in_front_of_a_class(projector: Page, app: str, language: str):
    visit(projector, app, f"lang={language}&present=true&cost_part=clocks")
    for guess in (0, 3):  # the longest answer, and the right one
        projector.locator("[data-testid=stRadioOption]").nth(guess).click()
        projector.locator(".st-key-_tell_clocks button").click()
        expect(projector.locator(".st-key-_cost_clocks .bars .point")).to_have_count(6)
        fills_one_screen(projector)
        projector.locator(".st-key-_clocks_again button").click()
        expect(projector.locator(".st-key-_tell_clocks")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finished_sweep_fills_one_screen_in_front_of_a_class(projector: Page, app: str, language: str):
    small = SMALL.replace("lang=en", f"lang={language}")
    visit(projector, app, f"{small}&present=true&cost_part=sweep&variable=c_out&sweep_from=2&sweep_to=4")
    projector.locator(".st-key-_sweep_start button").click()
    expect(projector.locator(".js-plotly-plot")).to_have_count(2, timeout=60_000)
    fills_one_screen(projector)


def test_a_number_is_turned_by_the_keyboard(page: Page, app: str):
    visit(page, app, SMALL)
    field = page.locator(".st-key-c_out input")
    field.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("tr.of-standard")).to_contain_text("3 x 3 x 6 x 12")
    settle(page)
    assert link(page)["c_out"] == "12"


def test_the_groups_slider_goes_by_the_arrow_keys_over_divisors_only(page: Page, app: str):
    visit(page, app, "c_in=12&c_out=24&size=8&group_count=4&cost_part=groups&lang=en")
    page.locator(".st-key-group_count").get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("tr.chosen th")).to_have_text("6")
    page.keyboard.press("ArrowRight")
    expect(page.locator("tr.chosen th")).to_have_text("12 (depthwise)")


def test_the_curves_are_drawn_and_the_other_parts_are_one_click_away(page: Page, app: str):
    visit(page, app, SMALL)
    expect(page.locator(".js-plotly-plot .scatterlayer .trace").first).to_be_attached()
    page.locator(".st-key-cost_part").get_by_text("When it pays").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    settle(page)
    assert link(page)["cost_part"] == "pays"


def test_a_part_without_charts_never_loads_the_chart_library(page: Page, app: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, app, f"{SMALL}&cost_part=clocks")
    assert not [url for url in asked if "lotly" in url]


def test_a_sweep_runs_with_its_progress_and_is_offered_as_a_file(page: Page, app: str):
    visit(page, app, f"{SMALL}&cost_part=sweep&variable=c_out&sweep_from=2&sweep_to=4")
    page.get_by_role("button", name="Measure", exact=True).click()
    expect(page.get_by_role("button", name="Measurements (CSV)")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Measurements (CSV)").click()
    assert download.value.suggested_filename == "sepviz-sweep.csv"


def test_a_sweep_can_be_cancelled_and_the_second_visitor_is_told_the_place(page: Page, app: str, new_page):
    long = (
        "c_in=512&c_out=512&size=28&group_count=8&cost_part=sweep&variable=c_out&sweep_from=1&sweep_to=64"
    )
    visit(page, app, f"{long}&lang=en")
    page.get_by_role("button", name="Measure", exact=True).click()
    expect(page.get_by_text("Measuring:")).to_be_visible()
    other = new_page()
    visit(other, app, f"{long}&lang=en")
    other.get_by_role("button", name="Measure", exact=True).click()
    expect(other.get_by_text("Before yours: 1")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    expect(other.get_by_text("Measuring:")).to_be_visible()
    other.get_by_role("button", name="Cancel").click()
    expect(other.get_by_text("Cancelled.")).to_be_visible()


def test_counts_points_and_chart_are_offered_as_files(page: Page, app: str):
    visit(page, app, SMALL)
    for label, name in (("Counts (CSV)", "sepviz-costs.csv"), ("Points (CSV)", "sepviz-curves.csv")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == name
    saves_as(page, "sepviz-cost-curves.png")


def test_matrix_and_clocks_are_offered_as_pictures(page: Page, app: str):
    visit(page, app, f"{SMALL}&cost_part=groups")
    saves_as(page, "sepviz-cost-groups.png")
    page.locator(".st-key-cost_part").get_by_text("Five clocks").click()
    page.locator("[data-testid=stRadioOption]").first.click()
    page.locator(".st-key-_tell_clocks button").click()
    saves_as(page, "sepviz-cost-clocks.png")


def saves_as(page: Page, name: str) -> None:
    """Save the one chart of the page by its own button."""
    with page.expect_download() as download:
        page.locator('.modebar-btn[data-title="Save the chart as PNG"]').click()
    assert download.value.suggested_filename == name
    with Image.open(download.value.path()) as picture:
        assert picture.width > 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", ["curves", "pays", "groups", "roofline", "sweep"])
def test_axe_finds_nothing_in_any_part(visitor: Visitor, app: str, part: str, scheme: Scheme):
    page = visitor(1440, 1000, color_scheme=scheme, locale="en-US")
    visit(page, app, f"{SMALL}&cost_part={part}")
    page.wait_for_timeout(800)
    assert violations(page) == []


@pytest.mark.parametrize("part", ["curves", "pays", "groups", "roofline&lang=zh", "clocks", "sweep"])
def test_no_part_makes_a_phone_scroll_sideways(visitor: Visitor, app: str, part: str):
    page = visitor(390, 844, has_touch=True, locale="en-US")
    visit(page, app, f"c_in=6&c_out=9&size=8&cost_part={part}")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= 390")
