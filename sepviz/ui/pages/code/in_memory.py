"""The programs that convert a whole model in memory, when to take them, and what they do not do."""

from collections.abc import Callable, Mapping

import streamlit as st

from sepviz.codegen import keras_model_converter, pytorch_model_converter
from sepviz.text import Translator
from sepviz.ui.pages.code import bias_note, program
from sepviz.ui.session import state
from sepviz.ui.session.parameters import FRAMEWORKS

PROGRAMS: Mapping[str, Callable[[], str]] = {
    "PyTorch": pytorch_model_converter,
    "Keras": keras_model_converter,
}
"""What writes the converter in each framework, by the label of its tab."""


def show(text: Translator) -> None:
    """Show when to take which way, and the chosen framework's program."""
    st.header(text("code.memory"), anchor="memory")
    st.markdown(text("code.memory_lead"))
    st.markdown(text("code.memory_limits"))
    tabs = st.tabs(list(FRAMEWORKS), key=state.key("framework"), on_change="rerun")
    chosen = state.keep("framework", st.session_state["framework"])
    # Only the chosen one is written: to colour a second program takes the browser a moment at each visit.
    with tabs[FRAMEWORKS.index(chosen)]:
        _program(text, chosen)


def _program(text: Translator, framework: str) -> None:
    """Show one program, and under PyTorch's what trips common code."""
    name = f"make_separable_{framework.lower()}.py"
    st.markdown(text(f"code.memory_{framework.lower()}"))
    program.show(text, PROGRAMS[framework](), name=name, key=f"_code_{name}", boxed=True)
    if framework == "PyTorch":
        bias_note.show(text)
