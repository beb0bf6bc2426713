"""Gradients of the depthwise-separable convolution: those of its two halves, tile by tile."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.arguments import PaddingLike, PairLike
from sepviz.ops.gradients import taps
from sepviz.ops.gradients.backward_sweep import BackwardSweep
from sepviz.ops.gradients.upstream import BiasGradient, UpstreamTiles, solve
from sepviz.ops.problem import Problem, separable_problem
from sepviz.ops.tiles import Scratch


def separable_conv2d_gradients(
    x: ArrayLike,
    depthwise_kernel: ArrayLike,
    pointwise_kernel: ArrayLike,
    upstream: ArrayLike,
    *,
    strides: PairLike = 1,
    padding: PaddingLike = "valid",
    dilation_rate: PairLike = 1,
    data_format: str = "channels_last",
) -> dict[str, Array]:
    """Compute the derivatives of a loss by the arguments of `separable_conv2d`.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        As in `separable_conv2d`. float64 gives float64 results, every other real type float32.
    depthwise_kernel : array_like, (kh, kw, C, depth_multiplier)
        As in `separable_conv2d`.
    pointwise_kernel : array_like, (1, 1, C * depth_multiplier, c_out)
        As in `separable_conv2d`.
    upstream : array_like, (H', W', c_out) or (N, H', W', c_out)
        The derivative of the loss by the output, in the same ``data_format``.
    strides, padding, dilation_rate, data_format : optional
        As in `separable_conv2d`.

    Returns
    -------
    dict of str to ndarray
        ``"x"``, ``"depthwise_kernel"`` and ``"pointwise_kernel"``, each of the shape of its argument,
        and ``"bias"``, (c_out,).

    Raises
    ------
    ShapeError
        If sizes, channel counts or settings do not fit together.
    TypeError
        If an array does not hold real numbers, or a setting is of the wrong type.

    Examples
    --------
    >>> image, depthwise, pointwise = np.ones((12, 12, 3)), np.ones((5, 5, 3, 1)), np.ones((1, 1, 3, 4))
    >>> gradients = separable_conv2d_gradients(image, depthwise, pointwise, np.ones((8, 8, 4)))
    >>> {name: values.shape for name, values in gradients.items()}
    {'x': (12, 12, 3), 'depthwise_kernel': (5, 5, 3, 1), 'pointwise_kernel': (1, 1, 3, 4), 'bias': (4,)}
    """
    p = separable_problem(
        x,
        depthwise_kernel,
        pointwise_kernel,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
        bias=None,
        data_format=data_format,
    )
    return solve(p, upstream, p.weights[1].shape[-1], _separable_gradients)


def _separable_gradients(p: Problem, upstream: Array) -> dict[str, Array]:
    """Filter each tile again for the pointwise kernel; go back through the mixing for the depthwise one."""
    mixing = p.weights[1][0, 0]
    between = len(mixing)
    by_pointwise = np.zeros_like(mixing)
    sweep, given = (
        BackwardSweep(p, output_values=2 * between + upstream.shape[-1]),
        UpstreamTiles(upstream, p.dtype),
    )
    by_bias = BiasGradient(upstream.shape[-1], p.dtype)
    filtered, unmixed = Scratch(p.dtype), Scratch(p.dtype)
    for tile in sweep.plan:
        u = given.under(tile)
        by_bias.add(u)
        pixels = u.reshape(-1, u.shape[-1])
        y = filtered.shaped(*u.shape[:3], between)
        met = sweep.met(tile)
        sweep.filter_into(y, met)
        by_pointwise += y.reshape(-1, between).T @ pixels
        back = unmixed.shaped(*u.shape[:3], between)
        np.matmul(pixels, mixing.T, out=back.reshape(-1, between))
        sweep.add(back, met, tile)
    by_depthwise = sweep.by_kernel
    if taps.must_be_careful(p, by_bias.total):
        back = upstream.astype(p.dtype, copy=False) @ mixing.T
        by_depthwise = taps.kernel_gradient(p, back, p.images.shape[-1]).reshape(by_depthwise.shape)
    return {
        "x": sweep.by_x,
        "depthwise_kernel": by_depthwise,
        "pointwise_kernel": by_pointwise[np.newaxis, np.newaxis],
        "bias": by_bias.total,
    }
