"""The outcome of both rounds, a row a choice, the wrong ones with what they stand for."""

from collections import Counter

import streamlit as st

from sepviz.figures.vote_chart import Row, vote_chart
from sepviz.text import Translator
from sepviz.text.lessons import Choice, Lesson
from sepviz.ui.pages.walkthrough.classroom import attendance
from sepviz.ui.pages.walkthrough.classroom.attendance import Attendance
from sepviz.ui.server.store import store


def show(text: Translator, attended: Attendance, lesson: Lesson, chapter: int) -> None:
    """Show how the class voted."""
    first, second = _rounds(attended, chapter)
    rounds = [first, second] if second else [first]
    rows = [
        Row(
            name=text("walk.lettered", letter=one.letter, label=one.label),
            counts=[counts[one.id] for counts in rounds],
            note="" if one.right else one.answer,
            right=one.right,
        )
        for one in lesson.choices
    ]
    names = [text(f"class.round_{at}", answers=counts.total()) for at, counts in enumerate(rounds, 1)]
    st.html(vote_chart(rows, rounds=names, description=text("class.graph_alt")))


def tempting(text: Translator, attended: Attendance, lesson: Lesson, chapter: int) -> str:
    """Ask what speaks for the wrong choice that most have taken."""
    counts = sum(_rounds(attended, chapter), Counter())
    wrong = [choice for choice in lesson.choices if not choice.right and counts[choice.id]]
    if not wrong:
        return text("class.no_wrong", right=lesson.right.letter)

    def votes(choice: Choice) -> int:
        return counts[choice.id]

    return text("class.why_tempting", right=lesson.right.letter, wrong=max(wrong, key=votes).letter)


def _rounds(attended: Attendance, chapter: int) -> list[Counter[str]]:
    """Return how many chose what in both rounds."""
    return [store().counts(attended.code, attendance.question(chapter, at)) for at in (1, 2)]
