"""Activations as curves, and what each makes of the layer's own outputs."""

from typing import Any

import numpy as np
import streamlit as st

from sepviz.arrays import Array
from sepviz.figures.activation_curves import activation_curves
from sepviz.figures.kernel_card import weight_text
from sepviz.layers import ACTIVATIONS, activate
from sepviz.text import Translator
from sepviz.ui.pages.code.example_layer import Specimen, changed
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.views.charts import chart

_NO_CURVE = ("softmax", "prelu")
_SHOWN = ("none", *ACTIVATIONS)


def show(text: Translator, specimen: Specimen) -> None:
    """Show the curves, the one on screen thick, and a table of what comes out."""
    layer: Any = specimen.layer
    chosen = layer.activation or "none"
    at = np.linspace(-8, 8, 321)
    curves = {
        text(f"activations.{name}"): at if name == "none" else activate(at, name)
        for name in _SHOWN
        if name not in _NO_CURVE
    }
    chart(
        text,
        activation_curves(
            at.tolist(),
            {name: curve.tolist() for name, curve in curves.items()},
            chosen=text(f"activations.{chosen}"),
            x_title=text("code.activation_in"),
            y_title=text("code.activation_out"),
        ),
        name="code_activation",
        alt=text("code.activation_alt", chosen=text(f"activations.{chosen}")),
    )
    _effects(text, specimen, chosen)


def _effects(text: Translator, specimen: Specimen, chosen: str) -> None:
    """Show the range of the outputs and the share that became 0 under each activation."""
    found = effects(specimen.key, specimen)
    names = [text(f"activations.{name}") for name in found]
    marked = [
        f"**{name}** {text('code.on_screen')}" if key == chosen and not specimen.other_kind else name
        for key, name in zip(found, names, strict=True)
    ]
    st.table(
        {
            text("code.activation"): marked,
            text("code.lowest"): [weight_text(low) for low, _, _ in found.values()],
            text("code.highest"): [weight_text(high) for _, high, _ in found.values()],
            text("code.zeros"): [f"{zeros:.1%}" for *_, zeros in found.values()],
        }
    )
    height, width = specimen.x.shape[:2]
    st.caption(text("code.activation_note", height=height, width=width))


@st.cache_data(max_entries=100, show_spinner=False)
def effects(key: str, _specimen: Specimen) -> dict[str, tuple[float, float, float]]:
    """Return lowest and highest output and the share of zeros, by activation."""
    layer = changed(_specimen.layer, activation=None)
    with FEATURE_MAPS.take(3 * _specimen.output_bytes):
        y = layer.apply(_specimen.x, _specimen.weights)
        alpha = np.zeros(y.shape[-1], np.float32)  # as Keras starts it
        results = ((name, y if name == "none" else activate(y, name, alpha=alpha)) for name in _SHOWN)
        return {name: _summary(values) for name, values in results}


def _summary(values: Array) -> tuple[float, float, float]:
    """Return the lowest and the highest value, and the share of zeros."""
    return float(values.min()), float(values.max()), float((values == 0).mean())
