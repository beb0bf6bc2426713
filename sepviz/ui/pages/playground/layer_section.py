"""The layer drawn with its own maps; a click makes a map the page's channel."""

import streamlit as st

from sepviz.text import Translator
from sepviz.ui.components.layer_picture import layer_picture, selection
from sepviz.ui.session import state
from sepviz.ui.session.run import Run
from sepviz.ui.views.layer_view import layer_view

_KEY, _LAST = "_layer", "_layer_last_stage"


def show(text: Translator, run: Run) -> None:
    """Show the picture of the layer on screen."""
    st.session_state[_LAST] = run.cost.stages[-1].name
    layer_picture(layer_view(text, run), key=_KEY, on_select=_take)


def _take() -> None:
    """Open the output map that was clicked."""
    chosen = selection(_KEY)
    if chosen and chosen.channel is not None and chosen.stage == st.session_state.get(_LAST):
        state.put({"channel": chosen.channel})
