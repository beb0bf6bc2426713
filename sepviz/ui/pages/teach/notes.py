"""Notes on each chapter: what to show, what wrong answers mean, what to ask when the answer is out."""

import streamlit as st

from sepviz.lessons.numbers import numbers
from sepviz.text import Translator
from sepviz.text.lessons import CHAPTERS, lesson


def show(text: Translator) -> None:
    """Show all chapters, one below the other."""
    for chapter in CHAPTERS:
        _chapter(text, chapter)


def _chapter(text: Translator, chapter: int) -> None:
    """Show the question of one chapter with a row for each wrong answer."""
    written = lesson(text.language, chapter, numbers())
    st.subheader(f"{chapter} · {written.title}", anchor=f"chapter-{chapter}")
    st.markdown(f"**{written.question}** {written.right.letter}: {written.right.label}")
    st.markdown(f"{text('teach.show')}: {text(f'teach.shows.{chapter}')}")
    wrong = [choice for choice in written.choices if not choice.right]
    st.table(
        {
            text("teach.chosen"): [
                text("walk.lettered", letter=one.letter, label=one.label) for one in wrong
            ],
            text("teach.thinks"): [text(f"teach.thoughts.{chapter}_{one.id}") for one in wrong],
            text("teach.reply"): [one.answer for one in wrong],
        }
    )
    st.markdown(f"{text('teach.ask')}: {text(f'teach.asks.{chapter}')}")
