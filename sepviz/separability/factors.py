"""Exact factors of a rank-1 kernel, as small integers where there are any."""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from sepviz.errors import KernelError
from sepviz.separability.arguments import finite_kernel, rounding_unit
from sepviz.separability.rank import kernel_rank

LARGEST_INTEGER = 10_000  # holds the binomial coefficients of 15 taps, up to 3,432


def separate(kernel: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the column and the row whose outer product is a rank-1 kernel.

    ``kernel = outer(column, row)`` leaves one scale free. It is fixed so that the factors can be read:

    - the first non-zero tap of ``column`` is positive;
    - where the vertical taps stand in the ratio of whole numbers (up to 10,000), ``column`` is those
      numbers without a common divisor, and ``row`` carries the scale: a box of ninths is
      ``[1, 1, 1]`` and ``[1/9, 1/9, 1/9]``; a kernel of integers has integers on both sides;
    - otherwise (a sampled Gaussian, say) the tap of ``column`` with the largest magnitude is 1 or -1.

    The outer product equals the kernel up to the last digits of the kernel's own type, and exactly
    for a kernel of whole numbers or of such numbers over a power of two.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw)
        A real kernel of rank 1 as `kernel_rank` sees it.

    Returns
    -------
    column : ndarray, shape (kh,)
        float64, vertical taps.
    row : ndarray, shape (kw,)
        float64, horizontal taps.

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers.
    KernelError
        If the rank is not 1 (0 for the all-zero kernel): the message names it.
        If the kernel is not a non-empty 2-D array of finite numbers.

    Examples
    --------
    >>> separate([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    (array([1., 2., 1.]), array([-1.,  0.,  1.]))
    >>> separate(np.full((3, 2), 0.25))
    (array([1., 1., 1.]), array([0.25, 0.25]))
    >>> separate([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    Traceback (most recent call last):
    sepviz.errors.KernelError: kernel must have rank 1 to be a column times a row, not rank 2
    """
    array = finite_kernel(kernel)
    rank = kernel_rank(array)
    if rank != 1:
        raise KernelError(
            f"kernel must have rank 1 to be a column times a row, not rank {rank}",
            code="kernel_rank",
            rank=rank,
        )
    values = array.astype(np.float64)
    column, row = _integer_factors(values, rounding_unit(array)) or _peak_factors(values)
    sign = np.sign(column[np.flatnonzero(column)[0]])
    # + 0.0 makes -0.0, which prints oddly, plain zero.
    return sign * column + 0.0, sign * row + 0.0


def _integer_factors(values: np.ndarray, unit: float) -> tuple[np.ndarray, np.ndarray] | None:
    """Return factors whose column is whole numbers, or None where the taps have no rational ratio."""
    column_of_peak = np.unravel_index(np.abs(values).argmax(), values.shape)[1]
    taps = values[:, column_of_peak]
    # First as if the taps were rounded to float64 only, then with the rounding of the kernel's own type.
    for rounding in (float(np.finfo(np.float64).eps), unit):
        integers = _whole_numbers(taps, rounding)
        if integers is None:
            continue
        smallest = np.where(integers == 0, np.inf, np.abs(integers)).argmin()
        # Divided by the smallest integer, mostly 1: the row then holds taps of the kernel, unrounded.
        row = values[smallest] / integers[smallest]
        if np.allclose(np.outer(integers, row), values, rtol=8 * rounding, atol=0):
            return integers, row
    return None


def _whole_numbers(taps: np.ndarray, rounding: float) -> np.ndarray | None:
    """Return the smallest whole numbers in the ratio of the taps, or None where there are no small ones."""
    # Fractions with denominators up to n lie about 1 / n² apart: this keeps chance hits rare.
    limit = min(LARGEST_INTEGER, int(rounding**-0.5 / 16))
    ratios = taps / taps[np.abs(taps).argmax()]
    fractions = [Fraction(ratio).limit_denominator(limit) for ratio in ratios.tolist()]
    if not np.allclose([float(fraction) for fraction in fractions], ratios, rtol=4 * rounding, atol=0):
        return None
    scale = math.lcm(*(fraction.denominator for fraction in fractions))
    if scale > limit:  # scale is also the largest of the numbers, for the largest ratio is 1
        return None
    return np.array([float(fraction * scale) for fraction in fractions])


def _peak_factors(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the column and the row through the largest tap, the column divided by that tap."""
    i, j = np.unravel_index(np.abs(values).argmax(), values.shape)
    return values[:, j] / values[i, j], values[i]
