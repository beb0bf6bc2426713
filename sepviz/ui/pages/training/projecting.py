"""The experiment that makes a trained network depthwise separable: recorded, and run here."""

from collections.abc import Sequence

import streamlit as st

from sepviz.text import Translator, translator
from sepviz.training.experiments import SEEDS
from sepviz.training.projection import PROJECTIONS, Projected, projection
from sepviz.training.record import COMMAND, recorded_projections
from sepviz.ui.pages.training import live, words
from sepviz.ui.server.long_work import TRAININGS, Job
from sepviz.ui.session import state
from sepviz.ui.shell.faults import fragment
from sepviz.ui.views.html_table import table

_OWN = "_projecting"


class _Own:
    """One seed, computed here."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.found: list[Projected] = []
        self.job = Job(projection(seed), self.note)

    @property
    def active(self) -> bool:
        """Whether it waits or computes."""
        return self.job.state in ("waiting", "computing")

    def note(self, item: object) -> None:
        """Take in a result; called by the queue's thread."""
        if isinstance(item, Projected):
            self.found.append(item)


def show(text: Translator) -> None:
    """Show what was recorded, and below it what comes out here."""
    st.html(_table(text, list(zip(*recorded_projections(), strict=True))))
    st.caption(text("training.projected_recorded", command=COMMAND, count=len(SEEDS)))
    own: _Own | None = st.session_state.get(_OWN)
    active = own is not None and own.active
    fragment(_part, run_every=live.POLL if active else None)(text.language, active=active)


def _part(language: str, *, active: bool) -> None:
    """Show how the visitor's own run is now; when it has ended, the whole page is computed anew."""
    text = translator(language)
    own: _Own | None = st.session_state.get(_OWN)
    if active and not (own and own.active):
        st.rerun()
    if own is not None and own.active:
        place = TRAININGS.place(own.job)
        st.markdown(
            text("training.in_queue", count=place)
            if place
            else text("training.projecting", done=len(own.found), all=len(PROJECTIONS))
        )
        st.button(text("training.pause"), key="_project_pause", on_click=TRAININGS.pause, args=(own.job,))
    elif own is None or own.job.state != "done" or own.seed != state.settings().seed:
        label = text("training.project_here", seed=str(state.settings().seed))
        st.button(label, key="_project_here", on_click=_go)
    if own is not None and own.found:
        st.html(_table(text, [(one,) for one in own.found], seed=str(own.seed)))


def _go() -> None:
    """Begin with the visitor's seed, or go on with it."""
    own, seed = st.session_state.get(_OWN), state.settings().seed
    if own is None or own.seed != seed or own.job.state == "failed":
        own = st.session_state[_OWN] = _Own(seed)
    TRAININGS.go(own.job)


def _table(text: Translator, rows: Sequence[Sequence[Projected]], seed: str | None = None) -> str:
    """Return a row for each projection, from one seed or several."""
    names = ("layers", "multiplier", "parameters", "before", "after", "again")
    body = [
        [
            text(f"training.projected_layers.{row[0].layers}"),
            f"{row[0].multiplier}",
            f"{row[0].parameters:,}",
            *(words.spread([getattr(one, name) for one in row]) for name in names[3:]),
        ]
        for row in rows
    ]
    caption = text("training.seed_of", seed=seed) if seed else text("training.experiments.projection")
    return table([text(f"training.projected.{name}") for name in names], body, caption=caption)
