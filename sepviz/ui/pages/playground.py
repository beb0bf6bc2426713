"""The playground: a picture, a layer, every channel of every step, and the bill."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui import (
    bill,
    controls,
    frame,
    kernel_view,
    last_good,
    maps,
    microscope_section,
    pictures,
    pipeline_view,
    state,
)
from sepviz.ui.budget import FEATURE_MAPS
from sepviz.ui.parameters import PLAYGROUND


def show(text: Translator) -> None:
    """Compose the page; numbers and pictures are made elsewhere."""
    frame.header(text, "playground.title")
    convention = text("playground.flip_on" if state.settings()["flip"] else "playground.no_flip")
    st.markdown(f"{text('playground.lead')} {convention}")
    left, right = st.columns([1, 2.3], gap="large")
    with left, st.container(key="controls"):
        picture = pictures.choose(text)
        controls.layer(text)
        trouble = st.container()
        controls.more(text)
        kernel_view.show(text, state.settings())
    run = last_good.run(text, picture, trouble)
    with right, FEATURE_MAPS.take(run.cost.activation_bytes):
        bill.headline(text, run)
        pipeline_view.show(text, run)
        maps.show(text, run)
        microscope_section.show(text, run)
        bill.show(text, run)
    state.write_link(PLAYGROUND)
