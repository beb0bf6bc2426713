"""Notes on each chapter: what to show, what wrong answers mean, what to ask when the answer is out."""

import streamlit as st

from sepviz.lessons.numbers import numbers
from sepviz.text import Translator
from sepviz.text.lessons import CHAPTERS, Choice, lesson


def show(text: Translator) -> None:
    """Show all chapters, one below the other."""
    for chapter in CHAPTERS:
        _chapter(text, chapter)


def _chapter(text: Translator, chapter: int) -> None:
    """Show the question of one chapter with a row for each wrong answer."""
    written = lesson(text.language, chapter, numbers())
    st.subheader(f"{chapter} · {written.title}", anchor=f"chapter-{chapter}")
    st.markdown(f"**{written.question}** {_lettered(text, written.right)}")
    st.markdown(text("app.pair", name=text("teach.show"), value=text(f"teach.shows.{chapter}")))
    wrong = [choice for choice in written.choices if not choice.right]
    st.table(
        {
            text("teach.chosen"): [_lettered(text, one) for one in wrong],
            text("teach.thinks"): [text(f"teach.thoughts.{chapter}_{one.id}") for one in wrong],
            text("teach.reply"): [one.answer for one in wrong],
        }
    )
    st.markdown(text("app.pair", name=text("teach.ask"), value=text(f"teach.asks.{chapter}")))


def _lettered(text: Translator, choice: Choice) -> str:
    """Return a choice as a class calls it."""
    return text("walk.lettered", letter=choice.letter, label=choice.label)
