"""Depthwise-separable convolution: each tile depthwise, then pointwise, while the cache holds it."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.depthwise import depthwise_filter
from sepviz.ops.problem import Problem, separable_problem
from sepviz.ops.tiles import Scratch


def separable_conv2d(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    pointwise_kernel: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> Array:
    """Compute a depthwise-separable convolution: depthwise, which filters, then pointwise, which mixes.

    The kernel is not flipped.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        One image or a batch; (C, H, W) or (N, C, H, W) with ``data_format="channels_first"``.
        float64 gives a float64 result, every other real type float32.
    depthwise_kernel : array_like, (kh, kw, C, depth_multiplier)
        The weights of the first stage, laid out so whatever ``data_format`` says.
    pointwise_kernel : array_like, (1, 1, C * depth_multiplier, c_out)
        The weights of the second stage.
    strides, padding, dilation_rate : optional
        As in `conv2d`; strides, padding and dilation are the depthwise stage's.
    bias : array_like, (c_out,), optional
        Added to each output channel.
    data_format : {"channels_last", "channels_first"}, optional
        Where the channels of ``x`` and of the result stand.

    Returns
    -------
    ndarray, (H', W', c_out) or (N, H', W', c_out)
        As many axes as ``x``, in the same ``data_format``.

    Raises
    ------
    ShapeError
        If sizes, channel counts or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    References
    ----------
    Howard et al., "MobileNets", 2017, arXiv:1704.04861, section 3.1;
    Keras, ``keras.ops.separable_conv``, whose kernel layouts these are: https://keras.io/api/ops/nn/

    Examples
    --------
    >>> import numpy as np
    >>> image = np.ones((12, 12, 3))
    >>> y = separable_conv2d(image, np.ones((5, 5, 3, 1)), np.ones((1, 1, 3, 256)))
    >>> y.shape, float(y[0, 0, 0])
    ((8, 8, 256), 75.0)
    """
    return separable_problem(
        x,
        depthwise_kernel,
        pointwise_kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        bias=bias,
        data_format=data_format,
    ).solve("depthwise_separable", depthwise_separable)


def depthwise_separable(p: Problem) -> Array:
    """Compute (N, H', W', c_out); of the depthwise result there is one tile at a time."""
    mixing = p.weights[1][0, 0]
    between, c_out = mixing.shape
    y = p.output(c_out)
    filtering = depthwise_filter(p, output_values=between)
    scratch = Scratch(p.dtype)
    for tile in filtering.plan:
        out = y[tile]
        filtered = scratch.shaped(*out.shape[:3], between)
        filtering.into(filtered, tile)
        np.matmul(filtered.reshape(-1, between), mixing, out=out.reshape(-1, c_out))
        if p.bias is not None:
            out += p.bias
    return y
