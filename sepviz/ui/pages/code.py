"""The Code page: the layer as programs, pasted code converted, Keras's arguments, folded normalisation."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui import controls, frame, last_good, pictures, state
from sepviz.ui.code import arguments, converter, exported, folding
from sepviz.ui.parameters import PLAYGROUND

_MAPS_ONLY = ("channel", "scale", "pin")
_LINK = tuple(name for name in PLAYGROUND if name not in _MAPS_ONLY)


def show(text: Translator) -> None:
    """Compose the page; programs, numbers and pictures are made elsewhere."""
    frame.header(text, "code.title")
    st.markdown(text("code.lead"))
    left, right = st.columns([1, 2.3], gap="large")
    with left, st.container(key="controls"):
        controls.description(text)
        trouble = st.container()
        picture = pictures.behind(text, "code.picture")
    run = last_good.run(text, picture, trouble)
    with right:
        exported.show(text, run)
    converter.show(text)
    arguments.show(text, run)
    folding.show(text, run)
    state.write_link((*_LINK, "library", *arguments.link(state.settings()["argument"])))
