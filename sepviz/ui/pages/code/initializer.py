"""How the weights start: a histogram of them, with what their initializer promises."""

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.figures.kernel_card import weight_text
from sepviz.figures.weight_histogram import weight_histogram
from sepviz.layers import INITIALIZERS
from sepviz.layers.initializers import TRUNCATED_DEVIATION, fans, target_variance
from sepviz.text import Translator
from sepviz.ui.pages.code.example_layer import Specimen
from sepviz.ui.session import state

_MOST_BINS = 41


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What an initializer says of its values: the formula of its width, the limits, and the deviation."""

    formula: str = ""
    limits: tuple[float, float] | None = None
    deviation: float = 0.0
    normal: bool = False

    def density(self, at: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return the probability density at some values; None where all weights are the same."""
        if not self.deviation:
            return None
        low, high = self.limits or (-math.inf, math.inf)
        inside = (at >= low) & (at <= high)
        if not self.normal:
            return inside / (high - low)
        # What is cut off beyond two deviations of the uncut bell is spread over the rest.
        width = self.deviation / TRUNCATED_DEVIATION if self.limits else self.deviation
        share = math.erf(math.sqrt(2)) if self.limits else 1.0
        bell = np.exp(-np.square(at / width) / 2) / (width * math.sqrt(2 * math.pi))
        return np.where(inside, bell / share, 0.0)


def show(text: Translator, specimen: Specimen) -> None:
    """Show the choice of the initializer, its sentence, the histogram and the numbers."""
    value = st.selectbox(
        text("code.initializer"),
        list(INITIALIZERS),
        key=state.key("initializer"),
        width=420,
        filter_mode=None,
    )
    name = state.keep("initializer", value)
    layer = specimen.with_setting(name)
    values = layer.init_weights(specimen.input_shape, seed=specimen.seed)[specimen.weight]
    promise = promise_of(name, values.shape)
    st.markdown(text(f"arguments.initializers.{name}"))
    if promise.formula:
        st.markdown(text.joined(text("code.fans", formula=promise.formula), text("code.fans_note")))
    _histogram(text, specimen, values, promise)


def promise_of(name: str, shape: tuple[int, ...]) -> Promise:
    """Return what Keras's initializer of this name promises for weights of this shape, by its defaults.

    Examples
    --------
    >>> promise_of("glorot_uniform", (3, 5, 4, 8)).formula
    '√(6 / (60 + 120)) = 0.183'
    """
    if name in ("zeros", "ones", "constant"):
        return Promise()
    if name == "random_normal":
        return Promise(deviation=0.05, normal=True)
    if name == "random_uniform":
        return Promise(limits=(-0.05, 0.05), deviation=0.05 / math.sqrt(3))
    fan_in, fan_out = fans(shape)
    deviation = math.sqrt(target_variance(name, shape))
    connections = f"({fan_in} + {fan_out})" if name.startswith("glorot") else f"{fan_in}"
    if name.endswith("uniform"):
        limit = math.sqrt(3) * deviation
        return Promise(
            formula=f"√(6 / {connections}) = {limit:.3g}", limits=(-limit, limit), deviation=deviation
        )
    limit = 2 * deviation / TRUNCATED_DEVIATION
    return Promise(
        formula=f"√(2 / {connections}) = {deviation:.3g}",
        limits=(-limit, limit),
        deviation=deviation,
        normal=True,
    )


def _histogram(text: Translator, specimen: Specimen, values: Array, promise: Promise) -> None:
    """Show how often each value occurs, and the same as numbers."""
    low, high = _range(values, promise)
    bins = min(_MOST_BINS, 2 * math.ceil(math.sqrt(values.size)) + 1)
    counts, edges = np.histogram(values, bins, (low, high))
    width = (high - low) / bins
    density = promise.density((edges[:-1] + edges[1:]) / 2)
    promised = None if density is None else (density * values.size * width).tolist()
    numbers = text(
        "code.weights_note",
        count=values.size,
        name=specimen.weight,
        low=weight_text(values.min()),
        high=weight_text(values.max()),
        deviation=f"{values.std():.3g}",
    )
    html = weight_histogram(
        counts.tolist(),
        edges.tolist(),
        promised=promised,
        limits=promise.limits,
        names={
            name: text(f"code.histogram.{name}")
            for name in ("weights", "promise", "limit", "axis", "count")
        }
        | {"alt": text("code.histogram.alt", numbers=numbers)},
    )
    st.html(html)
    st.caption(numbers)


def _range(values: Array, promise: Promise) -> tuple[float, float]:
    """Return the part of the axis that holds all weights and both limits."""
    ends = [float(values.min()), float(values.max()), *(promise.limits or ())]
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (low - 0.5, high + 0.5)
