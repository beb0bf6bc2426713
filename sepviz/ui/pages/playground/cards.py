"""The kinds of convolution as cards with what each costs; the cards are the control ``op``."""

import streamlit as st

from sepviz.costs import Comparison, Cost
from sepviz.costs.formula import formula
from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.kinds import layer_of
from sepviz.ui.session.parameters import OPERATIONS
from sepviz.ui.session.run import Run, comparison_of
from sepviz.ui.views import comparison, terms
from sepviz.ui.widgets import layer_controls


def show(text: Translator, run: Run) -> None:
    """Show a card for each kind and, in a sentence, what the chosen one saves."""
    chosen = st.radio(
        text("controls.op"),
        OPERATIONS,
        format_func=lambda op: text(f"ops.{op}"),
        captions=[_caption(text, run, op) for op in OPERATIONS],
        key=state.key("op"),
        on_change=layer_controls.op_chosen,
        horizontal=True,
        label_visibility="collapsed",
        width="stretch",
    )
    state.keep("op", chosen)


def verdict(text: Translator, run: Run) -> None:
    """Say in a sentence what the layer on screen saves, or a standard one could."""
    op = "separable" if run.settings.op == "standard" else run.settings.op
    found = run.comparisons[op]
    most = text.formula(formula(found.reference.stages[0]))
    counts = text("cards.counts", less=found.cost.multiplications, most=most)
    st.markdown(terms.linked(text, text.joined(comparison.verdict(text, op, found), counts)))


def compared(run: Run, op: str) -> Comparison:
    """Return what a kind would cost if it were chosen now: groups bring filters that they divide."""
    if op in run.comparisons:
        return run.comparisons[op]
    settings = state.reconciled(run.settings.changed(op=op), ("op",))
    return comparison_of(layer_of(settings), run.picture.pixels.shape)


def _caption(text: Translator, run: Run, op: str) -> str:
    """Return multiplications with their formula, parameters, and how many times fewer they are."""
    found = compared(run, op)
    cost = found.cost
    word = text("headline.multiplications", count="").strip()
    parameters = _parameters(text, cost)
    lines = [
        f"**{cost.multiplications:,}** {word}",
        f"*{text.formula(_product(cost))}*",
        f"{parameters}{_filters(text, run, op, cost)}",
        _share(text, run, op, found),
    ]
    return "  \n".join(lines)


def _parameters(text: Translator, cost: Cost) -> str:
    """Return the parameters, as a sum where stages share them and nothing is added to theirs."""
    whole = text("headline.parameters", count=cost.parameters)
    parts = [stage.parameters for stage in cost.stages]
    if len(parts) == 1 or sum(parts) != cost.parameters:
        return whole
    return f"{' + '.join(f'{part:,}' for part in parts)} = {whole}"


def _filters(text: Translator, run: Run, op: str, cost: Cost) -> str:
    """Say how many filters groups would bring, where they are not those of the layer on screen."""
    count = cost.output_shape[2]
    return "" if op != "grouped" or count == run.settings.filters else text("cards.filters", count=count)


def _product(cost: Cost) -> str:
    """Return the factors of a count, or the counts of the stages that it is the sum of."""
    if len(cost.stages) > 1:
        return " + ".join(f"{stage.multiplications:,}" for stage in cost.stages)
    return formula(cost.stages[0]).split(" = ")[0]


def _share(text: Translator, run: Run, op: str, found: Comparison) -> str:
    """Say how many times fewer multiplications a kind takes, and than what."""
    if op == "standard":
        return text("cards.reference")
    share = found.share
    size = {"kh": run.settings.kh, "kw": run.settings.kw}
    other = text(f"cards.than_{found.reference.stages[0].name}", **size)
    if share == 1:
        return text("cards.equal", other=other)
    key, ratio = ("more", share) if share > 1 else ("fewer", 1 / share)
    return text(f"cards.{key}", ratio=f"{float(ratio):.2f}", other=other)
