"""First derivatives: Sobel, Prewitt and Scharr, each smoothing one way and differentiating the other.

Applied without a flip, so the sign reads directly: an ``_x`` kernel is positive where the picture
gets brighter from left to right, a ``_y`` kernel where it gets brighter from top to bottom.
A flip (mathematical convolution) turns the sign round. The taps sum to 0 and are the whole numbers
of the literature, not normalised: on a ramp of slope 1 Sobel gives 8, Prewitt 6, Scharr 32.
"""

import numpy as np

from sepviz.kernels.kernel import Kernel, separable_kernel

DIFFERENCE = np.array([-1.0, 0.0, 1.0])  # central difference: right minus left, or below minus above
SOBEL_SMOOTH = np.array([1.0, 2.0, 1.0])
PREWITT_SMOOTH = np.array([1.0, 1.0, 1.0])
SCHARR_SMOOTH = np.array([3.0, 10.0, 3.0])  # closest to rotation-invariant of the 3 x 3 kernels

_SOBEL = "I. Sobel and G. Feldman, A 3x3 Isotropic Gradient Operator for Image Processing, Stanford, 1968"
_PREWITT = "J. Prewitt, Object Enhancement and Extraction, in Picture Processing and Psychopictorics, 1970"
_SCHARR = "H. Scharr, Optimale Operatoren in der Digitalen Bildverarbeitung, 2000; OpenCV's cv::Scharr"


def _gradient(name: str, smooth: np.ndarray, source: str) -> tuple[Kernel, Kernel]:
    """Both directions of one operator: smooth across the direction of the difference."""
    return (
        separable_kernel(f"{name}_x", smooth, DIFFERENCE, source=source),
        # The transpose of the first, with the sign where `separate` puts it: a column starts positive,
        # so this is [1, 0, -1] times -smooth, the same kernel as [-1, 0, 1] times smooth.
        separable_kernel(f"{name}_y", DIFFERENCE[::-1], -smooth, source=source),
    )


EDGES = (
    *_gradient("sobel", SOBEL_SMOOTH, _SOBEL),
    *_gradient("prewitt", PREWITT_SMOOTH, _PREWITT),
    *_gradient("scharr", SCHARR_SMOOTH, _SCHARR),
)
