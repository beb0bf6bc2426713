"""What a kernel may be: a real array with the right number of axes, brought to a safe scale."""

import numpy as np

from sepviz.errors import KernelError, SepvizError


def real_array(
    value: object, name: str, *, ndim: int, axes: str, error: type[SepvizError] = KernelError
) -> np.ndarray:
    """Return ``value`` as an array of real numbers with ``ndim`` axes, or raise naming the argument.

    Parameters
    ----------
    value : array_like
        What the caller gave.
    name : str
        The argument as it is spelled in the caller's signature.
    ndim : int
        Number of axes that it must have.
    axes : str
        Those axes in words, such as ``"(kh, kw)"``.
    error : type of SepvizError
        What a wrong shape raises.

    Returns
    -------
    ndarray
        In its own type: bool, integer or floating.

    Raises
    ------
    TypeError
        If the values are not real numbers.
    SepvizError
        If the shape is wrong, an axis is empty, or lists are ragged.

    Examples
    --------
    >>> real_array([1, 2], "kernel", ndim=2, axes="(kh, kw)")
    Traceback (most recent call last):
    sepviz.errors.KernelError: kernel must be a non-empty array of shape (kh, kw), not of shape (2,)
    """
    try:
        array = np.asarray(value)
    except ValueError:  # NumPy's word for rows of different lengths
        raise error(f"{name} must have rows of one length", code="ragged", name=name) from None
    if array.dtype.kind not in "buif":
        raise TypeError(f"{name} must hold real numbers, not {array.dtype}")
    if array.ndim != ndim or not array.size:
        raise error(
            f"{name} must be a non-empty array of shape {axes}, not of shape {array.shape}",
            code="array_shape",
            name=name,
            axes=axes,
            shape=str(array.shape),
        )
    return array


def finite_kernel(kernel: object, *, ndim: int = 2, axes: str = "(kh, kw)") -> np.ndarray:
    """Return ``kernel`` as a finite real array, or raise.

    Parameters
    ----------
    kernel : array_like
        What the caller gave as its argument ``kernel``.
    ndim : int
        Number of axes that it must have.
    axes : str
        Those axes in words.

    Returns
    -------
    ndarray
        In its own type.

    Raises
    ------
    TypeError
        If the values are not real numbers.
    KernelError
        If the shape is wrong or a value is NaN or infinite.

    Examples
    --------
    >>> finite_kernel([[1.0, float("nan")]])
    Traceback (most recent call last):
    sepviz.errors.KernelError: kernel must be finite, not nan at (0, 1)
    """
    array = real_array(kernel, "kernel", ndim=ndim, axes=axes)
    bad = ~np.isfinite(array)
    if bad.any():
        where = tuple(int(index) for index in np.argwhere(bad)[0])
        raise KernelError(
            f"kernel must be finite, not {array[where]} at {where}",
            code="kernel_not_finite",
            value=str(array[where]),
            where=str(where),
        )
    return array


def rescaled(kernel: np.ndarray) -> tuple[np.ndarray, int]:
    """Return float64 values of at most 1 and the exponent e with ``kernel == values * 2**e``.

    A power of two costs no accuracy, and afterwards squares neither overflow nor vanish:
    a kernel of 1e-200 has the same rank and shares of energy as one of 1.

    Parameters
    ----------
    kernel : ndarray
        Finite real values.

    Returns
    -------
    values : ndarray
        float64, the largest magnitude in [0.25, 1), or all zero.
    exponent : int
        Power of two that brings them back; even, so that two factors can share it.

    Examples
    --------
    >>> rescaled(np.array([[3.0, -4.0]]))
    (array([[ 0.1875, -0.25  ]]), 4)
    """
    values = kernel.astype(np.float64)
    exponent = int(np.frexp(np.abs(values).max())[1])
    exponent += exponent % 2
    return np.ldexp(values, -exponent), exponent


def rounding_unit(kernel: np.ndarray) -> float:
    """Return the spacing of numbers near 1 in the kernel's type; at least float64's.

    Parameters
    ----------
    kernel : ndarray
        Real values.

    Returns
    -------
    float
        ``numpy.finfo(...).eps`` of a floating type, float64's for integers and wider types.

    Examples
    --------
    >>> rounding_unit(np.ones((3, 3), np.float32)) == 2**-23
    True
    """
    double = float(np.finfo(np.float64).eps)
    return max(float(np.finfo(kernel.dtype).eps), double) if kernel.dtype.kind == "f" else double
