"""The picture of a layer: every map a thumbnail, every connection a line, answered in the browser."""

from collections.abc import Callable
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.components.v2.types import ComponentRenderer

from sepviz.figures.sheet import rgb_png
from sepviz.ui.components.bundle import css, html, javascript
from sepviz.ui.components.layer_picture_view import LayerPictureView, Selection
from sepviz.ui.components.layer_picture_wire import pack

__all__ = ["LayerPictureView", "Selection", "layer_picture", "selection"]


def layer_picture(
    view: LayerPictureView, *, key: str, on_select: Callable[[], None] | None = None
) -> Selection | None:
    """Mount the picture and return what the visitor has just clicked.

    Pointing and playing stay in the browser; only a click on a map, or on the button for the maps
    without a thumbnail, starts a run of the script.

    Parameters
    ----------
    view : LayerPictureView
        What is shown.
    key : str
        Identity of this picture on the page.
    on_select : callable, optional
        Called before the run that a click starts; `selection` says there what was clicked.

    Returns
    -------
    Selection or None
        What was clicked, in the run that the click started and in no other.
    """
    with st.container(key=f"{key}_frame", gap=None):
        # Streamlit sends a large message that it has sent before only once: so code and image are one.
        _carrier()(key=f"{key}_carrier", data=_image_message(view))
        _renderer()(key=key, data=pack(view), on_select_change=on_select or _ignore)
    return selection(key)


def selection(key: str) -> Selection | None:
    """Return what was clicked on the picture of this key in the run that the click started."""
    state = st.session_state.get(key) or {}
    return _selection(state.get("select"))


def _selection(value: object) -> Selection | None:
    """Read what the browser sent; anything unexpected is no selection."""
    if not isinstance(value, dict) or not isinstance(value.get("stage"), str):
        return None
    channel, pixel = value.get("channel"), value.get("pixel")
    if channel is not None and not _is_index(channel):
        return None
    if pixel is not None:
        if not (isinstance(pixel, (list, tuple)) and len(pixel) == 2 and all(map(_is_index, pixel))):
            return None
        pixel = pixel[0], pixel[1]
    return Selection(stage=value["stage"], channel=channel, pixel=pixel)


def _is_index(value: object) -> bool:
    """Whether a value can be a place in an array."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _image_message(view: LayerPictureView) -> bytes:
    """Return the image's key and, behind a zero byte, its pixels."""
    return view.image_key.encode() + b"\0" + _png(key=view.image_key, _image=view.image)


@st.cache_data(max_entries=60, max_size="20MB", show_spinner=False)
def _png(*, key: str, _image: NDArray[np.floating]) -> bytes:
    """Encode an image once."""
    return rgb_png(_image, side=max(_image.shape[:2]))


@cache
def _renderer() -> ComponentRenderer:
    """Register the component once in a process."""
    return st.components.v2.component(
        "sepviz_layer_picture",
        html=html("layer_picture"),
        css=css("layer_picture"),
        js=javascript("layer_streamlit.js"),
    )


@cache
def _carrier() -> ComponentRenderer:
    """Register the carrier of code and image once in a process."""
    code = javascript("layer_carrier.js")
    return st.components.v2.component("sepviz_layer_carrier", html="<span></span>", js=code)


def _ignore() -> None:
    """Do nothing: a trigger needs a callback to be one, and the run reads it itself."""
