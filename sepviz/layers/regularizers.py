"""What weights or outputs add to a loss for being large, as ``keras.regularizers`` computes it."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.layers.settings import Setting, resolved

# l1_l2 alone adds nothing: keras.regularizers.L1L2() has 0 for both, unlike L1() and L2().
REGULARIZERS = {"l1": {"l1": 0.01}, "l2": {"l2": 0.01}, "l1_l2": {"l1": 0.0, "l2": 0.0}}


def regularization(regularizer: Setting, values: ArrayLike) -> float:
    """Return l1 x the sum of magnitudes + l2 x the sum of squares.

    Parameters
    ----------
    regularizer : str or (str, settings)
        One of ``REGULARIZERS``, with Keras's argument names as settings.
    values : array_like
        Weights or feature maps of any shape.

    Returns
    -------
    float
        The penalty; 0 costs nothing.

    Raises
    ------
    KeyError
        If the name is unknown; a layer has checked it before.

    References
    ----------
    https://keras.io/api/layers/regularizers/

    Examples
    --------
    >>> regularization(("l2", (("l2", 0.5),)), [1.0, -2.0])
    2.5
    """
    _, factors = resolved(regularizer, REGULARIZERS)
    array = np.asarray(values, np.float64)
    penalty = 0.0
    if factors.get("l1"):
        penalty += factors["l1"] * float(np.abs(array).sum())
    if factors.get("l2"):
        penalty += factors["l2"] * float(np.square(array).sum())
    return penalty
