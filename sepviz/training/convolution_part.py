"""Any convolution of a network while it trains: taps are gathered into columns, then matrices multiplied.

Feature maps are (channels, height, width, pictures) here. With the pictures innermost even a small map has
long runs of neighbouring values, so that a training step on tiny pictures takes a third of the time.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sepviz.arrays import Array
from sepviz.layers import Conv2D, DepthwiseConv2D
from sepviz.shapes import Geometry, geometry
from sepviz.training.part import Arrays, Ran


@dataclass(frozen=True, slots=True)
class ConvolutionPart:
    """A standard, grouped or depthwise convolution; ``kernel`` and ``bias`` are the network's names.

    A depthwise convolution is a grouped one with as many groups as there are channels.
    """

    layer: Conv2D | DepthwiseConv2D
    kernel: str
    bias: str | None = None

    def run(self, x: Array, weights: Arrays, *, training: bool) -> Ran:
        """Convolve; the columns are kept for the way back."""
        g, kernel = self._geometry(x), self._matrices(weights[self.kernel], x)
        columns = _columns(x, g, len(kernel))
        y = (kernel @ columns).reshape(-1, *g.output_size, x.shape[-1])
        if self.bias is not None:
            y += weights[self.bias].astype(y.dtype, copy=False)[:, np.newaxis, np.newaxis, np.newaxis]
        return Ran(y, (x, columns), {})

    def back(
        self, kept: tuple[Array, Array], weights: Arrays, upstream: Array, *, wants_x: bool
    ) -> tuple[Array | None, dict[str, Array]]:
        """Return the derivatives by the maps, if wanted, by the kernel and by a bias."""
        x, columns = kept
        values = weights[self.kernel]
        kernel = self._matrices(values, x)
        given = upstream.reshape(len(kernel), -1, columns.shape[-1])
        by_kernel = np.moveaxis(given @ columns.transpose(0, 2, 1), -1, 0)
        found = {self.kernel: by_kernel.reshape(values.shape)}
        if self.bias is not None:
            found[self.bias] = upstream.reshape(len(upstream), -1).sum(axis=1)
        if not wants_x:
            return None, found
        return _from_columns(kernel.transpose(0, 2, 1) @ given, x.shape, self._geometry(x)), found

    def _geometry(self, x: Array) -> Geometry:
        """Return where the windows stand."""
        layer = self.layer
        return geometry(
            (x.shape[1], x.shape[2]),
            layer.kernel_size,
            strides=layer.strides,
            padding=layer.padding,
            dilation_rate=layer.dilation_rate,
        )

    def _matrices(self, kernel: Array, x: Array) -> Array:
        """Return the kernel as (groups, filters of a group, taps)."""
        groups = len(x) if isinstance(self.layer, DepthwiseConv2D) else self.layer.groups
        taps = math.prod(kernel.shape[:2]) * len(x) // groups
        filters = kernel.size // (taps * groups)
        by_group = kernel.astype(x.dtype, copy=False).reshape(taps, groups, filters)
        return np.ascontiguousarray(by_group.transpose(1, 2, 0))


def _taps(g: Geometry) -> Iterator[tuple[int, int, slice, slice]]:
    """Return each tap with the rows and columns of the padded maps that it falls on."""
    for i, j in np.ndindex(*g.kernel_size):
        yield i, j, _met(g, 0, i), _met(g, 1, j)


def _met(g: Geometry, axis: int, tap: int) -> slice:
    """Return what one tap falls on along an axis of the padded maps."""
    start = tap * g.dilation_rate[axis]
    return slice(start, start + g.strides[axis] * (g.output_size[axis] - 1) + 1, g.strides[axis])


def _columns(x: Array, g: Geometry, groups: int) -> Array:
    """Return what each tap falls on, (groups, taps, outputs of all pictures)."""
    channels, pictures = len(x), x.shape[-1]
    if _is_pointwise(g):
        return x.reshape(groups, channels // groups, -1)
    padded = np.zeros((channels, *_padded_size(g), pictures), x.dtype)
    padded[_inside(g)] = x
    padded = padded.reshape(groups, -1, *padded.shape[1:])
    shape = (groups, *g.kernel_size, channels // groups, *g.output_size, pictures)
    columns = np.empty(shape, x.dtype)
    for i, j, rows, across in _taps(g):
        columns[:, i, j] = padded[:, :, rows, across]
    return columns.reshape(groups, -1, math.prod(g.output_size) * pictures)


def _from_columns(columns: Array, shape: tuple[int, ...], g: Geometry) -> Array:
    """Add each tap's share to what the tap fell on, and drop what is padding."""
    if _is_pointwise(g):
        return columns.reshape(shape)
    groups, channels, pictures = len(columns), shape[0], shape[-1]
    shares = columns.reshape(groups, *g.kernel_size, channels // groups, *g.output_size, pictures)
    padded = np.zeros((groups, channels // groups, *_padded_size(g), pictures), columns.dtype)
    for i, j, rows, across in _taps(g):
        padded[:, :, rows, across] += shares[:, i, j]
    return padded.reshape(channels, *padded.shape[2:])[_inside(g)]


def _is_pointwise(g: Geometry) -> bool:
    """Return whether the only tap falls on every pixel once, so that nothing needs to be gathered."""
    return g.kernel_size == g.strides == (1, 1) and g.output_size == g.size


def _padded_size(g: Geometry) -> tuple[int, int]:
    """Return height and width with the padding."""
    return g.size[0] + sum(g.padding[0]), g.size[1] + sum(g.padding[1])


def _inside(g: Geometry) -> tuple[slice, slice, slice]:
    """Return where the maps stand in their padded copy."""
    (top, _), (left, _) = g.padding
    return slice(None), slice(top, top + g.size[0]), slice(left, left + g.size[1])
