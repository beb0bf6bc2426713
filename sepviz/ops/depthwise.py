"""Depthwise convolution: each channel filtered on its own."""

from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.one_kernel import OneKernel, is_one_kernel
from sepviz.ops.problem import Problem, depthwise_problem
from sepviz.ops.sweep import DepthwiseSweep
from sepviz.ops.threads import share
from sepviz.ops.tiles import Tile


def depthwise_conv2d(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> Array:
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
    strides, padding, dilation_rate : optional
        As in `conv2d`.
    bias : array_like, (C * depth_multiplier,), optional
        Added to each output channel.
    data_format : {"channels_last", "channels_first"}, optional
        Where the channels of ``x`` and of the result stand.

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
    ).solve("depthwise", depthwise)


def depthwise(p: Problem) -> Array:
    """Compute (N, H', W', C * depth_multiplier) tile by tile."""
    _, _, c_in, multiplier = p.weights[0].shape
    y = p.output(c_in * multiplier)
    first = depthwise_filter(p)

    def work(part: list[Tile]) -> None:
        filtering = first if part[0] is first.plan[0] else depthwise_filter(p)  # scratch of its own
        for tile in part:
            out = y[tile]
            filtering.into(out, tile)
            if p.bias is not None:
                out += p.bias

    share(first.plan, work)
    return y


def depthwise_filter(p: Problem, output_values: int = 0) -> OneKernel | DepthwiseSweep:
    """Return the faster way to filter the channels; ``output_values`` as there."""
    return (OneKernel if is_one_kernel(p.weights[0]) else DepthwiseSweep)(p, output_values)
