"""The Code page in Chromium: tabs by keyboard, pasting, hostile text, links, phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sepviz.codegen import keras_model_converter
from sepviz.text import translator
from tests.browser.screen import Visitor, link, settle

HOSTILE = (
    "nn.Conv2d('![x](http://evil.example/a.png)', 8, 3)\n"
    "# <img src=http://evil.example/b.png onerror=\"document.title='taken'\">"
    "<script>document.title='taken'</script>\n"
    "nn.Conv2d(n_a__b, 8, 3)  # **bold** `code`"
)


def visit(page: Page, app: str, query: str = "") -> None:
    """Open the page and wait until its last part stands there."""
    page.goto(f"{app}/code?sample=example12&{query}")
    expect(page.locator("#batch-norm")).to_be_visible()
    settle(page)


def paste(page: Page, source: str) -> None:
    """Put text into the field and leave it."""
    page.locator(".st-key-source textarea").fill(source)
    page.keyboard.press("Control+Enter")
    settle(page)


def test_the_layer_stands_there_in_three_libraries_and_tabs_answer_to_the_keyboard(page: Page, app: str):
    visit(page, app, "op=separable&filters=5&kh=3&kw=5&weights=random")
    tabs = page.get_by_role("tab")
    expect(page.get_by_role("tabpanel").first).to_contain_text("A depthwise-separable convolution in NumPy")
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_role("tabpanel").first).to_contain_text("keras.layers.SeparableConv2D")
    assert link(page)["library"] == "Keras"
    page.reload()
    expect(page.get_by_role("tabpanel").first).to_contain_text("keras.layers.SeparableConv2D")
    assert link(page)["kw"] == "5"


def test_the_links_at_the_top_lead_to_each_part(page: Page, app: str):
    visit(page, app)
    expect(page.locator(".histogram")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)  # it would take the browser seconds to load
    for name in ("convert", "memory", "arguments", "batch-norm"):
        page.locator(f'a[href="#{name}"]').first.click()
        expect(page.locator(f"#{name}")).to_be_in_viewport()


def test_pasted_code_is_converted_side_by_side_with_its_counts(page: Page, app: str):
    visit(page, app)
    before = page.locator("table.code-diff td.del").first
    expect(before).to_contain_text("in_channels=features * 4")
    paste(page, "self.up = nn.Conv2d(width * 2, 64, 5, padding=2)")
    expect(page.locator("table.code-diff td.ins")).to_contain_text(
        "self.up = nn.Sequential(nn.Conv2d(width * 2"
    )
    page.locator(".st-key-_number_width input").fill("16")
    page.keyboard.press("Enter")
    expect(page.locator("table.code-costs")).to_contain_text("51,264 / 2,912 = 17.60 times fewer")
    assert "source" not in link(page)


def test_a_line_of_the_table_jumps_to_the_comparison_and_back_again(page: Page, app: str):
    visit(page, app)
    filler = "\n".join(f"value_{number} = {number}" for number in range(1000))
    paste(
        page,
        f"a = nn.Conv2d(8, 16, 3)\n{filler}\nb = nn.Conv2d(16, 4, 1)\n{filler}\nc = nn.Conv2d(4, 9, 5)",
    )
    table = page.locator("table.code-lines")
    expect(table.locator("tbody tr")).to_have_count(3)
    for line, code in (("1,002", "b = nn.Conv2d(16, 4, 1)"), ("2,003", "c = nn.Sequential(")):
        table.get_by_role("link", name=line, exact=True).click()
        target = page.locator("table.code-diff tr:target")
        expect(target).to_contain_text(code)
        expect(target).to_be_in_viewport()
    page.go_back()
    expect(target).to_contain_text("b = nn.Conv2d(16, 4, 1)")
    expect(table.locator("tbody tr")).to_have_count(3)


def test_the_program_for_a_model_in_memory_can_be_chosen_and_downloaded(page: Page, app: str):
    visit(page, app)
    page.get_by_role("tab", name="Keras").nth(1).click()
    expect(page).to_have_url(re.compile("framework=Keras"))
    panel = page.get_by_role("tabpanel").filter(has_text="Make a Keras model depthwise separable")
    with page.expect_download() as download:
        panel.get_by_role("button", name="make_separable_keras.py").click()
    assert download.value.suggested_filename == "make_separable_keras.py"
    assert Path(download.value.path()).read_text("utf-8") == keras_model_converter()


def test_hostile_text_is_shown_as_text_and_fetches_nothing(page: Page, app: str):
    visit(page, app)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    paste(page, HOSTILE)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Line 1")
    assert alert.locator("img, a").count() == 0
    assert page.title() != "taken"
    assert not any("evil.example" in url for url in asked)
    expect(page.locator("table.code-diff")).to_contain_text("<script>document.title='taken'</script>")
    expect(page.locator(".st-key-_number_n_a__b label")).to_have_text("n_a__b")


@pytest.mark.parametrize("source", ["nn.Conv2d(3, 8, 3", "(" * 5000, "x" * 300_001])
def test_what_cannot_be_read_leaves_the_rest_of_the_page_as_it_was(page: Page, app: str, source: str):
    visit(page, app, "lang=zh")
    paste(page, source)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("table.code-costs")).to_contain_text("1,179,648")
    expect(page.locator("#batch-norm")).to_have_count(1)


def test_an_argument_and_its_choice_travel_in_the_link(page: Page, app: str):
    visit(page, app, "argument=bias_constraint&constraint=non_neg&lang=zh")
    expect(page.get_by_text(translator("zh")("arguments.constraints.non_neg"))).to_be_visible()
    page.get_by_role("radio", name="UnitNorm").click()
    settle(page)
    assert link(page)["constraint"] == "unit_norm"


def test_a_phone_shows_the_code_before_and_after_one_below_the_other(visitor: Visitor, app: str):
    page = visitor(390, 844, has_touch=True)
    visit(page, app)
    old = page.locator("table.code-diff td.del").bounding_box()
    new = page.locator("table.code-diff td.ins").bounding_box()
    assert old
    assert new
    assert new["y"] >= old["y"] + old["height"] - 1
    assert old["width"] > 300
