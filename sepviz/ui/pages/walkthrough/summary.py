"""What was learned, chapter by chapter; counted only for those who ask."""

import streamlit as st

from sepviz.lessons.numbers import numbers
from sepviz.text import Translator
from sepviz.text.lessons import CHAPTERS, lesson
from sepviz.ui.pages.walkthrough import predictions, tools
from sepviz.ui.pages.walkthrough.classroom import reasons


def show(text: Translator) -> None:
    """List the answers of the chapters that were revealed, and offer the worksheet."""
    with st.expander(text("walk.summary"), key="_summary", on_change="rerun") as section:
        if section.open:
            _contents(text)


def _contents(text: Translator) -> None:
    """Say for each chapter what was asked, and, once it was revealed, what is right."""
    right = 0
    for chapter in CHAPTERS:
        written = lesson(text.language, chapter, numbers())
        made = predictions.prediction(chapter)
        right += made.revealed and made.choice == written.right.id
        said = f"**{written.right.label}**" if made.revealed else text("walk.open_question")
        st.markdown(f"{chapter}. {written.title} · {text.joined(written.question, said)}")
    reasons.written(text)
    if st.toggle(text("walk.count_right"), key="_count_right"):
        st.markdown(text("walk.right_of", right=right, all=len(CHAPTERS)))
    tools.downloads(text, "summary")
