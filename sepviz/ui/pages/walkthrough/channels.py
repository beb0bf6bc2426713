"""Chapters 4, 5, 6 and 8: what happens to the channels, in standard and in depthwise-separable layers."""

import base64

import numpy as np
import streamlit as st

from sepviz.costs import count
from sepviz.figures.colour import Scale, scale_of
from sepviz.figures.mosaic import mosaic_png
from sepviz.figures.tiles import Tile, map_tile, tile_rows
from sepviz.layers import activate
from sepviz.lessons import example
from sepviz.lessons.numbers import by, sum_formula
from sepviz.text import Translator
from sepviz.ui.pages.walkthrough import scope
from sepviz.ui.session import state
from sepviz.ui.session.parameters import COLOURS, PARAMETERS, Whole

_GREY = Scale(limit=1.0, signed=False)
_KERNEL_SIZE = example.TAPS / example.SIDE
_MAP_SIZE = (example.SIDE - example.TAPS + 1) / example.SIDE


def colour(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Look into one of the 256 kernels; then see all their maps."""
    channel = _which_filter(text)
    if not revealed:
        scope.standard(text, channel)
        return
    weights = example.standard_weights()
    slices = example.STANDARD.slices(example.image(), weights, filter=channel)
    maps = example.STANDARD.apply(example.image(), weights)
    scale = scale_of(maps, signed=True)
    rows: list[list[Tile | str]] = [
        [
            _name(text, c),
            _input(text, c),
            "∗",
            _kernel(text, weights["kernel"][:, :, c, channel]),
            "=",
            _map(text, slices[:, :, c], scale),
        ]
        for c in range(example.CHANNELS)
    ]
    total = map_tile(maps[:, :, channel], "", text("walk.sum_alt"), size=_MAP_SIZE, scale=scale)
    _sum_beside_all_maps(text, [*rows, ["", "", "", "", "Σ", total]], maps, text("walk.standard_lanes"))


def depthwise(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Look into one channel's own kernel; then see the three side by side."""
    if not revealed:
        scope.depthwise(text, _which_colour(text))
        return
    st.html(tile_rows(_lanes(text, 1), description=text("walk.depthwise_lanes")))
    st.markdown(text("walk.nothing_added"))


def pointwise(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Look into one of the 256 1 x 1 kernels; then see it mix, and all the maps."""
    channel = _which_filter(text)
    if not revealed:
        scope.pointwise(text, channel)
        return
    weights = example.separable_weights()
    depthwise_maps = example.depthwise().apply(example.image(), weights)
    maps = example.SEPARABLE.apply(example.image(), weights)
    mix = weights["pointwise_kernel"][0, 0, :, channel]
    products = depthwise_maps * mix
    before = scale_of(depthwise_maps, signed=True)
    after = scale_of(np.dstack([products, maps[:, :, channel]]), signed=True)
    rows: list[list[Tile | str]] = [
        [
            _name(text, c),
            _map(text, depthwise_maps[:, :, c], before),
            f"× {_signed(mix[c])}",
            "=",
            _map(text, products[:, :, c], after),
        ]
        for c in range(example.CHANNELS)
    ]
    total = map_tile(maps[:, :, channel], "", text("walk.sum_alt"), size=_MAP_SIZE, scale=after)
    _sum_beside_all_maps(text, [*rows, ["", "", "", "Σ", total]], maps, text("walk.pointwise_lanes"))


def depth_multiplier(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Give each channel several kernels, mix, and cut off what is negative."""
    multiplier = _which_multiplier(text)
    layer, weights = example.separable(multiplier), example.separable_weights(multiplier)
    out = _half_negative(layer.apply(example.image(), weights))
    lanes, rest = st.columns([1.1, 1]) if state.settings().present else (st.container(), st.container())
    lanes.html(tile_rows(_lanes(text, multiplier), description=text("walk.multiplied_lanes")))
    mixed = map_tile(out, "", text("walk.sum_alt"))
    cut = map_tile(activate(out, "relu"), "", text("walk.relu_alt"), scale=scale_of(out, signed=False))
    shapes = [stage.output_shape for stage in count(layer, example.INPUT_SHAPE).stages]
    chain = f"{by(*example.INPUT_SHAPE)} → {by(*shapes[0])} → {by(*shapes[1])}"
    left, right = rest.columns([1, 1.2], vertical_alignment="center")
    left.html(tile_rows([["1 x 1 →", mixed, "ReLU →", cut]], description=text("walk.relu_lane")))
    right.markdown(f"**{chain}**")
    if revealed:
        right.markdown(f"groups = {example.CHANNELS}  \n{sum_formula(count(layer, example.INPUT_SHAPE))}")


def _half_negative(maps: np.ndarray) -> np.ndarray:
    """Return the map of which ReLU cuts off closest to a half."""
    share = (maps < 0).mean(axis=(0, 1))
    return maps[:, :, int(np.abs(share - 0.5).argmin())]


def _lanes(text: Translator, multiplier: int) -> list[list[Tile | str]]:
    """Return a row for each channel: the channel, its kernels, its maps."""
    kernels = example.depthwise_kernel(multiplier)
    maps = example.depthwise(multiplier).apply(example.image(), {"depthwise_kernel": kernels})
    rows: list[list[Tile | str]] = []
    for c in range(example.CHANNELS):
        own = [_kernel(text, kernels[:, :, c, m]) for m in range(multiplier)]
        made = [_map(text, maps[:, :, c * multiplier + m]) for m in range(multiplier)]
        rows.append([_name(text, c), _input(text, c), "∗", *own, "=", *made])
    return rows


def _name(text: Translator, channel: int) -> str:
    """Return the name of an input channel."""
    return text(f"walk.{COLOURS[channel]}")


def _input(text: Translator, channel: int) -> Tile:
    """Return a tile of one input channel."""
    name = _name(text, channel)
    return map_tile(example.image()[:, :, channel], "", text("walk.input_alt", name=name), scale=_GREY)


def _kernel(text: Translator, kernel: np.ndarray) -> Tile:
    """Return a tile of a kernel, as large as it is beside the picture."""
    return map_tile(kernel, "", text("walk.kernel_alt"), size=_KERNEL_SIZE)


def _map(text: Translator, values: np.ndarray, scale: Scale | None = None) -> Tile:
    """Return a tile of a feature map, as large as it is beside the picture."""
    return map_tile(values, "", text("walk.map_alt"), scale=scale, size=_MAP_SIZE)


def _sum_beside_all_maps(
    text: Translator, rows: list[list[Tile | str]], maps: np.ndarray, description: str
) -> None:
    """Show how one map is summed up, and beside it all the maps that are made like it."""
    left, right = st.columns([1, 1])
    left.html(tile_rows(rows, description=description))
    with right:
        _all_maps(text, maps)


def _all_maps(text: Translator, maps: np.ndarray) -> None:
    """Show all maps of a layer at a glance."""
    source = base64.b64encode(mosaic_png(maps, scale_of(maps, signed=True))).decode()
    shape = by(*maps.shape)
    st.html(
        f'<img class="mosaic" src="data:image/png;base64,{source}" '
        f'alt="{text("walk.all_maps_alt", count=maps.shape[2])}">'
        f'<p class="mosaic-note">{shape}</p>'
    )


def _signed(weight: float) -> str:
    """Return a weight with two decimals and a real minus sign."""
    return f"{weight:.2f}".replace("-", "−")


def _which_filter(text: Translator) -> int:
    """Show the choice among the 256 kernels; the same kind of widget as on the playground."""
    value = st.number_input(
        text("walk.which_filter"), 0, example.OUTPUTS - 1, step=1, key=state.key("channel"), width=220
    )
    return int(state.keep("channel", value))


def _which_colour(text: Translator) -> int:
    """Show the choice among the three channels and return the number of one."""
    value = st.segmented_control(
        text("walk.which_colour"),
        COLOURS,
        format_func=lambda name: text(f"walk.{name}"),
        key=state.key("colour"),
        required=True,
    )
    return COLOURS.index(state.keep("colour", value))


def _which_multiplier(text: Translator) -> int:
    """Show the depth multiplier, a setting of this chapter alone."""
    bounds = PARAMETERS["multiplier"]
    assert isinstance(bounds, Whole)
    value = st.slider(
        text("controls.depth_multiplier"), bounds.minimum, bounds.maximum, key=state.key("multiplier")
    )
    return int(state.keep("multiplier", value))
