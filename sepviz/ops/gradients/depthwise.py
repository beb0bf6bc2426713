"""Gradients of the depthwise convolution: for each tap one sweep along the rows, there and back."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.gradients import taps
from sepviz.ops.gradients.by_image import ImageGradient
from sepviz.ops.gradients.upstream import UpstreamTiles, bias_gradient, solve
from sepviz.ops.problem import Problem, depthwise_problem
from sepviz.ops.tiles import TILE_BYTES, PaddedInput, Scratch, Tile, tiles
from sepviz.ops.windows import line_values, row_windows, steps, tap_lines


def depthwise_conv2d_gradients(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    upstream: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    data_format: str = "channels_last",
) -> dict[str, NDArray]:
    """Compute the derivatives of a loss by the arguments of `depthwise_conv2d`.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        As in `depthwise_conv2d`. float64 gives float64 results, every other real type float32.
    depthwise_kernel : array_like, (kh, kw, C, depth_multiplier)
        As in `depthwise_conv2d`.
    upstream : array_like, (H', W', C * depth_multiplier) or (N, H', W', C * depth_multiplier)
        The derivative of the loss by the output, in the same ``data_format``.
    strides, padding, dilation_rate, data_format : optional
        As in `conv2d`.

    Returns
    -------
    dict of str to ndarray
        ``"x"`` and ``"depthwise_kernel"``, each of the shape of its argument, and ``"bias"``,
        (C * depth_multiplier,). A channel's derivatives hear of that channel alone.

    Raises
    ------
    ShapeError
        If sizes, channel counts or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    Examples
    --------
    >>> image, kernel = np.ones((12, 12, 3)), np.ones((5, 5, 3, 2))
    >>> gradients = depthwise_conv2d_gradients(image, kernel, np.ones((8, 8, 6)))
    >>> {name: values.shape for name, values in gradients.items()}
    {'x': (12, 12, 3), 'depthwise_kernel': (5, 5, 3, 2), 'bias': (6,)}
    """
    p = depthwise_problem(
        x,
        depthwise_kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        bias=None,
        data_format=data_format,
    )
    return solve(p, upstream, p.weights[0].shape[2] * p.weights[0].shape[3], depthwise_gradients)


def depthwise_gradients(p: Problem, upstream: NDArray) -> dict[str, NDArray]:
    """Compute all three derivatives."""
    sweep, given = BackwardSweep(p), UpstreamTiles(upstream, p.dtype)
    for tile in sweep.plan:
        sweep.add(given.under(tile), tile)
    by_kernel = sweep.by_kernel
    if taps.must_be_careful(p, upstream):
        by_kernel = taps.kernel_gradient(p, upstream, p.images.shape[-1]).reshape(by_kernel.shape)
    return {
        "x": sweep.by_image.total,
        "depthwise_kernel": by_kernel,
        "bias": bias_gradient(upstream, p.dtype),
    }


class BackwardSweep:
    """Both derivatives of a depthwise convolution with ``p.weights[0]``, tile by tile of ``plan``.

    As in `sepviz.ops.sweep`, a row of pixels is one line of numbers. By the kernel, the line that a tap
    has met is multiplied with the upstream line and added up; only at the end are the pixels of the line
    summed. By the image, the upstream line times the tap's weights is added where the tap has stood.

    ``output_values`` are the scratch values that the caller keeps for each output position.
    """

    def __init__(self, p: Problem, output_values: int = 0) -> None:
        weights = p.weights[0]
        kh, kw, self._c_in, self._multiplier = weights.shape
        outputs = self._c_in * self._multiplier
        self.plan = tiles(
            p,
            output_values=outputs + output_values,
            input_values=2 * self._c_in + line_values(p.geometry, self._c_in, self._multiplier),
            widest=max(1, TILE_BYTES // (2 * weights.nbytes)),
        )
        width = self.plan[0].columns.stop
        self._weights = np.empty((kh, kw, width, outputs), p.dtype)
        self._weights[...] = weights.reshape(kh, kw, 1, outputs)
        self._by_kernel = np.zeros((kh, kw, width, outputs), p.dtype)
        self._geometry = p.geometry
        self._padded = PaddedInput(p)
        self._lines, self._product, self._share = Scratch(p.dtype), Scratch(p.dtype), Scratch(p.dtype)
        self.by_image = ImageGradient(p)

    @property
    def by_kernel(self) -> NDArray:
        """The derivative by the kernel, (kh, kw, C, depth_multiplier)."""
        total = np.add.reduce(self._by_kernel, axis=2)
        return total.reshape(*total.shape[:2], self._c_in, self._multiplier)

    def add(self, upstream: NDArray, tile: Tile) -> None:
        """Add what the upstream values under ``tile`` contribute; they are contiguous."""
        self._add_to_kernel(upstream, tile)
        self._add_to_image(upstream, tile)

    def _add_to_kernel(self, upstream: NDArray, tile: Tile) -> None:
        """Sum the products of the upstream lines with the lines that each tap has met."""
        images, rows, columns, _ = upstream.shape
        source = self._padded.under(tile)
        lines = tap_lines(source, self._geometry, columns, self._multiplier, self._lines)
        met = row_windows(lines, self._geometry, rows)
        total = self._by_kernel[:, :, :columns]
        total += np.einsum("ijnhw,nhw->ijw", met, upstream.reshape(images, rows, -1)).reshape(total.shape)

    def _add_to_image(self, upstream: NDArray, tile: Tile) -> None:
        """Hand the upstream lines back to the pixels, times the weights of each tap."""
        images, rows, columns, _ = upstream.shape
        height, width = self.by_image.covered(tile)
        share = self._share.shaped(images, height, width, self._c_in)
        share[...] = 0
        product = self._product.shaped(*upstream.shape)
        (down, dh), (across, dw) = steps(self._geometry, 0, height), steps(self._geometry, 1, width)
        for i, j in np.ndindex(*self._geometry.kernel_size):
            np.multiply(upstream, self._weights[i, j, :columns], out=product)
            r = slice(i * dh, i * dh + (rows - 1) * down + 1, down)
            c = slice(j * dw, j * dw + (columns - 1) * across + 1, across)
            for m in range(self._multiplier):
                share[:, r, c] += product[..., m :: self._multiplier]
        self.by_image.add(share, tile)
