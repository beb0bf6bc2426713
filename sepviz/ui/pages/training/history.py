"""The runs of this visit as a table; each link opens the run with all its settings."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.training import words
from sepviz.ui.pages.training.progress import Progress
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS, TRAINING
from sepviz.ui.views.html_table import framed

_RUNS = "_training_runs"
_MOST = 12


def note(progress: Progress) -> None:
    """Remember a finished run with the settings that it came from."""
    runs: dict[str, Progress] = st.session_state.setdefault(_RUNS, {})
    values = state.settings()
    link = urlencode({name: PARAMETERS[name].write(getattr(values, name)) for name in TRAINING})
    runs.setdefault(link, progress)
    while len(runs) > _MOST:
        del runs[next(iter(runs))]


def show(text: Translator, _progress: Progress) -> None:
    """Show the table, the latest run first."""
    runs: dict[str, Progress] = st.session_state.get(_RUNS, {})
    if not runs:
        st.markdown(text("training.no_history"))
        return
    heads = [text(f"training.history.{name}") for name in ("run", "a", "b", "accuracy", "settings")]
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    rows = [_row(text, number, link, run) for number, (link, run) in enumerate(runs.items(), 1)]
    st.html(framed(head, "".join(reversed(rows)), caption=text("training.parts.history"), kind="net-words"))


def _row(text: Translator, number: int, link: str, run: Progress) -> str:
    """Return one run."""
    address = escape(f"?{urlencode({'lang': text.language})}&{link}")
    opened = escape(text("training.open_run", number=number))
    accuracies = " / ".join(words.per_cent(run.points(network)[-1].test_accuracy) for network in (0, 1))
    cells = [
        *(words.plan_name(text, plan) for plan in run.recipe.plans),
        accuracies,
        words.recipe_name(text, run.recipe),
    ]
    data = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row"><a href="{address}" target="_blank">{opened}</a></th>{data}</tr>'
