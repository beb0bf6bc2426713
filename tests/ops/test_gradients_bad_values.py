"""A NaN or an infinity in x or upstream reaches the derivatives that it contributes to, and no other."""

import numpy as np

from sepviz import ops
from tests.ops.test_not_a_number import BAD, OPERATIONS, WINDOWS

IMAGE = np.ones((2, 13, 11, 4), np.float32)
NAMES = {
    "conv2d": ["kernel"],
    "depthwise_conv2d": ["depthwise_kernel"],
    "separable_conv2d": ["depthwise_kernel", "pointwise_kernel"],
    "spatially_separable_conv2d": ["column", "row"],
}


def places_in(shape):
    """Return a corner, an edge and the middle of some feature maps, one channel each."""
    _, height, width, channels = shape
    return [(1, 0, 0, 0), (0, height - 1, width // 2, channels - 1), (1, height // 2, width // 2, 1)]


def assert_only_the_reached_are_bad(gradients, reached, names):
    for name in names:
        np.testing.assert_array_equal(np.isfinite(gradients[name]), reached[name] == 0, err_msg=name)


@OPERATIONS
@WINDOWS
@BAD
def test_a_bad_upstream_value_reaches_only_its_window(name, weights, reached, window, bad):
    gradients = getattr(ops, f"{name}_gradients")
    upstream = np.zeros(getattr(ops, name)(IMAGE, *weights, **window).shape, np.float32)
    for place in places_in(upstream.shape):
        one = upstream.copy()
        one[place] = 1
        touched = gradients(IMAGE, *weights, one, **window)
        one[place] = bad
        found = gradients(IMAGE, *weights, one, **window)
        assert_only_the_reached_are_bad(found, touched, list(touched))


@OPERATIONS
@WINDOWS
@BAD
def test_a_bad_pixel_reaches_only_the_taps_that_met_it_and_no_derivative_by_x(
    name, weights, reached, window, bad
):
    gradients = getattr(ops, f"{name}_gradients")
    upstream = np.ones(getattr(ops, name)(IMAGE, *weights, **window).shape, np.float32)
    for place in places_in(IMAGE.shape):
        lonely = np.zeros_like(IMAGE)
        lonely[place] = 1
        touched = gradients(lonely, *weights, upstream, **window)
        lonely[place] = bad
        found = gradients(lonely, *weights, upstream, **window)
        assert_only_the_reached_are_bad(found, touched, NAMES[name])
        assert np.isfinite(found["x"]).all()


def test_a_group_does_not_hear_of_the_bad_values_of_another():
    x, upstream = np.ones((5, 6, 6)), np.ones((5, 6, 6))
    upstream[0, 2, 3] = np.nan
    found = ops.conv2d_gradients(x, np.ones((3, 2, 2, 6)), upstream, groups=3, padding="same")
    assert np.isnan(found["x"][..., 2:4]).any()
    assert np.isfinite(np.delete(found["x"], [2, 3], axis=-1)).all()
    assert np.isfinite(np.delete(found["kernel"], 3, axis=-1)).all()


def test_pointwise_gradients_stay_at_their_pixel():
    x, upstream = np.ones((5, 6, 3)), np.ones((5, 6, 4))
    upstream[1, 2, 3] = np.inf
    found = ops.pointwise_conv2d_gradients(x, np.ones((1, 1, 3, 4)), upstream)
    assert (~np.isfinite(found["x"])).sum() == 3
    assert np.isfinite(found["pointwise_kernel"][..., :3]).all()
