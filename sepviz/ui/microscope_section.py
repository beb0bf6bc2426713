"""The microscope of the layer on screen, looking at the channel that is shown large."""

import streamlit as st

from sepviz.layers import Conv2D, SeparableConv2D
from sepviz.shapes import geometry, padding_of
from sepviz.text import Translator
from sepviz.ui import cached, state
from sepviz.ui.components.microscope import MicroscopeView, microscope
from sepviz.ui.run import Run


def show(text: Translator, run: Run) -> None:
    """Show the microscope; closed, it costs nothing. A pinned pixel becomes part of the link."""
    section = st.expander(text("microscope.name"), expanded=True, key="_microscope_open", on_change="rerun")
    if section.open:
        with section:
            pinned = microscope(view(text, run), key="_microscope")
            state.settings()["pin"] = pinned


def view(text: Translator, run: Run) -> MicroscopeView:
    """Gather what the microscope shows."""
    layer, values = run.layer, run.values
    channel = min(values["channel"], run.cost.output_shape[2] - 1)
    places = geometry(
        (run.picture.values.shape[0], run.picture.values.shape[1]),
        layer.kernel_size,
        strides=layer.strides,
        padding=padding_of(layer.padding),
        dilation_rate=layer.dilation_rate,
    )
    return MicroscopeView(
        kind=values["op"],
        image=run.picture.values,
        weights=run.weights,
        geometry=places,
        output=cached.channel(run.key, channel, _run=run),
        channel=channel,
        depth_multiplier=layer.depth_multiplier if isinstance(layer, SeparableConv2D) else 1,
        groups=layer.groups if isinstance(layer, Conv2D) else 1,
        activation=getattr(layer, "activation", None),
        pinned=values["pin"],
        large=values.get("present", False),
        labels=text.under("microscope"),
    )
