"""The playground: a picture, a layer, every channel of every step, and the bill."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.playground import bill, layer_section, maps, microscope_section
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PLAYGROUND
from sepviz.ui.shell import frame
from sepviz.ui.views import kernel
from sepviz.ui.widgets import last_good, layer_controls, picture_picker


def show(text: Translator) -> None:
    """Compose the page; numbers and pictures are made elsewhere."""
    frame.header(text, "playground.title")
    convention = text("playground.flip_on" if state.settings().flip else "playground.no_flip")
    st.markdown(f"{text('playground.lead')} {convention}")
    left, right = st.columns([1, 2.3], gap="large")
    with left, st.container(key="controls"):
        picture = picture_picker.choose(text)
        layer_controls.layer(text, picture)
        layer_controls.more(text)
        kernel.show(text, state.settings())
    with right:
        trouble = st.container()  # above the numbers
    run = last_good.run(text, picture, trouble)
    with right, FEATURE_MAPS.take(run.cost.activation_bytes):
        bill.headline(text, run)
        layer_section.show(text, run)
        maps.show(text, run)
        microscope_section.show(text, run)
        bill.show(text, run)
    state.write_link(PLAYGROUND)
