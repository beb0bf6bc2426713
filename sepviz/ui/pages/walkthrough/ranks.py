"""Chapter 3: a kernel beside its best column and row, and what they miss."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.chapters import pairs as pictures
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PAIR_KERNELS


def pairs(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Let the student try kernels; then take the Laplacian of the question apart."""
    if revealed:
        for picture in pictures.sum_of_pairs(text):
            st.html(picture)
        return
    card, said = pictures.one_pair(text, _choose(text))
    st.html(card)
    st.markdown(said)
    st.markdown(text("walk.laplacian"))
    st.html(pictures.asked(text))


def _choose(text: Translator) -> str:
    """Show the choice among kernels other than that of the question."""
    name = st.selectbox(
        text("controls.kernel"),
        PAIR_KERNELS,
        format_func=lambda option: text(f"kernels.{option}"),
        key=state.key("pair_kernel"),
        filter_mode=None,
        width=320,
    )
    return str(state.keep("pair_kernel", name))
