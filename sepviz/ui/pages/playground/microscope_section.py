"""The microscope of the layer on screen, looking at the channel that is shown large."""

import streamlit as st

from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.shapes import geometry, padding_of
from sepviz.text import Translator
from sepviz.ui.components.microscope import MicroscopeView, microscope
from sepviz.ui.session import state
from sepviz.ui.session.run import Run
from sepviz.ui.views import map_pictures, names

_KEY, _SEEN = "_microscope", "_pin_seen"


def show(text: Translator, run: Run) -> None:
    """Show the microscope; closed, it costs nothing. A pinned pixel becomes part of the link."""
    section = st.expander(text("microscope.name"), expanded=True, key="_microscope_open", on_change="rerun")
    if section.open:
        with section:
            settings = state.settings()
            if _KEY in st.session_state and settings.pin != st.session_state.get(_SEEN):
                # A link or a reset moved the pin, not a click on the microscope.
                st.session_state[_KEY]["pin"] = settings.pin
            pin = microscope(view(text, run), key=_KEY)
            state.put({"pin": pin})
            st.session_state[_SEEN] = pin


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
        channel_names=tuple(names.input_channels(text)),
        weights=run.weights,
        geometry=places,
        output=map_pictures.channel(run.key, channel, _run=run),
        channel=channel,
        depth_multiplier=layer.depth_multiplier if isinstance(layer, SeparableConv2D) else 1,
        groups=layer.groups if isinstance(layer, Conv2D) else 1,
        activation=getattr(layer, "activation", None),
        scale=map_pictures.one_map(run.key, run.stage_names[-1], channel, shared=shared, _run=run).scale,
        pinned=values.pin,
        large=values.present,
        labels=text.under("microscope"),
    )
