"""Views of padded pixels in which each tap finds what it multiplies, in place as far as that will do.

NumPy leaves the stride of an axis of length 1 undefined, and one channel is such an axis:
that is why the views count in ``itemsize``.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from sepviz.arrays import Array
from sepviz.ops.tiles import Scratch
from sepviz.shapes import Geometry


def window_view(source: Array, g: Geometry, rows: int, columns: int) -> Array:
    """View (images, height, width, channels) as (images, rows, columns, kh, kw, channels)."""
    images, height, width, channels = source.shape
    n, row, column, _ = source.strides
    (down, dh), (across, dw) = steps(g, 0, height), steps(g, 1, width)
    return as_strided(
        source,
        (images, rows, columns, *g.kernel_size, channels),
        (n, down * row, across * column, dh * row, dw * column, source.itemsize),
        writeable=False,
    )


def tap_lines(source: Array, g: Geometry, columns: int, multiplier: int, scratch: Scratch) -> Array:
    """Return what each horizontal tap meets, as lines: (kw, images, height, columns * channels).

    A view where that will do, else a copy in ``scratch``.
    """
    images, height, width, channels = source.shape
    n, row, column, _ = source.strides
    across, dw = steps(g, 1, width)
    shape = g.kernel_size[1], images, height, columns, channels
    met = as_strided(
        source, shape, (dw * column, n, row, across * column, source.itemsize), writeable=False
    )
    joined = (*shape[:3], columns * channels * multiplier)
    if not _is_gathered(g, channels, multiplier):
        return met.reshape(joined)
    lines = scratch.shaped(*shape, multiplier)
    if multiplier > 1:
        lines[...] = met[..., np.newaxis]
    elif across > 1:
        copy_runs(met, lines[..., 0])
    else:
        lines.reshape(joined)[...] = met.reshape(joined)
    return lines.reshape(joined)


def copy_runs(source: Array, target: Array) -> None:
    """Copy arrays whose last axis is contiguous, each line of it as one item: up to twice as fast."""
    item = np.dtype((np.void, source.shape[-1] * source.itemsize))
    target.view(item)[...] = source.view(item)


def row_windows(lines: Array, g: Geometry, rows: int) -> Array:
    """View (kw, images, height, values) as (kh, kw, images, rows, values)."""
    kw, images, height, values = lines.shape
    tap, n, row, _ = lines.strides
    down, dh = steps(g, 0, height)
    shape = g.kernel_size[0], kw, images, rows, values
    return as_strided(lines, shape, (dh * row, tap, n, down * row, lines.itemsize), writeable=False)


def column_windows(source: Array, g: Geometry, rows: int) -> Array:
    """View (images, height, width, channels) as (images, rows, kh, width * channels)."""
    images, height, width, channels = source.shape
    n, row, _, _ = source.strides
    down, dh = steps(g, 0, height)
    shape = images, rows, g.kernel_size[0], width * channels
    return as_strided(source, shape, (n, down * row, dh * row, source.itemsize), writeable=False)


def line_values(g: Geometry, channels: int, multiplier: int = 1) -> int:
    """Return how many values `tap_lines` gathers for each position of the padded input."""
    if not _is_gathered(g, channels, multiplier):
        return 0
    return -(-g.kernel_size[1] * channels * multiplier // g.strides[1])


def _is_gathered(g: Geometry, channels: int, multiplier: int) -> bool:
    """Whether the values that a tap meets are gathered: they are no neighbours in memory, or the taps are.

    With one channel the next tap is as near as the next value, and ``np.einsum`` would run along the
    taps, three or five at a time, in place of the line: eight times slower.
    """
    return g.strides[1] > 1 or multiplier > 1 or channels == 1


def steps(g: Geometry, axis: int, size: int) -> tuple[int, int]:
    """Return stride and dilation, at most ``size``: beyond it neither is taken, but could overflow."""
    return min(g.strides[axis], size), min(g.dilation_rate[axis], size)
