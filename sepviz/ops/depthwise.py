"""Depthwise convolution: each channel filtered on its own, by one sweep of multiply-and-add a tap."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.problem import Problem, depthwise_problem
from sepviz.ops.windows import (
    TILE_BYTES,
    PaddedInput,
    Scratch,
    Tile,
    line_values,
    row_windows,
    tap_lines,
    tiles,
)


def depthwise_conv2d(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> NDArray:
    """Compute a depthwise convolution, which filters each channel on its own and mixes none.

    Output channel ``c * depth_multiplier + m`` is input channel ``c`` filtered by
    ``depthwise_kernel[:, :, c, m]``. The kernel is not flipped.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        One image or a batch; (C, H, W) or (N, C, H, W) with ``data_format="channels_first"``.
        float64 gives a float64 result, every other real type float32.
    depthwise_kernel : array_like, (kh, kw, C, depth_multiplier)
        The weights, laid out so whatever ``data_format`` says.
    strides, padding, dilation_rate, data_format : optional
        As in `conv2d`.
    bias : array_like, (C * depth_multiplier,), optional
        Added to each output channel.

    Returns
    -------
    ndarray, (H', W', C * depth_multiplier) or (N, H', W', C * depth_multiplier)
        As many axes as ``x``, in the same ``data_format``.

    Raises
    ------
    ShapeError
        If sizes, channel counts or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    References
    ----------
    Keras, ``keras.ops.depthwise_conv``, whose kernel layout this is: https://keras.io/api/ops/nn/

    Examples
    --------
    >>> import numpy as np
    >>> image, kernel = np.ones((12, 12, 3)), np.ones((5, 5, 3, 2))
    >>> y = depthwise_conv2d(image, kernel)
    >>> y.shape, float(y[0, 0, 0])
    ((8, 8, 6), 25.0)
    """
    return depthwise_problem(
        x,
        depthwise_kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        bias=bias,
        data_format=data_format,
    ).solve(depthwise)


def depthwise(p: Problem) -> NDArray:
    """Compute (N, H', W', C * depth_multiplier) tile by tile."""
    sweep = DepthwiseSweep(p)
    y = np.empty((p.images.shape[0], *p.geometry.output_size, sweep.channels), p.dtype)
    for tile in sweep.plan:
        out = y[tile]
        sweep.into(out, tile)
        if p.bias is not None:
            out += p.bias
    return y


class DepthwiseSweep:
    """The depthwise convolution with ``p.weights[0]``, tile by tile of ``plan``.

    Memory holds the channels of a pixel side by side, and so the pixels of a row. Seen as one line of
    numbers, a tap multiplies the line by its weights, one a channel, over and over again. So the weights
    are written out once along a line, and ``np.einsum`` runs along it without a temporary array.

    ``output_values`` are the scratch values that the caller keeps for each output position.
    """

    def __init__(self, p: Problem, output_values: int = 1) -> None:
        weights = p.weights[0]
        kh, kw, c_in, self._multiplier = weights.shape
        self.channels = c_in * self._multiplier
        self.plan = tiles(
            p,
            output_values=output_values,
            input_values=c_in + line_values(p.geometry, c_in, self._multiplier),
            widest=max(1, TILE_BYTES // weights.nbytes),
        )
        width = self.plan[0].columns.stop
        written_out = np.empty((kh, kw, width, self.channels), p.dtype)
        written_out[...] = weights.reshape(kh, kw, 1, self.channels)
        self._weights = written_out.reshape(kh, kw, -1)
        self._geometry = p.geometry
        self._padded = PaddedInput(p)
        self._scratch = Scratch(p.dtype)

    def into(self, out: NDArray, tile: Tile) -> None:
        """Write the result under ``tile`` into ``out``, a contiguous array."""
        images, rows, columns, channels = out.shape
        source = self._padded.under(tile)
        lines = tap_lines(source, self._geometry, columns, self._multiplier, self._scratch)
        taps = row_windows(lines, self._geometry, rows)
        weights = self._weights[:, :, : columns * channels]
        np.einsum("ijnhw,ijw->nhw", taps, weights, out=out.reshape(images, rows, columns * channels))
