"""The layer on screen as a short program, and the way to the page with the other libraries."""

import streamlit as st

from sepviz.codegen import numpy_code
from sepviz.text import Translator
from sepviz.ui.session import shown
from sepviz.ui.session.run import Run
from sepviz.ui.shell import registry
from sepviz.ui.views import terms


def show(text: Translator, run: Run) -> None:
    """Show the layer as NumPy code."""
    if run.stands_in:
        st.markdown(shown.in_place(text, run))
    st.markdown(terms.linked(text, text("program.lead")))
    st.markdown(f"`{run.layer!r}`")
    registry.link(text, "code", label=text("program.more"))
    st.code(numpy_code(run.layer, run.picture.pixels.shape), language="python", height=420)
