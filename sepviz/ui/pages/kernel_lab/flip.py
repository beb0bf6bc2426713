"""Cross-correlation against convolution: for which kernels the flip makes a difference."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.lab_kernels import KernelPart, kernel_equation
from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.parameters import Taps
from sepviz.ui.session.picture import Picture
from sepviz.ui.views import filtered

Kernel = NDArray[np.float64]


def symmetry(kernel: Kernel) -> str:
    """Return what turning a kernel by 180 degrees does: ``"same"``, ``"sign"`` or ``"different"``.

    Examples
    --------
    >>> symmetry(np.array([[1.0, 2.0, 1.0]])), symmetry(np.array([[-1.0, 0.0, 1.0]]))
    ('same', 'sign')
    >>> symmetry(np.array([[1.0, 2.0]]))
    'different'
    """
    turned = kernel[::-1, ::-1]
    dust = 1e-12 * float(np.abs(kernel).max())
    if np.allclose(kernel, turned, rtol=0, atol=dust):
        return "same"
    return "sign" if np.allclose(kernel, -turned, rtol=0, atol=dust) else "different"


def switch(text: Translator, kernel: Kernel) -> None:
    """Show the switch, and what it does to this kernel."""
    state.keep(
        "flip", st.toggle(text("controls.flip"), key=state.key("flip"), help=text("controls.flip_help"))
    )
    st.caption(text(f"lab.flip_{symmetry(kernel)}"))


def show(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Show both results side by side with their difference."""
    turned = kernel[::-1, ::-1]
    st.markdown(f"**{text(f'lab.flip_{symmetry(kernel)}')}** {text('lab.flip_rank')}")
    parts = [
        KernelPart(caption=text("lab.correlation"), weights=kernel),
        KernelPart(caption=text("lab.convolution"), weights=turned, sign="↻ 180°"),
    ]
    st.html(kernel_equation(parts))
    names = [Taps().canonical(weights) for weights in (kernel, turned)]
    result = filtered.compare(picture.digest, *names, _picture=picture, _kernels=(kernel, turned))
    for column, part, name in zip(
        st.columns(3),
        (result.first, result.second, result.difference),
        ("correlation", "convolution", "difference"),
        strict=True,
    ):
        with column:
            filtered.show(text, text(f"lab.{name}"), part)
    st.caption(text("lab.grey_note"))
