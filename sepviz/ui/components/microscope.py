"""The microscope: where each number of a convolution comes from, answered in the browser."""

from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.ui.components.bundle import css, html, javascript
from sepviz.ui.components.microscope_view import MicroscopeView
from sepviz.ui.components.microscope_wire import pack

__all__ = ["MicroscopeView", "microscope"]


def microscope(view: MicroscopeView, *, key: str) -> tuple[int, int] | None:
    """Mount the microscope and return the pinned output pixel.

    Pointing, playing and stepping stay in the browser; only a pin starts a run of the script.

    Parameters
    ----------
    view : MicroscopeView
        What is shown. Its ``pinned`` counts until the visitor pins or unpins a pixel.
    key : str
        Identity of this microscope on the page. ``st.session_state[key]["pin"] = [y, x]``
        moves the pin from Python.

    Returns
    -------
    (int, int) or None
        Row and column of the pinned output pixel, counted from 0.
    """
    state = st.session_state.get(key) or {}
    pinned = view.pixel(_pair(state["pin"]) if "pin" in state else view.pinned)
    message = pack(view, pinned=pinned)
    if view.image_key is None:
        _renderer()(key=key, data=message, on_pin_change=_ignore)
        return pinned
    with st.container(key=f"{key}_frame", gap=None):
        # Streamlit sends a large message that it has sent before only once: so the code goes apart.
        _carrier()(key=f"{key}_carrier")
        _light()(key=key, data=message, on_pin_change=_ignore)
    return pinned


@cache
def _renderer() -> ComponentRenderer:
    """Register the component once in a process."""
    return st.components.v2.component("sepviz_microscope", html=html(), css=css(), js=javascript())


@cache
def _light() -> ComponentRenderer:
    """Register the component without its code once in a process."""
    code = javascript("microscope_streamlit.js")
    return st.components.v2.component("sepviz_light_microscope", html=html(), css=css(), js=code)


@cache
def _carrier() -> ComponentRenderer:
    """Register the carrier of the code once in a process."""
    code = javascript("microscope_carrier.js")
    return st.components.v2.component("sepviz_microscope_carrier", html="<span></span>", js=code)


def _pair(value: object) -> tuple[int, int] | None:
    """Return what the browser sent as a pixel; anything but two whole numbers is no pin."""
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(v, int) for v in value):
        return value[0], value[1]
    return None


def _ignore() -> None:
    """Do nothing: a state needs a callback to be one, and the run reads the state itself."""
