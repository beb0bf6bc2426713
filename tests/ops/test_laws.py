"""Laws that hold for every convolution, on both engines."""

import numpy as np
import pytest

import sepviz.ops
from sepviz.ops.plain import PLAIN
from sepviz.ops.problem import using

RANDOM = np.random.default_rng(7)
IMAGE = RANDOM.normal(size=(11, 9, 4))
WINDOW = {"strides": (2, 1), "padding": ((3, 1), (0, 2)), "dilation_rate": (2, 3)}


def close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-12)


def test_an_impulse_returns_the_flipped_kernel_for_cross_correlation_does_not_flip(ops):
    impulse = np.zeros((7, 9, 1))
    impulse[3, 4] = 1
    kernel = RANDOM.normal(size=(3, 5, 1, 2))
    y = ops.conv2d(impulse, kernel, padding="same")
    close(y[2:5, 2:7], kernel[::-1, ::-1, 0])
    assert np.count_nonzero(y) == kernel.size


def test_convolution_is_linear_in_the_image_and_in_the_kernel(ops):
    other = RANDOM.normal(size=IMAGE.shape)
    kernel, second = RANDOM.normal(size=(2, 3, 2, 4, 6))
    both = ops.conv2d(2 * IMAGE - 3 * other, kernel, **WINDOW)
    close(both, 2 * ops.conv2d(IMAGE, kernel, **WINDOW) - 3 * ops.conv2d(other, kernel, **WINDOW))
    both = ops.conv2d(IMAGE, 2 * kernel - 3 * second, **WINDOW)
    close(both, 2 * ops.conv2d(IMAGE, kernel, **WINDOW) - 3 * ops.conv2d(IMAGE, second, **WINDOW))


@pytest.mark.parametrize("multiplier", [1, 3])
def test_as_many_groups_as_channels_is_a_depthwise_convolution(ops, multiplier):
    depthwise = RANDOM.normal(size=(3, 2, 4, multiplier))
    grouped = depthwise.reshape(3, 2, 1, 4 * multiplier)
    expected = ops.depthwise_conv2d(IMAGE, depthwise, **WINDOW)
    close(ops.conv2d(IMAGE, grouped, groups=4, **WINDOW), expected)


def test_each_group_sees_only_its_own_channels(ops):
    kernel = RANDOM.normal(size=(3, 2, 2, 6))
    y = ops.conv2d(IMAGE, kernel, groups=2, **WINDOW)
    close(y[..., :3], ops.conv2d(IMAGE[..., :2], kernel[..., :3], **WINDOW))
    close(y[..., 3:], ops.conv2d(IMAGE[..., 2:], kernel[..., 3:], **WINDOW))


def test_depthwise_never_mixes_channels(ops):
    kernel = RANDOM.normal(size=(3, 2, 4, 2))
    changed = IMAGE.copy()
    changed[..., 2] += 1
    before, after = ops.depthwise_conv2d(IMAGE, kernel), ops.depthwise_conv2d(changed, kernel)
    others = [0, 1, 2, 3, 6, 7]
    np.testing.assert_array_equal(after[..., others], before[..., others])
    assert not np.any(np.isclose(after[..., 4:6], before[..., 4:6]))


def test_pointwise_looks_at_no_neighbour(ops):
    kernel = RANDOM.normal(size=(1, 1, 4, 5))
    changed = IMAGE.copy()
    changed[3, 5] += 1
    differs = ops.pointwise_conv2d(IMAGE, kernel) != ops.pointwise_conv2d(changed, kernel)
    assert differs[3, 5].all()
    assert differs.sum() == 5


def test_pointwise_is_a_standard_convolution_of_one_tap(ops):
    kernel = RANDOM.normal(size=(1, 1, 4, 5))
    close(ops.pointwise_conv2d(IMAGE, kernel), ops.conv2d(IMAGE, kernel))


def test_depthwise_separable_is_depthwise_then_pointwise(ops):
    depthwise, pointwise = RANDOM.normal(size=(3, 2, 4, 2)), RANDOM.normal(size=(1, 1, 8, 5))
    bias = RANDOM.normal(size=5)
    stages = ops.pointwise_conv2d(ops.depthwise_conv2d(IMAGE, depthwise, **WINDOW), pointwise, bias=bias)
    close(ops.separable_conv2d(IMAGE, depthwise, pointwise, bias=bias, **WINDOW), stages)


@pytest.mark.parametrize("strides", [1, (2, 3)])
@pytest.mark.parametrize("padding", ["valid", "same", 2, (1, 3), ((0, 3), (2, 1))])
def test_column_then_row_is_the_outer_product(ops, strides, padding):
    column, row = RANDOM.normal(size=3), RANDOM.normal(size=4)
    window = {"strides": strides, "padding": padding, "dilation_rate": (3, 2)}
    kernel = np.broadcast_to(np.outer(column, row)[:, :, np.newaxis, np.newaxis], (3, 4, 4, 1))
    expected = ops.depthwise_conv2d(IMAGE, kernel, **window)
    close(ops.spatially_separable_conv2d(IMAGE, column, row, **window), expected)


def test_a_stride_keeps_every_second_result_of_a_stride_of_one(ops):
    kernel = RANDOM.normal(size=(3, 2, 4, 5))
    close(ops.conv2d(IMAGE, kernel, strides=(2, 3)), ops.conv2d(IMAGE, kernel)[::2, ::3])


def test_dilation_spreads_the_taps_with_zeros_between(ops):
    kernel = RANDOM.normal(size=(3, 2, 4, 5))
    spread = np.zeros((5, 4, 4, 5))
    spread[::2, ::3] = kernel
    close(ops.conv2d(IMAGE, kernel, dilation_rate=(2, 3)), ops.conv2d(IMAGE, spread))


def test_a_bias_is_added_once_to_each_output_channel(ops):
    kernel, bias = RANDOM.normal(size=(3, 2, 2, 6)), RANDOM.normal(size=6)
    expected = ops.conv2d(IMAGE, kernel, groups=2) + bias
    close(ops.conv2d(IMAGE, kernel, groups=2, bias=bias), expected)


def test_a_batch_is_its_images_one_by_one(ops):
    batch = RANDOM.normal(size=(3, 11, 9, 4))
    depthwise, pointwise = RANDOM.normal(size=(3, 2, 4, 2)), RANDOM.normal(size=(1, 1, 8, 5))
    y = ops.separable_conv2d(batch, depthwise, pointwise, **WINDOW)
    for image, result in zip(batch, y, strict=True):
        close(result, ops.separable_conv2d(image, depthwise, pointwise, **WINDOW))


def test_both_engines_agree_on_a_picture_of_many_tiles():
    image = RANDOM.normal(size=(300, 401, 3))
    depthwise, pointwise = RANDOM.normal(size=(5, 7, 3, 2)), RANDOM.normal(size=(1, 1, 6, 8))
    window = {"strides": (1, 2), "padding": "same"}
    close(
        sepviz.ops.separable_conv2d(image, depthwise, pointwise, **window),
        plainly(lambda: sepviz.ops.separable_conv2d(image, depthwise, pointwise, **window)),
    )
    kernel = RANDOM.normal(size=(5, 7, 3, 4))
    close(
        sepviz.ops.conv2d(image, kernel, **window),
        plainly(lambda: sepviz.ops.conv2d(image, kernel, **window)),
    )


def plainly(compute):
    with using(PLAIN):
        return compute()
