"""The microscope of the layer on screen, looking at the channel that is shown large."""

from functools import partial

import streamlit as st

from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.shapes import geometry, padding_of
from sepviz.text import Translator
from sepviz.ui.components.microscope import MicroscopeView, microscope
from sepviz.ui.components.offline import microscope_page
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.session import state
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import Run, prepare
from sepviz.ui.views import map_pictures, names

_KEY, _SEEN = "_microscope", "_pin_seen"


def show(text: Translator, run: Run) -> None:
    """Show the microscope; a pinned pixel becomes part of the link."""
    pin = state.settings().pin
    if _KEY in st.session_state and pin != st.session_state.get(_SEEN):
        # A link, a reset or a click on the layer's picture moved the pin, not one on the microscope.
        st.session_state[_KEY]["pin"] = pin
    pin = microscope(view(text, run), key=_KEY)
    state.put({"pin": pin})
    st.session_state[_SEEN] = pin
    st.download_button(
        text("take.microscope"),
        # Streamlit keeps this until the session's next run: settings, not feature maps.
        partial(as_file, text, state.settings().changed(pin=pin), run.picture),
        "sepviz-microscope.html",
        "text/html",
        key="_get_microscope",
        on_click="ignore",
    )


def as_file(text: Translator, values: Settings, picture: Picture) -> str:
    """Return the microscope on this layer and picture as a page of its own."""
    run = prepare(values, picture)
    with FEATURE_MAPS.take(run.cost.activation_bytes):
        return microscope_page(text, view(text, run), title=text(f"ops.{values.op}"))


def view(text: Translator, run: Run) -> MicroscopeView:
    """Gather what the microscope shows."""
    layer, values = run.layer, run.settings
    channel = min(values.channel, run.cost.output_shape[2] - 1)
    shared = values.scale == "shared"
    places = geometry(
        (run.picture.pixels.shape[0], run.picture.pixels.shape[1]),
        layer.kernel_size,
        strides=layer.strides,
        padding=padding_of(layer.padding),
        dilation_rate=layer.dilation_rate,
    )
    return MicroscopeView(
        kind=values.op,
        image=run.picture.pixels,
        image_key=run.picture.digest,
        channel_names=tuple(names.input_channels(text)),
        weights=run.weights,
        geometry=places,
        output=map_pictures.channel(key=run.key, index=channel, _run=run),
        channel=channel,
        depth_multiplier=layer.depth_multiplier if isinstance(layer, SeparableConv2D) else 1,
        groups=layer.groups if isinstance(layer, Conv2D) else 1,
        activation=getattr(layer, "activation", None),
        scale=map_pictures.one_map(
            key=run.key, stage=run.stage_names[-1], channel=channel, shared=shared, _run=run
        ).scale,
        pinned=values.pin,
        large=values.present,
        labels=text.under("microscope"),
    )
