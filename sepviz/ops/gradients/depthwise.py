"""Gradients of the depthwise convolution: for each tap one sweep along the rows, there and back."""

from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.gradients import taps
from sepviz.ops.gradients.backward_sweep import BackwardSweep
from sepviz.ops.gradients.upstream import BiasGradient, UpstreamTiles, solve
from sepviz.ops.problem import Problem, depthwise_problem


def depthwise_conv2d_gradients(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    upstream: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    data_format: str = "channels_last",
) -> dict[str, Array]:
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
    >>> import numpy as np
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


def depthwise_gradients(p: Problem, upstream: Array) -> dict[str, Array]:
    """Compute all three derivatives."""
    sweep, given = BackwardSweep(p), UpstreamTiles(upstream, p.dtype)
    by_bias = BiasGradient(upstream.shape[-1], p.dtype)
    for tile in sweep.plan:
        u = given.under(tile)
        by_bias.add(u)
        sweep.add(u, sweep.met(tile), tile)
    by_kernel = sweep.by_kernel
    if taps.must_be_careful(p, by_bias.total):
        by_kernel = taps.kernel_gradient(p, upstream, p.images.shape[-1]).reshape(by_kernel.shape)
    return {"x": sweep.by_x, "depthwise_kernel": by_kernel, "bias": by_bias.total}
