"""The layer on screen on the visitor's picture, or the last one that worked."""

from typing import Any

import streamlit as st

from sepviz.errors import SepvizError
from sepviz.text import Translator
from sepviz.ui.session import notices, state
from sepviz.ui.session.picture import Picture, sample_picture
from sepviz.ui.session.run import Run, prepare
from sepviz.ui.widgets import suggested_fixes

_LAST_GOOD = "_last_good"


def run(text: Translator, picture: Picture, trouble: Any) -> Run:
    """Prepare what the settings ask for; where that cannot be, say why and keep the last good state."""
    values = dict(state.settings())
    try:
        prepared = prepare(values, picture)
    except SepvizError as error:
        with trouble:
            st.warning(f"{notices.sentence(error, text)} {text('errors.kept')}")
            suggested_fixes.show(text, values, picture)
        return _last_good(picture)
    st.session_state[_LAST_GOOD] = values
    return prepared


def _last_good(picture: Picture) -> Run:
    """Return the run of the last settings that worked, on this picture or else on a sample."""
    values = st.session_state.get(_LAST_GOOD) or state.defaults()
    try:
        return prepare(values, picture)
    except SepvizError:
        return prepare(state.defaults(), sample_picture("photo", 256))
