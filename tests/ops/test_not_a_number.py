"""A NaN or an infinity reaches the outputs whose window covers it, and no other."""

import numpy as np
import pytest

from sepviz.ops import standard, sweep, tiles

WINDOWS = pytest.mark.parametrize(
    "window",
    [
        {},
        {"padding": "same"},
        {"strides": (2, 3), "padding": "same"},
        {"dilation_rate": (2, 3), "padding": ((4, 0), (1, 5))},
        {"strides": (1, 2), "dilation_rate": (3, 1), "padding": 3},
    ],
    ids=str,
)
BAD = pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
OPERATIONS = pytest.mark.parametrize(
    ("name", "weights", "reached"),
    [
        ("conv2d", [np.ones((3, 5, 4, 6))], [0, 1, 2, 3, 4, 5]),
        ("depthwise_conv2d", [np.ones((3, 5, 4, 2))], [4, 5]),
        ("separable_conv2d", [np.ones((3, 5, 4, 1)), np.ones((1, 1, 4, 3))], [0, 1, 2]),
        ("spatially_separable_conv2d", [np.ones(3), np.ones(5)], [2]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)


@pytest.fixture(params=[tiles.TILE_BYTES, 500])
def tile_bytes(request, monkeypatch):
    for module in (tiles, standard, sweep):
        monkeypatch.setattr(module, "TILE_BYTES", request.param)


@OPERATIONS
@WINDOWS
@BAD
@pytest.mark.usefixtures("tile_bytes")
def test_one_bad_value_reaches_only_the_windows_that_cover_it(ops, name, weights, reached, window, bad):
    image = np.zeros((2, 13, 11, 4), np.float32)
    image[1, 6, 7, 2] = 1
    covered = getattr(ops, name)(image, *weights, **window) != 0
    assert set(np.nonzero(covered)[-1]) == set(reached)
    image[1, 6, 7, 2] = bad
    y = getattr(ops, name)(image, *weights, **window)
    np.testing.assert_array_equal(np.isfinite(y), ~covered)


def test_a_group_does_not_see_the_bad_values_of_another(ops):
    image = np.ones((5, 6, 6))
    image[2, 2, 3] = np.nan
    y = ops.conv2d(image, np.ones((3, 2, 2, 6)), groups=3)
    assert np.isnan(y[..., 2:4]).any()
    assert np.isfinite(np.delete(y, [2, 3], axis=-1)).all()


def test_a_tap_of_zero_still_sees_a_bad_value_as_ieee_754_has_it(ops):
    image = np.full((3, 3, 1), np.inf)
    assert np.isnan(ops.conv2d(image, np.zeros((3, 3, 1, 1)))).all()
    assert np.isnan(ops.spatially_separable_conv2d(image, [0, 1, 0], [1, 0, 1])).all()


def test_an_overflow_is_an_infinity_and_no_warning(ops):
    image = np.full((3, 4, 2), 3e38, np.float32)
    assert np.isinf(ops.conv2d(image, np.full((3, 2, 2, 1), 1e300))).all()
