"""The Code page: the layer as programs, pasted code converted, Keras's arguments, folded normalisation."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.code import arguments, converter, exported, folding, in_memory
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PLAYGROUND
from sepviz.ui.shell import frame
from sepviz.ui.widgets import last_good, layer_controls, picture_picker

_MAPS_ONLY = ("channel", "scale", "pin", "step")
_LINK = tuple(name for name in PLAYGROUND if name not in _MAPS_ONLY)


def show(text: Translator) -> None:
    """Compose the page; programs, numbers and pictures are made elsewhere."""
    frame.header(text, "code.title")
    st.markdown(text("code.lead"))
    left, right = st.columns([1, 2.3], gap="large")
    with left, st.container(key="controls"):
        layer_controls.description(text)
        trouble = st.container()
        picture = picture_picker.in_an_expander(text, "code.picture")
    run = last_good.run(text, picture, trouble)
    with right:
        exported.show(text, run)
        converter.show(text)
        in_memory.show(text)
        arguments.show(text, run)
        folding.show(text, run)
    state.write_link((*_LINK, "library", "framework", *arguments.link(state.settings().argument)))
