"""Is it the same: a depthwise-separable layer as one standard layer, and standard layers projected back."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.layers import SeparableConv2D
from sepviz.ops import conv2d, separable_conv2d
from sepviz.separability import as_standard_kernel
from sepviz.text import Translator
from sepviz.ui.pages.kernel_lab import projection, sheets
from sepviz.ui.pages.kernel_lab.banks import CHANNELS, FILTERS
from sepviz.ui.pages.kernel_lab.sheets import Sheets
from sepviz.ui.session.parameters import Taps
from sepviz.ui.session.picture import Picture
from sepviz.ui.views.legend import legend_html
from sepviz.ui.widgets import inputs

Kernel = NDArray[np.float64]


def show(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Show the way there, which is exact, and the way back, which costs rank."""
    with st.container(key="lab_same"):
        st.header(text("lab.same_there"))
        _there(text, picture, kernel)
        st.header(text("lab.same_back"))
        projection.show(text, picture)


def _there(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Run a depthwise-separable layer and the one standard layer that equals it."""
    st.markdown(text("lab.same_there_lead", filters=FILTERS))
    seed = inputs.number("seed", text("controls.seed"), about=text("controls.seed_help"), width=220)
    both = twins(picture.digest, Taps().canonical(kernel), seed, _picture=picture, _kernel=kernel)
    share = both.largest / both.largest_value if both.largest_value else 0.0
    st.success(text("lab.same_difference", largest=f"{both.largest:.1e}", share=f"{share:.1e}"))
    kh, kw = kernel.shape
    split = (
        f"{kh} x {kw} x {CHANNELS} + {CHANNELS} x {FILTERS} = {kh * kw * CHANNELS + CHANNELS * FILTERS:,}"
    )
    full = f"{kh} x {kw} x {CHANNELS} x {FILTERS} = {kh * kw * CHANNELS * FILTERS:,}"
    for column, name, png, formula in zip(
        st.columns(2),
        ("as_separable", "as_standard"),
        (both.first, both.second),
        (split, full),
        strict=True,
    ):
        with column:
            sheets.show(
                text,
                text(f"lab.{name}"),
                png,
                both,
                text("app.pair", name=text("lab.per_pixel"), value=formula),
            )
    st.html(legend_html(text, both.legend))


@st.cache_data(max_entries=60, max_size="40MB", show_spinner=False)
def twins(digest: str, canonical: str, seed: int, *, _picture: Picture, _kernel: Kernel) -> Sheets:
    """Run the kernel on each channel and a random mix, then the one standard layer, both in float64."""
    x = _picture.pixels.astype(np.float64)
    depthwise = np.repeat(_kernel[:, :, np.newaxis, np.newaxis], CHANNELS, axis=2)
    layer = SeparableConv2D(filters=FILTERS, kernel_size=_kernel.shape, use_bias=False)
    mix = layer.init_weights(x.shape, seed=seed)["pointwise_kernel"].astype(np.float64)
    with sheets.memory(x, FILTERS):
        one = separable_conv2d(x, depthwise, mix, padding="same")
        other = conv2d(x, as_standard_kernel(depthwise, mix), padding="same")
        return sheets.sheets_of(one, other)
