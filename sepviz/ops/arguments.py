"""Each argument of an operation, checked and normalised on its own."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from sepviz.arrays import Array
from sepviz.errors import ShapeError
from sepviz.shapes import Geometry, data_format_of, geometry, integer, padding_of, pair

PairLike = int | Sequence[int]
"""An int or (vertical, horizontal)."""
PaddingLike = str | int | Sequence[int] | Sequence[Sequence[int]]
"""'valid', 'same', an int, (vertical, horizontal) or ((top, bottom), (left, right))."""


def real_array(value: ArrayLike, name: str) -> Array:
    """Return ``value`` as a non-empty array of real numbers, without a copy where it is one."""
    try:
        array = np.asarray(value)
    except ValueError as error:  # a list whose rows differ in length
        raise ShapeError(f"{name} is not an array: {error}", code="not_an_array", name=name) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, not {array.dtype}")
    if array.size == 0:
        raise ShapeError(
            f"{name} is empty: its shape is {array.shape}",
            code="empty_array",
            name=name,
            shape=str(array.shape),
        )
    return array


def result_type(array: Array) -> np.dtype:
    """Return float64 for float64 of either byte order, float32 for every other real type."""
    is_double = array.dtype.newbyteorder("=") == np.float64
    return np.dtype(np.float64 if is_double else np.float32)


def weights_of(value: ArrayLike, name: str, axes: str, dtype: DTypeLike) -> Array:
    """Return a weight array C-contiguous and in the result's dtype; ``axes`` words its layout."""
    array = real_array(value, name)
    if array.ndim != axes.count(",") + 1:
        raise ShapeError(
            f"{name} must have the axes ({axes}), but its shape is {array.shape}",
            code="wrong_axes",
            name=name,
            axes=axes,
            shape=str(array.shape),
        )
    with np.errstate(all="ignore"):
        return np.ascontiguousarray(array, dtype)


class Layout(NamedTuple):
    """Which axes ``x`` came with; the result gets the same."""

    is_batch: bool
    channels_first: bool


def images_of(x: ArrayLike, data_format: str) -> tuple[Array, Layout]:
    """Return ``x`` viewed as (N, H, W, C), and the axes that it came with."""
    channels_first = data_format_of(data_format) == "channels_first"
    array = real_array(x, "x")
    if array.ndim not in (3, 4):
        one = "(C, H, W)" if channels_first else "(H, W, C)"
        raise ShapeError(
            f"x must be one image {one} or a batch of them, but its shape is {array.shape}",
            code="wrong_axes",
            name="x",
            axes=one[1:-1],
            shape=str(array.shape),
        )
    is_batch = array.ndim == 4
    batch = array if is_batch else array[np.newaxis]
    images = np.moveaxis(batch, 1, -1) if channels_first else batch
    return images, Layout(is_batch, channels_first)


def bias_of(bias: ArrayLike | None, c_out: int, dtype: DTypeLike) -> Array | None:
    """Return the bias, one value an output channel, in the result's dtype."""
    if bias is None:
        return None
    array = real_array(bias, "bias")
    if array.shape != (c_out,):
        raise ShapeError(
            f"bias must have the shape ({c_out},), one value an output channel, not {array.shape}",
            code="bias_shape",
            c_out=c_out,
            shape=str(array.shape),
        )
    with np.errstate(all="ignore"):
        return array.astype(dtype)


def same_channels(name: str, kernel_channels: int, other: str, channels: int) -> None:
    """Raise where a kernel was made for another number of input channels."""
    if kernel_channels != channels:
        raise ShapeError(
            f"{name} expects {kernel_channels} input channels, but {other} has {channels}",
            code="channel_mismatch",
            name=name,
            expected=kernel_channels,
            channels=channels,
        )


def groups_of(groups: object, c_in: int, c_out: int) -> int:
    """Return the number of groups, which divides the channels on both sides."""
    number = integer(groups, "groups")
    for channels, what in ((c_in, "input channels of x"), (c_out, "output channels of kernel")):
        if channels % number:
            raise ShapeError(
                f"groups={number} does not divide the {channels} {what}",
                code="groups",
                groups=number,
                c_in=c_in,
                c_out=c_out,
            )
    return number


def geometry_of(
    images: Array,
    kernel_size: tuple[int, int],
    name: str,
    *,
    strides: object = 1,
    padding: object = "valid",
    dilation_rate: object = 1,
) -> Geometry:
    """Resolve the windows' places from the caller's own arguments."""
    return geometry(
        (images.shape[1], images.shape[2]),
        kernel_size,
        strides=pair(strides, "strides"),
        padding=padding_of(padding),
        dilation_rate=pair(dilation_rate, "dilation_rate"),
        name=name,
    )
