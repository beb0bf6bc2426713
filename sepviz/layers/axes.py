"""Which axis of a shape is which: height, width and channels under either data format."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sepviz.arrays import Array
from sepviz.errors import ShapeError
from sepviz.shapes import data_format_of, integer


class Axes(NamedTuple):
    """The sizes of one image, whatever the order of its axes.

    Parameters
    ----------
    height, width : int
        Pixels.
    channels : int
        Values a pixel.

    Examples
    --------
    >>> Axes(height=12, width=16, channels=3).channels
    3
    """

    height: int
    width: int
    channels: int


def axes_of(input_shape: object, data_format: str) -> Axes:
    """Read the shape of one image, without a batch axis.

    Parameters
    ----------
    input_shape : tuple of int
        (H, W, C), or (C, H, W) with ``data_format="channels_first"``.
    data_format : str
        ``"channels_last"`` or ``"channels_first"``.

    Returns
    -------
    Axes
        Height, width and number of channels.

    Raises
    ------
    ShapeError
        If there are not three sizes of at least 1.
    TypeError
        If a size is not an integer.

    Examples
    --------
    >>> axes_of((3, 12, 16), "channels_first")
    Axes(height=12, width=16, channels=3)
    """
    if isinstance(input_shape, str) or not isinstance(input_shape, Iterable):
        raise TypeError(f"input_shape must be three integers, not {input_shape!r}")
    sizes = tuple(integer(size, "input_shape") for size in input_shape)
    if len(sizes) != 3:
        raise ShapeError(
            f"input_shape must be (H, W, C) in the order of data_format, without a batch axis, not {sizes}",
            code="input_shape",
            shape=str(sizes),
        )
    if data_format_of(data_format) == "channels_first":
        return Axes(sizes[1], sizes[2], sizes[0])
    return Axes(*sizes)


def shape_of(axes: Axes, data_format: str) -> tuple[int, int, int]:
    """Put height, width and channels in the order of ``data_format``.

    Parameters
    ----------
    axes : Axes
        Height, width and number of channels.
    data_format : str
        ``"channels_last"`` or ``"channels_first"``.

    Returns
    -------
    tuple of int
        (H, W, C) or (C, H, W).

    Raises
    ------
    ShapeError
        If ``data_format`` is unknown.

    Examples
    --------
    >>> shape_of(Axes(height=12, width=16, channels=3), "channels_first")
    (3, 12, 16)
    """
    if data_format_of(data_format) == "channels_first":
        return axes.channels, axes.height, axes.width
    return axes.height, axes.width, axes.channels


def channel_axis(data_format: str) -> int:
    """Return the axis of the channels, counted from the end so that it also fits a batch."""
    return -3 if data_format == "channels_first" else -1


def per_channel(values: Array, data_format: str) -> Array:
    """Shape one value a channel so that it broadcasts against images."""
    return values[:, np.newaxis, np.newaxis] if data_format == "channels_first" else values


def sum_per_channel(maps: Array, data_format: str) -> Array:
    """Return the sum of each channel over its pixels and the batch, in the type of ``maps``."""
    by_channel = np.moveaxis(maps, channel_axis(data_format), -1)
    # In float64, for a long sum of float32 loses digits.
    return by_channel.sum(axis=tuple(range(maps.ndim - 1)), dtype=np.float64).astype(maps.dtype)
