"""What stands around every page."""

import pytest
from streamlit.testing.v1 import AppTest

from sepviz import __version__
from sepviz.text import LANGUAGES, translator
from sepviz.ui.shell import registry


def show(page: str) -> None:
    """Run one page as app.py does."""
    from sepviz.ui.shell import frame, registry

    entry = next(entry for entry in registry.PAGES if entry.name == page)
    registry.runner(entry, frame.begin())()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [entry.name for entry in registry.PAGES])
def test_every_page_says_what_is_counted_and_where_it_comes_from(page, language):
    app = AppTest.from_function(show, args=(page,), default_timeout=60)
    app.query_params["lang"] = language
    app.query_params["sample"] = "example12"
    about = [one.value for one in app.run().markdown if f"sepviz {__version__}" in one.value]
    assert len(about) == 1
    assert translator(language)("bill.convention") in about[0]
    assert about[0].count("](https://") >= 6
