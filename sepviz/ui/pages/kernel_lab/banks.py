"""Three standard layers to project: random, oriented edges, colour opponents; all 5 x 5 x 3 x 8."""

import numpy as np
from numpy.typing import NDArray

from sepviz.layers import Conv2D

SIZE, CHANNELS, FILTERS = 5, 3, 8
MOST = min(SIZE * SIZE, FILTERS)
"""The depth multiplier at which every bank of this shape is exact."""

_SIGMA = 1.0
# One line a filter, weights of R, G and B: what one colour adds, its opponent takes away.
_OPPONENTS = (
    (1, -1, 0),
    (-1, 1, 0),
    (-0.5, -0.5, 1),
    (0.5, 0.5, -1),
    (1, 0, -1),
    (-1, 0, 1),
    (1, -0.5, -0.5),
    (1 / 3, 1 / 3, 1 / 3),
)


def bank(name: str, seed: int) -> NDArray[np.float64]:
    """Return a bank as the kernel of a standard layer.

    Parameters
    ----------
    name : {"random", "edges", "opponent"}
        Which one.
    seed : int
        For the random one.

    Returns
    -------
    ndarray, shape (5, 5, 3, 8)
        float64.

    Examples
    --------
    >>> bank("edges", 0).shape
    (5, 5, 3, 8)
    """
    if name == "edges":
        return _edges()
    return _opponent() if name == "opponent" else _random(seed)


def _random(seed: int) -> NDArray[np.float64]:
    """Return weights as Keras starts them: nothing in common, so full rank."""
    layer = Conv2D(filters=FILTERS, kernel_size=SIZE, use_bias=False)
    return layer.init_weights((SIZE, SIZE, CHANNELS), seed=seed)["kernel"].astype(np.float64)


def _edges() -> NDArray[np.float64]:
    """Return first derivatives of a Gaussian in 8 directions, on the mean of the colours.

    All are mixtures of the derivatives along x and y, so their rank is 2: W. Freeman and E. Adelson,
    The Design and Use of Steerable Filters, IEEE Trans. PAMI 13(9), 1991.
    """
    offsets = np.arange(SIZE) - SIZE // 2
    gauss = np.exp(-(offsets**2) / (2 * _SIGMA**2))
    along_x, along_y = np.outer(gauss, offsets * gauss), np.outer(offsets * gauss, gauss)
    angles = np.arange(FILTERS) * np.pi / FILTERS
    turned = along_x[..., np.newaxis] * np.cos(angles) + along_y[..., np.newaxis] * np.sin(angles)
    scaled = turned / np.abs(along_x).sum()
    return np.repeat(scaled[:, :, np.newaxis], CHANNELS, axis=2) / CHANNELS


def _opponent() -> NDArray[np.float64]:
    """Return one blur, weighted differently for each colour and filter: rank 1, depthwise separable."""
    taps = np.array([1.0, 4, 6, 4, 1]) / 16
    return np.outer(taps, taps)[:, :, np.newaxis, np.newaxis] * np.array(_OPPONENTS).T
