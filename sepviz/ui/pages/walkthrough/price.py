"""Chapters 7 and 9: the bill to scale, MobileNet's table, and a stopwatch beside the count."""

from datetime import UTC, datetime
from html import escape
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sepviz.architectures import PRINTED, Printed
from sepviz.costs import count
from sepviz.costs.formula import formula
from sepviz.costs.stopwatch import measure
from sepviz.figures.bars import Bar, bars_html
from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.lessons import example
from sepviz.lessons.numbers import by, ratio
from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.views.measured_time import stamp
from sepviz.ui.views.pipeline import drawing

_ONE_LAYER, _ITS_FILTERS = (112, 112, 32), 64
"""MobileNet's first depthwise-separable layer: few channels, much depthwise work."""


def bill(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Show the standard layer's count; then the separable one's, to the same scale."""
    pipeline, chart = two_sides()
    with chart:
        outputs = _outputs(text) if revealed else example.OUTPUTS
    common: dict[str, Any] = {"filters": outputs, "kernel_size": example.TAPS, "use_bias": False}
    standard = count(Conv2D(**common), example.INPUT_SHAPE)
    separable = count(SeparableConv2D(**common), example.INPUT_SHAPE)
    pipeline.html(drawing(text, separable if revealed else standard, example.INPUT_SHAPE))
    bars = [
        Bar(name=text("ops.standard"), value=standard.multiplications, note=formula(standard.stages[0]))
    ]
    bars += [
        Bar(
            name=text(f"stages.{stage.name}"),
            value=stage.multiplications if revealed else None,
            note=formula(stage) if revealed else "?",
            chosen=True,
        )
        for stage in separable.stages
    ]
    chart.html(bars_html(bars, description=text("walk.bill_alt")))
    if revealed:
        pays = separable.multiplications < standard.multiplications
        counts = {"standard": standard.multiplications, "separable": separable.multiplications}
        key = "walk.bill_sum" if pays else "walk.bill_more"
        pipeline.markdown(text(key, ratio=ratio(standard, separable), **counts))
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
    columns = ["network", "multiplications", "printed", "parameters"] + ["accuracy"] * revealed
    head = "".join(f'<th scope="col">{escape(text(f"walk.{column}"))}</th>' for column in columns)
    rows = "".join(_row(text, index, revealed=revealed) for index, _ in enumerate(_rows()))
    table, notes = two_sides()
    table.html(
        '<div class="scroll"><table class="bill networks">'
        f'<caption class="unseen">{escape(text("walk.table"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    if revealed:
        counted, measured, at = timed()
        notes.markdown(
            text(
                "walk.measured",
                layer=f"{by(*_ONE_LAYER)} → {_ITS_FILTERS}",
                counted=counted,
                measured=measured,
            )
        )
        notes.caption(stamp(text, at))
        notes.button(text("bill.measure_again"), key="_measure_again", on_click=timed.clear)
    notes.caption(text("walk.counting_rule"))


def _rows() -> list[Printed]:
    """Return MobileNet as its paper lists it: the twin first, then ever narrower ones."""
    ours = [row for row in PRINTED if row.builder == "mobilenet_v1"]
    twin = [row for row in ours if row.arguments == {"separable": False}]
    wide = [row for row in ours if not row.arguments or "width_multiplier" in row.arguments]
    return twin + wide


def _row(text: Translator, index: int, *, revealed: bool) -> str:
    """Return one network with the counted figures beside the printed one."""
    row = _rows()[index]
    network = row.network()
    alpha = row.arguments.get("width_multiplier", 1.0)
    name = text("walk.twin") if "separable" in row.arguments else text("walk.mobilenet", alpha=alpha)
    cells = [
        f"{network.multiplications:,}",
        f"{row.million_multiplications:,} M",
        f"{network.parameters:,}",
    ]
    cells += [f"{row.accuracy} %"] * revealed
    return f"<tr><td>{escape(name)}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


@st.cache_data(ttl=3600, show_spinner=False)
def timed() -> tuple[str, str, datetime]:
    """Return how many times fewer multiplications and less time one layer takes here, and when that was."""
    common: dict[str, Any] = {
        "filters": _ITS_FILTERS,
        "kernel_size": 3,
        "padding": "same",
        "use_bias": False,
    }
    layers = Conv2D(**common), SeparableConv2D(**common)
    x = np.ones(_ONE_LAYER, np.float32)
    times = [
        measure(layer, x, layer.init_weights(_ONE_LAYER, seed=0), runs=9, seconds=0.6).fastest
        for layer in layers
    ]
    standard, separable = (count(layer, _ONE_LAYER) for layer in layers)
    return ratio(standard, separable), f"{times[0] / times[1]:.1f}", datetime.now(UTC)
