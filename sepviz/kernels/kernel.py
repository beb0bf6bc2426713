"""The one shape of an entry in the catalogue."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sepviz.errors import KernelError


# Arrays have no single truth value, so a generated __eq__ would raise: a Kernel equals only itself.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kernel:
    """A named 2-D kernel with, where its rank is 1, the two short kernels that it is made of.

    Arrays are stored as read-only float64 copies. Weights are applied without a flip
    (cross-correlation), as deep learning does: ``weights[0, 0]`` meets the top left pixel of the window.

    Parameters
    ----------
    id : str
        Stable name, the same in links and in both languages.
    weights : array_like, shape (kh, kw)
        The taps; rows run down the picture, columns to the right.
    column : array_like, shape (kh,), optional
        Vertical taps of a rank-1 kernel; ``None`` where the rank is higher.
    row : array_like, shape (kw,), optional
        Horizontal taps; ``weights`` equals ``np.outer(column, row)``.
    source : str
        Where the kernel comes from, with its normalisation and sign where they vary.

    Raises
    ------
    KernelError
        If ``weights`` is not a non-empty 2-D array of finite numbers,
        or is not the outer product of ``column`` and ``row``.

    Examples
    --------
    >>> step = Kernel(id="step", weights=[[-1, 1]], column=[1], row=[-1, 1], source="forward difference")
    >>> step.weights
    array([[-1.,  1.]])
    """

    id: str
    weights: np.ndarray
    column: np.ndarray | None = None
    row: np.ndarray | None = None
    source: str

    def __post_init__(self) -> None:
        """Freeze the arrays and check that the factors make the kernel."""
        for name in ("weights", "column", "row"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _frozen(value))
        if self.weights.ndim != 2 or not self.weights.size or not np.isfinite(self.weights).all():
            raise KernelError(
                f"weights must be a non-empty 2-D array of finite numbers, not {self.weights.tolist()}",
                code="kernel_weights",
                shape=str(self.weights.shape),
            )
        if (self.column is None) != (self.row is None) or not self._factors_fit():
            raise KernelError(
                f"weights of kernel {self.id!r} must be the outer product of column={self.column} "
                f"and row={self.row}",
                code="kernel_factors",
                id=self.id,
            )

    def _factors_fit(self) -> bool:
        """Whether there are no factors, or their outer product is the kernel."""
        if self.column is None or self.row is None:
            return True
        return np.array_equal(np.outer(self.column, self.row), self.weights)


def _frozen(values: ArrayLike) -> np.ndarray:
    """Copy to a float64 array that nobody can change by accident: the catalogue is shared."""
    array = np.array(values, dtype=np.float64) + 0.0  # + 0.0 makes -0.0, which prints oddly, plain zero
    array.setflags(write=False)
    return array


def separable_kernel(kernel_id: str, column: ArrayLike, row: ArrayLike, *, source: str) -> Kernel:
    """Return the kernel that is the outer product of ``column`` (vertical) and ``row`` (horizontal).

    Parameters
    ----------
    kernel_id : str
        Stable name.
    column : array_like, shape (kh,)
        Vertical taps.
    row : array_like, shape (kw,)
        Horizontal taps; a scale that is not an integer stands here.
    source : str
        Where the kernel comes from.

    Returns
    -------
    Kernel
        With ``weights`` of shape (kh, kw).

    Examples
    --------
    >>> separable_kernel("step", [1, 1], [-1, 1], source="forward difference").weights
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    vertical, horizontal = np.asarray(column), np.asarray(row)
    weights = np.outer(vertical, horizontal)
    return Kernel(id=kernel_id, weights=weights, column=vertical, row=horizontal, source=source)
