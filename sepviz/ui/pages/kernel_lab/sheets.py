"""The channels of two layers as sheets on one scale, and of their difference on a scale of its own."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.colour import scale_of
from sepviz.figures.sheet import sheet_png
from sepviz.text import Translator
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.views.legend import Legend, difference_scale, legend_of, relative_difference

Maps = NDArray[np.float64]

_WIDTH, _WIDE = 560, 960
_QUANTILE = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """Finished sheets with their numbers; `relative`, `largest`, `own_scale` are of the difference."""

    first: bytes
    second: bytes
    difference: bytes
    legend: Legend
    difference_legend: Legend
    relative: float
    largest: float
    largest_value: float
    shape: tuple[int, int, int]
    own_scale: bool


def sheets_of(first: Maps, second: Maps) -> Sheets:
    """Draw two stacks of maps (H, W, C) and their difference."""
    difference, both = first - second, np.stack([first, second])
    # A quantile of all values would take longer than the convolutions.
    scale = scale_of(both[:, ::3, ::3], signed=True, quantile=_QUANTILE)
    own = difference_scale(difference, scale)
    height, width, count = first.shape
    labels = [str(channel) for channel in range(count)]
    return Sheets(
        first=sheet_png(first, scale, labels, sheet_width=_WIDTH),
        second=sheet_png(second, scale, labels, sheet_width=_WIDTH),
        difference=sheet_png(difference, own, labels, sheet_width=_WIDE),
        legend=legend_of(both, scale),
        difference_legend=legend_of(difference, own),
        relative=relative_difference(difference, first),
        largest=float(np.abs(difference).max()),
        largest_value=float(np.abs(first).max()),
        shape=(height, width, count),
        own_scale=own is not scale,
    )


def memory(x: Maps, filters: int) -> AbstractContextManager[None]:
    """Wait until there is room for both results, their difference and what it takes to draw them."""
    return FEATURE_MAPS.take(5 * x[:, :, 0].size * filters * x.itemsize)


def show(text: Translator, title: str, png: bytes, sheets: Sheets, note: str = "") -> None:
    """Show one sheet under its title."""
    height, width, count = sheets.shape
    st.markdown(f"**{title}**{f' · {note}' if note else ''}")
    alt = text("lab.sheet_alt", title=title, count=count, height=height, width=width)
    st.image(png, output_format="PNG", alt=alt)
