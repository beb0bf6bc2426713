"""Open a class, join one, leave it: a part of the class tools."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.walkthrough.classroom import attendance
from sepviz.ui.session import state
from sepviz.ui.session.parameters import read


def show(text: Translator) -> None:
    """Show what fits: the way in, or the code and the way out."""
    st.markdown(f"**{text('class.title')}**")
    attended = attendance.now()
    if attended.down:
        st.warning(text("class.down"))
    elif attended.room is None:
        _way_in(text)
    else:
        st.subheader(attended.code, anchor=False)
        st.caption(text("class.teacher_help" if attended.teaches else "class.student_help"))
        label = text("class.end" if attended.teaches else "class.leave")
        st.button(label, key="_class_out", on_click=attendance.leave, width="stretch")


def _way_in(text: Translator) -> None:
    """Show how to open a class, and where to type the code of one."""
    st.button(text("class.open"), key="_class_open", on_click=attendance.open_class, width="stretch")
    if trouble := attendance.trouble():
        st.warning(text(f"class.{trouble}_classes" if trouble == "full" else "class.down"))
    st.caption(text("class.help"))
    st.text_input(text("class.code"), key=state.key("class"), max_chars=12, on_change=_typed)


def _typed() -> None:
    """Join the class whose code was typed."""
    state.put({"class": read("class", st.session_state["class"]), "teach": ""})
