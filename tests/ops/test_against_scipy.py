"""Channel by channel, a valid or zero-padded convolution is SciPy's cross-correlation."""

import numpy as np
import pytest
from scipy import ndimage, signal

RANDOM = np.random.default_rng(11)
IMAGE = RANDOM.normal(size=(31, 42, 3))


@pytest.mark.parametrize("mode", ["valid", "same"])
def test_depthwise_is_correlate2d_on_each_channel(ops, mode):
    kernel = RANDOM.normal(size=(3, 5, 3, 2))
    y = ops.depthwise_conv2d(IMAGE, kernel, padding=mode)
    for c in range(3):
        for m in range(2):
            expected = signal.correlate2d(IMAGE[..., c], kernel[..., c, m], mode=mode)
            np.testing.assert_allclose(y[..., 2 * c + m], expected, atol=1e-12)


def test_full_padding_is_correlate2d_full(ops):
    kernel = RANDOM.normal(size=(3, 5, 3, 1))
    y = ops.depthwise_conv2d(IMAGE, kernel, padding=(2, 4))
    expected = signal.correlate2d(IMAGE[..., 1], kernel[..., 1, 0], mode="full")
    np.testing.assert_allclose(y[..., 1], expected, atol=1e-12)


def test_standard_is_the_sum_of_correlate2d_over_the_channels(ops):
    kernel = RANDOM.normal(size=(3, 5, 3, 4))
    y = ops.conv2d(IMAGE, kernel)
    for o in range(4):
        expected = sum(signal.correlate2d(IMAGE[..., c], kernel[..., c, o], mode="valid") for c in range(3))
        np.testing.assert_allclose(y[..., o], expected, atol=1e-12)


def test_spatially_separable_is_correlate1d_twice(ops):
    column, row = RANDOM.normal(size=7), RANDOM.normal(size=5)
    y = ops.spatially_separable_conv2d(IMAGE, column, row, padding="same")
    columns = ndimage.correlate1d(IMAGE, column, axis=0, mode="constant")
    expected = ndimage.correlate1d(columns, row, axis=1, mode="constant")
    np.testing.assert_allclose(y, expected, atol=1e-12)
