"""The words of the walkthrough; a link names one, which then stands above the others."""

import streamlit as st

from sepviz.lessons.glossary import TERMS
from sepviz.text import Translator
from sepviz.ui.session import state


def show(text: Translator) -> None:
    """Show all words in the order of the lesson, each with its chapter."""
    asked = state.settings().term
    if asked in TERMS:
        st.info(_entry(text, asked))
    st.header(text("teach.glossary"), anchor="glossary")
    for term in TERMS:
        st.markdown(_entry(text, term))


def _entry(text: Translator, term: str) -> str:
    """Return one word with its meaning and the chapter that shows it."""
    link = f"walkthrough?chapter={TERMS[term]}&lang={text.language}"
    chapter = f"[{text('teach.chapter', chapter=TERMS[term])}]({link})"
    return f"**{text(f'glossary.word.{term}')}** · {text(f'glossary.meaning.{term}')} {chapter}"
