"""A program on the page: coloured, with the buttons that copy it and download it."""

import streamlit as st

from sepviz.text import Translator

_LONG, _HEIGHT = 20_000, 480


def show(
    text: Translator, program: str, *, name: str, key: str, wrapped: bool = False, boxed: bool = False
) -> None:
    """Show a program; a long one, or a boxed one, scrolls in a box of its own."""
    long = len(program) > _LONG
    # A browser colours thousands of lines for seconds.
    st.code(
        program,
        language=None if long else "python",
        wrap_lines=wrapped,
        height=_HEIGHT if long or boxed else "content",
    )
    st.download_button(
        text("code.download", name=name), program, name, "text/x-python", key=key, on_click="ignore"
    )
