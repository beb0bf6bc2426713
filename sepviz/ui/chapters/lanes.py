"""Pictures of chapters 1, 4, 5, 6 and 8: what happens to the channels, as equations made of maps."""

import base64

import numpy as np

from sepviz.costs import count
from sepviz.figures.colour import Scale, scale_of
from sepviz.figures.mosaic import mosaic_png
from sepviz.figures.tiles import Tile, map_tile, tile_rows
from sepviz.layers import activate
from sepviz.lessons import example
from sepviz.lessons.numbers import by, sum_formula
from sepviz.text import Translator
from sepviz.text.lessons import Choice
from sepviz.ui.session.parameters import COLOURS

_GREY = Scale(limit=1.0, signed=False)
_KERNEL_SIZE = example.TAPS / example.SIDE
_MAP_SIZE = (example.SIDE - example.TAPS + 1) / example.SIDE


def outcomes(text: Translator, choices: tuple[Choice, ...]) -> str:
    """Return the three pictures of chapter 1 among which the student chooses."""
    red = example.image()[:, :, 0]
    size = red.shape[0] - example.TAPS + 1
    whole = np.linspace(0, red.shape[0] - 1, size).round().astype(int)
    maps = {
        "upper_left": red[:size, :size],
        "lower_right": red[-size:, -size:],
        "smaller": red[np.ix_(whole, whole)],
    }
    tiles = [
        map_tile(
            maps[one.id],
            one.letter,
            text(f"walk.outcome_{one.id}", letter=one.letter, map=by(*maps[one.id].shape)),
            scale=_GREY,
        )
        for one in choices
    ]
    return tile_rows([tiles], description=text("walk.outcomes"))


def standard(text: Translator, channel: int) -> str:
    """Return the three products of one standard kernel and their sum."""
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
    return tile_rows([*rows, ["", "", "", "", "Σ", total]], description=text("walk.standard_lanes"))


def all_standard(text: Translator) -> str:
    """Return the standard layer's 256 maps at a glance."""
    return _all_maps(text, example.STANDARD.apply(example.image(), example.standard_weights()))


def depthwise(text: Translator, multiplier: int = 1) -> str:
    """Return a row for each channel: the channel, its kernels, its maps."""
    kernels = example.depthwise_kernel(multiplier)
    maps = example.depthwise(multiplier).apply(example.image(), {"depthwise_kernel": kernels})
    rows: list[list[Tile | str]] = []
    for c in range(example.CHANNELS):
        own = [_kernel(text, kernels[:, :, c, m]) for m in range(multiplier)]
        made = [_map(text, maps[:, :, c * multiplier + m]) for m in range(multiplier)]
        rows.append([_name(text, c), _input(text, c), "∗", *own, "=", *made])
    return tile_rows(
        rows, description=text(f"walk.{'depthwise' if multiplier == 1 else 'multiplied'}_lanes")
    )


def pointwise(text: Translator, channel: int) -> str:
    """Return how one 1 x 1 kernel weights the three maps, and their sum."""
    weights = example.separable_weights()
    before = example.depthwise().apply(example.image(), weights)
    maps = example.SEPARABLE.apply(example.image(), weights)
    mix = weights["pointwise_kernel"][0, 0, :, channel]
    products = before * mix
    scale = scale_of(np.dstack([products, maps[:, :, channel]]), signed=True)
    rows: list[list[Tile | str]] = [
        [
            _name(text, c),
            _map(text, before[:, :, c], scale_of(before, signed=True)),
            f"× {_signed(mix[c])}",
            "=",
            _map(text, products[:, :, c], scale),
        ]
        for c in range(example.CHANNELS)
    ]
    total = map_tile(maps[:, :, channel], "", text("walk.sum_alt"), size=_MAP_SIZE, scale=scale)
    return tile_rows([*rows, ["", "", "", "Σ", total]], description=text("walk.pointwise_lanes"))


def all_separable(text: Translator) -> str:
    """Return the depthwise-separable layer's 256 maps at a glance."""
    return _all_maps(text, example.SEPARABLE.apply(example.image(), example.separable_weights()))


def relu(text: Translator, multiplier: int) -> str:
    """Return a mixed map before and after ReLU, which cuts off about a half of this one."""
    layer, weights = example.separable(multiplier), example.separable_weights(multiplier)
    maps = layer.apply(example.image(), weights)
    share = (maps < 0).mean(axis=(0, 1))
    out = maps[:, :, int(np.abs(share - 0.5).argmin())]
    mixed = map_tile(out, "", text("walk.sum_alt"))
    cut = map_tile(activate(out, "relu"), "", text("walk.relu_alt"), scale=scale_of(out, signed=False))
    return tile_rows([["1 x 1 →", mixed, "ReLU →", cut]], description=text("walk.relu_lane"))


def chain(text: Translator, multiplier: int) -> str:
    """Return the shapes from the picture to the outputs."""
    stages = count(example.separable(multiplier), example.INPUT_SHAPE).stages
    shapes = example.INPUT_SHAPE, *(one.output_shape for one in stages)
    return text.formula(" → ".join(by(*shape) for shape in shapes))


def groups(multiplier: int) -> tuple[str, str]:
    """Return PyTorch's groups of the depthwise half, and the count of the layer."""
    cost = count(example.separable(multiplier), example.INPUT_SHAPE)
    return f"groups = {example.CHANNELS}", sum_formula(cost)


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


def _all_maps(text: Translator, maps: np.ndarray) -> str:
    """Return all maps of a layer at a glance."""
    source = base64.b64encode(mosaic_png(maps, scale_of(maps, signed=True))).decode()
    return (
        f'<img class="mosaic" src="data:image/png;base64,{source}" '
        f'alt="{text("walk.all_maps_alt", count=maps.shape[2])}">'
        f'<p class="mosaic-note">{text.formula(by(*maps.shape))}</p>'
    )


def _signed(weight: float) -> str:
    """Return a weight with two decimals and a real minus sign."""
    return f"{weight:.2f}".replace("-", "−")
