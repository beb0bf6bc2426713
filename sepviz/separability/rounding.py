"""How large a singular value can be that comes from writing the taps with few decimals only."""

import math

import numpy as np
from numpy.typing import ArrayLike

from sepviz.separability.arguments import finite_kernel
from sepviz.separability.rank import rank_tolerance, singular_values

_MOST_DECIMALS = 17
_PLAUSIBLE = 0.05
"""Of the largest singular value; what is above it was not lost by rounding but meant."""


def decimals(kernel: ArrayLike) -> int:
    """Return how many decimals it takes to write the taps, at most 17.

    Examples
    --------
    >>> decimals([[0.0751, 0.12], [1, 0.5]])
    4
    """
    texts = [np.format_float_positional(tap, trim="-") for tap in finite_kernel(kernel).ravel()]
    return min(_MOST_DECIMALS, max(len(text.partition(".")[2]) for text in texts))


def rounding_tolerance(kernel: ArrayLike) -> float:
    """Return the singular value up to which rounding to the decimals written may be the cause.

    Rounding to d decimals moves each tap by at most 0.5 * 10**-d, so it is the addition of a matrix whose
    norm is at most that times sqrt(kh * kw); no singular value moves further (Weyl's inequality).
    Where that bound is more than 5% of the largest singular value, as for whole numbers, nothing was
    rounded and the tolerance of `rank_tolerance` is returned.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw)
        Any real kernel.

    Returns
    -------
    float
        In the unit of the kernel's taps, at least `rank_tolerance`.

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers.
    KernelError
        If the kernel is not a non-empty 2-D array of finite numbers.

    Examples
    --------
    >>> gaussian = [[0.0751, 0.1238, 0.0751], [0.1238, 0.2042, 0.1238], [0.0751, 0.1238, 0.0751]]
    >>> round(rounding_tolerance(gaussian), 6)
    0.00015
    """
    array = finite_kernel(kernel)
    bound = 0.5 * 10.0 ** -decimals(array) * math.sqrt(array.size)
    plausible = bound <= _PLAUSIBLE * singular_values(array)[0]
    return max(rank_tolerance(array), bound if plausible else 0.0)
