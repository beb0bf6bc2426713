"""Gradients of the pointwise convolution: two matrix products."""

from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.gradients.standard import standard_gradients
from sepviz.ops.gradients.upstream import solve
from sepviz.ops.problem import Problem, pointwise_problem


def pointwise_conv2d_gradients(
    x: ArrayLike, pointwise_kernel: ArrayLike, upstream: ArrayLike, *, data_format: str = "channels_last"
) -> dict[str, Array]:
    """Compute the derivatives of a loss by the arguments of `pointwise_conv2d`.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        As in `pointwise_conv2d`. float64 gives float64 results, every other real type float32.
    pointwise_kernel : array_like, (1, 1, C, c_out)
        As in `pointwise_conv2d`.
    upstream : array_like, (H, W, c_out) or (N, H, W, c_out)
        The derivative of the loss by the output, in the same ``data_format``.
    data_format : {"channels_last", "channels_first"}, optional
        Where the channels of ``x`` and of ``upstream`` stand.

    Returns
    -------
    dict of str to ndarray
        ``"x"`` and ``"pointwise_kernel"``, each of the shape of its argument, and ``"bias"``, (c_out,).

    Raises
    ------
    ShapeError
        If sizes or channel counts do not fit together.
    TypeError
        If an array does not hold real numbers.

    Examples
    --------
    >>> import numpy as np
    >>> image, kernel = np.ones((8, 7, 3)), np.ones((1, 1, 3, 256))
    >>> gradients = pointwise_conv2d_gradients(image, kernel, np.ones((8, 7, 256)))
    >>> {name: values.shape for name, values in gradients.items()}
    {'x': (8, 7, 3), 'pointwise_kernel': (1, 1, 3, 256), 'bias': (256,)}
    """
    p = pointwise_problem(x, pointwise_kernel, bias=None, data_format=data_format)
    return solve(p, upstream, p.weights[0].shape[-1], _pointwise_gradients)


def _pointwise_gradients(p: Problem, upstream: Array) -> dict[str, Array]:
    """Give the derivatives of a standard convolution the pointwise one's names."""
    found = standard_gradients(p, upstream)
    return {"x": found["x"], "pointwise_kernel": found["kernel"], "bias": found["bias"]}
