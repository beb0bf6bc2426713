"""The lesson and the microscope as one file each: everything inside, everything escaped, small."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sepviz.lessons.numbers import numbers
from sepviz.text import LANGUAGES, translator
from sepviz.text.lessons import CHAPTERS, lesson, source
from sepviz.ui.chapters import scopes
from sepviz.ui.chapters.lesson_file import lesson_file
from sepviz.ui.chapters.sides import prose
from sepviz.ui.components.offline import microscope_page

MEASURED = dict.fromkeys(LANGUAGES, ("**1.5 <times>** less", "& here"))
LARGEST = 1_500_000
VOID = {"meta", "input", "img", "br"}


class Reader(HTMLParser):
    """Collect what a file would load, and whether every element is closed in its turn."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loaded: list[str] = []
        self.words: list[str] = []
        self.data = ""
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.loaded += [value for name, value in attrs if name in ("src", "href", "action", "srcset")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """An element that closes itself, such as a path of a picture."""

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "script" not in self.open and "style" not in self.open:
            self.words.append(data)
        elif data.startswith('{"messages"'):
            self.data = data


@pytest.fixture(scope="module", params=[("en",), ("zh",), ("en", "zh")], ids="-".join)
def made(request) -> tuple[tuple[str, ...], str]:
    return request.param, lesson_file(request.param, MEASURED)


def test_the_lesson_is_one_small_file_that_loads_nothing(made):
    _, document = made
    read = Reader(document)
    assert len(document.encode()) < LARGEST
    assert read.open == []
    assert all(link.startswith("data:image/") for link in read.loaded)
    assert "default-src 'none'" in document
    assert not re.search(r"@import|url\(|\bfetch\(|XMLHttpRequest|^import ", document, re.MULTILINE)


def test_every_chapter_has_its_question_and_an_answer_to_each_choice(made):
    languages, document = made
    said = "".join(Reader(document).words)
    for language in languages:
        for number in CHAPTERS:
            written = lesson(language, number, numbers())
            assert f"{number} · {written.title}" in said
            for choice in written.choices:
                assert choice.answer.replace("`", "") in said
    assert document.count('class="lesson"') == len(languages)
    assert said.count("1.5 <times>") == len(languages)  # escaped on the way, so that it is text


def test_what_the_microscopes_show_is_there_once_for_both_languages(made):
    languages, document = made
    data = json.loads(Reader(document).data)
    used = re.findall(r'data-message="(\d+)"', document)
    assert {int(one) for one in used} == set(range(len(data["messages"])))
    assert len(used) == len(languages) * len(data["messages"])
    assert list(data["words"]) == list(languages)
    assert data["words"][languages[0]]["labels"]["play"] == translator(languages[0])("microscope.play")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lessons_use_no_marks_that_the_file_does_not_know(language):
    for number in CHAPTERS:
        written = re.sub(r"^(#+|- \[[x ]\] \w+ \|) ", "", source(language, number), flags=re.MULTILINE)
        assert not re.search(r"[\[\]*#<>]|://", re.sub(r"`[^`]+`|\{\w+\}", "", written))
    assert prose("**a** `b_c` < d") == "<p><strong>a</strong> <code>b_c</code> &lt; d</p>"


def test_a_microscope_of_its_own_has_its_layer_and_escapes_its_title():
    text = translator("en")
    view = replace(scopes.standard(text, 3), pinned=(2, 5))
    document = microscope_page(text, view, title="</script><script>alert(1)</script>")
    assert Reader(document).open == []
    assert "<script>alert" not in document
    assert document.count("data-message=") == 1


def test_the_file_is_built_without_a_visitor():
    code = "from sepviz.ui.chapters.lesson_file import lesson_file; lesson_file(['zh'], {'zh': ['']})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ScriptRunContext" not in done.stderr
