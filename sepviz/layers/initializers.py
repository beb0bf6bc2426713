"""The weights that a layer starts with, drawn from the distributions of ``keras.initializers``."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.layers.settings import Setting, resolved

_VARIANCE_SCALING = {
    "glorot_uniform": ("average", 1.0),
    "glorot_normal": ("average", 1.0),
    "he_uniform": ("in", 2.0),
    "he_normal": ("in", 2.0),
}
INITIALIZERS: dict[str, dict[str, float | None]] = {
    "zeros": {},
    "ones": {},
    "constant": {"value": 0.0},
    "random_normal": {"mean": 0.0, "stddev": 0.05, "seed": None},
    "random_uniform": {"minval": -0.05, "maxval": 0.05, "seed": None},
    **{name: {"seed": None} for name in _VARIANCE_SCALING},
}
# Standard deviation of a normal distribution of deviation 1 that is cut off at -2 and 2.
TRUNCATED_DEVIATION = 0.87962566103423978


def initial_values(
    initializer: Setting, shape: tuple[int, ...], *, seed: int | Sequence[int]
) -> NDArray[np.float32]:
    """Draw the first values of one weight array.

    Parameters
    ----------
    initializer : str or (str, settings)
        One of ``INITIALIZERS``, with Keras's argument names as settings;
        a ``seed`` among them takes the place of the argument.
    shape : tuple of int
        (kh, kw, inputs, outputs) of a kernel, or (channels,) of a bias.
    seed : int or sequence of int
        The same seed draws the same values.

    Returns
    -------
    ndarray of float32
        Values drawn independently.

    Raises
    ------
    KeyError
        If the name is unknown; a layer has checked it before.

    References
    ----------
    X. Glorot and Y. Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html;
    K. He et al. 2015, arXiv:1502.01852; https://keras.io/api/layers/initializers/

    Examples
    --------
    >>> kernel = initial_values("glorot_uniform", (3, 5, 4, 8), seed=1)
    >>> bool(np.abs(kernel).max() <= np.sqrt(6 / (3 * 5 * 4 + 3 * 5 * 8)))
    True
    """
    name, settings = resolved(initializer, INITIALIZERS)
    own_seed = settings.get("seed")
    generator = np.random.default_rng(seed if own_seed is None else own_seed)
    return _draw(name, settings, shape, generator).astype(np.float32)


def _draw(
    name: str, settings: dict[str, float], shape: tuple[int, ...], generator: np.random.Generator
) -> Array:
    """Draw in float64, whichever the distribution."""
    match name:
        case "zeros" | "ones" | "constant":
            return np.full(shape, {"zeros": 0.0, "ones": 1.0}.get(name, settings.get("value", 0.0)))
        case "random_normal":
            return generator.normal(settings["mean"], settings["stddev"], shape)
        case "random_uniform":
            return generator.uniform(settings["minval"], settings["maxval"], shape)
    variance = target_variance(name, shape)
    if name.endswith("uniform"):
        limit = math.sqrt(3 * variance)  # a uniform distribution on [-limit, limit] has variance limit² / 3
        return generator.uniform(-limit, limit, shape)
    return _truncated_normal(generator, shape) * (math.sqrt(variance) / TRUNCATED_DEVIATION)


def target_variance(name: str, shape: tuple[int, ...]) -> float:
    """Return the variance that keeps signals in size: scale / number of connections.

    Parameters
    ----------
    name : str
        A ``glorot`` initializer (mean of both ends) or a ``he`` initializer (inputs).
    shape : tuple of int
        Shape of the weight array.

    Returns
    -------
    float
        Variance of the values.

    Raises
    ------
    KeyError
        If the initializer's spread does not depend on the shape.

    Examples
    --------
    >>> target_variance("he_normal", (3, 3, 8, 16)) == 2 / (3 * 3 * 8)
    True
    """
    mode, scale = _VARIANCE_SCALING[name]
    fan_in, fan_out = fans(shape)
    return scale / (fan_in if mode == "in" else (fan_in + fan_out) / 2)


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return the connections into and out of one unit, as Keras counts them from the shape alone.

    Parameters
    ----------
    shape : tuple of int
        (kh, kw, inputs, outputs), or (channels,).

    Returns
    -------
    tuple of int
        Connections in, connections out.

    Raises
    ------
    IndexError
        If the shape is empty.

    Notes
    -----
    A depthwise kernel (kh, kw, c_in, depth_multiplier) counts c_in channels in, although each unit
    sees a single one: Keras's convention, so depthwise weights start smaller than their name promises.

    Examples
    --------
    >>> fans((3, 5, 4, 8))
    (60, 120)
    """
    if len(shape) < 3:
        return shape[0], shape[-1]
    taps = math.prod(shape[:-2])
    return taps * shape[-2], taps * shape[-1]


def _truncated_normal(generator: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Draw standard normal values, and again those beyond two deviations."""
    values = generator.standard_normal(shape)
    while (outside := np.abs(values) >= 2).any():
        values[outside] = generator.standard_normal(int(outside.sum()))
    return values
