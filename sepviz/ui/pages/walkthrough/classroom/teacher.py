"""What a teacher sees of the class: how many have answered, the time, and the way to the graph."""

import time
from collections import Counter
from html import escape

import streamlit as st

from sepviz.lessons.classroom import Classroom, Stage, Verdict, next_stages, verdict
from sepviz.text import Translator
from sepviz.text.lessons import Lesson
from sepviz.ui.pages.walkthrough.classroom import attendance, graph
from sepviz.ui.pages.walkthrough.classroom.attendance import Attendance
from sepviz.ui.server.store import StoreDownError, store
from sepviz.ui.shell.faults import fragment

EVERY = 1.0
"""Seconds from one count to the next."""


def board(text: Translator, attended: Attendance, lesson: Lesson, chapter: int) -> bool:
    """Show the proposal, or the graph, in the picture's place; say whether there is one."""
    stage = attended.stage(chapter)
    if stage == Stage.PROPOSAL:
        with st.container(key="walk_proposal"):
            st.markdown(text(f"class.propose_{_verdict(_counts(attended, chapter, 1), lesson)}"))
    elif stage and stage.shown:
        graph.show(text, attended, lesson, chapter)
        if stage == Stage.TEMPTING:
            st.markdown(graph.tempting(text, attended, lesson, chapter))
    else:
        return False
    return True


def controls(text: Translator, attended: Attendance, lesson: Lesson, chapter: int) -> None:
    """Count the answers, show the time, and go on to the next stage."""
    fragment(_controls, run_every=EVERY)(text, lesson, chapter, attended.stage(chapter))


def _controls(text: Translator, lesson: Lesson, chapter: int, drawn: Stage | None) -> None:
    """Show count, time and buttons as they are now; when the stage changes, draw the page anew."""
    attended = attendance.now()
    if attended.down:
        st.warning(text("class.down"))
        return
    stage = attended.stage(chapter)
    if attended.room is None or stage is None or stage != drawn:
        st.rerun()
    try:
        rounds = [_counts(attended, chapter, of_round) for of_round in (1, 2)]
    except StoreDownError:
        return
    answered = rounds[stage == Stage.AGAIN].total()
    with st.container(key="walk_vote", horizontal=True, vertical_alignment="center"):
        _count(text, attended.room, chapter, rounds)
        for at, after in enumerate(next_stages(stage, _verdict(rounds[0], lesson))):
            st.button(
                text(f"class.to_{after}"),
                key=f"_vote_{stage}_{after}",
                type="secondary" if at else "primary",
                disabled=answered == 0,
                on_click=attendance.go_on,
                args=(chapter, stage, after),
            )


def _count(text: Translator, room: Classroom, chapter: int, rounds: list[Counter[str]]) -> None:
    """Show the code, how many have answered, and the time that is left."""
    vote, (first, second) = room.vote(chapter), (counts.total() for counts in rounds)
    said = text("class.answered", answered=first)
    if vote.stage == Stage.AGAIN:
        said = text("class.answered_of", answered=second, all=first)
    left = vote.left(time.time())
    clock = "" if left is None else f'<time role="timer">{left // 60}:{left % 60:02}</time>'
    st.html(
        f'<p class="vote"><b>{escape(room.code)}</b><span>{escape(said)}</span>{clock}</p>', width="content"
    )


def _counts(attended: Attendance, chapter: int, of_round: int) -> Counter[str]:
    """Return how many chose what in a round."""
    return store().counts(attended.code, attendance.question(chapter, of_round))


def _verdict(counts: Counter[str], lesson: Lesson) -> Verdict:
    """Return what the first round proposes."""
    return verdict(right=counts[lesson.right.id], answers=counts.total())
