"""Kernels that average: the identity, box filters and Gaussians.

All are symmetric, so that a flip changes nothing, and their taps sum to 1:
a constant picture comes out as it went in. Factors are whole numbers as far as they go;
the division that makes the sum 1 stands in the row.
"""

import numpy as np

from sepviz.kernels.kernel import Kernel, separable_kernel

CENTRE = np.array([0.0, 1.0, 0.0])

_BINOMIAL = (
    "binomial approximation of a Gaussian: B. Jähne, Digital Image Processing (Springer), 'Averaging'; "
    "P. Burt and E. Adelson, The Laplacian Pyramid as a Compact Image Code, IEEE Trans. Comm. 31(4), 1983"
)


def binomial(length: int) -> np.ndarray:
    """Return the binomial coefficients of ``length`` taps, a Gaussian of variance (length - 1) / 4.

    Parameters
    ----------
    length : int
        Number of taps.

    Returns
    -------
    ndarray, shape (length,)
        Whole numbers that sum to ``2 ** (length - 1)``.

    Examples
    --------
    >>> binomial(5)
    array([1., 4., 6., 4., 1.])
    """
    taps = np.ones(1)
    for _ in range(length - 1):
        taps = np.convolve(taps, [1.0, 1.0])
    return taps


def _box(length: int) -> Kernel:
    """Mean of a square window: every tap is 1 / length²."""
    ones = np.ones(length)
    source = (
        "mean of a square window: R. Gonzalez and R. Woods, Digital Image Processing, 'Smoothing filters'"
    )
    return separable_kernel(f"box{length}", ones, ones / length**2, source=source)


def _gaussian(length: int) -> Kernel:
    """Binomial Gaussian whose taps sum to 1; standard deviation sqrt(length - 1) / 2 pixels."""
    taps = binomial(length)
    return separable_kernel(f"gaussian{length}", taps, taps / taps.sum() ** 2, source=_BINOMIAL)


IDENTITY = separable_kernel("identity", CENTRE, CENTRE, source="unit impulse: the output is the input")
SMOOTHING = (IDENTITY, _box(3), _box(5), _gaussian(3), _gaussian(5), _gaussian(7))
