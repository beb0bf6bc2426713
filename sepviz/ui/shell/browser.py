"""The browser's side of every page: the back button, the menu on a phone, a restart of the server."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.text import Translator


def listen(text: Translator) -> None:
    """Mount the script that every page needs."""
    data = {"language": text.language, "upload": text("picture.upload_button"), "menu": text("app.menu")}
    _renderer()(key="shell", data=data, on_connected_change=_nothing)


def _nothing() -> None:
    """Let the page run again: with a trigger that nobody hears, Streamlit would not."""


@cache
def _renderer() -> ComponentRenderer:
    """Register the script once in a process."""
    return st.components.v2.component(
        "sepviz_shell", js=(Path(__file__).parent / "shell.js").read_text("utf-8")
    )
