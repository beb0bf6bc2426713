"""What is done to each value behind a convolution, as ``keras.activations`` computes it."""

from collections.abc import Callable

import numpy as np

from sepviz.arrays import Array
from sepviz.errors import SepvizError
from sepviz.layers.axes import channel_axis, per_channel, sum_per_channel

LEAKY_SLOPE = 0.2  # keras.activations.leaky_relu; the layer of older Kerases had 0.3, PyTorch has 0.01


def _relu(y: Array) -> Array:
    """Negative values become 0."""
    return np.maximum(y, 0)


def _relu6(y: Array) -> Array:
    """Values are kept between 0 and 6, a range that few bits can hold."""
    return np.clip(y, 0, 6)


def _leaky_relu(y: Array) -> Array:
    """Negative values are weakened instead of cut off."""
    return np.where(y > 0, y, LEAKY_SLOPE * y)


def _sigmoid(y: Array) -> Array:
    """Values are squeezed between 0 and 1; ``exp`` only sees negative numbers, so it cannot overflow."""
    decay = np.exp(-np.abs(y))
    return np.where(y >= 0, 1, decay) / (1 + decay)


def _swish(y: Array) -> Array:
    """Each value times its sigmoid (Ramachandran et al. 2017, arXiv:1710.05941)."""
    return y * _sigmoid(y)


_ELEMENTWISE: dict[str, Callable[[Array], Array]] = {
    "relu": _relu,
    "relu6": _relu6,
    "leaky_relu": _leaky_relu,
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "swish": _swish,
}
ACTIVATIONS = ("relu", "relu6", "leaky_relu", "prelu", "sigmoid", "tanh", "softmax", "swish")
_NEVER_NEGATIVE = ("relu", "relu6", "sigmoid", "softmax")
_OTHER_NAMES = {"linear": None, "silu": "swish"}  # Keras knows these as well


def activation_of(value: object, name: str) -> str | None:
    """Return the name of a known activation; None and ``"linear"`` are none at all."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string or None, not {value!r}")
    if value in _OTHER_NAMES:
        return _OTHER_NAMES[value]
    if value not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        raise SepvizError(
            f"{name} must be None or one of {known}, not {value!r}",
            code="unknown_name",
            name=name,
            value=value,
            known=known,
        )
    return value


def can_be_negative(activation: str | None) -> bool:
    """Return whether values behind an activation, or behind none, can be negative.

    Examples
    --------
    >>> can_be_negative("relu"), can_be_negative("leaky_relu"), can_be_negative(None)
    (False, True, True)
    """
    return activation not in _NEVER_NEGATIVE


def activate(
    y: Array, activation: str, *, data_format: str = "channels_last", alpha: Array | None = None
) -> Array:
    """Apply an activation to feature maps; the type of the values stays.

    Parameters
    ----------
    y : ndarray, shape (..., H, W, C) or (..., C, H, W)
        Feature maps in float32 or float64.
    activation : str
        One of ``ACTIVATIONS``.
    data_format : str, optional
        Where the channels are; ``softmax`` and ``prelu`` look at them.
    alpha : ndarray, shape (C,), optional
        For ``prelu``, the slope of each channel's negative values.

    Returns
    -------
    ndarray
        New feature maps of the same shape.

    Raises
    ------
    SepvizError
        If the activation is unknown, or ``prelu`` has no ``alpha``.

    References
    ----------
    https://keras.io/api/layers/activations/

    Examples
    --------
    >>> activate(np.array([[[-1.0, 8.0]]]), "relu6")
    array([[[0., 6.]]])
    """
    kind = activation_of(activation, "activation")
    # An infinity in a map is the visitor's own; inf - inf and inf * 0 are NaN, without a warning.
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):
        if kind is None:
            return y
        if kind == "softmax":
            return _softmax(y, channel_axis(data_format))
        if kind == "prelu":
            if alpha is None:
                raise SepvizError(
                    "alpha is missing: prelu needs one a channel", code="weight_missing", name="alpha"
                )
            return np.where(y > 0, y, per_channel(alpha.astype(y.dtype), data_format) * y)
        return _ELEMENTWISE[kind](y)


def _softmax(y: Array, axis: int) -> Array:
    """Shares that sum to 1 over the channels; the largest is taken off first, so nothing overflows."""
    powers = np.exp(y - y.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def activation_gradients(
    y: Array,
    upstream: Array,
    activation: str,
    *,
    data_format: str = "channels_last",
    alpha: Array | None = None,
) -> tuple[Array, Array | None]:
    """Compute the derivatives of a loss by what an activation was given.

    Parameters
    ----------
    y : ndarray, shape (..., H, W, C) or (..., C, H, W)
        The feature maps in front of the activation.
    upstream : ndarray
        The derivative of the loss by the activation's output, of the shape and type of ``y``.
    activation, data_format, alpha
        As in `activate`.

    Returns
    -------
    by_y : ndarray
        The derivative by ``y``. Where a curve has a corner it is that of PyTorch: 0 for ``relu`` at 0.
    by_alpha : ndarray, shape (C,), or None
        The derivative by ``alpha``, for ``prelu`` alone.

    References
    ----------
    https://docs.pytorch.org/docs/stable/nn.functional.html#non-linear-activation-functions

    Examples
    --------
    >>> maps = np.array([[[-1.0, 3.0, 8.0]]])
    >>> by_maps, _ = activation_gradients(maps, np.ones_like(maps), "relu6")
    >>> by_maps
    array([[[0., 1., 0.]]])
    """
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):
        if activation == "softmax":
            shares = _softmax(y, channel_axis(data_format))
            mean = (shares * upstream).sum(axis=channel_axis(data_format), keepdims=True)
            return shares * (upstream - mean), None
        if activation == "prelu":
            assert alpha is not None
            slopes = per_channel(alpha.astype(y.dtype), data_format)
            lost = np.where(y > 0, 0, y * upstream)
            return np.where(y > 0, upstream, slopes * upstream), sum_per_channel(lost, data_format)
        return _DERIVATIVES[activation](y, upstream), None


def _sigmoid_gradient(y: Array, upstream: Array) -> Array:
    """Multiply by sigmoid(y) * sigmoid(-y), which needs no difference of nearly equal numbers."""
    decay = np.exp(-np.abs(y))
    return upstream * (decay / (1 + decay) ** 2)


def _swish_gradient(y: Array, upstream: Array) -> Array:
    """Differentiate the product of ``y`` and its sigmoid."""
    return upstream * _sigmoid(y) * (1 + y * _sigmoid(-y))


_DERIVATIVES: dict[str, Callable[[Array, Array], Array]] = {
    "relu": lambda y, upstream: np.where(y <= 0, 0, upstream),
    "relu6": lambda y, upstream: np.where((y <= 0) | (y >= 6), 0, upstream),
    "leaky_relu": lambda y, upstream: np.where(y > 0, upstream, LEAKY_SLOPE * upstream),
    "sigmoid": _sigmoid_gradient,
    "tanh": lambda y, upstream: upstream * (1 - np.tanh(y) ** 2),
    "swish": _swish_gradient,
}
