"""The lesson to take along: one file for a classroom without a network."""

from functools import partial

import streamlit as st

from sepviz.text import LANGUAGES, Translator, translator
from sepviz.ui.chapters.lesson_file import lesson_file
from sepviz.ui.views import measured_layer


def show(text: Translator, place: str) -> None:
    """Offer the lesson in the reader's language, or in all with the reader's first."""
    st.markdown(f"**{text('take.title')}**")
    st.caption(text("take.note"))
    mine = (text.language,)
    everyones = mine + tuple(one for one in LANGUAGES if one not in mine)
    with st.container(horizontal=True):
        for kind, languages in (("one", mine), ("all", everyones)):
            st.download_button(
                text(f"take.{kind}"),
                partial(_file, languages),
                f"sepviz-lesson-{'-'.join(languages)}.html",
                "text/html",
                key=f"_take_{kind}_{place}",
                on_click="ignore",
            )


def _file(languages: tuple[str, ...]) -> str:
    """Make the file when somebody asks for it."""
    return lesson_file(languages, {one: measured_layer.sentences(translator(one)) for one in languages})
