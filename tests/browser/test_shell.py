"""What surrounds every page, in Chromium: back button, phone menu, embedding, arrival, a restart."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.screen import Scheme, Visitor, contrast, link, settle
from tests.load.server import serving

PAGES = {"": "playground", "walkthrough": "walkthrough", "kernels": "kernels", "code": "code"}
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
LINES = """(title) => {
  const lines = [];
  const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
  let top = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (let i = 0; i < node.data.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const at = range.getBoundingClientRect().top;
      if (top === null || Math.abs(at - top) > 5) lines.push("");
      lines[lines.length - 1] += node.data[i];
      top = at;
    }
  return lines;
}"""
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"


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


def test_on_a_phone_the_menu_of_pages_closes_after_a_choice_and_stays_closed(visitor: Visitor, app: str):
    page = visitor(390, 844, locale="en-US", has_touch=True, is_mobile=True)
    page.goto(f"{app}/walkthrough")
    settle(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").nth(2).click()
    expect(page.locator("[data-testid=stSidebar][aria-expanded=true]")).to_have_count(0)
    expect(page.locator(".st-key-view")).to_be_visible()
    page.reload()
    settle(page)
    expect(page.locator("[data-testid=stSidebar][aria-expanded=true]")).to_have_count(0)


@pytest.mark.parametrize("path", PAGES)
def test_an_embedded_page_is_the_one_view_with_a_link_to_the_whole_app(page: Page, app: str, path: str):
    page.goto(f"{app}/{path}?embed=true&sample=example12&lang=zh&chapter=2")
    out = page.locator("a.way-out")
    expect(out).to_have_attribute("target", "_blank")
    settle(page)
    for part in ("lang", "_tools", "walk_foot", "presets"):
        expect(page.locator(f".st-key-{part}")).to_have_count(0)
    for part in ("[data-testid=stTopNavLink]", "h1"):
        expect(page.locator(part)).to_have_count(0)
    address = urlsplit(str(out.evaluate("link => link.href")))
    assert address.path == f"/{path}"
    assert parse_qs(address.query) == {
        name: [value] for name, value in link(page).items() if name != "embed"
    }
    assert "lang=zh" in address.query


@pytest.mark.parametrize("path", ["kernels", "code"])
def test_controls_stay_in_view_and_the_wheel_over_them_moves_the_page(page: Page, app: str, path: str):
    page.goto(f"{app}/{path}?sample=example12")
    settle(page)
    controls = page.locator(".st-key-controls")
    page.mouse.move(900, 500)
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(500)
    box = controls.bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 900
    main = page.get_by_test_id("stMain")
    before = main.evaluate("main => main.scrollTop")
    assert before > 0
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(500)
    assert main.evaluate("main => main.scrollTop") < before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_not_chosen_can_be_seen(visitor: Visitor, app: str, scheme: Scheme):
    page = visitor(color_scheme=scheme)
    page.goto(f"{app}/walkthrough")
    settle(page)
    ring = page.get_by_test_id("stRadioOption").first.locator("> div > div").first
    paper = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    line = ring.evaluate("ring => getComputedStyle(ring).borderTopColor")
    assert contrast(line, paper) >= 3
    page.goto(f"{app}/code")
    settle(page)
    track = page.locator(".st-key-use_bias label > div").first
    assert contrast(track.evaluate("track => getComputedStyle(track).backgroundColor"), paper) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_a_chart_can_be_read(visitor: Visitor, app: str, scheme: Scheme):
    page = visitor(1440, 900, color_scheme=scheme)
    page.goto(f"{app}/costs?lang=en")
    expect(page.locator(".js-plotly-plot .legendtext").first).to_be_visible()
    settle(page)
    paper = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    for words in (".xtick text", ".ytick text", ".xtitle", ".ytitle", ".legendtext"):
        ink = page.locator(f".js-plotly-plot {words}").first
        assert contrast(ink.evaluate("ink => getComputedStyle(ink).fill"), paper) >= 4.5, words


def test_what_streamlit_itself_says_is_chinese_for_a_reader_of_chinese(page: Page, app: str):
    page.goto(f"{app}/?lang=zh&sample=example12")
    expect(page.get_by_role("button", name="上传", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh"
    page.locator(".st-key-_camera_open label").click()
    expect(page.get_by_role("button", name="拍照", exact=True)).to_be_visible()
    page.locator(".st-key-filters input").fill("5")
    expect(page.get_by_test_id("InputInstructions")).to_have_text("按 Enter 确认")
    large = FilePayload(name="large.png", mimeType="image/png", buffer=bytes(11 * 2**20))
    page.locator(".st-key-upload input").set_input_files(large)
    expect(page.locator(".st-key-upload")).to_contain_text("文件不能超过 10 MB")
    expect(page.get_by_role("button", name="移除 large.png")).to_be_attached()
    expect(page.locator("[aria-label^='全屏：输出通道']")).to_be_attached()
    assert page.locator("[aria-label^=Fullscreen], [aria-label^=Remove]").count() == 0
    for place in ("upload", "camera", "filters"):
        assert not re.search("[A-Z][a-z]+ [a-z]", page.locator(f".st-key-{place}").inner_text())
    page.locator(".st-key-lang").get_by_text("English").click()
    expect(page.get_by_role("button", name="Take Photo", exact=True)).to_be_visible()


def test_a_chinese_title_breaks_between_words_only(visitor: Visitor, app: str):
    page = visitor(390, 844)
    page.goto(f"{app}/kernels?lang=zh")
    settle(page)
    lines = page.locator("h1").evaluate(LINES)
    assert lines == ["卷积核实验室：", "它拆得开吗？"]


def test_on_a_phone_the_sizes_of_the_kernel_come_one_after_the_other(visitor: Visitor, app: str):
    page = visitor(390, 844)
    page.goto(f"{app}/code?sample=example12")
    settle(page)
    boxes = [page.locator(f".st-key-{name}").bounding_box() for name in ("kh", "kw", "stride", "dilation")]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(set(tops))
    assert len(tops) == 4


@pytest.mark.parametrize("path", PAGES)
def test_hardly_anything_jumps_while_a_page_arrives(page: Page, app: str, path: str):
    page.goto(f"{app}/{path}")  # the first visitor waits for imports; the second arrives as all others do
    settle(page)
    page.add_init_script(SHIFTS)
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


@pytest.mark.parametrize(
    ("path", "hidden", "shown"),
    [
        ("", "kernel", "filters"),
        ("kernels", "kernel", "view"),
        ("costs", "group_count", "c_in"),
        ("training", "a_width", "a_layers"),
    ],
)
def test_a_link_hides_a_control_and_no_other(page: Page, app: str, path: str, hidden: str, shown: str):
    page.goto(f"{app}/{path}?hide={hidden.removeprefix('a_')}&lang=en")
    expect(page.locator(f".st-key-{shown}")).to_be_visible()
    expect(page.locator(f".st-key-{hidden}")).to_be_attached()
    expect(page.locator(f".st-key-{hidden}")).to_be_hidden()
    expect(page).to_have_url(re.compile("hide="))
