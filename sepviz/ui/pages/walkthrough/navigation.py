"""Next, back and the map of the chapters: a bar that stays at the bottom, and the keys of a clicker."""

import streamlit as st

from sepviz.text import Translator
from sepviz.text.lessons import CHAPTERS
from sepviz.ui.session import state


def bar(text: Translator, chapter: int) -> None:
    """Show the way back, the map, and the way on."""
    st.button(
        text("walk.back"),
        key="_back",
        disabled=chapter == CHAPTERS[0],
        on_click=go,
        args=(chapter - 1,),
    )
    st.segmented_control(
        text("walk.chapter"),
        CHAPTERS,
        key=state.key("chapter"),
        required=True,
        label_visibility="collapsed",
        on_change=_chapter_chosen,
    )
    st.button(
        text("walk.next"),
        key="_next",
        type="primary",
        disabled=chapter == CHAPTERS[-1],
        on_click=go,
        args=(chapter + 1,),
    )


def go(chapter: int) -> None:
    """Open a chapter."""
    state.put({"chapter": chapter})


def _chapter_chosen() -> None:
    """Use the chapter from the top of the page on."""
    state.keep("chapter", st.session_state.get("chapter"))
