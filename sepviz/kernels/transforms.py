"""What a click does to a kernel: turn it, mirror it, scale it, give it another size."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Kernel = NDArray[np.float64]

_NO_SUM = 1e-12


def has_sum(kernel: Kernel) -> bool:
    """Return whether the taps can be divided by their sum: those of an edge kernel sum to 0.

    Examples
    --------
    >>> has_sum(np.array([[-1.0, 1.0]])), has_sum(np.array([[1.0, 1.0]]))
    (False, True)
    """
    return bool(abs(kernel.sum()) > _NO_SUM * np.abs(kernel).sum())


def resized(kernel: Kernel, kh: int, kw: int) -> Kernel:
    """Return the kernel cut or surrounded with zeros, its middle staying in the middle.

    Examples
    --------
    >>> resized(np.array([[1.0, 2.0, 3.0]]), 1, 5)
    array([[0., 1., 2., 3., 0.]])
    >>> resized(np.array([[1.0, 2.0, 3.0]]), 1, 1)
    array([[2.]])
    """
    for axis, size in enumerate((kh, kw)):
        change = size - kernel.shape[axis]
        # Of an odd change, the larger half goes to the end, as in 'same' padding.
        before = abs(change) // 2
        if change >= 0:
            widths = [(0, 0), (0, 0)]
            widths[axis] = (before, change - before)
            kernel = np.pad(kernel, widths)
        else:
            kernel = kernel.take(np.arange(before, before + size), axis=axis)
    return kernel


TRANSFORMS: Mapping[str, Callable[[Kernel], Kernel]] = {
    "transpose": lambda kernel: kernel.T,
    "mirror_x": lambda kernel: kernel[:, ::-1],
    "mirror_y": lambda kernel: kernel[::-1],
    "negate": lambda kernel: -kernel,
    "double": lambda kernel: kernel * 2,
    "halve": lambda kernel: kernel / 2,
    "sum_to_one": lambda kernel: kernel / kernel.sum(),
    "largest_one": lambda kernel: kernel / np.abs(kernel).max(),
}
"""Named changes, in the order of their buttons."""
