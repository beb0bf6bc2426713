"""Batch normalisation behind the layer on screen: a scale and a shift, folded into its kernel."""

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, scale_of
from sepviz.figures.kernel_card import weight_text
from sepviz.figures.sheet import map_png
from sepviz.layers import fold_batch_norm, scale_and_shift
from sepviz.text import Translator
from sepviz.ui.pages.code.example_layer import Specimen, changed, specimen_of
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.session.kinds import Layer
from sepviz.ui.session.run import Run
from sepviz.ui.session.weights import Weights
from sepviz.ui.views import filtered, terms
from sepviz.ui.views.filtered import Shown
from sepviz.ui.views.legend import legend_of

EPSILON = 1e-3
_LISTED = 4
_QUANTILE = 0.999
_ARRAYS = 5  # of the output's size, at the same time
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """What batch normalisation keeps of each channel."""

    gamma: Array
    beta: Array
    mean: Array
    variance: Array

    def settings(self) -> dict[str, Any]:
        """Return the arguments of ``scale_and_shift`` and ``fold_batch_norm``."""
        arrays = {name: getattr(self, name) for name in ("gamma", "beta", "mean", "variance")}
        return arrays | {"epsilon": EPSILON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Both ways to the same output, compared, and the first channel as pictures."""

    normalisation: Normalisation
    kernel: str
    difference: float
    largest: float
    maps: tuple[Shown, Shown, Shown]
    convolution_weights: int
    folded_weights: int
    channels: int


def show(text: Translator, run: Run) -> None:
    """Show the scale and shift, the folded kernel's output beside the other, and what is saved."""
    st.header(text("code.folding"), anchor="batch-norm")
    st.markdown(terms.linked(text, text("code.folding_lead")))
    # The nearest layer that has a kernel, and so a place for the scale, for each output channel.
    specimen = specimen_of("activation", run)
    found = fold(specimen.key, specimen.seed, specimen)
    st.markdown(text("code.folding_formulas", epsilon=EPSILON))
    _numbers(text, found.normalisation)
    st.markdown(
        text(
            "code.folding_same",
            kernel=f"`{found.kernel}`",
            difference=f"{found.difference:.1e}",
            share=f"{found.difference / found.largest:.1e}" if found.largest else "0",
        )
    )
    names = ("folding_convolution", "folding_normalised", "folding_folded")
    for column, name, shown in zip(st.columns(3), names, found.maps, strict=True):
        with column:
            filtered.show(text, text(f"code.{name}"), shown)
    st.markdown(_savings(text, found))
    st.caption(terms.linked(text, text("code.folding_relu")))


def _numbers(text: Translator, normalisation: Normalisation) -> None:
    """Show the numbers of the first channels, and the scale and shift that they come to."""
    scale, shift = scale_and_shift(**normalisation.settings())
    columns = {
        "gamma": normalisation.gamma,
        "beta": normalisation.beta,
        text("code.mean"): normalisation.mean,
        text("code.variance"): normalisation.variance,
        text("code.scale"): scale,
        text("code.shift"): shift,
    }
    channels = [str(index) for index in range(len(scale))][:_LISTED]
    shown = {name: [weight_text(value) for value in values[:_LISTED]] for name, values in columns.items()}
    st.html(_table({text("code.channel"): channels} | shown))
    if len(scale) > _LISTED:
        st.caption(text("code.more_channels", count=len(scale) - _LISTED))


def _table(columns: dict[str, list[str]]) -> str:
    """Return a table as HTML: Streamlit's own would have the browser load a library for it."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    rows = zip(*columns.values(), strict=True)
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return (
        '<div class="scroll" tabindex="0"><table class="bill"><thead>'
        f"<tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _savings(text: Translator, found: Folded) -> str:
    """Return what is stored and multiplied with and without a normalisation of its own."""
    return text(
        "code.folding_savings",
        weights=found.convolution_weights,
        channels=found.channels,
        learned=2 * found.channels,
        before=found.convolution_weights + 4 * found.channels,
        after=found.folded_weights,
        bias=found.folded_weights - found.convolution_weights,
    )


@st.cache_data(max_entries=60, max_size="40MB", show_spinner=False)
def fold(key: str, seed: int, _specimen: Specimen) -> Folded:
    """Normalise the layer's output on a corner of the picture, and fold the same into its kernel."""
    layer = changed(_specimen.layer, activation=None)  # normalisation stands before the activation
    x = _specimen.x.astype(np.float64)
    weights = {name: values.astype(np.float64) for name, values in _specimen.weights.items()}
    with FEATURE_MAPS.take(_ARRAYS * _specimen.output_bytes):
        y = layer.apply(x, weights)
        normalisation = as_if_trained(y, seed)
        scale, shift = scale_and_shift(**normalisation.settings())
        normalised = y * scale + shift
        folded_layer, folded_weights = folded(layer, weights, normalisation)
        output = folded_layer.apply(x, folded_weights)
        return Folded(
            normalisation=normalisation,
            kernel=layer.KERNELS[-1],
            difference=float(np.abs(output - normalised).max()),
            largest=float(np.abs(normalised).max()),
            maps=_first_channel(y, normalised, output),
            convolution_weights=sum(values.size for values in weights.values()),
            folded_weights=sum(values.size for values in folded_weights.values()),
            channels=y.shape[2],
        )


def as_if_trained(y: Array, seed: int) -> Normalisation:
    """Return the true statistics of an output, and a scale and shift as training might have learned."""
    generator = np.random.default_rng(seed)
    channels = (y.shape[-1],)
    return Normalisation(
        gamma=generator.uniform(0.5, 1.5, channels),
        beta=generator.normal(0.0, 0.5, channels),
        mean=np.mean(y, axis=(0, 1)),
        variance=np.var(y, axis=(0, 1)),
    )


def folded(layer: Layer, weights: Weights, normalisation: Normalisation) -> tuple[Layer, Weights]:
    """Return the layer, with a bias, that does its normalisation as well."""
    name = layer.KERNELS[-1]
    kernel, bias = fold_batch_norm(weights[name], bias=weights.get("bias"), **normalisation.settings())
    return changed(layer, use_bias=True), weights | {name: kernel, "bias": bias}


def _first_channel(convolved: Array, normalised: Array, output: Array) -> tuple[Shown, Shown, Shown]:
    """Draw the first channel three times; the two that should agree share one scale."""
    own, shared = (
        scale_of(maps[:, :, 0], signed=True, quantile=_QUANTILE) for maps in (convolved, normalised)
    )
    return (
        replace(_shown(convolved, own), own_scale=True),
        _shown(normalised, shared),
        _shown(output, shared),
    )


def _shown(maps: Array, scale: Scale) -> Shown:
    """Draw the first channel and gather what its legend says."""
    values = maps[:, :, 0]
    height, width = values.shape
    return Shown(
        png=map_png(values, scale, side=360), legend=legend_of(values, scale), shape=(height, width)
    )
