"""The playground: a picture, a layer, every channel of every step, and the bill."""

from typing import Any

import streamlit as st

from sepviz.errors import SepvizError
from sepviz.text import Translator
from sepviz.ui import (
    bill,
    controls,
    frame,
    kernel_view,
    maps,
    microscope_section,
    notices,
    pictures,
    pipeline_view,
    remedies,
    state,
)
from sepviz.ui.budget import FEATURE_MAPS
from sepviz.ui.parameters import PLAYGROUND
from sepviz.ui.pictures import Picture
from sepviz.ui.run import Run, prepare

_LAST_GOOD = "_last_good"


def show(text: Translator) -> None:
    """Compose the page; numbers and pictures are made elsewhere."""
    frame.header(text, "playground.title")
    st.markdown(f"{text('playground.lead')} {text('playground.no_flip')}")
    left, right = st.columns([1, 2.3], gap="large")
    with left, st.container(key="controls"):
        picture = pictures.choose(text)
        controls.layer(text)
        trouble = st.container()
        with st.expander(text("controls.more"), key="_more", on_change="ignore"):
            controls.details(text)
        kernel_view.show(text, state.settings())
    run = _run(text, picture, trouble)
    with right, FEATURE_MAPS.take(run.cost.activation_bytes):
        bill.headline(text, run)
        pipeline_view.show(text, run)
        maps.show(text, run)
        microscope_section.show(text, run)
        bill.show(text, run)
    state.write_link(PLAYGROUND)


def _run(text: Translator, picture: Picture, trouble: Any) -> Run:
    """Prepare what the settings ask for; where that cannot be, say why and keep the last good state."""
    values = dict(state.settings())
    try:
        run = prepare(values, picture)
    except SepvizError as error:
        with trouble:
            st.warning(f"{notices.sentence(error, text)} {text('errors.kept')}")
            remedies.show(text, values, picture)
        return _last_good(picture)
    st.session_state[_LAST_GOOD] = values
    return run


def _last_good(picture: Picture) -> Run:
    """Return the run of the last settings that worked, on this picture or else on a sample."""
    values = st.session_state.get(_LAST_GOOD) or state.defaults()
    try:
        return prepare(values, picture)
    except SepvizError:
        return prepare(state.defaults(), pictures.sample_picture("photo", 256))
