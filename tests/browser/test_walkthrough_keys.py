"""No press of a clicker, a key or the mouse is lost on a slow line, and nothing old undoes it."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sepviz.lessons.numbers import numbers
from sepviz.text.lessons import lesson
from tests.browser.screen import idle

ONE_WAY = 0.15  # seconds, so that a round trip takes 300 ms


@pytest.fixture(scope="module")
def slow_app(app: str) -> Iterator[str]:
    """The app behind a relay."""
    command = [sys.executable, str(Path(__file__).parent / "delay.py"), app.rsplit(":", 1)[1], str(ONE_WAY)]
    relay = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with relay:
        assert relay.stdout is not None
        yield f"http://127.0.0.1:{relay.stdout.readline().strip()}"
        relay.terminate()


@pytest.fixture
def visit(new_page: Callable[[], Page], slow_app: str) -> Callable[..., Page]:
    def open_chapter(chapter: int, **settings: object) -> Page:
        page = new_page()
        query = "&".join(f"{name}={value}" for name, value in settings.items())
        page.goto(f"{slow_app}/walkthrough?chapter={chapter}&lang=en&{query}")
        settle(page)
        return page

    return open_chapter


def settle(page: Page) -> None:
    expect(page.locator(".live[data-chapter]")).to_be_attached()
    idle(page)


def expect_everywhere(page: Page, chapter: int) -> None:
    """Heading, bar and link agree, and still do when everything on its way has arrived."""
    title = lesson("en", chapter, numbers()).title
    for _ in range(2):
        expect(page.locator("h1, h2").get_by_text(f"{chapter} · {title}", exact=True)).to_be_visible()
        expect(page.locator("[aria-current=step]")).to_have_text(str(chapter))
        expect(page).to_have_url(re.compile(rf"chapter={chapter}(&|$)"))
        page.wait_for_timeout(1200)
        settle(page)


def test_next_twice_leads_two_chapters_on(visit):
    page = visit(1)
    for chapter, pause in ((3, 50), (5, 120), (7, 200), (9, 300)):
        for _ in range(2):
            page.locator("button.next").click()
            page.wait_for_timeout(pause)
        expect_everywhere(page, chapter)


def test_five_keys_at_once_lead_five_chapters_on_and_three_back(visit):
    page = visit(2, present="true")
    for key in ["PageDown"] * 5 + ["PageUp"] * 3:
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    expect_everywhere(page, 4)


PAUSES = (0, 60, 120, 250, 400)
"""Between two presses, in ms: shorter and longer than a round trip."""


def test_the_answer_belongs_to_the_chapter_that_the_key_before_it_led_to(visit):
    page = visit(2, present="true")
    for chapter, pause in enumerate(PAUSES, start=3):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(pause)
        page.keyboard.press("b")
        expect_everywhere(page, chapter)
        expect(page.locator(".stAlert")).to_contain_text(lesson("en", chapter, numbers()).right.answer)
    for _ in PAUSES:
        page.keyboard.press("PageUp")
    expect_everywhere(page, 2)
    expect(page.locator(".stAlert")).to_be_hidden()


def test_an_answer_that_was_asked_for_stays_with_its_chapter_when_the_class_goes_on(visit):
    page = visit(2, present="true")
    for chapter, pause in enumerate(PAUSES, start=2):
        page.keyboard.press("b")
        page.wait_for_timeout(pause)
        page.keyboard.press("PageDown")
        expect_everywhere(page, chapter + 1)
        expect(page.locator(".stAlert")).to_be_hidden()
    for chapter in reversed(range(2, 2 + len(PAUSES))):
        page.keyboard.press("PageUp")
        expect(page.locator(".stAlert")).to_contain_text(lesson("en", chapter, numbers()).right.answer)


def test_the_answer_goes_away_again_at_a_second_press(visit):
    page = visit(2, present="true")
    for _ in range(3):
        page.keyboard.press("b")
        page.wait_for_timeout(60)
    page.wait_for_timeout(2500)
    expect(page.locator(".stAlert")).to_be_visible()


def test_a_choice_and_its_answer_belong_to_the_chapter_that_was_asked_for(visit):
    page = visit(4)
    for key in ("ArrowRight", "2", "r"):
        page.keyboard.press(key)
    expect_everywhere(page, 5)
    chosen = lesson("en", 5, numbers()).choices[1]
    expect(page.locator(".stAlert")).to_contain_text(chosen.answer)
    expect(page.locator(".st-key-walk_question input[type=radio]").nth(1)).to_be_checked()


def test_a_choice_that_was_taken_back_stays_away(visit):
    page = visit(5)
    for key in ("2", "r"):
        page.keyboard.press(key)
    expect(page.locator(".stAlert")).to_be_visible()
    settle(page)
    page.keyboard.press("r")
    page.keyboard.press("ArrowRight")
    expect_everywhere(page, 6)
    page.keyboard.press("ArrowLeft")
    expect_everywhere(page, 5)
    expect(page.locator(".st-key-walk_question input:checked")).to_have_count(0)


def test_the_bar_and_the_keys_are_one_control_in_either_order(visit):
    page = visit(1)
    page.locator("nav li button").nth(5).click()
    page.keyboard.press("ArrowRight")
    expect_everywhere(page, 7)
    page.keyboard.press("ArrowRight")
    page.locator("nav li button").nth(1).click()
    expect_everywhere(page, 2)


def test_a_language_that_was_just_chosen_survives_the_next_key(visit):
    page = visit(3)
    page.get_by_text("中文", exact=True).click()
    page.wait_for_timeout(100)
    page.locator("button.next").click()
    expect(page.locator("h2")).to_have_text(re.compile("4 · 彩色图片"))
    page.wait_for_timeout(1500)
    expect(page.locator("h2")).to_have_text(re.compile("4 · 彩色图片"))
    expect(page).to_have_url(re.compile("lang=zh"))


def test_presenter_mode_that_was_just_left_stays_left(visit):
    page = visit(3, present="true")
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    page.keyboard.press("ArrowRight")
    expect_everywhere(page, 4)
    expect(page.locator("[data-testid=stHeader]")).to_be_visible()


def test_back_in_the_browser_goes_back_one_chapter_a_press(visit):
    page = visit(3)
    for chapter in (4, 5):
        page.keyboard.press("ArrowRight")
        expect_everywhere(page, chapter)
    for chapter in (4, 3):
        page.evaluate("history.back()")
        expect_everywhere(page, chapter)
    page.keyboard.press("ArrowRight")
    expect_everywhere(page, 4)


def use_kernel_list(page: Page) -> None:
    page.locator(".st-key-pair_kernel input").click()
    page.get_by_role("option").nth(3).click()


def type_channel(page: Page) -> None:
    page.locator(".st-key-channel input").fill("7")


def step_channel(page: Page) -> None:
    page.locator(".st-key-channel button").last.click()


def choose_speed(page: Page) -> None:
    page.locator(".microscope .speed select").select_option(index=1)


def click_map(page: Page) -> None:
    page.locator("figure.output .map").click()


def drag_position(page: Page) -> None:
    page.locator(".microscope .scrub").click()


@pytest.mark.parametrize(
    ("chapter", "uses"),
    [
        (1, [(drag_position, "ArrowRight")]),
        (3, [(use_kernel_list, "ArrowRight"), (use_kernel_list, "PageDown")]),
        (
            4,
            [
                (type_channel, "PageDown"),
                (step_channel, "ArrowRight"),
                (choose_speed, "ArrowRight"),
                (click_map, "ArrowRight"),
            ],
        ),
    ],
)
def test_the_clicker_works_after_every_control(visit, chapter, uses):
    page = visit(chapter, present="true")
    for use, key in uses:
        use(page)
        page.keyboard.press(key)
        expect_everywhere(page, chapter + 1)
        page.keyboard.press("PageUp")
        expect_everywhere(page, chapter)


def test_what_was_typed_counts_when_enter_or_the_clicker_follows(visit):
    page = visit(4, present="true")
    type_channel(page)
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    page.keyboard.press("ArrowRight")
    expect_everywhere(page, 5)
    page.keyboard.press("PageUp")
    expect_everywhere(page, 4)
    expect(page.locator(".st-key-channel input")).to_have_value("7")
