"""Which maps each map of a layer is made from, with the kernel slices between them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sepviz.layers import Conv2D, SeparableConv2D, SpatiallySeparableConv2D
from sepviz.shapes import Geometry, geometry, padding_of

Layer = Conv2D | SeparableConv2D | SpatiallySeparableConv2D
Slices = tuple[tuple[int, ...], NDArray[np.floating]]


def slices_of_stage(
    layer: Layer, weights: Mapping[str, NDArray[np.floating]], stage: str, target: int, inputs: int
) -> Slices:
    """Return the channels that a map is made from, and a kernel slice (kh, kw) for each.

    Parameters
    ----------
    layer : Layer
        The layer.
    weights : mapping of str to ndarray
        Its weights, in the layouts of the contract.
    stage : str
        "standard", "depthwise", "pointwise", "column" or "row".
    target : int
        The map's channel in the stage's output.
    inputs : int
        Channels of the stage's input.

    Returns
    -------
    (tuple of int, ndarray of shape (slices, kh, kw))
        Sources and their kernel slices.

    Examples
    --------
    >>> layer = SpatiallySeparableConv2D(kernel_size=(3, 5))
    >>> sources, slices = slices_of_stage(layer, {"row": np.ones(5)}, "row", 2, 3)
    >>> sources, slices.shape
    ((2,), (1, 1, 5))
    """
    if stage == "column":
        return (target,), weights["column"][np.newaxis, :, np.newaxis]
    if stage == "row":
        return (target,), weights["row"][np.newaxis, np.newaxis, :]
    if stage == "depthwise":
        source, place = divmod(target, weights["depthwise_kernel"].shape[3])
        return (source,), weights["depthwise_kernel"][np.newaxis, :, :, source, place]
    if stage == "pointwise":
        mix = weights["pointwise_kernel"][0, 0, :, target]
        return tuple(range(inputs)), mix[:, np.newaxis, np.newaxis]
    kernel = weights["kernel"]
    first = target // (kernel.shape[3] // _groups(layer)) * kernel.shape[2]
    return tuple(range(first, first + kernel.shape[2])), np.moveaxis(kernel[..., target], -1, 0)


def geometry_of_stage(layer: Layer, stage: str, size: tuple[int, int]) -> Geometry:
    """Return where the windows of a stage stand on an input of ``size`` = (height, width).

    Examples
    --------
    >>> geometry_of_stage(Conv2D(filters=4, kernel_size=(3, 5)), "standard", (8, 9)).output_size
    (6, 5)
    """
    if stage == "pointwise":
        return geometry(size, (1, 1))
    whole = geometry(
        size,
        layer.kernel_size,
        strides=layer.strides,
        padding=padding_of(layer.padding),
        dilation_rate=layer.dilation_rate,
    )
    return _one_axis(whole, size, ("column", "row").index(stage)) if stage in ("column", "row") else whole


def _one_axis(whole: Geometry, size: Sequence[int], axis: int) -> Geometry:
    """Return the pass along one axis; along the other it touches one pixel at a time."""

    def kept(pair: tuple[int, int]) -> tuple[int, int]:
        return (pair[0], 1) if axis == 0 else (1, pair[1])

    vertical, horizontal = whole.padding
    return geometry(
        (size[0], size[1]),
        kept(whole.kernel_size),
        strides=kept(whole.strides),
        padding=(vertical, (0, 0)) if axis == 0 else ((0, 0), horizontal),
        dilation_rate=kept(whole.dilation_rate),
    )


def _groups(layer: Layer) -> int:
    """Return the groups of a layer; only a `Conv2D` can have more than one."""
    return layer.groups if isinstance(layer, Conv2D) else 1
