"""Chapters 7 and 9: the bill to scale, MobileNet's table, and a stopwatch beside the count."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sepviz.lessons import example
from sepviz.text import Translator
from sepviz.ui.chapters import bills
from sepviz.ui.session import state
from sepviz.ui.views import measured_layer


def bill(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Show the standard layer's count; then the separable one's, to the same scale."""
    pipeline, chart = two_sides()
    with chart:
        outputs = _outputs(text) if revealed else example.OUTPUTS
    pipeline.html(bills.pipeline(text, outputs, revealed=revealed))
    chart.html(bills.bars(text, outputs, revealed=revealed))
    if revealed:
        pipeline.markdown(bills.verdict(text, outputs))
    pipeline.caption(text("walk.convention"))


def two_sides() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return two places: side by side in front of a class, where the screen is wide and nobody scrolls."""
    if state.settings().present:
        left, right = st.columns([1.3, 1], gap="medium")
        return left, right
    return st.container(), st.container()


def _outputs(text: Translator) -> int:
    """Show the number of outputs, for those who ask when it pays."""
    value = st.slider(text("walk.outputs"), 1, example.OUTPUTS, key=state.key("outputs"))
    return int(state.keep("outputs", value))


def networks(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Show MobileNet's table; then its accuracy, and the time of one of its layers."""
    table, notes = two_sides()
    table.html(bills.networks(text, revealed=revealed))
    if revealed:
        said, when = measured_layer.sentences(text)
        notes.markdown(said)
        notes.caption(when)
        notes.button(text("bill.measure_again"), key="_measure_again", on_click=measured_layer.timed.clear)
    notes.caption(text("walk.counting_rule"))
