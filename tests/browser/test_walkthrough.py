"""The walkthrough as a class meets it: keys alone, both languages, links, reloads, a projector, a phone."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from sepviz.lessons.exercise import exercise, fields
from sepviz.lessons.numbers import numbers
from sepviz.lessons.worksheet import QUESTIONS
from sepviz.text import LANGUAGES, translator
from sepviz.text.lessons import CHAPTERS, lesson
from sepviz.ui.shell.lan import reachable
from tests.browser.screen import Scheme, Visitor, box, contrast, idle, link, violations

Visit = Callable[..., Page]
PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def visit(new_page: Callable[[], Page], app: str) -> Visit:
    """Open a chapter by its link, on a page whose console must stay free of errors."""

    def open_chapter(chapter: object, **settings: object) -> Page:
        page = new_page()
        query = "&".join(f"{name}={value}" for name, value in settings.items())
        page.goto(f"{app}/walkthrough?chapter={chapter}&{query}")
        settle(page)
        return page

    return open_chapter


def settle(page: Page) -> None:
    """Wait until the chapter is complete: the browser's side is its last part."""
    expect(page.locator(".live[data-chapter]")).to_be_attached()
    idle(page)


def expect_chapter(page: Page, language: str, chapter: int) -> None:
    title = lesson(language, chapter, numbers()).title
    expect(page.locator("h1, h2").get_by_text(f"{chapter} · {title}", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"chapter={chapter}(&|$)"))
    settle(page)


def choose(page: Page, number: int) -> None:
    """Choose by key, counted from 1, and wait for the server to know."""
    page.keyboard.press(str(number))
    expect(page.locator(".st-key-walk_question input[type=radio]").nth(number - 1)).to_be_checked()
    expect(page.locator(".st-key-_reveal button:enabled, .stAlert")).to_be_visible()
    settle(page)


def said(page: Page) -> str:
    """Return the answer on show, without its markup."""
    alert = page.locator(".st-key-walk_lesson .stAlert")
    expect(alert).to_be_visible()
    return alert.inner_text().strip().replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_chapters_by_keyboard_alone_right_and_wrong(visit: Visit, language: str):
    page = visit(1, lang=language)
    for chapter in CHAPTERS:
        expect_chapter(page, language, chapter)
        choices = lesson(language, chapter, numbers()).choices
        right = next(i for i, choice in enumerate(choices, 1) if choice.right)
        wrong = next(i for i, choice in enumerate(choices, 1) if not choice.right)
        choose(page, wrong)
        page.keyboard.press("r")
        assert said(page).startswith(choices[wrong - 1].answer)
        settle(page)
        choose(page, right)
        expect(page.locator(".stAlert")).to_have_text(choices[right - 1].answer)
        if chapter != CHAPTERS[-1]:
            page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect_chapter(page, language, CHAPTERS[-2])
    expect(page.locator(".stAlert")).to_be_visible()


def test_a_clicker_leads_a_class_through_presenter_mode(visit: Visit):
    page = visit(1, lang="en", present="true")
    expect(page.locator("[data-testid=stHeader]")).to_be_hidden()
    for key, chapter in (("PageDown", 2), (" ", 3), ("ArrowRight", 4), ("PageUp", 3), ("ArrowLeft", 2)):
        page.keyboard.press(key)
        expect_chapter(page, "en", chapter)
    for key in ("Enter", "b", "."):
        page.keyboard.press(key)
        assert said(page).startswith("C: 10 · Right")
        settle(page)
        page.keyboard.press("r")
        expect(page.locator(".stAlert")).to_be_hidden()
        settle(page)
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stHeader]")).to_be_visible()
    assert link(page)["present"] == "false"


def test_presenter_mode_is_read_from_ten_metres_on_one_screen(visit: Visit):
    page = visit(1, lang="en", present="true")
    page.set_viewport_size(PROJECTOR)
    for chapter in CHAPTERS:
        expect_chapter(page, "en", chapter)
        choose(page, 1)
        page.keyboard.press("r")
        said(page)
        text = page.locator(".st-key-walk_lesson :is(.stMarkdown p, .stRadio label p, .stAlert p)")
        sizes = text.evaluate_all("(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
        assert min(sizes, default=0) >= 28
        answer, bar = (
            box(page.locator(".stAlert")),
            box(page.locator(".st-key-walk_foot")),
        )
        assert answer["y"] + answer["height"] <= bar["y"]
        page.keyboard.press("PageDown")


# How large the numbers on the microscope's grids are drawn, by asking its canvases.
NUMERALS = """
const draw = CanvasRenderingContext2D.prototype.fillText;
window.numerals = [];
CanvasRenderingContext2D.prototype.fillText = function (...args) {
  window.numerals.push(parseFloat(this.font));
  return draw.apply(this, args);
};
"""
IN_SIGHT = (
    *("figure.input .map", ".equation:not([hidden]) canvas", "figure.output .map", ".sum"),
    *(".tiles img", ".kernel-card table", ".bars li", "ol.pipeline li", "table.networks tr", ".mosaic"),
    *(".train-plot", ".train-examples"),
)


SCREENS = (((1280, 720), 18, 16), ((1920, 1080), 27, 24))
"""Width and height in px, the least height of the microscope's numerals and that of labels."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_projector_shows_picture_and_arithmetic_of_every_state_without_scrolling(
    new_page: Callable[[], Page], app: str, language: str
):
    page = new_page()
    page.add_init_script(NUMERALS)
    for chapter in CHAPTERS:
        page.goto(f"{app}/walkthrough?chapter={chapter}&lang={language}&present=true")
        settle(page)
        for answered in (False, True):
            if answered:
                page.keyboard.press("b")
                expect(page.locator(".stAlert")).to_be_visible()
                settle(page)
            for (width, height), numeral, label in SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                expect_all_in_sight(page, width, numeral=numeral, label=label)
        page.keyboard.press("b")
        expect(page.locator(".stAlert")).to_be_hidden()


def expect_all_in_sight(page: Page, width: int, *, numeral: int, label: int) -> None:
    """Everything of the picture is on the screen, in type that is read from the last row."""
    page.wait_for_timeout(300)
    # What was drawn while the page was still being laid out does not count.
    page.evaluate("window.numerals = []; window.dispatchEvent(new Event('resize'))")
    page.wait_for_timeout(200)
    bottom = box(page.locator(".st-key-walk_foot"))["y"]
    for part in IN_SIGHT:
        for one in page.locator(f".st-key-walk_picture {part}:visible").all():
            place = box(one)
            assert place["y"] + place["height"] <= bottom, (page.url, part)
            assert place["x"] + place["width"] <= width, (page.url, part)
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("(one) => one.scrollHeight <= one.clientHeight"), page.url
    assert min(page.evaluate("window.numerals"), default=99) >= numeral, page.url
    labels = page.locator(".st-key-walk_picture :is(figcaption, .sign, .chip, dt, .name):visible")
    sizes = labels.evaluate_all("(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes, default=99) >= label, page.url


def test_chapter_5_opens_from_a_link_and_99_opens_the_last(visit: Visit):
    expect_chapter(visit(5, lang="zh", colour="blue"), "zh", 5)
    expect_chapter(visit(99, lang="en"), "en", CHAPTERS[-1])


def test_a_reload_in_the_middle_loses_nothing(visit: Visit):
    page = visit(4, lang="en")
    choose(page, 3)
    page.keyboard.press("r")
    before = said(page)
    page.keyboard.press("ArrowRight")
    expect_chapter(page, "en", 5)
    page.reload()
    expect_chapter(page, "en", 5)
    page.keyboard.press("ArrowLeft")
    expect_chapter(page, "en", 4)
    assert said(page) == before
    expect(page.locator(".st-key-walk_question input[type=radio]").nth(2)).to_be_checked()


def test_two_tabs_at_once_keep_out_of_each_others_way(visit: Visit):
    first, second = visit(6, lang="en"), visit(6, lang="en")
    choose(first, 4)
    choose(second, 3)  # C is right
    second.keyboard.press("r")
    assert said(second).startswith("Right")
    first.keyboard.press("r")
    assert said(first).startswith("That forgets")


def test_keys_do_nothing_while_somebody_types_or_moves_the_window(visit: Visit):
    page = visit(4, lang="en")
    field = page.locator(".st-key-channel input")
    field.fill("12")
    field.press("ArrowLeft")
    field.press("r")
    page.locator("figure.output .map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".readout")).to_contain_text("Output (5, 5)")
    expect_chapter(page, "en", 4)
    expect(page.locator(".stAlert")).to_be_hidden()


@pytest.mark.parametrize(("answers", "kind"), [(False, "questions"), (True, "answers")])
def test_the_worksheet_is_downloaded_and_prints(visit: Visit, tmp_path: Path, answers: bool, kind: str):
    page = visit(9, lang="zh", seed=17, teacher="true")
    page.get_by_role("button", name=translator("zh")("walk.tools")).click()
    with page.expect_download() as download:
        page.locator(f".st-key-_get_{kind}_tools button").click()
    file = tmp_path / "sheet.html"
    download.value.save_as(file)
    assert "17" in download.value.suggested_filename
    sheet = page.context.new_page()
    requests: list[str] = []
    sheet.on("request", lambda request: requests.append(request.url))
    sheet.goto(file.as_uri())
    sheet.emulate_media(media="print")
    expect(sheet.locator("ol > li")).to_have_count(len(QUESTIONS))
    assert (str(fields(exercise(17))["separable_formula"]) in sheet.inner_text("body")) == answers
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet.pdf(prefer_css_page_size=True)))
    assert pages == (1 if answers else 2)
    assert requests == [file.as_uri()]


def test_the_code_for_phones_holds_the_link_of_the_chapter(visit: Visit):
    page = visit(3, lang="en", present="true", pair_kernel="emboss")
    page.set_viewport_size(PROJECTOR)
    page.get_by_role("button", name="Class tools").click()
    code = page.locator("img.qr")
    address = (code.get_attribute("alt") or "").removeprefix("QR code of the link ")
    with Image.open(io.BytesIO(code.screenshot())) as seen:
        assert [read.text for read in zxingcpp.read_barcodes(seen)] == [address]
    assert urlsplit(address).netloc == urlsplit(reachable(page.url)).netloc
    expect(page.locator("[data-testid=stPopoverBody] .stAlert")).to_be_visible()
    place = box(code)
    assert place["y"] >= 0
    assert place["y"] + place["height"] <= PROJECTOR["height"]
    assert place["height"] >= 200
    assert {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()} == {
        "chapter": "3",
        "seed": "0",
        "pair_kernel": "emboss",
    }


def test_a_phone_reads_every_chapter_without_sideways_scrolling(visitor: Visitor, app: str):
    page = visitor(**PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.goto(f"{app}/walkthrough?lang=zh")
    for chapter in CHAPTERS:
        expect_chapter(page, "zh", chapter)
        choose(page, 1)
        page.locator(".st-key-_reveal button").tap()
        said(page)
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.locator("[data-testid=stMain]").evaluate("(one) => one.scrollWidth <= one.clientWidth")
        assert box(page.locator(".st-key-walk_foot"))["height"] <= 120
        back, tools, onward = (
            box(page.locator(f".st-key-walk_foot {name}"))
            for name in (".back", ".st-key-_tools button", ".next")
        )
        assert back["x"] + back["width"] < tools["x"] < tools["x"] + tools["width"] < onward["x"]
        if chapter != CHAPTERS[-1]:
            page.locator("button.next").tap()


def test_on_paper_the_bar_covers_nothing_and_no_column_is_cut(visit: Visit):
    page = visit(9, lang="en")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 990})  # A4 with its margins
    expect(page.locator(".st-key-walk_foot")).to_be_hidden()
    expect(page.locator("[data-testid=stMain]")).to_have_css("overflow", "visible")
    for part in page.locator(".st-key-walk_picture :is(table, img, .bars), [data-testid=stColumn]").all():
        if part.is_visible():
            place = box(part)
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= 700


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_choice_that_was_not_made_is_seen(visitor: Visitor, app: str, scheme: Scheme):
    page = visitor(color_scheme=scheme)
    page.goto(f"{app}/walkthrough?chapter=4&lang=en")
    settle(page)
    ring = page.locator("[data-testid=stRadioOption] > div > div").first
    shadow = ring.evaluate("(one) => getComputedStyle(one).boxShadow")
    back = page.locator("[data-testid=stApp]").evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert contrast(shadow, back) >= 3
    assert box(ring)["width"] < 40


def test_the_pin_button_keeps_its_words_on_one_line(visit: Visit):
    page = visit(1, lang="en")
    page.set_viewport_size({"width": 900, "height": 800})
    button = page.locator(".microscope .pin")
    assert box(button)["height"] < 50
    assert button.evaluate("(one) => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visitor: Visitor, app: str, scheme: Scheme):
    page = visitor(color_scheme=scheme)
    for chapter in (3, 4, 7, 9, 10):
        page.goto(f"{app}/walkthrough?chapter={chapter}&lang=en")
        expect_chapter(page, "en", chapter)
        choose(page, 1)
        page.keyboard.press("r")
        said(page)
        settle(page)
        assert violations(page) == []
