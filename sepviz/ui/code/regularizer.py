"""What weights or outputs add to the loss: the penalty of each regularizer, with its formula."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.text import Translator
from sepviz.ui.code.specimen import Specimen

_FACTOR = 0.01
_SETTINGS: dict[str, tuple[str, dict[str, float]]] = {
    "L1(0.01)": ("l1", {"l1": _FACTOR}),
    "L2(0.01)": ("l2", {"l2": _FACTOR}),
    "L1L2(l1=0.01, l2=0.01)": ("l1_l2", {"l1": _FACTOR, "l2": _FACTOR}),
}


def show(text: Translator, specimen: Specimen) -> None:
    """Show the three penalties on this layer, and what they add up."""
    activity = specimen.argument.startswith("activity")
    values = output(specimen.key, specimen) if activity else specimen.weights[specimen.weight]
    sums = {"l1": float(np.abs(values).sum(dtype=float)), "l2": float(np.square(values).sum(dtype=float))}
    rows = [(name, *_penalty(specimen, setting, values, sums)) for name, setting in _SETTINGS.items()]
    st.table(
        {
            text("code.setting"): [f"`{specimen.argument}={name}`" for name, *_ in rows],
            text("code.formula"): [formula for _, formula, _ in rows],
            text("code.penalty"): [f"{penalty:.4g}" for *_, penalty in rows],
        }
    )
    if activity:
        height, width = specimen.x.shape[:2]
        st.caption(text("code.activity_note", height=height, width=width, count=values.size))
    else:
        st.caption(text("code.penalty_note", count=values.size, name=specimen.weight))
    _bias_note(text, specimen)


def _penalty(
    specimen: Specimen, setting: tuple[str, dict[str, float]], values: NDArray, sums: dict[str, float]
) -> tuple[str, float]:
    """Return the formula with its numbers, and what the layer says."""
    layer: Any = specimen.with_setting(setting)
    activity = specimen.argument.startswith("activity")
    penalty = layer.activity_penalty(values) if activity else layer.penalty(specimen.weights)
    signs = {"l1": "Σ|v|", "l2": "Σv²"}
    left = " + ".join(f"{factor} x {signs[kind]}" for kind, factor in setting[1].items())
    right = " + ".join(f"{factor} x {sums[kind]:.4g}" for kind, factor in setting[1].items())
    return f"{left} = {right}", penalty


@st.cache_data(max_entries=30, max_size="60MB", show_spinner=False)
def output(key: str, _specimen: Specimen) -> NDArray[np.float32]:
    """Return what the layer puts out on the corner of the picture."""
    return _specimen.layer.apply(_specimen.x, _specimen.weights)


def _bias_note(text: Translator, specimen: Specimen) -> None:
    """Say where the bias comes from."""
    if specimen.weight == "bias":
        st.caption(text("code.bias_note"))
