"""Batch normalisation behind a trained convolution: a scale and a shift, which fold into its kernel."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sepviz.arrays import Array
from sepviz.errors import SepvizError, ShapeError
from sepviz.layers.axes import per_channel, sum_per_channel
from sepviz.layers.settings import Setting, finite
from sepviz.ops.arguments import real_array

STATISTICS: dict[str, Setting] = {"gamma": "ones", "beta": "zeros", "mean": "zeros", "variance": "ones"}
"""What a batch normalisation keeps for each channel, and how it starts; gamma and beta are learned."""


def scale_and_shift(
    *, gamma: ArrayLike, beta: ArrayLike, mean: ArrayLike, variance: ArrayLike, epsilon: float = 1e-3
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what batch normalisation does at inference, as ``y * scale + shift``.

    Parameters
    ----------
    gamma, beta : array_like, shape (C,)
        The learned scale and shift of each channel.
    mean, variance : array_like, shape (C,)
        The moving statistics of each channel, gathered in training.
    epsilon : float, optional
        Added to the variance; Keras's default.

    Returns
    -------
    scale : ndarray of float64, shape (C,)
        Gamma / sqrt(variance + epsilon).
    shift : ndarray of float64, shape (C,)
        Beta - mean * scale.

    Raises
    ------
    ShapeError
        If the four do not have one value for each of the same channels.
    SepvizError
        If a variance is negative, or the variance and ``epsilon`` are both 0.

    References
    ----------
    S. Ioffe and C. Szegedy 2015, Batch Normalization, arXiv:1502.03167, equation 4

    Examples
    --------
    >>> scale, shift = scale_and_shift(gamma=[3.0], beta=[1.0], mean=[2.0], variance=[4.0], epsilon=0.0)
    >>> scale, shift
    (array([1.5]), array([-2.]))
    """
    given = {"gamma": gamma, "beta": beta, "mean": mean, "variance": variance}
    arrays = {name: real_array(values, name).astype(np.float64) for name, values in given.items()}
    for name, array in arrays.items():
        if array.ndim != 1 or array.shape != arrays["gamma"].shape:
            raise ShapeError(
                f"{name} must have one value a channel as gamma has, not the shape {array.shape}",
                code="one_a_channel",
                name=name,
                shape=str(array.shape),
            )
    spread = arrays["variance"] + finite(epsilon, "epsilon", minimum=0.0)
    if (arrays["variance"] < 0).any() or (spread == 0).any():
        raise SepvizError(
            f"variance must not be negative, and with epsilon={epsilon} above 0",
            code="variance",
            epsilon=epsilon,
        )
    scale = arrays["gamma"] / np.sqrt(spread)
    return scale, arrays["beta"] - arrays["mean"] * scale


def normalise(y: Array, statistics: Mapping[str, Array], *, epsilon: float, data_format: str) -> Array:
    """Normalise each channel with the four ``statistics``, in the type of ``y``."""
    scale, shift = scale_and_shift(**statistics, epsilon=epsilon)
    scale, shift = (per_channel(values.astype(y.dtype), data_format) for values in (scale, shift))
    return y * scale + shift


def normalise_gradients(
    y: Array,
    upstream: Array,
    statistics: Mapping[str, Array],
    *,
    epsilon: float,
    data_format: str,
) -> tuple[Array, dict[str, Array]]:
    """Return the derivatives by ``y`` and by each of the four statistics, which are constants here.

    In inference no statistic depends on ``y``; training normalises with the batch's own, which do.
    """
    gamma, mean, variance = (statistics[name].astype(np.float64) for name in ("gamma", "mean", "variance"))
    scale, _ = scale_and_shift(**statistics, epsilon=epsilon)
    centred = y - per_channel(mean.astype(y.dtype), data_format)
    along = sum_per_channel(upstream * centred, data_format)
    total = sum_per_channel(upstream, data_format)
    spread = np.sqrt(variance + epsilon)
    by_statistic = {
        "gamma": along / spread,
        "beta": total,
        "mean": -total * scale,
        "variance": along * gamma / (-2 * spread**3),
    }
    by_y = upstream * per_channel(scale.astype(y.dtype), data_format)
    return by_y, {name: values.astype(y.dtype) for name, values in by_statistic.items()}


def fold_batch_norm(
    kernel: ArrayLike,
    *,
    gamma: ArrayLike,
    beta: ArrayLike,
    mean: ArrayLike,
    variance: ArrayLike,
    epsilon: float = 1e-3,
    bias: ArrayLike | None = None,
) -> tuple[Array, Array]:
    """Return the kernel and bias with which a convolution does its batch normalisation as well.

    The convolution is linear and its output is only scaled and shifted, so the scale can go into the
    weights and the shift into the bias. This holds where nothing non-linear stands in between.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw, c_in, C) or (kh, kw, c_in, depth_multiplier)
        A standard, pointwise or depthwise kernel; with C = c_in * depth_multiplier for the last.
    gamma, beta, mean, variance : array_like, shape (C,)
        The normalisation of each output channel, see ``scale_and_shift``.
    epsilon : float, optional
        Added to the variance.
    bias : array_like, shape (C,), optional
        Bias of the convolution, where it has one.

    Returns
    -------
    kernel : ndarray
        Scaled kernel of the same shape; float64 where it was, otherwise float32.
    bias : ndarray, shape (C,)
        The bias that it needs.

    Raises
    ------
    ShapeError
        If the channels do not fit the kernel.
    SepvizError
        If a variance is negative.

    References
    ----------
    B. Jacob et al. 2018, arXiv:1712.05877, section 3.2

    Examples
    --------
    >>> one = np.ones(1)
    >>> kernel, bias = fold_batch_norm(
    ...     np.ones((1, 1, 1, 1)), gamma=one, beta=one, mean=one, variance=4 * one, epsilon=0
    ... )
    >>> kernel.item(), bias.item()
    (0.5, 0.5)
    """
    scale, shift = scale_and_shift(gamma=gamma, beta=beta, mean=mean, variance=variance, epsilon=epsilon)
    weights = real_array(kernel, "kernel")
    if weights.ndim != 4 or len(scale) not in (weights.shape[3], weights.shape[2] * weights.shape[3]):
        raise ShapeError(
            f"gamma has {len(scale)} channels, which does not fit a kernel of the shape {weights.shape}",
            code="fold_channels",
            channels=len(scale),
            shape=str(weights.shape),
        )
    if bias is not None:
        values = real_array(bias, "bias")
        if values.shape != scale.shape:
            raise ShapeError(
                f"bias must have the shape {scale.shape} of gamma, not {values.shape}",
                code="one_a_channel",
                name="bias",
                shape=str(values.shape),
            )
        shift = shift + values * scale
    # The last two axes of a depthwise kernel are its output channels, of any other only the last is.
    of_each_kernel = scale if len(scale) == weights.shape[3] else scale.reshape(weights.shape[2:])
    dtype = np.float64 if weights.dtype == np.float64 else np.float32
    return (weights * of_each_kernel).astype(dtype), shift.astype(dtype)
