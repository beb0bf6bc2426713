"""Chapters 4, 5, 6 and 8: what happens to the channels, in standard and in depthwise-separable layers."""

import streamlit as st

from sepviz.lessons import example
from sepviz.text import Translator
from sepviz.ui.chapters import lanes, scopes
from sepviz.ui.pages.walkthrough import scope
from sepviz.ui.session import state
from sepviz.ui.session.parameters import COLOURS, PARAMETERS, Whole
from sepviz.ui.widgets import inputs


def colour(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Look into one of the 256 kernels; then see all their maps."""
    channel = _which_filter(text)
    if revealed:
        _beside(lanes.standard(text, channel), lanes.all_standard(text))
    else:
        scope.show(scopes.standard(text, channel))


def depthwise(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Look into one channel's own kernel; then see the three side by side."""
    if not revealed:
        scope.show(scopes.depthwise(text, _which_colour(text)))
        return
    st.html(lanes.depthwise(text))
    st.markdown(text("walk.nothing_added"))


def pointwise(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Look into one of the 256 1 x 1 kernels; then see it mix, and all the maps."""
    channel = _which_filter(text)
    if revealed:
        _beside(lanes.pointwise(text, channel), lanes.all_separable(text))
    else:
        scope.show(scopes.pointwise(text, channel))


def depth_multiplier(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Give each channel several kernels, mix, and cut off what is negative."""
    multiplier = _which_multiplier(text)
    many, rest = st.columns([1.1, 1]) if state.settings().present else (st.container(), st.container())
    many.html(lanes.depthwise(text, multiplier))
    left, right = rest.columns([1, 1.2], vertical_alignment="center")
    left.html(lanes.relu(text, multiplier))
    right.markdown(f"**{lanes.chain(text, multiplier)}**")
    if revealed:
        right.markdown("  \n".join(lanes.groups(multiplier)))


def _beside(one_map: str, all_maps: str) -> None:
    """Show how one map is summed up, and beside it all the maps that are made like it."""
    left, right = st.columns([1, 1])
    left.html(one_map)
    right.html(all_maps)


def _which_filter(text: Translator) -> int:
    """Show the choice among the 256 kernels; the same kind of widget as on the playground."""
    return inputs.number("channel", text("walk.which_filter"), most=example.OUTPUTS - 1, width=220)


def _which_colour(text: Translator) -> int:
    """Show the choice among the three channels and return the number of one."""
    colour = inputs.segments(text, "colour", COLOURS, "walk", label="walk.which_colour")
    return COLOURS.index(colour)


def _which_multiplier(text: Translator) -> int:
    """Show the depth multiplier, a setting of this chapter alone."""
    bounds = PARAMETERS["multiplier"]
    assert isinstance(bounds, Whole)
    value = st.slider(
        text("controls.depth_multiplier"), bounds.minimum, bounds.maximum, key=state.key("multiplier")
    )
    return int(state.keep("multiplier", value))
