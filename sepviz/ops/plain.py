"""One multiplication at a time: an engine whose time is in proportion to the multiplications.

All operations are one and the same loop here, a grouped convolution: take one tap of one kernel, multiply
it with a row of pixels, add the products to a row of the result. ``np.einsum`` without ``optimize`` runs
that loop and never calls a matrix product, so half the multiplications take half the time. It is slower
than the other engine by far, and that is the lesson.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sepviz.arrays import Array
from sepviz.ops.problem import Engine, Problem
from sepviz.shapes import Geometry, geometry

BAND_VALUES = 2**17
"""About as many values of the result are worked on at a time, for the cache to hold them."""


def _standard(p: Problem) -> Array:
    """Run the loop; kernels come as (kh, kw, channels of a group, groups, filters of a group)."""
    kernel = p.weights[0]
    return _finish(_convolve(_planes(p), kernel.reshape(*kernel.shape[:3], p.groups, -1), p.geometry), p)


def _depthwise(p: Problem) -> Array:
    """Run the loop with a group for each channel."""
    return _finish(_convolve(_planes(p), p.weights[0][:, :, np.newaxis], p.geometry), p)


def _depthwise_separable(p: Problem) -> Array:
    """Filter each channel on its own, then mix the channels."""
    depthwise, pointwise = p.weights
    filtered = _convolve(_planes(p), depthwise[:, :, np.newaxis], p.geometry)
    everywhere = geometry(p.geometry.output_size, (1, 1))
    return _finish(_convolve(filtered, pointwise[:, :, :, np.newaxis], everywhere), p)


def _spatially_separable(p: Problem) -> Array:
    """Filter the columns of each channel, then the rows of what comes out."""
    (down, across), (dh, dw), channels = p.geometry.strides, p.geometry.dilation_rate, p.images.shape[3]
    column, row = (np.multiply.outer(taps, np.ones((1, channels, 1), p.dtype)) for taps in p.weights)
    planes = _planes(p)
    vertical = geometry(planes.shape[2:], (len(column), 1), strides=(down, 1), dilation_rate=(dh, 1))
    columns = _convolve(planes, column[:, np.newaxis], vertical)
    horizontal = geometry(columns.shape[2:], (1, len(row)), strides=(1, across), dilation_rate=(1, dw))
    return _finish(_convolve(columns, row[np.newaxis], horizontal), p)


def _planes(p: Problem) -> Array:
    """Return the images as (N, C, H, W) in the result's dtype, with zeros around them."""
    n, height, width, channels = p.images.shape
    (top, bottom), (left, right) = p.geometry.padding
    planes = np.zeros((n, channels, top + height + bottom, left + width + right), p.dtype)
    planes[:, :, top : top + height, left : left + width] = np.moveaxis(p.images, -1, 1)
    return planes


def _convolve(planes: Array, kernel: Array, g: Geometry) -> Array:
    """Convolve padded planes (N, C, H, W); return (N, groups * filters, H', W')."""
    channels, groups, filters = kernel.shape[2:]
    windows = _windows(planes, groups, channels, g)
    height, width = g.output_size
    # A gap behind each row: NumPy would join rows without one to a longer loop, which is a faster one.
    y = np.empty((len(planes), groups * filters, height, width + 1), planes.dtype)[..., :width]
    result = y.reshape(len(planes), groups, filters, height, width)
    band = max(1, BAND_VALUES // (len(planes) * groups * max(channels, filters) * width))
    for start in range(0, height, band):
        rows = slice(start, start + band)
        # Fortran order makes the first axis, a row of pixels, the innermost loop for each operation.
        out = result[..., rows, :].T
        np.einsum("ngchwij,ijcgo->whogn", windows[:, :, :, rows], kernel, out=out, order="F")
    return y


def _windows(planes: Array, groups: int, channels: int, g: Geometry) -> Array:
    """View the planes as (N, groups, channels of a group, H', W', kh, kw)."""
    n, plane, row, value = planes.strides
    # Beyond the image no step is taken, but as a factor it could overflow.
    down, across, dh, dw = (
        min(step, size)
        for step, size in zip(g.strides + g.dilation_rate, planes.shape[2:] * 2, strict=True)
    )
    return as_strided(
        planes,
        (len(planes), groups, channels, *g.output_size, *g.kernel_size),
        (n, channels * plane, plane, down * row, across * value, dh * row, dw * value),
        writeable=False,
    )


def _finish(y: Array, p: Problem) -> Array:
    """Add one value to each output channel, and put the channels last."""
    y = np.moveaxis(y, 1, -1)
    return y if p.bias is None else np.add(y, p.bias, out=y)


PLAIN: Engine = {
    "standard": _standard,
    "depthwise": _depthwise,
    "depthwise_separable": _depthwise_separable,
    "spatially_separable": _spatially_separable,
}
"""The engine; ``with using(PLAIN): ...`` computes with it."""
