"""The playground, driven as a student, a teacher and an engineer would."""

import io
import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from sepviz.text import translator
from sepviz.ui.session import presets
from tests.browser.screen import Visitor, idle, link, settle
from tests.traffic import Traffic

ROOT = Path(__file__).parents[2]
EXAMPLE = "?sample=example12&op=separable&kh=5&kw=5&filters=256&padding=valid&use_bias=false"


def visit(page: Page, url: str) -> None:
    """Open a page and wait until it is complete: the layer's picture, and what is behind the open tab."""
    page.goto(url)
    expect(page.locator(".layer .map canvas").first).to_be_visible()
    expect(page.locator(".st-key-section")).to_be_visible()
    idle(page)
    page.wait_for_function("!document.querySelector('.stMainBlockContainer [data-testid=stSkeleton]')")


def alt(page: Page, start: str) -> str:
    """Return the text equivalent of the sheet of maps whose text starts so."""
    return page.locator(f'img[alt^="{start}"][alt*="feature maps"]').first.get_attribute("alt") or ""


def upload(page: Page, name: str, data: bytes) -> None:
    """Choose a file in the uploader."""
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
    page.locator(".st-key-upload input[type=file]").set_input_files(file)


def phone_photo() -> bytes:
    """A photo as a phone stores it: lying on its side, with an EXIF note which way is up."""
    with Image.open(ROOT / "sepviz" / "samples" / "animal.jpg") as upright:
        picture = upright.rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, quality=92)
    return file.getvalue()


def test_the_first_visit_shows_a_layer_that_has_run(page: Page, app: str):
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    visit(page, app)
    for step, stage in {"Output": "Pointwise", "Depthwise": "Depthwise", "Input": "Input"}.items():
        page.locator(".st-key-step").get_by_role("radio", name=step).click()
        expect(page.locator(f'img[alt^="{stage}"][alt*="feature maps"]')).to_be_visible()
    expect(page.get_by_text("without being flipped")).to_be_visible()
    expect(page.locator(".st-key-upload")).to_be_in_viewport()
    for name in ("filters", "kernel", "seed"):
        expect(page.locator(f".st-key-{name}")).to_be_visible()
    # A phone on a slow line would wait for what nothing on this page shows.
    assert not re.findall(r"\S*(?:plotly|Highlighter|Italic)\S*", "\n".join(loaded), re.IGNORECASE)


def test_the_worked_example_shows_its_two_famous_counts_without_a_click(page: Page, app: str):
    visit(page, app + EXAMPLE)
    text = page.locator("body").inner_text()
    for number in ("53,952", "1,228,800", "4,800", "49,152", "19,200", "843", "768", "22.78"):
        assert number in text
    assert "8 x 8 x 256 x (5 x 5 x 3) = 1,228,800" in text


def test_a_click_on_an_output_of_the_layer_s_picture_leads_to_its_pixels(page: Page, app: str):
    visit(page, app)
    column = page.locator(".layer .column").last
    column.locator(".map").nth(3).click()
    expect(page.locator(".microscope figure.output figcaption")).to_contain_text("3")
    idle(page)
    expect(page.locator(".microscope")).to_be_in_viewport()
    assert (link(page)["channel"], link(page)["section"]) == ("3", "pixel")
    expect(column.locator(".map").nth(3)).to_have_attribute("aria-pressed", "true")


def test_a_click_on_a_map_in_between_leads_to_the_pixels_and_leaves_the_channel(page: Page, app: str):
    visit(page, f"{app}?channel=2&sample=example12")
    page.locator(".layer .column").nth(1).locator(".map").first.click()
    expect(page.locator(".microscope .readout")).to_be_in_viewport()
    assert link(page)["channel"] == "2"


def test_the_button_for_more_maps_opens_the_sheet_of_that_stage(page: Page, app: str):
    visit(page, f"{app}{EXAMPLE}&depth_multiplier=8&section=code&activation=relu")
    for more, step, sheet in (
        ("12 more maps of Depthwise", "depthwise", "Depthwise"),
        ("244 more maps of Output", "output", "Activation"),
    ):
        page.get_by_role("button", name=re.compile(f"^{more}")).click()
        expect(page.locator(f"img[alt^={sheet}]")).to_be_in_viewport()
        idle(page)
        assert (link(page)["section"], link(page)["step"]) == ("maps", step)


def test_every_map_of_a_large_layer_is_reached_by_keyboard(page: Page, app: str):
    visit(page, f"{app}{EXAMPLE}&depth_multiplier=8")
    page.locator(".st-key-step").get_by_role("radio", name="Output").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.locator("img[alt^=Depthwise]")).to_have_attribute("alt", re.compile("24 feature maps"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    sheet = page.locator("img[alt^=Pointwise]")
    page.get_by_role("radio", name="0–63").focus()
    for shown in ("64–127", "128–191", "192–255"):
        before = sheet.get_attribute("src") or ""
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        expect(page.get_by_role("radio", name=shown)).to_be_checked()
        expect(sheet).not_to_have_attribute("src", before)


def test_a_student_uploads_a_photo_and_sees_it_upright_channel_by_channel(page: Page, app: str):
    visit(page, app)
    upload(page, "IMG_0001.JPG", phone_photo())
    with Image.open(ROOT / "sepviz" / "samples" / "animal.jpg") as upright:
        width, height = 256, round(upright.height * 256 / upright.width)
    expect(page.get_by_text(f"Your own picture, {height} x {width} pixels")).to_be_visible()
    idle(page)
    assert f"{height} x {width} pixels" in alt(page, "Pointwise")
    assert link(page)["own"] == "true"


def test_an_own_picture_goes_along_to_another_page_and_back(page: Page, app: str):
    visit(page, app)
    upload(page, "IMG_0001.jpg", phone_photo())
    own = page.get_by_text("Your own picture, ")
    expect(own).to_be_visible()
    page.get_by_test_id("stTopNav").get_by_role("link", name="Code").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("code", ignore_case=True)
    idle(page)
    page.locator(".st-key-_picture summary").click()
    expect(own).to_be_visible()
    page.get_by_test_id("stTopNav").get_by_role("link", name="Playground").click()
    expect(own).to_be_visible()
    page.get_by_role("button", name="Back to the sample").click()
    expect(own).not_to_be_visible()


def test_a_link_to_somebody_s_own_picture_says_so_and_shows_a_sample(page: Page, app: str):
    visit(page, f"{app}?own=true&sample=animal&step=input")
    expect(page.get_by_text("If it was yours, choose it again")).to_be_visible()
    assert "256" in alt(page, "Input")


@pytest.mark.parametrize(
    ("name", "data"),
    [("notes.txt", b"just words"), ("broken.png", b"\x89PNG\r\n\x1a\n" + bytes(40)), ("empty.jpg", b"")],
)
def test_a_file_that_is_no_picture_gets_an_alert_and_loses_nothing(
    page: Page, app: str, name: str, data: bytes
):
    visit(page, f"{app}?sample=animal&filters=5&step=input")
    before = alt(page, "Input")
    upload(page, name, data)
    alert = page.locator("[data-testid=stAlert]")
    expect(alert).to_be_visible()
    idle(page)
    assert 10 < len(alert.inner_text()) < 220
    assert "Traceback" not in page.content()
    assert alt(page, "Input") == before
    assert link(page)["filters"] == "5"


def test_every_control_is_in_the_link_and_the_link_gives_the_same_page(page: Page, app: str):
    start = "?sample=texture&op=standard&kernel=laplacian8&filters=3&stride=2&padding=valid&section=bill"
    visit(page, app + start)
    page.get_by_label("Filters (output channels)", exact=True).fill("6")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("filters=6"))
    page.get_by_role("radio", name="Grouped").click()
    expect(page).to_have_url(re.compile("op=grouped"))
    expect(page.locator("table.bill")).to_contain_text("Grouped (on screen)")
    idle(page)
    settings = link(page)
    assert settings["kernel"] == "laplacian8"
    pictures = page.locator("img").evaluate_all("list => list.map(i => i.alt)")
    other = page.context.new_page()
    visit(other, page.url)
    assert link(other) == settings
    assert other.locator("img").evaluate_all("list => list.map(i => i.alt)") == pictures
    assert other.locator("table.bill").inner_text() == page.locator("table.bill").inner_text()


def test_a_chosen_kernel_sets_the_size_and_shows_its_factors(page: Page, app: str):
    visit(page, app)
    page.locator(".st-key-kernel").get_by_role("combobox").click()
    page.get_by_role("option", name="Gaussian 5 x 5").click()
    expect(page.get_by_text("25 multiplications for each pixel become 10")).to_be_visible()
    idle(page)
    assert (link(page)["kernel"], link(page)["kh"], link(page)["kw"]) == ("gaussian5", "5", "5")


def test_a_link_with_another_size_than_the_kernel_s_makes_the_weights_random(page: Page, app: str):
    visit(page, f"{app}?kernel=sobel_x&kh=5")
    assert link(page)["weights"] == "random"
    assert (link(page)["kh"], link(page)["kw"]) == ("5", "3")


def test_the_language_changes_everything_but_the_numbers(page: Page, app: str):
    visit(page, app + EXAMPLE + "&section=bill")
    english = page.locator("table.bill").inner_text()
    page.get_by_role("radio", name="中文").click()
    chinese = translator("zh")
    expect(page.get_by_role("heading", name=chinese("playground.title"))).to_be_visible()
    idle(page)
    assert link(page)["lang"] == "zh"
    numbers = re.compile(r"[\d,]+")
    assert numbers.findall(page.locator("table.bill").inner_text()) == numbers.findall(english)


def test_a_chinese_browser_is_greeted_in_chinese(visitor: Visitor, app: str):
    page = visitor(locale="zh-CN")
    visit(page, app)
    expect(page.get_by_role("heading", name=translator("zh")("playground.title"))).to_be_visible()


@pytest.mark.parametrize(
    "nonsense",
    [
        "?filters=1000000000&kh=-3&kw=abc&op=<script>&sample=../../etc/passwd",
        "?lang=xx&kernel=%00&weights=eval&stride=99&seed=1e9&pin=;;&taps=[[[[[[",
        "?filters=8&filters=9&unknown=1&side=0&channel=255",
    ],
)
def test_a_link_full_of_nonsense_shows_the_default_page(page: Page, app: str, nonsense: str):
    visit(page, f"{app}{nonsense}")
    assert page.locator("[data-testid=stAlert]").count() == 0
    assert "feature maps" in alt(page, "Pointwise")


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("?side=12&sample=chart&kernel=motion_blur&dilation=8&padding=valid", "smaller kernel"),
        ("?op=grouped&groups=3&filters=8", "multiple of 3"),
        ("?stride=2&dilation=2", "Set one of them to 1"),
        ("?op=spatial&kernel=laplacian4", "rank 2"),
        ("?side=512&op=separable&filters=256&depth_multiplier=8", "Lower the longer side"),
    ],
)
def test_settings_that_cannot_work_are_explained_and_mended_by_a_click(
    page: Page, app: str, bad: str, sentence: str
):
    visit(page, app + bad)
    alert = page.locator("[data-testid=stAlert]")
    expect(alert).to_contain_text(sentence)
    expect(page.locator(".layer .map canvas").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Change to ")).first.click()
    expect(alert).to_have_count(0)


def test_the_maps_the_arrays_and_the_counts_can_be_taken_home(page: Page, app: str):
    visit(page, app + EXAMPLE)
    files = {}
    for name in ("png", "npz", "csv"):
        if name == "csv":
            page.get_by_role("radio", name="The bill").click()
        with page.expect_download() as download:
            page.locator(f".st-key-_get_{name} button").click()
        files[name] = Path(download.value.path()).read_bytes()
    assert files["png"].startswith(b"\x89PNG")
    with np.load(io.BytesIO(files["npz"]), allow_pickle=False) as arrays:
        assert arrays["stage_pointwise"].shape == (8, 8, 256)
        assert arrays["pointwise_kernel"].shape == (1, 1, 3, 256)
    rows = files["csv"].decode().splitlines()
    assert any(row.startswith("separable,total,8 x 8 x 256,53952,") for row in rows)


def test_measured_time_stands_beside_theory_for_both_engines(page: Page, app: str):
    visit(page, app + EXAMPLE + "&section=bill")
    page.get_by_role("tab", name="Measured time").click()
    for engine in ("One multiplication at a time", "As fast as we can"):
        expect(page.get_by_role("columnheader", name=f"{engine}: median time")).to_be_visible()
    idle(page)


def top_and_bottom(page: Page, selector: str) -> tuple[float, float]:
    """Return where an element begins and ends on the screen."""
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768)])
def test_cards_and_picture_stand_on_the_first_screen_of_a_laptop(
    visitor: Visitor, app: str, width: int, height: int, language: str
):
    page = visitor(width, height)
    visit(page, f"{app}?lang={language}")
    assert top_and_bottom(page, ".st-key-op")[0] > 60
    assert top_and_bottom(page, ".layer")[1] <= height
    height_of_page = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    if (width, height) == (1440, 900):
        assert height_of_page <= 2.5 * height


LARGE = {
    "bill": presets.PRESETS["bill"].settings,
    "blur": presets.PRESETS["blur"].settings,
    "multiplier": presets.PRESETS["multiplier"].settings,
    "64 filters": {"sample": "zoneplate", "side": 64, "op": "standard", "weights": "random", "filters": 64},
    "256 filters": {
        "sample": "zoneplate",
        "side": 64,
        "filters": 256,
        "depth_multiplier": 8,
        "activation": "relu",
        "use_bias": "true",
    },
}


LOW = "(most) => document.querySelector('[data-testid=stMain]').scrollHeight <= most"
"""What was there before is drawn until what follows has come: playwright waits, and raises in the end."""


@pytest.mark.parametrize("name", LARGE)
def test_no_tab_makes_the_page_longer_than_two_and_a_half_screens(page: Page, app: str, name: str):
    visit(page, f"{app}?{urlencode(LARGE[name])}")
    for section in page.locator(".st-key-section").get_by_role("radio").all():
        section.click()
        settle(page)
        for part in page.locator(".st-key-section_body :is([role=tab], .st-key-step [role=radio])").all():
            part.click()
            settle(page)
            page.wait_for_function(LOW, arg=2.5 * 900)
        page.wait_for_function(LOW, arg=2.5 * 900)


@pytest.mark.parametrize("name", ["sample", "upload", "side", "kernel", "filters", "seed"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768)])
def test_a_control_and_the_picture_that_it_changes_are_seen_together(
    visitor: Visitor, app: str, name: str, width: int, height: int
):
    page = visitor(width, height, locale="en-US")
    visit(page, app)
    page.locator(f".st-key-{name}").scroll_into_view_if_needed()
    for place in (f".st-key-{name}", ".layer"):
        top, bottom = top_and_bottom(page, place)
        assert top >= 0
        assert bottom <= height


def test_the_controls_stay_in_view_while_the_page_scrolls(page: Page, app: str):
    visit(page, app)
    page.locator("img[alt^=Pointwise]").scroll_into_view_if_needed()
    expect(page.locator(".st-key-sample")).to_be_in_viewport()


def on_a_phone(visitor: Visitor, app: str, link: str = "") -> Page:
    """Open the page on a phone."""
    page = visitor(390, 844, has_touch=True, is_mobile=True, locale="en-US")
    visit(page, app + link)
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_phone_shows_cards_and_picture_first_and_never_scrolls_sideways(
    visitor: Visitor, app: str, language: str
):
    page = on_a_phone(visitor, app, f"?lang={language}")
    handle = top_and_bottom(page, ".drawer")[0]
    assert top_and_bottom(page, ".st-key-op")[0] > 60
    assert top_and_bottom(page, ".layer")[1] <= handle
    # Once everything has found its place; playwright raises where it never does.
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= 390")


def test_on_a_phone_the_settings_wait_in_a_drawer_that_leaves_the_picture_in_view(
    visitor: Visitor, app: str
):
    page = on_a_phone(visitor, app)
    expect(page.locator(".st-key-sample")).to_be_hidden()
    page.get_by_text("Settings", exact=True).click()
    drawer = 0.65 * 844
    for name in ("sample", "upload", "side", "kernel", "filters", "seed"):
        control = page.locator(f".st-key-{name}")
        control.scroll_into_view_if_needed()
        expect(control).to_be_in_viewport()
        assert top_and_bottom(page, ".layer")[0] > 0
        assert top_and_bottom(page, ".layer")[1] <= drawer
    page.get_by_text("Settings", exact=True).click()
    expect(page.locator(".st-key-sample")).to_be_hidden()


def test_the_cards_are_the_control_of_the_kind_by_mouse_and_by_keyboard(page: Page, app: str):
    visit(page, f"{app}?sample=example12")
    kinds = page.locator(".st-key-op").get_by_role("radio")
    expect(kinds).to_have_count(4)
    expect(kinds.nth(2)).to_be_checked()
    box = page.locator(".st-key-op").get_by_text("= 6 parameters").bounding_box()
    assert box
    page.mouse.click(box["x"] + 9, box["y"] + box["height"] - 9)  # a card is pressed wherever it is hit
    expect(page).to_have_url(re.compile("op=spatial"))
    idle(page)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("op=standard"))
    expect(kinds.nth(0)).to_be_checked()


def test_a_preset_is_one_click_and_its_link_opens_the_same(page: Page, app: str):
    visit(page, app)
    page.get_by_role("button", name="1,228,800 against 53,952").click()
    expect(page.locator(".st-key-op")).to_contain_text("53,952")
    idle(page)
    assert link(page)["sample"] == "example12"
    shown = page.locator(".st-key-op").inner_text()
    visit(page, page.url)
    assert page.locator(".st-key-op").inner_text() == shown


def test_newcomers_find_the_first_chapter(page: Page, app: str):
    visit(page, app)
    page.get_by_role("link", name="First time? Three minutes").click()
    expect(page).to_have_url(re.compile("/walkthrough.*chapter=1"))


def test_a_change_sends_little(page: Page, app: str):
    """Over the websocket at most 150 kB, in pictures at most 250 kB."""
    sent = Traffic(page)
    visit(page, app)
    for section, name in {"maps": "All maps", "pixel": "One pixel", "bill": "The bill"}.items():
        page.get_by_role("radio", name=name).click()
        idle(page)
        page.wait_for_timeout(500)
        sent.clear()
        page.get_by_label("Seed", exact=True).fill(str(len(section) * 100))
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"seed={len(section) * 100}"))
        idle(page)
        page.wait_for_timeout(500)
        assert 0 < sent.socket <= 150_000, section
        assert sent.http <= 250_000, section
        assert (sent.http > 50_000) == (section == "maps")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_window_kernel_products_and_sum_of_a_pixel_are_seen_together(
    visitor: Visitor, app: str, width: int, height: int
):
    page = visitor(width, height, locale="en-US", reduced_motion="reduce")
    visit(page, app)
    page.locator(".layer .column").last.locator(".map").first.click()
    expect(page.locator(".microscope .readout")).not_to_be_empty()
    idle(page)
    page.wait_for_timeout(500)
    top = top_and_bottom(page, ".st-key-section")[0]
    drawer = page.locator(".drawer")
    bottom = top_and_bottom(page, ".drawer")[0] if drawer.is_visible() else height
    for part in ("figure.input .map", ".equation", ".equation .sum"):
        first, last = top_and_bottom(page, f".microscope {part}")
        assert first >= top >= 0, part
        assert last <= bottom, part


def test_nothing_is_fetched_from_another_host(page: Page, app: str):
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    visit(page, app)
    assert {host for host in hosts if host} == {urlsplit(app).netloc}


def test_help_icons_are_large_enough_for_a_finger(visitor: Visitor, app: str):
    page = visitor(390, 844, has_touch=True, locale="en-US")
    visit(page, app)
    page.get_by_text("Settings", exact=True).click()
    icons = page.locator(".st-key-controls [data-testid=stTooltipIcon] button")
    expect(icons.first).to_be_visible()
    boxes = [box for box in (icon.bounding_box() for icon in icons.all()) if box]
    assert len(boxes) >= 4
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24
