"""The worked example that the chapters share: 12 x 12 x 3, 5 x 5 kernels, 256 outputs."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sepviz.kernels import KERNELS
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D
from sepviz.samples import sample

Floats = NDArray[np.float32]

SIDE, CHANNELS, TAPS, OUTPUTS = 12, 3, 5, 256
INPUT_SHAPE = (SIDE, SIDE, CHANNELS)
MULTIPLIER = 2
"""Depth multiplier of chapter 8."""

STANDARD = Conv2D(filters=OUTPUTS, kernel_size=TAPS, use_bias=False)
SEPARABLE = SeparableConv2D(filters=OUTPUTS, kernel_size=TAPS, use_bias=False)

_PATTERNS = ("sobel_x", "gaussian5", "sobel_y", "laplacian8", "emboss", "box3", "prewitt_x", "laplacian4")
# What each channel's kernels look for, most telling first: chapter 8 shows up to four of them.
_KERNELS = {
    0: ("sobel_x", "gaussian5", "sobel_y", "laplacian8"),
    1: ("sobel_y", "sobel_x", "gaussian5", "laplacian8"),
    2: ("gaussian5", "laplacian8", "sobel_x", "sobel_y"),
}


def image() -> Floats:
    """Return the picture of all chapters."""
    return np.asarray(sample("example12"), np.float32)


def five_by_five(name: str) -> Floats:
    """Return a kernel of the catalogue amid zeros, so that all are 5 x 5 and their outputs 8 x 8."""
    weights = KERNELS[name].weights
    around = (TAPS - weights.shape[0]) // 2
    return np.pad(weights / np.abs(weights).sum(), around).astype(np.float32)


def corner_kernel() -> Floats:
    """Return zeros with a single 1, top left: it tells a flipped kernel from one that is not."""
    kernel = np.zeros((TAPS, TAPS), np.float32)
    kernel[0, 0] = 1
    return kernel


def depthwise_kernel(multiplier: int = 1) -> Floats:
    """Return recognisable kernels (5, 5, 3, multiplier), different ones on each channel."""
    kernels = [[five_by_five(name) for name in _KERNELS[c][:multiplier]] for c in range(CHANNELS)]
    return np.moveaxis(np.array(kernels, np.float32), (0, 1), (2, 3))


@cache
def standard_weights() -> dict[str, Any]:
    """Return 256 kernels that look for something: a pattern each, in a mixture of colours of its own.

    The first one looks for upright edges in the brightness.
    """
    patterns = np.array([five_by_five(name) for name in _PATTERNS])
    mixtures = np.random.default_rng(0).uniform(-1, 1, (OUTPUTS, CHANNELS)).astype(np.float32)
    mixtures[0] = 1
    kernels = patterns[np.arange(OUTPUTS) % len(patterns), :, :, None] * mixtures[:, None, None, :]
    return {"kernel": np.ascontiguousarray(np.moveaxis(kernels, 0, 3))}


@cache
def separable_weights(multiplier: int = 1) -> dict[str, Any]:
    """Return recognisable depthwise kernels and 1 x 1 kernels as Keras would start with them."""
    return {
        "depthwise_kernel": depthwise_kernel(multiplier),
        "pointwise_kernel": separable(multiplier).init_weights(INPUT_SHAPE, seed=0)["pointwise_kernel"],
    }


def separable(multiplier: int) -> SeparableConv2D:
    """Return the depthwise-separable layer with this depth multiplier."""
    return SeparableConv2D(filters=OUTPUTS, kernel_size=TAPS, depth_multiplier=multiplier, use_bias=False)


def depthwise(multiplier: int = 1) -> DepthwiseConv2D:
    """Return its depthwise half as a layer."""
    return DepthwiseConv2D(kernel_size=TAPS, depth_multiplier=multiplier, use_bias=False)
