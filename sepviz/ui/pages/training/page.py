"""The Training page: two small networks learn side by side, and what comes of it."""

from collections.abc import Callable, Mapping

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.training import board, choice, details, history, live, one_step, trials
from sepviz.ui.pages.training.progress import Progress
from sepviz.ui.session import state
from sepviz.ui.session.parameters import TRAINING, TRAINING_PARTS
from sepviz.ui.shell import frame
from sepviz.ui.shell.faults import fragment
from sepviz.ui.widgets import inputs

_PARTS: Mapping[str, Callable[[Translator, Progress], None]] = {
    "experiments": trials.show,
    "step": one_step.show,
    "kernels": details.kernels,
    "maps": details.maps,
    "mistakes": details.mistakes,
    "numbers": details.numbers,
    "history": history.show,
}
_LIVE = ("step", "kernels", "maps", "mistakes", "numbers")
"""What changes while a training runs."""


def show(text: Translator) -> None:
    """Compose the page."""
    frame.header(text, "training.title")
    # In front of a class the curves have the whole width, and the settings stand below them.
    alone = (st.container(), st.container()) if state.settings().present else None
    seen, controls = alone or st.columns([0.62, 0.38], gap="large")
    with controls, st.container(key="training_controls"):
        recipe = choice.show(text)
    with seen:
        progress = board.current(recipe)
        board.buttons(text, progress)
        live.show(text, progress, state.settings().axis, slow=one_step.is_slow())
    _part(text, progress)
    state.write_link(("lang", *TRAINING, "axis", "training_part", "experiment", "step_layer"))


def _part(text: Translator, progress: Progress) -> None:
    """Show the part that is open; the others cost nothing."""
    name = inputs.parts(text, "training_part", TRAINING_PARTS, "training.part")
    every = one_step.SLOW if name == "step" and one_step.is_slow() else live.POLL
    follows = name in _LIVE and (progress.active or every == one_step.SLOW)
    fragment(_PARTS[name], run_every=every if follows else None)(text, progress)
