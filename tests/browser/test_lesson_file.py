"""The lesson and the microscope as files on a USB stick: no network, no request, every key, axe clean."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sepviz.text import LANGUAGES, translator
from sepviz.text.lessons import CHAPTERS
from sepviz.ui.chapters import scopes
from sepviz.ui.chapters.lesson_file import lesson_file
from sepviz.ui.components.offline import microscope_page
from tests.browser.screen import violations

MEASURED = dict.fromkeys(LANGUAGES, ("1.5 times", "on this server"))


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path):
    """Open a document from a file, without a network; whatever else is asked for fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    asked: list[str] = []
    faults: list[str] = []

    def show(document: str) -> Page:
        (tmp_path / "page.html").write_text(document, "utf-8")
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield show
    context.close()
    assert faults == []
    assert {url for url in asked if not url.startswith("data:")} == {(tmp_path / "page.html").as_uri()}


def test_the_lesson_works_from_a_file_without_a_network(opened):
    page = opened(lesson_file(("en", "zh"), MEASURED))
    shown = page.locator("article:visible")
    for chapter in CHAPTERS:
        expect(shown.locator("h2")).to_contain_text(f"{chapter} · ")
        expect(shown.locator(".reveal")).to_be_disabled()
        page.keyboard.press("2")
        assert violations(page) == []
        page.keyboard.press("r")
        expect(shown.locator("[data-choice]:visible")).to_have_count(1)
        assert violations(page) == []
        page.keyboard.press("ArrowRight")
    page.goto(page.url.split("#")[0] + "#4")
    readout = shown.locator(".readout:visible")
    page.keyboard.press("r")  # takes choice and answer back: the microscope is there again
    before = readout.inner_text()
    shown.locator(".which:visible").select_option("2")
    expect(readout).not_to_have_text(before)
    shown.locator("canvas.map:visible").first.focus()
    page.keyboard.press("ArrowRight")
    expect(shown.locator("h2")).to_contain_text("4 · ")  # a map's arrows are its own
    page.locator(".lesson:visible [data-language=zh]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(readout).to_contain_text("输")
    page.locator(".lesson:visible .begin").click()
    expect(shown.locator(".microscope:visible")).to_have_class("microscope large")
    page.keyboard.press("PageDown")
    page.keyboard.press("b")  # takes the answer back that was on show
    page.keyboard.press("b")  # in front of a class nobody has to choose
    expect(shown.locator("[data-choice='']")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".lesson:visible .begin")).to_be_visible()
    page.go_back()
    expect(shown.locator("h2")).to_contain_text("4 · ")


def test_a_microscope_works_from_a_file_without_a_network(opened):
    text = translator("en")
    page = opened(microscope_page(text, scopes.standard(text, 3), title="Standard"))
    expect(page.locator(".readout")).to_contain_text("Output (")
    page.locator("button.play").click()
    expect(page.locator("button.play")).to_contain_text(text("microscope.pause"))
    page.locator("button.play").click()
    assert violations(page) == []
