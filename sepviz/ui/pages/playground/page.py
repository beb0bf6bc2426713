"""The playground: a layer drawn with its own maps, its controls beside it, the details in tabs below."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.pages.playground import cards, layer_section, presets, sections, tour
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.session import state
from sepviz.ui.session.parameters import PLAYGROUND
from sepviz.ui.shell import frame
from sepviz.ui.views import kernel, terms
from sepviz.ui.widgets import last_good, layer_controls, picture_picker


def show(text: Translator) -> None:
    """Compose the page; numbers and pictures are made elsewhere."""
    presets.start()
    with st.container(key="play_top", gap="xsmall"):
        frame.header(text, "playground.title")
        if not st.context.is_embedded:
            presets.show(text)
        sentence = st.container()
    left, right = st.columns([1, 3], gap="medium")
    with left, st.container(key="controls", gap="small"):
        _drawer(text)
        picture = picture_picker.choose(text)
        layer_controls.layer(text, picture)
        layer_controls.more(text)
        kernel.show(text, state.settings())
    with sentence:
        presets.sentence(text)
        tour.show(text)
    with right, st.container(key="play", gap="small"):
        above, trouble = st.container(key="cards"), st.container()
        run = last_good.run(text, picture, trouble)
        with FEATURE_MAPS.take(run.cost.activation_bytes):
            with above:
                cards.show(text, run)
            layer_section.show(text, run)
            cards.verdict(text, run)
            sections.show(text, run)
        flips = state.settings().flip
        st.caption(terms.linked(text, text("playground.flip_on" if flips else "playground.no_flip")))
    state.write_link(PLAYGROUND)


def _drawer(text: Translator) -> None:
    """Show the handle of the drawer that the controls are in on a phone; elsewhere it is hidden."""
    st.html(f'<details class="drawer"><summary>{text("playground.settings")}</summary></details>')
