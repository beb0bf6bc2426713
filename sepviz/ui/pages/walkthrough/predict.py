"""Predict, then reveal: a question, its choices, and an answer to the very choice that was made."""

from dataclasses import replace

import streamlit as st

from sepviz.text import Translator, unbroken
from sepviz.text.lessons import Choice, Lesson
from sepviz.ui.pages.walkthrough import predictions
from sepviz.ui.pages.walkthrough.predictions import Prediction
from sepviz.ui.session import state


def show(text: Translator, lesson: Lesson, chapter: int, *, waits: bool = False) -> None:
    """Show the question with its choices, and below it the button or the answer.

    A class that ``waits`` sees the answer together, when its votes are over.
    """
    made = _with_choice(lesson, chapter)
    chosen = lesson.choice(made.choice)
    # Taken back, it is a new widget: no older message can bring the choice of the last one back.
    key = _key(chapter, made)
    wanted = chosen.id if chosen else None
    # Only where it differs: a value that is set is sent to the browser, over a click on its way here.
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    with st.container(key="walk_question"):
        st.radio(
            unbroken(lesson.question),
            [choice.id for choice in lesson.choices],
            format_func=lambda choice_id: _lettered(text, lesson.choice(choice_id)),
            index=None,
            key=key,
            on_change=_chosen,
            args=(chapter,),
            horizontal=max(len(choice.label) for choice in lesson.choices) < 20,
        )
    if made.revealed:
        _answer(text, lesson, chosen)
        st.button(text("walk.again"), key="_retry", on_click=_retry, args=(chapter,))
    else:
        # A class answers by a show of hands: the presenter reveals without choosing.
        locked = chosen is None and not state.settings().present
        label = text("walk.choose_first" if locked else "class.wait" if waits else "walk.reveal")
        st.button(
            label,
            key="_reveal",
            type="primary",
            disabled=locked or waits,
            on_click=_reveal,
            args=(chapter,),
        )


def _with_choice(lesson: Lesson, chapter: int) -> Prediction:
    """Return what was predicted, with a choice of which no callback told.

    Streamlit drops the callbacks of a run that the next click overtakes; the widget keeps its value.
    """
    made = predictions.prediction(chapter)
    held = st.session_state.get(_key(chapter, made))
    if held in (None, made.choice) or lesson.choice(held) is None:
        return made
    made = replace(made, choice=held)
    predictions.remember(chapter, made)
    return made


def _answer(text: Translator, lesson: Lesson, chosen: Choice | None) -> None:
    """Answer the choice that was made; where none was, say which is right."""
    right = _lettered(text, lesson.right)
    if chosen is None:
        st.info(unbroken(f"**{right}** · {lesson.right.answer}"))
    elif chosen.right:
        st.success(unbroken(chosen.answer))
    else:
        st.warning(unbroken(text.joined(chosen.answer, text("walk.right_is", choice=right))))


def _lettered(text: Translator, choice: Choice | None) -> str:
    """Return a choice as a class calls it."""
    return text("walk.lettered", letter=choice.letter, label=choice.label) if choice else ""


def _chosen(chapter: int) -> None:
    """Keep a choice; an answer that is on show goes along with it."""
    made = predictions.prediction(chapter)
    predictions.remember(chapter, replace(made, choice=st.session_state.get(_key(chapter, made))))


def _reveal(chapter: int) -> None:
    """Put the answer on show."""
    predictions.remember(chapter, replace(predictions.prediction(chapter), revealed=True))


def _retry(chapter: int) -> None:
    """Take the choice and the answer back."""
    predictions.remember(chapter, Prediction(attempt=predictions.prediction(chapter).attempt + 1))


def _key(chapter: int, made: Prediction) -> str:
    """Return the key of the choice in a chapter."""
    return f"_choice_{chapter}_{made.attempt}{state.settings().class_}"
