"""Is it the same: a depthwise-separable layer as one standard layer, and standard layers projected back."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, css_gradient, scale_of
from sepviz.figures.kernel_card import weight_text
from sepviz.figures.lab_residual import residual_chart
from sepviz.figures.sheet import sheet_png
from sepviz.layers import SeparableConv2D
from sepviz.ops import conv2d, separable_conv2d
from sepviz.separability import approximate_depthwise_separable, as_standard_kernel
from sepviz.text import Translator
from sepviz.ui import state
from sepviz.ui.budget import FEATURE_MAPS
from sepviz.ui.lab.banks import CHANNELS, FILTERS, MOST, SIZE, bank
from sepviz.ui.lab.filtered import difference_scale
from sepviz.ui.parameters import LAB_BANKS, PARAMETERS, Taps, Whole
from sepviz.ui.pictures import Picture

Kernel = NDArray[np.float64]

_LABELS = [str(channel) for channel in range(FILTERS)]
_SHEET_WIDTH, _WIDE_SHEET = 560, 960
_EXACT = 1e-24


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The channels of two layers and, where it is drawn, of their difference."""

    first: bytes
    second: bytes
    difference: bytes
    scale: Scale
    difference_scale: Scale
    largest: float
    largest_value: float
    relative: float
    shape: tuple[int, int]


def show(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Show the way there, which is exact, and the way back, which costs rank."""
    with st.container(key="lab_same"):
        st.header(text("lab.same_there"))
        _there(text, picture, kernel)
        st.header(text("lab.same_back"))
        _back(text, picture)


def _there(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Run a depthwise-separable layer and the one standard layer that equals it."""
    st.markdown(text("lab.same_there_lead", filters=FILTERS))
    seed = _seed(text)
    sheets = twins(picture.digest, Taps().canonical(kernel), seed, _picture=picture, _kernel=kernel)
    share = sheets.largest / sheets.largest_value if sheets.largest_value else 0.0
    numbers = {"largest": f"{sheets.largest:.1e}", "share": f"{share:.1e}"}
    st.success(text("lab.same_difference", **numbers))
    left, right = st.columns(2)
    kh, kw = kernel.shape
    with left:
        formula = f"{kh} x {kw} x {CHANNELS} + {CHANNELS} x {FILTERS} = {separable_count((kh, kw), 1)}"
        _sheet(text, text("lab.as_separable"), sheets.first, sheets, formula)
    with right:
        formula = f"{kh} x {kw} x {CHANNELS} x {FILTERS} = {standard_count((kh, kw))}"
        _sheet(text, text("lab.as_standard"), sheets.second, sheets, formula)
    st.html(_legend(text, sheets.scale))


def _back(text: Translator, picture: Picture) -> None:
    """Project a standard bank on depthwise separable for the chosen depth multiplier."""
    name, multiplier = _controls(text)
    seed = state.settings()["seed"]
    shares = residuals(name, seed)
    exact = next(m for m, share in enumerate(shares, 1) if share < _EXACT)
    st.markdown(text(f"lab.bank_{name}", exact=exact, most=MOST))
    curve = ", ".join(f"{m}: {share:.1%}" for m, share in enumerate(shares, 1))
    st.plotly_chart(
        residual_chart(
            shares,
            chosen=multiplier,
            x_title=text("controls.depth_multiplier"),
            y_title=text("lab.residual"),
        ),
        key="_lab_residual",
        alt=text("lab.residual_alt", curve=curve),
    )
    st.markdown(_counts(text, multiplier, shares[multiplier - 1]))
    sheets = projected(picture.digest, name, seed, multiplier, _picture=picture)
    st.markdown(
        text(
            "lab.projected_error",
            picture=f"{sheets.relative:.2%}",
            largest=weight_text(sheets.largest),
        )
    )
    left, right = st.columns(2)
    with left:
        _sheet(text, text("lab.bank_standard"), sheets.first, sheets)
    with right:
        _sheet(text, text("lab.bank_projected", multiplier=multiplier), sheets.second, sheets)
    st.html(_legend(text, sheets.scale))
    _sheet(text, text("lab.difference_own"), sheets.difference, sheets)
    st.html(_legend(text, sheets.difference_scale))
    st.info(text("lab.lesson", window=SIZE * SIZE, filters=FILTERS, most=MOST))


def _seed(text: Translator) -> int:
    """Show the seed of the random weights."""
    bounds = PARAMETERS["seed"]
    assert isinstance(bounds, Whole)
    value = st.number_input(
        text("controls.seed"),
        bounds.minimum,
        bounds.maximum,
        step=1,
        key=state.key("seed"),
        help=text("controls.seed_help"),
        width=220,
    )
    return int(state.keep("seed", value))


def _controls(text: Translator) -> tuple[str, int]:
    """Show the choice of the bank and of the depth multiplier."""
    name = st.segmented_control(
        text("lab.bank"),
        LAB_BANKS,
        format_func=lambda option: text(f"lab.banks.{option}"),
        key=state.key("bank"),
        required=True,
    )
    multiplier = st.slider(
        text("controls.depth_multiplier"),
        1,
        MOST,
        key=state.key("depth_multiplier"),
        help=text("controls.depth_multiplier_help"),
    )
    return str(state.keep("bank", name)), int(state.keep("depth_multiplier", multiplier))


def standard_count(size: tuple[int, int]) -> int:
    """Return the multiplications of the standard layer for one pixel of all outputs.

    Examples
    --------
    >>> standard_count((5, 5))
    600
    """
    return size[0] * size[1] * CHANNELS * FILTERS


def separable_count(size: tuple[int, int], multiplier: int) -> int:
    """Return the multiplications of the depthwise-separable layer for one pixel of all outputs.

    Examples
    --------
    >>> separable_count((5, 5), 2)
    198
    """
    return multiplier * (size[0] * size[1] * CHANNELS + CHANNELS * FILTERS)


def _counts(text: Translator, multiplier: int, lost: float) -> str:
    """Say what the projection costs and loses."""
    full, split = standard_count((SIZE, SIZE)), separable_count((SIZE, SIZE), multiplier)
    window = f"{SIZE} x {SIZE} x {CHANNELS}"
    return text(
        "lab.bank_counts" if split < full else "lab.bank_counts_not",
        multiplier=multiplier,
        lost=f"{lost:.2%}",
        split=f"{multiplier} x ({window} + {CHANNELS} x {FILTERS}) = {split}",
        full=f"{window} x {FILTERS} = {full}",
    )


@st.cache_data(max_entries=100, show_spinner=False)
def residuals(name: str, seed: int) -> list[float]:
    """Return the lost share of the energy for each depth multiplier up to the exact one."""
    kernel = bank(name, seed)
    every = range(1, MOST + 1)
    return [approximate_depthwise_separable(kernel, m).residual_energy for m in every]


@st.cache_data(max_entries=60, max_size="40MB", show_spinner=False)
def twins(digest: str, canonical: str, seed: int, *, _picture: Picture, _kernel: Kernel) -> Sheets:
    """Run the kernel on each channel and a random mix, then the one standard layer, both in float64."""
    x = _picture.values.astype(np.float64)
    depthwise = np.repeat(_kernel[:, :, np.newaxis, np.newaxis], CHANNELS, axis=2)
    layer = SeparableConv2D(filters=FILTERS, kernel_size=_kernel.shape, use_bias=False)
    mix = layer.init_weights(x.shape, seed=seed)["pointwise_kernel"].astype(np.float64)
    with _memory(x):
        one = separable_conv2d(x, depthwise, mix, padding="same")
        other = conv2d(x, as_standard_kernel(depthwise, mix), padding="same")
        return _sheets(one, other, _SHEET_WIDTH)


@st.cache_data(max_entries=60, max_size="40MB", show_spinner=False)
def projected(digest: str, name: str, seed: int, multiplier: int, *, _picture: Picture) -> Sheets:
    """Run a bank and its projection on depthwise separable."""
    x, kernel = _picture.values.astype(np.float64), bank(name, seed)
    fit = approximate_depthwise_separable(kernel, multiplier)
    with _memory(x):
        near = separable_conv2d(x, fit.depthwise_kernel, fit.pointwise_kernel, padding="same")
        return _sheets(conv2d(x, kernel, padding="same"), near, _SHEET_WIDTH)


def _memory(x: Kernel) -> AbstractContextManager[None]:
    """Wait until there is room for both results, their difference and what it takes to draw them."""
    return FEATURE_MAPS.take(5 * x[:, :, 0].size * FILTERS * x.itemsize)


def _sheets(first: Kernel, second: Kernel, width: int) -> Sheets:
    """Draw both results on one scale and their difference on its own."""
    difference = first - second
    scale = scale_of(np.stack([first, second])[:, ::3, ::3], signed=True, quantile=0.999)
    own = difference_scale(difference, scale)
    size = float(np.sqrt((first**2).mean()))
    return Sheets(
        first=sheet_png(first, scale, _LABELS, sheet_width=width),
        second=sheet_png(second, scale, _LABELS, sheet_width=width),
        difference=sheet_png(difference, own, _LABELS, sheet_width=_WIDE_SHEET),
        scale=scale,
        difference_scale=own,
        largest=float(np.abs(difference).max()),
        largest_value=float(np.abs(first).max()),
        relative=float(np.sqrt((difference**2).mean())) / size if size else 0.0,
        shape=first.shape[:2],
    )


def _sheet(text: Translator, title: str, png: bytes, sheets: Sheets, formula: str = "") -> None:
    """Show the eight channels of one layer under its title and count."""
    height, width = sheets.shape
    note = f" · {text('lab.per_pixel')}: {formula}" if formula else ""
    st.markdown(f"**{title}**{note}")
    alt = text("lab.sheet_alt", title=title, count=FILTERS, height=height, width=width)
    st.image(png, output_format="PNG", alt=alt)


def _legend(text: Translator, scale: Scale) -> str:
    """Return the bar of colours between the values at its ends."""
    low, high = weight_text(scale.lowest), weight_text(scale.limit)
    return (
        f'<div class="legend"><span>{low}</span><span class="bar" role="img" '
        f'aria-label="{text("maps.legend_alt", low=low, high=high)}" '
        f'style="background:{css_gradient(signed=True)}"></span><span>{high}</span></div>'
    )
