"""The layer drawn with its own maps; a click on a map opens its pixels, 'more' opens the sheets."""

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
    """Open the pixels of the map that was clicked, or the sheet of all maps."""
    chosen = selection(_KEY)
    if chosen is None:
        return
    is_last = chosen.stage == st.session_state.get(_LAST)
    if chosen.channel is None:
        state.put({"section": "maps", "step": "output" if is_last else chosen.stage})
        return
    settings: dict[str, object] = {"section": "pixel"}
    if is_last:
        settings |= {"channel": chosen.channel}
        if chosen.pixel is not None:
            settings |= {"pin": chosen.pixel}
    state.put(settings)
