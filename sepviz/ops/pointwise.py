"""Pointwise convolution: 1 x 1, the channels of each pixel mixed by one matrix product."""

from numpy.typing import ArrayLike

from sepviz.arrays import Array
from sepviz.ops.problem import pointwise_problem
from sepviz.ops.standard import standard


def pointwise_conv2d(
    x: ArrayLike,
    pointwise_kernel: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    data_format: str = "channels_last",
) -> Array:
    """Compute a pointwise convolution, which mixes the channels of each pixel and looks at no neighbour.

    Parameters
    ----------
    x : array_like, (H, W, C) or (N, H, W, C)
        One image or a batch; (C, H, W) or (N, C, H, W) with ``data_format="channels_first"``.
        float64 gives a float64 result, every other real type float32.
    pointwise_kernel : array_like, (1, 1, C, c_out)
        The weights, laid out so whatever ``data_format`` says.
    bias : array_like, (c_out,), optional
        Added to each output channel.
    data_format : {"channels_last", "channels_first"}, optional
        Where the channels of ``x`` and of the result stand.

    Returns
    -------
    ndarray, (H, W, c_out) or (N, H, W, c_out)
        As many axes as ``x``, in the same ``data_format``.

    Raises
    ------
    ShapeError
        If sizes or channel counts do not fit together.
    TypeError
        If an array does not hold real numbers.

    References
    ----------
    Lin, Chen, Yan, "Network In Network", 2013, arXiv:1312.4400.

    Examples
    --------
    >>> import numpy as np
    >>> pointwise_conv2d(np.ones((8, 8, 3)), np.ones((1, 1, 3, 256))).shape
    (8, 8, 256)
    """
    return pointwise_problem(x, pointwise_kernel, bias=bias, data_format=data_format).solve(
        "standard", standard
    )
