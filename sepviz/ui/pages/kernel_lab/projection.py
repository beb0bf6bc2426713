"""A standard layer projected on depthwise separable: what each depth multiplier loses and costs."""

import numpy as np
import streamlit as st

from sepviz.figures.kernel_card import weight_text
from sepviz.figures.lab_residual import residual_chart
from sepviz.ops import conv2d, separable_conv2d
from sepviz.separability import approximate_depthwise_separable
from sepviz.text import Translator
from sepviz.ui.pages.kernel_lab import sheets
from sepviz.ui.pages.kernel_lab.banks import CHANNELS, FILTERS, MOST, SIZE, bank
from sepviz.ui.pages.kernel_lab.sheets import Sheets
from sepviz.ui.session import state
from sepviz.ui.session.parameters import LAB_BANKS
from sepviz.ui.session.picture import Picture
from sepviz.ui.views.charts import chart
from sepviz.ui.views.legend import legend_html
from sepviz.ui.widgets import inputs

_EXACT = 1e-24  # the square of rounding: a share of energy below it is none


def show(text: Translator, picture: Picture) -> None:
    """Show the residual curve of a bank, and at the chosen depth multiplier its pictures and count."""
    name, multiplier = _controls(text)
    seed = state.settings().seed
    shares = residuals(name, seed)
    exact = next(m for m, share in enumerate(shares, 1) if share < _EXACT)
    st.markdown(text(f"lab.bank_{name}", exact=exact, most=MOST))
    _curve(text, shares, multiplier)
    st.markdown(_counts(text, multiplier, shares[multiplier - 1]))
    _pictures(text, projected(picture.digest, name, seed, multiplier, _picture=picture), multiplier)
    st.info(text("lab.lesson", window=SIZE * SIZE, filters=FILTERS, most=MOST))


def _controls(text: Translator) -> tuple[str, int]:
    """Show the choice of the bank and of the depth multiplier."""
    name = inputs.segments(text, "bank", LAB_BANKS, "lab.banks", label="lab.bank")
    multiplier = st.slider(
        text("controls.depth_multiplier"),
        1,
        MOST,
        key=state.key("depth_multiplier"),
        help=text("controls.depth_multiplier_help"),
    )
    return str(name), int(state.keep("depth_multiplier", multiplier))


def _curve(text: Translator, shares: list[float], multiplier: int) -> None:
    """Show what is lost at each depth multiplier."""
    curve = ", ".join(f"{m}: {share:.1%}" for m, share in enumerate(shares, 1))
    figure = residual_chart(
        shares,
        chosen=multiplier,
        x_title=text("controls.depth_multiplier"),
        y_title=text("lab.residual"),
    )
    chart(text, figure, name="lab_residual", alt=text("lab.residual_alt", curve=curve))


def _counts(text: Translator, multiplier: int, lost: float) -> str:
    """Say what the projection loses and costs for each pixel of all outputs."""
    taps = SIZE * SIZE * CHANNELS
    full, split = taps * FILTERS, multiplier * (taps + CHANNELS * FILTERS)
    window = f"{SIZE} x {SIZE} x {CHANNELS}"
    return text(
        "lab.bank_counts" if split < full else "lab.bank_counts_not",
        multiplier=multiplier,
        lost=f"{lost:.2%}",
        split=f"{multiplier} x ({window} + {CHANNELS} x {FILTERS}) = {split}",
        full=f"{window} x {FILTERS} = {full}",
    )


def _pictures(text: Translator, both: Sheets, multiplier: int) -> None:
    """Show the outputs of both layers and their difference."""
    error = text("lab.projected_error", picture=f"{both.relative:.2%}", largest=weight_text(both.largest))
    st.markdown(error)
    left, right = st.columns(2)
    with left:
        sheets.show(text, text("lab.bank_standard"), both.first, both)
    with right:
        sheets.show(text, text("lab.bank_projected", multiplier=multiplier), both.second, both)
    st.html(legend_html(text, both.legend))
    sheets.show(
        text, text("lab.difference_own" if both.own_scale else "lab.difference"), both.difference, both
    )
    st.html(legend_html(text, both.difference_legend))


@st.cache_data(max_entries=100, show_spinner=False)
def residuals(name: str, seed: int) -> list[float]:
    """Return the lost share of the energy for each depth multiplier up to the exact one."""
    kernel = bank(name, seed)
    every = range(1, MOST + 1)
    return [approximate_depthwise_separable(kernel, m).residual_energy for m in every]


@st.cache_data(max_entries=60, max_size="40MB", show_spinner=False)
def projected(digest: str, name: str, seed: int, multiplier: int, *, _picture: Picture) -> Sheets:
    """Run a bank and its projection on depthwise separable."""
    x, kernel = _picture.pixels.astype(np.float64), bank(name, seed)
    fit = approximate_depthwise_separable(kernel, multiplier)
    with sheets.memory(x, FILTERS):
        near = separable_conv2d(x, fit.depthwise_kernel, fit.pointwise_kernel, padding="same")
        return sheets.sheets_of(conv2d(x, kernel, padding="same"), near)
