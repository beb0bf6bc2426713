"""The microscope on the worked example: chapters 1, 2, 4, 5 and 6 look through it."""

from typing import Any

import numpy as np

from sepviz.figures.colour import Scale
from sepviz.layers import Conv2D, SpatiallySeparableConv2D
from sepviz.lessons import example
from sepviz.shapes import geometry
from sepviz.text import Translator
from sepviz.ui.components.microscope import MicroscopeView, microscope
from sepviz.ui.components.microscope_view import Kind
from sepviz.ui.session import state
from sepviz.ui.views import names

Layer = Conv2D | SpatiallySeparableConv2D


def one_channel(text: Translator, kernel: example.Floats) -> None:
    """Slide one kernel without negative weights over the red channel alone."""
    layer = Conv2D(filters=1, kernel_size=kernel.shape[:2], use_bias=False)
    _show(
        text,
        "standard",
        layer,
        example.image()[:, :, :1],
        {"kernel": kernel[:, :, None, None]},
        scale=Scale(limit=1.0, signed=False),
    )


def two_passes(text: Translator, column: example.Floats, row: example.Floats) -> None:
    """Slide a column and then a row over the red channel alone."""
    layer = SpatiallySeparableConv2D(kernel_size=(column.size, row.size))
    weights = {"column": column.astype(np.float32), "row": row.astype(np.float32)}
    _show(text, "spatial", layer, example.image()[:, :, :1], weights)


def standard(text: Translator, channel: int) -> None:
    """Slide one of the 256 kernels over all three channels."""
    _show(text, "standard", example.STANDARD, example.image(), example.standard_weights(), channel=channel)


def depthwise(text: Translator, channel: int) -> None:
    """Slide a channel's own kernel over that channel."""
    layer = Conv2D(filters=3, kernel_size=example.TAPS, groups=3, use_bias=False)
    kernel = example.depthwise_kernel().transpose(0, 1, 3, 2)
    _show(text, "grouped", layer, example.image(), {"kernel": kernel}, channel=channel, groups=3)


def pointwise(text: Translator, channel: int) -> None:
    """Mix the three depthwise maps with one of the 256 1 x 1 kernels, a pixel at a time."""
    weights = example.separable_weights()
    maps = example.depthwise().apply(example.image(), weights)
    layer = Conv2D(filters=example.OUTPUTS, kernel_size=1, use_bias=False)
    kernel = {"kernel": weights["pointwise_kernel"]}
    _show(text, "standard", layer, maps, kernel, channel=channel, maps=True)


def _show(
    text: Translator,
    kind: Kind,
    layer: Layer,
    image: example.Floats,
    weights: dict[str, Any],
    *,
    channel: int = 0,
    groups: int = 1,
    maps: bool = False,
    scale: Scale | None = None,
) -> None:
    """Mount the microscope; the pinned pixel is part of the link."""
    values = state.settings()
    view = MicroscopeView(
        kind=kind,
        image=image,
        channel_names=tuple(names.input_channels(text)[: image.shape[2]]),
        weights=weights,
        geometry=geometry(image.shape[:2], layer.kernel_size),
        output=layer.apply(image, weights)[:, :, channel],
        channel=channel,
        groups=groups,
        pinned=values.pin,
        signed_image=maps,
        scale=scale,
        large=values.present,
        labels=text.under("microscope"),
    )
    pin = microscope(view, key=f"_scope_{kind}_{layer.kernel_size}_{values.chapter}")
    state.put({"pin": pin})
