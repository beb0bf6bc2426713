"""The layer on screen as NumPy, Keras and PyTorch programs, to copy or to download."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from sepviz.codegen import keras_code, numpy_code, pytorch_code
from sepviz.layers import Convolution
from sepviz.shapes import geometry
from sepviz.text import Translator
from sepviz.ui.pages.code import comments, program
from sepviz.ui.session import state
from sepviz.ui.session.parameters import LIBRARIES
from sepviz.ui.session.run import Run
from sepviz.ui.shell import registry
from sepviz.ui.views import downloads, terms

PROGRAMS: Mapping[str, Callable[..., str]] = {
    "NumPy": numpy_code,
    "Keras": keras_code,
    "PyTorch": pytorch_code,
}
"""What writes a layer in each library, by the label of its tab."""


def show(text: Translator, run: Run) -> None:
    """Show the three programs, what they agree on, and what can be taken home."""
    st.markdown(f"`{run.layer!r}`")
    st.caption(terms.linked(text, text.joined(text("code.conventions"), _padding(text, run))))
    registry.link(text, "playground", label=text("code.in_playground"))
    tabs = st.tabs(list(LIBRARIES), key=state.key("library"), on_change="rerun")
    state.keep("library", st.session_state["library"])
    # All three are written: that takes moments, and so a screen reader or a search finds each.
    for library, tab in zip(LIBRARIES, tabs, strict=True):
        with tab:
            _program(text, run, library)
    st.download_button(
        text("code.download_arrays"),
        partial(downloads.arrays, run.settings, run.picture),
        "sepviz-arrays.npz",
        "application/octet-stream",
        key="_code_arrays",
        on_click="ignore",
        help=text("code.arrays_help"),
    )


def _program(text: Translator, run: Run, library: str) -> None:
    """Show one program with the button that downloads it."""
    written = PROGRAMS[library](run.layer, run.picture.pixels.shape)
    name = f"sepviz_{library.lower()}.py"
    program.show(text, comments.in_the_readers_language(written, text), name=name, key=f"_code_{library}")


def _padding(text: Translator, run: Run) -> str:
    """Say how many zeros stand around this picture."""
    layer = run.layer
    assert isinstance(layer, Convolution)
    (top, bottom), (left, right) = geometry(
        run.picture.pixels.shape[:2],
        layer.kernel_size,
        strides=layer.strides,
        padding=layer.padding,
        dilation_rate=layer.dilation_rate,
    ).padding
    if not any((top, bottom, left, right)):
        return text("code.padding_none")
    return text("code.padding", top=top, bottom=bottom, left=left, right=right)
