"""What weights are pressed into after each training step, as ``keras.constraints`` computes it."""

from typing import Any

import numpy as np

from sepviz.arrays import Array
from sepviz.layers.settings import Setting, resolved

CONSTRAINTS: dict[str, dict[str, Any]] = {
    "max_norm": {"max_value": 2.0, "axis": 0},
    "non_neg": {},
    "unit_norm": {"axis": 0},
    "min_max_norm": {"min_value": 0.0, "max_value": 1.0, "rate": 1.0, "axis": 0},
}
EPSILON = 1e-7  # keras.config.epsilon(): a norm of 0 divides nothing by 0


def constrained(constraint: Setting, weights: Array) -> Array:
    """Return the nearest weights that the constraint allows, in the same type.

    Parameters
    ----------
    constraint : str or (str, settings)
        One of ``CONSTRAINTS``, with Keras's argument names as settings. ``axis`` are the axes over
        which a norm is taken: ``[0, 1, 2]`` is a whole filter of a (kh, kw, c_in, c_out) kernel;
        Keras's default 0 is one column of taps.
    weights : ndarray of float
        Weights in Keras's layout.

    Returns
    -------
    ndarray
        New weights of the same shape.

    Raises
    ------
    KeyError
        If the name is unknown; a layer has checked it before.

    References
    ----------
    https://keras.io/api/layers/constraints/

    Examples
    --------
    >>> constrained(("max_norm", (("max_value", 1.0),)), np.array([3.0, 4.0])).round(6)
    array([0.6, 0.8])
    """
    name, settings = resolved(constraint, CONSTRAINTS)
    if name == "non_neg":
        return np.maximum(weights, 0)
    # A weight may be infinite, or its square may be: what follows is NaN or 0, without a warning.
    with np.errstate(over="ignore", invalid="ignore"):
        norms = np.sqrt(np.square(weights).sum(axis=settings["axis"], keepdims=True))
        return weights * (_allowed(name, settings, norms) / (norms + EPSILON))


def _allowed(name: str, settings: dict[str, Any], norms: Array) -> Array | float:
    """Return the norm that each group of weights should have."""
    if name == "unit_norm":
        return 1.0
    low = settings.get("min_value", 0.0)
    rate = settings.get("rate", 1.0)
    return rate * np.clip(norms, low, settings["max_value"]) + (1 - rate) * norms
