"""Scratch memory stays small, whatever the image: the output and 8 MiB, or twice the weights."""

import tracemalloc

import numpy as np
import pytest

from sepviz.ops import (
    conv2d,
    depthwise_conv2d,
    pointwise_conv2d,
    separable_conv2d,
    spatially_separable_conv2d,
)

MIB = 2**20


def ones(*shape, dtype=np.float32):
    return np.ones(shape, dtype)


def scratch_of(operation, x, *weights, **settings):
    """Return the bytes that were alive at the worst moment, without the output's."""
    tracemalloc.start()
    try:
        y = operation(x, *weights, **settings)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return peak - y.nbytes


def different(kh, kw, channels, multiplier):
    """Return a depthwise kernel that is another for each channel."""
    return ones(kh, kw, channels, multiplier) * np.arange(1, channels + 1, dtype=np.float32)[:, np.newaxis]


PHOTO = ones(640, 600, 3)
CASES = {
    "standard": (conv2d, PHOTO, ones(5, 5, 3, 16)),
    "standard, same": (conv2d, PHOTO, ones(7, 7, 3, 8), {"padding": "same"}),
    "standard, bytes": (conv2d, PHOTO.astype(np.uint8), ones(5, 5, 3, 16)),
    "standard, float64": (conv2d, PHOTO.astype(np.float64), ones(5, 5, 3, 8)),
    "standard, mirrored": (conv2d, PHOTO[::-1, ::-1], ones(5, 5, 3, 16)),
    "standard, channels first": (
        conv2d,
        ones(3, 640, 600),
        ones(5, 5, 3, 16),
        {"data_format": "channels_first", "padding": "same"},
    ),
    "standard, dilated": (conv2d, PHOTO, ones(3, 3, 3, 8), {"dilation_rate": 40, "padding": "same"}),
    "standard, long strides": (conv2d, PHOTO, ones(1, 1, 3, 8), {"strides": 16, "padding": "same"}),
    "standard, one long row": (conv2d, ones(6, 40_000, 8), ones(3, 3, 8, 4), {"padding": "same"}),
    "standard, groups": (conv2d, ones(200, 210, 32), ones(3, 3, 4, 32), {"groups": 8}),
    "standard, a batch": (conv2d, ones(64, 64, 60, 8), ones(3, 3, 8, 8), {"padding": "same"}),
    "standard, large weights": (conv2d, ones(28, 30, 512), ones(3, 3, 512, 512), {"padding": "same"}),
    "one kernel": (depthwise_conv2d, PHOTO, ones(5, 5, 3, 1), {"padding": "same"}),
    "one kernel, multiplier": (depthwise_conv2d, PHOTO, ones(5, 5, 3, 4)),
    "one kernel, strides": (depthwise_conv2d, PHOTO, ones(5, 5, 3, 1), {"strides": 2, "padding": "same"}),
    "one kernel, 31 x 31": (depthwise_conv2d, ones(64, 1024, 3), ones(31, 31, 3, 1), {"padding": "same"}),
    "depthwise": (depthwise_conv2d, PHOTO, different(5, 5, 3, 1), {"padding": "same"}),
    "depthwise, multiplier": (depthwise_conv2d, PHOTO, different(5, 5, 3, 4)),
    "depthwise, strides": (
        depthwise_conv2d,
        PHOTO,
        different(5, 5, 3, 1),
        {"strides": 2, "padding": "same"},
    ),
    "depthwise, 31 x 31": (
        depthwise_conv2d,
        ones(64, 1024, 3),
        different(31, 31, 3, 1),
        {"padding": "same"},
    ),
    "one kernel, tall and narrow": (depthwise_conv2d, ones(20_000, 31, 3), ones(31, 31, 3, 1)),
    "pointwise": (pointwise_conv2d, PHOTO, ones(1, 1, 3, 16)),
    "pointwise, bytes": (pointwise_conv2d, PHOTO.astype(np.uint8), ones(1, 1, 3, 16)),
    "separable": (separable_conv2d, PHOTO, ones(5, 5, 3, 1), ones(1, 1, 3, 16), {"padding": "same"}),
    "separable, different": (separable_conv2d, PHOTO, different(5, 5, 3, 1), ones(1, 1, 3, 16)),
    "separable, multiplier": (separable_conv2d, PHOTO, ones(3, 3, 3, 8), ones(1, 1, 24, 8)),
    "spatially separable": (spatially_separable_conv2d, PHOTO, ones(5), ones(7), {"padding": "same"}),
    "spatially separable, strides": (spatially_separable_conv2d, PHOTO, ones(31), ones(31), {"strides": 2}),
}


@pytest.mark.parametrize("case", CASES)
def test_scratch_memory_is_small(case):
    operation, x, *weights = CASES[case]
    settings = weights.pop() if isinstance(weights[-1], dict) else {}
    bound = max(8 * MIB, 2 * sum(w.nbytes for w in weights))
    assert scratch_of(operation, x, *weights, **settings) < bound


def test_scratch_memory_does_not_grow_with_the_image():
    kernel = ones(5, 5, 3, 2)
    small, large = (scratch_of(conv2d, ones(side, side, 3), kernel) for side in (400, 1200))
    assert large - small < MIB
