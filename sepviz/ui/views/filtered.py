"""A picture filtered by two kernels and the difference, as finished pictures with their numbers."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, scale_of
from sepviz.figures.kernel_card import weight_text
from sepviz.figures.sheet import map_png
from sepviz.ops import depthwise_conv2d
from sepviz.text import Translator
from sepviz.ui.session.picture import Picture
from sepviz.ui.views.legend import Legend, difference_scale, legend_html, legend_of, relative_difference

_QUANTILE = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One finished map with what its legend says."""

    png: bytes
    legend: Legend
    shape: tuple[int, int]
    own_scale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two results on one scale, their difference on its own, and how large it is.

    ``relative`` is the root mean square of the difference over that of the first result,
    ``largest`` the largest difference of a pixel.
    """

    first: Shown
    second: Shown
    difference: Shown
    relative: float
    largest: float


def grey(picture: Picture) -> NDArray[np.float64]:
    """Return the mean of a picture's channels, in the float64 in which the lab compares."""
    return picture.pixels.mean(axis=2, dtype=np.float64)


def filtered(values: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slide a kernel over a grey picture, without a flip, zeros around it.

    Examples
    --------
    >>> filtered(np.ones((2, 3)), np.ones((3, 3)))
    array([[4., 6., 4.],
           [4., 6., 4.]])
    """
    return depthwise_conv2d(values[:, :, None], kernel[:, :, None, None], padding="same")[:, :, 0]


@st.cache_data(max_entries=200, max_size="60MB", show_spinner=False)
def compare(
    digest: str,
    first: str,
    second: str,
    *,
    _picture: Picture,
    _kernels: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> Compared:
    """Filter a picture with two kernels; ``digest``, ``first`` and ``second`` say which these are."""
    values = grey(_picture)
    one, two = (filtered(values, kernel) for kernel in _kernels)
    difference = one - two
    scale = scale_of(np.stack([one, two]), signed=True, quantile=_QUANTILE)
    return Compared(
        first=_shown(one, scale),
        second=_shown(two, scale),
        difference=_difference(difference, scale),
        relative=relative_difference(difference, one),
        largest=float(np.abs(difference).max()),
    )


def _shown(values: NDArray[np.float64], scale: Scale) -> Shown:
    """Draw a map and gather what its legend says."""
    height, width = values.shape
    png = map_png(values, scale, side=512)
    return Shown(png=png, legend=legend_of(values, scale), shape=(height, width))


def _difference(difference: NDArray[np.float64], results: Scale) -> Shown:
    """Draw a difference on a scale of its own, or on that of the results where it is only rounding."""
    scale = difference_scale(difference, results)
    return replace(_shown(difference, scale), own_scale=scale is not results)


def show(text: Translator, title: str, shown: Shown) -> None:
    """Show one map under its title, with its legend and a text equivalent."""
    low, high = weight_text(shown.legend.low), weight_text(shown.legend.high)
    height, width = shown.shape
    st.markdown(f"**{title}**")
    st.image(
        shown.png,
        width="stretch",
        output_format="PNG",
        alt=text("lab.map_alt", title=title, height=height, width=width, low=low, high=high),
    )
    st.html(
        legend_html(text, shown.legend, text("lab.scale_own" if shown.own_scale else "lab.scale_shared"))
    )
