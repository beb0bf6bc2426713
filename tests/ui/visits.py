"""A page in Streamlit's own test driver: opened by a link as a visitor would, checked, read."""

import re
from collections.abc import Mapping
from pathlib import Path

from streamlit.testing.v1 import AppTest

from sepviz.text import LANGUAGES, translator

TERM = re.compile(r"\[([^]]+)\]\(teach\?teach_part=glossary&term=(\w+)&lang=(\w+)\)")
"""A word that leads to the glossary, in Markdown."""
APP = Path(__file__).parents[2] / "app.py"
FAULTS = tuple(translator(language)("app.fault", reference="\n").split("\n")[0] for language in LANGUAGES)
"""How the sentence about a fault of ours begins in each language."""


def _page(name: str) -> None:
    from sepviz.ui.shell import frame, registry

    frame.configure_process()
    entry = next(entry for entry in registry.PAGES if entry.name == name)
    registry.runner(entry, frame.begin())()


def page_behind(name: str, **settings: object) -> AppTest:
    """Return a page behind a link, which has not run yet; ``name`` is the page's id."""
    return _linked(AppTest.from_function(_page, args=(name,), default_timeout=60), settings)


def app_behind(**settings: object) -> AppTest:
    """Return the whole app behind a link to its first page; it has not run yet."""
    return _linked(AppTest.from_file(APP, default_timeout=60), settings)


def _linked(app: AppTest, settings: Mapping[str, object]) -> AppTest:
    for key, value in settings.items():
        app.query_params[key] = str(value)
    return app


def opened(name: str, **settings: object) -> AppTest:
    """Open a page by a link."""
    return checked(page_behind(name, **settings).run())


def checked(app: AppTest) -> AppTest:
    """Return the page, unless it has a fault of ours."""
    assert not app.exception
    assert not [error.value for error in app.error if error.value.startswith(FAULTS)]
    return app


def html(app: AppTest) -> str:
    """Return the tables and drawings that the page writes as HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def link(app: AppTest) -> dict[str, str]:
    """Return the settings in the address."""
    return {
        name: value if isinstance(value, str) else value[-1] for name, value in app.query_params.items()
    }


def press(app: AppTest, key: str) -> AppTest:
    """Press a button."""
    return checked(app.button(key=key).click().run())


def keys(app: AppTest) -> set[str]:
    """Return the keys of the buttons that are there."""
    return {button.key or "" for button in app.button}


def read(markdown: str) -> str:
    """Return Markdown as it is read: without the links to the glossary, whose words stay."""
    return TERM.sub(r"\1", markdown)
