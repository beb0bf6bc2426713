"""The walkthrough: ten chapters, each an idea, a picture that lives, and a prediction."""

import streamlit as st

from sepviz.lessons.numbers import numbers
from sepviz.text import Translator, unbroken
from sepviz.text.lessons import CHAPTERS, Lesson, lesson
from sepviz.ui.chapters import lanes
from sepviz.ui.pages.walkthrough import navigation, predict, summary, tools
from sepviz.ui.pages.walkthrough.classroom import attendance, student, teacher
from sepviz.ui.pages.walkthrough.classroom.attendance import Attendance
from sepviz.ui.pages.walkthrough.pictures import PICTURES, SETTINGS, in_playground
from sepviz.ui.pages.walkthrough.predictions import prediction
from sepviz.ui.pages.walkthrough.presenter import STYLE
from sepviz.ui.session import state
from sepviz.ui.shell import class_tools, frame, registry
from sepviz.ui.views import terms


def show(text: Translator) -> None:
    """Compose the chapter that is open; texts, numbers and pictures are made elsewhere."""
    values = state.settings()
    chapter, present = values.chapter, values.present
    names = ("lang", "chapter", "present", "seed", "class", "teach", *SETTINGS[chapter])
    if values.teacher:
        names += ("teacher",)
    written = lesson(text.language, chapter, numbers(values.multiplier))
    attended = attendance.now()
    if attended.teaches and attended.room:
        attendance.arrive(attended.room, chapter)
    student.begin_round(attended, chapter)
    _heading(text, chapter, written, present=present)
    # In front of a class the picture has the whole width, below the lines of larger type.
    left, right = (
        (st.container(), st.container()) if present else tuple(st.columns([1, 1.45], gap="medium"))
    )
    with left, st.container(key="walk_lesson"):
        with st.container(key="walk_idea"):
            st.markdown(terms.linked(text, unbroken(written.idea)))
        if chapter == 1:
            st.html(lanes.outcomes(text, written.choices))
        predict.show(text, written, chapter, waits=attended.waits(chapter))
        if attended.learns:
            student.show(text, attended, written, chapter)
    with right, st.container(key="walk_picture"):
        revealed = prediction(chapter).revealed
        voted = attended.teaches and not revealed and teacher.board(text, attended, written, chapter)
        if not voted:
            PICTURES[chapter](text, revealed)
        if not present:
            there = in_playground(chapter, state.settings())
            label = text("walk.in_playground" if there else "walk.own_photo")
            registry.link(text, "playground", label=label, settings=there)
    if chapter == CHAPTERS[-1] and not present:
        summary.show(text)
    if not st.context.is_embedded:
        _foot(text, attended, written, names)
    state.write_link(names, older_are_stale=True)


def _heading(text: Translator, chapter: int, written: Lesson, *, present: bool) -> None:
    """Show the chapter's title, alone in front of a class, below the page's otherwise."""
    if present:
        st.html(STYLE)
        st.title(f"{chapter} · {written.title}")
    else:
        with st.container(key="walk_top"):
            frame.header(text, "walk.title")
        st.header(f"{chapter} · {written.title}")


def _foot(text: Translator, attended: Attendance, written: Lesson, names: tuple[str, ...]) -> None:
    """Show the bar with the map of the chapters and the teacher's tools."""
    chapter, present = state.settings().chapter, state.settings().present
    with st.container(key="walk_foot", horizontal=True, vertical_alignment="center"):
        titles = [lesson(text.language, one, numbers()).title for one in CHAPTERS]
        navigation.bar(text, chapter=chapter, present=present, titles=titles, attended=attended)
        if attended.teaches:
            teacher.controls(text, attended, written, chapter)
        tools.show(text, names)
        if present:
            class_tools.leave(text)
