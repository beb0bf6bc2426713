"""Spatially separable convolution: a column of taps, then a row of taps, for a kernel of rank 1."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.problem import Problem, spatially_separable_problem
from sepviz.ops.threads import share
from sepviz.ops.tiles import PaddedInput, Scratch, Tile, tiles
from sepviz.ops.windows import column_windows, line_values, tap_lines


def spatially_separable_conv2d(
    x: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    data_format: str = "channels_last",
) -> Array:
    """Filter every channel with ``column``, then with ``row``.

    The result equals a depthwise convolution with ``np.outer(column, row)``, for kh + kw multiplications
    in place of kh * kw. The kernels are not flipped.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        One image or a batch; (C, H, W) or (N, C, H, W) with ``data_format="channels_first"``.
        float64 gives a float64 result, every other real type float32.
    column : array_like, (kh,)
        The vertical taps.
    row : array_like, (kw,)
        The horizontal taps.
    strides, padding, dilation_rate, data_format : optional
        As in `conv2d`.

    Returns
    -------
    ndarray, (H', W', C) or (N, H', W', C)
        As many axes as ``x``, in the same ``data_format``.

    Raises
    ------
    ShapeError
        If sizes or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    References
    ----------
    Gonzalez, Woods, "Digital Image Processing", 4th edition, 2018, section 3.4, "Separable filter kernels".

    Examples
    --------
    >>> import numpy as np
    >>> ramp = np.arange(5.0) * np.ones((5, 1))
    >>> edges = spatially_separable_conv2d(ramp[:, :, np.newaxis], [1, 2, 1], [-1, 0, 1])
    >>> edges.shape, float(edges[0, 0, 0])
    ((3, 3, 1), 8.0)
    """
    return spatially_separable_problem(
        x,
        column,
        row,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        data_format=data_format,
    ).solve("spatially_separable", spatially_separable)


def spatially_separable(p: Problem) -> Array:
    """Compute (N, H', W', C), a tile through both passes while the cache holds it."""
    column, row = p.weights
    g = p.geometry
    channels = p.images.shape[-1]
    y = p.output(channels)
    plan = tiles(p, output_values=channels, input_values=2 * channels + line_values(g, channels))

    def work(part: list[Tile]) -> None:
        padded, filtered, gathered = PaddedInput(p), Scratch(p.dtype), Scratch(p.dtype)
        for tile in part:
            out = y[tile]
            images, rows, columns, _ = out.shape
            source = padded.under(tile)
            between = filtered.shaped(images, rows, *source.shape[2:])
            np.matmul(column, column_windows(source, g, rows), out=between.reshape(images, rows, -1))
            lines = tap_lines(between, g, columns, 1, gathered)
            np.einsum("jnhw,j->nhw", lines, row, out=out.reshape(images, rows, -1))

    share(plan, work)
    return y
