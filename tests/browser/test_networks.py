"""The Networks page in Chromium: bars and rows linked, keyboard, playground, one's own, phone, axe."""

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.screen import Scheme, Visitor, link, settle, violations

HOSTILE = "conv ![x](http://evil.example/a.png) <img src=x onerror=\"document.title='taken'\">"


def visit(page: Page, app: str, query: str = "") -> None:
    """Open the page and wait until it is complete."""
    page.goto(f"{app}/networks?{query}")
    expect(page.locator(".net-card").first).to_be_visible()
    expect(page.locator(".st-key-part")).to_be_visible()
    settle(page)


def bar(page: Page, layer: str):
    return page.locator(f'.net-strip a[data-layer="{layer}"]')


def test_the_lesson_is_on_the_first_screen(page: Page, app: str):
    visit(page, app)
    expect(page.get_by_text("94.86%", exact=True).first).to_be_in_viewport()
    expect(page.locator("[data-strip=a]")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-strip=b]")).to_be_in_viewport(ratio=1)


def test_pointing_at_a_bar_marks_its_row_and_says_what_it_is(page: Page, app: str):
    visit(page, app)
    bar(page, "a-3").hover()
    expect(page.locator("tr#a-3")).to_have_class("net-marked")
    expect(page.locator("[data-readout=a]")).to_contain_text(
        "112 x 112 x 64 x (1 x 1 x 32) = 25,690,112 multiplications"
    )
    expect(page.locator(".net-marked")).to_have_count(2)
    page.locator("tr#b-2").scroll_into_view_if_needed()
    page.locator("tr#b-2 td").first.hover()
    expect(bar(page, "b-2")).to_have_class("net-marked")
    expect(page.locator("[data-readout=b]")).to_contain_text("block1/conv")


def test_the_arrow_keys_go_from_bar_to_bar_and_enter_to_the_row(page: Page, app: str):
    visit(page, app)
    address = page.url
    bar(page, "a-1").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(bar(page, "a-3")).to_be_focused()
    expect(page.locator("tr#a-3")).to_have_class("net-marked")
    page.keyboard.press("End")
    expect(bar(page, "a-28")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(bar(page, "a-1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("tr#a-2 a")).to_be_focused()
    expect(page.locator("tr#a-2")).to_be_in_viewport()
    assert page.url == address


def test_a_strip_is_one_stop_of_the_tab_key(page: Page, app: str):
    visit(page, app)
    bar(page, "a-1").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(bar(page, "b-1")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(bar(page, "a-2")).to_be_focused()


def test_bars_and_rows_stay_linked_after_another_network_was_chosen(page: Page, app: str):
    visit(page, app, "network=vgg16&rival=none")
    page.locator(".st-key-part").get_by_text("Totals and printed figures").click()
    settle(page)
    page.locator(".st-key-part").get_by_text("Layer by layer").click()
    settle(page)
    bar(page, "a-16").hover()
    expect(page.locator("tr#a-16")).to_have_class("net-marked")


def test_a_layer_opens_in_the_playground(page: Page, app: str):
    visit(page, app, "network=inception_v3&rival=none")
    row = page.locator("tr", has_text="mixed4/branch2/conv2")
    row.locator("a").click()
    expect(page.locator(".st-key-op")).to_be_visible()
    settle(page)
    assert link(page) | {"kh": "1", "kw": "7", "op": "standard", "weights": "random"} == link(page)
    expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)


def test_a_typed_network_travels_in_the_link(page: Page, app: str, new_page):
    visit(page, app, "network=own&resolution=12")
    page.locator(".st-key-layers textarea").fill("conv 5x5 256 valid\npw 7  # last")
    page.keyboard.press("Control+Enter")
    settle(page)
    expect(page.locator(".net-card").first).to_contain_text("1,343,488")
    other = new_page()
    other.goto(page.url)
    expect(other.locator(".st-key-layers textarea")).to_have_value("conv 5x5 256 valid\npw 7  # last")
    expect(other.locator(".net-card").first).to_contain_text("1,343,488")


def test_a_hostile_line_is_quoted_as_text(page: Page, app: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, app, "network=own")
    page.locator(".st-key-layers textarea").fill(f"conv 3x3 8\n{HOSTILE}")
    page.keyboard.press("Control+Enter")
    settle(page)
    alert = page.locator("[data-testid=stAlertContentError]")
    expect(alert).to_contain_text("Line 2: '![x](http://evil.example/a.png)'")
    assert "taken" not in page.title()
    assert not [url for url in asked if "evil" in url]
    expect(page.locator(".net-card").first).to_contain_text("1,038,445,056")


def test_files_are_offered_and_the_drawing_has_the_readers_words_and_the_colours_of_the_kinds(
    page: Page, app: str
):
    page.add_init_script(
        "const write = CanvasRenderingContext2D.prototype.fillText; window.written = [];"
        "CanvasRenderingContext2D.prototype.fillText = function (...said) "
        "{ window.written.push(said[0]); write.apply(this, said); }"
    )
    visit(page, app, "lang=zh")
    with page.expect_download() as download:
        page.get_by_role("button", name="计数（CSV）").click()
    assert download.value.suggested_filename == "sepviz-networks.csv"
    with page.expect_download() as download:
        page.get_by_role("button", name="图（PNG）").click()
    assert download.value.suggested_filename == "sepviz-networks.png"
    assert {"标准卷积", "逐通道", "MobileNetV1, 224 像素：568,740,352 次乘法"} <= {
        said.replace("，", ", ") for said in page.evaluate("written")
    }
    picture = np.asarray(Image.open(download.value.path()).convert("RGB"))
    orange = (picture == (0xE0, 0x7B, 0x1F)).all(axis=2).sum()
    blue = (picture == (0x3F, 0x86, 0xC9)).all(axis=2).sum()
    assert orange > 10_000 < blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["part=totals&alpha=0.5", "part=nine", "part=counters", "network=own"])
def test_axe_finds_nothing_in_any_part(visitor: Visitor, app: str, query: str, scheme: Scheme):
    page = visitor(1440, 1000, color_scheme=scheme, locale="en-US")
    visit(page, app, query)
    page.wait_for_timeout(800)
    assert violations(page) == []


@pytest.mark.parametrize("query", ["part=totals", "part=nine", "part=counters", "network=own&lang=zh"])
def test_no_part_makes_a_phone_scroll_sideways(visitor: Visitor, app: str, query: str):
    page = visitor(390, 844, has_touch=True, locale="en-US")
    visit(page, app, query)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= 390")
