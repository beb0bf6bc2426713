"""What a constraint makes of the weights after a training step: before and after."""

from typing import Any

import numpy as np
import streamlit as st

from sepviz.arrays import Array
from sepviz.figures.kernel_card import weight_text
from sepviz.figures.lab_kernels import KernelPart, kernel_equation
from sepviz.layers import CONSTRAINTS
from sepviz.text import Translator
from sepviz.ui.pages.code.example_layer import Specimen
from sepviz.ui.widgets import inputs

_CLASSES = {
    "max_norm": "MaxNorm",
    "non_neg": "NonNeg",
    "unit_norm": "UnitNorm",
    "min_max_norm": "MinMaxNorm",
}
_MOST = 5
_MULTIPLIER_AXES = {"depthwise_kernel": [0, 1]}
_WHOLE_FILTER = [0, 1, 2]


def show(text: Translator, specimen: Specimen) -> None:
    """Show the choice of the constraint, and the weights before and after."""
    name = inputs.segments(
        text, "constraint", tuple(CONSTRAINTS), _CLASSES.__getitem__, label="code.constraint"
    )
    st.markdown(text(f"arguments.constraints.{name}"))
    for axis in axes(name, specimen.weight):
        _before_and_after(text, specimen, name, axis)
    if specimen.weight == "bias":
        st.caption(text("code.bias_note"))


def axes(name: str, weight: str) -> list[int | list[int] | None]:
    """Return the axes that are worth comparing: Keras's default, and a whole filter; None for no norm.

    Examples
    --------
    >>> axes("max_norm", "kernel"), axes("max_norm", "bias"), axes("non_neg", "kernel")
    ([0, [0, 1, 2]], [0], [None])
    """
    if "axis" not in CONSTRAINTS[name]:
        return [None]
    return [0] if weight == "bias" else [0, _MULTIPLIER_AXES.get(weight, _WHOLE_FILTER)]


def _before_and_after(
    text: Translator, specimen: Specimen, name: str, axis: int | list[int] | None
) -> None:
    """Show one setting: how it is written, a part of the weights, and the norms of all of them."""
    settings: dict[str, Any] = CONSTRAINTS[name] | ({} if axis is None else {"axis": axis})
    before = specimen.weights[specimen.weight]
    after = specimen.with_setting((name, settings)).constrain(specimen.weights)[specimen.weight]
    written = ", ".join(f"{key}={value}" for key, value in settings.items())
    st.markdown(f"`{specimen.argument}={_CLASSES[name]}({written})`")
    parts = [
        KernelPart(caption=text("code.before"), weights=_part(before)),
        KernelPart(caption=text("code.after"), weights=_part(after), sign="→"),
    ]
    st.html(f'<div class="scroll" tabindex="0">{kernel_equation(parts)}</div>')
    if axis is None:
        negative = int((before < 0).sum())
        st.caption(text("code.negative_note", negative=negative, count=before.size, name=specimen.weight))
        return
    norms = [_norms(values, axis) for values in (before, after)]
    st.caption(text("code.norms_note", axis=axis, before=norms[0], after=norms[1], count=before.size))


def _part(weights: Array) -> Array:
    """Return the 2-D part that is drawn: a kernel, a corner of the 1 x 1 weights, or some biases."""
    if weights.ndim == 1:
        return weights[np.newaxis, :_MOST]
    return weights[0, 0, :_MOST, :_MOST] if weights.shape[:2] == (1, 1) else weights[:, :, 0, 0]


def _norms(weights: Array, axis: int | list[int]) -> str:
    """Return the smallest and the largest norm over some axes."""
    along = tuple(axis) if isinstance(axis, list) else axis
    norms = np.sqrt(np.square(weights.astype(float)).sum(axis=along))
    return f"{weight_text(norms.min())} … {weight_text(norms.max())}"
