"""The experiments: a prediction, then what came out over five seeds, and the networks to try oneself."""

from html import escape

import streamlit as st

from sepviz.text import Translator
from sepviz.training.experiments import EXPERIMENTS, SEEDS
from sepviz.training.recipe import INPUT_SHAPE
from sepviz.training.record import COMMAND, Result, recorded_results
from sepviz.ui.pages.training import words
from sepviz.ui.pages.training.choice import plan_settings
from sepviz.ui.pages.training.progress import Progress
from sepviz.ui.session import state
from sepviz.ui.views.html_table import framed


def show(text: Translator, _progress: Progress) -> None:
    """Show one experiment."""
    chosen = st.segmented_control(
        text("training.experiment"),
        tuple(EXPERIMENTS),
        format_func=lambda name: text(f"training.experiments.{name}"),
        key=state.key("experiment"),
        required=True,
    )
    name = state.keep("experiment", chosen)
    results = recorded_results(name)
    st.markdown(text(f"training.questions.{name}"))
    predicted = st.radio(
        text("training.predict"),
        range(len(results)),
        format_func=lambda index: words.plan_name(text, results[index].recipe.plans[0]),
        index=None,
        key=f"_predicted_{name}",
    )
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
    st.markdown(f"{_verdict(text, results, predicted)} {text(f'training.results.{name}')}")
    st.html(_table(text, results))
    st.caption(text("training.results_recorded", command=COMMAND, count=len(SEEDS)))
    _try(text, name, results)


def _reveal(shown: str) -> None:
    """Show the result from now on."""
    st.session_state[shown] = True


def _verdict(text: Translator, results: tuple[Result, ...], predicted: int | None) -> str:
    """Say which network is ahead, and whether that was predicted; seeds that overlap decide nothing."""
    best = max(range(len(results)), key=lambda index: results[index].mean)
    name = words.plan_name(text, results[best].recipe.plans[0])
    said = text("training.ahead", name=name, accuracy=words.per_cent(results[best].mean))
    if predicted is None:
        return said
    if predicted == best:
        return f"{text('training.right')} {said}"
    gap = results[best].mean - results[predicted].mean
    close = gap < results[best].spread + results[predicted].spread
    key = "training.close" if close else "training.wrong"
    return f"{text(key, gap=f'{100 * gap:.1f}')} {said}"


def _table(text: Translator, results: tuple[Result, ...]) -> str:
    """Return a row a network: accuracy with its spread as number and as bar, and what it costs."""
    names = ("network", "test_accuracy", "seeds", "train_accuracy", "parameters", "multiplications")
    head = "".join(f'<th scope="col">{escape(text(f"training.trial.{name}"))}</th>' for name in names)
    rows = "".join(_row(text, result) for result in results)
    return framed(head, rows, caption=text("training.experiment"), kind="train-trial")


def _row(text: Translator, result: Result) -> str:
    """Return one row."""
    cost = result.recipe.plans[0].classifier.count(INPUT_SHAPE)
    low, high = min(result.test_accuracy), max(result.test_accuracy)
    bar = (
        f'<span class="train-bar" aria-hidden="true"><span style="width:{100 * result.mean:.1f}%"></span>'
        f'<i style="left:{100 * low:.1f}%;width:{max(100 * (high - low), 0.6):.1f}%"></i></span>'
    )
    spread = f"{100 * result.mean:.1f} ± {100 * result.spread:.1f} %"
    each = f"{bar}{escape(words.per_cent(low))} – {escape(words.per_cent(high))}"
    train = sum(result.accuracy) / len(result.accuracy)
    cells = [spread, None, words.per_cent(train), f"{cost.parameters:,}", f"{cost.multiplications:,}"]
    data = "".join(f"<td>{each if cell is None else escape(cell)}</td>" for cell in cells)
    name = words.plan_name(text, result.recipe.plans[0])
    return f'<tr><th scope="row">{escape(name)}</th>{data}</tr>'


def _try(text: Translator, name: str, results: tuple[Result, ...]) -> None:
    """Offer two of the networks for the top of the page, where one seed is trained."""
    first, second = st.columns(2)
    options = range(len(results))

    def named(index: int) -> str:
        return words.plan_name(text, results[index].recipe.plans[0])

    with first:
        a = st.selectbox(text("training.network_a"), options, format_func=named, key=f"_try_a_{name}")
    with second:
        b = st.selectbox(
            text("training.network_b"), options, index=1, format_func=named, key=f"_try_b_{name}"
        )
    st.button(
        text("training.set_up"),
        key=f"_set_up_{name}",
        on_click=_set_up,
        args=(results[a], results[b]),
        help=text("training.set_up_help"),
    )


def _set_up(first: Result, second: Result) -> None:
    """Take two networks over; both are trained with the rate of the second."""
    rate = f"{min(first.recipe.rate, second.recipe.rate):g}"
    plans = plan_settings("a", first.recipe.plans[0]) | plan_settings("b", second.recipe.plans[0])
    state.put(plans | {"rate": rate, "optimizer": "adam", "decay": True, "batch": 20, "epochs": 20})
