"""Between standard and depthwise separable: the equal standard kernel, and the nearest separable one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sepviz.errors import ShapeError
from sepviz.separability.arguments import finite_kernel, real_array, rescaled
from sepviz.separability.low_rank import balanced_terms
from sepviz.shapes import integer


# Arrays have no single truth value, so a generated __eq__ would raise: a fit equals only itself.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DepthwiseSeparableFit:
    """The depthwise-separable layer nearest to a standard one.

    Parameters
    ----------
    depthwise_kernel : ndarray, shape (kh, kw, c_in, depth_multiplier)
        float64.
    pointwise_kernel : ndarray, shape (1, 1, c_in * depth_multiplier, c_out)
        float64.
    residual_energy : float
        Squared Frobenius norm of the difference over that of the kernel: 0 is exact, 1 is all lost.

    Examples
    --------
    >>> approximate_depthwise_separable(np.ones((3, 3, 2, 4)), 1).pointwise_kernel.shape
    (1, 1, 2, 4)
    """

    depthwise_kernel: np.ndarray
    pointwise_kernel: np.ndarray
    residual_energy: float


def approximate_depthwise_separable(kernel: ArrayLike, depth_multiplier: int) -> DepthwiseSeparableFit:
    """Project a standard kernel on the nearest depthwise-separable one.

    For each input channel the kernel is a matrix with kh * kw rows (where) and c_out columns (to which
    filter); depthwise separable with multiplier m are exactly the kernels whose matrices have rank m
    or less. The best of them keeps the m largest singular values of each channel (Eckart and Young,
    1936), so the residual is the energy of the dropped ones: it falls as m grows and is 0
    at m = min(kh * kw, c_out). ``depth_multiplier`` is the rank.

    A larger m is allowed and stays exact: the terms beyond the maximum are zero.

    Parameters
    ----------
    kernel : array_like, shape (kh, kw, c_in, c_out)
        Weights of a standard convolution.
    depth_multiplier : int
        Depthwise kernels for each input channel, at least 1.

    Returns
    -------
    DepthwiseSeparableFit
        Both kernels in float64 and the residual; of an all-zero kernel the residual is 0.

    Raises
    ------
    TypeError
        If the kernel does not hold real numbers or ``depth_multiplier`` is not an integer.
    KernelError
        If the kernel is not a non-empty 4-D array of finite numbers.
    ShapeError
        If ``depth_multiplier`` is below 1.

    Examples
    --------
    >>> kernel = np.random.default_rng(0).normal(size=(3, 5, 2, 7))
    >>> [round(approximate_depthwise_separable(kernel, m).residual_energy, 2) for m in (1, 4, 7)]
    [0.68, 0.16, 0.0]
    """
    array = finite_kernel(kernel, ndim=4, axes="(kh, kw, c_in, c_out)")
    multiplier = integer(depth_multiplier, "depth_multiplier")
    kh, kw, c_in, c_out = array.shape
    values, exponent = rescaled(array)
    depthwise, pointwise = balanced_terms(values.reshape(kh * kw, c_in, c_out).swapaxes(0, 1))
    energies = (depthwise**2).sum(axis=1) * (pointwise**2).sum(axis=2)  # squared singular values
    total = energies.sum()
    half = exponent // 2
    return DepthwiseSeparableFit(
        depthwise_kernel=np.ldexp(
            _resized(depthwise, 2, multiplier).swapaxes(0, 1).reshape(kh, kw, c_in, multiplier), half
        ),
        pointwise_kernel=np.ldexp(
            _resized(pointwise, 1, multiplier).reshape(1, 1, c_in * multiplier, c_out), half
        ),
        residual_energy=float(energies[:, multiplier:].sum() / total) if total else 0.0,
    )


def as_standard_kernel(depthwise_kernel: ArrayLike, pointwise_kernel: ArrayLike) -> np.ndarray:
    """Return the one standard kernel that does what depthwise then pointwise do.

    Output n of the pair weighs pixel (i, j) of channel c by
    ``sum over m of depthwise[i, j, c, m] * pointwise[0, 0, c * depth_multiplier + m, n]``:
    a depthwise-separable layer is a standard layer with a restricted kernel.
    (With a non-linearity between the two steps it no longer is.)

    Parameters
    ----------
    depthwise_kernel : array_like, shape (kh, kw, c_in, depth_multiplier)
        One or more kernels for each input channel.
    pointwise_kernel : array_like, shape (1, 1, c_in * depth_multiplier, c_out)
        Weights of the 1 x 1 convolution.

    Returns
    -------
    ndarray, shape (kh, kw, c_in, c_out)
        In NumPy's common type of both, float32 at least.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ShapeError
        If an argument is empty or not 4-D, ``pointwise_kernel`` is not 1 x 1, or its input channels
        are not c_in * depth_multiplier.

    Examples
    --------
    >>> as_standard_kernel(np.ones((5, 5, 3, 1)), np.ones((1, 1, 3, 256))).shape
    (5, 5, 3, 256)
    """
    depthwise = real_array(
        depthwise_kernel,
        "depthwise_kernel",
        ndim=4,
        axes="(kh, kw, c_in, depth_multiplier)",
        error=ShapeError,
    )
    pointwise = real_array(
        pointwise_kernel,
        "pointwise_kernel",
        ndim=4,
        axes="(1, 1, c_in * depth_multiplier, c_out)",
        error=ShapeError,
    )
    c_in, multiplier = depthwise.shape[2:]
    expected = (1, 1, c_in * multiplier)
    if pointwise.shape[:3] != expected:
        raise ShapeError(
            f"pointwise_kernel must have shape {(*expected, 'c_out')} to follow depthwise_kernel of shape "
            f"{depthwise.shape}, not {pointwise.shape}",
            code="pointwise_channels",
            expected=str(expected),
            shape=str(pointwise.shape),
        )
    common = np.result_type(depthwise, pointwise, np.float32)
    mixing = pointwise.reshape(c_in, multiplier, -1).astype(common)
    return np.einsum("ijcm,cmn->ijcn", depthwise.astype(common), mixing)


def _resized(terms: np.ndarray, axis: int, count: int) -> np.ndarray:
    """Return the first ``count`` terms along ``axis``, zeros where there are fewer."""
    kept = terms.take(np.arange(min(count, terms.shape[axis])), axis=axis)
    missing = [(0, 0)] * terms.ndim
    missing[axis] = (0, count - kept.shape[axis])
    return np.pad(kept, missing)
