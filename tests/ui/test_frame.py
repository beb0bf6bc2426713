"""What stands around every page."""

import pytest

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
