"""What came out of an experiment: a table, for one experiment a curve, and two networks to train here."""

from html import escape

import numpy as np
import streamlit as st

from sepviz.figures.training_curves import COLOURS, Curve, legend, training_curves
from sepviz.text import Translator
from sepviz.training.experiments import SEEDS
from sepviz.training.recipe import INPUT_SHAPE
from sepviz.training.record import COMMAND, Result
from sepviz.ui.pages.training import words
from sepviz.ui.pages.training.choice import plan_settings
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PARAMETERS
from sepviz.ui.views.html_table import framed

_CHEAPEST, _DEAREST, _LOWEST = 1_000, 1_000_000, 0.6
"""The ends of the curve's axes: multiplications, and the least share of right answers."""


def show(text: Translator, name: str, results: tuple[Result, ...]) -> None:
    """Show all networks of an experiment, and offer two of them for the top of the page."""
    if name == "cost_curve":
        st.html(_curve(text, results))
    st.html(_table(text, results))
    recipes = [result.recipe for result in results]
    st.caption(
        text(
            "training.results_recorded",
            command=COMMAND,
            count=len(SEEDS),
            pictures=_range([recipe.pictures for recipe in recipes]),
            epochs=_range([recipe.epochs for recipe in recipes]),
        )
    )
    _try(text, name, results)


def _range(values: list[int]) -> str:
    """Return the least and the largest of some numbers, once where they are the same."""
    return "–".join(f"{value:,}" for value in sorted({min(values), max(values)}))


def _curve(text: Translator, results: tuple[Result, ...]) -> str:
    """Return accuracy over multiplications, both kinds, with the worst and the best seed."""
    curves, told = [], []
    kinds = tuple(dict.fromkeys(result.recipe.plans[0].kind for result in results))
    for kind, colour in zip(kinds, COLOURS, strict=True):
        own = [result for result in results if result.recipe.plans[0].kind == kind]
        costs = [one.recipe.plans[0].classifier.count(INPUT_SHAPE).multiplications for one in own]
        for dashed, values in (
            (False, [one.mean for one in own]),
            (True, [min(one.test_accuracy) for one in own]),
            (True, [max(one.test_accuracy) for one in own]),
        ):
            heights = [value - _LOWEST for value in values]
            x = [float(np.log10(cost / _CHEAPEST)) for cost in costs]
            curves.append(Curve(x=x, y=heights, colour=colour, dashed=dashed))
        ends = (
            f"{costs[0]:,}: {words.per_cent(own[0].mean)}; {costs[-1]:,}: {words.per_cent(own[-1].mean)}."
        )
        told.append(text("app.pair", name=text(f"training.kinds.{kind}"), value=ends))
    title = text("training.cost_plot")
    drawn = training_curves(
        curves,
        title=title,
        top=1 - _LOWEST,
        end=float(np.log10(_DEAREST / _CHEAPEST)),
        y_labels=("100%", f"{_LOWEST:.0%}"),
        x_labels=[f"{10**power:,}" for power in range(3, 7)],
        description=f"{title}. {' '.join(told)}",
    )
    names = [text(f"training.kinds.{kind}") for kind in kinds]
    return legend(names, text("training.mean_of_seeds"), text("training.ends_of_seeds")) + drawn


def _table(text: Translator, results: tuple[Result, ...]) -> str:
    """Return a row a network: accuracy with its spread as number and as bar, and what it costs."""
    names = ("network", "test_accuracy", "seeds", "train_accuracy", "gap", "parameters", "multiplications")
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
    each = f"{bar}{escape(words.per_cent(low))} – {escape(words.per_cent(high))}"
    cells = [
        words.spread(result.test_accuracy),
        None,
        words.per_cent(result.train_mean),
        f"{100 * result.gap:.1f}",
        f"{cost.parameters:,}",
        f"{cost.multiplications:,}",
    ]
    data = "".join(f"<td>{each if cell is None else escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(_name(text, result))}</th>{data}</tr>'


def _name(text: Translator, result: Result) -> str:
    """Return what the network is, and of how many pictures it learned where these are few."""
    name, pictures = words.plan_name(text, result.recipe.plans[0]), result.recipe.pictures
    usual = PARAMETERS["pictures"].default
    return name if pictures == usual else text("training.plan_pictures", name=name, pictures=pictures)


def _try(text: Translator, name: str, results: tuple[Result, ...]) -> None:
    """Offer two of the networks for the top of the page, where one seed is trained."""
    first, second = st.columns(2)
    options = range(len(results))

    def named(index: int) -> str:
        return _name(text, results[index])

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
    """Take two networks over; both are trained as the second was, at most with the rate of the first."""
    recipe = second.recipe
    plans = plan_settings("a", first.recipe.plans[0]) | plan_settings("b", recipe.plans[0])
    taken = ("data", "pictures", "optimizer", "decay", "batch", "epochs")
    rate = f"{min(first.recipe.rate, recipe.rate):g}"
    state.put(plans | {name: getattr(recipe, name) for name in taken} | {"rate": rate})
