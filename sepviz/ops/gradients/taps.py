"""The derivative by a kernel where upstream holds a NaN or an infinity and the image has padding.

A padding zero times a NaN is a NaN. The fast forms multiply with these zeros, which no value of ``x``
stands behind: the NaN would reach taps that never met a pixel there. Here each tap is taken on its own,
with those positions alone at which it falls on the image.
"""

from typing import NamedTuple

import numpy as np

from sepviz.arrays import Array
from sepviz.ops.problem import Problem
from sepviz.shapes import Geometry


class Met(NamedTuple):
    """Along one axis: the outputs whose tap falls on the image, and the pixels that it meets."""

    outputs: slice
    pixels: slice


def must_be_careful(p: Problem, total: Array) -> bool:
    """Whether padding could carry a value of upstream that is not finite to where it does not belong.

    ``total`` is the sum of upstream, or its sums by channel: not finite where a value is not.
    """
    is_padded = any(amount for ends in p.geometry.padding for amount in ends)
    return is_padded and not np.isfinite(total).all()


def kernel_gradient(p: Problem, upstream: Array, groups: int) -> Array:
    """Return the derivative by a kernel of (kh, kw, C // groups, c_out)."""
    n, height, width, channels = p.images.shape
    x = p.images.reshape(n, height, width, groups, channels // groups)
    u = upstream.reshape(*upstream.shape[:3], groups, -1)
    kh, kw = p.geometry.kernel_size
    kernel = np.zeros((kh, kw, channels // groups, groups, u.shape[-1]), p.dtype)
    for i, j in np.ndindex(kh, kw):
        rows, columns = met(p.geometry, 0, i), met(p.geometry, 1, j)
        np.einsum(
            "nhwgc,nhwgf->cgf",
            x[:, rows.pixels, columns.pixels],
            u[:, rows.outputs, columns.outputs],
            out=kernel[i, j],
            dtype=p.dtype,
            casting="same_kind",
        )
    return kernel.reshape(kh, kw, channels // groups, -1)


def met(g: Geometry, axis: int, tap: int) -> Met:
    """Return where a tap meets the image; both slices are empty where it never does."""
    stride, size = g.strides[axis], g.size[axis]
    first = tap * g.dilation_rate[axis] - g.padding[axis][0]
    start = max(0, -(first // stride))
    stop = min(g.output_size[axis], -((first - size) // stride))
    if stop <= start:
        return Met(slice(0), slice(0))
    pixel = first + start * stride
    last = first + (stop - 1) * stride
    return Met(slice(start, stop), slice(pixel, last + 1, min(stride, size)))
