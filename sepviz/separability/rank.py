"""How many column-row pairs a kernel is made of, and how its energy is shared among them."""

import math
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from sepviz.errors import KernelError
from sepviz.separability.arguments import finite_kernel, rescaled, rounding_unit


def singular_values(kernel: ArrayLike) -> np.ndarray:
    """Return the singular values of a 2-D kernel, largest first.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw)
        Any real kernel.

    Returns
    -------
    ndarray, shape (min(kh, kw),)
        float64, in the unit of the kernel's taps.

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers.
    KernelError
        If the kernel is not a non-empty 2-D array of finite numbers.

    Examples
    --------
    >>> singular_values([[3, 0], [0, -4]])
    array([4., 3.])
    """
    values, exponent = rescaled(finite_kernel(kernel))
    return np.ldexp(np.linalg.svd(values, compute_uv=False), exponent)


def rank_tolerance(kernel: ArrayLike) -> float:
    """Return the default tolerance of `kernel_rank`: a singular value up to it counts as zero.

    It is the largest singular value, times the larger side, times the rounding unit of the
    kernel's type: the rule of ``numpy.linalg.matrix_rank``, which is MATLAB's.
    A float32 kernel is therefore judged by the rounding of float32; integers by that of float64.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw)
        Any real kernel.

    Returns
    -------
    float
        In the unit of the kernel's taps.

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers.
    KernelError
        If the kernel is not a non-empty 2-D array of finite numbers.

    References
    ----------
    https://numpy.org/doc/stable/reference/generated/numpy.linalg.matrix_rank.html

    Examples
    --------
    >>> rank_tolerance([[3, 0], [0, 4]]) == 4 * 2 * 2**-52
    True
    """
    array = finite_kernel(kernel)
    return float(singular_values(array)[0] * _relative_tolerance(array))


def kernel_rank(kernel: ArrayLike, *, tolerance: float | None = None) -> int:
    """Return the numerical rank of a 2-D kernel: how many column-row pairs it takes to make it.

    Rank 1 is spatially separable. The all-zero kernel has rank 0.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw)
        Any real kernel.
    tolerance : float, optional
        Singular values up to this count as zero; in the unit of the kernel's taps,
        `rank_tolerance` by default.

    Returns
    -------
    int
        From 0 to min(kh, kw).

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers or ``tolerance`` is none.
    KernelError
        If the kernel is not a non-empty 2-D array of finite numbers,
        or ``tolerance`` is negative or not finite.

    Examples
    --------
    >>> kernel_rank([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    1
    >>> kernel_rank([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    2
    """
    array = finite_kernel(kernel)
    if tolerance is None:
        # Relative to the largest, so that a kernel of 1e-310 cannot underflow the tolerance.
        shares, limit = np.linalg.svd(rescaled(array)[0], compute_uv=False), _relative_tolerance(array)
        return int(np.count_nonzero(shares > limit * shares[0]))
    return int(np.count_nonzero(singular_values(array) > _checked(tolerance)))


def energy_shares(kernel: ArrayLike) -> np.ndarray:
    """Return the share of the kernel's energy (squared Frobenius norm) in each singular value.

    The sum of the first r shares is the energy kept by the best approximation of rank r
    (Eckart and Young, The approximation of one matrix by another of lower rank, 1936).

    Parameters
    ----------
    kernel : array_like, shape (kh, kw)
        Any real kernel.

    Returns
    -------
    ndarray, shape (min(kh, kw),)
        Largest first; the sum is 1, or 0 for the all-zero kernel.

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers.
    KernelError
        If the kernel is not a non-empty 2-D array of finite numbers.

    Examples
    --------
    >>> laplacian4 = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    >>> energy_shares(laplacian4).cumsum().round(4)
    array([0.9899, 1.    , 1.    ])
    """
    values, _ = rescaled(finite_kernel(kernel))
    energies = np.linalg.svd(values, compute_uv=False) ** 2
    total = energies.sum()
    return energies / total if total else energies


def _relative_tolerance(kernel: np.ndarray) -> float:
    """Larger side times the rounding unit of the kernel's type."""
    return max(kernel.shape) * rounding_unit(kernel)


def _checked(tolerance: object) -> float:
    """Return ``tolerance`` as a float of at least 0, or raise."""
    if isinstance(tolerance, bool) or not isinstance(tolerance, Real):
        raise TypeError(f"tolerance must be a number, not {tolerance!r}")
    limit = float(tolerance)
    if not 0 <= limit < math.inf:
        raise KernelError(
            f"tolerance must be a finite number of at least 0, not {tolerance!r}",
            code="tolerance",
            value=str(tolerance),
        )
    return limit
