"""The controls of the layer: presets, sizes and channels, each within what can be."""

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from sepviz.costs.curves import LARGEST
from sepviz.costs.design import Design, common_divisors
from sepviz.text import Translator
from sepviz.ui.pages.costs import presenter
from sepviz.ui.session import state
from sepviz.ui.session.parameters import MOST_CHANNELS, Settings
from sepviz.ui.widgets import inputs

_WIDTH = 124  # pixels, in which a number keeps its two buttons

LINK = (
    *("c_in", "c_out", "size", "padding", "kernel_height", "kernel_width", "stride"),
    *("depth_multiplier", "group_count"),
)
"""The settings that make the layer."""

PRESETS: Mapping[str, tuple[int, int, int, str, int, int, int, int, int]] = {
    "example": (3, 256, 12, "valid", 5, 5, 1, 1, 1),
    "first": (3, 32, 224, "same", 3, 3, 2, 1, 1),
    "middle": (512, 512, 14, "same", 3, 3, 1, 1, 8),
    "one": (256, 256, 28, "same", 1, 1, 1, 1, 4),
}
"""Values of `LINK`."""


def show(text: Translator) -> Design:
    """Show presets and controls and return the layer; what does not fit becomes the nearest that does."""
    with st.container(horizontal=True, key="cost_presets", vertical_alignment="center"):
        st.markdown(text("costs.presets_label"), width="content")
        for name in PRESETS:
            st.button(
                text(f"costs.presets.{name}"),
                key=f"_preset_{name}",
                on_click=state.put,
                args=(preset(name),),
                help=text(f"costs.presets_help.{name}"),
            )
    notes: list[str] = []
    with st.container(horizontal=True, key="cost_controls", vertical_alignment="top"):
        _whole(text, "c_in", MOST_CHANNELS)
        _whole(text, "c_out", MOST_CHANNELS)
        _whole(text, "size", LARGEST["size"])
        _padding(text)
        notes += _kernel(text)
        _whole(text, "stride", LARGEST["stride"])
        _whole(text, "depth_multiplier", LARGEST["depth_multiplier"])
        notes += _groups(text)
    for note in notes:
        st.info(note)
    _reach_depthwise(text)
    return design_of(state.settings())


def preset(name: str) -> dict[str, Any]:
    """Return the settings of a preset.

    Examples
    --------
    >>> preset("middle")["size"]
    14
    """
    return dict(zip(LINK, PRESETS[name], strict=True))


def design_of(settings: Settings) -> Design:
    """Return the layer that the settings stand for."""
    return Design(
        c_in=settings.c_in,
        c_out=settings.c_out,
        kernel_size=(settings.kernel_height, settings.kernel_width),
        input_size=(settings.size, settings.size),
        stride=settings.stride,
        padding=settings.padding,
        depth_multiplier=settings.depth_multiplier,
        groups=settings.group_count,
    )


def nearest(value: int, options: tuple[int, ...]) -> int:
    """Return the option with the smallest ratio to a value.

    Examples
    --------
    >>> nearest(6, (1, 2, 4, 8)), nearest(5, (1, 2, 4, 8))
    (8, 4)
    """
    return min(options, key=lambda option: (abs(math.log(option / value)), -option))


def depthwise_filters(c_in: int, c_out: int) -> int:
    """Return the nearest number of filters that as many groups as channels divide.

    Examples
    --------
    >>> depthwise_filters(3, 256), depthwise_filters(512, 100), depthwise_filters(600, 1024)
    (255, 512, 600)
    """
    return min(max(1, round(c_out / c_in)), MOST_CHANNELS // c_in) * c_in


def _whole(text: Translator, name: str, most: int) -> None:
    """Show one number; its range ends where layers do."""
    about = text(f"costs.{name}_help", most=most)
    inputs.number(name, text(f"costs.{name}"), about=about, most=most, width=presenter.width(_WIDTH))


def _padding(text: Translator) -> None:
    """Show the choice of the padding."""
    inputs.segments(text, "padding", ("same", "valid"), None)


def _kernel(text: Translator) -> list[str]:
    """Show both sides of the kernel, without padding at most as large as the picture."""
    settings = state.settings()
    most = LARGEST["kernel"]
    if settings.padding == "valid":
        most = min(most, settings.size)
    notes = []
    for name in ("kernel_height", "kernel_width"):
        asked = st.session_state[state.key(name)]
        if asked is not None and asked > most:
            notes.append(text(f"costs.{name}_adjusted", before=asked, after=most, size=settings.size))
            state.put({name: most})
        _whole(text, name, most)
    return notes


def _groups(text: Translator) -> list[str]:
    """Show the groups as a slider over the numbers that divide both channel counts."""
    settings = state.settings()
    options, notes = common_divisors(settings.c_in, settings.c_out), []
    asked = st.session_state[state.key("group_count")]
    if asked not in options:
        fitting = nearest(asked, options)
        fields = {"before": asked, "after": fitting, "c_in": settings.c_in, "c_out": settings.c_out}
        notes.append(text("costs.groups_adjusted", **fields))
        state.put({"group_count": fitting})
    if len(options) > 1:
        chosen = st.select_slider(
            text("controls.groups"),
            options,
            key=state.key("group_count"),
            help=text("controls.groups_help"),
            width=presenter.width(210),
        )
        state.keep("group_count", chosen)
    return notes


def _reach_depthwise(text: Translator) -> None:
    """Where the slider cannot reach depthwise, say why and offer the nearest filters with which it can."""
    settings = state.settings()
    if settings.c_out % settings.c_in == 0:
        return
    fitting = depthwise_filters(settings.c_in, settings.c_out)
    most = math.gcd(settings.c_in, settings.c_out)
    fields = {"c_in": settings.c_in, "c_out": settings.c_out, "most": most, "fitting": fitting}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(text("costs.groups_end", **fields), width="stretch")
        st.button(
            text("costs.use_filters", value=fitting),
            key="_reach_depthwise",
            on_click=state.put,
            args=({"c_out": fitting},),
        )
