"""Batch normalisation at inference is a scale and a shift, and folds into the kernel before it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepviz.errors import SepvizError, ShapeError
from sepviz.layers import (
    Conv2D,
    DepthwiseConv2D,
    DepthwiseSeparableBlock,
    StandardBlock,
    fold_batch_norm,
    scale_and_shift,
)

CHANNELS = 3
X = np.random.default_rng(1).standard_normal((8, 9, CHANNELS))


def statistics_of(channels, seed):
    generator = np.random.default_rng(seed)
    return {
        "gamma": generator.standard_normal(channels),
        "beta": generator.standard_normal(channels),
        "mean": generator.standard_normal(channels),
        "variance": generator.uniform(0, 2, channels),
    }


def normalised(y, gamma, beta, mean, variance, epsilon):
    """Batch normalisation as its paper writes it."""
    return gamma * (y - mean) / np.sqrt(variance + epsilon) + beta


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3), st.integers(1, 3), st.booleans(), st.booleans(), st.integers(0, 99))
def test_folded_convolution_gives_the_normalised_output(multiplier, groups, is_depthwise, use_bias, seed):
    if is_depthwise:
        layer, name = DepthwiseConv2D(kernel_size=(3, 2), depth_multiplier=multiplier), "depthwise_kernel"
    else:
        layer, name = Conv2D(filters=multiplier * groups, kernel_size=(3, 2)), "kernel"
    shapes = layer.weight_shapes(X.shape)
    generator = np.random.default_rng(seed)
    weights = {key: generator.standard_normal(shape) for key, shape in shapes.items()}
    if not use_bias:
        weights["bias"] = np.zeros(shapes["bias"])
    statistics = statistics_of(shapes["bias"][0], seed)
    kernel, bias = fold_batch_norm(
        weights[name], **statistics, epsilon=0.01, bias=weights["bias"] if use_bias else None
    )
    expected = normalised(layer.apply(X, weights), **statistics, epsilon=0.01)
    np.testing.assert_allclose(layer.apply(X, {name: kernel, "bias": bias}), expected, rtol=1e-9, atol=1e-9)


def test_scale_and_shift_is_the_formula_of_the_paper():
    statistics = statistics_of(CHANNELS, 4)
    scale, shift = scale_and_shift(**statistics, epsilon=0.1)
    np.testing.assert_allclose(X * scale + shift, normalised(X, **statistics, epsilon=0.1))


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_a_block_is_two_folded_convolutions_with_relu(data_format):
    block = DepthwiseSeparableBlock(
        filters=5,
        kernel_size=(3, 2),
        strides=(2, 1),
        depth_multiplier=2,
        epsilon=0.02,
        data_format=data_format,
    )
    x = X if data_format == "channels_last" else X.transpose(2, 0, 1)
    generator = np.random.default_rng(2)
    weights = {
        name: generator.uniform(0.1, 1, shape) for name, shape in block.weight_shapes(x.shape).items()
    }
    y = x
    for half, part in (("depthwise", block.depthwise), ("pointwise", block.pointwise)):
        statistics = {name: weights[f"{half}_{name}"] for name in ("gamma", "beta", "mean", "variance")}
        kernel, bias = fold_batch_norm(weights[f"{half}_kernel"], **statistics, epsilon=0.02)
        with_bias = type(part)(
            **{
                **{
                    name: getattr(part, name)
                    for name in ("kernel_size", "strides", "padding", "data_format")
                },
                **({"filters": 5} if half == "pointwise" else {"depth_multiplier": 2}),
                "activation": "relu",
            }
        )
        y = with_bias.apply(y, {part.KERNELS[0]: kernel, "bias": bias})
    np.testing.assert_allclose(block.apply(x, weights), y, rtol=1e-9, atol=1e-9)


def test_a_standard_block_is_a_folded_convolution_with_relu():
    block = StandardBlock(filters=5, kernel_size=(3, 2), strides=(2, 1), epsilon=0.02)
    generator = np.random.default_rng(2)
    weights = {
        name: generator.uniform(0.1, 1, shape) for name, shape in block.weight_shapes(X.shape).items()
    }
    statistics = {name: weights[name] for name in ("gamma", "beta", "mean", "variance")}
    kernel, bias = fold_batch_norm(weights["kernel"], **statistics, epsilon=0.02)
    folded = Conv2D(filters=5, kernel_size=(3, 2), strides=(2, 1), padding="same", activation="relu")
    expected = folded.apply(X, {"kernel": kernel, "bias": bias})
    np.testing.assert_allclose(block.apply(X, weights), expected, rtol=1e-9, atol=1e-9)


def test_a_new_block_normalises_nothing_but_epsilon():
    block = DepthwiseSeparableBlock(filters=4, epsilon=0.0)
    weights = block.init_weights(X.shape, seed=1)
    depthwise, normal = block.stages(X, weights)[:2]
    np.testing.assert_allclose(normal.output, depthwise.output)
    assert block.penalty(weights) == block.activity_penalty(X) == 0
    assert set(block.constrain(weights)) == set(weights)


def test_folding_keeps_the_type_of_the_kernel():
    statistics = statistics_of(4, 1)
    for dtype in (np.float32, np.float64):
        folded = fold_batch_norm(np.ones((1, 1, 2, 4), dtype), **statistics)
        assert {array.dtype for array in folded} == {np.dtype(dtype)}


@pytest.mark.parametrize("shape", [(1, 1, 2, 3), (3, 3, 3), (1, 1, 4, 2)])
def test_channels_that_do_not_fit_the_kernel_are_refused(shape):
    with pytest.raises(ShapeError, match="gamma has 4 channels"):
        fold_batch_norm(np.ones(shape), **statistics_of(4, 1))


@pytest.mark.parametrize("name", ["beta", "mean", "variance"])
def test_statistics_of_other_lengths_are_named(name):
    statistics = statistics_of(4, 1) | {name: np.ones(3)}
    with pytest.raises(ShapeError, match=name):
        scale_and_shift(**statistics)


def test_bias_of_another_length_is_named():
    with pytest.raises(ShapeError, match="bias"):
        fold_batch_norm(np.ones((1, 1, 2, 4)), **statistics_of(4, 1), bias=np.ones(3))


@pytest.mark.parametrize(("variance", "epsilon"), [(-0.5, 1.0), (0.0, 0.0)])
def test_impossible_variance_is_refused(variance, epsilon):
    statistics = statistics_of(2, 1) | {"variance": [1.0, variance]}
    with pytest.raises(SepvizError, match="variance"):
        scale_and_shift(**statistics, epsilon=epsilon)
