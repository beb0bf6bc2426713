"""First weights come from the distributions that their names promise."""

import math

import numpy as np
import pytest
from scipy import stats

from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D, SpatiallySeparableConv2D, initial_values
from sepviz.layers.initializers import fans

SHAPE = (5, 7, 24, 32)
FAN_IN, FAN_OUT = 5 * 7 * 24, 5 * 7 * 32


def standard_error(values):
    return values.std() / math.sqrt(values.size)


@pytest.mark.parametrize(
    ("name", "variance"),
    [
        ("glorot_uniform", 2 / (FAN_IN + FAN_OUT)),
        ("glorot_normal", 2 / (FAN_IN + FAN_OUT)),
        ("he_uniform", 2 / FAN_IN),
        ("he_normal", 2 / FAN_IN),
        ("random_normal", 0.05**2),
        ("random_uniform", 0.1**2 / 12),
    ],
)
def test_mean_is_0_and_variance_is_as_promised(name, variance):
    values = initial_values(name, SHAPE, seed=1).astype(np.float64)
    assert abs(values.mean()) < 4 * standard_error(values)
    assert values.var() == pytest.approx(variance, rel=0.03)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("glorot_uniform", math.sqrt(6 / (FAN_IN + FAN_OUT))),
        ("he_uniform", math.sqrt(6 / FAN_IN)),
        ("random_uniform", 0.05),
        ("glorot_normal", 2 * math.sqrt(2 / (FAN_IN + FAN_OUT)) / 0.87962566103423978),
        ("he_normal", 2 * math.sqrt(2 / FAN_IN) / 0.87962566103423978),
    ],
)
def test_values_stay_within_the_limit_and_come_close_to_it(name, limit):
    largest = np.abs(initial_values(name, SHAPE, seed=1)).max()
    assert 0.99 * limit < largest <= limit * (1 + 1e-6)


def test_truncated_normal_has_its_shape():
    values = (
        initial_values("he_normal", SHAPE, seed=1).ravel() * math.sqrt(FAN_IN / 2) * 0.87962566103423978
    )
    assert stats.kstest(values, stats.truncnorm(-2, 2).cdf).pvalue > 1e-3


def test_uniform_has_its_shape():
    limit = math.sqrt(6 / FAN_IN)
    values = initial_values("he_uniform", SHAPE, seed=1).ravel()
    assert stats.kstest(values, stats.uniform(-limit, 2 * limit).cdf).pvalue > 1e-3


def test_settings_move_the_distribution():
    normal = initial_values(("random_normal", (("mean", 3.0), ("stddev", 0.5))), SHAPE, seed=1)
    assert normal.mean() == pytest.approx(3, abs=0.01)
    assert normal.std() == pytest.approx(0.5, abs=0.01)
    uniform = initial_values(("random_uniform", (("maxval", 2.0), ("minval", 1.0))), SHAPE, seed=1)
    assert 1 <= uniform.min() < 1.001 < 1.999 < uniform.max() <= 2


@pytest.mark.parametrize(
    ("setting", "value"),
    [("zeros", 0), ("ones", 1), ("constant", 0), (("constant", (("value", 0.25),)), 0.25)],
)
def test_constants_are_constant(setting, value):
    assert (initial_values(setting, (3, 2, 4, 5), seed=1) == value).all()


def test_depthwise_kernels_count_all_channels_in_as_keras_does():
    layer = DepthwiseConv2D(kernel_size=(3, 5), depth_multiplier=2)
    shape = layer.weight_shapes((9, 9, 40))["depthwise_kernel"]
    assert fans(shape) == (3 * 5 * 40, 3 * 5 * 2)
    largest = np.abs(layer.init_weights((9, 9, 40), seed=1)["depthwise_kernel"]).max()
    limit = math.sqrt(6 / (600 + 30))
    assert 0.98 * limit < largest <= limit * (1 + 1e-6)


def test_kernels_of_groups_count_the_channels_of_one_group():
    layer = Conv2D(filters=6, kernel_size=3, groups=2)
    assert fans(layer.weight_shapes((9, 9, 8))["kernel"]) == (9 * 4, 9 * 6)


def test_weights_have_streams_of_their_own():
    small = SeparableConv2D(filters=4, kernel_size=3, bias_initializer="random_normal")
    large = SeparableConv2D(filters=4, kernel_size=5, bias_initializer="random_normal")
    one, other = small.init_weights((9, 9, 3), seed=7), large.init_weights((9, 9, 3), seed=7)
    np.testing.assert_array_equal(one["pointwise_kernel"], other["pointwise_kernel"])
    np.testing.assert_array_equal(one["bias"], other["bias"])
    assert not np.array_equal(one["bias"], one["pointwise_kernel"][0, 0, 0])


def test_another_seed_draws_other_weights():
    layer = Conv2D(filters=4, kernel_size=3)
    kernels = [layer.init_weights((9, 9, 3), seed=seed)["kernel"] for seed in (0, 1)]
    assert not np.array_equal(*kernels)


def test_a_seed_among_the_settings_comes_first():
    layer = Conv2D(filters=4, kernel_size=3, kernel_initializer=("he_normal", {"seed": 5}))
    kernels = [layer.init_weights((9, 9, 3), seed=seed)["kernel"] for seed in (0, 1)]
    np.testing.assert_array_equal(*kernels)


def test_alpha_starts_at_0_as_in_keras():
    weights = Conv2D(filters=4, kernel_size=3, activation="prelu").init_weights((9, 9, 3), seed=1)
    assert list(weights) == ["kernel", "bias", "alpha"]
    np.testing.assert_array_equal(weights["alpha"], np.zeros(4))


def test_spatially_separable_pair_starts_as_1_2_1_smoothing():
    weights = SpatiallySeparableConv2D(kernel_size=(3, 5)).init_weights((9, 9, 3), seed=1)
    np.testing.assert_array_equal(weights["column"], np.array([1, 2, 1]) / 4)
    np.testing.assert_array_equal(weights["row"], np.array([1, 4, 6, 4, 1]) / 16)


@pytest.mark.parametrize(
    "layer", [Conv2D(filters=1, kernel_size=3), SpatiallySeparableConv2D(kernel_size=3)]
)
def test_seed_must_be_a_whole_number(layer):
    with pytest.raises(ValueError, match="seed"):
        layer.init_weights((9, 9, 3), seed=-1)
    for seed in (None, 1.0, "1"):
        with pytest.raises(TypeError, match="seed"):
            layer.init_weights((9, 9, 3), seed=seed)
