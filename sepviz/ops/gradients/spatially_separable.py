"""Gradients of the spatially separable convolution: back through the row, then through the column."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.gradients import taps
from sepviz.ops.gradients.by_image import ImageGradient
from sepviz.ops.gradients.upstream import BiasGradient, UpstreamTiles, solve
from sepviz.ops.problem import Problem, spatially_separable_problem
from sepviz.ops.tiles import PaddedInput, Scratch, tiles
from sepviz.ops.windows import column_windows, line_values, steps, tap_lines
from sepviz.shapes import Geometry


def spatially_separable_conv2d_gradients(
    x: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    upstream: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    data_format: str = "channels_last",
) -> dict[str, Array]:
    """Compute the derivatives of a loss by the arguments of `spatially_separable_conv2d`.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        As in `spatially_separable_conv2d`. float64 gives float64 results, every other real type float32.
    column, row : array_like, (kh,) and (kw,)
        As in `spatially_separable_conv2d`.
    upstream : array_like, (H', W', C) or (N, H', W', C)
        The derivative of the loss by the output, in the same ``data_format``.
    strides, padding, dilation_rate, data_format : optional
        As in `conv2d`.

    Returns
    -------
    dict of str to ndarray
        ``"x"``, ``"column"`` and ``"row"``, each of the shape of its argument.

    Raises
    ------
    ShapeError
        If sizes or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    Examples
    --------
    >>> gradients = spatially_separable_conv2d_gradients(
    ...     np.ones((12, 12, 3)), [1, 2, 1], [1, 0, 1, 0, 1], np.ones((10, 8, 3))
    ... )
    >>> gradients["column"], gradients["row"][0]
    (array([720., 720., 720.]), np.float64(960.0))
    """
    p = spatially_separable_problem(
        x,
        column,
        row,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        data_format=data_format,
    )
    return solve(p, upstream, p.images.shape[-1], _spatially_separable_gradients)


def _spatially_separable_gradients(p: Problem, upstream: Array) -> dict[str, Array]:
    """Compute all three derivatives; through padding a NaN could pass, see `sepviz.ops.gradients.taps`."""
    column, row = p.weights
    by_x, by_column, by_row, total = _by_image_and_factors(p, upstream)
    if taps.must_be_careful(p, total):
        by_outer = taps.kernel_gradient(p, upstream, p.images.shape[-1]).sum(axis=(2, 3))
        by_column, by_row = by_outer @ row, column @ by_outer
    return {"x": by_x, "column": by_column, "row": by_row}


def _by_image_and_factors(p: Problem, upstream: Array) -> tuple[Array, Array, Array, Array]:
    """Take each tile through the column pass again, then back; return the sum of upstream as well."""
    column, row = p.weights
    g, channels = p.geometry, p.images.shape[-1]
    by_image, by_column, by_row = ImageGradient(p), np.zeros_like(column), np.zeros_like(row)
    total = BiasGradient(channels, p.dtype)
    padded, given = PaddedInput(p), UpstreamTiles(upstream, p.dtype)
    between, gathered, back, share = (Scratch(p.dtype) for _ in range(4))
    for tile in tiles(p, output_values=2 * channels, input_values=3 * channels + line_values(g, channels)):
        u = given.under(tile)
        total.add(u)
        images, rows, columns, _ = u.shape
        source = padded.under(tile)
        windows = column_windows(source, g, rows)
        y = between.shaped(images, rows, *source.shape[2:])
        np.matmul(column, windows, out=y.reshape(images, rows, -1))
        lines = tap_lines(y, g, columns, 1, gathered)
        by_row += np.einsum("jnhw,nhw->j", lines, u.reshape(images, rows, -1))
        by_between = _spread(back, (u, row), 2, source.shape[2], g)
        by_column += np.einsum("nhiw,nhw->i", windows, by_between.reshape(images, rows, -1))
        by_image.add(_spread(share, (by_between, column), 1, source.shape[1], g), tile)
    return by_image.total, by_column, by_row, total.total


def _spread(scratch: Scratch, product: tuple[Array, Array], axis: int, size: int, g: Geometry) -> Array:
    """Hand values back, times each tap of a factor, to ``size`` rows (axis 1) or columns (axis 2)."""
    values, factor = product
    shape = [*values.shape[:axis], size, *values.shape[axis + 1 :]]
    result = scratch.shaped(*shape)
    result[...] = 0
    step, dilation = steps(g, axis - 1, size)
    for tap, weight in enumerate(factor):
        first = tap * dilation
        place = slice(first, first + (values.shape[axis] - 1) * step + 1, step)
        result[(slice(None),) * axis + (place,)] += values * weight
    return result
