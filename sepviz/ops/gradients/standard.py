"""Gradients of the standard convolution: two matrix products a tile, and the taps' shares summed up."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.gradients import taps
from sepviz.ops.gradients.by_image import ImageGradient
from sepviz.ops.gradients.depthwise import depthwise_gradients
from sepviz.ops.gradients.upstream import BiasGradient, UpstreamTiles, solve
from sepviz.ops.problem import Problem, standard_problem
from sepviz.ops.standard import window_matrix
from sepviz.ops.tiles import TILE_BYTES, PaddedInput, Scratch, Tile, tiles
from sepviz.ops.windows import steps


def conv2d_gradients(
    x: ArrayLike,
    kernel: ArrayLike,
    upstream: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    groups: int = 1,
    data_format: str = "channels_last",
) -> dict[str, Array]:
    """Compute the derivatives of a loss by the arguments of `conv2d`.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        As in `conv2d`. float64 gives float64 results, every other real type float32.
    kernel : array_like, (kh, kw, C // groups, c_out)
        As in `conv2d`.
    upstream : array_like, (H', W', c_out) or (N, H', W', c_out)
        The derivative of the loss by the output of `conv2d`, in the same ``data_format``.
    strides, padding, dilation_rate, groups, data_format : optional
        As in `conv2d`.

    Returns
    -------
    dict of str to ndarray
        ``"x"`` and ``"kernel"``, each of the shape of its argument, and ``"bias"``, (c_out,).

    Raises
    ------
    ShapeError
        If sizes, channel counts or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    Notes
    -----
    With a stride of 1 the derivative by ``x`` is itself a convolution of ``upstream``: with the kernel
    flipped on both axes, input and output channels swapped.

    References
    ----------
    Dumoulin, Visin, "A guide to convolution arithmetic for deep learning", 2016, arXiv:1603.07285,
    section 4.

    Examples
    --------
    >>> image, kernel = np.ones((12, 12, 3)), np.ones((5, 5, 3, 256))
    >>> gradients = conv2d_gradients(image, kernel, np.ones((8, 8, 256)))
    >>> {name: values.shape for name, values in gradients.items()}
    {'x': (12, 12, 3), 'kernel': (5, 5, 3, 256), 'bias': (256,)}
    >>> float(gradients["kernel"][0, 0, 0, 0]), float(gradients["x"][0, 0, 0])
    (64.0, 256.0)
    """
    p = standard_problem(
        x,
        kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        groups=groups,
        bias=None,
        data_format=data_format,
    )
    return solve(p, upstream, p.weights[0].shape[-1], standard_gradients)


def standard_gradients(p: Problem, upstream: Array) -> dict[str, Array]:
    """Compute all three derivatives."""
    kernel = p.weights[0]
    if p.groups == p.images.shape[-1] > 1:  # a group for each channel is a depthwise convolution
        found = depthwise_gradients(
            p.with_weights(kernel.reshape(*kernel.shape[:2], p.groups, -1)), upstream
        )
        by_kernel = found["depthwise_kernel"].reshape(kernel.shape)
        return {"x": found["x"], "kernel": by_kernel, "bias": found["bias"]}
    by_x, by_kernel, by_bias = _by_image_kernel_and_bias(p, upstream)
    if taps.must_be_careful(p, by_bias):
        by_kernel = taps.kernel_gradient(p, upstream, p.groups)
    return {"x": by_x, "kernel": by_kernel, "bias": by_bias}


def _by_image_kernel_and_bias(p: Problem, upstream: Array) -> tuple[Array, Array, Array]:
    """Multiply each tile of ``upstream`` with its windows, and with the kernel."""
    kernel = p.weights[0]
    size, c_out = kernel[..., 0].size, kernel.shape[-1]
    matrix = kernel.reshape(size, p.groups, c_out // p.groups).swapaxes(0, 1)
    by_image, by_kernel, by_bias = ImageGradient(p), np.zeros_like(matrix), BiasGradient(c_out, p.dtype)
    padded, given = PaddedInput(p), UpstreamTiles(upstream, p.dtype)
    buffer, share = Scratch(p.dtype), Scratch(p.dtype)
    for tile in _plan(p):
        u = given.under(tile)
        by_bias.add(u)
        columns = u.reshape(-1, p.groups, c_out // p.groups).swapaxes(0, 1)
        by_kernel += window_matrix(p, padded.under(tile), u.shape, buffer).swapaxes(1, 2) @ columns
        shares = buffer.shaped(p.groups, size, columns.shape[1])  # as large as the windows, now used
        np.matmul(matrix, columns.swapaxes(1, 2), out=shares)
        by_image.add(_on_pixels(p, shares, by_image.covered(tile), u.shape, share), tile)
    return by_image.total, by_kernel.swapaxes(0, 1).reshape(kernel.shape), by_bias.total


def _plan(p: Problem) -> list[Tile]:
    """Return tiles of which upstream, the windows and their shares stay in the cache together."""
    kernel, channels = p.weights[0], p.images.shape[-1]
    return tiles(
        p,
        output_values=max(kernel[..., 0].size * p.groups, kernel.shape[-1]),
        input_values=2 * channels,
        output_bytes=max(TILE_BYTES, kernel.nbytes),  # each product reads, or writes, the whole kernel
    )


def _on_pixels(
    p: Problem, shares: Array, covered: tuple[int, int], out: tuple[int, ...], scratch: Scratch
) -> Array:
    """Sum what each tap hands back to its pixel: (groups, taps, windows) to (images, rows, columns, C).

    With a stride, a tap meets every second or third column. These stand side by side in ``planes``
    until all taps are added, for sums along neighbours are several times as fast.
    """
    g, channels = p.geometry, p.images.shape[-1]
    images, rows, columns, _ = out
    height, width = covered
    (down, dh), (across, dw) = steps(g, 0, height), steps(g, 1, width)
    in_each = -(-width // across)
    planes = scratch.shaped(p.groups, channels // p.groups, images, height, across, in_each)
    planes[...] = 0
    taps_of = shares.reshape(p.groups, *g.kernel_size, channels // p.groups, images, rows, columns)
    for i, j in np.ndindex(*g.kernel_size):
        met_rows = slice(i * dh, i * dh + (rows - 1) * down + 1, down)
        first, phase = divmod(j * dw, across)
        planes[..., met_rows, phase, first : first + columns] += taps_of[:, i, j]
    pixels = planes.reshape(channels, *planes.shape[2:]).transpose(1, 2, 4, 3, 0)
    return pixels.reshape(images, height, -1, channels)[:, :, :width]
