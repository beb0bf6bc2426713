"""Kernels along a diagonal or at an angle: emboss, Gabor and motion blur.

A kernel that follows the pixel grid comes apart, the same kernel turned by 45 degrees does not:
``gabor0`` has rank 1 and ``gabor45`` rank 2; a diagonal line of five pixels has full rank, 5.
"""

import numpy as np

from sepviz.kernels.kernel import Kernel, separable_kernel

GABOR_SIZE = 9  # taps on each axis
GABOR_SIGMA = 2.0  # standard deviation of the round envelope, in pixels
GABOR_WAVELENGTH = 5.0  # pixels from crest to crest

_OFFSETS = np.arange(GABOR_SIZE) - GABOR_SIZE // 2
ENVELOPE = np.exp(-(_OFFSETS**2) / (2 * GABOR_SIGMA**2))

_GABOR = (
    "even Gabor function, J. Daugman, Uncertainty relation for resolution in space, spatial frequency, and "
    "orientation optimized by two-dimensional visual cortical filters, J. Opt. Soc. Am. A 2(7), 1985; "
    f"round envelope of {GABOR_SIGMA:g} px, wavelength {GABOR_WAVELENGTH:g} px, peak 1, mean not subtracted"
)
_EMBOSS = (
    "GIMP manual, 'Convolution Matrix', Emboss: positive where it brightens to the bottom right; sum 1"
)
_MOTION = "mean of five pixels along the falling diagonal: uniform linear motion blur; sum 1"


def _gabor0() -> Kernel:
    """Wave along x only: the Gaussian envelope and the wave both come apart, so rank 1."""
    phase = 2 * np.pi * _OFFSETS / GABOR_WAVELENGTH
    return separable_kernel("gabor0", ENVELOPE, ENVELOPE * np.cos(phase), source=_GABOR)


def _gabor45() -> Kernel:
    """Wave towards the bottom right: cos(a + b) = cos a cos b - sin a sin b, two terms, so rank 2."""
    phase = 2 * np.pi * _OFFSETS / GABOR_WAVELENGTH / np.sqrt(2)  # each axis carries 1 / sqrt(2) of the way
    even, odd = ENVELOPE * np.cos(phase), ENVELOPE * np.sin(phase)
    return Kernel(id="gabor45", weights=np.outer(even, even) - np.outer(odd, odd), source=_GABOR)


ORIENTED = (
    Kernel(id="emboss", weights=np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]), source=_EMBOSS),
    _gabor0(),
    _gabor45(),
    Kernel(id="motion_blur", weights=np.eye(5) / 5, source=_MOTION),
)
