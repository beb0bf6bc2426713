"""What stands around every page."""

import re
from pathlib import Path

import pytest

import sepviz
from sepviz import __version__
from sepviz.text import LANGUAGES, translator
from sepviz.ui.shell import registry
from tests.ui.visits import opened


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [entry.name for entry in registry.PAGES])
def test_every_page_says_what_is_counted_and_where_it_comes_from(page, language):
    app = opened(page, lang=language, sample="example12")
    about = [one.value for one in app.markdown if f"sepviz {__version__}" in one.value]
    assert len(about) == 1
    assert translator(language)("bill.convention") in about[0]
    assert about[0].count("](https://") >= 6


@pytest.mark.parametrize("page", [entry.name for entry in registry.PAGES])
def test_no_half_width_blank_follows_a_chinese_full_stop(page):
    app = opened(page, lang="zh", sample="example12")
    said = [*app.markdown, *app.caption, *app.info, *app.success, *app.warning, *app.get("html")]
    written = [getattr(one, "value", "") or one.proto.body for one in said]
    assert any("。" in one for one in written)
    assert [one for one in written if re.search("[。！？] ", one)] == []


def test_sentences_are_joined_where_the_language_is_known():
    joined_here = re.compile(r"\} \{(text\(|stamp\()")
    sources = (Path(sepviz.__file__).parent / "ui").rglob("*.py")
    assert [source.name for source in sources if joined_here.search(source.read_text())] == []
