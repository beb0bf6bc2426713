"""The Kernel lab in Chromium: typing into cells, pasting, files, undo, links, keyboard, phone, axe."""

import json
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from sepviz.text import translator
from tests.browser.screen import Visitor, link, settle, violations

COMPACT = "sample=example12"
ROW_HEIGHT = 35


def visit(page: Page, app: str, query: str = "") -> None:
    """Open the lab and wait until it is complete."""
    page.goto(f"{app}kernels?{query}" if app.endswith("/") else f"{app}/kernels?{query}")
    expect(page.locator(".st-key-view")).to_be_visible()
    settle(page)


def type_into(page: Page, row: int, column: int, columns: int, text: str) -> None:
    """Click a cell of the grid and type."""
    box = page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    assert box
    width = box["width"] / columns
    page.mouse.click(box["x"] + (column - 0.5) * width, box["y"] + (row + 0.5) * ROW_HEIGHT)
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=30)
    page.keyboard.press("Enter")
    settle(page)


def paste(page: Page, text: str) -> None:
    """Replace what stands in the text field."""
    page.locator(".st-key-taps textarea").fill(text)
    page.keyboard.press("Control+Enter")
    settle(page)


def test_the_first_screen_says_whether_the_kernel_comes_apart(page: Page, app: str):
    visit(page, app, f"kernel=laplacian4&{COMPACT}")
    verdict = page.get_by_text("No, it does not come apart: rank 2.")
    expect(verdict).to_be_in_viewport()
    expect(page.get_by_text("98.99%").first).to_be_in_viewport()
    expect(page.locator(".lab-equation").first).to_be_in_viewport()


def test_the_menu_leads_to_the_lab_with_the_kernel_of_the_playground(page: Page, app: str):
    page.goto(f"{app}?kernel=gaussian5&{COMPACT}")
    page.get_by_test_id("stTopNav").get_by_role("link", name="Kernel lab").click()
    expect(page.get_by_role("heading", name="Kernel lab: does it come apart?")).to_be_visible()
    expect(page.get_by_text("10 multiplications for each pixel in place of 25")).to_be_visible()
    settle(page)
    assert link(page)["kernel"] == "gaussian5"
    page.get_by_role("radio", name="Flip", exact=True).click()
    expect(page.get_by_text("the flip makes no difference").first).to_be_visible()
    settle(page)
    assert link(page)["kernel"] == "gaussian5"
    page.get_by_test_id("stTopNav").get_by_role("link", name="Playground").click()
    expect(page.get_by_role("heading", name="Separable convolutions, channel by channel")).to_be_visible()
    settle(page)
    page.get_by_role("radio", name="Standard", exact=True).click()
    settle(page)
    assert link(page) | {"kernel": "gaussian5", "op": "standard", "sample": "example12"} == link(page)


def test_a_cell_is_typed_letters_are_explained_and_undo_brings_the_kernel_back(page: Page, app: str):
    visit(page, app, f"kernel=sobel_x&{COMPACT}")
    type_into(page, 2, 3, 3, "1/2")
    expect(page.get_by_text("rank 2.")).to_be_visible()
    assert link(page)["taps"] == "-1,0,1;-2,0,0.5;-1,0,1"
    type_into(page, 1, 1, 3, "abc")
    alert = page.locator("[data-testid=stAlert]")
    expect(alert).to_contain_text("“abc” in row 1, column 1")
    assert link(page)["taps"] == "-1,0,1;-2,0,0.5;-1,0,1"
    type_into(page, 1, 1, 3, "4")
    expect(alert).to_have_count(0)
    assert link(page)["taps"] == "4,0,1;-2,0,0.5;-1,0,1"
    page.get_by_role("button", name="Undo").click()
    settle(page)
    assert link(page)["taps"] == "-1,0,1;-2,0,0.5;-1,0,1"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Yes, it comes apart")).to_be_visible()
    settle(page)
    assert link(page)["kernel"] == "sobel_x"
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_text("rank 2.")).to_be_visible()


def test_nothing_covers_the_steps_of_the_width_while_the_grid_is_pointed_at(page: Page, app: str):
    visit(page, app)
    page.locator("[data-testid=stDataFrame]").first.hover()
    page.wait_for_timeout(500)
    for step in page.locator(".st-key-controls [data-testid=stNumberInputContainer] button").all():
        assert step.evaluate(
            """(one) => {
                const { x, y, width, height } = one.getBoundingClientRect();
                return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
            }"""
        )


def test_a_pasted_list_is_in_the_link_and_the_link_gives_the_same_page(page: Page, app: str):
    visit(page, app, COMPACT)
    paste(page, "[[1,0,-1],[2,0,-2]]")
    expect(page.get_by_text("Row 1 x 3")).to_be_visible()
    assert link(page)["taps"] == "1,0,-1;2,0,-2"
    other = page.context.new_page()
    visit(other, page.url.split("/kernels")[0], page.url.split("?")[1])
    assert link(other) == link(page)
    equations = [one.locator(".lab-equation").first.inner_text() for one in (page, other)]
    assert equations[0] == equations[1]
    pictures = "list => list.map(i => i.alt)"
    assert other.locator("img").evaluate_all(pictures) == page.locator("img").evaluate_all(pictures)


@pytest.mark.parametrize("text", ["1 2 3\n4 5", "0 0\n0 0", "1e999", "hello"])
def test_a_bad_paste_is_explained_beside_the_editor(page: Page, app: str, text: str):
    visit(page, app, f"kernel=emboss&{COMPACT}")
    paste(page, text)
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("last good kernel")
    expect(page.get_by_text("55.30%").first).to_be_visible()


def test_a_kernel_too_long_for_a_link_travels_as_a_file(page: Page, app: str, tmp_path: Path):
    kernel = np.random.default_rng(1).normal(size=(15, 15))
    visit(page, app, COMPACT)
    page.get_by_text("Save or load as a file").click()
    upload = page.locator(".st-key-_kernel_file input[type=file]")
    data = json.dumps(kernel.tolist()).encode()
    upload.set_input_files(FilePayload(name="kernel.json", mimeType="application/json", buffer=data))
    expect(page.get_by_text("rank 15.")).to_be_visible()
    expect(page.get_by_text("too many digits for a link")).to_be_visible()
    settle(page)
    assert "taps" not in link(page)
    with page.expect_download() as download:
        page.locator(".st-key-_kernel_download button").click()
    saved = json.loads(Path(download.value.path()).read_text())
    np.testing.assert_array_equal(saved["weights"], kernel)
    broken = FilePayload(name="kernel.json", mimeType="application/json", buffer=b"[[1, 2], [3")
    page.locator(".st-key-_kernel_file input[type=file]").set_input_files(broken)
    expect(page.locator("[data-testid=stAlert]").filter(has_text="This file is no kernel")).to_be_visible()
    expect(page.get_by_text("rank 15.")).to_be_visible()


def test_views_are_reached_by_keyboard_and_kept_in_the_link(page: Page, app: str):
    visit(page, app, f"kernel=motion_blur&{COMPACT}")
    page.get_by_role("radio", name="Approximation").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("From r = 3 on")).to_be_visible()
    expect(page.get_by_text("One multiplication at a time")).to_be_visible()
    settle(page)
    assert link(page)["view"] == "cost"


def test_fewer_pairs_by_keyboard_change_what_is_lost(page: Page, app: str):
    visit(page, app, f"kernel=emboss&rank=1&{COMPACT}")
    expect(page.get_by_text("Lost of the kernel: 44.70%")).to_be_visible()
    page.locator(".st-key-rank").get_by_role("slider").press("ArrowRight")
    expect(page.get_by_text("Lost of the kernel: 3.17%")).to_be_visible()
    settle(page)
    assert link(page)["rank"] == "2"


def test_the_two_layers_are_the_same_and_the_projection_is_the_rank(page: Page, app: str):
    visit(page, app, f"view=same&bank=edges&depth_multiplier=1&{COMPACT}")
    expect(page.get_by_text("of the largest value (float64")).to_be_visible()
    expect(page.get_by_text("50.00% of the energy lost")).to_be_visible()
    page.get_by_role("radio", name="Colour opponents").click()
    expect(page.get_by_text("Depth multiplier 1: 0.00% of the energy lost")).to_be_visible()
    settle(page)
    assert link(page)["bank"] == "opponent"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query", ["kernel=emboss", "kernel=gabor45&view=cost&lang=zh", "view=flip", "view=same&kernel=sharpen"]
)
def test_axe_finds_nothing_serious(visitor: Visitor, app: str, scheme: str, query: str):
    page = visitor(1440, 900, color_scheme=scheme)
    visit(page, app, f"{query}&{COMPACT}")
    page.wait_for_timeout(1500)
    assert violations(page) == []


@pytest.mark.parametrize("view", ["approximation", "cost", "flip", "same"])
def test_a_phone_sees_the_verdict_first_and_never_scrolls_sideways(visitor: Visitor, app: str, view: str):
    page = visitor(390, 844, has_touch=True, locale="zh-CN")
    visit(page, app, f"kernel=gabor45&view={view}&{COMPACT}")
    expect(page.get_by_text(translator("zh")("lab.no", rank=2).split("**")[1])).to_be_in_viewport()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
