"""The experiments: a prediction, then what came out over five seeds, and a way to try it oneself."""

import streamlit as st

from sepviz.text import Translator
from sepviz.training.experiments import ANSWERS, EXPERIMENTS, PROJECTION
from sepviz.training.record import Result, recorded_results
from sepviz.ui.pages.training import projecting, trial_results, words
from sepviz.ui.pages.training.progress import Progress
from sepviz.ui.session import state
from sepviz.ui.session.parameters import TRIALS
from sepviz.ui.views import terms
from sepviz.ui.widgets import inputs


def show(text: Translator, _progress: Progress) -> None:
    """Show one experiment."""
    name = inputs.segments(text, "experiment", TRIALS, "training.experiments", label="training.experiment")
    results = recorded_results(name) if name in EXPERIMENTS else ()
    st.markdown(terms.linked(text, text(f"training.questions.{name}")))
    predicted = _prediction(text, name, results)
    shown = f"_shown_{name}"
    if not st.session_state.get(shown):
        label = "training.predict_first" if predicted is None else "training.reveal"
        st.button(
            text(label),
            key=f"_reveal_{name}",
            type="primary",
            disabled=predicted is None and not state.settings().present,
            on_click=_reveal,
            args=(shown,),
        )
        return
    if name in ANSWERS:
        said = predicted and text("training.right" if ANSWERS[name][predicted] else "training.not_so")
    else:
        said = verdict(text, results, predicted)
    st.markdown(terms.linked(text, text.joined(said or "", text(f"training.results.{name}"))))
    if name == PROJECTION:
        projecting.show(text)
    else:
        trial_results.show(text, name, results)


def _reveal(shown: str) -> None:
    """Show the result from now on."""
    st.session_state[shown] = True


def _prediction(text: Translator, name: str, results: tuple[Result, ...]) -> str | None:
    """Ask for one of the answers or, where there are none, for the number of the best network."""
    labels = (
        {answer: text(f"training.answers.{name}.{answer}") for answer in ANSWERS[name]}
        if name in ANSWERS
        else {f"{n}": words.plan_name(text, one.recipe.plans[0]) for n, one in enumerate(results)}
    )
    predicted: str | None = st.radio(
        text("training.predict_outcome" if name in ANSWERS else "training.predict"),
        tuple(labels),
        format_func=labels.__getitem__,
        index=None,
        key=f"_predicted_{name}",
    )
    return predicted


def verdict(text: Translator, results: tuple[Result, ...], predicted: str | None) -> str:
    """Say which network is ahead, and whether that was predicted; seeds that overlap decide nothing."""
    best = max(results, key=lambda result: result.mean)
    name = words.plan_name(text, best.recipe.plans[0])
    said = text("training.ahead", name=name, accuracy=words.per_cent(best.mean))
    if predicted is None:
        return said
    chosen = results[int(predicted)]
    if chosen is best:
        return text.joined(text("training.right"), said)
    gap = best.mean - chosen.mean
    key = "training.close" if gap < best.spread + chosen.spread else "training.wrong"
    return text.joined(text(key, gap=f"{100 * gap:.1f}"), said)
