"""The Code page in Chromium: tabs by keyboard, pasting, hostile text, links, phone."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from sepviz.text import translator

HOSTILE = (
    "nn.Conv2d('![x](http://evil.example/a.png)', 8, 3)\n"
    "# <img src=http://evil.example/b.png onerror=\"document.title='taken'\">"
    "<script>document.title='taken'</script>\n"
    "nn.Conv2d(n_a__b, 8, 3)  # **bold** `code`"
)


@pytest.fixture
def code(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay free of errors of the app."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if ours(message) else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []


def ours(message: ConsoleMessage) -> bool:
    """Return whether the app is at fault, and not Streamlit, which looks for its root below a page."""
    where = message.location.get("url", "") + message.text
    return message.type == "error" and "/code/_stcore/" not in where and "/media/" not in where


def visit(page: Page, app: str, query: str = "") -> None:
    """Open the page and wait until its last part stands there."""
    page.goto(f"{app}/code?sample=example12&{query}")
    expect(page.locator("#batch-norm")).to_be_visible()
    settle(page)


def settle(page: Page) -> None:
    """Wait until the server has nothing more to say."""
    page.wait_for_timeout(400)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()


def paste(page: Page, source: str) -> None:
    """Put text into the field and leave it."""
    page.locator(".st-key-source textarea").fill(source)
    page.keyboard.press("Control+Enter")
    settle(page)


def link(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_the_layer_stands_there_in_three_libraries_and_tabs_answer_to_the_keyboard(code: Page, app: str):
    visit(code, app, "op=separable&filters=5&kh=3&kw=5&weights=random")
    tabs = code.get_by_role("tab")
    expect(code.get_by_role("tabpanel")).to_contain_text("A depthwise-separable convolution in NumPy")
    tabs.first.focus()
    code.keyboard.press("ArrowRight")
    code.keyboard.press("Enter")
    settle(code)
    expect(code.get_by_role("tabpanel")).to_contain_text("keras.layers.SeparableConv2D")
    assert link(code)["library"] == "Keras"
    code.reload()
    expect(code.get_by_role("tabpanel")).to_contain_text("keras.layers.SeparableConv2D")
    assert link(code)["kw"] == "5"


def test_the_links_at_the_top_lead_to_each_part(code: Page, app: str):
    visit(code, app)
    expect(code.locator(".js-plotly-plot")).to_be_visible()  # the last to come, and what is below it moves
    for name in ("convert", "arguments", "batch-norm"):
        code.locator(f'a[href="#{name}"]').first.click()
        expect(code.locator(f"#{name}")).to_be_in_viewport()


def test_pasted_code_is_converted_side_by_side_with_its_counts(code: Page, app: str):
    visit(code, app)
    before = code.locator("table.code-diff td.del").first
    expect(before).to_contain_text("in_channels=features * 4")
    paste(code, "self.up = nn.Conv2d(width * 2, 64, 5, padding=2)")
    expect(code.locator("table.code-diff td.ins")).to_contain_text(
        "self.up = nn.Sequential(nn.Conv2d(width * 2"
    )
    code.locator(".st-key-_number_width input").fill("16")
    code.keyboard.press("Enter")
    expect(code.locator("table.code-costs")).to_contain_text("51,264 / 2,912 = 17.60 times fewer")
    assert "source" not in link(code)


def test_hostile_text_is_shown_as_text_and_fetches_nothing(code: Page, app: str):
    visit(code, app)
    asked: list[str] = []
    code.on("request", lambda request: asked.append(request.url))
    paste(code, HOSTILE)
    alert = code.get_by_role("alert")
    expect(alert).to_contain_text("Line 1")
    assert alert.locator("img, a").count() == 0
    assert code.title() != "taken"
    assert not any("evil.example" in url for url in asked)
    expect(code.locator("table.code-diff")).to_contain_text("<script>document.title='taken'</script>")
    expect(code.locator(".st-key-_number_n_a__b label")).to_have_text("n_a__b")


@pytest.mark.parametrize("source", ["nn.Conv2d(3, 8, 3", "(" * 5000, "x" * 30_000])
def test_what_cannot_be_read_leaves_the_rest_of_the_page_as_it_was(code: Page, app: str, source: str):
    visit(code, app, "lang=zh")
    paste(code, source)
    expect(code.get_by_role("alert")).to_be_visible()
    expect(code.locator("table.code-costs")).to_contain_text("1,179,648")
    expect(code.locator("#batch-norm")).to_have_count(1)


def test_an_argument_and_its_choice_travel_in_the_link(code: Page, app: str):
    visit(code, app, "argument=bias_constraint&constraint=non_neg&lang=zh")
    expect(code.get_by_text(translator("zh")("arguments.constraints.non_neg"))).to_be_visible()
    code.get_by_role("radio", name="UnitNorm").click()
    settle(code)
    assert link(code)["constraint"] == "unit_norm"


def test_a_phone_shows_the_code_before_and_after_one_below_the_other(chromium: Browser, app: str):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    visit(page, app)
    old = page.locator("table.code-diff td.del").bounding_box()
    new = page.locator("table.code-diff td.ins").bounding_box()
    assert old
    assert new
    assert new["y"] >= old["y"] + old["height"] - 1
    assert old["width"] > 300
    context.close()
