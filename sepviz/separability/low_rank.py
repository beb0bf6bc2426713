"""A kernel as a sum of column-row pairs, the most important first."""

import numpy as np
from numpy.typing import ArrayLike

from sepviz.errors import KernelError
from sepviz.separability.arguments import finite_kernel, rescaled
from sepviz.separability.rank import kernel_rank
from sepviz.shapes import integer


def low_rank_terms(kernel: ArrayLike, rank: int | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the terms of the singular value decomposition as columns and rows, largest first.

    The outer products of the first r terms add up to the best approximation of rank r:
    what is missing has the energy of the dropped singular values, and no sum of r pairs comes closer
    (Eckart and Young, The approximation of one matrix by another of lower rank, 1936).
    Column and row share the singular value evenly, the square root to each; in each column
    the first tap of at least half the largest magnitude is positive, so that the picture
    of a term is the same on every machine.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw)
        Any real kernel.
    rank : int, optional
        How many terms, from 1 to min(kh, kw); by default `kernel_rank`, whose terms sum to the
        kernel itself (no term at all for the all-zero kernel).

    Returns
    -------
    list of (column, row)
        float64 arrays of shapes (kh,) and (kw,).

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers or ``rank`` is not an integer.
    KernelError
        If ``rank`` is above min(kh, kw), or the kernel is not a non-empty 2-D array of finite numbers.
    ShapeError
        If ``rank`` is below 1.

    Examples
    --------
    >>> laplacian8 = np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]])
    >>> terms = low_rank_terms(laplacian8)
    >>> len(terms), np.allclose(sum(np.outer(column, row) for column, row in terms), laplacian8)
    (2, True)
    """
    array = finite_kernel(kernel)
    count = kernel_rank(array) if rank is None else _checked(rank, min(array.shape))
    values, exponent = rescaled(array)
    columns, rows = balanced_terms(values)
    half = exponent // 2
    return [(np.ldexp(columns[:, term], half), np.ldexp(rows[term], half)) for term in range(count)]


def balanced_terms(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return columns (..., m, k) and rows (..., k, n) of the SVD, the square root of each value in both.

    Parameters
    ----------
    matrices : ndarray, shape (..., m, n)
        One matrix or a stack of them.

    Returns
    -------
    columns : ndarray, shape (..., m, k)
        k = min(m, n); the matrix product with ``rows`` is the matrix.
    rows : ndarray, shape (..., k, n)
        Terms with the largest singular value first.

    Examples
    --------
    >>> columns, rows = balanced_terms(np.array([[0.0, 9.0], [4.0, 0.0]]))
    >>> columns @ rows
    array([[0., 9.],
           [4., 0.]])
    """
    left, values, right = np.linalg.svd(matrices, full_matrices=False)
    magnitude = np.abs(left)
    # The first large tap, not the largest: in [-1, 0, 1] rounding would decide which one that is.
    first = (magnitude >= magnitude.max(axis=-2, keepdims=True) / 2).argmax(axis=-2)
    sign = np.sign(np.take_along_axis(left, first[..., np.newaxis, :], axis=-2))
    scale = np.sqrt(values)
    return left * sign * scale[..., np.newaxis, :], right * (sign.swapaxes(-1, -2) * scale[..., np.newaxis])


def _checked(rank: object, largest: int) -> int:
    """Return ``rank`` as an int from 1 to ``largest``, or raise."""
    number = integer(rank, "rank")
    if number > largest:
        raise KernelError(
            f"rank must be at most min(kh, kw) = {largest}, not {number}",
            code="rank_too_large",
            rank=number,
            largest=largest,
        )
    return number
