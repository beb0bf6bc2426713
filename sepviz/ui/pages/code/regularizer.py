"""What weights or outputs add to the loss: the penalty of each regularizer, with its formula."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from sepviz.arrays import Array
from sepviz.text import Translator
from sepviz.ui.pages.code.example_layer import Specimen
from sepviz.ui.server.budget import FEATURE_MAPS

_FACTOR = 0.01
_SIGNS = {"l1": "Σ|v|", "l2": "Σv²"}
_SETTINGS: dict[str, tuple[str, dict[str, float]]] = {
    "L1(0.01)": ("l1", {"l1": _FACTOR}),
    "L2(0.01)": ("l2", {"l2": _FACTOR}),
    "L1L2(l1=0.01, l2=0.01)": ("l1_l2", {"l1": _FACTOR, "l2": _FACTOR}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalties:
    """The penalty of each setting, the two sums that they are made of, and of how many values."""

    values: dict[str, float]
    sums: dict[str, float]
    size: int


def show(text: Translator, specimen: Specimen) -> None:
    """Show the three penalties on this layer, and over what they sum."""
    activity = specimen.argument.startswith("activity")
    found = of_outputs(specimen.key, specimen) if activity else _of_weights(specimen)
    st.table(
        {
            text("code.setting"): [f"`{specimen.argument}={name}`" for name in _SETTINGS],
            text("code.formula"): [
                text.formula(_formula(factors, found.sums)) for _, factors in _SETTINGS.values()
            ],
            text("code.penalty"): [f"{found.values[name]:.4g}" for name in _SETTINGS],
        }
    )
    if activity:
        height, width = specimen.x.shape[:2]
        st.caption(text("code.activity_note", height=height, width=width, count=found.size))
    else:
        st.caption(text("code.penalty_note", count=found.size, name=specimen.weight))
    if specimen.weight == "bias":
        st.caption(text("code.bias_note"))


def _formula(factors: dict[str, float], sums: dict[str, float]) -> str:
    """Return the formula, and again with its numbers."""
    words = " + ".join(f"{factor} x {_SIGNS[kind]}" for kind, factor in factors.items())
    numbers = " + ".join(f"{factor} x {sums[kind]:.4g}" for kind, factor in factors.items())
    return f"{words} = {numbers}"


def _of_weights(specimen: Specimen) -> Penalties:
    """Return what the layer adds for its weights."""
    penalties = {
        name: specimen.with_setting(setting).penalty(specimen.weights)
        for name, setting in _SETTINGS.items()
    }
    return _penalties(penalties, specimen.weights[specimen.weight])


@st.cache_data(max_entries=100, show_spinner=False)
def of_outputs(key: str, _specimen: Specimen) -> Penalties:
    """Return what the layer adds for its outputs on the corner of the picture."""
    with FEATURE_MAPS.take(3 * _specimen.output_bytes):
        y = _specimen.layer.apply(_specimen.x, _specimen.weights)
        penalties = {
            name: _specimen.with_setting(setting).activity_penalty(y) for name, setting in _SETTINGS.items()
        }
        return _penalties(penalties, y)


def _penalties(penalties: dict[str, float], values: Array) -> Penalties:
    """Gather penalties and the sums over the values that they are for."""
    sums = {
        "l1": float(np.abs(values).sum(dtype=np.float64)),
        "l2": float(np.square(values).sum(dtype=np.float64)),
    }
    return Penalties(values=penalties, sums=sums, size=values.size)
