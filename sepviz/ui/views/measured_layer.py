"""The time of one of MobileNet's layers on this server, beside its multiplications."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import streamlit as st

from sepviz.costs import count
from sepviz.costs.stopwatch import measure
from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.lessons.numbers import by, ratio
from sepviz.text import Translator
from sepviz.ui.views.measured_time import stamp

_SHAPE, _FILTERS = (112, 112, 32), 64
"""MobileNet's first depthwise-separable layer: few channels, much depthwise work."""


@st.cache_data(ttl=3600, show_spinner=False)
def timed() -> tuple[str, str, datetime]:
    """Return how many times fewer multiplications and less time the layer takes here, and when that was."""
    common: dict[str, Any] = {"filters": _FILTERS, "kernel_size": 3, "padding": "same", "use_bias": False}
    layers = Conv2D(**common), SeparableConv2D(**common)
    x = np.ones(_SHAPE, np.float32)
    times = [
        measure(layer, x, layer.init_weights(_SHAPE, seed=0), runs=9, seconds=0.6).fastest
        for layer in layers
    ]
    standard, separable = (count(layer, _SHAPE) for layer in layers)
    return ratio(standard, separable), f"{times[0] / times[1]:.1f}", datetime.now(UTC)


def sentences(text: Translator) -> tuple[str, str]:
    """Return both figures in words, and when and on what they were measured."""
    counted, measured, at = timed()
    layer = f"{by(*_SHAPE)} → {_FILTERS}"
    return text("walk.measured", layer=layer, counted=counted, measured=measured), stamp(text, at)
