"""Regularizers and constraints, at values that are known by hand."""

import numpy as np
import pytest

from sepviz.errors import SepvizError
from sepviz.layers import Conv2D, DepthwiseConv2D, SeparableConv2D, SpatiallySeparableConv2D

WEIGHTS = {"kernel": np.array([3.0, -4.0]).reshape(1, 2, 1, 1), "bias": np.array([-2.0])}


def layer(**given):
    return Conv2D(filters=1, kernel_size=(1, 2), **given)


@pytest.mark.parametrize(
    ("regularizer", "penalty"),
    [
        ("l1", 0.07),
        ("l2", 0.25),
        ("l1_l2", 0.0),
        (("l1", {"l1": 0.5}), 3.5),
        (("l2", {"l2": None}), 0.25),
        (("l1_l2", {"l1": 0.5, "l2": 2}), 53.5),
        (("l1_l2", {"l2": 2}), 50.0),
        (None, 0.0),
    ],
)
def test_penalty_of_a_kernel(regularizer, penalty):
    assert layer(kernel_regularizer=regularizer).penalty(WEIGHTS) == pytest.approx(penalty)


def test_penalties_of_all_weights_add_up():
    both = layer(kernel_regularizer="l2", bias_regularizer=("l1", {"l1": 10}))
    assert both.penalty(WEIGHTS) == pytest.approx(0.25 + 20)
    separable = SeparableConv2D(
        filters=1, kernel_size=1, depthwise_regularizer="l1", pointwise_regularizer=("l1", {"l1": 1})
    )
    weights = {"depthwise_kernel": [[[[2.0]]]], "pointwise_kernel": [[[[3.0]]]], "bias": [9.0]}
    assert separable.penalty(weights) == pytest.approx(0.02 + 3)


def test_a_layer_without_regularizers_adds_nothing():
    assert SpatiallySeparableConv2D(kernel_size=3).penalty({}) == 0
    assert isinstance(layer().penalty(WEIGHTS), float)


def test_a_regularized_weight_that_is_missing_is_named():
    with pytest.raises(SepvizError, match="kernel"):
        layer(kernel_regularizer="l2").penalty({"bias": [1.0]})


def test_activity_penalty_is_divided_by_the_number_of_images():
    active = layer(activity_regularizer=("l2", {"l2": 0.5}))
    image = np.full((2, 3, 1), 2.0)
    assert active.activity_penalty(image) == pytest.approx(12)
    assert active.activity_penalty(np.stack([image] * 5)) == pytest.approx(12)
    assert layer().activity_penalty(image) == 0


@pytest.mark.parametrize(
    ("constraint", "kernel"),
    [
        (("max_norm", {"max_value": 1, "axis": [0, 1, 2]}), [0.6, -0.8]),
        (("max_norm", {"max_value": 10, "axis": [0, 1, 2]}), [3, -4]),
        (("max_norm", {"max_value": 3.5, "axis": None}), [2.1, -2.8]),
        ("max_norm", [2, -2]),
        ("non_neg", [3, 0]),
        (("unit_norm", {"axis": [0, 1, 2]}), [0.6, -0.8]),
        ("unit_norm", [1, -1]),
        (("min_max_norm", {"min_value": 10, "max_value": 20, "axis": (0, 1)}), [6, -8]),
        (("min_max_norm", {"max_value": 1, "rate": 0.5, "axis": (0, 1)}), [1.8, -2.4]),
        (None, [3, -4]),
    ],
)
def test_constraint_of_a_kernel(constraint, kernel):
    constrained = layer(kernel_constraint=constraint).constrain(WEIGHTS)
    np.testing.assert_allclose(constrained["kernel"].ravel(), kernel, rtol=1e-6)
    np.testing.assert_array_equal(constrained["bias"], WEIGHTS["bias"])
    assert constrained["kernel"].shape == (1, 2, 1, 1)


def test_each_weight_has_its_own_constraint():
    depthwise = DepthwiseConv2D(kernel_size=1, depthwise_constraint="non_neg", bias_constraint="unit_norm")
    weights = {"depthwise_kernel": -np.ones((1, 1, 2, 1)), "bias": np.array([3.0, 4.0])}
    constrained = depthwise.constrain(weights)
    np.testing.assert_array_equal(constrained["depthwise_kernel"], np.zeros((1, 1, 2, 1)))
    np.testing.assert_allclose(constrained["bias"], [0.6, 0.8], rtol=1e-6)
    assert weights["depthwise_kernel"].max() == -1


def test_a_norm_of_0_divides_nothing_by_0():
    zeros = {"kernel": np.zeros((1, 2, 1, 1)), "bias": np.zeros(1)}
    for name in ("max_norm", "unit_norm", "min_max_norm"):
        np.testing.assert_array_equal(
            layer(kernel_constraint=name).constrain(zeros)["kernel"], zeros["kernel"]
        )


def test_constrained_weights_keep_their_type():
    for dtype, expected in ((np.float64, np.float64), (np.float32, np.float32), (np.int64, np.float32)):
        weights = {name: values.astype(dtype) for name, values in WEIGHTS.items()}
        constrained = layer(kernel_constraint="max_norm").constrain(weights)
        assert {values.dtype for values in constrained.values()} == {np.dtype(expected)}
