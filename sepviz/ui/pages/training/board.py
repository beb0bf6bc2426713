"""The buttons that train, and what this visitor's training is."""

from typing import Any

import streamlit as st

from sepviz.text import Translator
from sepviz.training.experiments import DEFAULT
from sepviz.training.recipe import Recipe
from sepviz.ui.pages.training import history
from sepviz.ui.pages.training.progress import FINISHED, Progress, start
from sepviz.ui.server.long_work import TRAININGS
from sepviz.ui.session.parameters import TRAINING_AXES
from sepviz.ui.widgets import inputs

_PROGRESS = "_training"


def current(recipe: Recipe) -> Progress:
    """Return this visitor's training of the recipe; one that another visitor has finished is shared."""
    progress: Progress | None = st.session_state.get(_PROGRESS)
    if progress is None or progress.recipe != recipe:
        if progress is not None:
            TRAININGS.pause(progress.job)
        progress = FINISHED.get(recipe) or (Progress.of_record() if recipe == DEFAULT else Progress(recipe))
    elif progress.job.state == "waiting" and (finished := FINISHED.get(recipe)) is not None:
        TRAININGS.pause(progress.job)
        progress = finished
    st.session_state[_PROGRESS] = progress
    if progress.done and not progress.recorded:
        history.note(progress)
    return progress


def buttons(text: Translator, progress: Progress) -> None:
    """Show what can be done with the training as it stands, and what the curves are drawn over.

    None of them goes or changes its key before the training is over, so the keyboard's focus stays.
    """
    fresh = progress.recorded or not progress.started
    over = progress.done and not progress.recorded
    with st.container(horizontal=True, vertical_alignment="bottom", key="training_buttons"):
        label, act, *args = _main(progress, fresh=fresh, over=over)
        st.button(text(f"training.{label}"), key="_go", type="primary", on_click=act, args=tuple(args))
        if not over:
            for until in ("epoch", "batch"):
                st.button(
                    text(f"training.one_{until}"),
                    key=f"_go_{until}",
                    on_click=go,
                    args=(progress.recipe, until),
                )
            st.button(text("training.reset"), key="_start_over", on_click=_reset, args=(progress.recipe,))
        inputs.segments(text, "axis", TRAINING_AXES, "training.axes", label="training.axis")


def _main(progress: Progress, *, fresh: bool, over: bool) -> tuple[Any, ...]:
    """Return what the first button is called, what it calls, and with what."""
    if progress.active:
        return "pause", _pause
    if over:
        return "reset", _reset, progress.recipe
    return "train_here" if fresh else "go_on", go, progress.recipe, "end"


def go(recipe: Recipe, until: str) -> None:
    """Train to the end, for an epoch or for a batch; from the start where nothing but a record is shown."""
    progress: Progress = st.session_state[_PROGRESS]
    if progress.recorded or progress.recipe != recipe:
        finished = FINISHED.get(recipe) if until == "end" else None
        progress = finished or Progress(recipe)
        st.session_state[_PROGRESS] = progress
    if not progress.done:
        start(progress, until=until)


def _pause() -> None:
    """Let the training rest."""
    TRAININGS.pause(st.session_state[_PROGRESS].job)


def _reset(recipe: Recipe) -> None:
    """Put a training that has not begun in place of this one."""
    TRAININGS.pause(st.session_state[_PROGRESS].job)
    st.session_state[_PROGRESS] = Progress(recipe)
