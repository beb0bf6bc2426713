"""What a student sees of the class: whether the answer counts, and where the class is."""

import streamlit as st

from sepviz.lessons.classroom import Stage
from sepviz.text import Translator
from sepviz.text.lessons import Lesson
from sepviz.ui.pages.walkthrough import predictions
from sepviz.ui.pages.walkthrough.classroom import attendance, graph, reasons
from sepviz.ui.pages.walkthrough.classroom.attendance import Attendance
from sepviz.ui.pages.walkthrough.predictions import Prediction
from sepviz.ui.server.store import Answered, StoreDownError
from sepviz.ui.session import state
from sepviz.ui.shell.faults import fragment

EVERY = 1.5
"""Seconds from one look at the class to the next."""
_ROUND = "_class_second_rounds"


def begin_round(attended: Attendance, chapter: int) -> None:
    """Ask once more when the second round begins: nothing is chosen in it yet."""
    again = st.session_state.setdefault(_ROUND, set())
    place = attended.code, chapter
    is_second = attended.learns and attended.stage(chapter) == Stage.AGAIN
    # Not before a page that was loaded again has got its predictions back, which come with the name.
    if is_second and place not in again and attendance.knows_browser():
        again.add(place)
        predictions.remember(chapter, Prediction(attempt=predictions.prediction(chapter).attempt + 1))


def show(text: Translator, attended: Attendance, lesson: Lesson, chapter: int) -> None:
    """Send the choice, and say what has become of it."""
    choice = lesson.choice(predictions.prediction(chapter).choice)
    try:
        said = attendance.answer(attended, chapter, choice.id if choice else None)
    except StoreDownError:
        said = None  # the next look at the class says so
    every = EVERY if attended.room or attended.down else None
    fragment(_status, run_every=every)(text, chapter, _seen(attended, chapter), said)
    if choice:
        reasons.field(text, chapter)
    if attended.room and attended.room.vote(chapter).stage.shown:
        graph.show(text, attended, lesson, chapter)


def _status(text: Translator, chapter: int, drawn: tuple[object, ...], said: Answered | None) -> None:
    """Say where the class is; when that changes, draw the page anew."""
    attended = attendance.now()
    if _seen(attended, chapter) != drawn:
        st.rerun()
    if attended.down:
        st.warning(text("class.down"))
    elif attended.room is None:
        st.warning(text("class.over", code=attended.code))
        st.button(text("class.leave"), key="_class_leave", on_click=attendance.leave)
    else:
        line = text(f"class.{_line(attended.room.vote(chapter).stage, said)}")
        (st.warning if said in ("full", "over") else st.caption)(f"**{attended.code}** · {line}")
        if attended.room.chapter != chapter:
            st.button(
                text("class.follow", chapter=attended.room.chapter),
                key="_class_follow",
                on_click=state.put,
                args=({"chapter": attended.room.chapter},),
            )


def _line(stage: Stage, said: Answered | None) -> str:
    """Return the key of the sentence for a stage and what became of the answer."""
    if stage.round is None:
        return "closed" if stage == Stage.PROPOSAL else "shown"
    return said or ("choose" if stage == Stage.SOLO else "choose_again")


def _seen(attended: Attendance, chapter: int) -> tuple[object, ...]:
    """Return what the page depends on."""
    room = attended.room
    return attended.down, room and (room.chapter, room.vote(chapter).stage)
