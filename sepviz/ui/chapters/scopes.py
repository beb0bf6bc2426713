"""What the microscope shows of the worked example in chapters 1, 2, 4, 5 and 6."""

from typing import Any

import numpy as np

from sepviz.figures.colour import Scale
from sepviz.kernels import KERNELS
from sepviz.layers import Conv2D, SpatiallySeparableConv2D
from sepviz.lessons import example
from sepviz.separability import separate
from sepviz.shapes import geometry
from sepviz.text import Translator
from sepviz.ui.components.microscope_view import Kind, MicroscopeView
from sepviz.ui.views import names

Layer = Conv2D | SpatiallySeparableConv2D


def one_window(text: Translator, *, revealed: bool) -> MicroscopeView:
    """Slide a blur over the red channel alone; then the kernel that tells a flip."""
    kernel = example.corner_kernel() if revealed else example.five_by_five("gaussian5")
    layer = Conv2D(filters=1, kernel_size=kernel.shape[:2], use_bias=False)
    weights = {"kernel": kernel[:, :, None, None]}
    grey = Scale(limit=1.0, signed=False)  # neither kernel has negative weights
    return _view(text, "standard", layer, example.image()[:, :, :1], weights, scale=grey)


def two_passes(text: Translator, *, revealed: bool) -> MicroscopeView:
    """Take Sobel apart, over the red channel alone; then the 5 x 5 Gaussian of the question."""
    column, row = separate(KERNELS["gaussian5" if revealed else "sobel_x"].weights)
    if revealed:  # both passes are averages, whose values stay within those of the picture
        column, row = column / column.sum(), row * column.sum()
    layer = SpatiallySeparableConv2D(kernel_size=(column.size, row.size))
    weights = {"column": column.astype(np.float32), "row": row.astype(np.float32)}
    return _view(text, "spatial", layer, example.image()[:, :, :1], weights)


def standard(text: Translator, channel: int) -> MicroscopeView:
    """Slide one of the 256 kernels over all three channels."""
    weights = example.standard_weights()
    return _view(text, "standard", example.STANDARD, example.image(), weights, channel=channel)


def depthwise(text: Translator, channel: int) -> MicroscopeView:
    """Slide a channel's own kernel over that channel."""
    layer = Conv2D(filters=3, kernel_size=example.TAPS, groups=3, use_bias=False)
    weights = {"kernel": example.depthwise_kernel().transpose(0, 1, 3, 2)}
    return _view(text, "grouped", layer, example.image(), weights, channel=channel, groups=3)


def pointwise(text: Translator, channel: int) -> MicroscopeView:
    """Mix the three depthwise maps with one of the 256 1 x 1 kernels, a pixel at a time."""
    weights = example.separable_weights()
    maps = example.depthwise().apply(example.image(), weights)
    layer = Conv2D(filters=example.OUTPUTS, kernel_size=1, use_bias=False)
    kernel = {"kernel": weights["pointwise_kernel"]}
    return _view(text, "standard", layer, maps, kernel, channel=channel, maps=True)


def _view(
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
) -> MicroscopeView:
    """Gather what the microscope shows of a layer."""
    return MicroscopeView(
        kind=kind,
        image=image,
        channel_names=tuple(names.input_channels(text)[: image.shape[2]]),
        weights=weights,
        geometry=geometry(image.shape[:2], layer.kernel_size),
        output=layer.apply(image, weights)[:, :, channel],
        channel=channel,
        groups=groups,
        signed_image=maps,
        scale=scale,
        labels=text.under("microscope"),
    )
