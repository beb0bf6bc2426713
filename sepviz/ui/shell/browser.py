"""The browser's side of every page: the back button, the menu on a phone, a restart of the server."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.text import LANGUAGES, Translator, translator


def listen(text: Translator) -> None:
    """Mount the script that every page needs."""
    data = {"language": text.language, "menu": text("app.menu"), "words": _words(text)}
    _renderer()(key="shell", data=data, on_connected_change=_nothing)


@cache
def _words(text: Translator) -> dict[str, str]:
    """Return what Streamlit's own controls say in the reader's language, by the words of the others."""
    others = (translator(language) for language in LANGUAGES if language != text.language)
    return {
        word: text(f"streamlit.{name}")
        for other in others
        for name, word in other.under("streamlit").items()
    }


def _nothing() -> None:
    """Let the page run again: with a trigger that nobody hears, Streamlit would not."""


@cache
def _renderer() -> ComponentRenderer:
    """Register the script once in a process."""
    return st.components.v2.component(
        "sepviz_shell", js=(Path(__file__).parent / "shell.js").read_text("utf-8")
    )
