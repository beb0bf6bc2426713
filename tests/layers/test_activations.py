"""Activations at the points where they are known by hand."""

import math

import numpy as np
import pytest

from sepviz.errors import SepvizError
from sepviz.layers import ACTIVATIONS, activate

VALUES = np.array([-8.0, -1.0, 0.0, 2.0, 8.0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relu", [0, 0, 0, 2, 8]),
        ("relu6", [0, 0, 0, 2, 6]),
        ("leaky_relu", [-1.6, -0.2, 0, 2, 8]),
        ("sigmoid", [1 / (1 + math.exp(-v)) for v in VALUES]),
        ("tanh", [math.tanh(v) for v in VALUES]),
        ("swish", [v / (1 + math.exp(-v)) for v in VALUES]),
    ],
)
def test_each_value_goes_through_the_curve(name, expected):
    y = activate(VALUES.reshape(1, 5, 1), name)
    np.testing.assert_allclose(y.ravel(), expected, rtol=1e-14, atol=1e-14)


def test_softmax_shares_sum_to_1_over_the_channels():
    maps = np.random.default_rng(0).standard_normal((2, 3, 4, 5))
    np.testing.assert_allclose(activate(maps, "softmax").sum(axis=-1), 1)
    first = activate(maps, "softmax", data_format="channels_first")
    np.testing.assert_allclose(first.sum(axis=1), 1)


def test_softmax_does_not_overflow():
    y = activate(np.array([[[1000.0, 1000.0, -1000.0]]]), "softmax")
    np.testing.assert_allclose(y, [[[0.5, 0.5, 0]]])


@pytest.mark.parametrize("name", ["sigmoid", "swish", "tanh"])
def test_large_values_do_not_overflow(name):
    y = activate(np.array([[[-1e4], [1e4]]], np.float32), name)
    assert np.isfinite(y).all()


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_infinities_and_nan_stay_at_their_place_without_a_warning(name):
    maps = np.array([[[np.inf], [-np.inf], [np.nan], [0.5]]])
    y = activate(maps, name, alpha=np.array([0.25]))
    clean = activate(maps[:, 3:], name, alpha=np.array([0.25]))
    assert np.isnan(y[0, 2, 0])
    np.testing.assert_array_equal(y[:, 3:], clean)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_type_stays_and_input_is_untouched(name, dtype):
    maps = np.random.default_rng(0).standard_normal((3, 4, 2)).astype(dtype)
    kept = maps.copy()
    y = activate(maps, name, alpha=np.array([0.1, 0.2]))
    assert y.dtype == dtype
    np.testing.assert_array_equal(maps, kept)


def test_prelu_needs_its_slopes():
    with pytest.raises(SepvizError, match="alpha"):
        activate(np.ones((1, 1, 1)), "prelu")


def test_linear_changes_nothing():
    maps = np.ones((2, 2, 1))
    assert activate(maps, "linear") is maps
