"""A teacher and three students: who has answered, the graph of both rounds, nothing reloaded by hand."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from sepviz.lessons.numbers import numbers
from sepviz.text import LANGUAGES, translator
from sepviz.text.lessons import lesson
from tests.browser.screen import idle, violations

CHAPTER = 5
LIVE = 2000 + 1500
"""Milliseconds: what is live within two seconds, on a machine that runs other tests meanwhile."""


@contextmanager
def person(chromium: Browser, address: str) -> Iterator[Page]:
    """Open the address in a browser of its own."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="en-US")
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".live[data-chapter]")).to_be_attached()
    idle(page)
    yield page
    context.close()


def choose(students: list[Page], numbers: list[int], said: str) -> None:
    for student, number in zip(students, numbers, strict=True):
        student.keyboard.press(str(number))
        expect(student.get_by_text(said)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_class_votes_discusses_and_votes_again(chromium: Browser, app: str, language: str):
    text = translator(language)
    written = lesson(language, CHAPTER, numbers())
    right = next(at for at, choice in enumerate(written.choices, 1) if choice.right)
    wrong = right % len(written.choices) + 1
    address = f"{app}/walkthrough?chapter={CHAPTER}&lang={language}"
    with ExitStack() as stack:
        teacher = stack.enter_context(person(chromium, address))
        teacher.locator(".st-key-_tools button").first.click()
        teacher.locator(".st-key-_class_open button").click()
        teacher.locator(".st-key-_present button").click()
        count = teacher.locator("p.vote")
        expect(count).to_contain_text(text("class.answered", answered=0))
        (code,) = parse_qs(urlsplit(teacher.url).query)["class"]
        students = [stack.enter_context(person(chromium, f"{address}&class={code}")) for _ in range(3)]

        choose(students, [wrong, right, right], text("class.counted"))
        expect(count).to_contain_text(text("class.answered", answered=3), timeout=LIVE)
        teacher.keyboard.press("v")
        expect(teacher.get_by_text(text("class.propose_discuss").split("**")[2])).to_be_visible()
        for student in students:
            expect(student.get_by_text(text("class.closed"))).to_be_visible(timeout=LIVE)
        assert sum(page.locator(".votes").count() for page in (teacher, *students)) == 0

        teacher.keyboard.press("b")  # what a clicker has
        for student in students:
            expect(student.get_by_text(text("class.choose_again"))).to_be_visible(timeout=LIVE)
        expect(students[0].locator("input:checked[type=radio]")).to_have_count(0)
        choose(students, [wrong, right, wrong], text("class.counted"))
        students[1].reload()
        students[1].keyboard.press(str(right))
        expect(count).to_contain_text(text("class.answered_of", answered=3, all=3), timeout=LIVE)
        teacher.keyboard.press("v")
        expect(teacher.locator(".votes li")).to_have_count(len(written.choices))
        tally = teacher.locator(".votes li").nth(wrong - 1)
        expect(tally).to_contain_text("1 · 33%2 · 67%")
        expect(tally).to_contain_text(written.choices[wrong - 1].answer)
        expect(students[2].locator(".votes li")).to_have_count(len(written.choices), timeout=LIVE)
        teacher.keyboard.press("v")
        letters = {"right": written.choices[right - 1].letter, "wrong": written.choices[wrong - 1].letter}
        expect(teacher.get_by_text(text("class.why_tempting", **letters).strip("*"))).to_be_visible()
        idle(teacher)
        why = students[2].get_by_label(text("class.reason"))
        why.fill("3 <b>channels</b>, 256 kernels")
        for page in (teacher, students[2]):
            assert violations(page) == []
        students[2].locator("nav li button").last.click()
        students[2].locator("summary", has_text=text("walk.summary")).click()
        expect(students[2].get_by_text(f"{written.title}: 3 <b>channels</b>, 256 kernels")).to_be_visible()
        with students[2].expect_download() as saved:
            students[2].get_by_role("button", name=text("class.get_reasons")).click()
        sheet = saved.value.path().read_text("utf-8")
        assert text("worksheet.question_3") in sheet
        assert f"{written.title}: 3 &lt;b&gt;channels&lt;/b&gt;, 256 kernels" in sheet
        teacher.keyboard.press("r")
        expect(teacher.locator(".stAlert")).to_contain_text(written.right.answer)
